"""How versions differ besides their texts, as HTML: tables, for a page and for a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from provrepo.compare.comparison import diff
from provrepo.compare.views.context import unchanged
from provrepo.compare.views.escaping import shown
from provrepo.compare.views.markup import changed
from provrepo.compare.views.record_words import Say, attributes, became
from provrepo.compare.views.side_by_side import rows_of

if TYPE_CHECKING:
    from provrepo.bases import BasedOn
    from provrepo.compare.records import NoteChange, RecordDiff, RoleChange
    from provrepo.spans import Span
    from provrepo.store.records import Note

Fact = tuple[str, str, str]
"""What both versions say: its name, and the words before and after; empty where there are none."""

_WORDS = 30
"""Words at both ends of a note left alone that are shown of it where it is a long one."""


def facts_table(facts: Iterable[Fact], labels: tuple[str, str]) -> str:
    """Return a table of what both versions say, the rows without any words left out."""
    rows = [
        (shown(name), shown(before) or _absent(str), shown(after) or _absent(str))
        for name, before, after in facts
        if before or after
    ]
    return _table("", labels, rows) if rows else ""


def record_parts(record: RecordDiff, labels: tuple[str, str], say: Say = str) -> dict[str, str]:
    """Return a table for each kind of difference that there is, by its name in `RecordDiff`.

    ``labels`` name the two versions. Everything from them is escaped. ``say`` puts the wording of
    the tables, and names of fields and roles, into another language.
    """
    parts = {
        "metadata": [
            (shown(say(change.field)), *_cells(change.before_text, change.after_text, say))
            for change in record.metadata
        ],
        "notes": [_note_row(change, say) for change in record.notes],
        "based_on": [
            ("", *_cells(_named(change.before), _named(change.after), say))
            for change in record.based_on
        ],
        "agents": [_role_row(change, say) for change in record.agents],
    }
    heads = {"metadata": "Field", "notes": "Note", "agents": "Role"}
    return {
        name: _table(say(heads[name]) if name in heads else "", labels, rows)
        for name, rows in parts.items()
        if rows
    }


def _table(head: str, labels: tuple[str, str], rows: Iterable[tuple[str, str, str]]) -> str:
    """Return a table with a head and two columns; the cells are HTML."""
    first = f'<th scope="col">{shown(head)}</th>' if head else "<td></td>"
    columns = "".join(f'<th scope="col">{shown(label)}</th>' for label in labels)
    body = "".join(
        f'<tr><th scope="row">{name}</th><td class="text">{before}</td>'
        f'<td class="text">{after}</td></tr>'
        for name, before, after in rows
    )
    return (
        f'<table class="record"><thead><tr>{first}{columns}</tr></thead><tbody>{body}</tbody>'
        "</table>"
    )


def _absent(say: Say, words: str = "none") -> str:
    return f"<em>{shown(say(words))}</em>"


def _cells(before: str | None, after: str | None, say: Say) -> tuple[str, str]:
    """Return a value before and after; of two that differ, with the words that do marked."""
    if before is None or after is None:
        return (
            _absent(say) if before is None else changed(before, "deleted"),
            _absent(say) if after is None else changed(after, "inserted"),
        )
    left: list[Span] = []
    right: list[Span] = []
    for old, new in rows_of(diff(before, after)):
        left += old
        right += new
    return _marked(left), _marked(right)


def _marked(spans: Sequence[Span]) -> str:
    deleted = ("deleted", "moved-from")
    return "".join(
        changed(span.text, "deleted" if span.style in deleted else "inserted")
        if span.style
        else shown(span.text)
        for span in spans
    )


def _named(basis: BasedOn | None) -> str | None:
    if basis is None:
        return None
    cautions = "; ".join(basis.cautions())
    return f"{basis} ({cautions})" if cautions else str(basis)


def _role_row(change: RoleChange, say: Say) -> tuple[str, str, str]:
    """Return who acted in a role; unmarked, as who made the earlier version still made it."""
    before, after = (
        shown("; ".join(contribution.named for contribution in contributions))
        or _absent(say, "nobody")
        for contributions in (change.before, change.after)
    )
    return shown(say(change.role)), before, after


def _note_row(change: NoteChange, say: Say) -> tuple[str, str, str]:
    """Return a note's id and what became of it, and its passage and words on both sides."""
    note = change.after or change.before
    kind = f"{note.id} · {say(note.kind)}" if note else change.id
    edited = "".join(
        f"<br>{shown(say(name))}: {shown(old)} → {shown(new)}"
        for name, old, new in attributes(change)
    )
    texts = [None if side is None else side.text for side in (change.before, change.after)]
    if texts[0] == texts[1]:
        before = after = "".join(shown(span.text) for span in unchanged(str(texts[0]), _WORDS))
    else:
        before, after = _cells(texts[0], texts[1], say)
    return (
        f"{shown(kind)}<br><span>{shown(became(change, say))}</span>{edited}",
        _passage(change.before, say) + before,
        _passage(change.after, say) + after,
    )


def _passage(note: Note | None, say: Say) -> str:
    """Return the passage of a note, above its words."""
    if note is None or note.anchor is None:
        return ""
    lost = f" ({shown(say('no longer found'))})" if note.unanchored else ""
    return f"<q>{shown(note.anchor.exact)}</q>{lost}<br>"
