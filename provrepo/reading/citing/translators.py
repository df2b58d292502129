"""Who translated a version, as names of its citation metadata."""

from __future__ import annotations

import re

from provrepo.agents import Contribution
from provrepo.reading import versions
from provrepo.reading.versions import Version
from provrepo.store import read
from provrepo.store.database import Database
from provrepo.store.read import StoredVersion

_INSTITUTIONS = frozenset(
    "agency archive archives association board bureau center centre college commission committee "
    "council department division embassy foundation group institute institution language library "
    "ministry museum news office organization press project school secretariat section service "
    "services society staff team translate translation translations university".split()
)
"""Words at the end of a body's name, for one that is not called an organization."""

_INITIALS = r"(?:[^\W\d_a-z]\.[ -]?)+"
_PERSON = re.compile(rf"([^\W\d_a-z][\w’'-]*(?: {_INITIALS})?|{_INITIALS}) ?([^\W\d_a-z][\w’'-]+)")
"""A given name or initials, and a family name behind it."""


def translators(database: Database, view: Version) -> list[dict[str, str]]:
    """Return who translated this version or an earlier one, in the order of their work.

    Each is a name as CSL-JSON has it.
    """
    people = {
        contribution.name: contribution
        for stored in reversed(_history(database, view))
        if stored.record.number <= view.record.number
        for contribution in versions.view(database, stored).contributions
        if contribution.role == "translator"
    }
    return [csl_name(contribution) for contribution in people.values()]


def csl_name(contribution: Contribution) -> dict[str, str]:
    """Return an agent's name as CSL-JSON has it: ``Jeffrey Wang`` with given and family name.

    A style that gives initials has to know which is which. ``Wang, Jeffrey`` says it; of two words
    in an alphabet that has capitals the family name is the second. Every other name stays in one
    piece.
    """
    name = contribution.name
    family, comma, given_name = (part.strip() for part in name.partition(","))
    if contribution.type != "person" or "," in given_name:
        return {"literal": name}
    if comma and family and given_name:
        return {"family": family, "given": given_name}
    match = _PERSON.fullmatch(name)
    if match is None or match[2].lower() in _INSTITUTIONS or not _has_capitals(name):
        return {"literal": name}
    return {"family": match[2], "given": match[1].strip()}


def _has_capitals(name: str) -> bool:
    return all(word[0].isupper() for word in name.split())


def _history(database: Database, view: Version) -> list[StoredVersion]:
    text = read.find_text(database, view.document, view.text_name)
    return read.history(database, text.row) if text else []
