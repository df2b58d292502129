"""Comparing texts: `diff` and what it returns; views, collation and blame are modules below."""

from provrepo.compare.changes import Change, Diff, Move
from provrepo.compare.comparison import diff

__all__ = ["Change", "Diff", "Move", "diff"]
