"""What needs work besides stale texts: missing bases, citation metadata, passages and agents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from provrepo.errors import on_one_line
from provrepo.reading.proposals import LostNote, lost_notes
from provrepo.reading.status.staleness import Bases
from provrepo.reading.transcriptions import missing_bases
from provrepo.reading.versions import cautions
from provrepo.store import survey
from provrepo.store.database import Database
from provrepo.store.read import StoredVersion
from provrepo.store.records import NO_NOTES_ID
from provrepo.store.survey import has_events

if TYPE_CHECKING:
    from provrepo.reading.reviews.desk import Waiting


@dataclass(frozen=True, slots=True, repr=False)
class Issue:
    """Something that needs work: where, what it is, and the command that mends it.

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


class Survey:
    """The texts that are looked at, and what several kinds of finding ask of them.

    ``latest`` are their newest versions, withdrawn ones apart. With ``everywhere`` these are all
    texts of the repository.
    """

    def __init__(
        self, database: Database, latest: Sequence[StoredVersion], *, everywhere: bool = False
    ) -> None:
        self.database, self.latest, self.everywhere = database, latest, everywhere

    @cached_property
    def bases(self) -> Bases:
        """What the texts are based on."""
        return Bases(self.database, self.latest)


def waiting(survey: Survey) -> Iterator[Waiting]:
    """Yield the versions that wait for somebody: to be approved, released, revised or submitted."""
    if not has_events(survey.database, "review", "policy"):
        return iter(())
    from provrepo.reading.reviews.desk import waiting

    return waiting(survey.database, survey.latest, everywhere=survey.everywhere)


def in_form_alone(survey: Survey) -> Iterator[Issue]:
    """Yield the texts that are based on something which has another form now, and no more."""
    for version in survey.latest:
        causes = survey.bases.in_form(version)
        if causes:
            named = [f"{cause.superseded} ({cause.newer} now)" for cause in causes]
            yield Issue(
                version.reference,
                f"is based on {', '.join(named)}, which differs in form alone",
                survey.bases.command(version),
                cautions(survey.database, version),
            )


def without_basis(survey: Survey) -> Iterator[Issue]:
    """Yield the translations that do not say what they were made from."""
    translations = [
        version
        for version in survey.latest
        if version.text.kind == "translation" and not version.record.based_on
    ]
    missing = missing_bases(survey.database, translations)
    for version in translations:
        message, command = missing[version.id]
        yield Issue(version.reference, message, command, cautions(survey.database, version))


def without_citation(survey: Survey) -> Iterator[Issue]:
    """Yield the texts without citation metadata."""
    return (
        Issue(
            version.reference,
            "has no citation metadata",
            f'provrepo revise {version.text_key} --set "title=…" --set issued=…',
            cautions(survey.database, version),
        )
        for version in survey.latest
        if version.record.citation is None
    )


def unanchored(survey: Survey) -> Iterator[LostNote]:
    """Yield the notes that lost their passage."""
    for version in survey.latest:
        if version.record.notes == NO_NOTES_ID:
            continue
        for lost in lost_notes(survey.database, version):
            yield replace(lost, cautions=cautions(survey.database, version))


def without_agents(survey: Survey) -> Iterator[Issue]:
    """Yield the versions that name no agent, as far as no later one of their text names any.

    Who signs a version answers for what it took over; one that follows can always be signed.
    """
    newest = [version for version in survey.latest if not version.record.agents]
    later = [version.sequence for version in newest if version.record.number > 1]
    earlier = _earlier_without_agents(survey.database, later)
    for version in newest:
        text = f"{version.document}/{version.text}"
        command = f'provrepo revise {text} --activity review --agent "NAME:ROLE"'
        for number in [*reversed(earlier.get(version.sequence, ())), version.record.number]:
            yield Issue(f"{text}@v{number}", "names nobody who made it", command)


def _earlier_without_agents(database: Database, sequences: list[int]) -> dict[int, list[int]]:
    """Return the numbers of the versions just before given ones that name no agent either."""
    numbers: dict[int, list[int]] = {}
    signed: set[int] = set()
    for sequence, number, names in survey.since_named(database, sequences):
        if names:
            signed.add(sequence)
        elif sequence not in signed:
            numbers.setdefault(sequence, []).append(number)
    return numbers
