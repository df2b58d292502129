"""The search of a site: an index in files that its pages load as scripts, and the page itself.

A page read from a disk may load scripts, but fetch nothing. So the index is cut into shards, of
which a query loads those of its words; they name the texts that may answer it. Each of those comes
as a script, too, and is read before it is shown: the index alone is never believed.

`texts` are these texts, `postings` which of them have a word, `shards` the files of an index,
`page` the page. What words are is known to `provrepo.search`, and handed over.
"""
