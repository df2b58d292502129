"""Which transcriptions stood beside a translation at its commit, branches told apart."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from provrepo.editing.knowledge import commit_of
from provrepo.store.records import Basis, TextKey

if TYPE_CHECKING:
    from provrepo.accession.git.log import Commit
    from provrepo.editing.knowledge import Knowledge
    from provrepo.store.read import StoredVersion


TRANSCRIPTION = "transcription"


class Spot(NamedTuple):
    """Where a path says that it belongs: the key of a document, and a text's label."""

    document: str
    label: str | None


class Change(NamedTuple):
    """What a commit made of a path that is a text.

    ``blob`` is the file, None where it is gone, ``maker`` the commit that made the version which
    stands there since then.
    """

    path: str
    spot: Spot
    text_key: TextKey
    blob: str | None = None
    maker: str = ""


class _Entry(NamedTuple):
    """A change by the commit at a ``place`` in the walk.

    ``origin`` is the place of the commit that it comes from: where a merge takes a file from one of
    its parents, that of the commit which changed it there.
    """

    place: int
    origin: int
    change: Change


class Standing:
    """What stood at each path of a text, commit for commit, parents before children.

    ``history`` returns the ids of all commits of the history; it is asked only where the repository
    has a text that came from another one.
    """

    def __init__(self, history: Callable[[], Container[str]]) -> None:
        self._history = history
        self._commits: Container[str] | None = None
        self._places: dict[str, int] = {}
        self._parents: list[list[int]] = []
        self._created: list[str] = []
        self._tips: set[int] = set()  # what was walked and has no child yet
        self._sole: list[bool] = []  # whether a commit descends from all that was walked before it
        self._ancestors_of: dict[int, _Ancestors] = {}
        self._entries: dict[str, list[_Entry]] = {}
        # Of the transcriptions of each document, by its first key, whatever their paths are.
        self._of_texts: dict[str, dict[TextKey, list[_Entry]]] = {}
        self._paths: dict[str, dict[str, Spot]] = {}  # of the transcriptions of each document
        self.called: dict[TextKey, TextKey] = {}
        """The names under which `without_basis` has translations, by their first ones."""
        self.without_basis: dict[TextKey, str] = {}
        """The translations that came in without a basis, each with the reason."""

    def walk(self, commit: Commit, changes: Iterable[Change]) -> None:
        """Go on to the next commit, and remember what it made of texts."""
        place = self._places[commit.id] = len(self._parents)
        # What a shallow clone does not have is no parent here.
        parents = [self._places[parent] for parent in commit.parents if parent in self._places]
        self._parents.append(parents)
        self._created.append(commit.created)
        self._tips.difference_update(parents)
        self._tips.add(place)
        self._sole.append(len(self._tips) == 1)
        for change in changes:
            entry = _Entry(place, self._origin(place, change), change)
            self._entries.setdefault(change.path, []).append(entry)
            if change.text_key.text.kind == TRANSCRIPTION:
                texts = self._of_texts.setdefault(change.text_key.document, {})
                texts.setdefault(change.text_key, []).append(entry)
                self._paths.setdefault(change.spot.document, {})[change.path] = change.spot

    def _origin(self, place: int, change: Change) -> int:
        parents = self._parents[place]
        if len(parents) > 1 and change.path in self._entries:
            for parent in parents:
                entries = self._entries[change.path]
                last = next(self._among(entries, self._ancestors(parent)), None)
                if last is not None and last.change.blob == change.blob:
                    return last.origin
        return place

    def _among(self, entries: Sequence[_Entry], ancestors: _Ancestors) -> Iterator[_Entry]:
        """Yield those of ``entries`` that the commits among ``ancestors`` made, newest first."""
        return (entry for entry in reversed(entries) if entry.place in ancestors)

    def beside(self, path: str) -> Beside:
        """Return what the translation may be based on that the last commit put at a path."""
        _, origin, change = self._entries[path][-1]
        ancestors = self._ancestors(origin)
        beside = Beside(change.text_key, change.spot.label, self._created[origin], self, ancestors)
        candidates = self._paths.get(change.spot.document, {})
        documents = {change.text_key.document} | {
            entry.change.text_key.document for path in candidates for entry in self._entries[path]
        }
        for document in documents:
            for text_key, entries in self._of_texts.get(document, {}).items():
                of_text = self._among(entries, ancestors)
                makers = [entry.change.maker for entry in of_text if entry.change.maker]
                beside.of_history[text_key] = makers
        for path, spot in candidates.items():
            last = next(self._among(self._entries[path], ancestors), None)
            if last is not None and last.change.blob is not None:
                beside.standing.setdefault(last.change.text_key, spot.label)
                if last.change.maker:
                    # What stands there, before what another branch made of it since.
                    beside.of_history[last.change.text_key].insert(0, last.change.maker)
        return beside

    def _ancestors(self, last: int) -> _Ancestors:
        """Return a commit and those that it descends from, by their places."""
        if self._sole[last]:
            return _Ancestors(last + 1, set())
        if last not in self._ancestors_of:  # asked for each file of a commit
            self._ancestors_of = {last: self._gathered(last)}
        return self._ancestors_of[last]

    def _gathered(self, last: int) -> _Ancestors:
        visited: set[int] = set()
        unvisited = [last]
        whole = 0  # up to here all are among them
        while unvisited:
            place = unvisited.pop()
            if place < whole or place in visited:
                continue
            if self._sole[place]:
                whole = max(whole, place + 1)
            else:
                visited.add(place)
                unvisited += self._parents[place]
        return _Ancestors(whole, visited)

    def precedes(self, commit: str, ancestors: _Ancestors) -> bool | None:
        """Return whether a commit is among ``ancestors``; None for one of another history."""
        place = self._places.get(commit)
        if place is not None:
            return place in ancestors
        if self._commits is None:
            self._commits = self._history()
        return False if commit in self._commits else None


