"""What citeproc-js does with a style, as changes to a copy of the style (see `csl_kinds`).

Each change is of a kind that a clause of CSL 1.0.2 settles, and returns whether the style had what
the kind is about; docs/cite.md has the clauses.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable

NAMESPACE = "{http://purl.org/net/xbiblio/csl}"
FORMATS = ("font-style", "font-variant", "font-weight", "text-decoration", "vertical-align")


def _macros_keep_case(style: ET.Element) -> bool:
    return _drop(style, "text", ("text-case",), lambda element: "macro" in element.attrib)


def _localized_dates_plain(style: ET.Element) -> bool:
    return _drop(style, "date", ("text-case", *FORMATS), lambda element: "form" in element.attrib)


def _inner_blocks_flow(style: ET.Element) -> bool:
    top = {id(child) for layout in style.iter(f"{NAMESPACE}layout") for child in layout}
    found = False
    for element in style.iter():
        if "display" in element.attrib and id(element) not in top:
            del element.attrib["display"]
            found = True
    return found


def _labels_without_variable(style: ET.Element) -> bool:
    """Print a label whatever its variable holds."""
    found = False
    for element in style.iter(f"{NAMESPACE}label"):
        variable = element.attrib.pop("variable", "")
        if variable:
            element.tag = f"{NAMESPACE}text"
            element.set("term", "page" if variable == "locator" else variable)
            element.set("plural", "true" if element.get("plural") == "always" else "false")
            found = True
    return found


def _locator_labels_of_pages(style: ET.Element) -> bool:
    """Let the label of a locator look at the pages of the item."""
    found = False
    for element in style.iter(f"{NAMESPACE}label"):
        if element.get("variable") == "locator":
            element.set("variable", "page")
            found = True
    return found


def _titles_of_terms(style: ET.Element) -> bool:
    """Write labels and terms in title case in any language."""
    found = False
    for element in style.iter():
        is_term = element.tag == f"{NAMESPACE}label" or "term" in element.attrib
        if is_term and element.get("text-case") in ("title", "capitalize-all"):
            element.set("text-case", "capitalize-first")
            found = True
    return found


def _ordinals_of_the_locale(style: ET.Element) -> bool:
    found = False
    for terms in style.iter(f"{NAMESPACE}terms"):
        for term in list(terms):
            if term.get("name", "").startswith("ordinal"):
                terms.remove(term)
                found = True
    return found


def _locales_of_any_dialect(style: ET.Element) -> bool:
    """Let the terms that a style gives one dialect hold in all of its language."""
    found = False
    name = "{http://www.w3.org/XML/1998/namespace}lang"
    for locale in style.iter(f"{NAMESPACE}locale"):
        language, _, dialect = locale.get(name, "").partition("-")
        if dialect:
            locale.set(name, language)
            found = True
    return found


def _events_without_a_title(style: ET.Element) -> bool:
    """Take an item's ``event-title`` from styles that ask for it by its old name."""
    found = False
    for element in style.iter():
        words = element.get("variable", "").split()
        if "event" in words:
            element.set(
                "variable", " ".join("nothing" if word == "event" else word for word in words)
            )
            found = True
    return found


def _all_names_told_apart(style: ET.Element) -> bool:
    """Expand the given names of namesakes whose cites differ, too."""
    found = False
    for element in style.iter(f"{NAMESPACE}citation"):
        rule = element.get("givenname-disambiguation-rule", "by-cite")
        if element.get("disambiguate-add-givenname") == "true" and rule != "all-names":
            element.set("givenname-disambiguation-rule", "all-names")
            found = True
    return found


def _variables_keep_periods(style: ET.Element) -> bool:
    return _drop(style, "text", ("strip-periods",), lambda element: "term" not in element.attrib)


def _groups_have_the_delimiter_of_the_layout(style: ET.Element) -> bool:
    """Put the layout's delimiter between cites of a group where something else follows a group."""
    found = False
    for citation in style.iter(f"{NAMESPACE}citation"):
        layout = citation.find(f"{NAMESPACE}layout")
        says = citation.attrib.keys() & {"cite-group-delimiter", "after-collapse-delimiter"}
        if layout is not None and says == {"after-collapse-delimiter"}:
            citation.set("cite-group-delimiter", layout.get("delimiter", ""))
            found = True
    return found


def _notes_tell_cites_apart(style: ET.Element) -> bool:
    """Print nothing that tells cites apart where the number of the first note does."""
    return _conditions(style, "nothing")


def _notes_tell_nothing_apart(style: ET.Element) -> bool:
    """Print what tells cites apart beside the number of any first note."""
    return _conditions(style, "first-reference-note-number")


def _conditions(style: ET.Element, variable: str) -> bool:
    variables = {element.get("variable") for element in style.iter()}
    if "first-reference-note-number" not in variables:
        return False
    found = False
    for element in style.iter():
        if element.attrib.pop("disambiguate", None) is not None:
            element.set("variable", variable)
            found = True
    return found


def _inherited_delimiter_is_lost(style: ET.Element) -> bool:
    return _drop_anywhere(style, ("name-delimiter",))


def _own_rule_before_last_is_lost(style: ET.Element) -> bool:
    return _drop(style, "name", ("delimiter-precedes-last",), lambda _: True)


def _drop(
    style: ET.Element,
    tag: str,
    attributes: tuple[str, ...],
    chosen: Callable[[ET.Element], bool],
) -> bool:
    found = False
    for element in style.iter(f"{NAMESPACE}{tag}"):
        if chosen(element):
            found |= _without(element, attributes)
    return found


def _drop_anywhere(style: ET.Element, attributes: tuple[str, ...]) -> bool:
    found = False
    for element in style.iter():
        found |= _without(element, attributes)
    return found


def _without(element: ET.Element, attributes: tuple[str, ...]) -> bool:
    """Take attributes from an element; return whether it had one."""
    return bool([name for name in attributes if element.attrib.pop(name, None) is not None])


STYLE_KINDS: dict[str, tuple[Callable[[ET.Element], bool], ...]] = {
    "text-case of a macro": (_macros_keep_case,),
    "format of a localized date": (_localized_dates_plain,),
    "display inside a group": (_inner_blocks_flow,),
    "label without its variable": (_labels_without_variable, _locator_labels_of_pages),
    "title case of terms": (_titles_of_terms,),
    "ordinal suffixes": (_ordinals_of_the_locale,),
    "terms of another dialect": (_locales_of_any_dialect,),
    "event under its new name": (_events_without_a_title,),
    "periods of variables and macros": (_variables_keep_periods,),
    "delimiter inside a group": (_groups_have_the_delimiter_of_the_layout,),
    "number of the first note": (_notes_tell_cites_apart, _notes_tell_nothing_apart),
    "delimiter of institutions": (_inherited_delimiter_is_lost, _own_rule_before_last_is_lost),
}
"""The changes by kind; where there are two, either may be what citeproc-js does."""
ENTRY_KINDS: dict[str, Callable[[ET.Element], bool]] = {
    "namesakes whose cites differ": _all_names_told_apart,
}
"""Changes that explain what differs in entries, never what does in citations."""
