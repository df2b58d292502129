"""Checks: passages of a stale translation that somebody read beside the newest basis."""

from __future__ import annotations

import pytest

import provrepo
from provrepo.editing.changes import Changes
from provrepo.editing.checking import read_units
from tests.reading.test_stale_passages import CHINESE, EN, ENGLISH, FR, FRENCH, ZH, edited, put

ADA = Changes(agents=("Ada Sample:reviewer",))
CORRECTED = edited(edited(CHINESE, 2, "28", "23"), 5, "公布", "宣布")


@pytest.fixture
def cable(repository: provrepo.Repository) -> provrepo.Repository:
    """Return a repository with a translation of which two paragraphs are stale."""
    put(repository, ZH, CHINESE)
    put(repository, EN, ENGLISH, ZH)
    put(repository, ZH, CORRECTED)
    return repository


def states(repository: provrepo.Repository, text: str = EN) -> dict[int, str]:
    """Return the passages of a stale text that are named, each with its state."""
    (worklist,) = repository.stale_passages(text)
    return {passage.unit: passage.state for passage in worklist.passages}


def test_a_checked_passage_is_cleared(cable: provrepo.Repository) -> None:
    """And nothing else; when all are, the command that moves the basis clears the text."""
    left = cable.check(EN, [2], ADA)
    assert states(cable)[2] == "checked"
    assert states(cable)[5] == "stale"
    assert not left.cleared
    left = cable.check(EN, None, ADA)
    assert left.cleared
    assert set(states(cable).values()) == {"checked"}
    assert left.command == f"provrepo revise {EN} --based-on {ZH}@v2 --activity review"
    cable.revise(EN, Changes(based_on=(f"{ZH}@v2",), activity="review"))
    assert cable.stale_passages() == ()
    assert list(cable.verify()) == []


def test_a_check_is_an_event_about_this_version(cable: provrepo.Repository) -> None:
    """It says who, which passage, and beside which version of the basis."""
    cable.check(EN, [2], ADA)
    (entry,) = cable.reviews(EN)
    assert (entry.state, entry.against) == ("checked", f"{ZH}@v2")
    assert [passage.text for passage in entry.passages] == [ENGLISH[1]]


def test_another_change_of_the_passage_makes_it_stale_again(cable: provrepo.Repository) -> None:
    """A check counts as long as the basis says there what it said; a change elsewhere is none."""
    cable.check(EN, [2, 5], ADA)
    put(cable, ZH, edited(CORRECTED, 3, "陈毅", "周恩来"))
    assert {unit: state for unit, state in states(cable).items() if unit in (2, 3, 5)} == {
        2: "checked",
        3: "stale",
        5: "checked",
    }
    put(cable, ZH, edited(edited(CORRECTED, 3, "陈毅", "周恩来"), 2, "23", "33"))
    assert states(cable)[2] == "stale"
    assert states(cable)[5] == "checked"


def test_a_check_goes_along_with_its_passage(cable: provrepo.Repository) -> None:
    """To a newer version of the translation; where that changed the passage, it is gone."""
    cable.check(EN, [2, 5], ADA)
    put(cable, EN, edited(ENGLISH, 5, "make this public", "announce this"))
    assert states(cable)[2] == "checked"
    assert states(cable)[5] == "confirm"


def test_who_follows_a_correction_says_so(cable: provrepo.Repository) -> None:
    """What the new version changed is checked; the rest is still to be done."""
    put(cable, EN, edited(ENGLISH, 2, "28", "23"))
    assert states(cable)[2] == "confirm"
    left = cable.follow(EN, ADA)
    assert left is not None
    assert states(cable)[2] == "checked"
    assert states(cable)[5] == "stale"


def test_a_relay_translation_is_checked_beside_what_changed(cable: provrepo.Repository) -> None:
    """The French is read beside the Chinese that its English was made from."""
    put(cable, FR, FRENCH, f"{EN}@v1")
    cable.check(FR, None, ADA)
    (worklist,) = cable.stale_passages(FR)
    assert worklist.cleared
    assert not cable.stale_passages(EN)[0].cleared


@pytest.mark.parametrize("units", [[7], [0], [1]])
def test_what_is_not_on_the_list_is_refused(cable: provrepo.Repository, units: list[int]) -> None:
    """The message says what is."""
    with pytest.raises(provrepo.InvalidValue, match="to be checked are 2, "):
        cable.check(EN, units, ADA)


def test_a_check_by_nobody_is_refused(cable: provrepo.Repository) -> None:
    """And one of an older version, and of a text that is not stale."""
    with pytest.raises(provrepo.InvalidValue, match="--agent"):
        cable.check(EN, [2])
    with pytest.raises(provrepo.InvalidReference, match="not stale"):
        cable.check(ZH, [2], ADA)
    put(cable, EN, edited(ENGLISH, 2, "28", "23"))
    with pytest.raises(provrepo.InvalidReference, match="newest"):
        cable.check(f"{EN}@v1", [2], ADA)


def test_units_are_read_as_people_write_them() -> None:
    """Numbers, ranges, or all."""
    assert read_units(["3", "5-7,9"]) == [3, 5, 6, 7, 9]
    assert read_units(["3", "all"]) is None
    with pytest.raises(provrepo.InvalidValue):
        read_units(["x"])
