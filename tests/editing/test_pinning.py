"""Pairs made by hand: they count before the engine, and go along where that cannot be wrong."""

from __future__ import annotations

from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import provrepo
from provrepo.editing.changes import Changes
from provrepo.editing.pinning import read_pairs, read_units
from provrepo.reading.aligning.pinned_pairs import meet, together
from provrepo.store.event_data import Pair, Span
from tests.reading.test_stale_passages import CHINESE, EN, ENGLISH, ZH, edited, put


def pinned(repository: provrepo.Repository, reference: str = EN) -> set[tuple[object, object]]:
    """Return the pairs of a version that were made by hand."""
    pairs = repository.alignment(reference).alignment.pairs
    return {(pair.source, pair.target) for pair in pairs if pair.pinned}


@pytest.fixture
def cable(repository: provrepo.Repository) -> provrepo.Repository:
    """Return a repository with a text and its translation, paragraph by paragraph."""
    put(repository, ZH, CHINESE)
    put(repository, EN, ENGLISH, ZH)
    return repository


def test_a_pair_made_by_hand_counts(cable: provrepo.Repository) -> None:
    """Whatever the engine thinks of it; the event says who and why."""
    changes = Changes(agents=("Anna Keller:translator",), message="as printed")
    result = cable.pin(EN, [([3], [2, 3])], changes)
    assert {(p.source, p.target) for p in result.alignment.pairs if p.pinned} == {((3,), (2, 3))}
    assert pinned(cable) == {((3,), (2, 3))}
    assert list(cable.verify()) == []


def test_a_later_pair_takes_the_place_of_earlier_ones(cable: provrepo.Repository) -> None:
    """Of all that have one of its units; the rest stays."""
    cable.pin(EN, [([1], [1]), ([3], [3]), ([4], [4])])
    cable.pin(EN, [([3], [4])])
    assert pinned(cable) == {((1,), (1,)), ((3,), (4,))}


def test_a_pair_is_taken_back(cable: provrepo.Repository) -> None:
    """By the unit of either side; what nobody paired is refused."""
    cable.pin(EN, [([1], [1]), ([3], [4])])
    cable.pin(EN, unpinned=[((), [4])])
    assert pinned(cable) == {((1,), (1,))}
    with pytest.raises(provrepo.InvalidValue, match="by hand"):
        cable.pin(EN, unpinned=[([3], ())])
    cable.pin(EN, unpinned=[([1], ())])
    assert pinned(cable) == set()


def test_what_has_no_translation_can_be_pinned(cable: provrepo.Repository) -> None:
    """And what has no original."""
    cable.pin(EN, [([2], []), ([], [2])])
    assert pinned(cable) == {((2,), ()), ((), (2,))}


def test_units_that_something_stands_between_are_one_pair(cable: provrepo.Repository) -> None:
    """On either side; it takes the place of others, and is taken back, as a whole."""
    cable.pin(EN, [([1], [1]), ([3], [2, 4])])
    assert pinned(cable) == {((1,), (1,)), ((3,), (2, 4))}
    cable.pin(EN, [([2, 5], [3, 5])])
    assert pinned(cable) == {((1,), (1,)), ((3,), (2, 4)), ((2, 5), (3, 5))}
    units = [unit for pair in cable.alignment(EN).alignment.pairs for unit in pair.target]
    assert sorted(units) == list(range(1, len(ENGLISH) + 1))
    assert list(cable.verify()) == []
    cable.pin(EN, [([4], [4])])
    assert pinned(cable) == {((1,), (1,)), ((4,), (4,)), ((2, 5), (3, 5))}
    cable.pin(EN, unpinned=[([], [5])])
    assert pinned(cable) == {((1,), (1,)), ((4,), (4,))}


def test_a_pair_of_several_passages_goes_along_whole_or_not_at_all(
    cable: provrepo.Repository,
) -> None:
    """Where one of its passages changed, nothing is said of the others; all its words are told."""
    cable.pin(EN, [([3], [2, 4])])
    put(cable, EN, edited(ENGLISH, 6, "Affairs", "Affairs."))
    assert pinned(cable) == {((3,), (2, 4))}
    put(cable, EN, edited(ENGLISH, 4, "cable", "wire"))
    assert pinned(cable) == set()
    assert cable.alignment(EN).lost == ((CHINESE[2], f"{ENGLISH[1]} … {ENGLISH[3]}"),)


