"""From the output tree to a flat run of tokens, with punctuation settled where pieces meet.

CSL leaves open what happens where "?" meets "."; the rules here are those of the test suite: of
two marks that meet at the edge of two pieces, some swallow the other (`MEETING`); a comma or a
period that follows a closing quotation mark moves inside where the locale says so
(``punctuation-in-quote``); a space that meets a space is dropped.
"""

from __future__ import annotations

from typing import NamedTuple

from provrepo.cite.csl.tree import NODECOR, Mark, Node, Output

MEETING = {
    "::": ":", ":.": ":", ":!": "!", ":?": "?",
    "..": ".",
    ";:": ";", ";.": ";", ";;": ";", ";!": "!", ";?": "?",
    "!:": "!", "!.": "!", "!!": "!",
    "?:": "?", "?.": "?", "??": "?",
    ",,": ",",
}  # fmt: skip
"""Pairs of marks that meet, and what is printed of them; any other two are both printed."""
PUNCTUATION = frozenset(".,:;!?")
_ELLIPSIS = "..."


class Token(NamedTuple):
    """A run of text, or where formatting, quotation marks or a display block open or close.

    ``kind`` is ``text``, ``open``, ``close``, ``quote-open`` or ``quote-close``; ``value`` is the
    text, or the quotation mark; ``mark`` the formatting.
    """

    kind: str
    value: str
    mark: Mark = ("", "")


class QuoteMarks(NamedTuple):
    """The locale's quotation marks and whether commas and periods go inside them."""

    open: str
    close: str
    inner_open: str
    inner_close: str
    punctuation_inside: bool


_OF_AUTHORS = frozenset({"affix", "verbatim"})
"""Roles of nodes with words that no style asks for."""
INITIAL_FORMAT = {
    "font-style": "normal",
    "font-variant": "normal",
    "font-weight": "normal",
    "text-decoration": "none",
    "vertical-align": "baseline",
}
"""The value of each kind of formatting where nothing asks for another."""
_ALWAYS_SHOWN = ("text-decoration", "vertical-align")
"""Formatting that is marked up even where it changes nothing, as readers of the output expect."""


