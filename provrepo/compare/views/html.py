"""The HTML view: one self-contained page, readable without script, on paper and by ear."""

from __future__ import annotations

import re
from html import escape

from provrepo.compare.changes import Diff, Step
from provrepo.compare.collation import Collation
from provrepo.compare.views.side_by_side import rows_of

# Control characters, and those that reorder what follows: shown by name, never sent.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

_STYLE = """
:root { color-scheme: light dark; --line: #8888; --del: #b3261e; --ins: #146c2e; --mov: #2a4d9c; }
@media (prefers-color-scheme: dark) { :root { --del: #ff9c94; --ins: #7fdc99; --mov: #a9c0ff; } }
body { font: 1rem/1.6 serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }
nav, table, dl { font-family: sans-serif; font-size: .9rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; }
dd { margin: 0; }
del { color: var(--del); text-decoration: line-through; background: #d001; }
ins { color: var(--ins); text-decoration: underline; text-underline-offset: .2em;
  background: #0901; }
.moved { color: var(--mov); text-decoration-style: double; background: #00f1; }
mark { color: inherit; background: #fc06; border-bottom: 2px dotted; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; margin: 0; }
.control { font: .75em monospace; border: 1px solid var(--line); }
table { border-collapse: collapse; table-layout: fixed; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .2rem .6rem; text-align: start;
  vertical-align: top; }
td { font: 1rem/1.6 serif; }
a.jump { font: .75rem sans-serif; }
.aside { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
:target { outline: 3px solid var(--mov); }
@media print {
  body { margin: 0; max-width: none; } nav, a.jump { display: none; }
  tr { break-inside: avoid; } section + section { break-before: page; }
}
"""

_CLOSED = '<span class="aside">]</span>'


def as_html(
    diff: Diff,
    *,
    title: str,
    before_label: str,
    after_label: str,
    languages: tuple[str, str] = ("", ""),
) -> str:
    """Return a page with the comparison as running text and side by side.

    ``languages`` are the BCP 47 tags of the texts before and after, where known. Everything from
    the texts and labels is escaped; control characters are shown as their code point. Deletions and
    insertions are ``del`` and ``ins`` elements, told apart without colour too and announced to
    screen readers; the two ends of a move link to each other, and what changed inside is marked.
    """
    counts = "".join(
        f"<dt>{escape(kind)}</dt><dd>{count}</dd>" for kind, count in diff.statistics().items()
    )
    summary = f"<dl>{counts}</dl>" if counts else "<p>The texts are the same.</p>"
    labels = (
        f"<p>From {shown(before_label)} to {shown(after_label)}: <del>deleted</del>, "
        '<ins>inserted</ins>, <ins class="moved">moved</ins>.</p>'
    )
    return page(
        title,
        f"{labels}{summary}"
        '<nav aria-label="Views"><a href="#inline">Running text</a> · '
        '<a href="#columns">Side by side</a></nav>'
        '<section id="inline" aria-labelledby="inline-title">'
        '<h2 id="inline-title">Running text</h2>'
        f'<div class="text" dir="auto"{_lang(languages[1])}>{_inline(diff)}</div></section>'
        '<section id="columns" aria-labelledby="columns-title">'
        f'<h2 id="columns-title">Side by side</h2>'
        f"{_columns(diff, before_label, after_label, languages)}</section>",
    )


def _lang(tag: str) -> str:
    return f' lang="{escape(tag, quote=True)}"' if tag else ""


def collation_as_html(collation: Collation, *, title: str) -> str:
    """Return a page with a table of all places where the witnesses differ, with their context."""
    head = "".join(f'<th scope="col">{shown(name)}</th>' for name in collation.witnesses)
    rows = []
    for number, segment in enumerate(collation.segments):
        if segment.agreed:
            continue
        before = collation.segments[number - 1].readings[0][-40:] if number else ""
        readings = "".join(
            f'<td class="text">{shown(reading) or "<em>om.</em>"}</td>'
            for reading in segment.readings
        )
        rows.append(f'<tr><th scope="row" class="text">{shown(before)}</th>{readings}</tr>')
    return page(
        title,
        f'<table><thead><tr><th scope="col">After</th>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>",
    )


