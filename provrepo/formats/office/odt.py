"""The reader of OpenDocument texts (.odt, flat .fodt): the package, its metadata and notes.

OpenDocument 1.0–1.3 (OASIS; ISO/IEC 26300). `provrepo.formats.office.odt_body` reads the text
itself.

=================================  ==========================================================
in the file                        in the version
=================================  ==========================================================
``office:text``                    the content, see `provrepo.formats.office.odt_body` and
                                   `provrepo.formats.office.paragraphs`
``text:note``                      a note of kind ``original`` on the word before it
``office:annotation``              a note of kind ``editorial`` on its range, or the word before
                                   it, by ``CREATOR:annotator``; answers in their order
``text:tracked-changes``           as if accepted; a warning counts them and names authors
headers, footers                   left out, counted
``dc:title``, ``meta:keyword``     the fields ``title``, ``keyword``
``meta:initial-creator``           the agent ``NAME:encoder``, who typed or converted it: it says
                                   nothing of the document's author, and is only proposed as one
``dc:creator``                     the same, who did so last
``dc:date``, or                    ``created``: when this state was made, the day where the file
``meta:creation-date``             does not say in which time zone
``dc:language``, or the default    the draft's language; ``dc:language`` also a field
style's ``fo:language``
=================================  ==========================================================

A document that provrepo wrote is known by a user-defined field and read by
`provrepo.formats.office.returned`.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element  # types only: files are parsed by provrepo.formats.xml

from provrepo.errors import InputError
from provrepo.formats import file_metadata, xml
from provrepo.formats.draft import Draft, Reading
from provrepo.formats.element_tree import child, children, content, shorten
from provrepo.formats.office.odt_body import Body
from provrepo.formats.office.odt_styles import Styles
from provrepo.formats.office.paragraphs import Losses, ParagraphBuilder
from provrepo.formats.zip_members import ZipMembers
from provrepo.store.canonical import digest
from provrepo.store.records import IngestedFile
from provrepo.store.rules import base_name

if TYPE_CHECKING:
    from provrepo.formats.exported import Mark

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
FLAT_MEDIA_TYPE = "application/vnd.oasis.opendocument.text-flat-xml"

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_ABBREVIATED = {"xsl-fo-compatible": "fo", "svg-compatible": "svg", "drawing": "draw"}
_PREFIXES = {
    "http://www.w3.org/XML/1998/namespace": "xml",
    "http://www.w3.org/1999/xlink": "xlink",
    "http://www.w3.org/1998/Math/MathML": "math",
    "http://purl.org/dc/elements/1.1/": "dc",
    "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0": "loext",
}


def read(data: bytes, path: str, _reading: Reading) -> tuple[Draft]:
    """Return the draft of a version made from an OpenDocument text's bytes, zipped or flat.

    Raises InputError where they are a damaged package, no text document, or hold no text.
    """
    flat = not data.startswith(b"PK")
    roots = _flat(data, path) if flat else _zipped(data, path)
    text = child(roots["content"], "office:body", "office:text")
    if text is None:
        raise InputError(path, "is an OpenDocument file but no text: a spreadsheet, perhaps")
    losses = Losses()
    styles = Styles(roots.values())
    properties = child(roots.get("meta"), "office:meta")
    if (mark := _mark(properties, text, path)) is not None:
        file = IngestedFile(
            base_name(path), FLAT_MEDIA_TYPE if flat else MEDIA_TYPE, "odt", digest(data)
        )
        return (_returned(text, styles, properties, mark, file, data),)
    body = Body(styles, ParagraphBuilder(losses))
    body.walk(text)
    body.place_annotations()
    _count_margins(roots.get("styles"), losses)
    written = body.builder.content
    if not written.strip():
        raise InputError(path, "holds no text, only pictures or nothing at all")
    language = content(child(properties, "dc:language"))
    creators = file_metadata.people(content(child(properties, "meta:initial-creator")))
    last = file_metadata.people(content(child(properties, "dc:creator")))
    draft = Draft(
        content=written,
        file=IngestedFile(
            base_name(path), FLAT_MEDIA_TYPE if flat else MEDIA_TYPE, "odt", digest(data)
        ),
        file_bytes=data,
        language=file_metadata.language(language) or styles.language(written),
        agents=file_metadata.encoders((*creators, *last)),
        created=_created(properties),
        fields=(fields := _fields(properties)),
        notes=body.builder.notes,
        block_quotations=body.builder.block_quotations,
        creators=creators,
        is_titled="title" in fields,
        warnings=body.builder.warnings,
    )
    return (draft,)


def _mark(properties: Element | None, text: Element, path: str) -> Mark | None:
    """Return how the file names the version that provrepo wrote it from.

    None where another program wrote it.
    """
    fields = {
        field.get("meta:name", ""): content(field)
        for field in children(properties, "meta:user-defined")
    }
    from provrepo.formats.exported import mark_of, pinned

    if "provrepo" not in fields:
        return pinned([content(paragraph) for paragraph in list(text)[-40:]])
    return mark_of(fields, path)


def _returned(
    text: Element,
    styles: Styles,
    properties: Element | None,
    mark: Mark,
    file: IngestedFile,
    data: bytes,
) -> Draft:
    """Return the draft of a document that provrepo wrote, and that a colleague may have edited."""
    from provrepo.formats.office import returned

    ending = returned.cut_off(text, mark.version, _bookmark_names)
    builder = returned.LineBuilder(Losses(), mark.separator)
    body = Body(styles, builder)
    body.walk(text)
    body.place_annotations()
    end = [returned.EndParagraph(*body.end_paragraph(paragraph)) for paragraph in ending]
    return returned.draft(
        file,
        data,
        returned.Story(mark, builder, body.bookmarks, end),
        file_metadata.people(content(child(properties, "dc:creator"))),
        _created(properties),
    )


def _bookmark_names(element: Element) -> list[str]:
    marks = (*element.iter("text:bookmark"), *element.iter("text:bookmark-start"))
    return [mark.get("text:name", "") for mark in marks]


def _flat(data: bytes, path: str) -> dict[str, Element]:
    """Return the one root of a flat file in the place of each part."""
    root = shorten(xml.parse(data, path), _prefix)
    return dict.fromkeys(("content", "styles", "meta"), root)


def _zipped(data: bytes, path: str) -> dict[str, Element]:
    """Return the roots of the package's parts by their names (ODF 1.3 part 2 §3)."""
    members = ZipMembers(data, path)
    manifest = "META-INF/manifest.xml"
    if manifest in members and b":encryption-data" in members.read(manifest):
        raise InputError(path, "is protected by a password; save it without one")
    roots = {
        part: shorten(xml.parse(members.read(f"{part}.xml"), f"{path}: {part}.xml"), _prefix)
        for part in ("content", "styles", "meta")
        if f"{part}.xml" in members
    }
    if "content" not in roots:
        raise InputError(path, "is an OpenDocument package without a content.xml")
    _add_formulas(roots["content"], members, path)
    return roots


