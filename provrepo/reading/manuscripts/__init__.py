"""Manuscripts that cite versions: read, cut up, and searched for pins and quotations.

`manuscript` reads a file, `blocks` cuts it into paragraphs with their notes, `written_pins` and
`marks` find citations and quotations, `titles` tells a citation's title from a quotation, and
`beside` says which quotation goes with which citation. None of them knows a repository.
"""
