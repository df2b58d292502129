"""The grammar of references, and which version each names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import provrepo
from provrepo import errors
from provrepo.clock import fixed_clock
from provrepo.editing.changes import Changes
from provrepo.reference import Reference, Selector, parse, parse_pair, suggest_key

KEYS = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,20}(\.[a-z0-9_-]{1,5})?", fullmatch=True)
TEXTS = st.none() | st.sampled_from(
    ["transcription", "en", "translation:en", "translation:en:wang"]
)
SELECTORS = st.sampled_from(
    [
        Selector("latest"),
        Selector("number", "3"),
        Selector("date", "2024-05-01"),
        Selector("id", "0123456789ab"),
    ]
)
REFERENCES = st.builds(lambda *parts: Reference(*parts), KEYS, TEXTS, SELECTORS)


@given(REFERENCES)
def test_a_reference_is_read_as_it_is_written(reference: Reference) -> None:
    """Writing a reference and reading it gives the same reference."""
    assert parse(str(reference)) == reference


@given(REFERENCES, REFERENCES)
def test_a_pair_is_two_references(before: Reference, after: Reference) -> None:
    """``A..B`` is split at its two dots, which no key has."""
    if "@" in str(after) or "/" in str(after):
        assert parse_pair(f"{before}..{after}") == (before, after)


@pytest.mark.parametrize("bare", ["v2", "latest", "2024-05-01", "0123abcd", "@v2"])
def test_the_second_of_a_pair_may_be_a_selector(bare: str) -> None:
    """A bare selector is of the same text as the first."""
    before, after = parse_pair(f"border-cable/en@v1..{bare}")
    assert (after.document, after.text) == (before.document, before.text)
    assert str(after.selector) == bare.removeprefix("@")


@pytest.mark.parametrize("text", ["a@v1..2024-02-30", "a@v1..@2024-13-01", "a@2024-02-30..v1"])
def test_a_pair_with_a_day_that_there_is_not(text: str) -> None:
    """It is refused on either side, with what a date looks like."""
    with pytest.raises(errors.InvalidReference, match=r"no such date; .* 2024-05-01"):
        parse_pair(text)


@pytest.mark.parametrize(
    "text",
    ["", "@v1", "A", "a@", "a@v0", "a@v", "a@abc", "a@2024-5-1", "a@2024-02-30", "a/", "a/x/y",
     "a/b:c:d:e", "a b", "../a", "a@v1@v2", "a/[x]"],
)  # fmt: skip
def test_what_is_no_reference_is_refused(text: str) -> None:
    """Everything else raises, with the text as a field."""
    with pytest.raises(errors.InvalidReference) as caught:
        parse(text)
    assert caught.value.value == text


@pytest.mark.parametrize("text", ["a", "a@v1..", "..b", "a..b..c"])
def test_what_is_no_pair_is_refused(text: str) -> None:
    """A pair has two sides."""
    with pytest.raises(errors.InvalidReference):
        parse_pair(text)


@given(st.text(max_size=150))
def test_suggested_keys_are_keys(name: str) -> None:
    """Whatever a file is called, the key suggested for it can be used."""
    suggested = suggest_key(name)
    if suggested:
        parse(suggested)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Bibliothèque nationale 1", "bibliotheque-nationale-1"),
        ("Größe", "grosse"),
        ("Łódź", "lodz"),
        ("P. Oxy 12 (a)", "p.-oxy-12-a"),
        ("外交部", ""),
    ],
)
def test_suggested_keys_resemble_the_name(name: str, key: str) -> None:
    """Accents fall off letters; what has no Latin letter suggests nothing."""
    assert suggest_key(name) == key


@pytest.fixture
def archive(repository: provrepo.Repository) -> provrepo.Repository:
    """Return a repository with three texts of one document and one of another."""
    for text in ("transcription:zh", "translation:en", "translation:en:wang", "translation:fr"):
        repository.ingest(text.encode(), document="cable", text=text)
    repository.ingest(b"x", document="letter", text="transcription:ru")
    return repository


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("cable/transcription", "transcription:zh"),
        ("cable/zh", "transcription:zh"),
        ("cable/ZH", "transcription:zh"),
        ("cable/fr", "translation:fr"),
        ("cable/translation:en", "translation:en"),
        ("cable/translation:en:wang", "translation:en:wang"),
        ("cable/en:wang", "translation:en:wang"),
        ("letter", "transcription:ru"),
    ],
)
def test_a_text_may_be_shortened(archive: provrepo.Repository, written: str, meant: str) -> None:
    """The kind or the language will do where it is unambiguous; a full name always does."""
    assert str(archive.version(written).record.text) == meant


@pytest.mark.parametrize("written", ["cable", "cable/translation", "cable/en"])
def test_an_ambiguous_text_lists_the_candidates(archive: provrepo.Repository, written: str) -> None:
    """The error names each text that fits, written so that it fits alone."""
    with pytest.raises(errors.Ambiguous) as caught:
        archive.version(written)
    assert "cable/translation:en:wang" in caught.value.candidates
    for candidate in caught.value.candidates:
        archive.version(candidate)


def test_an_unknown_key_names_similar_ones(archive: provrepo.Repository) -> None:
    """A mistyped key is answered with the one that was meant."""
    with pytest.raises(errors.NotFound) as caught:
        archive.version("lettr")
    assert caught.value.candidates == ("letter",)


def test_a_version_id_stands_alone(archive: provrepo.Repository) -> None:
    """Seven or more digits of an id name a version without its document."""
    version = archive.version("letter")
    for length in (7, 12, 13, 64):
        assert archive.version(version.id[:length]).id == version.id
        assert archive.version(version.id[:length].upper().lower()).id == version.id
    assert archive.version(f"letter@{version.id[:7]}").id == version.id
    with pytest.raises(errors.NotFound):
        archive.version(f"cable/zh@{version.id[:7]}")


def test_a_content_hash_is_no_version_id(archive: provrepo.Repository) -> None:
    """Hashes are typed: a content's digest names no version."""
    with pytest.raises(errors.NotFound):
        archive.version(archive.version("letter").record.content)


