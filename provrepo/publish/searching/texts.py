"""The texts that a search reads before it shows them: each as scripts, a long one in pieces."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from provrepo.passages import Range, paragraphs
from provrepo.publish.scripts import arguments, compact_script
from provrepo.publish.searching.shards import FOLDER

TEXT, NOTE, ITEM = "text", "note", "item"
"""What of a text is searched: what it says, a note on it, the document's citation metadata."""

SHORTEST, LONGEST, MOST = 2_000, 6_000, 24
"""How many code points a piece has about, and how many pieces a text has at most."""

_TEXTS_IN_FOLDER = 256
_FOLDER = f"{FOLDER}/texts"


class Reading(NamedTuple):
    """How else than word by word a paragraph can be read: what is in its editor's brackets.

    ``paragraph`` is its number in the part, ``words`` how many words it is cut into. ``joined`` are
    the words that brackets stand in: the number of the first of their pieces, and how many there
    are. ``leaps`` lead from the word with one number to that with another: with the place and the
    wording of what is read meanwhile, or nothing. ``brackets`` are places, too. Places are
    half-open ranges in UTF-16 units of the paragraph, as JavaScript counts.
    """

    paragraph: int
    words: int
    joined: Sequence[tuple[int, int]]
    leaps: Sequence[tuple[int, ...] | tuple[int, int, int, int, str]]
    brackets: Sequence[Range]


class Part(NamedTuple):
    """Something that is searched by itself: ``kind`` is one of `TEXT`, `NOTE`, `ITEM`.

    ``places`` are, of a text, the number of its first passage on the page of the version, and where
    each begins, in UTF-16 units.
    """

    kind: str
    content: str
    readings: Sequence[Reading] = ()
    places: Sequence[int] = ()


class SearchedText(NamedTuple):
    """A text as it is found: what it is called, where it is shown, and its pieces.

    ``number`` is its place among all texts of the repository.
    """

    number: int
    title: str
    name: str
    language: str
    document_path: str
    version_path: str
    pieces: Sequence[Sequence[Part]]


def text_files(text: SearchedText) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a text, one a piece."""
    about = [text.title, text.name, text.language, text.document_path, text.version_path]
    for piece, parts in enumerate(text.pieces):
        yield (
            piece_path(text.number, piece),
            compact_script("text", text.number, piece, about, parts),
        )


def piece_path(number: int, piece: int) -> str:
    """Return the path of a piece's file; the first one bears the number of the text alone."""
    suffix = f"-{piece}" if piece else ""
    return f"{_FOLDER}/{number // _TEXTS_IN_FOLDER}/{number}{suffix}.js"


def is_piece(path: str) -> bool:
    """Return whether a path is that of a piece's file."""
    return path.startswith(f"{_FOLDER}/")


def number_of(path: str) -> int:
    """Return the number of the text that has a piece with this path. Raises ValueError."""
    return int(path.rpartition("/")[2].removesuffix(".js").partition("-")[0])


def contents_of(data: bytes) -> tuple[int, int, list[str]]:
    """Return, of a piece's file, the text's number, the piece's, and what is searched in it.

    Raises ValueError where it is no such file.
    """
    try:
        number, piece, _, parts = arguments(data)
        contents = [part[1] for part in parts]  # type: ignore[attr-defined]
    except (TypeError, IndexError) as error:
        raise ValueError("this is no text of a search") from error
    if not isinstance(number, int) or not isinstance(piece, int):
        raise ValueError("this is no text of a search")
    return number, piece, contents


def cut(content: str, ends: Iterable[int]) -> Iterator[Range]:
    """Yield the pieces of a content, which end where a paragraph does.

    ``ends`` are the ends of the paragraphs, over which no phrase goes. Of the paragraphs after
    which a piece might end, those count whose words say so, so that a change in one place moves no
    end in another.
    """
    scale = 1
    while len(content) > scale * SHORTEST * MOST:
        scale *= 2
    start = place = 0
    for end in ends:
        says_so = zlib.crc32(content[place:end].encode()) % 2 == 0
        length = end - start
        place = end
        if length >= scale * LONGEST or (says_so and length >= scale * SHORTEST):
            yield start, end
            start = end
    if start < len(content) or not start:
        yield start, len(content)


def passages(content: str, start: int, end: int) -> list[int]:
    """Return the number of the first passage of a piece and where each begins in it.

    As the page of a version numbers them, in UTF-16 units from the piece's beginning.
    """
    begins = [
        (number, first)
        for number, (first, last) in enumerate(paragraphs(content), 1)
        if last > start and first < end
    ]
    if not begins:
        return []
    return [begins[0][0], *(units(content[start : max(first, start)]) for _, first in begins)]


def units(text: str) -> int:
    """Return how many UTF-16 units a text has."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
