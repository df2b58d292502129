"""What a word that somebody types may go on with: references, notes, people, texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from provrepo.errors import on_one_line
from provrepo.reading import lookup
from provrepo.reference import Reference, parse
from provrepo.store import objects, read, rules, suggestions
from provrepo.store.database import Database
from provrepo.store.read import StoredText

LIMIT = 300
"""How many are proposed; where there are more keys, it is their beginnings."""

ACTIVITIES, EVENTS, KINDS, NOTE_KINDS = (
    rules.ACTIVITIES,
    rules.EVENTS,
    rules.KINDS,
    rules.NOTE_KINDS,
)
"""The words that versions, events, texts and notes have."""


WHAT = ("references", "keys", "texts", "notes", "agents", "names", "languages")
"""What can be suggested."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word, and perhaps in a few words what it is; ``is_whole`` unless it goes on."""

    value: str
    about: str = ""
    is_whole: bool = True


def references(database: Database, written: str) -> Iterator[Suggestion]:
    """Yield the references that begin with ``written``: of documents, texts, versions, pairs.

    After the dots of a pair of versions it is selectors as well.
    """
    first, dots, second = written.rpartition("..")
    if dots and first:
        before = f"{first}.."
        if "/" not in second and "@" not in second:
            for selector in _selectors(database, first.partition("@")[0]):
                yield Suggestion(before + selector.value, selector.about)
        for suggestion in references(database, second) if second else ():
            yield replace(suggestion, value=before + suggestion.value)
        return
    named, at, _ = written.partition("@")
    if at:
        for selector in _selectors(database, named):
            yield Suggestion(f"{named}@{selector.value}", selector.about)
    elif "/" in written:
        yield from _texts(database, *written.split("/", 1))
    else:
        yield from keys(database, written)


def keys(database: Database, written: str, *, alone: bool = False) -> Iterator[Suggestion]:
    """Yield the keys that begin so; of the only one its texts too, unless it is to stand ``alone``.

    Of very many it is the beginnings.
    """
    found_keys, are_whole = suggestions.keys(database, written, LIMIT)
    for key in found_keys:
        yield Suggestion(key, is_whole=are_whole or key == written)
    if not alone and are_whole and len(found_keys) == 1:
        yield Suggestion(f"{found_keys[0]}/", is_whole=False)


def _texts(database: Database, key: str, text: str) -> Iterator[Suggestion]:
    """Yield the texts of a document by their names; by shorter ones where these begin so."""
    texts = read.texts(database, key)
    names = [str(stored.text) for stored in texts]
    if any(name.startswith(text) for name in names):
        for stored in texts:
            yield Suggestion(f"{key}/{stored.text}")
        return
    for stored in texts:
        short = str(stored.text).partition(":")[2]
        if sum(lookup.fits(candidate, short) for candidate in texts) == 1:
            yield Suggestion(f"{key}/{short}")


def _selectors(database: Database, named: str) -> Iterator[Suggestion]:
    """Yield the selectors of a text, newest first; of the only text of a document, too."""
    stored = _text(database, parse(named))
    newest = read.newest(database, stored.row) if stored else None
    if newest is None:
        return
    last = newest.record.number
    for number in range(last, max(0, last - LIMIT), -1):
        yield Suggestion(f"v{number}")
    for name in ("latest", "approved", "published"):
        yield Suggestion(name)


def _text(database: Database, reference: Reference) -> StoredText | None:
    texts = read.texts(database, reference.document)
    return lookup.among(database, texts, reference) if texts else None


def notes(database: Database, reference: str) -> Iterator[Suggestion]:
    """Yield the ids of the notes of a version, with what they say."""
    version = lookup.version(database, reference)
    for note in objects.kept_notes(database, version.record.notes).notes:
        yield Suggestion(note.id, on_one_line(note.text, 50))


def agents(database: Database, *, role: bool = True) -> Iterator[Suggestion]:
    """Yield who works here as ``NAME <IDENTIFIER>:ROLE``, or without a role."""
    for name, identifier, of_role in suggestions.agents(database):
        named = f"{name} <{identifier}>" if identifier else name
        yield Suggestion(f"{named}:{of_role}" if role else named)


def texts(database: Database, document: str | None = None) -> Iterator[Suggestion]:
    """Yield the names of texts, as ``translation:en``: those of a document, or of all."""
    names = (
        [stored.text for stored in read.texts(database, document)]
        if document
        else suggestions.texts(database)
    )
    for name in dict.fromkeys(map(str, names)):
        yield Suggestion(name)


def languages(database: Database) -> Iterator[Suggestion]:
    """Yield the languages of texts that are here."""
    for language in dict.fromkeys(text.language for text in suggestions.texts(database)):
        yield Suggestion(language)


def suggested(
    database: Database, what: str, written: str, of: str | None = None
) -> list[Suggestion]:
    """Return what begins with ``written``. See `ReadOnlyRepository.suggestions`."""
    match rules.one_of("what", what, WHAT):
        case "references":
            every = references(database, written)
        case "keys":
            every = keys(database, written, alone=True)
        case "texts":
            every = texts(database, of)
        case "notes":
            every = notes(database, of or "")
        case "languages":
            every = languages(database)
        case _:
            every = agents(database, role=what == "agents")
    fitting = {word.value: word for word in every if word.value.startswith(written)}
    return [*fitting.values()]
