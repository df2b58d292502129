"""References to versions: ``KEY[/TEXT][@SELECTOR]``, pairs of them, ``A..B``, and lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from unicodedata import combining, normalize

from provrepo.errors import InvalidReference, InvalidValue
from provrepo.store import rules


class Selector(NamedTuple):
    """Which version of a text.

    ``kind`` is ``latest``, ``approved``, ``published``, ``number``, ``date`` or ``id``; ``value``
    is the number (``"3"``), the day (``"2024-05-01"``) or the first 7 or more hex digits of the id,
    in small letters.
    """

    kind: str
    value: str = ""

    def __str__(self) -> str:
        if self.kind == "number":
            return f"v{self.value}"
        return self.value or self.kind


LATEST = Selector("latest")
"""The selector of a reference that names none."""


class Reference(NamedTuple):
    """A name for one version: a document's key, perhaps one of its texts, and a selector.

    ``text`` is as written: whole (``translation:en:wang``) or short (``translation``, ``en``); None
    for the only text of a document. Nothing but 7 or more hex digits may be a key, and may be the
    beginning of a version id: ``identity`` has them then, None for every other reference.
    """

    document: str
    text: str | None = None
    selector: Selector = LATEST
    identity: str | None = None

    def __str__(self) -> str:
        name = f"{self.document}/{self.text}" if self.text else self.document
        return name if self.selector == LATEST else f"{name}@{self.selector}"


_IDENTITY = r"[0-9a-fA-F]{7,64}"

# Compiled when they are first used: a command parses few references, and many commands none.
_SELECTORS = (
    ("latest", r"latest"),
    ("approved", r"approved"),
    ("published", r"published"),
    ("number", r"v[1-9][0-9]{0,8}"),
    ("date", r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    ("id", _IDENTITY),
)


def selector(text: str) -> Selector | None:
    """Return the selector that ``text`` is the spelling of; None for anything else."""
    for kind, pattern in _SELECTORS:
        if re.fullmatch(pattern, text):
            if kind == text:  # a selector that is one word
                return LATEST if kind == "latest" else Selector(kind)
            return Selector(kind, text.lower().removeprefix("v" if kind == "number" else ""))
    return None


def parse(text: str) -> Reference:
    """Read one reference. Raises InvalidReference.

    Seven or more hex digits alone are read as a key, because a key may look like that. Whoever
    looks the key up and finds no such document tries them as a version id.
    """
    if not isinstance(text, str):
        raise InvalidReference(repr(text), _STRING)
    try:
        return _parsed(text)
    except InvalidReference as error:
        if advice := _advice(text):
            raise InvalidReference(text, f"{error.rule}; {advice}") from None
        raise


def _parsed(text: str) -> Reference:
    name, at, written = text.partition("@")
    chosen = selector(written) if at else LATEST
    if chosen is None:
        raise InvalidReference(
            text,
            "after @ write v3, latest, approved, published, a date as 2024-05-01, or 7 or more hex "
            "digits",
        )
    _check_date(text, chosen)
    key, slash, kind = name.partition("/")
    if slash and not re.fullmatch(r"[A-Za-z0-9_-]+(?::[A-Za-z0-9_-]+){0,2}", kind):
        raise InvalidReference(
            text, "after / write a text, such as transcription or translation:en"
        )
    try:
        rules.key(key)
    except InvalidValue as error:
        rule = f"its key is not one: {error.rule}" if key else "it begins with the document's key"
        raise InvalidReference(text, rule) from None
    alone = not slash and chosen is LATEST
    identity = key.lower() if alone and re.fullmatch(_IDENTITY, key) else None
    return Reference(key, kind or None, chosen, identity)


_NEWEST = ("head", "newest", "last", "current", "tip", "now", "today", "actual")
"""Words of other programs, and people, for the newest version."""

_RELATIVE = re.compile(r"[~^]|@-\d|@\{|@(?:previous|prev|parent|first|oldest|base|before)\b", re.I)
"""How other programs name a version by its distance from another one."""


_ADDRESS = re.compile(r"[:@=/?&%]")
"""A sign of addresses. They may hold a password, which is not to be seen in what is proposed."""

_KIND = re.compile(r"(?:transcription|translation|[a-z]{2,3})(?::[a-z0-9_:-]+)?", re.IGNORECASE)
"""A text, as far as it looks like one."""


def _advice(text: str) -> str:
    """Return a hint for a mistyped reference: the one meant, where that can be told."""
    text = re.sub(r"\s+", " ", normalize("NFKC", text[:300])).strip(" \"'`“”„‘’«»")
    if re.match(r"head\b", text, re.IGNORECASE):
        return "HEAD is a word of git's: here KEY alone is the newest version of a document's text"
    if _RELATIVE.search(text):
        return "versions are named by their numbers, which `provrepo log KEY` lists"
    name, _, written = text.replace("#", "@").partition("@")
    written, _, behind = written.partition("/")  # KEY@v2/TEXT
    key, _, kind = name.partition("/")
    if not kind and ":" in key:  # KEY:TEXT
        key, _, kind = key.partition(":")
    numbered = re.fullmatch(r"(.*?)[/: ]?\bv([1-9]\d*)", kind, re.IGNORECASE)
    if numbered and not written:  # KEY/TEXT/v2
        kind, written = numbered[1], numbered[2]
    chosen = _selector_meant(written)
    if _ADDRESS.search(key) or (name.find(":") >= 0 and not _KIND.fullmatch(kind)):
        return ""
    if not key:
        return f"such as KEY{f'/{kind}' if kind else ''}{f'@{chosen}' if chosen else ''}"
    parts = (suggest_key(key), kind or behind, chosen)
    meant = "".join(
        f"{mark}{part}" for mark, part in zip(("", "/", "@"), parts, strict=True) if part
    )
    try:
        _parsed(meant)
    except InvalidReference:
        return ""
    return f"did you mean {meant}?" if chosen or not written else ""


def _selector_meant(written: str) -> str:
    """Return the selector that was probably meant: ``v3`` for “3” or “V 03”; empty for none."""
    word = written.strip().lower()
    if number := re.fullmatch(r"(?:version|vers?|v|no|nr|number)?[. ]*0*([1-9]\d{0,8})", word):
        return f"v{number[1]}"
    if day := re.fullmatch(r"(\d{4})[-. ](\d{1,2})[-. ](\d{1,2})", word):
        return f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}"
    if word in _NEWEST:
        return "latest"
    return word if selector(word) else ""


def _check_date(text: str, chosen: Selector) -> None:
    """Raise InvalidReference where the calendar has no such day as a reference selects."""
    if chosen.kind == "date":
        try:
            rules.day("date", chosen.value)
        except InvalidValue:
            rule = "there is no such date; after @ write one such as 2024-05-01"
            raise InvalidReference(text, rule) from None


_STRING = "a reference is a string, such as border-cable@v1"


def as_list(references: object) -> list[str]:
    """Return references as a list; a single string is a list of one.

    The references themselves are not read yet. Raises InvalidReference for what is neither.
    """
    if isinstance(references, str):
        return [references]
    if not isinstance(references, Iterable) or isinstance(references, bytes | Mapping):
        raise InvalidReference(repr(references), f"{_STRING}, or a list of such strings")
    return list(references)


def parse_pair(text: str) -> tuple[Reference, Reference]:
    """Read ``A..B``, where B may be a bare selector: another version of the text that A names.

    Raises InvalidReference.
    """
    first, dots, second = text.partition("..")
    if not dots or not first or not second:
        raise InvalidReference(text, "write a pair as KEY@v1..v2 or KEY/TEXT@v1..KEY/TEXT@v2")
    before = parse(first)
    bare = selector(second.removeprefix("@"))
    if bare is not None:
        _check_date(text, bare)
    return before, before._replace(selector=bare, identity=None) if bare else parse(second)


def is_pair(text: str) -> bool:
    """Return whether ``text`` is written as a pair: no key has two dots in a row."""
    return isinstance(text, str) and ".." in text


_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
"""Latin letters that Unicode does not decompose, by the plain letters that they are read as."""


def checked_key(value: str, field: str = "document key") -> str:
    """Return ``value`` if it can be a document's key, else raise InvalidValue that suggests one."""
    try:
        return rules.key(value, field)
    except InvalidValue as error:
        raise with_suggestion(error) from None


def with_suggestion(error: InvalidValue) -> InvalidValue:
    """Return the error about an invalid key, which suggests a valid one that is like it."""
    written = str(error.value)
    meant = "" if _ADDRESS.search(written) else suggest_key(written)
    rule = f"{error.rule}; did you mean {meant}?" if meant not in ("", error.value) else error.rule
    return InvalidValue(error.field, error.value, rule)


def suggest_key(name: str) -> str:
    """Return a valid key that resembles ``name``: ``bibliotheque-1`` for “Bibliothèque 1”.

    The empty string where no Latin letter or digit is left.
    """
    if not name.isascii():
        decomposed = normalize("NFKD", name.lower())
        name = "".join(character for character in decomposed if not combining(character))
        name = name.translate(_LETTERS)
    key = re.sub(r"[^a-z0-9._-]+", "-", name.lower())
    key = re.sub(r"\.\.+", ".", key)  # two dots divide the references of a pair
    return key.strip("._-")[:100].rstrip(".")
