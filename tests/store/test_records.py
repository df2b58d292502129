"""A version record is written directly: the same bytes as the canonical form of its JSON."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provrepo.store.canonical import canonical
from provrepo.store.errors import InvalidJSON
from provrepo.store.records import Basis, IngestedFile, Responsibility, Text, VersionRecord

words = st.text(max_size=20)
perhaps = st.none() | words

records = st.builds(
    VersionRecord,
    document=words,
    text=st.builds(Text, words, words, perhaps),
    number=st.integers(1, 2**53 - 1),
    parent=perhaps,
    activity=words,
    content=words,
    notes=words,
    citation=perhaps,
    agents=st.lists(st.builds(Responsibility, words, words), max_size=3).map(tuple),
    based_on=st.lists(st.builds(Basis, perhaps, perhaps, perhaps, perhaps), max_size=3).map(tuple),
    created=perhaps,
    recorded=words,
    message=words,
    file=st.none() | st.builds(IngestedFile, words, words, words, words),
    software=words,
)


@given(records)
def test_a_record_is_written_as_its_json(record: VersionRecord) -> None:
    """Quotes, control characters and all that is beyond ASCII among it."""
    assert record.canonical() == canonical(record.as_json())


def test_a_lone_surrogate_has_no_canonical_form() -> None:
    """It is refused by name, and not by a codec's error."""
    record = VersionRecord(
        "a", Text("transcription", "en"), 1, None, "ingest", "c", "n", None, (), (), None, "r",
        "a lone \ud800", None, "s",
    )  # fmt: skip
    with pytest.raises(InvalidJSON, match="D800"):
        record.canonical()
