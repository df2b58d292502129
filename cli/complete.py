"""Shell completion of references: document keys, then their texts."""

from __future__ import annotations

from provrepo.errors import ProvrepoError


def complete_reference(incomplete: str) -> list[str]:
    """Return the references that begin with ``incomplete``; none where there is no repository."""
    from provrepo.cli.command import find_repository
    from provrepo.repository import open as open_repository

    try:
        with open_repository(find_repository(None)) as repository:
            if "/" not in incomplete:
                return repository.keys(incomplete)
            names = [one.text for one in repository.document(incomplete.partition("/")[0]).texts]
    except ProvrepoError:
        return []
    return [name for name in names if name.startswith(incomplete)]
