"""Reading what a word that somebody types may go on with: few rows, found by indexes."""

from __future__ import annotations

from provrepo.store import survey
from provrepo.store.database import Database, column_values, column_word
from provrepo.store.records import Text

_RECENT = 2000
"""How many responsibilities and texts are looked at: people who work here, languages in use."""

_LETTERS = "-.0123456789_abcdefghijklmnopqrstuvwxyz"
"""The characters of keys in their order."""


def keys(database: Database, prefix: str, limit: int) -> tuple[list[str], bool]:
    """Return the keys that begin with ``prefix``, sorted, and whether they are whole.

    Where there are more than ``limit`` it is the beginnings that are one letter longer, or as much
    longer as all their keys share; as the folders of a path, which are gone through one by one.
    """
    found_keys = survey.document_keys(database, prefix, limit + 1)
    if len(found_keys) <= limit:
        return found_keys, True
    beginnings: list[str] = []
    while not beginnings[1:]:
        prefix = beginnings[0] if beginnings else prefix
        beginnings = [
            prefix + letter
            for letter in _LETTERS
            if survey.document_keys(database, prefix + letter, 1)
        ]
        if survey.document_keys(database, prefix, 1) == [prefix]:
            beginnings.insert(0, prefix)
            break
    return beginnings, False


def agents(database: Database) -> list[tuple[str, str, str]]:
    """Return who made the last versions, as what: names, identifiers (or empty), roles."""
    rows = database.rows(
        "SELECT g.name, g.identifier, a.role FROM "
        "(SELECT agent_id, role FROM version_agent ORDER BY sequence DESC LIMIT ?) a "
        "JOIN agent g ON g.id = a.agent_id WHERE g.name IS NOT NULL "
        "GROUP BY g.name, g.identifier, a.role ORDER BY g.name, g.identifier, a.role",
        (_RECENT,),
    )
    with column_values("an agent"):
        return [(column_word(row[0]), column_word(row[1]), column_word(row[2])) for row in rows]


def texts(database: Database) -> list[Text]:
    """Return the names that texts have, without their documents."""
    rows = database.rows(
        "SELECT DISTINCT kind, language, label FROM "
        "(SELECT kind, language, label FROM text ORDER BY id DESC LIMIT ?) some "
        "ORDER BY kind, language, label",
        (_RECENT,),
    )
    return [Text(kind, language, label or None) for kind, language, label in rows]
