"""Events about what is stored: a version is withdrawn, a document gets another key."""

from __future__ import annotations

from provrepo.store import rules
from provrepo.store.database import Database, Transaction, write
from provrepo.store.errors import InvalidValue
from provrepo.store.records import Event
from provrepo.store.write import append_event


def withdraw(database: Database, version: str, reason: str, recorded: str) -> Event:
    """Withdraw a version, named by its id; it stays readable, but is no longer the latest.

    Raises InvalidValue where it was withdrawn before, or where no reason is given.
    """
    event = Event("withdraw", {}, rules.reason(reason), recorded, (version,))

    def work(transaction: Transaction) -> None:
        ((sequence, before),) = transaction.rows(
            "SELECT r.sequence, w.event FROM record r LEFT JOIN withdrawal w USING (sequence) "
            "WHERE r.digest = ?",
            (bytes.fromhex(version),),
        )
        if before is not None:
            raise InvalidValue("version", version[:12], "was withdrawn before")
        made = append_event(transaction, event)
        transaction.insert("withdrawal", {"sequence": [sequence], "event": [made]})

    write(database, work)
    return event


def rename(database: Database, old: str, new: str, recorded: str, reason: str = "") -> Event:
    """Give the document with the key ``old`` the key ``new``; the old one goes on resolving.

    Records that were written before keep the key that they have. Raises InvalidValue where there
    is no such document, or another one has or had the new key.
    """
    rules.key(new)
    event = Event("rename", {"from": old, "to": new}, reason, recorded)

    def work(transaction: Transaction) -> None:
        transaction.hold("document", "key", [old])
        found = transaction.value("SELECT id FROM document WHERE key = ?", (old,))
        if found is None:
            raise InvalidValue("document key", old, "no document has this key now")
        transaction.hold("text", "document_id", [found])  # a version now is one under either key
        taken = transaction.value(
            "SELECT 1 FROM document WHERE key = ? UNION ALL "
            "SELECT 1 FROM former_key WHERE key = ? AND document_id <> ?",
            (new, new, found),
        )
        if taken:
            raise InvalidValue("document key", new, "a document has or had this key")
        until = append_event(transaction, event)
        transaction.run("UPDATE document SET key = ? WHERE id = ?", (new, found))
        transaction.insert("former_key", {"document_id": [found], "until": [until], "key": [old]})

    write(database, work)
    return event
