"""In which order texts that are based on one another go in, found with little memory."""

from __future__ import annotations

import os
from collections.abc import Collection

from provrepo.accession import placing
from provrepo.accession.inputs import Input
from provrepo.errors import ProvrepoError
from provrepo.reference import parse
from provrepo.store import rules

TRANSCRIPTION, TRANSLATION = rules.KINDS

_DEEPEST = 250
"""The highest rank, as each is kept in one byte.

A chain of this many texts is a ring, and is refused when its first text finds no basis.
"""


class Ranks:
    """Finds a rank for each input, above those of the texts that it is based on.

    Most inputs need no looking into: a transcription has rank 0, and a translation of one rank 1.
    Only the unusual ones are kept, by their place among all inputs: a transcription based on
    another text, a translation of a translation. ``late`` are the documents whose transcriptions
    are such, known after a first round through all inputs: what is based on those is unusual, too.
    """

    def __init__(self, late: Collection[str] = ()) -> None:
        self.late: set[str] = set()
        self._late_before = late
        self._ranks = bytearray()
        self._places: dict[str, list[int]] = {}  # of unusual inputs, by the names of their texts
        self._bases: dict[int, list[str]] = {}  # of unusual inputs, by their places

    def add(self, file: Input) -> None:
        """Take the next input."""
        place = len(self._ranks)
        document, kind, name = _probable_text(file)
        is_translation = kind == TRANSLATION
        self._ranks.append(int(is_translation))
        bases = [basis for written in file.changes.based_on or () if (basis := _newest_of(written))]
        if is_translation and not bases and document in self._late_before:
            bases = [(document, TRANSCRIPTION)]
        is_usual = not bases or (
            is_translation
            and all(
                text.startswith(TRANSCRIPTION) and key not in self._late_before
                for key, text in bases
            )
        )
        if is_usual:
            return
        # A reference may name the text in full, or by its kind alone.
        for text in dict.fromkeys((name, kind)):
            self._places.setdefault(f"{document}/{text}", []).append(place)
        self._bases[place] = [f"{key}/{text}" for key, text in bases]
        if not is_translation:
            self.late.add(document)

    def settled(self) -> bytearray:
        """Return the rank of each input, in their order."""
        # Each round puts at least one more input where it belongs, unless they are a ring.
        for _ in range(min(len(self._bases) + 1, _DEEPEST)):
            if not [place for place in self._bases if self._raise(place)]:
                break
        return self._ranks

    def _raise(self, place: int) -> bool:
        """Raise an input above its bases; return whether that was needed."""
        rank = self._ranks[place]
        for basis in self._bases[place]:
            usual = 1 if basis.partition("/")[2].startswith(TRANSLATION) else 0
            unusual = [self._ranks[at] for at in self._places.get(basis, ()) if at != place]
            rank = max(rank, min(1 + max([usual, *unusual]), _DEEPEST))
        raised = rank > self._ranks[place]
        self._ranks[place] = rank
        return raised


def _probable_text(file: Input) -> tuple[str, str, str]:
    """Return the document, the kind and the name of the text that an input will probably be."""
    file_name = placing.of_path(file.paths[0]) if file.paths else None
    document = file.document or (file_name.key if file_name else "")
    if file.text is not None:
        return document, file.text.partition(":")[0], file.text
    if file_name is None:
        return document, "", ""
    language_and_label = file_name.tail.split(".")[:-1]
    return document, file_name.kind, ":".join([file_name.kind, *language_and_label])


def _newest_of(written: str) -> tuple[str, str] | None:
    """Return the document and the text of a reference to a newest version; None for any other.

    An older version is in the repository already, so that no order is needed for it.
    """
    try:
        reference = parse(written)
    except ProvrepoError:
        return None
    if reference.selector.kind != "latest" or os.sep in (reference.text or ""):
        return None
    return reference.document or "", reference.text or TRANSCRIPTION
