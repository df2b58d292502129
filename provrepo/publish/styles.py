"""The citation styles that a page leaves out, in one file a document, which its script loads.

The versions of a text differ, for a style, in their number and id alone. So the file has each work
once, with a number and an id that stand for those of a version, and says by what they are replaced.
"""

from __future__ import annotations

from provrepo.compare.views.escaping import with_controls_named
from provrepo.publish.scripts import script
from provrepo.publish.views import CitationView, DocumentView

NUMBER = "90909 (909090909090)"
ID = "90" * 32
"""What stands for the number and the id of a version."""

FILE = "styles.js"
"""The name of the file within the folder of a document; no text is called so."""

NAMES = {
    "apa": "APA",
    "bundesarchiv": "Bundesarchiv",
    "chicago-author-date": "Chicago, author–date",
    "chicago-notes": "Chicago, notes",
    "fond": "Fond, opis, delo",
    "lac": "Library and Archives Canada",
    "mhra": "MHRA",
    "mla": "MLA",
    "naa": "National Archives of Australia",
    "nara": "US National Archives",
    "presidential": "US presidential libraries",
    "tna": "The National Archives (UK)",
    "wilson": "Wilson Center Digital Archive",
}
"""What people call the styles."""


def path(document: DocumentView) -> str:
    """Return the path of the file of a document."""
    return f"{document.folder}/{FILE}"


def has_others(document: DocumentView) -> bool:
    """Return whether a document has such a file."""
    return any(version.other_citations for text in document.texts for version in text.versions)


def styles_file(document: DocumentView) -> bytes:
    """Return the file: each work in each style, and of which work each version is."""
    works: dict[tuple[CitationView, ...], int] = {}
    versions: dict[str, list[object]] = {}
    for text in document.texts:
        for version in text.versions:
            if version.other_citations and version.pin:
                work = works.setdefault(version.other_citations, len(works))
                versions[version.identity] = [work, *version.pin]
    drawn = [
        {
            citation.style: [with_controls_named(citation.html), citation.text]
            for citation in citations
        }
        for citations in works
    ]
    data = {"number": NUMBER, "id": ID, "works": drawn, "versions": versions}
    return script("styles", data)
