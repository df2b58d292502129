"""Searching texts: the query language, words as they are compared, and where they stand."""
