"""The writer of Markdown: the content as it is, with footnotes, between metadata and provenance.

=========================  ====================================================================
in the version             in the file
=========================  ====================================================================
title, author, date        front matter that Pandoc knows, with the document, text and id
the content                as it is, to the last character: no sign of it is escaped
a note on a passage        a footnote after the passage, ``[^p1]``
any other note             a footnote of a line after the text
the record                 a comment, `provrepo.formats.exported`
the version's id           the last line, a comment
=========================  ====================================================================

The footnotes are called so that no text in the content looks like one.
"""

from __future__ import annotations

import json

from provrepo.formats.exported import (
    BLANK_LINE,
    ExportedVersion,
    in_file_order,
    labelled,
    on_the_whole,
    record_of,
    tail_of,
)
from provrepo.formats.plain.fences import MARKDOWN_FENCE, RECORD
from provrepo.formats.provenance import provenance
from provrepo.metadata import written


def write(version: ExportedVersion) -> bytes:
    """Return a version as a Markdown file in UTF-8."""
    beginning = _beginning(version.content)
    parts, place = [], 0
    for number, note in in_file_order(version.notes):
        end = note.end or 0
        parts += [version.content[place:end], f"[^{beginning}{number}]"]
        place = end
    text = "".join(parts) + version.content[place:]
    whole = " ".join(f"[^{beginning}{number}]" for number, _ in on_the_whole(version.notes))
    definitions = "".join(
        f"\n[^{beginning}{number}]: {_indented(labelled(noted.note, noted.note.text))}\n"
        for number, noted in enumerate(version.notes, 1)
    )
    lines = "".join(f"> {line.replace('<', '&lt;')}  \n" for line in provenance(version))
    visible = version.content.removesuffix(tail_of(version.content))
    record = record_of(version, visible, BLANK_LINE, provenance(version))
    ending = (
        f"{MARKDOWN_FENCE}\n{f'Notes on the whole text: {whole}{BLANK_LINE}' * bool(whole)}"
        f"{lines}{definitions}\n{RECORD}{record} -->\n<!-- provrepo {version.id} -->\n"
    )
    return (_front_matter(version) + text + ending).encode()


def _beginning(content: str) -> str:
    """Return how the names of the footnotes begin: as none in the content does."""
    beginning = "p"
    while f"[^{beginning}" in content:
        beginning += "p"
    return beginning


def _indented(text: str) -> str:
    """Return the words of a footnote: lines after the first are set in, but for empty ones."""
    return "\n".join(f"    {line}" if line else "" for line in text.split("\n")).lstrip(" ")


def _front_matter(version: ExportedVersion) -> str:
    """Return what other programs look for before a text, and where the file belongs."""
    item = version.citation or {}
    fields = {
        "title": version.title,
        "author": written("author", item["author"]) if item.get("author") else "",
        "date": written("issued", item["issued"]) if item.get("issued") else "",
        "lang": version.text.language,
        "document": version.document,
        "text": str(version.text),
        "provrepo": version.id,
    }
    lines = (f"{name}: {_quoted(value)}\n" for name, value in fields.items() if value)
    return f"---\n{''.join(lines)}---\n"


def _quoted(value: str) -> str:
    """Return a text in quotes: the escapes of JSON are those of YAML and of our front matter."""
    return json.dumps(" ".join(value.split()), ensure_ascii=False)
