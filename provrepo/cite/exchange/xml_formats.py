"""MODS, TEI, Dublin Core and DataCite: an item as XML.

The holding archive goes where each has a place for it: MODS ``location``, TEI ``msIdentifier``,
Dublin Core ``source``; DataCite has none, so it is a description there. Variables without an
element are notes that name the variable.
"""

from __future__ import annotations

from provrepo.cite.csl.item import NAME_VARIABLES
from provrepo.cite.exchange.item_parts import (
    ItemData,
    family_first,
    given_first,
    holding,
    iso_date,
    names_of,
    plain,
    remaining,
)

_ROLES = {"recipient": "addressee", "container-author": "author", "collection-editor": "editor"}
"""MARC relator terms where they differ from the name of the variable."""


def escape_xml(text: object) -> str:
    """Return a text for XML content or an attribute."""
    return (
        plain(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&quot;")
    )


def _element(name: str, text: object, **attributes: str) -> str:
    """Return an element; nothing where the text is empty."""
    content = escape_xml(text) if text not in (None, "") else ""
    if not content:
        return ""
    pairs = "".join(f' {key}="{escape_xml(value)}"' for key, value in attributes.items())
    return f"<{name}{pairs}>{content}</{name}>"


def _wrap(name: str, *parts: str, attributes: str = "") -> str:
    content = "".join(parts)
    return f"<{name}{attributes}>{content}</{name}>" if content else ""


def _get(item: ItemData, variable: str) -> str:
    value = item.get(variable)
    return str(value) if isinstance(value, (str, int)) else ""


def _names(item: ItemData) -> list[tuple[str, str, str]]:
    """Return variable, name with the family first, name with the given name first."""
    return [
        (variable, family_first(name), given_first(name))
        for variable in item
        if variable in NAME_VARIABLES
        for name in names_of(item, variable)
    ]


def to_mods(item: ItemData, pin: str = "") -> str:
    """Return an item as a MODS 3 record; ``pin`` is the URI of the exact version."""
    names = [
        _wrap(
            "name",
            _element("namePart", name),
            _wrap("role", _element("roleTerm", _ROLES.get(variable, variable), type="text")),
        )
        for variable, name, _ in _names(item)
    ]
    used = {*NAME_VARIABLES, "title", "genre", "issued", "publisher", "publisher-place", "edition"}
    used |= {"language", "archive", "archive-place", "archive_location", "archive_collection"}
    used |= {"URL", "DOI", "container-title", "abstract", "version"}
    parts = [
        _wrap("titleInfo", _element("title", _get(item, "title"))),
        *names,
        _element("genre", _get(item, "genre")),
        _wrap(
            "originInfo",
            _wrap("place", _element("placeTerm", _get(item, "publisher-place"), type="text")),
            _element("publisher", _get(item, "publisher")),
            _element("dateIssued", iso_date(item, "issued"), encoding="edtf"),
            _element("edition", _get(item, "edition")),
        ),
        _wrap("language", _element("languageTerm", _get(item, "language"), authority="rfc5646")),
        _element("abstract", _get(item, "abstract")),
        _wrap(
            "relatedItem",
            _wrap("titleInfo", _element("title", _get(item, "container-title"))),
            attributes=' type="host"',
        ),
        _wrap(
            "relatedItem",
            _wrap("titleInfo", _element("title", _get(item, "archive_collection"))),
            attributes=' type="host" displayLabel="archive_collection"',
        ),
        _wrap(
            "location",
            _element("physicalLocation", _get(item, "archive"), type="repository"),
            _element("physicalLocation", _get(item, "archive-place"), type="place"),
            _element("shelfLocator", _get(item, "archive_location")),
            _element("url", _get(item, "URL")),
        ),
        _element("identifier", _get(item, "DOI"), type="doi"),
        _element("identifier", pin, type="uri"),
        _element("note", _get(item, "version"), type="version"),
        *(_element("note", text, type=name) for name, text in remaining(item, used)),
    ]
    content = "".join(parts)
    return f'<mods xmlns="http://www.loc.gov/mods/v3" version="3.8">{content}</mods>\n'


def to_tei(item: ItemData, pin: str = "") -> str:
    """Return an item as a TEI ``bibl``; ``pin`` is the URI of the exact version."""
    elements = {"author": "author", "editor": "editor"}
    names = [
        _element(elements[variable], name)
        if variable in elements
        else _element("editor", name, role=variable)
        for variable, name, _ in _names(item)
    ]
    used = {*NAME_VARIABLES, "title", "issued", "publisher", "publisher-place", "edition"}
    used |= {"archive", "archive-place", "archive_location", "archive_collection", "URL", "DOI"}
    used |= {"container-title", "version", "volume", "issue", "page"}
    parts = [
        *names,
        _element("title", _get(item, "title"), level="a" if item.get("container-title") else "u"),
        _element("title", _get(item, "container-title"), level="m"),
        _element("edition", _get(item, "edition")),
        _element("date", iso_date(item, "issued")),
        _element("publisher", _get(item, "publisher")),
        _element("pubPlace", _get(item, "publisher-place")),
        *(
            _element("biblScope", _get(item, unit), unit=unit)
            for unit in ("volume", "issue", "page")
        ),
        _wrap(
            "msIdentifier",
            _element("settlement", _get(item, "archive-place")),
            _element("repository", _get(item, "archive")),
            _element("collection", _get(item, "archive_collection")),
            _element("idno", _get(item, "archive_location")),
        ),
        _element("idno", _get(item, "DOI"), type="DOI"),
        _element("idno", pin, type="URI"),
        _element("ref", _get(item, "URL"), target=_get(item, "URL")),
        _element("note", _get(item, "version"), type="version"),
        *(_element("note", text, type=name) for name, text in remaining(item, used)),
    ]
    kind = f' type="{escape_xml(item["type"])}"' if item.get("type") else ""
    return f'<bibl xmlns="http://www.tei-c.org/ns/1.0"{kind}>{"".join(parts)}</bibl>\n'


def to_dublin_core(item: ItemData, pin: str = "") -> str:
    """Return an item as simple Dublin Core (``oai_dc``); ``pin`` is the exact version's URI."""
    used = {*NAME_VARIABLES, "title", "issued", "publisher", "language", "URL", "DOI", "abstract"}
    used |= {"archive", "archive-place", "archive_location", "archive_collection", "genre"}
    used |= {"container-title"}
    doi = _get(item, "DOI")
    parts = [
        _element("dc:title", _get(item, "title")),
        *(
            _element("dc:creator" if variable == "author" else "dc:contributor", name)
            if variable in ("author", "editor")
            else _element("dc:contributor", f"{name} ({variable})")
            for variable, name, _ in _names(item)
        ),
        _element("dc:date", iso_date(item, "issued")),
        _element("dc:type", _get(item, "genre") or _get(item, "type")),
        _element("dc:publisher", _get(item, "publisher")),
        _element("dc:language", _get(item, "language")),
        _element("dc:description", _get(item, "abstract")),
        _element("dc:source", holding(item)),
        _element("dc:relation", _get(item, "container-title")),
        _element("dc:identifier", _get(item, "URL")),
        _element("dc:identifier", f"https://doi.org/{doi}" if doi else ""),
        _element("dc:identifier", pin),
        *(_element("dc:description", f"{name}: {text}") for name, text in remaining(item, used)),
    ]
    spaces = (
        'xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    return f"<oai_dc:dc {spaces}>{''.join(parts)}</oai_dc:dc>\n"


def to_datacite(item: ItemData, pin: str = "") -> str:
    """Return an item as a DataCite 4 resource; ``pin`` is the URI of the exact version."""
    used = {
        "author",
        "title",
        "issued",
        "publisher",
        "language",
        "version",
        "DOI",
        "URL",
        "abstract",
    }
    date = iso_date(item, "issued")
    creators = [
        _wrap("creator", _element("creatorName", family_first(name)))
        for name in names_of(item, "author")
    ] or ["<creator><creatorName>:unkn</creatorName></creator>"]
    contributors = [
        _wrap(
            "contributor",
            _element("contributorName", name),
            attributes=f' contributorType="{"Editor" if variable == "editor" else "Other"}"',
        )
        for variable, name, _ in _names(item)
        if variable != "author"
    ]
    texts = [_element("description", _get(item, "abstract"), descriptionType="Abstract")]
    texts += [
        _element("description", f"{name}: {text}", descriptionType="Other")
        for name, text in remaining(item, used)
    ]
    publisher = _get(item, "publisher") or _get(item, "archive") or ":unkn"
    year = date[:4] if date[:4].isdigit() else ":unkn"
    parts = [
        _element("identifier", _get(item, "DOI") or ":unkn", identifierType="DOI"),
        _wrap("creators", *creators),
        _wrap("titles", _element("title", _get(item, "title") or ":unkn")),
        _element("publisher", publisher),
        _element("publicationYear", year),
        _element("resourceType", item.get("genre") or "Document", resourceTypeGeneral="Text"),
        _wrap("contributors", *contributors),
        _wrap("dates", _element("date", date, dateType="Created")),
        _element("language", _get(item, "language")),
        _wrap(
            "alternateIdentifiers",
            _element("alternateIdentifier", _get(item, "URL"), alternateIdentifierType="URL"),
            _element("alternateIdentifier", pin, alternateIdentifierType="ni URI"),
        ),
        _element("version", _get(item, "version")),
        _wrap("descriptions", *texts),
    ]
    space = 'xmlns="http://datacite.org/schema/kernel-4"'
    return f"<resource {space}>{''.join(parts)}</resource>\n"
