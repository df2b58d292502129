"""What is edited outside of the repository comes back as it was saved, after what came since."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import provrepo
from provrepo import errors
from provrepo.editing import citation_table, notes_table
from provrepo.editing.changes import Changes
from provrepo.formats.plain import toml_table
from provrepo.notes import NoteDraft, NoteEdit
from provrepo.quotes import anchor
from provrepo.store.records import Note, Notes

ZH = "\ufeff外交部 cafe\u0301 [North] Korea\r\n二 <b>\u202e</b>\r\nno end"
AGENT = Changes(agents=("Mei Tan:editor",), message="why")


@pytest.fixture
def letter(tmp_path: Path) -> Iterator[provrepo.Repository]:
    """Return a repository with a text that has a BOM, CRLF, NFD, and no last line end."""
    repository = provrepo.create(tmp_path / "provrepo.db")
    repository.ingest(ZH.encode(), document="a", text="transcription:zh")
    repository.revise("a", Changes(fields={"title": "T", "issued": "1961-05"}))
    repository.add_note("a", NoteDraft("a note", "Korea"))
    with repository:
        yield repository


def test_what_was_saved_is_the_content_to_the_byte(letter: provrepo.Repository) -> None:
    """Mark, line ends, normal form and the missing last line end stay as they are."""
    copy = letter.working_copy("a")
    assert copy.data == ZH.encode()
    assert (copy.part, copy.text, copy.name) == ("text", "a/transcription:zh",
                                                 "a.transcription.zh.txt")  # fmt: skip
    made = letter.save(copy, copy.data.replace(b"North", b"South"), AGENT)
    assert letter.content("a") == ZH.replace("North", "South")
    assert (made.status, made.version.record.number) == ("changed", 4)
    assert made.warnings == ()
    assert letter.notes("a").notes[0].anchor is not None
    assert letter.citation("a") == letter.citation("a@v3")
    assert [by.named for by in made.version.contributions] == ["Mei Tan"]
    assert (
        letter.save(letter.working_copy("a"), letter.working_copy("a").data).status == "unchanged"
    )


def test_a_dry_run_makes_nothing(letter: provrepo.Repository) -> None:
    """It tells what would be."""
    copy = letter.working_copy("a")
    assert letter.save(copy, b"else", dry_run=True).version.record.number == 4
    assert letter.version("a").record.number == 3


@pytest.mark.parametrize(
    ("saved", "words"),
    [
        (ZH.encode("gb18030", "ignore"), "is not UTF-8"),
        (ZH.encode("utf-16"), "UTF-16-LE"),
        ("外交部 北 Korea".encode("iso-2022-jp"), "ISO-2022-JP"),
        (ZH.encode().decode("latin-1").encode(), "LATIN-1"),
        (ZH.encode("ascii", "replace"), "question marks"),
        (ZH.replace("外", "\ufffd").encode(), "U+FFFD"),
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b"a\0b\0c\0", "NUL"),
    ],
)
def test_an_editor_that_spoils_a_text_changes_nothing(
    letter: provrepo.Repository, saved: bytes, words: str
) -> None:
    """Another encoding, signs that were lost, an empty file: each is refused and named."""
    with pytest.raises(errors.InputError, match=r"a\.transcription\.zh\.txt: ") as refused:
        letter.save(letter.working_copy("a"), saved)
    assert words in str(refused.value)
    assert letter.version("a").record.number == 3


@pytest.mark.parametrize(
    ("saved", "words"),
    [
        (ZH.replace("\r\n", "\n"), "all lines end in LF now, and ended in CRLF"),
        (ZH + "\r\n", "the last line has a line end now"),
        (ZH[1:], "the byte order mark (U+FEFF) at the beginning of the text is gone"),
        (ZH.replace("e\u0301", "é"), "normal form NFC"),
    ],
)
def test_what_editors_change_by_themselves_is_kept_and_told(
    letter: provrepo.Repository, saved: str, words: str
) -> None:
    """Somebody may have meant it; the warning says how to take it back."""
    made = letter.save(letter.working_copy("a"), saved.encode())
    assert letter.content("a") == saved
    (warning,) = made.warnings
    assert words in warning
    assert warning.endswith("provrepo restore a/transcription:zh@v3")


def test_a_version_made_meanwhile_is_not_overwritten(letter: provrepo.Repository) -> None:
    """Where it changed the text, the copy is refused, whatever else it would change."""
    copy = letter.working_copy("a")
    letter.save(letter.working_copy("a"), b"theirs")
    with pytest.raises(errors.Conflict) as refused:
        letter.save(copy, b"ours")
    assert (refused.value.number, refused.value.expected) == (4, copy.version)
    assert letter.content("a") == "theirs"
    assert letter.save(copy, b"theirs").status == "unchanged"  # both mean the same


def test_what_was_made_meanwhile_of_other_parts_stays(letter: provrepo.Repository) -> None:
    """A new title does not stop a new text, nor the other way round; both are in."""
    text, citation = letter.working_copy("a"), letter.working_copy("a", "citation")
    letter.revise("a", Changes(fields={"title": "New"}))
    letter.save(text, text.data.replace(b"North", b"South"))
    assert "South" in letter.content("a")
    assert letter.citation("a")["title"] == "New"  # type: ignore[index]
    with pytest.raises(errors.Conflict):
        letter.save(citation, citation.data.replace(b"1961", b"1962"))
    newer = letter.working_copy("a", "citation")
    letter.save(letter.working_copy("a"), b"[North] Korea")
    letter.save(newer, newer.data.replace(b"1961", b"1962"))
    assert letter.content("a") == "[North] Korea"
    assert letter.citation("a")["issued"] == {"date-parts": [[1962, 5]]}  # type: ignore[index]


def test_notes_conflict_with_a_new_text(letter: provrepo.Repository) -> None:
    """They have their places in it."""
    copy = letter.working_copy("a", "notes")
    letter.save(letter.working_copy("a"), ZH.replace("North", "South").encode())
    with pytest.raises(errors.Conflict):
        letter.save(copy, copy.data.replace(b"a note", b"another"))


def test_a_purged_text_does_not_come_back(letter: provrepo.Repository) -> None:
    """Neither is it given out, nor is a copy taken that somebody had made before."""
    copy = letter.working_copy("a")
    letter.purge("a", "private", everywhere=True)
    with pytest.raises(errors.Purged):
        letter.working_copy("a")
    with pytest.raises(errors.Purged):
        letter.save(copy, copy.data.replace(b"North", b"South"))


def test_an_older_version_is_not_edited(letter: provrepo.Repository) -> None:
    """The error names the newest."""
    with pytest.raises(errors.InvalidReference, match="v3"):
        letter.working_copy("a@v1")


def test_a_renamed_document_takes_its_copy(letter: provrepo.Repository) -> None:
    """The copy knows its version, not a name."""
    copy = letter.working_copy("a")
    letter.rename("a", "b")
    assert letter.save(copy, b"new").version.reference == "b/transcription:zh@v4"


# Notes and citation metadata


def test_notes_are_changed_added_and_removed_as_a_table(letter: provrepo.Repository) -> None:
    """A note keeps its id and authors, a new one gets the next id, one that is gone is gone."""
    letter.add_note("a", NoteDraft("two\nlines", "二"), AGENT)
    copy = letter.working_copy("a", "notes")
    table = copy.data.decode()
    assert 'quote = "Korea"' in table
    changed = table.replace("two\nlines", "three").replace('quote = "二"', 'quote = "外"')
    added = '\n[[note]]\nquote = "[North]"\ntext = "new"\n'
    made = letter.save(copy, (changed + added).encode(), AGENT)
    notes = {note.id: note for note in letter.notes("a").notes}
    assert {key: note.text.strip() for key, note in notes.items()} == {
        "n1": "a note", "n2": "three", "n3": "new"}  # fmt: skip
    assert notes["n1"] == letter.notes("a@v4").notes[0]
    assert notes["n2"].anchor is not None
    assert notes["n2"].anchor.exact == "外"
    assert notes["n2"].agents == made.version.record.agents
    without = letter.working_copy("a", "notes")
    letter.save(without, without.data.partition(b"\n[[note]]")[0])
    assert letter.notes("a").notes == ()
    assert letter.add_note("a", NoteDraft("later")).version.record.number == 7
    assert [note.id for note in letter.notes("a").notes] == ["n4"]


def test_a_note_that_lost_its_passage_may_stay_so_or_get_one(letter: provrepo.Repository) -> None:
    """The table shows the words that it stood on."""
    letter.save(letter.working_copy("a"), "全 other\r\n外 words".encode())
    copy = letter.working_copy("a", "notes")
    assert b'lost = "Korea"' in copy.data
    letter.save(copy, copy.data.replace(b"a note", b"still lost"))
    (note,) = letter.notes("a").notes
    assert (note.text, note.unanchored) == ("still lost", True)
    copy = letter.working_copy("a", "notes")
    letter.save(copy, copy.data.replace(b'lost = "Korea"', b'quote = "other"'))
    (note,) = letter.notes("a").notes
    assert note.anchor is not None
    assert (note.anchor.exact, note.unanchored) == ("other", False)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[[note]]", "[[note]", "is no TOML"),
        ("[[note]]", "[[notes]]", "“notes” has no place in it"),
        ('id = "n1"', 'id = "n7"', "no note n7; the notes here: n1"),
        ('"Korea"', '"Corea"', "does not stand in a/transcription:zh"),
        ('text = "a note"', 'text = ""', "note n1 has no text"),
        ('text = "a note"', "text = 1", "text must be a text in quotation marks"),
        ('kind = "editorial"', 'kind = "odd"', "odd"),
        ('kind = "editorial"', 'colour = "red"', "“colour”"),
        ('quote = "Korea"', 'lost = "Korea"', "did not lose"),
    ],
)
def test_a_wrong_table_changes_nothing_and_says_where(
    letter: provrepo.Repository, old: str, new: str, words: str
) -> None:
    """The error names the note and the line."""
    copy = letter.working_copy("a", "notes")
    with pytest.raises(errors.ProvrepoError, match=words.replace("[", r"\[")):
        letter.save(copy, copy.data.replace(old.encode(), new.encode()))
    assert letter.version("a").record.number == 3


def test_metadata_are_changed_as_a_table(letter: provrepo.Repository) -> None:
    """Names and dates as people write them; a line that is gone removes its field."""
    copy = letter.working_copy("a", "citation")
    with pytest.raises(errors.ProvrepoError):
        letter.save(copy, copy.data.replace(b"title = ", b"title "))
    table = copy.data.decode().replace('issued = "1961-05"', "issued = 1961-05-03")
    table = table.replace('title = "T"\n', 'author = ["Wang, Li", "Ministry of Health"]\n')
    letter.save(copy, table.encode())
    assert letter.citation("a") == {
        "type": "document",
        "issued": {"date-parts": [[1961, 5, 3]]},
        "author": [{"family": "Wang", "given": "Li"}, {"literal": "Ministry of Health"}],
    }
    doubtful = letter.working_copy("a", "citation")
    made = letter.save(doubtful, doubtful.data + b'titel = "T"\n')
    assert made.warnings == ("“titel” is no CSL variable (nearest: title); kept as it is",)


TEXTS = st.text(
    st.one_of(
        st.sampled_from("\"\\\n\r\t\x00\x7f\u2028\ufeff#=[]'é外"), st.characters(codec="utf-8")
    ),
    max_size=12,
)


@given(TEXTS, TEXTS)
def test_toml_gives_every_text_back(key: str, text: str) -> None:
    """Whatever a note says, its table says it, also after an editor changed the line ends."""
    table = toml_table.pair(key, text)
    for written in (table, table.replace("\n", "\r\n")):
        assert toml_table.read(written, "f") == {key: text}


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**53) + 1, 2**53 - 1), TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(TEXTS, inner, max_size=2)),
    max_leaves=4,
)
NAMES = st.fixed_dictionaries({}, optional=dict.fromkeys(("family", "given", "literal"), TEXTS))
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "title": VALUES,
        "custom": VALUES,
        "issued": st.one_of(VALUES, st.sampled_from([{"date-parts": [[1961, 5]], "circa": True}])),
        "author": st.one_of(VALUES, st.lists(NAMES, max_size=3)),
    },
)


@given(FIELDS)
def test_metadata_that_nobody_changed_stay_the_same(item: dict[str, object]) -> None:
    """Every value of an item, odd ones too, comes back from its table as it was."""
    full = {"type": "document", **item}
    table = toml_table.read(citation_table.write(full, "a@v1"), "f")
    assert citation_table.read(table, full, pytest.fail) == full


@given(TEXTS.filter(str.strip), st.data())
def test_notes_that_nobody_changed_stay_the_same(content: str, data: st.DataObject) -> None:
    """Also several on one passage, and on one of several places of the same words."""
    notes = []
    for number in range(data.draw(st.integers(0, 4))):
        start = data.draw(st.integers(0, len(content) - 1))
        length = data.draw(st.integers(1, len(content) - start))
        text = data.draw(TEXTS.filter(str.strip))
        place = anchor(content, start, length) if number % 2 else None
        notes.append(Note(f"n{number}", text, "editorial", "und", "editor", (), place))
    before = Notes.of(notes)
    table = toml_table.read(notes_table.write(before, content, "a@v1"), "f")
    assert notes_table.read(table, before, content, "a", (), ()) == before


def test_a_note_edit_made_meanwhile_is_a_conflict(letter: provrepo.Repository) -> None:
    """Two people edited the same notes."""
    copy = letter.working_copy("a", "notes")
    letter.edit_note("a", "n1", NoteEdit("theirs"))
    with pytest.raises(errors.Conflict):
        letter.save(copy, copy.data.replace(b"a note", b"ours"))
