"""Tell encodings whose bytes are all ASCII, so that they decode as UTF-8 to something else.

ISO-2022 switches between sets of characters by escape sequences (RFC 1468, 1557, 1922), HZ by
``~{`` (RFC 1843); UTF-7 writes other characters in base64 after a plus sign (RFC 2152).
"""

from __future__ import annotations

import codecs
import re
import unicodedata

_ISO_2022 = (
    ("iso-2022-kr", re.compile(rb"\x1b\$\)C")),
    ("iso-2022-cn", re.compile(rb"\x1b\$(?:\)[AGE]|[*+][H-M])")),
    ("iso-2022-jp-2004", re.compile(rb"\x1b\$\(Q")),
    ("iso-2022-jp-3", re.compile(rb"\x1b\$\([OP]")),
    ("iso-2022-jp-2", re.compile(rb"\x1b\$(?:A|\(C)|\x1b\.[AF]")),
    ("iso-2022-jp-1", re.compile(rb"\x1b\$\(D")),
    ("iso-2022-jp", re.compile(rb"\x1b(?:\$[@B]|\([JI])")),
)
_HZ = re.compile(rb"~\{(?:[\x21-\x77][\x21-\x7e])+~\}")
_SHIFTED = re.compile(rb"\+[A-Za-z0-9+/]{2,}-?")
_FEWEST = 3
"""How many letters a text must have in base64 to be UTF-7: sums and names have plus signs, too."""


def advice(encoding: str) -> str:
    """Return what to do with a file in one of these encodings; Python cannot read all of them."""
    try:
        codecs.lookup(encoding)
    except LookupError:
        return f"convert it: iconv -f {encoding.upper()} -t UTF-8"
    return f"say it: --encoding {encoding}"


def encoding_in_ascii(data: bytes) -> str | None:
    """Return the name, for ``--encoding``, of what ASCII bytes are in; None where it is ASCII."""
    if b"\x1b" in data:
        for name, sign in _ISO_2022:
            if sign.search(data):
                return name
    if _HZ.search(data):
        return "hz"
    return "utf-7" if _is_utf_7(data) else None


def _is_utf_7(data: bytes) -> bool:
    """Return whether every plus sign of a text begins letters that it makes sense to encode so."""
    if not _SHIFTED.search(data):
        return False
    try:
        text = data.decode("utf-7")
    except UnicodeDecodeError:
        return False
    shifted = [character for character in text if not character.isascii()]
    letters = [character for character in shifted if unicodedata.category(character)[0] == "L"]
    # What is not Base64 decodes to signs of many scripts.
    scripts = {unicodedata.name(letter, "").partition(" ")[0] for letter in letters}
    plain = all(unicodedata.category(character)[0] in "LMNPSZ" for character in shifted)
    return len(letters) >= _FEWEST and plain and len(scripts) <= 1 + len(letters) // 10
