"""BibTeX and biblatex read: entries of any program, one item each.

The file is read from its beginning to its end, so that what looks like an entry within the value of
a field is no entry. Abbreviations (``@string``) and pieces joined by ``#`` are put together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from provrepo.cite.exchange.bibtex import ARCHIVE, FIELDS, MONTHS, ROLES, VERBATIM
from provrepo.cite.exchange.item_parts import read_date, read_name, read_variable
from provrepo.errors import ItemError

_READ_TYPES = {
    "article": "article-journal", "book": "book", "booklet": "pamphlet",
    "collection": "collection", "incollection": "chapter", "inproceedings": "paper-conference",
    "letter": "personal_communication", "mastersthesis": "thesis", "online": "webpage",
    "phdthesis": "thesis", "report": "report", "techreport": "report", "thesis": "thesis",
    "unpublished": "manuscript",
}  # fmt: skip
"""The types of entries that are read as something else than a document."""
_FIELDS = {
    **{field: variable for variable, field in FIELDS.items()},
    "location": "publisher-place", "journal": "container-title", "journaltitle": "container-title",
    "booktitle": "container-title", "maintitle": "volume-title", "shorttitle": "title-short",
    "institution": "publisher", "school": "publisher", "organization": "publisher",
    "lccn": "call-number", "type": "genre", "langid": "language", "eventtitle": "event-title",
    "pagetotal": "number-of-pages", "volumes": "number-of-volumes",
}  # fmt: skip
"""The variables of the fields that have another name, those of BibTeX and of biblatex."""
_DATES = {"urldate": "accessed", "origdate": "original-date", "eventdate": "event-date"}
_ALSO_NAMES = {"bookauthor": "container-author", "editora": "compiler"}
_COMMANDS = {"textit": "i", "emph": "i", "textbf": "b", "textsc": "sc"} | {
    "textsuperscript": "sup",
    "textsubscript": "sub",
}


_ENTRY = re.compile(r"@\s*([A-Za-z][\w-]*)\s*([{(])")
_KEY = re.compile(r"\s*([^,\s{}]*)\s*,")
_NAME = re.compile(r"[\s,]*([^\W\d][\w:.+-]*)\s*=\s*")
_BARE = re.compile(r"[^,\s{}()#\"=]+")
_JOIN = re.compile(r"\s*#\s*")
_END = {"{": re.compile(r"[\s,]*\}"), "(": re.compile(r"[\s,]*\)")}


def read_bibtex(text: str) -> list[dict[str, Any]]:
    """Return the items of a BibTeX or biblatex file.

    Raises ItemError where an entry is not closed or the text holds no entry.
    """
    items = [_read_item(kind, key, fields) for kind, key, fields in _entries(text)]
    if not items:
        raise ItemError("there is no BibTeX entry in it")
    return items


def _entries(text: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield type, key and fields of each entry."""
    abbreviations = {month: month for month in MONTHS}
    position = 0
    while match := _ENTRY.search(text, position):
        kind, opening, position = match[1].lower(), match[2], match.end()
        if kind in ("comment", "preamble"):
            position = _balanced(text, position - 1)
        elif kind == "string":
            named = _NAME.match(text, position)
            if named:
                value, _ = _read_value(text, named.end(), "@string", abbreviations)
                abbreviations[named[1].lower()] = value
            position = _balanced(text, position - 1)
        else:
            key = _KEY.match(text, position)
            if key is None:
                continue  # an @ in the words between two entries
            fields, position = _read_fields(text, key.end(), opening, key[1], abbreviations)
            yield kind, key[1], fields


def _balanced(text: str, opening: int) -> int:
    """Return the place behind what the brace or parenthesis at ``opening`` opens.

    It is the one behind the opening where nothing closes it.
    """
    closing = {"{": "}", "(": ")"}[text[opening]]
    depth = 0
    for match in re.compile(rf"[{re.escape(text[opening] + closing)}]").finditer(text, opening):
        depth += 1 if match[0] == text[opening] else -1
        if depth == 0:
            return match.end()
    return opening + 1


def _read_fields(
    text: str, position: int, opening: str, key: str, abbreviations: Mapping[str, str]
) -> tuple[dict[str, str], int]:
    """Return the fields of an entry, and the place behind it."""
    fields: dict[str, str] = {}
    while match := _NAME.match(text, position):
        value, position = _read_value(text, match.end(), key, abbreviations)
        fields[match[1].lower()] = value
    end = _END[opening].match(text, position)
    if end is None:
        raise ItemError("the BibTeX entry is not closed with a brace", item=key)
    return fields, end.end()


