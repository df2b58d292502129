"""PAGE XML: reading order, the reading that counts, tables, provenance."""

from __future__ import annotations

import pytest

from provrepo.errors import InputError
from provrepo.formats.draft import Draft
from provrepo.reading.files import read_draft

NAMESPACES = ["2010-03-19", "2013-07-15", "2017-07-15", "2019-07-15"]


def read(
    inner: str, metadata: str = "", attributes: str = "", version: str = "2019-07-15"
) -> Draft:
    """Return the draft of a page."""
    namespace = f"http://schema.primaresearch.org/PAGE/gts/pagecontent/{version}"
    return read_draft(
        f'<?xml version="1.0"?><PcGts xmlns="{namespace}"><Metadata>{metadata}</Metadata>'
        f"<Page {attributes}>{inner}</Page></PcGts>".encode()
    )


def text(written: str, attributes: str = "") -> str:
    """Return a reading."""
    return f"<TextEquiv {attributes}><Unicode>{written}</Unicode></TextEquiv>"


def line(inner: str, attributes: str = "") -> str:
    """Return a line; what is no XML is its text."""
    inner = inner if inner.startswith("<") or not inner else text(inner)
    return f"<TextLine {attributes}>{inner}</TextLine>"


def region(*lines: str, name: str = "", attributes: str = "", kind: str = "TextRegion") -> str:
    """Return a region of lines; what is no XML is a line's text."""
    inner = "".join(
        written if written.startswith("<") or not written else line(written) for written in lines
    )
    return f'<{kind} id="{name}" {attributes}>{inner}</{kind}>'


def order(inner: str) -> str:
    """Return a reading order."""
    return f"<ReadingOrder>{inner}</ReadingOrder>"


def custom(index: int) -> str:
    """Return Transkribus's place in the reading order."""
    return f'custom="readingOrder {{index:{index};}} structure {{type:heading;}}"'


A, B, C = region("a", name="a"), region("b", name="b"), region("c", name="c")


@pytest.mark.parametrize(
    ("inner", "content"),
    [
        (
            order('<OrderedGroup><RegionRefIndexed regionRef="a"/>'
                  '<RegionRefIndexed index="3" regionRef="b"/></OrderedGroup>') + A + B,
            "b\n\na\n",
        ),
        (
            f'<TableRegion><TableCell row="0" col="0">{region("x", "y")}</TableCell></TableRegion>',
            "x\ny\n",
        ),
        (region("one", "two") + region("three"), "one\ntwo\n\nthree\n"),
        (
            order('<OrderedGroup><RegionRefIndexed index="1" regionRef="a"/>'
                  '<RegionRefIndexed index="0" regionRef="b"/></OrderedGroup>') + A + B + C,
            "b\n\na\n\nc\n",
        ),
        (order('<UnorderedGroup><RegionRef regionRef="c"/><RegionRef regionRef="a"/>'
               "</UnorderedGroup>") + A + B + C, "c\n\na\n\nb\n"),
        (
            order('<OrderedGroup><RegionRefIndexed index="10" regionRef="a"/>'
                  '<UnorderedGroupIndexed index="9"><RegionRef regionRef="c"/>'
                  '<RegionRef regionRef="b"/></UnorderedGroupIndexed></OrderedGroup>') + A + B + C,
            "c\n\nb\n\na\n",
        ),
        (region("a", attributes=custom(2)) + region("b", attributes=custom(1)), "b\n\na\n"),
        (region("a", attributes=custom(2)) + region("b"), "a\n\nb\n"),
        (region(line("two", 'index="1"'), line("one", 'index="0"')), "one\ntwo\n"),
        (region(line("two", custom(1)), line("one", custom(0))), "one\ntwo\n"),
        (region(line("two", 'index="1"'), line("one")), "two\none\n"),
        (region(line(text("second", 'index="1"') + text("first", 'index="0"'))), "first\n"),
        (region(line(text("low", 'conf="0.1"') + text("high", 'conf="0.9"'))), "high\n"),
        (region(line(text("first") + text("other"))), "first\n"),
        (region(line("<TextEquiv><PlainText>plain</PlainText></TextEquiv>")), "plain\n"),
        (region(line(f"<Word>{text('two')}</Word><Word>{text('words')}</Word>")), "two words\n"),
        (region(line(f"<Word><Glyph>{text('o')}</Glyph><Glyph>{text('f')}</Glyph></Word>")),
         "of\n"),
        (region(line(f"<Word>{text('word')}</Word>{text('whole line')}")), "whole line\n"),
        (region(line("x") + text("of the region")), "x\n"),
        (region("<TextLine/>" + text("of the\nregion")), "of the\nregion\n"),
        (region("<TextLine/>" + text("a\u2028b\x85c\nd")), "a\u2028b\x85c\nd\n"),
        (region("out", region("in", name="i")) + A, "out\n\nin\n\na\n"),
        (region(region("one"), region("two"), text("one\ntwo")), "one\n\ntwo\n"),
        ("<TableRegion>" + text("a table\nof two lines") + "</TableRegion>",
         "a table\nof two lines\n"),
        (
            order('<OrderedGroup><OrderedGroupIndexed index="0" regionRef="t">'
                  '<RegionRefIndexed index="1" regionRef="x"/>'
                  '<RegionRefIndexed index="0" regionRef="y"/></OrderedGroupIndexed>'
                  '<RegionRefIndexed index="1" regionRef="a"/></OrderedGroup>')
            + A + '<TableRegion id="t">' + region("x", name="x") + region("y", name="y")
            + "</TableRegion>",
            "y\n\nx\n\na\n",
        ),
        (
            order('<OrderedGroup><RegionRefIndexed index="0" regionRef="i"/></OrderedGroup>')
            + region("out", region("in", name="i")),
            "in\n\nout\n",
        ),
        (
            "<TableRegion>" + region("2", kind="TableCell", attributes='row="0" col="1"')
            + region("1", kind="TableCell", attributes='row="0" col="0"')
            + region("4", kind="TableCell", attributes='row="1" col="1"') + "</TableRegion>",
            "1\t2\n\t4\n",
        ),
        (
            "<TableRegion>"
            + region("<Roles><TableCellRole rowIndex='0' columnIndex='1'/></Roles>" + line("2"))
            + region("<Roles><TableCellRole rowIndex='0' columnIndex='0'/></Roles>" + line("1"))
            + "</TableRegion>",
            "1\t2\n",
        ),
        (
            "<TableRegion>" + region("1", "more", kind="TableCell", attributes='row="0" col="0"')
            + region("2", kind="TableCell", attributes='row="0" col="1"') + "</TableRegion>",
            "1\nmore\n\n2\n",
        ),
        (region(line("  as it stands ")), "  as it stands \n"),
    ],
)  # fmt: skip
def test_what_stands_in_the_text(inner: str, content: str) -> None:
    """Every row of the reader's table."""
    assert read(inner).content == content


