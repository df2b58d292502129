"""What of a version is searched besides its text: notes, and the fields of the metadata."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from provrepo.metadata import written

BETWEEN = "\n\n"
"""What stands between two fields, which no phrase goes over."""


def fields(item: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the fields of citation metadata and their values as people write them."""
    return [(field, written(field, value)) for field, value in item.items()]


def fields_as_text(item: dict[str, Any]) -> str:
    """Return the values of citation metadata as one text, a paragraph each."""
    return BETWEEN.join(_one_paragraph(value) for _, value in fields(item))


def fields_at(
    item: dict[str, Any], places: Sequence[tuple[int, int]]
) -> Iterator[tuple[str, str, int]]:
    """Yield the fields with some of the places of `fields_as_text`: name, value, where it begins.

    A value keeps its length there, so that places in the one are places in the other.
    """
    begins = 0
    for field, value in fields(item):
        ends = begins + len(value)
        if any(begins <= start and end <= ends for start, end in places):
            yield field, value, begins
        begins = ends + len(BETWEEN)


def _one_paragraph(value: str) -> str:
    return value.replace("\n", " ").replace("\f", " ").replace("\u2029", " ")
