"""Two texts side by side, passage by passage: on their document's page, or on one of their own."""

from __future__ import annotations

from collections.abc import Mapping

from provrepo.compare.views.escaping import shown
from provrepo.publish import addresses, machines
from provrepo.publish.boxes import cautions, citation_box, stale_caution
from provrepo.publish.frame import Page, Site, framed
from provrepo.publish.labels import Labels
from provrepo.publish.running_text import (
    RunningText,
    attributes,
    legend,
    notes_list,
    side_by_side,
)
from provrepo.publish.views import DocumentView, FacingView, TextView

SURE = 0.5
"""How likely a passage has to translate what was changed for its page to say that it does."""


def facing_page(site: Site, document: DocumentView, text: TextView, pair: FacingView) -> bytes:
    """Return the page of a translation that faces its transcription.

    It is there for a translation that stands by itself on its document's page, where another one
    faces the transcription.
    """
    labels, path = site.labels, text.facing_path
    both = pair.left, pair.right
    texts = side_by_side(both)
    section = facing_section(pair, texts, labels)
    body = [
        *(
            cautions(version, labels, labels.version_name(version.text_name, version.number))
            for version in both
        ),
        *(stale_caution(text, superseded, document, labels, path) for superseded in text.stale),
        section,
        legend([section], labels),
        notes_list(list(texts.values()), labels),
        citation_box(pair.right, labels, path),
    ]
    page = Page(
        path,
        labels.titled(document.title, labels.text_name(text.name)),
        "\n".join(filter(None, body)),
        machines.head(site, document, pair.right, source=path),
        crumbs=[(document.title, document.path), (labels.text_name(text.name), text.path)],
        foot="; ".join(f"{version.reference} {version.identity[:12]}" for version in both),
        canonical=document.path,
        is_indexed=False,
    )
    return framed(site, page)


def facing_section(
    pair: FacingView, texts: Mapping[str, RunningText], labels: Labels, prefix: str = ""
) -> str:
    """Return the rows of two texts with what they are called; ``texts`` are by their ids.

    ``prefix`` begins the ids of the rows, where another section of the page has the same numbers.
    """
    left, right = texts[pair.left.identity], texts[pair.right.identity]
    rows = []
    for number, (source, target) in enumerate(pair.rows, 1):
        warning = ""
        if number in pair.stale:
            words = "stale_passage" if pair.stale[number] >= SURE else "stale_perhaps"
            warning = f'<p class="stale">{shown(labels[words])}</p>'
        leads_on = _leading_on(pair.elsewhere.get(number), labels, prefix)
        cells = [
            f'<div class="cell"{attributes(running.version.language) if passage else ""}>'
            f"{running.stretch(*passage) if passage else leads_on}{extra}</div>"
            for running, passage, extra in ((left, source, ""), (right, target, warning))
        ]
        rows.append(f'<div class="row" id="{prefix}u{number}">{"".join(cells)}</div>')
    headings = (shown(labels.text_name(version.text_name)) for version in (pair.left, pair.right))
    head = f'<div class="row head">{"".join(f"<h3>{words}</h3>" for words in headings)}</div>'
    return (
        f'<section class="facing" aria-label="{shown(labels["facing"], marked=False)}">'
        f"<h2>{shown(labels['facing'])}</h2>{head}{''.join(rows)}</section>"
    )


def _leading_on(row: int | None, labels: Labels, prefix: str) -> str:
    """Return the link to what stands in another place, for the cell that it leaves empty."""
    if row is None:
        return ""
    return f'<p class="moved"><a href="#{prefix}u{row}">{shown(labels["moved"])}</a></p>'


def facing_link(pair: FacingView, path: str, labels: Labels) -> str:
    """Return the link from a page, ``path``, to that of a translation facing its transcription."""
    names = " | ".join(labels.text_name(version.text_name) for version in (pair.left, pair.right))
    link = addresses.link(path, addresses.facing(pair.right.folder))
    return f'<p><a href="{link}">{shown(labels["facing"] + labels["colon"])}{shown(names)}</a></p>'
