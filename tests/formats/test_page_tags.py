"""What Transkribus and eScriptorium say of a passage of a page becomes markup and notes."""

from __future__ import annotations

import hashlib
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

import provrepo
from provrepo.formats.draft import CONVENTIONS, Draft, Reading
from provrepo.formats.pages.line_tags import tagged, tags
from provrepo.formats.readers import drafts_in
from tests.formats.test_page import line, region, text

NAMESPACE = "http://schema.primaresearch.org/PAGE/gts/pagecontent/2013-07-15"


def page(inner: str, attributes: str = "") -> bytes:
    """Return a page with these regions."""
    return (
        f'<PcGts xmlns="{NAMESPACE}"><Metadata/><Page {attributes}>{inner}</Page></PcGts>'
    ).encode()


def read(inner: str, convention: str = "chicago") -> Draft:
    """Read a page."""
    (draft,) = drafts_in(page(inner), "p.xml", Reading(convention=convention))
    return draft


def noted(draft: Draft) -> list[tuple[str, str, str]]:
    """Return the words of each note, its kind and its passage."""
    return [
        (note.text, note.kind, "" if note.start is None else draft.content[note.start : note.end])
        for note in draft.notes or ()
    ]


@pytest.mark.parametrize(
    ("written", "custom", "by_convention"),
    [
        (
            "a Dr. Lavr",
            "abbrev {offset:2; length:3; expansion:Doktor;}",
            ("a Dr. [Doktor] Lavr", "a Doktor Lavr", "a Doktor Lavr"),
        ),
        ("a Dr. b", "abbrev {offset:2; length:3;}", ("a Dr. b", "a Dr.(- - -) b", "a Dr. b")),
        ("wo rd", "unclear {offset:3; length:2;}", ("wo [rd?]", "wo ṛḍ", "wo rd")),
        (
            "a teh b",
            "sic {offset:2; length:3; correction:the;}",
            ("a teh [the] b", "a <the> b", "a the b"),
        ),
        ("a teh b", "sic {offset:2; length:3;}", ("a teh [sic] b", "a teh (!) b", "a teh b")),
        (
            "a lost b",
            "supplied {offset:2; length:4; reason:lost;}",
            ("a [lost] b", "a [lost] b", "a lost b"),
        ),
        (
            "an old b",
            "textStyle {offset:3; length:3; strikethrough:true;}",
            ("an [deleted: old] b", "an ⟦old⟧ b", "an  b"),
        ),
        ("an old b", "gap {offset:6; length:0;}", ("an old[…] b", "an old[- - -] b", "an old… b")),
        (
            "ab",
            "gap {offset:1; length:0; reason:illegible;}",
            ("a[illegible]b", "a- - -b", "a…b"),
        ),
        # Within one another, at one place, beyond the end; characters of two code units.
        (
            "one two",
            "unclear {offset:4; length:3;} add {offset:0; length:7;}",
            ("[inserted: one [two?]]", "`one ṭẉọ´", "one two"),
        ),
        (
            "ab",
            "unclear {offset:0; length:1;} unclear {offset:1; length:9;}",
            ("[a?][b?]", "ạḅ", "ab"),
        ),
        ("😀 word", "unclear {offset:3; length:4;}", ("😀 [word?]", "😀 ẉọṛḍ", "😀 word")),
        (
            "old teh x",
            "textStyle {offset:0; length:7; strikethrough:true;} "
            "sic {offset:4; length:3; correction:the;}",
            ("[deleted: old teh [the]] x", "⟦old <the>⟧ x", " x"),
        ),
    ],
)
def test_tags_are_written_as_the_markup_of_tei_is(
    written: str, custom: str, by_convention: tuple[str, str, str]
) -> None:
    """By the convention that the reader is told."""
    shown = [tagged(written, custom, convention).text for convention in CONVENTIONS]
    assert [normalize("NFC", text) for text in shown] == [
        normalize("NFC", text) for text in by_convention
    ]


def test_comments_and_other_readings_are_notes_on_their_passages() -> None:
    """Also where marks stand before them; escapes of Transkribus are characters."""
    custom = (
        "readingOrder {index:0;} unclear {offset:0; length:4; alternative:Form;} "
        "comment {offset:5; length:3; comment:A new\\u0020hand\\u003b see [1].;}"
    )
    draft = read(region(line("from old Nerchinsk", f'custom="{custom}"')))
    assert draft.content == "[from?] old Nerchinsk\n"
    assert noted(draft) == [
        ("or Form", "textual", "[from?]"),
        ("A new hand; see [1].", "editorial", "old"),
    ]


