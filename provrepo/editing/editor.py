"""Making versions: each kind of change as an edit of the newest version, which is committed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from provrepo import notes
from provrepo.accession.bulk import Bulk, Source, Tag
from provrepo.clock import Clock
from provrepo.editing import planning
from provrepo.editing.batch import Batch
from provrepo.editing.outcome import SOFTWARE, Outcome, outcome
from provrepo.editing.planning import Changes
from provrepo.editing.revision import Edit, Occasion, State, state_of
from provrepo.errors import InvalidReference, ProvrepoError
from provrepo.formats.draft import Draft
from provrepo.notes import NoteDraft, NoteEdit
from provrepo.reading import lookup
from provrepo.store import objects, read
from provrepo.store.database import Database
from provrepo.store.packing import Packer
from provrepo.store.read import StoredVersion
from provrepo.store.records import Notes, TextKey

__all__ = ["Editor", "Outcome"]


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
        path: str | None,
        *,
        dry_run: bool,
    ) -> list[Outcome]:
        """Make a version from each draft of one file, all or none."""
        source = Source(None, drafts, changes, document, text, path)
        made: list[Outcome] = []
        for _, result in Bulk[None](self._database, self._clock, dry_run=dry_run).run([source]):
            if isinstance(result, ProvrepoError):
                raise result
            made.append(result)
        return made

    def ingest_all(
        self, sources: Iterable[Source[Tag]], *, dry_run: bool
    ) -> Iterator[tuple[Tag, Outcome | ProvrepoError]]:
        """Make versions from many sources, in batches."""
        return Bulk[Tag](self._database, self._clock, dry_run=dry_run).run(sources)

    def revise(self, reference: str, changes: Changes, *, dry_run: bool = False) -> Outcome:
        """Make a version without a new file."""
        return self._change(self._newest(reference), changes, dry_run=dry_run)

    def restore(self, reference: str, changes: Changes, *, dry_run: bool) -> Outcome:
        """Make the content of an older version the newest again, with what it was based on."""
        old = lookup.version(self._database, reference)
        content = objects.content(self._database, old.record.content)  # a purged one raises
        restored = replace(state_of(self._database, old), content=content)
        text = lookup.text(self._database, _name(old))
        # A note may have been added to that content later than in the version that is named.
        placed = [
            note
            for one in read.history(self._database, text.row)
            if one.record.content == old.record.content
            for note in objects.kept_notes(self._database, one.record.notes).notes
        ]

        def edit(occasion: Occasion) -> State:
            before = occasion.before
            assert before is not None, "an older version has a newest one"
            carried = notes.carry(before.notes, before.content, restored.content)
            return replace(
                restored, notes=notes.restored(carried, placed), citation=before.citation
            )

        message = changes.message or f"restore v{old.record.number}"
        changes = replace(changes, activity=changes.activity or "restore", message=message)
        return self._commit(_own(old), edit, changes, (), dry_run=dry_run)

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

    def _change(self, own: TextKey, changes: Changes, *, dry_run: bool) -> Outcome:
        warnings: dict[str, None] = {}
        edit = planning.edit(changes, own, None, warnings.setdefault)
        return self._commit(own, edit, changes, warnings, dry_run=dry_run)

    def _change_notes(
        self, own: TextKey, change: Callable[[Notes, str], Notes], changes: Changes
    ) -> Outcome:
        def edit(occasion: Occasion) -> State:
            before = occasion.before
            assert before is not None, "a note is on a version"
            return replace(before, notes=change(before.notes, before.content))

        return self._commit(own, edit, changes, (), dry_run=False)

    def _commit(
        self, own: TextKey, edit: Edit, changes: Changes, warnings: Iterable[str], *, dry_run: bool
    ) -> Outcome:
        with Packer() as packer:
            batch = Batch(self._database, self._clock, SOFTWARE, packer, dry_run=dry_run)
            batch.add(*own, edit, planning.statement(self._database, changes))
            (commit,) = batch.commit()
        if isinstance(commit, ProvrepoError):
            raise commit
        return outcome(self._database, commit, warnings, changes)

    def _newest(self, reference: str) -> TextKey:
        """Return the text of the version named, which must be its newest one."""
        stored = lookup.version(self._database, reference)
        newest = lookup.current(self._database, stored)
        if newest is None or newest.id != stored.id:
            last = newest.record.number if newest else 0
            raise InvalidReference(
                reference,
                f"a new version follows the newest, v{last}; leave @v{stored.record.number} out, "
                f"or bring it back first: provrepo restore {_name(stored)}@v{stored.record.number}",
            )
        return _own(stored)


def _own(stored: StoredVersion) -> TextKey:
    return stored.text_key


def _name(stored: StoredVersion) -> str:
    return f"{stored.document}/{stored.record.text}"
