"""What `provrepo ingest --follows` says of new versions: that they follow a correction."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING

from provrepo.cli import output
from provrepo.cli.command import Session
from provrepo.errors import ProvrepoError

if TYPE_CHECKING:
    from provrepo import Repository
    from provrepo.editing.changes import Changes

LINES = 20
"""How many texts with something left to check are named, at the most."""


def follow(
    session: Session, repository: Repository, references: Iterable[str], changes: Changes
) -> int:
    """Say of versions that they follow what changed in their bases; return the exit status.

    Prints what is left to be checked in each text that is stale. A version of which it cannot be
    said is named and does not keep the others.
    """
    left: list[str] = []
    status = 0
    for reference in references:
        try:
            worklist = repository.follow(reference, changes)
        except ProvrepoError as error:
            output.error(str(error))
            status = max(status, error.exit_status)
            continue
        if worklist is not None:
            units = ", ".join(str(passage.unit) for passage in worklist.open) or "nothing"
            ending = f"; all is checked: {worklist.command}" if worklist.cleared else ""
            left.append(f"left to be checked in {worklist.reference}: {units}{ending}")
    for line in islice(left, LINES):
        session.message(line)
    if len(left) > LINES:
        session.message(f"{len(left) - LINES:,} more: provrepo status --passages")
    return status
