"""The writer of HTML: a version as a page of its own, without scripts and other files.

=========================  ====================================================================
in the version             in the file
=========================  ====================================================================
the title                  the heading of the page, before ``main``
the content                ``main``, and nothing else is in it
paragraphs                 ``p`` each, in the direction in which it is written
white space                as it is (``white-space: pre-wrap``)
a note on a passage        its number after the passage, and its words after the text
any other note             among them, without a number in the text; all under a heading
metadata, provenance       after the text, and as ``meta`` of Dublin Core
two texts                  a table, a row for each pair of passages
=========================  ====================================================================

It is not read again: what people get is a page, and the version is named on it. Whoever takes the
text out of it finds it in ``main``.
"""

from __future__ import annotations

from collections.abc import Sequence

from provrepo.directions import runs_to_left
from provrepo.formats.exported import Column, ExportedVersion, labelled, separator_of
from provrepo.formats.pieces import (
    Mark,
    Paragraph,
    Piece,
    cells,
    marks_of,
    paragraphs,
    stand_to_left,
    visible_text,
)
from provrepo.formats.provenance import provenance
from provrepo.formats.xml_text import element, escape
from provrepo.metadata import written

_STYLE = (
    "body{max-width:44em;margin:2em auto;padding:0 1em;font-family:Georgia,'Times New Roman',"
    "'Noto Serif','Songti SC',SimSun,serif;line-height:1.5}"
    "p,td,li{white-space:pre-wrap;overflow-wrap:anywhere}"
    "table{border-collapse:collapse;width:100%;table-layout:fixed}"
    "td{vertical-align:top;padding:0 .8em;width:50%}"
    "body.facing{max-width:72em}"
    "h1{font-size:1.3em;font-weight:normal;overflow-wrap:anywhere}h2{font-size:1em}"
    "section,footer{border-top:1px solid;margin-top:2em;padding-top:.5em;font-size:.85em}"
    "sup{line-height:0}"
    "@media print{body{margin:0;max-width:none}}"
)


def write(version: ExportedVersion) -> bytes:
    """Return a version as an HTML page in UTF-8."""
    page = _Text(version)
    visible = visible_text(version.content)
    marks = marks_of(version, len(visible))
    body = "\n".join(
        page.paragraph(paragraph)
        for paragraph in paragraphs([Piece(visible)], separator_of(visible), marks)
    )
    main = element("main", body, lang=version.text.language)
    return _page(version, main + page.notes("Notes") + _footer([version]))


def write_facing(columns: Sequence[Column]) -> bytes:
    """Return two texts side by side, a row for each pair of passages."""
    pages = [_Text(column.version, place) for place, column in enumerate(columns)]
    rows = zip(*(cells(column) for column in columns), strict=True)
    elsewhere = columns[0].elsewhere
    table = "\n".join(
        element(
            "tr",
            "".join(
                element(
                    "td",
                    "".join(map(page.paragraph, cell)),
                    lang=column.version.text.language,
                )
                if cell or number not in elsewhere
                else _leading_on(elsewhere[number])
                for page, column, cell in zip(pages, columns, row, strict=True)
            ),
            id=f"row{number}" if number in elsewhere.values() else None,
        )
        for number, row in enumerate(rows, 1)
    )
    ends = "".join(page.notes(f"Notes on {page.reference}") for page in pages)
    footer = _footer([column.version for column in columns])
    order = "rtl" if stand_to_left(columns) else "ltr"
    main = element("main", element("table", table, dir=order))
    return _page(columns[-1].version, main + ends + footer, facing=True)


def _leading_on(row: int) -> str:
    """Return the cell that a passage leaves empty which the other text has in another place."""
    return element("td", element("p", element("a", "moved", href=f"#row{row}")), lang="en")


class _Text:
    """Writes the paragraphs and notes of a version; ``place`` is its column, from 0."""

    def __init__(self, version: ExportedVersion, place: int = 0) -> None:
        self._version = version
        self._name = "abcdefgh"[place]
        self._count = 0
        self._numbers: dict[int, int] = {}

    @property
    def reference(self) -> str:
        """What the version is called on a page that shows two texts."""
        return f"{self._version.document}/{self._version.text}"

    def paragraph(self, paragraph: Paragraph) -> str:
        """Return a paragraph; its own letters say in which direction it runs."""
        content = "".join(map(self._step, paragraph.steps)) or "&#160;"
        return element("p", content, dir=_direction(paragraph.text, self._version.text.language))

    def _step(self, step: Piece | Mark) -> str:
        if isinstance(step, Piece):
            return escape(step.text)
        if step.kind != "note":
            return ""
        self._count += 1
        self._numbers[step.number] = self._count
        target = f"{self._name}{self._count}"
        link = element("a", str(self._count), href=f"#{target}", id=f"to-{target}")
        return element("sup", link)

    def notes(self, heading: str) -> str:
        """Return the notes under a heading: those with numbers first, in the order of the text."""
        items = []
        placed = sorted(self._numbers.items(), key=lambda pair: pair[1])
        for number, count in placed:
            target = f"{self._name}{count}"
            back = element("a", f"{count}", href=f"#to-{target}")
            items.append(self._note(number, f"{back}. ", target))
        items += [
            self._note(number, "")
            for number in range(1, len(self._version.notes) + 1)
            if number not in self._numbers
        ]
        if not items:
            return ""
        name = f"notes-{self._name}"  # only a section with a name is a landmark of the page
        title = element("h2", escape(heading), id=name, lang="en", dir="ltr")
        return element("section", "\n".join([title, *items]), **{"aria-labelledby": name})

    def _note(self, number: int, before: str, identity: str | None = None) -> str:
        note = self._version.notes[number - 1].note
        words = escape(labelled(note, note.text))
        direction = _direction(note.text, note.language)
        return element("p", before + words, id=identity, dir=direction, lang=note.language)


def _direction(text: str, language: str) -> str:
    return "rtl" if runs_to_left(text, language) else "ltr"


def _footer(versions: Sequence[ExportedVersion]) -> str:
    lines = [line for version in versions for line in provenance(version)]
    return element("footer", "\n".join(element("p", escape(line), dir="auto") for line in lines))


def _page(version: ExportedVersion, body: str, *, facing: bool = False) -> bytes:
    """Return a whole page; what programs look for stands in its head."""
    item = version.citation or {}
    fields = {
        "dcterms.title": version.title,
        "dcterms.creator": written("author", item["author"]) if item.get("author") else "",
        "dcterms.language": version.text.language,
        "dcterms.identifier": version.id,
        "dcterms.isVersionOf": f"{version.document}/{version.text}",
    }
    metas = "\n".join(
        element("meta", name=name, content=value) for name, value in fields.items() if value
    )
    head = (
        f'<meta charset="utf-8"/>\n<meta name="viewport" content="width=device-width"/>\n{metas}\n'
        f"<title>{escape(version.title)}</title>\n<style>{_STYLE}</style>"
    )
    title = element("header", element("h1", escape(version.title), dir="auto"))
    page = element("head", head) + element(
        "body", title + body, **{"class": "facing" if facing else None}
    )
    language = version.text.language
    return f'<!DOCTYPE html>\n<html lang="{language}">\n{page}\n</html>\n'.encode()
