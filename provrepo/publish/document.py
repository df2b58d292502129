"""The page of a document: its metadata, its texts facing passage by passage, their notes."""

from __future__ import annotations

from provrepo.compare.views.escaping import shown
from provrepo.metadata import written
from provrepo.publish import addresses, facts, machines
from provrepo.publish.boxes import cautions, citation_box, stale_caution
from provrepo.publish.facing import facing_link, facing_section
from provrepo.publish.frame import Page, Site, framed
from provrepo.publish.labels import Labels
from provrepo.publish.running_text import (
    RunningText,
    attributes,
    legend,
    notes_list,
    side_by_side,
    whole,
)
from provrepo.publish.views import DocumentView, VersionView


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
        _about(document, labels),
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
        review = f" · {shown(facts.reviewed(newest, labels))}" if newest.review else ""
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
    texts = side_by_side(text.newest for text in document.texts)
    parts = [
        facing_section(pair, texts, labels, _prefix(place, texts[pair.right.identity]))
        for place, pair in enumerate(document.facing)
    ]
    facing = {version.identity for pair in document.facing for version in (pair.left, pair.right)}
    alone = [running for identity, running in texts.items() if identity not in facing]
    parts += [
        _alone(running, document, labels, _prefix(place, running))
        for place, running in enumerate(alone)
    ]
    parts.append(legend(parts, labels))
    parts.append(notes_list(list(texts.values()), labels))
    return parts


def _prefix(place: int, text: RunningText) -> str:
    """Return what begins the ids of passages, which no two texts on a page may have alike."""
    return f"{text.prefix}-" if place else ""


def _alone(text: RunningText, document: DocumentView, labels: Labels, prefix: str) -> str:
    """Return a text by itself; a translation leads to where it faces its transcription."""
    version = text.version
    link = "".join(
        facing_link(pair, document.path, labels)
        for pair in document.facing_apart
        if pair.right is version
    )
    return (
        f"<section><h2>{shown(labels.text_name(version.text_name))}</h2>{link}"
        f'<div class="text"{attributes(version.language)}>{whole(text, prefix)}</div></section>'
    )


def _about(document: DocumentView, labels: Labels) -> str:
    """Return the citation metadata, with the translators of each text where there are several."""
    item = dict(document.item or {})
    translators = [
        (text, (text.newest.item or {})["translator"])
        for text in document.texts
        if (text.newest.item or {}).get("translator")
    ]
    of_texts: list[tuple[str, str]] = []
    if len(translators) > 1:
        item.pop("translator", None)
        of_texts = [
            (
                labels.listed((labels.variable("translator"), labels.text_name(text.name))),
                shown(written("translator", names)),
            )
            for text, names in translators
        ]
    return (
        f'<section aria-labelledby="about"><h2 id="about">{shown(labels["about_item"])}</h2>'
        f"{facts.item_facts(item, labels, of_texts)}</section>"
    )
