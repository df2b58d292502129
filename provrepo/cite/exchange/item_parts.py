"""An item taken apart for the exchange formats: names, dates, and what has no place in one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from provrepo.cite.csl.dates import parse_date
from provrepo.cite.csl.item import DATE_VARIABLES, NAME_VARIABLES
from provrepo.directions import REORDERING
from provrepo.errors import ItemError

ItemData = Mapping[str, Any]
"""One CSL-JSON item, as a program wrote it."""

_TAGS = re.compile(r"</?(?:i|b|sc|sup|sub)>|<span\s[^<>]*>|</span>")
_BREAKS = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_WEB_ADDRESS = re.compile(r"""(?i:https?)://[^\s<>"\\^`{|}]+""")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
_NO_CHARACTERS = r"\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff"
_ESCAPED_IN_JSON = re.compile(rf"[{_NO_CHARACTERS}\u2028\u2029{REORDERING}]")
_CONTROL = re.compile(rf"[\x00-\x08\x0e-\x1f{_NO_CHARACTERS}{REORDERING}]")


def plain(value: object) -> str:
    """Return a value as one line of text, without rich-text tags and control characters."""
    return one_line(_TAGS.sub("", str(value)))


def one_line(value: object) -> str:
    """Return a value as one line of text without control characters, and what turns words round."""
    lines = (line.strip() for line in _BREAKS.split(str(value)))
    return _CONTROL.sub("", " ".join(line for line in lines if line)).strip()


def web_address(value: object) -> str:
    """Return a value that is one address of the web and nothing else; empty for any other.

    ``javascript:`` and ``data:`` are addresses, too, but none that may stand in a link.
    """
    if not isinstance(value, str) or not value.isprintable():
        return ""
    return value if _WEB_ADDRESS.fullmatch(value) else ""


def field_name(variable: str) -> str:
    """Return the name of a variable as one word: letters, digits and ``-``, ``_``, ``.``.

    An item may have any fields, and their names are as foreign as their values: with a line feed
    or a brace in one, a program would read a second record, or a field that nobody wrote.
    """
    if _NAME.fullmatch(variable):
        return variable
    return re.sub(r"[^\w.-]+", "-", one_line(variable)).strip("-.") or "field"


def as_json(value: object) -> str:
    """Return a value as JSON on one line, as `json_escaped` writes it."""
    return json_escaped(json.dumps(value, ensure_ascii=False, sort_keys=True, default=str))


def json_escaped(text: str) -> str:
    r"""Return JSON with what nobody sees, or turns words round, as ``\u202e``: nothing is lost."""
    return _ESCAPED_IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def names_of(item: ItemData, variable: str) -> list[Mapping[str, Any]]:
    """Return the names in a name variable as mappings."""
    value = item.get(variable) or []
    if isinstance(value, (str, Mapping)):
        value = [value]
    if not isinstance(value, list):
        value = [value]
    names = [{"literal": name} if isinstance(name, str) else name for name in value]
    if not all(isinstance(name, Mapping) for name in names):
        raise ItemError(f"is not a list of names: {value!r}", field=variable)
    return names


def family_first(name: Mapping[str, Any]) -> str:
    """Return "Family, Given, Suffix", or a literal name as it is."""
    if name.get("literal") and not name.get("family"):
        return one_line(name["literal"])
    family = _join(name.get("non-dropping-particle"), name.get("family"))
    given_name = _join(name.get("given"), name.get("dropping-particle"))
    suffix = one_line(name.get("suffix") or "")
    return ", ".join(part for part in (family, given_name, suffix) if part)


def given_first(name: Mapping[str, Any]) -> str:
    """Return "Given Family Suffix", or a literal name as it is."""
    if name.get("literal") and not name.get("family"):
        return one_line(name["literal"])
    parts = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    return _join(*(name.get(part) for part in parts))


