"""Which texts went in together is remembered exactly, in little memory."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from provrepo.accession.siblings import Siblings
from provrepo.store.records import Text, TextKey

TEXT_KEYS = [
    TextKey(f"document-{number}", Text("transcription", language))
    for number in range(40)
    for language in ("de", "en", "zh")
]


@given(st.sets(st.sampled_from(TEXT_KEYS)))
def test_texts_that_went_in_are_remembered_and_no_others(remembered: set[TextKey]) -> None:
    """Texts of one document are told apart; a text that goes in twice is one."""
    siblings = Siblings()
    for text_key in [*remembered, *remembered]:
        siblings.remember(text_key)
    assert {text_key for text_key in TEXT_KEYS if text_key in siblings} == remembered


def test_many_texts_are_remembered() -> None:
    """More than the first table holds."""
    text = Text("transcription", "en")
    siblings = Siblings()
    for number in range(0, 20_000, 2):
        siblings.remember(TextKey(f"d{number}", text))
    assert [number for number in range(20_000) if TextKey(f"d{number}", text) in siblings] == list(
        range(0, 20_000, 2)
    )
