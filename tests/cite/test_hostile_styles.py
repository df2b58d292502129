"""Styles and items made to keep a program busy or to break it: StyleError, after bounded work.

Nothing here looks at a clock. What ends is proved by its ending; that it ends soon, by counting the
steps that it took (`provrepo.cite.csl.work`).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provrepo.cite import ItemError, Style, StyleError, render
from provrepo.cite.csl import processor, work
from provrepo.cite.csl.markup import parse_field
from provrepo.cite.csl.page_ranges import format_pages
from provrepo.cite.csl.tree import text_of
from provrepo.cite.csl.xml_tree import LARGEST, parse
from tests.conftest import CommandLine
from tests.shared import SHARED, needs

NAMES = '<names variable="author"><name initialize-with=". "/></names>'
ITEM: dict[str, Any] = {
    "type": "book",
    "title": "The Border Cable of 1961",
    "author": [{"family": "Wang", "given": "Li"}, {"family": "Kim", "given": "Ok"}],
    "issued": {"date-parts": [[1961, 5, 1]]},
    "page": "11-19",
}


def source(layout: str, *, macros: str = "", citation: str = "", sort: str = "") -> str:
    """Return the XML of a style."""
    return (
        '<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0"><info/>'
        f"{macros}<citation {citation}>{sort}<layout>{layout}</layout></citation></style>"
    )


def tower(height: int, calls: int, top: str) -> str:
    """Return macros m0, m1, …, each of which calls the next ``calls`` times, the last ``top``."""
    floors = [
        f'<macro name="m{floor}">' + f'<text macro="m{floor + 1}"/>' * calls + "</macro>"
        for floor in range(height)
    ]
    return "".join(floors) + f'<macro name="m{height}">{top}</macro>'


def cited(xml: str, *items: dict[str, Any]) -> str:
    """Return a citation of items in a style."""
    named = {str(number): item for number, item in enumerate(items or (ITEM,))}
    clusters = [[{"id": identifier} for identifier in named]]
    return render(Style.read(xml).citations(clusters, named)[0], "text")


Spent = Callable[[], list[tuple[int, int]]]


@pytest.fixture
def spent(monkeypatch: pytest.MonkeyPatch) -> Spent:
    """Return what tells of all rendering so far how many steps it might take, and took."""
    made: list[tuple[work.Work, int]] = []

    class Watched(work.Work):
        __slots__ = ()

        def __init__(self, left: int, error: Any) -> None:  # noqa: ANN401 - a function
            super().__init__(left, error)
            made.append((self, left))

    monkeypatch.setattr(processor, "Work", Watched)
    return lambda: [(allowed, allowed - each.left) for each, allowed in made]


@pytest.mark.parametrize(
    "top",
    [
        *('<text value="x"/>', '<text variable="DOI"/>', NAMES, '<number variable="page"/>'),
        '<text value="." font-style="italic" quotes="true"/>',
        '<date variable="issued" form="text"/>',
        '<text variable="title" text-case="title"/>',
        '<number variable="page" form="ordinal"/><label variable="page"/>',
        '<names variable="editor"><substitute><names variable="author"/></substitute></names>',
        "<choose><if variable='DOI'><text value='a'/></if><else><text value='b'/></else></choose>",
    ],
)
@pytest.mark.parametrize("calls", [2, 3, 40])
def test_macros_that_multiply_end_in_an_error(top: str, calls: int) -> None:
    """Forty floors of two calls print 2⁴⁰ times, whatever stands at the top."""
    with pytest.raises(StyleError, match="too much work for one item"):
        cited(source('<text macro="m0"/>', macros=tower(40, calls, top)))


@pytest.mark.parametrize("place", ["sort", "substitute", "bibliography", "group"])
def test_macros_that_multiply_end_wherever_they_are_called(place: str) -> None:
    """Sort keys, stand-ins for names, a bibliography alone."""
    call, macros = '<text macro="m0"/>', tower(40, 2, '<text variable="DOI"/>')
    layout, sort = "<text variable='title'/>", ""
    if place == "sort":
        sort = "<sort><key macro='m0'/></sort>"
    elif place == "substitute":
        layout = f'<names variable="editor"><substitute>{call}</substitute></names>'
    elif place == "group":
        layout = f'<group delimiter=", ">{call}{call}</group>'
    xml = source(layout, macros=macros, sort=sort)
    if place == "bibliography":
        end = f"<bibliography><layout>{call}</layout></bibliography></style>"
        xml = xml.replace("</style>", end)
        with pytest.raises(StyleError, match="too much work"):
            Style.read(xml).bibliography([ITEM])
        return
    with pytest.raises(StyleError, match="too much work"):
        cited(xml, ITEM, ITEM)


@pytest.mark.parametrize("height", [80, 200, 1000, 9000])
def test_macros_that_call_one_another_too_deep_are_refused(height: int) -> None:
    """Elements in macros count as if they stood where they are called."""
    with pytest.raises(StyleError, match="nested more than 150 deep, with the macros"):
        cited(source('<text macro="m0"/>', macros=tower(height, 1, '<text value="x"/>')))


def test_what_is_as_deep_as_it_may_be_is_rendered() -> None:
    """The bound is below what Python's own stack carries, in each of the ways to nest."""
    deep = "<group>" * 145 + '<text value="x"/>' + "</group>" * 145
    assert cited(source(deep)) == "x"
    assert cited(source('<text macro="m0"/>', macros=tower(73, 1, '<text value="x"/>'))) == "x"
    choose = "<choose><if type='book'>" * 72 + "<text value='x'/>" + "</if></choose>" * 72
    assert cited(source(choose)) == "x"
    stand_in = '<names variable="editor"><substitute>' * 72
    stand_in += '<text value="x"/>' + "</substitute></names>" * 72
    assert cited(source(stand_in)) == "x"


