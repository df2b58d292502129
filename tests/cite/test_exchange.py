"""Exchange formats: nothing is lost, everything is escaped, what is written is read back."""

from __future__ import annotations

import html
import json
import re
import urllib.parse
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provrepo.cite import EXPORT_FORMATS, ItemError, export, read_items

CABLE: dict[str, Any] = {
    "id": "cable",
    "type": "document",
    "title": "On the [North] Korean “Border” & 100 % of {its} $crossings_ <x> 关于",
    "author": [
        {"literal": "Ministry of Foreign Affairs"},
        {"family": "van der Berg", "given": "A."},
    ],
    "translator": [{"family": "Wang", "given": "Jeffrey"}],
    "recipient": [{"literal": "Embassy, Pyongyang"}],
    "issued": {"date-parts": [[1961, 5]]},
    "archive": "PRC Foreign Ministry Archive",
    "archive_collection": "Border Files",
    "archive_location": "106-00581-01",
    "archive-place": "Beijing",
    "URL": "https://example.org/a_b?x=1&y=2#z",
    "version": "1 (3f2a91c0d4e5)",
}
PIN = "ni:///sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk"
TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Zs")) | st.just(" "), min_size=1
).map(lambda text: " ".join(text.split()) or "x")


def unescaped(text: str) -> str:
    """Return an export with its escapes undone, to look for values in it."""
    text = urllib.parse.unquote(html.unescape(text)).replace("{[}", "[").replace("{]}", "]")
    return text.replace('\\"', '"').replace("\\u0026", "&")


@pytest.mark.parametrize("form", EXPORT_FORMATS)
@pytest.mark.parametrize("field", ["archive", "archive_collection", "archive_location"])
def test_archive_fields_are_in_every_format(form: str, field: str) -> None:
    """No format loses where the original is kept."""
    assert CABLE[field] in unescaped(export(CABLE, form, PIN))


@pytest.mark.parametrize("form", EXPORT_FORMATS)
def test_place_people_and_pin_are_in_every_format(form: str) -> None:
    """No format loses the archive's place, the recipient or the exact version's URI."""
    text = unescaped(export(CABLE, form, PIN))
    for value in ("Beijing", "Embassy, Pyongyang", "Wang", PIN, CABLE["URL"]):
        assert value in text


@pytest.mark.parametrize("form", ["mods", "tei", "dublin-core", "datacite"])
@given(title=st.text(), archive=st.text())
def test_xml_is_well_formed(form: str, title: str, archive: str) -> None:
    """Whatever a title holds, the XML formats are well-formed."""
    text = export({"title": title, "archive": archive, "author": title}, form)
    ElementTree.fromstring(text)  # noqa: S314 - written by ourselves


@given(title=TEXTS, archive=TEXTS, location=TEXTS)
def test_bibtex_round_trip(title: str, archive: str, location: str) -> None:
    """What is written as BibTeX or biblatex is read back as it was."""
    item = {
        **CABLE,
        "title": title.replace("<", "‹"),
        "archive": archive.replace("<", "‹"),
        "archive_location": location.replace("<", "‹"),
    }
    for form in ("bibtex", "biblatex"):
        back = read_items(export(item, form, PIN), "bibtex")[0]
        for field in ("title", "archive", "archive_location", "archive_collection", "issued"):
            assert back[field] == item[field]
        assert back["author"] == item["author"]
        assert back["translator"] == item["translator"]
        assert back["recipient"][0]["family"] == "Embassy"
        assert back["URL"] == item["URL"]
        assert back["type"] == "document"


@given(title=TEXTS, archive=TEXTS)
def test_ris_round_trip(title: str, archive: str) -> None:
    """What is written as RIS is read back as it was."""
    item = {**CABLE, "title": title, "archive": archive}
    back = read_items(export(item, "ris", PIN))[0]
    for field in ("title", "archive", "archive_location", "archive_collection", "URL", "version"):
        assert back[field] == item[field]
    assert back["issued"] == {"date-parts": [[1961, 5]]}
    assert back["author"][1] == {"family": "van der Berg", "given": "A."}


def test_csl_json_round_trip() -> None:
    """CSL-JSON holds the item as it is."""
    assert read_items(export(CABLE, "csl-json")) == [CABLE]


