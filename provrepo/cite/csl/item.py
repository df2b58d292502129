"""An item of citation metadata (CSL-JSON), with its names and dates read once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from provrepo.cite.csl.dates import DateValue, parse_date
from provrepo.cite.csl.name_parts import Name, parse_names, same_people
from provrepo.cite.csl.work import NAME_STEPS
from provrepo.errors import ItemError


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NAME_VARIABLES = _words(
    """
    author chair collection-editor compiler composer container-author contributor curator director
    editor editor-translator editorial-director editortranslator executive-producer guest host
    illustrator interviewer narrator organizer original-author performer producer recipient
    reviewed-author script-writer series-creator translator
    """
)
BOTH_ROLES = ("editor-translator", "editortranslator")
"""Two spellings of one variable: that of appendix IV and that of the terms."""
DATE_VARIABLES = _words(
    """
    accessed available-date event-date issued original-date submitted
    """
)
NUMBER_VARIABLES = _words(
    """
    chapter-number citation-number collection-number edition first-reference-note-number issue
    locator number number-of-pages number-of-volumes page page-first part-number printing-number
    section supplement-number version volume
    """
)
ARCHIVAL_TYPES = frozenset(
    {"collection", "document", "graphic", "manuscript", "map", "personal_communication"}
)
"""Types of unpublished items."""
_KNOWN_IN_NOTES = NUMBER_VARIABLES | _words(
    """
    annote archive archive_collection archive_location archive-place authority call-number
    collection-title container-title container-title-short dimensions division DOI event-place
    genre ISBN ISSN jurisdiction keyword medium original-publisher original-publisher-place
    original-title part-title PMCID PMID publisher publisher-place references reviewed-genre
    reviewed-title scale source status title title-short URL volume-title volume-title-short
    """
)
"""Further variables that a note may carry; other lines of a note are just text."""
_IN_NOTES = _KNOWN_IN_NOTES | NAME_VARIABLES | DATE_VARIABLES | {"type"}
_SHORT_FIELDS = {
    "title": ("title-short", "shortTitle"),
    "container-title": ("container-title-short", "journalAbbreviation"),
}
"""Variables with a short form, and the fields that hold it in CSL and in older data."""
_ALIASES = {
    "title-short": "shortTitle",
    "container-title-short": "journalAbbreviation",
    "event": "event-title",
    "event-title": "event",
    "journalAbbreviation": "container-title-short",
    "shortTitle": "title-short",
}
"""Old names of variables, still found in data and styles."""
_DERIVED = frozenset({*_ALIASES, *BOTH_ROLES, "page-first"})
"""Variables that an item may have without a field of that name."""


class CitedItem:
    """One item; variables are read on demand and kept."""

    __slots__ = (
        *("_dates", "_filled", "_names", "_texts", "data", "english", "id", "language"),
        *("name_count", "type", "weight"),
    )

    def __init__(self, identifier: str, data: Mapping[str, Any]) -> None:
        if not isinstance(data, Mapping):
            raise ItemError(f"is not an object: {data!r}", item=identifier)
        self.id = identifier
        self.data = _with_note_fields(data)
        kind = self.data.get("type", "")
        if not isinstance(kind, str):
            raise ItemError(f"is not a text: {kind!r}", item=identifier, field="type")
        self.type = kind
        language = self.data.get("language")
        self.language = language if isinstance(language, str) else ""
        # How much there is to print of it, in steps of work: see `work`.
        lists = [len(value) for value in self.data.values() if isinstance(value, list)]
        self.name_count = sum(lists)
        self.weight = 10 * NAME_STEPS * self.name_count + sum(
            len(value) for value in self.data.values() if isinstance(value, str)
        )
        self._names: dict[str, list[Name]] = {}
        self._dates: dict[str, DateValue | None] = {}
        self._texts: dict[tuple[str, str], str] = {}
        self._filled: dict[str, bool] = {}

    def text(self, variable: str, form: str = "long") -> str:
        """Return a text or number variable, in its short form where it has one; else empty."""
        if form == "long" and variable not in self.data and variable not in _DERIVED:
            return ""  # most that a style asks for
        key = (variable, form)
        text = self._texts.get(key)
        if text is None:
            text = self._texts[key] = self._find_text(variable, form)
        return text

    def _find_text(self, variable: str, form: str) -> str:
        if form == "short":
            for field in _SHORT_FIELDS.get(variable, (variable + "-short",)):
                if self.data.get(field):
                    return self._as_text(field)
        if variable == "page-first":
            first = self.data.get("page-first") or self.data.get("page") or ""
            return re.split("[-–,;&]", str(first), maxsplit=1)[0].strip()
        value = self._as_text(variable)
        if not value and variable in _ALIASES:
            value = self._as_text(_ALIASES[variable])
        return value

    def _as_text(self, field: str) -> str:
        value = self.data.get(field)
        if value is None or value is False:
            return ""
        if isinstance(value, str):
            return value.strip() if field != "note" else value
        if isinstance(value, (int, float)):
            return str(value)
        if isinstance(value, list) and all(isinstance(part, (str, int)) for part in value):
            return ", ".join(map(str, value))
        text = _date_or_names(value)
        if text:
            return text
        raise ItemError(f"is not a text: {value!r}", item=self.id, field=field)

    def names(self, variable: str) -> list[Name]:
        """Return the names in a name variable."""
        names = self._names.get(variable)
        if names is None:
            value = self.data.get(variable)
            names = []
            if value:
                names = parse_names(value, item=self.id, field=variable)
            elif variable in BOTH_ROLES:
                names = self._in_both_roles(variable)
            self._names[variable] = names
        return names

    def _in_both_roles(self, variable: str) -> list[Name]:
        """Return those who are editors and translators ("editor-translator", appendix IV)."""
        spelling = next(name for name in BOTH_ROLES if name != variable)
        if self.data.get(spelling):
            return self.names(spelling)
        editors, translators = self.names("editor"), self.names("translator")
        return editors if same_people(editors, translators) else []

    def is_generated(self, variable: str) -> bool:
        """Return whether the names in a variable are those of ``editor`` and ``translator``."""
        return variable in BOTH_ROLES and not any(map(self.data.get, BOTH_ROLES))

    def date(self, variable: str) -> DateValue | None:
        """Return a date variable, or None where there is no date in it."""
        if variable not in self._dates:
            value = self.data.get(variable)
            date = None
            if value not in (None, "", {}, []):
                date = parse_date(value, item=self.id, field=variable)
            self._dates[variable] = None if date is None or date.empty else date
        return self._dates[variable]

    def has(self, variable: str) -> bool:
        """Return whether a variable has a value."""
        has_value = self._filled.get(variable)
        if has_value is None:
            has_value = self._filled[variable] = self._has(variable)
        return has_value

    def _has(self, variable: str) -> bool:
        if variable not in self.data and variable not in _DERIVED:
            return False
        if variable in NAME_VARIABLES:
            return bool(self.names(variable))
        if variable in DATE_VARIABLES:
            return self.date(variable) is not None
        value = self.data.get(variable)
        if isinstance(value, (dict, list)):
            return bool(value)
        return bool(self.text(variable))


def _with_note_fields(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Add variables that ``note`` carries as ``{:variable: value}`` or as lines of that form.

    It is how reference managers store variables that their forms lack.
    """
    note = data.get("note")
    if not isinstance(note, str) or ":" not in note:
        return data
    fields, remark = _note_fields(note)
    merged = {**data, "note": remark} if fields else dict(data)
    # A field of the item itself wins, but for dates, which forms often cut short, and the type.
    for name, value in fields:
        if name in DATE_VARIABLES:
            merged[name] = {"raw": value.strip()}
        elif name in NAME_VARIABLES:
            parts = [part.strip() for part in value.split("||")]
            entry = (
                {"family": parts[0], "given": parts[1]} if len(parts) > 1 else {"literal": parts[0]}
            )
            if name not in data:
                merged[name] = [*merged.get(name, []), entry]
        elif name == "type" or (name in _KNOWN_IN_NOTES and name not in data):
            merged[name] = value.strip()
    return merged


