"""A text as an editing program saved it: whether it is still one, and what it should not have done.

A program that opens a file in another encoding, or saves it in one, spoils every sign that is not
ASCII, which nobody may notice before it is cited. What is surely spoilt is refused; what a person
may have meant is kept as it was saved, and told.
"""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import is_normalized, normalize

from provrepo.errors import InputError
from provrepo.formats.draft import marked_encoding
from provrepo.formats.in_ascii import encoding_in_ascii

_MARK = "\ufeff"
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_ADVICE = "have your editor open and save UTF-8"


def saved_text(data: bytes, before: str, path: str) -> str:
    """Return the characters of ``data``, the UTF-8 of what was ``before`` until it was edited.

    ``path`` names the file in errors. Raises InputError where it is empty, or in another encoding,
    or where the program has put other characters for those that it could not read or write.
    """
    if before.strip() and not data.strip():
        raise InputError(path, "is empty now, so nothing was changed")
    encoding = marked_encoding(data)
    if data.isascii() and not before.isascii():
        encoding = encoding_in_ascii(data) or encoding
    if encoding != "utf-8":
        raise InputError(path, f"was saved in {encoding.upper()}; {_ADVICE}")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            path,
            f"byte 0x{data[error.start]:02X} at offset {error.start} (line {line}) is not UTF-8; "
            f"{_ADVICE}",
        ) from None
    zero = text.find("\0")
    if zero >= 0 and "\0" not in before:
        raise InputError(path, f"has a NUL character at character {zero}; {_ADVICE}")
    _check_letters(text, before, path)
    return text


def _check_letters(text: str, before: str, path: str) -> None:
    """Raise InputError where the letters that are not ASCII were spoilt on the way."""
    lost = text.count(_REPLACEMENT) - before.count(_REPLACEMENT)
    if lost > 0:
        raise InputError(
            path,
            f"has {lost} times U+FFFD where your editor could not read a character; {_ADVICE}",
        )
    if before.isascii():
        return
    foreign = sum(char > "\x7f" for char in before)
    if text.isascii() and text.count("?") - before.count("?") >= foreign:
        raise InputError(
            path,
            f"has question marks in place of all characters that are not ASCII; {_ADVICE}",
        )
    for encoding in ("cp1252", "latin-1"):
        if _is_read_as(text, encoding) and not _is_read_as(before, encoding):
            raise InputError(
                path, f"was opened as {encoding.upper()}, so that its letters came apart; {_ADVICE}"
            )


def _is_read_as(text: str, encoding: str) -> bool:
    """Return whether ``text`` is UTF-8 that somebody read in this encoding of single bytes."""
    try:
        mended = text.encode(encoding).decode()
    except UnicodeError:
        return False
    return not mended.isascii()


def doubts(before: str, after: str) -> Iterator[str]:
    """Yield what an editing program may have changed by itself, from ``before`` to ``after``."""
    if after.startswith(_MARK) and not before.startswith(_MARK):
        yield "the text begins with a byte order mark (U+FEFF) now"
    elif before.startswith(_MARK) and not after.startswith(_MARK):
        yield "the byte order mark (U+FEFF) at the beginning of the text is gone"
    ends = [_line_ends(text) for text in (before, after)]
    if None not in ends and ends[0] != ends[1]:
        yield f"all lines end in {ends[1]} now, and ended in {ends[0]} before"
    if before.endswith("\n") and not after.endswith("\n"):
        yield "the last line has no line end any more"
    elif after.endswith("\n") and not before.endswith("\n"):
        yield "the last line has a line end now, which many editors add by themselves"
    for form in ("NFC", "NFD"):
        was = is_normalized(form, before)
        if not was and is_normalized(form, after) and normalize(form, before) != before:
            yield f"all characters are in the normal form {form} now, and were not before"


def _line_ends(text: str) -> str | None:
    """Return what all lines of a text end in; None where it has no line end, or several kinds."""
    windows, feeds, returns = text.count("\r\n"), text.count("\n"), text.count("\r")
    if feeds and windows == feeds == returns:
        return "CRLF"
    if feeds and not returns:
        return "LF"
    return "CR" if returns and not feeds else None
