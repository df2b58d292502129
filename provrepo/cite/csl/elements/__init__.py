"""The rendering elements of CSL: each module compiles one kind of element to a function.

`registry` lists them. What they share stands beside them: `values` (what a variable holds in a
cite), `year_suffix`, and the two halves of cs:name, `name_list` and `name_format`.
"""
