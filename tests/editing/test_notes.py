"""Notes: where they are anchored, and that they are never carried to a wrong place."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import provrepo
from provrepo import errors
from provrepo.editing.carry_notes import carry
from provrepo.editing.changes import Changes
from provrepo.notes import NoteDraft, NoteEdit, read_notes
from provrepo.passages import paragraph
from provrepo.quotes import anchor, occurrences
from provrepo.store.records import Note, Notes

WORDS = st.lists(st.sampled_from(["a", "b", "的", "[x]", " ", "\n"]), max_size=30).map("".join)


def noted(content: str, start: int, length: int) -> Notes:
    """Return notes with one note on a passage."""
    return Notes(
        (Note("n1", "…", "editorial", "en", "editor", (), anchor(content, start, length)),)
    )


@given(WORDS, WORDS, st.data())
def test_a_carried_note_still_has_its_words(before: str, after: str, data: st.DataObject) -> None:
    """A note that has a place in the new content stands at exactly the words it quoted."""
    if not before:
        return
    start = data.draw(st.integers(0, len(before) - 1))
    length = data.draw(st.integers(1, len(before) - start))
    (note,) = carry(noted(before, start, length), before, after).notes
    assert note.anchor
    assert note.anchor.exact == before[start : start + length]
    if note.anchor.start is not None:
        assert after[note.anchor.start : note.anchor.end] == note.anchor.exact


@given(WORDS, WORDS, WORDS)
def test_a_note_before_or_after_the_change_is_carried(head: str, old: str, new: str) -> None:
    """What stands in the common beginning keeps its place, in the common end it moves along."""
    before, after = f"{head} HEAD {old} TAIL", f"{head} HEAD {new} TAIL"
    for word in ("HEAD", "TAIL"):
        (note,) = carry(noted(before, before.index(word), 4), before, after).notes
        assert note.anchor
        assert note.anchor.start == after.index(word)


@pytest.mark.parametrize(
    ("before", "after", "quote", "start"),
    [
        ("x two y two z", "q two w two v", "two", None),
        ("x two y", "q two w two v", "two", None),
        ("x two y", "q three w", "two", None),
        ("one two three", "zero two four", "two", None),
        ("aXa", "aaXaa", "X", None),
    ],
)
def test_a_note_amid_changes_is_not_carried_for_its_words_alone(
    before: str, after: str, quote: str, start: int | None
) -> None:
    """What stands around it is gone, so that the note stays, without a place."""
    (note,) = carry(noted(before, before.index(quote), len(quote)), before, after).notes
    assert note.anchor
    assert (note.anchor.start, note.anchor.exact) == (start, quote)


@pytest.mark.parametrize(
    ("before", "after", "start", "end", "carried"),
    [
        # Head "b b-", middle "X", tail "-b b"; every sign but the X stands there twice.
        ("b b-X-b b", "b b-Y-b b", 3, 4, 3),  # ends where the head ends
        ("b b-X-b b", "b b-YY-b b", 3, 4, 3),
        ("b b-X-b b", "b b-Y-b b", 5, 6, 5),  # starts where the tail starts
        ("b b-X-b b", "b b-YY-b b", 5, 6, 6),
        ("b b-X-b b", "b b--b b", 5, 6, 4),
        ("b b-X-b b", "b b-Y-b b", 4, 5, None),  # the middle itself
        ("b b-X-b b", "b b-Y-b b", 3, 5, None),  # ends where the tail starts
        ("b b-X-b b", "b b-Y-b b", 4, 6, None),  # starts where the head ends
        # Head "x b", middle "b", tail " y": but the word is another one.
        ("x bb y", "x b y", 2, 3, None),
        ("x bb y", "x b y", 3, 4, None),
        ("x b y", "x bb y", 2, 3, None),
        ("x b b y", "x b y", 2, 3, None),  # which word was deleted, nobody can tell
        ("x b b y", "x b y", 4, 5, None),
        # What could be in both the head and the tail could be two words.
        ("的的", "的的的", 1, 2, None),
        ("的的的", "的的", 2, 3, None),
    ],
)
def test_a_note_at_the_edges_of_what_did_not_change(
    before: str, after: str, start: int, end: int, carried: int | None
) -> None:
    """It keeps its passage where all of it lies in the common beginning or the common end."""
    (note,) = carry(noted(before, start, end - start), before, after).notes
    assert note.anchor
    assert note.anchor.exact == before[start:end]
    assert note.anchor.start == carried
    assert note.anchor.end == (None if carried is None else carried + end - start)


def test_a_passage_that_was_lost_stays_lost() -> None:
    """Words of the same spelling in a later version may be others; somebody has to look."""
    (note,) = carry(noted("one two", 4, 3), "one two", "one 2").notes
    assert note.unanchored
    (note,) = carry(Notes((note,)), "one 2", "one two").notes
    assert note.unanchored


def test_a_note_on_the_whole_text_has_no_place_to_lose() -> None:
    """It is the same note, whatever becomes of the text."""
    notes = Notes((Note("n1", "…", "editorial", "en", "editor"),))
    assert carry(notes, "one", "something else") == notes


def test_overlapping_occurrences_count() -> None:
    """“aa” stands twice in “aaa”."""
    assert occurrences("aaa", "aa") == [0, 1]
    assert occurrences("aaa", "") == []


def test_paragraphs_are_counted_from_one() -> None:
    """Blank lines divide paragraphs, however many there are."""
    text = "first\nstill first\n\n \nsecond\n\nthird"
    numbers = [paragraph(text, text.index(word)) for word in ("first", "still", "second", "third")]
    assert numbers == [1, 1, 2, 3]
    assert paragraph("\n \nfirst", 0) == 1  # blank lines before the first one
    assert paragraph("\n \nfirst", 3) == 1
    assert paragraph("", 0) == 1


@pytest.fixture
def cable(repository: provrepo.Repository) -> provrepo.Repository:
    """Return a repository with one text."""
    text = "He came [from Andong].\n\nHe left Andong again.\n"
    repository.ingest(text.encode(), document="cable", text="translation:en")
    return repository


def test_a_quote_must_stand_exactly_once(cable: provrepo.Repository) -> None:
    """An absent quote and an ambiguous one are refused, with the number of places."""
    for quote, count in (("Dandong", 0), ("Andong", 2)):
        with pytest.raises(errors.QuoteError) as caught:
            cable.add_note("cable", NoteDraft("…", quote=quote))
        assert caught.value.count == count
    assert len(cable.history("cable")) == 1


def test_an_anchor_keeps_the_words_around(cable: provrepo.Repository) -> None:
    """The anchor has the quote, up to 32 characters on each side, and offsets in code points."""
    cable.add_note("cable", NoteDraft("Now Dandong.", quote="[from Andong]"))
    (note,) = cable.notes("cable").notes
    assert note.anchor
    content = cable.content("cable")
    assert content[note.anchor.start : note.anchor.end] == "[from Andong]"
    assert (note.anchor.prefix, note.anchor.suffix) == ("He came ", content[21:53])


def test_ids_are_never_given_out_again(cable: provrepo.Repository) -> None:
    """After a note is removed the next one has a new id, so that old citations of it stay right."""
    cable.add_note("cable", NoteDraft("one"))
    cable.add_note("cable", NoteDraft("two"))
    cable.remove_note("cable", "n2")
    cable.add_note("cable", NoteDraft("three"))
    assert [note.id for note in cable.notes("cable").notes] == ["n1", "n3"]
    assert [note.id for note in cable.notes("cable@v3").notes] == ["n1", "n2"]


def test_the_same_note_is_not_added_twice(cable: provrepo.Repository) -> None:
    """Ingesting the same notes again makes no version."""
    draft = NoteDraft("A note", quote="again")
    assert cable.add_note("cable", draft).status == "changed"
    assert cable.add_note("cable", draft).status == "unchanged"


def test_a_note_is_edited_in_what_is_given(cable: provrepo.Repository) -> None:
    """Its words, kind, language and passage can change, each alone; its id stays."""
    cable.add_note("cable", NoteDraft("one", quote="again"))
    cable.edit_note("cable", "n1", NoteEdit(text="two", language="EN-gb"))
    cable.edit_note("cable", "n1", NoteEdit(kind="textual"))
    (note,) = cable.notes("cable").notes
    assert (note.id, note.text, note.kind, note.language) == ("n1", "two", "textual", "en-GB")
    assert note.anchor
    cable.edit_note("cable", "n1", NoteEdit(quote=""))
    assert cable.notes("cable").notes[0].anchor is None
    with pytest.raises(errors.NotFound, match="n1"):
        cable.edit_note("cable", "n9", NoteEdit(text="x"))


def test_a_note_is_put_on_another_passage(cable: provrepo.Repository) -> None:
    """Its new quote must stand there once, as that of a new note must."""
    cable.add_note("cable", NoteDraft("…", quote="He came"))
    cable.edit_note("cable", "n1", NoteEdit(quote="again"))
    (note,) = cable.notes("cable").notes
    assert note.anchor
    assert cable.content("cable")[note.anchor.start : note.anchor.end] == "again"
    with pytest.raises(errors.QuoteError, match="stands 2 times"):
        cable.edit_note("cable", "n1", NoteEdit(quote="Andong"))
    with pytest.raises(errors.InvalidValue, match="write some words"):
        cable.edit_note("cable", "n1", NoteEdit(text=" "))


def test_a_note_with_an_id_takes_the_place_of_the_one_that_has_it(
    cable: provrepo.Repository,
) -> None:
    """A list of notes that is ingested again with corrections replaces them, and adds none."""
    cable.revise("cable", Changes(notes=(NoteDraft("one", id="a"), NoteDraft("two", id="b"))))
    corrected = Changes(notes=(NoteDraft("one", id="a"), NoteDraft("2", id="b")))
    assert cable.revise("cable", corrected).status == "changed"
    assert [(note.id, note.text) for note in cable.notes("cable").notes] == [
        ("a", "one"),
        ("b", "2"),
    ]
    assert cable.revise("cable", corrected).status == "unchanged"


def test_ids_that_are_no_numbers_do_no_harm(cable: provrepo.Repository) -> None:
    """An editor may call a note as he likes; the next number follows the numbers alone."""
    identities = ("n", "n-1", "note", "n07", "n٣", "n" + "9" * 5000)
    for number, identity in enumerate(identities):
        cable.add_note("cable", NoteDraft(f"note {number}", id=identity))
    cable.add_note("cable", NoteDraft("another"))
    assert {note.id for note in cable.notes("cable").notes} - {*identities} == {"n8"}


def test_an_unknown_note_is_answered_with_those_that_there_are(cable: provrepo.Repository) -> None:
    """So that a mistyped id can be put right."""
    with pytest.raises(errors.NotFound, match="no note n1; the notes here: none"):
        cable.remove_note("cable", "n1")
    cable.add_note("cable", NoteDraft("one"))
    with pytest.raises(errors.NotFound, match="no note n2; the notes here: n1"):
        cable.remove_note("cable", "n2")


def test_a_quotation_of_several_lines_is_one_line_in_an_error(cable: provrepo.Repository) -> None:
    """Whatever was quoted, a message does not break."""
    with pytest.raises(errors.QuoteError) as caught:
        cable.add_note("cable", NoteDraft("…", quote="He came\n\nand\twent"))
    assert str(caught.value).startswith("“He came and went” does not stand in cable/translation:en")


def test_a_lost_passage_is_said_and_can_be_found_again(cable: provrepo.Repository) -> None:
    """Losing a place is a warning with the command that mends it, once; status lists it."""
    cable.add_note("cable", NoteDraft("…", quote="He left"))
    changed = b"He came.\n\nHe went away from Andong again.\n"
    outcome = cable.ingest(changed, document="cable", text="translation:en")
    assert any("n1" in one and "note edit" in one for one in outcome.warnings)
    again = cable.ingest(changed + b"\n", document="cable", text="translation:en")
    assert not any("n1" in one for one in again.warnings)
    assert [lost.reference for lost in cable.status().unanchored] == ["cable/translation:en@v4"]
    cable.edit_note("cable", "n1", NoteEdit(quote="He went away"))
    assert cable.status().unanchored == ()


def test_of_several_places_of_a_quote_one_can_be_named(cable: provrepo.Repository) -> None:
    """By its number, from 1; one that there is not is refused."""
    cable.add_note("cable", NoteDraft("…", quote="Andong", occurrence=2))
    content = cable.content("cable")
    (note,) = cable.notes("cable").notes
    assert note.anchor
    assert note.anchor.start == content.rindex("Andong")
    cable.edit_note("cable", "n1", NoteEdit(quote="Andong", occurrence=1))
    (note,) = cable.notes("cable").notes
    assert note.anchor
    assert note.anchor.start == content.index("Andong")
    with pytest.raises(errors.QuoteError, match=r"2 times .* no occurrence 3"):
        cable.edit_note("cable", "n1", NoteEdit(quote="Andong", occurrence=3))
    with pytest.raises(errors.QuoteError, match=r"stands once .* no occurrence 2"):
        cable.edit_note("cable", "n1", NoteEdit(quote="again", occurrence=2))
    for wrong in (0, -1, "1", True):
        with pytest.raises(errors.InvalidValue, match="occurrence"):
            NoteDraft("…", quote="Andong", occurrence=wrong)  # type: ignore[arg-type]
    with pytest.raises(errors.InvalidValue, match="of which quote"):
        NoteEdit(text="…", occurrence=1)


def test_ids_are_not_given_out_again_whatever_came_between(cable: provrepo.Repository) -> None:
    """Also where many notes were removed, and one of them came back by its id."""
    cable.revise("cable", Changes(notes=tuple(NoteDraft(f"note {n}") for n in range(1, 9))))
    for number in range(3, 9):
        cable.remove_note("cable", f"n{number}")
    cable.add_note("cable", NoteDraft("came back", id="n3"))
    cable.add_note("cable", NoteDraft("another"))
    assert [note.id for note in cable.notes("cable").notes] == ["n1", "n2", "n3", "n9"]
    cable.remove_note("cable", "n9")
    cable.add_note("cable", NoteDraft("a note of many words, " * 100))
    cable.add_note("cable", NoteDraft("and one more"))
    assert {note.id for note in cable.notes("cable").notes} == {"n1", "n2", "n3", "n10", "n11"}


def test_restoring_brings_notes_back_to_their_places(cable: provrepo.Repository) -> None:
    """A note that lost its passage has it again when that content is restored."""
    cable.add_note("cable", NoteDraft("…", quote="He left"))
    cable.ingest(b"All is different.", document="cable", text="translation:en")
    assert cable.notes("cable").notes[0].unanchored
    cable.restore("cable@v1")
    (note,) = cable.notes("cable").notes
    assert note.anchor
    assert cable.content("cable")[note.anchor.start : note.anchor.end] == "He left"


def test_notes_are_read_from_json_in_several_forms(cable: provrepo.Repository) -> None:
    """A plain array, and what ``note list --json`` prints, give the same notes."""
    plain = '[{"text": "one", "quote": "again", "kind": "textual"}, {"text": "two"}]'
    drafts = read_notes(plain, "notes.json")
    cable.revise("cable", Changes(notes=tuple(drafts)))
    printed = json.dumps(cable.notes("cable").as_json())
    outcome = cable.revise("cable", Changes(notes=tuple(read_notes(printed, "printed.json"))))
    assert outcome.status == "unchanged"
    assert sorted(note.text for note in cable.notes("cable").notes) == ["one", "two"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{}", "array of notes"),
        ("[1]", "note 1"),
        ('[{"text": ""}]', "not empty"),
        ('[{"text": "a", "kind": "x"}]', "editorial"),
        ('[{"text": "a", "quote": 1}]', "quote"),
        ('[{"text": "a", "quote": "b", "occurrence": "1"}]', "occurrence"),
        ('[{"text": "a", "quote": "b", "occurrence": 0}]', "occurrence"),
        ('[{"text": "a", "language": "english language"}]', "BCP 47"),
    ],
)
def test_bad_notes_are_refused(text: str, words: str) -> None:
    """What is no note is named with its number and the reason."""
    with pytest.raises(errors.InvalidValue, match=words):
        read_notes(text, "notes.json")


def test_restoring_gives_a_note_the_place_that_it_had_last(
    repository: provrepo.Repository,
) -> None:
    """Of several versions with the content the newest counts: an editor had put the note right."""
    repository.ingest(b"boat, boat", document="a", text="transcription:en")
    repository.add_note("a", NoteDraft("The second one.", "boat", occurrence=1))
    repository.edit_note("a", "n1", NoteEdit(quote="boat", occurrence=2))
    repository.ingest(b"ship", document="a", text="transcription:en")
    repository.restore("a@v1")
    (note,) = repository.notes("a").notes
    assert note.anchor is not None
    assert note.anchor.start == 6
