"""Write editorial markup of TEI as plain text, by convention: chicago, leiden or plain.

``@`` stands for the content of the element; an empty place says that it is left out, and counted.
TEI P5 chapters 3.5 (simple editorial changes) and 11.3 (transcription) define the elements.

===========================  ======================  ==============  ===========
in the file                  chicago                 leiden          plain
===========================  ======================  ==============  ===========
``supplied``                 ``[@]``                 ``[@]``         ``@``
… ``reason="omitted"``       ``[@]``                 ``<@>``         ``@``
… ``reason="subaudible"``    ``[@]``                 ``(@)``         ``@``
… ``reason="explanation"``   ``[@]``                 ``(@)``         ``@``
``unclear``                  ``[@?]``                dots below      ``@``
``ex``                       ``[@]``                 ``(@)``         ``@``
``am``                       ``@``                   ``@``
``sic`` alone                ``@ [sic]``             ``@ (!)``       ``@``
``corr`` alone               ``[@]``                 ``<@>``         ``@``
``surplus``, ``secl``        ``@ [sic]``             ``{@}``
``del``                      ``[deleted: @]``        ``⟦@⟧``
``add``                      ``[inserted: @]``       ```@´``         ``@``
``abbr`` alone               ``@``                   ``@(- - -)``    ``@``
``choice``: ``sic, corr``    ``sic [corr]``          ``<corr>``      ``corr``
``choice``: ``orig, reg``    ``orig [reg]``          ``orig``        ``reg``
``choice``: ``abbr, expan``  ``abbr [expan]``        ``expan``       ``expan``
``choice``: ``unclear`` …    the first               the first       the first
``certainty``                ``[?]``                 ``(?)``
``handShift new="#m2"``      ``[hand 2]``            ``(hand 2)``
``g type="chirho"``, empty   ``[chirho]``            ``((chirho))``
``space``                    ``[blank]``             ``(vac. 3)``    a blank
``figDesc``                  ``[figure: @]``         ``((@))``
===========================  ======================  ==============  ===========

Of a ``choice`` leiden keeps the ``reg`` as a textual note, ``l. @``, and the ``sic``, ``@ (!)``.
With ``cert="low"`` chicago closes with ``?]`` and leiden with ``(?)`` before the bracket. Where an
``expan`` has an ``ex`` in it, or ``choice`` has one, only that is bracketed: ``Gen[era]l``,
``Gen(era)l``. A ``g`` that is an interpunct is written ``·``. A gap or another restoration within a
restoration has no brackets of its own.

===================================  =========================  =================  =====
``gap``                              chicago                    leiden             plain
===================================  =========================  =================  =====
lost, 3 characters                   ``[…]``                    ``[...]``          ``…``
lost, 12 characters                  ``[…]``                    ``[- 12 -]``       ``…``
lost, 12, ``precision="low"``        ``[…]``                    ``[- ca. 12 -]``   ``…``
lost, ``atLeast="2" atMost="4"``     ``[…]``                    ``[- 2-4 -]``      ``…``
lost, 2, with a ``certainty`` of it  ``[…?]``                   ``[..(?)]``        ``…``
lost, extent unknown                 ``[…]``                    ``[- - -]``        ``…``
lost, 2 lines (words, …)             ``[2 lines lost]``         ``[- 2 lines -]``  ``…``
lost, unknown number of lines        ``[lines lost]``           ``[- - - - - -]``  ``…``
illegible, 3 characters              ``[illegible]``            ``...``            ``…``
illegible, extent unknown            ``[illegible]``            ``- - -``          ``…``
illegible, 2 words (lines, …)        ``[2 words illegible]``    ``- 2 words -``    ``…``
omitted (by the scribe), 3           ``[…]``                    ``<...>``          ``…``
ellipsis, sampling, editorial        ``[…]``                    ``(...)``          ``…``
another reason, such as redacted     ``[redacted]``             ``[- - -]``        ``…``
with a ``desc``                      ``[the words of desc]``    as without         ``…``
===================================  =========================  =================  =====
"""

from __future__ import annotations

import re
from typing import NamedTuple
from unicodedata import category
from xml.etree.ElementTree import Element

