"""What all pages of a site have in common: head, landmarks, navigation and foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from provrepo.compare.views.escaping import shown
from provrepo.publish import addresses
from provrepo.publish.labels import Labels
from provrepo.publish.running_text import direction

STYLE = f"{addresses.OWN}/site.css"
SCRIPT = f"{addresses.OWN}/site.js"
CITING = f"{addresses.OWN}/citing/index.html"
SEARCH = f"{addresses.OWN}/search/index.html"
FEED = f"{addresses.OWN}/feed.xml"


@dataclass(frozen=True)
class Site:
    """What is the same on all pages of a site at one checkpoint.

    ``base_url`` is where the site stands on the web, empty where nobody said it. ``checkpoint`` is
    the text of three lines (docs/ledger.md). ``has_own_style`` tells that `OWN_STYLE` is there.
    """

    title: str
    origin: str
    checkpoint: str
    labels: Labels
    base_url: str = ""
    has_own_style: bool = False
    own_pages: Sequence[tuple[str, str]] = ()
    """The titles and the paths of the edition's own pages."""

    @property
    def size(self) -> int:
        """The number of records of the checkpoint."""
        return int(self.checkpoint.split("\n")[1])


OWN_STYLE = f"{addresses.OWN}/own.css"


@dataclass(frozen=True)
class Page:
    """A page to be put into its frame: where it stands, its title, and the HTML of its main part.

    ``head`` is HTML for programs. ``crumbs`` are the title and the path of each page above it.
    ``foot`` is what a printed page says in its foot besides the address.
    """

    path: str
    title: str
    body: str
    head: str = ""
    crumbs: Sequence[tuple[str, str]] = ()
    foot: str = ""
    canonical: str = ""
    """The path of the page that search engines are to show instead; empty for this one."""
    is_indexed: bool = True


def framed(site: Site, page: Page) -> bytes:
    """Return a whole page."""
    labels = site.labels

    def to(target: str) -> str:
        return addresses.link(page.path, target)

    styles = [STYLE, *([OWN_STYLE] if site.has_own_style else [])]
    is_list = page.title == site.title or page.title.startswith(labels.titled(site.title))
    title = page.title if is_list else f"{page.title} · {site.title}"
    head = [
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f"<title>{shown(title, marked=False)}</title>",
        *(f'<link rel="stylesheet" href="{to(style)}">' for style in styles),
        f'<link rel="alternate" type="application/atom+xml" href="{to(FEED)}">',
        *([] if page.is_indexed else ['<meta name="robots" content="noindex">']),
        *_canonical(site, page),
        page.head,
        f'<script defer src="{to(SCRIPT)}"></script>',
    ]
    crumbs = "".join(
        f'<li><a href="{to(path)}">{shown(name)}</a></li>'
        for name, path in ((site.title, "index.html"), *page.crumbs)
    )
    own_pages = "".join(
        f'<li><a href="{to(path)}">{shown(name)}</a></li>'
        for name, path in (*site.own_pages, (labels["search"], SEARCH))
    )
    language = shown(labels.language, marked=False)
    return (
        f'<!DOCTYPE html>\n<html lang="{language}" dir="{direction(labels.language)}">\n<head>\n'
        + "\n".join(filter(None, head))
        + f'\n</head>\n<body>\n<a class="skip" href="#main">{shown(labels["skip"])}</a>\n'
        f'<header><nav aria-label="{shown(labels["home"], marked=False)}">'
        f'<ol class="crumbs">{crumbs}</ol></nav>'
        f'<nav aria-label="{shown(labels["pages"], marked=False)}"><ul class="pages">'
        f"{own_pages}</ul></nav></header>\n"
        f'<main id="main" tabindex="-1">\n<h1>{shown(page.title)}</h1>\n{page.body}\n</main>\n'
        f"{_footer(site, page, to(CITING))}</body>\n</html>\n"
    ).encode()


def _canonical(site: Site, page: Page) -> list[str]:
    if not site.base_url:
        return []
    target = addresses.url(site.base_url, page.canonical or page.path)
    return [f'<link rel="canonical" href="{shown(target, marked=False)}">']


def _footer(site: Site, page: Page, citing: str) -> str:
    labels = site.labels
    address = addresses.url(site.base_url, page.path) if site.base_url else site.origin
    foot = f" · {shown(page.foot)}" if page.foot else ""
    return (
        f'<footer><p><a href="{citing}">{shown(labels["cite_and_verify"])}</a></p>'
        f'<p class="printed">{shown(labels["printed_from"])} {shown(address)}{foot}</p></footer>\n'
    )
