"""A run over the history of an edition that was kept in git: a version a commit of a text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from provrepo.accession import mapping
from provrepo.accession.git.drafts import drafts_of_commit
from provrepo.accession.git.lineage import Lineages, Names, Step
from provrepo.accession.git.log import Commit, Person, commits
from provrepo.accession.git.process import Blobs, Git
from provrepo.accession.git.progressed import Progressed
from provrepo.accession.git.standing import Standing
from provrepo.accession.intake import AHEAD, Ingested, Intake, Source
from provrepo.clock import Clock
from provrepo.editing.changes import Changes
from provrepo.editing.commit import Outcome
from provrepo.errors import InputError, ProvrepoError, ReaderFault
from provrepo.store import read, rules

if TYPE_CHECKING:
    from provrepo.accession.intake import Instructions
    from provrepo.store.database import Database
    from provrepo.store.records import TextKey

KEPT_BYTES = 4 << 20
"""How much of what was read from the store a run keeps: commits go back and forth between texts."""

FIRST_ROLES = {"transcription": "transcriber", "translation": "translator"}
"""What the author of a text's first version is; of later ones the editor."""


@dataclass(frozen=True, slots=True)
class History:
    """Which part of a git repository is imported.

    ``repository`` is the path of its folder and ``ref`` the branch, tag or commit where the history
    ends. ``paths`` are globs that a file must fit (none: all files), ``pattern`` tells the texts of
    paths (`provrepo.accession.mapping`). With ``as_text`` every file is taken as plain text,
    whatever it is called, byte for byte.
    """

    repository: str
    ref: str = "HEAD"
    paths: Sequence[str] = ()
    pattern: str | None = None
    as_text: bool = False


class _File(NamedTuple):
    """A text's file as a commit left it, or why that path is refused."""

    step: Step
    commit: Commit

    @property
    def name(self) -> str:
        """The path and the commit, for messages; of a path that is no text the path alone."""
        path = self.step.path
        return path if self.step.error is not None else f"{path}@{self.commit.id[:12]}"


