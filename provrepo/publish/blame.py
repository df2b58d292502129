"""The page that shows since which version, and by whom, each word of a text stands there."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from provrepo.compare import Origin, blame
from provrepo.compare.edit_script import Scripts
from provrepo.compare.views.escaping import shown
from provrepo.publish import addresses
from provrepo.publish.boxes import caution, cautions
from provrepo.publish.facts import makers
from provrepo.publish.frame import Page, Site, framed
from provrepo.publish.labels import Labels
from provrepo.publish.running_text import attributes
from provrepo.publish.views import DocumentView, TextView, VersionView

_COLOURS = 6
"""How many colours `site.css` has for versions; then they begin again, the numbers do not."""


def has_blame(text: TextView) -> bool:
    """Return whether a text has such a page: of one version alone there is nothing to tell."""
    return text.newest.content is not None and len(_history(text)) > 1


def blame_page(
    site: Site, document: DocumentView, text: TextView, scripts: Scripts | None = None
) -> bytes:
    """Return the newest version of a text with the version of each word; see `has_blame`.

    Only the versions that the site shows count: what was first written in another one counts as
    written in the next. ``scripts`` are those of its versions that were compared already.
    """
    labels, newest = site.labels, text.newest
    history = _history(text)
    origins = blame([version.content or "" for version in history], scripts)
    colours = dict(zip(sorted({origin.version for origin in origins}), count(), strict=False))
    unread = [version for version in text.versions if version.content is None]
    body = [
        cautions(newest, labels),
        f"<p>{shown(labels['blame_text'])}</p>",
        *([caution(labels["blame_unread"])] if unread else []),
        _legend(history, colours, labels, text.blame_path),
        f'<div class="text preserved"{attributes(newest.language)}>'
        f"{''.join(_stretches(newest.content or '', origins, history, colours, labels))}</div>",
    ]
    page = Page(
        text.blame_path,
        labels.titled(document.title, labels.text_name(text.name), labels["blame"]),
        "\n".join(filter(None, body)),
        crumbs=[
            (document.title, document.path),
            (labels.text_name(text.name), text.path),
            (labels.numbered(newest.number), newest.path),
        ],
        foot=f"{newest.reference} {newest.identity}",
        canonical=document.path,
        is_indexed=False,
    )
    return framed(site, page)


def _history(text: TextView) -> list[VersionView]:
    """Return the versions that can be read, up to the newest, oldest first."""
    ordered = sorted(text.versions, key=lambda version: version.number)
    return [
        version
        for version in ordered
        if version.content is not None and version.number <= text.newest.number
    ]


def _class(colour: int) -> str:
    return f"origin o{colour % _COLOURS + 1}"


def _legend(
    history: Sequence[VersionView], colours: dict[int, int], labels: Labels, path: str
) -> str:
    """Return the versions that established something, each as its words are marked."""
    rows = "".join(
        f'<li><span class="{_class(colour)}"><sup>{history[index].number}</sup>'
        f'<a href="{addresses.link(path, history[index].path)}">'
        f"{shown(labels.numbered(history[index].number))}</a></span>"
        f" · {shown(history[index].date[:10])} · {shown(makers(history[index], labels))}"
        f"{f' · {shown(message)}' if (message := history[index].message) else ''}</li>"
        for index, colour in colours.items()
    )
    return f'<ul class="origins">{rows}</ul>'


def _stretches(
    content: str,
    origins: Sequence[Origin],
    history: Sequence[VersionView],
    colours: dict[int, int],
    labels: Labels,
) -> list[str]:
    """Return the text in stretches, before the words of each the number of their version."""
    stretches = []
    for origin in origins:
        words = content[origin.start : origin.end]
        start = len(words) - len(words.lstrip())
        version = history[origin.version]
        who = ", ".join(
            filter(None, [version.reference, version.date[:10], makers(version, labels, ", ")])
        )
        stretches.append(
            f'{shown(words[:start])}<span class="{_class(colours[origin.version])}" '
            f'title="{shown(who, marked=False)}"><sup>{version.number}</sup>'
            f"{shown(words[start:])}</span>"
            if words[start:]
            else shown(words)
        )
    return stretches
