"""ALTO: blocks in order, lines as printed, hyphens, provenance."""

from __future__ import annotations

import pytest

from provrepo.errors import InputError
from provrepo.formats.draft import Draft
from provrepo.reading.files import read_draft

NAMESPACES = [
    "",
    "http://schema.ccs-gmbh.com/ALTO",
    "http://www.loc.gov/standards/alto/ns-v2#",
    "http://www.loc.gov/standards/alto/ns-v3#",
    "http://www.loc.gov/standards/alto/ns-v4#",
]


def read(layout: str, description: str = "", order: str = "", namespace: str = "") -> Draft:
    """Return the draft of an ALTO file."""
    return read_draft(
        f'<?xml version="1.0"?><alto xmlns="{namespace}"><Description>{description}</Description>'
        f"{order}<Layout>{layout}</Layout></alto>".encode()
    )


def page(*blocks: str, attributes: str = "") -> str:
    """Return a page of blocks in its print space."""
    return f"<Page {attributes}><PrintSpace>{''.join(blocks)}</PrintSpace></Page>"


def block(*lines: str, attributes: str = "") -> str:
    """Return a block of lines; what is no XML is the content of strings."""
    return f"<TextBlock {attributes}>{''.join(map(line, lines))}</TextBlock>"


def line(inner: str) -> str:
    """Return a line."""
    if not inner.startswith("<"):
        inner = "<SP/>".join(f'<String CONTENT="{word}"/>' for word in inner.split())
    return f"<TextLine>{inner}</TextLine>"


@pytest.mark.parametrize(
    ("layout", "content"),
    [
        (page(block("one two", "three"), block("four")), "one two\nthree\n\nfour\n"),
        (
            page(block('<String CONTENT="meet" SUBS_TYPE="HypPart1" SUBS_CONTENT="meeting"/>'
                       '<HYP CONTENT="-"/>',
                       '<String CONTENT="ing" SUBS_TYPE="HypPart2" SUBS_CONTENT="meeting"/>')),
            "meet-\ning\n",
        ),
        (page(block('<String CONTENT="a"/><HYP CONTENT="\xad"/>')), "a\xad\n"),
        (page(block('<String CONTENT="no"/><String CONTENT="blanks"/>')), "no blanks\n"),
        (page(block('<String CONTENT="a"/><SP/><String CONTENT="b"/><String CONTENT="."/>')),
         "a b.\n"),
        (page("<ComposedBlock>" + block("a") + "<ComposedBlock>" + block("b")
              + "</ComposedBlock></ComposedBlock>", block("c")), "a\n\nb\n\nc\n"),
        (
            page(block("one", attributes='ID="a" IDNEXT="c"'), block("three", attributes='ID="b"'),
                 block("two", attributes='ID="c"')),
            "one\n\ntwo\n\nthree\n",
        ),
        (
            page(block("two", attributes='ID="b"'),
                 block("one", attributes='ID="a" IDNEXT="b"')),
            "one\n\ntwo\n",
        ),
        (page(block("x", attributes='ID="a" IDNEXT="b"'),
              block("y", attributes='ID="b" IDNEXT="a"')),
         "x\n\ny\n"),
        ("<Page><TopMargin>" + block("top") + "</TopMargin><BottomMargin>" + block("bottom")
         + "</BottomMargin><PrintSpace>" + block("text") + "</PrintSpace></Page>",
         "top\n\ntext\n\nbottom\n"),
        (page(block("one")) + page(block("two")), "one\n\ftwo\n"),
    ],
)  # fmt: skip
def test_what_stands_in_the_text(layout: str, content: str) -> None:
    """Every row of the reader's table."""
    assert read(layout).content == content


@pytest.mark.parametrize("namespace", NAMESPACES)
def test_every_version_is_read(namespace: str) -> None:
    """The namespaces differ, or there is none."""
    draft = read(page(block("x"), attributes='PHYSICAL_IMG_NR="7"'), namespace=namespace)
    assert (draft.content, draft.page, draft.ingested.reader) == ("x\n", "7", "alto")


def test_a_reading_order_goes_before_the_places() -> None:
    """ALTO 4.3 names the order; what it does not name follows."""
    blocks = [block(name, attributes=f'ID="{name}"') for name in "abc"]
    order = (
        '<ReadingOrder><OrderedGroup><ElementRef REF="c"/><ElementRef REF="a"/></OrderedGroup>'
        "</ReadingOrder>"
    )
    assert read(page(*blocks), order=order).content == "c\n\na\n\nb\n"


