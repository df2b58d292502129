"""Blame: who wrote each word first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from provrepo.compare.origins import blame
from provrepo.compare.tokens import tokens
from tests.compare.texts import PIECED


def attributed(*history: str) -> list[tuple[str, int]]:
    """Return the stretches of the last text with the version of each."""
    return [(history[-1][origin.start : origin.end], origin.version) for origin in blame(history)]


def test_each_word_belongs_to_the_version_that_wrote_it() -> None:
    """A word that was replaced belongs to the later version, the others to the first."""
    assert attributed("the border was closed", "the border was opened") == [
        ("the border was ", 0),
        ("opened", 1),
    ]


def test_a_version_between_is_not_left_out() -> None:
    """A word of the second version still belongs to it in the third."""
    assert attributed("a b", "a new b", "a new b now") == [
        ("a ", 0),
        ("new ", 1),
        ("b", 0),
        (" now", 2),
    ]


def test_a_restored_word_belongs_to_its_first_writer() -> None:
    """A correction that is undone gives the word back to who wrote it first."""
    assert attributed("was closed then", "was opened then", "was closed then") == [
        ("was closed then", 0)
    ]


def test_a_moved_sentence_keeps_its_writer() -> None:
    """A sentence that moves is not written anew."""
    first = "The embassy reported that the border was quiet during April. "
    second = "In Liaoning the police stopped three hundred people at the river. "
    third = "The ministry asks Ambassador Qiao to raise the matter again. "
    assert attributed(first + second, first + second + third, third + first + second) == [
        (third, 2 - 1),
        (first + second, 0),
    ]


def test_a_passage_restored_after_years_belongs_to_its_first_writer() -> None:
    """A paragraph that was deleted and came back two versions later was not written anew."""
    first = "The embassy reported that the border was quiet during April.\n\n"
    second = "In Liaoning the police stopped three hundred people.\n\n"
    new = "Another word.\n\n"
    assert attributed(first + second, second, second + new, first + second + new) == [
        (first + second, 0),
        (new, 2),
    ]


def test_half_of_a_restored_passage_belongs_to_its_first_writer() -> None:
    """Of a deleted paragraph the first words come back at the very end: they are not new."""
    start = "The embassy reported that the border was quiet"
    paragraph = f"{start} during April. In Liaoning the police stopped three hundred people.\n"
    assert attributed("x\n" + paragraph, "x\n", "x\n" + start) == [("x\n" + start, 0)]


def test_another_case_is_another_word() -> None:
    """Who capitalised a word established the word as it stands."""
    assert attributed("the ministry", "the Ministry") == [("the ", 0), ("Ministry", 1)]


def test_an_empty_history_blames_nobody() -> None:
    """Without versions there is nothing to tell."""
    assert blame([]) == []


@given(st.lists(PIECED, min_size=1, max_size=5))
def test_stretches_cover_the_text_at_token_boundaries(history: list[str]) -> None:
    """The stretches follow on each other from start to end and cut no token."""
    place = 0
    starts = {0}
    for token in tokens(history[-1]):
        starts.add(max(starts) + len(token))
    for origin in blame(history):
        assert origin.start == place < origin.end
        assert {origin.start, origin.end} <= starts
        assert 0 <= origin.version < len(history)
        place = origin.end
    assert place == len(history[-1])


def test_the_same_word_at_another_place_is_written_anew() -> None:
    """A word comes back to its first writer only between the whole words that it stood between."""
    history = (
        "the formation held down. the station down.",
        "the formation down. the station down.",
        "the formation down. the station held down.",
    )
    assert ("held ", 2) in attributed(*history)


def test_a_word_kept_by_chance_does_not_tear_a_passage_that_moved() -> None:
    """Before and behind it only few words are deleted; together they are the passage."""
    moved = "red green and blue brown."
    rest = "Then came the storm of 1900 in the north."
    assert (moved, 0) in attributed(f"{moved} {rest}", f"and {rest} {moved}")
