"""The versions of a text that a page compares, and how they differ, found when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from provrepo.compare import Diff
from provrepo.compare.chained import chained
from provrepo.compare.comparison import diff_of
from provrepo.compare.edit_script import Scripts
from provrepo.publish.views import TextView, VersionView


class Comparisons:
    """How the versions of a text differ: each from the next, and from the newest.

    How one differs from the newest follows from how it differs from the next one, and that from
    the newest. Whoever asks for all of them in the order of `pairs` has none made twice.
    """

    def __init__(self, text: TextView) -> None:
        self._newest = text.newest
        self._versions = sorted(text.versions, key=lambda version: version.number)
        self._places = {version.number: place for place, version in enumerate(self._versions)}
        self.scripts = Scripts()
        """The edit scripts of versions that were compared already."""
        self._step: tuple[int, Diff | None] = -1, None
        """The place of the version that was last compared with the next one, and the result."""
        self._to_newest: tuple[int, Diff | None] = -1, None
        """The same of the version that was last compared with the newest one."""

    def pairs(self) -> Iterator[tuple[VersionView, VersionView]]:
        """Yield the versions that a page compares, from the last ones to the first."""
        for before, after in reversed([*pairwise(self._versions)]):
            yield before, after
            if after is not self._newest and before.number < self._newest.number:
                yield before, self._newest

    def diff(self, before: VersionView, after: VersionView) -> Diff | None:
        """Return how two of these versions differ; None where one was purged."""
        place = self._places[before.number]
        if self._versions[place + 1] is after:
            return self._from_next(place)
        return self._from_newest(place)

    def _from_next(self, place: int) -> Diff | None:
        if self._step[0] != place:
            step = self._compared(self._versions[place], self._versions[place + 1])
            self._step = place, step
        return self._step[1]

    def _from_newest(self, place: int) -> Diff | None:
        reached, to_newest = self._to_newest
        if reached < place:  # none yet, or an older one than what is asked for
            reached = self._places[self._newest.number] - 1
            to_newest = self._from_next(reached)
        while reached > place:
            reached -= 1
            step = self._from_next(reached)
            if step is not None and to_newest is not None:
                to_newest = chained(step, to_newest, self.scripts)
            else:
                to_newest = self._compared(self._versions[reached], self._newest)
        self._to_newest = reached, to_newest
        return to_newest

    def _compared(self, before: VersionView, after: VersionView) -> Diff | None:
        if before.content is None or after.content is None:
            return None
        script = self.scripts.of(before.content, after.content)
        return diff_of(before.content, after.content, script)
