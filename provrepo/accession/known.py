"""Files that need not be read, as the newest version of their text was read from the same bytes."""

from __future__ import annotations

from collections.abc import Sequence

from provrepo.accession import names
from provrepo.accession.inputs import Input
from provrepo.errors import ProvrepoError
from provrepo.formats.draft import Reading
from provrepo.formats.filename import base_name
from provrepo.software import SOFTWARE
from provrepo.store import read
from provrepo.store.canonical import digest
from provrepo.store.database import Database
from provrepo.store.read import StoredVersion
from provrepo.store.records import TextKey

# A TEI file may hold several texts, of which one may be missing.
_ONE_TEXT = frozenset(("text", "markdown", "docx", "odt", "page", "alto", "hocr"))


class Known:
    """The newest versions of the texts that some inputs are versions of, by their names.

    ``wanted`` are the texts of the inputs, None where a name does not tell; see `texts`.
    """

    def __init__(self, database: Database, wanted: Sequence[TextKey | None]) -> None:
        keys = {own[0] for own in wanted if own is not None}
        found = read.newest_readings(database, keys) if keys else []
        self._newest = {one.text_key: one for one in found}

    def __contains__(self, own: TextKey | None) -> bool:
        return own in self._newest

    def version(
        self, own: TextKey, data: bytes, path: str, reading: Reading
    ) -> StoredVersion | None:
        """Return the newest version of a text, where it was read from ``data`` as it would be now.

        That is: from a file of that name by the same reader of the same provrepo.
        """
        found = self._newest[own]
        file = found.record.file
        if file is None or found.record.software != SOFTWARE:
            return None
        encoding = "" if reading.encoding is None else f" encoding={reading.encoding}"
        reader = file.reader.partition(" ")[0]
        as_text = reader in ("text", "markdown")
        same = file.reader == f"{reader}{encoding}" if as_text else not encoding
        if reader not in _ONE_TEXT or not same or file.name != base_name(path):
            return None
        return found if file.sha256 == digest(data) else None


def text_of(one: Input, document: str | None, text: str | None) -> TextKey | None:
    """Return the text that an input of one file is a version of, as far as it is told outside it.

    ``document`` and ``text`` are what the user says of all files.
    """
    if len(one.paths) != 1:
        return None
    found = names.of_path(one.paths[0])
    key, written = document or one.document, text or one.text
    try:
        if key is None and found is not None:
            key = found.document()
        if key is None and written is not None:
            key = names.key_of(one.paths[0])
        if key is None:
            return None
        if written is not None:
            return TextKey(key, names.parse_text(written))
        return TextKey(key, found.text()) if found is not None else None
    except ProvrepoError:
        return None
