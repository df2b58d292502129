"""A part for footnotes in the package of a Word document that has none."""

from __future__ import annotations

import posixpath
import re
from itertools import count

from provrepo.formats.office.docx_parts import Package

_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships/footnotes"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_CONTENT_TYPES = "[Content_Types].xml"


def added_part(package: Package, notes: bytes, *, is_strict: bool) -> dict[str, bytes]:
    """Return the members that a package gets or that change with ``notes`` as its footnotes.

    They are the part itself, the relationships of the main document and the content types (ECMA-376
    part 2 §9, §10).
    """
    folder, base = posixpath.split(package.main)
    names = (f"footnotes{number or ''}.xml" for number in count())
    name = next(name for name in names if posixpath.join(folder, name) not in package.members)
    part = posixpath.join(folder, name)
    relations = posixpath.join(folder, "_rels", f"{base}.rels")
    return {
        part: notes,
        relations: _related(_member(package, relations), name, is_strict=is_strict),
        _CONTENT_TYPES: _typed(_member(package, _CONTENT_TYPES), part),
    }


def _member(package: Package, name: str) -> str:
    if name not in package.members:
        return ""
    data = package.members.read(name)
    is_wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    return data.decode("utf-16" if is_wide else "utf-8", "replace")


def _related(document: str, target: str, *, is_strict: bool) -> bytes:
    kind = _STRICT if is_strict else _TRANSITIONAL
    ids = set(re.findall(r"\bId\s*=\s*[\"']([^\"']*)[\"']", document))
    identity = next(name for name in (f"rId{number}" for number in count(1)) if name not in ids)
    element = f'Relationship Id="{identity}" Type="{kind}" Target="{target}"'
    empty = f'<?xml version="1.0" encoding="UTF-8"?>\n<Relationships xmlns="{_RELATIONSHIPS}"/>'
    return _with_child(document or empty, "Relationships", element)


def _typed(document: str, part: str) -> bytes:
    element = f'Override PartName="/{part}" ContentType="{_TYPE}"'
    return _with_child(document, "Types", element)


def _with_child(document: str, root: str, element: str) -> bytes:
    """Return a document with an element more at the end of its root, with the root's prefix."""
    closing = re.search(rf"</((?:[\w.-]+:)?){root}\s*>\s*$", document)
    if closing:
        child = f"<{closing[1]}{element}/>"
        return (document[: closing.start()] + child + document[closing.start() :]).encode()
    return re.sub(
        rf"<((?:[\w.-]+:)?)({root})(\s[^>]*?)?/>\s*$",
        lambda match: (
            f"<{match[1]}{root}{match[3] or ''}><{match[1]}{element}/></{match[1]}{root}>"
        ),
        document,
    ).encode()
