"""RIS read: our own records, and those of Zotero and others, whose tags depend on the type.

``A2`` is the recipient of a letter, the editor of a chapter's book and the editor of a book's
series; ``T2`` is a journal or a series. The table is that of the RIS specification of 2011, which
Zotero follows; what it writes besides (``AN`` for the place in the archive, ``M2`` for its field
Extra with lines ``variable: value``) is read as it means it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from provrepo.cite.exchange.item_parts import plain, read_date, read_name, read_variable
from provrepo.cite.exchange.ris import TAGS, TYPES
from provrepo.errors import ItemError
from provrepo.metadata import VARIABLES

_LINE = re.compile(r"([A-Z][A-Z0-9])  ?-(?: (.*))?$")
_OTHER_TYPES = {
    "EDBOOK": "book", "ECHAP": "chapter", "EBOOK": "book", "EJOUR": "article-journal",
    "JFULL": "article-journal", "INPR": "article-journal", "UNPB": "manuscript",
    "UNPD": "manuscript", "CONF": "paper-conference", "GOVDOC": "report", "BILL": "bill",
    "HEAR": "hearing", "LEGAL": "legal_case", "PAT": "patent", "ENCYC": "entry-encyclopedia",
    "DICT": "entry-dictionary", "BLOG": "post-weblog", "SER": "book", "SOUND": "song",
    "VIDEO": "motion_picture", "MPCT": "motion_picture", "CTLG": "book", "CLSWK": "classic",
    "ANCIENT": "classic", "ART": "graphic", "FIGURE": "figure", "DATA": "dataset",
    "ICOMM": "personal_communication", "SLIDE": "speech", "STAND": "standard",
}  # fmt: skip
"""Types that other programs write, and what they are read as."""
_READ_TYPES = {**_OTHER_TYPES, **{code: name for name, code in TYPES.items()}}
_PEOPLE = {
    "AU": "author", "A1": "author", "ED": "editor", "A2": "editor", "A3": "collection-editor",
    "A4": "translator",
}  # fmt: skip
_DATES = {"DA": "issued", "PY": "issued", "Y1": "issued", "Y2": "accessed"}
_TEXTS = {
    **{code: name for name, code in TAGS.items()},
    "T1": "title", "JO": "container-title", "JF": "container-title", "BT": "container-title",
    "JA": "container-title-short", "J2": "container-title-short", "T3": "collection-title",
    "N2": "abstract", "PP": "publisher-place", "C3": "event-title", "RP": "original-title",
    "NV": "number-of-volumes", "M1": "number", "AN": "archive_location", "DP": "source",
    "SE": "section",
}  # fmt: skip
_OF_TYPE = {
    "book": {"A2": "collection-editor", "A3": "editor", "T2": "collection-title"},
    "chapter": {"C2": "container-author"},
    "graphic": {"M3": "medium", "C3": "dimensions"},
    "hearing": {"T3": "authority"},
    "interview": {"A2": "interviewer", "M3": "medium"},
    "map": {"T2": "collection-title", "C1": "scale"},
    "motion_picture": {"A3": "producer", "A4": "contributor", "C5": "medium"},
    "paper-conference": {
        "T2": "event-title", "C1": "event-place", "C3": "container-title",
    },
    "personal_communication": {"A2": "recipient"},
    "report": {"A2": "collection-editor", "T2": "collection-title"},
    "song": {"A2": "performer", "C5": "medium"},
}  # fmt: skip
"""What a tag means of one type alone, where another program wrote the record."""
_EXTENT = frozenset({"book", "manuscript", "thesis"})
"""Types of which ``SP`` is how many pages there are, where nothing says where they end."""
_EXTRA = re.compile(r"([A-Za-z][A-Za-z _-]*): *(\S.*)")
_NAMES_IN_EXTRA = {name.lower().replace("_", "-"): name for name in VARIABLES}


def read_ris(text: str) -> list[dict[str, Any]]:
    """Return the items of a RIS file.

    Raises ItemError where a record is not closed or the text holds no record.
    """
    items = [_item(kind, lines) for kind, lines in _records(text)]
    if not items:
        raise ItemError("there is no RIS record in it")
    return items


def _records(text: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield the type of each record, and its tags with their values, continued lines joined."""
    kind: str | None = None
    lines: list[tuple[str, str]] = []
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        match = _LINE.match(line)
        if match is None:
            if line.strip() and kind is not None and lines and lines[-1][1]:
                tag, value = lines.pop()
                lines.append((tag, f"{value}\n{line.strip()}"))
            continue
        tag, value = match[1], (match[2] or "").strip()
        if tag == "TY":
            kind, lines = value, []
        elif kind is None:
            raise ItemError(f"line {number}: a RIS record begins with TY, not {tag}")
        elif tag == "ER":
            yield kind, lines
            kind = None
        else:
            lines.append((tag, value))
    if kind is not None:
        raise ItemError("the last RIS record is not closed with ER")


