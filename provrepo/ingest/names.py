"""What a file's name says: ``KEY.KIND.LANG[.LABEL].EXT``."""

from __future__ import annotations

import re
from typing import NamedTuple

from provrepo.errors import InputError, InvalidValue
from provrepo.reference import suggest_key
from provrepo.store import rules
from provrepo.store.records import Text

_SPLIT = re.compile(rf"(?s)(.*)\.({'|'.join(rules.KINDS)})\.(.*)")


class FileName(NamedTuple):
    """The parts of a name that tells where a file belongs, not yet checked."""

    name: str
    key: str
    kind: str
    rest: str

    def document(self) -> str:
        """Return the document's key. Raises InputError, which suggests one where this is none."""
        try:
            return rules.key(self.key)
        except InvalidValue as error:
            suggestion = suggest_key(self.key) or "KEY"
            raise InputError(self.name, f"{error}; name it: --document {suggestion}") from None

    def text(self) -> Text:
        """Return the text. Raises InputError where language, label or file type are missing."""
        how = f"name the text: --text {self.kind}:LANGUAGE"
        parts = self.rest.split(".")
        if not 2 <= len(parts) <= 3 or not all(parts):
            raise InputError(
                self.name,
                f"after .{self.kind}. a language is wanted, perhaps a label, and the file type, "
                f"as in KEY.{self.kind}.en.txt; or {how}",
            )
        try:
            language = rules.language(parts[0])
            label = rules.label(parts[1]) if len(parts) == 3 else None
        except InvalidValue as error:
            raise InputError(self.name, f"{error}; or {how}") from None
        return Text(self.kind, language, label)


def split(name: str) -> FileName | None:
    """Split a base name at its last ``.transcription.`` or ``.translation.``; None without one."""
    match = _SPLIT.fullmatch(name)
    return FileName(name, *match.groups()) if match else None


def parse_text(written: str) -> Text:
    """Read a text's full name, ``KIND:LANGUAGE[:LABEL]``. Raises InvalidValue."""
    parts = written.split(":")
    if not 2 <= len(parts) <= 3:
        raise InvalidValue(
            "text",
            written,
            "write KIND:LANGUAGE[:LABEL], such as transcription:zh or translation:en",
        )
    label = rules.label(parts[2]) if len(parts) == 3 else None
    return Text(rules.kind(parts[0]), rules.language(parts[1]), label)
