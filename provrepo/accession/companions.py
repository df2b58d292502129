"""Files beside texts that say more of them: citation metadata and notes, found by their names.

===============================  =================================================================
name                             goes with
===============================  =================================================================
``KEY.citation.json``            all texts of the document in that folder; beside a transcription,
                                 to its translations without translator and language
``KEY.KIND.LANG.citation.json``  that text, before the one above
``KEY.notes.json``               the document's only text there, else its only transcription (of
                                 several, the one without a label)
``KEY.KIND.LANG.notes.json``     that text
``citation.json, notes.json``    in a folder ``KEY`` with texts ``KIND.LANG.EXT``: the same
===============================  =================================================================
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from provrepo import metadata, notes
from provrepo.accession import placing
from provrepo.editing.changes import Changes
from provrepo.errors import InputError, ProvrepoError
from provrepo.formats.draft import decode
from provrepo.reading.files import read_bytes
from provrepo.reading.items import read_item
from provrepo.store.rules import base_name

PAGES = ".pages"
CITATION, NOTES = "citation.json", "notes.json"


class Beside(NamedTuple):
    """The paths of the files that stand beside one text.

    ``shared`` is set where the citation metadata describe another text of the document: they then
    say nothing about this one's translator and language.
    """

    citation: str | None = None
    notes: str | None = None
    shared: bool = False

    def under(self, changes: Changes) -> Changes:
        """Return ``changes``, with what the files say where the editor says nothing.

        Raises InputError, InvalidJSON or InvalidValue where one of them is not right.
        """
        if self.citation is not None and changes.citation is None:
            item = read_item(_text(self.citation), self.citation)
            citation = metadata.for_other_text(item) if self.shared else item
            changes = replace(changes, citation=citation)
        if self.notes is not None and not changes.notes:
            listed = tuple(notes.read_notes(_text(self.notes), self.notes))
            changes = replace(changes, notes=listed)
        return changes


NOTHING = Beside()
"""What stands beside most texts."""


def is_companion(path: str) -> bool:
    """Return whether a file goes with texts, by its name."""
    if not path.endswith(".json"):
        return False
    name = os.path.basename(path)  # noqa: PTH119
    return name in (CITATION, NOTES) or name.endswith((f".{CITATION}", f".{NOTES}"))


class _Parts(NamedTuple):
    """What a path says: the folder it is in, the key, and the text where it names one."""

    path: str
    folder: str
    key: str
    text: str | None

    @property
    def is_transcription(self) -> bool:
        """Whether it names a transcription."""
        return (self.text or "").startswith("transcription.")

    @property
    def has_label(self) -> bool:
        """Whether it names a text with a label, ``KIND.LANG.LABEL``."""
        return (self.text or "").count(".") >= 2


@dataclass(slots=True)
class Companions:
    """Matches companions with texts, all in one folder or named together.

    ``files`` are the paths of companions, ``texts`` those of texts. A folder of pages that is named
    like a text is one, with `PAGES` at its end.
    """

    files: Iterable[str]
    texts: Iterable[str]
    _beside: dict[str, Beside] = field(default_factory=dict)
    _strays: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        companions = list(map(_parts, self.files))
        if not companions:
            return
        texts: dict[tuple[str, str], list[_Parts]] = {}
        for text in map(_parts, self.texts):
            texts.setdefault((text.folder, text.key), []).append(text)
        # Those of one text come last, and take the place of those of its document.
        for companion in sorted(companions, key=lambda parts: (parts.text is not None, parts.path)):
            self._match(companion, texts.get((companion.folder, companion.key), []))

    def _match(self, companion: _Parts, texts: list[_Parts]) -> None:
        """Let a companion stand beside those of its document's ``texts`` that it goes with."""
        is_citation = companion.path.endswith(CITATION)
        if companion.text is not None:
            chosen = [text for text in texts if text.text == companion.text]
        elif is_citation:
            chosen = texts
        else:
            chosen = _main(texts)
            if texts and not chosen:
                better = " or ".join(f"{text.key}.{text.text}.{NOTES}" for text in texts[:2])
                self._strays.append((companion.path, f"fits several texts; call it {better}"))
                return
        if not chosen:
            reason = f"goes with a text of {companion.text or companion.key}, but none is here"
            self._strays.append((companion.path, reason))
        describes_a_transcription = any(text.is_transcription for text in texts)
        for text in chosen:
            beside = self._beside.get(text.path, NOTHING)
            if is_citation:
                shared = (
                    companion.text is None
                    and describes_a_transcription
                    and not text.is_transcription
                )
                beside = beside._replace(citation=companion.path, shared=shared)
            else:
                beside = beside._replace(notes=companion.path)
            self._beside[text.path] = beside

    def beside(self, path: str) -> Beside:
        """Return what stands beside a text."""
        return self._beside.get(path, NOTHING)

    def strays(self) -> Iterator[tuple[str, ProvrepoError]]:
        """Yield the companions that go with no text, each with the reason."""
        for path, reason in self._strays:
            yield path, InputError(path, reason)


def _parts(path: str) -> _Parts:
    """Take the path of a companion or of a text apart."""
    folder, name = os.path.split(path)
    bare = name
    if is_companion(name):
        # ``KEY.KIND.LANG.notes.json`` is taken apart like ``KEY.KIND.LANG.json``.
        bare = f"{name.removesuffix(CITATION).removesuffix(NOTES)}json"
    if bare == "json":  # of all texts of the document that the folder is
        return _Parts(path, folder, base_name(os.path.abspath(folder)), None)  # noqa: PTH100
    file_name = placing.of_file(os.path.join(folder, bare))  # noqa: PTH118
    if file_name is None:
        return _Parts(path, folder, bare.rpartition(".")[0] or bare, None)
    text = f"{file_name.kind}.{file_name.tail.rpartition('.')[0]}"
    return _Parts(path, folder, file_name.key, text)


def _main(texts: list[_Parts]) -> list[_Parts]:
    """Return the text that notes on a document are on, alone in a list; none if that is unclear."""
    transcriptions = [text for text in texts if text.is_transcription]
    unlabelled = [text for text in transcriptions if not text.has_label]
    for candidates in (texts, transcriptions, unlabelled):
        if len(candidates) == 1:
            return candidates
    return []


def _text(path: str) -> str:
    return decode(read_bytes(path), path)
