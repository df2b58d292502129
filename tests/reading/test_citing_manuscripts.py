"""A manuscript's citations put in: exactly pinned, found again by resolve, the rest untouched."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import provrepo
from provrepo.cite import built_in_styles
from tests.conftest import CommandLine, only_sqlite
from tests.formats import office

pytestmark = only_sqlite
CABLE = "Fog lay over the harbor.\n\nTwelve fishing boats came in late."


@pytest.fixture
def archive(repository: provrepo.Repository) -> provrepo.Repository:
    """Return a repository with a cable of two versions and a letter."""
    keller = [{"family": "Keller", "given": "Anna"}]
    cable = {"title": "Boats in Fog", "author": keller, "issued": "1958-04-16"}
    letter = {"title": "On “Fog”: A Letter", "issued": "1959", "type": "personal_communication"}
    for content in (CABLE, f"{CABLE}\n"):
        said = provrepo.Changes(fields=cable)
        repository.ingest(content.encode(), said, document="cable", text="translation:en")
    said = provrepo.Changes(fields=letter)
    repository.ingest("雾很大。".encode(), said, document="letter", text="transcription:zh")
    repository.ingest(b"No metadata.", document="bare", text="transcription:en")
    return repository


def cited(
    archive: provrepo.Repository, text: str, style: str = "chicago-notes", **options: str
) -> tuple[str, provrepo.CitedManuscript]:
    """Return a text in Markdown with its citations put in, and what is told of it."""
    manner = provrepo.Manner(style=style, **options)  # type: ignore[arg-type]
    result = archive.cite_manuscript(text.encode(), manner)
    return result.data.decode(), result


def notes(text: str) -> dict[str, str]:
    """Return the notes of a Markdown text by their labels."""
    return dict(re.findall(r"^\[\^([^\]]+)\]: (.*)$", text, re.MULTILINE))


def test_a_note_stands_where_the_citation_stood(archive: provrepo.Repository) -> None:
    """Its mark goes behind the punctuation, without the blank; the text is otherwise the same."""
    before = "As “twelve fishing boats” [@cable@v1, para. 2]. *More* [see\n@letter@v1], and so on\n"
    after, result = cited(archive, before)
    assert after.startswith("As “twelve fishing boats”.[^1] *More*,[^2] and so on\n")
    version = archive.version("cable@v1")
    assert f"para. 2, version 1 ({version.short_id})" in notes(after)["1"]
    assert notes(after)["2"].startswith("See “On")
    assert [citation.references for citation in result.citations] == [
        ("cable/translation:en@v1",),
        ("letter/transcription:zh@v1",),
    ]
    assert [citation.line for citation in result.citations] == [1, 1]
    assert not result.warnings[1:]
    assert "is newer than v1" in result.warnings[0]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("One.\n\n[@cable@v2, p. 1] begins.\n", "One.\n\n[^1] begins.\n"),
        ("    code\n\n[@cable@v2, p. 1] and\n", "    code\n\n[^1] and\n"),
        ("# Head\n\n[@cable@v2, p. 1]\n", "# Head\n\n[^1]\n"),
        ("One\n[@cable@v2, p. 1] goes on.\n", "One[^1] goes on.\n"),
    ],
)
def test_a_citation_at_the_start_of_a_paragraph_stays_there(
    archive: provrepo.Repository, written: str, expected: str, newline: str
) -> None:
    """Its mark never joins the paragraph before, but a line that only goes on is one with it."""
    after, _ = cited(archive, written.replace("\n", newline))
    assert after.startswith(expected.replace("\n", newline))


@pytest.mark.parametrize("style", built_in_styles())
def test_resolve_finds_every_citation_and_raises_no_alarm(
    archive: provrepo.Repository, style: str
) -> None:
    """In every style: in notes and in the text, several together, with and without the author."""
    text = (
        "They say “twelve fishing boats” [see @cable@v2, p. 3; also @letter@v1, 2].\n\n"
        "@cable@v2 [p. 4] says more, and [-@letter@v1] too, @letter@v1 too.[^own] “Fog” "
        "[@cable@v2].\n\n"
        "[^own]: Mine; see [@cable@v2, 7]. In a letter [@letter@v1].\n"
    )
    after, result = cited(archive, text, style)
    assert not result.problems
    pins = archive.find_pins(after)
    assert [pin.status for pin in pins] == ["exact"] * len(pins), after
    assert not [pin for pin in pins if pin.needs_attention], after
    found = [pin.version.id for pin in pins if pin.version]
    for reference, times in {"cable@v2": 4, "letter@v1": 4}.items():
        assert found.count(archive.version(reference).id) >= times, after


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    places=st.lists(
        st.sampled_from(
            [
                " [@cable@v2]", " [@letter@v1, p. 3].", "\n\n", " words", " @cable@v2", "[^x]",
                " [-@cable@v2, 5; cf. @letter@v1]", " “Fog lay”", "\n- ", "\n> ", "`[@x]`", "。",
            ]
        ),
        max_size=12,
    ),
    style=st.sampled_from(["chicago-notes", "chicago-author-date", "fond"]),
)  # fmt: skip
def test_each_citation_is_pinned_wherever_it_stands(
    archive: provrepo.Repository, places: list[str], style: str
) -> None:
    """The references told are those that resolve finds; nothing is left to be cited again."""
    text = "Begin" + "".join(places) + "\n\n[^x]: A note [@letter@v1], mine.\n"
    after, result = cited(archive, text, style)
    wanted = {reference for citation in result.citations for reference in citation.references}
    assert {pin.version.reference for pin in archive.find_pins(after) if pin.version} == wanted
    assert not cited(archive, after, style)[1].citations


def test_author_date_citations_stand_in_the_text(archive: provrepo.Repository) -> None:
    """The author's name is part of the sentence where it was written so."""
    after, _ = cited(archive, "@cable@v2 [p. 3] says. So [-@cable@v2].\n", "chicago-author-date")
    pin = f"version 2 ({archive.version('cable@v2').short_id})"
    assert after.startswith(f"Keller (1958, {pin}, 3) says. So (1958, {pin}).\n")
    assert "\n\nKeller, Anna. 1958." in after


