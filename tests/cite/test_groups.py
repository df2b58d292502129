"""Groups, terms and what a note holds: CSL 1.0.2, "Group", "Terms", "Locale Fallback"."""

from __future__ import annotations

import pytest

from tests.cite.rules import cite, people, year


def test_terms_fall_back_through_locales_first() -> None:
    """A form is looked for in all locales before another form is taken; empty is an answer."""
    head = (
        '<locale><terms><term name="and">all</term><term name="editor" form="short"/></terms>'
        '</locale><locale xml:lang="de"><terms><term name="and">de</term></terms></locale>'
        '<locale xml:lang="de-AT"><terms><term name="and">at</term></terms></locale>'
    )
    layout = '<text term="and"/><text term="editor" form="short"/>'
    printed = [cite(layout, {}, head=head, locale=locale) for locale in ("de-AT", "de-DE", "fr-FR")]
    assert printed == ["at", "de", "all"]


@pytest.mark.parametrize(
    ("layout", "expected"),
    [
        ('<group><text term="in"/><text variable="DOI"/></group><text value="."/>', "."),
        (
            '<group delimiter=" "><text term="in"/><group><text term="and"/>'
            '<text variable="title"/></group></group>',
            "in andT",
        ),
        (
            '<group delimiter=": "><text term="retrieved"/><group><text value="["/>'
            '<text variable="title"/><text value="]"/></group></group>',
            "retrieved: [T]",
        ),
        (
            '<group delimiter="-"><choose><if type="book"><text value="a"/><text value="b"/></if>'
            '</choose><text value="c"/></group>',
            "a-b-c",
        ),
        ('<group delimiter="-"><text macro="m"/><text value="c"/></group>', "ab-c"),
    ],
)
def test_groups(layout: str, expected: str) -> None:
    """A group needs one of its variables; delimiters reach through cs:choose, not macros."""
    head = '<macro name="m"><text value="a"/><text value="b"/></macro>'
    assert cite(layout, {"title": "T"}, head=head) == expected


def test_a_date_is_no_number() -> None:
    """is-numeric is about text: a date never passes."""
    layout = '<choose><if is-numeric="issued"><text value="yes"/></if><else><text value="no"/>'
    assert cite(f"{layout}</else></choose>", {"issued": year(1961)}) == "no"


@pytest.mark.parametrize(
    ("note", "layout", "expected"),
    [
        (
            "volume: 4\noriginal-date: 1888-05",
            '<text variable="volume"/><date variable="original-date" form="text" prefix=" "/>',
            "4 May 1888",
        ),
        ("A remark\nvolume: 4", '<text variable="volume"/><text variable="note"/>', "4A remark"),
        ("{:volume: 4} A remark", '<text variable="volume"/><text variable="note"/>', "4A remark"),
        ("recipient: Bryher", '<names variable="recipient"/>', "Bryher"),
        ("author: Roe || K.", '<names variable="author"/>', "J. Doe"),
        ("issued: 1888", '<date variable="issued" form="text"/>', "1888"),
        ("Box 3: letters", '<text variable="note"/>', "Box 3: letters"),
    ],
)
def test_variables_in_notes(note: str, layout: str, expected: str) -> None:
    """Lines that name a variable are that variable, and are no longer part of the note."""
    item = {"note": note, "author": people("Doe/J."), "issued": year(1999)}
    assert cite(layout, item) == expected


@pytest.mark.parametrize(
    ("item", "expected"), [({}, "no date"), ({"publisher": "P"}, "P, no date")]
)
def test_a_macro_that_prints_a_term_alone_is_not_empty(
    item: dict[str, object], expected: str
) -> None:
    """CSL 1.0.2, Group: "n.d." of a macro keeps the group around it, whose variables are empty."""
    head = (
        '<macro name="date"><choose><if variable="issued"><date variable="issued" form="text"/>'
        '</if><else><text term="no date"/></else></choose></macro>'
        '<macro name="outer"><text macro="date"/></macro>'
    )
    layout = '<group delimiter=", "><text variable="publisher"/><text macro="outer"/></group>'
    assert cite(layout, item, head=head) == expected


def test_no_date_needs_no_year_suffix() -> None:
    """A year suffix that an item does not need takes nothing from the macro that asks for it."""
    head = (
        '<macro name="year"><text term="no date" form="short"/>'
        '<text variable="year-suffix" prefix="-"/>'
        '<group prefix=": "><text variable="locator"/></group></macro>'
    )
    layout = '<group delimiter=" "><text variable="title"/><text macro="year"/></group>'
    assert cite(layout, {"title": "T"}, head=head) == "T n.d."
