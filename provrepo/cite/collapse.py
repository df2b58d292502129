"""Collapsing of cites: ``collapse`` and cite grouping (CSL 1.0.2, "Cite Collapsing")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provrepo.cite.context import Cite, Context
from provrepo.cite.tree import Node, Output, nodes, text_of

if TYPE_CHECKING:
    from provrepo.cite.processor import Processor


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
    attributes = processor.style.citation_area.attributes
    delimiter = processor.style.citation_area.layout.get("delimiter")
    mode = attributes.get("collapse", "")
    if mode == "citation-number":
        return _numbers(cites, delimiter, attributes)
    if mode or "cite-group-delimiter" in attributes:
        cites = _grouped(cites)
    if mode in ("year", "year-suffix", "year-suffix-ranged") or (
        "cite-group-delimiter" in attributes
    ):
        return _years(processor, cites, delimiter, attributes, mode)
    return _joined(cites, delimiter)


def _affixed(one: Rendered) -> Output:
    from provrepo.cite.cluster import with_affixes

    return with_affixes(one) or ""


def _delimiter(text: str) -> Node:
    return Node([], prefix=text, role="delimiter")


def _joined(cites: list[Rendered], delimiter: str) -> list[Output]:
    pieces: list[Output] = []
    for one in cites:
        if pieces and delimiter and one.cite.prefix[:1] not in (",", ".", ";", ":"):
            pieces.append(_delimiter(delimiter))
        pieces.append(_affixed(one))
    return pieces


def _grouped(cites: list[Rendered]) -> list[Rendered]:
    """Bring cites with the same names together, at the place of the first of them."""
    groups: dict[str, list[Rendered]] = {}
    for number, one in enumerate(cites):
        key = one.names or f"\0{number}"
        groups.setdefault(key, []).append(one)
    return [one for group in groups.values() for one in group]


def _years(
    processor: Processor,
    cites: list[Rendered],
    delimiter: str,
    attributes: dict[str, str],
    mode: str,
) -> list[Output]:
    """Join cites of the same names: the names once, then the years."""
    from provrepo.cite.cluster import render_cite

    group_delimiter = attributes.get("cite-group-delimiter", ", " if mode else delimiter)
    after = attributes.get("after-collapse-delimiter", delimiter)
    suffix_delimiter = attributes.get("year-suffix-delimiter", delimiter)
    pieces: list[Output] = []
    index = 0
    collapsed_before = False
    while index < len(cites):
        end = index + 1
        while end < len(cites) and cites[index].names and cites[end].names == cites[index].names:
            end += 1
        group = cites[index:end]
        if pieces:
            pieces.append(_delimiter(after if collapsed_before else delimiter))
        pieces.append(_affixed(group[0]))
        collapsed_before = bool(mode) and len(group) > 1
        position = 1
        while position < len(group):
            one, before = group[position], group[position - 1]
            if not mode:
                pieces += [_delimiter(group_delimiter), _affixed(one)]
                position += 1
                continue
            if mode != "year" and _same_year(before, one):
                position = _suffixes(pieces, group, position, suffix_delimiter, mode)
                continue
            again = one
            if not one.cite.prefix:
                again = render_cite(processor, one.cite, first=False, hide_names=True)
            separator = group_delimiter
            if before.cite.locator:
                separator = after
            elif position > 1 and mode != "year" and _same_year(group[position - 2], before):
                separator = attributes.get("cite-group-delimiter", delimiter)
            pieces += [_delimiter(separator), _affixed(again)]
            position += 1
        index = end
    return pieces


def _same_year(before: Rendered, one: Rendered) -> bool:
    return bool(
        one.year
        and one.year == before.year
        and not one.cite.prefix
        and not before.cite.suffix
        and not before.cite.locator
        and one.context.disambiguation.suffix >= 0
        and before.context.disambiguation.suffix >= 0
    )


def _suffixes(
    pieces: list[Output], group: list[Rendered], position: int, delimiter: str, mode: str
) -> int:
    """Add the year suffixes of cites that share names and year; return the next position."""
    run = [group[position - 1]]
    while position < len(group) and _same_year(run[-1], group[position]):
        run.append(group[position])
        position += 1
    numbers = [one.context.disambiguation.suffix for one in run]
    index = 1
    while index < len(run):
        last = index
        if mode == "year-suffix-ranged":
            while last + 1 < len(run) and numbers[last + 1] == numbers[last] + 1:
                last += 1
            if numbers[index] == numbers[index - 1] + 1 and last > index:
                pieces += [_delimiter("–"), _suffix_only(run[last])]
                index = last + 1
                continue
        pieces += [_delimiter(delimiter), _suffix_only(run[index])]
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
            and _bare(cites[end])
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


def _bare(one: Rendered) -> bool:
    return not (one.cite.locator or one.cite.prefix or one.cite.suffix)
