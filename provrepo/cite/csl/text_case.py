"""Text-case: lower, upper, capitalised, sentence and title case.

The rules are those of CSL 1.0.2, "Text-case"; title case is for English only, which the caller
decides. Characters change one by one, so that formatting inside the text keeps its place and
``nocase`` stretches stay untouched.
"""

from __future__ import annotations

import re
from functools import lru_cache

from provrepo.cite.csl.tree import NAME_ROLES, NOCASE, NODECOR, Output

_SMALL = """
    a about above across afore after against al along alongside amid amidst among amongst an and
    anenst apropos apud around as aside astride at athwart atop barring before behind below beneath
    beside besides between beyond but by c ca circa d' d’ de despite down during et except for
    forenenst from given in inside into lest like modulo near next nor notwithstanding of off on
    onto or out over per plus pro qua sans since so than the through throughout thru
    thruout till to toward towards under underneath until unto up upon v v. van versus via
    vis-à-vis von vs vs. with within without yet
"""
_STOP_WORDS = frozenset(_SMALL.split())
_STOP_PHRASES = (
    "according to", "ahead of", "apart from", "as for", "as of", "as per", "as regards",
    "aside from", "back to", "because of", "close to", "due to", "except for", "far from",
    "inside of", "instead of", "near to", "next to", "on to", "out from", "out of", "outside of",
    "prior to", "pursuant to", "rather than", "regardless of", "such as", "that of", "up to",
    "where as",
)  # fmt: skip
_WORD = re.compile(r"[^\s/—–‑‒―:?!\"“”‘«»()\[\]\-‐]+")
_HYPHENS = ("-", "‐")
_BREAK = re.compile(r"[:?!]")


_DOTTED = frozenset({"az", "aze", "tr", "tur"})
"""Languages that have two letters where others have one "i": with a dot and without."""


def is_dotted(language: str) -> bool:
    """Return whether a language tag ("tr-TR") is that of a language with two letters "i"."""
    return language.replace("_", "-").partition("-")[0].lower() in _DOTTED


class _Letters:
    """The letters of a piece of output, in order, and which of them keep their case."""

    def __init__(self, outputs: list[Output], language: str = "") -> None:
        self.dotted = is_dotted(language)
        self.letters: list[str] = []
        self.fixed: list[bool] = []
        self._collect(outputs, protected=False)
        self.text = "".join(self.letters)

    def _collect(self, outputs: list[Output], *, protected: bool) -> None:
        for output in outputs:
            if isinstance(output, str):
                self.letters.extend(output)
                self.fixed.extend([protected] * len(output))
                continue
            fixed = protected or output.role == "identifier"
            fixed = fixed or NOCASE in output.marks or NODECOR in output.marks
            for mark, value in output.marks:
                # Formulas (CO<sub>2</sub>) and small capitals mean their letters as they stand.
                if mark == "vertical-align" or (mark, value) == ("font-variant", "small-caps"):
                    fixed = True
            for affix, kids in ((output.prefix, True), (output.suffix, False)):
                self.letters.extend(affix)
                self.fixed.extend([fixed] * len(affix))
                if kids:
                    self._collect(output.kids, protected=fixed)

    def upper(self, letter: str) -> str:
        """Return a letter as a capital in the language."""
        return "İ" if self.dotted and letter == "i" else letter.upper()

    def lower(self, letter: str) -> str:
        """Return a letter as a small one in the language."""
        if self.dotted and letter in "Iİ":
            return "ı" if letter == "I" else "i"
        return letter.lower()

    def set(self, index: int, letter: str) -> None:
        """Replace a letter, unless it is protected."""
        if not self.fixed[index]:
            self.letters[index] = letter

    def rebuild(self, outputs: list[Output]) -> list[Output]:
        """Return the outputs with the changed letters."""
        position = 0

        def take(count: int) -> str:
            nonlocal position
            position += count
            return "".join(self.letters[position - count : position])

        def build(pieces: list[Output]) -> list[Output]:
            result: list[Output] = []
            for piece in pieces:
                if isinstance(piece, str):
                    result.append(take(len(piece)))
                    continue
                prefix = take(len(piece.prefix))
                kids = build(piece.kids)
                suffix = take(len(piece.suffix))
                if piece.role in NAME_ROLES:
                    piece.kids, piece.prefix, piece.suffix = kids, prefix, suffix
                    result.append(piece)
                    continue
                changed = piece.with_kids(kids)
                changed.prefix, changed.suffix = prefix, suffix
                result.append(changed)
            return result

        return build(outputs)


def change_case(
    outputs: list[Output], case: str, *, english: bool, language: str = ""
) -> list[Output]:
    """Return ``outputs`` in the given CSL text-case, with the letters of ``language``.

    Title case is for ``english`` only; elsewhere ``title`` changes nothing (CSL 1.0.2, "Non-English
    Items").
    """
    if not outputs or case in ("", "none") or (case == "title" and not english):
        return outputs
    if len(outputs) == 1 and isinstance(outputs[0], str):
        return [_cased(outputs[0], case, language)]
    letters = _Letters(outputs, language)
    CASES[case](letters)
    return letters.rebuild(outputs)


@lru_cache(maxsize=2048)
def _cased(text: str, case: str, language: str) -> Output:
    """Return a text in the given case: each note on a work asks for that of its title anew."""
    letters = _Letters([text], language)
    CASES[case](letters)
    return letters.rebuild([text])[0]