from provrepo.formats.draft import CONVENTIONS
from provrepo.formats.tei.tree import without_notes
from provrepo.interventions import BRACKETS

_MARKS: dict[str, tuple[str, str, str]] = {
    "supplied": ("[@]", "[@]", "@"),
    "supplied omitted": ("[@]", "<@>", "@"),
    "supplied subaudible": ("[@]", "(@)", "@"),
    "supplied explanation": ("[@]", "(@)", "@"),
    "unclear": ("[@?]", "@", "@"),
    "ex": ("[@]", "(@)", "@"),
    "am": ("@", "@", ""),
    "sic": ("@ [sic]", "@ (!)", "@"),
    "corr": ("[@]", "<@>", "@"),
    "surplus": ("@ [sic]", "{@}", ""),
    "secl": ("@ [sic]", "{@}", ""),
    "del": ("[deleted: @]", "⟦@⟧", ""),
    "add": ("[inserted: @]", "`@´", "@"),
    "abbr": ("@", "@(- - -)", "@"),
    "certainty": ("[?]", "(?)", ""),
    "handShift": ("[@]", "(@)", ""),
    "g": ("[@]", "((@))", ""),
    "figDesc": ("[figure: @]", "((@))", ""),
}

_UNCERTAIN = {"chicago": "?", "leiden": "(?)", "plain": ""}
MERGED = {"chicago": "", "leiden": "[]", "plain": ""}
"""The bracket that a convention does not close and open again at one place."""

PREFERRED = {
    "chicago": (("sic", "corr"), ("orig", "reg"), ("abbr", "expan")),
    "leiden": (("corr",), ("orig",), ("expan",)),
    "plain": (("corr",), ("reg",), ("expan",)),
}
"""What a convention writes of a ``choice``: a word, and perhaps another one in brackets."""

NOTED = {"chicago": {}, "leiden": {"reg": "l. @", "sic": "@ (!)"}, "plain": {}}
"""What a convention says in a note about the part of a ``choice`` that it does not write.

``l.`` (lege) is what the word is to be read as; ``(!)`` marks what the scribe wrote instead.
"""

_DOTTED = 9  # the most lost letters that are written as dots; more are written as a number
_MEASURES = ("cm", "mm", "dm", "m", "in", "ft", "pt", "em")
_PLURALS = {"foot": "feet", "inch": "inches"}
_ELLIPSES = ("ellipsis", "sampling", "editorial", "irrelevant")


class Mark(NamedTuple):
    """The characters around the content of an element."""

    opening: str
    closing: str


def mark(element: Element, convention: str) -> Mark | None:
    """Return the marks of an element of the table above; None where its content is left out."""
    name = element.tag
    reason = f"{name} {element.get('reason', '').split(' ')[0]}"
    row = _MARKS.get(reason) or _MARKS[name]  # a reason without a row of its own says nothing
    template = row[CONVENTIONS.index(convention)]
    if not template:
        return None
    opening, _, closing = template.partition("@")
    # An unclear reading has its question mark anyway.
    if element.get("cert") in ("low", "medium") and opening and name != "unclear":
        closing = _UNCERTAIN[convention] + closing
    return Mark(opening, closing)


def sign(name: str, written: str, convention: str) -> str:
    """Return what stands for an element without content, such as ``handShift``; or nothing."""
    return _MARKS[name][CONVENTIONS.index(convention)].replace("@", written)


def with_dots(text: str) -> str:
    """Return ``text`` with a dot below each letter and digit (U+0323): Leiden's sign of doubt."""
    return "".join(
        f"{character}\u0323" if category(character)[0] in "LN" else character for character in text
    )


def gap(element: Element, convention: str) -> Mark | str:
    """Return what stands for a ``gap``: a bracket with its content, or characters without one."""
    if convention == "plain":
        return "…"
    doubt = _UNCERTAIN[convention] if any(map(_doubts_itself, element)) else ""
    reason = (element.get("reason", "").split() or [""])[0].lower()
    if convention == "chicago":
        return Mark("[", f"{_chicago_gap(element, reason)}{doubt}]")
    extent = _extent(element) + doubt
    if reason.startswith("illegible"):
        return extent
    if reason in _ELLIPSES:
        return "(...)"
    if reason == "omitted":
        return Mark("<", extent + ">")
    return Mark("[", extent + "]")


