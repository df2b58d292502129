"""The page that compares two versions of a text word by word."""

from __future__ import annotations

from collections.abc import Mapping

from provrepo.compare.views.escaping import shown
from provrepo.compare.views.markup import counted, running_text
from provrepo.compare.views.record_html import record_parts
from provrepo.compare.views.record_words import TITLES
from provrepo.publish import addresses
from provrepo.publish.boxes import cautions
from provrepo.publish.facts import makers, moment
from provrepo.publish.frame import Page, Site, framed
from provrepo.publish.labels import Labels
from provrepo.publish.running_text import attributes
from provrepo.publish.views import ChangesView, DocumentView, TextView

_RECORD = ("record", "role", "item")
"""The tables of labels that have the words of how two versions differ besides their texts."""


def changes_page(site: Site, document: DocumentView, text: TextView, changes: ChangesView) -> bytes:
    """Return the comparison: the text with its changes marked, then what was changed besides."""
    labels = site.labels
    before, after = changes.before, changes.after
    to_before, to_after = (
        f'<a href="{addresses.link(changes.path, version.path)}">'
        f"{shown(labels.numbered(version.number))}</a>{shown(labels['comma'])}"
        f"{shown(labels.listed([moment(version.date), makers(version, labels, labels['comma'])]))}"
        for version in (before, after)
    )
    legend = (
        f'<p class="legend"><del>{shown(labels["deleted"])}</del>, '
        f"<ins>{shown(labels['inserted'])}</ins>, "
        f'<ins class="moved">{shown(labels["moved"])}</ins></p>'
    )
    body = [
        f"<p>{to_before} → {to_after}</p>",
        cautions(before, labels),
        cautions(after, labels),
        legend + _text(changes, labels) if changes.diff is not None else "",
        *_record(changes, labels),
    ]
    span = labels["changes_between"].format(before=before.number, after=after.number)
    page = Page(
        changes.path,
        labels.titled(document.title, labels.text_name(text.name), span),
        "\n".join(filter(None, body)),
        crumbs=[
            (document.title, document.path),
            (labels.text_name(text.name), text.path),
        ],
        foot=f"{before.identity[:12]}..{after.identity[:12]}",
        canonical=document.path,
        is_indexed=False,
    )
    return framed(site, page)


def _text(changes: ChangesView, labels: Labels) -> str:
    diff = changes.diff
    if diff is None:
        return ""
    marked = running_text(diff.before, diff.after, diff.changes, diff.moves)
    return (
        f'{_counted(diff.statistics(), labels)}<div class="text preserved"'
        f"{attributes(changes.after.language)}>{marked}</div>"
    )


def _counted(statistics: Mapping[str, int], labels: Labels) -> str:
    if not statistics:
        return f"<p>{shown(labels['same_text'])}</p>"
    return counted({labels.word("change", kind): count for kind, count in statistics.items()})


def _record(changes: ChangesView, labels: Labels) -> list[str]:
    if changes.record is None:
        return []
    names = (changes.before.reference, changes.after.reference)

    def say(words: str) -> str:
        return next(
            filter(None, (labels.words.get(f"{table}.{words}") for table in _RECORD)), words
        )

    return [
        f'<section class="record wide"><h2>{shown(say(TITLES[name]))}</h2>{table}</section>'
        for name, table in record_parts(changes.record, names, say).items()
    ]
