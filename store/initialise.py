"""Making a repository: its tables, and the event that fixes its name in proofs."""

from __future__ import annotations

from provrepo.store.database import SCHEMA_VERSION, Collision, Database
from provrepo.store.engines import connect, create
from provrepo.store.errors import RepositoryExists
from provrepo.store.other_records import append_event
from provrepo.store.records import Event


def initialise(url: str, *, origin: str, recorded: str, wait: float) -> Database:
    """Make a repository: the tables and the ``init`` event, which fixes the ``origin``.

    Raises RepositoryExists, RepositoryNotFound (no such folder) or NotWritable.
    """
    database = create(url, wait=wait)
    try:
        with database.transaction() as transaction:
            database.make_schema(transaction)
            database.set_schema_version(transaction, SCHEMA_VERSION)
            event = Event("init", {"origin": origin}, message="", recorded=recorded)
            append_event(transaction, event)
        database.made()
    except Collision:
        database.discard()
        raise RepositoryExists(
            database.location, f"{database.location} exists already; nothing was changed"
        ) from None
    except BaseException:
        database.discard()
        raise
    database.close()
    return connect(url, wait=wait)
