"""Citations as Pandoc writes them, found in a text and taken apart.

The syntax is that of the Pandoc User's Guide, “Citation syntax”: ``[see @key, pp. 3; also @b]``,
``@key [p. 3]`` in running text, ``[-@key]`` without the author, ``@{key}`` where a key holds signs
that would end it. One sign more may stand inside a key, ``@``, which parts a document from its
version: ``@harbor-cable/translation:en@v1``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

OPAQUE = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands in a masked text for each character that is no markup, such as those of code."""

_WORD = r"[^\W_]"
_KEY = re.compile(
    # Not within a word (an e-mail address) nor behind the signs of a URL.
    r"(?<![\w/+=&%@])(?P<minus>-)?@"
    r"(?:\{(?P<braced>[^{}\s]{1,500})\}"
    rf"|(?P<plain>(?:{_WORD}|_)(?:{_WORD}|_|[:.#$%&\-+?<>~/@](?={_WORD}|_))*))"
)
_EXAMPLE = re.compile(r"^[ \t]*\(@([\w-]*)\)(?=\s)", re.MULTILINE)
_BLANK_LINE = re.compile(r"\n[ \t>]*\r?\n")
_BEFORE_LOCATOR = re.compile(r"[ \t]*(?:\r?\n[ \t]*)?\[(?!\^)")


class WrittenCite(NamedTuple):
    """One cite as an author wrote it: its key, and where in the text its affixes stand.

    ``prefix`` and ``suffix`` are ranges of code points; the suffix still holds the locator.
    """

    key: str
    prefix: tuple[int, int]
    suffix: tuple[int, int]
    suppress_author: bool = False


class WrittenCitation(NamedTuple):
    """A citation from ``start`` to ``end``, in code points of its text.

    ``in_text`` says that the author's name belongs to the sentence, as in ``@key says``.
    """

    start: int
    end: int
    cites: tuple[WrittenCite, ...]
    in_text: bool = False


def written_citations(masked: str) -> Iterator[WrittenCitation]:
    """Yield the citations in a text, in their order.

    ``masked`` is the text with `OPAQUE` for what is no markup there: code, addresses, escapes. A
    citation ends with its paragraph. The time is linear in the length of the text.
    """
    if "@" not in masked:
        return
    closing = closing_brackets(masked)
    examples = {match[1] for match in _EXAMPLE.finditer(masked)}
    keys = list(_KEY.finditer(masked))
    openings = sorted(closing)
    place = opening = 0
    for key in keys:
        if key.start() < place:
            continue
        while opening < len(openings) and openings[opening] < place:
            opening += 1
        citation = None
        # The outermost brackets around the key that are a citation.
        while opening < len(openings) and openings[opening] < key.start():
            start = openings[opening]
            opening += 1
            if closing[start] > key.start():
                citation = _bracketed(masked, start, closing[start])
                if citation:
                    break
        if citation is None and not _is_example(masked, key, examples):
            citation = _in_text(masked, key, closing)
        if citation:
            place = citation.end
            yield citation


def closing_brackets(masked: str) -> dict[int, int]:
    """Return where each square bracket that opens is closed in its paragraph."""
    closing: dict[int, int] = {}
    opened: list[int] = []
    ends = [match.start() for match in _BLANK_LINE.finditer(masked)]
    paragraph = 0
    for match in re.finditer(r"[\[\]]", masked):
        while paragraph < len(ends) and ends[paragraph] < match.start():
            paragraph += 1
            opened = []
        if match[0] == "[":
            opened.append(match.start())
        elif opened:
            closing[opened.pop()] = match.start()
    return closing


def _is_example(masked: str, key: re.Match[str], examples: set[str]) -> bool:
    """Return whether a key is the label of a numbered example, ``(@good)``."""
    if key["plain"] is None or key["minus"]:
        return False
    if key["plain"] in examples:
        return True
    line = masked.rfind("\n", 0, key.start()) + 1
    return _EXAMPLE.match(masked, line) is not None and masked[line : key.start()].strip() == "("


