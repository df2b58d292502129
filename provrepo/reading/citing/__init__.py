"""Manuscripts with citations in Pandoc's syntax: every citation looked up, formatted and put in.

``story`` says what a manuscript gives, ``formatting`` makes citations of it, ``joints`` fits them
into the sentences around them; ``markdown`` and ``word`` read and write the two kinds of files, and
``manuscript`` does it all for one of them.
"""