def test_a_reading_order_may_name_composed_blocks_and_lines() -> None:
    """A composed block stands for the blocks in it, a line for its block."""
    blocks = [
        '<ComposedBlock ID="k">' + block("a") + block("b") + "</ComposedBlock>",
        block('<String ID="s" CONTENT="c"/>'),
    ]
    blocks[1] = blocks[1].replace("<TextLine>", '<TextLine ID="l">')
    order = (
        '<ReadingOrder><OrderedGroup><ElementRef REF="l"/><ElementRef REF="k"/></OrderedGroup>'
        "</ReadingOrder>"
    )
    assert read(page(*blocks), order=order).content == "c\n\na\n\nb\n"


def test_other_readings_and_strings_out_of_place_are_counted() -> None:
    """ALTERNATIVE, and strings that stand in no line of a block."""
    draft = read(
        page(block('<String CONTENT="a"><ALTERNATIVE>b</ALTERNATIVE></String>')).replace(
            "</PrintSpace>", '<TextLine><String CONTENT="c"/></TextLine></PrintSpace>'
        )
    )
    assert draft.content == "a\n"
    assert draft.warnings == (
        "left out: other readings (1), strings outside of lines and blocks (1)",
    )


def test_expansions_and_named_entities_are_counted() -> None:
    """What a string stands for is not printed; of a hyphenated word it is said twice anyway."""
    strings = (
        '<String CONTENT="Gen." SUBS_TYPE="Abbreviation" SUBS_CONTENT="General"/>'
        '<String CONTENT="Wang" TAGREFS="style who"/>'
        '<String CONTENT="co" SUBS_TYPE="HypPart1" SUBS_CONTENT="cotton"/><HYP CONTENT="-"/>'
    )
    named = '<Tags><NamedEntityTag ID="who" LABEL="W"/><LayoutTag ID="style"/></Tags>'
    draft = read(page(block(strings)), order=named)
    assert draft.content == "Gen. Wang co-\n"
    assert draft.warnings == ("left out: expansions of abbreviations (1), named entities (1)",)


def test_nothing_is_dropped_in_silence() -> None:
    """Pictures, lines without text and strings without content are counted."""
    draft = read(page(block("a", "<String/>"), "<Illustration/>", "<GraphicalElement/>"))
    assert draft.warnings == (
        "left out: graphical elements (1), illustrations (1), lines without text (1), "
        "strings without content (1)",
    )


@pytest.mark.parametrize(
    "written",
    [
        "<OCRProcessing><ocrProcessingStep>{}</ocrProcessingStep></OCRProcessing>",
        "<Processing>{}</Processing>",
    ],
)
def test_the_description_tells_software_and_image(written: str) -> None:
    """Versions before and after 4.0 write it in two ways."""
    software = (
        "<processingDateTime>2020-01-02T03:04:05Z</processingDateTime><processingSoftware>"
        "<softwareCreator>CCS</softwareCreator><softwareName>docWorks</softwareName>"
        "<softwareVersion>6.2</softwareVersion></processingSoftware>"
    )
    image = (
        "<sourceImageInformation><fileName>C:\\scans\\0007.tif</fileName></sourceImageInformation>"
    )
    draft = read(page(block("x")), image + written.format(software))
    assert draft.agents == ("docWorks 6.2:transcriber:software",)
    assert (draft.page, draft.created) == ("0007.tif", "2020-01-02T03:04:05Z")


def test_confidence_and_language() -> None:
    """The mean of the words' confidences; the language of most blocks."""
    strings = '<String CONTENT="a" WC="0.5"/><SP/><String CONTENT="b" WC="1.0"/>'
    draft = read(
        page(
            block(strings, attributes='LANG="de"'),
            block("x", attributes='LANG="deu"'),
            block("y", attributes='LANG="fr"'),
        )
    )
    assert (draft.message, draft.language) == ("mean word confidence 0.75 over 2 words", "de")


def test_what_is_no_alto_is_refused() -> None:
    """An alto element without a page has no text."""
    with pytest.raises(InputError, match="no ALTO"):
        read_draft(b"<?xml version='1.0'?><alto><Layout/></alto>")


def test_a_hyphen_without_a_sign_is_counted() -> None:
    """No sign stands for it, so that two lines look as if no word went on."""
    draft = read(page(block('<String CONTENT="exam"/><HYP/>')))
    assert draft.content == "exam\n"
    assert draft.warnings == ("left out: hyphens without a sign (1)",)
