"""schema.org JSON-LD, for search engines: an archival item names its holding archive."""

from __future__ import annotations

import json
from typing import Any

from provrepo.cite.csl.item import ARCHIVAL_TYPES
from provrepo.cite.exchange.item_parts import (
    ItemData,
    given_first,
    iso_date,
    names_of,
    plain,
    remaining,
)


def to_schema_org(item: ItemData, pin: str = "") -> str:
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
    return _for_script(json.dumps(data, ensure_ascii=False, indent=2)) + "\n"


def _for_script(text: str) -> str:
    """Return JSON that can stand in a script element of a page: nothing in it ends one.

    HTML looks for ``</script`` and ``<!--`` whatever the language of the script (HTML,
    “Restrictions for contents of script elements”); to JSON the escapes are the same characters.
    """
    text = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _holding_archive(item: ItemData) -> dict[str, str]:
    archive = {"@type": "ArchiveOrganization", "name": plain(item["archive"])}
    if item.get("archive-place"):
        archive["address"] = plain(item["archive-place"])
    return archive
