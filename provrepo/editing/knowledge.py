"""What is known of documents and texts while versions of them are planned, stored or not yet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from provrepo.editing.revision import Attributions, State, state_of
from provrepo.store import read
from provrepo.store.database import Database
from provrepo.store.read import StoredText, StoredVersion
from provrepo.store.records import Agent, Text, TextKey


@dataclass(slots=True)
class Newest:
    """What is known of a text: its newest version (no. 0: none) and what counts as current."""

    number: int = 0
    id: str | None = None
    current: StoredVersion | None = None
    state: State | None = None
    row: int | None = None
    note_ids: set[str] = field(default_factory=set)


Imagined = Mapping[str, Mapping[Text, Newest]]
"""What a dry run would have made, by document and text."""


class Knowledge:
    """What the repository holds, as far as it was looked up, and what was planned on top of it.

    What is ``imagined`` counts as if it were there.
    """

    def __init__(self, database: Database, imagined: Imagined | None = None) -> None:
        self._database = database
        self._imagined = imagined or {}
        self._keys: dict[str, str] = {}
        self._stored_texts: dict[str, list[StoredText]] = {}
        self._texts: dict[TextKey, Newest] = {}
        self._citations: dict[str, dict[str, Any] | None] = {}
        self._agents: dict[tuple[str, str | None], Agent] = {}

    def of(self, texts: Iterable[TextKey], agents: Collection[str]) -> Knowledge:
        """Return what is known of some texts, and of the agents with these digests.

        The texts are on their way into the repository; what else there was is stored now.
        """
        kept = Knowledge(self._database, self._imagined)
        for own in texts:
            kept._texts[own] = self._texts[own]
            if (citation := self._citations.get(own[0])) is not None:
                kept._citations[own[0]] = citation
        documents = {document for document, _ in kept._texts}
        kept._keys = {written: key for written, key in self._keys.items() if key in documents}
        kept._agents = {name: agent for name, agent in self._agents.items() if agent.id in agents}
        return kept

    def key(self, document: str) -> str:
        """Return the key, today, of the document that has or had a key, itself for a new one."""
        if document not in self._keys:
            self._keys[document] = read.current_key(self._database, document) or document
        return self._keys[document]

    def foresee(self, documents: Iterable[str]) -> None:
        """Look up in one query which of the ``documents`` are not there yet."""
        wanted = {key for key in documents if key not in self._keys}
        for key in wanted - read.known_keys(self._database, wanted):
            self._keys[key], self._stored_texts[key], self._citations[key] = key, [], None

    def stored_texts(self, document: str) -> list[StoredText]:
        """Return the stored texts of a document."""
        if document not in self._stored_texts:
            self._stored_texts[document] = read.texts(self._database, document)
        return self._stored_texts[document]

    def text(self, document: str, text: Text) -> Text:
        """Return the name, today, of the text that is or was called ``text``, itself if new."""
        stored_texts = self.stored_texts(document)
        is_planned = TextKey(document, text) in self._texts
        if is_planned or not stored_texts or any(stored.text == text for stored in stored_texts):
            return text
        row = read.former_texts(self._database, document).get(text)
        return next((stored.text for stored in stored_texts if stored.row == row), text)

    def newest(self, own: TextKey) -> Newest:
        """Return what is known of a text, with the versions that are planned."""
        if own not in self._texts:
            self._texts[own] = self._stored(own)
        return self._texts[own]

    def plan(self, own: TextKey, newest: Newest) -> None:
        """Take note of what is to be the newest version of a text."""
        self._texts[own] = newest

    def named(self, document: str, text: str) -> TextKey | None:
        """Return the text of this whole name whose newest version is known."""
        kind, _, rest = text.partition(":")
        language, _, label = rest.partition(":")
        own = TextKey(document, Text(kind, language, label or None))
        return own if own in self._texts else None

    def _stored(self, own: TextKey) -> Newest:
        document, text = own
        if text in self._imagined.get(document, ()):
            return self._imagined[document][text]
        found = next((one for one in self.stored_texts(document) if one.text == text), None)
        newest = read.newest(self._database, found.row) if found else None
        if found is None or newest is None:
            return Newest()
        # A new version follows the newest in number, and says what the latest not withdrawn says.
        current = newest
        if newest.withdrawal is not None:
            current = read.current(self._database, found.row) or newest
        return Newest(
            newest.record.number, newest.id, current, state_of(self._database, current), found.row
        )

    def used_note_ids(self, own: TextKey) -> set[str]:
        """Return every id that a note of the text has or had."""
        known = self.newest(own)
        stored = read.note_ids(self._database, known.row) if known.row is not None else set()
        return stored | known.note_ids

    def citation(self, document: str) -> dict[str, Any] | None:
        """Return the citation metadata that any text of the document was given last."""
        if document not in self._citations:
            self._citations[document] = read.newest_citation(self._database, document)
        return self._citations[document]

    def cite(self, document: str, citation: dict[str, Any]) -> None:
        """Take note of the citation metadata that a text of the document is given."""
        self._citations[document] = citation

    def attributions(self) -> Attributions:
        """Return who is known, for one version."""
        return Attributions(self._database, self._agents)
