"""The passages of a stale text that translate something which has other words now.

Each is `STALE`; or `CONFIRM`, where a new version of the translation changed it since, which may be
the answer; or `CHECKED`, where somebody read it beside the newest basis and found it right
(`provrepo review --check`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from provrepo.passages import Range

STALE, CONFIRM, CHECKED = "stale", "confirm", "checked"


@dataclass(frozen=True, slots=True, repr=False)
class PassageChange:
    """What changed in the basis: a unit of it as it was translated, and as it is now.

    ``superseded`` and ``newer`` are the versions; ``unit`` is the number of the unit in the former,
    0 where it is new, ``newer_units`` are those in the latter, none where it is gone. ``kinds`` are
    the classes of the change, as `diff` names them, or ``moved``. ``confidence``, from 0 to 1, is
    how likely the passage beside which it stands translates it.
    """

    superseded: str
    newer: str
    unit: int
    newer_units: tuple[int, ...]
    before: str
    after: str
    kinds: tuple[str, ...]
    confidence: float = 1.0

    def __repr__(self) -> str:
        return f"<PassageChange {self.superseded} unit {self.unit}: {', '.join(self.kinds)}>"

    @property
    def place(self) -> str:
        """Which unit changed, in words; of one that moved, which it is now."""
        if not self.unit:
            return "new"
        now = " and ".join(map(str, self.newer_units))
        return f"unit {self.unit}{f', now {now}' * ('moved' in self.kinds and bool(now))}"

    def as_json(self) -> dict[str, Any]:
        """Return the change as JSON output shows it, word by word (docs/translation.md)."""
        from provrepo.compare import diff

        changes = diff(self.before, self.after).changes
        return {
            "superseded": self.superseded,
            "newer": self.newer,
            "unit": self.unit,
            "newer_units": list(self.newer_units),
            "before": self.before,
            "after": self.after,
            "kinds": list(self.kinds),
            "confidence": round(self.confidence, 3),
            "changes": [change.as_json() for change in changes],
        }


@dataclass(frozen=True, slots=True, repr=False)
class StalePassage:
    """A unit of a translation and what changed in what it translates.

    ``unit`` is its number from 1, ``range`` where it stands in the content, in code points.
    ``state`` is ``stale``, ``confirm`` or ``checked``; ``confidence``, from 0 to 1, how likely
    it is that the unit translates what changed.
    """

    unit: int
    range: Range
    text: str
    state: str
    confidence: float
    changes: tuple[PassageChange, ...]

    def __repr__(self) -> str:
        return f"<StalePassage {self.unit} {self.state}, changes: {len(self.changes)}>"

    def as_json(self) -> dict[str, Any]:
        """Return the passage as JSON output shows it (docs/translation.md)."""
        return {
            "unit": self.unit,
            "range": list(self.range),
            "text": self.text,
            "state": self.state,
            "confidence": round(self.confidence, 3),
            "changes": [change.as_json() for change in self.changes],
        }


@dataclass(frozen=True, slots=True, repr=False)
class Untranslated:
    """A unit that the basis has now and had not before; it belongs after unit ``after``."""

    change: PassageChange
    after: int

    def __repr__(self) -> str:
        return f"<Untranslated {self.change.newer} unit {self.change.newer_units[0]}>"

    def as_json(self) -> dict[str, Any]:
        """Return the unit as JSON output shows it (docs/translation.md)."""
        return {
            "newer": self.change.newer,
            "unit": self.change.newer_units[0],
            "text": self.change.after,
            "after": self.after,
        }


@dataclass(frozen=True, slots=True, repr=False)
class StalePassages:
    """What is to be done in a stale text, unit by unit.

    ``units`` is how many it has. ``command`` moves its basis once all is cleared; ``unreadable``
    says why its passages cannot be told, empty where they can.
    """

    reference: str
    units: int
    passages: tuple[StalePassage, ...]
    untranslated: tuple[Untranslated, ...]
    command: str
    after: str | None = None
    unreadable: str = ""

    def __repr__(self) -> str:
        return f"<StalePassages {self.reference}: {len(self.open)} of {self.units} units>"

    @property
    def open(self) -> tuple[StalePassage, ...]:
        """The passages that nobody has checked yet."""
        return tuple(passage for passage in self.passages if passage.state != CHECKED)

    @property
    def cleared(self) -> bool:
        """Whether every passage was checked, and nothing new is left to translate."""
        return not self.open and not self.untranslated and not self.unreadable

    def as_json(self) -> dict[str, Any]:
        """Return the work list as JSON output shows it (docs/translation.md)."""
        return {
            "reference": self.reference,
            "unit": "code points",
            "units": self.units,
            "passages": [passage.as_json() for passage in self.passages],
            "untranslated": [unit.as_json() for unit in self.untranslated],
            "cleared": self.cleared,
            "command": self.command,
            "after": self.after,
            "unreadable": self.unreadable,
        }
