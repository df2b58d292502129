"""The reading half of Repository: texts looked up, listed, compared, cited and proved."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from threading import get_ident
from types import TracebackType
from typing import TYPE_CHECKING, Self

from provrepo.clock import Clock, system_clock
from provrepo.errors import InvalidValue, NotFound, RepositoryClosed, WrongThread
from provrepo.reading import versions
from provrepo.store import rules

if TYPE_CHECKING:
    from provrepo.compare import Collation
    from provrepo.formats.draft import FileNote
    from provrepo.formats.pages.lines import PageLine
    from provrepo.interventions import Intervention
    from provrepo.metadata import Item
    from provrepo.reading.aligning.alignments import VersionAlignment
    from provrepo.reading.blame import Blame
    from provrepo.reading.catalogue import Document
    from provrepo.reading.citing.citation import BibliographyEntry, Manner, VersionCitation
    from provrepo.reading.citing.manuscript import CitedManuscript
    from provrepo.reading.comparing.comparison import Comparison
    from provrepo.reading.log import LogEntry
    from provrepo.reading.manuscripts.manuscript import Manuscript
    from provrepo.reading.manuscripts.pins import Pin
    from provrepo.reading.packages.package import PackageOptions, PackageReport
    from provrepo.reading.reviews.policy import ReviewPolicy
    from provrepo.reading.reviews.reviews import ReviewEntry
    from provrepo.reading.reviews.states import ReviewState
    from provrepo.reading.searching.candidates import Reports
    from provrepo.reading.searching.hits import Hit
    from provrepo.reading.searching.phrase_history import PhraseHistory
    from provrepo.reading.searching.scope import Scope
    from provrepo.reading.selection import Selection
    from provrepo.reading.signing.signatures import SignatureCheck
    from provrepo.reading.site.options import SiteOptions
    from provrepo.reading.site.publish import Publication
    from provrepo.reading.status.stale_passages import StalePassages
    from provrepo.reading.status.status import Status
    from provrepo.reading.suggestions import Suggestion
    from provrepo.reading.versions import Version
    from provrepo.receipt import Receipt
    from provrepo.store.checkpoint import Checkpoint
    from provrepo.store.database import Database
    from provrepo.store.read import StoredVersion
    from provrepo.store.records import Notes, VersionRecord
    from provrepo.store.relations import Finding


class ReadOnlyRepository:
    """The methods of `provrepo.Repository` that change nothing; a context manager that closes it.

    References are strings (``border-cable/translation:en@v2``, docs/cli.md). Whatever looks one up
    raises InvalidReference, NotFound or Ambiguous; whatever reads raises Damaged where the bytes
    are not what was stored.
    """

    def __init__(self, database: Database, clock: Clock = system_clock) -> None:
        self._opened, self._clock = database, clock
        self._thread: int | None = get_ident()
        """The thread that opened it, None once it is closed."""

    @property
    def _database(self) -> Database:
        """The database. Raises RepositoryClosed or WrongThread."""
        if self._thread != get_ident():
            raise (RepositoryClosed if self._thread is None else WrongThread)(self.location)
        return self._opened

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
        """Close the database; a second time does nothing. Raises WrongThread."""
        if self._thread is not None:
            self._database.close()
            self._thread = None

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.location}>"

    @property
    def location(self) -> str:
        """The path or URL, without a password."""
        return self._opened.location

    @property
    def origin(self) -> str:
        """The name that the repository has in proofs, fixed when it was made."""
        from provrepo.store import survey

        return survey.origin(self._database)

    def keys(self, prefix: str = "") -> list[str]:
        """Return the keys of all documents, or of those that begin with ``prefix``, sorted."""
        from provrepo.store import survey

        return survey.document_keys(self._database, rules.string("prefix", prefix))

    def suggestions(self, what: str, written: str = "", of: str | None = None) -> list[Suggestion]:
        """Return what somebody may mean who typed ``written`` so far, as a shell completes it.

        ``what`` is ``references``, ``keys``, ``texts``, ``notes``, ``agents``, ``names`` (of
        agents) or ``languages``; ``of`` is the document of the texts, the version of the notes. Of
        very many keys it is their beginnings. Raises InvalidValue for another word, and what
        looking up ``of`` raises.
        """
        from provrepo.reading.suggestions import suggested

        return suggested(self._database, what, written, of)

    def documents(
        self, *, after: str = "", limit: int | None = None, selection: Selection | None = None
    ) -> Iterator[Document]:
        """Yield the documents, sorted by key: those after the key ``after``, at most ``limit``.

        Only those that a ``selection`` takes, by language, title, review state, or the stale ones.

        They are read in pages, so that a large repository can be looped over in little memory.
        Raises InvalidValue for values of another type.
        """
        from provrepo.reading.catalogue import documents

        if selection is None:
            return documents(self._database, after, limit)
        from itertools import islice

        from provrepo.reading.selecting import test

        return islice(
            filter(test(self._database, selection), documents(self._database, after)), limit
        )

    def document(self, key: str) -> Document:
        """Return one document by its key, or by one that it had before. Raises NotFound."""
        from provrepo.reading.catalogue import document

        return document(self._database, key)

    def version(self, reference: str) -> Version:
        """Return the version that ``reference`` names."""
        return versions.view(self._database, self._find(reference))

    def history(self, reference: str) -> list[Version]:
        """Return all versions of the text that ``reference`` names, newest first."""
        from provrepo.reading import lookup
        from provrepo.store import read

        text = lookup.text_of_any(self._database, reference)
        stored = read.history(self._database, text.row)
        return [versions.view(self._database, version) for version in stored]

    def log(self, reference: str) -> list[LogEntry]:
        """Return all versions of a text, newest first, with what each changed and is based on.

        ``reference`` names the text, or a version of it.
        """
        from provrepo.reading.log import log

        return log(self._database, reference)

    @property
    def has_statements(self) -> bool:
        """Whether any event is about a version: where none is, surely nobody reviewed anything."""
        from provrepo.store import survey

        return survey.has_targets(self._database)

    def state(self, reference: str) -> ReviewState:
        """Return the review state of one exact version, and how it differs from an approved one."""
        from provrepo.reading.reviews.states import state

        return state(self._database, reference)

    def reviews(self, reference: str) -> list[ReviewEntry]:
        """Return what was said of a version, or of all versions of a text, in commit order.

        ``reference`` names one version where it has a selector or is an id, else the text. Reviews
        that count for nothing are among them, and say so.
        """
        from provrepo.reading.reviews.reviews import reviews

        return reviews(self._database, reference)

    def policy(self) -> ReviewPolicy:
        """Return what reviews need now; where nobody set a policy, one approval is enough."""
        from provrepo.reading.reviews.policy import policy

        return policy(self._database)

    def record(self, reference: str) -> bytes:
        """Return the bytes of the record of a version, as they are hashed (docs/format.md).

        A record of a format that this provrepo does not know can be named by its id.
        """
        from provrepo.reading import lookup

        return lookup.record(self._database, reference)

    def unknown_formats(self) -> dict[str, int]:
        """Return how many records there are of each format that this provrepo does not know.

        They are kept as they are, and verified. A newer provrepo wrote them.
        """
        from provrepo.store import unknown

        return unknown.formats(self._database)

    def unknown_events(self) -> dict[str, int]:
        """Return how many events there are of each name that this provrepo does not know.

        They are kept and verified as any event, and change nothing that is read here.
        """
        from provrepo.store.event_queries import unknown_names

        return unknown_names(self._database)

    def content(self, reference: str) -> str:
        """Return the content of a version, exactly as it was stored."""
        from provrepo.store import objects

        return objects.content(self._database, self._record(reference).content)

    def notes(self, reference: str) -> Notes:
        """Return the notes of a version."""
        from provrepo.store import objects

        return objects.notes(self._database, self._record(reference).notes)

    def citation(self, reference: str) -> Item | None:
        """Return the citation metadata of a version: one CSL-JSON item, None without any."""
        from provrepo.store import objects

        digest = self._record(reference).citation
        return objects.citation(self._database, digest) if digest else None

    def citation_bytes(self, reference: str) -> bytes:
        """Return the citation metadata of a version as they are hashed; ``null`` without any."""
        from provrepo.store.canonical import canonical

        return canonical(self.citation(reference))

    def file(self, reference: str) -> bytes:
        """Return the bytes of the file that a version's content was read from. Raises NotFound."""
        from provrepo.store import objects

        version = self.version(reference)
        data = objects.file(self._database, version.record)
        if data is None:
            raise NotFound("ingested file of", version.reference)
        return data

    def page_lines(self, reference: str) -> tuple[PageLine, ...]:
        """Return where the lines of a version stand on their pages, from its ingested file.

        That is a file of PAGE or ALTO, or a zip of them. Raises NotFound without such a file, and
        InputError where it is another, or the version's text is no longer the file's.
        """
        from provrepo.errors import InputError
        from provrepo.formats.draft import CONVENTIONS, Reading
        from provrepo.formats.pages.lines import lines_in

        file = self.version(reference).record.file
        _, _, convention = (file.reader if file else "").partition(" convention=")
        reading = Reading(convention=convention.partition(" ")[0] or CONVENTIONS[0])
        name = file.name if file else reference
        content, lines = lines_in(self.file(reference), name, reading)
        if content != self.content(reference):
            raise InputError(name, "has another text than this version, which was edited since")
        return lines

    def export(
        self,
        reference: str | None,
        format: str,  # noqa: A002 - what everybody calls it
        *,
        track_changes: str | None = None,
        facing: bool = False,
        warn: Callable[[str], object] = lambda warning: None,  # noqa: ARG005
    ) -> bytes:
        """Return one version as a file.

        ``format`` is ``docx``, ``odt``, ``tei``, ``markdown``, ``html`` or ``text``.
        The file holds the text, its notes, metadata and pin. Ingested again it makes no new
        version; if somebody has edited it meanwhile, what they changed is the next one, in which
        the notes that they left alone are the same notes (docs/formats.md). The same version makes
        the same bytes.

        With ``track_changes``, a pair ``A..B``, it is a .docx of B in which what was changed since
        A is marked; ``reference`` may be None then, or names the text of bare selectors such as
        ``v1..v2``. With ``facing`` a translation stands beside what it was made from, in two
        columns (docx, odt, html). ``warn`` is called with what the file cannot hold. Raises
        InvalidValue for a format that there is not, or that cannot show this, and Purged where the
        content was removed.
        """
        from provrepo.reading.export import export

        return export(
            self._database,
            reference,
            format,
            track_changes=track_changes,
            facing=facing,
            warn=warn,
        )

    def diff(
        self,
        before: str | bytes,
        after: str | bytes | None = None,
        *,
        ignore: Collection[str] = (),
    ) -> Comparison:
        """Compare two versions word by word.

        Each is a reference, the path of a file as a string with a separator or a suffix, or the
        bytes of a file.
        ``before`` alone is a pair ``A..B``, or a version that is compared with its parent.
        ``ignore`` names classes of change that do not count (`provrepo.compare.kinds.KINDS`).
        Raises InvalidReference, InvalidValue, or InputError for a file that cannot be read.
        """
        from provrepo.reading.comparing.comparison import compare

        return compare(self._database, before, after, ignore)

    def since_based_on(self, reference: str, *, ignore: Collection[str] = ()) -> list[Comparison]:
        """Compare each version that a text is based on with the latest one of that text.

        That is what a translator has to read whose translation is stale. Raises NotFound where the
        text is based on no version here.
        """
        from provrepo.reading.comparing.comparison import since_based_on

        return since_based_on(self._database, reference, ignore)

    def collate(self, references: Sequence[str]) -> Collation:
        """Collate two or more versions, texts or files against the first one.

        Raises InvalidReference where fewer than two are named.
        """
        from provrepo.reading.comparing.comparison import collation

        return collation(self._database, references)

    def blame(self, reference: str) -> Blame:
        """Return for each stretch of a version the version that established its words.

        A word is established where it was first written, also where it was moved since. Words of a
        purged version count as written in the next one. Raises Purged where the version's own
        content was removed.
        """
        from provrepo.reading.blame import blame

        return blame(self._database, reference)

    def brackets(self, reference: str) -> list[Intervention]:
        """Return the editor's brackets of a version, each with its most probable kind."""
        from provrepo.interventions import interventions

        return interventions(self.content(reference))

    def cite(
        self, references: str | Sequence[str], manner: Manner | None = None
    ) -> list[VersionCitation]:
        """Return a citation of each version, in their order, as the notes of one work.

        A single reference counts as a list of one. Raises MissingMetadata, QuoteError, InvalidValue
        or CiteError.
        """
        from provrepo.reading import lookup
        from provrepo.reading.citing.citation import Manner, cite

        cited = lookup.versions(self._database, references)
        return cite(self._database, cited, manner or Manner())

    def bibliography(
        self, references: str | Sequence[str], manner: Manner | None = None
    ) -> list[BibliographyEntry]:
        """Return the entries of a bibliography, sorted as the style wants it.

        A version that is named twice has one entry. Raises as `cite` does.
        """
        from provrepo.reading import lookup
        from provrepo.reading.citing.citation import Manner, bibliography

        cited = lookup.versions(self._database, references)
        return bibliography(self._database, cited, manner or Manner())

    def cite_manuscript(
        self,
        source: str | os.PathLike[str] | bytes,
        manner: Manner | None = None,
        *,
        encoding: str | None = None,
    ) -> CitedManuscript:
        """Put notes and a bibliography in place of the citations in a manuscript.

        ``source`` is the path of a file in Markdown or of Word, or its bytes; it is not changed.
        Citations are Pandoc's, and their keys references: ``[@harbor-cable@v1, para. 2]``. Of the
        ``manner``, ``form`` and ``quote`` do not count: the format is that of the file.
        ``encoding`` is that of a text file. A citation that names nothing is left as it is and is
        among the problems. Raises InputError for another kind of file, InvalidValue or CiteError.
        """
        from provrepo.reading.citing.citation import Manner
        from provrepo.reading.citing.manuscript import cite_manuscript

        return cite_manuscript(self._database, source, manner or Manner(), encoding)

    def find_pins(self, text: str | Manuscript, notes: Sequence[FileNote] = ()) -> list[Pin]:
        """Return the citations of exact versions in a text, each with what has become of it.

        ``text`` is a text, perhaps with ``notes``, or what `read_manuscript` makes of a file.
        Quotations beside a citation are looked for in the version that it cites and in the newest.
        """
        from provrepo.reading.manuscripts.manuscript import Manuscript
        from provrepo.reading.manuscripts.pins import find_pins

        manuscript = text if isinstance(text, Manuscript) else Manuscript(text, tuple(notes))
        return find_pins(self._database, manuscript)

    def status(
        self, reference: str | None = None, *, only: Collection[str] = (), limit: int | None = None
    ) -> Status:
        """Return what needs work: stale texts, missing bases and metadata, lost passages.

        In the whole repository, or in the document or the text that ``reference`` names. ``only``
        names the kinds to look for (`provrepo.reading.status.status.NAMES`), all by default.
        ``limit`` is how many findings of each kind are put into words, all by default; all are
        counted. Raises InvalidReference where ``reference`` names a version, and InvalidValue.
        """
        from provrepo.reading.status.status import status

        return status(self._database, reference, only, limit)

    def stale_passages(
        self,
        reference: str | None = None,
        *,
        tick: Callable[[int], object] = lambda steps: None,  # noqa: ARG005
        begin: Callable[[int], object] = lambda total: None,  # noqa: ARG005
    ) -> tuple[StalePassages, ...]:
        """Return, for each stale text, which of its passages translate what changed.

        In the whole repository, or in the document or the text that ``reference`` names. ``begin``
        is called once with the number of stale texts, ``tick`` with the number of those done since
        the last call. Raises InvalidReference where ``reference`` names a version.
        """
        from provrepo.reading.status.worklists import worklists

        return worklists(self._database, reference, begin, tick)

    def alignment(self, reference: str, basis: str | None = None) -> VersionAlignment:
        """Return which unit of a version translates which unit of what it was made from.

        ``basis`` names another version to align it with. Raises InvalidReference where it was made
        from no version here, and Purged where a content is gone.
        """
        from provrepo.reading.aligning.alignments import alignment

        return alignment(self._database, reference, basis)

    def search(
        self,
        query: str,
        scope: Scope | None = None,
        *,
        regex: bool = False,
        exact: bool = False,
        variants: bool = False,
        facing: bool = False,
        after: str = "",
        limit: int | None = None,
        reports: Reports | None = None,
    ) -> Iterator[Hit]:
        """Yield where a query is answered, by the texts' names, the newest version of each first.

        ``query`` is all words that a text, a note or an item of metadata has to hold, ``"a
        phrase"``, ``a*``, ``-without`` or ``a OR b`` (docs/search.md); with ``regex`` a regular
        expression of Python, matched line by line. Editors' brackets count with their words and
        without them; unless ``exact``, case, accents and width do not count. With ``variants`` a
        character of Chinese is also found as it is simplified, in full, or as a variant. With
        ``facing`` each hit in a text has the passages that face it in translations and bases, as
        far as `alignment` tells. ``after``
        is the ``cursor`` of a hit, ``limit`` how many hits are wanted. ``reports`` are told what
        goes on, and which versions are left out: damaged ones, and those in which a regular
        expression takes more than five seconds.

        An index beside the repository is brought up to date first; without it all texts are read.
        Raises InvalidValue.
        """
        from provrepo.reading.searching.candidates import SILENT
        from provrepo.reading.searching.scope import Scope
        from provrepo.reading.searching.search import search

        return search(
            self._database,
            query,
            scope or Scope(),
            regex=regex,
            exact=exact,
            variants=variants,
            facing=facing,
            after=after,
            limit=limit,
            reports=reports or SILENT,
        )

    def search_history(
        self,
        query: str,
        scope: Scope | None = None,
        *,
        regex: bool = False,
        exact: bool = False,
        variants: bool = False,
        reports: Reports | None = None,
    ) -> Iterator[PhraseHistory]:
        """Yield for each text that has or had words the versions in which they came and went.

        The parameters are those of `search`; whatever the ``scope`` says, all versions are looked
        at, withdrawn ones too. Its ``agent``, ``since`` and ``until`` say which changes are shown:
        those of versions that name the agent, and were made then. Raises InvalidValue.
        """
        from provrepo.reading.searching.candidates import SILENT
        from provrepo.reading.searching.phrase_history import phrase_history
        from provrepo.reading.searching.scope import Scope

        return phrase_history(
            self._database,
            query,
            scope or Scope(),
            regex=regex,
            exact=exact,
            variants=variants,
            reports=reports or SILENT,
        )

    def reindex(self, *, reports: Reports | None = None) -> int:
        """Make the search index anew, and return its size in bytes. Raises NotWritable."""
        from provrepo.reading.searching.candidates import SILENT
        from provrepo.reading.searching.search import reindex

        return reindex(self._database, reports or SILENT)

    def verify(
        self,
        checkpoint: Checkpoint | None = None,
        *,
        quick: bool = False,
        tick: Callable[[int], object] = lambda steps: None,  # noqa: ARG005
        warn: Callable[[Finding], object] = lambda finding: None,  # noqa: ARG005
    ) -> Iterator[Finding]:
        """Hash everything again and yield what is damaged.

        With a ``checkpoint`` that was kept elsewhere it also finds whether anything before that was
        edited, removed, reordered or cut off. ``quick`` looks at the records and the ledger only.
        ``tick`` is called with the number of things checked since the last call, of those that
        `counts` counts; ``warn`` with what is no damage and should be known, such as an index that
        somebody added. Raises Unavailable, Busy or NotWritable where something is in the way of
        looking: that says nothing about what is stored.
        """
        from provrepo.reading.proof import as_checkpoint
        from provrepo.store.check import verify

        return verify(self._database, as_checkpoint(checkpoint), quick=quick, tick=tick, warn=warn)

    def checkpoint(self) -> Checkpoint:
        """Return the size and the root of the ledger now. Raises Damaged."""
        from provrepo.reading.proof import checkpoint

        return checkpoint(self._database)

    def signed_checkpoint(
        self,
        key: str | os.PathLike[str],
        *,
        tell: Callable[[str], object] = lambda request: None,  # noqa: ARG005
    ) -> str:
        """Return the checkpoint of now with a signature line, made with an SSH key.

        It is a signed note of C2SP; `provrepo.receipt.read_checkpoint` reads it as any checkpoint.
        ``key`` is the path of the key, which ``ssh-keygen`` signs with; ``tell`` is called with
        what it asks the person to do. Raises InputError where the key cannot be used, and Damaged.
        """
        from provrepo.reading.signing.ssh_keygen import sign
        from provrepo.reading.signing.sshsig import note_line

        text = str(self.checkpoint())
        signature = sign(text.encode(), os.fspath(key), tell)
        return f"{text}\n{note_line(self.origin, signature)}"

    def signatures(
        self,
        allowed_signers: str | os.PathLike[str],
        *,
        revoked: str | os.PathLike[str] | None = None,
        checkpoint: str | None = None,
    ) -> list[SignatureCheck]:
        """Check the signatures of all reviews, and those under the text of a ``checkpoint``.

        ``allowed_signers`` is the path of a file as ``ssh-keygen`` wants it (a line each:
        principals, options, key), ``revoked`` that of revoked keys or of a key revocation list. A
        key must have been valid when the review was recorded, that of a checkpoint now. Those of
        the checkpoint come first. Raises InputError where a file cannot be read, or ``ssh-keygen``
        is missing.
        """
        from provrepo.reading.signing.signatures import of_checkpoint, of_reviews

        files = os.fspath(allowed_signers), None if revoked is None else os.fspath(revoked)
        checks = [] if checkpoint is None else of_checkpoint(checkpoint, *files)
        return [*checks, *of_reviews(self._database, *files)]

    def prove_reviews(self, reference: str, checkpoint: Checkpoint | None = None) -> list[Receipt]:
        """Return the receipts of all reviews of a version, in commit order.

        They lead to one checkpoint: the present one, or an earlier ``checkpoint`` that somebody
        kept. Raises NotFound where there are none, and what `prove` raises.
        """
        from provrepo.reading.proof import prove_reviews

        return prove_reviews(self._database, reference, checkpoint)

    def prove(
        self,
        reference: str | int,
        checkpoint: Checkpoint | None = None,
        *,
        event: str | None = None,
    ) -> Receipt:
        """Return the receipt that proves a record to be in the ledger.

        ``reference`` names a version; or any record, such as an event, by 7 or more digits of its
        id, or by its place in the ledger, a number from 0. With ``event``, such as ``withdraw``,
        ``purge`` or ``review``, it is the one event of this name about the version. The receipt
        leads to the present ``checkpoint``, or to an earlier one that somebody kept. Raises
        NotFound, Ambiguous where there are several events, NotProved where the checkpoint is not
        one of this ledger, or is older than the record.
        """
        from provrepo.reading.proof import prove

        return prove(self._database, reference, checkpoint, event)

    def dump(self, write: Callable[[bytes], object], *, named: bool = False) -> Checkpoint:
        """Hand the canonical bytes of all records to ``write``, and return their checkpoint.

        One call has one line, in the order of the ledger: all versions and events, at one moment
        while others may go on writing here. With ``named`` follow lines with all that the records
        name (contents, notes, citation metadata, agents, files, signatures) and the checkpoint,
        from which the whole history can be made again (docs/format.md, “Dump”). At most a few
        megabytes are held at a time, or one content or file. Raises Damaged where something is
        not what was stored, and whatever ``write`` does.
        """
        from provrepo.store.dump import dump

        return dump(self._database, write, named=named)

    def publish(
        self,
        folder: str | os.PathLike[str],
        options: SiteOptions | None = None,
        *,
        tick: Callable[[int], object] = lambda steps: None,  # noqa: ARG005
        begin: Callable[[int], object] = lambda total: None,  # noqa: ARG005
    ) -> Publication:
        """Write a web site of the repository into a folder, and return what became of it.

        The folder may hold the site from before: what has changed is written, what is gone is
        removed, and files that are not the site's are left alone. The site is of one moment, and
        whole at any time, also where writing is broken off. ``begin`` is called once with the
        number of documents, ``tick`` with the number of those done since the last call. Raises
        InputError where the folder cannot be written or a file that is not the site's is in the
        way, FolderInUse where another run is writing there.
        """
        from provrepo.reading.site.options import SiteOptions
        from provrepo.reading.site.publish import publish

        return publish(self._database, folder, options or SiteOptions(), begin, tick)

    def site_file(self, path: str, options: SiteOptions | None = None) -> bytes | None:
        """Return a file of the site by its path, such as ``border-cable/index.html``, or None.

        It is made anew from what the repository holds now, as `publish` would write it.
        """
        from provrepo.reading.site.live import site_file
        from provrepo.reading.site.options import SiteOptions

        return site_file(self._database, path, options or SiteOptions())

    def package(
        self,
        folder: str | os.PathLike[str],
        form: str | None = None,
        options: PackageOptions | None = None,
        *,
        tick: Callable[[int], object] = lambda steps: None,  # noqa: ARG005
        begin: Callable[[int], object] = lambda total: None,  # noqa: ARG005
    ) -> PackageReport:
        """Write a package for an archive's store into a folder, and return what became of it.

        ``form`` is ``bagit`` (BagIt 1.0), ``ocfl`` (OCFL 1.1), ``ro-crate`` (RO-Crate 1.2) or
        ``prov`` (PROV-JSON beside the files); by default that of the package that is there already,
        else ``bagit``. Its bytes depend on what the repository holds alone. What a package from
        before has already is left alone, and what was purged since is removed from it. A package of
        all documents is restored by `create`. ``begin`` is called once with the number of records,
        ``tick`` with the number of those done since the last call. Raises InputError where the
        folder holds anything else or cannot be written, NotFound, InvalidValue or Damaged.
        """
        from provrepo.reading.packages.package import PackageOptions, package

        return package(self._database, folder, form, options or PackageOptions(), begin, tick)

    def copy_to(
        self,
        url: str | os.PathLike[str],
        *,
        new_origin: str | None = None,
        tick: Callable[[int], object] = lambda steps: None,  # noqa: ARG005
        begin: Callable[[int], object] = lambda total: None,  # noqa: ARG005
    ) -> Checkpoint:
        """Copy the whole repository to a path or URL, and return the checkpoint of the copy.

        The copy is of one moment, and others may go on writing here meanwhile. Where there is a
        beginning of such a copy already, broken off or out of date, it is brought up to date. Every
        id, every event and the ledger are the same as here, unless the copy gets a ``new_origin``
        (docs/format.md). At the end the whole copy is verified. ``begin`` is called once with the
        number of steps, ``tick`` with the number of steps done since the last call.

        Raises OtherRepository where the target holds anything else, RepositoryNotFound,
        NotARepository or Damaged.
        """
        from provrepo.reading.copying import copy

        if not isinstance(url, str | os.PathLike):
            raise InvalidValue("copy", repr(url), "a path or URL is expected")
        return copy(self._database, os.fspath(url), self._now, new_origin, begin, tick)

    def counts(self) -> dict[str, int]:
        """Return how many records, contents, objects and agents there are."""
        from provrepo.store.check import count

        return count(self._database)

    @property
    def _now(self) -> str:
        """The present moment as records have it."""
        return rules.instant(self._clock())

    def _find(self, reference: str) -> StoredVersion:
        from provrepo.reading.lookup import version

        return version(self._database, reference)

    def _record(self, reference: str) -> VersionRecord:
        return self._find(reference).record
