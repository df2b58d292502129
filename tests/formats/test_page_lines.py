"""Where the lines of a version stand on their pages, read from the file that it came from."""

from __future__ import annotations

from pathlib import Path

import pytest

import provrepo
from provrepo.errors import InputError, NotFound
from tests.formats.office import zipped
from tests.formats.test_page import line, region, text
from tests.formats.test_page_tags import page

COORDINATES = '<Coords points="0,0 90,0 90,20 0,20"/>'
BASELINE = '<Baseline points="0,18 90,19"/>'
ALTO = (
    "<alto><Description><sourceImageInformation><fileName>a.tif</fileName></sourceImageInformation>"
    '</Description><Layout><Page><PrintSpace><TextBlock><TextLine ID="l1" HPOS="1" VPOS="2.4" '
    'WIDTH="30" HEIGHT="9" BASELINE="1,10 31,10"><String CONTENT="one"/></TextLine>'
    '<TextLine ID="l2"><Shape><Polygon POINTS="1,2 3,4 5 6"/></Shape><String CONTENT="two"/>'
    "</TextLine></TextBlock></PrintSpace></Page></Layout></alto>"
)


def placed(repository: provrepo.Repository, reference: str) -> list[tuple[str, str | None]]:
    """Return the words of each line, cut out of the content, and its id."""
    content = repository.content(reference)
    return [(content[line.start : line.end], line.id) for line in repository.page_lines(reference)]


def test_lines_of_a_page(repository: provrepo.Repository) -> None:
    """In reading order, tags written out; without coordinates they have none."""
    marked = line(
        COORDINATES + BASELINE + text("Dr. A"),
        'id="b" custom="readingOrder {index:0;} abbrev {offset:0; length:3; expansion:Doktor;}"',
    )
    data = page(region(line(text("words"), 'id="a"'), marked), 'imageFilename="p.jpg"')
    repository.ingest(data, document="d", text="transcription:de")
    assert placed(repository, "d") == [("words", "a"), ("Dr. [Doktor] A", "b")]
    first, second = repository.page_lines("d")
    assert (first.outline, first.baseline) == ((), ())
    assert second.outline == ((0, 0), (90, 0), (90, 20), (0, 20))
    assert (second.baseline, second.image) == (((0, 18), (90, 19)), "p.jpg")
    assert second.as_json()["baseline"] == [[0, 18], [90, 19]]


def test_cells_and_the_points_of_2010(repository: provrepo.Repository) -> None:
    """Cells of a row are lines of their own; points may be elements."""
    points = '<Coords><Point x="1" y="2"/><Point x="3" y="4"/></Coords>'
    names = ("left", "right")
    cells = "".join(
        f'<TableCell row="0" col="{column}">{cell}</TableCell>'
        for column, cell in enumerate(line(points + text(name), f'id="{name}"') for name in names)
    )
    data = page(f"<TableRegion>{cells}</TableRegion>")
    repository.ingest(data, document="d", text="transcription:de")
    assert placed(repository, "d") == [("left", "left"), ("right", "right")]
    assert repository.page_lines("d")[1].outline == ((1, 2), (3, 4))


def test_lines_of_alto(repository: provrepo.Repository) -> None:
    """Boxes and polygons, in whole pixels."""
    repository.ingest(ALTO.encode(), document="d", text="transcription:en")
    assert placed(repository, "d") == [("one", "l1"), ("two", "l2")]
    first, second = repository.page_lines("d")
    assert first.outline == ((1, 2), (31, 2), (31, 11), (1, 11))
    assert (first.baseline, first.image) == (((1, 10), (31, 10)), "a.tif")
    assert second.outline == ((1, 2), (3, 4), (5, 6))


def test_lines_of_many_pages(repository: provrepo.Repository, tmp_path: Path) -> None:
    """Each with the image of its own page; a page without text is none."""
    pages = {
        "p10.xml": page(region(line(text("ten"), 'id="t"')), 'imageFilename="10.jpg"'),
        "p2.xml": page(region(line(text("two"), 'id="t"')), 'imageFilename="2.jpg"'),
        "p3.xml": page(""),
        "mets.xml": b"<mets/>",
    }
    (tmp_path / "d.transcription.de.zip").write_bytes(zipped(pages))
    repository.ingest(tmp_path / "d.transcription.de.zip")
    assert placed(repository, "d") == [("two", "t"), ("ten", "t")]
    assert [line.image for line in repository.page_lines("d")] == ["2.jpg", "10.jpg"]


def test_where_there_are_none_it_is_said(repository: provrepo.Repository) -> None:
    """A text file, no file, a text that was edited since."""
    repository.ingest(b"words", document="a", text="transcription:de")
    with pytest.raises((InputError, NotFound), match=r"no PAGE or ALTO|ingested file"):
        repository.page_lines("a")
    repository.ingest(page(region("words")), document="b", text="transcription:de")
    repository.ingest(b"other words", document="b", text="transcription:de")
    with pytest.raises((InputError, NotFound)):
        repository.page_lines("b")
    assert [found.id for found in repository.page_lines("b@v1")] == [None]
