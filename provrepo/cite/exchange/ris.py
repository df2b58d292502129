"""RIS (written and read) and EndNote's Refer/BibIX tags (written).

The archive stands in ``DB`` (EndNote: ``%W``), the place in the archive in ``AV`` (``%L``).
Variables without a tag are written as ``U1  - VARIABLE: VALUE`` (``%Z``), which `read_ris` reads.
"""

from __future__ import annotations

import re
from typing import Any

from provrepo.cite.exchange.item_parts import (
    ItemData,
    family_first,
    holding,
    iso_date,
    names_of,
    one_line,
    read_date,
    read_name,
    read_variable,
    remaining,
)
from provrepo.errors import ItemError

_TYPES = {
    "article-journal": "JOUR", "article-magazine": "MGZN", "article-newspaper": "NEWS",
    "book": "BOOK", "chapter": "CHAP", "graphic": "ART", "legal_case": "CASE",
    "legislation": "STAT", "manuscript": "MANSCPT", "map": "MAP", "pamphlet": "PAMP",
    "paper-conference": "CPAPER", "personal_communication": "PCOMM", "report": "RPRT",
    "thesis": "THES", "webpage": "ELEC",
}  # fmt: skip
_NAMES = {"author": "AU", "editor": "ED", "translator": "A4"}
_TAGS = {
    "title": "TI", "title-short": "ST", "container-title": "T2", "publisher": "PB",
    "publisher-place": "CY", "volume": "VL", "issue": "IS", "edition": "ET", "URL": "UR",
    "DOI": "DO", "abstract": "AB", "language": "LA", "call-number": "CN", "archive": "DB",
    "archive_location": "AV", "genre": "M3", "page": "SP", "note": "N1",
}  # fmt: skip
_REFER_NAMES = {"author": "%A", "editor": "%E", "translator": "%?"}
_REFER = {
    "title": "%T", "title-short": "%!", "container-title": "%J", "publisher": "%I",
    "publisher-place": "%C", "volume": "%V", "issue": "%N", "edition": "%7", "URL": "%U",
    "DOI": "%R", "abstract": "%X", "language": "%G", "page": "%P", "genre": "%9",
    "archive_location": "%L",
}  # fmt: skip


def to_ris(item: ItemData, pin: str = "") -> str:
    """Return an item as a RIS record; ``pin`` is the URI of the exact version."""
    lines = [("TY", _TYPES.get(str(item.get("type", "")), "GEN"))]
    if item.get("id"):
        lines.append(("ID", one_line(item["id"])))
    for variable, tag in _NAMES.items():
        lines += [(tag, family_first(name)) for name in names_of(item, variable)]
    used = {*_NAMES, "issued"}
    for variable, tag in _TAGS.items():
        if isinstance(item.get(variable), (str, int)) and item[variable] != "":
            lines.append((tag, one_line(item[variable])))
            used.add(variable)
    date = iso_date(item, "issued")
    if date:
        year = re.match(r"\d{4}", date)
        if year:
            lines.append(("PY", year.group()))
        # A range or a season (month 21–24 of EDTF) has no place between the slashes.
        full = re.fullmatch(r"(\d{4})(?:-(0\d|1[0-2])(?:-(\d\d))?)?", date)
        text = "/".join((full[1], full[2] or "", full[3] or "", "")) if full else date
        lines.append(("DA", text))
    lines += [("U1", f"{name}: {text}") for name, text in remaining(item, used)]
    if item.get("type"):
        lines.append(("U1", f"type: {one_line(item['type'])}"))
    if pin:
        lines.append(("L1", pin))
    lines.append(("ER", ""))
    return "".join(f"{tag}  - {text}\r\n" for tag, text in lines)


def to_endnote(item: ItemData, pin: str = "") -> str:
    """Return an item in EndNote's tagged format; ``pin`` is the URI of the exact version."""
    kinds = {"book": "Book", "chapter": "Book Section", "thesis": "Thesis", "map": "Map"}
    kinds |= {"article-journal": "Journal Article", "report": "Report", "webpage": "Web Page"}
    kinds |= {"manuscript": "Manuscript", "personal_communication": "Personal Communication"}
    lines = [("%0", kinds.get(str(item.get("type", "")), "Generic"))]
    for variable, tag in _REFER_NAMES.items():
        lines += [(tag, family_first(name)) for name in names_of(item, variable)]
    used = {*_REFER_NAMES, "issued"}
    for variable, tag in _REFER.items():
        if isinstance(item.get(variable), (str, int)) and item[variable] != "":
            lines.append((tag, one_line(item[variable])))
            used.add(variable)
    date = iso_date(item, "issued")
    if date:
        lines += [("%D", date[:4] if date[:4].isdigit() else date), ("%8", date)]
    if holding(item):
        lines.append(("%W", holding(item)))
    lines += [("%Z", f"{name}: {text}") for name, text in remaining(item, used)]
    if pin:
        lines.append(("%M", pin))
    return "".join(f"{tag} {text}\n" for tag, text in lines) + "\n"


