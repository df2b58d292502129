"""Citing exact versions: the item of a version, its pin, and what a reader must be told."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provrepo import passages
from provrepo.errors import MissingMetadata
from provrepo.metadata import Item
from provrepo.reading import lookup, versions
from provrepo.reading.versions import Version
from provrepo.spans import Span
from provrepo.store import objects, read, rules
from provrepo.store.database import Database
from provrepo.store.read import StoredVersion

if TYPE_CHECKING:
    from provrepo.cite import Citation

TEXT_FORMATS = ("text", "html", "markdown", "latex", "rtf")
PINS = ("short", "full", "none")


@dataclass(frozen=True, slots=True)
class Manner:
    """How to cite. ``style`` is a built-in style's name, one found in ``folders``, or a CSL file.

    ``form`` is one of `TEXT_FORMATS` or of `provrepo.cite.EXPORT_FORMATS`. ``pin`` says how much of
    the version's id is printed. ``quote`` must stand in each version once; it gives its paragraph.
    """

    style: str = "chicago-notes"
    form: str = "text"
    locale: str | None = None
    pin: str = "short"
    quote: str | None = None
    folders: tuple[str, ...] = ()


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


@dataclass(frozen=True, slots=True)
class BibliographyEntry:
    """An entry of a bibliography, as styled spans and as text of the format asked for."""

    spans: tuple[Span, ...]
    text: str


def cite(
    database: Database, cited: Sequence[StoredVersion], manner: Manner
) -> list[VersionCitation]:
    """Return a citation of each version, in the order given, as the notes of one work.

    Raises MissingMetadata, QuoteError, InvalidValue or CiteError.
    """
    from provrepo.cite import EXPORT_FORMATS, render

    rules.one_of("format", manner.form, (*TEXT_FORMATS, *EXPORT_FORMATS))
    rules.one_of("pin", manner.pin, PINS)
    views = [versions.view(database, stored) for stored in cited]
    items = {view.id: _item(database, view, manner.pin) for view in views}
    clusters = [[{"id": view.id, **_locator(database, view, manner.quote)}] for view in views]
    results = _style(manner).citations(clusters, items)
    found = []
    for stored, view, result in zip(cited, views, results, strict=True):
        described = _described(items[view.id], view)
        pinned = _with_pin(result, items[view.id]) if manner.pin != "none" else result
        if manner.form in TEXT_FORMATS:
            text = render(pinned, manner.form)
        else:
            text = _exported(described, manner.form, "" if manner.pin == "none" else view.id)
        warnings = tuple(_warnings(database, view, stored))
        found.append(VersionCitation(view, described, pinned.spans, text, warnings))
    return found


def bibliography(
    database: Database, cited: Sequence[StoredVersion], manner: Manner
) -> list[BibliographyEntry]:
    """Return the entries of a bibliography, sorted as the style says.

    A version that is named twice has one entry. Raises as `cite` does.
    """
    from provrepo.cite import render

    rules.one_of("format", manner.form, TEXT_FORMATS)
    rules.one_of("pin", manner.pin, PINS)
    views = {stored.id: versions.view(database, stored) for stored in cited}
    items = {identity: _item(database, view, manner.pin) for identity, view in views.items()}
    entries = _style(manner).bibliography(items)
    pinned = [
        _with_pin(entry, items[entry.ids[0]]) if manner.pin != "none" and entry.ids else entry
        for entry in entries
    ]
    return [BibliographyEntry(entry.spans, render(entry, manner.form)) for entry in pinned]


def _style(manner: Manner) -> Any:  # noqa: ANN401 - loaded lazily
    from provrepo.cite import Style

    locale = {} if manner.locale is None else {"locale": manner.locale}
    return Style.load(manner.style, folders=manner.folders, **locale)


def _exported(item: Item, form: str, identity: str) -> str:
    from provrepo.cite import export

    if form == "csl-json":
        return json.dumps(item, ensure_ascii=False)
    # The other formats say by the URI what `custom` says in CSL-JSON.
    custom = {key: value for key, value in item["custom"].items() if key != "provrepo"}
    plain = (
        {**item, "custom": custom} if custom else {k: v for k, v in item.items() if k != "custom"}
    )
    return export(plain, form, named_information(identity) if identity else "")


def named_information(version: str) -> str:
    """Return the ``ni:`` URI of a version id, 64 hex digits (RFC 6920 §3)."""
    digest = base64.urlsafe_b64encode(bytes.fromhex(version)).decode().rstrip("=")
    return f"ni:///sha-256;{digest}"


def _with_pin(result: Citation, item: Item) -> Citation:
    """Return a citation with the pin at its end where the style had no place for a version."""
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


def _item(database: Database, view: Version, pin: str) -> Item:
    """Return a version's citation metadata with the version in CSL's variable ``version``.

    A translation whose metadata name no translator takes those that its history names as agents.
    Raises MissingMetadata.
    """
    record = view.record
    if record.citation is None:
        raise MissingMetadata(view.reference, view.text)
    item = {**objects.citation(database, record.citation), "id": view.id}
    if record.text.kind == "translation" and "translator" not in item:
        translators = _translators(database, view)
        if translators:
            item["translator"] = [{"literal": name} for name in translators]
    if pin != "none":
        item["version"] = f"{record.number} ({view.id if pin == 'full' else view.short_id})"
    return item


def _translators(database: Database, view: Version) -> list[str]:
    """Return who translated this version or an earlier one, in the order of their work."""
    return list(
        dict.fromkeys(
            one.name
            for stored in reversed(_history(database, view))
            if stored.record.number <= view.record.number
            for one in versions.view(database, stored).contributions
            if one.role == "translator"
        )
    )


def _history(database: Database, view: Version) -> list[StoredVersion]:
    text = read.find_text(database, view.document, view.record.text)
    return read.history(database, text.row) if text else []


def _locator(database: Database, view: Version, quote: str | None) -> dict[str, str]:
    if quote is None:
        return {}
    from provrepo.reading.quotation import stands_at

    content = objects.content(database, view.record.content)
    start = stands_at(content, quote, view.reference)
    return {"label": "paragraph", "locator": str(passages.paragraph(content, start))}


def _warnings(database: Database, view: Version, stored: StoredVersion) -> list[str]:
    if view.withdrawn:
        return [f"{view.reference} was withdrawn: {view.withdrawn}"]
    newest = lookup.current(database, stored)
    if newest is None or newest.id == view.id:
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
