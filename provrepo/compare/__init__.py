"""Comparing texts: `diff` and what it returns, its views, `collate` and `blame`.

The names are loaded when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provrepo.lazy import attach

__all__ = [
    "Change",
    "Collation",
    "Diff",
    "Move",
    "Origin",
    "Segment",
    "Transposition",
    "as_collatex",
    "as_graphml",
    "as_html",
    "as_patch",
    "as_tei",
    "blame",
    "blame_as_html",
    "collate",
    "collation_as_html",
    "collation_of",
    "diff",
    "inline",
    "record_lines",
    "side_by_side",
    "without_wraps",
]

if TYPE_CHECKING:
    from provrepo.compare.changes import Change, Move
    from provrepo.compare.collation import (
        Collation,
        Segment,
        Transposition,
        collate,
        collation_of,
    )
    from provrepo.compare.comparison import diff
    from provrepo.compare.origins import Origin, blame
    from provrepo.compare.result import Diff
    from provrepo.compare.views.collatex import as_collatex, as_graphml
    from provrepo.compare.views.html import as_html, blame_as_html, collation_as_html
    from provrepo.compare.views.inline import inline
    from provrepo.compare.views.patch import as_patch
    from provrepo.compare.views.record_lines import record_lines
    from provrepo.compare.views.side_by_side import side_by_side
    from provrepo.compare.views.tei import as_tei
    from provrepo.compare.views.wraps import without_wraps
else:
    __getattr__, __dir__ = attach(
        __name__,
        {
            "Change": "provrepo.compare.changes",
            "Collation": "provrepo.compare.collation",
            "Diff": "provrepo.compare.result",
            "Move": "provrepo.compare.changes",
            "Origin": "provrepo.compare.origins",
            "Segment": "provrepo.compare.collation",
            "Transposition": "provrepo.compare.collation",
            "as_collatex": "provrepo.compare.views.collatex",
            "as_graphml": "provrepo.compare.views.collatex",
            "as_html": "provrepo.compare.views.html",
            "as_patch": "provrepo.compare.views.patch",
            "as_tei": "provrepo.compare.views.tei",
            "blame": "provrepo.compare.origins",
            "blame_as_html": "provrepo.compare.views.html",
            "collate": "provrepo.compare.collation",
            "collation_as_html": "provrepo.compare.views.html",
            "collation_of": "provrepo.compare.collation",
            "diff": "provrepo.compare.comparison",
            "inline": "provrepo.compare.views.inline",
            "record_lines": "provrepo.compare.views.record_lines",
            "side_by_side": "provrepo.compare.views.side_by_side",
            "without_wraps": "provrepo.compare.views.wraps",
        },
    )
