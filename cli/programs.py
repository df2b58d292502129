"""A command line that a person wrote into an environment variable, as PAGER and EDITOR are."""

from __future__ import annotations

import os
import shlex
import shutil


def command_words(written: str) -> list[str]:
    """Return the words of a command: the program first; nothing where no such program is found.

    Blanks separate words unless quotation marks say otherwise, as in a shell. A path with blanks
    needs none where it leads to a program: `/opt/My Editor/edit --wait`.
    """
    try:
        words = shlex.split(written, posix=os.name != "nt")
    except ValueError:  # a quotation mark that nothing closes
        words = []
    words = [word.strip('"') for word in words] if os.name == "nt" else words
    if words and shutil.which(words[0]):
        return words
    # The longest beginning that is the path of a program; the rest are its arguments.
    pieces = written.strip().split(" ")
    for count in range(len(pieces), 0, -1):
        path = " ".join(pieces[:count])
        if shutil.which(path):
            arguments = " ".join(pieces[count:])
            return [path, *shlex.split(arguments, posix=os.name != "nt")]
    return []
