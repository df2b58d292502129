"""Exchange formats: nothing is lost, everything is escaped, what is written is read back."""

from __future__ import annotations

import html
import json
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
    return text.replace('\\"', '"')


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
    ElementTree.fromstring(export({"title": title, "archive": archive, "author": title}, form))  # noqa: S314


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
