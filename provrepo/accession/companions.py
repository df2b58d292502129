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
from provrepo.accession import names
from provrepo.editing.changes import Changes
from provrepo.errors import InputError, ProvrepoError
from provrepo.formats.filename import base_name
from provrepo.formats.plain.decoding import decode
from provrepo.reading.files import read_bytes
from provrepo.reading.items import read_item

PAGES = ".pages"
CITATION, NOTES = "citation.json", "notes.json"


class Beside(NamedTuple):
    """The files that stand beside one text.

    ``shared`` is whether the citation metadata are those of another text's document, too.
    """

    citation: str | None = None
    notes: str | None = None
    shared: bool = False

    def under(self, changes: Changes) -> Changes:
        """Return ``changes``, with what the files say where the user says nothing.

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


def is_companion(path: str) -> bool:
    """Tell by its name whether a file goes with texts."""
    if not path.endswith(".json"):
        return False
    name = os.path.basename(path)  # noqa: PTH119
    return name in (CITATION, NOTES) or name.endswith((f".{CITATION}", f".{NOTES}"))


@dataclass(slots=True)
class Companions:
    """Finds what stands beside texts: ``files`` are companions, ``texts`` the files of texts.

    A folder of pages that is named like a text is one with `PAGES` at the end.
    """

    files: Iterable[str]
    texts: Iterable[str]
    _beside: dict[str, Beside] = field(default_factory=dict)
    _lonely: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        files = sorted(self.files, key=lambda path: (_parts(path).text is not None, path))
        if not files:
            return
        by_document: dict[tuple[str, str], list[tuple[_Parts, str]]] = {}
        for path in self.texts:
            parts = _parts(path)
            by_document.setdefault((parts.folder, parts.key), []).append((parts, path))
        for file in files:  # those of one text come last, and count
            parts = _parts(file)
            self._add(file, parts, by_document.get((parts.folder, parts.key), []))

    def _add(self, file: str, parts: _Parts, there: list[tuple[_Parts, str]]) -> None:
        if parts.text is not None:
            chosen = [path for other, path in there if other.text == parts.text]
        elif file.endswith(CITATION):
            chosen = [path for _, path in there]
        else:
            chosen = _main(there)
            if there and not chosen:
                called = " or ".join(f"{parts.key}.{other.text}.{NOTES}" for other, _ in there[:2])
                self._lonely.append((file, f"fits several texts; call it {called}"))
                return
        if not chosen:
            self._lonely.append(
                (file, f"goes with a text of {parts.text or parts.key}, but none is here")
            )
        transcribed = any(_is_transcription(other.text) for other, _ in there)
        for path in chosen:
            known = self._beside.get(path, NOTHING)
            if not file.endswith(CITATION):
                self._beside[path] = known._replace(notes=file)
                continue
            other = parts.text is None and transcribed and not _is_transcription(_parts(path).text)
            self._beside[path] = known._replace(citation=file, shared=other)

    def of(self, path: str) -> Beside:
        """Return what stands beside a text."""
        return self._beside.get(path, NOTHING)

    def lonely(self) -> Iterator[tuple[str, ProvrepoError]]:
        """Yield the companions that go with no text, each with the reason."""
        for file, why in self._lonely:
            yield file, InputError(file, why)


class _Parts(NamedTuple):
    """What a name says: the folder it is in, the key, and the text where it names one."""

    folder: str
    key: str
    text: str | None


def _parts(path: str) -> _Parts:
    folder, name = os.path.split(path)
    bare = name
    for end in (CITATION, NOTES):
        if is_companion(name) and name.endswith(end):
            bare = name.removesuffix(end) + "json"
    if bare == "json":  # of all texts of the document that the folder is
        return _Parts(folder, base_name(os.path.abspath(folder)), None)  # noqa: PTH100
    found = names.of_file(os.path.join(folder, bare))  # noqa: PTH118
    if found is None:
        stem = bare.rpartition(".")[0] or bare
        return _Parts(folder, stem, None)
    return _Parts(folder, found.key, f"{found.kind}.{found.rest.rpartition('.')[0]}")


def _main(there: list[tuple[_Parts, str]]) -> list[str]:
    """Return the text that notes on a document are on, where that is clear."""
    transcriptions = [(text, path) for (_, _, text), path in there if _is_transcription(text)]
    unlabelled = [(text, path) for text, path in transcriptions if (text or "").count(".") < 2]
    for some in ([(parts.text, path) for parts, path in there], transcriptions, unlabelled):
        if len(some) == 1:
            return [some[0][1]]
    return []


def _is_transcription(text: str | None) -> bool:
    return (text or "").startswith("transcription.")


def _text(path: str) -> str:
    return decode(read_bytes(path), path)
