"""Formatting as Markdown can nest it: nothing twice, nothing switched off, no blank at an edge.

A style may ask for italics inside italics, a title for upright letters in them. Markdown has no
sign for either: one asterisk more ends what was meant to go on. So each stretch of text says anew
what it is in, and what changes between two of them is closed and opened there.
"""

from __future__ import annotations

from provrepo.cite.csl.flatten import INITIAL_FORMAT, Token
from provrepo.cite.csl.tree import Mark


def simply_nested(tokens: list[Token]) -> list[Token]:
    """Return tokens that print the same, of which Markdown can be made.

    Blanks at the edges of formatted text stand outside it, as an asterisk beside a blank is text.
    Display blocks are left as they are; no formatting reaches from one into another.
    """
    nested: list[Token] = []
    asked: list[Mark] = []
    current: list[Mark] = []
    blank = ""

    def change(marks: list[Mark], lead: str) -> None:
        """Close and open what differs, with the blanks that stand between."""
        nonlocal current, blank
        same = 0
        while same < min(len(current), len(marks)) and current[same] == marks[same]:
            same += 1
        nested.extend(Token("close", "", mark) for mark in reversed(current[same:]))
        if blank or lead:
            nested.append(Token("text", blank + lead))
        nested.extend(Token("open", "", mark) for mark in marks[same:])
        current, blank = marks, ""

    for token in tokens:
        if token.mark[0] == "display":
            change([], "")
            nested.append(token)
        elif token.kind == "open":
            asked.append(token.mark)
        elif token.kind == "close":
            asked.pop()
        elif not token.value.strip():
            blank += token.value
        else:
            text = token.value.lstrip()
            change(_in_force(asked), token.value[: len(token.value) - len(text)])
            blank = text[len(text.rstrip()) :]
            nested.append(Token(token.kind, text.rstrip()))
    change([], "")
    return nested


def _in_force(asked: list[Mark]) -> list[Mark]:
    """Return the formatting that shows, of all that is open: the innermost of each kind."""
    return [
        (name, value) for name, value in dict(asked).items() if value != INITIAL_FORMAT.get(name)
    ]
