"""What guides of archives and styles print, and what is printed here of the same item."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from provrepo.cite import Style, render

Item = dict[str, Any]


class Printed(NamedTuple):
    """What a guide prints: its style, the text, the item, and what else it is printed from."""

    style: str
    text: str
    item: Item
    locator: tuple[str, str] | None = None
    locale: str = "en-US"
    entry: bool = False


def person(family: str, given: str = "") -> Item:
    """Return a person's name."""
    return {"family": family, "given": given} if given else {"family": family}


def body(name: str) -> Item:
    """Return an institution's name, or one that is printed as it stands."""
    return {"literal": name}


def day(*parts: int) -> Item:
    """Return a date."""
    return {"date-parts": [list(parts)]}


def unit(archive: str, location: str = "", collection: str = "", place: str = "") -> Item:
    """Return where an item is kept."""
    fields = {
        "archive": archive,
        "archive_location": location,
        "archive_collection": collection,
        "archive-place": place,
    }
    return {name: value for name, value in fields.items() if value}


def cases(guides: dict[str, list[Printed]]) -> list[Any]:
    """Return the strings of some guides as parameters of one test."""
    return [
        pytest.param(printed, id=f"{printed.style}-{number}")
        for number, printed in enumerate(printed for guide in guides.values() for printed in guide)
    ]


def text_of(printed: Printed) -> str:
    """Return what the style prints: the entry, or the first note or citation."""
    style = Style.load(printed.style, locale=printed.locale)
    items = {"a": printed.item}
    if printed.entry:
        return render(style.bibliography(items)[0], "text")
    label = dict(zip(("label", "locator"), printed.locator or (), strict=False))
    return render(style.citations([[{"id": "a", **label}]], items)[0], "text")
