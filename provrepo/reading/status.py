"""What needs work: stale texts, missing bases, missing citation metadata, lost passages."""

from __future__ import annotations

import shlex
from dataclasses import asdict, dataclass, replace
from typing import Any

from provrepo.errors import on_one_line
from provrepo.reading import versions
from provrepo.reading.proposals import LostNote, lost_notes
from provrepo.store import read, survey
from provrepo.store.database import Database
from provrepo.store.read import StoredVersion
from provrepo.store.records import Basis, TextKey


@dataclass(frozen=True, slots=True, repr=False)
class Stale:
    """A text whose based-on content was superseded.

    ``reference`` is its latest version. ``superseded`` is the version that it is based on, directly
    or through other texts, and ``newer`` the latest version of that one's text. ``command`` clears
    it once somebody has checked the text; where ``after`` is not None, it names another stale text
    that has to be cleared first. ``cautions`` say which of these versions was withdrawn or purged.
    """

    reference: str
    superseded: str
    newer: str
    command: str
    after: str | None = None
    cautions: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Stale {self.reference}: based on {self.superseded}, newer is {self.newer}>"

    def as_json(self) -> dict[str, Any]:
        """Return the stale text as JSON output shows it (docs/cli.md)."""
        return {**asdict(self), "cautions": list(self.cautions)}


@dataclass(frozen=True, slots=True, repr=False)
class Issue:
    """Something else that needs work: where, what it is, and the command that mends it.

    ``cautions`` say what of the version was purged.
    """

    reference: str
    message: str
    command: str
    cautions: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Issue {self.reference} {on_one_line(self.message, 100)}>"

    def as_json(self) -> dict[str, Any]:
        """Return the issue as JSON output shows it (docs/cli.md)."""
        return {**asdict(self), "cautions": list(self.cautions)}


@dataclass(frozen=True, slots=True, repr=False)
class Status:
    """All that needs work in a repository, and how many documents and texts it has.

    ``without_basis`` are translations that do not say what they were made from,
    ``without_citation`` texts without citation metadata, ``unanchored`` notes that lost their
    passage.
    """

    documents: int
    texts: int
    stale: tuple[Stale, ...]
    without_basis: tuple[Issue, ...]
    without_citation: tuple[Issue, ...]
    unanchored: tuple[LostNote, ...]

    def __repr__(self) -> str:
        issues = len(self.without_basis) + len(self.without_citation) + len(self.unanchored)
        return f"<Status of texts: {self.texts}, stale: {len(self.stale)}, other issues: {issues}>"

    @property
    def clean(self) -> bool:
        """Whether nothing needs work."""
        return not (self.stale or self.without_basis or self.without_citation or self.unanchored)

    def as_json(self) -> dict[str, Any]:
        """Return the status as JSON output shows it (docs/cli.md)."""
        return {
            "documents": self.documents,
            "texts": self.texts,
            "stale": [text.as_json() for text in self.stale],
            "without_basis": [issue.as_json() for issue in self.without_basis],
            "without_citation": [issue.as_json() for issue in self.without_citation],
            "unanchored": [issue.as_json() for issue in self.unanchored],
        }


def status(database: Database) -> Status:
    """Look through the latest versions of all texts and return what needs work.

    Texts of which all versions were withdrawn need none. Raises Damaged.
    """
    with database.snapshot():
        latest = [stored for stored in survey.newest_of_all(database) if not stored.withdrawal]
        bases = _Bases(database, latest)
        stale = [finding for stored in latest if (finding := bases.stale(stored))]
        unanchored = [
            replace(lost, cautions=_cautions(database, stored))
            for stored in latest
            for lost in lost_notes(database, stored)
        ]
    texts = [stored.text_key for stored in latest]
    return Status(
        documents=len({text_key.document for text_key in texts}),
        texts=len(texts),
        stale=tuple(_in_order(stale)),
        without_basis=tuple(
            replace(_without_basis(stored, texts), cautions=_cautions(database, stored))
            for stored in latest
            if stored.text_key.text.kind == "translation" and not stored.record.based_on
        ),
        without_citation=tuple(
            Issue(
                stored.reference,
                "has no citation metadata",
                f'provrepo revise {stored.text_key} --set "title=…" --set issued=…',
                _cautions(database, stored),
            )
            for stored in latest
            if stored.record.citation is None
        ),
        unanchored=tuple(unanchored),
    )


