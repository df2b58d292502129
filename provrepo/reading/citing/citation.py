"""Citations of exact versions: formatted, pinned to the version, with warnings for the author."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provrepo import passages
from provrepo.arguments import strings
from provrepo.errors import CiteError, ProvrepoError, fault, on_one_line
from provrepo.metadata import Item
from provrepo.reading import versions
from provrepo.reading.citing.pinned import cautions, named_information, pinned_item, with_pin
from provrepo.reading.versions import Version
from provrepo.spans import Span
from provrepo.store import objects, rules
from provrepo.store.database import Database
from provrepo.store.read import StoredVersion
from provrepo.store.rules import string

if TYPE_CHECKING:
    from provrepo.cite import Style

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
    items = {view.id: pinned_item(database, view, manner.pin) for view in views}
    clusters = [[{"id": view.id, **_locator(database, view, manner.quote)}] for view in views]
    results = style_of(manner).citations(clusters, items)
    citations = []
    for stored, view, result in zip(cited, views, results, strict=True):
        described = _described(items[view.id], view, manner.pin)
        pinned = with_pin(result, items[view.id]) if manner.pin != "none" else result
        if manner.form in TEXT_FORMATS:
            text = render(pinned, manner.form)
        else:
            text = _exported(described, manner.form, "" if manner.pin == "none" else view.id)
        warnings = tuple(cautions(database, view, stored))
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
    items = {identity: pinned_item(database, view, manner.pin) for identity, view in views.items()}
    entries = style_of(manner).bibliography(items)
    pinned = [
        with_pin(entry, items[entry.ids[0]]) if manner.pin != "none" and entry.ids else entry
        for entry in entries
    ]
    return [BibliographyEntry(entry.spans, render(entry, manner.form)) for entry in pinned]


def style_of(manner: Manner) -> Style:
    """Return the style that a manner names. Raises StyleError."""
    from provrepo.cite import Style
    from provrepo.cite.csl.locale import check_locale

    if manner.locale is not None:
        check_locale(manner.locale, manner.folders)
    locale = {} if manner.locale is None else {"locale": manner.locale}
    return Style.load(manner.style, folders=manner.folders, **locale)


def _exported(item: Item, form: str, identity: str) -> str:
    """Return an item in a format for other programs, with the URI of a version unless empty."""
    from provrepo.cite import export
    from provrepo.cite.exchange.item_parts import json_escaped

    if form == "csl-json":
        return json_escaped(json.dumps(item, ensure_ascii=False))
    # In the other formats the URI says what `custom` says in CSL-JSON.
    ours = ("provrepo", "version-uri")
    custom = {key: value for key, value in item["custom"].items() if key not in ours}
    plain = (
        {**item, "custom": custom} if custom else {k: v for k, v in item.items() if k != "custom"}
    )
    return export(plain, form, named_information(identity) if identity else "")


def _locator(database: Database, view: Version, quote: str | None) -> dict[str, str]:
    """Return the paragraph in which a quotation begins, as a cite has it; nothing without one."""
    if quote is None:
        return {}
    from provrepo.reading.quoting.quotation import stands_at

    content = objects.content(database, view.record.content)
    start = stands_at(content, quote, view.reference)
    return {"label": "paragraph", "locator": str(passages.paragraph(content, start))}


def _described(item: Item, view: Version, pin: str) -> Item:
    """Return an item for other programs: its id is the reference, ``custom`` has the version's."""
    custom = item.get("custom")
    custom = dict(custom) if isinstance(custom, dict) else {}
    custom["provrepo"] = {"reference": view.reference, "version": view.id}
    if pin != "none":
        custom["version-uri"] = named_information(view.id)
    return {**item, "id": view.reference, "custom": custom}
