"""Small office packages for tests, put together from pieces of XML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES = (
    f'xmlns:r="{RELATIONSHIPS}" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
)
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_ODF_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{_ODF}{name}:1.0"'
    for prefix, name in {
        "office": "office", "text": "text", "table": "table", "draw": "drawing", "style": "style",
        "fo": "xsl-fo-compatible", "svg": "svg-compatible", "meta": "meta",
    }.items()
) + (
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' xmlns:math="http://www.w3.org/1998/Math/MathML"'
    ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
)  # fmt: skip


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """Return a zip of members."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return written.getvalue()


def part(root: str, inner: str, namespace: str = W) -> str:
    """Return a WordprocessingML part: a root element around ``inner``."""
    return f'<{root} xmlns:w="{namespace}" {_NAMESPACES}>{inner}</{root}>'


def word(
    body: str,
    *,
    namespace: str = W,
    main: str = "word/document.xml",
    core: str = "",
    comments_extended: str = "",
    **parts: str,
) -> bytes:
    """Return a .docx whose body is ``body``; ``parts`` are the inner XML of other parts."""
    roots = {"footnotes", "endnotes", "comments", "styles", "numbering"}
    folder = main.rpartition("/")[0]
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": _relations(
            {f"/{main}": "officeDocument", "docProps/core.xml": "metadata/core-properties"}
        ),
        main: part("w:document", f"<w:body>{body}</w:body>", namespace),
    }
    targets = {}
    for name, inner in parts.items():
        kind = name.rstrip("0123456789")
        root = f"w:{name}" if name in roots else {"header": "w:hdr", "footer": "w:ftr"}[kind]
        members[f"{folder}/{name}.xml"] = part(root, inner, namespace)
        targets[f"{name}.xml"] = kind
    if comments_extended:
        members[f"{folder}/more.xml"] = part("w15:commentsEx", comments_extended)
        targets["more.xml"] = "commentsExtended"
    members[f"{folder}/_rels/{main.rpartition('/')[2]}.rels"] = _relations(targets)
    if core:
        members["docProps/core.xml"] = (
            '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
            'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
            f'xmlns:dcterms="http://purl.org/dc/terms/">{core}</cp:coreProperties>'
        )
    return zipped(members)


def _relations(kinds: Mapping[str, str]) -> str:
    """Return a part of relationships, each target with its kind."""
    inner = "".join(
        f'<Relationship Id="r{number}" Type="{RELATIONSHIPS}/{kind}" Target="{target}"/>'
        for number, (target, kind) in enumerate(kinds.items())
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{package}">{inner}</Relationships>'


def flat(body: str, *, automatic: str = "", styles: str = "", meta: str = "") -> str:
    """Return a flat OpenDocument text whose body is ``body``."""
    return (
        f"<office:document {_ODF_NAMESPACES}><office:meta>{meta}</office:meta>"
        f"<office:styles>{styles}</office:styles>"
        f"<office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    )


def open_document(body: str, *, automatic: str = "", styles: str = "", meta: str = "") -> bytes:
    """Return an .odt whose body is ``body``."""

    def root(name: str, inner: str) -> str:
        return f"<office:document-{name} {_ODF_NAMESPACES}>{inner}</office:document-{name}>"

    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": root(
                "content",
                f"<office:automatic-styles>{automatic}</office:automatic-styles>"
                f"<office:body><office:text>{body}</office:text></office:body>",
            ),
            "styles.xml": root("styles", f"<office:styles>{styles}</office:styles>"),
            "meta.xml": root("meta", f"<office:meta>{meta}</office:meta>"),
        }
    )
