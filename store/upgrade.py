"""Bringing the tables of an older repository up to date, one step a version, within one write.

What a step makes is written down here as it was when its version came out, and does not follow
`provrepo.store.schema`: a later step goes on from there. Whoever only reads an older repository
does so without these tables (`Database.absent`).
"""

from __future__ import annotations

from collections.abc import Callable

from provrepo.store import event_rows
from provrepo.store.database import SCHEMA_VERSION, Database, Transaction
from provrepo.store.errors import Damaged

TABLES_OF_2 = (
    "CREATE TABLE event_target (sequence {big} NOT NULL, position INTEGER NOT NULL, "
    "record {big} NOT NULL, PRIMARY KEY (sequence, position), "
    "FOREIGN KEY(sequence) REFERENCES event (sequence), "
    "FOREIGN KEY(record) REFERENCES record (sequence)){end}",
    "CREATE INDEX ix_event_target_record ON event_target (record)",
    "CREATE TABLE event_agent (sequence {big} NOT NULL, position INTEGER NOT NULL, "
    "agent_id INTEGER NOT NULL, role {text} NOT NULL, PRIMARY KEY (sequence, position), "
    "FOREIGN KEY(sequence) REFERENCES event (sequence), "
    "FOREIGN KEY(agent_id) REFERENCES agent (id)){end}",
    "CREATE INDEX ix_event_agent_agent_id ON event_agent (agent_id)",
    "CREATE TABLE former_text (text_id INTEGER NOT NULL, until {big} NOT NULL, "
    "kind {text} NOT NULL, language {text} NOT NULL, label {text} NOT NULL, "
    "PRIMARY KEY (text_id, until), "
    "FOREIGN KEY(text_id) REFERENCES text (id), "
    "FOREIGN KEY(until) REFERENCES event (sequence)){end}",
    "CREATE INDEX ix_event_event ON event (event)",
)
"""What schema 2 has beyond schema 1.

That is what events name as rows, former names of texts, and an index of the events' names: the few
policies are looked up among many reviews.
"""

_TYPES = {
    "sqlite": {"big": "INTEGER", "text": "TEXT", "end": " WITHOUT ROWID, STRICT"},
    "postgresql": {"big": "BIGINT", "text": 'TEXT COLLATE "C"', "end": ""},
}


def make_tables_of_2(transaction: Transaction) -> None:
    """Make the tables that schema 1 lacks, for the same users as the table of events."""
    for statement in TABLES_OF_2:
        transaction.run(statement.format(**_TYPES[transaction.dialect]))
    transaction.grant_as("event", ("event_target", "event_agent", "former_text"))


def _to_2(transaction: Transaction) -> None:
    make_tables_of_2(transaction)
    event_rows.fill(transaction)


STEPS: dict[int, Callable[[Transaction], None]] = {1: _to_2}
"""By schema version: what makes the next version out of it. Version 1 is the first."""


def bring_up_to_date(database: Database, transaction: Transaction) -> None:
    """Take the schema to the current version, in the transaction of the write that needs it.

    The write and the upgrade become durable together, or neither does. Raises NewerSchema where a
    newer provrepo was here meanwhile, and what the engine raises where tables cannot be made.
    """
    if database.schema in (None, SCHEMA_VERSION):  # None: the tables are being made
        return
    # Under the ledger's lock: another process may have upgraded since the repository was opened.
    version = transaction.hold_ledger()
    while version < SCHEMA_VERSION:
        if version not in STEPS:
            raise Damaged(f"{database.location} has an unknown schema version {version}")
        STEPS[version](transaction)
        version += 1
        database.set_schema_version(transaction, version)