class Flattener:
    """Collects tokens and settles punctuation as they come.

    Each piece looks back at the last text before it, through whatever formatting closed since:
    what the reader sees side by side meets, however deep it stands in the tree. ``tokens`` so far
    are always settled among themselves.
    """

    def __init__(self, quotes: QuoteMarks, *, nested: bool = False, blocks: bool = True) -> None:
        self.blocks = blocks
        # What closes each open parenthesis of an affix, in a note: brackets inside parentheses.
        self.closing: list[str] | None = [] if nested else None
        self.in_affix = False  # in the words that an author put around a cite
        self.after_prefix = False
        self.own_suffix = False  # the suffix of the quoted text itself is being added
        self.ended: Token | None = None  # the closing quotation mark that had its period
        self.tokens: list[Token] = []
        self._text = -1  # the token of the text that the next one meets; -1 where it meets none
        self._block_before = -1  # the last text of the block before, at the start of a block
        self._quote = -1  # the first quotation mark that closed since; -1 where none did
        self.quotes = quotes
        self.open_quotes: list[str] = []
        self.state = dict(INITIAL_FORMAT)

    def output(self, output: Output) -> None:
        """Add a piece of the tree."""
        if isinstance(output, str):
            self.text(self._affix(output) if self.in_affix else output)
            return
        if output.role == "affix":
            self.in_affix = True
            self._node(output)
            self.in_affix = False
        elif output.role == "verbatim":
            for kid in output.kids:
                if isinstance(kid, str):
                    self._add_text(kid)
        else:
            self._node(output)

    def _node(self, output: Node) -> None:
        # A display block ends the line, so its affixes stand inside it.
        display = output.display if self.blocks else ""
        if display:
            self.tokens.append(Token("open", "", ("display", output.display)))
            self._end_line()
        if output.prefix:
            self._prefix(self._affix(output.prefix))
        if output.quotes:
            self._open_quote(output.quotes)
        marks = self._marks(output) if output.marks else ()
        restore = [self._open(mark, flip=output.flip) for mark in marks] if marks else []
        for kid in output.kids:
            if isinstance(kid, Node) and kid.role not in _OF_AUTHORS:
                self._node(kid)
            else:
                self.output(kid)
        inside = len(self.tokens)
        if restore:
            self._close(restore)
        if output.quotes:
            self._close_quote(len(self.tokens) - inside)
        if output.suffix:
            plain = len(output.kids) == 1 and isinstance(output.kids[0], str)
            self.own_suffix = bool(output.quotes) and plain
            self.text(self._affix(output.suffix))
            self.own_suffix = False
        if display:
            self.tokens.append(Token("close", "", ("display", output.display)))
            self._end_line()

    def _affix(self, text: str) -> str:
        """Return an affix; in a note, parentheses inside parentheses become brackets."""
        if self.closing is None or not ("(" in text or ")" in text):
            return text
        letters = list(text)
        for index, letter in enumerate(letters):
            if letter == "(":
                inner = len(self.closing) % 2 == 1
                self.closing.append("]" if inner else ")")
                letters[index] = "[" if inner else "("
            elif letter == ")" and self.closing:
                letters[index] = self.closing.pop()
        return "".join(letters)

    def _marks(self, output: Node) -> tuple[Mark, ...]:
        """Return the formatting to open: for "no decoration", the end of all that is in force."""
        if NODECOR not in output.marks:
            return output.marks
        return tuple(
            (name, INITIAL_FORMAT[name])
            for name, value in self.state.items()
            if value != INITIAL_FORMAT.get(name, value)
        )

    def _open(self, mark: Mark, *, flip: bool) -> Mark:
        """Open formatting; return its name (empty: nothing opened) and the value to restore."""
        name, value = mark
        before = self.state.get(name, "")
        if flip and value == before:
            # Italics inside italics are upright.
            value = INITIAL_FORMAT.get(name, value)
        elif value == before == INITIAL_FORMAT.get(name) and name not in _ALWAYS_SHOWN:
            return "", ""
        self.state[name] = value
        self.tokens.append(Token("open", "", (name, value)))
        return name, before

    def _close(self, restore: list[Mark]) -> None:
        """Close formatting, the innermost first."""
        for name, before in reversed(restore):
            if name:
                self.tokens.append(Token("close", "", (name, self.state[name])))
                self.state[name] = before

    def _prefix(self, text: str) -> None:
        """Add a prefix; right behind another prefix it stays whole."""
        if self.after_prefix and self.tokens and text[0] in PUNCTUATION:
            text = text[self.tokens[-1].value[-1:] == text[0] :]
            if text:
                self._add_text(text)
        else:
            self.text(text)
        self.after_prefix = True

    def _add_text(self, text: str) -> None:
        self._text, self._quote, self._block_before = len(self.tokens), -1, -1
        self.tokens.append(Token("text", text))

    def text(self, text: str) -> None:
        """Add text, merging what meets at its left edge."""
        self.after_prefix = False
        if not text:
            return
        if self._block_before >= 0:
            text = self._begin_block(text)
        if text and self._text >= 0:
            if self._quote >= 0:
                text = self._after_quote(self._text, self._quote, text)
            else:
                text = self._after_text(self._text, text)
        if text:
            self._add_text(text)

    def _end_line(self) -> None:
        """Begin or end a block: what follows does not meet what stands before."""
        if self._text >= 0:
            self._block_before = self._text
        self._text = self._quote = -1

    def _begin_block(self, text: str) -> str:
        """Put the mark that a block would begin with behind the block before."""
        before, self._block_before = self._block_before, -1
        if text[0] not in PUNCTUATION:
            return text
        left = self.tokens[before].value
        merged = MEETING.get(left[-1] + text[0], left[-1] + text[0])
        self.tokens[before] = Token("text", left[:-1] + merged)
        return text[1:]

    def _after_quote(self, index: int, quote: int, text: str) -> str:
        """Settle what follows a closing quotation mark; return what is left to add."""
        left, first = self.tokens[index].value, text[0]
        last = left[-1]
        outside = self.in_affix and (first == "," or text.strip() == first)
        if outside or (first == "," and self.tokens[quote] is self.ended):
            # An author's own comma, or mark and nothing else, is left where it was put.
            return text
        if first == "." and not self.own_suffix:
            # The sentence ends with the quotation: a comma behind it stays outside.
            self.ended = self.tokens[quote]
        if last == first and first in PUNCTUATION:
            return text[1:]
        if not self.quotes.punctuation_inside or first not in ".,":
            # A quotation that ends a sentence needs no period of what stands around it.
            ends = first == "." and last in "!?" and not self.own_suffix
            return text[1:] if ends else text
        merged = MEETING.get(last + first, last + first)
        if merged == last:
            return text[1:]
        if merged == ",.":
            # The comma of the quoted element and a period from outside.
            stem = left[:-1]
            ends = stem[-1:] in (".", "?", "!")
            self.tokens[index] = Token("text", left if ends else stem + ".,")
            return text[1:]
        # What moves inside takes the format of the quoted element, not that of its last word.
        inside = quote - int(self.tokens[quote].mark[1])
        if index == inside - 1:
            self.tokens[index] = Token("text", left + first)
        else:
            self.tokens.insert(inside, Token("text", first))
            self._text, self._quote = inside, quote + 1
        return text[1:]

    def _after_text(self, index: int, text: str) -> str:
        """Settle what follows other text; return what is left to add."""
        left, first = self.tokens[index].value, text[0]
        last = left[-1]
        if last in PUNCTUATION and first in PUNCTUATION:
            if last != "." and text.startswith(_ELLIPSIS):
                return text  # three periods are one mark, whatever stands before them
            merged = MEETING.get(last + first)
            if merged is None:
                return text
            if merged != last:
                self.tokens[index] = Token("text", left[:-1] + merged)
            return text[1:]
        if first == " " and last == " " and index == len(self.tokens) - 1:
            # Only of neighbours: a blank inside formatting that closed is no doubled one.
            return text[1:]
        return text

    def _open_quote(self, kind: str) -> None:
        """Open a quotation: inside another it takes the other kind of marks."""
        if self.open_quotes:
            kind = "inner" if self.open_quotes[-1] == "outer" else "outer"
        self.open_quotes.append(kind)
        mark = self.quotes.open if kind == "outer" else self.quotes.inner_open
        self.tokens.append(Token("quote-open", mark))
        self._text = self._quote = self._block_before = -1

    def _close_quote(self, formats: int) -> None:
        """Close a quotation; ``formats`` tokens before it end the format of the quoted element."""
        kind = self.open_quotes.pop()
        mark = self.quotes.close if kind == "outer" else self.quotes.inner_close
        if self._text >= 0 and self._quote < 0:
            self._quote = len(self.tokens)
        self.tokens.append(Token("quote-close", mark, ("formats", str(formats))))


def flatten(
    output: Output | None, quotes: QuoteMarks, *, nested: bool = False, blocks: bool = True
) -> list[Token]:
    """Return the tokens of ``output`` with empty formatting removed.

    ``nested`` says that parentheses of affixes inside others become brackets, as in notes;
    ``blocks`` that ``display`` counts, as in a bibliography.
    """
    flattener = Flattener(quotes, nested=nested, blocks=blocks)
    if output is not None:
        flattener.output(output)
    return _without_empty(flattener.tokens)


def _without_empty(tokens: list[Token]) -> list[Token]:
    """Drop pairs of opening and closing tokens that hold nothing."""
    filled: list[Token] = []
    for token in tokens:
        if token[0] == "close" and filled:
            last = filled[-1]
            if last[0] == "open" and last[2] == token[2]:
                filled.pop()
                continue
        filled.append(token)
    return filled
