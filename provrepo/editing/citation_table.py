"""The citation metadata of a version as a table in TOML that a person changes, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from provrepo import metadata
from provrepo.errors import InvalidValue
from provrepo.formats.plain import toml_table
from provrepo.metadata import Item
from provrepo.store.canonical import canonical

_HEAD = """\
# The citation metadata of {name}: variables of CSL. Delete a line to remove one.
# Dates look 1961-05, 1955/1960 or 1958~; names "Wang, Li" or "Ministry of Health".
"""
_NEW = """\

# title = "A letter to the consulate"
# author = ["Wang, Li"]
# issued = "1961-05"
# archive = "City Archive"
# archive_location = "box 3, folder 12"
"""
_FIRST = ("type", "title", "author", "issued")


def write(item: Item | None, name: str) -> str:
    """Return the table of an item; ``name`` is the version's."""
    if item is None:
        return _HEAD.format(name=name) + _NEW
    drawn = _drawn(item)
    lines = [toml_table.pair(field, value) for field, value in drawn.items()]
    left = [f"# {field} stays as it is: TOML cannot say it\n" for field in item.keys() - drawn]
    return _HEAD.format(name=name) + "\n" + "".join([*lines, *sorted(left)])


def read(table: Mapping[str, Any], item: Item | None, warn: Callable[[str], object]) -> Item | None:
    """Return ``item`` as a table in the form of `write` has it now; None where nothing is left.

    A value that nobody changed is what it was, any other is read as `provrepo.metadata.assign`
    does. ``warn`` is called with each doubt. Raises InvalidValue.
    """
    before = item or {}
    drawn = _drawn(before)
    unchanged = {
        field: value
        for field, value in before.items()
        if field not in drawn or (field in table and _is_same(table[field], drawn[field]))
    }
    changed = {
        field: value
        for field, value in table.items()
        if field not in drawn or not _is_same(value, drawn[field])
    }
    after, doubts = metadata.assign(unchanged, changed)
    for doubt in doubts:
        warn(doubt)
    return after


def _drawn(item: Item) -> dict[str, Any]:
    """Return the fields of an item as the table has them, those left out that TOML cannot hold."""
    drawn = {}
    for field in sorted(item, key=lambda name: (name not in _FIRST, _rank(name), name)):
        value = _plain(field, item[field])
        try:
            toml_table.pair(field, value)
        except ValueError:
            continue
        drawn[field] = value
    return drawn


def _rank(field: str) -> int:
    return _FIRST.index(field) if field in _FIRST else len(_FIRST)


def _plain(field: str, value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Return a value in its plain spelling, if that is read as the same value; else as it is."""
    spelled: Any = value
    if field in metadata.NAMES and isinstance(value, list):
        spelled = [metadata.written(field, [name]) for name in value]
    elif field in metadata.DATES:
        spelled = metadata.written(field, value)
    if spelled is value or spelled in ("", []):
        return value
    try:
        read_again, _ = metadata.assign(None, {field: spelled})
    except InvalidValue:
        return value
    return spelled if _is_same((read_again or {}).get(field), value) else value


def _is_same(first: Any, second: Any) -> bool:  # noqa: ANN401
    """Return whether two values are the same in JSON, where true is not 1."""
    try:
        return canonical(first) == canonical(second)
    except InvalidValue:
        return False
