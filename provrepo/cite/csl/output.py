"""Output formats of a formatted citation: text, HTML, Markdown, LaTeX, RTF."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from provrepo.cite.csl.result import Citation
from provrepo.errors import InvalidValue

Escape = Callable[[str], str]


class OutputFormat(NamedTuple):
    """How a format escapes text and what it writes for each formatting mark.

    ``marks`` maps (attribute, value) to what opens and closes it; other marks are not shown.
    """

    escape: Escape
    marks: dict[tuple[str, str], tuple[str, str]]


def _escape_html(text: str) -> str:
    text = text.replace("&", "&#38;").replace("<", "&#60;").replace(">", "&#62;")
    if not text.isascii():
        text = _SUPERSCRIPT.sub(_raised, text)
    return text if text.isprintable() else _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def _raised(match: re.Match[str]) -> str:
    """Return superscript letters as plain ones in ``<sup>``: fonts lack many of them."""
    import unicodedata

    return "".join(
        f"<sup>{_RAISED.get(letter) or unicodedata.normalize('NFKD', letter)}</sup>"
        for letter in match[0]
    )


_RAISED = {"ˀ": "ʔ", "ˁ": "ʕ", "ۥ": "و", "ۦ": "ي"}
"""Superscripts that Unicode does not decompose, and the letters that they raise."""
_SUPERSCRIPT = re.compile("[ª²³¹ºʰ-ʸˀˁˠ-ˤۥۦᴬ-ᴮᴰ-ᴺᴼ-ᵍᵏ-ᵡᶛ-ᶿ⁰ⁱ⁴-ⁿ℠™ⵯ㆒-㆟]+")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~^]|(?<!\w)@(?=\w|\{))")
_LINE_START = re.compile(r"^(\d+)([.)])(?=\s)|^([-+])(?=\s)", re.MULTILINE)
_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "%": r"\%", "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
    "\N{NO-BREAK SPACE}": "~", "<": r"\textless{}", ">": r"\textgreater{}", "[": "{[}", "]": "{]}",
}  # fmt: skip


def _escape_markdown(text: str) -> str:
    text = _MARKDOWN.sub(r"\\\1", _CONTROL.sub("", text)).replace("&", "&amp;")
    return _LINE_START.sub(
        lambda match: f"{match[1]}\\{match[2]}" if match[1] else f"\\{match[3]}", text
    )


def escape_latex(text: str) -> str:
    """Return a text with LaTeX's special characters escaped; control characters are dropped."""
    return "".join(_LATEX.get(character, character) for character in _CONTROL.sub("", text))


def _escape_rtf(text: str) -> str:
    pieces = []
    for character in _CONTROL.sub("", text):
        code = ord(character)
        if character in "\\{}":
            pieces.append("\\" + character)
        elif character == "\t":
            pieces.append("\\tab ")
        elif character == "\n":
            pieces.append("\\line ")
        elif code < 128:
            pieces.append(character)
        else:
            # RTF counts in signed 16-bit units of UTF-16.
            raw = character.encode("utf-16-le", "surrogatepass")
            for index in range(0, len(raw), 2):
                unit = int.from_bytes(raw[index : index + 2], "little")
                pieces.append(f"\\uc0\\u{unit - 65536 if unit > 32767 else unit} ")
    return "".join(pieces)


def _span(css: str) -> tuple[str, str]:
    return f'<span style="{css}">', "</span>"


