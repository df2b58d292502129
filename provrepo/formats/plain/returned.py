"""Read a text or Markdown file that provrepo wrote, and that somebody may have edited since."""

from __future__ import annotations

import re
from collections.abc import Iterable

from provrepo.errors import InputError
from provrepo.formats.draft import Draft, FileNote, FileOrigin
from provrepo.formats.exported import Record, read_record
from provrepo.formats.plain import front_matter
from provrepo.formats.plain.fences import (
    MARKDOWN_FENCE,
    MARKDOWN_PIN,
    RECORD,
    TEXT_FENCE,
    TEXT_PIN,
)
from provrepo.formats.returned import returned
from provrepo.store.records import IngestedFile

_DEFINITION = re.compile(r"^\[\^([^\]\s]+)\]:[ \t]?", re.MULTILINE)


def read_back(content: str, data: bytes, file: IngestedFile) -> Draft | None:
    """Return the draft of a file that provrepo wrote; None for any other file.

    Raises InputError where nothing is left of its text.
    """
    pin = MARKDOWN_PIN.search(content)
    if pin is not None and MARKDOWN_FENCE in content:
        return _markdown(content, pin[1], data, file)
    pin = TEXT_PIN.search(content)
    if pin is None or TEXT_FENCE not in content:
        return None
    text = content.rpartition(TEXT_FENCE)[0]
    document, _, name = pin[1].partition("/")
    _check(text, file)
    return Draft(
        content=text,
        file=file,
        file_bytes=data,
        document=document,
        text=name or None,
        origin=FileOrigin(pin[2]),
    )


def _check(text: str, file: IngestedFile) -> None:
    if not text:
        raise InputError(file.name, "holds no text any more")


def _markdown(content: str, version: str, data: bytes, file: IngestedFile) -> Draft:
    table, content = front_matter.split(content, file.name)
    text, _, ending = content.rpartition(MARKDOWN_FENCE)
    before, _, after = ending.rpartition(f"\n{RECORD}")
    written, _, below = after.partition(" -->\n")
    record = read_record(written)
    definitions = {**_definitions(before), **_definitions(below)}
    text, signs = _without_signs(text, definitions)
    notes, places = [], {}
    for name, words in definitions.items():
        number = int(match[1]) if (match := re.fullmatch(r"p+([1-9]\d{0,8})", name)) else 0
        place = signs.get(name)
        start = end = None
        if place is not None:
            start, end = _word_before(text, place)
            places[number] = start, end
        notes.append(FileNote(words, start=start, end=end, number=number))
    places.pop(0, None)
    back = returned(version, record, _without_tail(text, record), notes, places)
    _check(back.content, file)
    return Draft(
        content=back.content,
        file=file,
        file_bytes=data,
        document=record.document if record else table.get("document"),
        text=record.text if record else table.get("text"),
        notes=back.notes,
        origin=back.origin,
    )


def _definitions(region: str) -> dict[str, str]:
    """Return the words of the footnotes that are defined in a part of a file, by their names."""
    matches = list(_DEFINITION.finditer(region))
    ends = [*(match.start() for match in matches[1:]), len(region)]
    return {
        match[1]: region[match.end() : end].replace("\n    ", "\n").removesuffix("\n")
        for match, end in zip(matches, ends, strict=False)
    }


def _without_signs(text: str, names: Iterable[str]) -> tuple[str, dict[str, int]]:
    """Return a text without the signs of its footnotes, and where the first of each stood."""
    if not names:
        return text, {}
    pattern = re.compile(rf"\[\^({'|'.join(map(re.escape, names))})\]")
    parts: list[str] = []
    places: dict[str, int] = {}
    place = length = 0
    for match in pattern.finditer(text):
        parts.append(text[place : match.start()])
        length += len(parts[-1])
        places.setdefault(match[1], length)
        place = match.end()
    return "".join([*parts, text[place:]]), places


def _word_before(text: str, place: int) -> tuple[int, int]:
    """Return the passage that a footnote's sign stands at: the word before it, else no words."""
    match = re.search(r"\S+\s*\Z", text[max(0, place - 200) : place])
    return (place - len(match[0]) if match else place), place


def _without_tail(text: str, record: Record | None) -> str:
    return text.removesuffix(record.tail) if record and record.tail else text