def test_schema_org_names_the_holding_archive() -> None:
    """schema.org has its own property for the archive that holds the original."""
    data = json.loads(export(CABLE, "schema.org", PIN))
    assert data["holdingArchive"]["name"] == CABLE["archive"]
    assert PIN in data["identifier"]


def test_schema_org_has_no_property_that_its_type_has_not() -> None:
    """schema.org/ArchiveComponent alone has an archive; `additionalProperty` is not a work's."""
    item = {
        "type": "article-journal",
        "title": "Report",
        "archive": "The Archive",
        "archive_location": "118-1",
        "author": [{"family": "Li", "given": "Wei"}, {"literal": "Mao Zedong"}],
        "note": "In pencil",
        "medium": "Paper",
    }
    data = json.loads(export(item, "schema.org"))
    assert data["@type"] == "ArchiveComponent"
    assert data["itemLocation"] == "118-1"
    assert data["author"] == [
        {"@type": "Person", "name": "Wei Li"},
        {"@type": "Thing", "name": "Mao Zedong"},
    ]
    assert data["description"] == "note: In pencil\nmedium: Paper"
    assert "additionalProperty" not in data


def test_foreign_bibtex() -> None:
    """BibTeX as other programs write it: strings, accents, months, names without a comma."""
    text = """@article{mueller1999, author = "J{\\"u}rgen M{\\"u}ller and {UNESCO}",
      title = {The {B}order \\& its \\emph{Files}},
      journal = {J. Hist.}, year = 1999, month = may }"""
    item = read_items(text)[0]
    assert item["author"] == [{"family": "Müller", "given": "Jürgen"}, {"literal": "UNESCO"}]
    assert item["title"] == "The Border & its <i>Files</i>"
    assert item["issued"] == {"date-parts": [[1999, 5]]}
    assert item["container-title"] == "J. Hist."


@pytest.mark.parametrize(
    "text", ["@book{x, title = {a", "TY  - BOOK\nTI  - a\n", "{", "nothing", "[]"]
)
def test_bad_files_give_one_clear_error(text: str) -> None:
    """A file that is cut short or of no known format gives an ItemError, not an item."""
    with pytest.raises(ItemError):
        read_items(text)


def test_unknown_format() -> None:
    """An unknown format is refused with the list of the known ones."""
    with pytest.raises(ValueError, match="bibtex"):
        export(CABLE, "word")


EVERYTHING: dict[str, Any] = {
    "id": "doe-1961",
    "type": "article-journal",
    "title": "On <i>Borders</i>",
    "title-short": "Borders",
    "author": [{"family": "Doe", "given": "J.", "suffix": "Jr."}, "UNESCO"],
    "editor": {"family": "Roe", "given": "K."},
    "container-title": "Journal of Borders",
    "publisher": "Press",
    "publisher-place": "Beijing",
    "volume": 4,
    "page": "3-9",
    "genre": "Letter",
    "DOI": "10.1000/x.y",
    "abstract": "What it says",
    "language": "en",
    "issued": {"date-parts": [[1961, 5, 16]]},
    "accessed": {"date-parts": [[2024], [2025]]},
    "keyword": ["a", "b"],
    "custom": {},
}


@pytest.mark.parametrize("form", EXPORT_FORMATS)
def test_published_works_lose_nothing_either(form: str) -> None:
    """An article keeps its journal, people, pages, DOI and dates in every format."""
    text = unescaped(export(EVERYTHING, form, PIN))
    for value in ("Journal of Borders", "UNESCO", "Roe", "10.1000/x.y", "1961", "2024", PIN):
        assert value in text


@pytest.mark.parametrize("form", EXPORT_FORMATS)
def test_an_item_of_a_title_alone(form: str) -> None:
    """Fields that an item lacks leave no empty ones behind, and no pin where none is given."""
    text = export({"title": "T"}, form)
    assert "T" in unescaped(text)
    assert "ni:///" not in text
    assert not re.search(r"\{\}|\"\"|<([\w:]+)[^<>]*></\1>|None", text.replace("></span>", ""))


