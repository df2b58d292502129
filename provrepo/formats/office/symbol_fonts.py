"""Characters of symbol fonts, which office files write by their place in the font.

An arrow in Wingdings is “the sign at 0xE0”: without a table of the font it would be an à.
"""

from __future__ import annotations

# Adobe's Symbol encoding (the Unicode Consortium's VENDORS/ADOBE/symbol.txt), rows of 16 or 32.
_SYMBOL = {
    0x20: " !∀#∃%&∋()∗+,−./0123456789:;<=>?",
    0x40: "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_",
    0x60: "‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
    0xA0: "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵",
    0xC0: "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓",
    0xE0: "◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪",
    0xF1: "〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭",
}
_WINGDINGS = {
    0x22: "✂", 0x28: "☎", 0x2A: "✉", 0x4A: "☺", 0x4C: "☹", 0x6C: "●", 0x6E: "■", 0x6F: "□",
    0x71: "❑", 0x75: "◆", 0x76: "❖", 0x9F: "•", 0xA7: "▪", 0xA8: "◻", 0xD8: "➢", 0xDF: "←",
    0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_FONTS = {
    "symbol": {first + at: sign for first, row in _SYMBOL.items() for at, sign in enumerate(row)},
    "wingdings": _WINGDINGS,
}


def sign(font: str, code: int) -> str | None:
    """Return the character at ``code`` of a font such as ``Symbol``; None where it is not known.

    Windows shifts the signs of symbol fonts to U+F000 … U+F0FF; both places mean the same.
    """
    signs = _FONTS.get(font.strip().lower())
    if signs is not None:
        return signs.get(code & 0xFF if 0xF000 <= code <= 0xF0FF else code)
    if is_private(code) or not 0x20 <= code <= 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return None
    return chr(code)


def is_private(code: int) -> bool:
    """Return whether only its font gives a code point a meaning (the private use areas)."""
    return 0xE000 <= code <= 0xF8FF or 0xF0000 <= code <= 0x10FFFF
