"""Citation metadata as a file has it: one item in CSL-JSON, BibTeX or RIS."""

from __future__ import annotations

from typing import Any

from provrepo.errors import InvalidJSON, as_fault_of
from provrepo.metadata import Item, normal_item
from provrepo.store.canonical import parse


def read_item(text: str, source: str) -> Item:
    """Read one item in CSL-JSON, BibTeX or RIS; ``source`` names the file in errors.

    An array of one item counts as the item. ``id`` is left out, and date-parts written as strings
    of digits become integers; everything else stays as it is. Raises InvalidJSON, or ItemError for
    BibTeX and RIS; ReaderFault where provrepo itself fails at it.
    """
    with as_fault_of(source):
        return _item(text, source)


def _item(text: str, source: str) -> Item:
    value = _foreign_items(text) or parse(text, source)
    if isinstance(value, list):
        if len(value) != 1:
            raise InvalidJSON(
                source, f"one CSL-JSON item is wanted, this is a list of {len(value)}"
            )
        (value,) = value
    if not isinstance(value, dict):
        raise InvalidJSON(source, 'a CSL-JSON item is wanted: an object such as {"title": …}')
    return normal_item(value)


def _foreign_items(text: str) -> list[dict[str, Any]]:
    """Return the items of a text in BibTeX or RIS; an empty list for any other text."""
    head = text.lstrip("\ufeff \t\r\n")
    if not head.startswith(("@", "%", "TY  -")):
        return []
    from provrepo.cite import read_items

    return read_items(text)