def _doubts_itself(inner: Element) -> bool:
    """Return whether what stands in a gap says that there may be no gap, not how long it may be."""
    match = inner.get("match", "")
    return inner.tag == "certainty" and ".." in match and "@" not in match


def _doubts_extent(inner: Element) -> bool:
    return inner.tag in ("certainty", "precision") and not _doubts_itself(inner)


def _chicago_gap(element: Element, reason: str) -> str:
    """Return what stands in the brackets: the editor's words for the gap, else its extent."""
    described = " ".join(without_notes(element).split()) or element.get("desc", "")
    if described:
        return unbracketed(described)
    unsaid = ("", "lost", "damage", "damaged", "undefined", "unknown")
    state = "lost" if reason in unsaid else reason
    if state in ("omitted", *_ELLIPSES):
        return "…"
    unit, number = _unit(element), _number(element)
    if unit and (number or unit not in _MEASURES):
        return f"{number} {unit} {state}".strip()
    return "…" if state == "lost" else unbracketed(state)


def _number(element: Element) -> str:
    """Return how much is lost or blank, such as ``3``, ``2-4`` or ``ca. 12``; "" where unknown."""
    quantity = element.get("quantity", "").strip()
    extent = element.get("extent", "").strip()
    low, high = element.get("atLeast", "").strip(), element.get("atMost", "").strip()
    if low and high and low != high:
        return f"{low}-{high}"
    number = quantity or low or high
    if not number:
        digits = re.match(r"\d+", extent)
        number = digits[0] if digits else ""
    number = re.sub(r"[^\d.,]", "", number)  # attributes are free text: “about 3”
    rough = element.get("precision") == "low" or any(map(_doubts_extent, element))
    return f"ca. {number}" if number and rough else number


def _unit(element: Element) -> str:
    """Return the unit of a gap, such as ``lines`` or ``word``; "" for characters."""
    unit = element.get("unit", "").strip()
    if not unit:
        word = re.search(r"[a-z]+", element.get("extent", "").lower())
        unit = word[0] if word else ""
    if unit.startswith(("char", "letter", "chr", "unknown", "some")) or not unit.isalpha():
        return ""
    # Encoders write both “line” and “lines”.
    singular = unit.removesuffix("s") or unit
    if unit in _MEASURES or _number(element) == "1":
        return singular
    return _PLURALS.get(singular, f"{singular}s")


def is_of_lines(element: Element) -> bool:
    """Return whether a gap is of whole lines, which then get a line of their own."""
    return _unit(element) in ("line", "lines")


def _extent(element: Element) -> str:
    """Return how long a gap is, as the Leiden conventions write it."""
    number, unit = _number(element), _unit(element)
    if unit:
        return f"- {number} {unit} -" if number else "- - - - - -" if unit == "lines" else "- - -"
    if not number or number == "0":
        return "- - -"
    if re.fullmatch(rf"[1-{_DOTTED}]", number):
        return "." * int(number)
    return f"- {number} -"


def space(element: Element, convention: str) -> str:
    """Return what stands for a blank ``space`` of the original."""
    if convention == "plain":
        return " "
    number, unit = _number(element), _unit(element)
    if convention == "chicago":
        return f"[{number} {unit} blank]" if number and unit else "[blank]"
    return f"({' '.join(filter(None, ('vac.', number, unit)))})"


def unbracketed(text: str) -> str:
    """Return ``text`` without brackets of its own, so that those around it are balanced."""
    return re.sub(rf"[{re.escape(BRACKETS)}(){{}}<>]", "", text)


def hand(element: Element) -> str:
    """Return the name of the hand that begins at a ``handShift``, such as ``hand 2``."""
    written = element.get("new") or element.get("scribe") or element.get("resp") or ""
    new = unbracketed(written.lstrip("#"))
    numbered = re.fullmatch(r"(?:m|h|hand|manus)[_.-]?(\d+)", new, re.IGNORECASE)
    if numbered:
        return f"hand {numbered[1]}"
    return f"hand {new}" if new else "another hand"
