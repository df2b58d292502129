"""What the arguments of a comparison name: versions, their parents and bases, files on disk."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provrepo.arguments import strings
from provrepo.compare import Diff, diff
from provrepo.compare.kinds import KINDS
from provrepo.errors import InvalidReference, NotFound
from provrepo.reading import lookup
from provrepo.reading.files import is_file_argument, read_draft
from provrepo.reference import as_list, is_pair, parse_pair
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
        moves = f", moves: {len(self.diff.moves)}" if self.diff.moves else ""
        return f"<Comparison {self.before}..{self.after}, changes: {len(self.diff.changes)}{moves}>"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the changes, among some words on either side of each."""
        from provrepo.reading.notebook import headed

        return headed(f"{self.before} → {self.after}", self.diff._repr_html_())

    def as_json(self) -> dict[str, Any]:
        """Return the comparison as JSON output shows it (docs/cli.md)."""
        return {"before": self.before, "after": self.after, **self.diff.as_json()}


def compare(
    database: Database, before: str, after: str | None, ignore: Collection[str]
) -> Comparison:
    """Compare two versions or files. See `Repository.diff`."""
    ignored = strings("class of change", ignore)
    for kind in ignored:
        rules.one_of("class of change", kind, KINDS)
    first, second = _pair(database, before, after)
    (old_name, old), (new_name, new) = _side(database, first), _side(database, second)
    return Comparison(old_name, new_name, diff(old, new, ignore=ignored))


def since_based_on(database: Database, reference: str, ignore: Collection[str]) -> list[Comparison]:
    """Compare each version that a text is based on with what became of it.

    See `Repository.since_based_on`.
    """
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

    listed = as_list(arguments)
    if len(listed) < 2:
        named = " ".join(map(str, listed))
        raise InvalidReference(named, "name two or more versions or files to collate")
    sides = [_side(database, argument) for argument in listed]
    return collate([text for _, text in sides], [name for name, _ in sides])


def _pair(database: Database, before: str, after: str | None) -> tuple[str, str]:
    """Return both sides of a comparison, where one argument may stand for the two of them."""
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
    # No key begins like this, so a file was meant that does not exist.
    if isinstance(argument, str) and argument.startswith(("./", "../", "/")):
        raise NotFound("file", argument)
    version = lookup.version(database, argument)
    return version.reference, objects.content(database, version.record.content)
