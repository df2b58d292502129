"""Collapsing of cites: ``collapse`` and cite grouping (CSL 1.0.2, "Cite Collapsing")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provrepo.cite.csl.context import Cite, Context
from provrepo.cite.csl.tree import Node, Output, is_empty, nodes, text_of

if TYPE_CHECKING:
    from provrepo.cite.csl.processor import Processor


class Rendered:
    """A rendered cite, with what collapsing needs to know of it."""

    __slots__ = ("cite", "context", "names", "output", "variables", "year")

    def __init__(self, cite: Cite, output: Output | None, context: Context) -> None:
        self.cite = cite
        self.output = output
        self.context = context
        self.variables = context.rendered
        first = context.blocks[0].node if context.blocks else None
        self.names = text_of(first)
        self.year = ""
        for node in nodes(output):
            if node.role == "date":
                self.year = "".join(map(text_of, _without_suffix(node)))
                break


def _without_suffix(node: Node) -> list[Output]:
    return [
        Node(_without_suffix(kid), prefix=kid.prefix, suffix=kid.suffix)
        if isinstance(kid, Node)
        else kid
        for kid in node.kids
        if not (isinstance(kid, Node) and kid.role == "year-suffix")
    ]


def collapse(processor: Processor, cites: list[Rendered]) -> list[Output]:
    """Return the pieces of a citation in order, delimiters included."""
    area = processor.style.citation_area
    attributes = area.attributes
    delimiter = area.layout.get("delimiter")
    mode = attributes.get("collapse", "")
    if mode == "citation-number" and any("citation-number" in one.variables for one in cites):
        return _numbers(cites, delimiter, attributes)
    in_text = processor.style.class_ == "in-text"
    if area.sort_keys and processor.style.groups_cites:
        # Without sort keys the cites stand as the author put them.
        cites = _grouped(cites)
    numeric = any("citation-number" in one.variables for one in cites)
    return _years(processor, cites, _Delimiters(attributes, delimiter, in_text and not numeric))


def _affixed(one: Rendered) -> Output:
    from provrepo.cite.csl.cluster import with_affixes

    return with_affixes(one) or ""


def _delimiter(text: str) -> Node:
    return Node([], prefix=text, role="delimiter")


def _delimit(pieces: list[Output], before: Cite, cite: Cite, delimiter: str) -> None:
    """Add the delimiter between two cites, less what their own affixes bring."""
    if before.suffix[-1:] and before.suffix[-1] in ".,;":
        blank = delimiter.find(" ")
        delimiter = delimiter[blank:] if blank >= 0 else ""
    elif not before.suffix and cite.prefix[:1] and cite.prefix[0] in ".,;":
        delimiter = ""
    if delimiter:
        pieces.append(_delimiter(delimiter))


def _grouped(cites: list[Rendered]) -> list[Rendered]:
    """Bring cites with the same names together, at the place of the first of them."""
    groups: dict[str, list[Rendered]] = {}
    for number, one in enumerate(cites):
        key = one.names or f"\0{number}"
        groups.setdefault(key, []).append(one)
    return [one for group in groups.values() for one in group]


class _Delimiters:
    """What stands between two cites (CSL 1.0.2, "Cite Grouping", "Cite Collapsing").

    A collapsed group of an in-text style has a comma between its years where the style says
    nothing.
    """

    def __init__(self, attributes: dict[str, str], layout: str, comma: bool) -> None:
        self.layout = layout
        collapse = attributes.get("collapse", "")
        self.mode = collapse if collapse.startswith("year") else ""
        self.group = attributes.get("cite-group-delimiter") or None
        self.after = attributes.get("after-collapse-delimiter")
        self.default = ", " if comma else layout
        self.suffix = attributes.get("year-suffix-delimiter") or self.group or layout

    def between(self, before: Rendered, *, grouped: bool, was: bool, collapsed: bool) -> str:
        """Return the delimiter behind ``before``.

        ``grouped`` tells that both cites have the same names; ``was`` and ``collapsed`` that the
        cite before, and the one after, do not repeat names.
        """
        if self.after is not None:
            left = bool(before.cite.locator) or (not collapsed and was)
            apart = not collapsed and not was and self.mode != "year-suffix"
            if left or apart:
                return self.after
        if grouped and self.group is not None:
            return self.group
        return self.default if collapsed else self.layout


def _years(processor: Processor, cites: list[Rendered], delimiters: _Delimiters) -> list[Output]:
    """Join cites; those with the names of the cite before have the names once, then the years."""
    from provrepo.cite.csl.cluster import render_cite

    mode = delimiters.mode
    pieces: list[Output] = []
    collapsed = grouped = False
    names = ""
    index = 0
    while index < len(cites):
        one = cites[index]
        was = collapsed
        if one.names:
            grouped = one.names == names
        same = grouped if one.names else not one.cite.suppress_author
        hidden = bool(mode) and same and bool(one.names)
        collapsed = bool(mode) and same and not one.context.text_printed
        names = one.names or names
        if index == 0:
            pieces.append(_affixed(one))
            index += 1
            continue
        before = cites[index - 1]
        if mode.startswith("year-suffix") and collapsed and _same_year(before, one):
            index = _suffixes(pieces, cites, index, delimiters)
            continue
        separator = delimiters.between(before, grouped=grouped, was=was, collapsed=collapsed)
        if hidden and not one.cite.prefix:
            one = render_cite(processor, one.cite, first=False, hide_names=True)
        piece = _affixed(one)
        if not is_empty(piece):
            _delimit(pieces, before.cite, one.cite, separator)
            pieces.append(piece)
        index += 1
    return pieces


def _same_year(before: Rendered, one: Rendered) -> bool:
    return bool(
        one.year
        and one.year == before.year
        and not one.cite.prefix
        and not before.cite.suffix
        and not before.cite.locator
        and not one.cite.locator
        and one.context.disambiguation.suffix >= 0
        and before.context.disambiguation.suffix >= 0
    )


def _suffixes(
    pieces: list[Output], group: list[Rendered], position: int, delimiters: _Delimiters
) -> int:
    """Add the year suffixes of cites that share names and year; return the next position."""
    run = [group[position - 1]]
    while (
        position < len(group)
        and _same_year(run[-1], group[position])
        and (not group[position].names or group[position].names == run[-1].names)
    ):
        run.append(group[position])
        position += 1
    numbers = [one.context.disambiguation.suffix for one in run]
    index = 1
    while index < len(run):
        last = index
        if delimiters.mode == "year-suffix-ranged":
            while last + 1 < len(run) and numbers[last + 1] == numbers[last] + 1:
                last += 1
            if numbers[index] == numbers[index - 1] + 1 and last > index:
                pieces += [_delimiter("–"), _suffix_only(run[last])]
                index = last + 1
                continue
        pieces += [_delimiter(delimiters.suffix), _suffix_only(run[index])]
        index += 1
    return position


def _suffix_only(one: Rendered) -> Output:
    """Return a cite reduced to its year suffix and what follows it (a locator)."""
    kept = _after_role(one.output, "year-suffix")
    reduced = Rendered(one.cite, kept, one.context)
    return _affixed(reduced)


def _after_role(output: Output | None, role: str) -> Output | None:
    """Return the piece with this role and what stands behind it."""
    if not isinstance(output, Node):
        return None
    if output.role == role:
        return output
    for index, kid in enumerate(output.kids):
        found = _after_role(kid, role)
        if found is not None:
            rest = output.kids[index + 1 :]
            return Node(
                [found, *rest],
                suffix=output.suffix,
                marks=output.marks,
                display=output.display,
            )
    return None


def _numbers(cites: list[Rendered], delimiter: str, attributes: dict[str, str]) -> list[Output]:
    """Join citation numbers, runs of three or more as a range."""
    after = attributes.get("after-collapse-delimiter", delimiter)
    pieces: list[Output] = []
    index = 0
    collapsed = False
    while index < len(cites):
        end = index
        while (
            end + 1 < len(cites)
            and _bare(cites[end], prefixed=end == index)
            and _bare(cites[end + 1])
            and cites[end + 1].context.citation_number == cites[end].context.citation_number + 1
        ):
            end += 1
        if pieces:
            pieces.append(_delimiter(after if collapsed else delimiter))
        pieces.append(_affixed(cites[index]))
        collapsed = False
        if end - index >= 2:
            pieces += [_delimiter("–"), _affixed(cites[end])]
            collapsed = True
            index = end + 1
        else:
            index += 1
    return pieces


def _bare(one: Rendered, *, prefixed: bool = False) -> bool:
    """Tell whether a cite can be part of a range; the first of it may have a prefix."""
    cite = one.cite
    return not (cite.locator or cite.suffix or (cite.prefix and not prefixed))