def _add_formulas(root: Element, members: ZipMembers, path: str) -> None:
    """Put each formula where it is shown; the package keeps it as a document of its own.

    Once each: a small file can name a large part fifty thousand times.
    """
    added: set[str] = set()
    for shown in root.iter("draw:object"):
        name = posixpath.normpath(posixpath.join(shown.get("xlink:href", ""), "content.xml"))
        if name in added or name == "content.xml" or name not in members:
            continue
        added.add(name)
        inner = shorten(xml.parse(members.read(name), f"{path}: {name}"), _prefix)
        if inner.tag == "math:math":
            shown.append(inner)


def _prefix(uri: str) -> str:
    """Return ODF's usual prefix: the namespaces are ``…:xmlns:text:1.0`` and the like."""
    if uri.startswith(_ODF):
        name = uri.removeprefix(_ODF).split(":")[0]
        return _ABBREVIATED.get(name, name)
    return _PREFIXES.get(uri, "other")


def _count_margins(root: Element | None, losses: Losses) -> None:
    """Count the headers and footers that have text (ODF 1.3 part 3 §16.10)."""
    for page in children(child(root, "office:master-styles"), "style:master-page"):
        for margin in page:
            kind = margin.tag.removeprefix("style:").split("-")[0]
            if kind in ("header", "footer") and content(margin).strip():
                losses.left_out[f"{kind}s"] += 1
                for _ in margin.iter("text:note"):
                    losses.left_out["notes in headers and footers"] += 1


def _created(properties: Element | None) -> str | None:
    names = ("dc:date", "meta:creation-date")
    dates = (file_metadata.instant(content(child(properties, name)), utc=False) for name in names)
    return next((date for date in dates if date), None)


def _fields(properties: Element | None) -> dict[str, str]:
    keywords = [content(keyword).strip() for keyword in children(properties, "meta:keyword")]
    fields = {
        "title": content(child(properties, "dc:title")).strip(),
        "keyword": ", ".join(filter(None, keywords)),
        "language": content(child(properties, "dc:language")).strip(),
    }
    return {name: value for name, value in fields.items() if value}
