"""Which texts are stale: based on a version whose text has other words now.

docs/format.md, “What is stale”. The versions that a text is based on are followed to the end,
through relay translations, but never back into the text itself: two translations may have been
revised after each other for years.
"""

from __future__ import annotations

import shlex
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from typing import Any

from provrepo.reading.status import sameness
from provrepo.reading.status.sameness import OTHER, SAME, Pair
from provrepo.reading.versions import cautions
from provrepo.store import survey
from provrepo.store.database import Database
from provrepo.store.read import StoredVersion
from provrepo.store.records import Basis, TextKey


@dataclass(frozen=True, slots=True)
class Cause:
    """A version that a text is based on, and the newest one of its text, which says otherwise."""

    superseded: str
    newer: str


@dataclass(frozen=True, slots=True, repr=False)
class Stale:
    """A text that is based on something which has other words now.

    ``reference`` is its newest version. ``superseded`` is the version that it is based on, directly
    or through other texts, and ``newer`` the newest version of that one's text; ``causes`` are all
    such pairs, the nearest first. ``command`` clears it once somebody has checked the text; where
    ``after`` is not None, it names another stale text that has to be cleared first. ``cautions``
    say which of these versions was withdrawn or purged.
    """

    reference: str
    superseded: str
    newer: str
    command: str
    after: str | None = None
    causes: tuple[Cause, ...] = ()
    cautions: tuple[str, ...] = ()

    def __repr__(self) -> str:
        more = f" and {len(self.causes) - 1} more" if len(self.causes) > 1 else ""
        basis = f"{self.superseded}, newer is {self.newer}"
        return f"<Stale {self.reference}: based on {basis}{more}>"

    def as_json(self) -> dict[str, Any]:
        """Return the stale text as JSON output shows it (docs/cli.md)."""
        causes = [asdict(cause) for cause in self.causes]
        return {**asdict(self), "causes": causes, "cautions": list(self.cautions)}


