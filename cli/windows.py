"""What the shells of Windows leave to programs: file names with ``*`` and ``?``."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from glob import glob

from provrepo.cli.declared import Parameter, parameters

_OF_FILES = ("ingest", "resolve")
"""The commands of which all arguments may be files."""


def expanded(words: Sequence[str]) -> list[str]:
    """Return the words of a command line with the files that an argument fits in its place.

    Typer would do that to all words, and to variables as well, and so change a message or a note
    with a question mark or a dollar sign, which stay for good.
    """
    command = next((word for word in words if not word.startswith("-")), "")
    if command not in _OF_FILES:
        return list(words)
    valued = _with_values(command)
    paths: list[str] = []
    for place, word in enumerate(words):
        is_argument = not word.startswith("-") and (not place or words[place - 1] not in valued)
        paths += (_fitting(word) if is_argument and re.search(r"[*?]", word) else []) or [word]
    return paths


def _fitting(pattern: str) -> list[str]:
    """Return the paths that a pattern fits; brackets are plain, as in names."""
    written = os.path.expanduser(pattern).replace("[", "[[]")  # noqa: PTH111 - no path yet
    return sorted(glob(written, recursive=True))  # noqa: PTH207 - written as the pattern is


def _with_values(command: str) -> set[str]:
    """Return the spellings of those options of a command that a value follows."""
    declared = parameters(command)
    return {
        spelling
        for each in declared or ()
        if isinstance(each, Parameter) and not each.is_flag
        for spelling in each.spellings
    }
