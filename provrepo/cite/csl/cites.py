"""One cite: rendered without its neighbours, and put between the author's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provrepo.cite.csl.context import Cite, Context
from provrepo.cite.csl.markup import parse_field
from provrepo.cite.csl.tree import Node, Output, nodes, text_of

if TYPE_CHECKING:
    from provrepo.cite.csl.processor import Processor

_SENTENCE_END = ".?!:;"


class RenderedCite:
    """A rendered cite, with what grouping and collapsing compare: its names and its year."""

    __slots__ = ("_printed", "_year", "cite", "context", "names", "output", "variables")

    def __init__(self, cite: Cite, output: Output | None, context: Context) -> None:
        self.cite = cite
        self.output = output
        self.context = context
        self.variables = context.rendered
        self.names = text_of(context.blocks[0].node) if context.blocks else ""
        self._printed = output
        self._year: str | None = None

    @property
    def year(self) -> str:
        """The first date printed, without its year suffix; looked for where cites collapse."""
        if self._year is None:
            dates = (node for node in nodes(self._printed) if node.role == "date")
            date = next(dates, None)
            self._year = "" if date is None else "".join(map(text_of, _without_suffix(date)))
        return self._year


def _without_suffix(node: Node) -> list[Output]:
    """Return what a date prints without its year suffix: 1961a and 1961b are of one year."""
    return [
        Node(_without_suffix(kid), prefix=kid.prefix, suffix=kid.suffix)
        if isinstance(kid, Node)
        else kid
        for kid in node.kids
        if not (isinstance(kid, Node) and kid.role == "year-suffix")
    ]


def render_cite(
    processor: Processor, cite: Cite, *, first: bool, hide_names: bool = False
) -> RenderedCite:
    """Render one cite without what joins it to others.

    ``first`` is true of the first cite of a citation, whose initial term is capitalised;
    ``hide_names`` leaves out names that stand in the cite before.
    """
    context = processor.context(cite)
    # Later cites begin a sentence only behind a sentence of the author's own.
    context.started = not (_ends_sentence(cite.prefix) or (first and not cite.prefix.strip()))
    context.hide_names = hide_names or cite.suppress_author
    output = processor.style.citation_area.render(context)
    if cite.author_only and context.blocks and context.blocks[0].node is not None:
        output = context.blocks[0].node
    return RenderedCite(cite, output, context)


def _ends_sentence(prefix: str) -> bool:
    """Return whether an author's prefix ends a sentence; a lone "cf." does not."""
    text = prefix.strip().rstrip("\"'”’»")
    return text != "" and text[-1] in _SENTENCE_END and " " in text


def with_affixes(rendered: RenderedCite) -> Output | None:
    """Return a cite with its own prefix and suffix, and the blanks that their author left out."""
    cite = rendered.cite
    if not cite.prefix and not cite.suffix:
        return rendered.output
    kids: list[Output] = []
    if cite.prefix:
        prefix = cite.prefix
        if prefix[-1].isalnum() or prefix[-1] in ".,;:?!)":
            prefix += " "
        kids.append(Node(list(parse_field(prefix)), role="affix"))
    if rendered.output is not None:
        kids.append(rendered.output)
    if cite.suffix:
        suffix = cite.suffix
        if suffix[0].isalnum() or suffix[0] in "([":
            suffix = " " + suffix
        kids.append(Node(list(parse_field(suffix)), role="affix"))
    return Node(kids)
