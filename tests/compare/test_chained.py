"""A text compared with a much later one by way of the versions between them."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from provrepo.compare import Diff, diff
from provrepo.compare.chained import chained
from provrepo.compare.edit_script import Scripts
from tests.compare.texts import TEXTS, revised

PARAGRAPHS = [
    "The ministry asked on Monday whether the boats of the northern harbour had come back.\n\n",
    "Nobody at the embassy knew of it, and the consul was away on a journey to the border.\n\n",
    "五月以來，北港漁船三艘出海未歸，請即轉告對方，並將結果電復外交部為要。\n\n",
    "A list of the names is attached; three of them are doubtful, as it was copied twice.\n\n",
]


def to_the_last(history: list[str]) -> list[Diff]:
    """Return how each text of a history but the last differs from it, the earliest last."""
    scripts = Scripts()
    steps = [diff(before, after) for before, after in pairwise(history)]
    compared = [steps[-1]]
    for step in reversed(steps[:-1]):
        compared.append(chained(step, compared[-1], scripts))
    return compared


@given(st.lists(TEXTS, min_size=3, max_size=5))
def test_any_texts(history: list[str]) -> None:
    """Applied to the text before, it makes the text after."""
    for compared in to_the_last(history):
        assert compared.apply(compared.before) == history[-1]


@given(revised(), st.data())
def test_revisions(pair: tuple[str, str], data: st.DataObject) -> None:
    """Of texts that have most in common, and of one that was taken back."""
    for last in (data.draw(TEXTS), pair[0]):
        first = to_the_last([*pair, last])[-1]
        assert first.apply(pair[0]) == last


def test_it_is_what_a_direct_comparison_shows() -> None:
    """Words corrected one after the other, in the same line and in others."""
    text = "".join(PARAGRAPHS)
    history = [text]
    for old, new in (
        *(("Monday", "Tuesday"), ("三艘", "五艘"), ("three", "five"), ("Tuesday", "Friday")),
        *(("doubtful", "[doubtful]"), ("consul was", "consul  was"), ("五艘", "三艘")),
    ):
        history.append(history[-1].replace(old, new))
    for compared in to_the_last(history):
        direct = diff(compared.before, compared.after)
        assert compared.changes == direct.changes
        assert compared.word_edits == direct.word_edits


def test_what_moved_by_two_revisions_is_a_move() -> None:
    """One took a paragraph out, a later one put it in elsewhere."""
    first, *others = PARAGRAPHS
    history = ["".join(PARAGRAPHS), "".join(others), "".join([*others, first])]
    compared = to_the_last(history)[-1]
    assert len(compared.moves) == 1
    assert compared.before[compared.moves[0].before_start :].startswith("The ministry")
    assert not compared.changes
