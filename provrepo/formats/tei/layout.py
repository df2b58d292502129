"""Write the layout of a TEI text: lines, lists, tables, letters, quotations, figures."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from provrepo.formats.tei import conventions, elements
from provrepo.formats.tei.tree import is_blank, without_notes
from provrepo.formats.tei.walk import Handler, Walk

_INCLUDE = "{http://www.w3.org/2001/XInclude}include"
_FALLBACK = "{http://www.w3.org/2001/XInclude}fallback"


_LABELS, _ITEMS = ("label", "headLabel"), ("item", "headItem")
"""What stands in the two columns of a list."""

_CLOSING = frozenset(",.;:!?)]}’”…")
"""The signs that stand directly after a word."""

_OPENING = frozenset("([{“‘")
"""The signs that stand directly before one."""

_SET_OFF = frozenset("p lg l ab list quote".split())
"""What makes a quotation that holds it a paragraph of its own."""

_IN_LINE = frozenset("ab bibl cell emph head hi item l label note p q quote said seg".split())
"""In what a cited quotation belongs to the words around it."""


def _part(walk: Walk, element: Element) -> None:
    """Write a part of a letter: a line in the opening or close, elsewhere a paragraph."""
    if walk.parent in elements.HOLDERS:
        walk.own_line(element)
    else:
        walk.block(element)


def _head(walk: Walk, element: Element) -> None:
    if walk.parent in ("list", "table", "figure", "lg", "castList", "listBibl"):
        walk.own_line(element)
    else:
        walk.block(element)


def _is_in_word(element: Element) -> bool:
    """Return whether a word goes on over the beginning of a line or page; also as P4 writes it."""
    return element.get("break") == "no" or element.get("type", "").lower() in ("inword", "worddiv")


def _line_beginning(walk: Walk, element: Element) -> None:
    if _is_in_word(element):
        walk.builder.join()
    else:
        walk.line()
    walk.children(element)  # TEI allows none, but no words are to be lost


def _beginning(walk: Walk, element: Element) -> None:
    """Leave out the beginning of a page, column or section, which may stand within a word."""
    walk.builder.leave_out(element.tag)
    if _is_in_word(element):
        walk.builder.join()
    else:
        walk.builder.text(" ")


def _list(walk: Walk, element: Element) -> None:
    """Write a list. A ``label`` begins the line of the item after it, which sees it in the path."""
    between = walk.line if walk.parent in elements.WORDED | {"list", "note"} else walk.paragraph
    if not walk.is_first():
        between()
    walk.path.append("list")
    walk.say(element.text)
    for child in element:
        if child.tag in _LABELS:
            walk.line()
        walk.element(child)
        if child.tag in _LABELS:
            walk.path[-1] = "label"  # its item goes on in the same line
        elif child.tag in _ITEMS:
            walk.path[-1] = "list"
        walk.say(child.tail)
    walk.path.pop()
    between()


def _item(walk: Walk, element: Element) -> None:
    if walk.parent == "label":
        walk.builder.text(" ")
    else:
        walk.line()
    walk.worded(element)
    walk.line()


def _word(walk: Walk, element: Element) -> None:
    """Write a word, after a blank where another word ended directly before it.

    Between the parts of one word white space is layout; a line, as of verse, stays.
    """
    is_next = element.get("part") in ("M", "F") and walk.part_end == walk.builder.length
    if is_next or walk.opened == walk.builder.length:
        walk.builder.join_in_line()
    apart = element.get("part") not in ("M", "F") and element.get("join") not in ("left", "both")
    if apart and walk.word_end == walk.builder.length:
        walk.builder.text(" ")
    walk.children(element)
    walk.part_end = walk.builder.length if element.get("part") in ("I", "M") else -1
    goes_on = element.get("part") in ("I", "M") or element.get("join") in ("right", "both")
    elided = "".join(element.itertext()).rstrip().endswith(("'", "’", "-", "ʼ", "᾽"))
    walk.word_end = -1 if goes_on or elided else walk.builder.length


def _character(walk: Walk, element: Element) -> None:
    """Write a character. Where blanks are elements, others beside punctuation are layout."""
    if element.text and is_blank(element):
        walk.has_blanks, walk.opened = True, -1
    walk.children(element)


def _punctuation(walk: Walk, element: Element) -> None:
    sign = "".join(element.itertext()).strip()[:1]
    if (walk.has_blanks and sign in _CLOSING) or walk.opened == walk.builder.length:
        walk.builder.join_in_line()
    walk.children(element)
    walk.opened = walk.builder.length if walk.has_blanks and sign in _OPENING else -1


def _register(walk: Walk, element: Element) -> None:
    """Leave out the register of an edition, which says whom pointers mean; others are text."""
    if "back" in walk.path:
        walk.leave_out(element)
    else:
        walk.block(element)


def _table(walk: Walk, element: Element) -> None:
    walk.paragraph()
    walk.children(element)
    walk.paragraph()


def _row(walk: Walk, element: Element) -> None:
    """Write a row as a line. A cell has no lines of its own, so ``flat`` turns them into blanks."""
    walk.line()
    walk.path.append("row")
    walk.count_loose(element)
    first = True
    for child in element:
        if child.tag == "cell":
            if not first:
                walk.builder.cell()
            first = False
            start = walk.builder.length
            walk.flat += 1
            walk.worded(child)
            walk.flat -= 1
            walk.keep_notes_on(child, start)
        else:
            walk.element(child)
    walk.path.pop()
    walk.line()


def _quotation(walk: Walk, element: Element) -> None:
    """Write a quotation: set off as a paragraph where its markup or its place says so."""
    block = (
        element.get("rend", "").startswith("block")
        or not _SET_OFF.isdisjoint(child.tag for child in element)
        or walk.parent in ("div", "body", "front", "back", "cit", "epigraph")
    )
    if block:
        walk.paragraph()
        walk.worded(element)
        walk.paragraph()
    elif walk.adds_quotes:
        walk.marked(conventions.Mark("“", "”"), lambda: walk.children(element))
    else:
        walk.children(element)


def _cited(walk: Walk, element: Element) -> None:
    """Write a quotation with its source: within a paragraph in it, unless its markup says more."""
    is_set_off = any(
        quote.get("rend", "").startswith("block")
        or not _SET_OFF.isdisjoint(child.tag for child in quote)
        for quote in element.iterfind("quote")
    )
    if walk.parent not in _IN_LINE or is_set_off or element.get("rend", "").startswith("block"):
        walk.block(element)
    else:
        walk.children(element, within=walk.parent)


def _source(walk: Walk, element: Element) -> None:
    """Write a reference: in a list of them a line."""
    if walk.parent == "listBibl":
        walk.own_line(element)
    else:
        walk.children(element)


def _figure(walk: Walk, element: Element) -> None:
    if is_blank(element):
        walk.children(element)
        return
    walk.line()
    walk.children(element)
    walk.line()


def _example(walk: Walk, element: Element) -> None:
    """Write an example, the one element whose white space is its own."""
    walk.paragraph()
    for number, line in enumerate(without_notes(element).strip("\r\n").split("\n")):
        if number:
            walk.line()
        walk.builder.verbatim(line.rstrip())
    for note in element.iter("note"):
        walk.element(note)
    walk.paragraph()


def _reading(walk: Walk, element: Element) -> None:
    """Write the reading of a ruby text in parentheses, after its base."""
    walk.marked(conventions.Mark("(", ")"), lambda: walk.children(element))


def _included(walk: Walk, element: Element) -> None:
    """Count a file that is to stand here, which is never fetched; write what stands for it."""
    walk.builder.leave_out("xi:include")
    for fallback in element.iterfind(_FALLBACK):
        walk.children(fallback)


HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(elements.LETTER_PARTS, _part),
    **dict.fromkeys(("q", "said", "quote", "soCalled"), _quotation),
    **dict.fromkeys(("pb", "cb", "gb", "milestone"), _beginning),
    **dict.fromkeys(("listEvent", "listObject", "listOrg", "listPerson", "listPlace"), _register),
    "bibl": _source,
    "c": _character,
    "cit": _cited,
    "eg": _example,
    "figure": _figure,
    "head": _head,
    "headItem": _item,
    "item": _item,
    "lb": _line_beginning,
    "list": _list,
    "row": _row,
    "pc": _punctuation,
    "rt": _reading,
    "table": _table,
    "w": _word,
    _INCLUDE: _included,
}
"""What writes an element of layout, by its name."""
