"""Which text a path in git is at each moment of its history, through renames and deletions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from provrepo.accession.git.log import Change
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
        self._texts: dict[str, TextKey] = {}
        self._there: dict[TextKey, set[str]] = {}
        self._blobs: dict[TextKey, str] = {}
        self.left_out: Counter[str] = Counter()

    def follow(self, changes: Iterable[Change]) -> None:
        """Let texts whose files a commit renamed go on under their new paths."""
        moved = [
            (change, self._texts[change.before])
            for change in changes
            if change.before is not None and change.before in self._texts
        ]
        for change, own in moved:
            self._there.setdefault(own, set()).discard(change.before or "")
        for change, own in moved:
            taken = self._texts.get(change.path)
            if taken is None or not self._there.get(taken):
                self._texts[change.path] = own

    def own(self, change: Change) -> TextKey | None:
        """Return the text that a change makes a version of; None where it is none, or says nothing.

        Raises InputError or InvalidValue for a path that names a text in a way that cannot be.
        """
        own = self._own(change)
        if own is None:
            return None
        there = self._there.setdefault(own, set())
        if change.blob is None:
            there.discard(change.path)
            self.left_out["deletions"] += 1
            return None
        there.add(change.path)
        if change.mode not in ("100644", "100755", "100664"):
            kinds = {"120000": "links", "160000": "submodules"}
            self.left_out[kinds.get(change.mode, "other entries")] += 1
            return None
        if self._blobs.get(own) == change.blob:
            return None
        self._blobs[own] = change.blob
        return own

    def _own(self, change: Change) -> TextKey | None:
        own = self._texts.get(change.path)
        if own is None and change.blob is not None:
            own = self._new(change.path)
        return own

    def _new(self, path: str) -> TextKey | None:
        place = self._mapping.place(path)
        if place is None:
            return None
        others = self._there.get(place.own)
        if others and place.free:
            place = place.other(path)
        elif others:
            raise InputError(
                path, f"is the same text as {min(others)}, {place.own[0]}/{place.own[1]}"
            )
        self._texts[path] = place.own
        return place.own

    def renamed(self) -> dict[str, str]:
        """Return the documents all of whose files have names of another document now."""
        wanted: dict[str, set[str]] = {}
        for own, paths in self._there.items():
            wanted.setdefault(own[0], set()).update(self._named(path) or own[0] for path in paths)
        return {
            old: new
            for old, names in wanted.items()
            if len(names) == 1 and (new := next(iter(names))) != old and new not in wanted
        }

    def _named(self, path: str) -> str | None:
        try:
            place = self._mapping.place(path)
        except ProvrepoError:
            return None
        return place.own[0] if place else None
