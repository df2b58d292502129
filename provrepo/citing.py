"""Citing exact versions: the item of a version, its pin, and what a reader must be told."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provrepo import passages, versions
from provrepo.errors import InvalidValue, MissingMetadata
from provrepo.metadata import Item
from provrepo.spans import Span
from provrepo.store import read
from provrepo.store.database import Database
from provrepo.store.read import StoredVersion
from provrepo.versions import Version

if TYPE_CHECKING:
    from provrepo.cite import Citation

FORMATS = ("text", "html", "markdown", "latex", "rtf", "csl-json")


@dataclass(frozen=True, slots=True)
class VersionCitation:
    """The citation of one version, as styled spans and as text of the format asked for.

    ``item`` is the CSL-JSON item of exactly this version; ``warnings`` say, for example, that a
    newer version has another text.
    """

    version: Version
    item: Item
    spans: tuple[Span, ...]
    text: str
    warnings: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the citation as JSON output shows it (docs/cli.md)."""
        return {
            "reference": self.version.reference,
            "id": self.version.id,
            "citation": self.text,
            "item": self.item,
            "warnings": list(self.warnings),
        }


def cite(
    database: Database,
    cited: Sequence[StoredVersion],
    *,
    style: str,
    form: str,
    quote: str | None,
) -> list[VersionCitation]:
    """Return a citation of each version, in the order given, as the notes of one work.

    ``style`` is a built-in style's name or the path of a CSL file, ``form`` one of `FORMATS`;
    ``quote`` must stand in every version exactly once, and gives its paragraph. Raises
    MissingMetadata, QuoteError or InvalidValue.
    """
    if form not in FORMATS:
        raise InvalidValue("format", form, f"use one of {', '.join(FORMATS)}")
    views = [versions.view(database, stored) for stored in cited]
    items = {view.id: pinned_item(database, view) for view in views}
    clusters = [[{"id": view.id, **_locator(database, view, quote)}] for view in views]
    from provrepo.cite import Style, render

    found = []
    for view, result in zip(views, Style.load(style).citations(clusters, items), strict=True):
        item = _described(items[view.id], view)
        if "version" not in result.rendered_variables:
            result = _with_pin(result, f"version {item['version']}")
        text = json.dumps(item, ensure_ascii=False) if form == "csl-json" else render(result, form)
        warnings = tuple(_warnings(database, view))
        found.append(VersionCitation(view, item, result.spans, text, warnings))
    return found


def _with_pin(result: Citation, pin: str) -> Citation:
    """Return a citation with ``pin`` at its end, for a style that has no place for a version."""
    from provrepo.cite import Citation
    from provrepo.cite.flatten import Token

    tokens = list(result.tokens)
    stop = ""
    last = max((i for i, token in enumerate(tokens) if token.kind == "text"), default=None)
    if last is not None and tokens[last].value.endswith("."):
        tokens[last] = tokens[last]._replace(value=tokens[last].value[:-1])
        stop = "."
    tokens.append(Token("text", f", {pin}{stop}"))
    return Citation(tokens, result.ids, result.rendered_variables)


def pinned_item(database: Database, view: Version) -> Item:
    """Return a version's citation metadata with the version in CSL's variable ``version``.

    A translation whose metadata name no translator takes those that its history names as agents.
    Raises MissingMetadata.
    """
    record = view.record
    if record.citation is None:
        raise MissingMetadata(view.reference, view.text)
    item = dict(read.citation(database, record.citation))
    if record.text.kind == "translation" and "translator" not in item:
        translators = _translators(database, view)
        if translators:
            item["translator"] = [{"literal": name} for name in translators]
    return {**item, "id": view.id, "version": f"{record.number} ({view.short_id})"}


def _translators(database: Database, view: Version) -> list[str]:
    names: dict[str, None] = {}
    for stored in reversed(_history(database, view)):
        if stored.record.number <= view.record.number:
            for one in versions.view(database, stored).contributions:
                if one.role == "translator":
                    names[one.name] = None
    return list(names)


def _history(database: Database, view: Version) -> list[StoredVersion]:
    for text in read.texts(database, view.document):
        if text.text == view.record.text:
            return read.history(database, text.row)
    return []


def _locator(database: Database, view: Version, quote: str | None) -> dict[str, str]:
    if quote is None:
        return {}
    content = read.content(database, view.record.content)
    start = passages.locate(content, quote, view.reference)
    return {"label": "paragraph", "locator": str(passages.paragraph(content, start))}


def _warnings(database: Database, view: Version) -> list[str]:
    if view.withdrawn:
        return [f"{view.reference} was withdrawn: {view.withdrawn}"]
    newest = next(one for one in _history(database, view) if not one.withdrawal)
    if newest.id == view.id:
        return []
    name = f"{view.text}@v{newest.record.number}"
    if newest.record.content != view.record.content:
        return [
            f"{name} is newer than v{view.record.number} and has another text; see what changed: "
            f"provrepo diff {view.reference}..v{newest.record.number}"
        ]
    return [f"{name} has newer notes or metadata, and the same text as v{view.record.number}"]


def _described(item: Item, view: Version) -> Item:
    """Return an item for other programs: called by its reference, the whole id in ``custom``."""
    custom = item.get("custom")
    kept = custom if isinstance(custom, dict) else {}
    pin = {"reference": view.reference, "version": view.id}
    return {**item, "id": view.reference, "custom": {**kept, "provrepo": pin}}