def test_a_tag_that_goes_on_in_the_next_line_is_one() -> None:
    """Its expansion stands once, after its last words; its comment is one note."""
    values = "continued:true; expansion:continued;"
    lines = (
        line("this is con", f'custom="abbrev {{offset:8; length:3; {values}}}"')
        + line("tin", f'custom="abbrev {{offset:0; length:3; {values}}}"')
        + line("ued here", f'custom="abbrev {{offset:0; length:3; {values}}}"')
    )
    assert read(region(lines)).content == "this is con\ntin\nued [continued] here\n"
    plain = read(region(lines), "plain")
    assert plain.content == "this is continued\n here\n"
    said = "continued:true; comment:a remark;"
    draft = read(
        region(
            line("one two", f'custom="comment {{offset:4; length:3; {said}}}"')
            + line("three", f'custom="comment {{offset:0; length:5; {said}}}"')
        )
    )
    assert noted(draft) == [("a remark", "editorial", "two")]
    apart = "continued:false; expansion:Herr;"
    twice = read(
        region(
            line("der Hr.", f'custom="abbrev {{offset:4; length:3; {apart}}}"')
            + line("Hr. X", f'custom="abbrev {{offset:0; length:3; {apart}}}"')
        )
    )
    assert twice.content == "der Hr. [Herr]\nHr. [Herr] X\n"


@pytest.mark.parametrize(
    ("custom", "text", "notes", "warned"),
    [
        ("unclear {offset:0; length:4;} unclear {offset:0; length:4;}", "[Anna?]", [], None),
        ("unclear {offset:x; length:2;}", "Anna", [], "tag unclear without words (1)"),
        ("sic {offset:9; length:2; correction:y;}", "Anna", [], "tag sic without words (1)"),
        (
            "unclear {offset:0; length:4; add {length:2;}",
            "Anna",
            [],
            "tag add without words (1), tags that do not end (1)",
        ),
        ("comment {comment:of the line;}", "Anna", [("of the line", "editorial", "Anna")], None),
        (
            "comment {offset:0; length:4; comment:see {this}; and that;}",
            "Anna",
            [("see {this}; and that", "editorial", "Anna")],
            None,
        ),
        (
            "comment {offset:0; length:4; comment:a smile \\ud83d\\ude00 \\u007Bx\\u007D;}",
            "Anna",
            [("a smile 😀 {x}", "editorial", "Anna")],
            None,
        ),
    ],
)
def test_odd_tags_say_what_they_can(
    custom: str, text: str, notes: list[tuple[str, str, str]], warned: str | None
) -> None:
    """Twice the same, without a place, never ended, unescaped: nothing is guessed or lost."""
    draft = read(region(line("Anna", f'custom="{custom}"')))
    assert draft.content == f"{text}\n"
    assert noted(draft) == notes
    assert draft.warnings == ((f"left out: {warned}",) if warned else ())


def test_tags_of_regions_are_notes_or_counted() -> None:
    """A comment is on the region's lines; where it stands in the layout is no text."""
    custom = (
        "readingOrder {index:0;} structure {type:marginalia;} comment {comment:a later hand;} "
        "person {offset:0; length:2;}"
    )
    draft = read(region("words", attributes=f'custom="{custom}"'))
    assert noted(draft) == [("a later hand", "editorial", "words")]
    assert draft.warnings == ("left out: tag person of a region (1)",)


def test_remarks_become_notes() -> None:
    """On the line, on a reading, on the region; on the whole where a region has no words."""
    draft = read(
        region(
            line(text("Lavrov", 'comments="reading doubtful"'), 'comments="line remark"'),
            "second line",
            attributes='comments="region remark"',
        )
        + region("", attributes='comments="an empty one"')
    )
    assert noted(draft) == [
        ("line remark", "editorial", "Lavrov"),
        ("reading doubtful", "editorial", "Lavrov"),
        ("region remark", "editorial", "Lavrov\nsecond line"),
        ("an empty one", "editorial", ""),
    ]


