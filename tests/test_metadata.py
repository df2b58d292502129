"""Citation metadata: CSL-JSON as given, and fields in plain spellings."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

import provrepo
from provrepo import errors
from provrepo.editing.changes import Changes
from provrepo.metadata import DATES, NAMES, VARIABLES, Item, assign, for_other_text, written
from provrepo.reading.items import read_item


def test_an_item_is_kept_as_given_without_its_id() -> None:
    """An array of one is unwrapped, ``id`` goes, digits in date-parts become integers."""
    text = (
        '[{"id": "x", "title": "A <i>b</i> [c]", "volume": "12", "custom": {"a": [null]},'
        ' "issued": {"date-parts": [["1961", "5", 3], ["c. 1962"]]}}]'
    )
    assert read_item(text, "item.json") == {
        "title": "A <i>b</i> [c]",
        "volume": "12",
        "custom": {"a": [None]},
        "issued": {"date-parts": [[1961, 5, 3], ["c. 1962"]]},
    }


@pytest.mark.parametrize("text", ["[]", "[{}, {}]", "1", '"x"', "null", "[[]]"])
def test_what_is_no_item_is_refused(text: str) -> None:
    """One object is wanted, and the error says so."""
    with pytest.raises(errors.InvalidJSON, match="item"):
        read_item(text, "item.json")


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("author", "Ministry of Foreign Affairs", [{"literal": "Ministry of Foreign Affairs"}]),
        ("translator", "Wang, Jeffrey", [{"family": "Wang", "given": "Jeffrey"}]),
        (
            "author",
            "Wang, Li; 外交部 ; O'Brien, A.",
            [
                {"family": "Wang", "given": "Li"},
                {"literal": "外交部"},
                {"family": "O'Brien", "given": "A."},
            ],
        ),
        ("author", "Smith, Jr., John", [{"literal": "Smith, Jr., John"}]),
        ("recipient", ["Li, A", "B"], [{"family": "Li", "given": "A"}, {"literal": "B"}]),
        ("author", [{"family": "X"}], [{"family": "X"}]),
        ("issued", "1961", {"date-parts": [[1961]]}),
        ("issued", "1961-05", {"date-parts": [[1961, 5]]}),
        ("issued", "1961-05-03", {"date-parts": [[1961, 5, 3]]}),
        ("issued", "1955/1960-02", {"date-parts": [[1955], [1960, 2]]}),
        ("issued", "1961~", {"date-parts": [[1961]], "circa": True}),
        ("issued", "1961?", {"date-parts": [[1961]], "edtf": "1961?"}),
        ("issued", "1961%", {"date-parts": [[1961]], "circa": True, "edtf": "1961%"}),
        ("issued", "-0044-03", {"date-parts": [[-44, 3]]}),
        ("issued", 1961, {"date-parts": [[1961]]}),
        ("issued", datetime.date(1961, 5, 3), {"date-parts": [[1961, 5, 3]]}),
        ("issued", {"literal": "spring"}, {"literal": "spring"}),
        ("title", "x = [y] \\", "x = [y] \\"),
        ("volume", 3, 3),
    ],
)
def test_plain_spellings_become_csl(field: str, value: object, expected: object) -> None:
    """Names, dates and texts are written plainly and stored as CSL-JSON."""
    item, warnings = assign(None, {field: value})
    assert item == {field: expected, "type": "document"}
    assert warnings == []


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("author", {"family": "X"}, [{"family": "X"}]),
        ("author", ["", "Li, A", {"literal": "B"}],
         [{"family": "Li", "given": "A"}, {"literal": "B"}]),
        ("issued", "156X", {"edtf": "156X"}),
        ("issued", "1961-21", {"edtf": "1961-21"}),
        ("issued", "1961/..", {"edtf": "1961/.."}),
        ("issued", "5 May 1961", {"date-parts": [[1961, 5, 5]]}),
        ("issued", "May–June 1961", {"date-parts": [[1961, 5], [1961, 6]]}),
        ("issued", "c. 1850", {"date-parts": [[1850]], "circa": True}),
        ("issued", "3 мая 1961 г.", {"date-parts": [[1961, 5, 3]]}),
        ("issued", "昭和36年5月", {"date-parts": [[1961, 5]]}),
        ("issued", "1955–60?", {"date-parts": [[1955], [1960]], "edtf": "1955/1960?"}),
        ("issued", "1937-38", {"date-parts": [[1937], [1938]]}),
        ("issued", "1905-12", {"date-parts": [[1905, 12]]}),
        ("issued", "1905–12", {"date-parts": [[1905], [1912]]}),
        ("issued", "1996_2004", {"date-parts": [[1996], [2004]]}),
        ("issued", datetime.datetime(1961, 5, 3, 12, tzinfo=datetime.UTC),
         {"date-parts": [[1961, 5, 3]]}),
        ("note", datetime.date(1961, 5, 3), "1961-05-03"),
        ("number", datetime.datetime(1961, 5, 3, 12, tzinfo=datetime.UTC),
         "1961-05-03T12:00:00+00:00"),
    ],
)  # fmt: skip
def test_dates_and_names_of_other_forms(field: str, value: object, expected: object) -> None:
    """What date-parts cannot say is kept as EDTF; a date in another field is its text."""
    item, warnings = assign(None, {field: value})
    assert item == {field: expected, "type": "document"}
    assert warnings == []


@pytest.mark.parametrize("value", [3, 1.5, True])
def test_names_are_text_or_a_list(value: object) -> None:
    """Anything else is refused with the form that is wanted."""
    with pytest.raises(errors.InvalidValue, match="Family, Given"):
        assign(None, {"author": value})


@pytest.mark.parametrize(
    ("value", "nearest"),
    [("xyzzy", ""), ("manuscripts", "manuscript"), ("Legal_Case", "legal_case")],
)
def test_an_unknown_type_is_kept_and_the_nearest_named(value: str, nearest: str) -> None:
    """As an unknown field is."""
    item, warnings = assign(None, {"type": value})
    assert item == {"type": value}
    assert warnings == [
        f"“{value}” is no CSL type{f' (nearest: {nearest})' if nearest else ''}; kept as it is"
    ]


def test_an_item_without_a_canonical_form_is_refused() -> None:
    """Before anything is written: no record could name it."""
    with pytest.raises(errors.InvalidJSON, match="lone surrogate"):
        assign(None, {"title": "\ud800"})


def test_metadata_of_one_text_only_are_lent_to_none() -> None:
    """Where a document's metadata are nothing else, another text begins without any."""
    assert for_other_text({"title": "T", "translator": [], "language": "zh"}) == {"title": "T"}
    assert for_other_text({"language": "zh"}) is None


