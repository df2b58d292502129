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

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element  # types only: files are parsed by provrepo.formats.xml

from provrepo.errors import InputError
from provrepo.formats import file_metadata
from provrepo.formats.draft import Draft, FileNote, Reading
from provrepo.formats.element_tree import child, children, content
from provrepo.formats.office.comment_threads import beginning, in_threads
from provrepo.formats.office.docx_body import Body, Parts
from provrepo.formats.office.docx_parts import Package
from provrepo.formats.office.docx_references import References
from provrepo.formats.office.docx_styles import Numbering, Styles
from provrepo.formats.office.paragraphs import Losses, ParagraphBuilder
from provrepo.store.canonical import digest
from provrepo.store.records import IngestedFile
from provrepo.store.rules import base_name

if TYPE_CHECKING:
    from provrepo.formats.exported import Mark

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def read(data: bytes, path: str, _reading: Reading) -> tuple[Draft]:
    """Return the draft of a version made from a Word document's bytes.

    Raises InputError where they are a damaged package, no text document, or hold no text.
    """
    package = Package(data, path)
    losses = Losses()
    root = package.part(package.main)
    if root is None or root.tag != "w:document":
        raise InputError(path, "holds no Word text: a spreadsheet or a presentation, perhaps")
    styles = Styles(package.related("styles"))
    parts = Parts(
        styles,
        Numbering(package.related("numbering"), styles),
        References(package.related("footnotes"), package.related("endnotes")),
    )
    mark = package.mark(root)
    if mark is not None:
        return (_returned(package, root, parts, losses, mark, data),)
    body = Body(parts, ParagraphBuilder(losses))
    body.walk(root)
    _place_comments(package, body)
    _count_lost_moves((root, *parts.notes), losses)
    _count_margins(package, body, losses)
    for note in parts.notes.unreferred():
        if content(note).strip():
            losses.left_out["notes that nothing refers to"] += 1
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
        fields=(fields := _fields(properties)),
        notes=body.builder.notes,
        block_quotations=body.builder.block_quotations,
        creators=creators,
        is_titled="title" in fields,
        warnings=body.builder.warnings,
    )
    return (draft,)


def _returned(
    package: Package,
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
    builder = returned.LineBuilder(losses, mark.separator)
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
        returned.Story(mark, builder, body.places.bookmarks, end),
        file_metadata.people(properties.get("cp:lastModifiedBy")),
        file_metadata.instant(properties.get("dcterms:modified")),
    )


def _count_lost_moves(stories: Iterable[Element], losses: Losses) -> None:
    """Count as deletions what was moved away and stands nowhere else: a move counts where it ends.

    It is so where somebody has deleted the place that the words were moved to.
    """
    sources: list[Element] = []
    arrived: Counter[str] = Counter()
    for story in stories:
        sources += story.iter("w:moveFrom")
        for target in story.iter("w:moveTo"):
            arrived.update(content(target).split())
    for source in sources:
        moved = Counter(content(source).split())
        if moved - arrived:
            losses.change("deletions", source.get("w:author"))
        arrived -= moved


def _count_margins(package: Package, body: Body, losses: Losses) -> None:
    """Count the headers and footers that have words, and the notes that these refer to."""
    for kind in ("header", "footer"):
        for part in package.all_related(kind):
            if any(content(run).strip() for run in part.iter("w:t")):
                losses.left_out[f"{kind}s"] += 1
            body.pass_by_notes(part, "notes in headers and footers")


def _bookmark_names(element: Element) -> list[str]:
    return [mark.get("w:name", "") for mark in element.iter("w:bookmarkStart")]


def _fields(properties: Mapping[str, str]) -> dict[str, str]:
    named = {"title": "dc:title", "keyword": "cp:keywords", "language": "dc:language"}
    return {
        field: properties[name].strip()
        for field, name in named.items()
        if properties.get(name, "").strip()
    }


def _place_comments(package: Package, body: Body) -> None:
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
        place = body.places.of_comment(number) or body.places.of_comment(beginning(number, answers))
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
