"""What is kept, and that it stays so. Knows no file format, no diff, no citation style."""
