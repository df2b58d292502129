"""Citation metadata for, and from, reference managers and other programs."""
