"""Citation metadata for, and from, reference managers and other programs.

`conversion` knows the formats by name; every other module writes or reads one family of them.
"""
