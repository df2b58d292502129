"""Word and OpenDocument texts."""
