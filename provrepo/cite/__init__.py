"""Citations: a CSL 1.0.2 processor with locales and styles of its own.

style = Style.load("chicago-notes")
note = style.citations([[{"id": "cable", "locator": "3"}]], {"cable": item})[0]
print(render(note, "text"))
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provrepo.cite.csl.output import FORMATS, render
    from provrepo.cite.csl.result import Citation
    from provrepo.cite.csl.style import Style, built_in_styles
    from provrepo.cite.errors import CiteError, ItemError, StyleError
    from provrepo.cite.exchange.items import (
        EXPORT_FORMATS,
        IMPORT_FORMATS,
        export,
        read_items,
    )

__all__ = [
    "EXPORT_FORMATS",
    "FORMATS",
    "IMPORT_FORMATS",
    "Citation",
    "CiteError",
    "ItemError",
    "Style",
    "StyleError",
    "built_in_styles",
    "export",
    "read_items",
    "render",
]

_HOMES = {
    "Citation": "csl.result",
    "CiteError": "errors",
    "EXPORT_FORMATS": "exchange.items",
    "FORMATS": "csl.output",
    "IMPORT_FORMATS": "exchange.items",
    "ItemError": "errors",
    "Style": "csl.style",
    "StyleError": "errors",
    "built_in_styles": "csl.style",
    "export": "exchange.items",
    "read_items": "exchange.items",
    "render": "csl.output",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
