"""Two texts side by side: each passage once, each text in its own order."""

from __future__ import annotations

from provrepo.align import Alignment, UnitPair
from provrepo.reading.aligning.facing import elsewhere, paired

SOURCE, TARGET = "a\n\nb\n\nc\n", "B\n\nA\n\nX\n\nC\n"
UNITS = ((0, 3), (3, 6), (6, 8))


def words(pairs: tuple[UnitPair, ...]) -> list[tuple[str, str]]:
    """Return the rows that an alignment makes, as words."""
    target_units = (*UNITS[:2], (6, 9), (9, 11))
    alignment = Alignment(SOURCE, TARGET, ("de", "en"), UNITS, target_units, pairs)
    return [
        (SOURCE[slice(*left)] if left else "", TARGET[slice(*right)] if right else "")
        for left, right in paired(alignment)
    ]


def test_passages_in_order_stand_beside_each_other() -> None:
    """Several of one side beside one of the other, and what has no partner alone."""
    pairs = (UnitPair((1, 2), (1,), 1.0), UnitPair((), (2, 3), 1.0), UnitPair((3,), (4,), 1.0))
    assert words(pairs) == [("a\n\nb", "B"), ("", "A\n\nX"), ("c", "C")]


def test_what_stands_between_units_of_one_pair_is_there_once() -> None:
    """Each part stands in its own place, on both sides."""
    pairs = (
        UnitPair((1, 3), (1, 4), 1.0, moved=True),
        UnitPair((2,), (2, 3), 1.0),
    )
    assert words(pairs) == [("a", ""), ("", "B"), ("b", "A\n\nX"), ("c", ""), ("", "C")]


def test_what_moved_stays_in_its_place() -> None:
    """On either side it stands alone, so that both texts can be read from top to bottom."""
    pairs = (
        UnitPair((1,), (2,), 1.0),
        UnitPair((2,), (1,), 1.0, moved=True),
        UnitPair((), (3,), 1.0),
        UnitPair((3,), (4,), 1.0),
    )
    assert words(pairs) == [("", "B"), ("a", "A"), ("b", ""), ("", "X"), ("c", "C")]


def test_what_moved_leads_to_its_other_half() -> None:
    """Or a reader takes the one for untranslated and the other for an addition."""
    pairs = (
        UnitPair((1,), (2,), 1.0),
        UnitPair((2,), (1,), 1.0, moved=True),
        UnitPair((), (3,), 1.0),
        UnitPair((3,), (4,), 1.0),
    )
    alignment = Alignment(SOURCE, TARGET, ("de", "en"), UNITS, (*UNITS[:2], (6, 9), (9, 11)), pairs)
    assert elsewhere(alignment, paired(alignment)) == {1: 3, 3: 1}
    between = (UnitPair((1, 3), (1, 4), 1.0, moved=True), UnitPair((2,), (2, 3), 1.0))
    alignment = Alignment(
        SOURCE, TARGET, ("de", "en"), UNITS, (*UNITS[:2], (6, 9), (9, 11)), between
    )
    assert elsewhere(alignment, paired(alignment)) == {1: 2, 2: 1, 4: 2, 5: 1}
