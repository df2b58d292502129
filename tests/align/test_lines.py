"""Lines without anything in common with their translation: length alone, and order, say which."""

from __future__ import annotations

import random

from provrepo.align import align
from provrepo.reading.translated_changes import LEAST

HEBREW = "שלום אל הזקן החשוב כתבתי אליך בחודש אייר על הכסף והסחורה אשר שלחת".split()


def lines_and_prose(seed: int, most: int) -> tuple[str, str, dict[int, set[int]]]:
    """Return lines, paragraphs that translate several of them each, and which translate which."""
    chance = random.Random(seed)  # noqa: S311 the same texts every time, nothing secret
    lines = [" ".join(chance.choices(HEBREW, k=chance.randint(3, 9))) for _ in range(48)]
    paragraphs: list[str] = []
    partners: dict[int, set[int]] = {}
    place = 0
    while place < len(lines):
        end = min(len(lines), place + chance.randint(most // 2, most))
        words = sum(len(line.split()) for line in lines[place:end])
        paragraphs.append(" ".join(chance.choices("the ox and a cart of salt".split(), k=words)))
        for number in range(place, end):
            partners[number + 1] = {len(paragraphs)}
        place = end
    return "\n".join(lines), "\n\n".join(paragraphs), partners


def test_a_paragraph_faces_as_many_lines_as_it_has() -> None:
    """Six to twelve lines of a letter, for which a translator wrote one paragraph."""
    for seed in range(5):
        source, target, partners = lines_and_prose(seed, 12)
        alignment = align(source, target, ("he", "en"))
        for unit, expected in partners.items():
            assert expected <= set(alignment.translations(unit, least=LEAST)), (seed, unit)


def test_as_many_lines_face_each_other_one_by_one() -> None:
    """However different in length: an editor of a letter keeps its lines."""
    chance = random.Random(7)  # noqa: S311 the same texts every time, nothing secret
    source = [" ".join(chance.choices(HEBREW, k=chance.randint(3, 9))) for _ in range(30)]
    target = [
        " ".join(["salt"] * max(1, len(line) // 6 + chance.randint(-1, 2))) for line in source
    ]
    alignment = align("\n".join(source), "\n".join(target), ("he", "en"))
    assert [pair.source for pair in alignment.pairs] == [(unit,) for unit in range(1, 31)]
    assert [pair.target for pair in alignment.pairs] == [(unit,) for unit in range(1, 31)]
