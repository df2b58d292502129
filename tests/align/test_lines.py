"""Lines without anything in common with their translation: length alone, and order, say which."""

from __future__ import annotations

import random

from provrepo.align import align
from provrepo.reading.status.translated_changes import LEAST

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


def facing_lines(seed: int, count: int) -> tuple[list[str], list[str]]:
    """Return lines, and as many that translate them one by one, word by word."""
    chance = random.Random(seed)  # noqa: S311 the same texts every time, nothing secret
    source = [" ".join(chance.choices(HEBREW, k=chance.randint(3, 9))) for _ in range(count)]
    english = "greetings to elder honoured wrote you month Iyar on silver goods which sent".split()
    lexicon = dict(zip(HEBREW, english, strict=True))
    return source, [" ".join(lexicon[word] for word in line.split()) for line in source]


def test_of_lines_that_face_each_other_few_neighbours_are_doubtful() -> None:
    """One line changed in a letter of twenty: an editor reads it and one or two beside it."""
    read: list[tuple[int, ...]] = []
    for seed in range(8):
        source, target = facing_lines(seed, 20)
        alignment = align("\n".join(source), "\n".join(target), ("he", "en"))
        for unit in range(1, 21):
            read.append(alignment.translations(unit, least=LEAST))
            assert unit in read[-1], (seed, unit)
    assert sum(map(len, read)) <= 2.6 * len(read)


def test_a_translator_left_out_a_passage() -> None:
    """A third of fifty lines, in one piece anywhere: the others keep the lines that face them."""
    reached = 0
    for seed in range(6):
        source, target = facing_lines(seed, 51)
        start = 5 + 5 * seed
        target[start : start + 17] = []
        alignment = align("\n".join(source), "\n".join(target), ("he", "en"))
        for unit in [*range(1, start + 1), *range(start + 18, 52)]:
            partner = unit if unit <= start else unit - 17
            reached += partner in alignment.translations(unit, least=LEAST)
    assert reached >= 0.8 * 6 * 34


def test_lines_that_an_editor_numbered_are_sure() -> None:
    """The numbers stand on one side alone, and one line has lost its own."""
    for seed in range(4):
        source, target = facing_lines(seed, 20)
        target = [f"{number}. {line}" for number, line in enumerate(target, 1)]
        target[6] = target[6].removeprefix("7. ")
        alignment = align("\n".join(source), "\n".join(target), ("he", "en"))
        for unit in range(1, 21):
            assert alignment.translations(unit, least=LEAST) == (unit,), (seed, unit)


def test_a_whole_text_without_stops_is_aligned_like_any_other() -> None:
    """Chinese without stops is one word: it says what its signs say, however long it is."""
    text = "一九五六年五月政府" * 20_000
    (pair,) = align(text, text, ("zh", "zh")).pairs
    assert (pair.source, pair.target) == ((1,), (1,))
