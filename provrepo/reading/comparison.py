"""What the arguments of a comparison name: versions, their parents and bases, files on disk."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple

from provrepo.compare import Diff, diff
from provrepo.compare.kinds import KINDS
from provrepo.errors import InvalidReference, NotFound
from provrepo.reading import lookup, versions
from provrepo.reading.files import is_file_argument, read_draft
from provrepo.reference import is_pair, parse_pair
from provrepo.store import objects, rules
from provrepo.store.database import Database

if TYPE_CHECKING:
    from provrepo.compare import Collation


class Comparison(NamedTuple):
    """Two sides of a comparison by their names (a reference or a path), and the difference."""

    before: str
    after: str
    diff: Diff


def compare(
    database: Database, before: str, after: str | None, ignore: Collection[str]
) -> Comparison:
    """Compare two versions or files. See `Repository.diff`."""
    for kind in ignore:
        rules.one_of("class of change", kind, KINDS)
    first, second = _pair(database, before, after)
    (old_name, old), (new_name, new) = _side(database, first), _side(database, second)
    return Comparison(old_name, new_name, diff(old, new, ignore=ignore))


def since_based_on(database: Database, reference: str, ignore: Collection[str]) -> list[Comparison]:
    """Compare each version that a text is based on with the newest one of that text."""
    stored = lookup.version(database, reference)
    bases = [one.version for one in stored.record.based_on if one.version]
    if not bases:
        raise NotFound("version here that it is based on, for", reference)
    found = []
    for identity in bases:
        basis = versions.view(database, lookup.version(database, identity))
        found.append(compare(database, identity, basis.text, ignore))
    return found


def collation(database: Database, arguments: Sequence[str]) -> Collation:
    """Collate two or more versions or files against the first one. See `Repository.collate`."""
    from provrepo.compare import collate

    if len(arguments) < 2:
        raise InvalidReference(" ".join(arguments), "name two or more versions or files to collate")
    sides = [_side(database, one) for one in arguments]
    return collate([text for _, text in sides], [name for name, _ in sides])


def _pair(database: Database, before: str, after: str | None) -> tuple[str, str]:
    if after is not None:
        return before, after
    if is_file_argument(before):
        raise InvalidReference(before, "is a file; name the version to compare it with as well")
    if is_pair(before):
        first, second = parse_pair(before)
        return str(first), str(second)
    stored = lookup.version(database, before)
    if stored.record.parent is None:
        raise InvalidReference(
            before, "is the first version of its text, so it has no parent; name another one"
        )
    return stored.record.parent, stored.id


def _side(database: Database, argument: str) -> tuple[str, str]:
    """Return the name and the content of one side."""
    if is_file_argument(argument):
        return argument, read_draft(argument).content
    # No key begins like that, so that a file was meant.
    if argument.startswith(("./", "../", "/")):
        raise NotFound("file", argument)
    version = versions.view(database, lookup.version(database, argument))
    return version.reference, objects.content(database, version.record.content)
