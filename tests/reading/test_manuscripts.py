"""What of a manuscript is a citation, a quotation of the author's, a title; what goes with what."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import provrepo
from provrepo import Changes, FileNote, Manner
from provrepo.cite import built_in_styles
from provrepo.clock import fixed_clock
from provrepo.reading.manuscripts.marks import marked
from provrepo.reading.manuscripts.written_pins import written_pins
from tests.conftest import NOON, CommandLine
from tests.formats.office import flat, word

TITLE = "Fishing Boats in Fog at Qingjia Harbor"
FIRST = f"{TITLE}\n\nTwelve fishing boats of the [North] Harbor are missing.\n\nNobody was hurt.\n"
SECOND = FIRST.replace("Twelve", "Thirteen")
ITEM = {"title": TITLE, "archive": "Sample Archive", "issued": "1958-04-16", "author": "Consulate"}


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[provrepo.Repository]:
    """Return a repository with a cable of two versions and a letter of one."""
    made = provrepo.create(tmp_path / "provrepo.db", clock=fixed_clock(NOON), origin="x.org/t")
    with made as repository:
        for content in (FIRST, SECOND):
            repository.ingest(
                content.encode(), Changes(fields=ITEM), document="cable", text="translation:en"
            )
        repository.ingest(
            "渔船十二艘，\n在外海作业。".encode(), document="zh", text="transcription:zh"
        )
        yield repository


class Pins:
    """The pins of the archive, as `cite` prints them."""

    def __init__(self, archive: provrepo.Repository) -> None:
        self.old = f"version 1 ({archive.version('cable@v1').short_id})"
        self.new = f"version 2 ({archive.version('cable@v2').short_id})"
        self.zh = f"version 1 ({archive.version('zh').short_id})"


@pytest.fixture
def pins(archive: provrepo.Repository) -> Pins:
    """Return the pins of the archive."""
    return Pins(archive)


def fates(archive: provrepo.Repository, text: str, *notes: FileNote) -> list[list[str]]:
    """Return for each pin of a text the status of each quotation that belongs to it."""
    return [[each.status for each in pin.quotations] for pin in archive.find_pins(text, notes)]


# Titles


LOCALES = ("en-US", "de-DE", "fr-FR", "zh-CN", "ja-JP", "ru-RU")


@pytest.mark.parametrize(
    ("style", "locale"),
    [
        # each style and each locale; all with all where there is time
        pytest.param(
            *(style, locale), marks=[] if row % len(LOCALES) == column else [pytest.mark.slow]
        )
        for row, style in enumerate(built_in_styles())
        for column, locale in enumerate(LOCALES)
    ],
)
def test_a_title_in_a_citation_is_no_quotation(
    archive: provrepo.Repository, style: str, locale: str
) -> None:
    """It stands in both versions, and says nothing: a superseded citation is to be looked at."""
    manner = Manner(style=style, locale=locale)
    cited = [citation.text for citation in archive.cite(["cable@v1", "cable@v1"], manner)]
    cited += [entry.text for entry in archive.bibliography("cable@v1", manner)]
    for text in cited:
        for found in archive.find_pins(text):
            assert (found.status, found.quotations, found.needs_attention) == (
                "superseded", (), True,
            ), text  # fmt: skip


@pytest.mark.parametrize(
    "citation",
    [
        "Consulate to Ministry, “Boats in the Fog,” 16 April 1958, AB 104/2, Sample Archive, {}.",
        "‘Boats in the Fog’, 16 April 1958, Sample Archive, AB 104/2, f. 3, {}.",
        "“Boats in the Fog” [telegram]; April 16, 1958; Consular Cables; Sample Archive; {}.",
        "Consulate. “Boats in the Fog.” 16 Apr. 1958. Consular Cables, AB 104/2. {}.",
        "Konsulat, „Schiffe im Nebel“, 16. April 1958, Archiv, R 43-I/161, Bl. 91, {}.",
        "Consulat, « Bateaux dans la brume », 16 avril 1958, Archives, AB 104/2, {}.",
        "See Smith, “An Article,” Journal 3 (1999): 12; Consulate, *Boats*, AB 104/2, {}.",
    ],
)
def test_titles_that_no_metadata_have(
    archive: provrepo.Repository, pins: Pins, citation: str
) -> None:
    """The shape of a citation tells them: exact is all right, superseded has no evidence."""
    (found,) = archive.find_pins(citation.format(pins.new))
    assert not found.needs_attention
    assert {each.status for each in found.quotations} <= {"title"}
    (found,) = archive.find_pins(citation.format(pins.old))
    assert found.needs_attention


def test_a_title_right_before_the_pin(archive: provrepo.Repository, pins: Pins) -> None:
    """After a name it is one; after a verb, or nothing, it is what the author quotes."""
    for text in ("Consulate, “Nobody was hurt,” {}.", "Konsulat, „Nobody was hurt“, {}."):
        (found,) = archive.find_pins(text.format(pins.old))
        assert found.needs_attention
    for text in ("He wrote “Nobody was hurt,” {}.", "“Nobody was hurt,” {}."):
        (found,) = archive.find_pins(text.format(pins.old))
        assert not found.needs_attention


PLACES = {
    "in parentheses": "He wrote {} (Consulate, “Boats,” 1958, {}).",
    "after the source": "In {1} we read {0}.",
    "in a sentence": "It says {}. And so on for a while (see {}).",
    "in a note": "He wrote {}.[^n]\n\n[^n]: Consulate, “Boats,” 1958, {}.\n",
    "in the note itself": "Text.[^n]\n\n[^n]: He wrote {} (Consulate, “Boats,” 1958, {}).\n",
    "after it in the note": "Text.[^n]\n\n[^n]: Consulate, “Boats,” 1958, {1}: {0}.\n",
}
MARKS = [
    "“{}”",
    "‘{}’",
    '"{}"',
    "'{}'",
    "„{}“",
    "«{}»",
    "« {} »",
    "»{}«",
    "「{}」",
    "『{}』",
    "``{}''",
]


@pytest.mark.parametrize("place", PLACES)
def test_no_false_all_clear(archive: provrepo.Repository, pins: Pins, place: str) -> None:
    """In whatever marks and wherever it stands: words of the version are right, others are told."""
    for mark in MARKS:
        for words, right in (
            ("fishing boats of the North Harbor", True),
            ("[F]ishing boats … are missing", True),
            ("sailing boats of the North Harbor", False),
            ("fishing boats … were missing", False),
            ("a sentence of somebody else", False),
        ):
            text = PLACES[place].format(mark.format(words), pins.new)
            (found,) = archive.find_pins(text.replace(" of ", "\nof "))
            assert found.needs_attention is not right, text
            assert sum(each.status != "title" for each in found.quotations) == 1


def test_an_author_s_words_before_a_title_are_the_author_s(
    archive: provrepo.Repository, pins: Pins
) -> None:
    """In a note as in the text."""
    title = f"Consulate, “{TITLE},” 1958, {pins.new}."
    assert fates(archive, f"He says “Nobody was hurt.” {title}") == [["unchanged"]]
    assert fates(archive, f"He says “Somebody was hurt.” {title}") == [["misquoted"]]
    assert fates(archive, f"“Twelve boats are missing,” he says ({title})") == [["misquoted"]]
    note = FileNote(f"He says “Somebody was hurt.” {title}", start=0, end=4)
    assert fates(archive, "Text.", note) == [["misquoted"]]
    note = FileNote(f"{title} It says “Somebody was hurt.”", start=0, end=4)
    assert fates(archive, "Text.", note) == [["misquoted"]]


# Which quotation goes with which citation


def test_a_misquotation_beside_an_exact_pin_is_shown_what_the_version_says(
    archive: provrepo.Repository, pins: Pins
) -> None:
    """With the other version in which the words do stand."""
    (found,) = archive.find_pins(
        f"He wrote “Twelve fishing boats of the North Harbor” ({pins.new})."
    )
    (quotation,) = found.quotations
    assert (found.status, quotation.status, found.needs_attention) == ("exact", "misquoted", True)
    assert quotation.nearest == "Thirteen fishing boats of the [North] Harbor"
    assert quotation.elsewhere == "cable/translation:en@v1"


def test_each_quotation_goes_with_its_own_citation(
    archive: provrepo.Repository, pins: Pins
) -> None:
    """Exchanged citations are found; a source may be named before its words."""
    boats, zh = "“Thirteen fishing boats”", "“渔船十二艘”"
    right = [["unchanged"], ["unchanged"]]
    assert fates(archive, f"{boats} ({pins.new}) and {zh} ({pins.zh}).") == right
    assert fates(archive, f"In {pins.new} it says {boats}, in {pins.zh} {zh}.") == right
    exchanged = archive.find_pins(f"{zh} ({pins.new}) and {boats} ({pins.zh}).")
    assert [found.quotations[0].elsewhere for found in exchanged] == [
        "zh/transcription:zh@v1",
        "cable/translation:en@v2",
    ]
    both = f"He has {boats} and {zh} (Consulate, {pins.new}; Ministry, {pins.zh})."
    assert fates(archive, both) == right


def test_a_note_without_a_pin_is_another_source(archive: provrepo.Repository, pins: Pins) -> None:
    """What stands in its sentence is from there; “ibid.” is what the note before cites."""
    text = "It says “Nobody was hurt.” Smith has a “turning point” there."
    pin = FileNote(f"Consulate, {pins.new}.", start=3, end=text.index(" Smith"))
    book = FileNote("Smith, A Book, 12.", start=len(text) - 6, end=len(text))
    ibid = FileNote("Ibid.", start=len(text) - 6, end=len(text))
    assert fates(archive, text, pin, book) == [["unchanged"]]
    assert fates(archive, text, pin, ibid) == [["unchanged", "misquoted"]]


@pytest.mark.parametrize(
    "text",
    [
        "> Thirteen fishing boats … are missing.[^1]\n\n[^1]: Consulate, {}.\n",
        "> Thirteen fishing boats\n> of the North Harbor are missing. ({})\n",
        "> Thirteen fishing boats of the North Harbor are missing.\n>\n> Nobody was hurt.\n>\n"
        "> — Consulate, {}\n",
        "The cable ({}) goes on:\n\n> Thirteen fishing boats of the North Harbor are missing.\n",
        "\\begin{{quote}}Thirteen fishing boats … are missing. ({})\\end{{quote}}",
        "He wrote:[^a]\n\n> Thirteen fishing boats\n\n[^a]:\n    Consulate,\n    {}.\n",
    ],
)
def test_block_quotations_of_markdown(archive: provrepo.Repository, pins: Pins, text: str) -> None:
    """Their citation stands in them, in their note, or in the paragraph that introduces them."""
    assert fates(archive, text.format(pins.new)) == [["unchanged"]]
    wrong = text.replace("Thirteen fishing", "Thirteen sailing").format(pins.new)
    assert fates(archive, wrong) == [["misquoted"]]


def test_the_notes_of_markdown_and_plain_text(archive: provrepo.Repository, pins: Pins) -> None:
    """A note belongs to the paragraph that has its mark, and is told by its own line."""
    for mark, note in (("[^x]", "[^x]:"), ("[7]", "[7]"), ("¹", "¹")):
        text = (
            f"He wrote “Thirteen sailing boats.”{mark}\n\nMore.\n\n{note} Consulate, {pins.new}.\n"
        )
        (found,) = archive.find_pins(text)
        assert (found.line, [each.status for each in found.quotations]) == (5, ["misquoted"])
    (lost,) = archive.find_pins(f"[^1]: Consulate, {pins.new}.\n")
    assert (lost.line, lost.status) == (1, "exact")


def test_a_quotation_over_several_paragraphs(archive: provrepo.Repository, pins: Pins) -> None:
    """It is opened again at each of them; one that is never closed could not be compared."""
    text = "He wrote: “Thirteen … boats of the North Harbor are missing.\n\n“Nobody was {}” ({})."
    assert fates(archive, text.format("hurt", pins.new)) == [["unchanged"]]
    assert fates(archive, text.format("killed", pins.new)) == [["misquoted"]]
    (found,) = archive.find_pins(f"He wrote “Nobody was hurt ({pins.new}).")
    assert [each.status for each in found.quotations] == ["unclosed"]
    assert found.needs_attention


# Signs


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('“one” and ”två” and "three"', ["one", "två", "three"]),
        ("„eins“ und »zwei« und „trzy”", ["eins", "zwei", "trzy"]),
        ("« un », « l’« autre » »", [" un ", " l’« autre » "]),
        ("他说「一」又说『二』“三”", ["一", "二", "三"]),
        ("‘It’s late’, don’t; 'plain' isn't 'another'", ["It’s late", "plain", "another"]),
        ("‘the ships’ masts were lost’, he said", ["the ships’ masts were lost"]),
        ("“outer ‘inner’ end”", ["outer ‘inner’ end"]),
        ('<q lang="en">of <i>HTML</i></q> <blockquote>too</blockquote>', ["of HTML", "too"]),
        ("``of latex'' and \\enquote{of {it}}", ["of latex", "of {it}"]),
        ("5\" wide, 6\" long, ’60s, the '60s and the workers' hall", []),
    ],
)
def test_the_marks_of_many_languages(text: str, words: list[str]) -> None:
    """Apostrophes, inches and marks within a quotation are not its own marks."""
    assert [each.words for each in marked(text)] == words


@pytest.mark.parametrize(
    ("text", "reference", "number"),
    [
        ("version 1 (c162f3c1f85a)", "c162f3c1f85a", 1),
        ("版本1（c162f3c1f85a）", "c162f3c1f85a", 1),
        ("Version 2 [C162F3C1F85A…]", "c162f3c1f85a", 2),
        ("version 1 (c162f3c1-\nf85a)", "c162f3c1f85a", 1),
        ("version 3, c162f3c1f85a", "c162f3c1f85a", 3),
        ("version 1 (c162f3c1f85O)", None, 1),
        ("cable@v1, and", "cable@v1", None),
        ("cable/en@c162f3c", "cable/en@c162f3c", None),
    ],
)
def test_pins_as_they_are_typed(text: str, reference: str | None, number: int | None) -> None:
    """With full-width brackets, capitals, a line's end; a damaged one is not passed by."""
    (pin,) = written_pins(text)
    assert (pin.reference, pin.number) == (reference, number)


