"""Giving a text another kind, language or label, where it came in under a wrong one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from provrepo.arguments import check_strings
from provrepo.clock import Clock
from provrepo.editing.attribution import attributions
from provrepo.errors import InvalidReference, InvalidValue
from provrepo.reading import lookup, versions
from provrepo.reference import LATEST, parse
from provrepo.store import events, read, rules

if TYPE_CHECKING:
    from provrepo.reading.versions import Version
    from provrepo.store.database import Database
    from provrepo.store.records import Text


def retext(
    database: Database,
    clock: Clock,
    reference: str,
    new: Text,
    reason: str = "",
    agents: str | Sequence[str] = (),
) -> Version:
    """Give the text that ``reference`` names the name ``new``; see `Repository.retext`."""
    check_strings({"reference": reference, "reason": reason})
    parsed = parse(reference)
    if parsed.selector != LATEST:
        raise InvalidReference(
            reference, "a text is renamed with all its versions: leave the version out"
        )
    stored = lookup.text(database, parsed)
    _check_free(database, stored, new)
    made_by = attributions(agents)
    now = rules.instant(clock())
    events.retext(database, stored.document, stored.text, new, now, reason, made_by)
    newest = read.current(database, stored.row)
    assert newest is not None, "a text has a version"
    return versions.view(database, newest)


def _check_free(database: Database, stored: read.StoredText, new: Text) -> None:
    """Raise InvalidValue for a name that a text of the document has, or ever had."""
    names = {text.text: text.row for text in read.texts(database, stored.document)}
    former_names = read.former_texts(database, stored.document)
    name = f"{stored.document}/{new}"
    if names.get(new) == stored.row:
        raise InvalidValue("text", name, "it is called so already")
    if new in names:
        raise InvalidValue(
            "text",
            name,
            "another text is called so; a label tells the two apart, as in "
            f"{new.kind}:{new.language}:second",
        )
    if new in former_names:
        who = "it" if former_names[new] == stored.row else "another text"
        raise InvalidValue(
            "text", name, f"{who} was called so once, and a name is never used again; add a label"
        )
