"""The page on which a site is searched; its script does the work."""

from __future__ import annotations

from provrepo.compare.views.escaping import shown
from provrepo.publish import addresses
from provrepo.publish.frame import SEARCH, Page, Site, framed
from provrepo.publish.searching.shards import MANIFEST

SEARCH_SCRIPT = f"{addresses.OWN}/search.js"

_SAID = (
    "running", "making", "none", "found", "so_far", "no_word", "wrong_or", "wrong_star", "failed",
)  # fmt: skip
"""What the script says, from labels that begin with ``find.``."""


def search_page(site: Site) -> bytes:
    """Return the page: a form, how to write a query, and where the hits are to be."""
    labels = site.labels
    words = {
        **{name: labels[f"find.{name}"] for name in _SAID},
        "note": labels["notes"],
        "item": labels["about_item"],
        "root": addresses.link(SEARCH, "index.html").removesuffix("index.html"),
        "manifest": addresses.link(SEARCH, MANIFEST),
    }
    data = " ".join(
        f'data-{name.replace("_", "-")}="{shown(value, marked=False)}"'
        for name, value in words.items()
    )
    without = shown(labels["find.without_script"]).replace(
        "{command}", "<code>provrepo search</code>"
    )
    body = (
        f'<form class="search" role="search" {data}>'
        f'<p><label for="words">{shown(labels["find.words"])}</label>'
        '<input id="words" name="words" type="search" autocomplete="off" spellcheck="false" '
        f'dir="auto"> <button hidden>{shown(labels["search"])}</button></p></form>'
        f"<noscript><p>{without}</p></noscript>"
        f'<p class="legend">{shown(labels["find.hint"])}</p>'
        '<p role="status"></p><ol class="hits"></ol>'
        f'<p><button type="button" class="more" hidden>{shown(labels["find.more"])}</button></p>'
    )
    # After the site's own script, which stands in the head: it is called by this one.
    body += f'<script defer src="{addresses.link(SEARCH, SEARCH_SCRIPT)}"></script>'
    page = Page(SEARCH, labels["search"], body, is_indexed=False)
    return framed(site, page)
