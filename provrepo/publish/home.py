"""The first page of a site: all documents in a list that its reader can sort."""

from __future__ import annotations

from collections.abc import Sequence

from provrepo.compare.views.escaping import shown
from provrepo.publish import addresses
from provrepo.publish.frame import Page, Site, framed
from provrepo.publish.labels import Labels
from provrepo.publish.views import Entry

HOME = "index.html"
ORDERS = {"title": "index.html", "date": "by-date.html", "archive": "by-archive.html",
          "people": "by-people.html"}  # fmt: skip
"""The pages that show the same list in another order, for readers without script."""


def order_path(order: str) -> str:
    """Return the path of the list in one of `ORDERS`."""
    return HOME if order == "title" else f"{addresses.OWN}/{ORDERS[order]}"


def home_page(site: Site, entries: Sequence[Entry], order: str = "title") -> bytes:
    """Return the list of documents sorted by one of `ORDERS`, those without it last.

    Documents that are alike in it, such as those of one archive, stand by date, then by title.
    """
    labels = site.labels
    path = order_path(order)
    columns_in_turn = (order, "date", "title")
    ordered = sorted(
        entries,
        key=lambda entry: (
            *(_place(_column(entry, column)) for column in columns_in_turn),
            entry.key,
        ),
    )
    rows = "".join(_row(entry, path, labels) for entry in ordered)
    columns = "".join(_head(site, name, order, path) for name in ORDERS)
    last_columns = "".join(
        f'<th scope="col">{shown(labels[name])}</th>' for name in ("texts", "updated")
    )
    table = (
        f'<p class="hint" hidden>{shown(labels["sort"])}</p>'
        '<div class="wide"><table class="documents">'
        f"<thead><tr>{columns}{last_columns}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
    body = table if entries else f"<p>{shown(labels['empty'])}</p>"
    title = site.title if path == HOME else labels.titled(site.title, labels[order])
    return framed(site, Page(path, title, body, canonical=HOME))


def _head(site: Site, name: str, order: str, path: str) -> str:
    words = shown(site.labels[name])
    if name == order:
        return f'<th scope="col" aria-sort="ascending">{words}</th>'
    return f'<th scope="col"><a href="{addresses.link(path, order_path(name))}">{words}</a></th>'


def _place(value: str) -> tuple[bool, str]:
    """Return what puts a value in its place: without regard to case, an empty one last."""
    return not value, value.casefold()


def _column(entry: Entry, order: str) -> str:
    return {
        "title": entry.title,
        "date": entry.date,
        "archive": entry.archive,
        "people": entry.people,
    }[order]


def _row(entry: Entry, path: str, labels: Labels) -> str:
    texts = "".join(
        f'<li><a href="{addresses.link(path, target)}" '
        f'hreflang="{shown(language, marked=False)}">'
        f"{shown(labels.text_name(name))}</a></li>"
        for name, language, target in entry.texts
    )
    updated = shown(labels["updated"], marked=False)
    return (
        f'<tr><th scope="row"><a href="{addresses.link(path, entry.path)}">{shown(entry.title)}</a>'
        f"</th><td>{shown(entry.date)}</td><td>{shown(entry.archive)}</td>"
        f'<td>{shown(entry.people)}</td><td><ul class="texts">{texts}</ul></td>'
        f'<td data-label="{updated}">{shown(entry.updated)}</td></tr>'
    )
