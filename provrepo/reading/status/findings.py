"""What needs work besides stale texts: missing bases, citation metadata, passages and agents."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

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


class Findings(NamedTuple):
    """The findings of a kind, before they are put into words.

    ``subjects`` are what they are about, one for each, and ``tell`` makes the finding of a subject:
    so thousands can be counted of which a few are told.
    """

    subjects: Sequence[Any]
    tell: Callable[[Any], Any] = lambda finding: finding


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


def stale(survey: Survey) -> Findings:
    """Find the texts that are stale, in an order in which they can be cleared."""
    return Findings(survey.bases.stale_in_order(survey.latest), survey.bases.told)


def waiting(survey: Survey) -> Findings:
    """Find the versions that wait for somebody: to be approved, released, revised or submitted."""
    if not has_events(survey.database, "review", "policy"):
        return Findings(())
    from provrepo.reading.reviews.desk import waiting

    return Findings([*waiting(survey.database, survey.latest, everywhere=survey.everywhere)])


def in_form_alone(survey: Survey) -> Findings:
    """Find the texts that are based on something which has another form now, and no more."""

    def issue(version: StoredVersion) -> Issue:
        causes = survey.bases.in_form(version)
        named = [f"{cause.superseded} ({cause.newer} now)" for cause in causes]
        return Issue(
            version.reference,
            f"is based on {', '.join(named)}, which differs in form alone",
            survey.bases.command(version),
            cautions(survey.database, version),
        )

    bases = survey.bases
    return Findings([version for version in survey.latest if bases.differ_in_form(version)], issue)


def without_basis(survey: Survey) -> Findings:
    """Find the translations that do not say what they were made from."""
    translations = [
        version
        for version in survey.latest
        if version.text.kind == "translation" and not version.record.based_on
    ]
    missing = missing_bases(survey.database, translations)

    def issue(version: StoredVersion) -> Issue:
        message, command = missing[version.id]
        return Issue(version.reference, message, command, cautions(survey.database, version))

    return Findings(translations, issue)


def without_citation(survey: Survey) -> Findings:
    """Find the texts without citation metadata."""

    def issue(version: StoredVersion) -> Issue:
        return Issue(
            version.reference,
            "has no citation metadata",
            f'provrepo revise {version.text_key} --set "title=…" --set issued=…',
            cautions(survey.database, version),
        )

    return Findings(
        [version for version in survey.latest if version.record.citation is None], issue
    )


def unanchored(survey: Survey) -> Findings:
    """Find the notes that lost their passage."""
    return Findings([*_lost_notes(survey)])


def _lost_notes(survey: Survey) -> Iterator[LostNote]:
    for version in survey.latest:
        if version.record.notes == NO_NOTES_ID:
            continue
        for lost in lost_notes(survey.database, version):
            yield replace(lost, cautions=cautions(survey.database, version))


def without_agents(survey: Survey) -> Findings:
    """Find the versions that name no agent, as far as no later one of their text names any.

    Who signs a version answers for what it took over; one that follows can always be signed.
    """
    newest = [version for version in survey.latest if not version.record.agents]
    later = [version.sequence for version in newest if version.record.number > 1]
    earlier = _earlier_without_agents(survey.database, later)
    numbered: list[tuple[StoredVersion, int]] = []
    for version in newest:
        numbers = reversed(earlier.get(version.sequence, ()))
        numbered.extend((version, number) for number in (*numbers, version.record.number))
    return Findings(numbered, _naming_nobody)


def _naming_nobody(numbered: tuple[StoredVersion, int]) -> Issue:
    """Return the finding of the version with a number of the text of a newest version."""
    version, number = numbered
    text = f"{version.document}/{version.text}"
    command = f'provrepo revise {text} --activity review --agent "NAME:ROLE"'
    return Issue(f"{text}@v{number}", "names nobody who made it", command)


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
