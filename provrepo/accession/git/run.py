"""The history of an edition that was kept in git, as versions: one for each commit of each text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from provrepo import agents, metadata
from provrepo.accession.bulk import AHEAD, Bulk, Source
from provrepo.accession.git.lineage import Lineages
from provrepo.accession.git.log import Commit, Person, commits
from provrepo.accession.git.process import Git, Objects
from provrepo.accession.git.progressed import MARK, Progressed
from provrepo.accession.mapping import Mapping
from provrepo.accession.run import Ingested, Said
from provrepo.clock import Clock, instant
from provrepo.editing.outcome import Outcome
from provrepo.editing.planning import Changes
from provrepo.errors import InputError, ProvrepoError
from provrepo.formats.draft import Draft, Reading
from provrepo.formats.filename import base_name
from provrepo.formats.plain.decoding import decode
from provrepo.formats.plain.text import is_text_name
from provrepo.formats.readers import drafts_in
from provrepo.formats.recognise import recognise
from provrepo.store import read
from provrepo.store.canonical import digest
from provrepo.store.contents import Rebuilt
from provrepo.store.database import Database
from provrepo.store.events import rename
from provrepo.store.records import IngestedFile, TextKey

LARGE_FILE = b"version https://git-lfs.github.com/spec/"
"""How the pointer begins that Git LFS keeps in place of a file."""

FIRST_ROLES = {"transcription": "transcriber", "translation": "translator"}
"""What the author of a text's first version is; of later ones the editor."""


