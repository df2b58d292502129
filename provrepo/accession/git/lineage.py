"""Which text a path in git is at each moment of its history, through renames and deletions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from provrepo.accession.git.log import PathChange
from provrepo.accession.mapping import Mapping
from provrepo.errors import InputError, ProvrepoError
from provrepo.store.records import TextKey


class Lineages:
    """Follows texts through a history, one change after the other.

    A text goes on under the name that it had first, whatever its file is called later. A path that
    was a text once is the same one when it comes back. ``left_out`` counts what is no text.
    """

    def __init__(self, mapping: Mapping) -> None:
        self._mapping = mapping
        self._texts: dict[str, TextKey] = {}  # which text each path is, or was last
        self._paths: dict[TextKey, set[str]] = {}  # the paths at which each text stands now
        self._blobs: dict[TextKey, str] = {}  # what each text was last
        self._documents: dict[str, str] = {}  # the key that the name of each path tells
        self.left_out: Counter[str] = Counter()

    def follow(self, changes: Iterable[PathChange]) -> None:
        """Let texts whose files a commit renamed go on under their new paths.

        Call it with all changes of a commit before `text_key` with any of them. A path at which
        another text stands goes on as that text: branches may rename two files to one name, and no
        text is to take another one's place.
        """
        moves = [
            (change.before, change.path, self._texts[change.before])
            for change in changes
            if change.before is not None and change.before in self._texts
        ]
        # All leave before any arrives, as files may change their names in a round.
        for before, _, text_key in moves:
            self._paths.setdefault(text_key, set()).discard(before)
        for _, path, text_key in moves:
            occupant = self._texts.get(path)
            if occupant is None or not self._paths.get(occupant):
                self._texts[path] = text_key

    def text_key(self, change: PathChange) -> TextKey | None:
        """Return the text that a change makes a version of; None where it makes none.

        The path may be no text, the file be gone, or have the bytes that the text had last. Raises
        InputError or InvalidValue for a path that names a text in a way that cannot be.
        """
        text_key = self._text_of(change)
        if text_key is None:
            return None
        paths = self._paths.setdefault(text_key, set())
        if change.blob is None:
            paths.discard(change.path)
            self.left_out["deletions"] += 1
            return None
        paths.add(change.path)
        if change.mode not in ("100644", "100755", "100664"):
            kinds = {"120000": "links", "160000": "submodules"}
            self.left_out[kinds.get(change.mode, "other entries")] += 1
            return None
        if self._blobs.get(text_key) == change.blob:
            return None
        self._blobs[text_key] = change.blob
        return text_key

    def _text_of(self, change: PathChange) -> TextKey | None:
        text_key = self._texts.get(change.path)
        if text_key is None and change.blob is not None:
            text_key = self._new(change.path)
        return text_key

    def _new(self, path: str) -> TextKey | None:
        place = self._mapping.place(path)
        if place is None:
            return None
        self._documents[path] = place.text_key.document
        rivals = self._paths.get(place.text_key)
        if rivals and place.free:
            place = place.distinct(path)
        elif rivals:
            raise InputError(path, f"is the same text as {min(rivals)}, {place.text_key}")
        self._texts[path] = place.text_key
        return place.text_key

    def renamed(self) -> dict[str, str]:
        """Return the documents all of whose files have the name of one other document now.

        The documents' keys, each with the key that its files' names tell; where texts of a second
        document have that key, the first one keeps its own.
        """
        keys: dict[str, set[str]] = {}
        for text_key, paths in self._paths.items():
            document = text_key.document
            keys.setdefault(document, set()).update(self._key(path) or document for path in paths)
        return {
            old: new
            for old, today in keys.items()
            if len(today) == 1 and (new := next(iter(today))) != old and new not in keys
        }

    def _key(self, path: str) -> str | None:
        """Return the key that a path's name tells; None where it tells none."""
        if path in self._documents:
            return self._documents[path]
        try:
            place = self._mapping.place(path)
        except ProvrepoError:
            return None
        return place.text_key.document if place else None
