"""Tampering with the tables themselves, and rows that no digest covers: each is named."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import psycopg
import pytest

import provrepo
from provrepo import Finding, errors
from provrepo.editing.changes import Changes
from provrepo.notes import NoteDraft
from provrepo.store import check, events, shape
from provrepo.store.contents import PURGED
from provrepo.store.engines import connect
from provrepo.store.records import Agent, Text
from tests.conftest import CommandLine, another, only_sqlite

Found = list[tuple[str, str]]


@pytest.fixture
def stored(url: str) -> str:
    """Return the URL of a repository with a renamed document, a renamed text, people and notes."""
    with provrepo.create(url) as repository:
        said = Changes(agents=("Wang:transcriber",))
        repository.ingest(b"one", said, document="old", text="transcription:en")
        repository.ingest(b"two", document="old", text="transcription:en")
        repository.ingest(b"other", document="other", text="transcription:en")
        repository.add_note("old", NoteDraft("A note", quote="two"))
        repository.rename("old", "new")
    database = connect(url)
    english, german = Text("transcription", "en"), Text("transcription", "de")
    events.retext(database, "other", english, german, "2026-01-01T00:00:00Z")
    database.close()
    assert verified(url) == ([], [])
    return url


def tamper(url: str, *statements: str) -> None:
    """Run statements behind the program's back."""
    if url.startswith("postgresql:"):
        with psycopg.connect(url, autocommit=True) as server:
            for statement in statements:
                server.execute(statement.encode())
        return
    connection = sqlite3.connect(url, isolation_level=None)
    connection.execute("PRAGMA writable_schema = ON")
    for statement in statements:
        changed = connection.execute(statement).rowcount
        assert changed, f"nothing was changed: {statement}"
    connection.close()


def verified(url: str) -> tuple[Found, Found]:
    """Return code and place of what verification finds, and of what it warns of."""
    warnings: list[Finding] = []
    with provrepo.open(url) as repository:
        findings = list(repository.verify(warn=warnings.append))
    return (
        [(finding.code, finding.place) for finding in findings],
        [(warning.code, warning.place) for warning in warnings],
    )


# Rows that no digest covers


@pytest.mark.parametrize("table", ["document", "event"])
def test_a_row_that_others_name_and_is_gone(stored: str, table: str) -> None:
    """Both engines hold such references, unless somebody tells them not to; each is named."""
    free = ["SET session_replication_role = replica"] if stored.startswith("postgresql:") else []
    condition = "key = 'other'" if table == "document" else "event = 'rename'"
    tamper(stored, *free, f"DELETE FROM {table} WHERE {condition}")
    with provrepo.open(stored) as repository:
        said = [str(finding) for finding in repository.verify()]
    assert any(f"names a row of {table} that is not there" in line for line in said), said