@pytest.mark.parametrize("form", ["bibtex", "biblatex", "ris"])
def test_what_has_no_field_comes_back(form: str) -> None:
    """Variables without a field of the format's own are written so that they are read back."""
    back = read_items(export(EVERYTHING, form, PIN))[0]
    assert back["accessed"] == {"date-parts": [[2024], [2025]]}
    assert back["keyword"] == ["a", "b"]
    assert back["type"] == "article-journal"
    assert back["title-short"] == "Borders"
    assert back["issued"] == {"date-parts": [[1961, 5, 16]]}
    assert back["page"] == "3-9"
    assert [name.get("suffix") for name in back["author"]] == ["Jr.", None]


@pytest.mark.parametrize(
    ("issued", "expected"),
    [
        ({"date-parts": [[1961, 5]]}, "1961-05"),
        ({"date-parts": [[1961, 5, 6], [1962]]}, "1961-05-06/1962"),
        ({"date-parts": [[1961]], "circa": True}, "1961~"),
        ({"edtf": "1985/.."}, "1985/.."),
        ({"date-parts": [[1961]], "season": 2}, "1961-22"),
        ({"date-parts": [[-44]]}, "-0043"),
        ({"date-parts": [[-1]]}, "0000"),
        ({"date-parts": [[1961]], "season": "Michaelmas"}, "Michaelmas 1961"),
        ({"season": "Michaelmas"}, "Michaelmas"),
        ({"literal": "Monday"}, "Monday"),
    ],
)
def test_dates_are_edtf(issued: dict[str, Any], expected: str) -> None:
    """Exported dates are EDTF (ISO 8601-2), or the words that stand for one."""
    assert f"<date>{expected}</date>" in export({"title": "T", "issued": issued}, "tei")


@pytest.mark.parametrize(
    "issued",
    [
        {"date-parts": [[1961, 5]]},
        {"date-parts": [[1961], [0]]},
        {"date-parts": [[1961], [1962]]},
        {"date-parts": [[1961]], "circa": True},
        {"date-parts": [[1961]], "season": 2},
        {"literal": "Monday"},
    ],
)
@pytest.mark.parametrize("form", ["bibtex", "ris"])
def test_dates_come_back(form: str, issued: dict[str, Any]) -> None:
    """A date of any kind is read back as it was written."""
    back = read_items(export({"id": "x", "title": "T", "issued": issued}, form))
    assert back[0]["issued"] == issued


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("year = {1961}", {"issued": {"date-parts": [[1961]]}}),
        ("year = 1961, month = 5", {"issued": {"date-parts": [[1961, 5]]}}),
        ("year = {c. 1961}", {"issued": {"date-parts": [[1961]], "circa": True}}),
        ("year = {5 May 1961}", {"issued": {"date-parts": [[1961, 5, 5]]}}),
        ("year = {after 1961}", {"issued": {"literal": "after 1961"}}),
        ("lccn = {X 3}", {"call-number": "X 3"}),
        ("date = {1961-05}, year = {1960}", {"issued": {"date-parts": [[1961, 5]]}}),
        ("howpublished = {Archive}", {"archive": "Archive"}),
        ("howpublished = {A, B}, archive = {B}", {"archive": "B"}),
        ("journaltitle = {J}", {"container-title": "J"}),
        ("location = {Beijing}", {"publisher-place": "Beijing"}),
        ("csl-pmid = {3}", {"PMID": "3"}),
        (
            "csl-recipient = {Doe, J.; UNESCO}",
            {"recipient": [{"family": "Doe", "given": "J."}, {"literal": "UNESCO"}]},
        ),
        ("csl-custom = {[broken}", {"custom": "[broken"}),
        (
            "author = {Doe, Jr., John}",
            {"author": [{"family": "Doe", "given": "John", "suffix": "Jr."}]},
        ),
        ("author = {Aristotle}", {"author": [{"literal": "Aristotle"}]}),
        (
            "title = {A~b \\ss{} \\'{e} \\v{c} \\textless}",
            {"title": "A\N{NO-BREAK SPACE}b ß é č <"},
        ),
        ("title = {\\textbf{A} \\{b\\}}", {"title": "<b>A</b> {b}"}),
        ("title = {A \\unknown{b}}", {"title": "A b"}),
    ],
)
def test_bibtex_of_other_programs(source: str, expected: dict[str, Any]) -> None:
    """Each way in which programs write a field is read as what it means."""
    item = read_items(f"@string{{x, a = 1}}\n@book{{key,\n  {source}\n}}")[0]
    assert item == {"id": "key", "type": "book", **expected}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("online", "webpage"), ("PhdThesis", "thesis"), ("misc", "document"), ("odd", "document")],
)
def test_types_of_bibtex(kind: str, expected: str) -> None:
    """An entry's type is read in any case; what is unknown is a document."""
    assert read_items(f"@{kind}{{key, title = {{T}}}}")[0]["type"] == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("@comment{x, y}", "no BibTeX entry"),
        ("@book{x, title = }", "no value"),
        ("@book{x, title = {a} year", "not closed"),
        ("ER  - \n", "begins with TY"),
        ("TI  - a\n", "begins with TY"),
        ("[1]", "array of items"),
        ("[" * 100_000, "nested too deep"),
    ],
)
def test_what_is_wrong_with_a_file(text: str, message: str) -> None:
    """The error says what is wrong with a file that cannot be read."""
    with pytest.raises(ItemError, match=message):
        read_items(text)


