"""What a shell is answered that asks how a word goes on, and where that word stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from provrepo.cli.declared import Parameter


class Proposal(NamedTuple):
    """A word, and perhaps in a few words what it is; ``is_whole`` unless it goes on."""

    value: str
    about: str = ""
    is_whole: bool = True


class Proposals(NamedTuple):
    """What a word may be; ``kind`` is what the shell adds: ``values``, ``files``, ``folders``."""

    words: Sequence[Proposal] = ()
    kind: str = "values"


class Place(NamedTuple):
    """Where the value of a parameter stands.

    ``command`` is the command's name with that of its group, ``before`` are the values before it by
    parameter; ``beginning`` is what of the word is not the value: ``--format=``.
    """

    command: str
    parameter: Parameter | None
    before: dict[str, list[str]]
    beginning: str = ""
