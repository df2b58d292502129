"""What the arguments of a comparison name: versions, their parents and bases, files on disk."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from provrepo.arguments import strings
from provrepo.compare import Diff, diff
from provrepo.compare.kinds import KINDS
from provrepo.compare.records import RecordDiff, note_changes
from provrepo.errors import InvalidReference, NotFound
from provrepo.reading import lookup, versions
from provrepo.reading.bases import bases
from provrepo.reading.comparing.differences import record_diff
from provrepo.reading.comparing.sides import Side, file_side, kept_side, notes_of_files, side
from provrepo.reading.files import is_file_argument
from provrepo.reading.versions import Version
from provrepo.reference import as_list, is_pair, parse_pair
from provrepo.store import rules
from provrepo.store.database import Database

if TYPE_CHECKING:
    from provrepo.compare import Collation
    from provrepo.compare.views.record_html import Fact


@dataclass(frozen=True, slots=True, repr=False)
class Comparison:
    """The difference between two versions or files, each named by its reference or its path.

    ``diff`` compares the texts; it is empty where one of them was purged. Of two versions,
    ``versions`` are both, and ``record`` is what they say differently besides. Where one side is a
    file, ``versions`` is None, and ``record`` has the notes that the file holds; it is None where
    the file can hold none. ``languages`` are the BCP 47 tags of both, empty where a file does not
    say its own; ``warnings`` what the files' readers left out.
    """

    before: str
    after: str
    diff: Diff
    record: RecordDiff | None = None
    versions: tuple[Version, Version] | None = None
    languages: tuple[str, str] = ("", "")
    warnings: tuple[str, ...] = ()

    def __repr__(self) -> str:
        moves = f", moves: {len(self.diff.moves)}" if self.diff.moves else ""
        counts = self.record.statistics() if self.record else {}
        # Nearly every version is made by other people than the one before.
        besides = "".join(
            f", {name.replace('_', ' ')}: {count}"
            for name, count in counts.items()
            if name != "agents"
        )
        sides = f"{self.before}..{self.after}"
        return f"<Comparison {sides}, changes: {len(self.diff.changes)}{moves}{besides}>"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the changes, among some words on either side of each."""
        from provrepo.reading.notebook import headed, record_tables

        html = self.diff._repr_html_()
        if self.record:
            html += record_tables(self.record, (self.before, self.after))
        return headed(f"{self.before} → {self.after}", html, self.cautions)

    @property
    def cautions(self) -> tuple[str, ...]:
        """What a reader should know of the two: which was withdrawn or purged, and why.

        Also that they are in different languages, which no comparison word by word can follow.
        """
        marks = tuple(words for version in self.versions or () for words in version.cautions)
        return (*marks, *self.warnings, *self._of_two_languages())

    def _of_two_languages(self) -> Iterator[str]:
        old, new = (tag.partition("-")[0].lower() for tag in self.languages)
        if not old or not new or old == new:
            return
        translation, basis = self.after, self.before
        if self.versions is not None and self.versions[1].record.text.kind == "transcription":
            translation, basis = basis, translation
        named = f" {translation} --basis {basis}" if self.versions else ""
        shows = f"`provrepo align{named}`"
        yield (
            f"{self.before} is in {self.languages[0]} and {self.after} in {self.languages[1]}: two "
            "languages have hardly a word in common; which passage translates which, "
            f"{shows} shows"
        )

    def as_html(self) -> str:
        """Return a page with all that differs, which needs nothing else (docs/diff.md)."""
        from provrepo.compare import as_html

        return as_html(
            self.diff,
            title=f"{self.before} → {self.after}",
            before_label=self.before,
            after_label=self.after,
            languages=self.languages,
            record=self.record,
            facts=_facts(*self.versions) if self.versions else (),
        )

    def as_json(self) -> dict[str, Any]:
        """Return the comparison as JSON output shows it (docs/cli.md)."""
        return {
            "before": self.before,
            "after": self.after,
            **self.diff.as_json(),
            "record": self.record.as_json() if self.record is not None else None,
            "versions": [version.as_json() for version in self.versions or ()] or None,
        }


