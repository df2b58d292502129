"""Conversion of an item to, and from, the formats of reference managers and other programs.

Where a format has no place for the archive fields they go into its notes; nothing is dropped. Each
format has a module, or shares one with its relatives, which is loaded when the format is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from provrepo.cite.exchange.item_parts import ItemData
from provrepo.errors import InvalidValue

Write = Callable[[ItemData, str], str]

_WRITERS = {
    "biblatex": "bibtex.to_biblatex",
    "bibtex": "bibtex.to_bibtex",
    "coins": "coins.to_coins",
    "csl-json": "csl_json.to_csl_json",
    "datacite": "xml_formats.to_datacite",
    "dublin-core": "xml_formats.to_dublin_core",
    "endnote": "ris.to_endnote",
    "mods": "xml_formats.to_mods",
    "ris": "ris.to_ris",
    "schema.org": "schema_org.to_schema_org",
    "tei": "xml_formats.to_tei",
}
EXPORT_FORMATS = tuple(sorted(_WRITERS))
"""The names of the formats that `export` writes."""
IMPORT_FORMATS = ("bibtex", "csl-json", "ris")
"""The names of the formats that `read_items` reads."""


def export(item: ItemData, form: str, pin: str = "") -> str:
    """Return a CSL-JSON item in an exchange format, one of `EXPORT_FORMATS`.

    ``pin`` is the URI of the exact version (RFC 6920 ``ni:``), or empty.

    Raises InvalidValue where there is no such format, and ItemError where the item is malformed.
    """
    from importlib import import_module

    place = _WRITERS.get(form)
    if place is None:
        raise InvalidValue("format", form, f"use {', '.join(EXPORT_FORMATS)}")
    module, name = place.split(".")
    write: Write = getattr(import_module(f"provrepo.cite.exchange.{module}"), name)
    return write(item, pin)


def read_items(text: str, form: str = "") -> list[dict[str, Any]]:
    """Return the items in a text of one of `IMPORT_FORMATS`; without ``form`` it is recognised.

    Raises ItemError where the text is not of that format, or holds no item, and InvalidValue
    where there is no such format.
    """
    from provrepo.cite.exchange.bibtex_reader import read_bibtex
    from provrepo.cite.exchange.csl_json import read_csl_json
    from provrepo.cite.exchange.ris_reader import read_ris

    head = text.lstrip("\ufeff \t\r\n")
    if not form:
        form = "csl-json" if head[:1] in ("[", "{") else "bibtex" if head[:1] == "@" else "ris"
        if form == "ris" and not head.startswith("TY  -"):
            form = "bibtex" if "@" in head else "ris"
    if form == "bibtex":
        return read_bibtex(text)
    if form == "ris":
        return read_ris(text)
    if form == "csl-json":
        return read_csl_json(head)
    raise InvalidValue("format", form, f"use {', '.join(IMPORT_FORMATS)}")
