"""Exchange formats: an item written for, or read from, other programs.

Where a format has no place for the archive fields they go into its notes; nothing is dropped.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from provrepo.cite.csl.item import ARCHIVAL_TYPES
from provrepo.cite.exchange.parts import (
    Data,
    given_first,
    holding,
    iso_date,
    names_of,
    plain,
    remaining,
)
from provrepo.errors import ItemError

Write = Callable[[Data, str], str]


def to_csl_json(item: Data, pin: str = "") -> str:
    """Return an item as a CSL-JSON array of one; ``pin`` goes into ``custom``."""
    data = dict(item)
    data.setdefault("id", "item")
    data.setdefault("type", "document")
    if pin:
        data["custom"] = {**(data.get("custom") or {}), "version-uri": pin}
    return json.dumps([data], ensure_ascii=False, indent=2) + "\n"


def to_schema_org(item: Data, pin: str = "") -> str:
    """Return an item as schema.org JSON-LD; ``pin`` is the URI of the exact version."""
    archival = item.get("type") in ARCHIVAL_TYPES
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ArchiveComponent" if archival else "CreativeWork",
    }
    simple = {"name": "title", "inLanguage": "language", "version": "version", "url": "URL"}
    simple |= {"genre": "genre", "itemLocation": "archive_location", "abstract": "abstract"}
    for name, variable in simple.items():
        if item.get(variable) not in (None, "", [], {}):
            data[name] = plain(item[variable])
    for variable in ("author", "editor", "translator", "contributor"):
        if item.get(variable):
            names = names_of(item, variable)
            data[variable] = [{"@type": "Thing", "name": given_first(name)} for name in names]
    if iso_date(item, "issued"):
        data["dateCreated" if archival else "datePublished"] = iso_date(item, "issued")
    if item.get("archive"):
        data["holdingArchive"] = _holding_archive(item)
    wholes = ("container-title", "archive_collection")
    parts = [plain(item[name]) for name in wholes if item.get(name)]
    if parts:
        data["isPartOf"] = [{"@type": "CreativeWork", "name": part} for part in parts]
    identifiers = [text for text in (pin, plain(item.get("DOI") or "")) if text]
    data |= {"identifier": identifiers} if identifiers else {}
    used = {*simple.values(), "author", "editor", "translator", "contributor", "issued", "DOI"}
    used |= {"container-title", "archive_collection", "archive"}
    if item.get("archive"):
        used.add("archive-place")
    properties = [
        {"@type": "PropertyValue", "name": name, "value": text}
        for name, text in remaining(item, used)
    ]
    if properties:
        data["additionalProperty"] = properties
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _holding_archive(item: Data) -> dict[str, str]:
    archive = {"@type": "ArchiveOrganization", "name": plain(item["archive"])}
    if item.get("archive-place"):
        archive["address"] = plain(item["archive-place"])
    return archive


def to_coins(item: Data, pin: str = "") -> str:
    """Return an item as a COinS span (OpenURL, Dublin Core); ``pin`` is the exact version's URI."""
    from urllib.parse import quote

    pairs = [("ctx_ver", "Z39.88-2004"), ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc")]
    fields = {"title": "title", "publisher": "publisher", "language": "language"}
    fields |= {"genre": "type", "URL": "identifier", "container-title": "relation"}
    for variable, name in fields.items():
        if item.get(variable) not in (None, "", [], {}):
            pairs.append((f"rft.{name}", plain(item[variable])))
    pairs += [("rft.creator", given_first(name)) for name in names_of(item, "author")]
    if iso_date(item, "issued"):
        pairs.append(("rft.date", iso_date(item, "issued")))
    if holding(item):
        pairs.append(("rft.source", holding(item)))
    if pin:
        pairs.append(("rft_id", pin))
    used = {*fields, "author", "issued", "archive", "archive-place"}
    used |= {"archive_location", "archive_collection"}
    pairs += [("rft.description", f"{name}: {text}") for name, text in remaining(item, used)]
    title = "&amp;".join(f"{name}={quote(value, safe='')}" for name, value in pairs)
    return f'<span class="Z3988" title="{title}"></span>\n'


_WRITERS = {
    "biblatex": "bibtex.to_biblatex",
    "bibtex": "bibtex.to_bibtex",
    "coins": "items.to_coins",
    "csl-json": "items.to_csl_json",
    "datacite": "xml.to_datacite",
    "dublin-core": "xml.to_dublin_core",
    "endnote": "ris.to_endnote",
    "mods": "xml.to_mods",
    "ris": "ris.to_ris",
    "schema.org": "items.to_schema_org",
    "tei": "xml.to_tei",
}
EXPORT_FORMATS = tuple(sorted(_WRITERS))
"""The names of the formats that `export` writes."""
IMPORT_FORMATS = ("bibtex", "csl-json", "ris")
"""The names of the formats that `read_items` reads."""


def export(item: Data, form: str, pin: str = "") -> str:
    """Return a CSL-JSON item in an exchange format, one of `EXPORT_FORMATS`.

    ``pin`` is the URI of the exact version (RFC 6920 ``ni:``), or empty.

    Raises ValueError where there is no such format, and ItemError where the item is malformed.
    """
    from importlib import import_module

    place = _WRITERS.get(form)
    if place is None:
        raise ValueError(f"no exchange format {form!r}: choose from {', '.join(EXPORT_FORMATS)}")
    module, name = place.split(".")
    write: Write = getattr(import_module(f"provrepo.cite.exchange.{module}"), name)
    return write(item, pin)


def read_items(text: str, form: str = "") -> list[dict[str, Any]]:
    """Return the items in a text of one of `IMPORT_FORMATS`; without ``form`` it is recognised.

    Raises ItemError where the text is not of that format, or holds no item, and ValueError where
    there is no such format.
    """
    from provrepo.cite.exchange.bibtex import read_bibtex
    from provrepo.cite.exchange.ris import read_ris

    head = text.lstrip("\ufeff \t\r\n")
    if not form:
        form = "csl-json" if head[:1] in ("[", "{") else "bibtex" if head[:1] == "@" else "ris"
        if form == "ris" and not head.startswith("TY  -"):
            form = "bibtex" if "@" in head else "ris"
    if form == "bibtex":
        return read_bibtex(text)
    if form == "ris":
        return read_ris(text)
    if form == "csl-json":
        return _read_csl_json(head)
    raise ValueError(f"no format {form!r} to read: choose from {', '.join(IMPORT_FORMATS)}")


def _read_csl_json(text: str) -> list[dict[str, Any]]:
    try:
        data = json.loads(text)
    except ValueError as error:
        raise ItemError(f"not JSON: {error}") from None
    if isinstance(data, dict):
        data = data.get("items", [data])
    if not isinstance(data, list) or not all(isinstance(item, dict) for item in data) or not data:
        raise ItemError("CSL-JSON is an array of items, or one item")
    return data