SPANS = st.none() | st.builds(
    lambda start, size: Span(start, start + size), *[st.integers(1, 12)] * 2
)


@given(st.lists(st.tuples(SPANS, SPANS), max_size=8))
def test_pairs_with_a_passage_in_common_are_one(pairs: list[Pair]) -> None:
    """Each pair is in one group; no two groups have anything in common; no group falls apart."""
    groups = together(pairs)
    assert sorted(map(str, chain.from_iterable(groups))) == sorted(map(str, pairs))
    for one_side, other_side in combinations(groups, 2):
        assert not any(meet(pair, other) for pair in one_side for other in other_side)
    for group in groups:
        reached, rest = group[:1], group[1:]
        while near := [pair for pair in rest if any(meet(pair, other) for other in reached)]:
            reached += near
            rest = [pair for pair in rest if pair not in near]
        assert not rest


def test_pairs_go_along_to_newer_versions(cable: provrepo.Repository) -> None:
    """Where a passage changed, its pair is lost, and that is told with its words."""
    cable.pin(EN, [([1], [1]), ([3], [4])])
    put(cable, ZH, ["内部", *edited(CHINESE, 5, "公布", "宣布")])
    put(cable, EN, ENGLISH, f"{ZH}@v2")
    assert pinned(cable) == {((2,), (1,)), ((4,), (4,))}
    put(cable, EN, edited(ENGLISH, 4, "cable", "wire"))
    result = cable.alignment(EN)
    assert pinned(cable) == {((2,), (1,))}
    assert result.lost == ((CHINESE[2], ENGLISH[3]),)


def test_what_was_said_of_these_two_contents_counts_before_what_went_along(
    cable: provrepo.Repository,
) -> None:
    """A pair taken back for the newer version stays taken back there, and counts for the older."""
    cable.pin(EN, [([3], [4])])
    put(cable, EN, edited(ENGLISH, 6, "Affairs", "Affairs."))
    assert pinned(cable) == {((3,), (4,))}
    cable.pin(EN, unpinned=[([3], [])])
    assert pinned(cable) == set()
    assert pinned(cable, f"{EN}@v1") == {((3,), (4,))}


def test_a_stale_passage_follows_the_pair_made_by_hand(cable: provrepo.Repository) -> None:
    """Whoever knows better than the engine is believed."""
    cable.pin(EN, [([2], [5])])
    put(cable, ZH, edited(CHINESE, 2, "28", "23"))
    (worklist,) = cable.stale_passages()
    assert [passage.unit for passage in worklist.passages if passage.confidence == 1] == [5]


@pytest.mark.parametrize("pair", [([7], [1]), ([1], [0]), ([], [])])
def test_what_cannot_be_paired_is_refused(
    cable: provrepo.Repository, pair: tuple[list[int], list[int]]
) -> None:
    """Units that are not there, and nothing at all."""
    with pytest.raises(provrepo.InvalidValue):
        cable.pin(EN, [pair])


def test_a_text_without_a_basis_here_is_refused(cable: provrepo.Repository) -> None:
    """Unless a basis is named."""
    with pytest.raises(provrepo.InvalidReference, match="--basis"):
        cable.alignment(ZH)
    assert cable.alignment(ZH, basis=EN).alignment.languages == ("en", "zh")


@pytest.mark.parametrize(
    ("value", "expected"),
    [("3=2,3", ([3], [2, 3])), ("3-5=1", ([3, 4, 5], [1])), ("3=", ([3], [])), ("=4", ([], [4]))],
)
def test_pairs_are_read_as_people_write_them(
    value: str, expected: tuple[list[int], list[int]]
) -> None:
    """With the basis first."""
    assert read_pairs([value]) == [expected]
    assert read_units(["3", "=3"]) == [([3], []), ([], [3])]


@pytest.mark.parametrize("value", ["", "3", "=", "a=b", "3=x", "٣=1", "1=2=3", "--=1", "1=3-2"])
def test_what_is_no_pair_is_refused(value: str) -> None:
    """With one line that shows how it is written."""
    with pytest.raises(provrepo.InvalidValue, match="3=2,3"):
        read_pairs([value])
