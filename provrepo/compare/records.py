"""How two versions differ besides their texts: in citation metadata, notes, bases and agents."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from provrepo.compare.changes import in_reading_order

if TYPE_CHECKING:
    from provrepo.agents import Contribution
    from provrepo.bases import BasedOn
    from provrepo.compare.result import Diff
    from provrepo.metadata import Item
    from provrepo.store.records import Anchor, Note, Notes

NOTE_CHANGES = ("added", "removed", "edited", "moved", "lost", "placed")
"""What can have become of a note, see `NoteChange`."""

_REASONS = {
    "text": "the text of one version was purged, so the texts are not compared",
    "metadata": "the citation metadata of one version were purged, so they are not compared",
    "notes": "the notes of one version were purged, so they are not compared",
    "texts": "these are versions of different texts, so their notes are not compared",
}


@dataclass(frozen=True, slots=True, repr=False)
class FieldChange:
    """A field of the citation metadata that is new, gone or other.

    ``before`` and ``after`` are its values in CSL-JSON, ``before_text`` and ``after_text`` the same
    as people read them (``Wang, Li; Zhao Qing``, ``1961-05``). All are None on the side that lacks
    the field.
    """

    field: str
    before: Any
    after: Any
    before_text: str | None
    after_text: str | None

    def __repr__(self) -> str:
        return f"<FieldChange {self.field}>"

    def as_json(self) -> dict[str, Any]:
        """Return the change as JSON output shows it (docs/cli.md)."""
        return {
            "field": self.field,
            "before": self.before,
            "after": self.after,
            "before_text": self.before_text,
            "after_text": self.after_text,
        }


@dataclass(frozen=True, slots=True, repr=False)
class NoteChange:
    """What became of a note, which is known by its id.

    ``changes`` are one or several of `NOTE_CHANGES`: it was ``added`` or ``removed``; its words,
    kind, language or authors were ``edited``; it was ``moved`` to another passage, or with its
    passage; it has ``lost`` its passage, or was ``placed`` on one again. ``before`` and ``after``
    are the note, None on the side that lacks it. A note that stands on the same words as before is
    none that moved, wherever these words are now counted from the beginning.
    """

    id: str
    changes: tuple[str, ...]
    before: Note | None
    after: Note | None

    def __repr__(self) -> str:
        return f"<NoteChange {self.id} {', '.join(self.changes)}>"

    def as_json(self) -> dict[str, Any]:
        """Return the change as JSON output shows it (docs/cli.md)."""
        return {
            "id": self.id,
            "changes": list(self.changes),
            "before": self.before.as_json() if self.before else None,
            "after": self.after.as_json() if self.after else None,
        }


@dataclass(frozen=True, slots=True, repr=False)
class BasisChange:
    """A basis that is new, gone, or another version of the same text; None where there is none."""

    before: BasedOn | None
    after: BasedOn | None

    def __repr__(self) -> str:
        return f"<BasisChange {self.before or 'nothing'} -> {self.after or 'nothing'}>"

    def as_json(self) -> dict[str, Any]:
        """Return the change as JSON output shows it (docs/cli.md)."""
        return {
            "before": self.before.as_json() if self.before else None,
            "after": self.after.as_json() if self.after else None,
        }


@dataclass(frozen=True, slots=True, repr=False)
class RoleChange:
    """A role in which other people made the two versions; an empty tuple is nobody."""

    role: str
    before: tuple[Contribution, ...]
    after: tuple[Contribution, ...]

    def __repr__(self) -> str:
        return f"<RoleChange {self.role}: {len(self.before)} -> {len(self.after)}>"

    def as_json(self) -> dict[str, Any]:
        """Return the change as JSON output shows it (docs/cli.md)."""
        return {
            "role": self.role,
            "before": [contribution.as_json() for contribution in self.before],
            "after": [contribution.as_json() for contribution in self.after],
        }


@dataclass(frozen=True, slots=True, repr=False)
class RecordDiff:
    """What two versions say differently besides their texts.

    ``metadata`` are the fields of the citation metadata that differ, sorted by name; ``notes`` the
    notes, in the order in which they stand; ``based_on`` what the versions were made from;
    ``agents`` who made them, role by role: agents are never taken over, so a role that is gone only
    says that nobody acted in it this time. ``not_compared`` names what is not compared: ``text``,
    ``metadata`` or ``notes``, where that of one version was purged; ``texts`` where the versions
    are of different texts, in which the same id does not name the same note.
    """

    metadata: tuple[FieldChange, ...] = ()
    notes: tuple[NoteChange, ...] = ()
    based_on: tuple[BasisChange, ...] = ()
    agents: tuple[RoleChange, ...] = ()
    not_compared: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.statistics())

    def __repr__(self) -> str:
        counts = ", ".join(f"{kind} {count}" for kind, count in self.statistics().items())
        return f"<RecordDiff {counts or 'without changes'}>"

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why something is not compared, as sentences."""
        return tuple(_REASONS[name] for name in self.not_compared)

    def statistics(self) -> dict[str, int]:
        """Return the number of changes of each kind that there are."""
        counts = {
            "metadata": len(self.metadata),
            "notes": len(self.notes),
            "based_on": len(self.based_on),
            "agents": len(self.agents),
        }
        return {kind: count for kind, count in counts.items() if count}

    def as_json(self) -> dict[str, Any]:
        """Return the differences as JSON output shows them (docs/cli.md)."""
        return {
            "statistics": self.statistics(),
            "metadata": [change.as_json() for change in self.metadata],
            "notes": [change.as_json() for change in self.notes],
            "based_on": [change.as_json() for change in self.based_on],
            "agents": [change.as_json() for change in self.agents],
            "not_compared": list(self.not_compared),
        }


