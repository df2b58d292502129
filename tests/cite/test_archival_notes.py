"""First-reference notes of archival documents in the built-in chicago-notes style."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from provrepo.cite import ItemError, Style, StyleError, built_in_styles, render
from tests.shared import SHARED, needs

CABLE: dict[str, Any] = {
    "type": "document",
    "title": "On the Negotiations with [North] Korea",
    "issued": {"date-parts": [[1961, 5]]},
    "author": [{"literal": "Ministry of Foreign Affairs"}],
    "translator": [{"literal": "Jeffrey Wang"}],
    "version": "1 (3f2a91c0d4e5)",
    "archive": "PRC Foreign Ministry Archive",
    "archive_collection": "Border Files",
    "archive_location": "106-00581-01",
    "archive-place": "Beijing",
    "URL": "https://example.org/cable",
}


def note(item: dict[str, Any], form: str = "text") -> str:
    """Return the first note of an item."""
    style = Style.load("chicago-notes")
    return render(style.citations([[{"id": "a"}]], {"a": item})[0], form)


def test_full_note() -> None:
    """A first note names author, title, date, translator, place in the archive, version, URL."""
    assert note(CABLE) == (
        "Ministry of Foreign Affairs, “On the Negotiations with [North] Korea,” May 1961, trans. "
        "Jeffrey Wang, 106-00581-01, Border Files, PRC Foreign Ministry Archive, Beijing, "
        "version 1 (3f2a91c0d4e5), https://example.org/cable."
    )


@pytest.mark.parametrize("field", sorted(CABLE.keys() - {"type"}))
def test_any_field_may_be_absent(field: str) -> None:
    """A note without one of the fields has no stray punctuation and no doubled blank."""
    text = note({name: value for name, value in CABLE.items() if name != field})
    assert text.endswith(".")
    for stray in ("  ", ", ,", ",,", "..", "()", " ,", " ."):
        assert stray not in text
    assert "n.d." not in text


@pytest.mark.parametrize("name", built_in_styles())
@pytest.mark.parametrize("kind", ["document", "book", "personal_communication", "article-journal"])
def test_a_date_not_entered_is_not_undated(name: str, kind: str) -> None:
    """Only what an editor marked as undated is called so; a date not entered is left out."""
    style = Style.load(name)
    item = {
        "type": kind,
        "title": "Cable",
        "author": [{"literal": "Ministry"}],
        "archive": "PRCFMA",
    }
    for issued, count in (({}, 0), ({"issued": {"literal": "n.d."}}, 1)):
        notes, entries = style.document([[{"id": "a"}]], {"a": {**item, **issued}})
        assert "n.d." not in notes[0].text or count
        assert ("n.d." in entries[0].text.lower()) is bool(count)


@pytest.mark.parametrize("name", built_in_styles())
def test_a_call_number_alone_is_complete(name: str) -> None:
    """A unit cited by archive and call number has nothing that asks for a date."""
    style = Style.load(name)
    item = {"type": "document", "archive": "BArch", "archive_location": "R 43-I/161"}
    notes, entries = style.document([[{"id": "a"}]], {"a": item})
    for result in (*notes, *entries):
        pieces = re.split(r"[.,:;] | \(", result.text.strip("()."))
        assert sorted(pieces) == ["BArch", "R 43-I/161"]


def test_brackets_are_text() -> None:
    """Editors' brackets in a title stay as they are, whatever they hold."""
    assert "“Cable [x y] on [/] trade [sic],”" in note(
        {**CABLE, "title": "Cable [x y] on [/] trade [sic]"}
    )


def test_chinese_and_korean() -> None:
    """Chinese and Korean names stand family name first, without a space; titles are untouched."""
    text = note(
        {
            **CABLE,
            "title": "关于与[北]朝鲜谈判的电报",
            "author": [{"family": "毛", "given": "泽东"}, {"family": "김", "given": "일성"}],
        }
    )
    assert text.startswith("毛泽东 and 김일성, “关于与[北]朝鲜谈判的电报,” May 1961")