class GitImport:
    """A run over a git history; to iterate over it makes the versions, oldest first.

    It yields for each text what became of it once it is durable, and each refusal. ``total`` is the
    number of commits. So far, ``commits`` is how many were looked at, ``counts`` are the results by
    status, and ``skipped`` what is no text of the history, or was, by what it is: links,
    submodules, deletions; ``missed`` are the files whose paths the pattern does not match, by how
    they end. ``apart`` are the paths that became documents of their own because
    another path is the text that they would be, each with that text and that path; ``reasons`` say
    why translations of this run have no basis. ``texts`` fill what paths leave open, one a kind.
    """

    counted = "commits"

    def __init__(
        self,
        database: Database,
        clock: Clock,
        history: History,
        instructions: Instructions,
        texts: Sequence[str] = (),
        *,
        dry_run: bool,
        parallel: bool = True,
    ) -> None:
        self._database, self._clock, self._dry_run = database, clock, dry_run
        self._history, self._instructions = history, instructions
        self._git = git = Git(history.repository)
        if not git.ask("rev-list", "--all", "--max-count=1"):
            raise InputError(history.repository, "has no commits")
        self._tip = git.commit(history.ref)
        self.total = int(git.ask("rev-list", "--count", self._tip))
        self.shallow = git.ask("rev-parse", "--is-shallow-repository").strip() == b"true"
        places = mapping.Mapping(
            git.name, history.paths, history.pattern, instructions.document, texts
        )
        self._text = texts[0] if len(texts) == 1 else None
        self._reading = instructions.reading()
        standing = Standing(self._reached)
        self._lineages = Lineages(places, standing)
        self.reasons: Mapping[TextKey, str] = standing.without_basis
        self._intake = Intake(database, clock, of_many=True, dry_run=dry_run, parallel=parallel)
        self._authored: set[TextKey] = set()
        self.commits = 0
        self.skipped = self._lineages.left_out
        self.counts: Counter[str] = Counter()
        self.missed = self._lineages.missed
        self.apart = self._lineages.apart
        self.renamed: dict[str, str] = {}
        self._due: dict[str, Names] = {}  # what is to be renamed before the next source

    def __iter__(self) -> Iterator[Ingested]:
        with self._database.rebuilt.limited_to(KEPT_BYTES):
            sources = self._sources()
            while True:
                for ingested in self._intake.run(self._until_renamed(sources)):
                    result = ingested.result
                    if isinstance(result, Outcome) and result.status == "unchanged":
                        # A commit that changed nothing is nothing that anybody could act on.
                        ingested = replace(ingested, result=replace(result, warnings=()))
                    if ingested.status == "left out":
                        self._lineages.left_out[ingested.kind] += 1
                    else:
                        self.counts[ingested.status] += 1
                    yield ingested
                if not self._due:
                    break
                self._rename(self._due)
                self._due = {}
            self._rename(self._lineages.renamed())

    def _until_renamed(self, sources: Iterator[Source | dict[str, Names]]) -> Iterator[Source]:
        """Yield sources until a document is to be renamed before the next one."""
        for source in sources:
            if isinstance(source, dict):
                self._due = source
                return
            yield source

    def _sources(self) -> Iterator[Source | dict[str, Names]]:
        files = self._files()
        with self._git.blobs() as blobs:
            while group := list(islice(files, AHEAD)):
                yield from self._read(group, blobs)

    def _files(self) -> Iterator[_File]:
        """Yield the files that make versions, and the refusals, oldest first."""
        progressed = Progressed(self._database, self._git, self._tip)
        refused: set[str] = set()
        # Texts of which an earlier run made a version that comes after one of this run: they were
        # on another branch. What a merge keeps is then not what was stored last.
        added: set[TextKey] = set()
        overtaken: set[TextKey] = set()
        for commit in commits(self._git, self._tip):
            self.commits += 1
            # Commits of an earlier import too: only the whole history tells which text a path is.
            for step in self._lineages.steps(commit):
                if step.text_key is None:
                    if step.path not in refused:  # once, and not for each of its commits
                        refused.add(step.path)
                        yield _File(step, commit)
                    continue
                if step.is_kept and step.text_key not in overtaken:
                    continue
                if progressed.made(step.text_key, commit.id):
                    self._authored.add(step.text_key)
                    self.counts["unchanged"] += 1
                    if step.text_key in added:
                        overtaken.add(step.text_key)
                else:
                    added.add(step.text_key)
                    overtaken.discard(step.text_key)
                    yield _File(step, commit)

    def _read(self, files: list[_File], blobs: Blobs) -> Iterator[Source | dict[str, Names]]:
        contents = blobs.contents([file.step.blob for file in files if file.step.error is None])
        for file in files:
            step, commit = file
            if step.error is not None or step.text_key is None:
                yield Source(file.name, step.error or InputError(step.path, "is no text"))
                continue
            changes = self._changes(step.text_key, commit)
            data = next(contents)
            if step.names is not None:
                # So that a version is recorded under the key that the document has at its commit,
                # as it is where an import ends just before and the next one goes on.
                yield {step.text_key.document: step.names}
            try:
                drafts = drafts_of_commit(
                    data, step.path, commit.id, self._reading, as_text=self._history.as_text
                )
            except ProvrepoError as error:
                yield Source(file.name, error)
                continue
            except Exception as error:  # noqa: BLE001 - of a file taken as text, without a reader
                yield Source(file.name, ReaderFault(file.name, error))
                continue
            document, text = step.text_key
            self._authored.add(step.text_key)
            yield Source(
                file.name,
                drafts,
                changes,
                document,
                text if len(drafts) == 1 else self._text,
                of_history=True,
                older="take",
                find_basis=step.beside.basis if step.beside else None,
            )

    def _reached(self) -> set[str]:
        """Return the ids of all commits of the history."""
        return set(self._git.ask("rev-list", self._tip).decode().split())

    def _changes(self, text_key: TextKey, commit: Commit) -> Changes:
        """Return what is said of a version: by the editor first, then by the commit."""
        is_first = text_key not in self._authored
        role = FIRST_ROLES.get(text_key.text.kind, "editor") if is_first else "editor"
        people = dict.fromkeys((commit.author, *commit.co_authors))
        agents = [f"{person.written}:{role}" for person in people]
        if commit.committer not in people and not _is_service(commit.committer):
            agents.append(f"{commit.committer.written}:encoder")
        by_commit = Changes(agents=tuple(agents), created=commit.created, message=commit.message)
        return self._instructions.changes.over(by_commit)

    def _rename(self, renamed: Mapping[str, Names]) -> None:
        """Give documents whose files all have another name now that name, too.

        A document that an editor renamed keeps the key that it has.
        """
        if self._dry_run or not renamed:
            return
        from provrepo.store.events import rename

        for first, names in renamed.items():
            current, today = read.current_key(self._database, first), names.today
            if current not in names.all_keys or current == today:
                continue
            if read.current_key(self._database, today) in (None, current):
                reason = f"renamed in git, as of commit {names.commit[:12]}"
                rename(self._database, current, today, rules.instant(self._clock()), reason)
                self.renamed[current] = today


def _is_service(person: Person) -> bool:
    """Return whether a committer is a service that merges for others."""
    return person.address == "noreply@github.com"
