"""Histories of texts in lines: letters that were read again line by line, and their translations.

Lines are corrected a few at a time, brackets open and close, and some are broken elsewhere. What
translates a corrected word is named; an editor reads little else.
"""

from __future__ import annotations

import random
from statistics import median
from typing import NamedTuple

import pytest

import provrepo
from tests.conftest import only_sqlite
from tests.reading.test_stale_passages import put

HEBREW = (
    "שלום אל הזקן החשוב מרדכי בן יצחק כתבתי אליך בחודש אייר על הכסף והסחורה אשר שלחת מן מצרים עם "
    "הספינה הגדולה ואדוני יודע כי הפלפל לא נמכר עד עתה והמחיר ירד מאד בשוק"
).split()
ARABIC = (
    "سلام الى الشيخ الجليل مردخاي بن اسحاق كتبت اليك في شهر ايار عن الفضة والبضاعة التي ارسلت من "
    "مصر مع السفينة الكبيرة وسيدي يعلم ان الفلفل لم يباع حتى الان والسعر هبط جدا في السوق"
).split()
ENGLISH = (
    "greetings to the-elder honoured Mordechai ibn Isaac I-wrote you in-month of-Iyar concerning "
    "silver and-goods which you-sent out-of Egypt aboard a-ship large my-lord knows that pepper "
    "not sold until now its-price fell much here"
).split()
OTHER = {"he": "חדש", "ar": "جديد"}
"""A word that no line has, for corrections."""


class Word(NamedTuple):
    """A word of a letter, and the number of the line in which it stood at first."""

    text: str
    line: int


class Letter:
    """A letter in lines, which is read again and again."""

    def __init__(self, seed: int, *, numbered: bool) -> None:
        self.chance = random.Random(seed)  # noqa: S311 the same texts every time, nothing secret
        self.numbered = numbered
        self.language = self.chance.choice(("he", "ar"))
        words = HEBREW if self.language == "he" else ARABIC
        chosen = [
            self.chance.choices(range(len(ENGLISH)), k=self.chance.randint(4, 11))
            for _ in range(self.chance.randint(15, 60))
        ]
        self.lines = [
            [Word(self.bracketed(words[number]), line) for number in numbers]
            for line, numbers in enumerate(chosen, 1)
        ]
        self.translation = [
            " ".join(ENGLISH[number].replace("-", " ") for number in self.turned(numbers))
            for numbers in chosen
        ]
        self.before = self.words_of_lines()

    def bracketed(self, word: str) -> str:
        """Put every tenth word or so in an editor's brackets, wholly or in part."""
        cut = self.chance.randrange(10 * len(word))
        return f"{word[:cut]}[{word[cut:]}]" if cut < len(word) else word

    def turned(self, numbers: list[int]) -> list[int]:
        """Return the words of a line as another language may order them."""
        cut = self.chance.randrange(len(numbers))
        return numbers[cut:] + numbers[:cut]

    def words_of_lines(self) -> dict[int, list[str]]:
        """Return what is left of each line, by its number at first, wherever it stands now."""
        of_lines: dict[int, list[str]] = {}
        for word in (word for line in self.lines for word in line):
            of_lines.setdefault(word.line, []).append(word.text)
        return of_lines

    def correct(self) -> None:
        """Correct one to three lines: another word, a bracket more, a word more or less."""
        for _ in range(self.chance.randint(1, 3)):
            line = self.chance.choice([line for line in self.lines if line])
            place = self.chance.randrange(len(line))
            word = line[place]
            line[place : place + 1] = self.chance.choice(
                [
                    [Word(OTHER[self.language], word.line)],
                    [Word(f"[{word.text.strip('[]')}]", word.line)],
                    [Word(f"{word.text}(?)", word.line)],
                    [word, Word(OTHER[self.language], word.line)],
                    [],
                ]
            )

    def break_elsewhere(self) -> None:
        """Move the last words of a few lines to the next."""
        first = self.chance.randrange(len(self.lines) - 4)
        for line, following in zip(
            self.lines[first:], self.lines[first + 1 : first + 4], strict=False
        ):
            if len(line) > 1:
                following.insert(0, line.pop())

    def written(self, lines: list[str]) -> str:
        """Return lines as a file has them, with their numbers where an editor gave them."""
        numbers = (f"{number} " if self.numbered else "" for number in range(1, len(lines) + 1))
        return "\n".join(map("".join, zip(numbers, lines, strict=True)))

    def text(self) -> str:
        """Return the letter as it is read now."""
        return self.written([" ".join(word.text for word in line) for line in self.lines])


@only_sqlite
@pytest.mark.slow
@pytest.mark.parametrize("numbered", [False, True])
def test_corrected_lines_and_little_else_is_named(
    repository: provrepo.Repository, *, numbered: bool
) -> None:
    """However many lines were broken elsewhere between the corrections."""
    shares = []
    for seed in range(24):
        letter = Letter(seed, numbered=numbered)
        basis = f"letter-{seed}/transcription:{letter.language}"
        translation = f"letter-{seed}/translation:en"
        put(repository, basis, letter.text())
        put(repository, translation, letter.written(letter.translation), basis)
        for _ in range(letter.chance.randint(1, 3)):
            letter.correct()
            if letter.chance.random() < 0.3:
                letter.break_elsewhere()
            put(repository, basis, letter.text())
        now = letter.words_of_lines()
        corrected = {line for line, words in letter.before.items() if now.get(line) != words}
        (worklist,) = repository.stale_passages(translation)
        named = {passage.unit for passage in worklist.passages}
        assert worklist.units == len(letter.translation)
        assert corrected <= named, seed
        shares.append(len(named) / worklist.units)
    assert median(shares) <= 0.14