def test_version_is_reported() -> None:
    """A result tells which variables the style printed, so that a pin is never lost."""
    style = Style.load("chicago-notes")
    first, second = style.citations([[{"id": "a"}], [{"id": "a", "locator": "3"}]], {"a": CABLE})
    assert "version" in first.rendered_variables
    assert "version" in second.rendered_variables
    without = {name: value for name, value in CABLE.items() if name != "version"}
    assert "version" not in style.bibliography({"a": without})[0].rendered_variables


def test_spans_join_to_the_text() -> None:
    """The styled spans hold the text of the note, with the style's formatting."""
    style = Style.load("chicago-notes")
    book = {"type": "book", "title": "Selected Papers", "issued": {"date-parts": [[1999]]}}
    spans = style.citations([[{"id": "a"}]], {"a": book})[0].spans
    assert ("Selected Papers", "italic") in [(span.text, span.style) for span in spans]


def test_unknown_style() -> None:
    """A style that is not there gives one clear error that names what there is."""
    with pytest.raises(StyleError, match="chicago-notes"):
        Style.load("no-such-style")


def test_item_not_given() -> None:
    """A cite of an id that is not among the items gives one clear error."""
    with pytest.raises(ItemError, match="not among the items"):
        Style.load("chicago-notes").citations([[{"id": "b"}]], {"a": CABLE})


@pytest.mark.parametrize(
    "folder",
    [
        pytest.param(folder, marks=needs(folder, "archival-citations.json"))
        for folder in ("corpora", "cases")
    ],
)
def test_strings_of_archives(folder: str) -> None:
    """The archives' and style guides' own citations come out exactly, each in its locale."""
    entries = json.loads((SHARED / folder / "archival-citations.json").read_text("utf-8"))
    for entry in entries:
        style = Style.load(entry["style"], locale=entry["locale"])
        items = {"a": entry["item"]}
        if entry["form"] == "note":
            locator = dict(zip(("label", "locator"), entry.get("locator", ()), strict=False))
            result = style.citations([[{"id": "a", **locator}]], items)[0]
        else:
            result = style.bibliography(items)[0]
        assert render(result, "text") == entry["expected"]


@pytest.mark.parametrize("name", built_in_styles())
def test_built_in_styles_lose_nothing(name: str) -> None:
    """Every built-in style prints the place in the archive and the exact version."""
    style = Style.load(name)
    notes, entries = style.document([[{"id": "a"}], [{"id": "a", "locator": "3"}]], {"a": CABLE})
    printed = set().union(*(result.rendered_variables for result in (*notes, *entries)))
    assert printed >= CABLE.keys() - {"type"}
    assert "version 1 (3f2a91c0d4e5)" in notes[0].text
    assert "version 1 (3f2a91c0d4e5)" in entries[0].text.lower()


def first_note(style: str, item: dict[str, Any], locale: str = "en-US", **cite: str) -> str:
    """Return the first note of an item in a style."""
    loaded = Style.load(style, locale=locale)
    return render(loaded.citations([[{"id": "a", **cite}]], {"a": item})[0], "text")


def entry(style: str, item: dict[str, Any]) -> str:
    """Return the entry of an item in a style."""
    return render(Style.load(style).bibliography({"a": item})[0], "text")


LETTER: dict[str, Any] = {
    "type": "personal_communication",
    "author": [{"family": "Quay", "given": "Anna"}, {"family": "Pier", "given": "John"}],
    "recipient": [{"family": "Dock", "given": "Mary"}],
    "genre": "Memorandum",
    "issued": {"date-parts": [[1852, 3, 5]]},
    "archive": "Port Archive",
}


@pytest.mark.parametrize(
    ("style", "start"),
    [
        ("chicago-notes", "Quay, Anna, and John Pier, to Mary Dock. Memorandum. "),
        ("mhra", "Quay, Anna, and John Pier, to Mary Dock, memorandum, "),
        ("nara", "Quay, Anna, and John Pier, to Mary Dock. Memorandum, "),
        ("presidential", "Quay, Anna, and John Pier, to Mary Dock. Memorandum, "),
        ("wilson", "Quay, Anna, and John Pier, to Mary Dock. Memorandum, "),
    ],
)
def test_only_the_first_of_two_writers_is_inverted(style: str, start: str) -> None:
    """A letter is filed under its first writer, and the second is named as people are."""
    assert entry(style, LETTER).startswith(start)


