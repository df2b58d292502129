"""Verification: whether events have the form of their names, and did what they say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from provrepo.store import contents, event_data, event_rows, objects
from provrepo.store.database import Database
from provrepo.store.errors import Damaged, InvalidValue
from provrepo.store.event_data import Retext
from provrepo.store.records import Event
from provrepo.store.relations import Finding, shown_name
from provrepo.store.reviews import of_all

VERSIONS_ONLY = ("withdraw", "same-as", "align", "review")
"""The events that are about versions; a purge names the events that named an agent, too."""


def read_event(database: Database, sequence: int) -> Event | None:
    """Return an event; one whose columns make none is a finding of `check`."""
    try:
        return objects.event(database, sequence)
    except Damaged:
        return None


def _events(database: Database, *names: str) -> Iterator[tuple[int, Event]]:
    """Yield the events with one of the ``names``, or all; those that can be read."""
    where = f"WHERE event IN ({', '.join('?' * len(names))})" if names else ""
    for (sequence,) in database.rows(
        f"SELECT sequence FROM event {where} ORDER BY sequence", names
    ):
        event = read_event(database, sequence)
        if event is not None:
            yield sequence, event


def forms(database: Database) -> Iterator[Finding]:
    """Ask of each event what the format asks of its name, and that it names what is here."""
    for sequence, event in _events(database):
        place = f"event {sequence}"
        try:
            event_data.check(event)
        except InvalidValue as error:
            yield Finding("event", place, str(error))
            continue
        against = event.data.get("against") if event.event == "review" else None
        if event.event in VERSIONS_ONLY:
            for version in (*event.targets, *([against] if against else [])):
                if not _is_version(database, version):
                    yield Finding("event", place, f"is about {version[:12]}, which is no version")


def _is_version(database: Database, identity: str) -> bool:
    return bool(
        database.rows(
            "SELECT 1 FROM record r JOIN version v USING (sequence) WHERE r.digest = ?",
            (bytes.fromhex(identity),),
        )
    )


def rows(database: Database) -> Iterator[Finding]:
    """Compare the rows of what events name with the events; older schemas have none."""
    if database.is_older:
        return
    due = event_rows.EventRows([], [])
    for events in event_rows.pages(database):
        page = event_rows.rows_of(database, events)
        due.targets.extend(page.targets)
        due.agents.extend(page.agents)
    for table, columns, expected in (
        ("event_target", event_rows.TARGET_COLUMNS, due.targets),
        ("event_agent", event_rows.AGENT_COLUMNS, due.agents),
    ):
        stored = set(database.rows(f"SELECT {', '.join(columns)} FROM {table}"))
        for row in sorted(stored.symmetric_difference(expected), key=str):
            what = "is not what the event names" if row in stored else "is missing"
            yield Finding("event", f"event {row[0]}", f"a row of {table} {what}")


def fulfilment(database: Database) -> Iterator[Finding]:
    """Compare what events did with the events that say so."""
    effects: set[tuple[str, Any, Any]] = {
        ("withdraw", sequence, shown_name(version))
        for sequence, version in database.rows(
            "SELECT w.event, r.digest FROM withdrawal w "
            "LEFT JOIN record r ON r.sequence = w.sequence"
        )
    }
    for key, until, following in database.rows(
        "SELECT f.key, f.until, coalesce((SELECT n.key FROM former_key n WHERE "
        "n.document_id = f.document_id AND n.until > f.until ORDER BY n.until LIMIT 1), d.key) "
        "FROM former_key f LEFT JOIN document d ON d.id = f.document_id"
    ):
        effects.add(("rename", until, (key, following)))
    effects |= {("retext", until, names) for until, names in _retexts(database)}
    due: set[tuple[str, Any, Any]] = set()
    for sequence, event in _events(database, "withdraw", "rename", "retext"):
        if event.event == "withdraw":
            due |= {("withdraw", sequence, target) for target in event.targets}
        elif event.event == "rename":
            due.add(("rename", sequence, (event.data.get("from"), event.data.get("to"))))
        else:
            try:
                retext = Retext.of(event)
            except InvalidValue:  # a finding of `forms`
                continue
            names = (f"{retext.document}/{retext.old}", str(retext.new))
            due.add(("retext", sequence, names))
    yield from _differences(effects, due)


def _retexts(database: Database) -> Iterator[tuple[Any, tuple[str, str]]]:
    """Yield which texts were renamed, by which event: the name before, the name after.

    The document has the key that it had then.
    """
    for until, key, *names in database.rows(
        f"{database.absent}SELECT f.until, coalesce((SELECT k.key FROM former_key k WHERE "
        "k.document_id = t.document_id AND k.until > f.until ORDER BY k.until LIMIT 1), d.key), "
        "f.kind, f.language, f.label, (SELECT n.kind || ':' || n.language || ':' || n.label "
        "FROM former_text n WHERE n.text_id = f.text_id AND n.until > f.until "
        "ORDER BY n.until LIMIT 1), t.kind, t.language, t.label FROM former_text f "
        "LEFT JOIN text t ON t.id = f.text_id LEFT JOIN document d ON d.id = t.document_id"
    ):
        following = names[3].split(":") if isinstance(names[3], str) else names[4:]
        yield until, (f"{key}/{_joined(names[:3])}", _joined(following))


def _joined(names: Iterable[Any]) -> str:
    return ":".join(str(name) for name in names if name != "")


def _differences(
    effects: set[tuple[str, Any, Any]], due: set[tuple[str, Any, Any]]
) -> Iterator[Finding]:
    for kind, sequence, what in effects - due:
        yield Finding("event", f"event {sequence}", f"is no {kind} of {_shown(what)}")
    for kind, sequence, what in due - effects:
        yield Finding("event", f"event {sequence}", f"the {kind} of {_shown(what)} is not in force")


def reviews(database: Database) -> Iterator[Finding]:
    """Look for reviews that the policy at their place did not allow: they count for nothing."""
    for standing in of_all(database).standings.values():
        for stored, _, refused in standing.reviews:
            if refused is not None:
                yield Finding("event", f"event {stored.sequence}", f"counts for nothing: {refused}")


def purges(database: Database) -> Iterator[Finding]:
    """Compare what is gone with the events that say so."""
    gone = {
        (kind, shown_name(name))
        for kind, name in database.rows(
            "SELECT 'content', digest FROM content WHERE codec = ? UNION ALL "
            "SELECT kind, digest FROM object WHERE codec = ? UNION ALL "
            "SELECT 'agent', digest FROM agent WHERE name IS NULL",
            (contents.PURGED, contents.PURGED),
        )
    }
    due = {
        (removed.get("kind"), str(removed.get("sha256")))
        for _, event in _events(database, "purge")
        for removed in _list(event.data.get("purged"))
        if isinstance(removed, dict)
    }
    for kind, name in gone - due:
        yield Finding("event", f"{kind} {name[:12]}", "is gone, and no event says why")
    for kind, name in due - gone:
        yield Finding("event", f"{kind} {name[:12]}", "an event says that it was purged; it is not")


def signatures(database: Database) -> Iterator[Finding]:
    """Look for signatures that reviews name and that are not here, and the reverse."""
    signed = set()
    for _, event in _events(database, "review"):
        name = event.data.get("signature")
        signed |= {name} if isinstance(name, str) else set()
    stored = {
        shown_name(name)
        for (name,) in database.rows("SELECT digest FROM object WHERE kind = 'signature'")
    }
    for name in sorted(signed - stored):
        yield Finding("signature", f"signature {name[:12]}", "a review names it; it is not here")
    for name in sorted(stored - signed):
        yield Finding("unreferenced", name, "no review names this signature")


def _list(value: Any) -> list[Any]:  # noqa: ANN401 - any JSON value
    return value if isinstance(value, list) else []


def _shown(what: Any) -> str:  # noqa: ANN401 - a name or several
    return " to ".join(map(str, what)) if isinstance(what, tuple) else str(what)