def test_a_name_in_the_sentence_is_not_said_again_in_its_note(
    archive: provrepo.Repository,
) -> None:
    """In a style of notes the name stays, and the note follows it."""
    after, _ = cited(archive, "As @cable@v2 says.\n")
    assert after.startswith("As Keller[^1] says.")
    assert notes(after)["1"].startswith("“Boats in Fog,” April 16, 1958")


def test_the_authors_own_notes_are_kept(archive: provrepo.Repository) -> None:
    """They keep their labels, new ones take free numbers, and a citation in one stays in it."""
    after, _ = cited(
        archive,
        "One.[^2] Two [@cable@v2]. Three [@letter@v1].^[Four [@cable@v2].]\n\n"
        "[^2]: See [@cable@v2, 3]. A letter says so [@letter@v1].\n",
    )
    assert "Two.[^1] Three.[^3]^[Four (Keller, “Boats in Fog,” version 2 (" in after
    own = notes(after)["2"]
    assert own.startswith("See Anna Keller, “Boats in Fog,” April 16, 1958")
    assert "3. A letter says so (“On ‘Fog’: A Letter,”" in own.replace("version", "", 9) or (
        "A letter says so (" in own
    )
    assert set(notes(after)) == {"1", "2", "3"}
    assert "Anna" not in notes(after)["1"]  # no longer the first citation


