"""Notes, texts and warnings of a file, from the file into versions and out again."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import provrepo
from provrepo import Changes, NoteDraft
from provrepo.editing.commit import Outcome
from provrepo.errors import InputError, InvalidValue
from provrepo.formats.draft import CONVENTIONS, Reading
from provrepo.reading.files import read_drafts
from tests.conftest import CommandLine
from tests.shared import SHARED, needs

HEADER = (
    "<teiHeader><fileDesc><titleStmt><title>T</title><editor xml:id='AB'>Anna Brown</editor>"
    "</titleStmt></fileDesc></teiHeader>"
)


def tei(body: str) -> bytes:
    """Return a TEI file with that body."""
    return (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{HEADER}<text xml:lang="en"><body>{body}</body>'
        "</text></TEI>"
    ).encode()


def ingest(repository: provrepo.Repository, body: str) -> str:
    """Ingest a TEI file as the same text again and again, and return what became of it."""
    return repository.ingest(tei(body), document="a", text="transcription").status


def listed(repository: provrepo.Repository) -> list[tuple[str, str, str | None]]:
    """Return the notes of the newest version: id, words, passage."""
    found = repository.notes("a").notes
    return [(note.id, note.text, note.anchor.exact if note.anchor else None) for note in found]


def test_notes_of_a_file_are_replaced_and_editors_notes_are_kept(
    repository: provrepo.Repository,
) -> None:
    """The same words keep their id, new ones get a new id, and gone ones are never given again."""
    assert ingest(repository, "<p>One<note>A</note> two<note>B</note> three</p>") == "new"
    assert listed(repository) == [("n1", "A", "One"), ("n2", "B", "two")]
    repository.add_note("a", NoteDraft("C", quote="three"))
    assert ingest(repository, "<p>One<note>A</note> two<note>B</note> three</p>") == "unchanged"
    changed = "<p>One<note>B</note> more two<note>D</note> three</p>"
    assert ingest(repository, changed) == "changed"
    assert listed(repository) == [("n2", "B", "One"), ("n4", "D", "two"), ("n3", "C", "three")]
    assert [note.origin for note in repository.notes("a").notes] == ["file", "file", "editor"]
    assert ingest(repository, changed) == "unchanged"
    assert ingest(repository, "<p>One more two three</p>") == "changed"
    assert listed(repository) == [("n3", "C", "three")]
    assert ingest(repository, "<p>One<note>A</note> more two three</p>") == "changed"
    assert listed(repository) == [("n5", "A", "One"), ("n3", "C", "three")]
    assert list(repository.verify()) == []


def test_notes_of_equal_words_keep_their_places(repository: provrepo.Repository) -> None:
    """Of several “Ibid.” each keeps its id where its passage stays."""
    ingest(repository, "<p>One<note>Ibid.</note> two<note>Ibid.</note></p>")
    ingest(repository, "<p>Nil<note>Ibid.</note> one. Two<note>X</note> two<note>Ibid.</note></p>")
    assert {words: identity for identity, words, _ in listed(repository)}["X"] == "n3"
    ingest(repository, "<p>Nil<note>Ibid.</note> one. Two<note>X</note> two<note>Ibid.</note></p>")
    assert len(repository.history("a")) == 2


def test_a_file_that_cannot_carry_notes_leaves_them(repository: provrepo.Repository) -> None:
    """A plain text takes no notes away: they are carried over as always."""
    ingest(repository, "<p>One<note>A</note> two</p>")
    repository.ingest(b"One two three\n", document="a", text="transcription")
    assert listed(repository) == [("n1", "A", "One")]


def test_who_wrote_a_note_is_stored(repository: provrepo.Repository) -> None:
    """An agent that only a note names is an agent of the repository, and can be purged."""
    ingest(repository, "<p>One<note resp='#AB'>A</note></p>")
    (note,) = repository.notes("a").notes
    (maker,) = repository.version("a").record.agents
    assert note.agents == (maker,)
    with_flag = Changes(agents=("Somebody Else:encoder",))
    body = tei("<p>One<note resp='#AB'>A</note> two</p>")
    repository.ingest(body, with_flag, document="b", text="transcription:en")
    assert repository.notes("b").notes[0].agents == (maker,)
    assert repository.counts()["agents"] == 2
    assert list(repository.verify()) == []


def test_notes_of_equal_words_keep_their_agents(repository: provrepo.Repository) -> None:
    """Two editors say the same of one word: each keeps his note, though ids sort otherwise."""
    header = HEADER.replace("</titleStmt>", "<editor xml:id='CD'>Carl Dorn</editor></titleStmt>")
    others = "".join(f"<note>{number}</note>" for number in range(1, 9))
    both_say = "<note resp='#AB'>sic</note><note resp='#CD'>sic</note>"
    file = tei(f"<p>One{others}{both_say} two</p>").replace(HEADER.encode(), header.encode())
    statuses = [
        repository.ingest(file, document="a", text="transcription").status for _ in range(3)
    ]
    assert statuses == ["new", "unchanged", "unchanged"]

    anna, carl = repository.version("a").record.agents

    def say_sic() -> dict[str, object]:
        notes = repository.notes("a").notes
        return {note.id: note.agents for note in notes if note.text == "sic"}

    assert say_sic() == {"n9": (anna,), "n10": (carl,)}
    moved = file.replace(both_say.encode(), b"").replace(
        b" two", b" two<note resp='#CD'>sic</note><note resp='#AB'>sic</note>"
    )
    assert repository.ingest(moved, document="a", text="transcription").status == "changed"
    assert say_sic() == {"n9": (anna,), "n10": (carl,)}


TWO = (
    '<div type="edition" xml:lang="ru"><p>Письмо</p></div>'
    '<div type="translation" xml:lang="en"><p>Letter</p></div>'
)


def both(repository: provrepo.Repository, body: str) -> list[Outcome]:
    """Ingest a file with two texts; return what became of each."""
    outcome = repository.ingest(tei(body), document="a", all_texts=True)
    return [outcome, *outcome.siblings]


def test_a_file_with_two_texts_makes_both(repository: provrepo.Repository) -> None:
    """The translation is based on the transcription of the same file, also of its next version."""
    made = both(repository, TWO)
    assert [one.version.text for one in made] == ["a/transcription:ru", "a/translation:en"]
    assert repository.version("a/en").record.based_on[0].version == made[0].version.id
    assert [one.status for one in both(repository, TWO)] == ["unchanged", "unchanged"]
    newer = both(repository, TWO.replace("Письмо", "Письма"))
    assert [one.status for one in newer] == ["changed", "changed"]
    assert repository.version("a/en").record.based_on[0].version == newer[0].version.id
    assert repository.file("a/en") == tei(TWO.replace("Письмо", "Письма"))


def test_one_of_two_texts_can_be_chosen(repository: provrepo.Repository) -> None:
    """Where one text is wanted, the other one is not made, which is said."""
    with pytest.raises(InputError, match="holds 2 texts"):
        repository.ingest(tei(TWO), document="a")
    one = repository.ingest(tei(TWO), document="a", text="translation:en")
    assert "left out, as --text says: transcription:ru" in one.warnings
    assert [one.text for one in repository.document("a").texts] == ["a/translation:en"]
    with pytest.raises(InputError, match="does not name one"):
        repository.ingest(tei(TWO), document="a", text="translation:de")
    with pytest.raises(InputError, match="--parent"):
        repository.ingest(tei(TWO), Changes(parent="a"), document="a", all_texts=True)
    with pytest.raises(InvalidValue, match="convention"):
        repository.ingest(tei("<p>x</p>"), document="a", convention="nonsense")


def test_the_command_makes_both_and_says_what_was_left_out(
    run: CommandLine, tmp_path: Path
) -> None:
    """A line of data for each text; warnings once; the file comes back byte for byte."""
    (tmp_path / "a.xml").write_bytes(tei(TWO + "<div type='bibliography'><p>B</p></div>"))
    run("init")
    done = run("ingest", "a.xml", "--document", "a", "--convention", "plain")
    lines = done.stdout.decode().splitlines()
    assert [line.rpartition(" ")[0] for line in lines] == [
        "new: a/transcription:ru@v1",
        "new: a/translation:en@v1",
    ]
    assert done.stderr.decode().count("bibliography (1)") == 1
    assert run("show", "a/en", "--file").stdout == (tmp_path / "a.xml").read_bytes()
    both = json.loads(run("ingest", "a.xml", "--document", "a", "--json").stdout)
    assert [one["status"] for one in both] == ["unchanged", "unchanged"]
    (tmp_path / "b.xml").write_bytes(b"<TEI><text>")
    several = run("ingest", "a.xml", "b.xml", "--document", "a")
    assert several.returncode == 1
    assert b"b.xml: is not well-formed XML" in several.stderr
    assert b"1 of 2 files was refused" in several.stderr
    refused = run("ingest", "a.xml", "--document", "a", "--convention", "oxford")
    assert refused.returncode == 2
    assert b"chicago, leiden, plain" in refused.stderr


def test_the_name_or_a_flag_tells_the_kind_of_a_text(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """The file tells the language; it is a transcription where nobody says otherwise."""
    (tmp_path / "a.xml").write_bytes(tei("<p>x</p>"))
    assert repository.ingest(tmp_path / "a.xml").version.text == "a/transcription:en"
    for key, text in (("c", "transcription"), ("d", "translation")):
        made = repository.ingest(tmp_path / "a.xml", document=key, text=text)
        assert made.version.text == f"{key}/{text}:en"
    (tmp_path / "b.translation.de.txt").write_bytes(tei("<p>x</p>"))
    assert repository.ingest(tmp_path / "b.translation.de.txt").version.text == "b/translation:de"


CORPUS = SHARED / "corpora" / "frus-history"
FILES = sorted(CORPUS.rglob("*.xml"))


def parsed(file: Path) -> ET.Element:
    """Return a file of the corpus as the standard library reads it."""
    return ET.parse(file).getroot()  # noqa: S314 - these files are known


@needs("corpora", "frus-history")
def test_the_corpus_is_whole() -> None:
    """95 files with 291 notes, counted without the reader."""
    assert len(FILES) == 95
    notes = [one for file in FILES for one in parsed(file).iter() if one.tag.endswith("}note")]
    assert len(notes) == 291


@needs("corpora", "frus-history")
@pytest.mark.parametrize("convention", CONVENTIONS)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_note_of_the_corpus_is_kept_at_its_word(file: Path, convention: str) -> None:
    """Each `note` is there with all its words, anchored at the word that it follows in the XML."""
    (draft,) = read_drafts(file, Reading(convention=convention))
    expected = [one for one in parsed(file).iter() if one.tag.endswith("}note")]
    notes = draft.notes or ()
    assert [note.text.split() for note in notes] == [
        "".join(one.itertext()).split() for one in expected
    ]
    before = _words_before(parsed(file))
    assert all(note.start is not None for note in notes)
    assert [draft.content[note.start : note.end] for note in notes] == before


def _words_before(root: ET.Element) -> list[str]:
    """Return the last word before each note, found without the reader."""
    words: list[str] = []
    text = ""

    def walk(element: ET.Element) -> None:
        nonlocal text
        name = element.tag.rpartition("}")[2]
        if name == "note":
            words.append((text.split() or [""])[-1])
            return
        text += " " if name in ("p", "head", "item", "lb", "dateline", "cell") else ""
        text += element.text or ""
        for child in element:
            walk(child)
            text += child.tail or ""

    for part in root.iter("{http://www.tei-c.org/ns/1.0}text"):
        walk(part)
    return words


@needs("corpora", "frus-history")
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_word_of_the_corpus_is_lost_or_run_together(file: Path) -> None:
    """The words of the text are those of the XML, in order, without those of its notes."""
    (draft,) = read_drafts(file, Reading(convention="plain"))
    root = parsed(file).find("{http://www.tei-c.org/ns/1.0}text")
    assert root is not None
    pieces: list[str] = []

    def walk(element: ET.Element) -> None:
        name = element.tag.rpartition("}")[2]
        if name in ("p", "head", "item", "lb", "cell", "pb", "dateline", "list", "label", "quote"):
            pieces.append(" ")
        if name not in ("note", "del", "script"):
            pieces.append(element.text or "")
            for child in element:
                walk(child)
                if re.match(r"[,.;:)]", child.tail or ""):  # “PA <note>…</note>.” is “PA.”
                    pieces[:] = ["".join(pieces).rstrip()]
                pieces.append(child.tail or "")
        if name in ("p", "head", "item", "cell", "dateline", "list", "quote"):
            pieces.append(" ")

    walk(root)
    assert draft.content.split() == "".join(pieces).split()
    assert "  " not in draft.content
    assert not any(line.endswith(" ") or line.startswith(" ") for line in draft.content.split("\n"))


@needs("corpora", "frus-history")
def test_the_corpus_goes_in(repository: provrepo.Repository, tmp_path: Path) -> None:
    """All files and notes by one call; a second time nothing is new."""
    for file in FILES:
        (tmp_path / f"{file.stem}.transcription.en.xml").write_bytes(file.read_bytes())
    for status in ("new", "unchanged"):
        run = repository.ingest_files(sorted(tmp_path.glob("*.xml")))
        assert {text.status for text in run} == {status}
    stored = [note for one in map(repository.notes, repository.keys()) for note in one.notes]
    assert len(stored) == 291
    assert not any(note.unanchored or note.anchor is None for note in stored)
