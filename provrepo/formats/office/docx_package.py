"""The parts of a Word document that are the same in all, or say something of all of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from provrepo.directions import fonts_of, runs_to_left
from provrepo.formats.exported import (
    BLANK_LINE,
    LINE_END,
    LINES,
    PARAGRAPHS,
    RECORD,
    ExportedVersion,
    properties_of,
)
from provrepo.formats.xml_text import DECLARATION, element, escape
from provrepo.formats.zip_writer import zipped
from provrepo.metadata import written

NAMESPACE = "https://provrepo.invalid/export/1"
"""The namespace of the custom XML part that has the record."""

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_TYPE = "application/vnd.openxmlformats-officedocument"
_WORD = f"{_TYPE}.wordprocessingml"
_FONTS = {
    "zh-Hant": "PMingLiU",
    "zh-TW": "PMingLiU",
    "zh-HK": "PMingLiU",
    "ja": "MS Mincho",
    "ko": "Batang",
}

_TYPES = {
    "word/document.xml": f"{_WORD}.document.main+xml",
    "word/styles.xml": f"{_WORD}.styles+xml",
    "word/settings.xml": f"{_WORD}.settings+xml",
    "word/footnotes.xml": f"{_WORD}.footnotes+xml",
    "word/header1.xml": f"{_WORD}.header+xml",
    "word/footer1.xml": f"{_WORD}.footer+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/custom.xml": f"{_TYPE}.custom-properties+xml",
    "customXml/itemProps1.xml": f"{_TYPE}.customXmlProperties+xml",
}
_RELATIONS = {
    "_rels/.rels": (
        (f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
        (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        (f"{_OFFICE}/relationships/custom-properties", "docProps/custom.xml"),
    ),
    "word/_rels/document.xml.rels": (
        (f"{_OFFICE}/relationships/styles", "styles.xml"),
        (f"{_OFFICE}/relationships/settings", "settings.xml"),
        (f"{_OFFICE}/relationships/footnotes", "footnotes.xml"),
        (f"{_OFFICE}/relationships/header", "header1.xml"),
        (f"{_OFFICE}/relationships/footer", "footer1.xml"),
        (f"{_OFFICE}/relationships/customXml", "../customXml/item1.xml"),
    ),
    "customXml/_rels/item1.xml.rels": (
        (f"{_OFFICE}/relationships/customXmlProps", "itemProps1.xml"),
    ),
}


def packed(
    version: ExportedVersion,
    record: str,
    body: str,
    footnotes: str,
    separator: str = BLANK_LINE,
) -> bytes:
    """Return the document: ``body`` are its paragraphs, ``footnotes`` its footnotes, as markup.

    Without a ``record`` it is one that is for reading only. ``separator`` is what parts paragraphs
    in the content: said in a property, too, as LibreOffice drops the record where it saves another
    format.
    """
    properties = properties_of(version, record)
    if separator == LINE_END:
        properties[PARAGRAPHS] = LINES
    section = (
        '<w:headerReference w:type="default" r:id="rId4"/>'
        '<w:footerReference w:type="default" r:id="rId5"/>'
        '<w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1418" w:right="1418" w:bottom="1418" w:left="1418" w:header="709" '
        'w:footer="709" w:gutter="0"/>'
    )
    to_left = "<w:bidi/>" * (fonts_of(version.text.language) == "complex")
    parts = {
        "word/document.xml": _root(
            "document", element("w:body", body + element("w:sectPr", section + to_left))
        ),
        "word/styles.xml": _root("styles", _styles(version.text.language)),
        "word/settings.xml": _root("settings", _SETTINGS),
        "word/footnotes.xml": _root("footnotes", _SEPARATORS + footnotes),
        "word/header1.xml": _root("hdr", _margin(version.title, "", version.text.language)),
        "word/footer1.xml": _root("ftr", _margin(f"{version.reference} ", _PAGE, "en")),
        "docProps/core.xml": _core(version),
        "docProps/custom.xml": _custom(properties),
        "customXml/item1.xml": DECLARATION + element("record", escape(record), xmlns=NAMESPACE),
        "customXml/itemProps1.xml": DECLARATION + _ITEM,
    }
    return zipped({**_constant_parts(), **parts})


@cache
def _constant_parts() -> dict[str, str]:
    """Return the types of the parts, and how they hang together: the same in all documents."""
    relations = {name: _relations(targets) for name, targets in _RELATIONS.items()}
    return {"[Content_Types].xml": _types(), **relations}


def _root(name: str, content: str) -> str:
    return (
        f'{DECLARATION}<w:{name} xmlns:w="{_W}" xmlns:r="{_OFFICE}/relationships">'
        f"{content}</w:{name}>"
    )


def _types() -> str:
    defaults = element(
        "Default",
        Extension="rels",
        ContentType="application/vnd.openxmlformats-package.relationships+xml",
    ) + element("Default", Extension="xml", ContentType="application/xml")
    overrides = "".join(
        element("Override", PartName=f"/{name}", ContentType=kind) for name, kind in _TYPES.items()
    )
    return DECLARATION + element("Types", defaults + overrides, xmlns=f"{_PACKAGE}/content-types")


def _relations(targets: tuple[tuple[str, str], ...]) -> str:
    written_targets = "".join(
        element("Relationship", Id=f"rId{number}", Type=kind, Target=target)
        for number, (kind, target) in enumerate(targets, 1)
    )
    namespace = f"{_PACKAGE}/relationships"
    return DECLARATION + element("Relationships", written_targets, xmlns=namespace)


def _core(version: ExportedVersion) -> str:
    """Return the core properties: the document's title and author, the version's date."""
    item = version.citation or {}
    properties = {
        "dc:title": version.title,
        "dc:creator": written("author", item["author"]) if item.get("author") else "",
        "cp:keywords": written("keyword", item["keyword"]) if item.get("keyword") else "",
        "dc:language": version.text.language,
        "dc:identifier": version.id,
        "dc:description": version.reference,
        "cp:version": str(version.number),
    }
    fields = "".join(element(name, escape(value)) for name, value in properties.items() if value)
    for name in ("created", "modified"):
        fields += element(
            f"dcterms:{name}", escape(version.recorded), **{"xsi_type": "dcterms:W3CDTF"}
        )
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{fields}</cp:coreProperties>"
    )


def _custom(values: Mapping[str, str]) -> str:
    """Return the custom properties. The record has a part of its own: Word shortens long ones."""
    properties = "".join(
        element(
            "property",
            element("vt:lpwstr", escape(value)),
            fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}",
            pid=str(number),
            name=name,
        )
        for number, (name, value) in enumerate(values.items(), 2)
        if name != RECORD
    )
    return (
        f'{DECLARATION}<Properties xmlns="{_OFFICE}/custom-properties" '
        f'xmlns:vt="{_OFFICE}/docPropsVTypes">{properties}</Properties>'
    )


_ITEM = (
    f'<ds:datastoreItem xmlns:ds="{_OFFICE}/customXml" '
    'ds:itemID="{6F0B2E1C-5A0D-4B7E-9C44-0D5B9A6F1E01}">'
    f'<ds:schemaRefs><ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
)

_SETTINGS = (
    '<w:defaultTabStop w:val="709"/>'
    '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
)

_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0">'
    "<w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>"
)

_PAGE = '<w:r><w:tab/></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def _margin(text: str, after: str, language: str) -> str:
    """Return the one paragraph of a header or footer."""
    to_left = runs_to_left(text, language)
    properties = element("w:pStyle", w_val="Margin") + "<w:bidi/>" * to_left
    words = f'<w:t xml:space="preserve">{escape(text)}</w:t>'
    run = element("w:r", "<w:rPr><w:rtl/></w:rPr>" * to_left + words)
    return element("w:p", element("w:pPr", properties) + run + after)


@lru_cache(maxsize=32)
def _styles(language: str) -> str:
    """Return the styles; the fonts are those that Word has had everywhere for decades."""
    kind = fonts_of(language)
    subtags = language.split("-")
    asian = next(
        (
            font
            for tag, font in _FONTS.items()
            if language == tag or language.startswith(f"{tag}-") or subtags[0] == tag
        ),
        "SimSun",
    )
    tags = {
        "w_val": language if kind == "latin" else "en-US",
        "w_eastAsia": language if kind == "asian" else "zh-CN",
        "w_bidi": language if kind == "complex" else "ar-SA",
    }
    fonts = element(
        "w:rFonts",
        w_ascii="Times New Roman",
        w_hAnsi="Times New Roman",
        w_eastAsia=asian,
        w_cs="Times New Roman",
    )
    size = '<w:sz w:val="24"/><w:szCs w:val="24"/>'
    defaults = element(
        "w:docDefaults",
        element("w:rPrDefault", element("w:rPr", fonts + size + element("w:lang", **tags)))
        + "<w:pPrDefault/>",
    )
    return defaults + _STYLES


_SMALL = '<w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr>'
_STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
    '<w:qFormat/><w:pPr><w:spacing w:after="160" w:line="276" w:lineRule="auto"/></w:pPr>'
    "</w:style>"
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="FootnoteText"><w:name w:val="footnote text"/>'
    '<w:basedOn w:val="Normal"/><w:pPr><w:spacing w:after="40" w:line="240" '
    f'w:lineRule="auto"/></w:pPr>{_SMALL}</w:style>'
    '<w:style w:type="character" w:styleId="FootnoteReference">'
    '<w:name w:val="footnote reference"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
    "</w:style>"
    '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Provrepo">'
    '<w:name w:val="provrepo"/><w:basedOn w:val="Normal"/>'
    f'<w:pPr><w:spacing w:after="60" w:line="240" w:lineRule="auto"/></w:pPr>{_SMALL}</w:style>'
    '<w:style w:type="paragraph" w:customStyle="1" w:styleId="ProvrepoFirst">'
    '<w:name w:val="provrepo first"/><w:basedOn w:val="Provrepo"/><w:pPr><w:pBdr><w:top '
    'w:val="single" w:sz="4" w:space="6" w:color="auto"/></w:pBdr>'
    '<w:spacing w:before="480"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Margin"><w:name w:val="margin"/>'
    '<w:basedOn w:val="Normal"/><w:pPr><w:tabs><w:tab w:val="right" w:pos="9070"/></w:tabs>'
    f'<w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>{_SMALL}</w:style>'
)
