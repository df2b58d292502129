"""What two texts have in common, word for word, wherever it stands."""

from __future__ import annotations

from provrepo.compare.common_runs import common_runs


def test_a_run_is_cut_out_where_it_stands() -> None:
    """At the beginning of one text, at the end of the other."""
    run = "the boats of the harbor were lost"
    assert common_runs(f"{run} in May", f"We hear that {run}") == (
        [run, " in May"],
        ["We hear that ", run],
    )


def test_a_run_goes_back_to_its_first_word() -> None:
    """Also where its first four words stand twice, so that they alone mark no place."""
    left = "one two three four five"
    right = f"{left} X one two three four six"
    assert common_runs(left, right) == ([left], [left, " X one two three four six"])


def test_no_word_is_in_two_runs() -> None:
    """What a run has taken is not given to another one that overlaps it."""
    left = "alpha beta gamma delta XX gamma delta epsilon zeta"
    right = "alpha beta gamma delta epsilon zeta"
    assert common_runs(left, right) == (
        ["alpha beta gamma delta ", "XX gamma delta epsilon zeta"],
        ["alpha beta gamma delta ", "epsilon zeta"],
    )


def test_one_word_again_and_again_is_no_run() -> None:
    """It stands anywhere, and so says nothing of where it came from."""
    left, right = "aaaa aaaa aaaa aaaa", "bbbb aaaa aaaa aaaa aaaa"
    assert common_runs(left, right) == ([left], [right])
