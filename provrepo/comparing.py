"""What two arguments of a comparison name: versions, their parents, or files on disk."""

from __future__ import annotations

from provrepo import resolve, versions
from provrepo.compare import Diff, diff
from provrepo.errors import InvalidReference
from provrepo.ingest import read_draft
from provrepo.ingest.files import is_file_argument
from provrepo.reference import is_pair, parse_pair
from provrepo.store import read
from provrepo.store.database import Database


def compare(database: Database, before: str, after: str | None) -> tuple[str, str, Diff]:
    """Return the names of both sides and their difference. See `Repository.diff`."""
    (old_name, old), (new_name, new) = (
        _side(database, one) for one in _pair(database, before, after)
    )
    return old_name, new_name, diff(old, new)


def _pair(database: Database, before: str, after: str | None) -> tuple[str, str]:
    if after is not None:
        return before, after
    if is_file_argument(before):
        raise InvalidReference(before, "is a file; name the version to compare it with as well")
    if is_pair(before):
        first, second = parse_pair(before)
        return str(first), str(second)
    stored = resolve.version(database, before)
    if stored.record.parent is None:
        raise InvalidReference(
            before, "is the first version of its text, so it has no parent; name another one"
        )
    return stored.record.parent, stored.id


def _side(database: Database, argument: str) -> tuple[str, str]:
    """Return the name and the content of one side."""
    if is_file_argument(argument):
        return argument, read_draft(argument).content
    version = versions.view(database, resolve.version(database, argument))
    return version.reference, read.content(database, version.record.content)