def _item(kind: str, lines: list[tuple[str, str]]) -> dict[str, Any]:
    """Return the item of a record."""
    item: dict[str, Any] = {"type": _READ_TYPES.get(kind, "document")}
    is_ours = any(tag == "U1" and value.startswith("type: ") for tag, value in lines)
    if not is_ours and kind == "PCOMM" and _is_interview(lines):
        item["type"] = "interview"
    of_type = {} if is_ours else _OF_TYPE.get(item["type"], {})
    if kind == "EDBOOK":
        of_type = {**of_type, "AU": "editor", "A1": "editor"}
    for tag, value in lines:
        _read_tag(item, tag, value, of_type)
    pages = item.get("page", "")
    if not is_ours and item["type"] in _EXTENT and re.fullmatch(r"\d+", pages):
        item["number-of-pages"] = item.pop("page")
    return item


def _is_interview(lines: list[tuple[str, str]]) -> bool:
    """Return whether what Zotero writes as a letter is an interview."""
    words = " ".join(value for tag, value in lines if tag in ("TI", "T1", "M3")).lower()
    return "interview" in words


def _read_tag(item: dict[str, Any], tag: str, value: str, of_type: dict[str, str]) -> None:
    """Add a line to an item."""
    variable = of_type.get(tag) or _PEOPLE.get(tag)
    if variable is not None and (tag in _PEOPLE or variable == "container-author"):
        item.setdefault(variable, []).append(read_name(_in_one_line(value)))
    elif not value:
        return
    elif tag == "ID":
        item["id"] = value
    elif tag in _DATES:
        if tag != "PY" or "issued" not in item:
            item[_DATES[tag]] = _read_ris_date(value)
    elif tag == "U1" and ": " in value:
        name, _, text = value.partition(": ")
        read_variable(item, name, _in_one_line(text))
    elif tag == "EP" and item.get("page"):
        item["page"] = f"{item['page']}-{value}"
    elif tag == "M2":
        _read_extra(item, value)
    else:
        _read_text(item, tag, value, variable)


def _in_one_line(value: str) -> str:
    return " ".join(value.split("\n"))


def _serial(kind: str) -> str:
    """Return what the serial number of a type is."""
    if kind in ("report", "patent", "standard"):
        return "number"
    return "ISSN" if "article" in kind else "ISBN"


def _read_extra(item: dict[str, Any], value: str) -> None:
    """Read Zotero's field Extra: lines ``variable: value``, and any other words."""
    for line in value.split("\n"):
        match = _EXTRA.fullmatch(line.strip())
        name = match and _NAMES_IN_EXTRA.get(re.sub(r"[ _]", "-", match[1].strip().lower()))
        if match and name and name not in item:
            read_variable(item, name, match[2].replace(" || ", ", "))
        else:
            _add_note(item, line.strip())


def _read_text(item: dict[str, Any], tag: str, value: str, variable: str | None) -> None:
    """Set a variable that is a text; what has no variable goes into the note."""
    if tag == "KW":
        item["keyword"] = ", ".join(filter(None, (item.get("keyword"), value)))
        return
    variable = variable or (_serial(item["type"]) if tag == "SN" else _TEXTS.get(tag))
    if variable == "note":
        _add_note(item, plain(re.sub(r"</?(?:p|br|div)\b[^<>]*>", "\n", value)))
        return
    text = _in_one_line(value)
    if variable is not None and variable not in item:
        item[variable] = text
    elif tag not in ("L1", "EP") and item.get(variable or "") != text:
        _add_note(item, f"{tag}: {text}")


def _add_note(item: dict[str, Any], text: str) -> None:
    item["note"] = "; ".join(filter(None, (item.get("note"), text)))


def _read_ris_date(value: str) -> dict[str, Any]:
    # YYYY/MM/DD/other, each part optional from the right; a range such as 1961/1962 is EDTF.
    match = re.fullmatch(r"(\d{4})(?:/(\d\d?)?(?:/(\d\d?)?(?:/(.*))?)?)?", value)
    if match is None:
        return read_date(value)
    parts = [int(match[1])]
    for group in (match[2], match[3]):
        if not group:
            break
        parts.append(int(group))
    if match[4] and len(parts) == 1 and not match[4][0].isdigit():
        return read_date(f"{match[4]} {match[1]}")  # a season, or words
    return {"date-parts": [parts]}
