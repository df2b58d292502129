"""Citation metadata: CSL-JSON items in one form, their fields set from plain spellings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from provrepo.errors import InvalidValue
from provrepo.store.canonical import LARGEST_INTEGER, canonical

Item = dict[str, Any]
"""One CSL-JSON item without ``id`` (CSL 1.0.2, schema csl-data)."""

NAMES = frozenset(
    "author chair collection-editor compiler composer container-author contributor curator "
    "director editor editor-translator editorial-director executive-producer guest host "
    "illustrator interviewer narrator organizer original-author performer producer recipient "
    "reviewed-author script-writer series-creator translator".split()
)
"""The variables that hold a list of names."""

DATES = frozenset("accessed available-date event-date issued original-date submitted".split())
"""The variables that hold a date."""

OTHERS = frozenset(
    "abstract annote archive archive-place archive_collection archive_location authority "
    "call-number categories chapter-number citation-key citation-label citation-number "
    "collection-number collection-title container-title container-title-short custom dimensions "
    "division DOI edition event event-place event-title first-reference-note-number genre ISBN "
    "ISSN issue journalAbbreviation jurisdiction keyword language locator medium note number "
    "number-of-pages number-of-volumes original-publisher original-publisher-place "
    "original-title page page-first part part-title part-number PMCID PMID printing-number "
    "publisher publisher-place references reviewed-genre reviewed-title scale section shortTitle "
    "source status supplement-number title title-short type URL version volume volume-title "
    "volume-title-short year-suffix".split()
)
"""The variables that hold text or a number."""

VARIABLES = NAMES | DATES | OTHERS
"""The variables of CSL 1.0.2, appendix IV, and of its JSON schema."""

TYPES = frozenset(
    "article article-journal article-magazine article-newspaper bill book broadcast chapter "
    "classic collection dataset document entry entry-dictionary entry-encyclopedia event figure "
    "graphic hearing interview legal_case legislation manuscript map motion_picture "
    "musical_score pamphlet paper-conference patent performance periodical personal_communication "
    "post post-weblog regulation report review review-book software song speech standard thesis "
    "treaty webpage".split()
)
"""The item types of CSL 1.0.2, appendix III."""

TRANSLATION_ONLY = ("translator", "language")
"""The fields that say something of one text only, and not of the other texts of its document."""

DEEPEST = 50
"""How deep the values of an item may be nested: CSL's own are four deep.

Every program that reads the item again, ours too, has an end to how deep it can go.
"""

_PART = r"-?\d{4}(?:-\d{2}(?:-\d{2})?)?"
_PLAIN_DATE = re.compile(rf"({_PART})(?:/({_PART}))?([?~%])?", re.ASCII)
_YEARS = re.compile(r"(\d{4})([_–-])(\d{4}|\d\d)([?~%]?)", re.ASCII)
"""A range of years as file names and catalogues write it: ``1996_2004``, ``1955–60?``."""
_UNDATED = re.compile(
    r"undated|no date|n\. ?d\.|s\. ?[df]\.|o\. ?[DJ]\.|undatiert|ohne (?:datum|jahr)|sans date"
    r"|sin fecha|senza data|sem data|sine (?:dato|die)|б\. ?[дг]\.|без (?:даты|года)|недатировано?"
    r"|[无無]日期|日期不[详詳明]|未[注註]日期|日付(?:なし|不明)|年月日不明"
    r"|날짜 ?(?:미상|없음)|연대 ?미상|일자 ?미상",
    re.IGNORECASE,
)
"""What an editor says of a document that was found to have no date."""


def normal_item(value: Mapping[str, Any]) -> Item:
    """Return a CSL-JSON item as it is stored: without ``id``, with integer date-parts.

    Raises InvalidJSON where it holds a value that has no canonical form, InvalidValue where one is
    nested deeper than `DEEPEST`.
    """
    for field, content in value.items():
        if isinstance(content, dict | list) and _is_too_deep(content):
            raise InvalidValue(field, "…", f"its value is nested more than {DEEPEST} deep")
    item = {field: _with_integers(content) for field, content in value.items() if field != "id"}
    canonical(item)  # raises here, before anything is written
    return item


def _is_too_deep(value: Any) -> bool:  # noqa: ANN401 - any JSON value
    level = [value]
    for _ in range(DEEPEST):
        inner = [part.values() if isinstance(part, dict) else part for part in level]
        level = [part for parts in inner for part in parts if isinstance(part, dict | list | tuple)]
    return bool(level)


def _with_integers(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Return a CSL date with numbers for digits; any other value as it is.

    CSL-JSON allows both, and reference managers write both: one form for one date keeps equal
    metadata equal by digest.
    """
    if not isinstance(value, dict) or not isinstance(value.get("date-parts"), list):
        return value
    dates = [
        [int(part) if _is_integer(part) else part for part in parts]
        if isinstance(parts, list)
        else parts
        for parts in value["date-parts"]
    ]
    return {**value, "date-parts": dates}


