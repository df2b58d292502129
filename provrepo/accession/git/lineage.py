"""Which text a path in git is at each moment of its history, through renames and deletions."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from provrepo.accession.git.log import Commit, PathChange
from provrepo.accession.git.standing import Beside, Change, Spot, Standing
from provrepo.accession.mapping import Mapping, Place
from provrepo.errors import InputError, ProvrepoError
from provrepo.store.records import Text, TextKey

TRANSLATION = "translation"


class Step(NamedTuple):
    """What a commit makes of a text: a version, read from ``blob`` at ``path``; or a refusal.

    ``beside`` is what a translation may be based on, ``names`` how the document is called now,
    where that is not as it was when a commit last made a version of it. ``is_kept`` is set where a
    merge keeps what the commit before made of the text, and not what its other parent has.
    """

    path: str
    text_key: TextKey | None
    blob: str = ""
    error: ProvrepoError | None = None
    beside: Beside | None = None
    names: Names | None = None
    is_kept: bool = False


class Names(NamedTuple):
    """The key that a document's files tell now, all that they told so far, and as of when."""

    today: str
    all_keys: set[str]
    commit: str


class Lineages:
    """Follows texts through a history, one commit after the other.

    A text goes on under the name that it had first, whatever its file is called later. A path that
    was a text once is the same one when it comes back. ``left_out`` counts what is no text,
    ``missed`` the files whose paths the pattern does not match, by how they end. ``apart`` are the
    paths that became documents of their own because another path is the text that they would be,
    each with its text and that path.
    """

    def __init__(self, mapping: Mapping, standing: Standing) -> None:
        self._mapping, self._standing = mapping, standing
        self._texts: dict[str, TextKey] = {}  # which text each path is, or was last
        self._paths: dict[TextKey, set[str]] = {}  # the paths at which each text stands now
        self._left: set[str] = set()  # the paths that texts left under another name
        self._blobs: dict[TextKey, str] = {}  # what each text was last
        self._makers: dict[TextKey, str] = {}  # the commit that made that of it
        self._changes: list[Change] = []  # what the commit that is looked at makes of texts
        self._spots: dict[str, Spot] = {}  # where the name of each path says that it belongs
        self._documents: dict[str, list[TextKey]] = {}  # the texts of each, by its first key
        self._several: dict[str, set[str]] = {}  # the later keys of documents, by their first one
        self._called: dict[str, str] = {}  # by which key those were called last
        self._given: dict[str, str] = {}  # the first keys of documents, by a later one of theirs
        self._instead: dict[str, str] = {}  # the documents of keys whose own documents moved on
        self._commit = ""  # the one that is looked at
        self.left_out: Counter[str] = Counter()
        self.missed: Counter[str] = Counter()
        self.apart: dict[str, tuple[TextKey, str]] = {}

    def steps(self, commit: Commit) -> list[Step]:
        """Return what a commit makes of texts, and its paths that cannot be one.

        Call it for each commit, in the order of the history. Transcriptions come before the
        translations that may be based on them.
        """
        changes = commit.changes.values()
        self._changes, self._commit = [], commit.id
        self._give(self._follow(changes))
        steps: list[Step] = []
        for change in changes:
            try:
                text_key, is_new = self._text_key(change, commit.id)
            except ProvrepoError as error:
                steps.append(Step(change.path, None, error=error))
                continue
            is_version = is_new or len(commit.parents) > 1
            if text_key is not None and change.blob is not None and is_version:
                steps.append(Step(change.path, text_key, change.blob, is_kept=not is_new))
        self._give({change.text_key.document for change in self._changes})
        steps.sort(key=_is_translation)
        translations = {step.path for step in steps if _is_translation(step)}
        standing = self._standing
        standing.walk(commit, self._changes)
        return [
            step._replace(
                beside=standing.beside(step.path) if step.path in translations else None,
                names=None if step.is_kept or not self._several else self._new_names(step.text_key),
            )
            for step in steps
        ]

    def _new_names(self, text_key: TextKey | None) -> Names | None:
        """Return the names of a text's document if its files tell another one since the last time.

        Call it for each version, in the order in which they are made.
        """
        if text_key is None or text_key.document not in self._several:
            return None
        document = text_key.document
        names = self.names(document)
        if names is None or names.today == self._called.get(document, document):
            return None
        self._called[document] = names.today
        return names

    def _give(self, documents: set[str]) -> None:
        """Take note of the keys that the files of these documents tell now, each all the same."""
        for document in documents & self._several.keys():
            names = self.names(document)
            if names is not None and names.today != document:
                self._given[names.today] = document

    def _follow(self, changes: Iterable[PathChange]) -> set[str]:
        """Let texts whose files a commit renamed go on under their new paths.

        Return the documents of these texts, by their first keys.

        A path at which another text stands goes on as that text: branches may rename two files to
        one name, and no text is to take another one's place.
        """
        moves = [
            (change.before, change.path, self._texts[change.before])
            for change in changes
            if change.before is not None and change.before in self._texts
        ]
        # All leave before any arrives, as files may change their names in a round.
        for before, _, text_key in moves:
            self._paths.setdefault(text_key, set()).discard(before)
            self._put(before, text_key)
            self._left.add(before)
        for _, path, text_key in moves:
            occupant = self._texts.get(path)
            if occupant is None or path not in self._paths.get(occupant, ()):
                self._texts[path] = text_key
                self._paths[text_key].add(path)  # already: the same commit may add another file
                self._left.discard(path)
                key = self._spot(path, text_key).document
                if key != text_key.document:
                    self._several.setdefault(text_key.document, set()).add(key)
        return {text_key.document for _, _, text_key in moves}

    def _text_key(self, change: PathChange, commit: str) -> tuple[TextKey | None, bool]:
        """Return the text that a change is of, and whether its bytes are not what it was last.

        None where the path is no text, or the file gone. Raises InputError or InvalidValue for a
        path that names a text in a way that cannot be.
        """
        text_key = self._text_of(change)
        if text_key is None:
            return None, False
        paths = self._paths.setdefault(text_key, set())
        if change.blob is None:
            paths.discard(change.path)
            self._put(change.path, text_key)
            self.left_out["deletions"] += 1
            return None, False
        paths.add(change.path)
        if change.mode not in ("100644", "100755", "100664"):
            kinds = {"120000": "links", "160000": "submodules"}
            self.left_out[kinds.get(change.mode, "other entries")] += 1
            self._put(change.path, text_key)
            return None, False
        is_new = self._blobs.get(text_key) != change.blob
        if is_new:
            self._blobs[text_key], self._makers[text_key] = change.blob, commit
        self._put(change.path, text_key, change.blob)
        return text_key, is_new

    def _put(self, path: str, text_key: TextKey, blob: str | None = None) -> None:
        """Let a text stand at a path with this content, or be gone."""
        maker = self._makers.get(text_key, "") if blob is not None else ""
        self._changes.append(Change(path, self._spot(path, text_key), text_key, blob, maker))

    def _spot(self, path: str, text_key: TextKey) -> Spot:
        """Return where a path that is a text says that it belongs; the text's name may be older."""
        spot = self._spots.get(path)
        if spot is None:
            try:
                place = self._mapping.place(path)
            except ProvrepoError:
                place = None
            document, text = text_key if place is None else place.text_key
            spot = self._spots[path] = Spot(document, text.label)
        return spot

    def _text_of(self, change: PathChange) -> TextKey | None:
        text_key = self._texts.get(change.path)
        elsewhere = self._paths.get(text_key, set()) - {change.path} if text_key else ()
        if change.added and (elsewhere or change.path in self._left):
            # The text that stood there went on under another path: this is another file.
            del self._texts[change.path]
            return self._new(change.path, again=True)
        if text_key is None and change.blob is not None:
            text_key = self._new(change.path)
            if text_key is None and change.added and self._mapping.misses(change.path):
                self.missed[posixpath.splitext(change.path)[1]] += 1
        return text_key

    def _new(self, path: str, *, again: bool = False) -> TextKey | None:
        """Return the text of a new path, or with ``again`` of an old path that is another text now.

        None where the path is no text. Raises InputError where another file is that text.
        """
        place = self._mapping.place(path)
        if place is None:
            return None
        key, text = place.text_key
        spot = Spot(key, text.label)
        place = place._replace(text_key=TextKey(self._document(key, text, path), text))
        rivals = self._paths.get(place.text_key)
        if rivals and not (place.free or again):
            named_alike = [rival for rival in rivals if self._spots.get(rival) == spot]
            if named_alike:
                raise InputError(
                    path,
                    f"is the same text as {min(named_alike)}, {place.text_key}; tell them apart by "
                    "a {label} in --map, or leave one of them out with --path",
                )
            again = True  # the files of that text have other names now
        if rivals:
            self.apart[path] = place.text_key, min(rivals)
            place = self._distinct(place, path)
            if not again:
                spot = spot._replace(document=place.text_key.document)
        self._texts[path], self._spots[path] = place.text_key, spot
        self._left.discard(path)
        if place.text_key not in self._paths:
            self._paths[place.text_key] = set()
            self._documents.setdefault(place.text_key.document, []).append(place.text_key)
        return place.text_key

    def _distinct(self, place: Place, path: str) -> Place:
        """Return a place of its own for a path, where other files have ``place``."""
        distinct = place.distinct(path)
        again = 1
        while self._paths.get(distinct.text_key):  # files there went on under other paths
            again += 1
            distinct = place.distinct(f"{path} {again}")
        return distinct

    def _document(self, key: str, text: Text, path: str) -> str:
        """Return the first key of the document that a new text with this key belongs to.

        Where the document of that key has another one now, as all its files tell, the old key still
        resolves to it. New files with the old key are of another document, which gets a key of its
        own.
        """
        if key in self._instead:
            return self._instead[key]
        document = key if key in self._documents else self._given.get(key)
        if document is None:
            return key
        keys_told = self._told(document)
        if not keys_told or key in keys_told.values():
            return document
        place = Place(TextKey(key, text)).distinct(path)
        self.apart[path] = TextKey(document, text), min(keys_told)
        self._instead[key] = place.text_key.document
        return self._instead[key]

    def _told(self, document: str) -> dict[str, str]:
        """Return which key each file of a document tells now, by its path."""
        return {
            path: self._spot(path, text_key).document
            for text_key in self._documents[document]
            for path in self._paths.get(text_key, ())
        }

    def renamed(self) -> dict[str, Names]:
        """Return the names of documents whose files had others than the first one, by that one."""
        named = ((document, self.names(document)) for document in self._documents)
        return {document: names for document, names in named if names is not None}

    def names(self, document: str) -> Names | None:
        """Return the names of the document with this first key, if it ever had another one.

        Where texts of a second document have the key that all of its files tell now, it keeps its
        own. None for one without files now.
        """
        if document not in self._several:
            return None
        today = {*self._told(document).values()}
        if not today:
            return None
        new = next(iter(today)) if len(today) == 1 else document
        is_free = new not in self._documents and self._given.get(new, document) == document
        all_keys = {document, *self._several[document]}
        return Names(new if is_free else document, all_keys, self._commit)


def _is_translation(step: Step) -> bool:
    return step.text_key is not None and step.text_key.text.kind == TRANSLATION
