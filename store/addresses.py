"""Telling the address of a database server, however it is spelled, from the path of a file.

Taken for a path, it would be repeated in a message: "there is no file u:secret@host/db".
"""

from __future__ import annotations

import re
from urllib.parse import unquote

_SCHEME = re.compile(r"[\W_]*(?:jdbc:)?postgres(?:ql)?\s*[:/]")
_USER_AND_PASSWORD = re.compile(r".*:.*@|[^:/]*:[^:/]*://", re.DOTALL)
_DRIVE = re.compile(r"[a-z]:[\\/]")
_ASSIGNED = re.compile(
    r".*(?:(?:pass(?:word|wd|wort|phrase|file)?|pwd|secret)\s*[=:]"
    r"|(?:^|[\s;,&?])(?:host|hostaddr|server|dbname|database|user|user id|uid|pw)\s*=)",
    re.DOTALL,
)


def looks_like_address(text: str) -> bool:
    """Return whether a text is spelled as an address of a server, or as a password."""
    for _ in range(3):  # encoded, and encoded once more
        plain = text.casefold().strip()
        if _SCHEME.match(plain) or _ASSIGNED.match(plain):
            return True
        if _USER_AND_PASSWORD.match(plain) and not _DRIVE.match(plain):
            return True
        text = unquote(text)
    return False
