"""The page of a document: its metadata, its texts facing passage by passage, their notes."""

from __future__ import annotations

from provrepo.compare.views.escaping import shown
from provrepo.publish import addresses, facts, machines
from provrepo.publish.boxes import cautions, citation_box, stale_caution
from provrepo.publish.frame import Page, Site, framed
from provrepo.publish.labels import Labels
from provrepo.publish.running_text import RunningText, attributes, notes_list, whole
from provrepo.publish.views import (
    DocumentView,
    FacingView,
    VersionView,
)


def document_page(site: Site, document: DocumentView) -> bytes:
    """Return the page of a document, which shows the newest version of each of its texts."""
    labels = site.labels
    shown_versions = [text.newest for text in document.texts]
    cited = _cited(document)
    body = [
        _contents(document, labels),
        *(
            cautions(text.newest, labels, labels.version_name(text.name, text.newest.number))
            for text in document.texts
        ),
        *(
            stale_caution(text, superseded, document, labels, document.path)
            for text in document.texts
            for superseded in text.stale
        ),
        *_texts(document, labels),
        f'<section aria-labelledby="about"><h2 id="about">{shown(labels["about_item"])}</h2>'
        f"{facts.item_facts(document.item, labels)}</section>",
        citation_box(cited, labels, document.path) if cited else "",
        machines.coins(cited) if cited else "",
    ]
    head = machines.head(site, document, cited) if cited else ""
    page = Page(
        document.path,
        document.title,
        "\n".join(filter(None, body)),
        head,
        foot="; ".join(
            f"{version.reference} {version.identity[:12]}" for version in shown_versions
        ),
    )
    return framed(site, page)


def _cited(document: DocumentView) -> VersionView | None:
    """Return what a reader of the page cites: the translation before what it translates.

    Of several it is the one that faces a transcription first.
    """
    texts = sorted(document.texts, key=lambda text: text.kind != "translation")
    facing = [pair.right for pair in document.facing]
    return next(filter(_has_item, [*facing, *(text.newest for text in texts)]), None)


def _has_item(version: VersionView) -> bool:
    return bool(version.item)


def _contents(document: DocumentView, labels: Labels) -> str:
    """Return links to the pages of the texts and their versions."""
    items = []
    for text in document.texts:
        newest = text.newest
        link = addresses.link(document.path, newest.path)
        versions = addresses.link(document.path, text.path)
        review = f" · {shown(newest.review)}" if newest.review else ""
        items.append(
            f'<li><a href="{link}">{shown(labels.version_name(text.name, newest.number))}</a>'
            f' · <a href="{versions}">{shown(labels["all_versions"])} ({len(text.versions)})</a>'
            f"{review}</li>"
        )
    return (
        f'<nav aria-label="{shown(labels["texts"], marked=False)}">'
        f'<ul class="texts">{"".join(items)}</ul></nav>'
    )


def _texts(document: DocumentView, labels: Labels) -> list[str]:
    """Return the texts: those that face another one beside it, the others by themselves."""
    texts: dict[str, RunningText] = {}
    for number, text in enumerate(document.texts, 1):
        texts[text.newest.identity] = RunningText(text.newest, f"t{number}")
    parts = [_facing(pair, texts, labels) for pair in document.facing]
    facing = {version.identity for pair in document.facing for version in (pair.left, pair.right)}
    parts += [
        _alone(running, labels) for identity, running in texts.items() if identity not in facing
    ]
    words = {name: labels[name] for name in ("note_on_whole", "note_lost", "back_to_text")}
    has_brackets = any("bracket" in part for part in parts)
    parts.append(f'<p class="legend">{shown(labels["brackets"])}</p>' if has_brackets else "")
    parts.append(notes_list(list(texts.values()), labels["notes"], words))
    return parts


def _heading(version: VersionView, labels: Labels) -> str:
    return shown(labels.text_name(version.text_name))


def _facing(pair: FacingView, texts: dict[str, RunningText], labels: Labels) -> str:
    left, right = texts[pair.left.identity], texts[pair.right.identity]
    rows = []
    for number, (source, target) in enumerate(pair.rows, 1):
        warning = ""
        if number in pair.stale:
            warning = f'<p class="stale">{shown(labels["stale_passage"])}</p>'
        cells = [
            f'<div class="cell"{attributes(running.version.language)}>'
            f"{running.stretch(*passage) if passage else ''}{extra}</div>"
            for running, passage, extra in ((left, source, ""), (right, target, warning))
        ]
        rows.append(f'<div class="row" id="u{number}">{"".join(cells)}</div>')
    head = (
        f'<div class="row head"><h3>{_heading(pair.left, labels)}</h3>'
        f"<h3>{_heading(pair.right, labels)}</h3></div>"
    )
    return (
        f'<section class="facing" aria-label="{shown(labels["facing"], marked=False)}">'
        f"<h2>{shown(labels['facing'])}</h2>{head}{''.join(rows)}</section>"
    )


def _alone(text: RunningText, labels: Labels) -> str:
    version = text.version
    return (
        f"<section><h2>{_heading(version, labels)}</h2>"
        f'<div class="text"{attributes(version.language)}>{whole(text)}</div></section>'
    )