def read_name(text: str) -> dict[str, str]:
    """Return the name that `family_first` wrote; a text without a comma is a literal."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 1 or not parts[0]:
        return {"literal": text.strip()}
    name = {"family": parts[0], "given": parts[1]}
    if len(parts) > 2:
        name["suffix"] = ", ".join(parts[2:])
    return name


def iso_date(item: ItemData, variable: str) -> str:
    """Return a date variable as EDTF (``1961-05``, ``1955/1960``, ``1961~``) or as its literal."""
    value = item.get(variable)
    if not value:
        return ""
    date = parse_date(value, item=str(item.get("id", "")), field=variable)
    if date.literal or date.season_name:
        year = f" {date.start[0]}" if date.start[0] else ""
        return one_line(date.literal or date.season_name + year)
    doubt = ("%" if date.circa else "?") if date.uncertain else "~" if date.circa else ""
    text = _iso(date.start, date.season) + doubt
    if date.end is not None:
        text += "/" + _iso(date.end, date.end_season) + doubt
    elif date.open_end:
        text += "/.."
    return text


def _iso(parts: tuple[int, int, int], season: int) -> str:
    year, month, day = parts
    # EDTF counts a year 0, which is 1 BC.
    text = f"{year:04d}" if year > 0 else f"-{-year - 1:04d}" if year < -1 else "0000"
    if season and not month:
        return f"{text}-{20 + season}"
    if month:
        text += f"-{month:02d}"
        if day:
            text += f"-{day:02d}"
    return text


def _join(*parts: object) -> str:
    return " ".join(one_line(part) for part in parts if part)


def holding(item: ItemData) -> str:
    """Return where the original is kept, in one line, from the piece to the place."""
    fields = ("archive_location", "archive_collection", "archive", "archive-place")
    return ", ".join(plain(item[field]) for field in fields if item.get(field))


def remaining(item: ItemData, used: Iterable[str]) -> list[tuple[str, str]]:
    """Return the variables that a format has no field for, each with its value as a text.

    Each by its `field_name`, and no two by the same, however they are written. Names are divided
    by ``; ``, dates are EDTF, anything else that is no text is JSON.
    """
    # Nothing of an item is dropped: what a format has no field for goes into its notes.
    skip = {*used, "id", "type"}
    left = []
    taken = {name.lower() for name in skip}
    for variable, value in item.items():
        if variable in skip or value in (None, "", [], {}):
            continue
        if variable in NAME_VARIABLES:
            text = "; ".join(family_first(name) for name in names_of(item, variable))
        elif variable in DATE_VARIABLES:
            text = iso_date(item, variable)
        elif isinstance(value, (str, int)):
            text = one_line(value)
        else:
            text = as_json(value)
        if text:
            left.append((_free(field_name(variable), taken), text))
    return left


def _free(name: str, taken: set[str]) -> str:
    """Return a name that is not taken yet, a number behind it where it is; it is taken then."""
    free, number = name, 2
    while free.lower() in taken:
        free, number = f"{name}-{number}", number + 1
    taken.add(free.lower())
    return free


def read_variable(item: dict[str, Any], variable: str, text: str) -> None:
    """Put back a variable that `remaining` took out."""
    if variable in NAME_VARIABLES:
        item[variable] = [read_name(name) for name in text.split("; ")]
    elif variable in DATE_VARIABLES:
        item[variable] = read_date(text)
    elif text[:1] in "[{":
        try:
            item[variable] = json.loads(text)
        except (ValueError, RecursionError):  # or nested without end
            item[variable] = text
    else:
        item[variable] = text


def read_date(text: str) -> dict[str, Any]:
    """Return a CSL-JSON date from EDTF or ``5 May 1961``; anything else becomes a literal."""
    from provrepo.edtf import EdtfError, parse_edtf
    from provrepo.written_dates import date_in_words

    try:
        edtf = parse_edtf(text)
    except EdtfError:
        return date_in_words(text) or {"literal": text}
    parts = [part or [0] for part in edtf.parts]
    date: dict[str, Any] = {"date-parts": parts}
    if edtf.circa:
        date["circa"] = True
    if edtf.uncertain:
        date["edtf"] = text  # CSL-JSON has no other word for it
    if edtf.season:
        date["season"] = edtf.season
    return date
