"""What a text or number variable holds in a cite: from the item, the cite, or the processor."""

from __future__ import annotations

from collections.abc import Callable

from provrepo.cite.csl.context import Context

_NOT_FROM_ITEM = frozenset(
    {"citation-label", "citation-number", "first-reference-note-number", "locator"}
)
_DASHES = frozenset("-–—")
_IDENTIFIERS = frozenset({"archive_location", "call-number", "number"})


def reader_of(variable: str, form: str = "long") -> Callable[[Context], str]:
    """Return what reads a text or number variable in a cite, as `value_of` does."""
    if variable in _NOT_FROM_ITEM:
        return lambda context: value_of(context, variable, form)
    return lambda context: context.item.text(variable, form)


def value_of(context: Context, variable: str, form: str = "long") -> str:
    """Return the value of a text or number variable in this cite; empty where it has none."""
    if variable == "locator":
        return context.cite.locator
    if variable == "citation-number":
        return str(context.citation_number) if context.citation_number else ""
    if variable == "first-reference-note-number":
        return str(context.cite.first_note) if context.cite.first_note else ""
    if variable == "citation-label" and not context.item.data.get("citation-label"):
        from provrepo.cite.csl.labels import citation_label

        return citation_label(context.item)
    return context.item.text(variable, form)


def pages_of(context: Context, variable: str, value: str, page_format: str) -> str:
    """Return a page or locator field with its ranges as the style writes them."""
    if _DASHES.isdisjoint(value):
        return value
    # Loaded where it is needed: its patterns are slow to compile, and many notes have no range.
    from provrepo.cite.csl.page_ranges import format_pages

    if variable == "locator" and context.cite.label != "page":
        page_format = ""
    return format_pages(value, page_format, range_delimiter(context))


def range_delimiter(context: Context) -> str:
    """Return what stands between the ends of a range of numbers."""
    return context.locale.term("page-range-delimiter") or "–"


def is_identifier(context: Context, variable: str) -> bool:
    """Return whether a value with hyphens is the name that an archive or office gave, no range.

    "118-01026-03", "N110 - 5" and "102-138" (a public law) are printed as they stand, whatever the
    type of the item: no variable of these three counts pages or volumes.
    """
    return variable in _IDENTIFIERS and "-" in context.item.text(variable)
