"""COinS: an item as an invisible element of a web page, where reference managers find it."""

from __future__ import annotations

from provrepo.cite.exchange.item_parts import (
    ItemData,
    given_first,
    holding,
    iso_date,
    names_of,
    plain,
    remaining,
)


def to_coins(item: ItemData, pin: str = "") -> str:
    """Return an item as a COinS span (OpenURL, Dublin Core); ``pin`` is the exact version's URI."""
    from urllib.parse import quote

    pairs = [("ctx_ver", "Z39.88-2004"), ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc")]
    fields = {"title": "title", "publisher": "publisher", "language": "language"}
    fields |= {"genre": "type", "URL": "identifier", "container-title": "relation"}
    for variable, name in fields.items():
        if item.get(variable) not in (None, "", [], {}):
            pairs.append((f"rft.{name}", plain(item[variable])))
    pairs += [("rft.creator", given_first(name)) for name in names_of(item, "author")]
    if iso_date(item, "issued"):
        pairs.append(("rft.date", iso_date(item, "issued")))
    if holding(item):
        pairs.append(("rft.source", holding(item)))
    if pin:
        pairs.append(("rft_id", pin))
    used = {*fields, "author", "issued", "archive", "archive-place"}
    used |= {"archive_location", "archive_collection"}
    pairs += [("rft.description", f"{name}: {text}") for name, text in remaining(item, used)]
    title = "&amp;".join(f"{name}={quote(value, safe='')}" for name, value in pairs)
    return f'<span class="Z3988" title="{title}"></span>\n'
