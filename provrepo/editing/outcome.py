"""What became of an ingest or another change, as its maker is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provrepo.errors import shortened
from provrepo.reading import versions
from provrepo.reading.versions import Version
from provrepo.store import read

if TYPE_CHECKING:
    from provrepo.editing.changes import Changes
    from provrepo.editing.planning import Plan
    from provrepo.store.database import Database


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an ingest or another change.

    ``status`` is ``new`` (a text's first version), ``changed`` or ``unchanged``; ``version`` is
    the newest version now (after a dry run: what it would be). ``siblings`` are the outcomes of the
    further texts of a file that held several.
    """

    status: str
    version: Version
    warnings: tuple[str, ...] = ()
    siblings: tuple[Outcome, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the outcome as JSON output shows it (docs/cli.md)."""
        return {
            "status": self.status,
            "warnings": list(self.warnings),
            "version": self.version.as_json(),
        }


def outcome(database: Database, plan: Plan, warnings: Iterable[str], changes: Changes) -> Outcome:
    """Return the outcome of a plan that was committed.

    ``warnings`` are those of reading and planning, ``changes`` what the editor said.
    """
    if plan.status == "unchanged":
        version = versions.view(database, plan.version)
    else:  # its agents are known, and after a dry run they may not be stored
        stored = plan.version
        version = Version(
            stored.id, stored.record, plan.makers, stored.document, retexted=stored.retexted
        )
    return Outcome(plan.status, version, (*warnings, *_warnings(database, plan, changes)))


def _warnings(database: Database, plan: Plan, changes: Changes) -> Iterator[str]:
    """Yield what the maker of a version should be told about it."""
    if plan.status == "unchanged":
        if changes.agents or changes.message or changes.activity or changes.created:
            yield (
                "no version was made, as nothing is new in text, notes, metadata and basis; "
                "--activity review records who checked it, when and why"
            )
        return
    text_key = plan.version.text_key
    if text_key.text.kind == "translation" and not plan.after.based_on:
        from provrepo.reading.status import suggested_basis

        texts = [str(text.text) for text in read.texts(database, text_key.document)]
        yield (
            f"{text_key} does not say what it was translated from; say it: "
            f"provrepo revise {text_key} --based-on {suggested_basis(text_key.document, texts)}"
        )
    notes = plan.after.notes.notes
    if not notes:
        return
    before = plan.before.notes.notes if plan.before else ()
    lost_before = {note.id for note in before if note.unanchored}
    for note in notes:
        if note.unanchored and note.anchor and note.id not in lost_before:
            yield (
                f"note {note.id} no longer finds its passage “{shortened(note.anchor.exact)}” and "
                "is kept without a place; give it one: "
                f'provrepo note edit {text_key} {note.id} --quote "…"'
            )
