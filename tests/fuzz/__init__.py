"""Readers over broken files: `python -m tests.fuzz` runs many, the default tests a few."""