def _note_fields(note: str) -> tuple[list[tuple[str, str]], str]:
    """Return the names and values of variables in a note, and the note without them."""
    fields = re.findall(r"\{:([\w-]+):\s*([^}]+)\}", note)
    if fields:
        return fields, re.sub(r"\{:[\w-]+:\s*[^}]+\}\s*", "", note).strip()
    remark = []
    lines = note.split("\n")
    for number, line in enumerate(lines):
        match = re.fullmatch(r"([A-Za-z][\w-]*):\s*(\S.*)", line.strip())
        if match is not None and match[1] in _IN_NOTES:
            fields.append((match[1], match[2]))
        elif number and match is None:
            # The lines stand at the top, behind one line of text at most.
            remark += lines[number:]
            break
        else:
            remark.append(line)
    return fields, "\n".join(remark).strip()


def _date_or_names(value: object) -> str:
    """Return a date or names as text, for styles that print them as if they were one."""
    if isinstance(value, Mapping):
        parts = value.get("date-parts")
        if isinstance(parts, list) and all(isinstance(end, list) for end in parts):
            return "/".join("-".join(f"{part:0>2}" for part in end) for end in parts)
        return str(value.get("literal") or value.get("raw") or value.get("edtf") or "")
    if isinstance(value, list) and all(isinstance(name, Mapping) for name in value):
        return ", ".join(filter(None, map(_plain_name, value)))
    return ""


def _plain_name(name: Mapping[str, Any]) -> str:
    parts = " ".join(str(name[part]) for part in ("given", "family") if part in name)
    return str(name.get("literal") or parts)
