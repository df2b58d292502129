"""One version as a file: it comes back as the same version, or as the next one if it was edited."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from lxml import html  # type: ignore[import-untyped]

import provrepo
from provrepo import Changes, Draft, FileNote, InputError, InvalidReference, NoteDraft
from provrepo.clock import fixed_clock
from tests.conftest import NOON
from tests.formats import edited, versions
from tests.shared import SHARED, needs

TEXT = """Cable of 5 May 1961

The [North] harbor was closed in April.
Nobody was hurt.

Three boats left at once. [sic]
"""
REFERENCE = "cable/translation:en"
SUFFIXES = {"docx": "docx", "odt": "odt", "tei": "xml", "markdown": "md"}

only_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
pytestmark = only_sqlite


@pytest.fixture
def cable(repository: provrepo.Repository) -> provrepo.Repository:
    """Return a repository with one text: two notes of a file, two of an editor, metadata."""
    draft = Draft(
        TEXT,
        document="cable",
        text="translation:en",
        notes=(
            FileNote("The document's own.", start=26, end=33),
            FileNote("On the whole.", kind="source", agents=("Li:annotator",)),
        ),
    )
    fields = {"title": "A [b] cable", "author": "Wang, Li; Ministry", "issued": "1961-05"}
    first = Changes(fields=fields, agents=("Wu:translator",), based_on=("label:the original",))
    list(repository.ingest_drafts([draft], first))
    ed = Changes(agents=("Ed <https://x.example/ed>:editor",))
    for quote, words in (("harbor was closed", "Closed by the ice."), ("boats", "Of wood.")):
        note = NoteDraft(words, quote=quote, kind="editorial", language="de")
        repository.add_note(REFERENCE, note, ed)
    return repository


def write(repository: provrepo.Repository, folder: Path, form: str) -> Path:
    """Write the newest version of the cable as a file of that format."""
    path = folder / f"sent.{SUFFIXES[form]}"
    path.write_bytes(repository.export(REFERENCE, form))
    return path


def words_of(repository: provrepo.Repository) -> dict[str, tuple[str, str | None]]:
    """Return the words of each note of the newest version, and its passage, by its id."""
    return {
        note.id: (note.text, note.anchor.exact if note.anchor and not note.unanchored else None)
        for note in repository.notes(REFERENCE).notes
    }


@pytest.mark.parametrize("form", SUFFIXES)
def test_what_nobody_edited_makes_no_version(
    cable: provrepo.Repository, tmp_path: Path, form: str
) -> None:
    """Content, notes and metadata are unchanged, and nobody is warned of anything."""
    outcome = cable.ingest(write(cable, tmp_path, form))
    assert (outcome.status, outcome.warnings) == ("unchanged", ())


@pytest.mark.parametrize("form", SUFFIXES)
def test_generated_versions_come_back(
    repository: provrepo.Repository, tmp_path: Path, form: str
) -> None:
    """The law, with notes that lost their passage and everything that texts are made of."""
    chance = random.Random(15)  # noqa: S311 - chance, no secret
    for number in range(5):
        before, after = versions.text(chance), versions.text(chance)
        for content in (before, before + after):
            made = versions.version(chance, content)
            notes = tuple(noted.note for noted in made.notes)
            draft = Draft(content, document=f"d{number}", text="transcription:zh", notes=notes)
            list(repository.ingest_drafts([draft], Changes(citation=made.citation)))
        place = len(content) // 2
        if content[place : place + 3].strip():
            note = NoteDraft("x\n y", quote=content[place : place + 3], occurrence=1)
            repository.add_note(f"d{number}", note, Changes(agents=("Ed:editor",)))
            shorter = Draft(content[place + 1 :], document=f"d{number}", text="transcription:zh")
            list(repository.ingest_drafts([shorter]))
        path = tmp_path / f"{number}.{SUFFIXES[form]}"
        path.write_bytes(repository.export(f"d{number}", form))
        outcome = repository.ingest(path)
        assert (outcome.status, outcome.warnings) == ("unchanged", ())


def test_the_same_version_makes_the_same_bytes(cable: provrepo.Repository) -> None:
    """In every format, also written anew after the repository was opened again."""
    first = {form: cable.export(REFERENCE, form) for form in (*SUFFIXES, "html", "text")}
    with provrepo.open(cable.location) as again:
        assert first == {form: again.export(REFERENCE, form) for form in first}


@pytest.mark.parametrize("form", SUFFIXES)
def test_another_repository_learns_all_of_it(
    cable: provrepo.Repository, tmp_path: Path, form: str
) -> None:
    """Content, metadata, notes with kind, language, authors and place; the file says where."""
    path = write(cable, tmp_path, form)
    clock = fixed_clock(NOON)
    with provrepo.create(tmp_path / "other.db", clock=clock) as other:
        outcome = other.ingest(path)
        assert (outcome.status, outcome.version.text) == ("new", REFERENCE)
        assert other.content(REFERENCE) == TEXT
        assert other.citation(REFERENCE) == cable.citation(REFERENCE)
        made, there = cable.version(REFERENCE), outcome.version
        assert there.contributions == made.contributions
        for field in ("activity", "created", "message"):
            assert getattr(there.record, field) == getattr(made.record, field)

        def said(repository: provrepo.Repository) -> object:
            notes = repository.notes(REFERENCE).notes
            return sorted((n.text, n.kind, n.language, str(n.anchor), len(n.agents)) for n in notes)

        assert said(other) == said(cable)
        again = other.ingest(path)
        assert again.status == "unchanged"


def test_plain_text_keeps_the_content(cable: provrepo.Repository, tmp_path: Path) -> None:
    """Its notes and metadata stand after the text, and are no part of it when it comes back."""
    path = tmp_path / "sent.txt"
    path.write_bytes(cable.export(REFERENCE, "text"))
    assert cable.ingest(path).status == "unchanged"
    assert path.read_text("utf-8").startswith(TEXT)
    path.write_text(path.read_text("utf-8").replace("Three", "Four"), "utf-8")
    outcome = cable.ingest(path)
    assert outcome.status == "changed"
    assert cable.content(REFERENCE) == TEXT.replace("Three", "Four")
    assert len(words_of(cable)) == 4


def test_a_colleague_corrects_in_word(cable: provrepo.Repository, tmp_path: Path) -> None:
    """Words, a note and a comment of theirs make the next version; all else is as it was."""
    before = words_of(cable)
    data = cable.export(REFERENCE, "docx")
    ids = {words: identity for identity, (words, _) in before.items()}

    def text(part: str) -> str:
        part = edited.with_words("at once. [sic]", "at once. [!]")(part)
        comment = '<w:r><w:commentReference w:id="0"/></w:r>'
        part = edited.with_words(
            '<w:t xml:space="preserve">Cable of 5 May 1961</w:t></w:r>',
            '<w:t xml:space="preserve">Cable of </w:t></w:r><w:commentRangeStart w:id="0"/><w:r>'
            '<w:t xml:space="preserve">5 May 1961</w:t></w:r><w:commentRangeEnd w:id="0"/>'
            f"{comment}",
        )(part)
        return edited.split_runs(part)

    returned = edited.edited(
        data,
        {
            "word/document.xml": text,
            "word/footnotes.xml": edited.with_words("Of wood.", "Of wood and iron."),
            "docProps/core.xml": edited.saved_by("Mei Chen"),
            **edited.comments("Mei Chen", "Or 6 May?"),
        },
    )
    path = tmp_path / "back.docx"
    path.write_bytes(returned)
    outcome = cable.ingest(path)
    assert (outcome.status, outcome.warnings) == ("changed", ())
    assert cable.content(REFERENCE) == TEXT.replace("[sic]", "[!]")
    assert str(outcome.version.contributions[0]) == "Mei Chen (encoder)"
    assert outcome.version.record.created == "2026-12-01T10:00:00Z"
    assert cable.citation(REFERENCE) == cable.citation(f"{REFERENCE}@v1")
    after = words_of(cable)
    assert after.pop(next(iter(after.keys() - before.keys()))) == ("Or 6 May?", "5 May 1961")
    assert after == before | {ids["Of wood."]: ("Of wood and iron.", "boats")}
    notes = {note.id: note for note in cable.notes(REFERENCE).notes}
    for note in cable.notes(f"{REFERENCE}@v3").notes:
        same = notes[note.id]
        assert (same.kind, same.language, same.origin, same.agents) == (
            note.kind,
            note.language,
            note.origin,
            note.agents,
        )
    again = cable.ingest(path)
    assert (again.status, again.warnings[1:]) == ("unchanged", ())


def test_tracked_changes_are_read_as_accepted(cable: provrepo.Repository, tmp_path: Path) -> None:
    """A colleague who tracks changes and one who does not give the same text."""
    mark = 'w:id="9" w:author="Mei Chen" w:date="2026-12-01T10:00:00Z"'
    words = '<w:t xml:space="preserve"> at once. [sic]</w:t></w:r>'
    tracked = (
        f'<w:t xml:space="preserve"> at once.</w:t></w:r><w:del {mark}><w:r><w:delText '
        f'xml:space="preserve"> [sic]</w:delText></w:r></w:del><w:ins {mark}><w:r><w:t '
        'xml:space="preserve"> [!]</w:t></w:r></w:ins>'
    )
    change = edited.with_words(words, tracked)
    data = cable.export(REFERENCE, "docx")
    left = '<w:t xml:space="preserve"> left at once. [sic]</w:t></w:r>'
    parted = edited.with_words(left, f'<w:t xml:space="preserve"> left</w:t></w:r><w:r>{words}')
    path = tmp_path / "back.docx"
    path.write_bytes(edited.edited(data, {"word/document.xml": lambda part: change(parted(part))}))
    outcome = cable.ingest(path)
    assert cable.content(REFERENCE) == TEXT.replace("[sic]", "[!]")
    assert any("made by Mei Chen" in warning for warning in outcome.warnings)
    assert words_of(cable)["n1"] == words_of_version(cable, 3)["n1"]


def words_of_version(repository: provrepo.Repository, number: int) -> dict[str, object]:
    """Return the words of the notes of one version of the cable, and their passages."""
    return {
        note.id: (note.text, note.anchor.exact if note.anchor else None)
        for note in repository.notes(f"{REFERENCE}@v{number}").notes
    }


def test_a_new_paragraph_and_a_new_footnote(cable: provrepo.Repository, tmp_path: Path) -> None:
    """A paragraph more is a blank line more; a footnote more is a note at its word."""
    note = (
        '<w:footnote w:id="77"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> By '
        "whom?</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    end = '<w:p><w:pPr><w:pStyle w:val="ProvrepoFirst"/>'
    sign = '<w:r><w:footnoteReference w:id="77"/></w:r>'
    new = f"<w:p><w:r><w:t>It was signed.</w:t></w:r>{sign}</w:p>"
    data = edited.edited(
        cable.export(REFERENCE, "docx"),
        {
            "word/document.xml": edited.with_words(end, new + end),
            "word/footnotes.xml": edited.with_words("</w:footnotes>", note),
        },
    )
    path = tmp_path / "back.docx"
    path.write_bytes(data)
    before = words_of(cable)
    cable.ingest(path)
    assert cable.content(REFERENCE) == f"{TEXT}\nIt was signed.\n"
    after = words_of(cable)
    assert after.pop(next(iter(after.keys() - before.keys()))) == ("By whom?", "signed.")
    assert after == before


def test_words_after_the_pin_are_not_lost(cable: provrepo.Repository, tmp_path: Path) -> None:
    """Who writes at the very end of the file, behind what provrepo put there, is heard."""
    section = "<w:sectPr>"
    new = "<w:p><w:r><w:t>Please check the date.</w:t></w:r></w:p>"
    path = tmp_path / "back.docx"
    path.write_bytes(
        edited.edited(
            cable.export(REFERENCE, "docx"),
            {"word/document.xml": edited.with_words(section, new + section)},
        )
    )
    cable.ingest(path)
    assert cable.content(REFERENCE) == TEXT
    assert ("Please check the date.", None) in words_of(cable).values()


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_words_that_run_into_the_end_are_not_lost(
    cable: provrepo.Repository, tmp_path: Path, form: str
) -> None:
    """Who deletes the line end below the text has the last paragraph in that of provrepo."""
    name, words = {
        "docx": (
            "word/document.xml",
            '</w:p><w:p><w:pPr><w:pStyle w:val="ProvrepoFirst"/></w:pPr>',
        ),
        "odt": ("content.xml", '</text:p><text:p text:style-name="Provrepo_20_first">'),
    }[form]
    path = tmp_path / f"back.{form}"
    joined = {name: edited.with_words(words, "")}
    path.write_bytes(edited.edited(cable.export(REFERENCE, form), joined))
    assert cable.ingest(path).status == "unchanged"


def test_a_footnote_that_was_deleted(cable: provrepo.Repository, tmp_path: Path) -> None:
    """One that a file brought goes; an editor's stays, and the outcome says so."""
    sign = r'<w:r><w:rPr>[^ ]* w:val="FootnoteReference"/></w:rPr><w:footnoteReference [^>]*></w:r>'

    def without_footnotes(part: str) -> str:
        return re.sub(sign, "", part)

    path = tmp_path / "back.docx"
    data = cable.export(REFERENCE, "docx")
    path.write_bytes(edited.edited(data, {"word/document.xml": without_footnotes}))
    outcome = cable.ingest(path)
    words = [words for words, _ in words_of(cable).values()]
    assert words == ["On the whole.", "Closed by the ice.", "Of wood."]
    assert len(outcome.warnings) == 2
    assert all("is kept, as an editor wrote it" in warning for warning in outcome.warnings)


