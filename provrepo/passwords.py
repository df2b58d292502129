"""Masking passwords in messages, which often repeat what a user typed.

An address of a database may stand where nobody expected one: as a command, a file, a reference. The
store hides the passwords in addresses that it is given as such; here every message is checked once
more before it is printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from provrepo.store.addresses import looks_like_address

_HARMLESS = re.compile(r"postgres(?:ql)?://(?:[\w.-]+@)?(?:[\w.-]+(?::[0-9]{1,5})?)?(?:/[\w.-]*)?")
"""An address without a password, which a message may repeat."""
_KINDS = "transcription|translation|edition|normalization|transliteration|summary"
_REFERENCE = re.compile(rf"(?:^|[/\s])(?:{_KINDS}):[^/@]*@")
"""A text such as ``cable/translation:en@v2`` is no user with a password."""
_USER_AND_PASSWORD = re.compile(
    r"(?P<before>\b[a-z][a-z0-9+.-]*:/{1,3}|(?<![^\s'\"“‘(=]))"
    rf"(?!USER:PASSWORD@|(?:{_KINDS}):)[^\s/'\"“”‘’:@]*(?::(?!/)|%3a)[^\s'\"“”]*(?:@|%40)",
    re.IGNORECASE,
)
"""``SCHEME://USER:PASSWORD@``, or that at the start of a word without its scheme."""
_ASSIGNED = re.compile(
    r"(?P<before>(?:pass(?:word|wd|wort|phrase|file)?|pwd|secret|token)\s*(?:=|%3d)\s*)"
    r"(?:'[^']*'|\"[^\"]*\"|[^\s;&'\"”]+)",
    re.IGNORECASE,
)
"""``password=…`` in any of its spellings, quoted or not."""


def without_passwords(message: str, typed: Iterable[str] = ()) -> str:
    """Return a message with ``…`` for what may be a password in it.

    ``typed`` are the arguments of the command: of one that looks like a server's address, however
    it is spelled, nothing stays but what may be shown.
    """
    for argument in sorted(typed, key=len, reverse=True):
        if argument not in message or _REFERENCE.search(argument) or _HARMLESS.fullmatch(argument):
            continue
        if looks_like_address(argument):
            message = message.replace(argument, "…")
    return _ASSIGNED.sub(r"\g<before>…", _USER_AND_PASSWORD.sub(r"\g<before>…@", message))
