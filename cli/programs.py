"""A command line that a person wrote into an environment variable, as PAGER and EDITOR are."""

from __future__ import annotations

import os
import re
import shlex
import shutil


def command_words(written: str) -> list[str]:
    """Return the words of a command: the program first; nothing where no such program is found.

    Blanks separate words unless quotation marks say otherwise, as in a shell. A path with blanks
    needs none where it leads to a program: `/opt/My Editor/edit --wait`. ``~`` is one's home, and
    variables may be set before the program, `LESS=FR less`, where there is an `env` for that.
    """
    words = _split(written)
    if words and re.match(r"[A-Za-z_]\w*=", words[0]):
        env, command = shutil.which("env"), command_words(shlex.join(words[1:]))
        return [env, words[0], *command] if env and command else []
    if words and (program := _program(words[0])):
        return [program, *words[1:]]
    # The longest beginning that is the path of a program; the rest are its arguments.
    pieces = written.strip().split(" ")
    for count in range(len(pieces), 0, -1):
        if program := _program(" ".join(pieces[:count])):
            arguments = " ".join(pieces[count:])
            return [program, *(_split(arguments) or arguments.split())]
    return []


def _program(written: str) -> str:
    """Return the name of a program as it can be started; empty where there is none."""
    name = os.path.expanduser(written)  # noqa: PTH111 - a name stays one
    return name if shutil.which(name) else ""


def _split(written: str) -> list[str]:
    """Return the words of a command line; none where a quotation mark is not closed."""
    is_windows = os.name == "nt"  # where a backslash stands in paths
    try:
        words = shlex.split(written, posix=not is_windows)
    except ValueError:
        return []
    return [word.strip('"') for word in words] if is_windows else words
