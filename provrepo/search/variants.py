"""Characters of Chinese that are written in several ways: simplified, traditional, variants.

The table is made of the Unicode Han Database (Unihan 15.0: kSimplifiedVariant, kTraditionalVariant,
kSemanticVariant, kZVariant; UAX #38), whose licence stands beside it. Each of its lines is a
character, followed by those above it in Unicode's order that it is linked with; a link goes both
ways, and no further: 发 is 發 and 髮, which are not each other.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


def variants(character: str) -> tuple[str, ...]:
    """Return a character and the others that may be written for it."""
    return (character, *_table().get(character, ()))


@cache
def _table() -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    data = files("provrepo.search").joinpath("unihan", "variants.txt").read_text("utf-8")
    for line in data.split():
        first = line[0]
        for character in line[1:]:
            table.setdefault(first, []).append(character)
            table.setdefault(character, []).append(first)
    return table
