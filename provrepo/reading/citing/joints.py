"""How a citation fits into what stands around it: blanks, full stops, parentheses."""

from __future__ import annotations

import re
from typing import NamedTuple

from provrepo.cite import Citation

_PUNCTUATION = re.compile(r"[.,;:!?…。，、；：！？]+[”’»」』\"')\]]*")
_ONLY_MARKERS = re.compile(r"[\s>*+#|:-]*(?:\d+[.)]\s*)?\s*")
_NEEDS_NONE = re.compile(
    r"(?:[.,:;!?(\[—–…。，；：]|\b(?:see|cf|compare|also|and|but|with|in|from|by|vgl|siehe|auch|und|voir|"
    r"aussi|et|véase|vedi|см|ср|также|и)|[见參参또및])$",
    re.IGNORECASE,
)


class Mark(NamedTuple):
    """Where the mark of a note goes: in place of ``start`` to ``end``, behind ``punctuation``."""

    start: int
    end: int
    punctuation: str


def mark(text: str, start: int, end: int, language: str, *, named: bool = False) -> Mark:
    """Return where the mark of a note goes that replaces ``start`` to ``end`` of a text.

    The blank before it goes, and punctuation behind it comes first, but in French. What would then
    stand twice stands once, “et al.” at the end of a sentence, unless a name (``named``) stands
    between.
    """
    line = text.rfind("\n", 0, start) + 1
    if not _ONLY_MARKERS.fullmatch(text[line:start]):
        start = len(text[:start].rstrip(" \t\xa0"))
    elif re.fullmatch(r"[ ]{0,3}", text[line:start]) and re.search(r"\S[ \t]*\r?\n\Z", text[:line]):
        start = len(text[:line].rstrip())  # the line before goes on
    following = None if language.startswith("fr") else _PUNCTUATION.match(text, end)
    if following is None:
        return Mark(start, end, "")
    punctuation = following[0]
    if not named and punctuation[0] in ".,;:" and _ends_with_one(text[:start], punctuation[0]):
        punctuation = punctuation[1:]
    return Mark(start, following.end(), punctuation)


def _ends_with_one(before: str, sign: str) -> bool:
    """Return whether a text ends with one such sign; three periods are an ellipsis."""
    return before.endswith(sign) and not before.endswith(2 * sign)


def in_parentheses(before: str) -> bool:
    """Return whether a citation in a note needs parentheses, from the words of the note before it.

    It needs none where it begins a sentence or a part of one, nor after “see” and the like.
    """
    words = before.rstrip()[-60:]
    return bool(words) and _NEEDS_NONE.search(words) is None


def ends_here(after: str) -> bool:
    """Return whether the full stop of a citation in a note is wanted, from what follows it."""
    following = after.lstrip()
    if not following:
        return True
    return following[0] not in ".,;:!?)]”’»。，；" and not following[:1].islower()


def without_stop(citation: Citation) -> Citation:
    """Return a citation without the full stop at its end."""
    tokens = list(citation.tokens)
    last = max((n for n, token in enumerate(tokens) if token.kind == "text"), default=None)
    if last is not None and tokens[last].value.endswith((".", "。")):
        tokens[last] = tokens[last]._replace(value=tokens[last].value[:-1])
    return Citation(tokens, citation.ids, citation.rendered_variables)
