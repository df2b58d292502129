"""The parts of an OpenDocument text that are the same in all, or say something of all of it."""

from __future__ import annotations

from provrepo.directions import fonts_of, runs_to_left
from provrepo.formats.exported import ExportedVersion, properties_of
from provrepo.formats.xml_text import DECLARATION, element, escape
from provrepo.formats.zip_writer import zipped
from provrepo.metadata import written

_MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "office": f"{_ODF}:office:1.0",
        "text": f"{_ODF}:text:1.0",
        "style": f"{_ODF}:style:1.0",
        "table": f"{_ODF}:table:1.0",
        "meta": f"{_ODF}:meta:1.0",
        "fo": f"{_ODF}:xsl-fo-compatible:1.0",
        "svg": f"{_ODF}:svg-compatible:1.0",
        "dc": "http://purl.org/dc/elements/1.1/",
    }.items()
)
_STYLES = ("Standard", "Footnote", "Provrepo", "Provrepo_20_first", "Margin")
_ASIAN_FONTS = {"ja": "MS Mincho", "ko": "Batang", "zh": "SimSun"}


def style_name(style: str, *, to_left: bool = False, page: bool = False) -> str:
    """Return the name of a style for a paragraph that runs to the left, or begins a page."""
    return f"{style}{'_RTL' * to_left}{'_Page' * page}"


def packed(version: ExportedVersion, record: str, body: str, styles: str = "") -> bytes:
    """Return the document: ``body`` are its paragraphs, as markup.

    Without a ``record`` it is one that is for reading only. ``styles`` are more automatic styles.
    """
    automatic = "".join(
        _derived(style, to_left=to_left, page=page)
        for style in _STYLES
        for to_left in (False, True)
        for page in (False, True)
        if to_left or page
    )
    content = element("office:automatic-styles", automatic + styles) + element(
        "office:body", element("office:text", body)
    )
    return zipped(
        {
            "mimetype": _MEDIA_TYPE,
            "content.xml": _root("document-content", content),
            "styles.xml": _root("document-styles", _styles(version)),
            "meta.xml": _root("document-meta", _meta(version, record)),
            "META-INF/manifest.xml": _manifest(),
        },
        stored="mimetype",
    )


def _root(name: str, content: str) -> str:
    return (
        f'{DECLARATION}<office:{name} {_NAMESPACES} office:version="1.3">{content}</office:{name}>'
    )


def _manifest() -> str:
    entries = {"/": _MEDIA_TYPE} | dict.fromkeys(
        ("content.xml", "styles.xml", "meta.xml"), "text/xml"
    )
    files = "".join(
        element(
            "manifest:file-entry",
            manifest_full_path=path,
            manifest_media_type=kind,
            manifest_version="1.3" if path == "/" else None,
        )
        for path, kind in entries.items()
    )
    return (
        f'{DECLARATION}<manifest:manifest xmlns:manifest="{_ODF}:manifest:1.0" '
        f'manifest:version="1.3">{files}</manifest:manifest>'
    )


def _meta(version: ExportedVersion, record: str) -> str:
    """Return the metadata: the document's title, the version's date, and what it is."""
    item = version.citation or {}
    fields = {
        "meta:generator": "provrepo",
        "dc:title": version.title,
        "dc:description": version.reference,
        "meta:keyword": written("keyword", item["keyword"]) if item.get("keyword") else "",
        "meta:initial-creator": written("author", item["author"]) if item.get("author") else "",
        "meta:creation-date": version.recorded,
        "dc:date": version.recorded,
        "dc:language": version.text.language,
    }
    properties = "".join(element(name, escape(text)) for name, text in fields.items() if text)
    for name, value in properties_of(version, record).items():
        properties += element(
            "meta:user-defined", escape(value), meta_name=name, meta_value_type="string"
        )
    return element("office:meta", properties)


def _derived(style: str, *, to_left: bool, page: bool) -> str:
    properties = element(
        "style:paragraph-properties",
        fo_break_before="page" if page else None,
        fo_text_align="right" if to_left else None,
        style_writing_mode="rl-tb" if to_left else None,
    )
    return element(
        "style:style",
        properties,
        style_name=style_name(style, to_left=to_left, page=page),
        style_family="paragraph",
        style_parent_style_name=style,
    )


