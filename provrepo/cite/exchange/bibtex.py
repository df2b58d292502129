"""BibTeX and biblatex: written with every variable kept, and read.

Standard fields hold what they are made for. The holding archive has none in BibTeX: it stands in
``howpublished`` (biblatex: ``library``), where styles print it, and once more in the fields
``archive``, ``archive_collection``, ``archive_location`` and ``archive-place``, which styles
ignore and `read_bibtex` reads. Variables without a field are written as ``csl-VARIABLE``.
"""

from __future__ import annotations

import re
from typing import Any

from provrepo.cite.csl.output import escape_latex
from provrepo.cite.exchange.item_parts import (
    ItemData,
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
    "article-journal": "article", "article-magazine": "article", "article-newspaper": "article",
    "book": "book", "chapter": "incollection", "paper-conference": "inproceedings",
    "report": "techreport", "thesis": "phdthesis", "manuscript": "unpublished",
    "pamphlet": "booklet",
}  # fmt: skip
_BIBLATEX_TYPES = {
    **_TYPES, "report": "report", "thesis": "thesis", "webpage": "online",
    "personal_communication": "letter", "collection": "collection",
}  # fmt: skip
_READ_TYPES = {
    "article": "article-journal", "book": "book", "booklet": "pamphlet",
    "collection": "collection", "incollection": "chapter", "inproceedings": "paper-conference",
    "letter": "personal_communication", "mastersthesis": "thesis", "online": "webpage",
    "phdthesis": "thesis", "report": "report", "techreport": "report", "thesis": "thesis",
    "unpublished": "manuscript",
}  # fmt: skip
"""The types of entries that are read as something else than a document."""
_FIELDS = {
    "title": "title", "publisher": "publisher", "publisher-place": "address", "volume": "volume",
    "issue": "number", "edition": "edition", "collection-title": "series", "DOI": "doi",
    "URL": "url", "ISBN": "isbn", "ISSN": "issn", "page": "pages", "note": "note",
    "abstract": "abstract", "keyword": "keywords", "language": "language", "version": "version",
}  # fmt: skip
_ARCHIVE = ("archive", "archive_collection", "archive_location", "archive-place")
_ROLES = ("author", "editor", "translator")
_VERBATIM = frozenset({"url", "doi"})
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MARKUP = {
    "<i>": "\\textit{", "<b>": "\\textbf{", "<sc>": "\\textsc{", "<sup>": "\\textsuperscript{",
    "<sub>": "\\textsubscript{", "</i>": "}", "</b>": "}", "</sc>": "}", "</sup>": "}",
    "</sub>": "}",
}  # fmt: skip
_COMMANDS = {"textit": "i", "emph": "i", "textbf": "b", "textsc": "sc"} | {
    "textsuperscript": "sup",
    "textsubscript": "sub",
}


def _escape(text: str) -> str:
    r"""Return a text for a field: BibTeX counts braces, also those that are written ``\{``."""
    escaped = escape_latex(text)
    return escaped.replace("\\{", "\\textbraceleft{}").replace("\\}", "\\textbraceright{}")


def to_bibtex(item: ItemData, pin: str = "") -> str:
    """Return an item as a BibTeX entry; ``pin`` is the URI of the exact version."""
    return _entry(item, _TYPES, pin, modern=False)


def to_biblatex(item: ItemData, pin: str = "") -> str:
    """Return an item as a biblatex entry; ``pin`` is the URI of the exact version."""
    return _entry(item, _BIBLATEX_TYPES, pin, modern=True)


def _entry(item: ItemData, types: dict[str, str], pin: str, *, modern: bool) -> str:
    fields: list[tuple[str, str]] = []
    fields += [(role, _names(item, role)) for role in _ROLES if item.get(role)]
    for variable, field in _FIELDS.items():
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
        (variable, _escape(one_line(item[variable]))) for variable in _ARCHIVE if item.get(variable)
    ]
    used = {*_FIELDS, *_ARCHIVE, *_ROLES, "container-title", "issued"}
    used -= {name for name in _FIELDS if not isinstance(item.get(name, ""), (str, int))}
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
    if field in _VERBATIM:
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
            fields.append(("month", _MONTHS[int(match[2]) - 1]))
    return fields


def read_bibtex(text: str) -> list[dict[str, Any]]:
    """Return the items of a BibTeX or biblatex file.

    Raises ItemError where an entry is not closed or the text holds no entry.
    """
    items = []
    for match in re.finditer(r"@\s*(\w+)\s*\{\s*([^,\s]*)\s*,", text):
        if match[1].lower() in ("comment", "string", "preamble"):
            continue
        fields = dict(_read_fields(text, match.end(), match[2]))
        items.append(_read_item(match[1].lower(), match[2], fields))
    if not items:
        raise ItemError("there is no BibTeX entry in it")
    return items


def _read_fields(text: str, position: int, key: str) -> list[tuple[str, str]]:
    fields = []
    pattern = re.compile(r"\s*,?\s*([\w:.+-]+)\s*=\s*")
    while True:
        match = pattern.match(text, position)
        if match is None:
            break
        value, position = _read_value(text, match.end(), key)
        fields.append((match[1].lower(), value))
    if re.match(r"\s*,?\s*\}", text[position:]) is None:
        raise ItemError("the BibTeX entry is not closed with a brace", item=key)
    return fields


