"""Repository: the one door to a repository, with one method for each thing that a scholar does."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from provrepo import __version__, resolve, versions
from provrepo.clock import Clock, instant, system_clock
from provrepo.errors import Damaged, InvalidReference, NotFound, NotProved, ProvrepoError
from provrepo.reference import is_pair, parse_pair
from provrepo.store import read, rules
from provrepo.store.database import DEFAULT_WAIT, Database, connect
from provrepo.store.read import StoredVersion
from provrepo.store.records import Notes, Text
from provrepo.versions import Version

if TYPE_CHECKING:
    from provrepo.citing import VersionCitation
    from provrepo.compare import Diff
    from provrepo.ingest.draft import Draft
    from provrepo.ingest.planning import Changes
    from provrepo.metadata import Item
    from provrepo.notes import NoteDraft, NoteEdit
    from provrepo.purging import Removal
    from provrepo.receipt import Receipt
    from provrepo.revision import Edit
    from provrepo.status import Status
    from provrepo.store.check import Finding
    from provrepo.store.checkpoint import Checkpoint

SOFTWARE = f"provrepo {__version__}"


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


@dataclass(frozen=True, slots=True)
class Document:
    """An archival item: its key, its title in the newest metadata, its texts' newest versions."""

    key: str
    title: str | None
    texts: tuple[Version, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the document as JSON output shows it (docs/cli.md)."""
        return {
            "key": self.key,
            "title": self.title,
            "texts": [
                {
                    "text": str(one.record.text),
                    "versions": one.record.number,
                    "newest": one.as_json(),
                }
                for one in self.texts
            ],
        }


def create(
    url: str | os.PathLike[str] = "provrepo.db",
    *,
    origin: str | None = None,
    clock: Clock = system_clock,
    wait: float = DEFAULT_WAIT,
) -> Repository:
    """Make a repository at a path or URL and open it.

    ``origin`` names it for ever in checkpoints (``example.edu/cwihp``); by default it is random.
    Raises RepositoryExists, RepositoryNotFound (no such folder), NotWritable or InvalidValue.
    """
    from provrepo.store.write import initialise

    name = rules.origin(origin or f"provrepo.invalid/{os.urandom(8).hex()}")
    database = initialise(os.fspath(url), origin=name, recorded=instant(clock), wait=wait)
    return Repository(database, clock)


def open(  # noqa: A001 - `provrepo.open`, as `gzip.open`
    url: str | os.PathLike[str], *, clock: Clock = system_clock, wait: float = DEFAULT_WAIT
) -> Repository:
    """Open the repository at a path or URL.

    ``clock`` tells the present moment, ``wait`` is how many seconds to wait for another writer.
    Raises RepositoryNotFound, NotARepository, NewerSchema or NotWritable.
    """
    return Repository(connect(os.fspath(url), wait=wait), clock)


class Repository:
    """An open repository; a context manager that closes it. For one thread.

    References are strings (``border-cable/translation:en@v2``, docs/cli.md). Whatever looks one up
    raises InvalidReference, NotFound or Ambiguous; whatever reads raises Damaged where the bytes
    are not what was stored; whatever writes raises Conflict, Busy or NotWritable and then leaves
    the repository as it was.
    """

    def __init__(self, database: Database, clock: Clock = system_clock) -> None:
        self._database, self._clock = database, clock

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    @property
    def location(self) -> str:
        """The path or URL, without a password."""
        return self._database.location

    @property
    def origin(self) -> str:
        """The name that the repository has in proofs, fixed when it was made."""
        event = read.event(self._database, 0)
        found = event.data.get("origin") if event else None
        if not isinstance(found, str):
            raise Damaged("record 0 is not the init event with the origin")
        return found

    # Reading

    def keys(self) -> list[str]:
        """Return the keys of all documents, sorted."""
        return read.document_keys(self._database)

    def documents(self) -> list[Document]:
        """Return all documents, sorted by key."""
        return self._documents(read.newest_of_all(self._database))

    def document(self, key: str) -> Document:
        """Return one document by its key. Raises NotFound."""
        texts = read.texts(self._database, rules.key(key))
        found = [read.current(self._database, text.row) for text in texts]
        if not found:
            resolve.text(self._database, key)  # raises NotFound, which names similar keys
        return self._documents(found)[0]

    def version(self, reference: str) -> Version:
        """Return the version that ``reference`` names."""
        return versions.view(self._database, resolve.version(self._database, reference))

    def history(self, reference: str) -> list[Version]:
        """Return all versions of the text that ``reference`` names, newest first."""
        text = resolve.text_of_any(self._database, reference)
        stored = read.history(self._database, text.row)
        return [versions.view(self._database, one) for one in stored]

    def content(self, reference: str) -> str:
        """Return the content of a version, exactly as it was stored."""
        return read.content(self._database, self.version(reference).record.content)

    def notes(self, reference: str) -> Notes:
        """Return the notes of a version."""
        return read.notes(self._database, self.version(reference).record.notes)

    def citation(self, reference: str) -> Item | None:
        """Return the citation metadata of a version, one CSL-JSON item, None without any."""
        digest = self.version(reference).record.citation
        return read.citation(self._database, digest) if digest else None

    def file(self, reference: str) -> bytes:
        """Return the bytes of the file that a version's content was read from. Raises NotFound."""
        version = self.version(reference)
        found = read.file(self._database, version.record)
        if found is None:
            raise NotFound("ingested file of", version.reference)
        return found

    def diff(self, before: str, after: str | None = None) -> tuple[str, str, Diff]:
        """Compare two versions word by word; return their names and the difference.

        Each is a reference or the path of a file (with a separator or a suffix). ``before`` alone
        is a pair ``A..B``, or a version that is compared with its parent.
        """
        from provrepo.compare import diff

        pair = self._pair(before, after)
        (old_name, old), (new_name, new) = (self._side(one) for one in pair)
        return old_name, new_name, diff(old, new)

    def cite(
        self,
        references: Sequence[str],
        *,
        style: str = "chicago-notes",
        form: str = "text",
        quote: str | None = None,
    ) -> list[VersionCitation]:
        """Return a citation of each version. See `provrepo.citing.cite`."""
        from provrepo.citing import cite

        cited = [resolve.version(self._database, one) for one in references]
        return cite(self._database, cited, style=style, form=form, quote=quote)

    def status(self) -> Status:
        """Return what needs work: stale texts and the like."""
        from provrepo.status import status

        return status(self._database)

    def verify(
        self, checkpoint: Checkpoint | None = None, *, quick: bool = False
    ) -> Iterator[Finding]:
        """Hash everything again and yield what is damaged.

        With a ``checkpoint`` that was kept elsewhere: also whether anything before it was edited,
        removed, reordered or cut off. ``quick`` looks at the records and the ledger only.
        """
        from provrepo.store.check import verify

        return verify(self._database, checkpoint, quick=quick)

    def checkpoint(self) -> Checkpoint:
        """Return the size and the root of the ledger now. Raises Damaged."""
        from provrepo.store import ledger

        with self._database.snapshot():
            return self._checkpoint(ledger.size(self._database))

    def prove(self, reference: str, checkpoint: Checkpoint | None = None) -> Receipt:
        """Return the receipt that proves a version to be in the ledger.

        It leads to the present checkpoint, or to the earlier one that is given. Raises NotProved
        where that is not one of this ledger, or older than the version.
        """
        from provrepo.receipt import Receipt
        from provrepo.store import ledger

        with self._database.snapshot():
            stored = resolve.version(self._database, reference)
            size = ledger.size(self._database)
            wanted = self._checkpoint(min(checkpoint.size, size) if checkpoint else size)
            if checkpoint and checkpoint != wanted:
                raise NotProved(
                    f"the checkpoint of {checkpoint.size} records of {checkpoint.origin} is none "
                    f"of this ledger, which has {size} records of {self.origin}"
                )
            if stored.sequence >= wanted.size:
                raise NotProved(
                    f"{_name(stored)}@v{stored.record.number} is newer than the checkpoint: it is "
                    f"record {stored.sequence}, the checkpoint has {wanted.size} records"
                )
            proof = ledger.inclusion(self._database, stored.sequence, wanted.size)
        return Receipt(stored.record.canonical(), stored.sequence, tuple(proof), wanted)

    def counts(self) -> dict[str, int]:
        """Return how many records, contents, objects and agents there are."""
        from provrepo.store.check import count

        return count(self._database)

    # Writing

    def ingest(
        self,
        source: str | os.PathLike[str] | bytes,
        changes: Changes | None = None,
        *,
        document: str | None = None,
        text: str | None = None,
        encoding: str | None = None,
        dry_run: bool = False,
    ) -> Outcome:
        """Make a version from a file, or from bytes, which have no name.

        ``document`` (a key) and ``text`` (``translation:en``) are needed where neither the file's
        name nor its front matter tells them. ``changes`` is what else the version is to have.
        Nothing is made where it would say nothing new. Raises InputError and InvalidValue besides.
        """
        from provrepo.ingest import planning, read_draft

        draft = read_draft(source, encoding)
        whole = (changes or planning.Changes()).over(draft)
        own = planning.place(self._database, draft, document, text)
        return self._change(own, whole, draft, dry_run=dry_run)

    def ingest_all(
        self,
        sources: Iterable[str | os.PathLike[str]],
        changes: Changes | None = None,
        *,
        document: str | None = None,
        encoding: str | None = None,
        dry_run: bool = False,
    ) -> Iterator[tuple[str, Outcome | ProvrepoError]]:
        """Make versions from files and yield, for each, what became of it or why it was refused.

        Transcriptions go first; a translation that is new and names no basis is based on the
        transcription of its document in the same batch. A bad file does not stop the others.
        """
        from provrepo.ingest import planning, read_draft

        batch = planning.Batch()
        for source in batch.ordered([os.fspath(one) for one in sources]):
            try:
                draft = read_draft(source, encoding)
                whole = (changes or planning.Changes()).over(draft)
                own = planning.place(self._database, draft, document, None)
                whole = batch.with_basis(self._database, own, whole)
                outcome = self._change(own, whole, draft, dry_run=dry_run)
            except ProvrepoError as error:
                yield source, error
            else:
                batch.remember(outcome.version, stored=not dry_run)
                yield source, outcome

    def revise(
        self, reference: str, changes: Changes | None = None, *, dry_run: bool = False
    ) -> Outcome:
        """Make a version without a new file: metadata, basis, people, a review."""
        from provrepo.ingest.planning import Changes

        own = _own(self._must_be_newest(reference))
        return self._change(own, changes or Changes(), None, dry_run=dry_run)

    def restore(
        self, reference: str, changes: Changes | None = None, *, dry_run: bool = False
    ) -> Outcome:
        """Make the content of an older version the newest again, with what it was based on.

        Notes and citation metadata stay those of the newest version, the notes carried over.
        """
        from provrepo import notes as note_rules
        from provrepo.ingest.planning import Changes
        from provrepo.revision import State, state_of

        old = resolve.version(self._database, reference)
        restored = replace(
            state_of(self._database, old),
            content=read.content(self._database, old.record.content),
        )
        # A note may have been added to that content later than in the version that is named.
        placed = [
            note
            for one in self.history(_name(old))
            if one.record.content == old.record.content
            for note in read.kept_notes(self._database, one.record.notes).notes
        ]
        changes = changes or Changes()

        def edit(before: State | None, _: object) -> State:
            assert before is not None, "an older version has a newest one"
            carried = note_rules.carry(before.notes, before.content, restored.content)
            return replace(
                restored,
                notes=note_rules.restored(carried, placed),
                citation=before.citation,
            )

        message = changes.message or f"restore v{old.record.number}"
        changes = replace(changes, activity=changes.activity or "restore", message=message)
        return self._commit(_own(old), edit, changes, dry_run=dry_run)

    def add_note(self, reference: str, note: NoteDraft, changes: Changes | None = None) -> Outcome:
        """Add a note to the newest version of a text, on a passage where it has a quote.

        Raises QuoteError where the quote does not stand there exactly once.
        """
        from provrepo.ingest.planning import Changes
        from provrepo.notes import checked

        changes = replace(changes or Changes(), notes=(checked(note),))
        return self._change(_own(self._must_be_newest(reference)), changes, None)

    def edit_note(
        self, reference: str, identity: str, edited: NoteEdit, changes: Changes | None = None
    ) -> Outcome:
        """Change a note of the newest version in what ``edited`` says. Raises NotFound."""
        from provrepo import notes

        own = _own(self._must_be_newest(reference))
        where = f"{own[0]}/{own[1]}"
        return self._change_notes(
            own, lambda old, content: notes.edit(old, identity, edited, content, where), changes
        )

    def remove_note(self, reference: str, identity: str, changes: Changes | None = None) -> Outcome:
        """Remove a note from the newest version; older versions keep it. Raises NotFound."""
        from provrepo import notes

        own = _own(self._must_be_newest(reference))
        return self._change_notes(own, lambda old, _: notes.remove(old, identity), changes)

    def withdraw(self, reference: str, reason: str) -> Version:
        """Withdraw a version: it stays readable, but `latest` skips it, and citing it warns.

        Raises InvalidValue where it was withdrawn before.
        """
        from provrepo.store.events import withdraw

        stored = resolve.version(self._database, reference)
        withdraw(self._database, stored.id, reason, instant(self._clock))
        return self.version(stored.id)

    def purge(
        self,
        reference: str,
        reason: str,
        *,
        part: str = "content",
        agent: str | None = None,
        everywhere: bool = False,
    ) -> Removal:
        """Remove the content of a version and its ingested file for good, and keep its record.

        ``part`` may be ``notes``, ``citation`` or ``file`` instead; or ``agent`` is the ``NAME`` or
        ``NAME <IDENTIFIER>`` of somebody named in the version, whose name is removed everywhere.
        What several versions share is removed with ``everywhere`` only. Raises NotFound or
        InvalidValue.
        """
        from provrepo.purging import PARTS, remove

        return remove(
            self._database,
            resolve.version(self._database, reference),
            reason,
            instant(self._clock),
            part=rules.one_of("part", part, PARTS),
            agent=agent,
            everywhere=everywhere,
        )

    def rename(self, old: str, new: str, reason: str = "") -> Document:
        """Give a document another key; the old one goes on resolving, and is taken for good.

        Records that were written before keep the old key. Raises NotFound or InvalidValue.
        """
        from provrepo.store.events import rename

        current = read.current_key(self._database, rules.key(old))
        if current is None:
            resolve.text(self._database, old)  # raises NotFound, which names similar keys
        rename(self._database, current or old, new, instant(self._clock), reason)
        return self.document(new)

    # Within

    def _checkpoint(self, size: int) -> Checkpoint:
        from provrepo.store import ledger
        from provrepo.store.checkpoint import Checkpoint

        return Checkpoint(self.origin, size, ledger.root(self._database, size))

    def _change(
        self, own: tuple[str, Text], changes: Changes, draft: Draft | None, *, dry_run: bool = False
    ) -> Outcome:
        from provrepo.ingest import planning

        warnings: dict[str, None] = {}
        edit = planning.edit(self._database, changes, own, draft, warnings.setdefault)
        outcome = self._commit(own, edit, changes, dry_run=dry_run)
        return replace(outcome, warnings=(*warnings, *outcome.warnings))

    def _change_notes(
        self,
        own: tuple[str, Text],
        change: Callable[[Notes, str], Notes],
        changes: Changes | None,
    ) -> Outcome:
        from provrepo.ingest.planning import Changes
        from provrepo.revision import State

        def edit(before: State | None, _: object) -> State:
            assert before is not None, "a note is on a version"
            return replace(before, notes=change(before.notes, before.content))

        return self._commit(own, edit, changes or Changes())

    def _commit(
        self, own: tuple[str, Text], edit: Edit, changes: Changes, *, dry_run: bool = False
    ) -> Outcome:
        from provrepo.ingest import planning
        from provrepo.revision import commit

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
        return Outcome(
            done.outcome, version, tuple(planning.warnings(self._database, done, changes))
        )

    def _documents(self, newest: Iterable[StoredVersion | None]) -> list[Document]:
        by_key: dict[str, list[StoredVersion]] = {}
        for stored in newest:
            if stored is not None:
                by_key.setdefault(stored.document, []).append(stored)
        found = []
        for key, texts in by_key.items():
            described = [one for one in texts if one.record.citation]
            last = max(described, key=lambda one: one.sequence, default=None)
            item = read.kept_citation(self._database, last.record.citation) if last else None
            title = (item or {}).get("title")
            views = tuple(versions.view(self._database, one) for one in texts)
            found.append(Document(key, title if isinstance(title, str) else None, views))
        return found

    def _must_be_newest(self, reference: str) -> StoredVersion:
        """Return the version named, which must be its text's newest. Raises InvalidReference."""
        stored = resolve.version(self._database, reference)
        newest = read.current(self._database, resolve.text(self._database, _name(stored)).row)
        if newest is None or newest.id != stored.id:
            last = newest.record.number if newest else 0
            raise InvalidReference(
                reference,
                f"a new version follows the newest, v{last}; leave @v{stored.record.number} out, "
                f"or bring it back first: provrepo restore {_name(stored)}@v{stored.record.number}",
            )
        return stored

    def _pair(self, before: str, after: str | None) -> tuple[str, str]:
        from provrepo.ingest.files import is_file_argument

        if after is not None:
            return before, after
        if is_file_argument(before):
            raise InvalidReference(before, "is a file; name the version to compare it with as well")
        if is_pair(before):
            first, second = parse_pair(before)
            return str(first), str(second)
        stored = resolve.version(self._database, before)
        if stored.record.parent is None:
            raise InvalidReference(
                before, "is the first version of its text, so it has no parent; name another one"
            )
        return stored.record.parent, stored.id

    def _side(self, argument: str) -> tuple[str, str]:
        """Return the name and the content of one side of a comparison."""
        from provrepo.ingest import read_draft
        from provrepo.ingest.files import is_file_argument

        if is_file_argument(argument):
            return argument, read_draft(argument).content
        version = self.version(argument)
        return version.reference, read.content(self._database, version.record.content)


def _own(stored: StoredVersion) -> tuple[str, Text]:
    return stored.document, stored.record.text


def _name(stored: StoredVersion) -> str:
    return f"{stored.document}/{stored.record.text}"
