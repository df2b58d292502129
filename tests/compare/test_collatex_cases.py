"""Collation beside the published expectations of CollateX's own tests.

Each case is the witnesses of a test of CollateX (https://github.com/interedition/collatex, GPL 3)
and the alignment table that it expects, a line for each witness, its columns between bars. The
tables were read from the tests named; `docs/diff.md` explains each one that differs.
"""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provrepo.compare.collation import collate
from provrepo.compare.tokens import tokens

Word = tuple[int, int]
"""The number of a witness and of its word or mark, from 0."""

TABLES = {
    "AlignmentTableTest.omission": """
        the | black | cat
        the |       | cat
        the | black | cat""",
    "AlignmentTableTest.addition1": """
        the |       |     | black | cat
        the | white | and | black | cat""",
    "AlignmentTableTest.addition2": """
               | the |       | cat |
        before | the |       | cat |
               | the | black | cat |
               | the |       | cat | walks""",
    "AlignmentTableTest.addition3": """
             |        |          | the |       | cat |
             | before |          | the |       | cat |
             |        |          | the | black | cat |
        just | before | midnight | the |       | cat | walks""",
    "AlignmentTableTest.variant": """
        the | black  | cat
        the | white  | cat
        the | green  | cat
        the | red    | cat
        the | yellow | cat""",
    "AlignmentTableTest.transpositionAndReplacement": """
        the | black | dog | chases | a   | red    | cat
        a   | red   | cat | chases | the | black  | dog
        a   | red   | cat | chases | the | yellow | dog""",
    "AlignmentTableTest.variation": """
        the | black |     |      |         | cat
        the | black |     | and  | white   | cat
        the | black |     | very | special | cat
        the | black | not | very | special | cat""",
    "AlignmentTableTest.witnessReorder": """
        the | black |     |       |         | cat
        the | black | and | white |         | cat
        the | black | not | very  | special | cat
        the | black |     | very  | special | cat""",
    "AlignmentTableTest.testSimpleSpencerHowe": """
        a |
          | b
        a | b""",
    "AlignmentTableTest.stringOutputEmptyCells": """
        the | black | cat
        the |       |""",
    "SpencerHoweTest.alignmentTable": """
        a | b | c |   |   | d | e | f
          |   | x | y | z | d | e |
        a | b | x | y | z |   |   |""",
    "AlignmentTest.doubleTransposition1": """
        the   | cat | is | black |
        black |     | is | the   | cat""",
    "AlignmentTest.doubleTransposition2": """
          | a | b
        b | a |""",
    "AlignmentTest.doubleTransposition3": """
          | a | b | c
        b | a |   | c""",
    "AlignmentTest.transposeInTwoPairs": """
          | y | x
        x | y | z
        z | y |""",
    "AlignmentTest.additionInCombinationWithTransposition": """
        the  | cat      |     |       | is | very | happy
        very |          |     | happy | is | the  | cat
        very | delitied | and | happy | is | the  | cat""",
    "AlignmentTest.simpleTransposition": """
        A | black | cat | in | a | white | basket
        A | white | cat | in | a | black | basket""",
    "AlignmentTest.transposeInOnePair": """
          | y |
        x | y | z
        z | y |""",
    "TranspositionRenderingTest.transposition1": """
        the | white | and | black | cat
        The |       |     | black | cat
        the | black | and | white | cat
        the | black | and | green | cat""",
    "TranspositionRenderingTest.transposition2": """
           | He | was | agast | , | so
           | He | was | agast |   |
        So | he | was | agast |   |""",
    "TranspositionRenderingTest.testTranspositionLimiter1": """
        X | a | b |
          | a | b | X""",
    "TranspositionRenderingTest.testTranspositionLimiter2": """
        a | b | c |                                                                           | .
        a | b | c | d e f g h i j k l m n o p q r s t u v w | .""",
    "TranspositionRenderingTest.testTranspositionLimiter3": """
        X | a | b | c | d | e | f | g | h | i | j | k | l | m | n | o | p |
          | a | b | c | d | e | f | g | h | i | j | k | l | m | n | o | p | X""",
    "TranspositionRenderingTest.additionInCombinationWithTransposition2": """
        the   | cat |       | is | black |
        black |     |       | is | the   | cat
        black | and | white | is | the   | cat""",
    "DekkerAlgorithmTest.testExample1": """
        This morning | the | cat | observed little | birds | in | the |\
                | trees |                                                       | .
                     | The | cat | was observing   | birds | in | the |\
         little | trees | this morning, it observed birds for two hours         | .""",
    "DekkerAlgorithmTest.testCaseVariantGraphThreeWitnesses": """
        The | quick | brown | fox | jumps | over | the | lazy  | dog
        The | fast  | brown | fox | jumps | over | the | black | dog
        The | red   |       | fox | jumps | over | the | fence |""",
    "DekkerAlgorithmTest.testDifficultCase1TranspositionOrTwoReplacements": """
        the | cat | and | the | dog
        the | dog | and | the | cat""",
    "DekkerAlgorithmTest.testDifficultCase2HermansOverreachTest": """
        a | b | c | d | F | g | h | i | ! | K | ! | q | r | s | t
        a | b | c | d | F | g | h | i | ! |   |   | q | r | s | t
        a | b | c | d | E | g | h | i | ! |   |   | q | r | s | t""",
    "DekkerAlgorithmTest.testDifficultCasePartialDarwin": """
        those to which the parent-species | have | been exposed under nature. There is | , | also\
            | , | I think | , | some probability
        those to which the parent-species | have | been exposed under nature. There is |   | also\
            | , | I think | , | some probability
        those to which the parent-species | had  | been exposed under nature. There is |   | also\
            | , | I think | , | some probability
        those to which the parent-species | had  | been exposed under nature. There is | , | also\
            |   |         | , | some probability""",
    "DekkerAlgorithmTest.testDifficultCasePartialRightOverlapAndTranspositions": """
        και | | | αποκριθεισ | | | ειπεν | αυτω | ου | βλεπεισ | ταυτασ |\
            | μεγαλασ | οικοδομασ | αμην | λεγω | σοι | ο(υ | μη | α)φεθη | ωδε\
            | λιθοσ | επι | λιθω | (οσ | ου) | μη | καταλυθη
        και | | | αποκριθεισ | ο | ι̅σ̅ | ειπεν | αυτω | | βλεπεισ | ταυτασ | τασ\
            | μεγαλασ | οικοδομασ | | λεγω | υμιν | ου\
            | μη | αφεθη | | λιθοσ | επι | λιθου | οσ | ου | μη | καταλυθη
        και | ο | ι̅σ̅ | αποκριθεισ | | | ειπεν | αυτω | | βλεπεισ | ταυτασ | τασ\
            | μεγαλασ | οικοδομασ | | | | ου\
            | μη | αφεθη | | λιθοσ | επι | λιθον | οσ | ου | μη | καταλυθη""",
    "VariantGraphRankerTest.ranking": """
        The | black |     |       | cat
        The | black | and | white | cat
        The | black | and | green | cat""",
    "test_suffix_edit_graph_aligner.test_witness_order": """
        x | a |   | y
        x |   | b | y
        x | a | b | y""",
    "test_suffix_edit_graph_aligner.test_hermans_witness_order_independence_case_two": """
        a b c d F g h i ! | K ! | q r s t
        a b c d F g h i ! |     | q r s t""",
    "test_export_alignment_table_as_tei.test_export_alignment_table_as_tei": """
        The | quick | brown | wombat | jumps over the | industrious | brown  | dog.
        The |       | brown | koala  | jumps over the | lazy        | yellow | dog.
        The |       | brown | koala  | jumps over the | industrious | yellow | dog.""",
    "test_alignment_table_rendering.testPlainTableRenderingNoParallelSegmentation": """
        This | very | quick | very | quick | brown | wombat
        That |      |       | very | quick | brown | koala
        That |      |       | very | quick | brown | kangaroo""",
    "test_beckett.testBeckett": """
        The same | clock | as when for example Magee once died.
        The same |       | as when for example Magee once died.""",
    "test_near_matching.test_exact_matching": """
        I bought | this glass , because it matches | those | dinner plates
        I bought |                                 | those | glasses""",
    "test_near_matching.test_near_matching_accidentally_correct_short": """
        over | this |       | dog
        over | that | there | dog""",
    "test_near_matching.test_near_matching_accidentally_incorrect_short": """
        over |       | this | dog
        over | there | that | dog""",
    "test_near_matching.test_near_matching_accidentally_correct_long": """
        The | brown | fox | jumps | over | this |       | dog | .
        The | brown | fox | jumps | over | that | there | dog | .""",
    "test_near_matching.test_near_matching_accidentally_incorrect_long": """
        The | brown | fox | jumps | over |       | this | dog | .
        The | brown | fox | jumps | over | there | that | dog | .""",
    "test_near_matching.test_near_matching_clash": """
        aaa | bbb | ccc | ddd
        aaa | cce |     | ddd
        aaa | cce | ccc | ddd""",
    "test_near_matching.test_near_matching_three_witnesses": """
        abcd |        |        | 012345 |        |        | efgh
        abcd | 0xxxxx | 01xxxx | 01234x | 012xxx | 0123xx | efgh
        abcd |        | 01xxxx |        |        | zz23xx | efgh""",
    "test_near_matching_pretokenized.test_exact_matching": """
        I | bought | this glass, because it matches | those | dinner plates | .
        I | bought |                                | those | glasses       | .""",
    "test_near_matching.test_near_matching_rank_0": """
              | this
        there | thin""",
    "test_near_matching.test_near_matching_middle": """
        abcd |      | 0123 |      | efgh
        abcd | 0xxx | 012x | 01xx | efgh""",
    "test_near_matching.test_near_matching_nonclash": """
        aaa | bbb | ccc | ddd
        aaa |     | cce | ddd
        aaa |     | cce | ddd""",
}


