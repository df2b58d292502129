"""Positions of cites: CSL 1.0.2, "Choose" (``position``), "Note Distance", "Name", "Cite"."""

from __future__ import annotations

from typing import Any

import pytest

from provrepo.cite.csl.cluster import format_cluster
from provrepo.cite.csl.processor import Processor
from tests.cite.rules import cites, style

NEAR = (
    '<choose><if position="near-note"><text value="near"/></if>'
    '<else><text value="far"/></else></choose>'
)
TWO = [{"id": "a"}, {"id": "b"}]


@pytest.mark.parametrize(
    ("distance", "notes_between", "expected"),
    [
        ("", 4, "near"),
        ("", 5, "far"),
        ('near-note-distance="2"', 1, "near"),
        ('near-note-distance="2"', 2, "far"),
        ('near-note-distance="many"', 4, "near"),
        ('near-note-distance="many"', 5, "far"),
    ],
)
def test_near_note(distance: str, notes_between: int, expected: str) -> None:
    """A cite is near five notes after the last one of its item; the style may set another number.

    "The default value is 5": the sixth note after is not near any more.
    """
    clusters: list[list[Any]] = [["a"], *[["b"]] * notes_between, ["a"]]
    assert cites(NEAR, TWO, clusters, kind="note", citation=distance)[-1] == expected


IBID = (
    '<choose><if position="ibid"><text value="ibid"/></if>'
    '<else-if position="subsequent"><text value="subsequent"/></else-if>'
    '<else><text value="first"/></else></choose>'
)


@pytest.mark.parametrize(
    ("clusters", "expected"),
    [
        ([["a", "b"], ["b"]], "subsequent"),
        ([["a", "a"], ["a"]], "subsequent"),
        ([["b"], ["a"], ["b"]], "subsequent"),
        ([["b"], [], ["b"]], "subsequent"),
        ([["b"], ["b"]], "ibid"),
    ],
)
def test_ibid_needs_a_note_with_that_item_alone(clusters: list[list[Any]], expected: str) -> None:
    """An ibid. means the note before, if that cites one work, and once."""
    notes = cites(IBID, TWO, clusters, kind="note", attributes='delimiter="; "')
    assert notes[-1] == expected


def test_ibid_within_one_note() -> None:
    """Two cites of a work side by side in one note: the second is "ibid."."""
    notes = cites(IBID, TWO, [["a", "a", "b"]], kind="note", attributes='delimiter="; "')
    assert notes == ["first; ibid; first"]


def test_ibid_in_another_citation_of_the_same_note() -> None:
    """Two citations in one note follow one another as the cites of one citation do."""
    items = {"a": {"type": "book"}, "b": {"type": "book"}}
    processor = Processor(style(IBID, kind="note"), items, ["a", "b"])
    clusters = processor.clusters([[{"id": "a"}, {"id": "b"}], [{"id": "b"}]], [1, 1])
    assert [format_cluster(processor, cluster).text for cluster in clusters][1] == "ibid"


def test_the_first_note_is_named_to_readers_of_another() -> None:
    """A reference to note 2 stands in later notes, not in note 2 itself."""
    layout = '<text variable="title"/><text variable="first-reference-note-number" prefix=" n. "/>'
    items = [{"id": name, "title": name.upper()} for name in "ab"]
    notes = cites(layout, items, [["a"], ["b", "b"], ["b"]], kind="note")
    assert notes == ["A", "BB", "B n. 2"]


POSITION = (
    '<choose><if position="ibid-with-locator"><text value="ibid-with-locator"/></if>'
    '<else-if position="ibid"><text value="ibid"/></else-if>'
    '<else-if position="subsequent"><text value="subsequent"/></else-if>'
    '<else><text value="first"/></else></choose>'
    '<choose><if position="near-note"><text value=" near"/></if></choose>'
)
PAGE = {"id": "a", "locator": "5"}


@pytest.mark.parametrize("kind", ["note", "in-text"])
def test_positions(kind: str) -> None:
    """Positions follow from what stands before; near-note is for notes only."""
    clusters: list[list[Any]] = [
        ["a"],
        ["a"],
        [PAGE],
        [PAGE],
        [{**PAGE, "locator": "6"}],
        ["a"],
        ["b", "a"],
        ["a"],
    ]
    printed = cites(POSITION, TWO, clusters, kind=kind, attributes='delimiter="; "')
    near = " near" if kind == "note" else ""
    assert printed == [
        "first",
        f"ibid{near}",
        f"ibid-with-locator{near}",
        f"ibid{near}",
        f"ibid-with-locator{near}",
        f"subsequent{near}",
        f"first; subsequent{near}",
        f"subsequent{near}",
    ]
