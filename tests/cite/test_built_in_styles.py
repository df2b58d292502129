"""The built-in styles: nothing that an item says is lost, and each guide's rule holds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from provrepo.cite import Style, built_in_styles
from provrepo.metadata import DATES, NAMES, TYPES, VARIABLES

DOCS = Path(__file__).resolve().parents[2] / "docs"
AUTHOR = {"author": [{"family": "Li", "given": "Wei"}]}
LETTER: dict[str, Any] = {
    "type": "personal_communication",
    "author": [{"family": "Creel", "given": "George"}],
    "recipient": [{"literal": "Colonel House"}],
    "issued": {"date-parts": [[1918, 9, 25]]},
    "archive": "Yale University Library",
}
EDITED: dict[str, Any] = {
    **LETTER,
    "genre": "memorandum",
    "original-date": {"date-parts": [[1918, 9, 25]]},
    "issued": {"date-parts": [[2014]]},
    "event-place": "Washington",
    "container-title": "Foreign Relations",
    "volume": "21",
    "volume-title": "Chile",
    "editor": [{"family": "Siekmeier", "given": "James"}],
    "publisher": "Printing Office",
    "number": "190",
}


def printed(name: str, item: dict[str, Any], locale: str | None = None) -> tuple[str, str]:
    """Return the first note or citation of an item, and its entry."""
    notes, entries = Style.load(name, locale=locale).document([[{"id": "a"}]], {"a": item})
    return notes[0].text, entries[0].text


def left_out() -> dict[str, set[str]]:
    """Return the variables that docs/cite.md names as left out, with the styles that do."""
    page = (DOCS / "cite.md").read_text("utf-8").partition("### What they leave out")[2]
    rows = re.findall(r"^\| (`.+?) \| (.+?) \| .+ \|$", page.partition("\n## ")[0], re.MULTILINE)
    return {
        variable: set(built_in_styles() if styles == "all" else re.findall(r"`(.+?)`", styles))
        for variables, styles in rows
        for variable in re.findall(r"`(.+?)`", variables)
    }


def value_of(variable: str) -> tuple[Any, str]:
    """Return a value that stands nowhere else in an item, and how it reads in lower case."""
    word = "zyx" + variable.replace("-", "").replace("_", "").lower()
    if variable in NAMES:
        return [{"family": word.capitalize(), "given": "Quentin"}], word
    if variable in DATES:
        return {"date-parts": [[1777, 3, 9]]}, "1777"
    return word, word


def losses(name: str, kinds: list[str]) -> Iterator[tuple[str, str]]:
    """Yield each type and variable that the style prints neither in a note nor in an entry."""
    listed = left_out()
    style = Style.load(name)
    for kind in kinds:
        for variable in sorted(VARIABLES):
            if name in listed.get(variable, ()):
                continue
            value, word = value_of(variable)
            for author in ({}, AUTHOR):
                item = {"type": kind, "title": "Title", "archive": "Archive", **author}
                results = style.document([[{"id": "a"}]], {"a": {**item, variable: value}})
                text = " ".join(result.text for part in results for result in part)
                if word not in text.lower():
                    yield kind, variable


@pytest.mark.parametrize("name", built_in_styles())
def test_nothing_said_is_lost(name: str) -> None:
    """Each variable is printed, or docs/cite.md says that the style leaves it out, and why."""
    assert list(losses(name, ["document"])) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", built_in_styles())
def test_nothing_said_is_lost_of_any_type(name: str) -> None:
    """The same for an item of every type of CSL."""
    assert list(losses(name, sorted(TYPES - {"document"}))) == []


@pytest.mark.slow
def test_what_is_left_out_is_left_out() -> None:
    """docs/cite.md names nothing as left out that is printed of a document."""
    for variable, names in left_out().items():
        value, word = value_of(variable)
        item = {"type": "document", "title": "Title", variable: value}
        for name in names if variable not in ("type", "title-short", "shortTitle") else ():
            assert word not in " ".join(printed(name, item)).lower(), (name, variable)


@pytest.mark.parametrize("name", built_in_styles())
def test_the_page_of_a_style(name: str) -> None:
    """docs/styles has a page for each style, and its examples come out as it says."""
    page = (DOCS / "styles" / f"{name}.md").read_text("utf-8")
    assert page.startswith(f"# {name}: ")
    examples = re.findall(r"```json\n(.+?)\n```\n\n(?:Cited: (.+)\n\n)?((?:- .+\n)+)", page)
    assert examples
    for source, cited, lines in examples:
        locator = re.search(r"(\w+) (\d\S*?)(?:,|$)", cited or "")
        locale = re.search(r"in (\w\w-\w\w)$", cited or "")
        cite = {"id": "a"} | ({"label": locator[1], "locator": locator[2]} if locator else {})
        items = {"a": json.loads(source), "b": {"type": "book", "title": "Other"}}
        style = Style.load(name, locale=locale[1] if locale else None)
        notes, entries = style.document([[cite], [{"id": "b"}], [cite]], items)
        entry = next(entry for entry in entries if "a" in entry.ids)
        results = {"first": notes[0].text, "later": notes[2].text, "entry": entry.text}
        for form, text in re.findall(r"^- (\w+): (.+)$", lines, re.MULTILINE):
            assert results[form] == text


@pytest.mark.parametrize("name", built_in_styles())
@pytest.mark.parametrize("kind", ["document", "report", "personal_communication"])
@pytest.mark.parametrize(
    ("issued", "words"),
    [
        ({"date-parts": [[1961, 5]]}, {"May"}),
        ({"date-parts": [[1961, 5, 3]]}, {"May", "3"}),
        ({"date-parts": [[1961]], "season": 1}, {"Spring"}),
        ({"date-parts": [[1960, 12, 30], [1961, 1, 2]]}, {"30", "2", "1960", "1961"}),
    ],
)
def test_no_part_of_a_date_is_lost(
    name: str, kind: str, issued: dict[str, Any], words: set[str]
) -> None:
    """Month, day, season and both ends of a range stand in the entry, with no stray blank."""
    _, entry = printed(name, {"type": kind, "title": "Title", **AUTHOR, "issued": issued})
    assert words <= set(re.findall(r"\w+", entry))
    assert not re.search(r" [.,;)]|\( |  ", entry)


@pytest.mark.parametrize("name", built_in_styles())
@pytest.mark.parametrize("people", [AUTHOR, {}])
def test_who_edited_and_translated_is_named_once(name: str, people: dict[str, Any]) -> None:
    """One person in two roles has one label that names both."""
    both = [{"family": "Wang", "given": "Jeffrey"}]
    item = {"type": "book", "title": "Letters", "editor": both, "translator": both, **people}
    note, entry = printed(name, item)
    assert note.count("Wang") <= 1
    assert entry.count("Wang") == 1
    assert re.search(r"(?i)ed(s|ited)?\.? (and|&) trans|editor and translator", entry)


@pytest.mark.parametrize("name", built_in_styles())
def test_a_letter_in_an_edition(name: str) -> None:
    """Its own place and day, the edition with its year, and its number there, each once."""
    _, entry = printed(name, EDITED)
    for word in ("Washington", "Foreign Relations", "21", "Chile", "Siekmeier", "2014"):
        assert entry.count(word) == 1, word
    assert "doc. 190" in entry
    assert re.search(r"25 Sept(ember|\.) 1918|September 25, 1918", entry)


@pytest.mark.parametrize("name", ["chicago-notes", "mhra", "nara", "presidential", "wilson"])
def test_a_letter_is_printed_under_the_name_it_is_filed_under(name: str) -> None:
    """An entry that is filed under Creel begins with Creel."""
    assert printed(name, LETTER)[1].startswith("Creel, George, to Colonel House")


@pytest.mark.parametrize("kind", ["telegram", "memorandum"])
def test_a_kind_begins_a_sentence_of_a_chicago_entry(kind: str) -> None:
    """Behind a period a word has a capital; in the note it has none."""
    note, entry = printed("chicago-notes", {**LETTER, "genre": kind})
    assert f", {kind}, " in note
    assert f". {kind.capitalize()}. " in entry


@pytest.mark.parametrize(
    "item",
    [
        {"type": "document", "title": "Cable", "issued": {"date-parts": [[1961]]}},
        {"type": "document", "genre": "Cable", "issued": {"date-parts": [[1961]]}},
        {"type": "document", "archive": "Cable", "archive_location": "R 43"},
        {"type": "document", "archive_collection": "Cable", "archive": "BArch"},
        {"type": "book", "title": "Cable", "publisher": "Press"},
        {"type": "personal_communication", "recipient": [{"literal": "House"}], "genre": "Cable"},
    ],
)
@pytest.mark.parametrize("name", ["apa", "chicago-author-date", "mla"])
def test_a_cite_without_author_leads_to_its_entry(name: str, item: dict[str, Any]) -> None:
    """The words that a cite begins with are those that its entry begins with."""
    cite, entry = printed(name, item)
    assert re.match(r"\W*Cable", cite), cite
    assert re.match(r"\W*Cable", entry), entry


def test_two_letters_of_one_author_in_mla() -> None:
    """They are told apart by what they are called, and by their days."""
    other = {**LETTER, "issued": {"date-parts": [[1918, 10, 1]]}}
    style = Style.load("mla")
    notes = style.citations([[{"id": "a"}], [{"id": "b"}]], {"a": LETTER, "b": other})
    assert [note.text for note in notes] == [
        "(Creel, Letter to Colonel House, 25 Sept. 1918)",
        "(Creel, Letter to Colonel House, 1 Oct. 1918)",
    ]


@pytest.mark.parametrize("name", built_in_styles())
def test_the_title_of_a_collection_is_not_quoted(name: str) -> None:
    """Papers and fonds are named in roman, without quotation marks, unless a style has italics."""
    note, entry = printed(name, {"type": "collection", "title": "Egmont Papers", "archive": "X"})
    assert not re.search("[“”‘’«»]", note + entry)


@pytest.mark.parametrize("name", ["chicago-notes", "mhra"])
def test_no_comma_before_the_parenthesis_of_an_edited_book(name: str) -> None:
    """The imprint follows the title, or what stands behind the title, with a blank."""
    item = {
        "type": "book",
        "title": "Letters",
        **AUTHOR,
        "publisher": "Press",
        "volume": "2",
        "edition": "3",
        "editor": [{"family": "Wang", "given": "Jeffrey"}],
    }
    note, _ = printed(name, item)
    assert note.endswith(" (Press).")
    assert ", (" not in note


def test_mhra_dates_the_document_not_its_translation() -> None:
    """The date stands before the translator."""
    item = {
        "type": "document",
        "title": "Cable",
        "issued": {"date-parts": [[1961, 5]]},
        "translator": [{"family": "Wang", "given": "Jeffrey"}],
    }
    assert printed("mhra", item)[0] == "‘Cable’, May 1961, trans. by Jeffrey Wang."


@pytest.mark.parametrize("name", built_in_styles())
@pytest.mark.parametrize("locale", ["de-DE", "fr-FR", "ru-RU", "zh-CN", "ko-KR"])
def test_no_english_in_another_language(name: str, locale: str) -> None:
    """Labels, roles and months are the language's own; the item has no English words."""
    item = {
        **LETTER,
        "recipient": [{"literal": "X"}],
        "archive": "Y",
        "contributor": [{"literal": "Q"}],
        "translator": [{"literal": "Z"}],
        "container-title": "W",
        "volume": "3",
        "number": "4",
        "original-date": {"date-parts": [[1917, 5, 3]]},
        "version": "1",
    }
    english = r"\b(to|from|and|by|letter|in the|may|vol|no|doc|trans|translated|obtained)\b"
    # French abbreviates volume and document as English does.
    same = {"doc", "vol", "no"} if locale == "fr-FR" else set()
    for text in printed(name, item, locale):
        assert set(re.findall(english, text.lower())) <= same


