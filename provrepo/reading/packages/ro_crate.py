"""RO-Crate 1.2: the files of a package described as linked data, with a page for people.

One entity stands on a line, those that say whose the crate is before all others.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any, NamedTuple

from provrepo.errors import InvalidValue
from provrepo.metadata import Item, written
from provrepo.reading import versions
from provrepo.reading.packages import identifiers, layout
from provrepo.reading.packages.described import described
from provrepo.reading.packages.folder import PackageFolder
from provrepo.reading.packages.gathering import Gathering, Placed
from provrepo.reading.packages.tree import Tree
from provrepo.store import objects, survey
from provrepo.store.records import VersionRecord

METADATA, PREVIEW = "ro-crate-metadata.json", "ro-crate-preview.html"
CONTEXT = "https://w3id.org/ro/crate/1.2/context"
PROFILE = "https://w3id.org/ro/crate/1.2"

NOT_EVALUATED = {
    "@id": "http://rightsstatements.org/vocab/CNE/1.0/",
    "@type": "CreativeWork",
    "name": "Copyright Not Evaluated",
    "description": "Nobody has said yet under which licence this may be used. Ask its publisher.",
}
"""The statement of rights (rightsstatements.org) of a crate for which nobody names a licence."""

Entity = dict[str, Any]

_KINDS = {
    layout.RECORD: ("application/json", "The record of the version"),
    layout.LEAF_INDEX: ("text/plain", "The place of the record in the ledger"),
    layout.TEXT: ("text/plain", "The text of the version"),
    layout.NOTES: ("application/json", "The notes of the version"),
    layout.CITATION: ("application/json", "The citation metadata of the version, as CSL-JSON"),
}
"""By name of a file of a version: its media type, and what it is."""

_FOLDERS = {
    layout.AGENTS: "People, organizations and programs that records name",
    layout.EVENTS: "Records about records, such as withdrawals and reviews",
    layout.SIGNATURES: "Signatures of reviews",
    layout.OTHER_RECORDS: "Records of formats that the program which wrote this did not know",
    layout.LEDGER: "The ledger: its checkpoint, and its hashes as tiles",
}


class Owner(NamedTuple):
    """Whose a crate is: the address of a licence, a publisher (``NAME <URL>``), a mail address.

    What is empty stays as the crate from before has it.
    """

    license: str
    publisher: str
    contact: str

    def entities(self, folder: PackageFolder) -> tuple[list[Entity], Entity]:
        """Return entities about it, and what the crate itself has of it. Raises InvalidValue."""
        before = _before(folder)
        root: Entity = {"license": _reference(NOT_EVALUATED)}
        entities = [NOT_EVALUATED]
        if self.license:
            if not re.fullmatch(r"https?://\S+", self.license):
                rule = (
                    "write the address of a licence: https://creativecommons.org/licenses/by/4.0/"
                )
                raise InvalidValue("license", self.license, rule)
            entities = [_license(self.license)]
        elif "license" in before:
            entities = [before["license"]]
        root["license"] = _reference(entities[0])
        publisher = self._publisher() if self.publisher else before.get("publisher")
        if publisher is not None:
            contact = _contact(self.contact) if self.contact else before.get("contact")
            if contact is not None:
                publisher = {**publisher, "contactPoint": _reference(contact)}
                entities.append(contact)
            entities.append(publisher)
            root["publisher"] = _reference(publisher)
        return entities, root

    def _publisher(self) -> Entity:
        match = re.fullmatch(r"\s*([^<>]+?)\s*<\s*(https?://[^\s<>]+)\s*>\s*", self.publisher)
        if match is None:
            rule = "write NAME <URL>, best with its ROR: Sample University <https://ror.org/…>"
            raise InvalidValue("publisher", self.publisher, rule)
        name, address = match.groups()
        return {"@id": address, "@type": "Organization", "name": name, "url": address}


def _license(address: str) -> Entity:
    return {
        "@id": address,
        "@type": "CreativeWork",
        "name": address,
        "description": "The licence of this crate, at its own address.",
    }


def _contact(address: str) -> Entity:
    if not re.fullmatch(r"[^\s@<>]+@[^\s@<>]+", address):
        raise InvalidValue("contact", address, "write a mail address: library@sample.example")
    return {
        "@id": f"mailto:{address}",
        "@type": "ContactPoint",
        "name": "Contact",
        "contactType": "deposit",
        "email": address,
    }


def _before(folder: PackageFolder) -> dict[str, Entity]:
    """Return what the crate from before says of whose it is."""
    entities: dict[str, Entity] = {}
    for line in folder.lines(METADATA, 8):
        try:
            entity = json.loads(line.decode().rstrip().rstrip(","))
            kind = {"Organization": "publisher", "ContactPoint": "contact"}.get(entity["@type"])
        except (ValueError, KeyError, TypeError):
            continue
        if kind is not None:
            entities[kind] = entity
        elif entity["@type"] == "CreativeWork" and "conformsTo" not in entity:
            entities["license"] = entity
    return entities


def write(folder: PackageFolder, gathering: Gathering, owner: Owner) -> None:
    """Write a crate; see `provrepo.reading.packages.package.package`."""
    entities, root = owner.entities(folder)
    tree, crate = Tree(folder), _Crate(folder, gathering)
    for placed in gathering.records():
        for file in placed.files:
            tree.take(file)
            crate.note(file.path)
    for file in (*gathering.named(), *gathering.ledger()):
        tree.take(file)
        crate.note(file.path)
    gone = tree.gone()
    for path in tree.tiles():
        crate.note(path)
    if tree.is_changed or not _is_same(folder, entities) or not folder.has(PREVIEW):
        folder.stage(METADATA, crate.metadata(entities, root))
        folder.stage(PREVIEW, crate.preview())
    folder.finish(gone, last={METADATA, PREVIEW})


def _is_same(folder: PackageFolder, entities: Sequence[Entity]) -> bool:
    """Return whether the crate from before says the same of whose it is."""
    lines = folder.lines(METADATA, 8)
    return bool(lines) and all(f"{_json(entity)},\n".encode() in lines for entity in entities)


@dataclass(slots=True)
class _Crate:
    """The description of a crate, written entity by entity."""

    folder: PackageFolder
    gathering: Gathering
    other_files: dict[str, list[str]] = field(default_factory=dict)
    """The files that belong to no document, by their folders."""
    rows: list[str] = field(default_factory=list)
    """The documents as the page for people shows them."""

    def note(self, path: str) -> None:
        """Take note of a file that is to be described."""
        folder, separator, _ = path.partition("/")
        if folder != layout.DOCUMENTS:
            self.other_files.setdefault(folder if separator else "", []).append(path)

    def metadata(self, entities: Sequence[Entity], root: Entity) -> Iterator[bytes]:
        """Yield the lines of the metadata."""
        gathering = self.gathering
        yield f'{{"@context":"{CONTEXT}","@graph":[\n'.encode()
        about = {"about": {"@id": "./"}, "conformsTo": {"@id": PROFILE}}
        yield _line({"@id": METADATA, "@type": "CreativeWork", **about})
        for entity in entities:
            yield _line(entity)
        folders = [f"{name}/" for name in self.other_files if name]
        documents = sorted(self._folders())
        yield _line(
            {
                "@id": "./",
                "@type": "Dataset",
                "name": f"Texts of {gathering.checkpoint.origin}",
                "description": described(gathering),
                "datePublished": gathering.newest[:10],
                **root,
                "hasPart": _parts([*self.other_files.get("", ()), *documents, *sorted(folders)]),
            }
        )
        for key in sorted(gathering.documents):
            for entity in self._document(key):
                yield _line(entity)
        last: Entity | None = None
        for entity in self._others():
            if last is not None:
                yield _line(last)
            last = entity
        assert last is not None, "every package has a ledger"
        yield f"{_json(last)}\n]}}\n".encode()

    def _folders(self) -> Iterator[str]:
        """Yield the folders of all documents, of each under every key that its versions have."""
        seen: set[str] = set()
        for key in self.gathering.documents:
            for placed in self.gathering.of_document(key):
                folder = _parent(_parent(layout.version_folder(_record(placed))))
                if folder not in seen:
                    seen.add(folder)
                    yield f"{folder}/"

    def _document(self, key: str) -> Iterator[Entity]:
        """Yield the entities of a document, its texts, versions and files."""
        texts: dict[str, list[str]] = {}
        newest: dict[str, Placed] = {}
        item: Item = {}
        for placed in self.gathering.of_document(key):
            record = _record(placed)
            item = objects.kept_citation(self.gathering.database, record.citation) or item
            folder = layout.version_folder(record)
            texts.setdefault(_parent(folder), []).append(folder)
            newest[_parent(folder)] = placed
            yield from self._version(placed, folder)
        title = str(item.get("title") or key)
        for text, folders in texts.items():
            record = _record(newest[text])
            yield {
                "@id": f"{text}/",
                "@type": "Dataset",
                "name": f"{title}: {record.text.kind} ({record.text.language})",
                "description": f"All versions of the text {record.text} of the document {key}",
                "inLanguage": record.text.language,
                "hasPart": _parts([f"{folder}/" for folder in folders]),
            }
        documents: dict[str, list[str]] = {}
        for text in texts:
            documents.setdefault(_parent(text), []).append(f"{text}/")
        about = _about(item)
        for folder, parts in documents.items():
            yield {
                "@id": f"{folder}/",
                "@type": "Dataset",
                "name": title,
                "description": about or f"The texts of the document {key}",
                "hasPart": _parts(parts),
            }
        self.rows.append(_row(key, title, about, [*newest.values()]))

    def _version(self, placed: Placed, folder: str) -> Iterator[Entity]:
        record = _record(placed)
        makers = versions.responsible(self.gathering.database, record.agents)
        entity: Entity = {
            "@id": f"{folder}/",
            "@type": "Dataset",
            "name": f"{record.document}/{record.text}, version {record.number}",
            "description": record.message or f"Made by: {record.activity}",
            "identifier": identifiers.hashed(placed.leaf.id),
            "version": str(record.number),
            "inLanguage": record.text.language,
            "dateModified": record.recorded,
            "hasPart": _parts([file.path for file in placed.files]),
        }
        if record.created:
            entity["dateCreated"] = record.created
        if makers:
            entity["creditText"] = "; ".join(map(str, makers))
        if bases := self._bases(record):
            entity["isBasedOn"] = bases
        yield entity
        for file in placed.files:
            name = file.path.rpartition("/")[2]
            kind, what = _KINDS.get(name, ("", "The file that the text was read from"))
            if not kind and record.file is not None:
                kind = record.file.media_type
            yield self._file(file.path, name, kind, what, file.sha256)

    def _bases(self, record: VersionRecord) -> Any:  # noqa: ANN401 - a reference or several
        ids = [basis.version for basis in record.based_on if basis.version]
        stored = survey.by_ids(self.gathering.database, ids) if ids else {}
        return _parts(
            [
                f"{layout.version_folder(stored[identity].record)}/"
                for identity in ids
                if identity in stored and self.gathering.selection.holds(stored[identity])
            ]
        )

    def _file(self, path: str, name: str, kind: str, what: str, sha256: str = "") -> Entity:
        entity: Entity = {
            "@id": path,
            "@type": "File",
            "name": name,
            "description": what,
            "encodingFormat": kind,
            "contentSize": str(self.folder.size(path)),
        }
        return {**entity, "sha256": sha256} if sha256 else entity

    def _others(self) -> Iterator[Entity]:
        """Yield the entities of what belongs to no document."""
        for path in self.other_files.get("", ()):
            what = "What is here, and how a proof is made and checked"
            yield self._file(path, path, "text/markdown", what)
        for folder, paths in sorted(self.other_files.items()):
            if not folder:
                continue
            what = _FOLDERS[folder]
            parts = _parts(sorted(paths))
            yield {"@id": f"{folder}/", "@type": "Dataset", "name": folder, "description": what,
                   "hasPart": parts}  # fmt: skip
            for path in sorted(paths):
                kind = "application/json" if path.endswith(".json") else "application/octet-stream"
                if path == layout.CHECKPOINT:
                    kind = "text/plain"
                yield self._file(path, path.rpartition("/")[2], kind, f"A part of: {what}")

    def preview(self) -> Iterator[bytes]:
        """Yield the page that people see; to be asked after `metadata`."""
        origin = escape(self.gathering.checkpoint.origin)
        yield (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width">\n'
            f"<title>Texts of {origin}</title>\n<style>\n"
            "body { font: 1rem/1.5 serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem }\n"
            "li { margin: 1rem 0 } ul ul li, p { margin: .2rem 0 } code { font-size: .9em }\n"
            f"</style>\n</head>\n<body><main>\n<h1>Texts of {origin}</h1>\n"
            f"<p>{escape(described(self.gathering))}</p>\n"
            f'<p>What is here, and how a proof is made and checked: <a href="{layout.README}">'
            f'{layout.README}</a>. For programs: <a href="{METADATA}">{METADATA}</a>.</p>\n<ul>\n'
        ).encode()
        for row in self.rows:
            yield row.encode("utf-8", "replace")
        yield b"</ul>\n</main></body>\n</html>\n"


def _row(key: str, title: str, about: str, newest: Sequence[Placed]) -> str:
    """Return a document as the page for people shows it."""
    lines = [f"<li><b>{escape(title)}</b> <code>{escape(key)}</code>"]
    if about:
        lines.append(f"<p>{escape(about)}</p>")
    lines.append("<ul>")
    for placed in newest:
        record = _record(placed)
        folder = layout.version_folder(record)
        names = {file.path.rpartition("/")[2] for file in placed.files}
        target = layout.TEXT if layout.TEXT in names else layout.RECORD
        label = f"{record.text.kind} ({record.text.language}), version {record.number}"
        lines.append(
            f'<li><a href="{escape(f"{folder}/{target}")}">{escape(label)}</a>, '
            f"{escape(record.recorded[:10])}</li>"
        )
    lines.append("</ul></li>\n")
    return "\n".join(lines)


def _about(item: Item) -> str:
    """Return what a document is, in a line: its date and where the original is kept."""
    fields = ("issued", "archive", "archive_collection", "archive_location")
    return ", ".join(written(name, item[name]) for name in fields if item.get(name))


def _record(placed: Placed) -> VersionRecord:
    record = placed.leaf.record
    assert isinstance(record, VersionRecord), "a document has versions alone"
    return record


def _parent(path: str) -> str:
    return path.rpartition("/")[0]


def _reference(entity: Entity) -> Entity:
    return {"@id": entity["@id"]}


def _parts(paths: Sequence[str]) -> Any:  # noqa: ANN401 - one reference, or a list of several
    references = [{"@id": path} for path in paths]
    return references[0] if len(references) == 1 else references


def _json(entity: Entity) -> str:
    return json.dumps(entity, ensure_ascii=False)


def _line(entity: Entity) -> bytes:
    return f"{_json(entity)},\n".encode("utf-8", "replace")