def test_a_file_of_an_older_version(cable: provrepo.Repository, tmp_path: Path) -> None:
    """Edited while the text went on here: it is said what is taken back, and since which."""
    path = write(cable, tmp_path, "markdown")
    newer = Draft(TEXT.replace("April", "May"), document="cable", text="translation:en")
    list(cable.ingest_drafts([newer]))
    path.write_text(path.read_text("utf-8").replace("Three", "Four"), "utf-8")
    outcome = cable.ingest(path)
    assert f"it was written from {REFERENCE}@v3" in " ".join(outcome.warnings)
    assert cable.content(REFERENCE) == TEXT.replace("Three", "Four")


def test_metadata_that_changed_here_stay(cable: provrepo.Repository, tmp_path: Path) -> None:
    """A file says nothing new of what nobody can edit in it."""
    path = write(cable, tmp_path, "docx")
    cable.revise(REFERENCE, Changes(fields={"archive": "State Archive"}))
    assert cable.ingest(path).status == "unchanged"
    citation = cable.citation(REFERENCE)
    assert citation is not None
    assert citation["archive"] == "State Archive"


def test_a_document_that_was_renamed(cable: provrepo.Repository, tmp_path: Path) -> None:
    """The file names the old key, which goes on resolving."""
    path = write(cable, tmp_path, "odt")
    cable.rename("cable", "harbor-cable")
    assert cable.ingest(path).status == "unchanged"