def _styles(version: ExportedVersion) -> str:
    """Return the styles: one for each kind of paragraph, and the page with its margins."""
    language = version.text.language
    kind = fonts_of(language)
    subtags = language.split("-")
    country = next((tag for tag in subtags[1:] if len(tag) == 2 and tag.isupper()), "none")
    # What nobody states would be that of the program that opens the file.
    tags = {"latin": ("en", "US"), "asian": ("zh", "CN"), "complex": ("ar", "SA")}
    tags[kind] = (subtags[0], country)
    asian = _ASIAN_FONTS.get(tags["asian"][0], "SimSun")
    fonts = {
        "style_font_name": "Times New Roman",
        "style_font_name_asian": asian,
        "style_font_name_complex": "Times New Roman",
    }
    text = element(
        "style:text-properties",
        **fonts,
        fo_font_size="12pt",
        style_font_size_asian="12pt",
        style_font_size_complex="12pt",
        fo_language=tags["latin"][0],
        fo_country=tags["latin"][1],
        style_language_asian=tags["asian"][0],
        style_country_asian=tags["asian"][1],
        style_language_complex=tags["complex"][0],
        style_country_complex=tags["complex"][1],
    )
    faces = "".join(
        element("style:font-face", style_name=name, svg_font_family=f"'{name}'")
        for name in dict.fromkeys(("Times New Roman", asian))
    )
    default = element(
        "style:default-style", "<style:paragraph-properties/>" + text, style_family="paragraph"
    )
    return (
        element("office:font-face-decls", faces)
        + element("office:styles", default + _NAMED)
        + element("office:automatic-styles", _PAGE)
        + element("office:master-styles", _master(version))
    )


def _master(version: ExportedVersion) -> str:
    """Return the page, with the title above and the reference below."""
    to_left = runs_to_left(version.title, version.text.language)
    header = element(
        "text:p", escape(version.title), text_style_name=f"Margin{'_RTL_Named' * to_left}"
    )
    number = '<text:tab/><text:page-number text:select-page="current">1</text:page-number>'
    footer = element("text:p", escape(version.reference) + number, text_style_name="Margin")
    return element(
        "style:master-page",
        element("style:header", header) + element("style:footer", footer),
        style_name="Standard",
        style_page_layout_name="Page",
    )


_TAB = (
    '<style:tab-stops><style:tab-stop style:position="17cm" style:type="right"/></style:tab-stops>'
)


def _named(name: str, paragraph: str, size: int, shown: str | None = None, tabs: str = "") -> str:
    sizes = dict.fromkeys(
        ("fo_font_size", "style_font_size_asian", "style_font_size_complex"), f"{size}pt"
    )
    return element(
        "style:style",
        f"<style:paragraph-properties {paragraph}>{tabs}</style:paragraph-properties>"
        + element("style:text-properties", **sizes),
        style_name=name,
        style_display_name=shown,
        style_family="paragraph",
        style_class="text",
    )


_SMALL = 'fo:margin-bottom="0.1cm"'
_NAMED = (
    _named("Standard", 'fo:margin-bottom="0.28cm" fo:line-height="115%"', 12)
    + _named("Footnote", _SMALL, 10)
    + _named("Provrepo", _SMALL, 10, "provrepo")
    + _named(
        "Provrepo_20_first",
        'fo:margin-bottom="0.1cm" fo:margin-top="0.8cm" fo:padding-top="0.2cm" '
        'fo:border-top="0.5pt solid #000000"',
        10,
        "provrepo first",
    )
    + _named("Margin", 'fo:margin-bottom="0cm"', 10, tabs=_TAB)
    + _named(
        "Margin_RTL_Named",
        'fo:margin-bottom="0cm" style:writing-mode="rl-tb" fo:text-align="right"',
        10,
    )
    + '<style:style style:name="Footnote_20_sign" style:display-name="Footnote sign" '
    'style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>'
    '<text:notes-configuration text:note-class="footnote" style:num-format="1" '
    'text:citation-style-name="Footnote_20_sign" '
    'text:citation-body-style-name="Footnote_20_sign" style:num-suffix=" " '
    'text:start-value="0" text:footnotes-position="page" text:start-numbering-at="document"/>'
)
_PAGE = (
    '<style:page-layout style:name="Page"><style:page-layout-properties '
    'fo:page-width="21cm" fo:page-height="29.7cm" fo:margin="2cm"/>'
    '<style:header-style><style:header-footer-properties fo:margin-bottom="0.5cm"/>'
    "</style:header-style><style:footer-style>"
    '<style:header-footer-properties fo:margin-top="0.5cm"/></style:footer-style>'
    "</style:page-layout>"
)