def test_notes_of_cells_stay_on_their_words() -> None:
    """In a row of several cells."""
    cells = "".join(
        f'<TableCell row="0" col="{column}">{inner}</TableCell>'
        for column, inner in enumerate(line("cell", f'comments="{name}"') for name in "ab")
    )
    draft = read(f"<TableRegion>{cells}</TableRegion>")
    assert draft.content == "cell\tcell\n"
    assert [(note.text, note.start) for note in draft.notes or ()] == [("a", 0), ("b", 5)]


@pytest.mark.parametrize("place", ["offset:9; length:3;", "offset:2; length:0;", "offset:4;"])
@pytest.mark.parametrize("name", ["unclear", "supplied", "sic", "add"])
def test_a_tag_without_words_has_no_brackets(name: str, place: str) -> None:
    """As one that lies beyond its line, since somebody shortened it; it is counted."""
    draft = read(region(line("Anna", f'custom="{name} {{{place}}}"')))
    assert draft.content == "Anna\n"
    assert draft.warnings == (f"left out: tag {name} without words (1)",)


def test_what_has_no_place_is_counted() -> None:
    """Names, dates, styles, and what nobody here knows."""
    custom = (
        "person {offset:0; length:4; firstname:A;} date {offset:0; length:2;} "
        "textStyle {offset:0; length:2; bold:true; italic:false;} x {offset:1; length:1;}"
    )
    draft = read(region(line("Anna", f'custom="{custom}"')))
    assert draft.content == "Anna\n"
    assert draft.warnings == ("left out: style bold (1), tag date (1), tag person (1), tag x (1)",)


def test_a_page_is_based_on_its_image(repository: provrepo.Repository, tmp_path: Path) -> None:
    """By its name, and by its digest where it lies beside."""
    data = page(region("words"), 'imageFilename="scans/p1.jpg"')
    (tmp_path / "p1.transcription.de.xml").write_bytes(data)
    outcome = repository.ingest(tmp_path / "p1.transcription.de.xml")
    assert [(basis.label, basis.sha256) for basis in outcome.version.record.based_on] == [
        ("p1.jpg", None)
    ]
    (tmp_path / "p1.jpg").write_bytes(b"image")
    outcome = repository.ingest(tmp_path / "p1.transcription.de.xml")
    digest = hashlib.sha256(b"image").hexdigest()
    assert [(basis.label, basis.sha256) for basis in outcome.version.record.based_on] == [
        ("p1.jpg", digest)
    ]
    assert repository.ingest(tmp_path / "p1.transcription.de.xml").status == "unchanged"


def test_a_folder_of_transkribus_has_its_images_above(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """The pages lie in its folder `page`; from any other one nobody looks further up."""
    data = page(region("words"), 'imageFilename="p1.jpg"')
    (tmp_path / "p1.jpg").write_bytes(b"image")
    found = {}
    for folder in ("page", "other"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "p1.xml").write_bytes(data)
        made = repository.ingest(
            tmp_path / folder / "p1.xml", document=folder, text="transcription:de"
        )
        (basis,) = made.version.record.based_on
        found[folder] = basis.sha256
    assert found == {"page": hashlib.sha256(b"image").hexdigest(), "other": None}


NAMES = st.sampled_from(("abbrev", "unclear", "sic", "supplied", "add", "comment", "gap", "person"))
TAG = st.builds(
    "{} {{offset:{}; length:{}; expansion:E;}}".format,
    NAMES,
    st.integers(0, 20),
    st.integers(0, 20),
)


@given(
    st.text(st.characters(exclude_characters="\n\r\0", exclude_categories=["Cs"]), max_size=12),
    st.lists(TAG, max_size=4).map(" ".join),
)
def test_no_character_is_lost(written: str, custom: str) -> None:
    """Whatever tags say of which passage: the words stay, in their order, and notes are in them."""
    line_with_tags = tagged(written, custom, "chicago")
    remaining = iter(line_with_tags.text)
    assert all(character in remaining for character in written)
    for note in line_with_tags.notes:
        assert note.start is not None
        assert note.end is not None
        assert 0 <= note.start <= note.end <= len(line_with_tags.text)
    assert all(0 <= tag.start <= tag.end <= len(written) for tag in tags(written, custom))
