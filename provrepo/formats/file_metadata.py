"""Names, dates and languages in the metadata of files, as a draft has them.

Formats write these freely, and much of it is filled in by programs. What has no place in a record
comes back as None, so that no file is refused for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from provrepo import agents
from provrepo.errors import InvalidValue
from provrepo.languages import BY_NAME
from provrepo.store import rules

_INSTANT = re.compile(
    r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)?(Z|[+-]\d\d:?\d\d)?", re.ASCII
)
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)

_EAST_ASIAN = re.compile(
    "[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
)
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")

# What programs write where the user has set no name.
_NOBODY = frozenset(
    "admin|administrator|author|default|microsoft|microsoft office user|owner|python-docx|"
    "un-named|unknown|unknown author|unknown creator|user|windows user|word".split("|")
)


def agent(name: str | None, role: str, kind: str = "person") -> str | None:
    """Return ``NAME:ROLE:TYPE`` as `provrepo.agents.parse` reads it.

    None where nobody is named, or where a program named its user by default. Angle brackets, which
    enclose an identifier in our notation, are left out where the name cannot be parsed with them.
    """
    plain = " ".join((name or "").split())
    if not plain or plain.lower() in _NOBODY:
        return None
    kind_written = "" if kind == "person" else f":{kind}"
    for candidate in (plain, " ".join(re.sub("[<>]", " ", plain).split())):
        try:
            agents.parse(f"{candidate}:{role}{kind_written}")
        except InvalidValue:
            continue
        return f"{candidate}:{role}{kind_written}"
    return None


def people(written: str | None) -> tuple[str, ...]:
    """Return the names in a list parted by semicolons, without those that programs put in."""
    names = (" ".join(name.split()) for name in (written or "").split(";"))
    return tuple(name for name in names if name and name.lower() not in _NOBODY)


def encoders(names: Iterable[str]) -> tuple[str, ...]:
    """Return who typed or converted a file, ``NAME:encoder``, each once."""
    written = (agent(name, "encoder") for name in names)
    return tuple(dict.fromkeys(encoder for encoder in written if encoder is not None))


def instant(written: str | None, *, utc: bool = True) -> str | None:
    """Return a date and time as a record has it: a UTC instant in whole seconds, or a day.

    A time without a zone is taken for UTC. With ``utc=False`` it is local time somewhere, of which
    only the day is certain enough to keep. None for what is no date.
    """
    text = (written or "").strip()
    match = _INSTANT.fullmatch(text)
    normalized: str | None = text if _DAY.fullmatch(text) else None
    if match and (match[3] or utc):
        try:
            moment = datetime.fromisoformat(f"{match[1]}T{match[2]}{match[3] or 'Z'}")
            normalized = moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
        except (ValueError, OverflowError):  # 30 February; the year 0 or 10000 after the shift
            return None
    elif match:
        normalized = match[1]
    try:
        return rules.created(normalized) if normalized else None
    except InvalidValue:
        return None


def language(written: str | None) -> str | None:
    """Return the BCP 47 tag of a language, such as ``de``; None for what names no language.

    It may be ``written`` as a tag, by its English name (``German``), or by a three-letter code of
    ISO 639-2 (``ger``, ``deu``), as OCR programs do.
    """
    text = (written or "").strip().replace("_", "-")
    named = BY_NAME.get(text.lower().replace(" ", "-")) or BY_NAME.get((written or "").lower())
    if named:
        return named
    primary, _, subtags = text.partition("-")
    if len(primary) == 3 and primary.lower() in BY_NAME:
        text = BY_NAME[primary.lower()] + (f"-{subtags}" if subtags else "")
    if len(primary) > 3:  # well-formed as a tag, but a word such as “unknown” in truth
        return None
    try:
        return rules.language(text)
    except InvalidValue:
        return None


def script(text: str) -> str:
    """Return which of an office file's three default languages most letters of a text belong to.

    ``asian`` is Chinese, Japanese and Korean, ``complex`` what is written from right to left, and
    ``latin`` everything else, Greek and Cyrillic included.
    """
    letters = sum(map(str.isalpha, text))
    for name, letter in (("asian", _EAST_ASIAN), ("complex", _RIGHT_TO_LEFT)):
        if 2 * len(letter.findall(text)) > letters:
            return name
    return "latin"
