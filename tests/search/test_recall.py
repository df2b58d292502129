"""Nothing that stands in real texts is missed, and nothing else shown: against a scan of its own.

Words are picked from texts in many scripts, into which brackets, line ends and hyphens were put.
What is true of them is worked out here, by another definition of folding and of reading brackets
than the search has.
"""

from __future__ import annotations

import json
import random
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import pytest

from provrepo import Repository, Scope
from tests.shared import SHARED, needs

BRACKETS = ("[]", "〔〕", "【】", "［］", "⟦⟧")
OF_ALL_BRACKETS = "".join(BRACKETS)
HAN, HANGUL = "\u3400-\u9fff", "\uac00-\ud7a3"
LETTER = rf"[^\W_{HAN}{HANGUL}]"
BETWEEN = r"(?:(?!\n[^\S\n]*\n)[\W_])+"
"""What may stand between two words of a phrase: anything but the end of a paragraph."""

POINTED = (
    "وَكَانَ الرَّجُلُ يَسْكُنُ فِي السُّوقِ القَديمِ ثُمَّ رَجَعَ إلى المَدينَةِ بَعْدَ الحَرْبِ",
    "בְּרֵאשִׁית בָּרָא אֱלֹהִים אֵת הַשָּׁמַיִם וְאֵת הָאָרֶץ וְהָאָרֶץ הָיְתָה תֹהוּ וָבֹהוּ",
    "Ἐν ἀρχῇ ἦν ὁ Λόγος, καὶ ὁ Λόγος ἦν πρὸς τὸν Θεόν, καὶ Θεὸς ἦν ὁ Λόγος.",
    "Přílíš žluťoučký kůň úpěl ďábelské ódy; Straße, naïve, ﬁnal, İstanbul, Đà Nẵng, Łódź.",
)


QUERIES = 150


class _Choice(NamedTuple):
    """Which of the brackets of a text are read, by their numbers, and whether hyphens join."""

    left_out: frozenset[int]
    joins: bool


@dataclass
class _Text:
    """A text with brackets that were put into it, each a range with its signs."""

    written: str
    brackets: list[tuple[int, int]]
    comments: frozenset[int]
    """The numbers of the brackets that are no part of the word before them."""

    readings: list[tuple[str, list[int]]] = field(default_factory=list)
    """Some ways in which the text reads."""

    def read(self, choice: _Choice) -> tuple[str, list[int]]:
        """Return the text as it reads, folded, and where each character of that stands."""
        hidden: set[int] = set()
        for number, (start, end) in enumerate(self.brackets):
            hidden |= {start, end - 1}
            if number in choice.left_out or number in self.comments:
                hidden |= set(range(start, end))
        if choice.joins:
            for match in re.finditer(r"(?<=[^\W\d_])-\n(?=[^\W\d_])", self.written):
                hidden |= set(range(*match.span()))
        signs: list[str] = []
        places: list[int] = []
        for place, sign in enumerate(self.written):
            if place not in hidden:
                folded = _folded(sign)
                signs.append(folded)
                places += [place] * len(folded)
        return "".join(signs), places


def _folded(sign: str) -> str:
    if "\uac00" <= sign <= "\ud7a3" or sign == "İ":
        return "i" if sign == "İ" else sign
    small = unicodedata.normalize("NFKD", _unmarked(sign).casefold())
    return _unmarked(small).replace("ـ", "").translate(str.maketrans("đıłøðħŧ", "dilodht"))


def _unmarked(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text)
    return "".join(part for part in parts if unicodedata.category(part) not in ("Mn", "Cf"))


def _paragraphs() -> Iterator[str]:
    """Yield stretches of real texts in many scripts."""
    chance = random.Random(18)  # noqa: S311
    pairs = SHARED / "corpora" / "pairs"
    for name in ("chinese-poetry", "frus-history", "leo-tolstoy", "samuel-pepys", "syriac-corpus"):
        for path in sorted(pairs.glob(f"{name}*.a.txt"))[:8]:
            text = path.read_text("utf-8").translate(dict.fromkeys(map(ord, OF_ALL_BRACKETS)))
            start = chance.randrange(max(1, len(text) - 800))
            yield text[start : start + 800]
    for path in sorted((SHARED / "corpora" / "alignment").glob("*.json")):
        for sentences in json.loads(path.read_text("utf-8"))["source"][:3]:
            text = " ".join(sentences).translate(dict.fromkeys(map(ord, OF_ALL_BRACKETS)))
            yield text[:800]
    yield from POINTED