@pytest.mark.parametrize(
    ("form", "part", "pattern"),
    [
        ("docx", "docProps/custom.xml", "<property .*</property>"),
        ("odt", "meta.xml", "<meta:user-defined.*</meta:user-defined>"),
    ],
)
def test_a_file_whose_properties_were_dropped(
    cable: provrepo.Repository, tmp_path: Path, form: str, part: str, pattern: str
) -> None:
    """The pin at its end still tells which version it is, and the notes are known."""
    path = tmp_path / f"sent.{form}"
    dropped = {part: lambda text: re.sub(pattern, "", text, flags=re.DOTALL)}
    if form == "docx":
        dropped["customXml/item1.xml"] = lambda _: "<a/>"
    path.write_bytes(edited.edited(cable.export(REFERENCE, form), dropped))
    assert cable.ingest(path).status == "unchanged"
    change = edited.with_words("Nobody was hurt", "Nobody was killed")
    name = "word/document.xml" if form == "docx" else "content.xml"
    path.write_bytes(edited.edited(path.read_bytes(), {name: change}))
    before = words_of(cable)
    assert cable.ingest(path).status == "changed"
    assert cable.content(REFERENCE) == TEXT.replace("hurt", "killed")
    assert words_of(cable) == before


def test_an_edited_tei_file(cable: provrepo.Repository, tmp_path: Path) -> None:
    """Words, markup and a note that somebody put in; the notes keep their passages."""
    path = write(cable, tmp_path, "tei")
    text = path.read_text("utf-8")
    text = text.replace("Nobody was hurt.", "<hi>Nobody</hi> was hurt<note>Sure?</note>, it says.")
    path.write_text(text, "utf-8")
    before = words_of(cable)
    assert cable.ingest(path).status == "changed"
    assert cable.content(REFERENCE) == TEXT.replace("was hurt.", "was hurt, it says.")
    after = words_of(cable)
    assert after.pop(next(iter(after.keys() - before.keys()))) == ("Sure?", "hurt")
    assert after == before


