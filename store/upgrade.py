"""Bringing the schema of an older repository up to date, one step a version."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from provrepo.store.database import SCHEMA_VERSION
from provrepo.store.errors import Damaged

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from provrepo.store.database import Database

STEPS: dict[int, Callable[[Connection], None]] = {}
"""By schema version: what makes the next version out of it. Version 1 is the first."""


def upgrade(database: Database, found: int) -> None:
    """Take the schema from version ``found`` to the current one, all or nothing.

    Raises Damaged where there never was such a version, NotWritable where it cannot be written.
    """
    with database.transaction() as connection:
        # Another process may have upgraded it between our look and our lock.
        version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        while version < SCHEMA_VERSION:
            if version not in STEPS:
                raise Damaged(f"{database.location} has an unknown schema version {found}")
            STEPS[version](connection)
            version += 1
            connection.exec_driver_sql(f"PRAGMA user_version = {version}")