@pytest.mark.parametrize("text", ["Vol. 12 (1958)", "a@v1.com", "version 2 (of 5 May 1961)"])
def test_what_is_no_pin(text: str) -> None:
    """Years, addresses and remarks."""
    assert list(written_pins(text)) == []


def test_number_and_id_belong_together(archive: provrepo.Repository) -> None:
    """A citation put together from two is told with what each half names."""
    new = archive.version("cable@v2")
    for text in (
        f"version 1 ({new.short_id})",
        f"cable/translation:en@v1 ({new.short_id})",
        f"“Nobody was hurt” (version 1 ({new.short_id}))",
    ):
        (found,) = archive.find_pins(text)
        assert (found.status, found.needs_attention) == ("mismatched", True)
        assert {
            found.version and found.version.reference,
            found.numbered and found.numbered.reference,
        } == {
            "cable/translation:en@v1",
            "cable/translation:en@v2",
        }


# Work


def test_the_work_is_linear_in_the_citations_of_one_paragraph(
    archive: provrepo.Repository, pins: Pins
) -> None:
    """Twice as many need twice as many calls, whatever is quoted: counted, not timed."""
    sentence = f"He wrote “Thirteen fishing boats” and “Nobody was killed {{}}” ({pins.new}). "

    def calls(count: int) -> int:
        text = "".join(sentence.format(number) for number in range(count))
        total = 0

        def count_calls(*_: object) -> None:
            nonlocal total
            total += 1

        sys.setprofile(count_calls)
        try:
            found = archive.find_pins(text)
        finally:
            sys.setprofile(None)
        assert len(found) == count
        return total

    calls(1)  # what is imported and compiled at the first time is not the citations'
    assert calls(400) <= 2.1 * calls(200)


