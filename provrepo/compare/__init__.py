"""Comparing texts: `diff` and what it returns, its views, `collate` and `blame`.

The names are loaded when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from provrepo.compare.changes import Change, Move
    from provrepo.compare.collation import Collation, Segment, collate, collation_of
    from provrepo.compare.comparison import diff
    from provrepo.compare.origins import Origin, blame
    from provrepo.compare.result import Diff
    from provrepo.compare.views.html import as_html, blame_as_html, collation_as_html
    from provrepo.compare.views.inline import inline
    from provrepo.compare.views.patch import as_patch
    from provrepo.compare.views.side_by_side import side_by_side
    from provrepo.compare.views.tei import as_tei

__all__ = [
    "Change",
    "Collation",
    "Diff",
    "Move",
    "Origin",
    "Segment",
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
    "side_by_side",
]

_HOMES = {
    "Change": "changes",
    "Collation": "collation",
    "Diff": "result",
    "Move": "changes",
    "Origin": "origins",
    "Segment": "collation",
    "as_html": "views.html",
    "as_patch": "views.patch",
    "as_tei": "views.tei",
    "blame": "origins",
    "blame_as_html": "views.html",
    "collate": "collation",
    "collation_as_html": "views.html",
    "collation_of": "collation",
    "diff": "comparison",
    "inline": "views.inline",
    "side_by_side": "views.side_by_side",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 whatever the name stands for
    home = _HOMES.get(name)
    if home is None:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(f"{__name__}.{home}"), name)
