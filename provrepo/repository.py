"""Repository: the one door to a repository, with one method for each thing that a scholar does."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from provrepo.clock import Clock, instant, system_clock
from provrepo.errors import InvalidValue
from provrepo.reading import lookup
from provrepo.reading.holdings import Holdings
from provrepo.store import read, rules
from provrepo.store.database import DEFAULT_WAIT
from provrepo.store.engines import connect

if TYPE_CHECKING:
    from provrepo.accession.git.run import GitImport, History
    from provrepo.accession.run import Ingestion, Said
    from provrepo.editing.editor import Editor, Outcome
    from provrepo.editing.planning import Changes
    from provrepo.editing.purge import Removal
    from provrepo.errors import ProvrepoError
    from provrepo.formats.draft import Draft, Reading
    from provrepo.notes import NoteDraft, NoteEdit
    from provrepo.reading.catalogue import Document
    from provrepo.reading.versions import Version


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


class Repository(Holdings):
    """An open repository; a context manager that closes it. For one thread.

    Its holdings are read as `Holdings` says. Whatever writes raises Conflict, Busy or NotWritable,
    and what looking up a reference raises; it then leaves the repository as it was.
    """

    def ingest(
        self,
        source: str | os.PathLike[str] | bytes,
        changes: Changes | None = None,
        *,
        document: str | None = None,
        text: str | None = None,
        encoding: str | None = None,
        convention: str | None = None,
        dry_run: bool = False,
    ) -> Outcome:
        """Make a version from a file, or from bytes, which have no name.

        ``document`` (a key) and ``text`` (``translation:en``) are needed where neither the file
        nor its name tells them. ``changes`` is what else the version is to have. ``convention``
        says how editorial markup is written (`provrepo.formats.tei.marks`). Nothing is made where
        it would say nothing new. Raises InputError, also where the file holds several texts and
        ``text`` does not name one of them, and InvalidValue besides.
        """
        made = self.ingest_texts(
            source,
            changes,
            document=document,
            text=text,
            encoding=encoding,
            convention=convention,
            dry_run=dry_run,
            only_one=True,
        )
        return made[0]

    def ingest_texts(
        self,
        source: str | os.PathLike[str] | bytes,
        changes: Changes | None = None,
        *,
        document: str | None = None,
        text: str | None = None,
        encoding: str | None = None,
        convention: str | None = None,
        dry_run: bool = False,
        only_one: bool = False,
    ) -> list[Outcome]:
        """Make a version from each text of a file, as `ingest` does from its only one.

        A translation is based on the transcription in the same file. ``text`` names the one that
        is wanted; with ``only_one`` InputError is raised where there are several.
        """
        from provrepo.reading.files import read_draft, read_drafts

        reading = _reading(encoding, convention)
        if only_one and text is None:
            drafts: Sequence[Draft] = (read_draft(source, reading),)
        else:
            drafts = read_drafts(source, reading)
        path = None if isinstance(source, bytes) else os.fspath(source)
        said = _or_none(changes)
        return self._editor().ingest(drafts, said, document, text, path, dry_run=dry_run)

    def ingest_all(
        self,
        sources: Iterable[str | os.PathLike[str]],
        changes: Changes | None = None,
        *,
        document: str | None = None,
        encoding: str | None = None,
        convention: str | None = None,
        dry_run: bool = False,
    ) -> Iterator[tuple[str, Outcome | ProvrepoError]]:
        """Make versions from files and yield, for each text, what became of it, or the refusal.

        Transcriptions go first; a translation that is new and names no basis is based on the
        transcription of its document in the same batch. A bad file does not stop the others.
        """
        from provrepo.accession.run import Files, Ingestion, Said

        files = Files(os.fspath(one) for one in sources)
        said = Said(_or_none(changes), document, None, encoding, convention)
        for one in Ingestion(self._database, self._clock, [files], said, dry_run=dry_run):
            yield one.file, one.result

    def ingest_files(
        self,
        paths: Sequence[str | os.PathLike[str]],
        said: Said | None = None,
        *,
        manifest: str | os.PathLike[str] | None = None,
        ignored: Sequence[str | os.PathLike[str]] = (),
        dry_run: bool = False,
    ) -> Ingestion:
        """Make versions from files, folders and what a manifest names (docs/ingest.md).

        Returns the run: to iterate over it makes the versions, in batches, and yields what became
        of each text. Texts go in after those that they are based on; a bad file does not stop the
        others. ``said`` is what counts for all of them; where it names document and text, all
        files are pages of that text. ``ignored`` are files in the folders that are left out.
        Raises InputError where the manifest is none, InvalidValue where ``said`` is not right.
        """
        from provrepo.accession.inputs import Inputs
        from provrepo.accession.manifest import Manifest
        from provrepo.accession.run import Ingestion, Said
        from provrepo.accession.walking import Folders

        own = [f"{self.location}{end}" for end in ("", "-wal", "-shm", "-journal")]
        kept = [*own, *(os.fspath(one) for one in (*ignored, *([manifest] if manifest else ())))]
        given = said or Said()
        inputs: list[Inputs] = [Manifest(manifest)] if manifest is not None else []
        if paths:
            together = given.text is not None and given.document is not None
            pattern = None
            if given.pattern is not None:
                from provrepo.accession.mapping import Pattern

                pattern = Pattern(given.pattern)
            names = [os.fspath(one) for one in paths]
            inputs.append(Folders(names, kept, together=together, pattern=pattern))
        return Ingestion(self._database, self._clock, inputs, given, dry_run=dry_run)

    def import_git(
        self, history: History, said: Said | None = None, *, dry_run: bool = False
    ) -> GitImport:
        """Make a version for each commit of each text in a git history (docs/ingest.md).

        Returns the import: to iterate over it makes the versions, oldest first, and yields what
        became of each. What an earlier import made is not made again. ``said`` counts before what
        commits and files say. Raises InputError where git or the repository cannot be used, and
        InvalidValue where ``history`` or ``said`` is not right.
        """
        from provrepo.accession.git.run import GitImport
        from provrepo.accession.run import Said

        return GitImport(self._database, self._clock, history, said or Said(), dry_run=dry_run)

    def ingest_drafts(
        self,
        drafts: Iterable[Draft],
        changes: Changes | None = None,
        *,
        document: str | None = None,
        dry_run: bool = False,
    ) -> Iterator[Outcome | ProvrepoError]:
        """Make versions from drafts and yield what became of each, in their order.

        They are stored in batches, and yielded when they are durable; so many drafts go in much
        faster than one by one, and memory is bounded by a batch. A draft that is refused does not
        stop the others.
        """
        from provrepo.accession.bulk import Source

        said = _or_none(changes)
        sources = (Source(None, (draft,), said, document) for draft in drafts)
        for _, result in self._editor().ingest_all(sources, dry_run=dry_run):
            yield result

    def revise(
        self, reference: str, changes: Changes | None = None, *, dry_run: bool = False
    ) -> Outcome:
        """Make a version without a new file: metadata, basis, people, a review."""
        return self._editor().revise(reference, _or_none(changes), dry_run=dry_run)

    def restore(
        self, reference: str, changes: Changes | None = None, *, dry_run: bool = False
    ) -> Outcome:
        """Make the content of an older version the newest again, with what it was based on.

        Notes and citation metadata stay those of the newest version, the notes carried over.
        """
        return self._editor().restore(reference, _or_none(changes), dry_run=dry_run)

    def add_note(self, reference: str, note: NoteDraft, changes: Changes | None = None) -> Outcome:
        """Add a note to the newest version of a text, on a passage where it has a quote.

        Raises QuoteError where the quote does not stand there exactly once.
        """
        return self._editor().add_note(reference, note, _or_none(changes))

    def edit_note(
        self, reference: str, identity: str, edited: NoteEdit, changes: Changes | None = None
    ) -> Outcome:
        """Change a note of the newest version in what ``edited`` says. Raises NotFound."""
        return self._editor().edit_note(reference, identity, edited, _or_none(changes))

    def remove_note(self, reference: str, identity: str, changes: Changes | None = None) -> Outcome:
        """Remove a note from the newest version; older versions keep it. Raises NotFound."""
        return self._editor().remove_note(reference, identity, _or_none(changes))

    def _editor(self) -> Editor:
        from provrepo.editing.editor import Editor

        return Editor(self._database, self._clock)

    def withdraw(self, reference: str, reason: str) -> Version:
        """Withdraw a version: it stays readable, but `latest` skips it, and citing it warns.

        Raises InvalidValue where it was withdrawn before.
        """
        from provrepo.store.events import withdraw

        stored = lookup.version(self._database, reference)
        withdraw(self._database, stored.id, reason, instant(self._clock))
        return self.version(stored.id)

    def purge(
        self,
        reference: str | None,
        reason: str,
        *,
        part: str = "content",
        agent: str | None = None,
        everywhere: bool = False,
    ) -> Removal:
        """Remove the content of a version and its ingested file for good, and keep its record.

        ``part`` may be ``notes``, ``citation`` or ``file`` instead. What several versions share is
        removed with ``everywhere`` only. Or ``agent`` is somebody whose name is removed everywhere:
        ``NAME``, ``NAME <IDENTIFIER>``, or ``NAME <>`` for the one without an identifier; named in
        the version, or anywhere where ``reference`` is None. Raises NotFound, Ambiguous or
        InvalidValue.
        """
        from provrepo.editing.purge import PARTS, remove, remove_agent

        rules.one_of("part", part, PARTS)
        now = instant(self._clock)
        stored = None if reference is None else lookup.version(self._database, reference)
        if agent is not None:
            return remove_agent(self._database, stored, reason, now, agent=agent)
        if stored is None:
            raise InvalidValue("purge", "", "name a version, or an agent whose name is to go")
        return remove(self._database, stored, reason, now, part=part, everywhere=everywhere)

    def rename(self, old: str, new: str, reason: str = "") -> Document:
        """Give a document another key; the old one goes on resolving, and is taken for good.

        Records that were written before keep the old key. Raises NotFound or InvalidValue.
        """
        from provrepo.store.events import rename

        current = read.current_key(self._database, rules.key(old))
        if current is None:
            lookup.text(self._database, old)  # raises NotFound, which names similar keys
        rename(self._database, current or old, new, instant(self._clock), reason)
        return self.document(new)


def _reading(encoding: str | None, convention: str | None) -> Reading:
    """Return how files are to be read. Raises InvalidValue."""
    from provrepo.formats.draft import CONVENTIONS, Reading

    return Reading(encoding, convention or CONVENTIONS[0])


def _or_none(changes: Changes | None) -> Changes:
    """Return ``changes``, or that nothing is said."""
    from provrepo.editing.planning import Changes

    return changes or Changes()
