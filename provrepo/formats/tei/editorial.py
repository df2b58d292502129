"""Write editorial markup and notes of a TEI text: corrections, gaps, variants, changes of hand.

`provrepo.formats.tei.conventions` says which characters stand for what; this module says where, and
what becomes of a reading that is not written.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from xml.etree.ElementTree import Element

from provrepo.formats.draft import FileNote
from provrepo.formats.tei import conventions, elements
from provrepo.formats.tei.notes import is_mark
from provrepo.formats.tei.tree import is_blank, without_notes
from provrepo.formats.tei.walk import Handler, Walk


def _note(walk: Walk, element: Element) -> None:
    if walk.places.is_elsewhere(element):
        return
    ahead = walk.start == walk.builder.length
    for note in walk.note_of(element):
        walk.builder.note(note, ahead=ahead)


def _pointer(walk: Walk, element: Element) -> None:
    """Keep the note that is pointed to; its mark, a number mostly, is left out, words are not."""
    note, start = walk.places.referred_to(element), walk.builder.length
    if note is None or not is_mark(element, note):
        if element.tag == "ptr":
            walk.builder.leave_out("ptr")
        walk.children(element)
        if note is not None:
            walk.keep(note, start)
        return
    ahead = walk.start == start
    for file_note in walk.note_of(note):
        walk.builder.note(file_note, ahead=ahead)


def _mark(walk: Walk, element: Element) -> None:
    """Write the marks of an element around its words.

    A ``supplied`` or ``unclear`` without words is what encoders write for a gap, so it is one.
    """
    name = element.tag
    mark = conventions.mark(element, walk.convention)
    # Within an expansion the abbreviation is a part of the word and no word of its own.
    if name == "abbr" and "expan" in walk.path:
        walk.children(element)
    elif mark is None:
        walk.leave_out(element)
    elif is_blank(element) and not any(inner.tag in ("gap", "g") for inner in element.iter()):
        if name in ("supplied", "unclear"):
            element.set("reason", "lost" if name == "supplied" else "illegible")
            _gap(walk, element)
        walk.children(element)
    elif name == "unclear" and walk.convention == "leiden":
        walk.dots += 1
        walk.children(element)
        walk.dots -= 1
    # Leiden has one pair of brackets for all that is lost, however encoders nest it.
    elif name == "supplied" and mark.opening == "[" and _is_in_lost(walk):
        walk.children(element)
    else:
        walk.marked(mark, lambda: walk.children(element))


def _is_in_lost(walk: Walk) -> bool:
    """Return whether a restoration is being written, which needs no bracket of the same kind."""
    return any(
        mark.opening == "[" and (mark.closing == "]" or walk.convention == "leiden")
        for mark in walk.open_marks
    )


def _gap(walk: Walk, element: Element) -> None:
    """Write the sign of a gap, whose words (a ``desc``) only the convention chicago writes."""
    sign = conventions.gap(element, walk.convention)
    if walk.convention != "chicago" and without_notes(element).strip():
        walk.builder.leave_out(f"words in {element.tag}")
    of_lines = walk.convention == "leiden" and conventions.is_of_lines(element)
    of_lines = of_lines and walk.parent in ("ab", "div", "lg")  # elsewhere it is within a line
    if of_lines:
        walk.line()
    if isinstance(sign, str):
        walk.builder.verbatim(sign)
    elif sign.opening == "[" and _is_in_lost(walk):
        walk.builder.verbatim(sign.closing.removesuffix("]"))
    else:
        walk.builder.open(sign.opening)
        walk.builder.verbatim(sign.closing[:-1])
        walk.builder.close(sign.closing[-1])
    if of_lines:
        walk.line()


def _choice(walk: Walk, element: Element) -> None:
    """Write of alternatives what the convention prefers; of unknown ones the most readable."""
    walk.count_loose(element)
    for names in conventions.PREFERRED[walk.convention]:
        first = element.find(names[0])
        last = element.find(names[-1])
        if first is None or last is None:
            continue
        if names[-1] == "expan" and element.find(".//ex") is not None:
            continue  # the expansion itself marks what was added: Gen[era]l
        _choose(walk, element, [first] if first is last else [first, last])
        return
    alternatives = [child for child in element if child.tag != "note"]
    readable = [child for child in alternatives if child.tag in ("ex", "expan", "corr", "reg")]
    _choose(walk, element, (readable or alternatives)[:1])


def _choose(walk: Walk, element: Element, chosen: list[Element]) -> None:
    """Write the chosen children, the second one in brackets; count the rest and keep their notes.

    In the Leiden conventions what a word is to be read as, or was written as, is a note on it.
    """
    walk.path.append("choice")
    start = walk.builder.length
    for number, child in enumerate(chosen):
        if number:
            walk.builder.text(" ")
            walk.marked(conventions.Mark("[", "]"), partial(walk.children, child))
        elif walk.convention == "leiden" and child.tag == "corr":
            walk.marked(conventions.Mark("<", ">"), partial(walk.children, child))
        elif child.tag in ("sic", "corr", "orig", "reg", "abbr"):
            walk.children(child)
        else:
            walk.element(child)
    walk.path.pop()
    end = walk.builder.end
    for child in element:
        if child.tag == "note":
            walk.element(child)
        elif child not in chosen:
            _not_chosen(walk, child, chosen, start, end)


def _not_chosen(walk: Walk, child: Element, chosen: list[Element], start: int, end: int) -> None:
    """Keep an alternative as a note on what was written, where the convention says so."""
    noted = conventions.NOTED[walk.convention].get(child.tag)
    if noted is None and chosen and child.tag == chosen[0].tag:
        noted = "or @"  # two readings of one kind: neither is more than the other
    if noted is None or is_blank(child):
        walk.leave_out(child)
        return
    text, notes = walk.aside(child)
    _note_reading(walk, FileNote(noted.replace("@", text), "textual"), start, end)
    for note in notes:
        walk.builder.note(note)


def _sign(walk: Walk, element: Element) -> None:
    """Write what stands for a change of hand, a doubt or a symbol, unless it has characters."""
    name = element.tag
    if not is_blank(element):
        walk.children(element)
        return
    if name == "g":  # a symbol, named by its type or by the glyph that it refers to
        kind = (element.get("type") or element.get("ref", "").rpartition("#")[2]).strip()
        if kind in ("interpunct", "middot", "interpunctus"):
            walk.builder.verbatim("·")
            return
        written = conventions.unbracketed(kind) or "symbol"
    else:
        written = conventions.hand(element) if name == "handShift" else ""
    shown = conventions.sign(name, written, walk.convention)
    if not shown:
        walk.builder.leave_out(name)
        return
    walk.builder.text(f" {shown} " if name == "handShift" else shown)


def _space(walk: Walk, element: Element) -> None:
    """Write the sign of a space that was left blank, as a word of its own."""
    shown = conventions.space(element, walk.convention)
    if without_notes(element).strip():
        walk.builder.leave_out("words in space")
    walk.builder.text(" ")
    if shown.strip():
        walk.builder.verbatim(shown)
        walk.builder.text(" ")


def _apparatus(walk: Walk, element: Element) -> None:
    """Write the ``lem``, else the first ``rdg``; keep the remaining readings as notes on it."""
    if walk.in_apparatus:
        _entry(walk, element)
        return
    entries = list(_entries(element))
    readings = [entry for entry in entries if entry.tag in ("lem", "rdg")]
    lemmas = (reading for reading in readings if reading.tag == "lem")
    chosen = next(lemmas, readings[0] if readings else None)
    # The passage of the notes is known only when the reading has been written.
    start = walk.builder.length
    if chosen is not None:
        walk.children(chosen)
    end = walk.builder.length
    walk.count_loose(element)
    for child in entries:
        if child is chosen:
            continue
        if child in readings:
            _reading(walk, child, start, end)
        elif child.tag == "rdgGrp":
            walk.count_loose(child)
        elif child.tag == "note":
            walk.element(child)
        else:
            walk.leave_out(child)


def _entry(walk: Walk, element: Element) -> None:
    """Write an entry of an apparatus as a line: “3: lemma] witness: reading; …”, and its notes."""
    walk.line()
    place = element.get("loc") or element.get("from", "").lstrip("#")
    if place:
        walk.builder.text(f"{place}: ")
    walk.count_loose(element)
    read = False
    for child in _entries(element):
        if child.tag == "lem":
            walk.children(child)
            walk.builder.verbatim("]")
        elif child.tag == "rdg":
            walk.builder.text("; " if read else " ")
            named = _witnesses(child)
            walk.builder.text(f"{named}: " if named else "")
            walk.children(child)
            if is_blank(child):
                walk.builder.text("(omitted)")
            read = True
        elif child.tag == "rdgGrp":
            walk.count_loose(child)
        elif child.tag == "note" and walk.places.take(child):
            walk.builder.text(" ")
            walk.children(child)
        elif child.tag != "note":
            walk.leave_out(child)
    walk.line()


def _list_of_entries(walk: Walk, element: Element) -> None:
    if walk.in_apparatus:
        walk.children(element)
    else:
        walk.leave_out(element)


def _entries(element: Element) -> Iterator[Element]:
    """Yield what an ``app`` is made of; after a group of readings come the readings in it."""
    for child in element:
        yield child
        if child.tag == "rdgGrp":
            yield from _entries(child)


def _witnesses(element: Element) -> str:
    """Return who has a reading, as the file names them."""
    written = element.get("wit") or element.get("resp") or element.get("source") or ""
    return " ".join(pointer.lstrip("#") for pointer in written.split())


def _reading(walk: Walk, element: Element, start: int, end: int) -> None:
    """Keep a reading as a note on the one that is written: “A B: reading”."""
    text, notes = walk.aside(element)
    named = _witnesses(element)
    text = text or "(omitted)"
    note = FileNote(f"{named}: {text}" if named else text, "textual")
    _note_reading(walk, note, start, end)
    for inner_note in notes:
        walk.builder.note(inner_note)


def _note_reading(walk: Walk, note: FileNote, start: int, end: int) -> None:
    """Keep a note on the words from ``start`` to ``end``; here, where there are none."""
    if start < end:
        walk.builder.note_on(note, start, end)
    else:
        walk.builder.note(note)


HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(elements.MARKED, _mark),
    **dict.fromkeys(("g", "handShift", "certainty"), _sign),
    **dict.fromkeys(("ref", "ptr", "xref", "xptr"), _pointer),
    "app": _apparatus,
    "listApp": _list_of_entries,
    "choice": _choice,
    "gap": _gap,
    "note": _note,
    "space": _space,
}
"""What writes editorial markup, by the name of the element."""
