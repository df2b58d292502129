"""From a path or URL to an open database: the engine is chosen here, and the schema looked at."""

from __future__ import annotations

import os
import re
from typing import Protocol

from provrepo.store.database import DEFAULT_WAIT, SCHEMA_VERSION, Database
from provrepo.store.errors import Damaged, NewerSchema, NotARepository, RepositoryError


def connect(url: str, *, wait: float = DEFAULT_WAIT) -> Database:
    """Open the repository at a path or URL.

    A repository in a folder that cannot be written opens too, for reading, and so does one of an
    older schema, which the first write upgrades. Raises RepositoryNotFound, NotARepository,
    NewerSchema or Busy.
    """
    database = engine(url).connect(url, wait)
    try:
        check_schema(database)
    except BaseException:
        database.close()
        raise
    return database


def check_schema(database: Database) -> None:
    """Take note of the schema of a database that was opened.

    Raises NewerSchema, NotARepository for an unfinished copy, Damaged for a schema that never was.
    """
    version = database.schema_version(database)
    if version < 0:
        raise NotARepository(
            database.location,
            f"{database.location} is a copy that was not finished; the same `provrepo copy` again "
            "goes on with it (restored from a package: remove it, and restore it again)",
        )
    if version > SCHEMA_VERSION:
        raise NewerSchema(database.location, version, SCHEMA_VERSION)
    if version == 0:
        raise Damaged(f"{database.location} has an unknown schema version {version}")
    database.schema = version


def create(url: str, *, wait: float = DEFAULT_WAIT) -> Database:
    """Make an empty database at a path or URL, or find one there, still without tables.

    Raises RepositoryExists, RepositoryNotFound (no such folder or database) or NotWritable.
    """
    return engine(url).create(url, wait)


def claim(url: str, *, wait: float = DEFAULT_WAIT) -> Database:
    """Open a place for a copy: an empty database, which is made, or one with a copy in it.

    What it holds is not looked at. Raises RepositoryNotFound (no such folder or database),
    NotARepository (another kind of file) or NotWritable.
    """
    return engine(url).claim(url, wait)


_SUSPECT = re.compile(r"[:=%]")  # without one of these nobody writes a password
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*")


class Engine(Protocol):
    """What the module of each engine has."""

    def connect(self, url: str, wait: float) -> Database:
        """Open what stands at a URL."""

    def create(self, url: str, wait: float) -> Database:
        """Make an empty database, or find one, at a URL."""

    def claim(self, url: str, wait: float) -> Database:
        """Open what stands at a URL, or make an empty database there."""


def engine(url: str) -> Engine:
    """Return the module that knows the kind of database at a path or URL."""
    scheme, separator, _ = url.partition("://")
    if separator and scheme in ("postgres", "postgresql"):
        from provrepo.store import postgres

        return postgres
    if not separator or scheme == "sqlite":
        if _SUSPECT.search(url):
            from provrepo.store.addresses import looks_like_address

            if looks_like_address(url) and not _is_path(url):
                raise _misspelled()
        from provrepo.store import sqlite

        return sqlite
    if not _SCHEME.fullmatch(scheme):
        raise _misspelled()
    raise RepositoryError(
        f"{scheme}:",
        f"{scheme}: repositories are SQLite files and PostgreSQL databases: name a path, "
        "sqlite:///PATH or postgresql://USER:PASSWORD@HOST:PORT/NAME",
    )


def _misspelled() -> RepositoryError:
    """Return the error of an address of which nothing can be shown safely."""
    return RepositoryError("postgresql:", "write postgresql://USER:PASSWORD@HOST:PORT/NAME")


def _is_path(text: str) -> bool:
    """Return whether there is such a file, or a folder in which one of that name can be made."""
    # Not Path.exists, which raises for a name that is too long.
    if os.path.exists(text):  # noqa: PTH110
        return True
    from provrepo.store.addresses import looks_like_address

    folder, name = os.path.split(text)
    return bool(folder.strip("/")) and os.path.isdir(folder) and not looks_like_address(name)  # noqa: PTH112