def test_a_note_on_something_else_parts_ibid_from_what_it_means(
    archive: provrepo.Repository, tmp_path: Path
) -> None:
    """“Ibid.” stands only where the note before cites one work and nothing else."""
    style = tmp_path / "ibid.csl"
    style.write_text(
        '<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0"><info>'
        "<title>I</title><id>i</id></info><citation><layout><choose><if position='ibid'>"
        "<text value='Ibid'/></if><else><text variable='title'/></else></choose></layout>"
        "</citation></style>"
    )
    plain = "A [@cable@v2]. B [@cable@v2]. C[^x] D [@cable@v2].\n\n[^x]: Smith, *Fog*, 3.\n"
    said = notes(cited(archive, plain, str(style))[0])
    assert [said[label][:4] for label in ("1", "2", "3")] == ["Boat", "Ibid", "Boat"]
    mixed = "A [@cable@v2].[^x] D [@cable@v2].\n\n[^x]: Smith, *Fog*, 3; and [@cable@v2].\n"
    said = notes(cited(archive, mixed, str(style))[0])
    assert said["2"].startswith("Boat")


def test_a_version_is_pinned_and_the_author_told(archive: provrepo.Repository) -> None:
    """A key without a version means the newest of today, and that is what the note says."""
    after, result = cited(archive, "So [@cable].\n")
    assert f"version 2 ({archive.version('cable').short_id})" in after
    assert result.warnings == ("cable names no exact version; cited is cable/translation:en@v2",)


def test_what_names_nothing_is_told_with_its_place_and_left(archive: provrepo.Repository) -> None:
    """All of them at once, each key of a citation; the others are put in."""
    after, result = cited(
        archive, "A [@nobody, p. 3; @cable@v9].\n\nB [@bare@v1] and C [@cable@v2].\n\n@Capital\n"
    )
    assert "A [@nobody, p. 3; @cable@v9].\n\nB [@bare@v1] and C.[^1]\n\n@Capital\n" in after
    told = "\n".join(result.problems)
    assert re.findall(r":(\d+): (\S+ ?\S*)", told)[0] == ("1", "[@nobody, p.")
    for words in ("no document nobody", "the newest is v2", "has no citation metadata", ":5: @Cap"):
        assert words in told


def test_the_bibliography_stands_in_its_division(archive: provrepo.Repository) -> None:
    """In ``::: {#refs}``, with what ``nocite`` names; at the end where there is none."""
    text = "---\nnocite: |\n  @letter@v1\n---\nA [@cable@v2].\n\n::: {#refs}\n:::\n\n# Z\n"
    after, _ = cited(archive, text)
    inside = after.partition("::: {#refs}\n")[2].partition("\n:::\n")[0]
    assert inside.count("Version") == 2
    assert "Keller, Anna" in inside
    assert "\n# Z\n" in after
    assert cited(archive, "A [@cable@v2].\n")[0].index("Keller, Anna") > 0
    assert (
        "Keller, Anna"
        not in cited(archive, "---\nsuppress-bibliography: true\n---\nA [@cable@v2].\n")[0]
    )


def test_bytes_and_line_ends_stay(archive: provrepo.Repository) -> None:
    """A manuscript without citations is returned as it is; others keep encoding and line ends."""
    for data in (b"\xef\xbb\xbfno citation\r\n", b"", b"x\r\n\r\ny", "é".encode()):
        assert archive.cite_manuscript(data).data == data
    after = archive.cite_manuscript(b"\xef\xbb\xbfA [@cable@v2].\r\n").data
    assert after.startswith(b"\xef\xbb\xbfA.[^1]\r\n\r\n")
    assert b"\n" not in after.replace(b"\r\n", b"")
    latin = archive.cite_manuscript("é [@cable@v2].".encode("latin-1"), encoding="latin-1").data
    assert latin.startswith("é.[^1]".encode("latin-1"))


def test_words_that_the_author_put_around_a_cite_are_kept(archive: provrepo.Repository) -> None:
    """Emphasis, links and code in a prefix or suffix come out as they went in."""
    after, _ = cited(archive, "A [*cf.* @cable@v2, p. 3, with [x](http://x.org) and `a_b`].\n")
    note = notes(after)["1"]
    assert note.startswith("*Cf.* Anna Keller")
    assert note.endswith("with [x](http://x.org) and `a_b`.")