def _is_integer(part: object) -> bool:
    return isinstance(part, str) and re.fullmatch(r"-?[0-9]{1,15}", part) is not None


def assign(item: Item | None, fields: Mapping[str, Any]) -> tuple[Item | None, list[str]]:
    """Return ``item`` with ``fields`` set in it, and warnings.

    A value is plain text (``"Wang, Jeffrey; Li Wei"`` for names, ``"1961-05"`` for dates), a list
    of plain names, a `datetime.date`, a whole number, or CSL-JSON. An empty text removes the
    field. A new item gets the type ``document`` where none is set.
    """
    changed = dict(item) if item else {}
    warnings: list[str] = []
    for field, value in fields.items():
        if not isinstance(field, str) or not field or field != field.strip() or field == "id":
            raise InvalidValue(
                "field", field, "write FIELD=VALUE with a CSL variable such as title"
            )
        if value in ("", []):  # the way to remove a field on the command line and in a manifest
            changed.pop(field, None)
            continue
        if field not in VARIABLES:
            warnings.append(
                f"“{field}” is no CSL variable{_nearest(field, VARIABLES)}; kept as it is"
            )
        changed[field] = _csl(field, value, warnings)
    if changed and "type" not in changed:
        changed["type"] = "document"
    return normal_item(changed) or None, warnings


def _csl(field: str, value: Any, warnings: list[str]) -> Any:  # noqa: ANN401
    """Return ``value`` as CSL-JSON has it in that field; what is doubtful goes to ``warnings``."""
    if field in NAMES:
        names = [part.strip() for part in value.split(";")] if isinstance(value, str) else value
        if isinstance(names, dict):
            names = [names]
        if not isinstance(names, list):
            raise InvalidValue(field, value, 'write names as "Family, Given" or "Institution"')
        return [_name(name) if isinstance(name, str) else name for name in names if name != ""]
    if field in DATES:
        return _date(field, value, warnings)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if field == "type" and (not isinstance(value, str) or value not in TYPES):
        warnings.append(f"“{value}” is no CSL type{_nearest(str(value), TYPES)}; kept as it is")
    return value


def _name(text: str) -> dict[str, str]:
    """Read one name: with exactly one comma it is a person's, otherwise it is kept in one piece.

    Two commas may stand in “Smith, Jr., John” as in “Ministry of Trade, Office 2, Berlin”, so
    nothing is guessed there.
    """
    family, comma, given_name = (part.strip() for part in text.partition(","))
    if comma and family and given_name and "," not in given_name:
        return {"family": family, "given": given_name}
    return {"literal": text}


def _date(field: str, value: Any, warnings: list[str]) -> Any:  # noqa: ANN401
    """Read a date of EDTF level 0 or 1 (ISO 8601-2), a range, ``5 May 1961``; else keep the text.

    An open end, a season or 156X has no date-parts, and is kept as EDTF.
    """
    if isinstance(value, dict):
        return value
    if isinstance(value, int) and abs(value) > LARGEST_INTEGER:
        raise InvalidValue(field, "…", "that is too large for a year")
    text = value.date().isoformat() if isinstance(value, datetime) else str(value)
    text = _as_interval(text)
    match = _PLAIN_DATE.fullmatch(text)
    if match is None or not all(_exists(part) for part in match.group(1, 2) if part):
        if _is_edtf(text):
            if text[4:5] == "-" and text[2:4] < text[5:]:
                warnings.append(
                    f"{field}: “{text}” is read as a season of {text[:4]}; if it is two years, "
                    f"write {text[:4]}/{text[:2]}{text[5:]}"
                )
            return {"edtf": text}
        if _UNDATED.fullmatch(text):
            return {"literal": text}
        if in_words := _in_words(text):
            return in_words
        warnings.append(
            f"{field}: “{text}” is no date such as 1961, 1961-05 or 1955/1960; kept as text"
        )
        return {"literal": text}
    read: dict[str, Any] = {"date-parts": [_parts(part) for part in match.group(1, 2) if part]}
    if match[3] in ("~", "%"):
        read["circa"] = True
    if match[3] in ("?", "%"):
        read["edtf"] = text  # CSL-JSON has no other word for an uncertain date
    return read


def _as_interval(text: str) -> str:
    """Return a range of years as EDTF has it; any other text as it is.

    ``1905-12`` is a month, ``1905–12`` are years; EDTF has seasons from 21 to 24.
    """
    match = _YEARS.fullmatch(text)
    if match is None:
        return text
    first, dash, last, doubt = match.groups()
    if len(last) == 2:
        is_part = dash == "-" and (last <= "12" or "21" <= last <= "24")
        if is_part or last <= first[2:]:
            return text
        last = first[:2] + last
    return f"{first}/{last}{doubt}"


def _in_words(text: str) -> dict[str, Any] | None:
    from provrepo.written_dates import date_in_words

    return date_in_words(text)


def _is_edtf(text: str) -> bool:
    from provrepo.edtf import EdtfError, parse_edtf

    try:
        parse_edtf(text)
    except EdtfError:
        return False
    return True