RIS = """TY  - JOUR
A1  - Doe, J.
T1  - A long
  title
JO  - Journal
SP  - 3
EP  - 9
{0}
ZZ  - odd
L1  - ni:///x
ER  -
"""


@pytest.mark.parametrize(
    ("line", "issued"),
    [
        ("PY  - 1961", {"date-parts": [[1961]]}),
        ("DA  - 1961/05//", {"date-parts": [[1961, 5]]}),
        ("DA  - 1961/05/16/", {"date-parts": [[1961, 5, 16]]}),
        ("Y1  - 1961~", {"date-parts": [[1961]], "circa": True}),
        ("Y1  - Monday", {"literal": "Monday"}),
        ("DA  - 1961/05/16/\nPY  - 1961", {"date-parts": [[1961, 5, 16]]}),
    ],
)
def test_ris_of_other_programs(line: str, issued: dict[str, Any]) -> None:
    """Continued lines, first and last page and dates are read; an odd tag is a note."""
    assert read_items(RIS.format(line)) == [
        {
            "type": "article-journal",
            "author": [{"family": "Doe", "given": "J."}],
            "title": "A long title",
            "container-title": "Journal",
            "page": "3-9",
            "issued": issued,
            "note": "ZZ: odd",
        }
    ]


def record(*lines: str) -> dict[str, Any]:
    """Return the item of a RIS record."""
    return read_items("".join(f"{line}\n" for line in (*lines, "ER  - ")), "ris")[0]


