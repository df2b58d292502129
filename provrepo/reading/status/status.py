"""What needs work: all kinds of it, each with what finds it, in one list."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from provrepo.arguments import strings
from provrepo.errors import InvalidReference
from provrepo.reading import lookup
from provrepo.reading.proposals import LostNote
from provrepo.reading.status import findings
from provrepo.reading.status.findings import Findings, Issue, Survey
from provrepo.reading.status.staleness import Stale
from provrepo.reference import LATEST, parse
from provrepo.store import rules, survey
from provrepo.store.collecting import collection_put_off
from provrepo.store.database import Database
from provrepo.store.read import StoredVersion

if TYPE_CHECKING:
    from provrepo.reading.reviews.desk import Waiting


class Kind(NamedTuple):
    """A kind of finding: its name for ``--only``, its field in `Status`, and what finds it.

    With ``fails`` one finding of it is enough for a repository to need work.
    """

    name: str
    field: str
    find: Callable[[Survey], Findings]
    fails: bool = True


KINDS = (
    Kind("stale", "stale", findings.stale),
    Kind("basis", "without_basis", findings.without_basis),
    Kind("metadata", "without_citation", findings.without_citation),
    Kind("notes", "unanchored", findings.unanchored),
    Kind("form", "form", findings.in_form_alone, fails=False),
    Kind("nobody", "nobody", findings.without_agents, fails=False),
    Kind("review", "review", findings.waiting),
)
"""All kinds of finding, in the order in which they are told."""

NAMES = tuple(kind.name for kind in KINDS)

_OBJECTS = 10_000_000
"""How many objects `status` makes before the collector runs: those of 200,000 stale texts.

All that it makes is kept or freed at once. The collector took a tenth of its time, for nothing.
"""


@dataclass(frozen=True, slots=True, repr=False)
class Status:
    """All that needs work in a repository, and how many documents and texts it has.

    ``without_basis`` are translations that do not say what they were made from,
    ``without_citation`` texts without citation metadata, ``unanchored`` notes that lost their
    passage. ``review`` are versions that wait to be approved, released, revised or submitted.
    ``form`` are texts that are based on something which has another form now, such as a
    blank line more, and ``nobody`` versions that name no agent; these two need no work. ``kinds``
    are the kinds that were looked for, of `NAMES`; of the others there is nothing here. Where
    the first of each kind were asked for, ``counts`` tells how many there are.
    """

    documents: int
    texts: int
    stale: tuple[Stale, ...] = ()
    without_basis: tuple[Issue, ...] = ()
    without_citation: tuple[Issue, ...] = ()
    unanchored: tuple[LostNote, ...] = ()
    form: tuple[Issue, ...] = ()
    nobody: tuple[Issue, ...] = ()
    review: tuple[Waiting, ...] = ()
    kinds: tuple[str, ...] = NAMES
    _numbers: tuple[int, ...] = ()

    def __repr__(self) -> str:
        counts = self.counts
        stale = counts["stale"]
        issues = sum(counts[kind.name] for kind in KINDS if kind.fails) - stale
        return f"<Status of texts: {self.texts}, stale: {stale}, other issues: {issues}>"

    @property
    def clean(self) -> bool:
        """Whether nothing needs work, of the kinds that were looked for."""
        return not any(self.counts[kind.name] for kind in KINDS if kind.fails)

    @property
    def counts(self) -> dict[str, int]:
        """How many findings there are of each kind."""
        numbers = self._numbers or [len(getattr(self, kind.field)) for kind in KINDS]
        return dict(zip(NAMES, numbers, strict=True))

    def as_json(self) -> dict[str, Any]:
        """Return the status as JSON output shows it (docs/cli.md)."""
        issues = {
            kind.field: [finding.as_json() for finding in getattr(self, kind.field)]
            for kind in KINDS
            if kind.name in self.kinds
        }
        counts = {name: count for name, count in self.counts.items() if name in self.kinds}
        return {"documents": self.documents, "texts": self.texts, "counts": counts, **issues}


def status(
    database: Database, reference: str | None, only: Iterable[str], limit: int | None = None
) -> Status:
    """Look through the newest versions of texts and return what needs work.

    See `Repository.status`. Texts of which all versions were withdrawn need none.
    """
    chosen = strings("kind of finding", only)
    for name in chosen:
        rules.one_of("kind of finding", name, NAMES)
    with database.snapshot(), collection_put_off(_OBJECTS, made_old=True):
        latest = newest_versions(database, reference)
        looked_at = Survey(database, latest, everywhere=reference is None)
        most = None if limit is None else max(limit, 0)
        findings_by_field: dict[str, Any] = {}
        numbers = []
        for kind in KINDS:
            is_chosen = kind.name in (chosen or NAMES)
            subjects, tell = kind.find(looked_at) if is_chosen else Findings(())
            numbers.append(len(subjects))
            findings_by_field[kind.field] = tuple(map(tell, subjects[:most]))
    documents = len({version.document for version in latest})
    kinds = tuple(name for name in NAMES if name in (chosen or NAMES))
    return Status(documents, len(latest), **findings_by_field, kinds=kinds, _numbers=tuple(numbers))


def newest_versions(database: Database, reference: str | None) -> list[StoredVersion]:
    """Return the newest versions of the texts that are looked at.

    Texts of which all versions were withdrawn are left out.
    """
    if reference is None:
        return _not_withdrawn(survey.newest_of_all(database))
    parsed = parse(reference)
    if parsed.selector != LATEST:
        raise InvalidReference(reference, "status is about texts: leave the version out")
    key = lookup.texts(database, parsed)[0].document
    newest = _not_withdrawn(survey.newest_of_all(database, key, key))
    if parsed.text is None:
        return newest
    named = lookup.text(database, parsed).text_key
    return [version for version in newest if version.text_key == named]


def _not_withdrawn(versions: list[StoredVersion]) -> list[StoredVersion]:
    return [version for version in versions if not version.withdrawal]
