"""What is known of a document or a version, as a list of terms for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from provrepo import metadata
from provrepo.cite.exchange.item_parts import web_address
from provrepo.compare.views.escaping import shown
from provrepo.publish import addresses
from provrepo.publish.labels import Labels
from provrepo.publish.views import BasisView, VersionView

_FIRST = (
    "title author recipient issued genre archive archive_collection archive_location archive-place "
    "container-title translator editor publisher language URL"
).split()
"""The order in which people look for these; all others follow by name."""

_NOT_SHOWN = frozenset({"type", "custom", "id", "version"})
"""What says something to programs only."""


def terms(pairs: Iterable[tuple[str, str]]) -> str:
    """Return pairs of a term and its HTML as a list, those without anything left out."""
    rows = "".join(
        f"<div><dt>{shown(term)}</dt><dd>{html}</dd></div>" for term, html in pairs if html
    )
    return f'<dl class="facts">{rows}</dl>' if rows else ""


def item_facts(
    item: Mapping[str, Any] | None, labels: Labels, more: Iterable[tuple[str, str]] = ()
) -> str:
    """Return citation metadata as people read them: no JSON, no names of variables.

    ``more`` are pairs of a term and its HTML that follow.
    """
    shown_fields = [name for name in item or {} if name not in _NOT_SHOWN]
    order = {name: number for number, name in enumerate(_FIRST)}
    shown_fields.sort(key=lambda name: (order.get(name, len(order)), name))
    pairs = [
        (labels.variable(name), _value(name, (item or {})[name], labels)) for name in shown_fields
    ]
    return terms([*pairs, *more])


def _value(name: str, value: object, labels: Labels) -> str:
    written = metadata.written(name, value)
    if name == "language":
        return shown(labels.language_name(written))
    if name in ("URL", "license") and web_address(written):
        return f'<a href="{shown(written, marked=False)}">{shown(written)}</a>'
    return shown(written)


def version_facts(version: VersionView, labels: Labels, path: str) -> str:
    """Return who made a version, of what, when and why, and by what it can be checked.

    ``path`` is the page on which it is to stand.
    """
    return terms(
        [
            (labels["made_by"], shown(makers(version, labels))),
            (labels["date"], shown(moment(version.date))),
            (labels["activity"], shown(labels.word("activities", version.activity))),
            (labels["message"], shown(version.message)),
            (labels["made_from"], "<br>".join(_basis(basis, path) for basis in version.basis)),
            (labels["review"], shown(reviewed(version, labels))),
            (labels["recorded"], shown(moment(version.recorded))),
            (labels["identifier"], f"<code>{version.identity}</code>"),
            (labels["content_hash"], f"<code>{version.content_hash}</code>"),
            (labels["ledger_place"], str(version.place)),
        ]
    )


def makers(version: VersionView, labels: Labels, between: str = "; ") -> str:
    """Return who made a version, and as what."""
    return between.join(labels.maker(*maker) for maker in version.makers)


def reviewed(version: VersionView, labels: Labels) -> str:
    """Return what was said of a version, and how many of the approvals it has; perhaps nothing."""
    if version.review is None:
        return ""
    state, approvals, needed = version.review
    progress = ""
    if needed:
        words = labels["approvals" if approvals < needed else "approvals_before"]
        progress = words.format(approvals=approvals, needed=needed)
    return labels.listed((state and labels.word("state", state), progress))


def _basis(basis: BasisView, path: str) -> str:
    words = shown(basis.words)
    if basis.path is None:
        return words
    return f'<a href="{addresses.link(path, basis.path)}">{words}</a>'


def moment(date: str) -> str:
    """Return an instant as people read it, ``2026-11-24 12:00 UTC``; another date as it is."""
    return f"{date[:10]} {date[11:16]} UTC" if date.endswith("Z") and "T" in date else date
