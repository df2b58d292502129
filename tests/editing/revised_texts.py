"""Texts that are revised as people do it: sentences and words, by a random editor.

Each word knows what it is, so that nothing that was written anew is taken for what was there.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from tests.editing.truth import Revision, Sign


@dataclass
class Language:
    """How a language is written: its words, what is between them, and how a sentence ends."""

    words: tuple[str, ...]
    blank: str
    between: str
    stops: tuple[str, ...]
    quotes: tuple[str, str]
    short: tuple[str, ...]
    capital: bool = False


ENGLISH = Language(
    tuple(
        """
        the a of and to in ferry boat ship harbor port island fleet crew captain sailor
        soldier men women fish net rope oil coal cable letter order report treaty border
        army north south east west old new great small heavy light red white sank arrived
        left carried sent received wrote said told asked saw found lost paid took brought
        held was were had been not never soon later Monday Tuesday Andong Dandong Moscow
        Pyongyang Li Wang 1961 1962 12 40 on at by from with under before after against
        between toward village coast storm night morning winter
        """.split()
    ),
    " ",
    " ",
    (".", ".", ".", ".", "?", "!"),
    ("“", "”"),
    ("Nobody was hurt.", "It rained.", "He left.", "No reply came.", "The ferry sank."),
    capital=True,
)
CHINESE = Language(
    tuple(
        """
        北港 漁船 船長 三艘 五人 士兵 海岸 邊境 電報 報告 指示 同志 政府 代表 會議 條約
        昨日 今晨 風浪 出海 沉没 抵達 離開 收到 發出 轉告 請示 研究 同意 拒絕 的 了 在 向
        和 不 已 又 平壤 安東 莫斯科 大使 總理 老 新 大 小 紅 十二 四十 一九六一年
        """.split()
    ),
    "",
    "",
    ("。", "。", "。", "！", "？"),
    ("「", "」"),
    ("無人受傷。", "天下雨。", "他走了。", "未見回電。", "渡船沉没。"),
)
KOREAN = Language(
    tuple(
        """
        배가 어선이 선장은 선원을 항구에 북쪽 남쪽 바다로 섬으로 군인들이 보고를 전보를
        명령을 정부는 대표가 회의에서 조약을 어제 오늘 아침에 밤에 겨울에 침몰했다 도착했다
        떠났다 받았다 보냈다 말했다 물었다 보았다 잃었다 평양에서 안동에서 모스크바로 그 이
        새 큰 작은 붉은 세 다섯 1961년 대사가 총리는 동의했다 거절했다
        """.split()
    ),
    " ",
    " ",
    (".", ".", ".", "?", "!"),
    ("‘", "’"),
    ("다친 사람은 없다.", "비가 왔다.", "그는 갔다.", "답이 없다.", "배가 침몰했다."),
)
LANGUAGES = (ENGLISH, CHINESE, KOREAN)


class Word:
    """One word, mark or blank; another one with the same letters is not the same."""

    _numbers = itertools.count(1)

    def __init__(self, text: str) -> None:
        self.text = text
        self.numbers = [next(self._numbers) for _ in text]

    def again(self) -> Word:
        """Return the same letters, written anew."""
        return Word(self.text)

    def signs(self) -> Iterator[Sign]:
        """Yield the signs."""
        return zip(self.text, self.numbers, strict=True)


Sentence = list[Word]


class Reviser:
    """Writes a text of paragraphs and sentences, and revises it."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._language = random.choice(LANGUAGES)
        self._pool: list[Sentence] = []
        self.has_stops = random.random() < 0.85
        self._repetitive = random.choice([0.0, 0.0, 0.1, 0.5])
        self._short = random.choice([0.0, 0.1, 0.3])
        self._paragraph_end = random.choice(["\n\n", "\n\n", "\n", "\r\n\r\n", "\n\n\n"])
        paragraphs = random.randint(1, 6)
        self.paragraphs = [
            [self._sentence() for _ in range(random.randint(1, 8))] for _ in range(paragraphs)
        ]
        self.touched: set[int] = set()
        """The sentences, by `id`, that were edited or moved."""
        self.moved: set[int] = set()
        self.kept: list[Sentence] = []  # so that no `id` is given out again

    # Writing

    def _sentence(self) -> Sentence:
        random = self._random
        if self._pool and random.random() < self._repetitive:
            written = self._again(random.choice(self._pool))
            if random.random() < 0.7:
                self._change_word(written)
        elif random.random() < self._short:
            written = self._words(random.choice(self._language.short))
        else:
            written = self._new_sentence()
        self._pool.append(written)
        return written

    def _words(self, text: str) -> Sentence:
        language = self._language
        body = text[:-1] if self.has_stops else text.rstrip("".join(language.stops))
        parts = body.split(language.blank) if language.blank else [*body]
        words: Sentence = []
        for part in parts:
            if words and language.blank:
                words.append(Word(language.blank))
            words.append(Word(part))
        if self.has_stops:
            words.append(Word(text[-1]))
        return words

    def _new_sentence(self) -> Sentence:
        random, language = self._random, self._language
        words: Sentence = []
        for number in range(random.randint(3, 14 if language.blank else 9)):
            if number and language.blank:
                words.append(Word(language.blank))
            text = random.choice(language.words)
            words.append(Word(text.capitalize() if language.capital and not number else text))
        if random.random() < 0.15:
            place = random.randrange(0, len(words), 2 if language.blank else 1)
            words.insert(place, Word("["))
            words.insert(place + 2, Word("]"))
        if self.has_stops:
            words.append(Word(random.choice(language.stops)))
        if random.random() < 0.1:
            words = [Word(language.quotes[0]), *words, Word(language.quotes[1])]
        return words

    def _again(self, sentence: Sentence) -> Sentence:
        return [word.again() for word in sentence]

    # Revising

    def _change_word(self, sentence: Sentence) -> None:
        """Put another word for one of a sentence."""
        places = [n for n, word in enumerate(sentence) if word.text[0].isalnum()]
        if places:
            place = self._random.choice(places)
            old = sentence[place].text
            new = self._random.choice([word for word in self._language.words if word != old])
            if new.lower() != old.lower():
                sentence[place] = Word(new.capitalize() if old[0].isupper() else new)

    def _some(self) -> tuple[list[Sentence], int]:
        """Return a paragraph that has sentences, and the number of one of them."""
        paragraph = self._random.choice([part for part in self.paragraphs if part])
        return paragraph, self._random.randrange(len(paragraph))

    def _touch(self, sentence: Sentence) -> Sentence:
        self.touched.add(id(sentence))
        self.kept.append(sentence)
        return sentence

    def sentences(self) -> list[Sentence]:
        """Return all sentences in order."""
        return [sentence for paragraph in self.paragraphs for sentence in paragraph]

    def revise(self) -> None:
        """Make one change, unless the text has become too short."""
        if len(self.sentences()) >= 2:
            self._random.choice(
                [
                    self.insert,
                    self.insert_again,
                    self.insert_alike,
                    self.delete,
                    self.replace,
                    self.replace_alike,
                    self.move,
                    self.swap,
                    self.rewrite_elsewhere,
                    self.move_paragraph,
                    self.join_paragraphs,
                    self.change_word,
                    self.change_word,
                    self.insert_words,
                    self.delete_words,
                    self.repeat_words,
                    self.swap_words,
                    self.move_words,
                ]
            )()

    def _put(self, sentence: Sentence) -> None:
        paragraph, place = self._some()
        paragraph.insert(place + self._random.randint(0, 1), self._touch(sentence))

    def insert(self) -> None:
        """Insert a sentence."""
        self._put(self._sentence())

    def insert_again(self) -> None:
        """Insert a sentence that stands elsewhere too."""
        self._put(self._again(self._random.choice(self.sentences())))

    def insert_alike(self) -> None:
        """Insert a sentence that stands elsewhere too but for one word, often right beside it."""
        paragraph, place = self._some()
        alike = self._touch(self._again(paragraph[place]))
        self._change_word(alike)
        if self._random.random() < 0.5:
            paragraph.insert(place + self._random.randint(0, 1), alike)
        else:
            self._put(alike)

    def delete(self) -> None:
        """Delete a sentence."""
        paragraph, place = self._some()
        self._touch(paragraph.pop(place))

    def replace(self) -> None:
        """Put another sentence for one; perhaps one that stands elsewhere too."""
        paragraph, place = self._some()
        self._touch(paragraph[place])
        new = self._sentence()
        if self._random.random() < 0.3:
            new = self._again(self._random.choice(self.sentences()))
        paragraph[place] = self._touch(new)

    def replace_alike(self) -> None:
        """Put for a sentence one that is like another sentence."""
        paragraph, place = self._some()
        self._touch(paragraph[place])
        paragraph[place] = self._touch(self._again(self._random.choice(self.sentences())))
        self._change_word(paragraph[place])

    def _taken(self) -> Sentence:
        """Take out a sentence that will stand elsewhere."""
        paragraph, place = self._some()
        sentence = self._touch(paragraph.pop(place))
        self.moved.update(number for word in sentence for number in word.numbers)
        return sentence

    def move(self) -> None:
        """Move a sentence."""
        self._put(self._taken())

    def swap(self) -> None:
        """Swap two sentences, often neighbours."""
        paragraph, place = self._some()
        other, other_place = self._some()
        if len(paragraph) > 1 and self._random.random() < 0.5:
            other, other_place = paragraph, place - 1
        first, second = paragraph[place], other[other_place]
        for sentence in (first, second):
            self._touch(sentence)
            self.moved.update(number for word in sentence for number in word.numbers)
        paragraph[place], other[other_place] = second, first

    def rewrite_elsewhere(self) -> None:
        """Delete a sentence, put another one there, and write the same words in another place."""
        paragraph, place = self._some()
        old = self._touch(paragraph[place])
        paragraph[place] = self._touch(self._sentence())
        self._put(self._again(old))

    def move_paragraph(self) -> None:
        """Move a paragraph."""
        if len(self.paragraphs) > 1:
            moved = self.paragraphs.pop(self._random.randrange(len(self.paragraphs)))
            for sentence in moved:
                self._touch(sentence)
                self.moved.update(number for word in sentence for number in word.numbers)
            self.paragraphs.insert(self._random.randint(0, len(self.paragraphs)), moved)

    def join_paragraphs(self) -> None:
        """Make one paragraph of two, or two of one."""
        if len(self.paragraphs) > 1 and self._random.random() < 0.5:
            place = self._random.randrange(1, len(self.paragraphs))
            self.paragraphs[place - 1] += self.paragraphs.pop(place)
        else:
            place = self._random.randrange(len(self.paragraphs))
            paragraph = self.paragraphs[place]
            cut = self._random.randint(0, len(paragraph))
            if 0 < cut < len(paragraph):
                self.paragraphs[place : place + 1] = [paragraph[:cut], paragraph[cut:]]

    def _part(self, sentence: Sentence) -> tuple[int, int]:
        """Return a range of one to four words of a sentence."""
        first = self._random.randrange(len(sentence))
        return first, min(len(sentence), first + self._random.choice([1, 3, 5, 7]))

    def _edited(self) -> Sentence:
        paragraph, place = self._some()
        return self._touch(paragraph[place])

    def change_word(self) -> None:
        """Put another word for one."""
        self._change_word(self._edited())

    def insert_words(self) -> None:
        """Insert a word or a few."""
        sentence = self._edited()
        place = self._random.randint(0, len(sentence) - 1)
        for _ in range(self._random.randint(1, 3)):
            new = [Word(self._random.choice(self._language.words))]
            sentence[place:place] = [*new, *map(Word, filter(None, [self._language.blank]))]

    def delete_words(self) -> None:
        """Delete some words, but not all."""
        sentence = self._edited()
        first, last = self._part(sentence)
        if last - first < len(sentence):
            del sentence[first:last]

    def repeat_words(self) -> None:
        """Write some words of any sentence again, in this one."""
        sentence = self._edited()
        source = self._random.choice([sentence, sentence, *self.sentences()])
        first, last = self._part(source)
        place = self._random.randint(0, len(sentence))
        sentence[place:place] = self._again(source[first:last])

    def swap_words(self) -> None:
        """Swap two words of a sentence."""
        sentence = self._edited()
        first, second = (self._random.randrange(len(sentence)) for _ in range(2))
        if sentence[first].text == sentence[second].text:
            return
        sentence[first], sentence[second] = sentence[second], sentence[first]
        self.moved.update(sentence[first].numbers + sentence[second].numbers)

    def move_words(self) -> None:
        """Move some words into any sentence."""
        sentence = self._edited()
        first, last = self._part(sentence)
        if last - first < len(sentence):
            moved = sentence[first:last]
            del sentence[first:last]
            self.moved.update(number for word in moved for number in word.numbers)
            other = self._edited()
            place = self._random.randint(0, len(other))
            other[place:place] = moved

    def signs(self) -> tuple[list[Sign], dict[int, tuple[int, int]]]:
        """Return the text as it is now, and where each sentence stands, by its `id`."""
        signs: list[Sign] = []
        places: dict[int, tuple[int, int]] = {}
        between = self._language.between or ("" if self.has_stops else " ")
        for number, paragraph in enumerate(filter(None, self.paragraphs)):
            if number:
                signs += Word(self._paragraph_end).signs()
            for position, sentence in enumerate(paragraph):
                if position:
                    signs += Word(between).signs()
                start = len(signs)
                for word in sentence:
                    signs += word.signs()
                places[id(sentence)] = start, len(signs)
        return signs, places


