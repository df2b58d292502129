"""Compare alignments with those made by hand; measure time and memory on two texts of 500 KB.

    python bench/align.py FOLDER

First the texts that were written for the tests (`tests/align/texts`), 24 times, each time with
their paragraph marks perturbed otherwise. The folder has files CORPUS-NUMBER.json with `source` and
`target` (paragraphs of sentences), `beads` (sentences that translate each other) and, where there
are any, `paragraph_beads`; texts that have these are compared as they are, and eight times with
their sentences in other paragraphs, some as short as a sentence, whose marks are perturbed, too.
Strict is the F1 of beads that are exactly those made by hand, lax that
of beads that overlap with them on both sides; a bead with an empty side counts where it is wrong.
Links are the pairs of paragraphs made by hand; their figure is the share that was found.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import tracemalloc
from collections import defaultdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from histories import histories

from provrepo.align import align
from tests.align.gold import Bead, Scores, aligned, joined
from tests.align.written import document as written
from tests.align.written import regrouped

SIZE = 500_000


def main() -> None:
    """Print a line for each corpus, and one for the long texts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    corpora: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for path in sorted(parser.parse_args().folder.glob("*.json")):
        corpora[path.stem.rpartition("-")[0]].append(json.loads(path.read_bytes()))
    for name in ("de-fr", "nk-en"):
        _print_scores(name, [written(name, seed) for seed in range(1, 25)])
    for corpus, documents in corpora.items():
        _print_scores(corpus, documents)
        if all("paragraph_beads" in document for document in documents):
            again = [regrouped(document, seed) for document in documents for seed in range(1, 9)]
            _print_scores(f"{corpus}, in other paragraphs", again)
    for corpus in list(corpora)[:1]:
        _print_time(corpora.get("mac-dev", corpora[corpus]))


def _print_scores(corpus: str, documents: list[dict[str, Any]]) -> None:
    paragraphs, sentences = Scores(), Scores()
    for document in documents:
        by_paragraph, by_sentence = aligned(document)
        paragraphs.add(_paragraph_beads(document), by_paragraph)
        sentences.add(document["beads"], by_sentence)
    print(
        f"{corpus}: documents {len(documents)}, paragraphs strict {paragraphs.strict:.3f}, "
        f"links found {paragraphs.link_recall:.3f}, sentences lax {sentences.lax:.3f}"
    )


def _paragraph_beads(document: dict[str, Any]) -> list[Bead]:
    """Return the paragraphs that belong together; without marks made by hand each with its own."""
    beads: list[Bead] | None = document.get("paragraph_beads")
    return beads or [([number], [number]) for number in range(len(document["source"]))]


def _print_time(documents: list[dict[str, Any]]) -> None:
    source = [paragraph for document in documents for paragraph in document["source"]]
    target = [paragraph for document in documents for paragraph in document["target"]]
    times = max(1, round(SIZE / len(joined(target).encode())))
    texts = joined(source * times), joined(target * times)
    languages = documents[0]["source_language"], documents[0]["target_language"]
    _print_one_time(texts, languages)
    _print_one_time((_verses(1), _verses(2)), ("la", "en"))


def _verses(seed: int) -> str:
    """Return verses of words of no language, which have nothing to do with those of another."""
    (text,) = next(histories(1, 1, SIZE, chinese=0, seed=seed))
    words = text.split()
    return "\n".join(" ".join(words[place : place + 6]) for place in range(0, len(words), 6))


def _print_one_time(texts: tuple[str, str], languages: tuple[str, str]) -> None:
    start = time.process_time()
    alignment = align(*texts, languages)
    seconds = time.process_time() - start
    tracemalloc.start()
    align(*texts, languages)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()  # or the next text is timed while its memory is traced
    sizes = " and ".join(f"{len(text.encode()) / 1000:.0f} KB" for text in texts)
    print(f"{sizes}, {len(alignment.pairs)} pairs: {seconds:.1f} s, {peak / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
