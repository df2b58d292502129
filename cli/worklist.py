"""What `provrepo status --passages` prints: what is to be done in each stale text, unit by unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from provrepo.cli import output, render
from provrepo.spans import Span

if TYPE_CHECKING:
    from provrepo import PassageChange, StalePassage, StalePassages

_WORDS = 8
"""How many words are shown on each side of a change."""
_LONG = 90
STATES = {"stale": "stale", "confirm": "changed since: confirm", "checked": "checked"}
"""The states of passages as people read them."""


def print_worklists(worklists: Sequence[StalePassages]) -> None:
    """Print the work list of each text, and the command that ends it."""
    for worklist in worklists:
        for line in _lines(worklist):
            render.write(line, lines=False)


def _lines(worklist: StalePassages) -> Iterator[list[Span]]:
    if worklist.unreadable:
        yield [Span(f"{worklist.reference}: its passages cannot be told: {worklist.unreadable}")]
        return
    units = f"{len(worklist.passages)} of {worklist.units} units"
    yield [Span(worklist.reference, "heading"), Span(f": {units} translate what changed")]
    for passage in worklist.passages:
        yield from _passage_lines(passage)
    for new in worklist.untranslated:
        where = f"after unit {new.after}" if new.after else "at the beginning"
        yield [
            Span(
                f"  not translated ({where}): {new.change.newer} unit "
                f"{new.change.newer_units[0]} is new"
            )
        ]
        yield [Span("      "), Span(_short(new.change.after), "inserted")]
    if worklist.cleared:
        yield [Span(f"  all is checked: {worklist.command}")]
    elif worklist.after:
        yield [Span(f"  first clear {worklist.after}")]


def _passage_lines(passage: StalePassage) -> Iterator[list[Span]]:
    sure = f"{100 * passage.confidence:.0f} %"
    yield [Span(f"  unit {passage.unit} ({STATES[passage.state]}, {sure}): {_short(passage.text)}")]
    for change in passage.changes:
        yield _change_line(change, passage.confidence)


def _change_line(change: PassageChange, confidence: float) -> list[Span]:
    from provrepo.compare import diff, inline

    kinds = ", ".join(change.kinds)
    if change.confidence < confidence / 2:  # beside what surely changed, what may be meant as well
        kinds += f"; {100 * change.confidence:.0f} %"
    place = change.place
    head = Span(f"      {change.superseded}..{change.newer.rpartition('@')[2]} {place} ({kinds}): ")
    if not change.newer_units and change.before:
        return [head, Span(_short(change.before), "deleted")]
    if change.before == change.after:
        return [head, Span(_short(change.after))]
    return [head, *inline(diff(change.before, change.after), context=_WORDS)]


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONG else f"{line[: _LONG - 1]}…"


def print_page(worklists: Sequence[StalePassages]) -> None:
    """Print the work lists as a page."""
    from provrepo.reading.status.worklist_html import worklists_as_html

    output.raw(worklists_as_html(worklists).encode())
