"""One run of a command: which repository it is about, what time it is, how it speaks."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from provrepo.cli import output
from provrepo.errors import InvalidValue, RepositoryNotFound

if TYPE_CHECKING:
    from provrepo.clock import Clock
    from provrepo.repository import Repository

DEFAULT_NAME = "provrepo.db"


class Session:
    """One run of a command: where the repository is and how to print."""

    def __init__(self, repo: str | None, *, json: bool, quiet: bool) -> None:
        self.repo, self.json, self.quiet = repo, json, quiet

    def open(self) -> Repository:
        """Open the repository that ``--repo``, PROVREPO or this folder names."""
        from provrepo.repository import open as open_repository

        return open_repository(find_repository(self.repo), clock=clock())

    def message(self, text: str) -> None:
        """Say something that is no data: on stderr, and not with ``--quiet``."""
        if not self.quiet:
            output.message(text)


def find_repository(repo: str | None) -> str:
    """Return the repository's path or URL: as named, or the nearest one at or above this folder."""
    chosen = repo or os.environ.get("PROVREPO")
    if chosen:
        return chosen
    folder = Path.cwd()
    for parent in (folder, *folder.parents):
        if (parent / DEFAULT_NAME).exists():
            return os.fspath(parent / DEFAULT_NAME)
    raise RepositoryNotFound(
        DEFAULT_NAME,
        f"no {DEFAULT_NAME} here or in a folder above; `provrepo init` makes one, "
        "`--repo PATH` names another",
    )


def clock() -> Clock:
    """Return the computer's clock, or the one that SOURCE_DATE_EPOCH sets."""
    from provrepo.clock import fixed_clock, system_clock

    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return system_clock
    try:
        return fixed_clock(int(epoch))
    except (ValueError, OverflowError, OSError):
        raise InvalidValue("SOURCE_DATE_EPOCH", epoch, "write whole seconds after 1970") from None
