"""Pandoc's citation syntax: citations found in a manuscript, taken apart, and Markdown around them.

``syntax`` finds them, ``locators`` knows what in a suffix is a page, ``markdown`` where in a file
of Markdown they count, ``inline`` the markup in an author's words around them.
"""
