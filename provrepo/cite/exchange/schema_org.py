"""schema.org JSON-LD, for search engines: an archival item names its holding archive."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from provrepo.cite.csl.item import ARCHIVAL_TYPES
from provrepo.cite.exchange.item_parts import (
    ItemData,
    given_first,
    iso_date,
    json_escaped,
    names_of,
    plain,
    remaining,
    web_address,
)

_SIMPLE = {
    "name": "title",
    "inLanguage": "language",
    "version": "version",
    "url": "URL",
    "genre": "genre",
    "itemLocation": "archive_location",
    "abstract": "abstract",
}
"""Properties that have a text, each with its CSL variable."""

_PEOPLE = ("author", "editor", "translator", "contributor")
_WHOLES = ("container-title", "archive_collection")


def to_schema_org(item: ItemData, pin: str = "") -> str:
    """Return an item as schema.org JSON-LD; ``pin`` is the URI of the exact version."""
    # These two belong to an ArchiveComponent alone, whatever else the item is.
    has_archive = item.get("archive") or item.get("archive_location")
    archival = bool(has_archive) or item.get("type") in ARCHIVAL_TYPES
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ArchiveComponent" if archival else "CreativeWork",
    }
    for name, variable in _SIMPLE.items():
        if item.get(variable) not in (None, "", [], {}):
            data[name] = plain(item[variable])
    for variable in _PEOPLE:
        if item.get(variable):
            data[variable] = [_agent(name) for name in names_of(item, variable)]
    if iso_date(item, "issued"):
        data["dateCreated" if archival else "datePublished"] = iso_date(item, "issued")
    data |= _where_from(item)
    identifiers = [text for text in (pin, plain(item.get("DOI") or "")) if text]
    data |= {"identifier": identifiers} if identifiers else {}
    used = {*_SIMPLE.values(), *_PEOPLE, "issued", "DOI", *_WHOLES, "archive"}
    if item.get("archive"):
        used.add("archive-place")
    if web_address(item.get("license")):  # schema.org has the address of a licence, not its name
        data["license"] = item["license"]
        used.add("license")
    # `additionalProperty` is one of products and places; a CreativeWork has no such field.
    lines = [f"{name}: {text}" for name, text in remaining(item, used)]
    if lines:
        data["description"] = "\n".join(lines)
    return _for_script(json_escaped(json.dumps(data, ensure_ascii=False, indent=2))) + "\n"


def _where_from(item: ItemData) -> dict[str, Any]:
    """Return what holds a work, and what it is a part of."""
    whence: dict[str, Any] = {}
    if item.get("archive"):
        whence["holdingArchive"] = _holding_archive(item)
    parts = [plain(item[name]) for name in _WHOLES if item.get(name)]
    if parts:
        whence["isPartOf"] = [{"@type": "CreativeWork", "name": part} for part in parts]
    return whence


def _for_script(text: str) -> str:
    """Return JSON that can stand in a script element of a page: nothing in it ends one.

    HTML looks for ``</script`` and ``<!--`` whatever the language of the script (HTML,
    “Restrictions for contents of script elements”); to JSON the escapes are the same characters.
    """
    text = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _agent(name: Mapping[str, Any]) -> dict[str, str]:
    """Return somebody: who has a family name is a person; of another name nobody can tell."""
    return {"@type": "Person" if name.get("family") else "Thing", "name": given_first(name)}


def _holding_archive(item: ItemData) -> dict[str, str]:
    archive = {"@type": "ArchiveOrganization", "name": plain(item["archive"])}
    if item.get("archive-place"):
        archive["address"] = plain(item["archive-place"])
    return archive
