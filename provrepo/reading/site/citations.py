"""The citations of versions for the pages of a site: each work is formatted once, not each version.

The versions of a text differ, for a style, in their number and id alone. So a work is formatted
with a number and an id that stand for those of a version, and are replaced by them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from html import escape
from types import MappingProxyType
from typing import Any, NamedTuple
from unicodedata import bidirectional

from provrepo.cite import Style, export, render
from provrepo.cite.csl.style_files import built_in_styles
from provrepo.errors import MissingMetadata, ProvrepoError, Purged
from provrepo.metadata import Item
from provrepo.publish.styles import ID, NUMBER
from provrepo.publish.views import CitationView
from provrepo.reading.citing.pinned import named_information, pinned_item, with_pin
from provrepo.reading.site.options import STYLES
from provrepo.reading.versions import Version
from provrepo.store.canonical import canonical
from provrepo.store.database import Database

EXPORTS = {"citation.ris": "ris", "citation.bib": "bibtex", "citation.json": "csl-json"}
"""The files of a version for reference managers, each with its format."""


class Cited(NamedTuple):
    """The citations of a version, and its files for reference managers by their names.

    ``other_styles`` are citations in the styles that the box has not, with the ``pin``'s stand-ins.
    """

    citations: tuple[CitationView, ...] = ()
    exports: Mapping[str, bytes] = MappingProxyType({})
    other_styles: tuple[CitationView, ...] = ()
    pin: tuple[str, str, str] | None = None


def cited(database: Database, view: Version) -> Cited:
    """Return the citations of a version; none where it has no citation metadata, or no more."""
    try:
        item = pinned_item(database, view, "short")
    except (MissingMetadata, Purged):
        return Cited()
    number = item["version"]
    work = canonical({**item, "id": ID, "version": NUMBER})
    citations, exports, other_styles = _formatted(work, tuple(item))
    named = named_information(view.id)

    def pinned(text: str) -> str:
        text = text.replace(NUMBER, number).replace(named_information(ID), named)
        return text.replace(ID, view.id)

    return Cited(
        tuple(CitationView(style, pinned(html), pinned(text)) for style, html, text in citations),
        {name: pinned(text).encode("utf-8", "replace") for name, text in exports},
        other_styles,
        (number, view.id, named),
    )


_Formatted = tuple[list[tuple[str, str, str]], list[tuple[str, str]], tuple[CitationView, ...]]


@lru_cache(maxsize=64)
def _formatted(work: bytes, fields: tuple[str, ...]) -> _Formatted:
    """Return the citations (style, HTML, text), the files (name, text) and the others of a work.

    ``work`` is its item in canonical JSON, ``fields`` are the item's in their own order.
    """
    import json

    parsed: dict[str, Any] = json.loads(work)
    item = {field: parsed[field] for field in fields}
    other_styles = {name: True for name in built_in_styles() if name not in STYLES}
    views = tuple(CitationView(*citation) for citation in _citations(item, other_styles))
    return [*_citations(item, STYLES)], [*_exports(item)], views


def _citations(item: Item, styles: Mapping[str, bool]) -> Iterator[tuple[str, str, str]]:
    """Yield a citation in each of some styles, as the first note of a work of its own.

    Those of `styles` that write no notes get the entry of a list of works.
    """
    for name, has_notes in styles.items():
        try:
            style = _style(name)
            if has_notes:
                results = style.citations([[{"id": ID}]], {ID: item})
            else:
                results = style.bibliography({ID: item})
        except ProvrepoError:  # metadata that this style cannot print
            continue
        for result in results:
            pinned = with_pin(result, item)
            yield (
                name,
                _isolated(render(pinned, "html"), item),
                "".join(span.text for span in pinned.spans),
            )


def _isolated(html: str, item: Item) -> str:
    """Return a citation in which no name or title that runs to the left turns round what follows.

    Commas, quotation marks and numbers between an Arabic title and an Arabic archive would run to
    the left as well, so that the archive stood before the date (Unicode Standard Annex 9).
    """
    leftward = sorted(
        {escape(words, quote=quote) for words in _strings(item) for quote in (True, False)
         if any(map(_is_leftward, words))}, key=lambda words: (-len(words), words),
    )  # fmt: skip
    if not leftward:
        return html
    pattern = re.compile("|".join(map(re.escape, leftward)))
    parts = re.split("(<[^>]*>)", html)
    parts[::2] = [pattern.sub(r"<bdi>\g<0></bdi>", part) for part in parts[::2]]
    return re.sub("</bdi>( ?)<bdi>", r"\1", "".join(parts))  # the parts of one name


def _strings(values: object) -> Iterator[str]:
    """Yield all words of an item: titles, names and their parts."""
    if isinstance(values, str):
        yield values
    elif isinstance(values, Mapping):
        for inner in values.values():
            yield from _strings(inner)
    elif isinstance(values, Sequence):
        for inner in values:
            yield from _strings(inner)


def _is_leftward(character: str) -> bool:
    return bidirectional(character) in ("R", "AL")


@cache
def _style(name: str) -> Style:
    """Return a built-in style, which is looked for once."""
    return Style.load(name)


def _exports(item: Item) -> Iterator[tuple[str, str]]:
    for name, form in EXPORTS.items():
        try:
            yield name, export(item, form, named_information(ID))
        except ProvrepoError:
            continue
