"""Versions without a new file: revised, restored, or with a note added, changed or removed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from provrepo import notes
from provrepo.editing.commit import Committer, Outcome, outcome
from provrepo.editing.knowledge import State, state_of
from provrepo.editing.planning import plan, revised
from provrepo.errors import InvalidReference, ProvrepoError
from provrepo.reading import lookup, versions
from provrepo.reference import LATEST, Reference, parse
from provrepo.store import objects, read

if TYPE_CHECKING:
    from provrepo.clock import Clock
    from provrepo.editing.changes import Changes
    from provrepo.editing.knowledge import Knowledge
    from provrepo.editing.planning import Edit
    from provrepo.notes import NoteEdit
    from provrepo.store.database import Database
    from provrepo.store.records import Notes, TextKey


class Reviser:
    """Makes a version of a text that is there already; the methods are those of `Repository`."""

    def __init__(self, database: Database, clock: Clock, *, dry_run: bool = False) -> None:
        self._database, self._clock, self._dry_run = database, clock, dry_run

    @cached_property
    def _committer(self) -> Committer:
        return Committer(self._database, self._clock, dry_run=self._dry_run, parallel=False)

    def revise(self, reference: str, changes: Changes) -> Outcome:
        """Apply ``changes`` to the newest version of a text, or of each text of a document.

        Of several texts the outcome is the first one's, which has the ``siblings``.
        """
        knowledge = self._committer.knowledge
        named = parse(reference)
        text_keys = texts_of(named, knowledge)
        if len(text_keys) > 1:
            from provrepo.editing.whole_document import is_of_a_document

            if is_of_a_document(changes):
                return self._revise_document(text_keys, changes)
        if len(text_keys) == 1 and len(knowledge.texts(text_keys[0].document)) == 1:
            (text_key,) = text_keys  # there is nothing to choose from
        else:
            text_key = self.newest(named)
        warnings: dict[str, None] = {}
        edit = revised(changes, text_key, warnings.setdefault)
        return self.commit(text_key, edit, changes, warnings)

    def _revise_document(self, text_keys: Sequence[TextKey], changes: Changes) -> Outcome:
        """Say something of a document: of those of its texts that it concerns, all in one go."""
        from provrepo.editing.whole_document import shares, with_its_own

        committer = self._committer
        warnings: dict[str, None] = {}
        shared = shares(text_keys[0].document, text_keys, changes)
        for text_key, share in shared:
            edit = with_its_own(revised(share, text_key, warnings.setdefault), share)
            committer.add(plan(text_key, edit, share, committer.knowledge, committer.moment))
        outcomes: list[Outcome] = []
        for result, (_, share) in zip(committer.commit(), shared, strict=True):
            if isinstance(result, ProvrepoError):
                raise result
            outcomes.append(outcome(self._database, result, warnings, share))
            warnings = {}  # they are of what was said, not of a text
        first, *siblings = outcomes
        return replace(first, siblings=tuple(siblings))

    def restore(self, reference: str, changes: Changes) -> Outcome:
        """Make the content of an older version the newest again, with what it was based on."""
        database = self._database
        old = lookup.version(database, reference)
        objects.content(database, old.record.content)  # raises Purged
        restored = state_of(database, old)
        history = read.history(database, lookup.text(database, str(old.text_key)).row)
        alike = [version for version in history if version.record.content == old.record.content]
        # A note may have been added to that content later than in the version that is named.
        earlier = [
            note
            for version in alike
            for note in objects.kept_notes(database, version.record.notes).notes
        ]
        warnings = [
            f"{version.reference} has this text, and was withdrawn: {reason}"
            for version in alike
            if (reason := versions.why_withdrawn(database, version)) is not None
        ]

        def edit(before: State | None, knowledge: Knowledge) -> State:  # noqa: ARG001 - an Edit
            from provrepo.editing.carry_notes import carry, put_back

            assert before is not None, "an older version has a newest one"
            carried = carry(before.notes, before.content.text, restored.content.text)
            return replace(restored, notes=put_back(carried, earlier), citation=before.citation)

        message = changes.message or f"restore v{old.record.number}"
        changes = replace(changes, activity=changes.activity or "restore", message=message)
        return self.commit(old.text_key, edit, changes, warnings)

    def edit_note(
        self, reference: str, identity: str, edited: NoteEdit, changes: Changes
    ) -> Outcome:
        """Change a note of the newest version."""
        text_key = self.newest(reference)
        name = str(text_key)
        return self._change_notes(
            text_key, lambda old, text: notes.edit(old, identity, edited, text, name), changes
        )

    def remove_note(self, reference: str, identity: str, changes: Changes) -> Outcome:
        """Remove a note from the newest version."""
        text_key = self.newest(reference)
        return self._change_notes(text_key, lambda old, _: notes.remove(old, identity), changes)

    def _change_notes(
        self, text_key: TextKey, change: Callable[[Notes, str], Notes], changes: Changes
    ) -> Outcome:
        def edit(before: State | None, knowledge: Knowledge) -> State:  # noqa: ARG001 - an Edit
            assert before is not None, "a note is on a version"
            return replace(before, notes=change(before.notes, before.content.text))

        return self.commit(text_key, edit, changes, ())

    def commit(
        self, text_key: TextKey, edit: Edit, changes: Changes, warnings: Iterable[str]
    ) -> Outcome:
        """Make the version of a text that ``edit`` makes, and return what became of it.

        ``warnings`` may still grow until it is made.
        """
        committer = self._committer
        planned = plan(text_key, edit, changes, committer.knowledge, committer.moment)
        committer.add(planned)
        (result,) = committer.commit()
        if isinstance(result, ProvrepoError):
            raise result
        return outcome(self._database, result, warnings, changes)

    def newest(self, reference: Reference | str) -> TextKey:
        """Return the text of the version named. Raises InvalidReference unless it is the newest."""
        knowledge = self._committer.knowledge
        identity, text_key = knowledge.find(reference)
        newest = knowledge.newest(text_key).current
        if newest is None or newest.id != identity:
            version = lookup.version(self._database, identity)
            last = newest.record.number if newest else 0
            raise InvalidReference(
                str(reference),
                f"a new version follows the newest, v{last}; leave @v{version.record.number} out, "
                f"or bring it back first: provrepo restore {version.reference}",
            )
        return text_key


def texts_of(reference: Reference, knowledge: Knowledge) -> list[TextKey]:
    """Return the texts of the document that ``reference`` names, withdrawn ones apart.

    Empty where it names one text, or none.
    """
    if reference.text is not None or reference.selector != LATEST:
        return []
    text_keys = [text.text_key for text in knowledge.texts(reference.document)]
    return [text_key for text_key in text_keys if not knowledge.newest(text_key).is_withdrawn]
