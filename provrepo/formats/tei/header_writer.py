"""Write the header of a TEI document: what a version is of, who made it, and which one it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from provrepo import agents as agent_words
from provrepo.agents import Contribution
from provrepo.formats.exported import ExportedVersion
from provrepo.formats.xml_text import element, escape
from provrepo.metadata import written

_WHEN = re.compile(r"-?\d{4}(-(0[1-9]|1[0-2])(-\d\d(T\d\d:\d\d:\d\dZ)?)?)?", re.ASCII)
_ADDRESS = re.compile(r"(https?|urn|ni):[A-Za-z0-9./_~:?=&;,+-]+", re.ASCII)


def header(
    version: ExportedVersion, record: str, notes: Sequence[str], agents: Mapping[str, str]
) -> str:
    """Return the ``teiHeader``.

    ``notes`` are those on the whole version, as markup; ``agents`` are the ids of those who wrote
    notes; ``record`` is the record of the file.
    """
    item = version.citation or {}
    file = "\n".join(
        filter(
            None,
            (
                element("titleStmt", _title(version, item, agents)),
                element("publicationStmt", _publication(version, item)),
                element("notesStmt", "".join(notes)) if notes else "",
                element("sourceDesc", _source(version, item)),
            ),
        )
    )
    language = element("language", escape(version.text.language), ident=version.text.language)
    parts = (
        element("fileDesc", f"\n{file}\n"),
        element("profileDesc", element("langUsage", language)),
        element("xenoData", escape(record), type="provrepo"),
        element("revisionDesc", _change(version)),
    )
    return element("teiHeader", "\n" + "\n".join(parts) + "\n")


def _title(version: ExportedVersion, item: Mapping[str, Any], agents: Mapping[str, str]) -> str:
    """Return the title, the document's authors, and everybody who had a part in the text."""
    author = written("author", item["author"]) if item.get("author") else ""
    parts = [element("title", escape(version.title))]
    parts += [element("author", escape(name)) for name in author.split("; ") if name.strip()]
    parts += [_responsible(maker) for maker in version.makers]
    parts += [_responsible(agent_words.parse(name), identity) for name, identity in agents.items()]
    return "".join(parts)


def _responsible(maker: Contribution, identity: str | None = None) -> str:
    name = "orgName" if maker.type == "organization" else "persName"
    is_address = maker.identifier is not None and _ADDRESS.fullmatch(maker.identifier) is not None
    other = element("idno", escape(maker.identifier or "")) if not is_address else ""
    named = element(
        name,
        escape(maker.name) + (f" {other}" if maker.identifier and other else ""),
        xml_id=identity,
        ref=maker.identifier if is_address else None,
    )
    return element("respStmt", element("resp", escape(maker.role)) + named)


def _publication(version: ExportedVersion, item: Mapping[str, Any]) -> str:
    """Return who publishes the text, and by which names this version can be looked up."""
    publisher = written("publisher", item["publisher"]) if item.get("publisher") else ""
    place = ""
    if publisher and item.get("publisher-place"):
        place = written("publisher-place", item["publisher-place"])
    identities = {
        "provrepo": version.id,
        "reference": version.reference,
        "sha256": version.sha256,
        "DOI": item.get("DOI"),
        "URL": item.get("URL"),
    }
    date = version.created or version.recorded
    return (
        element("publisher", escape(publisher or "provrepo"))
        + (element("pubPlace", escape(place)) if place else "")
        + "".join(
            element("idno", escape(str(value)), type=kind)
            for kind, value in identities.items()
            if value
        )
        + element("date", escape(date), when=_when(date))
    )


def _source(version: ExportedVersion, item: Mapping[str, Any]) -> str:
    """Return where the original is kept, and what the text was made from."""
    fields = {
        "settlement": "archive-place",
        "repository": "archive",
        "collection": "archive_collection",
        "idno": "archive_location",
    }
    identifier = "".join(
        element(name, escape(written(field, item[field])))
        for name, field in fields.items()
        if item.get(field)
    )
    manuscript = element("msDesc", element("msIdentifier", identifier)) if identifier else ""
    issued = written("issued", item["issued"]) if item.get("issued") else ""
    date = element("date", escape(issued), when=_when(issued)) if issued else ""
    original = element("bibl", element("title", escape(version.title)) + date)
    return (
        manuscript
        + original
        + "".join(element("bibl", escape(source)) for source in version.based_on)
    )


def _when(date: str) -> str | None:
    """Return a date that the attribute ``when`` may have; None for any other."""
    return date if _WHEN.fullmatch(date) else None


def _change(version: ExportedVersion) -> str:
    """Return what was done last; what a reader must be warned of is said there, too."""
    date = version.created or version.recorded
    words = version.message or version.activity
    changes = [element("change", escape(words), when=_when(date))]
    changes += [element("change", escape(caution)) for caution in version.cautions]
    return "".join(changes)
