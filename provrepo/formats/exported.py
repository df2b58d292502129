"""A version on its way out into a file, and what such a file says of it when it comes back.

Every file that `provrepo.formats.writers` makes names the version that it was made from. Besides
the text that people read it carries a *record*: one JSON object that says what the visible file
cannot say without loss.

===============  ================================================================================
in the record    what it says
===============  ================================================================================
``version``      the version's id: a repository that has it knows all the rest
``document``,    where the file belongs
``text``
``sha256``       the content hash
``separator``    what parts two paragraphs of the file in the content: a blank line, or a line end
``tail``         the line ends after the last word, which no paragraph shows
``content``      the content itself, where the visible text is not the same to the last character
``notes``        the notes in the version's order, each with all that is said of it
``citation``     the CSL-JSON item
``agents``,      who made the version, what they did, why and when
``activity``,
``message``,
``created``
``provenance``   the lines after the text that are no notes
===============  ================================================================================

The nth note of the record is marked in the file by its number, so that a note whose words or
passage somebody changed is still known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

from provrepo import agents
from provrepo.agents import Contribution
from provrepo.errors import InputError, ProvrepoError
from provrepo.formats.draft import FileNote, FileOrigin
from provrepo.formats.shown import NOT_IN_XML
from provrepo.store import rules
from provrepo.store.canonical import canonical, parse
from provrepo.store.records import Text

FORMAT = "provrepo-export/1"

BLANK_LINE, LINE_END = "\n\n", "\n"
"""What parts the paragraphs of a file in its content."""

LABELS = {
    "editorial": "Editor’s note: ",
    "textual": "Textual note: ",
    "source": "Source: ",
    "original": "",
}
"""How a note begins in a file, by its kind: so that the document's own notes are told apart."""


class ExportedNote(NamedTuple):
    """A note of an exported version; ``lost`` is the passage that it no longer finds."""

    note: FileNote
    lost: str | None = None


@dataclass(frozen=True, slots=True)
class ExportedVersion:
    """All of a version that a file can hold; ``notes`` are in the version's own order.

    ``document`` is the document's key today, ``based_on`` the names of what it was made from, and
    ``cautions`` what a reader must be warned of: that it was withdrawn, for example.
    """

    id: str
    document: str
    text: Text
    number: int
    content: str
    sha256: str
    recorded: str
    created: str | None = None
    activity: str = "revise"
    message: str = ""
    notes: tuple[ExportedNote, ...] = ()
    citation: Mapping[str, Any] | None = None
    makers: tuple[Contribution, ...] = ()
    based_on: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()

    @property
    def reference(self) -> str:
        """The full reference: ``border-cable/translation:en@v1``."""
        return f"{self.document}/{self.text}@v{self.number}"

    @property
    def title(self) -> str:
        """The title of the document; without one its key."""
        title = (self.citation or {}).get("title")
        return title if isinstance(title, str) and title.strip() else self.document


class Column(NamedTuple):
    """One of two texts side by side: ``passages`` are what stands in the rows, None for nothing.

    ``elsewhere`` are rows, from 1, whose other half stands in another row, and in which.
    """

    version: ExportedVersion
    passages: Sequence[tuple[int, int] | None]
    elsewhere: Mapping[int, int] = MappingProxyType({})


def tail_of(content: str) -> str:
    """Return the line ends at the end of a content."""
    return content[len(content.rstrip("\r\n")) :]


def separator_of(visible: str) -> str:
    """Return what parts the paragraphs of a visible text.

    A blank line; in a text that has several lines and no blank line, a line end; also where a page
    begins with a line, since only a paragraph can begin a page.
    """
    lines_alone = "\n" in visible and BLANK_LINE not in visible
    if lines_alone or ("\f" in visible and re.search("(?<!\n)(?:\n\n)*\n\f", visible)):
        return LINE_END
    return BLANK_LINE


