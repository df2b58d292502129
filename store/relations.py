"""Verification: whether what the rows of different tables say fits together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from provrepo.store import contents, objects
from provrepo.store.database import Database
from provrepo.store.errors import Damaged
from provrepo.store.records import Event


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
        "SELECT digest FROM object WHERE id NOT IN (SELECT notes_id FROM version) "
        "AND id NOT IN (SELECT citation_id FROM version WHERE citation_id IS NOT NULL) "
        "AND digest NOT IN (SELECT file_digest FROM version WHERE file_digest IS NOT NULL)",
        "no version names this object",
    ),
)


def references(database: Database) -> Iterator[Finding]:
    """Look for what is named and not there, and for what is there and named by nobody."""
    for code, query, message in _REFERENCES:
        for (name,) in database.rows(query):
            yield Finding(code, _shown_name(name), message)


def events(database: Database) -> Iterator[Finding]:
    """Compare what events did with the events that say so."""
    done: set[tuple[str, Any, Any]] = {
        ("withdraw", sequence, _shown_name(version))
        for sequence, version in database.rows(
            "SELECT w.event, r.digest FROM withdrawal w "
            "LEFT JOIN record r ON r.sequence = w.sequence"
        )
    }
    for key, until, document in database.rows(
        "SELECT f.key, f.until, coalesce((SELECT n.key FROM former_key n WHERE "
        "n.document_id = f.document_id AND n.until > f.until ORDER BY n.until LIMIT 1), d.key) "
        "FROM former_key f LEFT JOIN document d ON d.id = f.document_id"
    ):
        done.add(("rename", until, (key, document)))
    said: set[tuple[str, Any, Any]] = set()
    for (sequence,) in database.rows("SELECT sequence FROM event"):
        found = read_event(database, sequence)
        if found is not None and found.event == "withdraw":
            said |= {("withdraw", sequence, target) for target in found.targets}
        elif found is not None and found.event == "rename":
            said.add(("rename", sequence, (found.data.get("from"), found.data.get("to"))))
    for kind, sequence, what in done - said:
        yield Finding("event", f"event {sequence}", f"is no {kind} of {_shown(what)}")
    for kind, sequence, what in said - done:
        yield Finding("event", f"event {sequence}", f"the {kind} of {_shown(what)} is not in force")


def purges(database: Database) -> Iterator[Finding]:
    """Compare what is gone with the events that say so."""
    gone = {
        (kind, _shown_name(name))
        for kind, name in database.rows(
            "SELECT 'content', digest FROM content WHERE codec = ? UNION ALL "
            "SELECT kind, digest FROM object WHERE codec = ? UNION ALL "
            "SELECT 'agent', digest FROM agent WHERE name IS NULL",
            (contents.PURGED, contents.PURGED),
        )
    }
    said = set()
    for (sequence,) in database.rows("SELECT sequence FROM event WHERE event = 'purge'"):
        found = read_event(database, sequence)
        listed = found.data.get("purged") if found else None
        said |= {(one.get("kind"), one.get("sha256")) for one in listed or ()}
    for kind, name in gone - said:
        yield Finding("event", f"{kind} {name[:12]}", "is gone, and no event says why")
    for kind, name in said - gone:
        yield Finding("event", f"{kind} {name[:12]}", "an event says that it was purged; it is not")


def read_event(database: Database, sequence: int) -> Event | None:
    """Return an event; one whose columns make none is a finding of `_records`."""
    try:
        return objects.event(database, sequence)
    except Damaged:
        return None


def _shown(what: Any) -> str:  # noqa: ANN401 - a name or several
    return " to ".join(map(str, what)) if isinstance(what, tuple) else str(what)


def _shown_name(name: Any) -> str:  # noqa: ANN401 - a digest, or what damage put in its place
    return name.hex() if isinstance(name, bytes) else str(name)
