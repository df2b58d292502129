"""Citations of exact versions, alone or in a manuscript with citations in Pandoc's syntax.

``citation`` formats those of versions, ``pinned`` makes the item that is cited, ``translators``
names who translated it. In a manuscript every citation is looked up, formatted and put in:
``story`` says what a manuscript gives, ``formatting`` makes citations of it, ``joints`` fits them
into the sentences around them; ``markdown`` and ``word`` read and write the two kinds of files, and
``manuscript`` does it all for one of them.
"""