def record_of(
    version: ExportedVersion, visible: str, separator: str, provenance: Iterable[str] = ()
) -> str:
    """Return the record of a file, as JSON that XML can hold and no comment ends in.

    ``visible`` is the text that a reader of the file will find, ``provenance`` the lines after it
    that are no notes.
    """
    tail = tail_of(version.content)
    value = {
        "format": FORMAT,
        "version": version.id,
        "document": version.document,
        "text": str(version.text),
        "sha256": version.sha256,
        "separator": separator,
        "tail": tail,
        "content": None if visible + tail == version.content else version.content,
        "notes": [_note_as_json(noted.note) for noted in version.notes],
        "citation": None if version.citation is None else dict(version.citation),
        "agents": [_written(maker) for maker in version.makers],
        "activity": version.activity,
        "message": version.message,
        "created": version.created,
        "provenance": list(provenance),
    }
    return escaped(canonical(value).decode())


def _written(maker: Contribution) -> str:
    """Return an agent as `provrepo.agents.parse` reads it."""
    kind = "" if maker.type == "person" else f":{maker.type}"
    return f"{maker.named}:{maker.role}{kind}"


def escaped(json: str) -> str:
    """Return JSON with its odd characters escaped: those that XML lacks, ``--``, line separators.

    So it can stand in an XML element, in a comment, and on one line.
    """
    json = NOT_IN_XML.sub(lambda match: f"\\u{ord(match[0]):04x}", json)
    json = re.sub("[\x7f-\x9f\u2028\u2029]", lambda match: f"\\u{ord(match[0]):04x}", json)
    return re.sub(r"-(?=[->]|\Z)", r"\\u002d", json)


def _note_as_json(note: FileNote) -> dict[str, Any]:
    return {
        "agents": list(note.agents),
        "end": note.end,
        "kind": note.kind,
        "language": note.language,
        "start": note.start,
        "text": note.text,
    }


@dataclass(frozen=True, slots=True)
class Record:
    """The record of a file, read again; ``content`` is None where the visible text is exact."""

    version: str
    document: str
    text: str
    sha256: str
    separator: str
    tail: str
    content: str | None
    notes: tuple[FileNote, ...]
    citation: Mapping[str, Any] | None
    agents: tuple[str, ...]
    activity: str
    message: str
    created: str | None
    provenance: tuple[str, ...]

    def origin(self, *, is_unedited: bool) -> FileOrigin:
        """Return what the file says of its version; who edited it is no maker of that one."""
        if not is_unedited:
            return FileOrigin(self.version, self.citation)
        return FileOrigin(
            self.version,
            self.citation,
            self.agents,
            self.activity,
            self.message,
            self.created or "unknown",
        )


def read_record(written: str) -> Record | None:
    """Return the record that ``written`` spells; None where it is no record, or was damaged.

    Anybody may have written it, so that nothing in it is believed before it is looked at.
    """
    try:
        value = parse(written, "record")
        if value["format"] != FORMAT:
            return None
        record = Record(
            version=_text(value["version"]),
            document=rules.key(_text(value["document"])),
            text=_text(value["text"]),
            sha256=_text(value["sha256"]),
            separator=_text(value["separator"]),
            tail=_text(value["tail"]),
            content=None if value["content"] is None else _text(value["content"]),
            notes=tuple(map(_note, value["notes"], range(1, len(value["notes"]) + 1))),
            citation=value["citation"],
            agents=tuple(map(_agent, value["agents"])),
            activity=rules.activity(_text(value["activity"])),
            message=_text(value["message"]),
            created=None if value["created"] is None else rules.created(_text(value["created"])),
            provenance=tuple(map(_text, value["provenance"])),
        )
    except (ProvrepoError, KeyError, TypeError, ValueError, RecursionError):
        return None
    is_sound = (
        is_version_id(record.version)
        and record.separator in (BLANK_LINE, LINE_END)
        and not record.tail.strip("\r\n")
        and isinstance(record.citation, dict | None)
    )
    return record if is_sound else None


class Mark(NamedTuple):
    """How a file names the version that it was written from; ``record`` is None where it is lost.

    ``document`` and ``text`` say where the file belongs, ``separator`` what parts its paragraphs in
    the content.
    """

    version: str
    document: str | None
    text: str | None
    record: Record | None
    separator: str = BLANK_LINE


PROPERTY, REFERENCE, RECORD = "provrepo", "provrepo reference", "provrepo record"
"""The properties of an office file that have the version's id, its reference, and the record."""

PARAGRAPHS, LINES = "provrepo paragraphs", "lines"
"""The property that says of paragraphs that they are lines, for where the record is lost."""


