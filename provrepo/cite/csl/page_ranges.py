"""Page ranges: ``page-range-format`` (CSL 1.0.2, appendix V)."""

from __future__ import annotations

import re

from provrepo.cite.csl.numbers import LONGEST

_RANGE = re.compile(
    r"(?<![\w–-])([A-Za-z]*|\d+[A-Za-z]+)(\d+)((?<!\\)[-–—])([A-Za-z]*|\d+[A-Za-z]+)(\d+)(?![\w–-])"
)
_HYPHEN = re.compile(r"(?<![\w.:])([\w.:]+)(?<!\\)-([\w.:]+)(?![\w-])")
_PREFIXED = re.compile(r"([A-Za-z]*)\d+[^\W\d_]*\.?|[ivxlcdmIVXLCDM]+")
"""A number with the letters before it, or a roman numeral."""
_COMPOSITE = re.compile(r"\d+[A-Za-z]+\d+-[A-Za-z]?\d+")


def format_pages(text: str, style: str, delimiter: str) -> str:
    """Return a page field with its ranges written as the style asks.

    ``style`` is a ``page-range-format`` or empty; ``delimiter`` stands between the two numbers.
    """
    # A hyphen behind a backslash is no range: those who enter data say so themselves.
    # BibTeX writes two hyphens for the dash of one.
    text = re.sub(r"(?<=\w)\s*(?<!\\)-{2,3}\s*(?=\w)", "-", text)
    text = re.sub(r"(?<=[\w.])\s*(?<!\\)([-–—])\s*(?=\w)", r"\1", text)
    if style:
        text = _RANGE.sub(lambda match: _format(match, style, delimiter), text)
    if style == "expanded":
        # What cannot be expanded ("456K200-99") stays as it is.
        text = _COMPOSITE.sub(lambda match: match.group().replace("-", "\\-"), text)
    # What is still divided by a hyphen (roman numerals, "S12-S15") gets the delimiter only.
    text = _HYPHEN.sub(lambda match: _divided(match, delimiter), text)
    text = re.sub(r"(?<=[\w.])(?<!\\)[–—](?=\w)", lambda _: delimiter, text)
    return text.replace("\\-", "-")


def _divided(match: re.Match[str], delimiter: str) -> str:
    """Return two numbers with the delimiter, or as they are where they count different things.

    "S12-S15" is a range, "R583-6" and "A-12" may be the name of one page.
    """
    first, second = _PREFIXED.fullmatch(match[1]), _PREFIXED.fullmatch(match[2])
    if first is None or second is None or (first[1] or "") != (second[1] or ""):
        return match.group()
    return f"{match[1]}{delimiter}{match[2]}"


def _format(match: re.Match[str], style: str, delimiter: str) -> str:
    prefix, first, _, second_prefix, second = match.groups()
    if max(len(first), len(second)) > LONGEST:
        return match.group()
    if second_prefix and second_prefix != prefix:
        return match.group()
    if prefix and not second_prefix and (len(second) > 3 or prefix[0].isdigit()):
        return match.group().replace("-", "\\-")
    # "2787-816" is short for 2787–2816: every format begins from the full numbers.
    if len(second) < len(first):
        second = first[: len(first) - len(second)] + second
    if len(second) == len(first) and second > first and style != "expanded":
        second = _shorten(first, second, style)
        prefix_again = ""
    else:
        prefix_again = prefix
    return f"{prefix}{first}{delimiter}{prefix_again}{second}"


def _shorten(first: str, second: str, style: str) -> str:
    """Return the digits of ``second`` that the style prints."""
    same = 0
    while same < len(first) and first[same] == second[same]:
        same += 1
    if style == "minimal":
        return second[same:]
    if style == "minimal-two":
        return second[min(same, max(len(second) - 2, 0)) :]
    if style in ("chicago", "chicago-15", "chicago-16"):
        return _chicago(first, second, same, style)
    return second


def _chicago(first: str, second: str, same: int, style: str) -> str:
    # The table of the Chicago Manual: all digits up to 100 and for hundreds, only those that change
    # for 101–109 and the like, two or more otherwise.
    number = int(first[-2:])
    if len(first.lstrip("0")) <= 2 or number == 0:
        return second
    if style in ("chicago", "chicago-15") and len(first) == 4 and len(second) - same >= 3:
        return second
    if number < 10:
        return second[same:]
    return second[min(same, len(second) - 2) :]
