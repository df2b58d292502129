"""Laws of an alignment: everything once, in order but for what moved, pins as they were set."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provrepo import InvalidValue
from provrepo.align import Alignment, align
from provrepo.passages import Range

PARAGRAPHS = st.lists(
    st.text(st.sampled_from("ab cZ1.!?中国。俄[](“ \n\tк"), max_size=30), max_size=7
)
TEXTS = st.one_of(
    PARAGRAPHS.map("\n\n".join), PARAGRAPHS.map("\n".join), st.text(max_size=40), st.just("")
)
LANGUAGES = st.tuples(*[st.sampled_from(("zh", "en", "ru", "ko", "la", "xx-Latn"))] * 2)


def check(alignment: Alignment) -> None:
    """Check all that holds of every alignment."""
    for text, units in (
        (alignment.source, alignment.source_units),
        (alignment.target, alignment.target_units),
    ):
        assert covers(units, len(text))
    pairs = alignment.pairs
    for side, count in ((0, len(alignment.source_units)), (1, len(alignment.target_units))):
        named = [unit for pair in pairs for unit in (pair.source, pair.target)[side]]
        assert sorted(named) == list(range(1, count + 1))
        # What an editor paired with nothing may stand amid what belongs together.
        keeping = [
            p for p in pairs if not p.moved and not (p.pinned and not (p.source and p.target))
        ]
        in_order = [u for p in keeping for u in (p.source, p.target)[side]]
        assert in_order == sorted(in_order)
    assert all(pair.source or pair.target for pair in pairs)
    assert all(0 <= pair.confidence <= 1 for pair in pairs)
    for pair in pairs:
        check_sentences(alignment, pair.source, [s for p in pair.sentences for s in p.source], 0)
        check_sentences(alignment, pair.target, [s for p in pair.sentences for s in p.target], 1)


def check_sentences(
    alignment: Alignment, units: Sequence[int], sentences: Sequence[Range], side: int
) -> None:
    """Check that the sentences of a pair cover its units once, in order."""
    ranges = (alignment.source_units, alignment.target_units)[side]
    places = [place for sentence in sentences for place in range(*sentence)]
    assert places == [place for unit in units for place in range(*ranges[unit - 1])]


def covers(units: Sequence[Range], length: int) -> bool:
    """Return whether ranges go over a text without a gap."""
    starts = [start for start, _ in units]
    return [*starts, length] == [0, *(end for _, end in units)]


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS, LANGUAGES)
def test_every_character_of_both_sides_is_in_one_pair(
    source: str, target: str, languages: tuple[str, str]
) -> None:
    """Whatever the texts: nothing is left out, nothing counted twice, the order is kept."""
    check(align(source, target, languages))


def short_units(count: int, seed: int) -> str:
    """Return a text of ``count`` units, of words that say nothing of another text."""
    chosen = random.Random(seed)  # noqa: S311 the same text every time, nothing secret
    words = [f"w{number}" for number in range(40)]
    units = (chosen.choices(words, k=chosen.randint(1, 4)) for _ in range(count))
    return "\n\n".join(f"{' '.join(unit)}." for unit in units)


@pytest.mark.parametrize(
    ("rows", "columns"),
    [(60, 300), (100, 200), pytest.param(3100, 6500, marks=pytest.mark.slow)],
)
def test_long_texts_that_have_nothing_to_do_with_each_other_are_aligned(
    rows: int, columns: int
) -> None:
    """Where blocks of them seem to match across a gap, a way over the gap is found."""
    check(align(short_units(rows, 1), short_units(columns, 2), ("la", "en")))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 8), st.integers(0, 8), st.data())
def test_no_pin_is_broken(rows: int, columns: int, data: st.DataObject) -> None:
    """Each pin is a pair of the result, unless a later pin has one of its units."""
    source = "\n\n".join(f"第{n}段。" for n in range(rows))
    target = "\n\n".join(f"Paragraph {n}." for n in range(columns))
    numbers = (st.lists(st.integers(1, max(1, n)), max_size=3) for n in (rows, columns))
    drawn = data.draw(st.lists(st.tuples(*numbers), max_size=4))
    pins = [
        (left if rows else [], right if columns else [])
        for left, right in drawn
        if (left and rows) or (right and columns)
    ]
    alignment = align(source, target, ("zh", "en"), pins)
    check(alignment)
    pinned = {(pair.source, pair.target) for pair in alignment.pairs if pair.pinned}
    expected: list[tuple[set[int], set[int]]] = []
    for left, right in reversed(pins):
        if all(not set(left) & a and not set(right) & b for a, b in expected):
            expected.append((set(left), set(right)))
    # Units that are paired with nothing are a pair each.
    assert pinned == {
        part
        for a, b in expected
        for part in (
            [(tuple(sorted(a)), tuple(sorted(b)))]
            if a and b
            else [*(((unit,), ()) for unit in a), *(((), (unit,)) for unit in b)]
        )
    }


@pytest.mark.parametrize("pin", [([4], [1]), ([1], [0]), ([], []), ([1], [-2])])
def test_a_pin_of_what_is_not_there_is_refused(pin: tuple[list[int], list[int]]) -> None:
    """The message says which units there are."""
    with pytest.raises(InvalidValue):
        align("一。\n\n二。\n\n三。", "One.\n\nTwo.", ("zh", "en"), [pin])


def test_a_lone_surrogate_is_refused() -> None:
    """It is no text: one clear line, no traceback from inside."""
    with pytest.raises(InvalidValue, match="surrogate"):
        align("a\ud800", "b", ("zh", "en"))
