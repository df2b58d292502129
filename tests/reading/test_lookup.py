"""From a reference to a version: dates, withdrawn texts, ids, and what an error answers."""

from __future__ import annotations

import pytest

import provrepo
from provrepo import errors
from provrepo.editing.changes import Changes
from provrepo.reading import lookup
from tests.conftest import only_sqlite


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("1998", "1998-12-31"),
        ("1998-02", "1998-02-28"),
        ("2000-02", "2000-02-29"),
        ("1900-02", "1900-02-28"),
        ("0000-02", "0000-02-29"),
        ("0000", "0000-12-31"),
        ("1998-04", "1998-04-30"),
        ("1998-03-14", "1998-03-14"),
        ("1998-03-14T23:59:59Z", "1998-03-14"),
    ],
)
def test_the_last_day_of_a_date(moment: str, day: str) -> None:
    """The calendar is ISO 8601's, in which the year 0000 is a leap year."""
    assert lookup.last_day(moment) == day


def test_a_version_of_february_of_the_year_0(repository: provrepo.Repository) -> None:
    """It was surely made by the 29th, and not yet by the 28th."""
    repository.ingest(b"x", Changes(created="0000-02"), document="a", text="transcription:en")
    assert repository.version("a@0000-02-29").record.number == 1
    with pytest.raises(errors.NotFound, match="the first was made 0000-02"):
        repository.version("a@0000-02-28")


def test_a_text_whose_versions_were_all_withdrawn(repository: provrepo.Repository) -> None:
    """It has no latest version; the error names its newest, and its history can be read."""
    for content in (b"one", b"two"):
        repository.ingest(content, document="a", text="transcription:en")
    for number in (1, 2):
        repository.withdraw(f"a@v{number}", "a mistake")
    with pytest.raises(errors.NotFound, match="name one of them: a/transcription:en@v2"):
        repository.version("a")
    assert [version.withdrawn for version in repository.history("a")] == ["a mistake"] * 2
    with pytest.raises(errors.NotFound, match="no version a/transcription:en@v3"):
        repository.history("a@v3")
    with pytest.raises(errors.NotFound, match="the newest is v2"):
        repository.version("a@v3")
    (text,) = repository.document("a").texts
    assert text.reference == "a/transcription:en@v2"


def test_the_history_of_a_version_id_is_that_of_its_text(repository: provrepo.Repository) -> None:
    """An id alone names a version, and the version has one text."""
    for content in (b"one", b"two"):
        repository.ingest(content, document="a", text="transcription:en")
    first = repository.version("a@v1")
    assert len(repository.history(first.short_id)) == 2
    assert [version.id for version in repository.history("a")][1] == first.id


@only_sqlite
def test_a_text_without_versions_says_so(repository: provrepo.Repository) -> None:
    """Such a row is damage, but asking for a version of it is no traceback."""
    repository.ingest(b"one", document="a", text="transcription:en")
    stored = lookup.text(repository._database, "a")._replace(row=999)  # noqa: SLF001
    with pytest.raises(errors.NotFound, match="it has no version"):
        lookup.select(repository._database, stored, provrepo.reference.LATEST)  # noqa: SLF001


def test_an_unknown_text_is_answered_with_those_that_there_are(
    repository: provrepo.Repository,
) -> None:
    """One text is named in the singular, several in the plural."""
    repository.ingest(b"one", document="a", text="transcription:en")
    with pytest.raises(errors.NotFound, match=r"there is a/transcription:en$"):
        repository.version("a/fr")
    repository.ingest(b"eins", document="a", text="translation:de")
    with pytest.raises(errors.NotFound, match=r"there are a/transcription:en, a/translation:de$"):
        repository.version("a/fr")


@pytest.mark.parametrize(
    ("written", "fits"),
    [
        ("a/translation:en", ["translation:en", "translation:en:wang"]),
        ("a/EN", ["translation:en", "translation:en:wang"]),
        ("a/translation:e", []),
        ("a/en:wang", ["translation:en:wang"]),
        ("a/wang", []),
        ("a/translation:en:wang", ["translation:en:wang"]),
    ],
)
@only_sqlite
def test_what_a_short_text_is_short_for(
    repository: provrepo.Repository, written: str, fits: list[str]
) -> None:
    """Whole parts of the name from its beginning, the kind left out or not; never half a part."""
    for text in ("translation:en", "translation:en:wang"):
        repository.ingest(text.encode(), document="a", text=text)
    if not fits:
        with pytest.raises(errors.NotFound):
            repository.version(written)
    elif written == "a/EN":
        with pytest.raises(errors.Ambiguous) as caught:
            repository.version(written)
        assert list(caught.value.candidates) == [f"a/{text}" for text in fits]
    else:
        assert repository.content(written) == min(fits, key=len)


@only_sqlite
def test_digits_that_begin_several_ids_list_them(repository: provrepo.Repository) -> None:
    """Seven digits may be too few in a large repository; the error says which ids begin so."""
    import sqlite3

    for content in (b"one", b"two"):
        repository.ingest(content, document="a", text="transcription:en")
    path = repository.location
    first = repository.version("a@v1").id
    forged = first[:10] + "0" * 54
    assert forged != first
    with sqlite3.connect(path) as connection:
        connection.execute(
            "UPDATE record SET digest = ? WHERE sequence = 2", (bytes.fromhex(forged),)
        )
    with pytest.raises(errors.Ambiguous, match="fits several") as caught:
        repository.version(first[:7])
    assert set(caught.value.candidates) == {first[:16], forged[:16]}
    (pin,) = repository.find_pins(f"version 1 ({first[:7]})")
    assert (pin.status, pin.version, pin.needs_attention) == ("ambiguous", None, True)


@only_sqlite
def test_a_record_of_an_unknown_format_is_read_by_its_id(repository: provrepo.Repository) -> None:
    """Its bytes can be had, and asking for a version says what it is."""
    import hashlib
    import sqlite3

    data = b'{"format":"provrepo/9","x":1}'
    identity = hashlib.sha256(data).hexdigest()
    path = repository.location
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO record (sequence, digest) VALUES (1, ?)", (bytes.fromhex(identity),)
        )
        connection.execute("INSERT INTO opaque (sequence, data) VALUES (1, ?)", (data,))
    assert repository.record(identity[:12]) == data
    assert repository.unknown_formats() == {"provrepo/9": 1}
    with pytest.raises(errors.NotFound, match="record of the format “provrepo/9”"):
        repository.version(identity[:12])
    with pytest.raises(errors.NotFound, match="no document"):
        repository.record("abcdefg")
    with pytest.raises(errors.NotFound):
        repository.record("0123456789")


def test_a_date_never_gives_a_withdrawn_version(repository: provrepo.Repository) -> None:
    """The newest made by then that was not withdrawn; where there is none, the error names it."""
    for number, day in enumerate(("1998-03-01", "1998-03-05", "1998-03-09"), 1):
        content = f"text {number}".encode()
        repository.ingest(content, Changes(created=day), document="a", text="transcription:en")
    repository.withdraw("a@v2", "a mistake")
    assert repository.version("a@1998-03-07").record.number == 1
    assert repository.version("a@1998-03-09").record.number == 3
    repository.withdraw("a@v1", "a mistake")
    hint = "what was made by then was withdrawn; name it: a/transcription:en@v2"
    with pytest.raises(errors.NotFound, match=hint):
        repository.version("a@1998-03-07")
    with pytest.raises(errors.NotFound, match="the first was made 1998-03-09"):
        repository.version("a@1998-02-28")