class _Bases:
    """What the latest versions are based on; each version is read from the database once."""

    def __init__(self, database: Database, latest: list[StoredVersion]) -> None:
        self._database = database
        self._latest = {stored.text_key: stored for stored in latest}
        self._versions = {stored.id: stored for stored in latest}

    def stale(self, stored: StoredVersion) -> Stale | None:
        """Return how a text is stale; None where it is not."""
        superseded = self._superseded(stored)
        if superseded is None:
            return None
        command, after = [f"provrepo revise {stored.text_key}"], None
        for basis in stored.record.based_on:
            version = self._version(basis.version)
            if version is None:
                command.append(f"--based-on {shlex.quote(_written(basis))}")
                continue
            # Where all versions of the basis were withdrawn, there is none to go on to.
            replacement = self._latest.get(version.text_key, version)
            command.append(f"--based-on {replacement.reference}")
            if replacement is not stored and self._superseded(replacement):
                after = str(replacement.text_key)
        command.append("--activity review")
        newer = self._latest[superseded.text_key]
        return Stale(
            stored.reference,
            superseded.reference,
            newer.reference,
            " ".join(command),
            after,
            _cautions(self._database, stored, superseded, newer),
        )

    def _superseded(self, stored: StoredVersion) -> StoredVersion | None:
        """Return the nearest version that a text is based on whose text has other content now.

        Bases are followed to the end, through the bases of bases (docs/format.md, “what is stale”):
        a French translation of an English one of a Chinese text is stale as soon as the Chinese
        text changes. They are visited breadth-first, so that the nearest cause is the one named.
        """
        queue = [basis.version for basis in stored.record.based_on]
        visited: set[str | None] = set()
        while queue:
            identity = queue.pop(0)
            if identity in visited:
                continue
            visited.add(identity)
            version = self._version(identity)
            if version is None:
                continue
            latest = self._latest.get(version.text_key)  # None: all versions were withdrawn
            if latest and latest.record.content != version.record.content:
                return version
            queue += [basis.version for basis in version.record.based_on]
        return None

    def _version(self, identity: str | None) -> StoredVersion | None:
        """Return a version by its id; None for a source outside, which has none."""
        if identity is None:
            return None
        if identity not in self._versions:
            stored = read.by_id(self._database, identity)
            if stored is None:
                return None
            self._versions[identity] = stored
        return self._versions[identity]


def _cautions(database: Database, *stored_versions: StoredVersion) -> tuple[str, ...]:
    """Return which of these versions were withdrawn or purged, and why."""
    marked = [stored for stored in stored_versions if stored.withdrawal or stored.purged]
    return tuple(
        caution for stored in marked for caution in versions.view(database, stored).cautions
    )


def _written(basis: Basis) -> str:
    """Return a source outside as ``--based-on`` names it."""
    return (
        basis.version  # one that is missing here, which is damage
        or basis.uri
        or (f"label:{basis.label}" if basis.label else f"sha256:{basis.sha256}")
    )


def _in_order(stale: list[Stale]) -> list[Stale]:
    """Put texts that wait for another one to be cleared behind the others."""
    # The sort is stable, so that both parts stay in the order of the texts' names.
    return sorted(stale, key=lambda text: text.after is not None)


def _without_basis(stored: StoredVersion, texts: list[TextKey]) -> Issue:
    document = stored.document
    names = [str(text_key.text) for text_key in texts if text_key.document == document]
    return Issue(
        stored.reference,
        "does not say what it was translated from",
        f"provrepo revise {stored.text_key} --based-on {suggested_basis(document, names)}",
    )


def suggested_basis(document: str, texts: list[str]) -> str:
    """Return what a translation may be based on, as ``--based-on`` takes it.

    The first transcription among the document's ``texts`` (``translation:en``), or a source
    outside where there is none.
    """
    transcriptions = [text for text in texts if text.startswith("transcription:")]
    return f"{document}/{transcriptions[0]}" if transcriptions else '"label:the original"'
