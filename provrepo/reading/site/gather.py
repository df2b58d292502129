"""What the pages of one document draw, read from the repository."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from provrepo.bases import BasedOn
from provrepo.errors import Purged
from provrepo.metadata import written
from provrepo.passages import Range
from provrepo.publish import addresses
from provrepo.publish.views import (
    BasisView,
    DocumentView,
    FacingView,
    NoteView,
    ReviewView,
    Superseded,
    TextView,
    VersionView,
)
from provrepo.reading import lookup, versions
from provrepo.reading.aligning.alignments import Alignments
from provrepo.reading.aligning.facing import elsewhere, paired
from provrepo.reading.bases import bases
from provrepo.reading.reviews import states
from provrepo.reading.reviews.policy import policy
from provrepo.reading.reviews.states import ReviewState
from provrepo.reading.site.citations import Cited, cited
from provrepo.reading.site.options import SiteOptions
from provrepo.reading.status.staleness import Bases, Cause
from provrepo.reading.status.worklists import Worklists
from provrepo.reading.versions import Version
from provrepo.store import objects, read, survey
from provrepo.store.database import Database
from provrepo.store.read import StoredText, StoredVersion


def title(key: str, item: Mapping[str, Any]) -> str:
    """Return what a document is called: its title, or its key where it has none."""
    return written("title", item["title"]) if item.get("title") else key


class Gathered(NamedTuple):
    """What was read of a version: as it is stored, as people look at it, what it is based on."""

    stored: StoredVersion
    view: Version
    based_on: tuple[BasedOn, ...]


class Gathering:
    """The documents of a site as its pages draw them: those, and those versions, that it shows."""

    def __init__(self, database: Database, options: SiteOptions) -> None:
        self._database, self._options = database, options
        # What the editors agreed on binds whoever publishes.
        in_force = policy(database)
        self.approved_only = options.versions == "approved" or in_force.publish == "approved"
        """Whether versions without the approvals that the policy asks for are left out."""
        self.shows_all = options.shows_all and not self.approved_only
        """Whether all versions of the documents are shown."""
        self._gathered: dict[str, Gathered] = {}
        """The versions of the document that was read last, by their ids."""

    @cached_property
    def _ordinals(self) -> dict[int, int]:
        return survey.text_numbers(self._database)

    @property
    def text_count(self) -> int:
        """How many texts the repository has, whether or not the site shows them."""
        return len(self._ordinals)

    def document(self, key: str) -> DocumentView | None:
        """Return a document with all its texts; None where no version of it is to be shown."""
        self._gathered = {}
        views = (self._text(text) for text in read.texts(self._database, key))
        texts = tuple(view for view in views if view is not None)
        if not texts:
            return None
        item = self._item(texts)
        pairs = [*self._facing(texts)]
        # A transcription stands on the page once, beside the first of its translations.
        first = {pair.left.identity: pair for pair in reversed(pairs)}
        facing = tuple(pair for pair in pairs if first[pair.left.identity] is pair)
        apart = tuple(pair for pair in pairs if first[pair.left.identity] is not pair)
        former_keys = tuple(read.former_keys(self._database, key))
        named = key, title(key, item or {}), item
        return DocumentView(*named, texts, facing, former_keys, apart)

    def versions_of(self, document: DocumentView) -> Mapping[str, Gathered]:
        """Return what was read of the versions of a document, by their ids."""
        identities = {version.identity for text in document.texts for version in text.versions}
        if identities - self._gathered.keys():  # another one was read since
            self._gathered = {}
            for text in read.texts(self._database, document.key):
                self._gather(self._shown(text.row))
        return self._gathered

    def _gather(self, history: Sequence[StoredVersion]) -> list[Gathered]:
        """Read of these versions what is said of each besides its text, and remember it."""
        named_bases = bases(self._database, history)
        gathered = [
            Gathered(stored, versions.view(self._database, stored), named_bases[stored.id])
            for stored in history
        ]
        self._gathered |= {version.view.id: version for version in gathered}
        return gathered

    def searched(self, key: str) -> DocumentView | None:
        """Return a document as a search reads it: the newest versions without what goes beside."""
        views = (self._searched_text(text) for text in read.texts(self._database, key))
        texts = tuple(view for view in views if view is not None)
        item = self._item(texts)
        return DocumentView(key, title(key, item or {}), item, texts) if texts else None

    def _searched_text(self, text: StoredText) -> TextView | None:
        history = self._shown(text.row)
        if not history:
            return None
        standing = (stored for stored in history if not stored.withdrawal)
        newest = next(standing, history[0])
        view = versions.view(self._database, newest)
        name, folder = text.text, self._folder(text)
        shown = _version(self._database, newest, view, folder, (), None, (), is_cited=False)
        ordinal = self._ordinals[text.row]
        names = text.document, str(name), folder, name.kind, name.language
        return TextView(*names, (shown,), ordinal=ordinal)

    def _folder(self, text: StoredText) -> str:
        name = text.text
        return addresses.text_folder(text.document, name.kind, name.language, name.label)

    def _facing(self, texts: Sequence[TextView]) -> Iterator[FacingView]:
        """Yield each translation with what it was made from, passage by passage.

        One that says nothing of that stands beside a transcription that no other one stands beside.
        """
        readable = [text for text in texts if text.newest.content is not None]
        sources = [text for text in readable if text.kind == "transcription"]
        alignments, used = Alignments(self._database), set[str]()
        # The translation that most readers of the site know the language of comes first.
        readable.sort(key=lambda text: not self._is_in_own_language(text))
        for target in readable:
            if target.kind != "translation" or not sources:
                continue
            folders = {basis.path.rsplit("/", 2)[0] for basis in target.newest.basis if basis.path}
            left = [text for text in sources if text.folder not in used] or sources
            source = next((text for text in sources if text.folder in folders), left[0])
            used.add(source.folder)
            both = source.newest.identity, target.newest.identity
            stored = survey.by_ids(self._database, both)
            alignment = alignments.of(stored[both[0]], stored[both[1]])
            rows = paired(alignment)
            stale = {
                number: max(likely)
                for number, (_, passage) in enumerate(rows, 1)
                if passage and (likely := _likely(passage, target.stale_passages))
            }
            moved = elsewhere(alignment, rows)
            yield FacingView(source.newest, target.newest, tuple(rows), stale, moved)

    def _item(self, texts: Sequence[TextView]) -> Mapping[str, Any] | None:
        """Return the citation metadata of the document, as most readers of the site read them.

        Those of a text in the site's language come first: else a correction of the transcription
        would change the title's language. Otherwise they are chosen as the catalogue chooses them.
        """
        described = [text for text in texts if text.newest.item]
        last = max(
            described,
            key=lambda text: (
                not text.newest.is_withdrawn,
                self._is_in_own_language(text),
                text.newest.place,
            ),
            default=None,
        )
        return last.newest.item if last else None

    def _is_in_own_language(self, text: TextView) -> bool:
        """Return whether a text is in the language of the site's own words."""
        languages = (text.language, self._options.language)
        primary, of_the_site = (language.partition("-")[0].lower() for language in languages)
        return primary == of_the_site

    def _text(self, text: StoredText) -> TextView | None:
        database = self._database
        history = self._shown(text.row)
        if not history:
            return None
        gathered = self._gather(history)
        followed = states.of_text(database, text.row, history)
        current = lookup.current(database, history[0])
        name, folder = text.text, self._folder(text)
        parents = [*(version.view for version in gathered[1:]), None]
        shown_versions = []
        for (stored, view, based_on), parent in zip(gathered, parents, strict=True):
            state = followed.of(stored, current, alone=True)
            basis = tuple(self._basis(basis) for basis in based_on)
            review = _review(state) if state else None
            changed = tuple(view.changed_since(parent))
            shown_versions.append(_version(database, stored, view, folder, basis, review, changed))
        stale, ranges = self._stale(current)
        return TextView(
            text.document,
            str(name),
            folder,
            name.kind,
            name.language,
            tuple(shown_versions),
            stale,
            ranges,
            tuple(self._former_folders(text)),
            self._ordinals[text.row],
        )

    def _former_folders(self, text: StoredText) -> Iterator[str]:
        """Yield the folders that a text had under former names of its own or of its document."""
        keys = [text.document, *read.former_keys(self._database, text.document)]
        names = [text.text]
        for name, row in read.former_texts(self._database, text.document).items():
            names += [name] * (row == text.row)
        for key in keys:
            for name in names:
                if (key, name) != (text.document, text.text):
                    yield addresses.text_folder(key, name.kind, name.language, name.label)

    def _stale(
        self, current: StoredVersion | None
    ) -> tuple[tuple[Superseded, ...], tuple[tuple[Range, float], ...]]:
        """Return for which versions a text is stale, and which passages are, how likely each."""
        looked_up = Bases(self._database, [current]) if current else None
        stale = next(iter(looked_up.stale([current])), None) if looked_up and current else None
        if stale is None or current is None or looked_up is None:
            return (), ()
        causes = tuple(_superseded(cause) for cause in stale.causes)
        worklist = Worklists(self._database, looked_up).of(current, stale)
        return causes, tuple((passage.range, passage.confidence) for passage in worklist.open)

    def _shown(self, row: int) -> list[StoredVersion]:
        """Return which versions of a text the site shows, newest first."""
        history = read.history(self._database, row)
        if self._options.withdrawn == "hide":
            history = [stored for stored in history if not stored.withdrawal]
        if self.approved_only:
            followed = states.of_text(self._database, row, history)
            history = [
                stored
                for stored in history
                if (review := followed.standing(stored)).is_approved or review.is_published
            ]
        if self._options.versions == "newest":
            standing = [stored for stored in history if not stored.withdrawal]
            return (standing or history)[:1]
        return history

    def _basis(self, basis: BasedOn) -> BasisView:
        """Return what a version was made from, with the path of its page if the site has one."""
        words = str(basis)
        identity = basis.basis.version
        if basis.reference is None or identity is None or not self._is_shown(identity):
            return BasisView(words)
        key, _, version = basis.reference.partition("/")
        name, _, number = version.rpartition("@v")
        kind, language, *label = name.split(":")
        folder = addresses.text_folder(key, kind, language, label[0] if label else None)
        path = addresses.page(addresses.version_folder(folder, int(number)))
        return BasisView(words, path)

    def _is_shown(self, identity: str) -> bool:
        stored = survey.by_ids(self._database, [identity]).get(identity)
        if stored is None or not self._options.holds(stored.document):
            return False
        if self.shows_all:
            return True
        text = read.find_text(self._database, stored.document, stored.text)
        return text is not None and any(shown.id == identity for shown in self._shown(text.row))


