"""How bench/csl_peer.py explains differences to another processor: by rules, none too wide."""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))
from csl_changes import ENTRY_KINDS, STYLE_KINDS
from csl_kinds import NAMES, SHOWN, TEXT_KINDS, Source, kinds_of
from csl_processing import PROCESS_KINDS

from provrepo.cite import Style, render

ITEMS: dict[str, dict[str, Any]] = {
    "minutes": {
        "number": "118-01026-03",
        "title": "On China",
        "author": [{"family": "van der Berg", "given": "Anna"}, {"literal": "United Nations"}],
    }
}


def source(style: str) -> Source:
    """Return a style, given as what stands in cs:style, with the items and the locator 7."""
    kind, _, inner = style.rpartition("|")
    xml = f'<style xmlns="http://purl.org/net/xbiblio/csl" class="{kind or "in-text"}">{inner}'
    return Source(ET.fromstring(f"{xml}</style>"), ITEMS, frozenset({"7"}))  # noqa: S314


SHORT = '<name form="short"/>'
NUMBERED = '<citation><layout><text variable="citation-number"/></layout></citation>'
FORMATTED = '<name><name-part font-variant="small-caps"/></name><name/>'
DATED = '<key variable="issued"/>'
LETTERS = "year suffixes without their year"
BLOCKS = '<text display="block"/>'
RANGES = '<date suffix=")"/><date-part prefix="("/>'
CAPS = '<span style="font-variant:small-caps;">Berg</span>'


@pytest.mark.parametrize(
    ("style", "theirs", "ours", "kind"),
    [
        ("", "Nos. 118- 01026–03", "No. 118-01026-03", "numbers of archives"),
        (
            '<date prefix="(accessed " suffix=")"/>',
            "1955–(accessed 1960).",
            "1955–1960.",
            "affixes at the joint of a date range",
        ),
        ('<date suffix=")"/>', "(149) BC", "(149 BC)", "era behind an affix"),
        (SHORT, "Berg, van der and Doe", "van der Berg and Doe", "particle of a short name"),
        (NUMBERED, "(1961f)", "(1961)", "year suffix of a numbered citation"),
        (
            '<text variable="URL" form="short"/>',
            "https://example.org",
            "https://example.org/a/b",
            "short form of an address",
        ),
        ('<text text-case="sentence"/>', "On china", "On China", "sentence case"),
        (
            '<locale><terms><term name="no-place">o.O.</term></terms></locale>'
            '<text term="no-place" text-case="capitalize-first"/>',
            "O.O. 1961",
            "o.O. 1961",
            "first word with capitals",
        ),
        ("", "Https://example.org", "https://example.org", "letters of an address"),
        (DATED, "(Doe 2014a, b, p. 8)", "(Doe 2014a, 2014b, p. 8)", LETTERS),
        (DATED, "(Doe 2014a, see b)", "(Doe 2014a, see 2014b)", LETTERS),
        (DATED, "(Doe 1998a,b, –2000)", "(Doe 1998a,1998b, 1998–2000)", LETTERS),
        ("", "Doe (2014) (a)", "Doe (2014a)", "year suffix in brackets of its own"),
        ("", "“Post”, <i>ed.</i>", "“Post,” <i>ed.</i>", "comma behind a quotation"),
        (
            '<text variable="locator"/><text variable="locator"/>',
            "1954, 7",
            "1954, 7, fol. 7",
            "locator asked for twice",
        ),
        ("", "van der\u00a0Berg", "van der Berg", "no-break blanks"),
        ("", "Berg,  Doe", "Berg, Doe", "doubled blanks"),
        ("", "<i>Post</i>,, 1961", "<i>Post</i>, 1961", "doubled marks"),
        ("note|", "(seen 2026]", "(seen 2026)", "brackets that do not pair"),
        (
            '<text macro="m" quotes="false"/>',
            "«\u00a0A «\u00a0b\u00a0»\u00a0»",
            "«\u00a0A “b”\u00a0»",
            "quotation marks in a macro without",
        ),
        (
            '<text display="block"/><bibliography><layout suffix="."/></bibliography>',
            '<div class="csl-block">A</div>.',
            '<div class="csl-block">A.</div>',
            "ends of display blocks",
        ),
        ("", "<b><b>A</b> b</b>", "<b><b>A</b></b><b> b</b>", "markup that changes nothing"),
        (FORMATTED, CAPS, "Berg", "format of one cs:name in another"),
    ],
)
def test_a_difference_of_one_kind(style: str, theirs: str, ours: str, kind: str) -> None:
    """Each kind explains the difference that it is about."""
    assert kinds_of(theirs, ours, source(style)) == [kind]


