"""One citation: its cites rendered, grouped, collapsed and joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provrepo.cite.csl.collapse import Rendered, collapse
from provrepo.cite.csl.context import Cite
from provrepo.cite.csl.flatten import flatten
from provrepo.cite.csl.markup import parse_field
from provrepo.cite.csl.positions import Cluster
from provrepo.cite.csl.result import Citation
from provrepo.cite.csl.tree import Node, Output

if TYPE_CHECKING:
    from provrepo.cite.csl.processor import Processor

_TERMINAL = ".?!:;"
#: What stands for a citation of which the style prints nothing, so that nobody overlooks it.
_NOTHING = "[CSL STYLE ERROR: reference with no printed form.]"


def format_cluster(processor: Processor, cluster: Cluster) -> Citation:
    """Return a formatted citation."""
    style = processor.style
    area = style.citation_area
    rendered = []
    for index, cite in enumerate(cluster.cites):
        rendered.append(render_cite(processor, cite, first=index == 0))
    if rendered and rendered[0].output is None and not _has_affix(rendered[0].cite):
        # Nothing is right only where the author's name was left out, and was all there is.
        rendered[0].output = None if cluster.cites[-1].suppress_author else _NOTHING
    shown = [one for one in rendered if one.output is not None or _has_affix(one.cite)]
    pieces = collapse(processor, shown)
    variables: set[str] = set()
    for one in rendered:
        variables |= one.variables
    output: Output | None = None
    if pieces:
        output = Node(pieces, prefix="", suffix="")
        layout = area.layout
        # An author's name alone is part of the running text.
        alone = all(cite.author_only for cite in cluster.cites)
        prefix, suffix = ("", "") if alone else (layout.get("prefix"), layout.get("suffix"))
        output = Node([Node([output], prefix=prefix, suffix=suffix)], marks=area.marks)
    tokens = flatten(output, style.locale.quotes, nested=style.class_ == "note", blocks=False)
    return Citation(tokens, tuple(cite.item.id for cite in cluster.cites), frozenset(variables))


def _has_affix(cite: Cite) -> bool:
    """Tell whether a cite prints something even where the style prints nothing of its item."""
    return bool(cite.prefix or cite.suffix)


def render_cite(
    processor: Processor, cite: Cite, *, first: bool, hide_names: bool = False
) -> Rendered:
    """Render one cite without what joins it to others."""
    context = processor.context(cite)
    starts = _starts_sentence(cite.prefix)
    if not first:
        starts = starts and cite.prefix.strip() != ""
    context.started = not starts
    context.hide_names = hide_names or cite.suppress_author
    output = processor.style.citation_area.render(context)
    if cite.author_only and context.blocks and context.blocks[0].node is not None:
        output = context.blocks[0].node
    return Rendered(cite, output, context)


def _starts_sentence(prefix: str) -> bool:
    """Tell whether what follows the prefix begins a sentence."""
    text = prefix.strip()
    text = text.rstrip("\"'”’»")
    return not prefix.strip() or (text != "" and text[-1] in _TERMINAL and " " in text)


def with_affixes(one: Rendered) -> Output | None:
    """Return a cite with its own prefix and suffix."""
    cite = one.cite
    if not cite.prefix and not cite.suffix:
        return one.output
    kids: list[Output] = []
    if cite.prefix:
        prefix = cite.prefix
        if prefix[-1].isalnum() or prefix[-1] in ".,;:?!)":
            prefix += " "
        kids.append(Node(list(parse_field(prefix)), role="affix"))
    if one.output is not None:
        kids.append(one.output)
    if cite.suffix:
        suffix = cite.suffix
        if suffix[0].isalnum() or suffix[0] in "([":
            suffix = " " + suffix
        kids.append(Node(list(parse_field(suffix)), role="affix"))
    return Node(kids)
