"""Bringing the schema of an older repository up to date, one step a version."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from provrepo.store.database import SCHEMA_VERSION
from provrepo.store.errors import Damaged

if TYPE_CHECKING:
    from provrepo.store.database import Database, Transaction

STEPS: dict[int, Callable[[Transaction], None]] = {}
"""By schema version: what makes the next version out of it. Version 1 is the first."""


def upgrade(database: Database, found: int) -> None:
    """Take the schema from version ``found`` to the current one, all or nothing.

    Raises Damaged where there never was such a version, NotWritable where it cannot be written.
    """
    with database.transaction() as transaction:
        # Another process may have upgraded it between our look and our lock.
        version = database.schema_version(transaction)
        while version < SCHEMA_VERSION:
            if version not in STEPS:
                raise Damaged(f"{database.location} has an unknown schema version {found}")
            STEPS[version](transaction)
            version += 1
            database.set_schema_version(transaction, version)