def _superseded(cause: Cause) -> Superseded:
    name, _, number = cause.superseded.rpartition("@v")
    return Superseded(name, int(number), int(cause.newer.rpartition("@v")[2]))


def _likely(passage: Range, stale: Sequence[tuple[Range, float]]) -> list[float]:
    """Return how likely a passage is stale, by each stale one that it shares words with."""
    start, end = passage
    return [likely for (first, last), likely in stale if start < last and first < end]


def _review(state: ReviewState) -> ReviewView | None:
    approvals, needed = state.progress or (0, 0)
    return ReviewView(state.state or "", approvals, needed) if state.own_words else None


def _version(
    database: Database,
    stored: StoredVersion,
    view: Version,
    folder: str,
    basis: tuple[BasisView, ...],
    review: ReviewView | None,
    changed: tuple[str, ...],
    *,
    is_cited: bool = True,
) -> VersionView:
    record, text = stored.record, view.text_name
    try:
        content: str | None = objects.content(database, record.content)
    except Purged:
        content = None
    citations, exports, other_styles, pin = cited(database, view) if is_cited else Cited()
    return VersionView(
        view.document,
        str(text),
        folder,
        text.kind,
        text.language,
        record.number,
        stored.id,
        view.date,
        record.recorded,
        record.activity,
        record.message,
        tuple((maker.named, maker.role) for maker in view.contributions),
        basis,
        content,
        record.content,
        tuple(_notes(database, stored)),
        view.marks,
        stored.sequence,
        record.canonical(),
        objects.kept_citation(database, record.citation),
        citations,
        exports,
        review,
        changed,
        other_styles,
        pin,
    )


def _notes(database: Database, stored: StoredVersion) -> Iterator[NoteView]:
    for note in objects.kept_notes(database, stored.record.notes).notes:
        place = (None, None, None)
        if note.anchor:
            place = (note.anchor.start, note.anchor.end, note.anchor.exact)  # type: ignore[assignment]
        yield NoteView(note.id, note.kind, note.text, note.language, *place)
