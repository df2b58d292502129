"""In which order texts that are based on one another go in, found with little memory."""

from __future__ import annotations

import os
from collections.abc import Collection

from provrepo.accession import names
from provrepo.accession.inputs import Input
from provrepo.errors import ProvrepoError
from provrepo.reference import parse
from provrepo.store import rules

TRANSCRIPTION, TRANSLATION = rules.KINDS
_DEEPEST = 250


class Ranks:
    """Finds a rank for each input, so that it is above those of the texts that it is based on.

    A transcription has rank 0, a translation rank 1. Only what is based on something else, a
    transcription on another text or a translation on a translation, is kept to be looked into.
    ``late`` are documents whose transcriptions are such, known after a first round through all
    inputs: what is based on those is looked into as well.
    """

    def __init__(self, late: Collection[str] = ()) -> None:
        self.late: set[str] = set()
        self._late = late
        self._ranks = bytearray()
        self._unusual: dict[str, list[int]] = {}
        self._wanted: dict[int, list[str]] = {}

    def add(self, one: Input) -> None:
        """Take the next input."""
        place = len(self._ranks)
        document, kind, name = _own(one)
        translation = kind == TRANSLATION
        self._ranks.append(int(translation))
        references = [
            found for written in one.changes.based_on or () if (found := _reference(written))
        ]
        if translation and not references and document in self._late:
            references = [(document, TRANSCRIPTION)]
        usual = (not references) or (
            translation
            and all(
                text.startswith(TRANSCRIPTION) and key not in self._late for key, text in references
            )
        )
        if not usual:
            for known in dict.fromkeys((name, kind)):
                self._unusual.setdefault(f"{document}/{known}", []).append(place)
            self._wanted[place] = [f"{key}/{text}" for key, text in references]
            if not translation:
                self.late.add(document)

    def settled(self) -> bytearray:
        """Return the rank of each input, in their order."""
        # A chain of so many rounds is a ring, and is refused when its first text finds no basis.
        for _ in range(min(len(self._wanted) + 1, _DEEPEST)):
            if not [place for place in self._wanted if self._raise(place)]:
                break
        return self._ranks

    def _raise(self, place: int) -> bool:
        """Raise an input above its bases; tell whether that was needed."""
        rank = self._ranks[place]
        for basis in self._wanted[place]:
            others = [self._ranks[one] for one in self._unusual.get(basis, ()) if one != place]
            usual = 1 if basis.partition("/")[2].startswith(TRANSLATION) else 0
            rank = max(rank, min(1 + max([usual, *others]), _DEEPEST))
        raised = rank > self._ranks[place]
        self._ranks[place] = rank
        return raised


def _own(one: Input) -> tuple[str, str, str]:
    """Return the document, the kind and the name of the text that an input will probably be."""
    found = names.of_path(one.paths[0]) if one.paths else None
    document = one.document or (found.key if found else "")
    if one.text is not None:
        return document, one.text.partition(":")[0], one.text
    if found is None:
        return document, "", ""
    parts = found.rest.split(".")[:-1]
    return document, found.kind, ":".join([found.kind, *parts])


def _reference(written: str) -> tuple[str, str] | None:
    """Return the document and the text of a reference to a newest version, None for another."""
    try:
        found = parse(written)
    except ProvrepoError:
        return None
    if found.selector.kind != "latest" or os.sep in (found.text or ""):
        return None
    return found.document or "", found.text or TRANSCRIPTION
