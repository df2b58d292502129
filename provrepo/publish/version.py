"""The page of a version, which shows it for good, and the page of a text with all its versions."""

from __future__ import annotations

from provrepo.compare.views.escaping import shown
from provrepo.publish import addresses, facts, machines
from provrepo.publish.blame import has_blame
from provrepo.publish.boxes import cautions, check_box, citation_box, stale_caution
from provrepo.publish.frame import Page, Site, framed
from provrepo.publish.labels import Labels
from provrepo.publish.running_text import RunningText, attributes, notes_list, whole
from provrepo.publish.views import DocumentView, TextView, VersionView

PLAIN_TEXT, TEI, WORD = "text.txt", "text.tei.xml", "text.docx"
"""The files that have the text of a version, beside its page."""


def version_page(site: Site, document: DocumentView, text: TextView, version: VersionView) -> bytes:
    """Return the page of a version: banner, text, notes, who made it, citations, check."""
    labels = site.labels
    running = RunningText(version)
    body = [
        cautions(version, labels),
        _banner(text, version, labels),
        _text(running),
        notes_list([running], labels),
        f'<section aria-labelledby="facts"><h2 id="facts">'
        f"{shown(labels.numbered(version.number))}</h2>"
        f"{facts.version_facts(version, labels, version.path)}{_files(version, labels)}</section>",
        citation_box(version, labels, version.path),
        check_box(version, labels, version.path),
    ]
    page = Page(
        version.path,
        _title(document, text, version, labels),
        "\n".join(filter(None, body)),
        machines.head(site, document, version, text),
        crumbs=[
            (document.title, document.path),
            (labels.text_name(text.name), text.path),
        ],
        foot=f"{version.reference} {version.identity}",
        canonical=document.path,
        is_indexed=version is text.newest,
    )
    return framed(site, page)


def _title(document: DocumentView, text: TextView, version: VersionView, labels: Labels) -> str:
    return labels.titled(document.title, labels.version_name(text.name, version.number))


def _banner(text: TextView, version: VersionView, labels: Labels) -> str:
    """Return whether a newer version has another text, and where its changes are shown.

    Of a withdrawn version it tells which one stands in its place.
    """
    newest = text.newest
    permanent = (
        f"<p>{shown(labels['permanent'].format(number=version.number))}"
        f"{_blame_link(text, version.path, labels)}</p>"
    )
    newest_link = addresses.link(version.path, newest.path)
    if newest.number <= version.number:
        if newest is text.versions[0]:
            return f'<div class="banner"><p>{shown(labels["is_newest"])}</p>{permanent}</div>'
        # What came after the newest that stands was withdrawn.
        standing = shown(labels["newest_standing"].format(number=newest.number))
        if newest is version:
            return f'<div class="banner"><p>{standing}</p>{permanent}</div>'
        name = shown(labels.version_name(text.name, newest.number))
        return (
            f'<div class="banner newer"><p>{standing} <a href="{newest_link}">{name}</a></p>'
            f"{permanent}</div>"
        )
    differs = newest.content_hash != version.content_hash
    words = labels["newer_differs" if differs else "newer_same"].format(number=newest.number)
    changes = addresses.changes_folder(text.folder, version.number, newest.number)
    see = addresses.link(version.path, addresses.page(changes))
    return (
        f'<div class="banner newer"><p>{shown(words)} '
        f'<a href="{see}">{shown(labels["see_changes"])}</a> · '
        f'<a href="{newest_link}">{shown(labels["see_newest"])}</a></p>{permanent}</div>'
    )


def _blame_link(text: TextView, path: str, labels: Labels) -> str:
    if not has_blame(text):
        return ""
    return f' <a href="{addresses.link(path, text.blame_path)}">{shown(labels["blame"])}</a>'


def _text(running: RunningText) -> str:
    if running.version.content is None:
        return ""
    return (
        f'<div class="text" id="text"{attributes(running.version.language)}>{whole(running)}</div>'
    )


def _files(version: VersionView, labels: Labels) -> str:
    links = []
    if version.content is not None:
        links += [(PLAIN_TEXT, labels["plain_text"]), (TEI, "TEI"), (WORD, "Word")]
    links.append(("record.json", "record.json"))
    joined = " · ".join(
        f'<a href="{addresses.link(version.path, version.file(name))}">{shown(words)}</a>'
        for name, words in links
    )
    return f"<p>{shown(labels['downloads'] + labels['colon'])}{joined}</p>"


def text_page(site: Site, document: DocumentView, text: TextView) -> bytes:
    """Return the page of a text: all its versions, with links to what each changed."""
    labels = site.labels
    rows = []
    for version in text.versions:
        link = addresses.link(text.path, version.path)
        marks = "".join(
            f' <strong class="mark">{shown(labels.word("state", mark))}</strong>'
            for mark in version.marks
        )
        rows.append(
            f'<tr><th scope="row"><a href="{link}">{shown(labels.numbered(version.number))}'
            f"</a>{marks}</th><td>{shown(facts.moment(version.date))}</td>"
            f"<td>{shown(facts.makers(version, labels))}</td><td>{shown(version.message)}</td>"
            f"<td>{_changes_link(text, version, labels)}</td>"
            f"<td>{shown(facts.reviewed(version, labels))}</td></tr>"
        )
    columns = ("version", "date", "made_by", "message", "changes", "review")
    head = "".join(f'<th scope="col">{shown(labels[name])}</th>' for name in columns)
    stale = "".join(
        stale_caution(text, superseded, document, labels, text.path) for superseded in text.stale
    )
    link_to_blame = _blame_link(text, text.path, labels)
    blame_link = f"<p>{link_to_blame}</p>" if link_to_blame else ""
    body = (
        f'{stale}{blame_link}<div class="wide"><table class="versions">'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )
    kind = labels.text_name(text.name)
    page = Page(
        text.path,
        labels.titled(document.title, kind, labels["all_versions"]),
        body,
        machines.timemap_link(text),
        crumbs=[(document.title, document.path)],
        canonical=document.path,
        is_indexed=False,
    )
    return framed(site, page)


def _changes_link(text: TextView, version: VersionView, labels: Labels) -> str:
    if version.number - 1 not in {shown_version.number for shown_version in text.versions}:
        return ""
    folder = addresses.changes_folder(text.folder, version.number - 1, version.number)
    link = addresses.link(text.path, addresses.page(folder))
    words = (
        labels.listed(labels.word("changed", name) for name in version.changed)
        or labels["same_text"]
    )
    return f'<a href="{link}">{shown(words)}</a>'
