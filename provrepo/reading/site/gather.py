"""What the pages of one document draw, read from the repository."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from provrepo.bases import BasedOn
from provrepo.errors import ProvrepoError, Purged
from provrepo.metadata import written
from provrepo.passages import paragraphs
from provrepo.publish import addresses
from provrepo.publish.views import (
    BasisView,
    CitationView,
    DocumentView,
    FacingView,
    NoteView,
    TextView,
    VersionView,
)
from provrepo.reading import lookup, states, versions
from provrepo.reading.bases import bases
from provrepo.reading.citation import Manner, bibliography, cite
from provrepo.reading.site.options import STYLES, SiteOptions
from provrepo.reading.staleness import Stale, stale_from_now_on
from provrepo.reading.versions import Version
from provrepo.store import objects, read
from provrepo.store.database import Database
from provrepo.store.read import StoredText, StoredVersion

EXPORTS = {"citation.ris": "ris", "citation.bib": "bibtex", "citation.json": "csl-json"}
"""The files of a version for reference managers, each with its format."""


def document_view(database: Database, key: str, options: SiteOptions) -> DocumentView | None:
    """Return a document with all its texts; None where none of its versions is to be shown."""
    texts = [
        view
        for text in read.texts(database, key)
        if (view := _text(database, text, options)) is not None
    ]
    if not texts:
        return None
    item = _item(texts)
    return DocumentView(key, title(key, item or {}), item, tuple(texts), tuple(_facing(texts)))


def title(key: str, item: Mapping[str, Any]) -> str:
    """Return what a document is called: its title, or its key where it has none."""
    return written("title", item["title"]) if item.get("title") else key


def _item(texts: Sequence[TextView]) -> Mapping[str, Any] | None:
    """Return the citation metadata of the document: those of the text that was changed last."""
    described = [text.newest for text in texts if text.newest.item]
    return max(described, key=lambda version: version.place).item if described else None


def _text(database: Database, text: StoredText, options: SiteOptions) -> TextView | None:
    history = _shown(database, read.history(database, text.row), text, options)
    if not history:
        return None
    named_bases = bases(database, history)
    followed = states.of_text(database, text.row, history)
    current = lookup.current(database, history[0])
    folder = addresses.text_folder(
        text.document, text.text.kind, text.text.language, text.text.label
    )
    views = [versions.view(database, stored) for stored in history]
    shown_versions = []
    for stored, view, parent in zip(history, views, [*views[1:], None], strict=True):
        state = followed.of(stored, current, alone=True)
        review = state.own_words if state else ""
        shown_versions.append(
            _version(database, stored, view, parent, folder, named_bases[stored.id], review)
        )
    stale = stale_from_now_on(database, current) if current else None
    return TextView(
        text.document,
        str(text.text),
        folder,
        text.text.kind,
        text.text.language,
        tuple(shown_versions),
        _stale_words(stale),
    )


def _shown(
    database: Database, history: list[StoredVersion], text: StoredText, options: SiteOptions
) -> list[StoredVersion]:
    """Return which versions of a text, given newest first, the site shows."""
    if options.withdrawn == "hide":
        history = [stored for stored in history if not stored.withdrawal]
    if options.versions == "newest":
        return history[:1]
    if options.versions == "approved":
        followed = states.of_text(database, text.row, history)
        return [
            stored
            for stored in history
            if (standing := followed.standing(stored)).is_approved or standing.is_published
        ]
    return history


def _stale_words(stale: Stale | None) -> str:
    if stale is None:
        return ""
    return "; ".join(f"{cause.superseded} → {cause.newer}" for cause in stale.causes)


def _version(
    database: Database,
    stored: StoredVersion,
    view: Version,
    parent: Version | None,
    folder: str,
    based_on: Sequence[BasedOn],
    review: str,
    is_shown: Callable[[str], bool],
) -> VersionView:
    record = stored.record
    try:
        content: str | None = objects.content(database, record.content)
    except Purged:
        content = None
    text = view.text_name
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
        tuple(f"{maker.named} ({maker.role})" for maker in view.contributions),
        tuple(_basis(basis, is_shown) for basis in based_on),
        content,
        record.content,
        tuple(_notes(database, stored)),
        view.marks,
        stored.sequence,
        record.canonical(),
        objects.kept_citation(database, record.citation),
        tuple(_citations(database, stored)),
        dict(_exports(database, stored)),
        review,
        tuple(view.changed_since(parent)),
    )


def _basis(basis: BasedOn, is_shown: Callable[[str], bool]) -> BasisView:
    """Return what a version was made from, with the path of its page if the site has one."""
    words = str(basis)
    if basis.reference is None or not is_shown(str(basis.basis.version)):
        return BasisView(words)
    key, _, rest = basis.reference.partition("/")
    text, _, number = rest.rpartition("@v")
    kind, language, *label = text.split(":")
    folder = addresses.text_folder(key, kind, language, label[0] if label else None)
    path = addresses.page(addresses.version_folder(folder, int(number)))
    return BasisView(words, path, basis.newer)


def _notes(database: Database, stored: StoredVersion) -> Iterator[NoteView]:
    for note in objects.kept_notes(database, stored.record.notes).notes:
        anchor = note.anchor
        yield NoteView(
            note.id,
            note.kind,
            note.text,
            note.language,
            anchor.start if anchor else None,
            anchor.end if anchor else None,
            anchor.exact if anchor else None,
        )


def _citations(database: Database, stored: StoredVersion) -> Iterator[CitationView]:
    """Yield the citations of a version, each as the first note of a work of its own."""
    for style, has_notes in STYLES.items():
        cited = cite if has_notes else bibliography
        try:
            results: Sequence[Any] = cited(database, [stored], Manner(style, "html"))
        except ProvrepoError:  # nothing to cite, or metadata that this style cannot print
            continue
        for result in results:
            yield CitationView(style, result.text, "".join(span.text for span in result.spans))


def _exports(database: Database, stored: StoredVersion) -> Iterator[tuple[str, bytes]]:
    for name, form in EXPORTS.items():
        try:
            (citation,) = cite(database, [stored], Manner(form=form))
        except ProvrepoError:
            continue
        text = f"[{citation.text}]\n" if form == "csl-json" else citation.text
        yield name, text.encode("utf-8", "replace")


def _facing(texts: Sequence[TextView]) -> Iterator[FacingView]:
    """Yield the newest transcription beside each translation, paragraph by paragraph."""
    readable = [text for text in texts if text.newest.content is not None]
    sources = [text for text in readable if text.kind == "transcription"]
    for target in readable:
        if target.kind != "translation" or not sources:
            continue
        paths = {basis.path.rsplit("/", 2)[0] for basis in target.newest.basis if basis.path}
        source = next((text for text in sources if text.folder in paths), sources[0])
        yield FacingView(source.newest, target.newest, _rows(source.newest, target.newest))
        sources = [text for text in sources if text is not source]


def _rows(left: VersionView, right: VersionView) -> tuple[Any, ...]:
    """Pair the paragraphs of two texts by their numbers."""
    first, second = list(paragraphs(left.content or "")), list(paragraphs(right.content or ""))
    length = max(len(first), len(second))
    pad: list[Any] = [None] * length
    return tuple(zip((first + pad)[:length], (second + pad)[:length], strict=True))
