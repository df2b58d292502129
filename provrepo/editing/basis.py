"""The basis of a version, as an editor writes it: a version here, or a source outside."""

from __future__ import annotations

import re
from collections.abc import Callable

from provrepo.errors import InvalidValue
from provrepo.reading.files import is_file_argument, read_bytes
from provrepo.store import rules
from provrepo.store.canonical import digest
from provrepo.store.records import Basis, TextKey
from provrepo.store.rules import base_name


def basis(written: str, text_key: TextKey, find: Callable[[str], tuple[str, TextKey]]) -> Basis:
    """Return what ``written`` names as the basis of a version of the text ``text_key``.

    It is a reference, for which ``find`` returns the version's id and its text; or a source
    outside: a URI, ``label:…``, ``sha256:…``, ``label:… sha256:…`` for both, or the path of an
    existing file, of which the name and the digest are recorded. Raises what ``find`` raises;
    InputError where the file cannot be read; and InvalidValue, also where the basis is a version of
    the same text.
    """
    # Schemes first: no reference holds a colon before its slash, and a file whose name looks like
    # a URI can be written ./so.
    scheme, colon, source = written.partition(":")
    if colon and scheme == "label" and source.strip():
        label, _, named = source.strip().rpartition(" sha256:")
        if label.strip() and re.fullmatch("[0-9a-f]{64}", named):
            return Basis(label=label.strip(), sha256=named)
        return Basis(label=source.strip())
    if colon and scheme == "sha256":
        return Basis(sha256=rules.sha256("sha256", source))
    if colon and re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*", scheme) and source:
        if re.search(r"\s", written):
            raise InvalidValue("basis", written, "a URI has no blanks; a description is label:…")
        return Basis(uri=written)
    if is_file_argument(written):
        return Basis(label=base_name(written), sha256=digest(read_bytes(written)))
    version, text_of_version = find(written)
    if text_of_version == text_key:
        raise InvalidValue(
            "basis", written, "is a version of the same text; its earlier versions are its history"
        )
    return Basis(version=version)