def test_a_date_names_the_last_version_made_by_its_end(repository: provrepo.Repository) -> None:
    """Partial dates count from their last day; without a date the day of recording counts."""
    made = ["1998", "2001-02", "2001-03-10T23:59:59Z", "2001-03-11T00:00:00Z", "unknown"]
    for number, created in enumerate(made):
        changes = Changes(created=created)
        repository.ingest(b"%d" % number, changes, document="a", text="transcription:en")
    expected = {
        "1998-12-31": 1,
        "2001-02-27": 1,
        "2001-02-28": 2,
        "2001-03-10": 3,
        "2001-03-11": 4,
        "2026-11-23": 4,
        "2026-11-24": 5,
    }
    for day, number in expected.items():
        assert repository.version(f"a@{day}").record.number == number
    with pytest.raises(errors.NotFound, match="the first was made 1998"):
        repository.version("a@1998-12-30")


def test_a_date_takes_the_highest_number_not_the_latest_date(tmp_path: object) -> None:
    """A version that was made earlier but recorded later is still the later version."""
    with provrepo.create(f"{tmp_path}/x.db", clock=fixed_clock(0)) as repository:
        for created, text in (("2010", b"new"), ("2000", b"found in an old folder")):
            changes = Changes(created=created)
            repository.ingest(text, changes, document="a", text="transcription:en")
        assert repository.version("a@2015-01-01").record.number == 2
        assert repository.version("a@2005-01-01").record.number == 2


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("harbor/zh@2", "did you mean harbor/zh@v2?"),
        ("harbor/zh@V2", "did you mean harbor/zh@v2?"),
        ("harbor/zh#2", "did you mean harbor/zh@v2?"),
        ("harbor/zh@version 2", "did you mean harbor/zh@v2?"),
        ("harbor/zh@v02", "did you mean harbor/zh@v2?"),
        ("harbor/zh/v2", "did you mean harbor/zh@v2?"),
        ("harbor@v2/zh", "did you mean harbor/zh@v2?"),
        ("harbor:zh", "did you mean harbor/zh?"),
        ("harbor/zh@Latest", "did you mean harbor/zh@latest?"),
        ("harbor/zh@HEAD", "did you mean harbor/zh@latest?"),
        ("harbor/zh@2024-5-1", "did you mean harbor/zh@2024-05-01?"),
        ("harbor/zh@", "did you mean harbor/zh?"),
        ("harbor/", "did you mean harbor?"),
        ("Harbor Cable", "did you mean harbor-cable?"),
        ("Çiftlik/tr", "did you mean ciftlik/tr?"),
        ("“harbor/zh@v1”", "did you mean harbor/zh@v1?"),
        ("harbor／zh＠v1", "did you mean harbor/zh@v1?"),
        ("HEAD~1", "HEAD is a word of git's"),
        ("harbor/zh~1", "`provrepo log KEY` lists"),
        ("harbor/zh^", "`provrepo log KEY` lists"),
        ("harbor/zh@previous", "`provrepo log KEY` lists"),
        ("@v1", "such as KEY@v1"),
        ("/zh", "such as KEY/zh"),
    ],
)
def test_a_reference_that_is_none_tells_what_was_meant(written: str, advice: str) -> None:
    """One of another program, or a slip; the reference proposed is one."""
    with pytest.raises(errors.InvalidReference) as caught:
        parse(written)
    assert caught.value.value == written
    assert advice in caught.value.rule
    if "did you mean" in advice:
        parse(advice.removeprefix("did you mean ").removesuffix("?"))


@pytest.mark.parametrize("written", ["harbor/zh@v0", "安东", "", "a/x/y", "harbor/zh@abc"])
def test_nothing_is_proposed_where_nobody_can_tell(written: str) -> None:
    """The rule alone is said."""
    with pytest.raises(errors.InvalidReference) as caught:
        parse(written)
    assert "did you mean" not in caught.value.rule


@given(st.text(max_size=30))
def test_any_text_is_a_reference_or_no_reference(text: str) -> None:
    """There is no other error, and what is proposed is a reference."""
    try:
        parse(text)
    except errors.InvalidReference as error:
        proposed = error.rule.partition("did you mean ")[2].removesuffix("?")
        if proposed:
            parse(proposed)
