"""Copying a whole repository into another database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from provrepo.errors import OtherRepository
from provrepo.store.checkpoint import Checkpoint
from provrepo.store.copy import Copy, refuse_misfits
from provrepo.store.database import Database
from provrepo.store.engines import claim


def copy(
    source: Database,
    url: str,
    recorded: str,
    new_origin: str | None,
    begin: Callable[[int], object],
    tick: Callable[[int], object],
) -> Checkpoint:
    """Copy a repository to a path or URL. See `Repository.copy_to`."""
    refuse_misfits(source)
    target = claim(url, wait=source.wait)
    try:
        if _is_same(source.location, target.location):
            raise OtherRepository(target.location, f"{target.location} is the repository itself")
        copying = Copy(source, target, recorded, new_origin)
        begin(copying.total)
        return copying.make(tick)
    finally:
        target.close()


def _is_same(source: str, target: str) -> bool:
    """Return whether two locations are the same place, as far as can be seen from their names."""
    if "://" in source or "://" in target:
        return source == target
    return Path(source).samefile(target)