@pytest.mark.parametrize(
    ("style", "theirs", "ours"),
    [
        ("", "Berg, Doe", "Berg"),
        ("", "No. 118-01026-03", "No. 118-01026-04"),
        ('<date prefix="("/>', "1955–1960", "1955–1961"),
        ('<date suffix=")"/>', "(149) BC", "(148 BC)"),
        ("", "Berg, van der", "van der Berg"),
        ("", "(1961f)", "(1961)"),
        ("", "https://example.org", "https://example.org/a"),
        ("", "On china", "On China"),
        ('<text text-case="sentence"/>', "N.d.", "n.d."),
        ('<text text-case="sentence"/>', "Ed. by Berg", "ed. by Berg"),
        ("", "O.O. 1961", "o.O. 1961"),
        ("", "Doe 2014b, 2014a", "Doe 2014a, 2014b"),
        (DATED, "Doe 2014a, 2014b", "Doe 2014a, 2014c"),
        (DATED, "(Doe 2014b, 2014a)", "(Doe 2014a, 2014b)"),
        (DATED, "(Doe 1998a, –2000)", "(Doe 1998a, 1999–2000)"),
        ("", "“Post”, ed.", "“Post,” ed."),
        # Marks, blanks and affixes that we have too many are our own fault.
        ("", "<i>Post</i>, 1961", "<i>Post</i>,, 1961"),
        ("", "<i>Post</i> 1961", "<i>Post</i> , 1961"),
        ("", "<i>Post</i>, 1961", "<i>Post</i>,  1961"),
        (RANGES, "1955–1960", "1955–(1960)"),
        (RANGES, "(1955–(1960))", "(1955–1960"),
        (RANGES, "Doe (1960)", "Doe 1960"),
        (BLOCKS, "A", '<div class="csl-block">A</div>'),
        (BLOCKS, '<div class="csl-block">A</div>', '<div class="csl-block">A.</div>'),
        (BLOCKS, '<div class="csl-block">A</div>', '<div class="csl-indent">A</div>'),
        (DATED, "Doe 2014a, 8, 2014b", "Doe 2014a, 2014b, 8"),
        (FORMATTED, "O. J. Berg", "o. J. Berg"),
        (FORMATTED, "Rang", "rang"),
        ("", "1954, 7", "1954, 7, fol. 7"),
        ("", "A. B", "A B"),
        ("", "(seen 2026]", "(seen 2026)"),
        ("", "“a”", "‘a’"),
        ("", "A.", "A"),
        ("", "<i>A</i>", "A"),
        (FORMATTED, "<i>Title</i>", "Title"),
        ("<name/><name/>", CAPS, "Berg"),
    ],
)
def test_other_differences_stay_unexplained(style: str, theirs: str, ours: str) -> None:
    """What a style does not ask for, or what is said otherwise, is of no kind."""
    assert kinds_of(theirs, ours, source(style)) is None


def test_kinds_add_up() -> None:
    """A text that differs in two ways is explained by both."""
    found = kinds_of(
        "van der Berg,  No. 118-01026–03", "van der Berg, No. 118-01026-03", source("")
    )
    assert found == ["numbers of archives", "doubled blanks"]


CASE = '<text macro="m" text-case="uppercase"/>'


@pytest.mark.parametrize(
    ("kind", "layout", "plain"),
    [
        ("text-case of a macro", CASE, "t"),
        (
            "format of a localized date",
            '<date variable="issued" form="text" date-parts="year" font-weight="bold"/>',
            "1961",
        ),
        ("label without its variable", '<label variable="volume" form="short"/>', "vol."),
        (
            "terms of another dialect",
            '<text term="in"/>',
            "within",
        ),
    ],
)
def test_a_changed_style_prints_what_others_do(kind: str, layout: str, plain: str) -> None:
    """The change that belongs to a kind, and nothing else, makes the other processor's output."""
    xml = (
        '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" default-locale="en-GB">'
        '<info/><locale xml:lang="en-US"><terms><term name="in">within</term></terms></locale>'
        '<macro name="m"><text variable="title"/></macro>'
        f"<citation><layout>{layout}</layout></citation></style>"
    )
    root = ET.fromstring(xml)  # noqa: S314
    assert STYLE_KINDS[kind][0](root)
    changed = Style.read(ET.tostring(root))
    item = {"id": "a", "title": "t", "issued": {"date-parts": [[1961]]}}
    printed = render(changed.citations([[{"id": "a"}]], {"a": item})[0], "html")
    original = render(Style.read(xml).citations([[{"id": "a"}]], {"a": item})[0], "html")
    assert printed == plain
    assert original != plain


NAMED = (
    '<group delimiter=" "><names variable="author"><name form="short"/><substitute>'
    '<text value="Anon"/></substitute></names><date variable="issued"><date-part name="year"/>'
    "</date></group>"
)
BACKWARDS = '<sort><key variable="issued" sort="descending"/></sort>'
SAME_YEAR = 'disambiguate-add-year-suffix="true"'
EVERYWHERE = 'disambiguate-add-givenname="true" givenname-disambiguation-rule="all-names"'


