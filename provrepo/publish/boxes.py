"""The boxes beside a text: how to cite it, how to check it, and what a reader must be told."""

from __future__ import annotations

import json

from provrepo.compare.views.escaping import shown, with_controls_named
from provrepo.publish import addresses
from provrepo.publish.labels import Labels
from provrepo.publish.styles import FILE, NAMES
from provrepo.publish.views import (
    CitationView,
    DocumentView,
    Superseded,
    TextView,
    VersionView,
)

_REASONS = "missing data record text page no_checkpoint other newer older not_in damaged".split()
"""Why a check fails: the labels of the table ``wrong``."""

_MARKS = {"withdrawn": "withdrawn", "purged": "purged"}


def caution(words: str, link: str = "", link_words: str = "") -> str:
    """Return a paragraph that warns a reader, perhaps with a link."""
    more = f' <a href="{link}">{shown(link_words)}</a>' if link else ""
    return f'<p class="caution" role="note">{shown(words)}{more}</p>'


def cautions(version: VersionView, labels: Labels, name: str = "") -> str:
    """Return that a version was withdrawn, or that something of it was purged, and why.

    ``name`` says which version it is, on a page that shows several.
    """
    before = f"{name}{labels['colon']}" if name else ""
    return "".join(
        caution(f"{before}{labels[_MARKS.get(mark, 'part_purged')]} {reason}")
        for mark, reason in version.marks.items()
    )


def stale_caution(
    text: TextView, superseded: Superseded, document: DocumentView, labels: Labels, path: str
) -> str:
    """Return what a text was made from that says something else now, and where that is shown.

    ``path`` is the page on which it is to stand.
    """
    name, number, newest = superseded
    heading = f"{labels.text_name(text.name)} · {labels['stale']}"
    base = next((base for base in document.texts if base.full_name == name), None)
    if base is None:
        return caution(f"{heading} {name}@v{number} → v{newest}")
    words = f"{heading} {labels.version_name(base.name, number)} → {newest}"
    if newest != base.newest.number or number not in {version.number for version in base.versions}:
        return caution(words)
    changes = addresses.page(addresses.changes_folder(base.folder, number, newest))
    return caution(words, addresses.link(path, changes), labels["see_changes"])


def citation_box(version: VersionView, labels: Labels, path: str) -> str:
    """Return the citations of a version, each with a button that copies it."""
    if not version.citations:
        return ""
    items = "".join(
        f"<div><dt>{_style(citation)}</dt><dd>"
        f'<p class="citation">{with_controls_named(citation.html)}</p>'
        f'<button type="button" class="copy" hidden '
        f'data-copy="{shown(citation.text, marked=False)}" '
        f'data-done="{shown(labels["copied"], marked=False)}">{shown(labels["copy"])}'
        f'<span class="aside"> ({_style(citation)})</span></button></dd></div>'
        for citation in version.citations
    )
    files = " · ".join(
        f'<a href="{addresses.link(path, version.file(name))}">{shown(name)}</a>'
        for name in version.exports
    )
    return (
        f'<section class="box" aria-labelledby="cite"><h2 id="cite">{shown(labels["cite"])}'
        f"</h2><p><code>{shown(version.reference)} {version.identity[:12]}</code></p>"
        f'<dl class="citations">{items}</dl>{_others(version, labels, path)}'
        f"<p>{shown(labels['downloads'] + labels['colon'])}{files}</p></section>"
    )


def _others(version: VersionView, labels: Labels, path: str) -> str:
    """Return the choice of another style, which the script takes from the document's file."""
    if not version.other_citations:
        return ""
    options = "".join(
        f'<option value="{citation.style}">{_style(citation)}</option>'
        for citation in sorted(version.other_citations, key=_style)
    )
    file = f"{addresses.document_folder(version.key)}/{FILE}"
    return (
        f'<div class="styles" hidden data-file="{addresses.link(path, file)}" '
        f'data-version="{version.identity}"><p><label>{shown(labels["other_styles"])} '
        f'<select><option value="">–</option>{options}</select></label></p>'
        f'<p class="citation" aria-live="polite"></p><button type="button" class="copy" hidden '
        f'data-done="{shown(labels["copied"], marked=False)}">{shown(labels["copy"])}</button>'
        "</div>"
    )


def check_box(version: VersionView, labels: Labels, path: str) -> str:
    """Return the button that checks a version in the browser, without a network.

    The script takes the version from `data.js` beside its page and makes the proof from the
    ledger's tiles.
    """
    good = "check_good" if version.content is not None else "check_good_purged"
    words = {"running": "check_running", "good": good, "bad": "check_bad"}
    data = " ".join(
        f'data-{name}="{shown(labels[label], marked=False)}"' for name, label in words.items()
    )
    reasons = {name: labels[f"wrong.{name}"] for name in _REASONS}
    ledger = addresses.link(path, f"{addresses.OWN}/ledger")
    return (
        f'<section class="box" aria-labelledby="check"><h2 id="check">{shown(labels["check"])}'
        f'</h2><div class="check" data-version="{version.identity}" data-place="{version.place}" '
        f'data-file="{addresses.link(path, version.file("data.js"))}" '
        f'data-ledger="{ledger}" {data} '
        f'data-reasons="{shown(json.dumps(reasons, ensure_ascii=False), marked=False)}">'
        f"<noscript><p>{shown(labels['script_needed'])}</p></noscript>"
        f"<p><label>{shown(labels['check_other'])}<br>"
        f'<textarea rows="3" cols="48" spellcheck="false"></textarea></label></p>'
        f'<p><button type="button" hidden>{shown(labels["check"])}</button> '
        f'<output aria-live="polite"></output></p></div></section>'
    )


def _style(citation: CitationView) -> str:
    return shown(NAMES.get(citation.style, citation.style))