class Bases:
    """What texts are based on, to the end, and which of it has another content now.

    ``latest`` are the newest versions of the texts that are looked at, withdrawn ones apart. The
    versions that they are based on, and the newest ones of their texts, are read in few queries.
    """

    def __init__(self, database: Database, latest: Sequence[StoredVersion]) -> None:
        self._database = database
        self._versions = {version.id: version for version in latest}
        # To make a text's name, and to look up by it, takes longer than to look up by an id.
        self._texts = {version.id: version.text_key for version in latest}
        self._latest: dict[TextKey, StoredVersion | None] = dict(
            zip(self._texts.values(), self._versions.values(), strict=True)
        )
        self._newest_of: dict[str, StoredVersion | None] = {**self._versions}
        self._read(latest)
        self._made_from = {
            identity: tuple(self._stored_bases(version))
            for identity, version in self._versions.items()
            if version.record.based_on
        }
        self._differences = self._compared()
        """The versions that differ from the newest one of their text, each with how it does."""
        self._reaching = self._reach()
        """These versions, and all that are based on them."""
        self._differences_of: dict[str, tuple[tuple[Pair, str], ...]] = {}
        """What was found to differ among all that a version is based on, by its id."""
        self._renewed_bases: dict[str, tuple[StoredVersion | Basis, ...]] = {}
        """What was found that a text is to be based on, by the id of its newest version."""

    def _read(self, versions: Iterable[StoredVersion]) -> None:
        """Read all that ``versions`` are based on, and the newest versions of those texts."""
        while versions:
            named = {basis.version for version in versions for basis in version.record.based_on}
            unknown = {name for name in named if name} - self._versions.keys()
            read = [*survey.by_ids(self._database, unknown).values()]
            self._add(read)
            beside = [version for version in read if self._texts[version.id] not in self._latest]
            newest = survey.newest_beside(self._database, [v.sequence for v in beside])
            new = [version for version in newest if version.id not in self._versions]
            self._add(new)
            self._latest |= dict.fromkeys(self._texts[version.id] for version in beside)
            self._latest |= {self._texts[version.id]: version for version in newest}
            versions = [*read, *new]
            self._newest_of |= {v.id: self._latest[self._texts[v.id]] for v in versions}

    def _add(self, versions: Sequence[StoredVersion]) -> None:
        self._versions |= {version.id: version for version in versions}
        self._texts |= {version.id: version.text_key for version in versions}

    def _compared(self) -> dict[str, tuple[Pair, str]]:
        pairs = [
            Pair(version, newer)
            for version in self._versions.values()
            if (newer := self._newest_of[version.id])  # None where all were withdrawn
            and newer is not version
        ]
        kinds = zip(pairs, sameness.between(self._database, pairs), strict=True)
        return {pair.version.id: (pair, kind) for pair, kind in kinds if kind != SAME}

    def _reach(self) -> set[str]:
        reaching = set(self._differences)
        if not reaching:
            return reaching
        made_from = [self._versions[identity] for identity in self._made_from]
        # A version comes after those that it is based on.
        for version in sorted(made_from, key=lambda version: version.sequence):
            for base in self._bases(version):
                if base.id in reaching:
                    reaching.add(version.id)
        return reaching

    def _bases(self, version: StoredVersion) -> tuple[StoredVersion, ...]:
        """Return the versions here that a version is based on."""
        return self._made_from.get(version.id, ())

    def _stored_bases(self, version: StoredVersion) -> Iterator[StoredVersion]:
        """Yield the versions here that a version is based on."""
        for basis in version.record.based_on:
            base = self._versions.get(basis.version or "")
            if base is not None:  # a source outside, or missing here, which is damage
                yield base

    def stale(self, versions: Iterable[StoredVersion]) -> tuple[Stale, ...]:
        """Return those of the newest versions that are stale.

        In an order in which they can be cleared: a text comes after those that it waits for.
        """
        return tuple(map(self.told, self.stale_in_order(versions)))

    def stale_in_order(
        self, versions: Iterable[StoredVersion]
    ) -> list[tuple[StoredVersion, str | None]]:
        """Return those of the newest versions that are stale, in the order of `stale`.

        Each comes with the id of the newest version of the text that it waits for, if it does.
        """
        waits = {
            version.id: self._waits(version)
            for version in versions
            if version.id in self._reaching and self._causes(version)
        }
        return [(self._versions[identity], after) for identity, after in _in_order(waits)]

    def told(self, version_and_after: tuple[StoredVersion, str | None]) -> Stale:
        """Return how a version is stale that `stale_in_order` names."""
        version, after = version_and_after
        pairs = self._causes(version)
        causes = [Cause(pair.version.reference, pair.newer.reference) for pair in pairs]
        nearest = causes[0]
        return Stale(
            version.reference,
            nearest.superseded,
            nearest.newer,
            self._left_behind(version) or self.command(version),
            None if after is None else str(self._texts[after]),
            tuple(causes),
            cautions(self._database, version, *chain.from_iterable(pairs)),
        )

    def made_from(self, version: StoredVersion) -> list[StoredVersion]:
        """Return the versions here that a version names as what it was made from."""
        return list(self._bases(version))

    def overtaken(self, version: StoredVersion) -> Pair | None:
        """Return a version with the newest one of its text where that has other words."""
        pair, kind = self._differences.get(version.id, (None, SAME))
        return pair if kind == OTHER else None

    def reaches(self, version: StoredVersion) -> bool:
        """Return whether anything differs among a version and all that it is based on."""
        return version.id in self._reaching

    def differ_in_form(self, version: StoredVersion) -> bool:
        """Return whether a text is based on what differs in form alone, so that it is not stale."""
        if version.id not in self._reaching:
            return False
        differing = self._among_bases(version)
        return bool(differing) and OTHER not in [how for _, how in differing]

    def in_form(self, version: StoredVersion) -> list[Cause]:
        """Return what a text is based on that differs in form alone; nothing where it is stale."""
        if not self.differ_in_form(version):
            return []
        pairs = [pair for pair, _ in self._among_bases(version)]
        return [Cause(pair.version.reference, pair.newer.reference) for pair in pairs]

    def _causes(self, version: StoredVersion) -> list[Pair]:
        """Return the versions for which a text is stale, and the newest ones, the nearest first."""
        if version.id not in self._reaching:
            return []
        return [pair for pair, kind in self._among_bases(version) if kind == OTHER]

    def _among_bases(self, version: StoredVersion) -> tuple[tuple[Pair, str], ...]:
        """Return what differs among all that a version is based on, found once."""
        differing = self._differences_of.get(version.id)
        if differing is None:
            bases = self._bases(version)
            if len(bases) == 1 and bases[0].id not in self._made_from:  # as of most translations
                pair_and_kind = self._differences.get(bases[0].id)
                is_own = self._texts[bases[0].id] == self._texts[version.id]
                differing = (pair_and_kind,) if pair_and_kind and not is_own else ()
            else:
                differing = tuple(self._differing(bases, self._texts[version.id]))
            self._differences_of[version.id] = differing
        return differing

    def _differing(
        self, starts: Iterable[StoredVersion], text_key: TextKey
    ) -> Iterator[tuple[Pair, str]]:
        """Yield what differs among versions and all that they are based on, the nearest first.

        Versions of the text that ``text_key`` names are not looked at, nor what is reached through
        them alone.
        """
        reached = [version for version in starts if version.id in self._reaching]
        seen = {version.id for version in reached}
        for version in reached:  # it grows meanwhile
            if self._texts[version.id] == text_key:
                continue
            if version.id in self._differences:
                yield self._differences[version.id]
            for base in self._bases(version):
                if base.id in self._reaching and base.id not in seen:
                    seen.add(base.id)
                    reached.append(base)

    def command(self, version: StoredVersion) -> str:
        """Return the command that makes a text be based on what is newest now."""
        flags = dict.fromkeys(
            written(basis) if isinstance(basis, Basis) else basis.reference
            for basis in self._renewed(version)
        )
        based_on = [f"--based-on {shlex.quote(flag)}" for flag in flags]
        words = [f"provrepo revise {self._texts[version.id]}", *based_on, "--activity review"]
        return " ".join(words)

    def _left_behind(self, version: StoredVersion) -> str:
        """Return the command for a text whose bases are up to date and bring an old version along.

        They were based on each other once, and nobody can take that out of their past: what is left
        is to say that the old version will do. Empty for every other text.
        """
        renewed = [base for base in self._renewed(version) if not isinstance(base, Basis)]
        current = [basis.version for basis in version.record.based_on if basis.version]
        if [base.id for base in renewed] != current:
            return ""
        for base in renewed:
            for pair, kind in self._differing([base], self._texts[version.id]):
                if kind == OTHER and not self._causes(base):
                    last = pair.newer.record.number
                    return f"provrepo same-as {pair.version.reference}..v{last}"
        return ""

    def _renewed(self, version: StoredVersion) -> tuple[StoredVersion | Basis, ...]:
        """Return what `_renewing` yields, found once."""
        bases = self._bases(version)
        if len(bases) == len(version.record.based_on) == 1:
            newest = self._newest_of[bases[0].id]
            if newest is not None and self._texts[newest.id] != self._texts[version.id]:
                return (newest,)
        renewed = self._renewed_bases.get(version.id)
        if renewed is None:
            renewed = self._renewed_bases[version.id] = tuple(self._renewing(version))
        return renewed

    def _renewing(self, version: StoredVersion) -> Iterator[StoredVersion | Basis]:
        """Yield what a text is to be based on: the newest version in place of each one.

        Where all versions of a basis were withdrawn there is no newer one. It stays, unless it has
        been overtaken itself: then what it was made from takes its place.
        """
        text_key = self._texts[version.id]
        remaining_bases = [*version.record.based_on]
        seen: set[str] = set()
        while remaining_bases:
            basis = remaining_bases.pop(0)
            base = self._versions.get(basis.version or "")
            if base is None:
                yield basis
                continue
            if base.id in seen or self._texts[base.id] == text_key:
                continue
            seen.add(base.id)
            newest = self._newest_of[base.id]
            if newest is None and any(self._overtaken([base], text_key)):
                remaining_bases = [*base.record.based_on, *remaining_bases]
            else:
                yield newest or base

    def _overtaken(self, starts: Iterable[StoredVersion], text_key: TextKey) -> Iterator[bool]:
        """Yield True for whatever makes a text stale that is based on ``starts``."""
        return (True for _, kind in self._differing(starts, text_key) if kind == OTHER)

    def _waits(self, version: StoredVersion) -> list[str]:
        """Return the stale texts to be cleared before this one, by the ids of newest versions."""
        return [
            base.id
            for base in self._renewed(version)
            if not isinstance(base, Basis)
            and base.id in self._reaching
            and self._causes(base)
            and any(self._overtaken([base], self._texts[version.id]))
        ]


