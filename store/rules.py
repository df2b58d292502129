"""What each field of a record may hold; docs/format.md says the same in words."""

from __future__ import annotations

import os
import re
from datetime import UTC, date, datetime
from functools import lru_cache
from urllib.parse import quote_from_bytes

from provrepo.store.errors import InvalidValue

KINDS = ("transcription", "translation")
RESERVED_KINDS = ("edition", "normalization", "transliteration", "summary")
ACTIVITIES = ("transcribe", "translate", "revise", "correct", "convert", "review", "restore")
FIRST_ACTIVITY = {"transcription": "transcribe", "translation": "translate"}
AGENT_TYPES = ("person", "organization", "software")
NOTE_KINDS = ("editorial", "textual", "source", "original")
EVENTS = ("init", "purge", "withdraw", "rename", "same-as", "align", "review", "policy", "retext")
REVIEW_STATES = ("submitted", "returned", "approved", "published", "checked")
PUBLISH = ("any", "approved")

# RFC 5646 §2.1: the ABNF of a language tag, without the grandfathered tags.
_LANGUAGE = (
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})"
    r"(?:-[a-z]{4})?"
    r"(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
    r"(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*"
    r"(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+"
)
# RFC 5646 §2.1: the irregular grandfathered tags, which that grammar leaves out.
_IRREGULAR = {
    tag.lower(): tag
    for tag in (
        *("en-GB-oed", "i-ami", "i-bnn", "i-default", "i-enochian", "i-hak", "i-klingon", "i-lux"),
        *("i-mingo", "i-navajo", "i-pwn", "i-tao", "i-tay", "i-tsu"),
        *("sgn-BE-FR", "sgn-BE-NL", "sgn-CH-DE"),
    )
}
_DAY = r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?"
_INSTANT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z"


def string(field: str, value: object) -> str:
    """Return ``value`` if it is text that UTF-8 can write.

    Raises InvalidValue, which names the ``field``, for another type and for lone surrogates, as
    Python makes them of a command's arguments whose bytes are not UTF-8.
    """
    if not isinstance(value, str):
        raise InvalidValue(field, repr(value), "a string is expected")
    try:
        value.encode()
    except UnicodeEncodeError:
        rule = "a lone surrogate is no character; are its bytes UTF-8?"
        raise InvalidValue(field, ascii(value), rule) from None
    return value


@lru_cache(maxsize=1000)  # the same key is checked several times on its way to a record
def key(value: str, field: str = "document key") -> str:
    """Return ``value`` if it can be a document's key, else raise InvalidValue."""
    rule = "use 1–100 of a-z 0-9 . _ -, first a letter or digit"
    if not isinstance(value, str) or not re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,99}", value):
        raise InvalidValue(field, value, rule)
    if ".." in value or value.endswith("."):
        raise InvalidValue(field, value, "two dots in a row or a dot at the end are not allowed")
    return value


