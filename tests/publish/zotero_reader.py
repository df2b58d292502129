"""What Zotero takes from a page: the rules of its translators “Embedded Metadata” and “RDF”.

Names of ``meta`` elements with a prefix that it knows are statements about the page. Any that begin
with ``z.`` are fields of its own. The people of a type are looked for by the names of their roles.
Highwire's names come last and win; where they name any author, no other people are kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tests.publish.site_reader import Parsed

_PREFIXES = {"bib", "dc", "dcterms", "z"}
_HIGHWIRE = {
    "citation_title": "title",
    "citation_publication_date": "date",
    "citation_language": "language",
    "citation_public_url": "url",
}
_TYPES = {
    "manuscript": ("author", "contributor", "translator"),
    "letter": ("author", "contributor", "recipient"),
    "report": ("author", "contributor", "seriesEditor", "translator"),
    "document": ("author", "contributor", "editor", "reviewedAuthor", "translator"),
    "interview": ("interviewee", "contributor", "interviewer", "translator"),
    "map": ("cartographer", "contributor", "seriesEditor"),
    "artwork": ("artist", "contributor"),
    "webpage": ("author", "contributor", "translator"),
    "newspaperArticle": ("author", "contributor", "reviewedAuthor", "translator"),
}
"""Types of Zotero's with the people that each has a place for."""

Person = tuple[str, str, str]
"""A role, a last name, a first name."""


@dataclass
class ZoteroItem:
    """An item as Zotero has it."""

    fields: dict[str, str]
    people: list[Person] = field(default_factory=list)

    @property
    def extra(self) -> dict[str, str]:
        """The lines of the field Extra by their names."""
        lines = (line.partition(": ") for line in self.fields.get("extra", "").split("\n"))
        return {name: value for name, _, value in lines}


def zotero_item(page: Parsed) -> ZoteroItem:
    """Return the item that Zotero would make of a page."""
    statements: dict[str, list[str]] = {}
    metas = [(meta["name"], meta["content"]) for meta in page.all("meta") if meta.get("name")]
    for name, value in metas:
        prefix, *local = re.split("[.:_]", name, maxsplit=1)
        if prefix.lower() in _PREFIXES and local:
            property_name = f"{prefix.lower()}.{local[0][:1].lower()}{local[0][1:]}"
            statements.setdefault(property_name, []).append(value)
    (kind,) = statements.get("z.itemType", ["webpage"])
    item = ZoteroItem({"itemType": kind if kind in _TYPES else "webpage"})
    for role in _TYPES[item.fields["itemType"]]:
        item.people += [_person(role, name) for name in _named(statements, role)]
    for name, values in statements.items():
        if name.startswith("z."):
            item.fields[name[2:]] = values[0]
    for name, value in metas:
        if name in _HIGHWIRE:
            item.fields[_HIGHWIRE[name]] = value
    authors = [value for name, value in metas if name == "citation_author"]
    if authors:
        item.people = [_person("author", name) for name in authors]
    return item


def _named(statements: dict[str, list[str]], role: str) -> list[str]:
    if role == "author":
        places = ["bib.authors", "dc.creator", "dcterms.creator", "dc.contributor"]
    elif role in ("editor", "contributor"):
        places = [f"bib.{role}s"]
    else:
        places = [f"z.{role}s"]
    return next((statements[place] for place in places if place in statements), [])


def _person(role: str, name: str) -> Person:
    """Take a name apart: at its comma, else the last word is the last name."""
    if "," in name:
        last, _, first = name.partition(",")
        return role, last.strip(), first.strip()
    first, _, last = name.rpartition(" ")
    return role, last, first