def _read_value(
    text: str, position: int, key: str, abbreviations: Mapping[str, str]
) -> tuple[str, int]:
    """Return a value, its pieces joined, and the place behind it."""
    pieces = []
    while True:
        piece, position = _read_piece(text, position, key, abbreviations)
        pieces.append(piece)
        join = _JOIN.match(text, position)
        if join is None:
            return "".join(pieces), position
        position = join.end()


_MARKS = re.compile(r"\\.|[{}\"]", re.DOTALL)


def _read_piece(
    text: str, position: int, key: str, abbreviations: Mapping[str, str]
) -> tuple[str, int]:
    opening = text[position : position + 1]
    if opening not in ("{", '"') or not opening:
        match = _BARE.match(text, position)
        if match is None:
            raise ItemError("a BibTeX field has no value", item=key)
        return abbreviations.get(match[0].lower(), match[0]), match.end()
    depth = 0
    for match in _MARKS.finditer(text, position + 1):
        if depth == 0 and match[0] == ("}" if opening == "{" else '"'):
            return text[position + 1 : match.start()], match.end()
        depth += {"{": 1, "}": -1}.get(match[0], 0)
    raise ItemError("a BibTeX field is not closed", item=key)


def _read_item(kind: str, key: str, fields: Mapping[str, str]) -> dict[str, Any]:
    item: dict[str, Any] = {"id": key, "type": _READ_TYPES.get(kind, "document")}
    for name, value in fields.items():
        if name in ROLES or name in _ALSO_NAMES:
            people = [_read_person(person) for person in _split_names(value)]
            item[_ALSO_NAMES.get(name, name)] = people
        elif name in _DATES:
            item[_DATES[name]] = read_date(unescape_latex(value))
        elif name.startswith("csl-"):
            read_variable(item, _variable(name[4:]), unescape_latex(value))
        elif name not in _APART:
            _set(item, name, value)
    if "date" in fields:
        item["issued"] = read_date(fields["date"])
    elif "year" in fields:
        item["issued"] = _read_year(fields["year"], fields.get("month", ""))
    return item if "csl-type" in fields else _of_other_programs(item, fields, kind)


_APART = frozenset({"date", "year", "month", "urn"})


def _set(item: dict[str, Any], name: str, value: str) -> None:
    """Set the variable of a field."""
    variable = _FIELDS.get(name, name)
    if name in ("howpublished", "library"):
        item.setdefault("archive", unescape_latex(value))
    elif name in VERBATIM:
        item[variable] = value
    elif variable not in item or variable == name or name in ARCHIVE:
        item[variable] = unescape_latex(value)


def _has_location_of_zotero(fields: Mapping[str, str]) -> bool:
    """Return whether ``location`` is the place in an archive, as in Zotero's BibTeX.

    In biblatex, which has ``date``, it is the publisher's place.
    """
    return {"location", "year"} <= fields.keys() and not {"date", "publisher"} & fields.keys()


def _of_other_programs(
    item: dict[str, Any], fields: Mapping[str, str], kind: str
) -> dict[str, Any]:
    """Return an item with what only our own entries have in another way put right."""
    if item["type"] in ("report", "thesis") and "number" in fields and "issue" in item:
        item["number"] = item.pop("issue")
    if kind in ("misc", "unpublished") and _has_location_of_zotero(fields):
        item["archive_location"] = unescape_latex(fields["location"])
        if "address" in fields:
            item["publisher-place"] = unescape_latex(fields["address"])
        else:
            del item["publisher-place"]
    if "page" in item:
        item["page"] = re.sub(r"\s*(?:--+|–)\s*", "-", item["page"])
    if fields.get("subtitle") and "title" in item:
        item["title"] = f"{item['title']}: {item.pop('subtitle')}"
    return item


def _variable(name: str) -> str:
    """Return a variable's name in its own case: field names do not keep it."""
    return {"pmid": "PMID", "pmcid": "PMCID", "journalabbreviation": "journalAbbreviation"}.get(
        name, {"shorttitle": "shortTitle"}.get(name, name)
    )


def _read_year(year: str, month: str) -> dict[str, Any]:
    if not re.fullmatch(r"-?\d{1,15}", year.strip()):
        return read_date(unescape_latex(year))
    parts = [int(year)]
    day = re.search(r"\d{1,2}", month)
    if month[:3].lower() in MONTHS:
        parts.append(MONTHS.index(month[:3].lower()) + 1)
        if day:  # may # "~5"
            parts.append(int(day[0]))
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

    text = text.replace("``", "“").replace("''", "”")
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
