"""The words of an author around a cite: from Markdown to the rich text of CSL, and back.

Emphasis and the like become the tags that CSL knows in a field. Everything else that is markup
(links, code, formulas) is kept as it is written: a sign of the private use area stands for it while
the citation is formatted.
"""

from __future__ import annotations

import re

from provrepo.cite.pandoc.syntax import OPAQUE

_FIRST = 0xF8000
"""The first code point that stands for markup; so high that no font has a sign there."""

_MARKUP = re.compile(
    r"(?P<escaped>\\(?P<sign>[^\w\s]))"
    r"|(?P<caps>\[(?P<small>[^\[\]]+)\]\{\.smallcaps\})"
    r"|(?P<raw>!?\[[^\[\]]*\]\([^()\s]*\)|<[A-Za-z/!?][^<>]*>|`[^`]+`|\$[^$\s][^$]*\$|\[\^[^\[\]\s]+\])"
    r"|\*\*(?P<strong>[^*\s][^*]*)\*\*|__(?P<strong2>[^_\s][^_]*)__"
    r"|\*(?P<emphasis>[^*\s][^*]*)\*|(?<![^\W_])_(?P<emphasis2>[^_\s][^_]*)_(?![^\W_])"
    r"|\^(?P<sup>[^\^\s]+)\^|~(?P<sub>[^~\s]+)~"
)
_TAGS = {
    "strong": "b",
    "strong2": "b",
    "emphasis": "i",
    "emphasis2": "i",
    "sup": "sup",
    "sub": "sub",
}


class Kept:
    """Markup that waits until the citation around it is formatted."""

    def __init__(self) -> None:
        self._written: list[str] = []

    def rich_text(self, markdown: str) -> str:
        """Return words in Markdown as rich text for a field of CSL."""
        return _MARKUP.sub(self._translated, markdown.replace("\r\n", " ").replace("\n", " "))

    def put_back(self, text: str) -> str:
        """Return a formatted text with the markup that was kept."""
        return re.sub("[\U000f8000-\U000ffffd]", self._markup, text)

    def _translated(self, match: re.Match[str]) -> str:
        if match["escaped"]:
            return self._sign(match[0]) if match["sign"] in "<>@" else match["sign"]
        if match["caps"]:
            return f'<span style="font-variant:small-caps;">{self.rich_text(match["small"])}</span>'
        if match["raw"]:
            return self._sign(match[0])
        name = match.lastgroup or ""
        return f"<{_TAGS[name]}>{self.rich_text(match[name])}</{_TAGS[name]}>"

    def _sign(self, written: str) -> str:
        self._written.append(written)
        return chr(_FIRST + len(self._written) - 1) if len(self._written) < 0x7FFE else OPAQUE

    def _markup(self, match: re.Match[str]) -> str:
        number = ord(match[0]) - _FIRST
        return self._written[number] if number < len(self._written) else match[0]
