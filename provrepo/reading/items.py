"""Citation metadata as a file has it: one item, or many, in CSL-JSON, BibTeX or RIS."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from itertools import count
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


def read_items(
    source: str | os.PathLike[str] | bytes, form: str | None = None, *, encoding: str | None = None
) -> list[Item]:
    """Read all items of a file, as a reference manager exports a collection, in their order.

    ``source`` is the path of a file in CSL-JSON, BibTeX, biblatex or RIS, or its bytes; ``form`` is
    its format (`provrepo.cite.IMPORT_FORMATS`), recognised without one, ``encoding`` its encoding
    where that is not UTF-8. Each item has its key as ``id``: the one that the file gives it; where
    it gives none, or the same to two of them, one is made that no other item has.

    Raises InputError for a file that cannot be read, ItemError for one that is in none of these
    formats or is malformed, InvalidValue for another ``form``.
    """
    from provrepo.cite import read_items as items_of
    from provrepo.formats.draft import STANDARD_INPUT, decode
    from provrepo.reading.files import read_bytes

    data = source if isinstance(source, bytes) else read_bytes(source)
    path = STANDARD_INPUT if isinstance(source, bytes) else os.fspath(source)
    with as_fault_of(path):
        items = items_of(decode(data, path, encoding).removeprefix("\ufeff"), form or "")
        keys = _keys(items)
        return [{"id": key, **normal_item(item)} for key, item in zip(keys, items, strict=True)]


def _keys(items: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return a key for each item, all different: its own where it has one."""
    taken = {str(item["id"]) for item in items if item.get("id") not in (None, "")}
    seen: set[str] = set()
    keys = []
    for item in items:
        key = str(item.get("id") or "") or "item"
        if key in seen or item.get("id") in (None, ""):
            candidates = (f"{key}-{number}" for number in count(1 if key == "item" else 2))
            key = next(name for name in candidates if name not in taken and name not in seen)
        seen.add(key)
        keys.append(key)
    return keys


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