LAYOUT = {
    "AlignmentTableTest.witnessReorder",
    "test_near_matching.test_near_matching_three_witnesses",
    "AlignmentTest.additionInCombinationWithTransposition",
    "TranspositionRenderingTest.additionInCombinationWithTransposition2",
}
"""Where the same words stand together, but others face each other; `docs/diff.md` says why."""


class Alignment(NamedTuple):
    """Which words of two witnesses stand together.

    ``paired`` are words in one column; ``within`` words of two phrases that stand for each other,
    where nothing says which word stands for which. ``equal`` are those of ``paired`` that are one
    word, but for capitals.
    """

    paired: set[tuple[Word, Word]]
    within: set[tuple[Word, Word]]
    equal: set[tuple[Word, Word]]


def words(text: str) -> list[str]:
    """Return the words and marks of a text."""
    return [token.casefold() for token in tokens(text) if not token.isspace()]


def alignment(columns: list[list[str]]) -> Alignment:
    """Return what columns, each with a reading of every witness, say of the words."""
    result = Alignment(set(), set(), set())
    places = [0] * len(columns[0])
    for column in columns:
        cells = [
            [((witness, places[witness] + number), word) for number, word in enumerate(words(text))]
            for witness, text in enumerate(column)
        ]
        for left, right in combinations(cells, 2):
            if [word for _, word in left] == [word for _, word in right]:
                pairs = {(first[0], second[0]) for first, second in zip(left, right, strict=True)}
                result.paired.update(pairs)
                result.equal.update(pairs)
            else:
                one_word = len(left) == len(right) == 1
                pairs = {(first[0], second[0]) for first in left for second in right}
                (result.paired if one_word else result.within).update(pairs)
        places = [place + len(cell) for place, cell in zip(places, cells, strict=True)]
    return result