@dataclass(frozen=True, slots=True)
class _Ancestors:
    """The places of all commits before ``whole``, and of some after it."""

    whole: int
    places: set[int]

    def __contains__(self, place: int) -> bool:
        return place < self.whole or place in self.places


@dataclass(slots=True)
class Beside:
    """What a translation may be based on: the transcriptions of its document at its commit.

    ``name`` is the translation's first name, ``label`` its label then, ``moment`` when it was
    committed. ``standing`` are the
    transcriptions of the history, each with its label then; ``of_history`` also those that did not
    stand there, each with the commits up to then that made it, newest first. Of the repository's
    other texts, what was made by that moment counts as well.
    """

    name: TextKey
    label: str | None
    moment: str
    history: Standing
    ancestors: _Ancestors
    standing: dict[TextKey, str | None] = field(default_factory=dict)
    of_history: dict[TextKey, list[str]] = field(default_factory=dict)

    def basis(
        self, text_key: TextKey, before: Sequence[Basis], knowledge: Knowledge
    ) -> Sequence[Basis]:
        """Return what a version of the translation ``text_key`` is based on; perhaps nothing.

        The version ``before`` it had its bases. They go on only where an editor named them: what a
        commit was based on says nothing of the next one. One transcription that an editor named
        counts as it stands at the commit.
        """
        based_on = self._basis(text_key, before, knowledge)
        history = self.history
        # The document may have had another name when a version before had no basis.
        history.without_basis.pop(history.called.get(self.name, text_key), None)
        if isinstance(based_on, str):
            history.called[self.name] = text_key
            history.without_basis[text_key] = based_on
            return ()
        return based_on

    def _basis(
        self, text_key: TextKey, before: Sequence[Basis], knowledge: Knowledge
    ) -> Sequence[Basis] | str:
        """Return what a version is based on, or why on nothing."""
        from provrepo.reading.transcriptions import own_label_first, reason

        of_history = {knowledge.current(name): name for name in self.of_history}
        candidates = dict(self._candidates(text_key, of_history, knowledge))
        labels = {candidate: label for candidate, (label, _) in candidates.items()}
        text_before = None
        if before:
            text_before = knowledge.text_of(before[0].version) if before[0].version else None
            if text_before is None or len(before) > 1:
                return before  # no commit says so
        chosen = own_label_first(self.label, labels)
        # Looked up only where it matters: it takes the history of the text.
        differs = text_before is not None and chosen != [text_before]
        if differs and _is_named(text_key, text_before, knowledge):
            if text_before not in candidates:
                return before
            chosen = [text_before]
        if len(chosen) == 1:
            return (Basis(version=candidates[chosen[0]][1]),)
        return reason(self.label, labels)

    def _candidates(
        self, text_key: TextKey, of_history: Container[TextKey], knowledge: Knowledge
    ) -> Iterator[tuple[TextKey, tuple[str | None, str]]]:
        """Yield the transcriptions that there were, each with its label and the version then."""
        for name, label in self.standing.items():
            version = knowledge.made_from(name, self.of_history[name])
            if version is not None:
                yield knowledge.current(name), (label, version)
        from provrepo.reading.transcriptions import newest

        for stored in knowledge.texts(text_key.document):
            if stored.text.kind != "transcription" or stored.text_key in of_history:
                continue
            versions = filter(self._was_there, knowledge.history(stored))
            if (version_then := newest(versions)) is not None:
                yield stored.text_key, (stored.text.label, version_then.id)

    def _was_there(self, version: StoredVersion) -> bool:
        """Return whether a version of no text of this run had been made at the commit."""
        from provrepo.reading.transcriptions import is_made_by

        commit = commit_of(version.record.file)
        precedes = self.history.precedes(commit, self.ancestors) if commit else None
        if precedes is None:
            return self.moment == "unknown" or is_made_by(version, self.moment)
        return precedes


def _is_named(translation: TextKey, transcription: TextKey | None, knowledge: Knowledge) -> bool:
    """Return whether an editor named this transcription as what the translation is based on.

    Each commit since then was based on it, too. A version that an editor makes has the file of the
    version before, or one that is from no commit.
    """
    texts = knowledge.texts(translation.document)
    stored = next((text for text in texts if text.text_key == translation), None)
    versions = knowledge.history(stored) if stored is not None else []
    for version, parent in zip_longest(versions, versions[1:]):
        bases = version.record.based_on
        if [basis.version and knowledge.text_of(basis.version) for basis in bases] != [
            transcription
        ]:
            return False
        commit = commit_of(version.record.file)
        is_by_editor = commit is None or (parent and commit == commit_of(parent.record.file))
        if is_by_editor and (parent is None or parent.record.based_on != bases):
            return True
    return False
