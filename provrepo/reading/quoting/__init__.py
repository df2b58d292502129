"""Quotations found in a text, as scholars quote it, or answered with what is nearest."""
