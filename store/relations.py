"""Verification: whether what the rows of different tables say fits together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from provrepo.store import contents, objects, rules
from provrepo.store.database import Database
from provrepo.store.errors import DAMAGE


@dataclass(frozen=True, slots=True, repr=False)
class Finding:
    """One damaged thing: what kind of damage, where, and what is wrong in words."""

    code: str
    place: str
    message: str

    def __repr__(self) -> str:
        return f"<Finding {self.code}: {self.place}: {self.message}>"

    def as_json(self) -> dict[str, str]:
        """Return the finding as JSON output shows it (docs/cli.md)."""
        return {"code": self.code, "place": self.place, "message": self.message}


def numbers(database: Database) -> Iterator[Finding]:
    """Count the versions of each text."""
    for key, kind, language, label, count, last in database.rows(
        "SELECT d.key, t.kind, t.language, t.label, count(v.number), max(v.number) FROM text t "
        "LEFT JOIN document d ON d.id = t.document_id LEFT JOIN version v ON v.text_id = t.id "
        "GROUP BY t.id, d.key, t.kind, t.language, t.label HAVING "
        "count(v.number) <> max(v.number) OR min(v.number) <> 1 OR count(v.number) = 0"
    ):
        name = ":".join(part for part in (kind, language, label) if part)
        yield Finding("number", f"{key}/{name}", f"has {count} versions, the last is v{last}")


_NAMES = (
    (
        "event",
        "SELECT d.key FROM document d JOIN former_key f ON f.key = d.key AND f.document_id <> d.id",
        "another document had this key, and was renamed: citations of it lead astray",
    ),
    (
        "event",
        "SELECT f.key FROM former_key f JOIN former_key g "
        "ON g.key = f.key AND g.document_id > f.document_id",
        "several documents had this key",
    ),
    (
        "event",
        "SELECT d.key || '/' || t.kind || ':' || t.language || "
        "CASE t.label WHEN '' THEN '' ELSE ':' || t.label END FROM former_text f "
        "JOIN text o ON o.id = f.text_id JOIN text t ON t.document_id = o.document_id "
        "AND t.id <> o.id AND t.kind = f.kind AND t.language = f.language AND t.label = f.label "
        "JOIN document d ON d.id = t.document_id",
        "another text had this name, and was renamed: citations of it lead astray",
    ),
    (
        "unreferenced",
        "SELECT key FROM document WHERE id NOT IN (SELECT document_id FROM text)",
        "a document without a text",
    ),
)


def names(database: Database) -> Iterator[Finding]:
    """Look for documents and texts that stand where others were, and for empty documents.

    No version need be forged for that, so no digest tells.
    """
    for code, query, message in _NAMES:
        for (name,) in database.rows(f"{database.absent}{query}"):
            yield Finding(code, str(name), message)


def repeated(database: Database, table: str, columns: Sequence[str]) -> Iterator[Finding]:
    """Look for rows of a table that are the same in columns that should tell them apart."""
    listed = ", ".join(columns)
    for count, *values in database.rows(
        f"SELECT count(*), {listed} FROM {table} WHERE "
        f"{' AND '.join(f'{column} IS NOT NULL' for column in columns)} "
        f"GROUP BY {listed} HAVING count(*) > 1 ORDER BY {listed}"
    ):
        name = " ".join(shown_name(value) for value in values if value != "")
        yield Finding("database", f"{table} {name}", f"stands there {count} times")


def places(database: Database) -> Iterator[Finding]:
    """Compare where contents stand in their chains with what they are based on."""
    for stored, codec, place, base_place, base_codec in database.rows(
        "SELECT c.digest, c.codec, c.place, b.place, b.codec FROM content c "
        "LEFT JOIN content b ON b.id = c.base_id"
    ):
        if place == 0 or base_place is None:
            fits = place == 0 and base_place is None and codec not in contents.BASED
        else:
            freed = base_codec == contents.PURGED
            fits = place > 0 and base_place == contents.base_place(place)
            fits = fits and (codec == contents.PURGED or freed != (codec in contents.BASED))
        if not fits:
            name = f"content {stored.hex()[:12]}"
            yield Finding("content", name, "its place and its base do not fit each other")


_REFERENCES: tuple[tuple[str, str, str], ...] = (
    *(
        (
            "record",
            f"SELECT 'record ' || sequence FROM {table} GROUP BY sequence "
            "HAVING min(position) <> 0 OR max(position) <> count(*) - 1",
            f"its rows of {table} are not numbered 0, 1, 2 …",
        )
        for table in ("version_agent", "version_basis")
    ),
    (
        "record",
        "SELECT 'record ' || sequence FROM opaque WHERE sequence IN (SELECT sequence FROM version) "
        "OR sequence IN (SELECT sequence FROM event)",
        "stands there twice, as what is known and as bytes",
    ),
    *(
        (
            kind,
            "SELECT DISTINCT o.digest FROM version v "
            f"JOIN object o ON o.id = v.{kind}_id WHERE o.kind <> '{kind}'",
            f"a version names it as {kind}, and it is something else",
        )
        for kind in ("notes", "citation")
    ),
    (
        "basis",
        "SELECT b.version FROM version_basis b WHERE b.version IS NOT NULL "
        "AND NOT EXISTS (SELECT 1 FROM record r WHERE r.digest = b.version)",
        "a version is based on it, and it is not here",
    ),
    (
        "file",
        "SELECT v.file_digest FROM version v WHERE v.file_digest IS NOT NULL AND NOT "
        "EXISTS (SELECT 1 FROM object o WHERE o.kind = 'file' AND o.digest = v.file_digest)",
        "a version was read from it, and it is not here",
    ),
    (
        "unreferenced",
        "SELECT digest FROM content WHERE id NOT IN (SELECT content_id FROM version)",
        "no version has this content",
    ),
    (
        "unreferenced",
        "SELECT digest FROM object WHERE kind <> 'signature' "
        "AND id NOT IN (SELECT notes_id FROM version) "
        "AND id NOT IN (SELECT citation_id FROM version WHERE citation_id IS NOT NULL) "
        "AND digest NOT IN (SELECT file_digest FROM version WHERE file_digest IS NOT NULL)",
        "no version names this object",
    ),
)


def references(database: Database) -> Iterator[Finding]:
    """Look for what is named and not there, and for what is there and named by nobody."""
    for code, query, message in _REFERENCES:
        for (name,) in database.rows(query):
            yield Finding(code, shown_name(name), message)


def agents(database: Database) -> Iterator[Finding]:
    """Look for agents that nobody names: no version, no event, no note.

    A notes object that was purged may have named any of them. Notes, and what newer versions of
    provrepo wrote, are looked through only for those agents that no version or event names.
    """
    candidates = {
        name.hex()
        for (name,) in database.rows(
            f"{database.absent}SELECT digest FROM agent WHERE name IS NOT NULL "
            "AND id NOT IN (SELECT agent_id FROM version_agent) "
            "AND id NOT IN (SELECT agent_id FROM event_agent)"
        )
    }
    if not candidates or database.row(
        "SELECT 1 FROM object WHERE kind = 'notes' AND codec = ?", (contents.PURGED,)
    ):
        return
    for (name,) in database.rows("SELECT digest FROM object WHERE kind = 'notes'"):
        try:
            notes = objects.notes(database, name.hex())
        except (*DAMAGE, KeyError):  # a finding of its own, which is no notes object any more
            continue
        candidates -= {by.agent for note in notes.notes for by in note.agents}
    for written in _unknown(database):
        candidates -= {agent for agent in candidates if agent in written}
    for agent in sorted(candidates):
        yield Finding("unreferenced", f"agent {agent[:12]}", "no version, event or note names it")


def _unknown(database: Database) -> Iterator[str]:
    """Yield what a newer provrepo wrote, of which nobody here can tell what it names."""
    for (data,) in database.rows("SELECT data FROM opaque"):
        yield bytes(data).decode(errors="replace")
    marks = ", ".join("?" * len(rules.EVENTS))
    for (text,) in database.rows(
        f"SELECT data FROM event WHERE event NOT IN ({marks})", tuple(rules.EVENTS)
    ):
        yield str(text)


def shown_name(name: Any) -> str:  # noqa: ANN401 - a digest, or what damage put in its place
    """Return a digest as it is written."""
    return name.hex() if isinstance(name, bytes) else str(name)
