"""The engine on texts aligned by hand, and on texts disturbed on purpose."""

from __future__ import annotations

import json
from typing import Any

import pytest

from provrepo.align import align
from tests.align.gold import Scores, aligned, joined, paragraphs_of
from tests.align.written import document as written
from tests.align.written import regrouped
from tests.shared import SHARED, needs

CORPUS = SHARED / "corpora" / "alignment"


def documents(prefix: str) -> list[dict[str, Any]]:
    """Return the documents of a corpus."""
    return [json.loads(path.read_bytes()) for path in sorted(CORPUS.glob(f"{prefix}-*.json"))]


@needs("corpora", "alignment")
@pytest.mark.parametrize(
    ("corpus", "strict", "links"), [("mac-dev", 0.94, 0.985), ("jhe", 0.95, 0.985)]
)
def test_paragraphs_are_paired_as_by_hand(corpus: str, strict: float, links: float) -> None:
    """Chinese novels and Korean sentences, their paragraph marks perturbed."""
    scores = Scores()
    for document in documents(corpus):
        scores.add(document["paragraph_beads"], aligned(document)[0])
    assert scores.strict >= strict
    assert scores.link_recall >= links


@pytest.mark.parametrize("name", ["de-fr", "nk-en"])
def test_paragraphs_of_the_texts_here_are_paired_as_they_were_written(name: str) -> None:
    """German and French, and Korean as the North spells it; whole, and with marks perturbed."""
    as_written = written(name)
    assert _strict([as_written]) == 1
    assert _strict([written(name, seed) for seed in (3, 4)]) >= 0.92


@needs("corpora", "alignment")
@pytest.mark.parametrize("corpus", ["mac-dev", "jhe"])
def test_a_third_that_was_left_out_is_left_alone(corpus: str) -> None:
    """A third of each translation is missing, from its middle on: the rest is paired as before."""
    scores = Scores()
    for document in documents(corpus):
        count = len(document["target"])
        start, end = count // 2, count // 2 + count // 3
        kept = [number for number in range(count) if not start <= number < end]
        shorter = {number: place for place, number in enumerate(kept)}
        gold = [
            (source, [shorter[number] for number in target])
            for source, target in document["paragraph_beads"]
            if all(number in shorter for number in target)
        ]
        document["target"] = [document["target"][number] for number in kept]
        scores.add(gold, paragraphs_of(document))
    assert scores.link_recall >= 0.9


@pytest.mark.slow
@pytest.mark.parametrize(("name", "strict"), [("de-fr", 0.98), ("nk-en", 0.98)])
def test_paragraphs_are_paired_however_their_marks_are_perturbed(name: str, strict: float) -> None:
    """Two dozen times: parted, joined, and some not translated."""
    paragraphs, sentences = Scores(), Scores()
    for seed in range(1, 25):
        document = written(name, seed)
        by_paragraph, by_sentence = aligned(document)
        paragraphs.add(document["paragraph_beads"], by_paragraph)
        sentences.add(document["beads"], by_sentence)
    assert paragraphs.strict >= strict
    assert paragraphs.link_recall >= 0.995
    assert sentences.lax >= 0.975


def _strict(documents: list[dict[str, Any]]) -> float:
    scores = Scores()
    for document in documents:
        scores.add(document["paragraph_beads"], aligned(document)[0])
    return scores.strict


@needs("corpora", "alignment")
@pytest.mark.slow
@pytest.mark.parametrize(("corpus", "strict"), [("mac-dev", 0.95), ("jhe", 0.97)])
def test_short_paragraphs_are_paired_by_where_their_sentences_end(
    corpus: str, strict: float
) -> None:
    """What is said of one paragraph alone tells little where a sentence more or less is there."""
    scores = Scores()
    for document in documents(corpus):
        for seed in (1, 2, 3):
            perturbed = regrouped(document, seed)
            scores.add(perturbed["paragraph_beads"], aligned(perturbed)[0])
    assert scores.strict >= strict
    assert scores.link_recall >= 0.985


@needs("corpora", "alignment")
@pytest.mark.slow
def test_sentences_are_paired_as_by_hand() -> None:
    """Within paragraphs; any overlap with the right sentences counts."""
    for corpus, lax in (("mac-dev", 0.93), ("jhe", 0.975), ("perseus", 0.975)):
        scores = Scores()
        for document in documents(corpus):
            scores.add(document["beads"], aligned(document)[1])
        assert scores.lax >= lax


@needs("corpora", "alignment")
def test_a_paragraph_that_moved_is_reported() -> None:
    """One taken from its place to another is paired there, and the rest keeps its order."""
    document = documents("mac-dev")[5]
    source, target = document["source"][:20], document["target"][:20]
    moved = [*source[:4], *source[5:15], source[4], *source[15:]]
    alignment = align(joined(moved), joined(target), ("zh", "en"))
    plain = align(joined(source), joined(target), ("zh", "en"))
    partners = next(pair.target for pair in plain.pairs if pair.source == (5,))
    moved_pairs = [(pair.source, pair.target) for pair in alignment.pairs if pair.moved]
    assert moved_pairs == [((15,), partners)]


def test_paragraphs_without_a_translation_are_paired_with_nothing() -> None:
    """As after the end of a translation that was never finished."""
    numbers = [n * n * 37 % 899 + 100 for n in range(30)]
    source = [f"第{n}号电报已经收到，请立即转告有关部门并于{n + 3}日以前答复。" for n in numbers]
    target = [
        f"Cable No. {n} has been received; inform the departments concerned and reply before "
        f"the {n + 3}th."
        for n in numbers
    ]
    alignment = align("\n\n".join(source), "\n\n".join(target[:20]), ("zh", "en"))
    alone = [pair.source for pair in alignment.pairs if not pair.target]
    # The first of them may be taken for a part of what the last translated paragraph says.
    assert alone[-9:] == [(number,) for number in range(22, 31)]
    assert all(pair.source == pair.target for pair in alignment.pairs[:19])