def stale_from_now_on(database: Database, newest: StoredVersion) -> Stale | None:
    """Return how a text is stale of which ``newest`` is the newest version, None where it is not.

    The version may be one that is not stored yet.
    """
    newest = newest._replace(sequence=sys.maxsize)  # it comes after all that it is based on
    return next(iter(Bases(database, [newest]).stale([newest])), None)


def written(basis: Basis) -> str:
    """Return a source outside as ``--based-on`` names it."""
    if basis.version or basis.uri:  # a version that is missing here is damage
        return basis.version or basis.uri or ""
    digest = f"sha256:{basis.sha256}" if basis.sha256 else ""
    return f"label:{basis.label} {digest}".rstrip() if basis.label else digest


def _in_order(waits: dict[str, list[str]]) -> Iterator[tuple[str, str | None]]:
    """Yield texts after those that they wait for, each with the first one of these.

    They are named by the ids of their newest versions. Where texts wait for each other in a circle,
    one of them has to begin: it waits for none.
    """
    if not any(waits.values()):
        yield from ((key, None) for key in waits)
        return
    left = dict(waits)
    followers: dict[str, list[str]] = {}
    for key, awaited in waits.items():
        for other in dict.fromkeys(awaited):
            followers.setdefault(other, []).append(key)
    counts = {key: len(waits.keys() & awaited) for key, awaited in waits.items()}
    ready = deque(key for key in waits if not counts[key])
    while left:
        key = ready.popleft() if ready else next(iter(left))
        if key not in left:  # it began a circle
            continue
        awaited = left.pop(key)
        yield key, awaited[0] if awaited and not counts[key] else None
        for follower in followers.get(key, ()):
            counts[follower] -= 1
            if not counts[follower]:
                ready.append(follower)
