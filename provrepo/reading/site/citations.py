"""The citations of versions for the pages of a site: each work is formatted once, not each version.

The versions of a text differ, for a style, in their number and id alone. So a work is formatted
with a number and an id that stand for those of a version, and are replaced by them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from provrepo.cite import Style, export, render
from provrepo.errors import MissingMetadata, ProvrepoError, Purged
from provrepo.metadata import Item
from provrepo.publish.views import CitationView
from provrepo.reading.pinned import named_information, pinned_item, with_pin
from provrepo.reading.site.options import STYLES
from provrepo.reading.versions import Version
from provrepo.store.canonical import canonical
from provrepo.store.database import Database

EXPORTS = {"citation.ris": "ris", "citation.bib": "bibtex", "citation.json": "csl-json"}
"""The files of a version for reference managers, each with its format."""

_NUMBER = "90909 (909090909090)"
_ID = "90" * 32
"""What stands for the number and the id of a version."""


class Cited(NamedTuple):
    """The citations of a version, and its files for reference managers by their names."""

    citations: tuple[CitationView, ...]
    exports: dict[str, bytes]


def cited(database: Database, view: Version) -> Cited:
    """Return the citations of a version; none where it has no citation metadata, or no more."""
    try:
        item = pinned_item(database, view, "short")
    except (MissingMetadata, Purged):
        return Cited((), {})
    number = item["version"]
    work = canonical({**item, "id": _ID, "version": _NUMBER})
    citations, exports = _formatted(work, tuple(item))
    named = named_information(view.id)

    def pinned(text: str) -> str:
        text = text.replace(_NUMBER, number).replace(named_information(_ID), named)
        return text.replace(_ID, view.id)

    return Cited(
        tuple(CitationView(style, pinned(html), pinned(text)) for style, html, text in citations),
        {name: pinned(text).encode("utf-8", "replace") for name, text in exports},
    )


_Formatted = tuple[list[tuple[str, str, str]], list[tuple[str, str]]]


@lru_cache(maxsize=64)
def _formatted(work: bytes, fields: tuple[str, ...]) -> _Formatted:
    """Return the citations (style, HTML, text) and the files (name, text) of a work.

    ``work`` is its item in canonical JSON, ``fields`` are the item's in their own order.
    """
    import json

    parsed: dict[str, Any] = json.loads(work)
    item = {field: parsed[field] for field in fields}
    return [*_citations(item)], [*_exports(item)]


def _citations(item: Item) -> Iterator[tuple[str, str, str]]:
    """Yield a citation in each of `STYLES`, as the first note of a work of its own."""
    for name, has_notes in STYLES.items():
        try:
            style = Style.load(name)
            if has_notes:
                results = style.citations([[{"id": _ID}]], {_ID: item})
            else:
                results = style.bibliography({_ID: item})
        except ProvrepoError:  # metadata that this style cannot print
            continue
        for result in results:
            pinned = with_pin(result, item)
            yield name, render(pinned, "html"), "".join(span.text for span in pinned.spans)


def _exports(item: Item) -> Iterator[tuple[str, str]]:
    for name, form in EXPORTS.items():
        try:
            yield name, export(item, form, named_information(_ID))
        except ProvrepoError:
            continue
