"""The HTML views: self-contained pages, readable without script, on paper and by ear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from html import escape
from typing import TYPE_CHECKING

from provrepo.compare.changes import Change, Move, Step, in_reading_order
from provrepo.compare.collation import Collation
from provrepo.compare.result import Diff
from provrepo.compare.views.columns import columns
from provrepo.compare.views.dense import joined_to_fit, without_short_moves
from provrepo.compare.views.escaping import shown
from provrepo.compare.views.markup import apparatus, counted, running_text, spoken_style
from provrepo.compare.views.record_html import Fact, facts_table, record_parts
from provrepo.compare.views.record_words import TITLES
from provrepo.compare.views.stops import KEYS, Stops

if TYPE_CHECKING:
    from provrepo.compare.records import RecordDiff

_STYLE = """
:root { color-scheme: light dark; --line: #8888; --del: #b3261e; --ins: #146c2e; --mov: #2a4d9c; }
@media (prefers-color-scheme: dark) { :root { --del: #ff9c94; --ins: #7fdc99; --mov: #a9c0ff; } }
body { background: Canvas; color: CanvasText; font: 1rem/1.6 serif;
  margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }
nav, table, dl { font-family: sans-serif; font-size: .9rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; }
dd { margin: 0; }
del { color: var(--del); text-decoration: line-through; background: #d001; }
ins { color: var(--ins); text-decoration: underline; text-underline-offset: .2em;
  background: #0901; }
.moved, .running :is(del, ins)[id] { color: var(--mov); text-decoration-style: double;
  background: #00f1; }
mark { color: inherit; background: #fc02; border-bottom: 2px dotted; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; margin: 0; }
.control { font: .75em monospace; border: 1px solid var(--line); }
table { border-collapse: collapse; table-layout: fixed; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .2rem .6rem; text-align: start;
  vertical-align: top; }
td { font: 1rem/1.6 serif; }
.record thead :first-child { width: 14rem; }
.record th span { font-weight: normal; }
a { color: var(--mov); }
/* As a block of its own, a Latin label does not turn a Hebrew line. */
a.jump { direction: ltr; display: inline-block; font: .75rem sans-serif; padding: 0 .2em;
  unicode-bidi: isolate; }
a.jump:focus { outline: 3px solid var(--mov); }
summary { color: var(--mov); cursor: pointer; font: .85rem sans-serif; }
details { border-inline-start: 3px solid var(--line); padding-inline-start: .6rem; }
.changes ol { margin: 0; padding-inline-start: 3em; }
.changes { font-size: .85rem; max-height: 40vh; overflow: auto; }
@media (min-width: 64rem) {
  .beside { display: grid; gap: 2rem; grid-template-columns: 1fr 18rem; }
  .beside .changes { grid-column: 2; max-height: 90vh; position: sticky; top: 1rem; }
  .beside section { grid-column: 1; grid-row: 1; min-width: 0; }
}
:target { outline: 3px solid var(--mov); }
@media print {
  body { margin: 0; max-width: none; } nav, a.jump, summary { display: none; }
  .beside { display: block; }
  tr { break-inside: avoid; } section + section { break-before: page; }
  section.record { break-before: auto; }
}
"""
_BLAME_STYLE = """
table + .text { margin-top: 1rem; }
.from { border-bottom: 3px solid; } .from sup { font: .65rem sans-serif; }
th .from { padding: 0 .4em; }
"""
_COLLATION_STYLE = """
h1 { font-size: 1.25rem; overflow-wrap: anywhere; }
.collation { overflow-x: auto; }
.collation :is(th, td) { overflow-wrap: anywhere; vertical-align: baseline; }
.collation tbody th { font: .9rem/1.6 serif; }
.collation tr { scroll-margin-top: 6rem; }
@media print { .collation { overflow: visible; } .collation table { min-width: 0 !important; } }
"""
_COLUMN, _WIDEST = 8, 73
"""How wide a column of a collation is at least, and its table on the widest page, in rem."""
# Versions are told apart by a colour and by the line under their words.
_LINES = ("solid", "dashed", "dotted", "double")
_GOLDEN_ANGLE = 137
# The columns have what the rest of the page leaves of this many bytes, but at least one byte for
# every `_LEAST_SHARE` of the rest.
_PAGE = 280_000
_LEAST_SHARE = 16
# Changes beside each other are shown as one where the running text would have more bytes than this,
# and more than both texts together.
_RUNNING = 240_000
_DENSE = (
    " As much was changed, changes beside each other are shown as one. A passage that moved is in "
    "full where it arrived; short ones may be shown as deleted and inserted. Changes of white "
    "space are not marked."
)


def as_html(
    diff: Diff,
    *,
    title: str,
    before_label: str,
    after_label: str,
    languages: tuple[str, str] = ("", ""),
    record: RecordDiff | None = None,
    facts: Sequence[Fact] = (),
) -> str:
    """Return a page with the comparison as running text and side by side.

    ``languages`` are the BCP 47 tags of the texts before and after, where known. Everything from
    the texts and labels is escaped; control characters are shown as their code point. Deletions and
    insertions are ``del`` and ``ins`` elements, told apart without colour too and announced to
    screen readers; the two ends of a move link to each other, and what changed inside is marked.
    Above the texts stand ``facts``, what is to be known of the two sides, such as who made them,
    and ``record``, what the versions say differently besides.
    """
    labels_of_both = (before_label, after_label)
    parts = record_parts(record, labels_of_both) if record is not None else {}
    if facts:
        parts.pop("agents", None)  # they are among the facts
    steps, stops, text, is_dense = _running(diff)
    labels = (
        f"<p>From {shown(before_label)} to {shown(after_label)}: <del>deleted</del>, "
        f'<ins>inserted</ins>, <ins class="moved">moved</ins>.{_DENSE * is_dense}</p>'
    )
    body = (
        f"{facts_table(facts, labels_of_both)}{labels}{counted(diff.statistics())}"
        f"{_contents(parts, record)}"
        f"{''.join(_part(name, table) for name, table in parts.items())}"
        f'<div class="beside">{_change_list(diff, steps, stops)}'
        '<section id="inline" aria-labelledby="inline-title">'
        '<h2 id="inline-title">Running text</h2>'
        f'<div class="text running" dir="auto"{_lang(languages[1])}>{text}</div></section></div>'
        '<section id="columns" aria-labelledby="columns-title">'
        '<h2 id="columns-title">Side by side</h2>'
    )
    size = _size(body) + len(_STYLE)
    room = max(_PAGE - size, size // _LEAST_SHARE)
    return page(
        title,
        f"{body}{columns(diff, labels_of_both, languages, room)}</section>",
        keys=KEYS if len(stops) else "",
    )


def _running(diff: Diff) -> tuple[list[Step], Stops, str, bool]:
    """Return the steps through both texts, those to go to, the running text with their marks.

    The last of the four is whether it is dense, for want of room, as _DENSE says.
    """

    def marked(
        shown_moves: Sequence[Move], changes: Sequence[Change], *, is_dense: bool = True
    ) -> tuple[list[Step], Stops, str]:
        steps = in_reading_order(changes, shown_moves)
        stops = Stops(diff.after, steps)
        text = running_text(
            diff.before, diff.after, changes, shown_moves, stops=stops, is_dense=is_dense
        )
        return steps, stops, text

    room = max(_RUNNING, _size(diff.before) + _size(diff.after))
    whole = marked(diff.moves, diff.changes, is_dense=False)
    if _size(whole[2]) <= room:
        return *whole, False
    for comparison in (diff, without_short_moves(diff)):
        mark = partial(marked, comparison.moves)
        changes = joined_to_fit(comparison, lambda joined: _size(mark(joined)[2]) <= room)  # noqa: B023 called at once
        whole = mark(changes)
        if _size(whole[2]) <= room:
            break
    return *whole, True


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _change_list(diff: Diff, steps: Sequence[Step], stops: Stops) -> str:
    """Return links to all changes, and by which keys one goes from one to the next."""
    if not len(stops):
        return ""
    return (
        '<nav class="changes" aria-label="Changes" tabindex="0">'
        "<p>The keys <kbd>n</kbd> and <kbd>p</kbd> go to the next change and to the previous one, "
        f"as the links ‹ and › do.</p>{stops.listed(diff.before, diff.after, steps)}</nav>"
    )


def _contents(parts: Mapping[str, str], record: RecordDiff | None) -> str:
    """Return links to all parts of the page, and why something is not compared."""
    counts = record.statistics() if record is not None else {}
    links = [f'<a href="#{name}">{TITLES[name]} ({counts[name]})</a>' for name in parts]
    links += ['<a href="#inline">Running text</a>', '<a href="#columns">Side by side</a>']
    reasons = record.reasons if record is not None else ()
    missing = "".join(f"<p>Note: {reason}.</p>" for reason in reasons)
    return f'<nav aria-label="Views">{" · ".join(links)}</nav>{missing}'


def _part(name: str, table: str) -> str:
    """Return a section about what versions say besides their texts."""
    return (
        f'<section id="{name}" class="record" aria-labelledby="{name}-title">'
        f'<h2 id="{name}-title">{TITLES[name]}</h2>{table}</section>'
    )


def _lang(tag: str) -> str:
    return f' lang="{escape(tag, quote=True)}"' if tag else ""


def collation_as_html(collation: Collation, *, title: str) -> str:
    """Return a page with a table of all places where the witnesses differ, with their context."""
    if all(segment.agreed for segment in collation.segments):
        return page(title, "<p>All have the same text.</p>", _COLLATION_STYLE)
    elsewhere: dict[int, set[int]] = {}
    for passage in collation.transpositions:
        elsewhere.setdefault(passage.first, set()).add(passage.second)
        elsewhere.setdefault(passage.second, set()).add(passage.first)
    readings = [segment.readings for segment in collation.segments]
    transposed = {number: sorted(places) for number, places in elsewhere.items()}
    table = apparatus(collation.labels, readings, transposed=transposed)
    return page(
        title,
        '<div class="collation" tabindex="0" role="region" '
        f'aria-label="Places where the witnesses differ">{table}</div>',
        _COLLATION_STYLE + _width_of_table(len(collation.witnesses) + 1),
    )


def _width_of_table(columns: int) -> str:
    """Return the style of a table that is scrolled sideways where its columns were too narrow.

    Where there is room, its head stays in sight.
    """
    width = columns * _COLUMN
    style = f".collation table {{ min-width: {width}rem; }}\n"
    if width > _WIDEST:
        return style
    return (
        f"{style}@media (min-width: {width + 2}rem) {{ .collation {{ overflow: visible; }}\n"
        ".collation thead th { background: Canvas; position: sticky; top: 0; } }\n"
    )


def blame_as_html(stretches: Sequence[tuple[str, str, str]], *, title: str) -> str:
    """Return a page with a text and a table of the versions that its words are from.

    Each stretch is its text, a short name of the version (``v2``) and a description of it (date
    and agents). Joined, the stretches are the text. Everything is escaped.
    """
    legend = {name: description for _, name, description in stretches}
    names = sorted(legend, key=lambda name: (len(name), name))
    numbers = {name: number for number, name in enumerate(names)}
    rows = "".join(
        f'<tr id="{shown(name)}"><th scope="row"><span class="from o{numbers[name]}">{shown(name)}'
        f"</span></th><td>{shown(legend[name])}</td></tr>"
        for name in names
    )
    text = "".join(
        f'<span class="from o{numbers[name]}" '
        f'title="{shown(f"{name}: {description}", marked=False)}">'
        f'<sup><a href="#{shown(name)}">{shown(name)}</a></sup>{shown(words)}</span>'
        for words, name, description in stretches
    )
    colours = "".join(_colour(number) for number in range(len(names)))
    table = '<table><thead><tr><th scope="col">Version</th><th scope="col">By</th></tr></thead>'
    return page(
        title,
        f'{table}<tbody>{rows}</tbody></table><div class="text">{text}</div>',
        _BLAME_STYLE + colours,
    )


def _colour(number: int) -> str:
    """Return the style of a version: neighbours are far apart on the wheel of colours."""
    hue = number * _GOLDEN_ANGLE % 360
    line = _LINES[number % len(_LINES)]
    return (
        f".o{number} {{ background: hsl({hue} 80% 50% / .14); border-bottom-style: {line}; "
        f"border-bottom-color: hsl({hue} 70% 45%); }}\n"
    )


def page(title: str, body: str, style: str = "", keys: str = "") -> str:
    """Return a whole page; ``body`` is HTML, ``style`` is CSS besides that of all pages.

    ``keys`` is what keys do, as an attribute of the body.
    """
    pressed = f' onkeydown="{keys}"' if keys else ""
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{shown(title, marked=False)}</title>"
        f"<style>{_STYLE}{spoken_style()}{style}</style></head>\n"
        f"<body{pressed}><main><h1>{shown(title)}</h1>{body}</main></body></html>\n"
    )
