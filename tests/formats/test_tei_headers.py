"""Headers in the shapes that large projects write, and what of an edition is no text."""

from __future__ import annotations

import pytest

from provrepo.formats.draft import Draft, Reading
from provrepo.formats.tei.reader import read


def draft(header: str, body: str = "<p>One</p>", back: str = "") -> Draft:
    """Return the only text of a file with that header, body and back matter."""
    (only,) = read(
        (
            f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader>{header}</teiHeader>'
            f'<text xml:lang="en"><body>{body}</body>{back}</text></TEI>'
        ).encode(),
        "a.xml",
        Reading(),
    )
    return only


def stated(titles: str, publication: str = "", source: str = "") -> str:
    """Return a ``fileDesc`` with that in its statements."""
    return (
        f"<fileDesc><titleStmt>{titles}</titleStmt><publicationStmt>{publication}"
        f"</publicationStmt><sourceDesc>{source}</sourceDesc></fileDesc>"
    )


@pytest.mark.parametrize(
    ("sub", "title"),
    [
        ("a machine readable transcription", "The Log"),
        ("Machine-readable text", "The Log"),
        ("an electronic edition.", "The Log"),
        ("A digital scholarly edition", "The Log"),
        ("Year of the Ice", "The Log: Year of the Ice"),
        ("Text of the Machine", "The Log: Text of the Machine"),
    ],
)
def test_a_subtitle_that_only_says_that_there_is_a_file_is_no_title(sub: str, title: str) -> None:
    """It is counted as left out: no reference cites it."""
    file = draft(stated(f"<title>The Log</title><title type='sub'>{sub}</title>"))
    assert file.fields["title"] == title
    assert any("title (1)" in warning for warning in file.warnings) == (title == "The Log")


@pytest.mark.parametrize(
    ("publication", "publisher", "left_out"),
    [
        (
            "<publisher><name>Ice House</name> is a society that prints logs.</publisher>",
            "Ice House",
            ["left out of the header: publisher (1)"],
        ),
        ("<publisher><orgName>Ice House</orgName></publisher>", "Ice House", []),
        ("<publisher>The <orgName>Ice</orgName> House</publisher>", "The Ice House", []),
        (
            "<publisher><name>A. Brown</name> and <name>C. Dorn</name></publisher>",
            "A. Brown and C. Dorn",
            [],
        ),
        ("<distributor>Ice Archive</distributor>", "Ice Archive", []),
        (
            "<distributor>Ice Archive</distributor><authority>Ice House</authority>",
            "Ice House",
            ["left out of the header: distributor (1)"],
        ),
    ],
)
def test_the_publisher_is_a_name(publication: str, publisher: str, left_out: list[str]) -> None:
    """Without what is told of it; who only hands the file out is one where nobody else is."""
    file = draft(stated("<title>The Log</title>", publication))
    assert file.fields["publisher"] == publisher
    assert list(file.warnings) == left_out


def test_the_newest_change_is_found_wherever_the_revisions_stand() -> None:
    """Some schemas have them within ``fileDesc``."""
    revisions = (
        "<revisionDesc><change when='2024-06-28'><desc>Renamed</desc></change></revisionDesc>"
    )
    header = stated("<title>The Log</title>").replace("</fileDesc>", f"{revisions}</fileDesc>")
    file = draft(header)
    assert (file.created, file.message) == ("2024-06-28", "Renamed")


@pytest.mark.parametrize(
    ("who", "agents"),
    [
        ("Anna Brown", ("Anna Brown:encoder",)),
        ("Anna  van der Brown", ("Anna van der Brown:encoder",)),
        ("ABR CDO", ()),
        ("abr", ()),
        ("https://example.org/people.xml#brown", ()),
        ("Anna Brown (I/O)", ()),
    ],
)
def test_a_change_may_name_its_maker(who: str, agents: tuple[str, ...]) -> None:
    """A name in the place of a pointer is one; initials and addresses are not."""
    change = (
        f"<revisionDesc><change when='2024-06-28' who='{who}'>TEI markup</change></revisionDesc>"
    )
    assert draft(stated("<title>The Log</title>") + change).agents == agents


def test_somebody_named_twice_is_one_agent() -> None:
    """An editor who points to the same name elsewhere has the identifier that stands there."""
    names = (
        "<title>The Log</title><editor ref='#AB'>Anna Brown</editor>"
        "<editor ref='#AB'>A. B.</editor>"
        "<respStmt><resp>editing</resp><name xml:id='AB' ref='https://orcid.org/0000-0002-1825-0097'>"
        "Anna Brown</name></respStmt>"
    )
    assert draft(stated(names)).agents == (
        "Anna Brown <https://orcid.org/0000-0002-1825-0097>:editor",
        "A. B.:editor",
    )


@pytest.mark.parametrize(
    ("resp", "roles"),
    [
        ("Editor-in-Chief, Arctic Digital Library", ["editor"]),
        ("Director, Centre for Digital Humanities", ["project director"]),
        ("Digital text", ["encoder"]),
        ("Transkription und Kommentierung", ["transcriber", "annotator"]),
    ],
)
def test_where_somebody_works_is_no_role(resp: str, roles: list[str]) -> None:
    """A digital library encodes nothing by being called so."""
    names = f"<title>L</title><respStmt><resp>{resp}</resp><persName>A. Brown</persName></respStmt>"
    agents = draft(stated(names)).agents
    assert sorted(agents) == sorted(f"A. Brown:{role}" for role in roles)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Dorn, Carl (1840-1928).", "Dorn, Carl"),
        ("Dorn, Carl (ca. 1840–)", "Dorn, Carl"),
        ("Dorn, Carl (Nome)", "Dorn, Carl (Nome)"),
    ],
)
def test_the_years_of_a_life_are_no_part_of_a_name(written: str, name: str) -> None:
    """Catalogues write them after it."""
    header = stated(f"<title>The Log</title><author>{written}</author>")
    assert draft(header).fields["author"] == [name]


def test_a_day_in_words_has_no_time_zone() -> None:
    """As XML Schema writes a date."""
    file = draft(stated("<title>The Log</title>", "<date>2018-02-15+01:00</date>"))
    assert file.fields["issued"] == "2018-02-15"


def test_a_file_name_in_the_header_makes_a_key_without_its_type() -> None:
    """As the name of the file itself does."""
    file = draft(stated("<title>The Log</title>", "<idno type='filename'>log.1.xml</idno>"))
    assert file.document == "log.1"


def test_registers_behind_the_text_are_left_out() -> None:
    """They say whom the text means; a list of persons in the text is text."""
    people = "<listPerson><person><persName>Carl Dorn</persName></person></listPerson>"
    places = "<listPlace><place><placeName>Nome</placeName></place></listPlace>"
    back = f"<back>{people}{places}<div><p>Errata</p></div></back>"
    file = draft(stated("<title>The Log</title>"), f"<p>One</p>{people}", back)
    assert file.content == "One\n\nCarl Dorn\n\nErrata\n"
    assert list(file.warnings) == ["left out: listPerson (1), listPlace (1)"]


def test_where_blanks_are_elements_others_before_punctuation_are_layout() -> None:
    """A text of words on lines of their own has no blank before its commas."""
    words = "<w>Enter</w>\n <c> </c>\n <w>Dorn</w>\n <pc>,</pc>\n <c> </c>\n <pc>“</pc>\n<w>he</w>"
    assert draft(stated("<title>L</title>"), f"<p>{words}</p>").content == "Enter Dorn, “he\n"
    plain = "<p><w>Enter</w> <pc>!</pc></p>"
    assert draft(stated("<title>L</title>"), plain).content == "Enter !\n"
