"""The letter behind the year of works that otherwise read the same: 1961a, 1961b."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provrepo.cite.csl.context import Context
from provrepo.cite.csl.tree import Node

if TYPE_CHECKING:
    from provrepo.cite.csl.compiler import Compiler


def is_suffix_due(compiler: Compiler, context: Context) -> bool:
    """Return whether a cite needs a year suffix here that the style does not place itself.

    CSL 1.0.2, "Disambiguation": the suffix follows the first year that is rendered, unless the
    style calls the variable ``year-suffix`` anywhere.
    """
    return (
        context.disambiguation.suffix >= 0
        and not compiler.explicit_suffix
        and not context.suffix_shown
        and not context.sorting
    )


def take_suffix(context: Context) -> Node:
    """Return the year suffix, and note that it need not be printed again."""
    context.suffix_shown = True
    return Node([suffix_letters(context.disambiguation.suffix)], role="year-suffix")


def suffix_letters(number: int) -> str:
    """Return the year suffix of the item numbered from 0: a, b … z, aa, ab and so on."""
    letters = ""
    number += 1
    while number > 0:
        # Like the columns of a spreadsheet: there is no digit for zero.
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("a") + letter) + letters
    return letters