# At the shell


def docx(body: str, footnotes: str = "") -> bytes:
    """Return a Word document whose style “Zitat” is Word's own for quotations."""
    styles = '<w:style w:type="paragraph" w:styleId="Zitat"><w:name w:val="Quote"/></w:style>'
    return word(body, footnotes=footnotes, styles=styles)


def run_of(text: str) -> str:
    """Return a run with a text."""
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_a_word_document_is_told_by_its_words_and_notes(
    pins: Pins, tmp_path: Path, run: CommandLine
) -> None:
    """No line numbers, which nobody sees there; block quotations have a style or an indent."""
    mark = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    body = (
        f"<w:p>{run_of('It says “Nobody was hurt.”')}{mark.format(7)}</w:p>"
        f'<w:p><w:pPr><w:pStyle w:val="Zitat"/></w:pPr>'
        f"{run_of('Thirteen sailing boats are missing.')}{mark.format(9)}</w:p>"
        f'<w:p><w:pPr><w:ind w:left="720"/></w:pPr>'
        f"{run_of('Thirteen rowing boats are missing.')}{mark.format(9)}</w:p>"
    )
    notes = "".join(
        f'<w:footnote w:id="{number}"><w:p>{run_of(f"Consulate, {pins.new}.")}</w:p></w:footnote>'
        for number in (7, 9)
    )
    (tmp_path / "chapter.docx").write_bytes(docx(body, notes))
    done = run("resolve", "chapter.docx")
    lines = done.stdout.decode().splitlines()
    assert done.returncode == 1, done.stderr
    assert lines[0].startswith(
        "chapter.docx, in footnote 1, after “It says “Nobody was hurt.””: exact"
    )
    assert lines[1].endswith(": unchanged")
    assert lines[2].startswith("chapter.docx, in footnote 2, after “Thirteen sailing boats")
    assert "does not stand in cable/translation:en@v2; it says “Thirteen fishing boats" in lines[3]
    assert "rowing" in lines[5]


