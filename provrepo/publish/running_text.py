"""A text as HTML: paragraphs, the editor's brackets, and the numbers of notes in their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from provrepo.compare.views.escaping import shown
from provrepo.directions import is_right_to_left
from provrepo.interventions import interventions
from provrepo.passages import Range, paragraphs
from provrepo.publish.labels import Labels
from provrepo.publish.views import NoteView, VersionView


def direction(language: str) -> str:
    """Return ``rtl`` or ``ltr``, the direction in which a language (a BCP 47 tag) is written."""
    return "rtl" if is_right_to_left(language) else "ltr"


def attributes(language: str) -> str:
    """Return the attributes ``lang`` and ``dir`` of an element in a language."""
    return f' lang="{shown(language, marked=False)}" dir="{direction(language)}"'


@dataclass(frozen=True)
class RunningText:
    """The content of a version, from which any stretch can be written as HTML.

    ``prefix`` begins the ids of its notes, which have to be unique on a page; ``first`` is the
    number of the first of them, which no other text's note on the page may have.
    """

    version: VersionView
    prefix: str = "n"
    first: int = 1

    @property
    def content(self) -> str:
        """The text itself, empty where it was purged."""
        return self.version.content or ""

    def paragraphs(self) -> Iterator[Range]:
        """Yield the ranges of its paragraphs, in code points."""
        return paragraphs(self.content)

    def stretch(self, start: int, end: int) -> str:
        """Return ``content[start:end]`` with its brackets and the numbers of its notes.

        The number of a note stands where its passage ends.
        """
        parts = []
        place = start
        for offset, element in self._elements(start, end):
            parts.append(shown(self.content[place:offset]))
            parts.append(element)
            place = offset
        parts.append(shown(self.content[place:end]))
        return "".join(parts)

    def _elements(self, start: int, end: int) -> list[tuple[int, str]]:
        """Return the elements that stand within a stretch, each with its place, in order."""
        elements: list[tuple[int, int, str]] = []
        for first, last, kind in self._brackets:
            if start <= first and last <= end:
                elements.append((first, 2, f'<span class="bracket {kind}">'))
                elements.append((last, 0, "</span>"))
        for number, note in self.numbered:
            if note.end is not None and start < note.end <= end:
                elements.append((note.end, 1, self._reference(number, note)))
        return [(offset, element) for offset, _, element in sorted(elements, key=_in_order)]

    def _reference(self, number: int, note: NoteView) -> str:
        identity = f"{self.prefix}-{shown(note.identity, marked=False)}"
        return (
            f'<a class="noteref" id="ref-{identity}" href="#{identity}" role="doc-noteref">'
            f"{number}</a>"
        )

    @cached_property
    def numbered(self) -> list[tuple[int, NoteView]]:
        """The notes with their numbers, in the order of the text, those on all of it first."""
        return list(enumerate(self.version.notes, self.first))

    @cached_property
    def _brackets(self) -> list[tuple[int, int, str]]:
        """The brackets that can be elements: each inside or outside of every other one."""
        brackets = [
            (bracket.start, bracket.end, bracket.kind)
            for bracket in interventions(self.content)
            if bracket.kind != "unbalanced"
        ]
        return list(_nested(brackets))


def _in_order(element: tuple[int, int, str]) -> tuple[int, int]:
    """At one place brackets end first, then stand numbers of notes, then brackets begin."""
    return element[0], element[1]


def _nested(brackets: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Yield the outermost brackets: one colour is enough, and nothing can overlap."""
    end = -1
    for bracket in sorted(brackets, key=lambda bracket: (bracket[0], -bracket[1])):
        if bracket[0] >= end:
            yield bracket
            end = bracket[1]


def side_by_side(versions: Iterable[VersionView]) -> dict[str, RunningText]:
    """Return the texts of one page by their versions' ids; their notes are numbered throughout."""
    texts: dict[str, RunningText] = {}
    first = 1
    for number, version in enumerate(versions, 1):
        texts[version.identity] = RunningText(version, f"t{number}", first)
        first += len(version.notes)
    return texts


def whole(text: RunningText, prefix: str = "") -> str:
    """Return all paragraphs of a text, each in an element of its own with a number.

    ``prefix`` begins their ids, where another text on the page has the same numbers.
    """
    return "".join(
        f'<p id="{prefix}p{number}">{text.stretch(start, end)}</p>'
        for number, (start, end) in enumerate(text.paragraphs(), 1)
    )


def legend(parts: Iterable[str], labels: Labels) -> str:
    """Return what the brackets in parts of a page mean; nothing where there are none."""
    if not any('<span class="bracket' in part for part in parts):
        return ""
    return f'<p class="legend">{shown(labels["brackets"])}</p>'


def notes_list(texts: Sequence[RunningText], labels: Labels) -> str:
    """Return the notes of texts as lists from which links lead back to their places."""
    words = {name: labels[name] for name in ("note_on_whole", "note_lost", "back_to_text", "colon")}
    lists = []
    for text in texts:
        items = "".join(_note(text, number, note, words) for number, note in text.numbered)
        if items:
            start = f' start="{text.first}"' if text.first > 1 else ""
            lists.append(f'<ol class="notes"{start}>{items}</ol>')
    if not lists:
        return ""
    return (
        f'<section class="endnotes" role="doc-endnotes" aria-labelledby="notes">'
        f'<h2 id="notes">{shown(labels["notes"])}</h2>{"".join(lists)}</section>'
    )


def _note(text: RunningText, number: int, note: NoteView, words: dict[str, str]) -> str:
    identity = f"{text.prefix}-{shown(note.identity, marked=False)}"
    about = back = ""
    if note.exact is None:
        about = f'<span class="about">({words["note_on_whole"]}) </span>'
    elif note.end is None or text.version.content is None:
        about = f'<span class="about">({words["note_lost"]} “{shown(note.exact)}”) </span>'
    else:
        label = f"{words['back_to_text']}{words['colon']}{number}"
        back = (
            f' <a class="back" href="#ref-{identity}" role="doc-backlink" '
            f'aria-label="{shown(label, marked=False)}">↩</a>'
        )
    return (
        f'<li id="{identity}" class="{shown(note.kind, marked=False)}"'
        f"{attributes(note.language)}>{about}{shown(note.text)}{back}</li>"
    )
