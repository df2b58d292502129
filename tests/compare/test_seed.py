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


@needs("seed")
def test_a_paragraph_of_the_seed_that_moved_is_one_move() -> None:
    """Two long paragraphs that changed places are one move; the word corrected is the change."""
    before = SEED.read_bytes().decode()
    paragraphs = before.replace("[Even] since", "[Ever] since").split("\n\n")
    paragraphs[3], paragraphs[4] = paragraphs[4], paragraphs[3]
    after = "\n\n".join(paragraphs)
    comparison = diff(before, after)
    assert [(change.deleted, change.inserted) for change in comparison.changes] == [
        ("Even", "Ever")
    ]
    (move,) = comparison.moves
    assert before[move.before_start : move.before_end].strip() == paragraphs[3]
    assert comparison.apply(before) == after
    assert comparison.invert().apply(after) == before
