"""Parallel texts that were written for these tests, with their paragraph marks perturbed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "texts"
_LANGUAGES = {"nk": "ko"}
_Line = tuple[list[str], list[str]]
"""The sentences of a bead, of both sides."""
_Bead = tuple[list[list[str]], list[list[str]]]
"""The paragraphs of a bead, of both sides."""


def document(name: str, seed: int = 0) -> dict[str, Any]:
    """Return a text of the folder, such as ``de-fr``, in the form of the corpora.

    But for the seed 0, its paragraph marks are perturbed: on one side some paragraphs are in two
    parts, others joined with the next one, and a few are not translated.
    """
    source, target = name.split("-")
    paragraphs = _paragraphs((FOLDER / f"{name}.txt").read_text(encoding="utf-8"))
    chance = random.Random(seed)  # noqa: S311 the same text every time, nothing secret
    return {
        "source_language": _LANGUAGES.get(source, source),
        "target_language": target,
        **_numbered(*_perturbed(paragraphs, chance if seed else None)),
    }


def regrouped(document: dict[str, Any], seed: int) -> dict[str, Any]:
    """Return a document of the corpora, its sentences in other paragraphs, with marks perturbed."""
    chance = random.Random(seed)  # noqa: S311 the same text every time, nothing secret
    sides = [
        [sentence for paragraph in document[side] for sentence in paragraph]
        for side in ("source", "target")
    ]
    lines: list[_Line] = [([], [])]
    for source, target in document["beads"]:
        line = [sides[0][number] for number in source], [sides[1][number] for number in target]
        if all(line) and all(lines[-1]):
            lines.append(line)
        else:  # what only one side has stands with its neighbour, or a paragraph might be empty
            lines[-1] = lines[-1][0] + line[0], lines[-1][1] + line[1]
    paragraphs: list[list[_Line]] = []
    while lines:
        count = chance.choice((1, 2, 3, 4, 5, 6, 8, 11))
        paragraphs.append(lines[:count])
        del lines[:count]
    return {**document, **_numbered(*_perturbed(paragraphs, chance))}


def _paragraphs(text: str) -> list[list[_Line]]:
    blocks = [
        [line for line in block.splitlines() if not line.startswith("#")]
        for block in text.split("\n\n")
    ]
    return [[_line(line) for line in block] for block in blocks if block]


def _line(line: str) -> _Line:
    source, target = line.split(" | ")
    return source.strip().split(" // "), target.strip().split(" // ")


def _perturbed(
    paragraphs: Sequence[Sequence[_Line]], chance: random.Random | None
) -> tuple[list[_Bead], list[_Line]]:
    """Return the paragraphs that belong together, and the sentences that do."""
    beads: list[_Bead] = []
    lines: list[_Line] = []
    place = 0
    while place < len(paragraphs):
        paragraph = paragraphs[place]
        place += 1
        what, side = (chance.random(), chance.choice((0, 1))) if chance else (1.0, 0)
        parts: list[Sequence[_Line]] = [paragraph]
        if chance and what < 0.2 and len(paragraph) > 1:
            cut = chance.randrange(1, len(paragraph))
            parts = [paragraph[:cut], paragraph[cut:]]
        elif 0.2 <= what < 0.32 and place < len(paragraphs):
            parts = [paragraph, paragraphs[place]]
            place += 1
        joined = [line for part in parts for line in part]
        if what > 0.98 and chance:
            joined = [(line[0], []) for line in joined]
        apart = [_side(part, side) for part in parts]
        together = [_side(joined, 1 - side)]
        if what > 0.98 and chance:
            beads.append(([_side(joined, 0)], []))
        else:
            beads.append((apart, together) if side == 0 else (together, apart))
        lines += joined
    return beads, lines


def _side(lines: Sequence[_Line], side: int) -> list[str]:
    return [sentence for line in lines for sentence in line[side]]


def _numbered(beads: Sequence[_Bead], lines: Sequence[_Line]) -> dict[str, Any]:
    return {
        "source": [paragraph for bead in beads for paragraph in bead[0]],
        "target": [paragraph for bead in beads for paragraph in bead[1]],
        "paragraph_beads": _counted(beads),
        "beads": _counted(lines),
    }


def _counted(beads: Sequence[tuple[Sequence[object], Sequence[object]]]) -> list[Any]:
    counts = [0, 0]
    numbered = []
    for bead in beads:
        ends = [count + len(side) for count, side in zip(counts, bead, strict=True)]
        numbered.append([list(range(*numbers)) for numbers in zip(counts, ends, strict=True)])
        counts = ends
    return numbered