def _read_value(text: str, position: int, key: str) -> tuple[str, int]:
    opening = text[position : position + 1]
    if opening not in ("{", '"'):
        match = re.compile(r"[^,\s}]+").match(text, position)
        if match is None:
            raise ItemError("a BibTeX field has no value", item=key)
        return match.group(), match.end()
    depth = 0
    index = position + 1
    while index < len(text):
        character = text[index]
        if character == "\\":
            index += 2
            continue
        if depth == 0 and character == ("}" if opening == "{" else '"'):
            return text[position + 1 : index], index + 1
        depth += {"{": 1, "}": -1}.get(character, 0)
        index += 1
    raise ItemError("a BibTeX field is not closed", item=key)


def _read_item(kind: str, key: str, fields: dict[str, str]) -> dict[str, Any]:
    back = {field: variable for variable, field in _FIELDS.items()}
    back |= {"location": "publisher-place", "journal": "container-title"}
    back |= {"journaltitle": "container-title", "booktitle": "container-title"}
    item: dict[str, Any] = {"id": key, "type": _READ_TYPES.get(kind, "document")}
    has_archive = any(name in fields for name in _ARCHIVE)
    for name, value in fields.items():
        if name in _ROLES:
            item[name] = [_read_person(person) for person in _split_names(value)]
        elif name == "date":
            item["issued"] = read_date(value)
        elif name == "year" and "date" not in fields:
            item["issued"] = _read_year(value, fields.get("month", ""))
        elif name in ("year", "month", "urn"):
            continue
        elif name in ("howpublished", "library"):
            if not has_archive:
                item["archive"] = unescape_latex(value)
        elif name.startswith("csl-"):
            read_variable(item, _variable(name[4:]), unescape_latex(value))
        elif name in _VERBATIM:
            item[back[name]] = value
        else:
            item[back.get(name, name)] = unescape_latex(value)
    return item


def _variable(name: str) -> str:
    """Return a variable's name in its own case: field names do not keep it."""
    return {"pmid": "PMID", "pmcid": "PMCID", "journalabbreviation": "journalAbbreviation"}.get(
        name, {"shorttitle": "shortTitle"}.get(name, name)
    )


def _read_year(year: str, month: str) -> dict[str, Any]:
    if not re.fullmatch(r"-?\d{1,15}", year.strip()):
        return {"literal": unescape_latex(year)}
    parts = [int(year)]
    if month[:3].lower() in _MONTHS:
        parts.append(_MONTHS.index(month[:3].lower()) + 1)
    elif re.fullmatch(r"\d{1,2}", month):
        parts.append(int(month))
    return {"date-parts": [parts]}


def _split_names(text: str) -> list[str]:
    names, depth, start = [], 0, 0
    for match in re.finditer(r"\\.|[{}]|\s+and\s+", text):
        token = match.group()
        depth += {"{": 1, "}": -1}.get(token, 0)
        if depth == 0 and token.strip() == "and":
            names.append(text[start : match.start()])
            start = match.end()
    return [*names, text[start:]]


def _read_person(text: str) -> dict[str, str]:
    text = text.strip()
    if text.startswith("{") and text.endswith("}") and "," not in re.sub(r"\{.*\}", "", text):
        return {"literal": unescape_latex(text)}
    # A comma inside braces belongs to the name.
    parts = [unescape_latex(part) for part in re.split(r",(?![^{]*\})", text)]
    if len(parts) == 1:
        words = parts[0].split()
        return (
            {"family": words[-1], "given": " ".join(words[:-1])}
            if len(words) > 1
            else {"literal": parts[0]}
        )
    name = read_name(", ".join(["x", *parts[-1:], *parts[1:-1]]))
    name["family"] = parts[0].strip()
    return name


_SYMBOLS = {
    "textbraceleft": "{", "textbraceright": "}",
    "textbackslash": "\\", "textasciicircum": "^", "textasciitilde": "~", "textless": "<",
    "textgreater": ">", "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ",
    "aa": "å", "AA": "Å", "i": "ı",
}  # fmt: skip
_ACCENTS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304",
    ".": "\u0307", "c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b", "k": "\u0328",
    "r": "\u030a",
}  # fmt: skip


def unescape_latex(text: str) -> str:
    """Return a BibTeX value as plain Unicode; font commands become rich-text tags."""
    import unicodedata

    # Accents first: they join with the letter behind them, braces or not.
    text = re.sub(
        r"\\(['`^\"~=.]|[cvuHkr](?=[\s{]))\s*(?:\{\\?(\w)\}|\\?([A-Za-z]))",
        lambda match: unicodedata.normalize("NFC", (match[2] or match[3]) + _ACCENTS[match[1]]),
        text,
    )
    pieces: list[str] = []
    closers: list[str] = []
    for match in re.finditer(r"\\([A-Za-z]+)(\{\}|\s*(?=\{)|\s+)?|\\(.)|([{}~])|[^\\{}~]+", text):
        command, _, symbol, mark = match.groups()
        if command in _COMMANDS:
            pieces.append(f"<{_COMMANDS[command]}>")
            # The star waits for the brace that opens the command's argument.
            closers.append(f"</{_COMMANDS[command]}>*")
        elif command:
            pieces.append(_SYMBOLS.get(command, ""))
        elif symbol:
            pieces.append(symbol)
        elif mark == "{":
            if closers and closers[-1].endswith("*"):
                closers[-1] = closers[-1][:-1]
            else:
                closers.append("")
        elif mark == "}":
            pieces.append(closers.pop() if closers else "")
        elif mark == "~":
            pieces.append("\N{NO-BREAK SPACE}")
        else:
            pieces.append(match.group())
    return "".join(pieces).strip()