def _bracketed(masked: str, start: int, end: int) -> WrittenCitation | None:
    """Return the citation in the brackets at ``start`` and ``end``; None where there is none."""
    if masked[start - 1 : start] in ("^", "!") and start:
        return None
    # A link, a reference or a span, whatever stands in its brackets.
    if masked[end + 1 : end + 2] in ("(", "[") or masked[end + 1 : end + 3] in ("{.", "{#", "{="):
        return None
    cites = _cites(masked, start + 1, end)
    return WrittenCitation(start, end + 1, cites) if cites else None


def _cites(masked: str, start: int, end: int) -> tuple[WrittenCite, ...]:
    """Return the cites between two places, parted by semicolons; none where one has no key."""
    cites: list[WrittenCite] = []
    begin = start
    for stop in (*_semicolons(masked, start, end), end):
        keys = _keys(masked, begin, stop)
        if not keys:
            continue  # words of the prefix of the next one
        bounds = [begin, *(key.end() for key in keys)]
        for number, key in enumerate(keys):
            following = keys[number + 1].start() if number + 1 < len(keys) else stop
            # Words between two keys belong to the second one, a locator to the first.
            middle = _middle(masked, key.end(), following) if number + 1 < len(keys) else stop
            prefix = (bounds[number], key.start())
            bounds[number + 1] = middle
            cites.append(_cite(key, prefix, (key.end(), middle)))
        begin = stop + 1
    return tuple(cites) if begin > end else ()


def _middle(masked: str, start: int, end: int) -> int:
    """Return where between two keys of one cite the second one's prefix begins."""
    words = re.search(rf"\s+(?={_WORD}{{2,}}\s*(?:@|-@|$))", masked[start:end])
    return start + words.start() if words else end


def _semicolons(masked: str, start: int, end: int) -> Iterator[int]:
    """Yield the semicolons between two places that stand in no inner brackets or braces."""
    depth = 0
    for match in re.compile(r"[\[\]{};]").finditer(masked, start, end):
        if match[0] == ";":
            if depth <= 0:
                yield match.start()
        else:
            depth += 1 if match[0] in "[{" else -1


def _keys(masked: str, start: int, end: int) -> list[re.Match[str]]:
    """Return the keys between two places that stand in no inner brackets."""
    keys = []
    depth, place = 0, start
    for key in _KEY.finditer(masked, start, end):
        depth += masked.count("[", place, key.start()) - masked.count("]", place, key.start())
        place = key.start()
        if depth == 0:
            keys.append(key)
    return keys


def _cite(key: re.Match[str], prefix: tuple[int, int], suffix: tuple[int, int]) -> WrittenCite:
    return WrittenCite(key["braced"] or key["plain"], prefix, suffix, key["minus"] is not None)


def _in_text(masked: str, key: re.Match[str], closing: Mapping[int, int]) -> WrittenCitation:
    """Return the citation of a key in running text, with what stands in brackets behind it."""
    start, end = key.span()
    nowhere = (start, start)
    first = _cite(key, nowhere, (end, end))
    in_text = not first.suppress_author
    bracket = _BEFORE_LOCATOR.match(masked, end)
    close = closing.get(bracket.end() - 1) if bracket else None
    if bracket is None or close is None or masked[close + 1 : close + 2] in ("(", "["):
        return WrittenCitation(start, end, (first,), in_text)
    inside = bracket.end()
    stop = next(_semicolons(masked, inside, close), close)
    cites: tuple[WrittenCite, ...] = ()
    if not _keys(masked, inside, stop):
        first = first._replace(suffix=(inside, stop))
        cites = _cites(masked, stop + 1, close) if stop < close else ()
        if stop < close and not cites:
            return WrittenCitation(start, end, (_cite(key, nowhere, (end, end)),), in_text)
    else:
        cites = _cites(masked, inside, close)
        if not cites:
            return WrittenCitation(start, end, (first,), in_text)
    return WrittenCitation(start, close + 1, (first, *cites), in_text)


def nocite_keys(text: str) -> list[str]:
    """Return the keys in the value of ``nocite`` in a manuscript's metadata."""
    return [key["braced"] or key["plain"] for key in _KEY.finditer(text)]
