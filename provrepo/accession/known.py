"""Files that need not be read: the newest version of their text came from the same bytes."""

from __future__ import annotations

from collections.abc import Container, Sequence

from provrepo.accession import placing
from provrepo.accession.inputs import Input
from provrepo.errors import ProvrepoError
from provrepo.formats.draft import CONVENTIONS, Reading
from provrepo.software import SOFTWARE
from provrepo.store import survey
from provrepo.store.canonical import digest
from provrepo.store.database import Database
from provrepo.store.read import StoredVersion
from provrepo.store.records import TextKey
from provrepo.store.rules import base_name

# A TEI file may hold several texts, of which one may be missing in the repository.
_ONE_TEXT = frozenset(("text", "markdown", "docx", "odt", "page", "alto", "hocr"))


class NewestVersions:
    """The newest versions of the texts that some inputs will be versions of, by their names.

    One query asks for all of them: most files of a second run over a folder have not changed, and
    are hashed instead of read and compared. ``text_keys`` come from `text_of`, None where a name
    does not tell the text. What was ``purged``, by kind and digest, is to be read again: that it
    comes again is worth saying, however often.
    """

    def __init__(
        self,
        database: Database,
        text_keys: Sequence[TextKey | None],
        purged: Container[tuple[str, str]] = (),
    ) -> None:
        documents = {text_key.document for text_key in text_keys if text_key is not None}
        versions = survey.newest_readings(database, documents) if documents else []
        self._versions = {
            version.text_key: version
            for version in versions
            if ("content", version.record.content) not in purged
        }

    def __contains__(self, text_key: TextKey | None) -> bool:
        return text_key in self._versions

    def read_from(
        self, text_key: TextKey, data: bytes, path: str, reading: Reading
    ) -> StoredVersion | None:
        """Return the newest version of a text, if it was read from ``data`` as it would be now.

        That is: from a file of this name, by the same reader of the same provrepo. Another reader,
        or a newer one, may find other words in the same bytes.
        """
        version = self._versions[text_key]
        file = version.record.file
        if file is None or version.record.software != SOFTWARE:
            return None
        encoding = "" if reading.encoding is None else f" encoding={reading.encoding}"
        reader = file.reader.partition(" ")[0]
        # Only plain texts are decoded as the editor says; all others say their encoding themselves.
        is_plain = reader in ("text", "markdown")
        as_before = file.reader == f"{reader}{encoding}" if is_plain else not encoding
        if reader == "page":  # whose tags are written by a convention
            usual = reading.convention == CONVENTIONS[0]
            convention = "" if usual else f" convention={reading.convention}"
            as_before = as_before and file.reader == f"page{convention}"
        if reader not in _ONE_TEXT or not as_before or file.name != base_name(path):
            return None
        return version if file.sha256 == digest(data) else None


def text_of(file: Input, document: str | None, text: str | None) -> TextKey | None:
    """Return the text that an input is a version of, as far as that is known without its file.

    ``document`` and ``text`` are what the editor says of all files. Returns None for several pages,
    and where only the file itself can tell.
    """
    if len(file.paths) != 1:
        return None
    (path,) = file.paths
    file_name = placing.of_path(path)
    key, written = document or file.document, text or file.text
    try:
        if key is None and file_name is not None:
            key = file_name.document()
        if key is None and written is not None:
            key = placing.key_of(path)
        if key is None:
            return None
        if written is not None:
            return TextKey(key, placing.parse_text(written))
        return TextKey(key, file_name.text()) if file_name is not None else None
    except ProvrepoError:
        return None
