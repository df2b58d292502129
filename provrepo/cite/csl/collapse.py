"""Collapsing of cites: shared names, years and runs of numbers said once (CSL 1.0.2).

The clauses are "Cite Grouping" and "Cite Collapsing". Three ways lead from rendered cites to the
pieces of a citation: citation numbers become ranges (``[1–3, 5]``); cites lose the names that the
cite before has too (``Doe 1999, 2006``); and cites that share the year as well are cut down to
their year suffixes (``Doe 1999a,b``). All of it works on what was printed, not on the items: two
cites have the same names where their names read the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provrepo.cite.csl.cites import RenderedCite, render_cite, with_affixes
from provrepo.cite.csl.context import Cite
from provrepo.cite.csl.tree import Node, Output, is_empty

if TYPE_CHECKING:
    from provrepo.cite.csl.processor import Processor


def collapse(processor: Processor, cites: list[RenderedCite]) -> list[Output]:
    """Return the pieces of a citation in order, delimiters included."""
    area = processor.style.citation_area
    attributes = area.attributes
    delimiter = area.layout.get("delimiter")
    numeric = any("citation-number" in cite.variables for cite in cites)
    if numeric and attributes.get("collapse") == "citation-number":
        return _collapse_numbers(cites, delimiter, attributes)
    if area.sort_keys and processor.style.groups_cites:
        # Without sort keys the cites stand as the author put them.
        cites = _grouped(cites)
    in_text = processor.style.class_ == "in-text"
    delimiters = _Delimiters(attributes, delimiter, comma=in_text and not numeric)
    return _collapse_years(processor, cites, delimiters)


def _affixed(cite: RenderedCite) -> Output:
    return with_affixes(cite) or ""


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


def _grouped(cites: list[RenderedCite]) -> list[RenderedCite]:
    """Bring cites with the same names together, at the place of the first of them."""
    groups: dict[str, list[RenderedCite]] = {}
    for number, cite in enumerate(cites):
        # Cites without names are no group: each gets a key that no name can be.
        key = cite.names or f"\0{number}"
        groups.setdefault(key, []).append(cite)
    return [cite for group in groups.values() for cite in group]


class _Delimiters:
    """What stands between two cites (CSL 1.0.2, "Cite Grouping", "Cite Collapsing").

    ``layout`` is the delimiter of cs:layout. Where the style says nothing of groups, ``comma``
    puts a comma between the years of one.
    """

    def __init__(self, attributes: dict[str, str], layout: str, *, comma: bool) -> None:
        self.layout = layout
        collapse = attributes.get("collapse", "")
        self.mode = collapse if collapse.startswith("year") else ""
        self.group = attributes.get("cite-group-delimiter") or None
        self.after = attributes.get("after-collapse-delimiter")
        self.default = ", " if comma else layout
        self.suffix = attributes.get("year-suffix-delimiter") or self.group or layout

    def between(
        self, before: RenderedCite, *, grouped: bool, before_collapsed: bool, collapsed: bool
    ) -> str:
        """Return the delimiter behind ``before``.

        ``grouped`` is true where both cites have the same names; ``before_collapsed`` and
        ``collapsed`` where the cite before, and the one after, do not repeat names.
        """
        if self.after is not None:
            # It ends a collapsed group. By "year" every cite counts as a group of its own, and a
            # locator ends one too: "1999, p. 5; 2001" would read as a page of both.
            ends_group = bool(before.cite.locator) or (not collapsed and before_collapsed)
            single = not collapsed and not before_collapsed and self.mode != "year-suffix"
            if ends_group or single:
                return self.after
        if grouped and self.group is not None:
            return self.group
        return self.default if collapsed else self.layout


def _collapse_years(
    processor: Processor, cites: list[RenderedCite], delimiters: _Delimiters
) -> list[Output]:
    """Join cites; those with the names of the cite before have the names once, then the years."""
    mode = delimiters.mode
    pieces: list[Output] = []
    collapsed = grouped = False
    names = ""  # of the last cite that printed any
    index = 0
    while index < len(cites):
        cite = cites[index]
        before_collapsed = collapsed
        if cite.names:
            grouped = cite.names == names
        # A cite without names goes on with the group of the cite before, unless its author asked
        # for the names to be left out: then nobody knows whose work it is.
        same_names = grouped and bool(cite.names)
        hide_names = bool(mode) and same_names and bool(cite.names)
        # A cite that prints a title between names and year says more than a year.
        collapsed = bool(mode) and same_names and not cite.context.text_printed
        names = cite.names or names
        if index == 0:
            pieces.append(_affixed(cite))
            index += 1
            continue
        before = cites[index - 1]
        if mode.startswith("year-suffix") and collapsed and _share_year(before, cite):
            index = _add_suffixes(pieces, cites, index, delimiters)
            continue
        delimiter = delimiters.between(
            before, grouped=grouped, before_collapsed=before_collapsed, collapsed=collapsed
        )
        if hide_names:
            cite = render_cite(processor, cite.cite, first=False, hide_names=True)
        piece = _affixed(cite)
        if not is_empty(piece):
            _delimit(pieces, before.cite, cite.cite, delimiter)
            pieces.append(piece)
        index += 1
    return pieces


def _share_year(before: RenderedCite, cite: RenderedCite) -> bool:
    """Return whether a cite can be cut down to its year suffix behind another of the same year.

    Affixes and locators between the two belong to one cite alone and keep its year.
    """
    return bool(
        cite.year
        and cite.year == before.year
        and not cite.cite.prefix
        and not before.cite.suffix
        and not before.cite.locator
        and not cite.cite.locator
        and cite.context.disambiguation.suffix >= 0
        and before.context.disambiguation.suffix >= 0
    )


def _add_suffixes(
    pieces: list[Output], cites: list[RenderedCite], position: int, delimiters: _Delimiters
) -> int:
    """Add the year suffixes of cites that share names and year; return the next position.

    The cite before ``position`` is the one that prints the year. By "year-suffix-ranged", three
    suffixes or more that follow one another become a range.
    """
    run = [cites[position - 1]]
    while (
        position < len(cites)
        and _share_year(run[-1], cites[position])
        and (not cites[position].names or cites[position].names == run[-1].names)
    ):
        run.append(cites[position])
        position += 1
    numbers = [cite.context.disambiguation.suffix for cite in run]
    index = 1
    while index < len(run):
        last = index
        if delimiters.mode == "year-suffix-ranged":
            while last + 1 < len(run) and numbers[last + 1] == numbers[last] + 1:
                last += 1
            # The suffix before, printed already, begins the range.
            if numbers[index] == numbers[index - 1] + 1 and last > index:
                pieces += [_delimiter("–"), _suffix_only(run[last])]
                index = last + 1
                continue
        pieces += [_delimiter(delimiters.suffix), _suffix_only(run[index])]
        index += 1
    return position


def _suffix_only(cite: RenderedCite) -> Output:
    """Return a cite reduced to its year suffix and what follows it."""
    reduced = _from_role_on(cite.output, "year-suffix")
    return _affixed(RenderedCite(cite.cite, reduced, cite.context))


def _from_role_on(output: Output | None, role: str) -> Output | None:
    """Return the piece with this role and what stands behind it."""
    if not isinstance(output, Node):
        return None
    if output.role == role:
        return output
    for index, kid in enumerate(output.kids):
        piece = _from_role_on(kid, role)
        if piece is not None:
            return Node(
                [piece, *output.kids[index + 1 :]],
                suffix=output.suffix,
                marks=output.marks,
                display=output.display,
            )
    return None


def _collapse_numbers(
    cites: list[RenderedCite], delimiter: str, attributes: dict[str, str]
) -> list[Output]:
    """Join citation numbers, runs of three or more as a range."""
    after = attributes.get("after-collapse-delimiter", delimiter)
    pieces: list[Output] = []
    index = 0
    collapsed = False
    while index < len(cites):
        end = index
        while (
            end + 1 < len(cites)
            and _is_number_alone(cites[end], prefixed=end == index)
            and _is_number_alone(cites[end + 1])
            and cites[end + 1].context.citation_number == cites[end].context.citation_number + 1
        ):
            end += 1
        if pieces:
            pieces.append(_delimiter(after if collapsed else delimiter))
        pieces.append(_affixed(cites[index]))
        collapsed = end - index >= 2
        if collapsed:
            pieces += [_delimiter("–"), _affixed(cites[end])]
            index = end + 1
        else:
            index += 1
    return pieces


def _is_number_alone(cite: RenderedCite, *, prefixed: bool = False) -> bool:
    """Return whether a cite can be part of a range; the first of it may have a prefix."""
    details = cite.cite
    return not (details.locator or details.suffix or (details.prefix and not prefixed))
