"""What the arguments of a comparison name: versions, their parents and bases, files on disk."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provrepo.compare import Diff, diff
from provrepo.compare.kinds import KINDS
from provrepo.errors import InvalidReference, NotFound
from provrepo.reading import lookup
from provrepo.reading.files import is_file_argument, read_draft
from provrepo.reference import is_pair, parse_pair
from provrepo.store import objects, rules
from provrepo.store.database import Database

if TYPE_CHECKING:
    from provrepo.compare import Collation


@dataclass(frozen=True, slots=True, repr=False)
class Comparison:
    """The difference between two versions or files, each named by its reference or its path."""

    before: str
    after: str
    diff: Diff

    def __repr__(self) -> str:
        return f"<Comparison {self.before}..{self.after}: {len(self.diff.changes)} changes>"

    def _repr_html_(self) -> str:
        """Return the comparison for notebooks, the changes marked."""
        return self.diff._repr_html_()


def compare(
    database: Database, before: str, after: str | None, ignore: Collection[str]
) -> Comparison:
    """Compare two versions or files. See `Repository.diff`."""
    ignored = (ignore,) if isinstance(ignore, str) else ignore
    for kind in ignored:
        rules.one_of("class of change", kind, KINDS)
    first, second = _pair(database, before, after)
    (old_name, old), (new_name, new) = _side(database, first), _side(database, second)
    return Comparison(old_name, new_name, diff(old, new, ignore=ignored))


def since_based_on(database: Database, reference: str, ignore: Collection[str]) -> list[Comparison]:
    """Compare each version that a text is based on with the newest one of that text."""
    version = lookup.version(database, reference)
    bases = [basis.version for basis in version.record.based_on if basis.version]
    if not bases:
        raise NotFound("version here that it is based on, for", reference)
    comparisons = []
    for identity in bases:
        basis = lookup.version(database, identity)
        comparisons.append(compare(database, identity, str(basis.text_key), ignore))
    return comparisons


def collation(database: Database, arguments: Sequence[str]) -> Collation:
    """Collate two or more versions or files against the first one. See `Repository.collate`."""
    from provrepo.compare import collate

    if isinstance(arguments, str) or len(arguments) < 2:
        named = arguments if isinstance(arguments, str) else " ".join(arguments)
        raise InvalidReference(named, "name two or more versions or files to collate")
    sides = [_side(database, argument) for argument in arguments]
    return collate([text for _, text in sides], [name for name, _ in sides])


def _pair(database: Database, before: str, after: str | None) -> tuple[str, str]:
    if after is not None:
        return before, after
    if is_file_argument(before):
        raise InvalidReference(before, "is a file; name the version to compare it with as well")
    if is_pair(before):
        first, second = parse_pair(before)
        return str(first), str(second)
    version = lookup.version(database, before)
    if version.record.parent is None:
        raise InvalidReference(
            before, "is the first version of its text, so it has no parent; name another one"
        )
    return version.record.parent, version.id


def _side(database: Database, argument: str) -> tuple[str, str]:
    """Return the name and the content of one side."""
    if is_file_argument(argument):
        return argument, read_draft(argument).content
    # No key begins like that, so that a file was meant.
    if isinstance(argument, str) and argument.startswith(("./", "../", "/")):
        raise NotFound("file", argument)
    version = lookup.version(database, argument)
    return version.reference, objects.content(database, version.record.content)