def test_a_writer_alone_and_an_office_in_an_entry() -> None:
    """A comma closes an inverted name, and no office's."""
    person = {**LETTER, "author": LETTER["author"][:1]}
    office = {**LETTER, "author": [{"literal": "Port Office"}]}
    assert entry("chicago-notes", person).startswith("Quay, Anna, to Mary Dock. ")
    assert entry("chicago-notes", office).startswith("Port Office to Mary Dock. ")


@pytest.mark.parametrize(
    ("genre", "locale", "inside"),
    [
        ("Memorandum", "en-US", ", memorandum, "),
        ("Letter to the Editor", "en-GB", ", letter to the Editor, "),
        ("Politburo minutes", "en-US", ", Politburo minutes, "),
        ("NSC memorandum", "en-US", ", NSC memorandum, "),
        ("MEMORANDUM", "en-US", ", MEMORANDUM, "),
        ("Memorandum", "de-DE", ", Memorandum, "),
    ],
)
def test_a_kind_inside_a_sentence(genre: str, locale: str, inside: str) -> None:
    """A common noun begins with a small letter inside an English note, and in no other language."""
    for style in ("chicago-notes", "mhra", "tna", "naa"):
        assert inside in first_note(style, {**LETTER, "genre": genre}, locale)


def test_a_kind_begins_a_note_as_it_is_written() -> None:
    """A kind that begins the note keeps its capital letter."""
    minutes = {"type": "document", "genre": "Minutes of the Port Committee", "archive": "Archive"}
    assert first_note("chicago-notes", minutes).startswith("Minutes of the Port Committee, ")


@pytest.mark.parametrize("location", ["B 11407-1", "Film: B 11407-1"])
def test_a_film_is_called_one_once(location: str) -> None:
    """The word before a film's call number is not printed beside the same word in it."""
    film = {"type": "motion_picture", "title": "Der Hafen", "archive": "BArch"}
    text = first_note("bundesarchiv", {**film, "archive_location": location}, "de-DE")
    assert text == "BArch, Der Hafen, Film: B 11407-1."
    other = first_note("bundesarchiv", {**film, "archive_location": "Filmothek 3"}, "de-DE")
    assert other == "BArch, Der Hafen, Film: Filmothek 3."


@pytest.mark.parametrize(
    ("left_out", "sentence"),
    [
        ("", "Obtained by Mary Dock and translated for Port Project by Anna Quay."),
        ("contributor", "Translated for Port Project by Anna Quay."),
        ("producer", "Obtained by Mary Dock and translated by Anna Quay."),
        ("translator", "Obtained by Mary Dock. Produced by Port Project."),
    ],
)
def test_for_whom_a_document_was_translated(left_out: str, sentence: str) -> None:
    """The Wilson Center's archive names the project that a translator worked for: ``producer``."""
    cable = {
        "type": "document",
        "title": "Cable",
        "archive": "Archive",
        "contributor": [{"family": "Dock", "given": "Mary"}],
        "producer": [{"literal": "Port Project"}],
        "translator": [{"family": "Quay", "given": "Anna"}],
    }
    item = {name: value for name, value in cable.items() if name != left_out}
    assert first_note("wilson", item) == f"“Cable,” Archive. {sentence}"


@pytest.mark.parametrize(("locator", "printed"), [("4", "m. 4"), ("4-5", "mm. 4–5")])
def test_membranes_of_a_roll(locator: str, printed: str) -> None:
    """The National Archives' rolls are cited by membrane."""
    roll = {"type": "document", "archive": "TNA", "archive_location": "E 372/142"}
    text = first_note("tna", roll, "en-GB", label="membrane", locator=locator)
    assert text == f"TNA, E 372/142, {printed}."


CHARTER: dict[str, Any] = {
    "type": "manuscript",
    "title": "Charter",
    "archive": "Port Archive",
    "archive_location": "MS 4",
}


