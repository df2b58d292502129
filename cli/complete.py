"""Shell completion of references: document keys, then their texts."""

from __future__ import annotations

from provrepo.errors import ProvrepoError


def complete_reference(incomplete: str) -> list[str]:
    """Return the references that begin with ``incomplete``; none where there is no repository."""
    from provrepo.cli.session import find_repository
    from provrepo.repository import open as open_repository

    try:
        with open_repository(find_repository(None)) as repository:
            if "/" not in incomplete:
                return repository.keys(incomplete)
            document = repository.document(incomplete.partition("/")[0])
            names = [version.text for version in document.texts]
    except ProvrepoError:
        return []
    return [name for name in names if name.startswith(incomplete)]
