"""Items whose fields have names and values made to be taken for something else."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

import bibtexparser
import pytest
import rispy
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree  # type: ignore[import-untyped]
from pybtex.database import parse_string

from provrepo.cite import EXPORT_FORMATS, ItemError, Style, export, render
from tests.cite.test_exchange import CABLE, PIN

ATTACKS = (
    "x\r\nER  - \r\nTY  - BOOK\r\nTI  - evil",
    "x\nER  - \nTY  - BOOK\nTI  - evil",
    "x\x85ER  - \x85TY  - BOOK\x85TI  - evil",
    "x\u2028%0 Book\u2028%T evil",
    "x\n\n%0 Book\n%T evil",
    "x}\n}\n@book{evil,\n  title = {evil}\n}\n@comment{",
    'x = {1}, evil = {1}, "y',
    'x"/><evil/><note type="',
    "x</note></mods><evil/>",
    "]]><evil/>",
    "</script><script>evil()</script>",
    "<!--<script>",
    '"></span><evil title="',
    "x&rft.evil=1",
    'a": "b", "evil": "',
    "=cmd|'/C calc'!A0",
    "\x00\x1b]0;evil\x07",
    "\ud800",
    "",
    " ",
    "关于",
    "csl-type",
    "ТYPE",
)
NAMES = st.sampled_from(ATTACKS) | st.text(max_size=12)
FIELDS = st.dictionaries(NAMES, st.sampled_from(ATTACKS) | st.just([ATTACKS[1]]), max_size=4)
XML = ("mods", "tei", "dublin-core", "datacite")

FEWER = settings(max_examples=30)
"""For what is read by parsers of other makers, which take their time."""


def hostile(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the cable with more fields, and their values in its own."""
    values = [value for value in fields.values() if isinstance(value, str) and value.strip()]
    more = dict(zip(("title", "publisher", "note", "genre"), values, strict=False))
    return {**{name: value for name, value in fields.items() if name not in CABLE}, **CABLE, **more}


@given(fields=FIELDS)
@example(fields=dict.fromkeys(ATTACKS, "v"))
@example(fields={"a b": "1", "a-b": "2", "A B": "3", "a\nb": "4"})
def test_ris_and_endnote_hold_one_record(fields: dict[str, Any]) -> None:
    """As `rispy` reads it, and line for line."""
    item = hostile(fields)
    (entry,) = rispy.loads(export(item, "ris", PIN))
    assert entry["type_of_reference"] == "GEN"
    assert entry["authors"] == ["Ministry of Foreign Affairs", "van der Berg, A."]
    lines = export(item, "ris", PIN).split("\r\n")
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines[:-1])
    assert [line[:2] for line in lines].count("TY") == 1
    assert [line[:2] for line in lines].count("ER") == 1
    endnote = export(item, "endnote", PIN)
    assert endnote.endswith("\n\n")
    for end in "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029":
        assert end not in endnote
    tags = [line[:2] for line in endnote.rstrip("\n").split("\n")]
    assert all(tag[0] == "%" for tag in tags)
    assert tags.count("%0") == 1


@FEWER
@given(fields=FIELDS)
@example(fields=dict.fromkeys(ATTACKS, "v"))
@example(fields={"a b": "1", "a-b": "2", "A B": "3", "Type": "4", "TYPE": "5"})
def test_bibtex_holds_one_entry(fields: dict[str, Any]) -> None:
    """As both parsers read it, each field once, and none that the item does not have."""
    item = hostile(fields)
    for form in ("bibtex", "biblatex"):
        text = export(item, form, PIN)
        (entry,) = bibtexparser.loads(text).entries
        (other,) = parse_string(text, "bibtex").entries.values()
        assert entry["archive_location"] == other.fields["archive_location"] == "106-00581-01"
        assert "evil" not in entry
        assert "evil" not in other.fields
        written = re.findall(r"^  ([^ ]+) = \{", text, re.MULTILINE)
        assert len(written) == len({name.lower() for name in written})
        assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_.-]*", name) for name in written)


