"""The seed document, revised as an editor would revise it."""

from __future__ import annotations

from provrepo.compare import diff
from provrepo.compare.views.inline import inline
from provrepo.spans import Span
from tests.shared import SHARED, needs

SEED = SHARED / "seed" / "border-cable.translation.en.txt"


@needs("seed")
def test_even_to_ever_is_one_change() -> None:
    """Correcting one word inside an editor's bracket is one change of that word."""
    before = SEED.read_bytes().decode()
    after = before.replace("[Even] since", "[Ever] since")
    (change,) = diff(before, after).changes
    assert (change.deleted, change.inserted) == ("Even", "Ever")


@needs("seed")
def test_the_inline_view_leaves_out_what_is_far_away() -> None:
    """Two words either side of the change are shown, and a sign for what is left out."""
    before = SEED.read_bytes().decode()
    after = before.replace("[Even] since", "[Ever] since")
    assert inline(diff(before, after), context=2) == [
        Span("…", "elided"),
        Span("[North] Korea:\n\n["),
        Span("Even", "deleted"),
        Span("Ever", "inserted"),
        Span("] since the"),
        Span("…", "elided"),
    ]