def test_a_letter_in_an_archive_from_zotero() -> None:
    """Recipient, place in the archive and what stands in its field Extra are what they are."""
    letter = record(
        "TY  - PCOMM", "TI  - Letter on the dues", "AU  - Kunze, Hanna", "A2  - Ito, Ken",
        "DA  - 1962/03/05/", "PY  - 1962", "DB  - City Archive", "AN  - box 3, folder 7",
        "DP  - Catalogue", "M2  - archive_collection: Kunze Papers", "Archive Place: Bonn",
        "contributor: Dock || Mary", "A remark", "N1  - <p>Seen <b>twice</b></p><p>or more</p>",
    )  # fmt: skip
    assert letter == {
        "type": "personal_communication",
        "title": "Letter on the dues",
        "author": [{"family": "Kunze", "given": "Hanna"}],
        "recipient": [{"family": "Ito", "given": "Ken"}],
        "issued": {"date-parts": [[1962, 3, 5]]},
        "archive": "City Archive",
        "archive_location": "box 3, folder 7",
        "source": "Catalogue",
        "archive_collection": "Kunze Papers",
        "archive-place": "Bonn",
        "contributor": [{"family": "Dock", "given": "Mary"}],
        "note": "A remark; Seen twice or more",
    }


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("TY  - BOOK", "A2  - A, B", "A3  - C, D", "T2  - Series", "SP  - 312"),
         {"type": "book", "collection-editor": [{"family": "A", "given": "B"}],
          "editor": [{"family": "C", "given": "D"}], "collection-title": "Series",
          "number-of-pages": "312"}),
        (("TY  - EDBOOK", "AU  - A, B"),
         {"type": "book", "editor": [{"family": "A", "given": "B"}]}),
        (("TY  - CHAP", "A2  - A, B", "A3  - C, D", "C2  - E, F", "T2  - Book", "SP  - 3",
          "EP  - 9"),
         {"type": "chapter", "editor": [{"family": "A", "given": "B"}],
          "collection-editor": [{"family": "C", "given": "D"}],
          "container-author": [{"family": "E", "given": "F"}], "container-title": "Book",
          "page": "3-9"}),
        (("TY  - MANSCPT", "SP  - 40"), {"type": "manuscript", "number-of-pages": "40"}),
        (("TY  - MANSCPT", "SP  - 4r-5v"), {"type": "manuscript", "page": "4r-5v"}),
        (("TY  - RPRT", "SN  - 12-A", "T2  - Series", "SE  - II"),
         {"type": "report", "number": "12-A", "collection-title": "Series", "section": "II"}),
        (("TY  - MAP", "C1  - 1:5000", "M3  - plan"),
         {"type": "map", "scale": "1:5000", "genre": "plan"}),
        (("TY  - CONF", "T2  - Meeting", "C1  - Rome", "C3  - Proceedings"),
         {"type": "paper-conference", "event-title": "Meeting", "event-place": "Rome",
          "container-title": "Proceedings"}),
        (("TY  - PCOMM", "TI  - Interview with A", "A2  - C, D", "M3  - Tape"),
         {"type": "interview", "title": "Interview with A",
          "interviewer": [{"family": "C", "given": "D"}], "medium": "Tape"}),
        (("TY  - ART", "M3  - Oil", "C3  - 3 x 4"),
         {"type": "graphic", "medium": "Oil", "dimensions": "3 x 4"}),
        (("TY  - GEN", "DA  - 1961///Spring"),
         {"type": "document", "issued": {"literal": "Spring 1961"}}),
        (("TY  - GEN", "DA  - 1961/05/03/10:00"),
         {"type": "document", "issued": {"date-parts": [[1961, 5, 3]]}}),
        (("TY - GEN", "TI - One blank"), {"type": "document", "title": "One blank"}),
    ],
)  # fmt: skip
def test_tags_of_ris_mean_what_their_type_makes_of_them(
    lines: tuple[str, ...], expected: dict[str, Any]
) -> None:
    """As the specification of 2011 has them, which Zotero and EndNote follow."""
    assert record(*lines) == expected


def test_our_own_ris_is_read_as_it_was_written() -> None:
    """Whatever other programs mean by the tags: a record that names its type is ours."""
    item = {
        "type": "manuscript",
        "title": "T",
        "editor": [{"family": "A", "given": "B"}],
        "container-title": "C",
        "page": "12",
    }
    assert read_items(export(item, "ris"), "ris") == [item]


def test_the_place_in_the_archive_of_zotero_in_bibtex() -> None:
    """``location`` is that in an entry with ``year``; in biblatex, with ``date``, it is a town."""
    diary = "@unpublished{a, title = {Diary}, location = {MS 1}, address = {Bonn}, "
    item = read_items(diary + "year = 1850}")[0]
    assert (item["archive_location"], item["publisher-place"]) == ("MS 1", "Bonn")
    item = read_items("@misc{a, location = {MS 1}, year = 1850}")[0]
    assert (item["archive_location"], item.get("publisher-place")) == ("MS 1", None)
    item = read_items("@misc{a, location = {Bonn}, date = {1850}}")[0]
    assert (item["publisher-place"], item.get("archive_location")) == ("Bonn", None)


def test_ris_without_a_known_type() -> None:
    """A record of a type of its own is a document; blank lines and other words are left out."""
    assert read_items("TY  - ODD\nEP  - 9\n\nT1  -\nstray\nER  - \n", "ris") == [
        {"type": "document"}
    ]


def test_the_format_to_read_may_be_named() -> None:
    """A format that is not read is refused with the names of those that are."""
    assert read_items(json.dumps({"items": [CABLE]}), "csl-json") == [CABLE]
    assert read_items(f"% a comment\n{export(CABLE, 'bibtex')}")[0]["id"] == "cable"
    with pytest.raises(ValueError, match="bibtex, csl-json, ris"):
        read_items("{}", "word")