@pytest.mark.parametrize("version", NAMESPACES)
def test_every_version_is_read(version: str) -> None:
    """The namespaces differ, the elements do not."""
    draft = read(A, version=version, attributes='imageFilename="img/0007.jpg"')
    assert (draft.content, draft.page, draft.ingested.reader) == ("a\n", "img/0007.jpg", "page")
    assert draft.notes == ()


def test_nothing_is_dropped_in_silence() -> None:
    """Pictures, empty lines and dangling references are counted."""
    draft = read(
        order('<OrderedGroup><RegionRefIndexed index="0" regionRef="z"/></OrderedGroup>')
        + region("a", "<TextLine/>")
        + region(kind="ImageRegion")
        + region(region("inside"), kind="GraphicRegion")
        + "<SeparatorRegion/>"
    )
    assert draft.content == "a\n\ninside\n"
    assert draft.warnings == (
        "left out: graphics (1), images (1), lines without text (1), "
        "references to regions that are not there (1)",
    )


def test_text_that_no_line_has_is_counted() -> None:
    """Other readings, words outside of lines, a region that says more than its lines, comments."""
    draft = read(
        region(line(text("a", 'index="0"') + text("b", 'index="1"') + text("a", 'index="2"')))
        + f"<SeparatorRegion><Word>{text('c')}</Word></SeparatorRegion>"
        + region("d", text("d and more")),
        metadata="<Comments>checked twice</Comments>",
    )
    assert draft.content == "a\n\nd\n"
    assert draft.warnings == (
        "left out: comments on the file (1), other readings (1), "
        "regions whose own text is longer than that of their lines (1), text of Word (1)",
    )


def test_a_page_without_text_is_a_page() -> None:
    """It is empty; among the pages of a text it keeps its place."""
    draft = read(region("<TextLine/>"))
    assert draft.content == ""
    assert draft.warnings[-1] == "this page has no text"


@pytest.mark.parametrize(
    ("metadata", "agents", "created"),
    [
        ("<Creator>Transkribus</Creator><Created>2016-01-01T00:00:00</Created>"
         "<LastChange>2017-02-03T04:05:06.789+02:00</LastChange>",
         ("Transkribus:transcriber:software",), "2017-02-03T02:05:06Z"),
        ("<Creator>Anna Li</Creator><Created>2016-01-01T00:00:00</Created>",
         ("Anna Li:transcriber",), "2016-01-01T00:00:00Z"),
        ("<Creator/><LastChange>yesterday</LastChange>", (), None),
        (
            '<MetadataItem type="processingStep" name="layout/segmentation" value="seg"/>'
            '<MetadataItem type="processingStep" name="recognition/text-recognition" '
            'value="ocrd-tesserocr-recognize"><Labels><Label type="ocrd/core/version" '
            'value="2.5"/></Labels></MetadataItem>',
            ("ocrd-tesserocr-recognize 2.5:transcriber:software",), None,
        ),
    ],
)  # fmt: skip
def test_metadata_tell_who_and_when(
    metadata: str, agents: tuple[str, ...], created: str | None
) -> None:
    """Programs are software, others people; both transcribed the page."""
    draft = read(A, metadata)
    assert (draft.agents, draft.created) == (agents, created)


@pytest.mark.parametrize(
    ("named", "language"),
    [("German", "de"), ("Chinese", "zh"), ("sr-Latn", "sr-Latn"), ("deu", "de"), ("Martian", None)],
)
def test_languages_have_english_names(named: str, language: str | None) -> None:
    """PAGE writes names; tags and codes occur."""
    assert read(A, attributes=f'primaryLanguage="{named}"').language == language


def test_confidences_of_words_go_before_those_of_lines() -> None:
    """The mean stands in the message, with how many it is over."""
    readings = (text("a", 'conf="0.8"'), text("b", 'conf="0.6"'))
    words = "".join(f"<Word>{reading}</Word>" for reading in readings)
    assert read(region(line(words + text("a b", 'conf="0.1"')))).message == (
        "mean word confidence 0.70 over 2 words"
    )
    assert read(region(line(text("a", 'conf="0.9"')))).message == (
        "mean line confidence 0.90 over 1 line"
    )
    assert read(region(line(text("a", 'conf="nan"')))).message is None


def test_what_is_no_page_is_refused() -> None:
    """A PcGts without a Page has no text."""
    with pytest.raises(InputError, match="no PAGE"):
        read_draft(b"<?xml version='1.0'?><PcGts/>")
