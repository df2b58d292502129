"""The classes of change."""

from __future__ import annotations

from collections.abc import Collection

KINDS = (
    "text",
    "intervention",
    "brackets",
    "punctuation",
    "case",
    "normal form",
    "width",
    "white space",
)
"""The classes, from the most to the least that a change can mean for a reader."""


def known(names: Collection[str]) -> frozenset[str]:
    """Return ``names`` as a set; raises ValueError if one of them is no class of change."""
    wrong = sorted(set(names) - set(KINDS))
    if wrong:
        msg = f"{wrong[0]!r} is no class of change; the classes are {', '.join(KINDS)}."
        raise ValueError(msg)
    return frozenset(names)