def test_a_document_with_a_key_that_was_renamed_away(
    stored: str, engine: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """Found; and no copy carries it on, nor is an older, good copy touched."""
    good, late = (another(engine, request, tmp_path / name) for name in ("good.db", "late.db"))
    with provrepo.open(stored) as repository:
        repository.copy_to(good)
    tamper(stored, "INSERT INTO document (key) VALUES ('old')")
    with provrepo.open(stored) as repository:
        repository.ingest(b"forged", document="old", text="transcription:en")
        assert repository.content("old") == "forged"  # what a citation of it leads to
    assert ("event", "old") in verified(stored)[0]
    with provrepo.open(stored) as repository:
        for place in (good, late):
            with pytest.raises(errors.Damaged, match="old: another document had this key"):
                repository.copy_to(place)
    assert verified(good) == ([], [])
    with pytest.raises(errors.RepositoryNotFound):
        provrepo.open(late)


def test_a_text_moved_to_a_document_with_its_former_key(stored: str) -> None:
    """Its records say that key, so that every digest fits."""
    tamper(
        stored,
        "DELETE FROM version WHERE sequence > 2 AND text_id = 1",
        "INSERT INTO document (key) VALUES ('old')",
        "UPDATE text SET document_id = (SELECT id FROM document WHERE key = 'old') WHERE id = 1",
    )
    assert ("event", "old") in verified(stored)[0]


def test_a_text_with_a_name_that_was_renamed_away(stored: str) -> None:
    """As with documents."""
    tamper(
        stored,
        "INSERT INTO text (document_id, kind, language, label) "
        "SELECT id, 'transcription', 'en', '' FROM document WHERE key = 'other'",
    )
    assert ("event", "other/transcription:en") in verified(stored)[0]


def test_a_document_without_texts(stored: str) -> None:
    """Nobody could have made it."""
    tamper(stored, "INSERT INTO document (key) VALUES ('empty')")
    assert verified(stored)[0] == [("unreferenced", "empty")]


def test_agents_whom_nobody_names(stored: str) -> None:
    """Found where every note can be read, or is damaged; not where one of them was purged."""
    agent = Agent("Ghost", None, "person", "0" * 32)
    blob = f"x'{agent.id}'" if not stored.startswith("post") else f"'\\x{agent.id}'::bytea"
    tamper(
        stored,
        "INSERT INTO agent (digest, name, identifier, type, nonce) "
        f"VALUES ({blob}, 'Ghost', '', 'person', '{'0' * 32}')",
    )
    ghost = ("unreferenced", f"agent {agent.id[:12]}")
    assert verified(stored)[0] == [ghost]
    with provrepo.open(stored) as repository:
        repository.purge("new", "no permission", part="notes")
    assert verified(stored)[0] == []
    tamper(stored, f"UPDATE object SET codec = 7 WHERE codec = {PURGED}")
    assert ghost in verified(stored)[0]


# The tables of a file


def altered(table: str, old: str, new: str) -> str:
    """Return the statement that changes the definition of a table."""
    quoted = new.replace("'", "''")
    return (
        f"UPDATE sqlite_schema SET sql = replace(sql, '{old}', '{quoted}') WHERE name = '{table}'"
    )


WITHOUT_UNIQUENESS = (
    "PRAGMA foreign_keys = OFF",
    "PRAGMA legacy_alter_table = ON",
    "CREATE TABLE again (id INTEGER NOT NULL, key TEXT NOT NULL, PRIMARY KEY (id)) STRICT",
    "INSERT INTO again SELECT * FROM document",
    "DROP TABLE document",
    "ALTER TABLE again RENAME TO document",
)


@only_sqlite
@pytest.mark.parametrize(
    ("statements", "place"),
    [
        (["DROP TABLE former_text"], "former_text"),
        (["DROP INDEX ix_event_agent_agent_id"], "event_agent"),
        (["DROP INDEX ix_former_key_key"], "former_key"),
        (["ALTER TABLE version DROP COLUMN message"], "version"),
        ([altered("document", '"key" TEXT NOT NULL', '"key" TEXT')], "document"),
        ([altered("document", '"key" TEXT', '"key" BLOB')], "document"),
        ([altered("document", '"key" TEXT', '"key" TEXT COLLATE NOCASE')], "document"),
        ([altered("text", "FOREIGN KEY(document_id) REFERENCES document (id)",
                  "CHECK (id > 0)")], "text"),
        ([altered("text", "REFERENCES document (id)",
                  "REFERENCES document (id) ON DELETE CASCADE")], "text"),
        ([altered("text", "REFERENCES document (id)", "REFERENCES version (sequence)")], "text"),
        ([altered("document", 'UNIQUE ("key")', 'UNIQUE ("key") ON CONFLICT REPLACE')], "document"),
        ([altered("agent", " STRICT", "")], "agent"),
        (["CREATE TRIGGER t AFTER INSERT ON document BEGIN DELETE FROM document; END"], "t"),
        ([*WITHOUT_UNIQUENESS], "document"),
        ([*WITHOUT_UNIQUENESS, "CREATE UNIQUE INDEX part ON document (key) WHERE id > 5"],
         "document"),
        ([*WITHOUT_UNIQUENESS, "INSERT INTO document (key) VALUES ('new')"], "document new"),
    ],
)  # fmt: skip
def test_what_is_missing_or_other_in_a_file_is_damage(
    stored: str, statements: list[str], place: str
) -> None:
    """Tables, columns, what they hold, keys, uniqueness, references, indexes, triggers."""
    tamper(stored, *statements)
    assert ("database", place) in verified(stored)[0]


@only_sqlite
def test_what_is_besides_in_a_file_is_a_warning(stored: str, run: CommandLine) -> None:
    """It is printed, and the exit status is 0."""
    tamper(
        stored,
        "CREATE INDEX by_date ON version (recorded)",
        "CREATE VIEW keys AS SELECT key FROM document",
        "CREATE TABLE shelf (a)",
        "ALTER TABLE document ADD COLUMN shelf TEXT",
        "ANALYZE",
    )
    damaged, warned = verified(stored)
    assert damaged == []
    assert sorted(place for _, place in warned) == ["document", "keys", "shelf", "version"]
    done = run("verify", "--repo", stored)
    assert done.returncode == 0
    assert done.stderr.count(b"warning: ") == 4
    assert b"all is as it was stored" in done.stdout
    assert run("verify", "--repo", stored, "--json").stdout.count(b'"database"') == 4


# The tables of a server

only_postgres = pytest.mark.parametrize("engine", ["postgres"], indirect=True)

UNIQUE = "ALTER TABLE document DROP CONSTRAINT document_key_key"


@only_postgres
def test_what_is_missing_or_other_on_a_server_is_damage(stored: str) -> None:
    """As in a file, and what only a server has."""
    database = connect(stored)
    for statements, place in SERVER_CASES:
        database.rows("BEGIN")
        for statement in statements:
            database.rows(statement)
        expected, seen = database.expected_tables(), database.seen_tables()
        found = [*seen.wrong, *shape.differences(expected, seen.tables)]
        assert place in [where for where, _ in found], statements
        database.rows("ROLLBACK")
    assert list(check.verify(database)) == []
    database.close()


SERVER_CASES: list[tuple[list[str], str]] = [
    (["DROP TABLE former_text"], "former_text"),
    (["DROP INDEX ix_event_agent_agent_id"], "event_agent"),
    (["ALTER TABLE version ALTER recorded TYPE text"], "version"),
    (["ALTER TABLE document ALTER key DROP NOT NULL"], "document"),
    (['ALTER TABLE document ALTER key TYPE text COLLATE "default"'], "document"),
    ([UNIQUE], "document"),
    ([UNIQUE, "CREATE UNIQUE INDEX part ON document (key) WHERE id > 5"], "document"),
    ([UNIQUE, "ALTER TABLE document ADD UNIQUE (key) DEFERRABLE"], "document"),
    ([UNIQUE, "CREATE UNIQUE INDEX folded ON document (lower(key))"], "document"),
    (["ALTER TABLE text DROP CONSTRAINT text_document_id_fkey"], "text"),
    (["ALTER TABLE text DROP CONSTRAINT text_document_id_fkey, ADD FOREIGN KEY (document_id) "
      "REFERENCES document (id) ON DELETE CASCADE"], "text"),
    (["ALTER TABLE text DROP CONSTRAINT text_document_id_fkey, ADD FOREIGN KEY (document_id) "
      "REFERENCES document (id) NOT VALID"], "text"),
    (["ALTER TABLE text DISABLE TRIGGER ALL"], "text"),
    (["ALTER TABLE event DROP CONSTRAINT event_pkey CASCADE"], "event"),
    (["ALTER TABLE document ADD CHECK (id > 0)"], "document"),
    (["CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
      "CREATE TRIGGER t BEFORE INSERT ON document FOR EACH ROW EXECUTE FUNCTION f()"], "document"),
    (["CREATE RULE r AS ON INSERT TO document DO INSTEAD NOTHING"], "document"),
    (["ALTER TABLE document ENABLE ROW LEVEL SECURITY"], "document"),
    (["CREATE TABLE more () INHERITS (document)"], "document"),
    (["ALTER TABLE ledger SET UNLOGGED"], "ledger"),
    (["ALTER TABLE document ALTER id DROP DEFAULT", "DROP SEQUENCE document_id_seq"], "document"),
    (["ALTER SEQUENCE document_id_seq RESTART"], "document"),
    (["ALTER TABLE provrepo ALTER schema_version TYPE bigint, ALTER schema_version DROP NOT NULL"],
     "provrepo"),
]  # fmt: skip


@only_postgres
def test_a_document_twice_on_a_server(stored: str) -> None:
    """Where nothing keeps keys unique, the rows that are the same are named."""
    tamper(stored, UNIQUE, "INSERT INTO document (key) VALUES ('new')")
    found = verified(stored)[0]
    assert {("database", "document"), ("database", "document new")} <= set(found)


@only_postgres
def test_two_schema_versions_on_a_server(stored: str) -> None:
    """Which one counts, nobody could tell."""
    tamper(stored, "INSERT INTO provrepo VALUES (2)")
    assert verified(stored)[0] == [("database", "provrepo")]


@only_postgres
def test_what_is_besides_on_a_server_is_a_warning(stored: str) -> None:
    """What stands in other schemas is nobody's business."""
    with psycopg.connect(stored) as connection:
        row = connection.execute("SELECT current_schema()").fetchone()
    assert row
    tamper(
        stored,
        "CREATE INDEX by_date ON version (recorded)",
        "CREATE VIEW keys AS SELECT key FROM document",
        "ALTER TABLE document ADD COLUMN shelf TEXT",
        f"CREATE SCHEMA {row[0]}_search",
        f"CREATE TABLE {row[0]}_search.word (a int)",
    )
    try:
        damaged, warned = verified(stored)
    finally:
        tamper(stored, f"DROP SCHEMA {row[0]}_search CASCADE")
    assert damaged == []
    assert sorted(place for _, place in warned) == ["document", "keys", "version"]
