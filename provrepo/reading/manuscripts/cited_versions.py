"""The versions that a manuscript's pins name, each looked up once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from provrepo.errors import Ambiguous, InvalidReference, NotFound, Purged
from provrepo.metadata import Item
from provrepo.reading import lookup
from provrepo.reading.manuscripts import titles
from provrepo.reading.manuscripts.written_pins import WrittenPin
from provrepo.store import objects, read
from provrepo.store.database import Database
from provrepo.store.read import StoredText, StoredVersion

_TITLES = (
    "title title-short shortTitle container-title container-title-short collection-title "
    "original-title reviewed-title part-title volume-title event-title archive_collection "
    "archive_location genre"
).split()
"""The fields that a citation may have in quotation marks."""


_MOST_VERSIONS = 20
"""In how many versions of a text misquoted words are looked for."""


@dataclass(frozen=True, slots=True)
class Cited:
    """What a pin names. ``status`` is that of `provrepo.reading.manuscripts.pins.Pin`.

    ``stored`` is the version, ``newest`` the latest one of its text, ``numbered`` the one that has
    the number which the pin gives to another.
    """

    status: str
    stored: StoredVersion | None = None
    newest: StoredVersion | None = None
    numbered: StoredVersion | None = None


class CitedVersions:
    """The versions that pins name; whatever was asked once is remembered."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._by_reference: dict[str, StoredVersion | str] = {}
        self._cited: dict[tuple[str | None, int | None, str], Cited] = {}
        self._rows: dict[str, int | None] = {}  # of the texts, by their names
        self._history: dict[int, list[StoredVersion]] = {}
        self._titles: dict[int, set[str]] = {}
        self._newest: dict[int, StoredVersion] = {}
        self._kept: dict[str, bool] = {}

    def cited(self, pin: WrittenPin) -> Cited:
        """Return what a pin names."""
        asked = pin.reference, pin.number, pin.digits
        if asked not in self._cited:
            self._cited[asked] = self._look_up(pin)
        return self._cited[asked]

    def titles(self, pin: WrittenPin) -> Collection[str] | None:
        """Return the titles of the text that a pin names, as `titles.key` makes them.

        None for digits that may be something else, and are no version's.
        """
        cited = self.cited(pin)
        if cited.stored is None:
            return None if pin.doubtful else ()
        return self._titles_of(cited.stored)

    def content(self, digest: str) -> str | None:
        """Return a content; None where it was purged."""
        try:
            return objects.content(self._database, digest)
        except Purged:
            return None

    def history(self, stored: StoredVersion) -> list[StoredVersion]:
        """Return the newest versions of the text that ``stored`` is one of, and of its siblings.

        An author may quote the translation and cite the transcription.
        """
        row = self._row(stored)
        if row is None:
            return []
        if row not in self._history:
            siblings = (read.newest(self._database, text.row) for text in self._texts(stored))
            self._history[row] = [
                *read.history(self._database, row)[:_MOST_VERSIONS],
                *(version for version in siblings if version),
            ]
        return self._history[row]

    def _look_up(self, pin: WrittenPin) -> Cited:
        version = self._version(pin.reference) if pin.reference else "unknown"
        if isinstance(version, str):  # the status of a pin that names none
            return Cited(version)
        newest = self._newest_of(version)
        is_other = pin.number is not None and pin.number != version.record.number
        if is_other or not version.id.startswith(pin.digits):
            return Cited("mismatched", version, newest, self._numbered(version, pin))
        return Cited(self._status(version, newest), version, newest)

    def _version(self, reference: str) -> StoredVersion | str:
        """Return a version, or the status of a pin that names none."""
        if reference not in self._by_reference:
            try:
                self._by_reference[reference] = lookup.version(self._database, reference)
            except Ambiguous:
                self._by_reference[reference] = "ambiguous"
            except (NotFound, InvalidReference):  # `a..b/translation@v1` looks like a reference
                self._by_reference[reference] = "unknown"
        return self._by_reference[reference]

    def _numbered(self, version: StoredVersion, pin: WrittenPin) -> StoredVersion | None:
        """Return the version that was perhaps meant: of that number, or with those digits."""
        if pin.digits:
            other = self._version(pin.digits)
            return None if isinstance(other, str) else other
        row = self._row(version)
        return read.numbered(self._database, row, pin.number or 0) if row else None

    def _status(self, version: StoredVersion, newest: StoredVersion) -> str:
        if not self._is_kept(version.record.content):
            return "purged"
        if version.withdrawal:
            return "withdrawn"
        return "exact" if newest.record.content == version.record.content else "superseded"

    def _is_kept(self, digest: str) -> bool:
        if digest not in self._kept:
            self._kept[digest] = self.content(digest) is not None
        return self._kept[digest]

    def _newest_of(self, version: StoredVersion) -> StoredVersion:
        row = self._row(version)
        if row is None:
            return version
        if row not in self._newest:
            self._newest[row] = read.current(self._database, row) or version
        return self._newest[row]

    def _row(self, stored: StoredVersion) -> int | None:
        name = str(stored.text_key)
        if name not in self._rows:
            text = read.find_text(self._database, *stored.text_key)
            self._rows[name] = text.row if text else None
        return self._rows[name]

    def _titles_of(self, stored: StoredVersion) -> set[str]:
        """Return the titles in the metadata of a document: of a text's versions, and its others."""
        row = self._row(stored)
        if row is None:
            return set()
        if row not in self._titles:
            versions = read.history(self._database, row)
            for other in self._texts(stored):
                newest = read.newest(self._database, other.row)
                versions += [newest] if newest else []
            digests = dict.fromkeys(version.record.citation for version in versions)
            self._titles[row] = {
                titles.key(title) for digest in digests if digest for title in self._named(digest)
            } - {""}
        return self._titles[row]

    def _texts(self, stored: StoredVersion) -> list[StoredText]:
        """Return the texts of the document that ``stored`` belongs to."""
        return read.texts(self._database, stored.document)

    def _named(self, digest: str) -> list[str]:
        try:
            item: Item = objects.citation(self._database, digest)
        except Purged:
            return []
        return [item[field] for field in _TITLES if isinstance(item.get(field), str)]
