"""The reader of Word documents (.docx): the package, its properties and comments.

WordprocessingML in an Open Packaging Conventions zip (ECMA-376 / ISO 29500, transitional and
strict). `provrepo.formats.office.docx_body` reads the text itself.

=================================  ==========================================================
in the file                        in the version
=================================  ==========================================================
the main part, found through       the content, see `provrepo.formats.office.docx_body` and
``_rels/.rels``                    `provrepo.formats.office.paragraphs`
footnotes, endnotes                notes of kind ``original``, on the word before the reference
comments                           notes of kind ``editorial`` on the passage commented, by
                                   ``AUTHOR:annotator``; an answer follows what it answers
tracked changes                    as if accepted; a warning counts them and names authors
headers, footers, notes that       left out, counted
nothing refers to
``dc:title``, ``cp:keywords``      the fields ``title``, ``keyword``
``dc:creator``                     the agent ``NAME:encoder``, who typed or converted it: it says
                                   nothing of the document's author, and is only proposed as one
``cp:lastModifiedBy``              the same, who did so last
``dcterms:modified``, or           ``created``: when this state was made
``dcterms:created``
``dc:language``, or ``w:lang``     the draft's language; ``dc:language`` also a field
=================================  ==========================================================

Names that programs put in by themselves ("Microsoft Office User", "Admin") are ignored. A document
that provrepo wrote is known by a custom property and read by `provrepo.formats.office.returned`.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element  # types only: files are parsed by provrepo.formats.xml

from provrepo.errors import InputError
from provrepo.formats import file_metadata, xml
from provrepo.formats.draft import Draft, FileNote, Reading
from provrepo.formats.element_tree import child, children, content, shorten
from provrepo.formats.office.comment_threads import beginning, in_threads
from provrepo.formats.office.docx_body import Body, Parts
from provrepo.formats.office.docx_styles import Numbering, Styles
from provrepo.formats.office.paragraphs import Losses, ParagraphBuilder
from provrepo.formats.zip_members import ZipMembers
from provrepo.store.canonical import digest
from provrepo.store.records import IngestedFile
from provrepo.store.rules import base_name

if TYPE_CHECKING:
    from provrepo.formats.exported import Mark

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic",
    "http://purl.oclc.org/ooxml/drawingml/picture": "pic",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm",
    "http://purl.oclc.org/ooxml/drawingml/diagram": "dgm",
    "http://purl.oclc.org/ooxml/drawingml/chart": "c",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
    "http://schemas.microsoft.com/office/word/2012/wordml": "w15",
    "http://www.w3.org/XML/1998/namespace": "xml",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "urn:schemas-microsoft-com:vml": "v",
}


def read(data: bytes, path: str, _reading: Reading) -> tuple[Draft]:
    """Return the draft of a version made from a Word document's bytes.

    Raises InputError where they are a damaged package, no text document, or hold no text.
    """
    package = _Package(data, path)
    losses = Losses()
    root = package.part(package.main)
    if root is None or root.tag != "w:document":
        raise InputError(path, "holds no Word text: a spreadsheet or a presentation, perhaps")
    styles = Styles(package.related("styles"))
    parts = Parts(
        styles,
        Numbering(package.related("numbering"), styles),
        _numbered(package.related("footnotes"), "w:footnote"),
        _numbered(package.related("endnotes"), "w:endnote"),
        set(),
        Counter(),
    )
    mark = package.mark()
    if mark is not None:
        return (_returned(package, root, parts, losses, mark, data),)
    body = Body(parts, ParagraphBuilder(losses))
    body.walk(root)
    _place_comments(package, body)
    for note in (*parts.footnotes.values(), *parts.endnotes.values()):
        if note not in parts.referred and content(note).strip():
            losses.left_out["notes that nothing refers to"] += 1
    for kind in ("header", "footer"):
        for part in package.all_related(kind):
            if any(content(run).strip() for run in part.iter("w:t")):
                losses.left_out[f"{kind}s"] += 1
    text = body.builder.content
    if not text.strip():
        raise InputError(path, "holds no text, only pictures or nothing at all")
    properties = package.properties()
    creators = file_metadata.people(properties.get("dc:creator"))
    last = file_metadata.people(properties.get("cp:lastModifiedBy"))
    draft = Draft(
        content=text,
        file=IngestedFile(base_name(path), MEDIA_TYPE, "docx", digest(data)),
        file_bytes=data,
        language=file_metadata.language(properties.get("dc:language")) or styles.language(text),
        agents=file_metadata.encoders((*creators, *last)),
        created=file_metadata.instant(properties.get("dcterms:modified"))
        or file_metadata.instant(properties.get("dcterms:created")),
        fields=_fields(properties),
        notes=body.builder.notes,
        block_quotations=body.builder.block_quotations,
        creators=creators,
        warnings=body.builder.warnings,
    )
    return (draft,)


def _returned(
    package: _Package,
    root: Element,
    parts: Parts,
    losses: Losses,
    mark: Mark,
    data: bytes,
) -> Draft:
    """Return the draft of a document that provrepo wrote, and that a colleague may have edited."""
    from provrepo.formats.office import returned

    holder = child(root, "w:body")
    ending = returned.cut_off(root if holder is None else holder, mark.version, _bookmark_names)
    builder = returned.LineBuilder(losses, mark.record.separator if mark.record else "\n\n")
    body = Body(parts, builder)
    body.walk(root)
    _place_comments(package, body)
    end = []
    for paragraph in ending:
        text, number = body.end_paragraph(paragraph)
        end.append(returned.EndParagraph(text, number))
    properties = package.properties()
    return returned.draft(
        IngestedFile(base_name(package.path), MEDIA_TYPE, "docx", digest(data)),
        data,
        returned.Story(mark, builder, body.bookmarks, end),
        file_metadata.people(properties.get("cp:lastModifiedBy")),
        file_metadata.instant(properties.get("dcterms:modified")),
    )


def _bookmark_names(element: Element) -> list[str]:
    return [mark.get("w:name", "") for mark in element.iter("w:bookmarkStart")]


def _numbered(part: Element | None, name: str) -> Mapping[str, Element]:
    """Return the notes of a part by their ids, without the separators (part 1 §17.11.17)."""
    return {
        note.get("w:id", ""): note
        for note in children(part, name)
        if note.get("w:type", "normal") == "normal"
    }


def _fields(properties: Mapping[str, str]) -> dict[str, str]:
    named = {"title": "dc:title", "keyword": "cp:keywords", "language": "dc:language"}
    return {
        field: properties[name].strip()
        for field, name in named.items()
        if properties.get(name, "").strip()
    }


def _place_comments(package: _Package, body: Body) -> None:
    """Make notes of the comments, each thread together, on the passages that ``body`` has met."""
    comments = {
        comment.get("w:id", ""): comment
        for comment in children(package.related("comments"), "w:comment")
    }
    answers = _answers(comments, package.related("commentsExtended"))
    for number in in_threads(list(comments), answers):
        comment = comments[number]
        text = body.apart(comment)
        if not text:
            body.builder.leave_out("empty comments")
            continue
        author = file_metadata.agent(comment.get("w:author"), "annotator")
        agents = (author,) if author else ()
        note = FileNote(text, kind="editorial", agents=agents, label="comment")
        place = body.comment_place(number) or body.comment_place(beginning(number, answers))
        if place is None:
            body.builder.note_nowhere(note)
        else:
            body.builder.note_on(note, *place)


def _answers(comments: Mapping[str, Element], extended: Element | None) -> dict[str, str]:
    """Return which comment answers which.

    w15:commentEx names comments by the paragraph that ends them ([MS-DOCX] §2.5.4).
    """
    ends = {
        paragraphs[-1].get("w14:paraId", ""): number
        for number, comment in comments.items()
        if (paragraphs := list(comment.iter("w:p")))
    }
    pairs = (
        (ends.get(pair.get("w15:paraId", "")), ends.get(pair.get("w15:paraIdParent", "")))
        for pair in children(extended, "w15:commentEx")
    )
    return {answer: question for answer, question in pairs if answer and question}


class _Package:
    """The parts of an Open Packaging Conventions zip (ECMA-376 part 2), found by relationships."""

    def __init__(self, data: bytes, path: str) -> None:
        self.path = path
        self.members = ZipMembers(data, path)
        self._relations: dict[str, list[tuple[str, str]]] = {}
        self.main = next(self._targets("", "officeDocument"), "")
        if not self.main:
            raise InputError(path, "is an office package without a main document")

    def part(self, name: str) -> Element | None:
        """Return the root of a part, with short names; None where there is no such part."""
        if name not in self.members:
            return None
        root = xml.parse(self.members.read(name), f"{self.path}: {name}")
        return shorten(root, _prefix)

    def related(self, kind: str) -> Element | None:
        """Return the part that the main document names as its ``kind``; None without one."""
        return next(self.all_related(kind), None)

    def all_related(self, kind: str) -> Iterator[Element]:
        """Yield the parts that the main document names as that ``kind``."""
        # Once each: a small file can name a large part fifty thousand times.
        for name in dict.fromkeys(self._targets(self.main, kind)):
            part = self.part(name)
            if part is not None:
                yield part

    def properties(self) -> Mapping[str, str]:
        """Return the core properties (ECMA-376 part 2 §11) by their names."""
        name = next(self._targets("", "core-properties"), "")
        return {field.tag: content(field) for field in self.part(name) or ()}

    def mark(self) -> Mark | None:
        """Return how the file names the version that provrepo wrote it from.

        None where another program wrote it.
        """
        name = next(self._targets("", "custom-properties"), "")
        fields = {
            field.get("name", ""): content(field)
            for field in (self.part(name) if name else None) or ()
        }
        if "provrepo" not in fields:
            return None
        from provrepo.formats.exported import mark_of

        return mark_of(fields, self.path, map(content, self.all_related("customXml")))

    def _targets(self, source: str, kind: str) -> Iterator[str]:
        """Yield the names of parts that ``source`` is related to; the package itself is ""."""
        if source not in self._relations:
            folder, base = posixpath.split(source)
            self._relations[source] = [
                (relation.get("Type", "").rpartition("/")[2], _part_name(folder, relation))
                for relation in self.part(posixpath.join(folder, "_rels", f"{base}.rels")) or ()
                if relation.get("TargetMode") != "External"
            ]
        return (target for relation, target in self._relations[source] if relation == kind)


def _part_name(folder: str, relation: Element) -> str:
    """Return the name of the part that a relationship of a part in ``folder`` points to."""
    target = posixpath.join("/", folder, relation.get("Target", ""))
    return posixpath.normpath(target).lstrip("/")


def _prefix(uri: str) -> str:
    """Return the short prefix of a namespace; the package has none of its own."""
    if uri.endswith("/core-properties") or uri.endswith("/coreProperties"):
        return "cp"
    return _PREFIXES.get(uri, "" if uri.endswith("/relationships") else "other")
