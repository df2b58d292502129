"""A manuscript as it is read from a file: its text, notes and block quotations."""

from __future__ import annotations

import os
from dataclasses import dataclass

from provrepo.errors import InputError, ProvrepoError, on_one_line
from provrepo.formats.draft import STANDARD_INPUT, Draft, FileNote, Reading, decode
from provrepo.store.rules import string


@dataclass(frozen=True, slots=True, repr=False)
class Manuscript:
    """What an author has written, with what it cites.

    ``notes`` are its footnotes, endnotes and comments, ``block_quotations`` the ranges of
    ``content``, in code points, that it sets apart as quotations. ``has_lines`` says whether people
    see the content's lines, as in a text file: a Word document has none that they could look up.
    ``warnings`` say what of the file was not read.
    """

    content: str
    notes: tuple[FileNote, ...] = ()
    block_quotations: tuple[tuple[int, int], ...] = ()
    has_lines: bool = True
    name: str = ""
    warnings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        string("text", self.content)

    def __repr__(self) -> str:
        return f"<Manuscript {self.name or on_one_line(self.content)!r}, notes: {len(self.notes)}>"


def read_manuscript(
    source: str | os.PathLike[str] | bytes, encoding: str | None = None
) -> Manuscript:
    """Read a manuscript from a file, or from bytes without a name.

    A text file is a manuscript as a whole, with its front matter: whatever stands there is no
    metadata of ours, and its lines are the file's. ``encoding`` is that of such a file, None for
    UTF-8 or what its byte order mark says. Raises InputError, also where a reader fails on a file.
    """
    from provrepo.reading.files import read_bytes

    path = STANDARD_INPUT if isinstance(source, bytes) else os.fspath(source)
    data = source if isinstance(source, bytes) else read_bytes(source)
    name = "" if path == STANDARD_INPUT else os.path.basename(path)  # noqa: PTH119
    try:
        return _read(data, path, name, encoding)
    except ProvrepoError:
        raise
    except RecursionError:
        what = "is nested deeper than can be read, as where a footnote refers to itself"
        raise InputError(path, what) from None
    except Exception as error:
        # A reader's mistake must not lose the other manuscripts of a book.
        raise InputError(
            path,
            f"cannot be read: {type(error).__name__} ({on_one_line(str(error))}), a mistake in "
            "provrepo's reader of such files; please report it",
        ) from error


def _read(data: bytes, path: str, name: str, encoding: str | None) -> Manuscript:
    from provrepo.formats.plain.text import refuse_damaged
    from provrepo.formats.readers import reader_of, recognise

    format_name = recognise(data, path)
    if format_name == "text":
        try:
            return Manuscript(decode(data, path, encoding), name=name)
        except InputError:
            refuse_damaged(path)
            raise
    drafts = reader_of(format_name)(data, path, Reading())
    return _of_drafts(drafts, name)


def _of_drafts(drafts: tuple[Draft, ...], name: str) -> Manuscript:
    """Return the manuscript that the texts in a file make, one after the other."""
    content = ""
    notes: list[FileNote] = []
    blocks: list[tuple[int, int]] = []
    for draft in drafts:
        offset = len(content)
        notes += [_moved(note, offset) for note in draft.notes or ()]
        blocks += [(start + offset, end + offset) for start, end in draft.block_quotations]
        content += f"{draft.content}\n\n"
    warnings = dict.fromkeys(warning for draft in drafts for warning in draft.warnings)
    return Manuscript(content, tuple(notes), tuple(blocks), False, name, tuple(warnings))


def _moved(note: FileNote, offset: int) -> FileNote:
    """Return a note with its passage ``offset`` code points later."""
    from dataclasses import replace

    if note.start is None or note.end is None:
        return note
    return replace(note, start=note.start + offset, end=note.end + offset)