def read_ris(text: str) -> list[dict[str, Any]]:
    """Return the items of a RIS file.

    Raises ItemError where a record is not closed or the text holds no record.
    """
    items: list[dict[str, Any]] = []
    current: dict[str, Any] | None = None
    last = ""
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        match = re.match(r"([A-Z][A-Z0-9])  -(?: (.*))?$", line)
        if match is None:
            if line.strip() and current is not None and isinstance(current.get(last), str):
                current[last] += " " + line.strip()
            continue
        tag, value = match[1], (match[2] or "").strip()
        if tag == "TY":
            current = {"type": _read_type(value)}
            last = ""
        elif current is None:
            raise ItemError(f"line {number}: a RIS record begins with TY, not {tag}")
        elif tag == "ER":
            items.append(current)
            current = None
        else:
            last = _read_tag(current, tag, value)
    if current is not None:
        raise ItemError("the last RIS record is not closed with ER")
    if not items:
        raise ItemError("there is no RIS record in it")
    return items


def _read_type(value: str) -> str:
    for name, code in _TYPES.items():
        if code == value:
            return name
    return _OTHER_TYPES.get(value, "document")


_OTHER_TYPES = {
    "EDBOOK": "book", "ECHAP": "chapter", "EBOOK": "book", "EJOUR": "article-journal",
    "JFULL": "article-journal", "INPR": "article-journal", "UNPB": "manuscript",
    "UNPD": "manuscript", "CONF": "paper-conference", "GOVDOC": "report", "BILL": "bill",
    "HEAR": "hearing", "LEGAL": "legal_case", "PAT": "patent", "ENCYC": "entry-encyclopedia",
    "DICT": "entry-dictionary", "BLOG": "post-weblog", "SER": "book", "SOUND": "song",
    "VIDEO": "motion_picture", "MPCT": "motion_picture", "CTLG": "book", "CLSWK": "classic",
    "ANCIENT": "classic", "ART": "graphic", "FIGURE": "figure", "DATA": "dataset",
}  # fmt: skip
"""Types that other programs write, and what they are read as."""
_READ_NAMES = {
    "AU": "author", "A1": "author", "ED": "editor", "A2": "editor", "A3": "collection-editor",
    "A4": "translator",
}  # fmt: skip
_READ_DATES = {"DA": "issued", "PY": "issued", "Y1": "issued", "Y2": "accessed"}
_READ_TAGS = {
    **{code: name for name, code in _TAGS.items()},
    "T1": "title", "JO": "container-title", "JF": "container-title", "BT": "container-title",
    "JA": "container-title-short", "J2": "container-title-short", "T3": "collection-title",
    "N2": "abstract", "PP": "publisher-place", "C3": "event-title", "RP": "original-title",
    "NV": "number-of-volumes", "M1": "number",
}  # fmt: skip


def _read_tag(item: dict[str, Any], tag: str, value: str) -> str:
    """Add a line to an item; return the variable that a continuation line goes on with."""
    if not value and tag not in _READ_NAMES:
        return ""
    if tag in _READ_NAMES:
        item.setdefault(_READ_NAMES[tag], []).append(read_name(value))
    elif tag == "ID":
        item["id"] = value
    elif tag in _READ_DATES:
        if tag != "PY" or "issued" not in item:
            item[_READ_DATES[tag]] = _read_ris_date(value)
    elif tag == "U1" and ": " in value:
        variable, _, text = value.partition(": ")
        read_variable(item, variable, text)
    elif tag == "EP" and item.get("page"):
        item["page"] = f"{item['page']}-{value}"
    elif tag == "KW":
        item["keyword"] = ", ".join(filter(None, (item.get("keyword"), value)))
    elif tag == "SN":
        item["ISSN" if "article" in item["type"] else "ISBN"] = value
    else:
        return _read_text(item, tag, value)
    return ""


def _read_text(item: dict[str, Any], tag: str, value: str) -> str:
    """Set a variable that is a text; what has no variable goes into the note."""
    variable = _READ_TAGS.get(tag)
    if variable is not None and variable not in item:
        item[variable] = value
        return variable
    if tag not in ("L1", "EP") and item.get(variable or "") != value:
        item["note"] = "; ".join(filter(None, (item.get("note"), f"{tag}: {value}")))
    return ""


def _read_ris_date(value: str) -> dict[str, Any]:
    # YYYY/MM/DD/other, each part optional from the right; a range such as 1961/1962 is EDTF.
    match = re.fullmatch(r"(\d{4})(?:/(\d\d?)?(?:/(\d\d?)?(?:/.*)?)?)?", value)
    if match is None:
        return read_date(value)
    parts = [int(match[1])]
    for group in (match[2], match[3]):
        if not group:
            break
        parts.append(int(group))
    return {"date-parts": [parts]}
