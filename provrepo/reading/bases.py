"""What versions are based on, looked up: the names of those versions, and what became of them."""

from __future__ import annotations

from collections.abc import Iterable

from provrepo.bases import BasedOn
from provrepo.reading import lookup, versions
from provrepo.store import survey
from provrepo.store.database import Database
from provrepo.store.read import StoredVersion
from provrepo.store.records import Basis


def bases(
    database: Database, stored_versions: Iterable[StoredVersion]
) -> dict[str, tuple[BasedOn, ...]]:
    """Return what each of these versions is based on, in the record's order, by version id.

    However many versions there are, each basis is looked up once. Raises Damaged.
    """
    recorded = {stored.id: stored.record.based_on for stored in stored_versions}
    identities = {
        basis.version for based_on in recorded.values() for basis in based_on if basis.version
    }
    base_versions = survey.by_ids(database, identities) if identities else {}
    newest = {
        stored.text_key: lookup.current(database, stored)
        for stored in {stored.text_key: stored for stored in base_versions.values()}.values()
    }
    named_bases = {
        identity: _based_on(database, stored, newest[stored.text_key])
        for identity, stored in base_versions.items()
    }
    return {
        identity: tuple(_named(basis, named_bases) for basis in based_on)
        for identity, based_on in recorded.items()
    }


def _based_on(database: Database, stored: StoredVersion, newest: StoredVersion | None) -> BasedOn:
    """Return a basis that is a version here; ``newest`` is the newest one of its text."""
    is_later = newest is not None and newest.record.number > stored.record.number
    parts = versions.purged_parts(database, stored) if stored.purged else ()
    return BasedOn(
        Basis(version=stored.id),
        stored.reference,
        versions.why_withdrawn(database, stored),
        next((part.reason for part in parts if part.part == "content"), None),
        newest.reference if is_later and newest else None,
    )


def _named(basis: Basis, named_bases: dict[str, BasedOn]) -> BasedOn:
    if basis.version not in named_bases:
        return BasedOn(basis)
    looked_up = named_bases[basis.version]
    return BasedOn(
        basis, looked_up.reference, looked_up.withdrawn, looked_up.purged, looked_up.newer
    )