def metadata_changes(before: Item | None, after: Item | None) -> tuple[FieldChange, ...]:
    """Return the fields in which two items of citation metadata differ, sorted by name."""
    old, new = before or {}, after or {}
    return tuple(
        _field_change(field, old, new)
        for field in sorted(old.keys() | new.keys())
        if _told_apart(field, old) != _told_apart(field, new)
    )


def _told_apart(field: str, item: Item) -> str | None:
    """Return a field's value so that equal means equal: Python takes 1 for True."""
    return json.dumps(item[field], sort_keys=True) if field in item else None


def _field_change(field: str, old: Item, new: Item) -> FieldChange:
    from provrepo.metadata import written

    texts = [written(field, item[field]) if field in item else None for item in (old, new)]
    if texts[0] == texts[1]:  # a literal name that looks like one in parts
        texts = [_told_apart(field, item) for item in (old, new)]
    return FieldChange(field, old.get(field), new.get(field), texts[0], texts[1])


def note_changes(before: Notes, after: Notes, diff: Diff | None) -> tuple[NoteChange, ...]:
    """Return what became of the notes of a text; ``diff`` compares the contents that they are on.

    Without it only a note on other words counts as moved. In the order of the notes after, those
    removed at the end.
    """
    places = None if diff is None else _Places(diff)
    earlier = {note.id: note for note in before.notes}
    later = {note.id for note in after.notes}
    changes = [
        NoteChange(note.id, kinds, earlier.get(note.id), note)
        for note in after.notes
        if (kinds := _became(earlier.get(note.id), note, places))
    ]
    removed = [
        NoteChange(note.id, ("removed",), note, None)
        for note in before.notes
        if note.id not in later
    ]
    return (*changes, *removed)


def _became(before: Note | None, after: Note, places: _Places | None) -> tuple[str, ...]:
    """Return those of `NOTE_CHANGES` that a note after has behind it."""
    if before is None:
        return ("added",)
    edited = replace(before, anchor=None) != replace(after, anchor=None)
    if before.unanchored != after.unanchored:
        place = "lost" if after.unanchored else "placed"
    else:
        place = "moved" if _moved(before.anchor, after.anchor, places) else ""
    return (*(("edited",) if edited else ()), *((place,) if place else ()))


def _moved(before: Anchor | None, after: Anchor | None, places: _Places | None) -> bool:
    """Return whether a note stands on other words than before, or on the same ones elsewhere."""
    if before is None or after is None:
        return before is not after
    if before.exact != after.exact:
        return True
    if before.start is None or before.end is None or places is None:
        return False
    expected = places.after(before.start, before.end)
    return expected is not None and expected != after.start


class _Places:
    """Where the passages of a text stand in the other one, by the changes between the two."""

    def __init__(self, diff: Diff) -> None:
        self._steps = in_reading_order((*diff.changes, *diff.ignored), diff.moves)
        self._starts = [step.before_start for step in self._steps]

    def after(self, start: int, end: int) -> int | None:
        """Return where a passage begins that was left alone.

        None where something was changed in it. Of a passage that moved it is the place where it
        would begin if it had not.
        """
        following = bisect_right(self._starts, start)
        if following < len(self._steps) and self._starts[following] < end:
            return None
        if not following:
            return start
        step = self._steps[following - 1]
        if step.before_end > start:
            return step.after_start if step.moved else None
        return start - step.before_end + step.after_end


def basis_changes(before: Sequence[BasedOn], after: Sequence[BasedOn]) -> tuple[BasisChange, ...]:
    """Return how what two versions are based on differs; versions of one text are paired."""
    common_bases = {basis.basis for basis in before} & {basis.basis for basis in after}
    old = [basis for basis in before if basis.basis not in common_bases]
    new = [basis for basis in after if basis.basis not in common_bases]
    changes = []
    for basis in old:
        successor = next((other for other in new if basis.text and other.text == basis.text), None)
        if successor is not None:
            new.remove(successor)
        changes.append(BasisChange(basis, successor))
    changes += [BasisChange(None, basis) for basis in new]
    if changes or [basis.basis for basis in before] == [basis.basis for basis in after]:
        return tuple(changes)
    # The same ones in another order, or one of them named twice.
    return tuple(
        BasisChange(old_basis, new_basis)
        for old_basis, new_basis in zip_longest(before, after)
        if old_basis != new_basis
    )


def role_changes(
    before: Sequence[Contribution], after: Sequence[Contribution]
) -> tuple[RoleChange, ...]:
    """Return the roles in which two versions name other agents, in the order they are named."""
    roles = dict.fromkeys(contribution.role for contribution in (*before, *after))
    changes = (RoleChange(role, _acting(role, before), _acting(role, after)) for role in roles)
    return tuple(change for change in changes if change.before != change.after)


def _acting(role: str, contributions: Sequence[Contribution]) -> tuple[Contribution, ...]:
    return tuple(contribution for contribution in contributions if contribution.role == role)