@pytest.mark.parametrize(
    ("kind", "attributes", "sort", "ours", "theirs"),
    [
        (
            "order of grouped cites",
            'cite-group-delimiter=", "',
            BACKWARDS,
            "Anon 2004; Roe 2003; Doe 2002, Doe 2001",
            "Anon 2004; Roe 2003; Doe 2001, Doe 2002",
        ),
        (
            "order of year suffixes",
            SAME_YEAR,
            '<sort><key variable="issued"/></sort>',
            "Doe 2001a; Doe 2001b; Roe 2003; Anon 2004",
            "Doe 2001b; Doe 2001a; Roe 2003; Anon 2004",
        ),
        (
            "groups without names",
            'collapse="year"',
            "",
            "Roe 2003; Doe 2001, 2002; Anon 2004",
            "Roe 2003; Doe 2001, 2002, Anon 2004",
        ),
        (
            "namesakes who are not cited",
            EVERYWHERE,
            "",
            "Roe 2003; Doe 2001; Doe 2002; Anon 2004",
            "Richard Roe 2003; Doe 2001; Doe 2002; Anon 2004",
        ),
    ],
)
def test_changed_processing_prints_what_others_do(
    kind: str, attributes: str, sort: str, ours: str, theirs: str
) -> None:
    """While the change is in force, and only then, the other processor's output is printed."""
    doe, roe = {"family": "Doe", "given": "J."}, {"family": "Roe", "given": "Richard"}
    works = [(2003, [roe]), (2001, [doe]), (2002, [doe]), (2004, [])]
    items: dict[str, dict[str, Any]] = {
        str(year): {"author": people, "issued": {"date-parts": [[year]]}} for year, people in works
    }
    if attributes == SAME_YEAR:
        items["2002"]["issued"] = items["2001"]["issued"]
    items["2001"]["editor"] = [
        {"family": "Roe", "given": "Anna", "non-dropping-particle": "van"},
    ]
    xml = (
        '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><info/>'
        f'<citation {attributes}>{sort}<layout delimiter="; ">{NAMED}</layout></citation>'
        '<bibliography><layout><names variable="editor"/></layout></bibliography></style>'
    )

    def printed() -> str:
        cluster = [{"id": identifier} for identifier in items]
        first = [[{"id": "2002"}], [{"id": "2001"}]] if kind == "order of year suffixes" else []
        return Style.read(xml).citations([*first, cluster], items)[-1].text

    assert printed() == ours
    with PROCESS_KINDS[kind]():
        assert printed() == theirs
    assert printed() == ours


def test_changed_order_of_entries() -> None:
    """A bibliography stands in the other processor's order while a change is in force."""
    people: list[dict[str, str]] = [
        {"family": "Doe", "given": "Carl"},
        {"family": "Doe", "given": "Bert"},
        {"family": "Roe", "given": "Carl"},
        {"family": "Roe", "given": "Bert", "dropping-particle": "von"},
    ]
    items = {
        str(number): {"title": str(number), "author": [name]} for number, name in enumerate(people)
    }
    key = '<names variable="author"><name form="{0}"/></names>'
    xml = (
        '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><info/>'
        f'<macro name="key">{key}</macro><citation disambiguate-add-givenname="true"><layout>'
        '<names variable="author"><name form="short"/></names></layout></citation><bibliography>'
        '<sort><key macro="key"/></sort><layout><text variable="title"/></layout></bibliography>'
        "</style>"
    )

    def order(form: str) -> str:
        return " ".join(entry.text for entry in Style.read(xml.format(form)).bibliography(items))

    assert order("short") == "1 0 2 3"  # a particle counts before the given name
    with PROCESS_KINDS["order of names told apart"]():
        assert order("short") == "0 1 2 3"
    assert order("long") == "1 0 2 3"
    with PROCESS_KINDS["particles in the order of names"]():
        assert order("long") == "1 0 3 2"


def test_a_changed_substitute_for_names() -> None:
    """One author counts as that author and others only while the change is in force."""
    people = [{"family": "Doe"}, {"family": "Poe"}, {"family": "Roe"}]
    items = {"A": {"title": "A", "author": people[:1]}, "B": {"title": "B", "author": people}}
    xml = (
        '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><info/>'
        '<citation><layout><text variable="title"/></layout></citation>'
        '<bibliography subsequent-author-substitute="—"><layout><names variable="author">'
        '<name et-al-min="3" et-al-use-first="1"/></names></layout></bibliography></style>'
    )

    def printed() -> list[str]:
        return [entry.text for entry in Style.read(xml).bibliography(items)]

    assert printed() == ["Doe", "Doe et al."]
    with PROCESS_KINDS["an author and others"]():
        assert printed() == ["Doe", "—"]


def test_each_kind_has_its_clause_in_the_docs() -> None:
    """What bench/csl_peer.py counts as explained is explained where a reader looks for it."""
    page = (Path(__file__).resolve().parents[2] / "docs" / "cite.md").read_text("utf-8")
    heads = [line.split("|")[1].strip() for line in page.splitlines() if line.startswith("| ")]
    told = {kind for head in heads for kind in head.split(", ")}
    assert {*STYLE_KINDS, *ENTRY_KINDS, *PROCESS_KINDS, *TEXT_KINDS, SHOWN, NAMES} <= told
