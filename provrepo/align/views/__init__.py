"""Alignments as they are shown: facing in a terminal or on a page, and for other programs."""
