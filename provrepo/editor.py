"""Making versions: each kind of change as an edit of the newest version, which is committed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from provrepo import __version__, notes, resolve, versions
from provrepo.clock import Clock
from provrepo.errors import InvalidReference, ProvrepoError
from provrepo.ingest import planning, read_drafts
from provrepo.ingest.draft import Draft, Reading
from provrepo.ingest.planning import Changes
from provrepo.notes import NoteDraft, NoteEdit
from provrepo.revision import Edit, State, commit, state_of
from provrepo.store import read
from provrepo.store.database import Database
from provrepo.store.read import StoredVersion
from provrepo.store.records import Notes, Text
from provrepo.versions import Version

SOFTWARE = f"provrepo {__version__}"

Own = tuple[str, Text]
"""The document key and the text that a version belongs to."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an ingest or another change.

    ``status`` is ``new`` (a text's first version), ``changed`` or ``unchanged``; ``version`` is
    the newest version now (after a dry run: what it would be).
    """

    status: str
    version: Version
    warnings: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the outcome as JSON output shows it (docs/cli.md)."""
        return {
            "status": self.status,
            "warnings": list(self.warnings),
            "version": self.version.as_json(),
        }


class Editor:
    """Makes versions in one repository; the methods are those of `Repository`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def ingest(
        self,
        drafts: Sequence[Draft],
        changes: Changes,
        document: str | None,
        text: str | None,
        *,
        dry_run: bool,
    ) -> list[Outcome]:
        """Make a version from each draft of one file."""
        return list(
            self._ingest(drafts, changes, document, text, planning.Batch(), dry_run=dry_run)
        )

    def ingest_all(
        self,
        sources: Iterable[str],
        changes: Changes,
        *,
        document: str | None,
        reading: Reading,
        dry_run: bool,
    ) -> Iterator[tuple[str, Outcome | ProvrepoError]]:
        """Make versions from files; a bad file does not stop the others."""
        batch = planning.Batch()
        for source in batch.ordered(list(sources)):
            try:
                drafts = read_drafts(source, reading)
                for outcome in self._ingest(
                    drafts, changes, document, None, batch, dry_run=dry_run
                ):
                    yield source, outcome
            except ProvrepoError as error:
                yield source, error

    def _ingest(
        self,
        drafts: Sequence[Draft],
        changes: Changes,
        document: str | None,
        text: str | None,
        batch: planning.Batch,
        *,
        dry_run: bool,
    ) -> Iterator[Outcome]:
        if len(drafts) > 1:
            drafts, text = planning.chosen(drafts, text, changes), None
        places = [planning.place(self._database, draft, document, text) for draft in drafts]
        made: list[Outcome] = []
        for draft, own in zip(drafts, places, strict=True):
            whole = changes.over(draft)
            if draft.source is not None and whole.based_on is None and not dry_run:
                whole = replace(whole, based_on=(made[draft.source].version.reference,))
            whole = batch.with_basis(self._database, own, whole)
            outcome = self._change(own, whole, draft, dry_run=dry_run, said=changes)
            batch.remember(outcome.version, stored=not dry_run)
            made.append(outcome)
            yield outcome

    def revise(self, reference: str, changes: Changes, *, dry_run: bool = False) -> Outcome:
        """Make a version without a new file."""
        return self._change(self._newest(reference), changes, None, dry_run=dry_run)

    def restore(self, reference: str, changes: Changes, *, dry_run: bool) -> Outcome:
        """Make the content of an older version the newest again, with what it was based on."""
        old = resolve.version(self._database, reference)
        content = read.content(self._database, old.record.content)  # a purged one raises
        restored = replace(state_of(self._database, old), content=content)
        text = resolve.text(self._database, _name(old))
        # A note may have been added to that content later than in the version that is named.
        placed = [
            note
            for one in read.history(self._database, text.row)
            if one.record.content == old.record.content
            for note in read.kept_notes(self._database, one.record.notes).notes
        ]

        def edit(before: State | None, _: object) -> State:
            assert before is not None, "an older version has a newest one"
            carried = notes.carry(before.notes, before.content, restored.content)
            return replace(
                restored, notes=notes.restored(carried, placed), citation=before.citation
            )

        message = changes.message or f"restore v{old.record.number}"
        changes = replace(changes, activity=changes.activity or "restore", message=message)
        return self._commit(_own(old), edit, changes, dry_run=dry_run)

    def add_note(self, reference: str, note: NoteDraft, changes: Changes) -> Outcome:
        """Add a note to the newest version of a text."""
        return self.revise(reference, replace(changes, notes=(notes.checked(note),)))

    def edit_note(
        self, reference: str, identity: str, edited: NoteEdit, changes: Changes
    ) -> Outcome:
        """Change a note of the newest version."""
        own = self._newest(reference)
        where = f"{own[0]}/{own[1]}"
        return self._change_notes(
            own, lambda old, content: notes.edit(old, identity, edited, content, where), changes
        )

    def remove_note(self, reference: str, identity: str, changes: Changes) -> Outcome:
        """Remove a note from the newest version."""
        own = self._newest(reference)
        return self._change_notes(own, lambda old, _: notes.remove(old, identity), changes)

    def _change(
        self,
        own: Own,
        changes: Changes,
        draft: Draft | None,
        *,
        dry_run: bool,
        said: Changes | None = None,
    ) -> Outcome:
        """Commit ``changes``; ``said`` are those of the user, where a file says others besides."""
        warnings = dict.fromkeys(draft.warnings if draft else ())
        edit = planning.edit(self._database, changes, own, draft, warnings.setdefault)
        outcome = self._commit(own, edit, changes, dry_run=dry_run, said=said)
        return replace(outcome, warnings=(*warnings, *outcome.warnings))

    def _change_notes(
        self, own: Own, change: Callable[[Notes, str], Notes], changes: Changes
    ) -> Outcome:
        def edit(before: State | None, _: object) -> State:
            assert before is not None, "a note is on a version"
            return replace(before, notes=change(before.notes, before.content))

        return self._commit(own, edit, changes, dry_run=False)

    def _commit(
        self,
        own: Own,
        edit: Edit,
        changes: Changes,
        *,
        dry_run: bool,
        said: Changes | None = None,
    ) -> Outcome:
        done = commit(
            self._database,
            *own,
            edit,
            planning.statement(self._database, changes),
            clock=self._clock,
            software=SOFTWARE,
            dry_run=dry_run,
        )
        # After a dry run the agents of the version may not be stored.
        version = (
            Version(done.version.id, done.version.record, done.contributions, done.version.document)
            if dry_run
            else versions.view(self._database, done.version)
        )
        warnings = planning.warnings(self._database, done, said or changes)
        return Outcome(done.outcome, version, tuple(warnings))

    def _newest(self, reference: str) -> Own:
        """Return the text of the version named, which must be its newest one."""
        stored = resolve.version(self._database, reference)
        newest = resolve.current(self._database, stored)
        if newest is None or newest.id != stored.id:
            last = newest.record.number if newest else 0
            raise InvalidReference(
                reference,
                f"a new version follows the newest, v{last}; leave @v{stored.record.number} out, "
                f"or bring it back first: provrepo restore {_name(stored)}@v{stored.record.number}",
            )
        return _own(stored)


def _own(stored: StoredVersion) -> Own:
    return stored.document, stored.record.text


def _name(stored: StoredVersion) -> str:
    return f"{stored.document}/{stored.record.text}"
