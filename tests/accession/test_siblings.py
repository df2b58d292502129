"""Which texts went in together is remembered exactly, in little memory."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from provrepo.accession.siblings import Siblings
from provrepo.store.records import Text, TextKey

owns = st.tuples(
    st.text("ab", max_size=12), st.builds(Text, st.just("transcription"), st.sampled_from("abc"))
)


@given(st.sets(owns), st.sets(owns))
def test_those_that_went_in_are_known_and_no_others(inside: set, others: set) -> None:  # type: ignore[type-arg]
    """Also those of one document, and those told twice."""
    siblings = Siblings()
    for own in [*inside, *inside]:
        siblings.remember(own)
    assert {own for own in inside | others if own in siblings} == inside


def test_many_are_known() -> None:
    """More than the first table holds."""
    text = Text("transcription", "en")
    siblings = Siblings()
    for number in range(0, 20_000, 2):
        siblings.remember(TextKey(f"d{number}", text))
    assert [n for n in range(20_000) if TextKey(f"d{n}", text) in siblings] == list(
        range(0, 20_000, 2)
    )
