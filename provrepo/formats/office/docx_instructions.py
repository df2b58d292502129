r"""What fields of Word show that have no result: the words of their instruction, or of a form.

Most fields keep their result, which Word shows and which is read. A few show what their instruction
says (ECMA-376 part 1 §17.16.5; for ``EQ`` also Microsoft's “Word EQ Field and East Asian
Formatting”): Word writes the readings and the circles of East Asian typography so to this day.

============================================  ============================================
the instruction, or the form                  what is shown
============================================  ============================================
``EQ \* jc2 … \o\ad(\s\up 9(かん),漢)``        ``漢(かん)``, a phonetic guide
``EQ \o\ac(○,秘)``                            ``秘`` and U+20DD: enclosed characters
``EQ \o(\s\up 5(株式),\s\do 2(会社))``         ``株式会社``: characters that are combined
``EQ \f(1,2)``, other equations               ``1/2``; their characters in a row
``SYMBOL 169``, ``SYMBOL 224 \f Wingdings``   ``©``, ``→``
``MACROBUTTON name words``, ``GOTOBUTTON`` …  the words
a drop-down list, a check box                 the chosen entry, ☒ or ☐
``AUTONUM``, ``LISTNUM`` …                    a number that Word counts: left out, counted
another, such as ``XE`` and ``TC``            nothing
============================================  ============================================
"""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.etree.ElementTree import Element  # types only: files are parsed by provrepo.formats.xml

from provrepo.formats.element_tree import child, children
from provrepo.formats.office import symbol_fonts
from provrepo.formats.office.docx_styles import is_on, value

DEEPEST = 20
"""How deep the parts of an equation may stand in each other."""

_SWITCH = re.compile(r'\\\*\s*(?:"[^"]*"|\S+)')
_HEAD = re.compile(r"(?:\\[A-Za-z]+\s*-?\d*\s*|\\[^A-Za-z\s(),;\\]\s*)+\(")
_ENCLOSING = {"○": "\u20dd", "◯": "\u20dd", "〇": "\u20dd", "□": "\u20de", "◇": "\u20df",
              "△": "\u20e4"}  # fmt: skip
"""The shapes that Word draws around a character, and the marks of Unicode for the same."""


class Shown(NamedTuple):
    """What a field without a result shows: its words; or what is lost of it, to be counted.

    ``plainly`` is what is written in a simpler form than Word shows it.
    """

    words: str = ""
    lost: str = ""
    plainly: str = ""


def shown(instruction: str, form: Element | None = None) -> Shown:
    """Return what Word shows of a field that has no result."""
    name, _, operands = instruction.strip().partition(" ")
    name = name.upper()
    if name.startswith("EQ\\"):  # no blank is needed
        name, operands = "EQ", f"{instruction.strip()[2:]}"
    if name == "EQ":
        return _equation(operands)
    if name == "SYMBOL":
        return _symbol(operands)
    if name in ("MACROBUTTON", "GOTOBUTTON"):
        return Shown(operands.strip().partition(" ")[2].strip())
    if name in ("AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "LISTNUM", "BARCODE"):
        return Shown(lost=f"fields {name}")
    return _form(form)


def _form(form: Element | None) -> Shown:
    """Return what is chosen in a form."""
    entries = [value(entry) for entry in children(child(form, "w:ddList"), "w:listEntry")]
    if entries:
        chosen = child(form, "w:ddList", "w:result")
        if chosen is None:
            chosen = child(form, "w:ddList", "w:default")
        number = value(chosen) or "0"
        return Shown(entries[int(number)] if number in map(str, range(len(entries))) else "")
    box = child(form, "w:checkBox")
    if box is None:
        return Shown()
    checked = child(box, "w:checked")
    return Shown("☒" if is_on(checked if checked is not None else child(box, "w:default")) else "☐")


def _symbol(words: str) -> Shown:
    """Return the character that a number in a font, in Unicode or in Windows' code page means."""
    number = re.match(r"\s*(?:0[xX]([0-9A-Fa-f]{1,6})|(\d{1,7}))", words)
    if number is None:
        return Shown(lost="symbols without a number")
    code = int(number[1], 16) if number[1] else int(number[2])
    font = re.search(r'\\f\s*(?:"([^"]*)"|(\S+))', words)
    sign = symbol_fonts.sign((font[1] or font[2] or "") if font else "", code)
    if 0x80 <= code < 0xA0 and "\\u" not in words:
        sign = bytes([code]).decode("cp1252", "ignore") or None if font is None else sign
    return Shown(sign) if sign else Shown(lost="symbols that are no characters")


def _equation(code: str) -> Shown:
    """Return the characters of an equation, as its switches put them together."""
    is_guide = "\\* jc" in code or "\\ad(" in code
    parts, _ = _arguments(f"{_SWITCH.sub('', code).strip()})", 0, is_guide, 0)
    words = ",".join(parts).strip()
    is_drawn = re.search(r"\\[abdfilrx]\b", code, re.IGNORECASE) is not None
    return Shown(words, plainly="formulas" if words and is_drawn else "")


def _arguments(code: str, at: int, is_guide: bool, depth: int) -> tuple[list[str], int]:
    """Return the arguments that begin at ``at``, and the place after the bracket behind them."""
    parts = [""]
    while at < len(code):
        sign = code[at]
        head = _HEAD.match(code, at) if sign == "\\" else None
        if sign == "\\" and code[at + 1 : at + 2] in tuple("(),;\\"):
            parts[-1] += code[at + 1]
            at += 2
        elif (head is not None or sign == "(") and depth < DEEPEST:
            begin = at + 1 if head is None else head.end()
            inner, at = _arguments(code, begin, is_guide, depth + 1)
            written = f"({','.join(inner)})" if head is None else _drawn(head[0], inner, is_guide)
            parts[-1] += written
        elif sign == ")":
            return parts, at + 1
        else:
            parts[-1] += "" if sign in "\\,;" else sign
            parts += [""] if sign in ",;" else []
            at += 1
    return parts, at


def _drawn(head: str, parts: list[str], is_guide: bool) -> str:
    """Return what a switch draws of its arguments, as running text."""
    name = head[1:2].lower()
    if name == "o" and len(parts) == 2:  # the one over the other
        over, base = (part.strip() for part in parts)
        if is_guide:
            return f"{base}({over})" if over else base
        if over in _ENCLOSING:
            return base + _ENCLOSING[over] if len(base) == 1 else f"({base})"
    if name in "fl":
        return ("/" if name == "f" else ",").join(parts)
    return f"√{parts[-1]}" if name == "r" else "".join(parts)
