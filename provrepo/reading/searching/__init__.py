"""Searching all texts: candidates from the index, each read and checked before it is shown."""
