"""Searching: the query language, words, brackets, what an index is asked."""
