"""The pieces of HTML that pages and notebooks share: escaped text, running text, an apparatus."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from types import MappingProxyType

from provrepo import passages
from provrepo.compare.changes import Change, Move, Step, Stretch, in_reading_order, moved_parts
from provrepo.compare.views.context import tail, unchanged
from provrepo.compare.views.escaping import shown, words_shown
from provrepo.compare.views.stops import Stops

# Characters before a place in an apparatus that say where it is.
_BEFORE = 40

# Of more changes on a page the class is not written at each.
_NAMED = 1_000

# Equal text of fewer characters is not folded, nor are this many characters beside a change.
_FOLDED = 300
_BESIDE = 400

# How many first and last words stand for a passage that left, where there is no room for it.
_LEFT = 2

_SPOKEN = """
@:is(.running, .record) del:not(.w)::before { content: "[deleted: "; }
@:is(.running, .record) ins:not(.w)::before { content: "[inserted: "; }
@.running :is(.moved, [id]):is(del, ins)::before { content: "[moved: "; }
@:is(.running, .record) :is(del, ins):not(.w)::after { content: "]"; }
@:is(del, ins)::before, @:is(del, ins)::after { clip-path: inset(50%); height: 1px;
  overflow: hidden; position: absolute; width: 1px; }
"""


def spoken_style(within: str = "") -> str:
    """Return brackets for the ear, as a style whose selectors begin with ``within``.

    A screen reader does not tell where a deletion or insertion ends. Written at each, brackets
    would be the most of a page with thousands of changes. What changed in white space alone has
    none: nobody wants that read out where a text was wrapped anew.
    """
    return _SPOKEN.replace("@", within)


def counted(statistics: Mapping[str, int]) -> str:
    """Return the number of changes of each class as a list of terms."""
    counts = "".join(
        f"<dt>{escape(kind)}</dt><dd>{count}</dd>" for kind, count in statistics.items()
    )
    return f"<dl>{counts}</dl>" if counts else "<p>The texts are the same.</p>"


def running_text(
    before: str,
    after: str,
    changes: Iterable[Change],
    moves: Sequence[Move],
    *,
    context: int | None = None,
    most: int | None = None,
    anchor: str = "move",
    stops: Stops | None = None,
    is_dense: bool = False,
) -> str:
    """Return the text after with what was deleted, inserted and moved marked in its place.

    ``context`` is the number of words kept beside each change, None keeps the whole text. ``most``
    is the number of changes and ends of moves after which the text breaks off. ``anchor`` begins
    the ids by which the two ends of a move link to each other, and has to be unique on a page.
    With ``stops`` there are links from change to change, and paragraphs without change are folded.
    Where the text ``is_dense``, a passage that left unchanged is shown by its first and last words.
    """
    steps = in_reading_order(changes, moves)
    is_named = len(steps) <= _NAMED
    parts = []
    place = 0
    for number, step in enumerate(steps[:most]):
        between = after[place : step.after_start]
        if stops is not None:
            parts += [folded(between, first=number == 0), stops.before(number)]
        else:
            parts.append(_equal(between, context, first=number == 0))
        if step.moved:
            move = moves[step.number - 1]
            parts.append(_move_end(before, after, move, step, anchor, is_dense=is_dense))
        else:
            deleted = before[step.before_start : step.before_end]
            inserted = after[step.after_start : step.after_end]
            kind = step.kind if is_named or step.kind == "white space" else ""
            parts.append(changed(deleted, "deleted", kind))
            parts.append(changed(inserted, "inserted", kind))
        if stops is not None:
            parts.append(stops.after(number))
        place = step.after_end
    if most is not None and len(steps) > most:
        parts.append(f"<em> … and {len(steps) - most} more</em>")
    elif stops is not None:
        parts.append(folded(after[place:], first=not steps, last=True))
    else:
        parts.append(_equal(after[place:], context, first=not steps, last=True))
    return "".join(parts)


def folded(text: str, *, first: bool = False, last: bool = False) -> str:
    """Return equal text, what is far from a change in an element that opens on demand.

    ``first`` and ``last`` say that no change comes before or after it. The lines in which a change
    is and the ones next to them stay, up to some words of long ones.
    """
    head = 0 if first else _near(text)
    tail_start = len(text) if last else len(text) - _near(text[::-1])
    if tail_start - head < _FOLDED:
        return words_shown(text)
    inside = text[head:tail_start]
    paragraphs = sum(1 for _ in passages.paragraphs(inside))
    summary = f"{paragraphs} paragraph{'' if paragraphs == 1 else 's'} without change"
    near = words_shown(text[:head]), words_shown(text[tail_start:])
    return (
        f'{near[0]}<details><summary><span class="aside">{summary}</span></summary>'
        f"{words_shown(inside)}</details>{near[1]}"
    )


def _near(text: str) -> int:
    """Return how much of a text that begins beside a change is shown: its line and the next one."""
    place = 0
    for _ in range(2):
        while place < len(text) and text[place] == "\n":
            place += 1
        end = text.find("\n", place)
        place = len(text) if end < 0 else end
    if place <= _BESIDE:
        return place
    blank = text.find(" ", _BESIDE)
    return blank if 0 <= blank < 2 * _BESIDE else _BESIDE


def _equal(text: str, context: int | None, *, first: bool, last: bool = False) -> str:
    """Return the text between two changes, cut down to the words next to them."""
    spans = unchanged(text, context, first=first, last=last)
    return "".join(words_shown(span.text) for span in spans)


def changed(text: str, style: str, kind: str = "") -> str:
    """Mark a text as ``deleted`` or ``inserted``; ``kind`` is the class of the change.

    A change of words, as most are, is not called so at each: a page may have thousands.
    """
    if not text:
        return ""
    element = "del" if style == "deleted" else "ins"
    attribute = ""
    if kind == "white space":
        attribute = ' class="w"'
    elif kind and kind != "text":
        attribute = f' title="{escape(kind, quote=True)}"'
    return f"<{element}{attribute}>{words_shown(text)}</{element}>"


def _move_end(
    before: str, after: str, move: Move, step: Step, anchor: str, *, is_dense: bool
) -> str:
    """Mark one end of a move, with a link to the other and what changed on the way."""
    leaves = step.moved == "from"
    element, opposite = ("del", "to") if leaves else ("ins", "from")
    down = (move.arrived_at > move.before_start) == leaves
    arrow = f"{opposite} {'↓' if down else '↑'}"
    # In a dense text the id alone makes the element look and sound moved.
    name, look = ("m", "") if is_dense else (anchor, ' class="moved"')
    parts = []
    passage = moved_parts(before if leaves else after, move, leaves=leaves)
    if is_dense and all(change.kind == "white space" for change in move.changes):
        # It stands whole where it arrived.
        text = "".join(part.text for part in passage)
        is_cut = leaves and len(text) > _BEFORE
        spans = unchanged(text, _LEFT if is_cut else None)
        passage = [Stretch("".join(span.text for span in spans), "")]
    for part in passage:
        words = words_shown(part.text)
        kind = escape(part.kind, quote=True)
        parts.append(f'<mark title="{kind}">{words}</mark>' if kind else words)
    return (
        f'<a class="jump" href="#{name}-{step.number}-{opposite}">'
        f"{'' if is_dense else 'moved '}{arrow} </a>"
        f'<{element}{look} id="{name}-{step.number}-{step.moved}">'
        f"{''.join(parts)}</{element}>"
    )


def apparatus(
    witnesses: Iterable[str],
    segments: Sequence[Sequence[str]],
    most: int | None = None,
    transposed: Mapping[int, Sequence[int]] = MappingProxyType({}),
) -> str:
    """Return a table of all places where the witnesses differ, each after the words before it.

    ``segments`` are the readings of all witnesses of each stretch; ``most`` is the number of places
    after which the table breaks off. ``transposed`` says for a segment, counted from 0, in which
    other ones its passage stands: these are linked.
    """
    head = "".join(f'<th scope="col">{shown(name)}</th>' for name in witnesses)
    rows = []
    text = ""
    for number, readings in enumerate(segments):
        before = tail(text, _BEFORE)
        text = text[-2 * _BEFORE :] + readings[0]
        if len(set(readings)) == 1:
            continue
        row = "".join(
            f'<td class="text">{shown(reading) or "<em>om.</em>"}</td>' for reading in readings
        )
        place = shown(before) or "<em>beginning</em>"
        links = "".join(
            f' <a class="jump" href="#place-{other}">transposed {arrow}</a>'
            for other in transposed.get(number, ())
            for arrow in "↑↓"[other > number]
        )
        name = f' id="place-{number}"' if links else ""
        rows.append(f'<tr{name}><th scope="row" class="text">{place}{links}</th>{row}</tr>')
    table = (
        f'<table><thead><tr><th scope="col">After</th>{head}</tr></thead>'
        f"<tbody>{''.join(rows[:most])}</tbody></table>"
    )
    if most is not None and len(rows) > most:
        return f"{table}<p>… and {len(rows) - most} more</p>"
    return table
