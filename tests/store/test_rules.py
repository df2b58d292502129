"""What each field of a record may hold."""

from __future__ import annotations

import pytest

from provrepo.errors import InvalidValue
from provrepo.store import rules


@pytest.mark.parametrize("key", ["a", "0", "border-cable", "a.b_c-d", "x" * 100])
def test_keys_that_are_allowed(key: str) -> None:
    """A key is 1–100 of a-z 0-9 . _ - that begins with a letter or digit."""
    assert rules.key(key) == key


@pytest.mark.parametrize(
    "key", ["", "A", "-a", ".a", "_a", "a..b", "a.", "a/b", "a@b", "a b", "é", "x" * 101, "a\n"]
)
def test_keys_that_are_not(key: str) -> None:
    """Anything else is refused, also what would be read as another part of a reference."""
    with pytest.raises(InvalidValue):
        rules.key(key)


@pytest.mark.parametrize("label", ["", "Wang", "a.b", "-a", "x" * 101])
def test_labels_that_are_not(label: str) -> None:
    """A label is a key without dots, as file names are split at dots."""
    with pytest.raises(InvalidValue):
        rules.label(label)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("EN", "en"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("sr-LATN-rs", "sr-Latn-RS"),
        ("de-1996", "de-1996"),
        ("sl-ROZAJ-biske-1994", "sl-rozaj-biske-1994"),
        ("es-419", "es-419"),
        ("en-ca-X-CA", "en-CA-x-ca"),
        ("EN-A-BBB-x-LATN", "en-a-bbb-x-latn"),
        ("X-Old", "x-old"),
        ("I-KLINGON", "i-klingon"),
        ("art-lojban", "art-lojban"),
        ("zh-cmn-hans-cn", "zh-cmn-Hans-CN"),
        ("und", "und"),
    ],
)
def test_language_tags_get_their_usual_case_and_nothing_else(given: str, kept: str) -> None:
    """RFC 5646 §2.1.1 sets the case; no subtag is replaced by a preferred one."""
    assert rules.language(given) == kept


@pytest.mark.parametrize(
    "tag", ["", "e", "english language", "en_US", "en-", "-en", "zh-Hant-", "a-b", "en-x", "中文"]
)
def test_ill_formed_language_tags(tag: str) -> None:
    """What does not follow the grammar of RFC 5646 §2.1 is refused."""
    with pytest.raises(InvalidValue):
        rules.language(tag)


@pytest.mark.parametrize(
    "moment", ["1961", "0000", "1961-05", "1960-02-29", "2026-11-23T12:00:05Z"]
)
def test_dates_of_making(moment: str) -> None:
    """EDTF level 0 dates and UTC instants in whole seconds are kept as they are."""
    assert rules.created(moment) == moment


@pytest.mark.parametrize(
    "moment",
    [
        "",
        "61",
        "1961-5",
        "1961-13",
        "1961-02-29",
        "1961-05-01T10:00",
        "1961-05-01T24:00:00Z",
        "1961-05-01T10:00:00+01:00",
        "１９６１",
        "May 1961",
        "1961/1962",
    ],
)
def test_dates_that_are_none(moment: str) -> None:
    """Days that do not exist, local times and other spellings are refused."""
    with pytest.raises(InvalidValue):
        rules.created(moment)


def test_reserved_kinds_say_so() -> None:
    """A kind that a later version will know is refused with that reason."""
    with pytest.raises(InvalidValue, match="reserved"):
        rules.kind("edition")
    with pytest.raises(InvalidValue, match="transcription, translation"):
        rules.kind("summary of")