@pytest.mark.parametrize(
    ("style", "end"),
    [
        ("bundesarchiv", "Port Archive, MS 4, fols. 12r–13v."),
        ("chicago-notes", "MS 4, Port Archive, fols. 12r–13v."),
        ("fond", "Port Archive, MS 4, ll. 12r–13v."),
        ("lac", "Port Archive, MS 4, folios 12r–13v, “Charter”."),
        ("mhra", "Port Archive, MS 4, fols 12r–13v."),
        ("naa", "Port Archive: MS 4, ff. 12r–13v."),
        ("presidential", "MS 4, Port Archive, fols. 12r–13v."),
        ("tna", "Port Archive, MS 4, ‘Charter’, ff. 12r–13v."),
        ("wilson", "Port Archive, MS 4, fols. 12r–13v."),
    ],
)
def test_leaves_stand_behind_the_call_number(style: str, end: str) -> None:
    """What counts leaves is labelled so; a bare number in a manuscript has no label."""
    locale = "en-GB" if style in ("mhra", "naa", "tna") else "en-US"
    assert first_note(style, {**CHARTER, "page": "12r-13v"}, locale).endswith(end)
    bare = re.sub(r"\w+\.? 12r–13v", "12–13", end)
    assert first_note(style, {**CHARTER, "page": "12-13"}, locale).endswith(bare)


@pytest.mark.parametrize("style", ["chicago-notes", "mhra", "nara", "presidential", "wilson"])
def test_a_later_note_of_a_picture_without_title(style: str) -> None:
    """Where there is neither title nor day, the place in the archive tells the item from others."""
    picture = {
        "type": "graphic",
        "author": [{"family": "Quay", "given": "John"}],
        "archive": "Port Archive",
        "archive_location": "ST-1-62",
    }
    other = {"type": "book", "title": "Dues"}
    clusters = [[{"id": "a"}], [{"id": "b"}], [{"id": "a"}]]
    notes = Style.load(style).citations(clusters, {"a": picture, "b": other})
    assert notes[2].text.startswith("Quay")
    assert "ST-1-62" in notes[2].text


@pytest.mark.parametrize(
    ("title", "note", "entry_start"),
    [
        ("Letter to Mary Dock", "Anna Quay, letter to Mary Dock, ", "Quay, Anna. Letter to Mary "),
        ("Memorandum of conversation with X Y", "Anna Quay, memorandum of conversation with ", ""),
        ("Cable on the dues", "Anna Quay, “Cable on the dues,” ", "Quay, Anna. “Cable on the "),
        ("Politburo to the ministry", "Anna Quay, “Politburo to the ministry,” ", ""),
        ("Letters", "Anna Quay, “Letters,” ", ""),
    ],
)
def test_a_title_that_only_says_what_a_letter_is(title: str, note: str, entry_start: str) -> None:
    """It is no title of the letter's own, which alone has quotation marks."""
    letter = {
        "type": "personal_communication",
        "author": [{"family": "Quay", "given": "Anna"}],
        "title": title,
        "archive": "Port Archive",
    }
    assert first_note("chicago-notes", letter).startswith(note)
    assert entry("chicago-notes", letter).startswith(entry_start)
    document = {**letter, "type": "document"}
    assert f"“{title},”" in first_note("chicago-notes", document)


@pytest.mark.parametrize("locale", ["de-DE", "en-US", "fr-FR", "ko-KR", "ru-RU", "zh-CN"])
@pytest.mark.parametrize(
    ("location", "printed"),
    [
        ("Ф. 10. Оп. 2. Д. 3", "ГАРФ. Ф. 10. Оп. 2. Д. 3. Л. 4–5."),
        ("ф. 10, оп. 2, д. 3", "ГАРФ, ф. 10, оп. 2, д. 3, лл. 4–5."),
    ],
)
def test_a_cyrillic_call_number_in_any_language(locale: str, location: str, printed: str) -> None:
    """The leaf follows the call number, not the language of the note."""
    unit = {"type": "document", "archive": "ГАРФ", "archive_location": location}
    assert first_note("fond", unit, locale, label="folio", locator="4-5") == printed


def test_two_authors_as_gost_has_them() -> None:
    """Family names and initials, divided by commas; an office keeps its name."""
    people = [{"family": "Гавань", "given": "Анна Петровна"}, {"family": "Мол", "given": "Иван"}]
    unit = {"type": "document", "title": "Отчет", "archive": "ГАРФ", "archive_location": "Ф. 1"}
    written = first_note("fond", {**unit, "author": people}, "ru-RU")
    assert written == "Гавань А. П., Мол И. Отчет // ГАРФ. Ф. 1."
    office = [{"literal": "Министерство портов"}]
    written = first_note("fond", {**unit, "author": office}, "ru-RU")
    assert written == "Министерство портов. Отчет // ГАРФ. Ф. 1."