@pytest.mark.parametrize("literal", ["x}, evil = {1", "x}\n}\n@book{evil,", "{", "\\"])
def test_a_date_is_escaped_as_any_text(literal: str) -> None:
    """One that is kept as text is a text."""
    for form in ("bibtex", "biblatex"):
        item = {**CABLE, "issued": {"literal": literal}}
        (entry,) = bibtexparser.loads(export(item, form)).entries
        assert "evil" not in entry
        assert entry["archive-place"] == "Beijing"


@pytest.mark.parametrize("form", XML)
@given(fields=FIELDS)
@example(fields=dict.fromkeys(ATTACKS, "v"))
def test_xml_is_well_formed_and_has_no_elements_but_its_own(
    form: str, fields: dict[str, Any]
) -> None:
    """As lxml reads it, whose parser is libxml2's and not ours."""
    root = etree.fromstring(export(hostile(fields), form, PIN).encode())
    names = {etree.QName(element).localname for element in root.iter()}
    assert "evil" not in names
    assert not root.xpath("//comment() | //processing-instruction()")


class Page(HTMLParser):
    """The elements of a page, and what stands in its scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.scripts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.append((tag, attrs))
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        """Note what stands in the last script."""
        if self.scripts:
            self.scripts[-1] += data


@given(fields=FIELDS)
@example(fields=dict.fromkeys(ATTACKS, "v"))
@example(fields={"</script>": "<!--<script>"})
def test_schema_org_stands_in_a_page(fields: dict[str, Any]) -> None:
    """What is put into a script element is all of it, and nothing else."""
    item = hostile(fields)
    data = export(item, "schema.org", PIN)
    page = Page(f'<script type="application/ld+json">{data}</script>')
    assert [tag for tag, _ in page.tags] == ["script"]
    assert json.loads(page.scripts[0]) == json.loads(data)
    assert not re.search("[<>&\u2028\u2029]", data)


@given(fields=FIELDS)
@example(fields=dict.fromkeys(ATTACKS, "v"))
def test_coins_is_one_element(fields: dict[str, Any]) -> None:
    """With two attributes, in which no pair is the attacker's."""
    ((tag, attributes),) = Page(export(hostile(fields), "coins", PIN)).tags
    assert tag == "span"
    assert [name for name, _ in attributes] == ["class", "title"]
    assert "rft.evil=" not in str(attributes[1][1])


@given(fields=FIELDS)
@example(fields=dict.fromkeys(ATTACKS, "v"))
def test_csl_json_is_the_item(fields: dict[str, Any]) -> None:
    """Names and values come back as they were."""
    item = hostile(fields)
    (written,) = json.loads(export(item, "csl-json", PIN))
    assert {name: written[name] for name in item if name != "custom"} == {
        name: value for name, value in item.items() if name != "custom"
    }


@FEWER
@given(fields=FIELDS)
@example(fields=dict.fromkeys(ATTACKS, "v"))
def test_html_of_a_citation_has_no_elements_but_its_own(fields: dict[str, Any]) -> None:
    """Values are text, whatever stands in them."""
    item = hostile(fields)
    style = Style.load("chicago-notes")
    html = render(style.citations([[{"id": "a"}]], {"a": item})[0], "html")
    assert {tag for tag, _ in Page(html).tags} <= {"i", "b", "em", "sup", "sub", "span", "div"}


@pytest.mark.parametrize("form", EXPORT_FORMATS)
@pytest.mark.parametrize("value", [5, [5], [None], [["x"]], True, 1.5, "x", {"literal": "x"}, [{}]])
def test_names_that_are_none_are_an_error_of_the_item(form: str, value: object) -> None:
    """And never one of Python's; what can be written is."""
    try:
        text = export({**CABLE, "author": value, "custom": value}, form, PIN)
    except ItemError as error:
        text = str(error)
    assert text


@pytest.mark.parametrize("form", EXPORT_FORMATS)
def test_a_long_run_of_blanks_takes_no_longer_than_letters(form: str) -> None:
    """It would, had each blank to look for the end of the run: this would take hours."""
    assert export({**CABLE, "title": "x" + " " * 300_000 + "y"}, form)
