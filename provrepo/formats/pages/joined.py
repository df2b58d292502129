"""Join the pages of one text: files of PAGE, ALTO or hOCR, one a page, or a zip of them.

================================  ===========================================================
in the files                      in the version
================================  ===========================================================
their order                       by name, numbers by value: ``page2`` before ``page10``
their texts                       one content, U+000C FORM FEED directly before each next page
notes                             on the same words
agents, warnings, messages        united, their numbers added up
language                          the one that all pages name that name any
the latest ``created``            ``created``
the files themselves              the ingested file: a zip of them, always the same bytes
================================  ===========================================================

A page without text stays a page: two form feeds follow one another. Where a zip is read, it is the
ingested file itself; what in it is no page (images, METS) is left out and counted.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from provrepo.errors import InputError
from provrepo.formats.draft import Draft, FileNote, Reading, counted
from provrepo.formats.pages import alto, hocr, page_xml
from provrepo.formats.pages.recognised_page import (
    PAGE_BREAK,
    united_message,
    united_warnings,
)
from provrepo.formats.zip_members import ZipMembers
from provrepo.store.canonical import digest
from provrepo.store.records import IngestedFile
from provrepo.store.rules import base_name

MEDIA_TYPE = "application/zip"

_READ_PAGE: dict[str, Callable[[bytes, str, Reading], tuple[Draft]]] = {
    "page": page_xml.read,
    "alto": alto.read,
    "hocr": hocr.read,
}
_KINDS = (
    ("page", re.compile(rb"<(?:[A-Za-z][\w.-]*:)?PcGts[\s>]")),
    ("alto", re.compile(rb"<(?:[A-Za-z][\w.-]*:)?(?:alto|ALTO)[\s>]")),
    ("hocr", re.compile(rb"class\s*=\s*[\"'][^\"'<>]*\bocr_page\b")),
)
_SUFFIXES = frozenset((".xml", ".html", ".htm", ".xhtml", ".hocr", ""))


def read(data: bytes, path: str, reading: Reading) -> tuple[Draft]:
    """Return the draft of a text whose pages are the members of a zip.

    Raises InputError for a zip that `provrepo.formats.zip_members` refuses, for one without a page
    or with pages of several formats, and where one of the pages cannot be read.
    """
    archive = ZipMembers(data, path)
    left_out = Counter({"members with unsafe names": archive.unsafe} if archive.unsafe else {})
    drafts: list[Draft] = []
    kinds: set[str] = set()
    for name, member in members(archive):
        kind = page_format(member)
        if kind is None:
            left_out[f"{PurePosixPath(name).suffix.lower() or 'other'} files"] += 1
            continue
        kinds.add(kind)
        if len(kinds) > 1:
            raise InputError(path, f"holds pages in {' and '.join(sorted(kinds))}; keep one format")
        (draft,) = _READ_PAGE[kind](member, f"{path}: {name}", reading)
        # Only what is united is kept, so that memory grows with the text and not with the files.
        base = base_name(name)
        page_name = base if draft.page == draft.name else draft.page
        file = replace(draft.ingested, name=base)
        drafts.append(replace(draft, file_bytes=None, file=file, page=page_name))
    if not drafts:
        raise InputError(path, "is a zip archive without a page in PAGE, ALTO or hOCR")
    if not any(draft.content.strip() for draft in drafts):
        raise InputError(path, f"holds no text on any of its {len(drafts)} pages")
    file = IngestedFile(
        base_name(path),
        MEDIA_TYPE,
        f"{drafts[0].ingested.reader} pages={len(drafts)}",
        digest(data),
    )
    of_zip = (f"left out: {counted(left_out)}",) if left_out else ()
    warnings = united_warnings([*drafts, replace(drafts[0], warnings=of_zip)])
    return (replace(_united(drafts), file=file, file_bytes=data, warnings=warnings),)


def members(archive: ZipMembers) -> Iterator[tuple[str, bytes]]:
    """Yield the members of a zip that may be pages, in their order, each with its name."""
    for name in sorted(archive.names, key=_natural):
        suffix = PurePosixPath(name).suffix.lower()
        yield name, archive.read(name) if suffix in _SUFFIXES else b""


def joined(drafts: Sequence[Draft], name: str) -> Draft:
    """Return one draft of the drafts of one text's pages, of which there is at least one.

    They are put in the order of their files' names. The ingested file is called ``name`` and is a
    zip of the pages' files: stored and of one date, so that the same pages make the same bytes
    anywhere, and a second ingest finds nothing new.
    """
    ordered = sorted(drafts, key=lambda draft: _natural(draft.ingested.name))
    data = _zipped(ordered)
    readers = dict.fromkeys(draft.ingested.reader for draft in ordered)
    reader = f"{' '.join(readers)} pages={len(ordered)}"
    file = IngestedFile(base_name(name), MEDIA_TYPE, reader, digest(data))
    return replace(_united(ordered), file=file, file_bytes=data)


def page_format(data: bytes) -> str | None:
    """Return ``page``, ``alto`` or ``hocr`` as the first bytes of a file say; None for another."""
    head = data[:16384]
    return next((name for name, sign in _KINDS if sign.search(head)), None)


def _natural(name: str) -> tuple[list[tuple[int, str]], str]:
    """Return a key that sorts ``page2`` before ``page10``."""
    parts = re.split(r"([0-9]{1,18})", posixpath.normpath(name))
    return [(int(part), "") if at % 2 else (0, part) for at, part in enumerate(parts)], name


def _united(drafts: Sequence[Draft]) -> Draft:
    """Return one draft that says what the pages say; where they contradict each other, nothing."""
    content: list[str] = []
    notes: list[FileNote] = []
    length = 0
    for number, draft in enumerate(drafts):
        piece = (PAGE_BREAK if number else "") + draft.content
        start = length + len(piece) - len(draft.content)
        notes += [note.moved(start) for note in draft.notes or ()]
        content.append(piece)
        length += len(piece)
    languages = {draft.language for draft in drafts} - {None}
    images = dict.fromkeys(basis for draft in drafts for basis in draft.based_on or ())
    can_carry_notes = any(draft.notes is not None for draft in drafts)
    return replace(
        drafts[0],
        content="".join(content),
        language=languages.pop() if len(languages) == 1 else None,
        agents=tuple(dict.fromkeys(agent for draft in drafts for agent in draft.agents)),
        message=united_message(drafts),
        created=max((draft.created for draft in drafts if draft.created), default=None),
        notes=tuple(notes) if can_carry_notes else None,
        based_on=tuple(images) or None,
        page=None,
        warnings=united_warnings(drafts),
    )


def _zipped(drafts: Sequence[Draft]) -> bytes:
    """Return a zip of the drafts' files, stored: what deflate writes depends on its version."""
    written = io.BytesIO()
    names: set[str] = set()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        for draft in drafts:
            name, number = PurePosixPath(draft.ingested.name), 1
            while name.name in names:
                number += 1
                name = PurePosixPath(
                    f"{PurePosixPath(draft.ingested.name).stem}-{number}{name.suffix}"
                )
            names.add(name.name)
            member = zipfile.ZipInfo(name.name, (1980, 1, 1, 0, 0, 0))
            # Written as on Unix and readable by all, wherever it is made.
            member.create_system, member.external_attr = 3, 0o644 << 16
            data = draft.content.encode() if draft.file_bytes is None else draft.file_bytes
            archive.writestr(member, data)
    return written.getvalue()