def _disturbed(chance: random.Random, written: str) -> _Text:
    """Return a text with brackets, line ends and hyphens in it."""
    text = _broken(chance, written)
    words = [
        match.span()
        for match in _PIECE.finditer(text)
        if not text.startswith("-\n", match.end()) and not text.endswith("-\n", 0, match.start())
    ]
    ranges: list[tuple[int, int]] = []
    for _ in range(len(text) // 50):
        place = _bracketed(chance, text, words)
        if place and not any(_cross(place, other) for other in ranges):
            ranges.append(place)
    comments = {
        end: chance.choice(("[1]", "[sic]"))
        for start, end in words
        if text[start:end].isalpha() and text[end : end + 1] in " ,.;" and chance.random() < 0.02
        if not any(end in around for around in ranges)
    }
    disturbed = _with_signs(text, {place: chance.choice(BRACKETS) for place in ranges}, comments)
    disturbed.readings = list(map(disturbed.read, _choices(chance, disturbed)))
    return disturbed


def _broken(chance: random.Random, text: str) -> str:
    """Return a text with a few more line ends, some of them in words, behind a hyphen."""
    for place in sorted(chance.sample(range(1, len(text)), 4), reverse=True):
        around = text[place - 2 : place + 2]
        if re.fullmatch(rf"(?:(?=[a-zäöüéα-ω]){LETTER}){{4}}", around):
            text = f"{text[:place]}-\n{text[place:]}"
        elif re.fullmatch(f"[{HAN}]{{4}}", around):
            text = f"{text[:place]}\n{text[place:]}"
        elif around[1:2] == " " and "\n" not in around:
            text = f"{text[: place - 1]}\n{text[place:]}"
    return text


def _with_signs(text: str, pairs: dict[tuple[int, int], str], comments: dict[int, str]) -> _Text:
    """Return a text with pairs of brackets around ranges of it, and comments at places."""
    written, open_at = "", list[int]()
    brackets: list[tuple[int, int]] = []
    numbers: set[int] = set()
    for place, sign in enumerate([*text, ""]):
        for (_, end), pair in pairs.items():
            if end == place:  # no two begin or end together
                written += pair[1]
                brackets.append((open_at.pop(), len(written)))
        if place in comments:
            numbers.add(len(brackets))
            brackets.append((len(written), len(written) + len(comments[place])))
            written += comments[place]
        for (start, _), pair in pairs.items():
            if start == place:
                open_at.append(len(written))
                written += pair[0]
        written += sign
    return _Text(written, brackets, frozenset(numbers))


_PIECE = re.compile(
    rf"[{HAN}]|[{HANGUL}]|(?:(?![{HAN}{HANGUL}_])"
    "[\\w\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u0670\u0730-\u074a])+"
)


def _bracketed(
    chance: random.Random, text: str, words: list[tuple[int, int]]
) -> tuple[int, int] | None:
    """Return where a bracket may be put: around whole words, or around a part of one."""
    first = chance.randrange(len(words))
    last = min(len(words) - 1, first + chance.choice((0, 0, 0, 1, 2, 5, 9)))
    start, end = words[first][0], words[last][1]
    if first == last and end - start > 4 and text[start:end].isalpha() and chance.random() < 0.5:
        start, end = start + 2, end - chance.randrange(2)
    inside = text[start:end]
    return None if re.search(r"\n\s*\n|-\n|\d", inside) or end - start > 400 else (start, end)


def _cross(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Return whether two ranges are neither apart nor one in the other with a word between."""
    (start, end), (begins, ends) = one, other
    if end < begins or ends < start:
        return False
    return not (start < begins and ends < end) and not (begins < start and end < ends)


class _Asked(NamedTuple):
    """A query, and the pattern of what it asks for in a text as it reads."""

    query: str
    pattern: re.Pattern[str]


def _picked(chance: random.Random, read: str) -> _Asked | None:
    """Return a query for something that stands in a text as it reads."""
    makers: list[Callable[[random.Random, str], _Asked | None]] = [_words, _words, _beginning]
    if re.search(f"[{HAN}]", read):
        makers = [_han]
    elif re.search(f"[{HANGUL}]", read):
        makers = [_hangul, _hangul, _words]
    return chance.choice(makers)(chance, read)


def _han(chance: random.Random, read: str) -> _Asked | None:
    length = chance.randint(1, 6)
    runs = list(re.finditer(rf"(?=([{HAN}](?:\s?[{HAN}]){{{length - 1}}}))", read))
    runs = [run for run in runs if not re.search(r"\n\s*\n", run[1])]
    if not runs:
        return None
    query = "".join(chance.choice(runs)[1].split())
    gap = r"(?:(?!\n[^\S\n]*\n)\s)*"
    return _Asked(query, re.compile(gap.join(query)))


def _hangul(chance: random.Random, read: str) -> _Asked | None:
    length = chance.randint(1, 4)
    runs = re.findall(rf"(?=([{HANGUL}]{{{length}}}))", read)
    if not runs:
        return None
    query = chance.choice(runs)
    return _Asked(unicodedata.normalize(chance.choice(("NFC", "NFD")), query), re.compile(query))


def _words(chance: random.Random, read: str) -> _Asked | None:
    number = chance.randint(1, 4)
    found = list(re.finditer(f"(?<!{LETTER}){LETTER}+", read))
    if len(found) < number:
        return None
    first = chance.randrange(len(found) - number + 1)
    chosen = found[first : first + number]
    if any(
        not re.fullmatch(BETWEEN, read[before.end() : after.start()])
        for before, after in pairwise(chosen)
    ) or any(re.search(r"\d", word[0]) for word in chosen):
        return None
    words = [word[0] for word in chosen]
    written = " ".join(word.upper() if chance.random() < 0.3 else word for word in words)
    pattern = BETWEEN.join(words)
    return _Asked(f'"{written}"', re.compile(rf"(?<!{LETTER}){pattern}(?!{LETTER})"))


def _beginning(chance: random.Random, read: str) -> _Asked | None:
    found = re.findall(rf"(?<!{LETTER})(?!\d)({LETTER}{{2,5}})", read)
    if not found:
        return None
    beginning = chance.choice(found)
    if re.search(r"\d", beginning):
        return None
    return _Asked(f"{beginning}*", re.compile(rf"(?<!{LETTER}){beginning}{LETTER}*"))


def _choices(chance: random.Random, text: _Text) -> list[_Choice]:
    numbers = range(len(text.brackets))
    some = frozenset(number for number in numbers if chance.random() < 0.5)
    return [
        _Choice(left_out, joins)
        for left_out in (frozenset[int](), frozenset(numbers), some)
        for joins in (False, True)
    ]


@pytest.mark.slow
@needs("corpora")
@pytest.mark.parametrize("seed", range(3))
def test_everything_is_found_where_it_stands(repository: Repository, seed: int) -> None:
    """Whatever is picked is found in each text that reads so, there, and nowhere else."""
    chance = random.Random(seed)  # noqa: S311
    texts = {
        f"d{number:03}": _disturbed(chance, text)
        for number, text in enumerate(_paragraphs())
        if len(text) > 20
    }
    for key, text in texts.items():
        repository.ingest(text.written.encode(), document=key, text="transcription:und")
    for _ in range(QUERIES):
        source = chance.choice(list(texts.values()))
        asked = _picked(chance, chance.choice(source.readings)[0])
        if asked is not None:
            _check(repository, texts, asked)


def _check(repository: Repository, texts: dict[str, _Text], asked: _Asked) -> None:
    ranges: dict[str, list[tuple[int, int]]] = {key: [] for key in texts}
    for hit in repository.search(asked.query, Scope(within=("text",))):
        key = hit.version.document
        assert texts[key].written[hit.start : hit.end] == hit.text
        ranges[key].append((hit.start, hit.end))
    for key, text in texts.items():
        true = {
            (places[match.start(1)], places[match.end(1) - 1] + 1)
            for read, places in text.readings
            for match in re.finditer(f"(?=({asked.pattern.pattern}))", read)
        }
        for start, end in true:
            near = [place for place in ranges[key] if place[0] < end and start < place[1]]
            assert near, (asked.query, key, text.written[max(0, start - 30) : end + 30])
        for start, end in ranges[key]:
            where = text.written[max(0, start - 30) : end + 30]
            assert (start, end) in true or _is_true(text, (start, end), asked), (asked, key, where)


def _is_true(text: _Text, hit: tuple[int, int], asked: _Asked) -> bool:
    """Return whether a hit is what was asked, and no more, in a way in which it can be read."""
    comments = [text.brackets[number] for number in text.comments]
    if any(start < hit[0] and hit[1] < end for start, end in comments):
        return True  # they are words of their own
    near = [
        number
        for number, (start, end) in enumerate(text.brackets)
        if start < hit[1] + 1 and hit[0] - 1 < end
    ]
    for number in range(2 ** len(near)):
        left_out = frozenset(bracket for place, bracket in enumerate(near) if number >> place & 1)
        for joins in (False, True):
            read, places = text.read(_Choice(left_out, joins))
            for match in asked.pattern.finditer(read):
                start, end = places[match.start()], places[match.end() - 1] + 1
                around = text.written[hit[0] : start] + text.written[end : hit[1]]
                if hit[0] <= start and end <= hit[1] and not re.search(r"[^\W]", around):
                    return True
    return False
