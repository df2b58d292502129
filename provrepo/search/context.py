"""What stands around a place in a text, on one line, with the words that were found marked."""

from __future__ import annotations

from collections.abc import Sequence

from provrepo.search.occurrences import Occurrence
from provrepo.spans import Span

FOUND = "found"
"""The style of the words that were found."""

AROUND = 60
"""Code points of context on either side."""

_BETWEEN = 40
"""Code points that are shown after one word and before the next, where more stand between them."""


def context(text: str, occurrence: Occurrence, around: int = AROUND) -> tuple[Span, ...]:
    """Return an occurrence with its context, as one line: each run of white space is a blank.

    It ends where the paragraph does, and between words where there are some. Where the words stand
    far from each other, an ellipsis in the style ``elided`` stands for what is between.
    """
    places = _apart(occurrence)
    before, is_cut = _before(text, places[0][0], around)
    spans = [Span("…", "elided")] if is_cut else []
    spans.append(Span(_on_one_line(before)))
    end = places[0][0]
    for start, stop in places:
        between = text[end:start]
        if len(between) > 2 * _BETWEEN:
            spans += [
                Span(_on_one_line(between[:_BETWEEN]).rstrip() + " "),
                Span("…", "elided"),
                Span(" " + _on_one_line(between[-_BETWEEN:]).lstrip()),
            ]
        else:
            spans.append(Span(_on_one_line(between)))
        spans.append(Span(_on_one_line(text[start:stop]), FOUND))
        end = stop
    after, is_cut = _after(text, end, around)
    spans.append(Span(_on_one_line(after)))
    if is_cut:
        spans.append(Span("…", "elided"))
    return tuple(span for span in spans if span.text)


def _apart(occurrence: Occurrence) -> Sequence[tuple[int, int]]:
    """Return the places of an occurrence, none of which overlaps another."""
    places = [occurrence.places[0]]
    for start, end in occurrence.places[1:]:
        if start >= places[-1][1]:
            places.append((start, end))
        else:
            places[-1] = (places[-1][0], max(end, places[-1][1]))
    if len(places) == 1:
        return [(min(occurrence.start, places[0][0]), max(occurrence.end, places[0][1]))]
    return places


def _before(text: str, start: int, around: int) -> tuple[str, bool]:
    begins = max(0, start - around)
    before = text[begins:start]
    paragraph = max(before.rfind(end) + len(end) if end in before else 0 for end in _ENDS)
    if paragraph:
        return before[paragraph:].lstrip(), False
    if begins == 0:
        return before.lstrip(), False
    blank = before.find(" ")
    return (before[blank + 1 :] if 0 <= blank < around // 3 else before), True


def _after(text: str, end: int, around: int) -> tuple[str, bool]:
    after = text[end : end + around]
    paragraphs = [place for sign in _ENDS if (place := after.find(sign)) >= 0]
    if paragraphs:
        return after[: min(paragraphs)].rstrip(), False
    if end + around >= len(text):
        return after.rstrip(), False
    blank = after.rfind(" ")
    return (after[:blank] if blank > around * 2 // 3 else after), True


_ENDS = ("\n\n", "\r\n\r\n", "\f", "\u2029")


def _on_one_line(text: str) -> str:
    """Return ``text`` with a blank for each run of white space; blanks at its ends stay."""
    line = " ".join(text.split())
    if not line:
        return " " if text else ""
    before = " " if text[0].isspace() else ""
    return f"{before}{line}{' ' if text[-1].isspace() else ''}"
