"""Manuscripts that cite versions: reading them, cutting them up, finding pins and quotations.

`manuscript` reads a file, `blocks` cuts it into paragraphs with their notes, and `units` joins
those over which one quotation runs. `written_pins` and `marks` find citations and quotations,
`titles` tells a citation's title from a quotation, and `beside` says which quotation goes with
which citation. None of these reads a repository: `pins` does, with `cited_versions` for the
versions that are cited, and `compared` for the quotations from them.
"""
