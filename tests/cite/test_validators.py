"""What we write is read by others (bibtexparser, pybtex, rispy) and keeps to the schema."""

from __future__ import annotations

import json
from typing import Any

import bibtexparser
import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string

from provrepo.cite import EXPORT_FORMATS, export
from provrepo.cite.csl.item import DATE_VARIABLES, NAME_VARIABLES
from tests.cite.test_exchange import CABLE, PIN

TITLES = st.text() | st.sampled_from(
    (
        "[x y] [/] {a} }{ \\",
        "“a ‘b’” «c» 「丁」 \"e\" 'f'",
        "关于国际列车 ﻿",
        "\u202eעברית \u200fعربي\u202c",
        "<b>&amp; <i>x</b> <!-- --> ]]>",
        "\\textbf{x} $y$ %z #1 _ ^ ~ @article{",
        "a\x00b\x1b[31m\x85\u2028c\rd\u2029e\n%0A",
        "TY  - BOOK\nER  - ",
    )
)
"""Titles as they come: brackets, quotation marks, CJK, RTL, HTML, TeX, control characters."""


def cable(title: str) -> dict[str, Any]:
    """Return the cable with another title and a holding archive that has it, too."""
    return {**CABLE, "title": title, "archive": f"Archive {title} x"}


@given(title=TITLES)
def test_bibtex_is_read_by_others(title: str) -> None:
    """One entry comes out, with who wrote it and where the original is kept."""
    for form in ("bibtex", "biblatex"):
        text = export(cable(title), form, PIN)
        (entry,) = bibtexparser.loads(text).entries
        assert entry["archive_location"] == "106-00581-01"
        assert entry["archive_collection"] == "Border Files"
        assert entry["urn"] == PIN
        (entry_of_pybtex,) = parse_string(text, "bibtex").entries.values()
        assert [str(person) for person in entry_of_pybtex.persons["author"]] == [
            "{Ministry of Foreign Affairs}",
            "{van der Berg}, A.",
        ]
        assert entry_of_pybtex.fields["archive_location"] == "106-00581-01"


@given(title=TITLES)
def test_ris_is_read_by_others(title: str) -> None:
    """One reference comes out, with its archive."""
    (entry,) = rispy.loads(export(cable(title), "ris", PIN))
    assert entry["authors"] == ["Ministry of Foreign Affairs", "van der Berg, A."]
    assert entry["name_of_database"].startswith("Archive")
    assert entry["unknown_tag"]["AV"] == ["106-00581-01"]


def problems(item: dict[str, Any]) -> list[str]:
    """Return what the CSL-JSON schema (csl-data, 1.0.2) has against an item, in our words."""
    objections = [] if isinstance(item.get("id"), (str, int)) and "type" in item else ["id or type"]
    for field, value in item.items():
        if field in NAME_VARIABLES:
            parts = {"family", "given", "literal", "suffix", "dropping-particle"}
            parts |= {"non-dropping-particle", "comma-suffix", "static-ordering", "parse-names"}
            good = isinstance(value, list) and all(
                isinstance(name, dict) and name.keys() <= parts for name in value
            )
        elif field in DATE_VARIABLES:
            parts = {"date-parts", "season", "circa", "literal", "raw", "edtf"}
            good = isinstance(value, str) or (isinstance(value, dict) and value.keys() <= parts)
        elif field == "custom":
            good = isinstance(value, dict)
        else:
            good = isinstance(value, (str, int, float, list))
        if not good:
            objections.append(field)
    return objections


@given(title=TITLES)
def test_csl_json_keeps_to_the_schema(title: str) -> None:
    """Names, dates and texts have the shapes of the schema, and come back as they were."""
    item = cable(title)
    written = json.loads(export(item, "csl-json", PIN))
    (only,) = written if isinstance(written, list) else [written]
    assert problems(only) == []
    assert {field: only[field] for field in item} == item


@pytest.mark.parametrize("form", EXPORT_FORMATS)
@given(title=TITLES)
def test_no_format_prints_control_characters(form: str, title: str) -> None:
    """Nothing that a terminal, a reader or XML would trip over is written as it is."""
    text = export(cable(title), form, PIN)
    assert not any(ord(letter) < 32 and letter not in "\n\r\t" for letter in text)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"], ids=ascii)
@pytest.mark.parametrize("form", ["ris", "endnote", "bibtex", "biblatex"])
def test_a_title_stays_on_its_line(form: str, end: str) -> None:
    """Whatever ends a line in some program is one blank: what follows would be another field."""
    on_one_line = export(cable("First words last words"), form, PIN)
    assert export(cable(f"First words {end} last words"), form, PIN) == on_one_line
    assert "First words last words" in on_one_line
