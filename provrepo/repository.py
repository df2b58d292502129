"""Repository: the one door to a repository, with one method for each thing that a scholar does."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from provrepo.clock import Clock, system_clock
from provrepo.errors import InvalidValue
from provrepo.reading.repository import ReadOnlyRepository
from provrepo.store import read, rules
from provrepo.store.database import DEFAULT_WAIT
from provrepo.store.engines import connect

if TYPE_CHECKING:
    from provrepo.accession.document_template import DocumentTemplate
    from provrepo.accession.git.run import GitImport, History
    from provrepo.accession.revisions import Revisions
    from provrepo.accession.run import Ingestion
    from provrepo.editing.changes import Changes
    from provrepo.editing.commit import Outcome
    from provrepo.editing.purge import Removal
    from provrepo.editing.reviewing import Reviewed
    from provrepo.editing.revising import Reviser
    from provrepo.editing.same_sense import SameSense
    from provrepo.editing.working_copy import WorkingCopy
    from provrepo.errors import ProvrepoError
    from provrepo.formats.draft import Draft
    from provrepo.notes import NoteDraft, NoteEdit
    from provrepo.reading.aligning.alignments import VersionAlignment
    from provrepo.reading.catalogue import Document
    from provrepo.reading.reviews.policy import ReviewPolicy
    from provrepo.reading.status.stale_passages import StalePassages
    from provrepo.reading.versions import Version


def create(
    url: str | os.PathLike[str] = "provrepo.db",
    *,
    origin: str | None = None,
    from_package: str | os.PathLike[str] | None = None,
    clock: Clock = system_clock,
    wait: float = DEFAULT_WAIT,
    tick: Callable[[int], object] = lambda steps: None,  # noqa: ARG005
    begin: Callable[[int], object] = lambda total: None,  # noqa: ARG005
) -> Repository:
    """Make a repository at a path or URL and open it.

    ``origin`` names it for ever in checkpoints (``example.edu/cwihp``); by default it is random.
    With ``from_package``, the folder of a bag or of a store of OCFL objects that
    `Repository.package` wrote of all documents, it is the repository that was packed: origin,
    order, ids, events and the root of the ledger are the same. All of it is checked before; then
    ``begin`` is called once with the number of files, ``tick`` with those done since the last call.
    Raises RepositoryExists, RepositoryNotFound (no such folder), NotWritable or InvalidValue, and
    InputError where the package is damaged, forged or not whole; nothing is made then.
    """
    if from_package is not None:
        from provrepo.accession.packages.restoring import restore_package

        if origin is not None:
            raise InvalidValue("origin", origin, "a package has its origin; leave it out")
        restored = restore_package(
            _path(from_package), _path(url), wait=wait, begin=begin, tick=tick
        )
        return Repository(restored, clock)
    from provrepo.store.initialise import initialise

    name = rules.origin(origin or f"provrepo.invalid/{os.urandom(8).hex()}")
    database = initialise(_path(url), origin=name, recorded=rules.instant(clock()), wait=wait)
    return Repository(database, clock)


def open(  # noqa: A001 - `provrepo.open`, as `gzip.open`
    url: str | os.PathLike[str], *, clock: Clock = system_clock, wait: float = DEFAULT_WAIT
) -> Repository:
    """Open the repository at a path or URL.

    ``clock`` tells the present moment, ``wait`` is how many seconds to wait for another writer.
    Raises RepositoryNotFound, NotARepository, NewerSchema, NotWritable, Unavailable, or Damaged
    where the log of a file was removed.
    """
    return Repository(connect(_path(url), wait=wait), clock)


class Repository(ReadOnlyRepository):
    """An open repository; a context manager that closes it. For one thread.

    It is read as `ReadOnlyRepository` says. Whatever writes raises Conflict, Busy or NotWritable,
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
        all_texts: bool = False,
        dry_run: bool = False,
    ) -> Outcome:
        """Make a version from one file, or from its bytes, which have no name.

        ``document`` (a key) and ``text`` (``translation:en``) are needed where neither the file nor
        its name tells them. ``changes`` is what else the version is to have. ``encoding`` names a
        text file's encoding, ``convention`` how editorial markup is written
        (`provrepo.formats.tei.conventions`). Nothing is made where it would say nothing new.

        Of a file with several texts, such as a TEI edition with its translation, ``text`` names
        one; with ``all_texts`` a version of each is made, and the outcome is the first one's, which
        has the ``siblings``. Raises InputError or InvalidValue.
        """
        from provrepo.accession.intake import ingest_file

        return ingest_file(
            self._database,
            self._clock,
            source,
            _given(changes),
            document=document,
            text=text,
            encoding=encoding,
            convention=convention,
            all_texts=all_texts,
            dry_run=dry_run,
        )

    def ingest_files(
        self,
        paths: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
        changes: Changes | None = None,
        *,
        manifest: str | os.PathLike[str] | None = None,
        document: str | None = None,
        text: str | None = None,
        pattern: str | None = None,
        encoding: str | None = None,
        convention: str | None = None,
        ignored: Sequence[str | os.PathLike[str]] = (),
        allow_older: bool = False,
        dry_run: bool = False,
        parallel: bool = True,
    ) -> Ingestion:
        """Make versions from files, folders and what a manifest names (docs/readers.md).

        Returns the run: to iterate over it makes the versions, in batches, and yields what became
        of each text. Texts go in after those that they are based on; a bad file does not stop the
        others. ``changes`` and the options count for all of them, before what a file or a manifest
        says; where both ``document`` and ``text`` are named, all files are pages of that text.
        ``pattern`` tells the texts of paths in folders (`provrepo.accession.mapping`), ``ignored``
        are files in folders that are left out. A file of a folder or manifest whose text later
        versions have replaced is refused unless ``allow_older``. With ``parallel`` a second process
        may help with large batches. Raises InputError for an unusable manifest, InvalidValue for an
        option.
        """
        from provrepo.accession.intake import Instructions
        from provrepo.accession.run import Ingestion, inputs

        instructions = Instructions(
            _given(changes), document, text, encoding, convention, pattern, allow_older
        )
        left_out = [*self._files(), *ignored]
        files = inputs(_listed(paths), manifest, instructions, left_out)
        return Ingestion(
            self._database, self._clock, files, instructions, dry_run=dry_run, parallel=parallel
        )

    def ingest_drafts(
        self,
        drafts: Iterable[Draft],
        changes: Changes | None = None,
        *,
        document: str | None = None,
        dry_run: bool = False,
        parallel: bool = True,
    ) -> Iterator[Outcome | ProvrepoError]:
        """Make versions from drafts in memory and yield what became of each, in their order.

        They are stored in batches, and yielded when they are durable: many drafts go in much faster
        than one by one, and memory is bounded by a batch. A draft that is refused does not stop the
        others. ``document`` is the key of drafts that name none. With ``parallel`` a second process
        may help with large batches.
        """
        from provrepo.accession.intake import Intake, Source
        from provrepo.accession.siblings import Siblings

        changes = _given(changes)
        sources = (Source("", (draft,), changes, document) for draft in drafts)
        intake = Intake(self._database, self._clock, Siblings(), dry_run=dry_run, parallel=parallel)
        return (ingested.result for ingested in intake.run(sources))

    def import_git(
        self,
        history: History | str,
        changes: Changes | None = None,
        *,
        document: str | None = None,
        text: str | Sequence[str] | None = None,
        encoding: str | None = None,
        convention: str | None = None,
        dry_run: bool = False,
        parallel: bool = True,
    ) -> GitImport:
        """Make a version for each commit of each text in a git history (docs/cli.md).

        Returns the run: to iterate over it makes the versions, oldest first, and yields what became
        of each. What an earlier import made is not made again. ``history`` may be the path of the
        repository alone. ``changes`` and the options count before what commits and files say;
        ``text``, one or one for each kind, fills what paths leave open. A translation is based on
        its document's transcription as it stood at the translation's commit. Raises InputError
        where git or the repository cannot be used, and InvalidValue.
        """
        from provrepo.accession.git.run import GitImport, History
        from provrepo.accession.intake import Instructions

        instructions = Instructions(_given(changes), document, None, encoding, convention)
        return GitImport(
            self._database,
            self._clock,
            History(history) if isinstance(history, str) else history,
            instructions,
            (text,) if isinstance(text, str) else text or (),
            dry_run=dry_run,
            parallel=parallel,
        )

    def revise(
        self, reference: str, changes: Changes | None = None, *, dry_run: bool = False
    ) -> Outcome:
        """Make a version without a new file: metadata, basis, people, a review.

        Where ``reference`` names a document with several texts, metadata are said of all of them,
        in one go: the outcome is the first one's, which has the ``siblings``. A translator and a
        basis are those of its only translation; what may be said of several raises Ambiguous.
        """
        changes = _given(changes)
        return self._reviser(dry_run=dry_run).revise(reference, changes)

    def revise_many(
        self,
        manifest: str | os.PathLike[str] | None = None,
        changes: Changes | None = None,
        *,
        items: str | os.PathLike[str] | None = None,
        encoding: str | None = None,
        dry_run: bool = False,
    ) -> Revisions:
        """Make versions without new files, as a table says or a reference manager's collection.

        ``manifest`` is the path of a table with a row for each document or text (docs/metadata.md);
        ``items`` that of a file with items in CSL-JSON, BibTeX or RIS, each matched to a document
        by key, call number or title. ``encoding`` is the file's where that is not UTF-8. Returns
        the run: to iterate over it makes the versions, in batches, and yields what became of each
        text. A bad row does not stop the others; what matches no document, or several, is left
        out. ``changes`` count for all, before what a row says. Raises InputError or ItemError for
        an unusable file, and InvalidValue.
        """
        from provrepo.accession.revisions import Revisions
        from provrepo.accession.statements import statements

        parts = statements(self._database, manifest, items, encoding)
        return Revisions(self._database, self._clock, parts, _given(changes), dry_run=dry_run)

    def metadata_table(self, reference: str | None = None) -> DocumentTemplate:
        """Return a table of all documents, or of one, with their metadata: for `revise_many`.

        It is iterated over for its rows, by column; `as_csv` makes a file of it.
        """
        from provrepo.accession.document_template import DocumentTemplate

        return DocumentTemplate(self._database, reference)

    def restore(
        self, reference: str, changes: Changes | None = None, *, dry_run: bool = False
    ) -> Outcome:
        """Make the content of an older version the newest again, with what it was based on.

        Notes and citation metadata stay those of the newest version, the notes carried over.
        """
        changes = _given(changes)
        return self._reviser(dry_run=dry_run).restore(reference, changes)

    def working_copy(self, reference: str, part: str = "text") -> WorkingCopy:
        """Return a part of the newest version of a text as bytes that a person can edit.

        ``part`` is ``text``, or ``notes`` or ``citation``, which are TOML. `save` brings it back.
        Raises Purged, and InvalidReference where ``reference`` names an older version.
        """
        from provrepo.editing.working_copy import working_copy

        return working_copy(self._database, self._reviser(), reference, part)

    def save(
        self,
        copy: WorkingCopy,
        data: bytes,
        changes: Changes | None = None,
        *,
        dry_run: bool = False,
    ) -> Outcome:
        """Make what became of a working copy the next version of its text.

        ``data`` are the bytes of the copy as somebody saved them: UTF-8, of which nothing is
        changed. Versions that were made meanwhile are built upon. Raises Conflict where one of them
        changed the same part (of notes also the text), InputError where the bytes are empty, or not
        UTF-8, or no TOML, QuoteError where a note's passage does not stand in the text, Purged
        where that was removed meanwhile, and InvalidValue.
        """
        from provrepo.editing.saving import save

        return save(self._database, self._clock, copy, data, _given(changes), dry_run=dry_run)

    def add_note(self, reference: str, note: NoteDraft, changes: Changes | None = None) -> Outcome:
        """Add a note to the newest version of a text, on a passage where it has a quote.

        Raises QuoteError where the quote does not stand there exactly once.
        """
        return self.revise(reference, replace(_given(changes), notes=(note,)))

    def edit_note(
        self, reference: str, identity: str, edited: NoteEdit, changes: Changes | None = None
    ) -> Outcome:
        """Change a note of the newest version in what ``edited`` says. Raises NotFound."""
        changes = _given(changes)
        return self._reviser().edit_note(reference, identity, edited, changes)

    def remove_note(self, reference: str, identity: str, changes: Changes | None = None) -> Outcome:
        """Remove a note from the newest version; older versions keep it. Raises NotFound."""
        changes = _given(changes)
        return self._reviser().remove_note(reference, identity, changes)

    def _reviser(self, *, dry_run: bool = False) -> Reviser:
        database = self._database
        from provrepo.editing.revising import Reviser

        return Reviser(database, self._clock, dry_run=dry_run)

    def _files(self) -> list[str]:
        """Return the files of the repository itself, which no run takes for texts."""
        ends = ("", "-wal", "-shm", "-journal")
        return [f"{self.location}{index}{end}" for index in ("", "-search") for end in ends]

    def withdraw(self, reference: str, reason: str, *, agents: str | Sequence[str] = ()) -> Version:
        """Withdraw a version: it stays readable, but `latest` skips it, and citing it warns.

        ``agents`` say who does, as ``"Jeffrey Wang:editor"``. Raises InvalidValue where it was
        withdrawn before.
        """
        from provrepo.editing.attribution import attributions
        from provrepo.store.events import withdraw

        stored, made_by = self._find(reference), attributions(agents)
        withdraw(self._database, stored.id, reason, self._now, made_by)
        return self.version(stored.id)

    def same_as(
        self,
        first: str,
        second: str | None = None,
        changes: Changes | None = None,
        *,
        undo: bool = False,
    ) -> SameSense:
        """Say that no translation needs to follow a correction from one version to another.

        What was made from the one holds for the other then. ``first`` alone is a pair ``A..B``.
        With ``undo`` that is taken back. Of ``changes`` the agents and the message count: who says
        so, and why. Raises InvalidReference where these are not two versions of one text, and
        InvalidValue where there is nothing to take back.
        """
        from provrepo.editing.same_sense import same_as

        now = self._now
        return same_as(self._database, first, second, _given(changes), now, undo=undo)

    def review(
        self,
        reference: str,
        state: str,
        changes: Changes | None = None,
        *,
        quotes: str | Sequence[str] = (),
        against: str | None = None,
        sign: str | os.PathLike[str] | None = None,
        tell: Callable[[str], object] = lambda request: None,  # noqa: ARG005
    ) -> Reviewed:
        """Say something of one exact version; it never passes to another one.

        ``state`` is ``submitted``, ``returned``, ``approved`` or ``published``; it counts as the
        policy in force allows. Of ``changes`` the agents and the message count: who says so, and
        why. ``quotes`` are passages that a version is returned for, word for word. ``against`` is
        the version of its basis that it was read beside, by default the one that it was made from.
        ``sign`` is the path of an SSH key, which ``ssh-keygen`` signs with; ``tell`` is called with
        what it asks the person to do. Raises InvalidValue where the policy does not allow it or
        nobody is named, InvalidReference where the version was withdrawn or purged, QuoteError, and
        InputError where the key cannot be used.
        """
        from provrepo.arguments import strings
        from provrepo.editing.reviewing import Statement, review
        from provrepo.reading.signing import ssh_keygen

        statement = Statement(state, strings("quote", quotes), against)
        key = None if sign is None else _path(sign)
        signing = None if key is None else lambda data: ssh_keygen.sign(data, key, tell)
        now = self._now
        return review(self._database, reference, statement, _given(changes), now, signing)

    def set_policy(
        self,
        changes: Changes | None = None,
        *,
        approvals: int | None = None,
        independent: bool | None = None,
        publish: str | None = None,
    ) -> ReviewPolicy:
        """Say what reviews need from here on, and return the policy that is in force then.

        ``approvals`` is how many people must approve a version (0 to 99). With ``independent``
        nobody approves a version that names them. ``publish`` is ``any`` or ``approved``: which
        versions may be published. What is None stays as it is; where nothing is new, nothing is
        recorded. Of ``changes`` the agents and the message count. Raises InvalidValue.
        """
        from provrepo.editing.reviewing import set_policy

        return set_policy(
            self._database,
            self._now,
            _given(changes),
            approvals=approvals,
            independent=independent,
            publish=publish,
        )

    def check(
        self,
        reference: str,
        units: Sequence[int] | None = None,
        changes: Changes | None = None,
    ) -> StalePassages:
        """Say that passages of a stale text are right beside the newest basis.

        ``units`` are their numbers, as `stale_passages` has them, None for all. Of ``changes`` the
        agents and the message count. A check holds for this version, and for later ones as far as
        they have the passage; and as long as the basis says what it says there now. Returns what is
        left to be done. Raises InvalidReference where the text is not stale or the version not its
        newest, and InvalidValue.
        """
        from provrepo.editing.checking import check

        return check(self._database, reference, units, _given(changes), self._now)

    def follow(self, reference: str, changes: Changes | None = None) -> StalePassages | None:
        """Say that a new version follows the corrections of its basis: what it changed is right.

        The passages that it changed since are checked (`check`): by the agents of ``changes``, else
        by the people who made the version. Returns what is left to be done, None where the text is
        not stale.
        """
        from provrepo.editing.checking import follow

        return follow(self._database, reference, _given(changes), self._now)

    def pin(
        self,
        reference: str,
        pairs: Sequence[tuple[Sequence[int], Sequence[int]]] = (),
        changes: Changes | None = None,
        *,
        unpinned: Sequence[tuple[Sequence[int], Sequence[int]]] = (),
        basis: str | None = None,
    ) -> VersionAlignment:
        """Pair units of a version with those of its basis by hand, and return the alignment.

        A pair is units of the basis and units of the translation, by their numbers from 1; one side
        may be empty, and others may stand between its units. It takes the place of earlier pairs
        that have any of its units. ``unpinned`` are units whose pairs are taken back, those of the
        basis or of the translation. The pairs go along to newer versions as notes do. Of
        ``changes`` the agents and the message count. Raises InvalidReference as `alignment` does,
        and InvalidValue.
        """
        from provrepo.editing.pinning import pin

        now = self._now
        return pin(self._database, reference, pairs, unpinned, basis, _given(changes), now)

    def purge(
        self,
        reference: str | None,
        reason: str,
        *,
        part: str = "content",
        agent: str | None = None,
        everywhere: bool = False,
        agents: str | Sequence[str] = (),
    ) -> Removal:
        """Remove the content of a version and its ingested file for good, and keep its record.

        ``part`` may be ``notes``, ``citation``, ``file`` or ``signature`` (those of its reviews)
        instead. What several versions share is removed with ``everywhere`` only. Or ``agent`` is
        somebody whose name is removed everywhere:
        ``NAME``, ``NAME <IDENTIFIER>``, or ``NAME <>`` for the one without an identifier; named in
        the version, or anywhere where ``reference`` is None. ``agents`` say who removes it, as
        ``"Jeffrey Wang:editor"``. Raises NotFound, Ambiguous or InvalidValue.
        """
        from provrepo.editing.attribution import attributions
        from provrepo.editing.purge import PARTS, remove, remove_agent

        rules.one_of("part", part, PARTS)
        now, made_by = self._now, attributions(agents)
        stored = None if reference is None else self._find(reference)
        if agent is not None:
            return remove_agent(self._database, stored, reason, now, agent=agent, made_by=made_by)
        if stored is None:
            raise InvalidValue("purge", "", "name a version, or an agent whose name is to go")
        return remove(
            self._database,
            stored,
            reason,
            now,
            part=part,
            everywhere=everywhere,
            made_by=made_by,
        )

    def rename(
        self, old: str, new: str, reason: str = "", *, agents: str | Sequence[str] = ()
    ) -> Document:
        """Give a document another key; the old one goes on resolving, and is taken for good.

        Records that were written before keep the old key. ``agents`` say who gives it, as
        ``"Jeffrey Wang:editor"``. Raises NotFound or InvalidValue.
        """
        from provrepo.arguments import check_strings
        from provrepo.editing.attribution import attributions
        from provrepo.reference import checked_key
        from provrepo.store.events import rename

        check_strings({"document key": old, "new key": new, "reason": reason})
        checked_key(new, "new key")
        current = read.current_key(self._database, checked_key(old))
        if current is None:
            from provrepo.reading import lookup

            lookup.text(self._database, old)  # raises NotFound, which names similar keys
        now, made_by = self._now, attributions(agents)
        rename(self._database, current or old, new, now, reason, made_by)
        return self.document(new)

    def retext(
        self, reference: str, text: str, reason: str = "", *, agents: str | Sequence[str] = ()
    ) -> Version:
        """Give a text another kind, language or label; the old name goes on resolving.

        ``reference`` names the text and ``text`` its name from now on, ``translation:en`` or
        ``translation:en:wang``, which no text of the document has or ever had. Records that were
        written before keep the old name. ``agents`` say who gives it. Returns the newest version.
        Raises NotFound, Ambiguous, InvalidReference or InvalidValue.
        """
        from provrepo.accession.placing import parse_text
        from provrepo.arguments import check_strings
        from provrepo.editing.retexting import retext

        check_strings({"text": text})
        new = parse_text(text)
        return retext(self._database, self._clock, reference, new, reason, agents)


def _given(changes: Changes | None) -> Changes:
    """Return ``changes``, or that nothing is said."""
    from provrepo.editing.changes import NO_CHANGES

    return changes or NO_CHANGES


def _path(value: str | os.PathLike[str]) -> str:
    """Return a path or URL as a string. Raises InvalidValue for a value of another type."""
    if not isinstance(value, str | os.PathLike):
        raise InvalidValue("path", repr(value), "a path is expected")
    return os.fspath(value)


def _listed(
    paths: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
) -> list[str]:
    """Return paths as a list of strings; a single one is a list of one."""
    listed = [paths] if isinstance(paths, str | os.PathLike) else paths
    if not isinstance(listed, Iterable):
        raise InvalidValue("paths", repr(paths), "a path or a list of paths is expected")
    return [_path(part) for part in listed]