def test_macros_in_a_circle_are_refused_however_long_it_is() -> None:
    """Also one that only a sort key reaches."""
    ring = tower(50, 1, '<text macro="m0"/>')
    with pytest.raises(StyleError, match="calls itself"):
        cited(source('<text macro="m0"/>', macros=ring))
    with pytest.raises(StyleError, match="calls itself"):
        cited(source("<text value='x'/>", macros=ring, sort='<sort><key macro="m3"/></sort>'))


@pytest.mark.parametrize("calls", [2, 40])
def test_no_style_costs_more_than_it_may(spent: Spent, calls: int) -> None:
    """The error comes with the step that is one too many, or with the element after it."""
    with pytest.raises(StyleError, match="too much work"):
        cited(source('<text macro="m0"/>', macros=tower(40, calls, NAMES)))
    assert [steps <= allowed + calls + 10 for allowed, steps in spent()] == [True]


@pytest.mark.parametrize(
    ("layout", "message"),
    [
        (NAMES * 9000, "too much work"),
        ("<date variable='issued'>" + "<date-part name='year'/>" * 13 + "</date>", "more parts"),
        ("<text value='x'/>" * 20_000, "more than 20,000 elements"),
        (f"<text value='{'x' * 2001}'/>", "value has more than 2,000 characters"),
        (f"<group delimiter='{'x' * 2001}'><text value='a'/></group>", "delimiter has more than"),
        ("<text variable='title' text-case='shout'/>", "text-case='shout' is none of none, lower"),
        ("<date variable='issued' form='text' text-case='Title'/>", "text-case='Title'"),
    ],
)
def test_bombs_of_other_kinds(layout: str, message: str) -> None:
    """Long lists of elements, long strings, words that CSL does not know."""
    with pytest.raises(StyleError, match=message):
        cited(source(layout))


def test_what_a_style_prints_is_bounded(spent: Spent) -> None:
    """The longest strings, as often as there may be elements: some megabytes, and an end."""
    delimited = f"<names variable='author' delimiter='{'e' * 1999}'/>" * 900
    layout = f"<group delimiter='{'d' * 1999}'>{delimited}</group>"
    assert len(cited(source(layout))) < 5_000_000
    assert all(steps <= allowed for allowed, steps in spent())


def test_a_thousand_names_are_an_authors_affair() -> None:
    """The allowance grows with the item, so that nobody's long list of authors is refused."""
    people = [{"family": f"F{number}", "given": "Anna B."} for number in range(1500)]
    assert cited(source(NAMES * 2), {**ITEM, "author": people}).count("F1499") == 2
    long_note = {**ITEM, "note": "word " * 20_000}
    assert len(cited(source("<text variable='note' text-case='title'/>"), long_note)) > 90_000