_HTML = OutputFormat(
    _escape_html,
    {
        ("font-style", "italic"): ("<i>", "</i>"),
        ("font-style", "oblique"): ("<em>", "</em>"),
        ("font-style", "normal"): _span("font-style:normal;"),
        ("font-variant", "small-caps"): _span("font-variant:small-caps;"),
        ("font-variant", "normal"): _span("font-variant:normal;"),
        ("font-weight", "bold"): ("<b>", "</b>"),
        ("font-weight", "light"): _span("font-weight:light;"),
        ("font-weight", "normal"): _span("font-weight:normal;"),
        ("text-decoration", "underline"): _span("text-decoration:underline;"),
        ("text-decoration", "none"): _span("text-decoration:none;"),
        ("vertical-align", "sup"): ("<sup>", "</sup>"),
        ("vertical-align", "sub"): ("<sub>", "</sub>"),
        ("vertical-align", "baseline"): ('<span style="baseline">', "</span>"),
        ("display", "block"): ('\n\n    <div class="csl-block">', "</div>\n"),
        ("display", "left-margin"): ('\n    <div class="csl-left-margin">', "</div>"),
        ("display", "right-inline"): ('<div class="csl-right-inline">', "</div>\n  "),
        ("display", "indent"): ('<div class="csl-indent">', "</div>\n  "),
    },
)
_TEXT = OutputFormat(
    lambda text: text,
    {("display", "block"): ("\n", "\n"), ("display", "indent"): ("\n", "\n")},
)
_MARKDOWN_FORMAT = OutputFormat(
    _escape_markdown,
    {
        ("font-style", "italic"): ("*", "*"),
        ("font-style", "oblique"): ("*", "*"),
        ("font-weight", "bold"): ("**", "**"),
        ("font-variant", "small-caps"): ("[", "]{.smallcaps}"),
        ("text-decoration", "underline"): ("[", "]{.underline}"),
        ("vertical-align", "sup"): ("^", "^"),
        ("vertical-align", "sub"): ("~", "~"),
        ("display", "block"): ("\n\n", "\n\n"),
        ("display", "indent"): ("\n\n", "\n\n"),
    },
)
_LATEX_FORMAT = OutputFormat(
    escape_latex,
    {
        ("font-style", "italic"): ("\\textit{", "}"),
        ("font-style", "oblique"): ("\\textsl{", "}"),
        ("font-style", "normal"): ("\\textup{", "}"),
        ("font-weight", "bold"): ("\\textbf{", "}"),
        ("font-weight", "normal"): ("\\textmd{", "}"),
        ("font-variant", "small-caps"): ("\\textsc{", "}"),
        ("font-variant", "normal"): ("\\textnormal{", "}"),
        ("text-decoration", "underline"): ("\\underline{", "}"),
        ("vertical-align", "sup"): ("\\textsuperscript{", "}"),
        ("vertical-align", "sub"): ("\\textsubscript{", "}"),
        ("display", "block"): ("\n\n", "\n\n"),
        ("display", "indent"): ("\n\n\\hspace*{2em}", "\n\n"),
    },
)
_RTF = OutputFormat(
    _escape_rtf,
    {
        ("font-style", "italic"): ("{\\i ", "}"),
        ("font-style", "oblique"): ("{\\i ", "}"),
        ("font-style", "normal"): ("{\\i0 ", "}"),
        ("font-weight", "bold"): ("{\\b ", "}"),
        ("font-weight", "normal"): ("{\\b0 ", "}"),
        ("font-variant", "small-caps"): ("{\\scaps ", "}"),
        ("font-variant", "normal"): ("{\\scaps0 ", "}"),
        ("text-decoration", "underline"): ("{\\ul ", "}"),
        ("text-decoration", "none"): ("{\\ul0 ", "}"),
        ("vertical-align", "sup"): ("{\\super ", "}"),
        ("vertical-align", "sub"): ("{\\sub ", "}"),
        ("display", "block"): ("\\line ", "\\line "),
        ("display", "left-margin"): ("", "\\tab "),
        ("display", "indent"): ("\\line\\tab ", "\\line "),
    },
)
FORMATS = {
    "html": _HTML,
    "latex": _LATEX_FORMAT,
    "markdown": _MARKDOWN_FORMAT,
    "rtf": _RTF,
    "text": _TEXT,
}


def render(result: Citation, form: str) -> str:
    """Return a citation or entry as ``text``, ``html``, ``markdown``, ``latex`` or ``rtf``.

    Raises InvalidValue where there is no such format.
    """
    output = FORMATS.get(form)
    if output is None:
        raise InvalidValue("format", form, f"use {', '.join(sorted(FORMATS))}")
    tokens = result.tokens
    if form == "markdown":
        from provrepo.cite.csl.nesting import simply_nested  # other formats nest as they please

        tokens = simply_nested(tokens)
    pieces: list[str] = []
    raised = 0  # within superscripts and subscripts
    for token in tokens:
        raised += _RAISING.get(token.kind, 0) if token.mark in _RAISED_MARKS else 0
        if token.kind == "open":
            pieces.append(output.marks.get(token.mark, ("", ""))[0])
        elif token.kind == "close":
            closing = output.marks.get(token.mark, ("", ""))[1]
            # The number of an entry stands apart from it, also where nothing is aligned.
            is_joined = token.mark == ("display", "left-margin") and not closing
            pieces.append(" " if is_joined and not pieces[-1].endswith(" ") else closing)
        elif raised and form == "markdown":
            pieces.append(output.escape(token.value).replace(" ", "\\ "))
        else:
            pieces.append(output.escape(token.value))
    text = "".join(pieces)
    return text if form == "html" else text.strip()


_RAISING = {"open": 1, "close": -1}
_RAISED_MARKS = (("vertical-align", "sup"), ("vertical-align", "sub"))
