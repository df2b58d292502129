"""Styles: finding them, what is wrong with them, and rules of the specification."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provrepo.cite import FORMATS, ItemError, Style, StyleError, built_in_styles, render
from provrepo.cite.csl.locale import find_layer

HEAD = '<style xmlns="http://purl.org/net/xbiblio/csl" class="{0}" version="1.0"{1}><info/>'


CALL = "<citation><layout><text macro='m'/></layout></citation></style>"


def read_style(layout: str, *, kind: str = "note", attributes: str = "", head: str = "") -> Style:
    """Return a style with this citation layout."""
    source = HEAD.format(kind, head) + f"<citation{attributes}>{layout}</citation></style>"
    return Style.read(source)


def cite(style: Style, item: dict[str, Any], form: str = "text", **details: object) -> str:
    """Return a cite of one item."""
    return render(style.citations([[{"id": "a", **details}]], {"a": item})[0], form)


def title(text: str, attributes: str = "") -> str:
    """Return a title printed with the attributes, and a period behind it."""
    layout = f'<layout suffix="."><text variable="title" {attributes}/></layout>'
    return cite(read_style(layout), {"title": text})


@pytest.mark.parametrize(
    ("source", "line", "element"),
    [
        ("<style>\n<citation>\n<layout>\n<txt/></layout></citation></style>", 4, "txt"),
        ("<style>\n<citation/></style>", 2, "citation"),
        ("<style><citation><layout>\n<text macro='m'/></layout></citation></style>", 2, "text"),
        ("<style><citation><layout>\n<text/></layout></citation></style>", 2, "text"),
        ("<style>\n<info/>\n</style>", 1, "style"),
        ("<locale/>", 1, "locale"),
        ("<style>\n<citation>", 2, ""),
        ("<style><macro name='m'>\n<text macro='m'/></macro>" + CALL, 2, "text"),
        (
            "<style><macro name='m'><text macro='n'/></macro><macro name='n'>"
            "\n<text macro='m'/></macro>" + CALL,
            2,
            "text",
        ),
        ("<style>" + CALL.replace("<text macro='m'/>", "<choose>\n<if x='y'/></choose>"), 2, "if"),
    ],
)
def test_malformed_styles(source: str, line: int, element: str) -> None:
    """A malformed style gives one error that names file, line and element."""
    with pytest.raises(StyleError) as caught:
        Style.read(source, file="x.csl").citations([[{"id": "a"}]], {"a": {}})
    assert (caught.value.file, caught.value.line, caught.value.element) == ("x.csl", line, element)


def test_entities_are_refused() -> None:
    """A style cannot declare entities, which could expand without end."""
    with pytest.raises(StyleError, match="entity"):
        Style.read('<!DOCTYPE style [<!ENTITY a "aaaa">]><style>&a;</style>')


def test_nesting_has_an_end() -> None:
    """Neither a style nor a title can exhaust the stack by nesting."""
    with pytest.raises(StyleError, match="too deep"):
        Style.read("<style>" * 100_000)
    for text in ("<i>" * 5000 + "x" + "</i>" * 5000, "“‘" * 5000 + "x" + "’”" * 5000):
        assert "x" in title(text, 'quotes="true" text-case="title"').lower()


def test_dependent_style(tmp_path: Path) -> None:
    """A dependent style takes everything but its locale from its parent."""
    child = tmp_path / "journal.csl"
    child.write_text(
        '<style default-locale="de-DE"><info><link rel="independent-parent" '
        'href="http://www.zotero.org/styles/wilson"/></info></style>'
    )
    item = {"title": "Note", "issued": {"date-parts": [[1961, 5, 2]]}}
    assert cite(Style.load(child), item) == "„Note“, 2. Mai 1961."


def test_styles_in_folders(tmp_path: Path) -> None:
    """A style is found by name or id in the folders given, before the built-in ones."""
    layout = '<citation><layout><text value="mine"/></layout></citation></style>'
    (tmp_path / "apa.csl").write_text(HEAD.format("note", "") + layout)
    for name in ("apa", "http://www.zotero.org/styles/apa"):
        assert cite(Style.load(name, folders=[tmp_path]), {}) == "mine"
    assert cite(Style.load("apa"), {"title": "x"}) != "mine"


@pytest.mark.parametrize("name", built_in_styles())
def test_built_in_styles_have_a_bibliography(name: str) -> None:
    """Every built-in style has a title and a bibliography."""
    style = Style.load(name)
    assert style.title
    assert style.bibliography([{"id": "a", "title": "x"}])


@pytest.mark.parametrize(
    "language",
    "en-US en-GB de-DE fr-FR es-ES it-IT pt-PT ru-RU zh-CN ja-JP ko-KR la".split(),
)
def test_locales_are_complete(language: str) -> None:
    """Every locale of ours has months, quotation marks and both date forms."""
    layer = find_layer(language)
    assert layer is not None
    assert set(layer.dates) == {"numeric", "text"}
    assert ("open-quote", "long", "") in layer.terms
    if language != "en-GB":
        assert all((f"month-{number:02d}", "long", "") in layer.terms for number in range(1, 13))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Why?", "“Why?”"),
        ("Why", "“Why.”"),
        ("He said “no”", "“He said ‘no.’”"),
        ("Vol. 1.", "“Vol. 1.”"),
    ],
)
def test_punctuation_and_quotes(text: str, expected: str) -> None:
    """In en-US a period goes inside the quotation marks, and never doubles another mark."""
    assert title(text, 'quotes="true"') == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the war of the worlds: a history", "The War of the Worlds: A History."),
        ("on iPhones and pH", "On iPhones and pH."),
        ("THE BORDER QUESTION", "The Border Question."),
        ('of <span class="nocase">von neumann</span> machines', "Of von neumann Machines."),
    ],
)
def test_title_case(text: str, expected: str) -> None:
    """CSL 1.0.2, Title Case Conversion: stop words, mixed case, capitals, nocase."""
    assert title(text, 'text-case="title"') == expected


def test_title_case_is_english_only() -> None:
    """CSL 1.0.2, Non-English Items: title case leaves a German title alone."""
    style = read_style('<layout><text variable="title" text-case="title"/></layout>')
    assert cite(style, {"title": "über die frage", "language": "de"}) == "über die frage"


def test_empty_group_is_suppressed() -> None:
    """CSL 1.0.2, Group: a group whose variables are all empty prints none of its terms."""
    style = read_style(
        '<layout><text variable="title"/><group prefix=" (" suffix=")"><text term="in"/>'
        '<text variable="publisher"/></group></layout>'
    )
    assert cite(style, {"title": "A"}) == "A"
    assert cite(style, {"title": "A", "publisher": "B"}) == "A (inB)"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ({"family": "van der Berg", "given": "Ludwig"}, "Berg, L. van der"),
        ({"family": "Gaulle", "given": "Charles de"}, "Gaulle, C. de"),
        ({"family": "Smith", "given": "John, Jr."}, "Smith, J., Jr."),
        ({"family": "毛", "given": "泽东"}, "毛泽东"),
        ({"literal": "Ministry of Foreign Affairs"}, "Ministry of Foreign Affairs"),
        ({"family": "Sartre", "given": "Jean-Paul"}, "Sartre, J.-P."),
        ({"family": "hooks", "given": "bell"}, "hooks, bell"),
        ({"given": "Aristotle"}, "Aristotle"),
    ],
)
def test_names(name: dict[str, str], expected: str) -> None:
    """CSL 1.0.2, Name-part Order: particles, suffixes, institutions, CJK names, initials."""
    style = read_style(
        '<layout><names variable="author"><name name-as-sort-order="all" initialize-with=". "/>'
        "</names></layout>"
    )
    assert cite(style, {"author": [name]}) == expected


def test_positions() -> None:
    """CSL 1.0.2, Choose: first, ibid, ibid with another locator, subsequent."""
    style = read_style(
        '<layout><choose><if position="ibid-with-locator"><text value="L"/></if>'
        '<else-if position="ibid"><text value="I"/></else-if>'
        '<else-if position="subsequent"><text value="S"/></else-if>'
        '<else><text value="F"/></else></choose></layout>'
    )
    cites = [("a", ""), ("a", ""), ("a", "3"), ("a", "3"), ("a", ""), ("b", ""), ("a", "")]
    results = style.citations(
        [[{"id": identifier, "locator": page}] for identifier, page in cites], {"a": {}, "b": {}}
    )
    assert "".join(result.text for result in results) == "FILISFS"


def test_year_suffixes() -> None:
    """CSL 1.0.2, Disambiguation: cites that read alike get a, b … in citation and bibliography."""
    item = {"author": [{"family": "Doe", "given": "J."}], "issued": {"date-parts": [[1999]]}}
    items = {"x": {**item, "title": "A"}, "y": {**item, "title": "B"}}
    citations, entries = Style.load("apa").document([[{"id": "x"}, {"id": "y"}]], items)
    assert citations[0].text == "(Doe, 1999a, 1999b)"
    assert entries[0].text.startswith("Doe, J. (1999a). A")


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("text", "a_b & <c> [d] \\ 100 % 关于"),
        ("html", "a_b &#38; &#60;c&#62; [d] \\ 100 % 关于"),
        ("markdown", "a\\_b &amp; \\<c\\> \\[d\\] \\\\ 100 % 关于"),
        ("latex", "a\\_b \\& \\textless{}c\\textgreater{} {[}d{]} \\textbackslash{} 100 \\% 关于"),
        ("rtf", "a_b & <c> [d] \\\\ 100 % \\uc0\\u20851 \\uc0\\u20110 "),
    ],
)
def test_escaping(form: str, expected: str) -> None:
    """What a format gives a meaning to is escaped in it."""
    style = read_style('<layout><text variable="title"/></layout>')
    assert cite(style, {"title": "a_b & <c> [d] \\ 100 % 关于"}, form) == expected.strip()


@given(st.text(), st.sampled_from(sorted(FORMATS)), st.sampled_from(["note", "in-text"]))
def test_any_title(text: str, form: str, kind: str) -> None:
    """Any text at all can be a title, a name and an archive, in every format."""
    style = Style.load("chicago-notes" if kind == "note" else "mla")
    item = {"title": text, "author": [{"family": text, "given": text}], "archive": text}
    for result in (
        *style.citations([[{"id": "a"}]], {"a": item}),
        *style.bibliography([item]),
    ):
        assert isinstance(render(result, form), str)
        assert result.spans is not None


@pytest.mark.parametrize(
    ("item", "field"),
    [
        ({"author": 3}, "author"),
        ({"author": [3]}, "author"),
        ({"title": {"a": 1}}, "title"),
        ({"issued": {"date-parts": [["may"]]}}, "issued"),
        ({"type": 3}, "type"),
    ],
)
def test_malformed_items(item: dict[str, Any], field: str) -> None:
    """A malformed item gives one error that names item and field."""
    with pytest.raises(ItemError) as caught:
        cite(Style.load("chicago-notes"), item)
    assert (caught.value.item, caught.value.field) == ("a", field)


def test_a_date_or_names_printed_as_a_text_are_not_lost() -> None:
    """A style that takes a date or names for a text prints them plainly."""
    from provrepo.cite.csl.item import CitedItem

    item = CitedItem(
        "x",
        {
            "issued": {"date-parts": [[1961, 5]]},
            "author": [{"given": "Li", "family": "Wang"}, {"literal": "外交部"}],
        },
    )
    assert item.text("issued") == "1961-05"
    assert item.text("author") == "Li Wang, 外交部"
