"""What other programs read of a collation: TEI by its schema, GraphML as a graph."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from lxml import etree  # type: ignore[import-untyped]

from provrepo.compare import as_graphml, as_tei
from provrepo.compare.collation import Collation, collate
from tests.shared import SHARED, needs

NAMES = ["1a", "a b", "甲", "甲", "é", "", "place-1", "x:y", "<b>", "\u202e", "A\x00", "[A]", "a-b"]
WORDS = (
    *("the", "brown fox", "jumps over", "gray", "grey", ".", ",", "[sic]", "中国", "边境"),
    *("وصل القنصل", "\x01", "\r\n", "\n\n", "😀", "&", "<", "e\u0301", "lazy dog"),
)


def collations() -> list[Collation]:
    """Return collations of two to eight witnesses that lack, replace and move words."""
    chance = random.Random(5)  # noqa: S311 nothing secret
    made = []
    for _ in range(100):
        words = chance.choices(WORDS, k=chance.randint(0, 25))
        texts = []
        for _ in range(chance.randint(2, 8)):
            witness = list(words)
            for _ in range(chance.randint(0, 6)):
                start = chance.randint(0, len(witness))
                passage = witness[start : start + 4]
                del witness[start : start + 4]
                place = chance.choice((start, chance.randint(0, len(witness))))
                witness[place:place] = chance.choice((passage, chance.choices(WORDS, k=2), []))
            texts.append(" ".join(witness))
        made.append(collate(texts, chance.choices(NAMES, k=len(texts))))
    return made


@pytest.mark.slow
@needs("suites", "tei", "tei_all.rng")
def test_an_apparatus_is_valid_tei() -> None:
    """By TEI's own schema, whatever the witnesses are called and read."""
    schema = etree.RelaxNG(etree.parse(str(SHARED / "suites" / "tei" / "tei_all.rng")))
    for collation in collations():
        document = etree.fromstring(as_tei(collation, title="T & <x>").encode())
        assert schema.validate(document), schema.error_log


def test_a_graph_has_nodes_and_edges_of_its_own() -> None:
    """Each stands once, an edge joins nodes that are there, and every path leads forwards."""
    for collation in collations():
        graph = etree.fromstring(as_graphml(collation).encode())
        names = Counter(graph.xpath("//@id"))
        assert max(names.values()) == 1
        nodes = graph.xpath("//*[local-name()='node']/@id")
        for edge in graph.xpath("//*[local-name()='edge']"):
            assert nodes.index(edge.get("source")) < nodes.index(edge.get("target"))


def test_a_transposition_joins_readings_of_different_witnesses() -> None:
    """Each is told once, and somebody reads the passage in either place."""
    for collation in collations():
        assert max(Counter(collation.transpositions).values(), default=1) == 1
        for passage in collation.transpositions:
            assert passage.first < passage.second
            assert not {*passage.first_witnesses} & {*passage.second_witnesses}
            for place, witnesses in (
                (passage.first, passage.first_witnesses),
                (passage.second, passage.second_witnesses),
            ):
                assert {collation.segments[place].readings[number] for number in witnesses} != {""}
