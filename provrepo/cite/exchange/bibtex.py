"""BibTeX and biblatex: written with every variable kept, and read.

Standard fields hold what they are made for. The holding archive has none in BibTeX: it stands in
``howpublished`` (biblatex: ``library``), where styles print it, and once more in the fields
``archive``, ``archive_collection``, ``archive_location`` and ``archive-place``, which styles
ignore and `provrepo.cite.exchange.bibtex_reader` reads. Variables without a field are written as
``csl-VARIABLE``.
"""

from __future__ import annotations

import re

from provrepo.cite.csl.output import escape_latex
from provrepo.cite.exchange.item_parts import (
    ItemData,
    holding,
    iso_date,
    names_of,
    one_line,
    remaining,
)

_TYPES = {
    "article-journal": "article", "article-magazine": "article", "article-newspaper": "article",
    "book": "book", "chapter": "incollection", "paper-conference": "inproceedings",
    "report": "techreport", "thesis": "phdthesis", "manuscript": "unpublished",
    "pamphlet": "booklet",
}  # fmt: skip
_BIBLATEX_TYPES = {
    **_TYPES, "report": "report", "thesis": "thesis", "webpage": "online",
    "personal_communication": "letter", "collection": "collection",
}  # fmt: skip
FIELDS = {
    "title": "title", "publisher": "publisher", "publisher-place": "address", "volume": "volume",
    "issue": "number", "edition": "edition", "collection-title": "series", "DOI": "doi",
    "URL": "url", "ISBN": "isbn", "ISSN": "issn", "page": "pages", "note": "note",
    "abstract": "abstract", "keyword": "keywords", "language": "language", "version": "version",
}  # fmt: skip
ARCHIVE = ("archive", "archive_collection", "archive_location", "archive-place")
ROLES = ("author", "editor", "translator")
VERBATIM = frozenset({"url", "doi"})
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MARKUP = {
    "<i>": "\\textit{", "<b>": "\\textbf{", "<sc>": "\\textsc{", "<sup>": "\\textsuperscript{",
    "<sub>": "\\textsubscript{", "</i>": "}", "</b>": "}", "</sc>": "}", "</sup>": "}",
    "</sub>": "}",
}  # fmt: skip


def _escape(text: str) -> str:
    r"""Return a text for a field: BibTeX counts braces, also those that are written ``\{``."""
    # Two straight marks would be read as one curly one.
    escaped = escape_latex(text).replace("''", "'{}'").replace("``", "`{}`")
    return escaped.replace("\\{", "\\textbraceleft{}").replace("\\}", "\\textbraceright{}")


def to_bibtex(item: ItemData, pin: str = "") -> str:
    """Return an item as a BibTeX entry; ``pin`` is the URI of the exact version."""
    return _entry(item, _TYPES, pin, modern=False)


def to_biblatex(item: ItemData, pin: str = "") -> str:
    """Return an item as a biblatex entry; ``pin`` is the URI of the exact version."""
    return _entry(item, _BIBLATEX_TYPES, pin, modern=True)


def _entry(item: ItemData, types: dict[str, str], pin: str, *, modern: bool) -> str:
    fields: list[tuple[str, str]] = []
    fields += [(role, _names(item, role)) for role in ROLES if item.get(role)]
    for variable, field in FIELDS.items():
        value = item.get(variable)
        if value in (None, "") or not isinstance(value, (str, int)):
            continue
        if modern and field == "address":
            field = "location"
        fields.append((field, _value(field, one_line(value))))
    if item.get("container-title"):
        kind = str(item.get("type", ""))
        field = ("journaltitle" if modern else "journal") if "article" in kind else "booktitle"
        fields.append((field, _value(field, one_line(item["container-title"]))))
    fields += _date(item, modern=modern)
    if holding(item):
        fields.append(("library" if modern else "howpublished", _escape(holding(item))))
    fields += [
        (variable, _escape(one_line(item[variable]))) for variable in ARCHIVE if item.get(variable)
    ]
    used = {*FIELDS, *ARCHIVE, *ROLES, "container-title", "issued"}
    used -= {name for name in FIELDS if not isinstance(item.get(name, ""), (str, int))}
    fields += [(f"csl-{_ascii(name)}", _escape(text)) for name, text in remaining(item, used)]
    if item.get("type"):
        fields.append(("csl-type", _escape(one_line(item["type"]))))
    if pin:
        fields.append(("urn", pin))
    kind = types.get(str(item.get("type", "")), "misc")
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields)
    return f"@{kind}{{{_key(item)},\n{lines}}}\n"


def _ascii(name: str) -> str:
    """Return a field's name in letters that BibTeX has for one, others as their code points."""
    return "".join(letter if letter.isascii() else f"u{ord(letter):x}" for letter in name)


def _key(item: ItemData) -> str:
    key = re.sub(r"[^A-Za-z0-9_:.-]+", "-", str(item.get("id") or "")).strip("-")
    return key or "item"


def _value(field: str, text: str) -> str:
    if field in VERBATIM:
        return re.sub(r"[{}\\\s]", lambda match: f"%{ord(match.group()):02X}", text)
    pieces = re.split(r"(</?(?:i|b|sc|sup|sub)>)", text)
    balanced = all(
        text.count(f"<{tag}>") == text.count(f"</{tag}>") for tag in ("i", "b", "sc", "sup", "sub")
    )
    escaped = "".join(
        _MARKUP[piece] if balanced and piece in _MARKUP else _escape(piece) for piece in pieces
    )
    # The second pair of braces keeps the capitals.
    return f"{{{escaped}}}" if field == "title" else escaped


def _names(item: ItemData, variable: str) -> str:
    names = []
    for name in names_of(item, variable):
        if name.get("literal") and not name.get("family"):
            names.append("{" + _escape(one_line(name["literal"])) + "}")
            continue
        particles = [name.get("dropping-particle"), name.get("non-dropping-particle")]
        family = " ".join(_escape(one_line(part)) for part in particles if part)
        last = _escape(one_line(name.get("family") or ""))
        if " " in last or "," in last:
            last = "{" + last + "}"
        parts = [f"{family} {last}".strip()]
        if name.get("suffix"):
            parts.append(_escape(one_line(name["suffix"])))
        if name.get("given"):
            parts.append(_escape(one_line(name["given"])))
        names.append(", ".join(parts))
    return " and ".join(names)


def _escape_date(date: str) -> str:
    """Return a date for a field: of EDTF (``1961~``, ``1960?/..``) as it is, anything else escaped.

    To BibLaTeX the signs of EDTF are part of a date, and no markup.
    """
    return date if re.fullmatch(r"[0-9X~?/.:TZ+-]+", date) else _escape(date)


def _date(item: ItemData, *, modern: bool) -> list[tuple[str, str]]:
    date = iso_date(item, "issued")
    if not date:
        return []
    fields = [("date", _escape_date(date))]
    match = re.fullmatch(r"(\d{4})(?:-(0[1-9]|1[0-2]))?(?:-\d\d)?", date)
    if not modern:
        fields.append(("year", match[1] if match else _escape_date(date)))
        if match and match[2]:
            fields.append(("month", MONTHS[int(match[2]) - 1]))
    return fields
