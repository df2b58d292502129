"""RIS and EndNote's Refer/BibIX tags, written.

The archive stands in ``DB`` (EndNote: ``%W``), the place in the archive in ``AV`` (``%L``).
Variables without a tag are written as ``U1  - VARIABLE: VALUE`` (``%Z``), which
`provrepo.cite.exchange.ris_reader` reads.
"""

from __future__ import annotations

import re

from provrepo.cite.exchange.item_parts import (
    ItemData,
    family_first,
    holding,
    iso_date,
    names_of,
    one_line,
    remaining,
)

TYPES = {
    "article-journal": "JOUR", "article-magazine": "MGZN", "article-newspaper": "NEWS",
    "book": "BOOK", "chapter": "CHAP", "graphic": "ART", "legal_case": "CASE",
    "legislation": "STAT", "manuscript": "MANSCPT", "map": "MAP", "pamphlet": "PAMP",
    "paper-conference": "CPAPER", "personal_communication": "PCOMM", "report": "RPRT",
    "thesis": "THES", "webpage": "ELEC",
}  # fmt: skip
_NAMES = {"author": "AU", "editor": "ED", "translator": "A4"}
TAGS = {
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
    lines = [("TY", TYPES.get(str(item.get("type", "")), "GEN"))]
    if item.get("id"):
        lines.append(("ID", one_line(item["id"])))
    for variable, tag in _NAMES.items():
        lines += [(tag, family_first(name)) for name in names_of(item, variable)]
    used = {*_NAMES, "issued"}
    for variable, tag in TAGS.items():
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
