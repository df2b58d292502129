"""Collation of several witnesses."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provrepo.compare.collation import collate
from provrepo.compare.views.html import collation_as_html
from provrepo.compare.views.tei import as_tei
from tests.compare.test_views import witness
from tests.compare.texts import PIECED


@given(st.lists(PIECED, min_size=2, max_size=4))
def test_the_readings_of_a_witness_are_its_text(texts: list[str]) -> None:
    """Joined, the readings of each witness are its text; so are those of the TEI apparatus."""
    names = [f"W{number}" for number in range(len(texts))]
    collation = collate(texts, names)
    xml = as_tei(collation, title="Collation")
    for number, text in enumerate(texts):
        assert "".join(segment.readings[number] for segment in collation.segments) == text
        assert witness(xml, number) == text


def test_three_translations_in_one_apparatus() -> None:
    """Where one of three witnesses reads otherwise, the other two stand together."""
    collation = collate(
        ["the border was closed", "the border was shut", "the border was closed"], ["A", "B", "C"]
    )
    places = [segment.groups() for segment in collation.segments if not segment.agreed]
    assert places == [[("closed", (0, 2)), ("shut", (1,))]]


def test_every_witness_has_an_identifier_of_its_own() -> None:
    """Names that XML cannot hold, that begin with a digit or are equal, still tell readings apart.

    An XML identifier begins with a letter and stands once in a file.
    """
    names = ["2024 edition", "é (draft)", "", "A", "A-6", "A"]
    xml = as_tei(collate(list("abcdef"), names), title="T")
    identifiers = re.findall('<witness xml:id="([^"]*)">', xml)
    assert len(set(identifiers)) == len(names)
    assert all(re.fullmatch("[A-Za-z_][A-Za-z0-9_.-]*", identifier) for identifier in identifiers)
    assert [witness(xml, number) for number in range(6)] == list("abcdef")


def test_the_table_has_a_column_for_each_witness() -> None:
    """The HTML table names each witness and shows an omission as such."""
    page = collation_as_html(collate(["a b c", "a c"], ["First", "Second"]), title="T")
    assert '<th scope="col">First</th><th scope="col">Second</th>' in page
    assert "<em>om.</em>" in page


def test_a_collation_needs_two_texts() -> None:
    """One text alone cannot be collated, and each needs a name."""
    with pytest.raises(ValueError, match="two or more texts and a name for each"):
        collate(["a"], ["A"])
