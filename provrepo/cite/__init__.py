"""Citations: a CSL 1.0.2 processor with locales and styles, and the formats of other programs.

    style = Style.load("chicago-notes")
    note = style.citations([[{"id": "cable", "locator": "3"}]], {"cable": item})[0]
    print(render(note, "text"))

``csl`` formats citations and bibliographies; ``exchange`` writes and reads the citation metadata of
reference managers. Both take and give CSL-JSON, and know nothing of repositories.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provrepo.lazy import attach

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

if TYPE_CHECKING:
    from provrepo.cite.csl.output import FORMATS, render
    from provrepo.cite.csl.result import Citation
    from provrepo.cite.csl.style import Style
    from provrepo.cite.csl.style_files import built_in_styles
    from provrepo.cite.exchange.conversion import (
        EXPORT_FORMATS,
        IMPORT_FORMATS,
        export,
        read_items,
    )
    from provrepo.errors import CiteError, ItemError, StyleError
else:
    __getattr__, __dir__ = attach(
        __name__,
        {
            "Citation": "provrepo.cite.csl.result",
            "CiteError": "provrepo.errors",
            "EXPORT_FORMATS": "provrepo.cite.exchange.conversion",
            "FORMATS": "provrepo.cite.csl.output",
            "IMPORT_FORMATS": "provrepo.cite.exchange.conversion",
            "ItemError": "provrepo.errors",
            "Style": "provrepo.cite.csl.style",
            "StyleError": "provrepo.errors",
            "built_in_styles": "provrepo.cite.csl.style_files",
            "export": "provrepo.cite.exchange.conversion",
            "read_items": "provrepo.cite.exchange.conversion",
            "render": "provrepo.cite.csl.output",
        },
    )
