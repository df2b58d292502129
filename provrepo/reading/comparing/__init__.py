"""What a comparison is given, two versions or files, and what it says besides their words."""
