"""How hits are printed: in context, as JSON, CSV or HTML; and when phrases came and went."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from provrepo.cli import output
from provrepo.spans import Span

if TYPE_CHECKING:
    from provrepo import Hit, PhraseChange, PhraseHistory
    from provrepo.cli.command import Session

SIDE, AFTER = 40, 60
"""Cells of context before and after the words, where a terminal is no narrower than that."""

_PLACE, _LEAST = 10, 12
"""Cells of what says where a hit is, and of what is shown behind its words at least."""

COLUMNS = (
    *("reference", "part", "name", "paragraph", "start", "end"),
    *("before", "found", "after", "version", "cursor"),
)


class Counted:
    """Hits that are counted as they are printed, at most ``limit`` of them."""

    def __init__(self, hits: Iterator[Hit], limit: int | None) -> None:
        self._hits, self._limit = hits, limit
        self.hits = self.versions = 0
        self.cursor = ""

    def __iter__(self) -> Iterator[Hit]:
        last = ""
        for hit in islice(self._hits, self._limit):
            self.hits += 1
            self.versions += hit.version.id != last
            last, self.cursor = hit.version.id, hit.cursor
            yield hit

    def has_more(self) -> bool:
        """Return whether something follows what was printed."""
        return next(self._hits, None) is not None


def print_hits(hits: Counted, form: str, query: str) -> None:
    """Print the hits of a query in one of the forms of `provrepo search --format`."""
    if form == "json":
        output.json_list(hit.as_json() for hit in hits)
    elif form == "csv":
        _print_csv(hits)
    elif form == "html":
        from provrepo.search.page import Row, as_html

        rows = [
            Row(hit.version.reference, _where(hit), hit.version.record.text.language, hit.context)
            for hit in hits
        ]
        output.raw(as_html(query, rows, has_more=hits.has_more()).encode())
    else:
        _print_context(hits)


def _print_csv(hits: Counted) -> None:
    import csv
    import io

    for row in (COLUMNS, *map(_cells, hits)) if hits else ():
        written = io.StringIO()
        csv.writer(written, lineterminator="").writerow(row)
        output.line(output.escape(written.getvalue()))


def _cells(hit: Hit) -> tuple[object, ...]:
    return (
        *(hit.version.reference, hit.part, hit.name, hit.paragraph or "", hit.start, hit.end),
        *hit.line,
        *(hit.version.id, hit.cursor),
    )


def _print_context(hits: Counted) -> None:
    """Print hits as keywords in context, those of a version under its name."""
    last = ""
    for hit in hits:
        if hit.version.id != last:
            last = hit.version.id
            marks = "".join(f" ({mark})" for mark in hit.version.marks)
            output.line(output.escape(f"{hit.version.reference}  {hit.version.date[:10]}{marks}"))
        _print_line(hit)


def _print_line(hit: Hit) -> None:
    from provrepo.cli.render import write

    first = next(number for number, span in enumerate(hit.context) if span.style)
    while hit.context[first].style == "elided":
        first = next(n for n, span in enumerate(hit.context) if span.style and n > first)
    columns = _columns()
    side = min(SIDE, (columns - _PLACE) * 2 // 5)
    before = _end_of("".join(span.text for span in hit.context[:first]), side)
    blanks = " " * (side - output.width(output.escape(before)))
    where = f"{_where(hit):>8}"
    *shown, last = hit.context[first:]
    following = "" if last.style else last.text
    if shown and last.style == "elided" and not shown[-1].style:
        following = f"{shown.pop().text}…"
    elif last.style:
        shown.append(last)
    taken = sum(output.width(output.escape(span.text)) for span in shown)
    room = min(AFTER, max(_LEAST, columns - 1 - _PLACE - side - taken))
    after = [Span(_beginning_of(following, room))]
    write([Span(f"{where}  {blanks}{before}"), *shown, *after], lines=False)
    for each in hit.facing:
        version = each.version
        name = f"{version.text_name}@v{version.record.number}"
        text = " ".join(each.text.split()) or "(nothing faces it)"
        output.line(output.escape(f"{'':>10}{name}: {text}"))


def _columns() -> int:
    """Return how many cells a line may take: those of a terminal, elsewhere as many as it likes."""
    import sys

    return output.terminal_columns() if sys.stdout.isatty() else 1000


def _end_of(text: str, side: int) -> str:
    """Return the end of a text that fits on the side of a line."""
    if output.width(output.escape(text)) <= side:
        return text
    text = text.removeprefix("…")
    while text and output.width(output.escape(text)) >= side:
        text = text[1:]
    return f"…{text}"


def _beginning_of(text: str, room: int) -> str:
    """Return the beginning of a text that fits on the other side of a line."""
    if output.width(output.escape(text)) <= room:
        return text
    while text and output.width(output.escape(text)) >= room:
        text = text[:-1]
    return f"{text}…"


def print_histories(
    session: Session, histories: Iterator[PhraseHistory], advice: Callable[[], str]
) -> int:
    """Print in which versions words came and went; return the exit status.

    ``advice`` returns how a message ends that says that nothing was found.
    """
    count = 0

    def counted() -> Iterator[PhraseHistory]:
        nonlocal count
        for history in histories:
            count += 1
            yield history

    if session.json:
        output.json_list(history.as_json() for history in counted())
    else:
        for history in counted():
            output.line(output.escape(history.text))
            for change in history.changes:
                output.line(output.escape(_changed(change)))
    if not count:
        is_told = not session.json and not session.quiet
        session.message(f"nothing was found{advice() if is_told else ''}")
    return 0 if count else 1


def _changed(change: PhraseChange) -> str:
    """Return one line: the version, its date, what became of the words in it, and who did it."""
    version = change.version
    number = f"v{version.record.number}"
    times = f" ({change.count} times)" if change.count > 1 else ""
    agents = ", ".join(map(str, version.contributions))
    marks = "".join(f" ({mark})" for mark in version.marks)
    line = f"  {number:<4}  {version.date[:10]:<10}  {change.change}{times}{marks}"
    return f"{line}  {agents}" if agents else line


def _where(hit: Hit) -> str:
    if hit.part in ("text", "intervention"):
        return f"¶{hit.paragraph}"
    return f"note {hit.name}" if hit.part == "note" else hit.name
