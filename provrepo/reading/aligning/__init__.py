"""Which passages of two texts face each other, pinned by hand or found."""