def test_the_last_field_removed_leaves_no_item() -> None:
    """Metadata without any field count as none given."""
    assert assign({"title": "T"}, {"title": ""}) == (None, [])
    assert assign({"title": "T", "type": "letter"}, {"title": "", "type": []}) == (None, [])


@pytest.mark.parametrize(
    "value",
    [
        *("spring 1961", "1961-13", "1961-02-30", "61", "1961-5", "[1961]", "3 May 61"),
        *("5/3/1961", "10 February 1640/41", "May"),
    ],
)
def test_a_date_that_is_none_is_kept_as_text_with_a_warning(value: str) -> None:
    """Nothing is guessed and nothing lost."""
    item, warnings = assign(None, {"issued": value})
    assert item
    assert item["issued"] == {"literal": value}
    assert value in warnings[0]


def test_two_years_that_are_a_season_in_edtf_are_pointed_out() -> None:
    """``1920-21`` is spring 1920 there; somebody who means two years is told how to write them."""
    item, warnings = assign(None, {"issued": "1920-21"})
    assert item == {"issued": {"edtf": "1920-21"}, "type": "document"}
    assert warnings == [
        "issued: “1920-21” is read as a season of 1920; if it is two years, write 1920/1921"
    ]


def test_fields_merge_into_the_item_and_an_empty_one_removes() -> None:
    """Other fields stay; the given item itself is not changed."""
    before: Item = {"title": "A", "type": "letter", "archive": "X"}
    item, _ = assign(before, {"title": "B", "archive": ""})
    assert item == {"title": "B", "type": "letter"}
    assert before["title"] == "A"


@pytest.mark.parametrize(
    ("field", "nearest"),
    [("titel", "title"), ("Archive_Location", "archive_location"), ("doi", "DOI")],
)
def test_an_unknown_field_is_kept_and_the_nearest_named(field: str, nearest: str) -> None:
    """A warning names the CSL variable that may have been meant."""
    item, warnings = assign(None, {field: "x"})
    assert item
    assert item[field] == "x"
    assert f"nearest: {nearest}" in warnings[0]


@pytest.mark.parametrize("field", ["", " title", "id"])
def test_fields_that_cannot_be_set(field: str) -> None:
    """An empty name and ``id`` are refused."""
    with pytest.raises(errors.InvalidValue):
        assign(None, {field: "x"})