def page(title: str, body: str, style: str = "") -> str:
    """Return a whole page; ``body`` is HTML, ``style`` is CSS besides that of all pages."""
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{shown(title, marked=False)}</title><style>{_STYLE}{style}</style></head>\n"
        f"<body><main><h1>{shown(title)}</h1>{body}</main></body></html>\n"
    )


def _inline(diff: Diff) -> str:
    parts = []
    place = 0
    for step in diff.steps():
        parts.append(shown(diff.after[place : step.after_start]))
        deleted = diff.before[step.before_start : step.before_end]
        if step.moved:
            parts.append(_move_end(diff, step))
            place = step.after_end
            continue
        parts.append(_marked(deleted, "deleted", step.kind))
        inserted = diff.after[step.after_start : step.after_end]
        parts.append(_marked(inserted, "inserted", step.kind))
        place = step.after_end
    parts.append(shown(diff.after[place:]))
    return "".join(parts)


def _marked(text: str, style: str, kind: str) -> str:
    """Mark a deletion or an insertion."""
    if not text:
        return ""
    element = "del" if style == "deleted" else "ins"
    title = escape(kind, quote=True)
    return f'<{element} title="{title}">{_spoken(style)}{shown(text)}{_CLOSED}</{element}>'


def _spoken(style: str) -> str:
    return f'<span class="aside">[{style}: </span>'


def _move_end(diff: Diff, step: Step) -> str:
    """Mark one end of a move, with a link to the other and what changed on the way."""
    move = diff.moves[step.number - 1]
    leaves = step.moved == "from"
    element, other = ("del", "to") if leaves else ("ins", "from")
    down = (move.arrived_at > move.before_start) == leaves
    arrow = f"moved {other} {'↓' if down else '↑'}"
    text, place, end = (
        (diff.before, move.before_start, move.before_end)
        if leaves
        else (diff.after, move.after_start, move.after_end)
    )
    parts = []
    for change in move.changes:
        start, stop = change[:2] if leaves else change[2:4]
        if start < stop:
            kind = escape(change.kind, quote=True)
            parts.append(shown(text[place:start]))
            parts.append(f'<mark title="{kind}">{shown(text[start:stop])}</mark>')
            place = stop
    parts.append(shown(text[place:end]))
    return (
        f'<a class="jump" href="#move-{step.number}-{other}">{arrow} </a>'
        f'<{element} class="moved" id="move-{step.number}-{step.moved}" title="moved">'
        f"{_spoken('moved')}{''.join(parts)}{_CLOSED}</{element}>"
    )


def _columns(diff: Diff, before_label: str, after_label: str, languages: tuple[str, str]) -> str:
    rows = []
    for left, right in rows_of(diff):
        cells = []
        for cell, language in zip((left, right), languages, strict=True):
            spans = []
            for text, style in cell:
                element = {"deleted": "del", "moved-from": "del"}.get(style, "ins")
                moved = ' class="moved"' if style.startswith("moved") else ""
                words = shown(text)
                spans.append(f"<{element}{moved}>{words}</{element}>" if style else words)
            tag = _lang(language)
            cells.append(f'<td><div class="text" dir="auto"{tag}>{"".join(spans)}</div></td>')
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return (
        f'<table><thead><tr><th scope="col">{shown(before_label)}</th>'
        f'<th scope="col">{shown(after_label)}</th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def shown(text: str, *, marked: bool = True) -> str:
    """Escape text; ``marked`` shows control characters in an element of their own."""

    def control(match: re.Match[str]) -> str:
        name = f"U+{ord(match.group()):04X}"
        return f'<span class="control">{name}</span>' if marked else name

    # A surrogate alone is no text that could be written to a file.
    whole = text.encode("utf-8", "replace").decode()
    return _CONTROL.sub(control, escape(whole, quote=True))
