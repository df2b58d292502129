"""The pages of a site: given what they draw, they are bytes. Nothing here reads a repository.

`views` are the things that pages draw, `addresses` where each page stands, `frame` what all pages
have in common; every other module draws one kind of page or of file for programs.
"""
