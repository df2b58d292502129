"""Citations of exact versions: formatted, pinned to the version, with warnings for the author."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provrepo import passages
from provrepo.arguments import string, strings
from provrepo.errors import CiteError, MissingMetadata, ProvrepoError, fault, on_one_line
from provrepo.metadata import Item
from provrepo.reading import lookup, versions
from provrepo.reading.translators import translators
from provrepo.reading.versions import Version
from provrepo.spans import Span
from provrepo.store import objects, rules
from provrepo.store.database import Database
from provrepo.store.read import StoredVersion

if TYPE_CHECKING:
    from provrepo.cite import Citation

TEXT_FORMATS = ("text", "html", "markdown", "latex", "rtf")
"""The formats of a citation that is to be read; `provrepo.cite.EXPORT_FORMATS` are data."""

PINS = ("short", "full", "none")
"""How much of a version's id a citation shows."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How to cite.

    - ``style``: the name of a built-in style or of one in ``folders``, or the path of a CSL file.
    - ``form``: one of `TEXT_FORMATS` or of `provrepo.cite.EXPORT_FORMATS`.
    - ``locale``: the language of terms and dates, such as ``de-DE``; None for the style's own.
    - ``pin``: one of `PINS`: the first digits of the version's id, all of them, or none.
    - ``quote``: words that must stand in each version cited; their paragraph becomes the locator.
    - ``folders``: paths of folders with CSL files.

    Raises InvalidValue for a value of another type.
    """

    style: str = "chicago-notes"
    form: str = "text"
    locale: str | None = None
    pin: str = "short"
    quote: str | None = None
    folders: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for field in ("style", "form", "pin"):
            string(field, getattr(self, field))
        for field in ("locale", "quote"):
            if getattr(self, field) is not None:
                string(field, getattr(self, field))
        object.__setattr__(self, "folders", strings("folders", self.folders))


@dataclass(frozen=True, slots=True, repr=False)
class VersionCitation:
    """The citation of one version, as styled spans and as text of the format asked for.

    ``item`` is the CSL-JSON item of exactly this version; ``warnings`` tell the author, for
    example, that a newer version has another text.
    """

    version: Version
    item: Item
    spans: tuple[Span, ...]
    text: str
    warnings: tuple[str, ...]

    def __repr__(self) -> str:
        return f"<VersionCitation {self.version.reference}: {on_one_line(self.text)}>"

    def as_json(self) -> dict[str, Any]:
        """Return the citation as JSON output shows it (docs/cli.md)."""
        return {
            "reference": self.version.reference,
            "id": self.version.id,
            "citation": self.text,
            "item": self.item,
            "warnings": list(self.warnings),
        }


@dataclass(frozen=True, slots=True, repr=False)
class BibliographyEntry:
    """An entry of a bibliography, as styled spans and as text of the format asked for."""

    spans: tuple[Span, ...]
    text: str

    def __repr__(self) -> str:
        return f"<BibliographyEntry {on_one_line(self.text)}>"

    def as_json(self) -> dict[str, Any]:
        """Return the entry as a JSON object."""
        return {"text": self.text}


def cite(
    database: Database, cited: Sequence[StoredVersion], manner: Manner
) -> list[VersionCitation]:
    """Return a citation of each version, in their order, as the notes of one work.

    Raises MissingMetadata, QuoteError, InvalidValue or CiteError.
    """
    try:
        return _cite(database, cited, manner)
    except ProvrepoError:
        raise
    except Exception as error:
        raise _fault(manner, error) from error


def _cite(
    database: Database, cited: Sequence[StoredVersion], manner: Manner
) -> list[VersionCitation]:
    from provrepo.cite import EXPORT_FORMATS, render

    rules.one_of("format", manner.form, (*TEXT_FORMATS, *EXPORT_FORMATS))
    rules.one_of("pin", manner.pin, PINS)
    views = [versions.view(database, stored) for stored in cited]
    # An item is called by the version's id: two versions of one text are two works, and the note
    # on the second must not read “ibid.”
    items = {view.id: _item(database, view, manner.pin) for view in views}
    clusters = [[{"id": view.id, **_locator(database, view, manner.quote)}] for view in views]
    results = _style(manner).citations(clusters, items)
    citations = []
    for stored, view, result in zip(cited, views, results, strict=True):
        described = _described(items[view.id], view)
        pinned = _with_pin(result, items[view.id]) if manner.pin != "none" else result
        if manner.form in TEXT_FORMATS:
            text = render(pinned, manner.form)
        else:
            text = _exported(described, manner.form, "" if manner.pin == "none" else view.id)
        warnings = tuple(_warnings(database, view, stored))
        citations.append(VersionCitation(view, described, pinned.spans, text, warnings))
    return citations


def bibliography(
    database: Database, cited: Sequence[StoredVersion], manner: Manner
) -> list[BibliographyEntry]:
    """Return the entries of a bibliography, sorted as the style wants it.

    A version that is named twice has one entry. Raises as `cite` does.
    """
    try:
        return _bibliography(database, cited, manner)
    except ProvrepoError:
        raise
    except Exception as error:
        raise _fault(manner, error) from error


def _fault(manner: Manner, error: Exception) -> CiteError:
    """Return the error of what neither the style nor the metadata should be able to bring about."""
    subject = manner.style if manner.form in TEXT_FORMATS else manner.form
    return CiteError(f"{subject}: {fault(error)}")


def _bibliography(
    database: Database, cited: Sequence[StoredVersion], manner: Manner
) -> list[BibliographyEntry]:
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
    """Return an item in a format for other programs, with the URI of a version unless empty."""
    from provrepo.cite import export

    if form == "csl-json":
        return json.dumps(item, ensure_ascii=False)
    # In the other formats the URI says what `custom` says in CSL-JSON.
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


def _item(database: Database, view: Version, pin: str) -> Item:
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
    if pin != "none":
        item["version"] = f"{record.number} ({view.id if pin == 'full' else view.short_id})"
    return item


def _locator(database: Database, view: Version, quote: str | None) -> dict[str, str]:
    """Return the paragraph in which a quotation begins, as a cite has it; nothing without one."""
    if quote is None:
        return {}
    from provrepo.reading.quotation import stands_at

    content = objects.content(database, view.record.content)
    start = stands_at(content, quote, view.reference)
    return {"label": "paragraph", "locator": str(passages.paragraph(content, start))}


def _warnings(database: Database, view: Version, stored: StoredVersion) -> list[str]:
    """Return what somebody should know before citing this version."""
    if view.withdrawn:
        return [f"{view.reference} was withdrawn: {view.withdrawn}"]
    from provrepo.reading.states import state_of

    shortfall = state_of(database, stored).shortfall
    return [*_newer(database, view, stored), *([shortfall] if shortfall else [])]


def _newer(database: Database, view: Version, stored: StoredVersion) -> list[str]:
    """Return what is newer than a version, as a warning."""
    newest = lookup.current(database, stored)
    if newest is None or newest.id == view.id:
        return []
    cited = f"v{view.record.number}"
    if newest.record.content != view.record.content:
        return [
            f"{newest.reference} is newer than {cited} and has another text; see what changed: "
            f"provrepo diff {view.reference}..v{newest.record.number}"
        ]
    return [f"{newest.reference} has newer notes or metadata, and the same text as {cited}"]


def _described(item: Item, view: Version) -> Item:
    """Return an item for other programs: its id is the reference, ``custom`` has the version's."""
    custom = item.get("custom")
    custom = custom if isinstance(custom, dict) else {}
    pin = {"reference": view.reference, "version": view.id}
    return {**item, "id": view.reference, "custom": {**custom, "provrepo": pin}}
