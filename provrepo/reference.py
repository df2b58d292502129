"""Parsing references: ``KEY[/TEXT][@SELECTOR]`` and pairs of them, ``A..B``."""

from __future__ import annotations

import re
from typing import NamedTuple
from unicodedata import combining, normalize

from provrepo.errors import InvalidReference, InvalidValue
from provrepo.store import rules


class Selector(NamedTuple):
    """Which version: ``kind`` is ``latest``, ``number``, ``date`` or ``id`` (7 or more digits)."""

    kind: str
    value: str = ""

    def __str__(self) -> str:
        return {"latest": "latest", "number": f"v{self.value}"}.get(self.kind, self.value)


LATEST = Selector("latest")


class Reference(NamedTuple):
    """A name for one version: a document's key, perhaps one of its texts, and a selector.

    ``text`` is as written: whole (``translation:en:wang``) or short (``translation``, ``en``).
    ``document`` is None where a version id stands alone.
    """

    document: str | None
    text: str | None = None
    selector: Selector = LATEST

    def __str__(self) -> str:
        if self.document is None:
            return str(self.selector)
        name = f"{self.document}/{self.text}" if self.text else self.document
        return name if self.selector == LATEST else f"{name}@{self.selector}"


# Compiled when they are used: a reference is parsed only a few times in a command.
_SELECTORS = (
    ("latest", r"latest"),
    ("number", r"v[1-9][0-9]{0,8}"),
    ("date", r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    ("id", r"[0-9a-fA-F]{7,64}"),
)


def selector(text: str) -> Selector | None:
    """Return the selector that ``text`` spells, None where it spells none."""
    for kind, pattern in _SELECTORS:
        if re.fullmatch(pattern, text):
            value = text.lower().removeprefix("v") if kind == "number" else text.lower()
            return LATEST if kind == "latest" else Selector(kind, value)
    return None


def parse(text: str) -> Reference:
    """Read one reference. Raises InvalidReference.

    Seven or more hex digits alone are read as a key; whoever looks the key up and finds none
    tries them as a version id (`alone`).
    """
    if not isinstance(text, str):
        raise InvalidReference(repr(text), "a reference is a string, such as border-cable@v1")
    name, at, wanted = text.partition("@")
    chosen = LATEST
    if at:
        found = selector(wanted)
        if found is None:
            raise InvalidReference(
                text, "after @ write v3, latest, a date as 2024-05-01, or 7 or more hex digits"
            )
        chosen = found
        if chosen.kind == "date":
            try:
                rules.created(chosen.value)
            except InvalidValue as error:
                raise InvalidReference(text, error.rule) from None
    key, slash, kind = name.partition("/")
    if slash and not re.fullmatch(r"[A-Za-z0-9_-]+(?::[A-Za-z0-9_-]+){0,2}", kind):
        raise InvalidReference(
            text, "after / write a text, such as transcription or translation:en"
        )
    try:
        rules.key(key)
    except InvalidValue as error:
        raise InvalidReference(text, f"its key is not one: {error.rule}") from None
    return Reference(key, kind or None, chosen)


def alone(reference: Reference) -> Selector | None:
    """Return the version id that a reference without text and selector may be."""
    if reference.document is None or reference.text or reference.selector != LATEST:
        return None
    found = selector(reference.document)
    return found if found and found.kind == "id" else None


def parse_pair(text: str) -> tuple[Reference, Reference]:
    """Read ``A..B``; a bare selector B is of the same text as A. Raises InvalidReference."""
    first, dots, second = text.partition("..")
    if not dots or not first or not second:
        raise InvalidReference(text, "write a pair as KEY@v1..v2 or KEY/TEXT@v1..KEY/TEXT@v2")
    before = parse(first)
    bare = selector(second.removeprefix("@"))
    return before, before._replace(selector=bare) if bare else parse(second)


def is_pair(text: str) -> bool:
    """Tell whether ``text`` is written as a pair; a key has no two dots in a row."""
    return ".." in text


_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
"""Latin letters that Unicode takes for no others with a mark."""


def suggest_key(name: str) -> str:
    """Return a valid key that resembles ``name``, or an empty string; accents fall off letters."""
    if not name.isascii():
        name = "".join(one for one in normalize("NFKD", name.lower()) if not combining(one))
        name = name.translate(_LETTERS)
    key = re.sub(r"[^a-z0-9._-]+", "-", name.lower())
    key = re.sub(r"\.\.+", ".", key)
    return key.strip("._-")[:100].rstrip(".")
