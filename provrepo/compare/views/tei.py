"""The TEI view: a critical apparatus by parallel segmentation, well-formed XML."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from provrepo.compare.collation import Collation

# Characters that XML 1.0 cannot hold, not even as a reference.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NAMES = re.compile(r"[^A-Za-z0-9_.-]")


def as_tei(collation: Collation, *, title: str) -> str:
    """Return a TEI P5 document with an ``<app>`` wherever the witnesses differ.

    White space is kept as it is. A character that XML forbids is written
    ``<g n="U+0001">\N{REPLACEMENT CHARACTER}</g>``. A passage that stands elsewhere points there
    with ``corresp``, and what changed inside it is a ``<seg type="changed">``. See TEI P5, 12.2.3
    The Parallel Segmentation Method.
    """
    identifiers = _identifiers(collation.witnesses)
    witnesses = "".join(
        f"<witness xml:id={quoteattr(identifier)}>{_label(label)}</witness>"
        for identifier, label in zip(identifiers, collation.labels, strict=True)
    )
    prefix = _prefix(identifiers)
    linked: dict[int, list[tuple[str, str]]] = {}
    for number, passage in enumerate(collation.transpositions, 1):
        places = f"{prefix}{number}-a", f"{prefix}{number}-b"
        linked.setdefault(passage.first, []).append(places)
        linked.setdefault(passage.second, []).append((places[1], places[0]))
    body = []
    for number, segment in enumerate(collation.segments):
        if segment.agreed:
            body.append(_text(segment.readings[0]))
            continue
        readings = []
        for reading, numbers in segment.groups():
            sigla = " ".join(f"#{identifiers[number]}" for number in numbers)
            written = _changed(reading, segment.changed) if reading else ""
            readings.append(f'<rdg wit="{sigla}">{written}</rdg>')
        # Each place has an identifier for every passage that stands in another one, too.
        attributes = "".join(
            f' xml:id="{place}" corresp="#{other}"' for place, other in linked.get(number, ())[:1]
        )
        anchors = "".join(
            f'<anchor xml:id="{place}" corresp="#{other}"/>'
            for place, other in linked.get(number, ())[1:]
        )
        body.append(f"{anchors}<app{attributes}>{''.join(readings)}</app>")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc>'
        f"<titleStmt><title>{_text(title)}</title></titleStmt>"
        "<publicationStmt><p>Collation made by provrepo.</p></publicationStmt>"
        f"<sourceDesc><listWit>{witnesses}</listWit></sourceDesc></fileDesc>"
        '<encodingDesc><variantEncoding method="parallel-segmentation" location="internal"/>'
        "</encodingDesc></teiHeader>\n"
        f'<text><body><ab xml:space="preserve">{"".join(body)}</ab></body></text></TEI>\n'
    )


def _changed(reading: str, ranges: tuple[tuple[int, int], ...]) -> str:
    """Return a reading in which the ``ranges`` are marked as changed."""
    parts = []
    place = 0
    for start, end in ranges:
        parts.append(_text(reading[place:start]))
        parts.append(f'<seg type="changed">{_text(reading[start:end])}</seg>')
        place = end
    return "".join([*parts, _text(reading[place:])])


def _prefix(identifiers: list[str]) -> str:
    """Return what identifiers of places begin with, and none of a witness does."""
    prefix = "place-"
    while any(identifier.startswith(prefix) for identifier in identifiers):
        prefix = f"x{prefix}"
    return prefix


def _identifiers(names: tuple[str, ...]) -> list[str]:
    """Return an XML identifier for each witness, made of its name, all of them different."""
    identifiers: list[str] = []
    for number, name in enumerate(names, 1):
        identifier = _NAMES.sub("_", name) or "_"
        if not identifier[0].isalpha():
            identifier = f"w{identifier}"
        while identifier in identifiers:
            identifier += f"-{number}"
        identifiers.append(identifier)
    return identifiers


def _label(label: str) -> str:
    """Return the name of a witness, in which TEI allows no ``<g>``."""
    return escape(_FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", label), {"\r": "&#13;"})


def _text(text: str) -> str:
    # A parser would turn a bare carriage return into a line feed.
    escaped = escape(text, {"\r": "&#13;"})
    return _FORBIDDEN.sub(lambda sign: f'<g n="U+{ord(sign.group()):04X}">\ufffd</g>', escaped)