def table(name: str) -> tuple[list[str], list[list[str]]]:
    """Return the witnesses of a case and the columns that CollateX's test expects."""
    rows = [[cell.strip() for cell in row.split("|")] for row in TABLES[name].strip().split("\n")]
    columns = [list(column) for column in zip(*rows, strict=True)]
    return [" ".join(filter(None, row)) for row in rows], columns


def collated(texts: list[str]) -> Alignment:
    """Return what our collation says of the words."""
    segments = collate(texts, [f"W{number}" for number in range(len(texts))]).segments
    return alignment([list(segment.readings) for segment in segments])


@pytest.mark.parametrize("name", TABLES)
def test_the_same_words_stand_together(name: str) -> None:
    """Two witnesses share the words that CollateX expects them to share, and no others."""
    texts, columns = table(name)
    ours, expected = collated(texts), alignment(columns)
    assert ours.equal >= expected.equal
    assert ours.equal - expected.equal <= expected.within


@pytest.mark.parametrize("name", sorted(TABLES.keys() - LAYOUT))
def test_what_stands_for_each_other_is_equal_or_finer(name: str) -> None:
    """Words that face each other in CollateX's table do in ours, and ours faces no others.

    Where one phrase stands for another of more or fewer words, ours may leave open which word
    stands for which.
    """
    texts, columns = table(name)
    ours, expected = collated(texts), alignment(columns)
    assert expected.paired <= ours.paired | ours.within
    assert ours.paired <= expected.paired | expected.within


@settings(max_examples=30)
@given(st.sampled_from([*TABLES]), st.randoms(use_true_random=False))
def test_the_order_of_the_witnesses_changes_no_case(name: str, source: Random) -> None:
    """CollateX's tables depend on the order in which witnesses come; ours do not."""
    texts, _ = table(name)
    order = list(range(len(texts)))
    source.shuffle(order)
    numbers = [str(number) for number in order]
    segments = collate(texts, numbers).segments
    shuffled = collate([texts[number] for number in order], numbers).segments
    assert [tuple(segment.readings[number] for number in order) for segment in segments] == [
        segment.readings for segment in shuffled
    ]


def test_the_page_states_how_many_are_equal() -> None:
    """The counts in docs/diff.md are those of these cases."""
    cases = [table(name) for name in TABLES]
    equal = sum(collated(texts) == alignment(columns) for texts, columns in cases)
    finer = len(TABLES) - len(LAYOUT) - equal
    page = " ".join((Path(__file__).parents[2] / "docs" / "diff.md").read_text("utf-8").split())
    assert f"holds {len(TABLES)} cases of CollateX's own tests" in page
    assert f"{equal + finer} tables are equal or finer: {equal} are equal, and in {finer} a" in page
    assert all(f"| `{name}` |" in page for name in LAYOUT)
