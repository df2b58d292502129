"""What programs read of a page: Zotero, search engines, archives of the web, feed readers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from provrepo.cite.exchange.conversion import export
from provrepo.cite.exchange.item_parts import iso_date, json_escaped, plain, web_address
from provrepo.cite.exchange.zotero import zotero_fields
from provrepo.compare.views.escaping import shown
from provrepo.publish import addresses
from provrepo.publish.frame import FEED, Site
from provrepo.publish.views import DocumentView, NewsView, TextView, VersionView

_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")

FEED_LENGTH = 50
"""How many of the newest versions the feed names."""

SITEMAP = "sitemap.xml"
"""The path of the sitemap."""

SITEMAP_LENGTH = 50_000
"""How many addresses sitemaps.org lets a file name."""


def head(
    site: Site,
    document: DocumentView,
    version: VersionView,
    text: TextView | None = None,
    source: str = "",
) -> str:
    """Return the elements of a page's head about the version that it shows.

    With the ``text`` the page is the version's own; without, it is that of its document, or
    ``source``.
    """
    source = source or (version.path if text else document.path)
    elements = [_meta(name, value) for name, value in _described(site, version)]
    elements += [
        f'<link rel="{relation}" href="{shown(target, marked=False)}">'
        for relation, target in _relations(site, version, text, source)
    ]
    for name in ("citation.ris", "citation.json"):
        if name in version.exports:
            target = addresses.link(source, version.file(name))
            kind = (
                "application/x-research-info-systems"
                if name.endswith(".ris")
                else ("application/vnd.citationstyles.csl+json")
            )
            elements.append(f'<link rel="describedby alternate" type="{kind}" href="{target}">')
    if version.item:
        elements.append(f'<script type="application/ld+json">{_json_ld(version)}</script>')
    return "\n".join(elements)


def _json_ld(version: VersionView) -> str:
    """Return the schema.org description of a version, whatever is not ASCII escaped."""
    item = {**_item(version), "language": version.language}
    text = export(item, "schema.org", version.pin[2] if version.pin else "")
    return _NOT_ASCII.sub(lambda match: json.dumps(match[0])[1:-1], text)


def coins(version: VersionView) -> str:
    """Return the COinS element of a version, empty where it has no citation metadata."""
    return export(_item(version), "coins").strip() if version.item else ""


def _item(version: VersionView) -> dict[str, Any]:
    return {**(version.item or {}), "version": f"{version.number} ({version.identity[:12]})"}


def _meta(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{shown(content, marked=False)}">'


def _described(site: Site, version: VersionView) -> Iterator[tuple[str, str]]:
    """Yield the names and values of ``meta`` elements: Zotero's, Highwire's, Dublin Core's."""
    if not version.item:
        return
    item = _item(version)
    yield from zotero_fields(item)
    yield "citation_title", plain(item.get("title") or version.key)
    # No citation_author: Zotero would take apart an institution's name, and forget the translator.
    if iso_date(item, "issued"):
        yield "citation_publication_date", iso_date(item, "issued").replace("-", "/")
        yield "dc.date", iso_date(item, "issued")
    yield "citation_language", version.language
    yield "dc.title", plain(item.get("title") or version.key)
    yield "dc.language", version.language
    yield "dc.identifier", version.reference
    if site.base_url:
        yield "citation_public_url", addresses.url(site.base_url, version.path)


def _relations(
    site: Site, version: VersionView, text: TextView | None, source: str
) -> Iterator[tuple[str, str]]:
    """Yield the link relations of a page: RFC 8288, RFC 5829 (versions), RFC 8574 (cite-as)."""
    if site.base_url:
        yield "cite-as", addresses.url(site.base_url, version.path)
    yield "timemap", addresses.link(source, f"{version.folder}/timemap.link")
    if license_address := web_address((version.item or {}).get("license")):
        yield "license", license_address
    if text is None:
        return
    yield "original", addresses.link(source, text.path)
    yield "latest-version", addresses.link(source, text.newest.path)
    yield "version-history", addresses.link(source, text.path)
    by_number = {other.number: other for other in text.versions}
    for relation, number in (
        ("predecessor-version", version.number - 1),
        ("successor-version", version.number + 1),
    ):
        if number in by_number:
            yield relation, addresses.link(source, by_number[number].path)


def timemap_link(text: TextView) -> str:
    """Return the link from the page of a text to its TimeMap."""
    return (
        f'<link rel="timemap" type="application/link-format" '
        f'href="{addresses.link(text.path, f"{text.folder}/timemap.link")}">'
    )


def timemap(site: Site, text: TextView) -> bytes:
    """Return the TimeMap of a text (RFC 7089 §5): its versions with when each was recorded.

    The original is the page of the text, whose address stays the same whatever is added.
    """
    source = f"{text.folder}/timemap.link"

    def target(path: str) -> str:
        return addresses.url(site.base_url, path) if site.base_url else addresses.link(source, path)

    versions = sorted(text.versions, key=lambda version: version.number)
    times = [_http_date(version.recorded) for version in versions]
    lines = [
        f'<{target(text.path)}>; rel="original"',
        f'<{target(source)}>; rel="self"; type="application/link-format"; '
        f'from="{times[0]}"; until="{times[-1]}"',
        f'<{target(text.newest.path)}>; rel="latest-version"',
    ]
    for number, (version, time) in enumerate(zip(versions, times, strict=True), 1):
        place = "first " * (number == 1) + "last " * (number == len(versions))
        lines.append(f'<{target(version.path)}>; rel="{place}memento"; datetime="{time}"')
    return (",\n".join(lines) + "\n").encode()


