"""Rich text inside a field: the tags that CSL-JSON allows, and quotation marks.

Tags: ``<i> <b> <sc> <sup> <sub>``, ``<span style="font-variant: small-caps;">`` and
``<span class="nocase">``. Anything else that looks like a tag is text. Quotation marks are found
in pairs, so that those of a title alternate with those that the style puts around it; an
apostrophe becomes a typographic one. Marks without a partner stay as they are.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby

from provrepo.cite.csl.tree import NOCASE, NODECOR, Mark, Node, Output

_TAG = re.compile(
    r"<(?:(/)(i|b|sc|sup|sub|span)|(i|b|sc|sup|sub)|span\s+(class|style)=\"([^\"]*)\")\s*>"
)
_INTERESTING = re.compile(r"[<\"'‘’“”«»‹›„‚「」『』]")
_DEEPEST = 40
"""Tags and quotations nested deeper than this are text."""
_MARKS: dict[str, Mark] = {
    "i": ("font-style", "italic"),
    "b": ("font-weight", "bold"),
    "sc": ("font-variant", "small-caps"),
    "sup": ("vertical-align", "sup"),
    "sub": ("vertical-align", "sub"),
}
_OPENS_BEFORE = frozenset(" \t\n  ([{-–—/\"'‘“«„‚<>:;")

_ELIDED = re.compile(r"'(?:(?:em|til|tis|twas|twere|twill)\b|\d0s\b)", re.IGNORECASE)
"""Words and decades that begin with an apostrophe."""

_STRAIGHT = {'"': '"', "'": "'"}
"""Straight marks and what closes each, whatever the locale."""
_ENGLISH = ("“", "”", "‘", "’")


@lru_cache(maxsize=8192)
def parse_field(text: str, locale_quotes: str = "") -> tuple[Output, ...]:
    """Return the pieces of a field's text.

    ``locale_quotes`` are the four quotation marks of the locale (open, close, inner open, inner
    close; empty: only the English ones are known). The pieces are shared: do not change them.
    """
    if _INTERESTING.search(text) is None:
        return (text,)
    return tuple(_quoted(_tagged(text), _quotes_of(locale_quotes)))


class _Quotes:
    """The marks that open a quotation, what closes each, and which opens an inner quotation.

    ``spaced`` are those that stand apart from what they enclose, as the French do.
    """

    def __init__(self, locale_quotes: str) -> None:
        marks = locale_quotes.split("\t") if locale_quotes else list(_ENGLISH)
        self.closing = dict(_STRAIGHT)
        self.inner = marks[2].strip()
        self.spaced = {mark.strip() for mark in (marks[0], marks[2]) if mark != mark.strip()}
        for opening, closing in ((marks[0], marks[1]), (marks[2], marks[3])):
            if opening.strip() and closing.strip() and opening != closing:
                self.closing[opening.strip()] = closing.strip()
        special = re.escape("".join({*self.closing, *self.closing.values(), "'"}))
        self.cut = re.compile(f"[{special}]|[^{special}]+")
        """Cuts a text into marks and what stands between them."""


@lru_cache(maxsize=64)
def _quotes_of(locale_quotes: str) -> _Quotes:
    return _Quotes(locale_quotes)


class _Piece:
    """A stretch of a field: text, or a tag that opens or closes."""

    __slots__ = ("closes", "mark", "text")

    def __init__(self, text: str, mark: Mark | None = None, *, closes: bool = False) -> None:
        self.text = text
        self.mark = mark
        self.closes = closes


def _tagged(text: str) -> list[_Piece]:
    """Cut a text at its tags; tags without a partner become text."""
    pieces: list[_Piece] = []
    open_tags: list[tuple[str, int]] = []
    position = 0
    for match in _TAG.finditer(text):
        if match.start() > position:
            pieces.append(_Piece(text[position : match.start()]))
        position = match.end()
        if match[1]:
            pieces.append(_close_tag(match, pieces, open_tags))
            continue
        mark = _mark_of(match) if len(open_tags) < _DEEPEST else None
        if mark is not None:
            open_tags.append((match[3] or "span", len(pieces)))
        pieces.append(_Piece(match.group(), mark))
    if position < len(text):
        pieces.append(_Piece(text[position:]))
    for _, index in open_tags:
        pieces[index].mark = None
    return pieces


def _mark_of(match: re.Match[str]) -> Mark | None:
    """Return what an opening tag means; None where it means nothing and is text."""
    if match[3]:
        return _MARKS[match[3]]
    if match[4] == "class":
        return {"nocase": NOCASE, "nodecor": NODECOR}.get(match[5])
    if re.fullmatch(r"\s*font-variant:\s*small-caps;?\s*", match[5]):
        return _MARKS["sc"]
    return None


def _close_tag(
    match: re.Match[str], pieces: list[_Piece], open_tags: list[tuple[str, int]]
) -> _Piece:
    """Return the piece for a closing tag; tags left open inside it become text."""
    name = match[2]
    if all(name != tag for tag, _ in open_tags):
        return _Piece(match.group())
    while open_tags[-1][0] != name:
        pieces[open_tags.pop()[1]].mark = None
    return _Piece(match.group(), pieces[open_tags.pop()[1]].mark, closes=True)


class _Frame:
    """An open tag or quotation mark while the tree is built."""

    __slots__ = ("closing", "kids", "literal", "mark")

    def __init__(self, mark: Mark | None, closing: str, literal: str) -> None:
        self.mark = mark
        self.closing = closing
        self.literal = literal
        self.kids: list[Output] = []

    def merged(self) -> list[Output]:
        """Return what it holds, texts that follow one another as one."""
        merged: list[Output] = []
        for is_text, run in groupby(self.kids, lambda kid: isinstance(kid, str)):
            if is_text:
                text = "".join(kid for kid in run if isinstance(kid, str))
                merged += [text] if text else []
            else:
                merged += run
        return merged


def _quoted(pieces: list[_Piece], quotes: _Quotes) -> list[Output]:
    """Build the tree of tags and of quotation marks that have a partner."""
    # Whether a mark opens or closes depends on its neighbours in the text, tags left out.
    plain = "".join(piece.text if piece.mark is None else "" for piece in pieces)
    last_closing = _last_closing(plain)
    frames = [_Frame(None, "", "")]
    offset = 0  # in ``plain``
    for piece in pieces:
        if piece.mark is not None:
            if piece.closes:
                # A quotation cannot reach out of the tag that it began in.
                while frames[-1].mark is None:
                    _unpair(frames)
                frame = frames.pop()
                frames[-1].kids.append(Node(frame.merged(), marks=(piece.mark,), flip=True))
            else:
                frames.append(_Frame(piece.mark, "", ""))
            continue
        for text in quotes.cut.findall(piece.text):
            if len(text) == 1:
                _character(frames, plain, offset, text, quotes, last_closing)
            else:
                frames[-1].kids.append(text)
            offset += len(text)
    while len(frames) > 1:
        _unpair(frames)
    return _fixed(frames[0].merged())


def _fixed(kids: list[Output]) -> list[Output]:
    """Mark a comma or period that the field itself has behind a quotation: it stays there."""
    for index in range(1, len(kids)):
        kid, before = kids[index], kids[index - 1]
        if isinstance(kid, str) and isinstance(before, Node) and before.quotes:
            kids[index] = Node([kid], role="verbatim")
    return kids


def _unpair(frames: list[_Frame]) -> None:
    """Turn the mark of a quotation that never closed back into text."""
    frame = frames.pop()
    literal = "’" if frame.literal == "'" else frame.literal
    frames[-1].kids += [literal, *frame.kids]


def _character(
    frames: list[_Frame],
    plain: str,
    offset: int,
    character: str,
    quotes: _Quotes,
    last_closing: int,
) -> None:
    """Add one character: text, or a mark that opens or closes a quotation."""
    before = plain[offset - 1] if offset else " "
    after = plain[offset + 1] if offset + 1 < len(plain) else " "
    if _closes(frames, character, before, after):
        while frames[-1].closing != character:
            _unpair(frames)
        frame = frames.pop()
        kind = "inner" if frame.literal == quotes.inner else "outer"
        kids = frame.merged()
        if frame.literal in quotes.spaced:
            kids = _without_edges(kids)
        frames[-1].kids.append(Node(kids, quotes=kind))
        return
    closing = quotes.closing.get(character)
    if (
        closing is not None
        and len(frames) < _DEEPEST
        and _opens(frames, plain, offset, character, before, after, last_closing)
    ):
        frames.append(_Frame(None, closing, character))
        return
    frames[-1].kids.append("’" if character == "'" else character)


def _without_edges(kids: list[Output]) -> list[Output]:
    """Return a quotation without the blanks that belong to its marks, which bring their own."""
    if kids and isinstance(kids[0], str):
        kids[0] = kids[0].lstrip()
    if kids and isinstance(kids[-1], str):
        kids[-1] = kids[-1].rstrip()
    return kids


def _closes(frames: list[_Frame], character: str, before: str, after: str) -> bool:
    """Return whether a character closes an open quotation; tags in between stand in its way."""
    for frame in reversed(frames):
        if frame.mark is not None:
            return False
        if frame.closing == character:
            # An apostrophe stands before a letter; a closing mark does not. A straight mark
            # between a blank and a letter opens a quotation of its own.
            if character == '"':
                return not (before.isspace() and after.isalnum())
            return not (character in "'’" and (after.isalnum() or before.isspace()))
    return False


def _opens(
    frames: list[_Frame],
    plain: str,
    offset: int,
    character: str,
    before: str,
    after: str,
    last_closing: int,
) -> bool:
    """Return whether a mark opens a quotation rather than being an apostrophe or an inch sign."""
    if character in "\"'" and (before not in _OPENS_BEFORE or after.isspace()):
        return False
    if character != "'":
        return True
    if any(frame.closing == "'" for frame in frames) or _ELIDED.match(plain, offset):
        return False
    # A straight single mark opens a quotation only where another one can close it.
    return last_closing >= offset + 2


def _last_closing(plain: str) -> int:
    """Return where the last straight single mark stands that can close a quotation; else -1."""
    index = plain.rfind("'")
    while index > 0:
        following = plain[index + 1] if index + 1 < len(plain) else " "
        if not plain[index - 1].isspace() and not following.isalnum():
            return index
        index = plain.rfind("'", 0, index)
    return -1