_PIN = re.compile(r"([^\s/]+)/(\S+)@v[1-9]\d* \(([0-9a-f]{64})\), [0-9TZ:-]+")
_LAST = 40
"""How many paragraphs at the end of a file are looked at for a pin."""


def pinned(paragraphs: Sequence[str]) -> Mark | None:
    """Return the version that one of the last paragraphs is the pin of, and nothing else.

    So a file is known whose properties another program has dropped.
    """
    for paragraph in paragraphs[-_LAST:]:
        if (pin := _PIN.fullmatch(paragraph.strip())) is not None:
            return Mark(pin[3], pin[1], pin[2], None)
    return None


FACING = "two texts"
"""What stands in place of an id in a file of two texts side by side, which is never read again."""


def properties_of(version: ExportedVersion, record: str) -> dict[str, str]:
    """Return the properties of an office file; one without a ``record`` is for reading only."""
    if not record:
        return {PROPERTY: FACING, REFERENCE: version.reference}
    return {PROPERTY: version.id, REFERENCE: version.reference, RECORD: record}


def mark_of(properties: Mapping[str, str], path: str, records: Iterable[str] = ()) -> Mark | None:
    """Return what the properties of an office file say of its version; None where it has none.

    ``records`` are what may be its record, besides the property that has it. Raises InputError for
    a file of two texts; ``path`` is its name there.
    """
    version = properties.get(PROPERTY, "").strip()
    if version == FACING:
        raise InputError(
            path, "has two texts side by side, for reading; edit a file of one of them instead"
        )
    if not is_version_id(version):
        return None
    candidates = map(read_record, (*records, properties.get(RECORD, "")))
    record = next((each for each in candidates if each and each.version == version), None)
    if record is not None:
        return Mark(version, record.document, record.text, record, record.separator)
    document, _, text = properties.get(REFERENCE, "").strip().partition("@")[0].partition("/")
    separator = LINE_END if properties.get(PARAGRAPHS, "").strip() == LINES else BLANK_LINE
    return Mark(version, document or None, text or None, None, separator)


def is_version_id(written: str) -> bool:
    """Return whether a text is the id of a version: 64 lower-case hex digits."""
    return re.fullmatch("[0-9a-f]{64}", written) is not None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is expected")
    return value


def _agent(value: object) -> str:
    agents.parse(_text(value))
    return _text(value)


def _note(value: Mapping[str, Any], number: int) -> FileNote:
    places = value["start"], value["end"]
    has_place = all(type(place) is int and place >= 0 for place in places)
    if places != (None, None) and not (has_place and places[0] < places[1]):
        raise ValueError("a place is two numbers or none")
    return FileNote(
        text=_text(value["text"]),
        kind=rules.one_of("note kind", _text(value["kind"]), rules.NOTE_KINDS),
        language=rules.language(_text(value["language"])),
        agents=tuple(map(_agent, value["agents"])),
        start=places[0],
        end=places[1],
        number=number,
    )


def labelled(note: FileNote, text: str) -> str:
    """Return the words of a note as a file has them, ``text``, after the label of its kind.

    A note on the source that says “Source” itself needs no label.
    """
    says_it = note.kind == "source" and text.lower().startswith("source")
    return text if says_it else LABELS[note.kind] + text


def unlabelled(text: str) -> tuple[str, str]:
    """Return the kind that a note's label tells, ``editorial`` without one, and its words."""
    for kind, label in LABELS.items():
        if label and text.startswith(label):
            return kind, text[len(label) :]
    return "editorial", text


def in_file_order(notes: Sequence[ExportedNote]) -> list[tuple[int, FileNote]]:
    """Return the notes that stand on a passage, by its end, each with its number from 1."""
    placed = [
        (number, noted.note) for number, noted in enumerate(notes, 1) if noted.note.end is not None
    ]
    return sorted(placed, key=lambda pair: (pair[1].end, pair[1].start, pair[0]))


def on_the_whole(notes: Sequence[ExportedNote]) -> list[tuple[int, ExportedNote]]:
    """Return the notes that stand on no passage, each with its number from 1."""
    return [(number, noted) for number, noted in enumerate(notes, 1) if noted.note.end is None]