def _facts(before: Version, after: Version) -> list[Fact]:
    """Return what each version says of itself, as rows: a name, and the words of both."""
    contributions = [*before.contributions, *after.contributions]
    roles = dict.fromkeys(contribution.role for contribution in contributions)
    return [
        ("date", before.date, after.date),
        ("activity", before.record.activity, after.record.activity),
        *((role, _people(before, role), _people(after, role)) for role in roles),
        ("message", before.record.message, after.record.message),
        ("caution", _marks(before), _marks(after)),
    ]


def _marks(version: Version) -> str:
    return "\n".join(f"{mark}: {reason}" for mark, reason in version.marks.items())


def _people(version: Version, role: str) -> str:
    """Return who acted in a role."""
    named = (person.named for person in version.contributions if person.role == role)
    return "; ".join(named)


def compare(
    database: Database, before: str | bytes, after: str | bytes | None, ignore: Collection[str]
) -> Comparison:
    """Compare two versions or files. See `Repository.diff`."""
    ignored = strings("class of change", ignore)
    for kind in ignored:
        rules.one_of("class of change", kind, KINDS)
    first, second = _pair(database, before, after)
    old, new = kept_side(database, first), kept_side(database, second)
    gone = old.purged or new.purged
    if old.stored is None or new.stored is None:
        if gone is not None:
            raise gone
        return _of_files(database, old, new, ignored)
    # A text that was purged cannot be compared, and the record says so; all else can.
    texts = diff("", "") if gone else diff(old.content, new.content, ignore=ignored)
    views = versions.view(database, old.stored), versions.view(database, new.stored)
    based_on = bases(database, (old.stored, new.stored))
    both = based_on[old.stored.id], based_on[new.stored.id]
    record = record_diff(database, (old.stored, new.stored), views, both, texts)
    return Comparison(old.name, new.name, texts, record, views, (old.language, new.language))


def compare_files(
    before: str | bytes, after: str | bytes, *, ignore: Collection[str] = ()
) -> Comparison:
    """Compare two files word by word, each read by the reader of its format; no repository.

    ``before`` and ``after`` are paths as strings, or the bytes of files, of plain text, TEI, Word
    documents and whatever `ingest` reads; notes are compared apart from the texts. ``ignore`` names
    classes of change that do not count. Raises NotFound, InvalidValue, or InputError for a file
    that cannot be read.
    """
    ignored = strings("class of change", ignore)
    for kind in ignored:
        rules.one_of("class of change", kind, KINDS)
    return _of_files(None, file_side(before), file_side(after), ignored)


def _of_files(
    database: Database | None, old: Side, new: Side, ignored: Collection[str]
) -> Comparison:
    """Compare two sides of which one at least is a file."""
    texts = diff(old.content, new.content, ignore=ignored)
    notes = notes_of_files(database, (old, new))
    record = RecordDiff(notes=note_changes(*notes, texts)) if notes is not None else None
    return Comparison(
        old.name,
        new.name,
        texts,
        record or None,
        languages=(old.language, new.language),
        warnings=(*old.cautions, *new.cautions),
    )


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
    listed = as_list(arguments)
    if len(listed) < 2:
        named = " ".join(map(str, listed))
        raise InvalidReference(named, "name two or more versions or files to collate")
    sides = [side(database, argument) for argument in listed]
    withdrawn = [
        None if each.stored is None else versions.why_withdrawn(database, each.stored)
        for each in sides
    ]
    return replace(_collated(sides), withdrawn=tuple(withdrawn))


def collate_files(paths: Sequence[str]) -> Collation:
    """Collate two or more files, each read by the reader of its format; no repository.

    Raises InvalidReference where fewer than two are named, NotFound, or InputError for a file that
    cannot be read.
    """
    listed = as_list(paths)
    if len(listed) < 2:
        raise InvalidReference(" ".join(map(str, listed)), "name two or more files to collate")
    return _collated([file_side(path) for path in listed])


def _collated(sides: Sequence[Side]) -> Collation:
    from provrepo.compare import collate

    return collate([each.content for each in sides], [each.name for each in sides])


def _pair(
    database: Database, before: str | bytes, after: str | bytes | None
) -> tuple[str | bytes, str | bytes]:
    """Return both sides of a comparison, where one argument may stand for the two of them."""
    if after is not None:
        return before, after
    if isinstance(before, bytes):
        raise InvalidReference("-", "is a file; name the version to compare it with as well")
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
