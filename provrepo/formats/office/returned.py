"""Read an office file that provrepo wrote, and that a colleague may have edited since.

The text ends where our bookmark says so. What follows it are notes on the whole version, each with
a bookmark that tells its number, and lines about the version, which are not read again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element

from provrepo.errors import InputError
from provrepo.formats import file_metadata
from provrepo.formats.draft import Draft, FileNote
from provrepo.formats.exported import Mark
from provrepo.formats.office import bookmarks
from provrepo.formats.office.lines import LineBuilder as LineBuilder
from provrepo.formats.returned import returned
from provrepo.store.records import IngestedFile


class EndParagraph(NamedTuple):
    """A paragraph after the text: its words, and its number where a bookmark makes it a note."""

    text: str
    number: int


class Story(NamedTuple):
    """What was read of a file: how it names its version, its text and what follows it.

    ``places`` are where the bookmarks begin and end, by their names.
    """

    mark: Mark
    builder: LineBuilder
    places: Mapping[str, tuple[int, int]]
    end: Sequence[EndParagraph]


def cut_off(holder: Element, version: str, names: Callable[[Element], Iterable[str]]) -> Element:
    """Take what follows the text out of ``holder``, and return it in an element of the same kind.

    It begins with the first child that has one of our bookmarks for it, whose names ``names``
    returns, or that names the ``version`` itself.
    """
    ending = Element(holder.tag)
    for place, paragraph in enumerate(list(holder)):
        marks_end = any(map(bookmarks.ends_text, names(paragraph)))
        if marks_end or version in "".join(paragraph.itertext()):
            ending.extend(list(holder)[place:])
            break
    for paragraph in ending:
        holder.remove(paragraph)
    if len(ending):
        holder.extend(_before_end(ending[0], names))
    return ending


def _before_end(paragraph: Element, names: Callable[[Element], Iterable[str]]) -> list[Element]:
    """Take what stands before our bookmark out of the first paragraph after the text.

    It is there where somebody has deleted the line end between the two. Returns a paragraph of it,
    or nothing.
    """
    place = next(
        (n for n, child in enumerate(paragraph) if any(map(bookmarks.ends_text, names(child)))), 0
    )
    words = Element(paragraph.tag, paragraph.attrib)
    words.text, paragraph.text = paragraph.text, None
    words.extend(list(paragraph)[:place])
    if not "".join(words.itertext()).strip():
        paragraph.text = words.text
        return []
    for child in words:
        paragraph.remove(child)
    return [words]


def draft(
    file: IngestedFile,
    data: bytes,
    story: Story,
    edited_by: Sequence[str],
    edited: str | None,
) -> Draft:
    """Return the draft of the file: where it belongs is in its record.

    ``edited_by`` are who saved it last and ``edited`` is when: they count where something was
    edited. Raises InputError where nothing is left of the text.
    """
    mark = story.mark
    places = _places(story.places, story.builder.signs)
    notes = (*story.builder.notes, *_end_notes(story))
    back = returned(mark.version, mark.record, story.builder.content, notes, places, feeds="line")
    if not back.content:
        raise InputError(file.name, "holds no text any more")
    return Draft(
        content=back.content,
        file=file,
        file_bytes=data,
        document=mark.document,
        text=mark.text,
        agents=() if back.is_unedited else file_metadata.encoders(edited_by),
        created=None if back.is_unedited else edited,
        notes=back.notes,
        warnings=() if back.is_unedited else story.builder.warnings,
        origin=back.origin,
    )


def _places(
    marks: Mapping[str, tuple[int, int]], signs: Mapping[int, int]
) -> dict[int, tuple[int, int]]:
    """Return the places of the passages of notes, by their numbers.

    A passage ends where the sign of its note stands: a program may shift the end of a bookmark by
    a character, and a person may have moved the sign.
    """
    places = {}
    for name, (start, _) in marks.items():
        number = bookmarks.passage(name)
        if number in signs and start <= signs[number]:
            places[number] = start, signs[number]
    return places


def _end_notes(story: Story) -> Iterator[FileNote]:
    """Yield the notes after the text: ours by their numbers, and any words that somebody added."""
    version, record = story.mark.version, story.mark.record
    ours = set(record.provenance) if record else set()
    ended = False
    for text, number in story.end:
        words = " ".join(text.split())
        if number:
            yield FileNote(text, number=number)
        elif version in words:
            ended = True
        elif words and words not in ours and (record is not None or ended):
            yield FileNote(text.strip(), kind="editorial")
