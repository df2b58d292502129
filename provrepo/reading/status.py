"""What needs work: stale texts, missing bases, missing citation metadata, lost passages."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import Any

from provrepo.errors import shortened
from provrepo.store import objects, read
from provrepo.store.database import Database
from provrepo.store.read import StoredVersion
from provrepo.store.records import Text

TextKey = tuple[str, Text]


@dataclass(frozen=True, slots=True)
class Stale:
    """A text whose based-on content was superseded.

    ``reference`` is its newest version, ``superseded`` and ``newer`` the version it is based on
    (at first or second hand) and the newest one of that text. ``command`` clears it, after the
    text was checked; where ``after`` is given, that text has to be cleared first.
    """

    reference: str
    superseded: str
    newer: str
    command: str
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """Something else that needs work: where, and the command that mends it."""

    reference: str
    message: str
    command: str


@dataclass(frozen=True, slots=True)
class Status:
    """All that needs work in a repository, and how much there is in it."""

    documents: int
    texts: int
    stale: tuple[Stale, ...]
    without_basis: tuple[Issue, ...]
    without_citation: tuple[Issue, ...]
    unanchored: tuple[Issue, ...]

    @property
    def clean(self) -> bool:
        """Whether nothing needs work."""
        return not (self.stale or self.without_basis or self.without_citation or self.unanchored)

    def as_json(self) -> dict[str, Any]:
        """Return the status as JSON output shows it (docs/cli.md)."""
        from dataclasses import asdict

        return asdict(self)


def status(database: Database) -> Status:
    """Look through the newest versions of all texts and return what needs work."""
    with database.snapshot():
        all_newest = [one for one in read.newest_of_all(database) if not one.withdrawal]
        newest: dict[TextKey, StoredVersion] = {one.text_key: one for one in all_newest}
        versions = {one.id: one for one in all_newest}
        stale = [found for one in all_newest if (found := _stale(database, one, newest, versions))]
        unanchored = [
            _unanchored(one, note.id, note.anchor.exact)
            for one in all_newest
            for note in objects.kept_notes(database, one.record.notes).notes
            if note.unanchored and note.anchor
        ]
    return Status(
        documents=len({document for document, _ in newest}),
        texts=len(newest),
        stale=tuple(_in_order(stale)),
        without_basis=tuple(
            _without_basis(one, all_newest)
            for one in all_newest
            if one.text.kind == "translation" and not one.record.based_on
        ),
        without_citation=tuple(
            Issue(
                _reference(one),
                "has no citation metadata",
                f'provrepo revise {_text(one)} --set "title=…" --set issued=…',
            )
            for one in all_newest
            if one.record.citation is None
        ),
        unanchored=tuple(unanchored),
    )


def _stale(
    database: Database,
    stored: StoredVersion,
    newest: dict[TextKey, StoredVersion],
    versions: dict[str, StoredVersion],
) -> Stale | None:
    """Return how ``stored`` is stale, None where it is not.

    It is where any version that it is based on, at whatever remove, belongs to a text whose newest
    version has a different content (docs/format.md, “what is stale”).
    """
    waiting = [basis.version for basis in stored.record.based_on if basis.version]
    seen: set[str] = set()
    superseded: StoredVersion | None = None
    while waiting and superseded is None:
        identity = waiting.pop(0)
        if identity in seen:
            continue
        seen.add(identity)
        basis = versions.get(identity) or read.by_id(database, identity)
        if basis is None:
            continue
        versions[identity] = basis
        current = newest.get(basis.text_key)  # None: all were withdrawn
        if current and current.record.content != basis.record.content:
            superseded = basis
        waiting += [one.version for one in basis.record.based_on if one.version]
    if superseded is None:
        return None
    last = newest[superseded.text_key]
    command, after = [f"provrepo revise {_text(stored)}"], None
    for one in stored.record.based_on:
        named = versions.get(one.version or "")
        if named is None:
            command.append(f"--based-on {shlex.quote(_outside(one.label, one.uri, one.sha256))}")
            continue
        replacement = newest.get(named.text_key, named)
        command.append(f"--based-on {_reference(replacement)}")
        if replacement is not stored and _stale(database, replacement, newest, versions):
            after = _text(replacement)
    command.append("--activity review")
    return Stale(
        _reference(stored), _reference(superseded), _reference(last), " ".join(command), after
    )


def _outside(label: str | None, uri: str | None, sha256: str | None) -> str:
    return uri or (f"label:{label}" if label else f"sha256:{sha256}")


def _in_order(stale: list[Stale]) -> list[Stale]:
    """Put texts that wait for another one to be cleared behind it."""
    return sorted(stale, key=lambda one: one.after is not None)


def _without_basis(stored: StoredVersion, newest: list[StoredVersion]) -> Issue:
    document = stored.document
    texts = [str(one.text) for one in newest if one.document == document]
    return Issue(
        _reference(stored),
        "does not say what it was translated from",
        f"provrepo revise {_text(stored)} --based-on {suggested_basis(document, texts)}",
    )


def suggested_basis(document: str, texts: list[str]) -> str:
    """Return what a translation may be based on: a transcription among ``texts``, or a source."""
    found = [text for text in texts if text.startswith("transcription:")]
    return f"{document}/{found[0]}" if found else '"label:the original"'


def _unanchored(stored: StoredVersion, note: str, quote: str) -> Issue:
    return Issue(
        _reference(stored),
        f"has lost the passage of note {note} “{shortened(quote)}”",
        f'provrepo note edit {_text(stored)} {note} --quote "…"',
    )


def _text(stored: StoredVersion) -> str:
    return str(stored.text_key)


def _reference(stored: StoredVersion) -> str:
    return f"{_text(stored)}@v{stored.record.number}"
