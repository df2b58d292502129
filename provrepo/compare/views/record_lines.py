"""How versions differ besides their texts, as lines of spans for a screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from provrepo.compare.comparison import diff
from provrepo.compare.views.context import unchanged
from provrepo.compare.views.inline import inline
from provrepo.compare.views.record_words import TITLES, attributes, became
from provrepo.compare.views.wrapping import cells
from provrepo.spans import Span

if TYPE_CHECKING:
    from provrepo.agents import Contribution
    from provrepo.bases import BasedOn
    from provrepo.compare.records import NoteChange, RecordDiff

Line = list[Span]

_INDENT = "    "
_ARROW = Span(" → ")
_LONG = 90
"""Terminal cells of both values from which on they are shown in one, word by word."""


def record_lines(record: RecordDiff, *, document: str, context: int | None) -> list[Line]:
    """Return what differs besides the text, each line as spans, a heading above each part.

    Styles are ``heading``, ``before`` and ``after``, and those of the inline view in values that
    are too long for one line, where ``context`` words are kept beside each change; None keeps all.
    Versions of ``document`` are named without its key. The values are raw and may hold line feeds:
    whoever prints a line escapes them.
    """
    metadata = [
        (change.field, _values(change.before_text, change.after_text, context))
        for change in record.metadata
    ]
    bases = [
        _based_on(change.before, change.after, document, context) for change in record.based_on
    ]
    agents = [
        (change.role, _pair(_people(change.before), _people(change.after)))
        for change in record.agents
    ]
    return [
        *_part("metadata", _columns(metadata)),
        *_part("notes", (line for note in record.notes for line in _note(note, context))),
        *_part("based_on", bases),
        *_part("agents", _columns(agents)),
    ]


def _part(name: str, lines: Iterable[Line]) -> list[Line]:
    listed = [[Span(_INDENT), *line] for line in lines]
    return [[Span(f"{TITLES[name].lower()}:", "heading")], *listed] if listed else []


def _columns(rows: list[tuple[str, Line]]) -> Iterator[Line]:
    """Yield rows of a name and a value, the values below each other."""
    width = min(24, max((cells(name) for name, _ in rows), default=0))
    for name, value in rows:
        yield [Span(name + " " * max(0, width - cells(name)) + "  "), *value]


def _values(before: str | None, after: str | None, context: int | None) -> Line:
    """Return a value that is new, gone or other."""
    if before is None:
        return [Span("added: "), *_cut(after or "", "after", context)]
    if after is None:
        return [Span("removed: "), *_cut(before, "before", context)]
    if cells(before) + cells(after) <= _LONG:
        return _pair(before, after)
    return inline(diff(before, after), context=context)


def _pair(before: str, after: str) -> Line:
    return [Span(before, "before"), _ARROW, Span(after, "after")]


def _cut(text: str, style: str, context: int | None) -> Line:
    """Return a text, in the middle cut down to the words at its two ends where it is long."""
    if context is None or cells(text) <= 2 * _LONG:
        return [Span(text, style)]
    return [Span(span.text, span.style or style) for span in unchanged(text, max(context, 5))]


def _based_on(
    before: BasedOn | None, after: BasedOn | None, document: str, context: int | None
) -> Line:
    names = [None if basis is None else _named(basis, document) for basis in (before, after)]
    return _values(names[0], names[1], context)


def _named(basis: BasedOn, document: str) -> str:
    cautions = "; ".join(basis.cautions(newer=False))
    return basis.within(document) + (f" ({cautions})" if cautions else "")


def _people(contributions: Iterable[Contribution]) -> str:
    return ", ".join(contribution.named for contribution in contributions) or "nobody"


def _note(change: NoteChange, context: int | None) -> Iterator[Line]:
    """Yield the line that says what became of a note, and its words."""
    note = change.after or change.before
    assert note is not None, "a note is before or after"
    yield [Span(f"{note.id}  {note.kind}  {became(change)}")]
    for name, old, new in attributes(change):
        yield [Span(f"{_INDENT}{name}: "), *_pair(old, new)]
    yield [Span(_INDENT), *_words(change, context)]


def _words(change: NoteChange, context: int | None) -> Line:
    if change.before is None:
        return _cut(change.after.text if change.after else "", "after", context)
    if change.after is None:
        return _cut(change.before.text, "before", context)
    if change.before.text == change.after.text:
        return _cut(change.after.text, "", context)
    return _values(change.before.text, change.after.text, context)
