"""The drafts of a file as a commit left it: read like any file, or taken as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from provrepo.agents import parse as parse_agent
from provrepo.editing.knowledge import COMMIT_MARK
from provrepo.errors import InputError, ProvrepoError, ReaderFault
from provrepo.formats.draft import STANDARD_INPUT, Draft, Reading, decode
from provrepo.formats.plain.text import is_text_name
from provrepo.formats.readers import drafts_in, recognise
from provrepo.store.canonical import digest
from provrepo.store.records import IngestedFile
from provrepo.store.rules import base_name

LARGE_FILE = b"version https://git-lfs.github.com/spec/"
"""How the pointer begins that Git LFS keeps in place of a file."""


def drafts_of_commit(
    data: bytes | None, path: str, commit: str, reading: Reading, *, as_text: bool
) -> Sequence[Draft]:
    """Return the drafts of the file ``path`` as the commit with this id left it.

    ``data`` is None where the clone does not have the file's bytes. With ``as_text`` every file is
    taken as plain text, byte for byte. Raises InputError.
    """
    name = f"{path}@{commit[:12]}"
    if data is None:
        raise InputError(name, "is missing in this git repository, or damaged there")
    if data.startswith(LARGE_FILE):
        raise InputError(name, "is a pointer of Git LFS, not the file: git lfs pull")
    if as_text:
        drafts: Sequence[Draft] = (_as_text(data, name, path, reading),)
    else:
        drafts = _read(data, path, name, reading)
    return [_with_commit(draft, commit, path) for draft in drafts]


def _read(data: bytes, path: str, name: str, reading: Reading) -> Sequence[Draft]:
    """Read a file of a commit; what is wrong with it names the commit, too.

    A text is taken as it is where its front matter cannot be read, or nothing is left of it: a
    history has no holes.
    """
    try:
        drafts = drafts_in(data, path, reading)
        for draft in drafts:  # what is wrong only where a version is planned is found now, too
            if draft.fields:
                from provrepo.metadata import assign

                assign(None, draft.fields)
            for agent in draft.agents:
                parse_agent(agent)
    except Exception as raised:  # noqa: BLE001 - of assigning what the file says of itself
        error = raised if isinstance(raised, ProvrepoError) else ReaderFault(path, raised)
        reason = str(error).removeprefix(f"{path}: ")
        if not _is_text(data, path):
            if isinstance(error, ReaderFault):
                raise ReaderFault(name, error.cause) from error.cause
            raise InputError(name, reason) from None
    else:
        return drafts
    draft = _as_text(data, name, path, reading)
    return (replace(draft, warnings=(f"taken as it is: {reason}",) if data else ()),)


def _is_text(data: bytes, path: str) -> bool:
    """Return whether a file is a plain text or Markdown by its name and its bytes."""
    try:
        return is_text_name(path) and recognise(data, path) == "text"
    except InputError:
        return False


def _as_text(data: bytes, name: str, path: str, reading: Reading) -> Draft:
    """Return a draft that has all characters of a file, front matter and markup too."""
    content = decode(data, name, reading.encoding)
    file_bytes = None if content.encode() == data else data
    encoding = "" if reading.encoding is None else f" encoding={reading.encoding}"
    file = IngestedFile(base_name(path), "text/plain", f"text{encoding}", digest(data))
    return Draft(content=content, file=file, file_bytes=file_bytes)


def _with_commit(draft: Draft, commit: str, path: str) -> Draft:
    """Return a draft whose file names the commit it came from, and is called as it is there."""
    # By this mark the next import finds the commit again, and goes on after it.
    assert draft.file is not None, "a reader's draft has a file"
    reader = f"{draft.file.reader} {COMMIT_MARK}{commit}"
    name = path if path == STANDARD_INPUT else draft.file.name
    return replace(draft, file=replace(draft.file, name=name, reader=reader))