def _parts(text: str) -> list[int]:
    sign = -1 if text.startswith("-") else 1
    year, *month_and_day = (int(part) for part in text.removeprefix("-").split("-"))
    return [sign * year, *month_and_day]


def _exists(text: str) -> bool:
    _, month, day = (*_parts(text), 1, 1)[:3]
    try:
        # Any leap year: Python has no years before 1, and 29 February of a common year is rare.
        date(4, month, day)
    except ValueError:
        return False
    return True


_MEANT = {
    "date": "issued",
    "dated": "issued",
    "year": "issued",
    "creator": "author",
    "repository": "archive",
    "shelfmark": "call-number",
    "signature": "call-number",
    "subject": "keyword",
    "description": "abstract",
}
"""What catalogues call otherwise than CSL does."""


def _nearest(name: str, vocabulary: frozenset[str]) -> str:
    """Return the term that is most like ``name``, for the end of a warning; perhaps empty."""
    from difflib import get_close_matches

    if term := _MEANT.get(name.lower()):
        return f" (nearest: {term})"
    by_lower = {term.lower(): term for term in vocabulary}
    close = get_close_matches(name.lower().replace(" ", "-"), by_lower, n=1, cutoff=0.6)
    return f" (nearest: {by_lower[close[0]]})" if close else ""


def for_other_text(item: Item) -> Item | None:
    """Return what the first version of another text inherits of a document's metadata.

    None where nothing is left.
    """
    return {field: value for field, value in item.items() if field not in TRANSLATION_ONLY} or None


_SEASONS = ("spring", "summer", "autumn", "winter")


def written(field: str, value: Any) -> str:  # noqa: ANN401 - any JSON value
    """Return a value of ``field`` on one line, as people read it and as `assign` takes it.

    Names look ``Wang, Li; Ministry of Health``, dates ``1961-05``, ``1955/1960`` or ``1958~``. What
    has no such spelling is its JSON.
    """
    if isinstance(value, str):
        return value
    if field in NAMES and isinstance(value, list) and value:
        names = [_written_name(name) for name in value]
    else:
        names = [_written_date(value) if isinstance(value, dict) else None]
    spelled = [name for name in names if name is not None]
    return "; ".join(spelled) if len(spelled) == len(names) else canonical(value).decode()


def spelled(field: str, value: Any) -> str:  # noqa: ANN401 - any JSON value
    """Return a value of ``field`` in a spelling that says all of it: plain, or else JSON.

    Plain is what `assign` reads as just this value, and what is no text but looks like it, such as
    a number.
    """
    text = written(field, value)
    if isinstance(value, str) or field not in NAMES | DATES:
        return text
    return text if _csl(field, text, []) == value else canonical(value).decode()


def _written_name(name: Any) -> str | None:  # noqa: ANN401
    """Return a CSL name as a list sorts it, family name first; None where it is no such name."""
    if not isinstance(name, dict) or not all(isinstance(part, str) for part in name.values()):
        return None
    if set(name) == {"literal"}:
        return str(name["literal"])
    if "family" not in name or not set(name) <= _NAME_PARTS:
        return None
    family = " ".join(name[part] for part in ("non-dropping-particle", "family") if part in name)
    given_name = " ".join(name[part] for part in ("given", "dropping-particle") if part in name)
    return ", ".join(filter(None, (family, given_name, name.get("suffix", ""))))


_NAME_PARTS = {"family", "given", "suffix", "non-dropping-particle", "dropping-particle"}


def _written_date(value: dict[str, Any]) -> str | None:
    """Return a CSL date in words; None for what is no date, or says more than can be written."""
    for key in ("literal", "raw", "edtf"):
        if set(value) == {key} and isinstance(value[key], str):
            return str(value[key])
    if "edtf" in value and set(value) <= {"date-parts", "circa", "edtf"}:
        return str(value["edtf"])
    dates, circa = value.get("date-parts"), value.get("circa", False)
    if not isinstance(dates, list) or not dates or not set(value) <= _DATE_PARTS:
        return None
    if not all(_is_date(parts) for parts in dates) or circa not in (True, False):
        return None
    season = value.get("season")
    if season is None:
        return "/".join(map(_written_parts, dates)) + ("~" if circa else "")
    if season not in (1, 2, 3, 4) or len(dates) != 1 or circa:
        return None
    return f"{_SEASONS[season - 1]} {_written_parts(dates[0])}"


_DATE_PARTS = {"date-parts", "circa", "season"}


def _is_date(parts: Any) -> bool:  # noqa: ANN401
    return (
        isinstance(parts, list)
        and 1 <= len(parts) <= 3
        and all(isinstance(part, int) and not isinstance(part, bool) for part in parts)
    )


def _written_parts(parts: list[int]) -> str:
    year, *month_and_day = parts
    sign = "-" if year < 0 else ""
    return "-".join([f"{sign}{abs(year):04}", *(f"{part:02}" for part in month_and_day)])
