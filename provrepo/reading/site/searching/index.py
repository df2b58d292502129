"""The index of a site's texts, kept up to date in its folder: only what changed is made anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

from provrepo.publish.searching import shards
from provrepo.publish.searching.shards import Extent, LaidOut, Layout, Term, extents, level_names
from provrepo.publish.searching.texts import contents_of, is_piece, number_of
from provrepo.reading.site.searching.building import built
from provrepo.reading.site.searching.level import Level, Masks
from provrepo.reading.site.searching.terms import known_by

MOST = 300
"""How many texts may have changed for the index to be updated; with more it is made anew."""


class Files(Protocol):
    """The files of a site: as they were written before, and as they are to be."""

    def before(self) -> Mapping[str, str]:
        """Return the paths that were there, with their digests."""

    def now(self) -> Mapping[str, str]:
        """Return the paths that will be there, with their digests."""

    def read_before(self, path: str) -> bytes:
        """Return what a file held. Raises ValueError where it is not as it was written."""

    def read_now(self, path: str) -> bytes:
        """Return what a file will hold."""


class Index:
    """The index of a site with ``count`` texts; ``state`` is what the last run left."""

    def __init__(self, files: Files, count: int, state: Mapping[str, Any]) -> None:
        self._files, self._count, self._before = files, count, state
        self.state: dict[str, Any] = {}
        """How the index is laid out, for the next time, as JSON."""

    def made(self) -> Iterator[tuple[str, bytes | None]]:
        """Yield the index's files, with what is new in them, or None where they stay."""
        changed = self._changed() if self._before else None
        if changed is not None and len(changed) <= MOST:
            try:
                new = [*self._patched(changed)]
            except (ValueError, KeyError, TypeError):
                # Somebody else's hand was in these files, which a new index does not need.
                pass
            else:
                yield from new
                return
        levels = self._levels({})
        pieces = sorted(filter(is_piece, self._files.now()), key=number_of)
        yield from built(map(self._files.read_now, pieces), extents(self._count), levels)
        yield self._finished(levels)

    def _levels(self, state: Mapping[str, Any]) -> list[Level]:
        stored: Mapping[str, Any] = state.get("levels", {})
        levels = []
        for folder in level_names():
            level = stored.get(folder, {})
            layout = Layout(
                level.get("bits", 0), dict(level.get("splits", {})), level.get("dense", "")
            )
            weights = dict(level.get("weights", {}))
            levels.append(Level(folder, layout, weights, self._files.read_before))
        return levels

    def _finished(self, levels: list[Level]) -> tuple[str, bytes]:
        """Note how the levels are laid out, and return the file that tells browsers."""
        self.state = {
            "count": self._count,
            "levels": {
                level.folder: {
                    "bits": level.layout.bits,
                    "splits": level.layout.splits,
                    "dense": level.layout.dense,
                    "weights": level.weights,
                }
                for level in levels
            },
        }
        laid_out = (
            LaidOut(level.folder, extent, level.layout, level.weights)
            for level, extent in zip(levels, extents(self._count), strict=True)
        )
        return shards.MANIFEST, shards.manifest(laid_out)

    def _changed(self) -> set[int]:
        """Return the numbers of the texts of which something changed, or that change the level."""
        before, now = (
            {path: digest for path, digest in files.items() if is_piece(path)}
            for files in (self._files.before(), self._files.now())
        )
        changed = {number_of(path) for path, _ in before.items() ^ now.items()}
        old, new = extents(self._before["count"]), extents(self._count)
        if old != new:
            numbers = {number_of(path) for path in now}
            changed |= {number for number in numbers if _level(old, number) != _level(new, number)}
        return changed

    def _patched(self, changed: set[int]) -> Iterator[tuple[str, bytes | None]]:
        levels = self._levels(self._before)
        for number, changes in enumerate(self._changes(changed)):
            for term, masks in changes.items():
                levels[number].change(term, masks)
        for level in levels:
            yield from level.files()
        yield self._finished(levels)

    def _changes(self, changed: set[int]) -> list[dict[Term, Masks]]:
        """Return for each level the terms that change, with the texts in which they do."""
        old, new = extents(self._before["count"]), extents(self._count)
        changes: list[dict[Term, Masks]] = [{} for _ in new]
        masks_before = self._masks(self._files.before(), self._files.read_before, changed)
        masks_now = self._masks(self._files.now(), self._files.read_now, changed)
        for number in changed:
            before, now = masks_before.get(number, {}), masks_now.get(number, {})
            level_before, level_now = _level(old, number), _level(new, number)
            if level_before != level_now:
                for term in before:
                    changes[level_before].setdefault(term, {})[number - old[level_before].start] = 0
                before = {}
            for term in before.keys() | now.keys():
                if before.get(term) != now.get(term):
                    masks = changes[level_now].setdefault(term, {})
                    masks[number - new[level_now].start] = now.get(term, 0)
        return changes

    def _masks(
        self, files: Mapping[str, str], read: Callable[[str], bytes], numbers: set[int]
    ) -> dict[int, dict[Term, int]]:
        """Return the terms of some texts, each with the mask of the pieces that have it."""
        by_text: dict[int, dict[Term, int]] = {}
        for path in files:
            if not is_piece(path) or number_of(path) not in numbers:
                continue
            number, piece, contents = contents_of(read(path))
            masks = by_text.setdefault(number, {})
            for term in known_by(contents).terms():
                masks[term] = masks.get(term, 0) | 1 << piece
        return by_text


def _level(levels: list[Extent], number: int) -> int:
    """Return in which level a text is; a new one, in the last one."""
    places = (place for place, extent in enumerate(levels) if number < extent.stop)
    return next(places, len(levels) - 1)