@pytest.mark.parametrize("name", built_in_styles())
@pytest.mark.parametrize("kind", ["book", "manuscript", "report", "personal_communication"])
def test_one_place_in_two_variables_is_printed_once(name: str, kind: str) -> None:
    """Zotero writes its one field for a place as that of the event and of the publisher."""
    item = {"type": kind, "title": "T", "publisher-place": "Bonn", "event-place": "Bonn", **AUTHOR}
    assert printed(name, item)[1].count("Bonn") == 1


@pytest.mark.parametrize("name", ["apa", "mla"])
def test_the_place_beside_a_publisher(name: str) -> None:
    """APA (7th edition) and MLA (9th) name the publisher alone; a meeting has its place."""
    book = {"type": "book", "title": "T", "publisher": "Press", "publisher-place": "Bonn", **AUTHOR}
    assert "Bonn" not in printed(name, book)[1]
    meeting = {**book, "type": "paper-conference", "event-title": "M", "event-place": "Bonn"}
    assert printed(name, meeting)[1].count("Bonn") == 1


@pytest.mark.parametrize("name", built_in_styles())
@pytest.mark.parametrize("kind", ["document", "personal_communication", "report"])
def test_nothing_is_lost_of_an_item_that_says_everything(name: str, kind: str) -> None:
    """No variable takes the place of another, but those of which docs/cite.md says so."""
    one_of_two = {"DOI", "editor-translator", "editortranslator", "custom"}
    one_of_two |= {"publisher-place"} if name in ("apa", "mla") else set()
    listed = left_out()
    item: dict[str, Any] = {"type": kind}
    words: dict[str, str] = {}
    for variable in sorted(VARIABLES - one_of_two):
        if name not in listed.get(variable, ()):
            item[variable], words[variable] = value_of(variable)
        if variable in DATES and variable in words:
            year = 1701 + len(words)
            item[variable], words[variable] = {"date-parts": [[year, 3, 9]]}, str(year)
    text = " ".join(printed(name, item)).lower()
    assert [variable for variable, word in words.items() if word not in text] == []
