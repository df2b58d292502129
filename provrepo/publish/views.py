"""What the pages of a site draw: documents, texts and versions as a reader sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from provrepo.passages import Range
from provrepo.publish import addresses

if TYPE_CHECKING:
    from provrepo.compare.records import RecordDiff
    from provrepo.compare.result import Diff

BLAME = "blame"
"""The name of the page that tells since which version each word of a text stands there."""

Row = tuple[Range | None, Range | None]
"""A passage of a transcription beside the one that translates it; None where there is none."""


@dataclass(frozen=True)
class NoteView:
    """An editor's note: the passage that it is on (code points, half-open), or the whole text.

    ``exact`` is the passage's wording; a note that lost its place has this alone.
    """

    identity: str
    kind: str
    text: str
    language: str
    start: int | None = None
    end: int | None = None
    exact: str | None = None


@dataclass(frozen=True)
class BasisView:
    """What a version was made from: words, and the page of the version if it stands here."""

    words: str
    path: str | None = None


@dataclass(frozen=True)
class CitationView:
    """A citation of one version in one style: as HTML, and as the text that is copied."""

    style: str
    html: str
    text: str


class ReviewView(NamedTuple):
    """What was said of a version: a state, perhaps empty, and approvals of those that are needed.

    ``needed`` is 0 where they are not counted.
    """

    state: str
    approvals: int = 0
    needed: int = 0


@dataclass(frozen=True)
class VersionView:
    """One version. ``content`` is None where it was purged; then ``marks`` say why.

    ``makers`` are names, each with a role.
    """

    key: str
    text_name: str
    folder: str
    kind: str
    language: str
    number: int
    identity: str
    date: str
    recorded: str
    activity: str
    message: str
    makers: tuple[tuple[str, str], ...]
    basis: tuple[BasisView, ...]
    content: str | None
    content_hash: str
    notes: tuple[NoteView, ...]
    marks: Mapping[str, str]
    place: int
    record: bytes
    item: Mapping[str, Any] | None
    citations: tuple[CitationView, ...] = ()
    exports: Mapping[str, bytes] = field(default_factory=dict)
    """Files for reference managers, by their names: ``citation.ris``."""
    review: ReviewView | None = None
    changed: tuple[str, ...] = ()
    other_citations: tuple[CitationView, ...] = ()
    """Those in all other styles, of any version of this work (`provrepo.publish.styles`)."""
    pin: tuple[str, str, str] | None = None
    """What their stand-ins are replaced by: the number as it is cited, the id, and its ni: URI."""

    @property
    def reference(self) -> str:
        """The full reference: ``border-cable/translation:en@v1``."""
        return f"{self.key}/{self.text_name}@v{self.number}"

    @property
    def path(self) -> str:
        """The path of its page."""
        return addresses.page(addresses.version_folder(self.folder, self.number))

    def file(self, name: str) -> str:
        """Return the path of a file beside its page."""
        return f"{addresses.version_folder(self.folder, self.number)}/{name}"

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was withdrawn."""
        return "withdrawn" in self.marks


class Superseded(NamedTuple):
    """A version that a text was made from, and the newest one of its text, which says otherwise.

    ``text`` is that text's full name: ``border-cable/transcription:zh``.
    """

    text: str
    number: int
    newest: int


@dataclass(frozen=True)
class TextView:
    """A text with all its versions, the newest first, and the one that counts as the newest.

    ``stale`` are the versions for which a translation is out of date, empty where it is not.
    """

    key: str
    name: str
    folder: str
    kind: str
    language: str
    versions: tuple[VersionView, ...]
    stale: tuple[Superseded, ...] = ()
    stale_passages: tuple[tuple[Range, float], ...] = ()
    """Which passages of its newest version translate something that was changed since, each with
    how likely it does."""
    former_folders: tuple[str, ...] = ()
    """The folders that its pages had when it, or its document, had another name."""
    ordinal: int = 0
    """Its place among all texts of the repository, in the order in which they came."""

    @property
    def full_name(self) -> str:
        """The text's full name: ``border-cable/translation:en``."""
        return f"{self.key}/{self.name}"

    @property
    def path(self) -> str:
        """The path of its page."""
        return addresses.page(self.folder)

    @property
    def blame_path(self) -> str:
        """The path of the page that tells since which version each of its words stands there."""
        return addresses.page(f"{self.folder}/{BLAME}")

    @property
    def facing_path(self) -> str:
        """The path of the page on which it faces its transcription, where it has one."""
        return addresses.facing(self.folder)

    @cached_property
    def newest(self) -> VersionView:
        """The newest version that was not withdrawn, or else the newest."""
        standing = (version for version in self.versions if not version.is_withdrawn)
        return next(standing, self.versions[0])


@dataclass(frozen=True)
class FacingView:
    """Two texts of a document side by side, passage by passage.

    ``stale`` are the numbers of the rows whose translation renders something that was changed
    since, each with how likely it does; ``elsewhere`` those of rows with half of a pair, each with
    the row of the other half.
    """

    left: VersionView
    right: VersionView
    rows: tuple[Row, ...]
    stale: Mapping[int, float] = field(default_factory=dict)
    elsewhere: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class DocumentView:
    """A document: its title, its citation metadata, its texts, and former names of its own."""

    key: str
    title: str
    item: Mapping[str, Any] | None
    texts: tuple[TextView, ...]
    facing: tuple[FacingView, ...] = ()
    former_keys: tuple[str, ...] = ()
    facing_apart: tuple[FacingView, ...] = ()
    """Translations of what another one faces already: each faces it on a page of its own."""

    @property
    def folder(self) -> str:
        """The folder of its pages."""
        return addresses.document_folder(self.key)

    @property
    def path(self) -> str:
        """The path of its page."""
        return addresses.page(self.folder)

    def facing_of(self, text: TextView) -> FacingView | None:
        """Return what stands on the page of its own on which a text faces its transcription."""
        pairs = (pair for pair in self.facing_apart if pair.right is text.newest)
        return next(pairs, None)


@dataclass(frozen=True)
class ChangesView:
    """Two versions of a text compared; ``diff`` is None where a content was purged."""

    before: VersionView
    after: VersionView
    diff: Diff | None
    record: RecordDiff | None

    @property
    def path(self) -> str:
        """The path of the page."""
        folder = addresses.changes_folder(self.after.folder, self.before.number, self.after.number)
        return addresses.page(folder)


@dataclass(frozen=True)
class Entry:
    """A line of the list of documents: what it is sorted by, and its texts' names and paths."""

    key: str
    title: str
    path: str
    date: str
    archive: str
    people: str
    texts: tuple[tuple[str, str, str], ...]
    """The name, the language and the path of each text's newest version."""
    updated: str


@dataclass(frozen=True)
class NewsView:
    """A version as the feed names it, with the title of its document."""

    key: str
    title: str
    reference: str
    identity: str
    place: int
    recorded: str
    message: str
    makers: tuple[str, ...]
    path: str
