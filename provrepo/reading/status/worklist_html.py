"""Work lists as a page: what the basis says now, the translation beside it, the change marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from provrepo.compare import diff
from provrepo.compare.views.escaping import shown
from provrepo.compare.views.html import page
from provrepo.compare.views.markup import running_text
from provrepo.reading.status.stale_passages import (
    PassageChange,
    StalePassage,
    StalePassages,
    Untranslated,
)

_STYLE = """
.worklist th:first-child { width: 4rem; } .worklist th:last-child { width: 11rem; }
.worklist td:first-child, .worklist td:last-child { font: .85rem sans-serif; }
.worklist tr.checked .text { opacity: .6; }
code { overflow-wrap: anywhere; }
"""
_STATES = {"stale": "stale", "confirm": "changed since: confirm", "checked": "checked"}


def worklists_as_html(worklists: Sequence[StalePassages]) -> str:
    """Return a page with the work lists of stale texts, which needs nothing else."""
    parts = [_section(worklist) for worklist in worklists]
    return page("Stale passages", "".join(parts) or "<p>Nothing is stale.</p>", _STYLE)


def _section(worklist: StalePassages) -> str:
    title = f"<h2>{shown(worklist.reference)}</h2>"
    if worklist.unreadable:
        return f"<section>{title}<p>{shown(worklist.unreadable)}</p></section>"
    count = f"<p>{len(worklist.passages)} of {worklist.units} units translate what changed.</p>"
    rows = "".join(_rows(worklist))
    head = "".join(
        f'<th scope="col">{name}</th>' for name in ("unit", "basis", "translation", "to be done")
    )
    table = f'<table class="worklist"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    ending = f"<p>All is checked: <code>{shown(worklist.command)}</code></p>"
    return f"<section>{title}{count}{table}{ending if worklist.cleared else ''}</section>"


def _rows(worklist: StalePassages) -> Iterator[str]:
    """Yield the passages, and what is new in the basis where it belongs."""
    new_units = sorted(worklist.untranslated, key=lambda unit: unit.after)
    place = 0
    for passage in worklist.passages:
        while place < len(new_units) and new_units[place].after < passage.unit:
            yield _new_row(new_units[place])
            place += 1
        yield _passage_row(passage)
    yield from (_new_row(unit) for unit in new_units[place:])


def _passage_row(passage: StalePassage) -> str:
    changes = "".join(_change(change, passage.confidence) for change in passage.changes)
    sure = f"{100 * passage.confidence:.0f}&nbsp;%"
    return (
        f'<tr class="{passage.state}"><td>{passage.unit}</td><td>{changes}</td>'
        f'<td><p class="text">{shown(passage.text)}</p></td>'
        f"<td>{_STATES[passage.state]}<br>{sure} sure</td></tr>"
    )


def _change(change: PassageChange, confidence: float = 1.0) -> str:
    compared = diff(change.before, change.after)
    text = running_text(change.before, change.after, compared.changes, ())
    if compared.moves:
        text = shown(change.after)
    kinds = shown(", ".join(change.kinds))
    if change.confidence < confidence / 2:
        kinds += f"; {100 * change.confidence:.0f}&nbsp;%"
    place = f"{shown(change.superseded)}..{shown(change.newer.rpartition('@')[2])} {change.place}"
    return f'<p class="text running">{text}</p><p><small>{place}: {kinds}</small></p>'


def _new_row(unit: Untranslated) -> str:
    return (
        f"<tr><td></td><td>{_change(unit.change)}</td><td></td>"
        f"<td>not translated: belongs after unit {unit.after}</td></tr>"
    )
