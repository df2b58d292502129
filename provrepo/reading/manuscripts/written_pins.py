"""How authors name an exact version: the spellings of a pin, found in running text."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from typing import NamedTuple

_SPACE = r"(?:[\s~]|\\[~,])"
"""A blank in any output format of `cite`: LaTeX has ``~``, RTF ``\\~``."""

# The term "version" of every locale that citations are made in, and its short forms.
_WORD = (
    r"(?:(?<![^\W\d_])(?:versi(?:ons?|oni|one|o|ones|ón|ones)|versão|versões|verse|vers\.|v\.|"
    r"верси[яи]|в\.)|版本|バージョン|版|버전|판)"
)
_PIN = re.compile(
    # A named information URI (RFC 6920 §3).
    r"ni://[^/\s]{0,300}/sha-256;\s*(?P<uri>[A-Za-z0-9_-]{43})"
    # A reference with a number or digits of the id, perhaps with the id after it.
    r"|(?<![\w/.@-])(?P<reference>[a-z0-9][a-z0-9._-]*+(?:/[A-Za-z0-9-]+(?::[A-Za-z0-9-]+){0,2})?"
    r"@(?:v[1-9]\d*|[0-9a-f]{7,64}))(?![\w@]|[.-]\w)"
    rf"(?:{_SPACE}*[(\[]{_SPACE}*(?P<of>[0-9A-Fa-f]{{7,64}})[)\]]"
    rf"|{_SPACE}+(?P<after>[0-9a-f]{{12,64}})(?!\w))?"
    # A number and the digits of the id, as `cite` prints them.
    rf"|(?P<word>{_WORD}{_SPACE}*)?(?<!\d)(?P<number>\d+){_SPACE}*"
    r"[(\[（［【〔](?P<inside>[^()\[\]（）［］【】〔〕]{5,90})[)\]）］】〕]"
    rf"|{_WORD}{_SPACE}*(?P<bare_number>\d+)[\s,;:]+(?:id:?\s+)?(?P<bare>[0-9a-f]{{7,64}})(?!\w)"
    rf"|{_WORD}{_SPACE}*[(\[]?(?P<lone>[0-9a-f]{{7,64}})(?!\w)"
    # A whole id, or as many digits of one as output shows.
    r"|(?<![0-9A-Za-z-])(?P<digits>[0-9a-f]{12,64})(?![0-9A-Za-z-])",
    re.IGNORECASE,
)
_LIMITS = re.compile(r"[\s\xad~\\.…‐-]+")
_LOOKS_LIKE_DIGITS = re.compile(r"(?=[^\d]*\d)[0-9A-Za-z]{6,64}")


class WrittenPin(NamedTuple):
    """A pin as a text has it: from ``start`` to ``end`` in code points.

    ``reference`` is the id, the digits of one, or the reference by which it names its version; None
    where it is damaged. ``number`` and ``digits`` are what it says besides: the number of the
    version, digits of its id. ``doubtful`` digits may be something else.
    """

    start: int
    end: int
    written: str
    reference: str | None
    number: int | None = None
    digits: str = ""
    doubtful: bool = False


def alone(text: str) -> WrittenPin | None:
    """Return the pin of a text that is nothing but digits of an id."""
    match = re.fullmatch(r"\s*([0-9a-fA-F]{7,64})\s*", text)
    if not match:
        return None
    digits = match[1].lower()
    return WrittenPin(match.start(1), match.end(1), digits, digits)


def written_pins(text: str) -> Iterator[WrittenPin]:
    """Yield the pins in a text, in their order.

    The first digits of an id alone count only from as many on as output shows: any number of seven
    digits would be one.
    """
    for match in _PIN.finditer(text):
        pin = _pin(match)
        if pin:
            yield pin


def _pin(match: re.Match[str]) -> WrittenPin | None:
    start, end = match.span()
    written = " ".join(match[0].split())
    if match["uri"]:
        digest = base64.urlsafe_b64decode(f"{match['uri']}=").hex()
        return WrittenPin(start, end, written, digest)
    if match["reference"]:
        digits = (match["of"] or match["after"] or "").lower()
        return WrittenPin(start, end, written, match["reference"].lower(), digits=digits)
    if match["inside"]:
        return _numbered(match)
    if match["bare"]:
        return WrittenPin(start, end, written, match["bare"].lower(), _number(match["bare_number"]))
    digits = (match["lone"] or match["digits"]).lower()
    return WrittenPin(
        start, end, written, digits, doubtful=match["lone"] is None and len(digits) < 64
    )


def _numbered(match: re.Match[str]) -> WrittenPin | None:
    """Return the pin of a number with something in brackets after it, if that is one.

    Digits may be parted at a line's end or cut short with an ellipsis. After the word "version",
    what only looks like digits is a damaged pin.
    """
    start = match.start("number")
    inside = match["inside"].strip()
    written = " ".join(match.string[start : match.end()].split())
    digits = _LIMITS.sub("", inside).lower()
    is_whole = len(inside.rstrip("….").split()) == 1
    if re.fullmatch(r"[0-9a-f]{7,64}", digits) and (is_whole or match["word"]):
        return WrittenPin(start, match.end(), written, digits, _number(match["number"]))
    if match["word"] and _LOOKS_LIKE_DIGITS.fullmatch(inside):
        return WrittenPin(start, match.end(), written, None, _number(match["number"]))
    return None


def _number(digits: str) -> int:
    """Return the number that a version is said to have; −1, which none has, for one too long."""
    return int(digits) if len(digits) < 10 else -1