def test_line_ends_that_no_program_shows_survive_an_edit(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """A text with CR LF and a control character is edited in one place: the others are exact."""
    content = "One\r\nTwo \x01 x\r\n\r\nThree\r\n"
    for form, suffix in SUFFIXES.items():
        draft = Draft(content, document=form, text="transcription:en")
        list(repository.ingest_drafts([draft]))
        data = repository.export(form, form)
        part = {"docx": "word/document.xml", "odt": "content.xml"}.get(form)
        change = edited.with_words("Three", "Three boats")
        if part:
            data = edited.edited(data, {part: change})
        else:
            data = data.replace(b"\nThree" if form == "markdown" else b">Three", b"\nThree boats")
            data = data.replace(b"p\nThree", b"p>Three")
        path = tmp_path / f"{form}.{suffix}"
        path.write_bytes(data)
        repository.ingest(path)
        assert repository.content(form) == content.replace("Three", "Three boats")


def test_changes_between_two_versions(cable: provrepo.Repository, tmp_path: Path) -> None:
    """A .docx with tracked changes: accepted it is the later version, rejected the earlier."""
    import docx

    newer = Draft(
        "Cable of 5 May 1961\n\nA line.\n\nThe [South] harbor was closed in April. Nobody was\n",
        document="cable",
        text="translation:en",
    )
    list(cable.ingest_drafts([newer], Changes(agents=("Mei Chen:editor",), created="2026-11")))
    for data in (
        cable.export(None, "docx", track_changes=f"{REFERENCE}@v1..v4"),
        cable.export(REFERENCE, "docx", track_changes="v1..v4"),
    ):
        path = tmp_path / "changes.docx"
        path.write_bytes(data)
        assert cable.ingest(path).status == "unchanged"
        body = docx.Document(str(path)).element.body
        deleted = "".join(body.xpath(".//w:del//w:delText/text()"))
        inserted = "".join(body.xpath(".//w:ins//w:t/text()"))
        assert "North" in deleted
        assert "South" in inserted
        assert "April" not in deleted + inserted
        authors = set(body.xpath(".//w:ins/@w:author | .//w:del/@w:author"))
        assert authors == {"Mei Chen"}
        dates = set(body.xpath(".//w:ins/@w:date | .//w:del/@w:date"))
        assert dates == {"2026-11-01T00:00:00Z"}


def test_two_columns(cable: provrepo.Repository, tmp_path: Path) -> None:
    """A translation beside what it was made from; such a file is for reading alone."""
    source = Draft(
        "电报\n\n北港于四月关闭。\n\n三艘船。\n", document="cable", text="transcription:zh"
    )
    list(cable.ingest_drafts([source]))
    cable.revise(REFERENCE, Changes(based_on=("cable/transcription:zh",)))
    page = cable.export(REFERENCE, "html", facing=True).decode()
    assert page.index("北港") < page.index("harbor was closed") < page.index("三艘船")
    for form in ("docx", "odt"):
        path = tmp_path / f"both.{form}"
        path.write_bytes(cable.export(REFERENCE, form, facing=True))
        with pytest.raises(InputError, match="side by side"):
            cable.ingest(path)
    with pytest.raises(provrepo.InvalidValue, match="docx, odt, html"):
        cable.export(REFERENCE, "tei", facing=True)
    with pytest.raises(InvalidReference, match="based on no version"):
        cable.export("cable/transcription:zh", "docx", facing=True)


def test_a_page_has_headings_around_its_content(cable: provrepo.Repository, tmp_path: Path) -> None:
    """Its title and its notes have headings; what is in `main` is the content and nothing else."""
    path = tmp_path / "cable.html"
    path.write_bytes(cable.export(REFERENCE, "html"))
    page = html.document_fromstring(path.read_bytes().decode())
    title = page.findtext(".//title")
    assert [heading.text_content() for heading in page.iter("h1", "h2")] == [title, "Notes"]
    (main,) = page.iter("main")
    assert not [*main.iter("h1", "h2", "section", "footer")]
    for number in main.xpath(".//sup"):
        number.drop_tree()
    assert main.text_content().split() == cable.content(REFERENCE).split()
    with pytest.raises(InputError, match="a page for readers"):
        cable.ingest(path)


def test_what_was_purged_is_in_no_file(cable: provrepo.Repository) -> None:
    """Notes that are gone are left out, and it is said; a content that is gone is no file."""
    cable.purge(REFERENCE, "private", part="notes")
    warnings: list[str] = []
    assert b"Closed by the ice" not in cable.export(REFERENCE, "tei", warn=warnings.append)
    assert any("without its notes" in warning for warning in warnings)
    cable.purge(REFERENCE, "private", everywhere=True)
    with pytest.raises(provrepo.Purged):
        cable.export(REFERENCE, "docx")


@pytest.mark.slow
@needs("corpora", "pairs")
@pytest.mark.parametrize("form", SUFFIXES)
def test_the_shared_corpora_come_back(
    repository: provrepo.Repository, tmp_path: Path, form: str
) -> None:
    """Every text of the corpora, with the notes and metadata that its file has."""
    before = sorted((SHARED / "corpora" / "pairs").glob("*.a.txt"))
    corpora = [
        *sorted((SHARED / "corpora" / "frus-history").rglob("*.xml")),
        *sorted((SHARED / "corpora" / "pairs").glob("*.b.txt")),
        # What was there before a small change: of large texts that is nearly the same once more.
        *(path for path in before if path.stat().st_size < 50_000),
        *sorted((SHARED / "seed").glob("*.txt")),
    ]
    count = 0
    for number, source in enumerate(corpora):
        key = f"d{number}"
        outcome = repository.ingest(source, document=key, text="transcription:en")
        path = tmp_path / f"file.{SUFFIXES[form]}"
        path.write_bytes(repository.export(outcome.version.id, form))
        back = repository.ingest(path)
        assert (back.status, back.warnings) == ("unchanged", ()), source
        count += 1
    assert count > 300
