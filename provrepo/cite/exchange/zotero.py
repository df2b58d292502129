"""An item as Zotero's own fields, for the ``meta`` elements that it reads from a page.

Its translator for embedded metadata takes any field of its own by a name that begins with ``z.``;
Highwire's and Dublin Core's names alone would lose the archive. People that a type of item has no
place for, and institutions, which Zotero would take apart into a first and a last name, go into
the field Extra in the spelling that it reads again (``translator: Wang || Jeffrey``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from provrepo.cite.exchange.item_parts import (
    ItemData,
    family_first,
    iso_date,
    names_of,
    one_line,
    plain,
)

_TYPES = {
    "article-journal": "journalArticle", "article-magazine": "magazineArticle",
    "article-newspaper": "newspaperArticle", "bill": "bill", "book": "book",
    "broadcast": "radioBroadcast", "chapter": "bookSection", "graphic": "artwork",
    "hearing": "hearing", "interview": "interview", "legal_case": "case", "legislation": "statute",
    "manuscript": "manuscript", "map": "map", "motion_picture": "film",
    "paper-conference": "conferencePaper", "personal_communication": "letter", "report": "report",
    "speech": "presentation", "thesis": "thesis", "webpage": "webpage",
}  # fmt: skip
"""Zotero's types by CSL's; what is not among them is a ``document``."""

_CREATORS = {
    "manuscript": ("author", "translator", "contributor"),
    "letter": ("author", "recipient", "contributor"),
    "document": ("author", "translator", "editor", "contributor"),
    "report": ("author", "translator", "contributor"),
    "book": ("author", "editor", "translator", "contributor"),
    "bookSection": ("author", "editor", "translator", "contributor"),
    "interview": ("translator", "interviewer", "contributor"),
    "journalArticle": ("author", "editor", "translator", "contributor"),
    "magazineArticle": ("author", "translator", "contributor"),
    "newspaperArticle": ("author", "translator", "contributor"),
    "webpage": ("author", "translator", "contributor"),
}
"""The people that a type has a place for, those of the types that history is written from."""

_FIELDS = {
    "title": "title", "archive": "archive", "language": "language", "publisher": "publisher",
    "publisher-place": "place", "URL": "url", "abstract": "abstractNote", "number": "number",
    "call-number": "callNumber", "page": "pages", "volume": "volume",
    "container-title": "publicationTitle", "title-short": "shortTitle", "DOI": "DOI",
    "archive_collection": "", "archive_location": "", "archive-place": "", "genre": "",
}  # fmt: skip
"""Zotero's fields by CSL's variables; those without a name are written otherwise."""

_GENRES = {"manuscript": "manuscriptType", "letter": "letterType", "report": "reportType",
           "map": "mapType", "thesis": "thesisType", "presentation": "presentationType",
           "document": "type"}  # fmt: skip

_NAME_VARIABLES = (
    "author editor translator recipient interviewer contributor collection-editor composer "
    "container-author director original-author"
).split()


def zotero_fields(item: ItemData) -> list[tuple[str, str]]:
    """Return pairs of a name, such as ``z.archiveLocation``, and a value, for ``meta`` elements.

    ``item`` is a CSL-JSON item, with the version in ``version`` where one is cited.
    """
    kind = _TYPES.get(str(item.get("type", "")), "document")
    fields = [("z.itemType", kind)]
    fields += [
        (f"z.{name}", plain(item[variable]))
        for variable, name in _FIELDS.items()
        if name and item.get(variable)
    ]
    if iso_date(item, "issued"):
        fields.append(("z.date", iso_date(item, "issued")))
    # Collections have no field of their own in Zotero: they belong to where a piece is found.
    place = [plain(item[name]) for name in ("archive_collection", "archive_location")
             if item.get(name)]  # fmt: skip
    if place:
        fields.append(("z.archiveLocation", ", ".join(place)))
    if item.get("genre"):
        fields.append((f"z.{_GENRES.get(kind, 'type')}", plain(item["genre"])))
    extra = []
    for variable in _NAME_VARIABLES:
        for name in names_of(item, variable):
            if variable in _CREATORS.get(kind, ()) and not _is_institution(name):
                tag = "dc.creator" if variable == "author" else _creator_tag(variable)
                fields.append((tag, family_first(name)))
            else:
                extra.append(f"{variable}: {_in_extra(name)}")
    extra += _others(item)
    if extra:
        fields.append(("z.extra", "\n".join(extra)))
    return fields


def _creator_tag(variable: str) -> str:
    prefix = "bib" if variable in ("editor", "contributor") else "z"
    return f"{prefix}.{variable}s"


def _is_institution(name: Mapping[str, Any]) -> bool:
    return bool(name.get("literal")) and not name.get("family")


def _in_extra(name: Mapping[str, Any]) -> str:
    if _is_institution(name):
        return one_line(name["literal"])
    family, _, given_name = family_first(name).partition(", ")
    return f"{family} || {given_name}" if given_name else family


def _others(item: ItemData) -> Iterator[str]:
    """Yield lines of Extra for what Zotero has no field for."""
    for variable in ("version", "archive-place", "original-date", "event-date", "event-place"):
        if variable.endswith("date"):
            value = iso_date(item, variable)
        else:
            value = plain(item.get(variable) or "")
        if value:
            yield f"{variable}: {value}"