def _http_date(instant: str) -> str:
    moment = datetime.fromisoformat(instant).astimezone(UTC)
    days, months = "Mon Tue Wed Thu Fri Sat Sun", "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
    day, month = days.split()[moment.weekday()], months.split()[moment.month - 1]
    return f"{day}, {moment:%d} {month} {moment:%Y %H:%M:%S} GMT"


def note_annotations(version: VersionView) -> bytes:
    """Return the notes of a version as W3C Web Annotations on its plain text."""
    annotations = [
        {
            "@context": "http://www.w3.org/ns/anno.jsonld",
            "type": "Annotation",
            "id": f"#{note.identity}",
            "motivation": "commenting",
            "body": {
                "type": "TextualBody",
                "value": note.text,
                "language": note.language,
                "format": "text/plain",
                "purpose": "commenting",
            },
            "target": {"source": "text.txt", **_selector(version, note.start, note.end)},
        }
        for note in version.notes
    ]
    written = json.dumps(annotations, ensure_ascii=False, indent=1)
    return f"{json_escaped(written)}\n".encode()


def _selector(version: VersionView, start: int | None, end: int | None) -> dict[str, Any]:
    if start is None or end is None or version.content is None:
        return {}
    quoted = {
        "type": "TextQuoteSelector",
        "exact": version.content[start:end],
        "prefix": version.content[max(0, start - 32) : start],
        "suffix": version.content[end : end + 32],
    }
    return {"selector": [quoted, {"type": "TextPositionSelector", "start": start, "end": end}]}


def feed(site: Site, news: Sequence[NewsView]) -> bytes:
    """Return an Atom feed (RFC 4287) of versions, given with the newest first."""
    home = site.base_url or addresses.link(FEED, "index.html")
    itself = (
        f'<link rel="self" type="application/atom+xml" '
        f"href={quoteattr(addresses.url(site.base_url, FEED))}/>"
        if site.base_url
        else ""
    )
    entries = "".join(_entry(site, item) for item in news[:FEED_LENGTH])
    updated = news[0].recorded if news else "1970-01-01T00:00:00Z"
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<title>{_xml(site.title)}</title><id>urn:provrepo:{_xml(site.origin)}</id>"
        f"<updated>{updated}</updated><link href={quoteattr(home)}/>{itself}"
        f"<author><name>{_xml(site.title)}</name></author>\n{entries}</feed>\n"
    ).encode()


def _entry(site: Site, item: NewsView) -> str:
    path = item.path
    target = addresses.url(site.base_url, path) if site.base_url else addresses.link(FEED, path)
    makers = "".join(f"<author><name>{_xml(maker)}</name></author>" for maker in item.makers)
    summary = f"<summary>{_xml(item.message)}</summary>" if item.message else ""
    return (
        f"<entry><title>{_xml(item.title)}: {_xml(item.reference)}</title>"
        f"<id>urn:sha256:{item.identity}</id><updated>{item.recorded}</updated>"
        f"<link href={quoteattr(target)}/>{makers}{summary}</entry>\n"
    )


def _xml(text: str) -> str:
    """Escape text for XML, where what no XML may hold is shown by its number."""
    return shown(text, marked=False) if not text.isprintable() else escape(text)


def sitemaps(site: Site, pages: Sequence[tuple[str, str]]) -> Iterator[tuple[str, bytes]]:
    """Yield the sitemap (sitemaps.org) of the pages that search engines are to find, by its path.

    ``pages`` are their paths, each with the date of its last change, which may be empty. Where they
    are more than one file may name, `SITEMAP` names the files that they are divided among.
    """
    if len(pages) <= SITEMAP_LENGTH:
        yield SITEMAP, _sitemap("urlset", "url", site, pages)
        return
    starts = range(0, len(pages), SITEMAP_LENGTH)
    parts = [(f"sitemap-{number}.xml", start) for number, start in enumerate(starts, 1)]
    yield SITEMAP, _sitemap("sitemapindex", "sitemap", site, [(path, "") for path, _ in parts])
    for path, start in parts:
        part = pages[start : start + SITEMAP_LENGTH]
        yield path, _sitemap("urlset", "url", site, part)


def _sitemap(root: str, element: str, site: Site, pages: Iterable[tuple[str, str]]) -> bytes:
    urls = "".join(
        f"<{element}><loc>{_xml(addresses.url(site.base_url, path))}</loc>"
        + (f"<lastmod>{_xml(changed)}</lastmod>" if changed else "")
        + f"</{element}>\n"
        for path, changed in pages
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</{root}>\n'
    ).encode()


def robots(site: Site) -> bytes:
    """Return what robots may read: everything; and where the sitemap is."""
    place = addresses.url(site.base_url, SITEMAP)
    return f"User-agent: *\nAllow: /\nSitemap: {place}\n".encode()