def label(value: str) -> str:
    """Return ``value`` if it can be a text's label: a key without dots."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,99}", value):
        raise InvalidValue("label", value, "use 1–100 of a-z 0-9 _ -, first a letter or digit")
    return value


def kind(value: str) -> str:
    """Return ``value`` if it is a kind of text, else raise InvalidValue."""
    if value in RESERVED_KINDS:
        raise InvalidValue("kind", value, "this kind is reserved for a later provrepo")
    return one_of("kind", value, KINDS)


@lru_cache(maxsize=100)
def activity(value: str) -> str:
    """Return ``value`` if it is an activity, else raise InvalidValue."""
    return one_of("activity", value, ACTIVITIES)


def one_of(field: str, value: str, allowed: tuple[str, ...]) -> str:
    """Return ``value`` if it is among ``allowed``, else raise InvalidValue that lists them."""
    if value not in allowed:
        raise InvalidValue(field, value, f"use one of {', '.join(allowed)}{_meant(value, allowed)}")
    return value


def _meant(value: str, allowed: tuple[str, ...]) -> str:
    """Return the value that was probably meant, for the end of a message; perhaps empty."""
    from difflib import get_close_matches

    close = get_close_matches(str(value)[:100].lower(), allowed, n=1)
    return f"; did you mean {close[0]}?" if close else ""


@lru_cache(maxsize=1000)  # the same few stand in all records
def language(value: str) -> str:
    """Return a well-formed BCP 47 tag in its usual case (RFC 5646 §2.1.1), no subtag replaced.

    Raises InvalidValue where ``value`` does not follow the grammar of RFC 5646 §2.1.
    """
    lower = value.lower()
    if lower in _IRREGULAR:
        return _IRREGULAR[lower]
    if not value.isascii() or not re.fullmatch(_LANGUAGE, lower):
        raise InvalidValue(
            "language", value, "use a BCP 47 tag such as en, zh, zh-Hant, ko or sr-Latn"
        )
    subtags = lower.split("-")
    for index, subtag in enumerate(subtags):
        if index == 0:
            continue
        if len(subtags[index - 1]) == 1:  # after a singleton everything stays lower-case
            break
        if len(subtag) == 2:
            subtags[index] = subtag.upper()
        elif len(subtag) == 4 and subtag.isalpha():
            subtags[index] = subtag.title()
    return "-".join(subtags)


@lru_cache(maxsize=1000)
def text(kind_: str, language_: str, label_: str | None) -> None:
    """Raise InvalidValue unless a text can have this kind, language and label."""
    kind(kind_)
    if language(language_) != language_:
        raise InvalidValue("language", language_, "set its case as RFC 5646 §2.1.1 says")
    if label_ is not None:
        label(label_)


@lru_cache(maxsize=1000)
def created(value: str) -> str:
    """Return ``value`` if it is an EDTF level 0 date or a UTC instant, else raise InvalidValue."""
    written = value[:10] if re.fullmatch(_INSTANT, value) else value
    if (trouble := _trouble_with_date(written)) is not None:
        forms = "1998, 1998-03, 1998-03-14 or 1998-03-14T12:00:00Z"
        raise InvalidValue("date", value, f"{trouble}use {forms}")
    return value


@lru_cache(maxsize=1000)
def day(field: str, value: str) -> str:
    """Return ``value`` if it is a year, a month or a day of the calendar, else raise InvalidValue.

    The error names the ``field``.
    """
    if (trouble := _trouble_with_date(value)) is not None:
        raise InvalidValue(field, value, f"{trouble}use 1998, 1998-03 or 1998-03-14")
    return value


def _trouble_with_date(written: str) -> str | None:
    """Return what a message says first of something that is no date; None where it is one."""
    match = re.fullmatch(_DAY, written)
    if match is None:
        return ""
    year, month, number = (int(part) if part else 1 for part in match.groups())
    try:
        date(year or 4, month, number)  # EDTF knows the year 0000, a leap year like the year 4
    except ValueError:
        return "there is no such date; "
    return None


@lru_cache(maxsize=1000)
def recorded(value: str) -> str:
    """Return ``value`` if it is a UTC instant in whole seconds, else raise InvalidValue."""
    if not re.fullmatch(_INSTANT, value):
        raise InvalidValue("recorded", value, "use a UTC instant such as 2026-11-23T12:00:05Z")
    return created(value)


def instant(moment: datetime) -> str:
    """Return an aware datetime as records have it, in UTC: ``2026-11-23T12:00:05Z``."""
    return f"{moment.astimezone(UTC).isoformat(timespec='seconds')[:19]}Z"


def origin(value: str) -> str:
    """Return ``value`` if it can name a ledger: a line of C2SP's checkpoints and signed notes."""
    if not value or len(value) > 200 or not value.isprintable() or " " in value or "+" in value:
        raise InvalidValue(
            "origin", value, "use a name such as example.edu/cables, without blanks and +"
        )
    return value


def reason(value: str) -> str:
    """Return ``value`` if it can say why something was withdrawn or removed."""
    if not value.strip() or "\0" in value:
        raise InvalidValue("reason", value, "say why, in a few words; it stays for good")
    return value


def message(value: str) -> str:
    """Return ``value`` if it can stand in a record as its message: any text without NUL."""
    if "\0" in value:
        raise InvalidValue("message", value, "a NUL character cannot be kept")
    return value


def sshsig(value: str) -> str:
    """Return ``value`` if it is an armoured SSH signature, as ``ssh-keygen -Y sign`` writes it."""
    lines = r"-----BEGIN SSH SIGNATURE-----\n(?:[A-Za-z0-9+/=]+\n)+-----END SSH SIGNATURE-----\n?"
    if not re.fullmatch(lines, value):
        raise InvalidValue("signature", value[:40], "use what ssh-keygen -Y sign writes")
    return value


def sha256(field: str, value: str) -> str:
    """Return ``value`` if it is 64 lower-case hex digits, else raise InvalidValue."""
    if not re.fullmatch(r"[0-9a-f]{64}", value):
        raise InvalidValue(field, value, "use the 64 lower-case hex digits of a SHA-256")
    return value


def base_name(path: str | os.PathLike[str]) -> str:
    """Return a file's base name as records keep it.

    A record is UTF-8, a file name on Unix is any bytes: those that are not UTF-8 are
    percent-encoded, so that ``café.txt`` written in Latin-1 is ``caf%E9.txt``.
    """
    return _base_name(os.fspath(path))


@lru_cache(maxsize=1024)  # each file is asked about several times
def _base_name(path: str) -> str:
    name = os.path.basename(path.rstrip(os.sep + (os.altsep or "")))  # noqa: PTH119 - Path is slow
    if name.isascii():
        return name
    raw = os.fsencode(name)
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return "".join(
            quote_from_bytes(os.fsencode(char)) if "\udc80" <= char <= "\udcff" else char
            for char in raw.decode("utf-8", "surrogateescape")
        )
