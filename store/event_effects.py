"""What events do to the rows of what they are about: withdrawals, and names that change.

Whether an event may do so is for the caller to see to: `provrepo.store.events` where it is made,
`provrepo.store.restore` where it comes back.
"""

from __future__ import annotations

from provrepo.store.database import Transaction
from provrepo.store.records import Text


def withdraw(transaction: Transaction, version: int, event: int) -> None:
    """Withdraw the version at a place in the ledger, by the event at another one."""
    transaction.insert("withdrawal", {"sequence": [version], "event": [event]})


def rename(transaction: Transaction, document: int, old: str, new: str, event: int) -> None:
    """Give the document with a row another key; the old one is kept as one that it had."""
    transaction.run("UPDATE document SET key = ? WHERE id = ?", (new, document))
    transaction.insert("former_key", {"document_id": [document], "until": [event], "key": [old]})


def retext(transaction: Transaction, text: int, old: Text, new: Text, event: int) -> None:
    """Give the text with a row another name; the old one is kept as one that it had."""
    transaction.run(
        "UPDATE text SET kind = ?, language = ?, label = ? WHERE id = ?",
        (new.kind, new.language, new.label or "", text),
    )
    transaction.insert(
        "former_text",
        {
            "text_id": [text],
            "until": [event],
            "kind": [old.kind],
            "language": [old.language],
            "label": [old.label or ""],
        },
    )
