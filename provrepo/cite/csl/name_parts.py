"""Name variables of an item: from the CSL-JSON value to the parts of each name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from provrepo.cite.csl.particles import split_family, split_given, split_suffix
from provrepo.errors import ItemError

ROMANESQUE = re.compile(
    "[-0-9a-zA-Z\u0e01-\u0e5b\u00c0-\u017f\u0370-\u03ff\u0400-\u052f\u0590-\u05d4\u05d6-\u05ff"
    "\u1f00-\u1fff\u0600-\u06ff\u200c-\u200e\u0218-\u021b\u202a-\u202e]"
)
"""Letters of scripts whose names are written with spaces, given name first. The Hebrew vav is not
among them: as a word ("and") it is joined to the next.
"""


class Name:
    """One name. ``literal`` is an institution or an undivided name; such a name has no parts.

    ``ideographic`` names (Chinese, Japanese, Korean) are written family name first, without a
    space; ``static`` ones family name first, with a space. ``key`` tells two people apart, and
    ``letters`` is how long the name is.
    """

    __slots__ = (
        "comma_suffix",
        "dropping",
        "family",
        "given",
        "ideographic",
        "key",
        "letters",
        "literal",
        "non_dropping",
        "static",
        "suffix",
    )

    def __init__(self) -> None:
        self.family = ""
        self.given = ""
        self.dropping = ""
        self.non_dropping = ""
        self.suffix = ""
        self.comma_suffix = False
        self.literal = ""
        self.static = False
        self.ideographic = False
        self.key: tuple[str, ...] = ()
        self.letters = 0


def same_people(first: list[Name], second: list[Name]) -> bool:
    """Return whether two lists name the same people in the same order."""
    return [name.key for name in first] == [name.key for name in second]


def parse_names(value: Any, *, item: str, field: str) -> list[Name]:  # noqa: ANN401 - JSON
    """Read a name variable; empty names are left out.

    Raises ItemError where the value has none of the shapes that CSL-JSON allows.
    """
    if isinstance(value, (str, Mapping)):
        value = [value]
    if not isinstance(value, list):
        raise ItemError(f"is not a list of names: {value!r}", item=item, field=field)
    names = []
    for entry in value:
        if isinstance(entry, str):
            entry = {"literal": entry}
        if not isinstance(entry, Mapping):
            raise ItemError(f"is not a name: {entry!r}", item=item, field=field)
        name = _parse_name(entry)
        if name is not None:
            names.append(name)
    return names


def _text(entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key)
    return " ".join(str(value).split()) if value not in (None, False) else ""


def _parse_name(entry: Mapping[str, Any]) -> Name | None:
    name = Name()
    family, given_name = _text(entry, "family"), _text(entry, "given")
    literal = _text(entry, "literal")
    if entry.get("isInstitution") and (family or given_name):
        literal = " ".join(part for part in (given_name, family) if part)
    if literal and not family:
        name.literal = literal
        name.key = ("", literal)
        name.letters = len(literal)
        return name
    if not family and not given_name:
        return None
    name.suffix = _text(entry, "suffix")
    name.dropping = _text(entry, "dropping-particle")
    name.non_dropping = _text(entry, "non-dropping-particle")
    name.comma_suffix = bool(entry.get("comma-suffix"))
    name.static = bool(entry.get("static-ordering"))
    if not family:
        # A single name ("Aristotle") is a family name, whatever the field.
        family, given_name = given_name, ""
    quoted = len(family) > 1 and family[0] == '"' == family[-1]
    if quoted:
        # Quotation marks around a family name keep its particle in it.
        family = family[1:-1]
    elif given_name and not name.non_dropping:
        name.non_dropping, family = split_family(family)
    if not name.suffix and given_name:
        given_name, name.suffix, forced = split_suffix(given_name)
        name.comma_suffix = name.comma_suffix or forced
    if not name.dropping and given_name:
        given_name, name.dropping = split_given(given_name)
    name.family, name.given = family, given_name
    if ROMANESQUE.search(family) is None and given_name:
        # A given name in Latin letters keeps the order of the script of the family name.
        name.ideographic = ROMANESQUE.search(given_name) is None
        name.static = not name.ideographic
    name.key = (family, given_name, name.dropping, name.non_dropping, name.suffix)
    name.letters = len(family) + len(given_name)
    return name
