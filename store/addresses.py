"""What is an address of a database server, however it is spelled, and not the path of a file.

As a path it would be repeated in a message: "there is no file u:secret@host/db".
"""

from __future__ import annotations

import os
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


def is_address(text: str) -> bool:
    """Return whether a text names a server or a password, and no file that is there."""
    return looks_like_address(text) and not _is_path(text)


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


def _is_path(text: str) -> bool:
    """Return whether there is such a file, or a folder in which one of that name can be made."""
    # Not Path.exists, which raises for a name that is too long.
    if os.path.exists(text):  # noqa: PTH110
        return True
    folder, name = os.path.split(text)
    return bool(folder.strip("/")) and os.path.isdir(folder) and not looks_like_address(name)  # noqa: PTH112