def test_a_sign_in_metadata_is_no_citation(archive: provrepo.Repository) -> None:
    """What a title has of Pandoc's syntax is escaped in Markdown."""
    said = provrepo.Changes(fields={"title": "To @all [sic]"})
    archive.ingest(b"x", said, document="odd", text="transcription:en")
    after, _ = cited(archive, "A [@odd@v1].\n")
    assert r"To \@all \[sic\]" in after
    assert not cited(archive, after)[1].citations


# Word


def word(body: str, **parts: str) -> bytes:
    """Return a Word document with footnotes, where ``footnotes`` are given."""
    return office.word(body, **parts)


def paragraph(*runs: str) -> str:
    """Return a paragraph with a run for each text; what begins with ``<`` is XML as it is."""
    inner = "".join(
        run if run.startswith("<") else f'<w:r><w:t xml:space="preserve">{run}</w:t></w:r>'
        for run in runs
    )
    return f"<w:p>{inner}</w:p>"


def members(data: bytes) -> dict[str, bytes]:
    """Return the members of a zip by their names."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


OWN_NOTE = (
    '<w:footnote w:id="7"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> Mine; '
    "see [@cable@v2, 3].</w:t></w:r></w:p></w:footnote>"
)
REFERENCE = '<w:r><w:footnoteReference w:id="7"/></w:r>'


def test_word_gets_real_footnotes(archive: provrepo.Repository) -> None:
    """Also where a citation runs over several runs, and the document had no notes."""
    italic = "<w:r><w:rPr><w:i/></w:rPr><w:t>cable@v2</w:t></w:r>"
    body = paragraph(
        "As “twelve fishing boats” [see @", italic, ", para. 2] &amp; more.", REFERENCE
    )
    before = word(body + "<w:sectPr/>")
    result = archive.cite_manuscript(before)
    assert not result.problems
    read = provrepo.read_manuscript(result.data)
    assert read.content.startswith("As “twelve fishing boats” & more.\n\nKeller, Anna.")
    assert [note.text.strip()[:16] for note in read.notes] == ["See Anna Keller,"]
    assert [pin.needs_attention for pin in archive.find_pins(read)] == [False, False]
    old, new = members(before), members(result.data)
    changed = {name for name in new if old.get(name) != new[name]}
    assert changed == {
        "word/document.xml", "word/footnotes.xml", "[Content_Types].xml",
        "word/_rels/document.xml.rels",
    }  # fmt: skip
    assert b"<w:sectPr/></w:body>" in new["word/document.xml"]


def test_words_own_notes_are_kept(archive: provrepo.Repository) -> None:
    """A citation in one stays in it, a new one gets an id of its own, and all count."""
    body = paragraph("One.", REFERENCE, " Two [@cable@v2].") + paragraph("Three")
    before = word(body, footnotes=OWN_NOTE)
    result = archive.cite_manuscript(before)
    read = provrepo.read_manuscript(result.data)
    texts = [note.text.strip() for note in read.notes]
    assert texts[0].startswith("Mine; see Anna Keller, “Boats in Fog,” April 16, 1958, 3,")
    assert texts[1].startswith("Keller, “Boats in Fog,”")
    assert [citation.note for citation in result.citations] == ["footnote 1", ""]
    old, new = members(before), members(result.data)
    assert {name for name in new if old.get(name) != new[name]} == {
        "word/document.xml", "word/footnotes.xml"
    }  # fmt: skip
    assert b'<w:footnote w:id="8">' in new["word/footnotes.xml"]


def test_the_rest_of_a_word_document_stays_byte_for_byte(archive: provrepo.Repository) -> None:
    """Runs that hold no citation are not written anew, whatever is in them."""
    odd = '<w:r  w:rsidR="0">\n<w:t>a&#233;b</w:t></w:r><!-- kept --><w:bookmarkEnd w:id="0"/>'
    before = word(paragraph(odd, "x [@cable@v2]", odd) + paragraph(odd))
    after = members(archive.cite_manuscript(before).data)["word/document.xml"].decode()
    assert after.count(odd) == 3
    assert archive.cite_manuscript(word(paragraph(odd))).data != b""
    old, new = (
        members(word(paragraph(odd))),
        members(archive.cite_manuscript(word(paragraph(odd))).data),
    )
    assert old == new


def test_styles_of_the_document_are_used(archive: provrepo.Repository) -> None:
    """They are found by the names that Word gives them in every language."""
    styles = "".join(
        f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{called}"/></w:style>'
        for kind, name, called in (
            ("paragraph", "Funotentext", "footnote text"),
            ("character", "Funotenzeichen", "footnote reference"),
            ("paragraph", "Literatur", "Bibliography"),
        )
    )
    new = members(archive.cite_manuscript(word(paragraph("x [@cable@v2]"), styles=styles)).data)
    assert b'<w:pStyle w:val="Funotentext"/>' in new["word/footnotes.xml"]
    assert b'<w:rStyle w:val="Funotenzeichen"/>' in new["word/document.xml"]
    assert b'<w:pStyle w:val="Literatur"/>' in new["word/document.xml"]


def test_citations_in_the_text_keep_its_format(archive: provrepo.Repository) -> None:
    """In a style of author and date they stand in the runs of the sentence."""
    bold = '<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">So [@cable@v2, 3].</w:t></w:r>'
    manner = provrepo.Manner(style="chicago-author-date")
    result = archive.cite_manuscript(word(paragraph(bold)), manner)
    document = members(result.data)["word/document.xml"].decode()
    runs = re.findall(r"<w:r>(<w:rPr>.*?</w:rPr>)?<w:t[^>]*>([^<]*)", document)
    assert [words for format_, words in runs if "<w:b/>" in format_] == [
        "So ", runs[1][1], "."
    ]  # fmt: skip
    assert runs[1][1].startswith("(Keller 1958, version 2 (")
    assert "word/footnotes.xml" not in members(result.data)


def test_what_cannot_be_cited_in_word_is_told(archive: provrepo.Repository) -> None:
    """Deleted words are passed over, an escape loses its sign, a text box is told."""
    deleted = '<w:del w:id="1"><w:r><w:delText>[@cable@v2]</w:delText></w:r></w:del>'
    box = f"<w:r><w:pict><w:txbxContent>{paragraph('[@cable@v2]')}</w:txbxContent></w:pict></w:r>"
    code = '<w:r><w:rPr><w:rStyle w:val="SourceCode"/></w:rPr><w:t>[@cable@v2]</w:t></w:r>'
    result = archive.cite_manuscript(
        word(paragraph(deleted, r"me@x.org \@you", code) + paragraph(box) + paragraph("[@nobody]"))
    )
    document = members(result.data)["word/document.xml"].decode()
    assert "me@x.org @you" in document
    assert document.count("[@cable@v2]") == 3
    assert len(result.problems) == 2
    assert "text box" in result.problems[1]
    assert "no document nobody" in result.problems[0]


def test_citations_in_headers_and_comments_of_word_are_told(archive: provrepo.Repository) -> None:
    """A header can have no note, which is a problem; what a comment says is counted."""
    comment = f'<w:comment w:id="1">{paragraph("Why [@cable@v2]? And @letter@v1")}</w:comment>'
    before = word(
        paragraph("Text."), header1=paragraph("On [@cable@v2]"), footer1=paragraph("no @"),
        comments=comment,
    )  # fmt: skip
    result = archive.cite_manuscript(before)
    assert result.data == before
    assert len(result.problems) == 1
    assert "in a header, after “On”: [@cable@v2]: a header can have no notes" in result.problems[0]
    assert result.warnings == ("2 citations in comments were left as written",)


def test_other_files_are_refused_in_one_line(
    archive: provrepo.Repository, tmp_path: Path, run: CommandLine
) -> None:
    """OpenDocument, broken packages and binary files; the manuscript is never written over."""
    for data in (office.open_document("<text:p>x</text:p>"), b"PK\3\4junk", b"\xff\xfe\x00"):
        with pytest.raises(provrepo.ProvrepoError, match=r"\S"):
            archive.cite_manuscript(data)
    chapter = tmp_path / "chapter.md"
    chapter.write_text("A [@cable@v2] and [@nobody].\n")
    again = run("cite", "--document", str(chapter), "-o", str(chapter))
    assert again.returncode == 2
    assert b"not written over" in again.stderr
    assert chapter.read_text() == "A [@cable@v2] and [@nobody].\n"
    target = tmp_path / "out.md"
    done = run("cite", "--document", str(chapter), "-o", str(target))
    assert done.returncode == 1
    assert b"chapter.md:1: [@nobody]: no document nobody" in done.stderr
    assert target.read_text().startswith("A[^1] and [@nobody].\n")
    printed = run("cite", "--document", str(chapter))
    assert printed.stdout == target.read_bytes()
    dashed = run("cite", "--document", str(chapter), "-o", "-")
    assert dashed.stdout == target.read_bytes()


def test_cites_stay_in_the_order_of_their_author(archive: provrepo.Repository) -> None:
    """Where words stand before a later one, also in a style that sorts them."""
    apa = cited(archive, "A [see @letter@v1; but also @cable@v2].\n", "apa")[0]
    assert re.match(r"A \(see \*On .*; but also Keller, 1958", apa)


def test_the_mark_of_a_note_stands_before_the_punctuation_in_french(
    archive: provrepo.Repository,
) -> None:
    """As French typography has it."""
    after, _ = cited(archive, "Il dit [@cable@v2].\n", locale="fr-FR")
    assert after.startswith("Il dit[^1].\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Keller et al. [@cable@v1].", "Keller et al.[^1]"),
        ("And, [@cable@v1], then.", "And,[^1] then."),
        ("Dots... [@cable@v1].", "Dots....[^1]"),
        ("She, @cable@v1, says.", "She, Keller,[^1] says."),
    ],
)
def test_no_sign_stands_twice_where_a_citation_stood_between(
    archive: provrepo.Repository, before: str, after: str
) -> None:
    """The period of an abbreviation ends the sentence, too."""
    assert cited(archive, before + "\n")[0].startswith(after)


def test_a_letter_without_the_name_of_its_writer(archive: provrepo.Repository) -> None:
    """Its note begins with a capital: the name stands in the sentence."""
    quay = [{"family": "Quay", "given": "John"}]
    letter = {"type": "personal_communication", "author": quay, "recipient": "House, Mary"}
    said = provrepo.Changes(fields=letter)
    archive.ingest(b"Dear Mary", said, document="note", text="transcription:en")
    after, _ = cited(archive, "@note@v1 wrote.\n")
    assert after.startswith("Quay[^1] wrote.")
    assert notes(after)["1"].startswith("To Mary House, version 1")


def test_a_foreign_title_keeps_its_small_letters(archive: provrepo.Repository) -> None:
    """Headline capitals are for English: the language of the original says what a title is in."""
    book = {"type": "book", "title": "Bericht über den Hafen"}
    for key, text in (("report", "transcription:de"), ("other", "transcription:en")):
        archive.ingest(b"Text", provrepo.Changes(fields=book), document=key, text=text)
    after, _ = cited(archive, "One [@report@v1]. Two [@other@v1].\n")
    assert notes(after)["1"].startswith("*Bericht über den Hafen*")
    assert notes(after)["2"].startswith("*Bericht Über Den Hafen*")