def case_of_text(text: str, case: str, *, english: bool = True, language: str = "") -> str:
    """Return a plain text in the given case."""
    changed = change_case([text], case, english=english, language=language)
    return changed[0] if changed and isinstance(changed[0], str) else text


def _lower(letters: _Letters) -> None:
    for index, letter in enumerate(letters.text):
        letters.set(index, letters.lower(letter))


def _upper(letters: _Letters) -> None:
    for index, letter in enumerate(letters.text):
        letters.set(index, letters.upper(letter))


def _raise(letters: _Letters, index: int) -> None:
    letter = letters.text[index]
    # A ligature such as "ﬁ" has a title form of two letters; "ß" has none.
    title = letters.upper(letter) if letter == "i" else letter.title()[:2]
    letters.set(index, letter if letter == "ß" else title or letter)


def _capitalize_first(letters: _Letters) -> None:
    for match in _WORD.finditer(letters.text):
        if any(letter.isalnum() for letter in match.group()):
            if match.group() == match.group().lower():
                _raise(letters, _first_letter(match))
            return


def _capitalize_all(letters: _Letters) -> None:
    for match in _WORD.finditer(letters.text):
        word = match.group()
        if word == word.lower() and any(letter.isalnum() for letter in word):
            _raise(letters, _first_letter(match))


def _sentence(letters: _Letters) -> None:
    text = letters.text
    # In mixed case the author's capitals are names ("China") and stay; a text in capitals
    # throughout says nothing about them.
    capitals = _all_capitals(text)
    if capitals:
        _lower(letters)
        letters.text = "".join(letters.letters)
    for match in _WORD.finditer(text):
        if any(letter.isalnum() for letter in match.group()):
            if capitals or match.group() == match.group().lower():
                _raise(letters, _first_letter(match))
            return


def _first_letter(match: re.Match[str]) -> int:
    """Return where the first letter or digit of a word stands; the callers know that it has one."""
    inside = (index for index, letter in enumerate(match.group()) if letter.isalnum())
    return match.start() + next(inside)


def _title(letters: _Letters) -> None:
    text = letters.text
    if _all_capitals(text):
        _lower(letters)
        text = letters.text = "".join(letters.letters)
    words = [match for match in _WORD.finditer(text) if any(map(str.isalnum, match.group()))]
    phrases = _phrase_positions(text)
    for number, match in enumerate(words):
        word, start = match.group(), match.start()
        bare = word.strip(",;.'’`…*_")
        if bare != bare.lower():
            continue  # it has its capital
        # French inside a title ("l’art d’aimer") has its capital behind none of its articles.
        elided = word.startswith(("d'", "d’", "l'", "l’")) and len(word) > 2
        small = bare in _STOP_WORDS or word in _STOP_WORDS or start in phrases or elided
        # "Stop words are lowercased, unless they are the first or last word in the string, or
        # follow a colon"; the suite adds "?" and "!".
        forced = number == 0 or (number == len(words) - 1 and not elided)
        forced = forced or _after_break(text, start)
        # The article of an Arabic name ("al-Asad") is not one of these prefixes.
        forced = forced or (bare != "al" and _begins_compound(text, start, match.end()))
        if small and not forced:
            # A capital that the author gave is no slip: "Vitamin A", "Throwing Out the Baby".
            continue
        if not _part_of_word(text, start, bare):
            _raise(letters, _first_letter(match))


def _begins_compound(text: str, start: int, end: int) -> bool:
    """Return whether a word is the first of a compound: the "pro" of "pro-environmental".

    A prefix is no preposition, and the compound is a word like others: "Pro-Environmental", though
    "Out-of-Fashion".
    """
    follows = start > 0 and text[start - 1] in _HYPHENS
    return not follows and text[end : end + 1] in _HYPHENS and text[end + 1 : end + 2].isalpha()


def _all_capitals(text: str) -> bool:
    """Return whether a text is in capitals throughout; a lone "UK" or "OC 1" is not."""
    return text.isupper() and len(re.findall(r"[^\W\d_]{2,}", text)) > 1


def _part_of_word(text: str, start: int, word: str) -> bool:
    """Return whether letters end the word before ("Shafi’i", "07-x") or are a symbol ("β")."""
    if len(word) == 1 and not word.isascii():
        return True
    if not start:
        return False
    return text[start - 1] in "'’`" or (len(word) == 1 and text[start - 1] == "-")


def _phrase_positions(text: str) -> set[int]:
    positions: set[int] = set()
    lower = text.lower()
    for phrase in _STOP_PHRASES:
        start = lower.find(phrase)
        while start >= 0:
            end = start + len(phrase)
            if (start == 0 or lower[start - 1].isspace()) and (
                end == len(lower) or not lower[end].isalnum()
            ):
                positions.add(start)
                positions.add(start + phrase.index(" ") + 1)
            start = lower.find(phrase, end)
    return positions


def _after_break(text: str, start: int) -> bool:
    index = start - 1
    while index >= 0 and (text[index].isspace() or text[index] in "\"'“‘([«"):
        index -= 1
    if index < 0 or index == start - 1:
        return False
    return _BREAK.match(text[index]) is not None


CASES = {
    "lowercase": _lower,
    "uppercase": _upper,
    "capitalize-first": _capitalize_first,
    "capitalize-all": _capitalize_all,
    "sentence": _sentence,
    "title": _title,
}
"""The values of text-case, besides `none`, and what each does."""
