"""A manuscript with its citations put in: read, looked up, formatted and written anew."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from provrepo.cite import CiteError
from provrepo.errors import InputError, ProvrepoError, fault, on_one_line
from provrepo.formats.draft import STANDARD_INPUT
from provrepo.reading.citing.citation import Manner, style_of
from provrepo.reading.citing.formatting import FormattedManuscript, Keys, formatted
from provrepo.reading.citing.story import Passage, Placed
from provrepo.store.database import Database


@dataclass(frozen=True, slots=True, repr=False)
class ManuscriptCitation:
    """One citation in a manuscript: as its author wrote it, and what stands in its place.

    ``references`` are the exact versions that it cites, ``text`` is the note or the words put in.
    Where a key names nothing, ``problems`` say so, ``text`` is empty, and the citation was left as
    it was. ``line`` is the line of a text file, from 1, None in a Word document; ``note`` is the
    author's note that it stands in, such as ``footnote 3``, and ``around`` are some words before.
    """

    written: str
    line: int | None
    note: str
    around: str
    references: tuple[str, ...]
    text: str
    problems: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<ManuscriptCitation {on_one_line(self.written)}>"

    def as_json(self) -> dict[str, Any]:
        """Return the citation as JSON output shows it (docs/cli.md)."""
        return {
            "written": self.written,
            "line": self.line,
            "note": self.note or None,
            "around": self.around,
            "references": list(self.references),
            "text": self.text,
            "problems": list(self.problems),
        }


@dataclass(frozen=True, slots=True, repr=False)
class CitedManuscript:
    """A manuscript with its citations put in.

    ``data`` are the bytes of the new file, in the format of the one read; ``warnings`` tell the
    author, for example, to which version a key without one was pinned. ``problems`` are what could
    not be cited, each in one line with its place.
    """

    data: bytes
    citations: tuple[ManuscriptCitation, ...]
    problems: tuple[str, ...]
    warnings: tuple[str, ...]

    def __repr__(self) -> str:
        return f"<CitedManuscript, citations: {len(self.citations)}>"


class _Story(Protocol):
    """A manuscript of some format."""

    passages: list[Passage]
    refused: dict[Placed, str]
    warnings: list[str]

    @property
    def uncited(self) -> Sequence[str]: ...

    def finished(self, manuscript: FormattedManuscript) -> tuple[bytes, Mapping[Placed, str]]: ...


def cite_manuscript(
    database: Database,
    source: str | os.PathLike[str] | bytes,
    manner: Manner,
    encoding: str | None = None,
) -> CitedManuscript:
    """Return a manuscript in which notes and a bibliography stand for the citations of its author.

    Raises InputError for a file that is neither Markdown nor Word, and CiteError.
    """
    from provrepo.reading.files import read_bytes

    data = source if isinstance(source, bytes) else read_bytes(source)
    path = STANDARD_INPUT if isinstance(source, bytes) else os.fspath(source)
    try:
        return _cited(database, data, path, manner, encoding)
    except ProvrepoError:
        raise
    except Exception as error:
        raise CiteError(f"{path}: {fault(error)}") from error


def _cited(
    database: Database, data: bytes, path: str, manner: Manner, encoding: str | None
) -> CitedManuscript:
    story = _story(data, path, encoding)
    keys = Keys(database, manner.pin)
    result = formatted(keys, style_of(manner), story.passages, story.uncited)
    written, replaced = story.finished(result)
    placed = [place for passage in story.passages for place in passage.placed]
    result.problems |= {place: [reason] for place, reason in story.refused.items()}
    placed += story.refused
    citations = tuple(_described(place, result, replaced) for place in placed)
    name = os.path.basename(path)  # noqa: PTH119
    problems = [
        f"{_where(name, citation)}{citation.written}: {problem}"
        for citation in citations
        for problem in citation.problems
    ]
    problems += [f"{name}: {problem}" for problem in result.uncited_problems]
    return CitedManuscript(written, citations, tuple(problems), (*keys.warnings, *story.warnings))


def _story(data: bytes, path: str, encoding: str | None) -> _Story:
    from provrepo.formats.readers import recognise

    format_name = recognise(data, path)
    if format_name == "docx":
        from provrepo.reading.citing.word import WordStory

        return WordStory(data, path)
    if format_name == "text":
        from provrepo.reading.citing.markdown import read_markdown

        return read_markdown(data, path, encoding)
    raise InputError(path, "is neither Markdown nor a Word document; save it as one of them")


def _described(
    placed: Placed, result: FormattedManuscript, replaced: Mapping[Placed, str]
) -> ManuscriptCitation:
    problems = tuple(result.problems.get(placed, ()))
    views = [result.keys.named(cite.key).view for cite in placed.citation.cites]
    return ManuscriptCitation(
        placed.written,
        placed.line,
        placed.note,
        placed.around,
        () if problems else tuple(view.reference for view in views if view is not None),
        replaced.get(placed, ""),
        problems,
    )


def _where(name: str, citation: ManuscriptCitation) -> str:
    """Return where a citation stands, as compilers have it, or by its note and the words before."""
    if citation.line is not None:
        return f"{name}:{citation.line}: "
    note = f"in {citation.note}, " if citation.note else ""
    return f"{name}, {note}after “{citation.around}”: " if citation.around else f"{name}: {note}"