def test_one_bad_manuscript_does_not_lose_the_others(
    pins: Pins, tmp_path: Path, run: CommandLine
) -> None:
    """Each has one clear line; alone it is exit 2, among several exit 1."""
    own = f'<w:p>{run_of("x")}<w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    files = {
        "itself.docx": docx(own, f'<w:footnote w:id="1">{own}</w:footnote>'),
        "damaged.docx": docx(own)[:-90],
        "none.md": b"Nothing is cited here.",
        "latin.txt": "«Café»".encode("latin-1"),
    }
    good = f"+++\n{'a.' * 1200}b = 1\n+++\n“Nobody was hurt” ({pins.new})."
    (tmp_path / "good.md").write_text(good)
    assert run("resolve", "good.md").returncode == 0
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
        alone = run("resolve", name)
        assert (alone.returncode, alone.stdout) == (2, b""), name
        assert alone.stderr.count(b"\n") == 1
    done = run("resolve", *files, "missing.docx", "good.md")
    assert done.returncode == 1
    assert done.stdout.startswith(b"good.md:4: exact: ")
    for name in (*files, "missing.docx"):
        assert done.stderr.count(name.encode()) == 1
    assert b"5 of 6 texts could not be checked" in done.stderr
    (tmp_path / "latin.txt").write_bytes(f"«Café» {pins.new}".encode("latin-1"))
    assert run("resolve", "latin.txt", "--encoding", "latin-1").returncode == 1


