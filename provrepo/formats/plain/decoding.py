"""From a text file's bytes to its characters: by BOM, as UTF-8, or as asked for; never a guess.

A guess that is wrong would be kept, hashed and cited before anybody saw it.
"""

from __future__ import annotations

import codecs

from provrepo.errors import InputError, InvalidValue, Undecodable

# The marks of UTF-32 begin with those of UTF-16, so they are looked for first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MARKED = tuple(mark for mark, _ in _MARKS)

# Python counts these among text encodings, but no file is written in them.
_NO_FILES = ("idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape")


def decode(data: bytes, path: str, encoding: str | None = None) -> str:
    """Return the characters of ``data``, nothing normalised, a BOM kept as U+FEFF.

    ``encoding`` is any name that Python knows, such as ``big5``. Without it a BOM decides, and
    bytes without a BOM must be UTF-8. Raises Undecodable with the offset of the first byte that
    does not fit, InputError for a NUL character, InvalidValue for an encoding that Python does not
    know.
    """
    if encoding is not None:
        chosen = text_encoding(encoding)
    elif data.startswith(_MARKED):
        chosen = next(name for mark, name in _MARKS if data.startswith(mark))
    else:
        chosen = "utf-8"
    try:
        text = data.decode(chosen)
        if chosen != "utf-8":
            text.encode()  # some codecs let lone surrogates through, which are no characters
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = data[error.start] if error.start < len(data) else 0
        raise Undecodable(path, chosen.upper(), error.start, byte, line) from None
    except UnicodeError as error:
        raise InputError(path, f"is not {chosen}: {error}") from None
    zero = text.find("\0")
    if zero >= 0:
        line = text.count("\n", 0, zero) + 1
        raise InputError(
            path,
            f"has a NUL character at character {zero} (line {line}), so it is no text; if it is "
            "UTF-16, say so: --encoding utf-16-le",
        )
    return text


def text_encoding(encoding: str) -> str:
    """Return Python's name of an encoding. Raises InvalidValue where it knows no such encoding."""
    rule = "Python knows no such text encoding; try utf-8, utf-16-le, gb18030, big5 or windows-1251"
    try:
        codec = codecs.lookup(encoding)
    except (LookupError, ValueError):
        raise InvalidValue("encoding", encoding, rule) from None
    if not getattr(codec, "_is_text_encoding", True) or codec.name in _NO_FILES:
        raise InvalidValue("encoding", encoding, rule)
    return codec.name