def test_names_and_dates_are_variables() -> None:
    """The lists of CSL 1.0.2 hang together."""
    assert NAMES < VARIABLES
    assert DATES < VARIABLES
    assert not NAMES & DATES


def test_another_text_takes_over_what_is_the_documents(repository: provrepo.Repository) -> None:
    """A first version of another text has the newest metadata, without translator and language."""
    given = {"title": "A", "translator": "Li, B", "language": "zh"}
    for fields in ({"title": "old"}, given):
        changes = Changes(fields=fields)
        repository.ingest(b"x", changes, document="a", text="transcription:zh")
    repository.ingest(b"y", document="a", text="translation:en")
    assert repository.citation("a/en") == {"title": "A", "type": "document"}
    repository.ingest(b"z", document="a", text="translation:en")
    assert repository.citation("a/en") == {"title": "A", "type": "document"}


@pytest.mark.parametrize(
    "text",
    [
        "@misc{x, title = {A Cable}, year = {1961}, month = may}",
        "TY  - GEN\nTI  - A Cable\nDA  - 1961/05//\nER  - \n",
    ],
)
def test_bibtex_and_ris_are_read_too(text: str) -> None:
    """What a reference manager exports is taken as it is."""
    item = read_item(text, "item")
    assert item["title"] == "A Cable"
    assert item["issued"] == {"date-parts": [[1961, 5]]}
    assert "id" not in item


def test_a_broken_bibtex_file_is_one_error() -> None:
    """An unclosed entry is an error of ours with exit status 2."""
    with pytest.raises(errors.ProvrepoError) as caught:
        read_item("@misc{x, title = {A", "item.bib")
    assert caught.value.exit_status == 2


# Written back

NAME = st.text("Wang李é-’ ", min_size=1).map(str.strip).filter(bool)
DATE = st.builds(
    lambda ends, mark: "/".join(ends) + mark,
    st.lists(
        st.sampled_from(("1958", "1958-04", "1958-04-16", "-0044", "0800-12")),
        min_size=1,
        max_size=2,
    ),
    st.sampled_from(("", "~")),
)


@given(st.lists(st.one_of(NAME, st.builds("{}, {}".format, NAME, NAME)), min_size=1))
def test_names_are_written_as_they_are_given(names: list[str]) -> None:
    """What `--set` takes is what a comparison shows."""
    text = "; ".join(names)
    item, _ = assign(None, {"author": text})
    assert item is not None
    assert written("author", item["author"]) == text


@given(DATE)
def test_dates_are_written_as_they_are_given(date: str) -> None:
    """Years have four digits, ranges a slash, what is uncertain a tilde."""
    item, _ = assign(None, {"issued": date})
    assert item is not None
    assert written("issued", item["issued"]) == date


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("title", "A [b]\n", "A [b]\n"),
        ("volume", 12, "12"),
        ("author", [{"family": "Beethoven", "non-dropping-particle": "van"}], "van Beethoven"),
        (
            "author",
            [{"family": "King", "given": "M. L.", "suffix": "Jr."}, {"literal": "X"}],
            "King, M. L., Jr.; X",
        ),
        ("author", [], "[]"),
        ("author", [{"family": "A", "ORCID": "x"}], '[{"ORCID":"x","family":"A"}]'),
        ("author", [{"given": "A"}, "B"], '[{"given":"A"},"B"]'),
        ("issued", {"literal": "spring 1958"}, "spring 1958"),
        ("issued", {"edtf": "195X"}, "195X"),
        ("issued", {"date-parts": [[1958]], "season": 1}, "spring 1958"),
        ("issued", {"date-parts": [[1958]], "season": 7}, '{"date-parts":[[1958]],"season":7}'),
        ("issued", {"date-parts": [[]]}, '{"date-parts":[[]]}'),
        ("issued", {"date-parts": [["c. 1958"]]}, '{"date-parts":[["c. 1958"]]}'),
        ("custom", {"a": [None]}, '{"a":[null]}'),
        ("custom", None, "null"),
    ],
)
def test_what_has_no_plain_spelling_is_its_json(field: str, value: object, expected: str) -> None:
    """Nothing is left out of a value that is shown."""
    assert written(field, value) == expected


@pytest.mark.parametrize(
    "words", ["undated", "n.d.", "N. D.", "o. D.", "б. д.", "日期不详", "미상 날짜"]
)
def test_that_a_document_is_undated_is_no_mistake(words: str) -> None:
    """What editors write for it is kept as it is, without a warning; other words with one."""
    item, warnings = assign(None, {"title": "T", "issued": words})
    assert item
    assert item["issued"] == {"literal": words}
    assert bool(warnings) is (words == "미상 날짜")