def test_a_fault_of_a_reader_is_told_as_one(
    pins: Pins,
    tmp_path: Path,
    run: CommandLine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever it raises, the other manuscripts are checked, and we are told."""

    def fail(*_: object) -> None:
        raise ValueError("Exceeds the limit (4300 digits)")

    monkeypatch.setattr("provrepo.formats.office.docx.read", fail)
    (tmp_path / "a.docx").write_bytes(docx(f"<w:p>{run_of('x')}</w:p>"))
    (tmp_path / "b.md").write_text(f"“Nobody was hurt” ({pins.new}).")
    done = run("resolve", "a.docx", "b.md")
    assert (done.returncode, done.stdout.count(b"exact")) == (1, 1)
    assert b"a.docx: cannot be read: ValueError (Exceeds the limit" in done.stderr


def test_what_is_no_text_is_refused_from_standard_input_too(pins: Pins, run: CommandLine) -> None:
    """The quotations of such a file would be passed by, and its citations called exact."""
    for data in (f"{{\\rtf1 \\'93no\\'94 {pins.new}}}", f"<html><q>no</q> {pins.new}</html>"):
        done = run("resolve", "-", stdin=data.encode())
        assert (done.returncode, done.stdout) == (2, b"")
    fragment = f"<p><q>Somebody was hurt</q> ({pins.new})</p>"
    assert run("resolve", "-", stdin=fragment.encode()).returncode == 1


def test_an_opendocument_text_is_told_by_its_notes(
    pins: Pins, tmp_path: Path, run: CommandLine
) -> None:
    """It has the number of the note itself, and a style for block quotations."""
    body = (
        '<text:p text:style-name="Quotations">Thirteen sailing boats are missing.'
        '<text:note text:note-class="endnote"><text:note-citation>iv</text:note-citation>'
        f"<text:note-body><text:p>Consulate, {pins.new}.</text:p></text:note-body></text:note>"
        "</text:p>"
    )
    styles = '<style:style style:name="Quotations" style:family="paragraph"/>'
    (tmp_path / "chapter.fodt").write_text(flat(body, styles=styles))
    done = run("resolve", "chapter.fodt")
    lines = done.stdout.decode().splitlines()
    assert done.returncode == 1, done.stderr
    assert lines[0].startswith("chapter.fodt, in endnote iv, after “Thirteen sailing boats")
    assert "does not stand in" in lines[1]
    (found,) = json.loads(run("resolve", "chapter.fodt", "--json").stdout)
    assert (found["file"], found["line"], found["note"]) == ("chapter.fodt", None, "endnote iv")


def test_comments_are_looked_up_and_are_no_sources(
    archive: provrepo.Repository, pins: Pins
) -> None:
    """A remark on a page neither hides a quotation from its citation nor is its source."""
    text = f"He wrote “Somebody was hurt” ({pins.new})."
    remark = FileNote("Check this!", kind="editorial", start=9, end=27)
    assert fates(archive, text, remark) == [["misquoted"]]
    pinned = FileNote(f"See {pins.old}.", kind="editorial", start=0, end=2, label="comment")
    assert [found.note for found in archive.find_pins(text, [pinned])] == ["comment", ""]


def test_a_short_id_that_fits_no_version_and_a_damaged_one(
    archive: provrepo.Repository,
) -> None:
    """Neither is passed by in silence; digits of something else are."""
    for text in ("version 1 (0123456789ab)", "version 1 (33170273d89O)", "nokey@v1"):
        (found,) = archive.find_pins(text)
        assert (found.status, found.needs_attention) == ("unknown", True)
    assert archive.find_pins("https://x.org/550e8400e29b or 446655440000") == []


def test_words_of_the_translation_beside_a_citation_of_the_transcription(
    archive: provrepo.Repository, pins: Pins
) -> None:
    """They do not stand there; where they do is told."""
    archive.ingest(b"Twelve boats are out.", document="zh", text="translation:en")
    (found,) = archive.find_pins(f"He wrote “Twelve boats are out” ({pins.zh}).")
    assert [each.elsewhere for each in found.quotations] == ["zh/translation:en@v1"]
    assert found.needs_attention
