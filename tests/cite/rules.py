"""Small styles for the tests of single rules: what a layout prints of an item."""

from __future__ import annotations

from typing import Any

from provrepo.cite import Style, render

_HEAD = '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="{0}" {1}><info/>'

AUTHOR_DATE = (
    '<group delimiter=" "><names variable="author"><name form="short" {0}/></names>'
    '<date variable="issued"><date-part name="year"/></date></group>'
)
"""A layout of author and year; ``{0}`` are attributes of cs:name."""
PLAIN = AUTHOR_DATE.format("")
BRACKETS = 'prefix="(" suffix=")" delimiter="; "'


def style(
    layout: str,
    *,
    kind: str = "in-text",
    root: str = "",
    head: str = "",
    citation: str = "",
    sort: str = "",
    attributes: str = "",
    bibliography: str = "",
    locale: str = "en-US",
) -> Style:
    """Return a style.

    ``root``, ``citation`` and ``attributes`` (of cs:layout) are attributes, ``head`` macros and
    locales, ``bibliography`` is a whole cs:bibliography.
    """
    source = (
        f"{_HEAD.format(kind, root)}{head}<citation {citation}>{sort}<layout {attributes}>"
        f"{layout}</layout></citation>{bibliography}</style>"
    )
    return Style.read(source, locale=locale)


def cite(
    layout: str,
    item: dict[str, Any],
    details: dict[str, Any] | None = None,
    **options: Any,  # noqa: ANN401 - the arguments of `style`
) -> str:
    """Return a cite of one item, as HTML; ``details`` are the locator and the like."""
    cites = [[{"id": "a", **(details or {})}]]
    return render(
        style(layout, **options).citations(cites, {"a": {"type": "book", **item}})[0], "html"
    )


def cites(
    layout: str,
    items: list[dict[str, Any]],
    clusters: list[list[Any]] | None = None,
    **options: Any,  # noqa: ANN401 - the arguments of `style`
) -> list[str]:
    """Return citations of items, as HTML; without ``clusters``, all of them in one.

    A cite is the id of an item, or an object.
    """
    by_id = {item["id"]: {"type": "book", **item} for item in items}
    read = [
        [{"id": cite} if isinstance(cite, str) else cite for cite in cluster]
        for cluster in clusters or [list(by_id)]
    ]
    return [
        render(citation, "html") for citation in style(layout, **options).citations(read, by_id)
    ]


def entries(
    bibliography: str,
    items: list[dict[str, Any]],
    **options: Any,  # noqa: ANN401 - the arguments of `style`
) -> list[str]:
    """Return the entries of a bibliography, as HTML."""
    by_id = {item["id"]: {"type": "book", **item} for item in items}
    entry_style = style('<text variable="title"/>', bibliography=bibliography, **options)
    return [render(entry, "html") for entry in entry_style.bibliography(by_id)]


def people(*names: str) -> list[dict[str, str]]:
    """Return names: "Doe/John" is a person, "United Nations" an institution."""
    return [
        dict(zip(("family", "given"), name.split("/"), strict=False))
        if "/" in name
        else {"literal": name}
        for name in names
    ]


def year(*years: int) -> dict[str, Any]:
    """Return a date or a range of years."""
    return {"date-parts": [[number] for number in years]}


def work(identifier: str, authors: tuple[str, ...], date: int = 2000) -> dict[str, Any]:
    """Return a book; its title is its id."""
    return {
        "id": identifier,
        "title": identifier,
        "author": people(*authors),
        "issued": year(date),
    }