@pytest.mark.parametrize(
    ("issued", "printed"),
    [
        ("1955?/1960?", "1955–60?"),
        ("1955/1960", "1955–60."),
        ("1898/1901", "1898–1901."),
        ("0955/0960", "955 AD–960 AD."),
        ("1960-12/1961-01", "Dec. 1960–Jan. 1961."),
        ("1960-12-30/1961-01-02", "30 Dec. 1960–2 Jan. 1961."),
        ("195X", "1950–59."),
    ],
)
def test_ranges_of_years_in_mla(issued: str, printed: str) -> None:
    """Two digits end a range of years in one century; with months the year is whole."""
    assert entry("mla", {"type": "document", "title": "T", "issued": issued}) == f"“T.” {printed}"


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({}, "Obtained and translated by Mary Dock."),
        (
            {"producer": [{"literal": "Port Project"}]},
            "Obtained and translated for Port Project by Mary Dock.",
        ),
        (
            {"contributor": [{"family": "Pier", "given": "John"}]},
            "Obtained by John Pier and translated by Mary Dock.",
        ),
    ],
)
def test_who_obtained_a_document_and_translated_it(more: dict[str, Any], sentence: str) -> None:
    """Whoever did both is named once, as the Wilson Center's archive names them."""
    mary = [{"family": "Dock", "given": "Mary"}]
    cable = {"type": "document", "title": "Cable", "contributor": mary, "translator": mary}
    assert first_note("wilson", {**cable, **more}) == f"“Cable.” {sentence}"


def test_a_later_note_of_an_interview_says_what_it_is() -> None:
    """A name and a day alone would not."""
    interview: dict[str, Any] = {
        "type": "interview",
        "author": [{"family": "Quay", "given": "Anna"}],
        "interviewer": [{"literal": "author"}],
        "issued": {"date-parts": [[1974, 11, 20]]},
    }
    clusters = [[{"id": "a"}], [{"id": "b"}], [{"id": "a"}]]
    items: dict[str, dict[str, Any]] = {"a": interview, "b": {"type": "book", "title": "Dues"}}
    notes = Style.load("chicago-notes").citations(clusters, items)
    assert notes[2].text == "Quay, interview, November 20, 1974."


def test_a_kind_begins_the_entry_behind_the_people_with_a_capital() -> None:
    """In a presidential library's entry a period stands before it."""
    interview = {
        "type": "interview",
        "author": [{"family": "Quay", "given": "Anna"}],
        "number": "interview 67A",
        "archive": "Port Library",
    }
    assert entry("presidential", interview) == "Quay, Anna. Interview 67A. Port Library."
    cable = {"type": "personal_communication", "recipient": [{"literal": "House"}]}
    assert first_note("presidential", {**cable, "genre": "cable"}) == "Cable to House."
    assert first_note("chicago-notes", {**cable, "archive": "A"}) == "To House, A."


@pytest.mark.parametrize(
    ("style", "printed"),
    [
        ("chicago-notes", "“Plan of the harbor,” ca. 1772, MS 228, Port Archive."),
        ("nara", "“Plan of the harbor,” ca. 1772; MS 228; Port Archive."),
        ("tna", "Port Archive, MS 228, ‘Plan of the harbor’, c. 1772."),
        ("naa", "‘Plan of the harbor’, c. 1772, Port Archive: MS 228."),
    ],
)
def test_a_map_in_an_archive_is_no_published_work(style: str, printed: str) -> None:
    """Its title is given as it stands, in quotation marks; a published one's is in italics."""
    plan: dict[str, Any] = {
        "type": "map",
        "title": "Plan of the harbor",
        "issued": {"date-parts": [[1772]], "circa": True},
        "archive": "Port Archive",
        "archive_location": "MS 228",
    }
    locale = "en-GB" if style in ("naa", "tna") else "en-US"
    assert first_note(style, plan, locale) == printed
    published = {**plan, "publisher": "Press"}
    assert first_note("chicago-notes", published).startswith("Plan of the Harbor, ")