def test_too_many_sort_keys_are_refused() -> None:
    """Each walks through its macro."""
    sort = "<sort>" + "<key variable='title'/>" * 51 + "</sort>"
    with pytest.raises(StyleError, match="more than 50 keys"):
        cited(source("<text variable='title'/>", sort=sort), ITEM, ITEM)


def test_a_style_that_is_no_style_by_its_size_is_refused(tmp_path: Path) -> None:
    """It is not even read to its end."""
    path = tmp_path / "large.csl"
    path.write_bytes(source("<text value='x'/>").encode() + b" " * LARGEST)
    with pytest.raises(StyleError, match="larger than 4 MB"):
        Style.load(path)


@pytest.mark.parametrize("number", ["²", "٣" * 30, "9" * 5000, "-1", "", "x", "1e9"])
def test_numbers_that_python_cannot_count_with(number: str) -> None:
    """In a style (with fewer characters) and in an item: a text, never an error of Python's."""
    short = number[:1900]
    name = f"<name et-al-min='{short}' et-al-use-first='{short}'/>"
    xml = source(
        f"<names variable='author'>{name}</names>", citation=f"near-note-distance='{short}'"
    )
    assert cited(xml).startswith("Li Wang")
    numbers = "".join(
        f"<number variable='page' form='{form}'/><label variable='number-of-pages'/>"
        for form in ("numeric", "ordinal", "long-ordinal", "roman")
    )
    item = {"page": number, "number-of-pages": number}
    cited(source(numbers + "<text variable='page'/>"), item)
    for page in (number, f"{number}-{number}", f"1-{number}", f"S{number}"):
        for form in ("expanded", "minimal", "minimal-two", "chicago", "chicago-15"):
            format_pages(page, form, "–")


@pytest.mark.parametrize("part", ["9" * 5000, "²", [], {}, None, 10**30, "1961x", -(10**30)])
def test_dates_that_no_calendar_has(part: object) -> None:
    """Printed as it is, or an ItemError, and nothing else."""
    xml = source("<date variable='issued' form='text'/><date variable='issued' form='numeric'/>")
    for parts in ([[part]], [[1961, part]], [[1961, 5, part]], [[1961], [part]]):
        with suppress(ItemError):
            cited(xml, {**ITEM, "issued": {"date-parts": parts}})


@pytest.mark.parametrize(
    "encoding",
    [
        *("klingon", "rot13", "utf-7", "shift_jis", "idna", "punycode", "undefined", "base64"),
        *("zip", "unicode_escape", "mbcs", "utf-32", "x" * 1000),
    ],
)
def test_an_encoding_that_cannot_be_read_is_named(encoding: str) -> None:
    """As something to mend, and not as what Python makes of it."""
    declared = f'<?xml version="1.0" encoding="{encoding}"?>'.encode()
    with pytest.raises(StyleError, match=r"declares the encoding|well-formed"):
        Style.read(declared + source("<text value='x'/>").encode())


@pytest.mark.parametrize("encoding", ["UTF-8", "utf-8", "UTF-16", "ISO-8859-1", "cp1252", "koi8-r"])
def test_encodings_of_today_are_read(encoding: str) -> None:
    """Those of expat itself, and those of one byte a character that Python has."""
    declared = f'<?xml version="1.0" encoding="{encoding}"?>' + source("<text value='x'/>")
    assert cited(Style.__module__ and declared) == "x"
    style = Style.read(declared.encode(encoding))
    assert render(style.citations([[{"id": "a"}]], {"a": ITEM})[0], "text") == "x"


def test_a_style_leads_to_no_other_file(tmp_path: Path) -> None:
    """Its locale is a language and its parent a name, whatever path they are written as."""
    (tmp_path / "secret.txt").write_text("secret||printed\n")
    reached = "../" * 30 + str(tmp_path / "secret").lstrip("/")
    xml = source("<text term='secret'/><text value='x'/>")
    style = xml.replace("class=", f'default-locale="{reached}" class=')
    assert cited(style) == "x"
    for name in ("x" * 5000, "a/../b", "\t", "."):
        link = (
            f'<info><link rel="independent-parent" href="http://x.example/{name[:1900]}"/></info>'
        )
        with pytest.raises(StyleError, match="no such style"):
            Style.read(f'<style xmlns="http://purl.org/net/xbiblio/csl">{link}</style>')
    with pytest.raises(StyleError, match="no such style"):
        Style.load("x" * 5000)