@dataclass(frozen=True, slots=True)
class History:
    """What of a git repository is wanted: ``ref`` is where its history ends.

    ``paths`` are globs and ``pattern`` tells the texts of paths (`provrepo.accession.mapping`).
    With ``as_text`` every file is taken as plain text, whatever it is called, byte for byte.
    """

    repository: str
    ref: str = "HEAD"
    paths: Sequence[str] = ()
    pattern: str | None = None
    as_text: bool = False


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A version that is to be made: the file of a path in a commit."""

    commit: Commit | None
    path: str
    own: TextKey | None
    blob: str = ""
    error: ProvrepoError | None = None


class GitImport:
    """An import under way; to iterate over it makes the versions, oldest first.

    It yields for each text what became of it once it is durable, and each refusal. ``total`` is how
    many commits there are and ``commits`` how many were looked at, ``counts`` the results by status
    and ``skipped`` what was left out by what it is, all so far.
    """

    counted = "commits"

    def __init__(
        self, database: Database, clock: Clock, history: History, said: Said, *, dry_run: bool
    ) -> None:
        self._database, self._clock, self._dry_run = database, clock, dry_run
        self._history, self._said = history, said
        self._git = git = Git(history.repository)
        if not git.ask("rev-list", "--all", "--max-count=1"):
            raise InputError(history.repository, "has no commits")
        self._tip = git.commit(history.ref)
        self._mapping = Mapping(git.name, history.paths, history.pattern, said.document, said.text)
        self._reading = said.reading_alone()
        self._lineages = Lineages(self._mapping)
        self._bulk = Bulk[_Wanted](database, clock, dry_run=dry_run)
        self._authored: set[TextKey] = set()
        self.total = int(git.ask("rev-list", "--count", self._tip))
        self.shallow = git.ask("rev-parse", "--is-shallow-repository").strip() == b"true"
        self.commits = 0
        self.counts: Counter[str] = Counter()
        self.renamed: dict[str, str] = {}

    @property
    def skipped(self) -> Counter[str]:
        """What is no text of the history, or was: links, submodules, deletions."""
        return self._lineages.left_out

    def __iter__(self) -> Iterator[Ingested]:
        self._database.rebuilt = Rebuilt(4 << 20)
        for wanted, result in self._bulk.run(self._sources()):
            where = f"{wanted.path}@{wanted.commit.id[:12]}" if wanted.commit else wanted.path
            if isinstance(result, Outcome) and result.status == "unchanged":
                result = replace(result, warnings=())  # what a commit says is nothing to act on
            done = Ingested(where, result)
            self.counts[done.status] += 1
            yield done
        if not self._dry_run:
            self._rename()

    def _sources(self) -> Iterator[Source[_Wanted]]:
        waiting = self._wanted()
        with self._git.objects() as objects:
            while some := list(islice(waiting, AHEAD)):
                yield from self._read(some, objects)

    def _wanted(self) -> Iterator[_Wanted]:
        """Yield the versions that are to be made, and the refusals, oldest first."""
        progressed = Progressed(self._database, self._git, self._tip)
        refused: set[str] = set()
        for commit in commits(self._git, self._tip):
            self.commits += 1
            self._lineages.follow(commit.changes.values())
            for change in commit.changes.values():
                try:
                    own = self._lineages.own(change)
                except ProvrepoError as error:
                    if change.path not in refused:
                        refused.add(change.path)
                        yield _Wanted(None, change.path, None, error=error)
                    continue
                if own is None or change.blob is None:
                    continue
                if progressed.made(own, commit.id):
                    self._authored.add(own)
                    self.counts["unchanged"] += 1
                    continue
                yield _Wanted(commit, change.path, own, change.blob)

    def _read(self, some: list[_Wanted], objects: Objects) -> Iterator[Source[_Wanted]]:
        contents = objects.contents([one.blob for one in some if one.error is None])
        for one in some:
            if one.error is not None or one.commit is None or one.own is None:
                yield Source(one, one.error or InputError(one.path, "is no text"))
                continue
            data = next(contents)
            try:
                drafts = self._drafts(one, one.commit, data)
            except ProvrepoError as error:
                yield Source(one, error)
                continue
            text = str(one.own[1]) if len(drafts) == 1 else self._said.text
            yield Source(one, drafts, self._changes(one.own, one.commit), one.own[0], text)
        for _ in contents:
            raise AssertionError("every blob that was asked for was taken")

    def _drafts(self, one: _Wanted, commit: Commit, data: bytes | None) -> Sequence[Draft]:
        where = f"{one.path}@{commit.id[:12]}"
        if data is None:
            raise InputError(where, "is not in this repository, which is no whole clone")
        if data.startswith(LARGE_FILE):
            raise InputError(where, "is a pointer of Git LFS, not the file: git lfs pull")
        if self._history.as_text:
            found: Sequence[Draft] = (_as_text(data, where, one.path, self._reading),)
        else:
            found = _read(data, one.path, where, self._reading)
        return [_with_commit(draft, commit, one.path) for draft in found]

    def _changes(self, own: TextKey, commit: Commit) -> Changes:
        """Return what is said of a version: the flags, then the commit."""
        role = "editor" if own in self._authored else FIRST_ROLES.get(own[1].kind, "editor")
        self._authored.add(own)
        people = dict.fromkeys((commit.author, *commit.co_authors))
        made_by = [_agent(one, role) for one in people]
        if commit.committer not in people and not _is_service(commit.committer):
            made_by.append(_agent(commit.committer, "encoder"))
        said = Changes(agents=tuple(made_by), created=commit.created, message=commit.message)
        return self._said.changes.over(said)

    def _rename(self) -> None:
        """Give documents whose files all have another name now that name, too."""
        for old, new in self._lineages.renamed().items():
            if read.current_key(self._database, old) == old and not read.has_document(
                self._database, new
            ):
                reason = f"renamed in git, as of commit {self._tip[:12]}"
                rename(self._database, old, new, instant(self._clock), reason)
                self.renamed[old] = new


def _read(data: bytes, path: str, where: str, reading: Reading) -> Sequence[Draft]:
    """Read a file of a commit; what is wrong with it names the commit, too.

    A text is taken as it is where its front matter cannot be read, or nothing is left of it: a
    history has no holes.
    """
    try:
        found = drafts_in(data, path, reading)
        for draft in found:
            metadata.assign(None, draft.fields)
            for one in draft.agents:
                agents.parse(one)
    except ProvrepoError as error:
        why = str(error).removeprefix(f"{path}: ")
        if not _is_text(data, path):
            raise InputError(where, why) from None
    else:
        return found
    draft = _as_text(data, where, path, reading)
    return (replace(draft, warnings=(f"taken as it is: {why}",) if data else ()),)


def _is_text(data: bytes, path: str) -> bool:
    """Tell whether a file is a plain text or Markdown by its name and its bytes."""
    try:
        return is_text_name(path) and recognise(data, path) == "text"
    except InputError:
        return False


def _as_text(data: bytes, where: str, path: str, reading: Reading) -> Draft:
    """Return a draft that has all characters of a file, front matter and markup too."""
    content = decode(data, where, reading.encoding)
    same = content.encode() == data
    encoding = "" if reading.encoding is None else f" encoding={reading.encoding}"
    file = IngestedFile(base_name(path), "text/plain", f"text{encoding}", digest(data))
    return Draft(content=content, file=file, file_bytes=None if same else data)


def _with_commit(draft: Draft, commit: Commit, path: str) -> Draft:
    """Return a draft whose file names the commit it came from, and is called as it is there."""
    file = draft.file
    assert file is not None, "it was read from a file"
    file = replace(file, name=base_name(path), reader=f"{file.reader} {MARK}{commit.id}")
    return replace(draft, file=file)


def _agent(person: Person, role: str) -> str:
    """Return a person as agents are written: ``NAME <ADDRESS>:ROLE``."""
    name = _clean(person.name) or _clean(person.address) or "unknown"
    address = _clean(person.address)
    return f"{name} <{address}>:{role}" if address else f"{name}:{role}"


def _clean(written: str) -> str:
    return re.sub(r"[<>\x00-\x1f\x7f]+", " ", written).strip()


def _is_service(person: Person) -> bool:
    """Tell whether a committer is a service that merges for others."""
    return person.address == "noreply@github.com"
