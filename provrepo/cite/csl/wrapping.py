"""What an element does to its output: text-case, affixes, formatting, quotation marks."""

from __future__ import annotations

from collections.abc import Callable

from provrepo.cite.csl.context import Context
from provrepo.cite.csl.name_parts import ROMANESQUE
from provrepo.cite.csl.text_case import change_case
from provrepo.cite.csl.tree import FORMATTING, NAME_ROLES, Mark, Node, Output, text_of
from provrepo.cite.csl.work import LETTERS_PER_STEP
from provrepo.cite.csl.xml_tree import Element

Wrap = Callable[[list[Output]], Output | None]
ChangeText = Callable[[list[Output], Context], list[Output]]


def formatting(element: Element) -> tuple[Mark, ...]:
    """Return the formatting attributes of an element, outermost first."""
    return formatting_of(element.attributes)


def formatting_of(attributes: dict[str, str]) -> tuple[Mark, ...]:
    """Return the formatting among attributes, outermost first."""
    return tuple((name, attributes[name]) for name in FORMATTING if name in attributes)


def wrapper(element: Element) -> Wrap:
    """Return a function that puts an element's affixes, formatting and quotes around its output."""
    attributes = element.attributes
    prefix, suffix = attributes.get("prefix", ""), attributes.get("suffix", "")
    marks = formatting(element)
    quotes = "outer" if attributes.get("quotes") == "true" else ""
    display = attributes.get("display", "")
    if not (prefix or suffix or marks or quotes or display):

        def plain(outputs: list[Output]) -> Output | None:
            if len(outputs) == 1:
                return outputs[0]
            return Node(outputs) if outputs else None

        return plain

    def wrap(outputs: list[Output]) -> Output | None:
        if not outputs:
            return None
        return Node(
            outputs, prefix=prefix, suffix=suffix, marks=marks, quotes=quotes, display=display
        )

    return wrap


def text_wrapper(element: Element) -> Wrap:
    """Return a `wrapper` that leaves Chinese, Japanese and Korean upright.

    Their typography has no italics; fonts only slant the characters.
    """
    wrap = wrapper(element)
    if element.get("font-style") not in ("italic", "oblique"):
        return wrap
    attributes = {name: value for name, value in element.attributes.items() if name != "font-style"}
    upright = wrapper(Element(element.tag, attributes, element.line, element.file))

    def choose(outputs: list[Output]) -> Output | None:
        text = "".join(map(text_of, outputs))
        return upright(outputs) if _is_ideographic(text) else wrap(outputs)

    return choose


def _is_ideographic(text: str) -> bool:
    return (
        not text.isascii()
        and any(letter.isalpha() for letter in text)
        and ROMANESQUE.search(text) is None
    )


def text_changer(element: Element) -> ChangeText | None:
    """Return what ``strip-periods`` and ``text-case`` do to a text; None where they do nothing."""
    strip = element.get("strip-periods") == "true"
    case = element.get("text-case")
    if not strip and case in ("", "none"):
        return None
    is_term = element.tag == "label" or "term" in element.attributes

    def change(outputs: list[Output], context: Context) -> list[Output]:
        letters = sum(len(text_of(output)) for output in outputs)
        context.work.spend(letters // LETTERS_PER_STEP)
        if strip:
            outputs = [without_periods(output) for output in outputs]
        if case:
            # An item's own language decides about title case (CSL 1.0.2, "Non-English Items");
            # an item that names none is taken to be in the language of the style.
            language = context.item.language
            english = language.lower().startswith("en") if language else context.locale.english
            if is_term or not language:
                # A term has the letters of its own language, whatever the item is written in.
                language = context.locale.language
            outputs = change_case(outputs, case, english=english, language=language)
        return outputs

    return change


def without_periods(output: Output) -> Output:
    """Return the output without periods; affixes keep theirs."""
    if isinstance(output, str):
        return output.replace(".", "")
    if output.role == "identifier":
        return output
    kids = [without_periods(kid) for kid in output.kids]
    if output.role in NAME_ROLES:
        # A `NameBlock` holds on to this very node, to replace names in it later.
        output.kids = kids
        return output
    return output.with_kids(kids)