def test_a_locale_file_is_bounded_as_a_style_is(tmp_path: Path) -> None:
    """It comes from the same folders."""
    long_term = f"<term name='and'>{'x' * 2001}</term>"
    dates = "<date form='text'>" + "<date-part name='day'/>" * 13 + "</date>"
    for language, inside in (("xa", f"<terms>{long_term}</terms>"), ("xb", dates)):
        (tmp_path / f"locales-{language}.xml").write_text(
            f"<locale xml:lang='{language}'>{inside}</locale>"
        )
        with pytest.raises(StyleError, match=r"more than 2,000 characters|more parts"):
            Style.read(source(NAMES), locale=language, folders=[tmp_path])


def test_surrogates_are_no_characters() -> None:
    """Neither those that an editor escaped twice, nor those of a broken text."""
    assert "d800" in cited(source("<text value='&amp;#xd800;'/>"))
    with pytest.raises(StyleError, match="half a surrogate pair"):
        Style.read(source("<text value='\ud800'/>"))


@needs("suites", "csl-peer")
def test_styles_in_use_take_a_fifth_of_what_they_may(spent: Spent) -> None:
    """There is room for styles that are longer than all of these."""
    suites = SHARED / "suites"
    data = json.loads((suites / "csl-peer" / "citeproc-js.json").read_text("utf-8"))
    items = {item["id"]: item for item in data["items"]}
    clusters = [[{"id": identifier}] for identifier in items]
    styles = sorted((suites / "csl-styles").glob("*.csl"))
    assert len(styles) == 46
    for path in styles:
        style = Style.load(path, folders=[suites / "csl-styles", suites / "csl-locales"])
        if style.bibliography_area is not None:
            style.document(clusters, items)
        else:
            style.citations(clusters, items)
    assert max(steps / allowed for allowed, steps in spent()) < 0.2


# Long fields


def step_count(text: str) -> int:
    """Return how many lines of Python it takes to parse a field."""
    lines = 0

    def trace(_frame: object, event: str, _argument: object) -> object:
        nonlocal lines
        lines += event == "line"
        return trace

    parse_field.cache_clear()
    before = sys.gettrace()  # that of a measurement of coverage goes on afterwards
    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        parse_field(text)
    finally:
        sys.settrace(before)
    return lines


@pytest.mark.parametrize("piece", ["'a ", "\"a' ", "“a ", "<i>a ", "a's ", "'' ", "<i>'a</i> "])
def test_quotation_marks_without_a_partner_are_looked_for_once(piece: str) -> None:
    """A field of twice the length takes twice the work."""
    assert step_count(piece * 800) < 2.5 * step_count(piece * 400)


@given(st.text(st.sampled_from("a \"'“”‘’<i></i>.,«»"), max_size=40))
def test_no_letter_of_a_field_is_lost(text: str) -> None:
    """Quotation marks and tags apart, what is printed is what was written."""
    printed = "".join(map(text_of, parse_field(text)))
    marks = str.maketrans("", "", "\"'“”‘’«»<>/i")
    assert printed.translate(marks) == text.translate(marks)


def test_the_command_says_it_in_one_line(tmp_path: Path, run: CommandLine) -> None:
    """The file, the line, exit status 2."""
    run("init")
    (tmp_path / "a.txt").write_text("x")
    run("ingest", "a.txt", "--document", "a", "--text", "translation:en", "--set", "title=T")
    for name, xml in (
        ("double.csl", source('<text macro="m0"/>', macros=tower(40, 2, '<text value="x"/>'))),
        ("deep.csl", source('<text macro="m0"/>', macros=tower(200, 1, '<text value="x"/>'))),
        ("case.csl", source('<text variable="title" text-case="shout"/>')),
        ("code.csl", '<?xml version="1.0" encoding="klingon"?>' + source("")),
    ):
        (tmp_path / name).write_text(xml)
        result = run("cite", "a", "--style", name)
        assert (result.returncode, result.stdout) == (2, b""), result
        assert result.stderr.startswith(f"provrepo: {name}".encode())
        assert result.stderr.count(b"\n") == 1


def test_the_line_of_an_element_is_known() -> None:
    """However the elements of a document are walked."""
    root = parse("<a>\n<b>\n<c/></b>\n<d/></a>", "x")
    assert [(element.tag, element.line) for element in root.walk()] == [
        *(("a", 1), ("b", 2), ("c", 3), ("d", 4))
    ]
