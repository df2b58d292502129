"""Citation labels ("Doe65", "DoRo77") for styles that cite by trigraph."""

from __future__ import annotations

from provrepo.cite.csl.item import CitedItem

_CREATORS = (
    "author", "chair", "collection-editor", "compiler", "composer", "container-author",
    "contributor", "curator", "director", "editor", "editorial-director", "executive-producer",
    "guest", "host", "illustrator", "interviewer", "narrator", "organizer", "original-author",
    "performer", "producer", "recipient", "reviewed-author", "script-writer", "series-creator",
    "translator",
)  # fmt: skip
"""Who gives a label its letters, the first that an item names: citeproc-js's order."""


def citation_label(item: CitedItem) -> str:
    """Return a label from the names and the year of an item.

    One name gives four letters, two give two each, three two, one and one, four one each.
    """
    people = (item.names(variable) for variable in _CREATORS)
    names = next(filter(None, people), [])
    families = [name.family or name.literal for name in names][:4]
    if not families:
        families = [item.text("title")]
    widths = {1: (4,), 2: (2, 2), 3: (2, 1, 1)}.get(len(families), (1, 1, 1, 1))
    letters = "".join(
        "".join(filter(str.isalpha, family))[:width].capitalize()
        for family, width in zip(families, widths, strict=True)
    )
    date = item.date("issued")
    year = f"{abs(date.start[0]) % 100:02d}" if date is not None else "00"
    return letters + year