def revised(random: Random) -> Revision:
    """Return a text that was revised sentence by sentence and word by word."""
    editor = Reviser(random)
    before, old = editor.signs()
    words = [
        (start, start + len(word.text))
        for sentence, (start, _) in zip(editor.sentences(), old.values(), strict=True)
        for word, start in zip(
            sentence,
            itertools.accumulate((len(word.text) for word in sentence), initial=start),
            strict=False,
        )
    ]
    for _ in range(random.choice([1, 1, 2, 3, 4, 6, 9])):
        editor.revise()
    after, new = editor.signs()
    left_alone = [
        place for name, place in old.items() if name in new and name not in editor.touched
    ]
    if not editor.has_stops:  # nobody who reads the text sees where one sentence ends
        left_alone = []
    passages = [_passage(random, words, [*old.values()]) for _ in range(20)]
    return Revision(before, after, passages, left_alone, [*old.values()], editor.moved)


def _passage(
    random: Random, words: list[tuple[int, int]], sentences: list[tuple[int, int]]
) -> tuple[int, int]:
    """Choose what a note is on: a word, a few, a sentence with its stop or without, or several."""
    kind = random.choice(["word", "word", "words", "words", "sentence", "sentences", "across"])
    if kind == "sentence":
        start, end = random.choice(sentences)
        return start, end - (end - start > 1 and random.random() < 0.5)
    if kind == "sentences":
        first = random.randrange(len(sentences))
        last = min(len(sentences) - 1, first + random.randint(0, 2))
        return sentences[first][0], sentences[last][1]
    first = random.randrange(len(words))
    span = {"word": 1, "words": random.randint(2, 8), "across": random.randint(8, 40)}[kind]
    last = min(len(words), first + span) - 1
    return words[first][0], words[last][1]
