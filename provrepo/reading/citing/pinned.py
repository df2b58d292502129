"""One exact version as it is cited: its item with number and id, the pin where a style has none."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from provrepo.errors import MissingMetadata
from provrepo.metadata import Item
from provrepo.reading import lookup
from provrepo.reading.citing.translators import translators
from provrepo.reading.versions import Version
from provrepo.store import objects
from provrepo.store.database import Database
from provrepo.store.read import StoredVersion

if TYPE_CHECKING:
    from provrepo.cite import Citation


def named_information(version: str) -> str:
    """Return the ``ni:`` URI of a version id, 64 hex digits (RFC 6920 §3)."""
    digest = base64.urlsafe_b64encode(bytes.fromhex(version)).decode().rstrip("=")
    return f"ni:///sha-256;{digest}"


def with_pin(result: Citation, item: Item) -> Citation:
    """Return a citation with the pin at its end where the style printed no version.

    Few styles of the humanities know the variable ``version``, and a citation without its pin names
    no exact text. The pin goes before the full stop that ends a note.
    """
    from provrepo.cite import Citation
    from provrepo.cite.csl.flatten import Token

    if "version" in result.rendered_variables:
        return result
    tokens = list(result.tokens)
    stop = ""
    last = max((i for i, token in enumerate(tokens) if token.kind == "text"), default=None)
    if last is not None and tokens[last].value.endswith("."):
        tokens[last] = tokens[last]._replace(value=tokens[last].value[:-1])
        stop = "."
    tokens.append(Token("text", f", version {item['version']}{stop}"))
    return Citation(tokens, result.ids, result.rendered_variables)


def pinned_item(database: Database, view: Version, pin: str) -> Item:
    """Return a version's citation metadata with the version in CSL's variable ``version``.

    A translation whose metadata name no translator gets those whom its history names as agents: who
    revised it last did not make it alone. Raises MissingMetadata.
    """
    record = view.record
    if record.citation is None:
        raise MissingMetadata(view.reference, view.text)
    item = {**objects.citation(database, record.citation), "id": view.id}
    if record.text.kind == "translation" and "translator" not in item:
        names = translators(database, view)
        if names:
            item["translator"] = names
    if record.text.kind == "transcription" and _keeps_small_letters(record.text.language):
        item.setdefault("language", record.text.language)
    if pin != "none":
        item["version"] = f"{record.number} ({view.id if pin == 'full' else view.short_id})"
    return item


_SMALL_LETTERS = frozenset(
    "ca cs cy da de es et eu fi fr ga gl hr hu id is it la lt lv nb nl nn no pl pt ro sk sl sq sv "
    "tr vi".split()
)
"""Languages in Latin letters whose titles are written as sentences, without headline capitals."""


def _keeps_small_letters(language: str) -> bool:
    """Return whether a style's headline capitals would spoil a title in the original's language.

    In other scripts nothing is spoilt, and an English title of a Chinese book has them.
    """
    return language.partition("-")[0] in _SMALL_LETTERS


def cautions(database: Database, view: Version, stored: StoredVersion) -> list[str]:
    """Return what somebody should know before citing this version."""
    marked = zip(view.marks, view.cautions, strict=True)
    gone = [caution for mark, caution in marked if mark in ("withdrawn", "purged")]
    if view.withdrawn:
        return gone
    from provrepo.reading.reviews.states import state_of

    shortfall = state_of(database, stored).shortfall
    return [*gone, *_newer(database, view, stored), *([shortfall] if shortfall else [])]


def _newer(database: Database, view: Version, stored: StoredVersion) -> list[str]:
    """Return what is newer than a version, as a warning."""
    newest = lookup.current(database, stored)
    if newest is None or newest.id == view.id:
        return []
    cited = f"v{view.record.number}"
    if newest.record.content != view.record.content:
        newer = f"{newest.reference} is newer than {cited} and has another text"
        if "purged" in view.marks:  # then nobody can see what was changed
            return [newer]
        changes = f"provrepo diff {view.reference}..v{newest.record.number}"
        return [f"{newer}; see what changed: {changes}"]
    return [f"{newest.reference} has newer notes or metadata, and the same text as {cited}"]
