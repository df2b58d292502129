"""One citation: its cites rendered, grouped, collapsed and joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provrepo.cite.csl.cites import render_cite
from provrepo.cite.csl.collapse import collapse
from provrepo.cite.csl.context import Cite
from provrepo.cite.csl.flatten import flatten
from provrepo.cite.csl.positions import Cluster
from provrepo.cite.csl.result import Citation
from provrepo.cite.csl.tree import Node, Output

if TYPE_CHECKING:
    from provrepo.cite.csl.processor import Processor

_NO_PRINTED_FORM = "[CSL STYLE ERROR: reference with no printed form.]"
"""Stands for a citation of which the style prints nothing, so that nobody overlooks it."""


def format_cluster(processor: Processor, cluster: Cluster) -> Citation:
    """Return a formatted citation.

    Raises ItemError where an item is malformed.
    """
    style = processor.style
    area = style.citation_area
    cites = [
        render_cite(processor, cite, first=index == 0) for index, cite in enumerate(cluster.cites)
    ]
    if cites and cites[0].output is None and not _has_affix(cites[0].cite):
        # Nothing is right only where the author's name was left out, and was all there is.
        cites[0].output = None if cluster.cites[-1].suppress_author else _NO_PRINTED_FORM
    shown = [cite for cite in cites if cite.output is not None or _has_affix(cite.cite)]
    pieces = collapse(processor, shown)
    variables: set[str] = set()
    for cite in cites:
        variables |= cite.variables
    output: Output | None = None
    if pieces:
        layout = area.layout
        # An author's name alone is part of the running text.
        alone = all(cite.author_only for cite in cluster.cites)
        prefix, suffix = ("", "") if alone else (layout.get("prefix"), layout.get("suffix"))
        output = Node([Node([Node(pieces)], prefix=prefix, suffix=suffix)], marks=area.marks)
    tokens = flatten(output, style.locale.quotes, nested=style.class_ == "note", blocks=False)
    return Citation(tokens, tuple(cite.item.id for cite in cluster.cites), frozenset(variables))


def _has_affix(cite: Cite) -> bool:
    """Return whether a cite prints something even where the style prints nothing of its item."""
    return bool(cite.prefix or cite.suffix)
