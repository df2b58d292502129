"""What two versions say differently besides their texts: metadata, notes, bases, makers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from provrepo.agents import Contribution
from provrepo.bases import BasedOn
from provrepo.compare import diff
from provrepo.compare.records import (
    NOTE_CHANGES,
    BasisChange,
    FieldChange,
    NoteChange,
    RecordDiff,
    RoleChange,
    basis_changes,
    metadata_changes,
    note_changes,
    role_changes,
)
from provrepo.quotes import anchor
from provrepo.store.records import Anchor, Basis, Note, Notes

# Citation metadata

values = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=2)
    ),
    max_leaves=5,
)
fields = st.sampled_from(("title", "author", "issued", "type", "custom", "archive"))
items = st.none() | st.dictionaries(fields, values, max_size=4)


def applied(before: dict[str, Any] | None, changes: tuple[FieldChange, ...]) -> dict[str, Any]:
    """Return an item with the changes made in it."""
    item = dict(before or {})
    for change in changes:
        if change.after_text is None:
            del item[change.field]
        else:
            item[change.field] = change.after
    return item


@given(items, items)
def test_the_changes_lead_from_one_item_to_the_other(
    before: dict[str, Any] | None, after: dict[str, Any] | None
) -> None:
    """Each field that differs is named once, and no other."""
    changes = metadata_changes(before, after)
    assert repr(sorted(applied(before, changes).items())) == repr(sorted((after or {}).items()))
    assert [change.field for change in changes] == sorted({change.field for change in changes})
    assert metadata_changes(after, after) == ()


@given(items, items)
def test_a_change_can_be_told_by_reading(
    before: dict[str, Any] | None, after: dict[str, Any] | None
) -> None:
    """Values that differ never read the same, whatever they are made of."""
    for change in metadata_changes(before, after):
        assert change.before_text != change.after_text


def test_fields_are_told_as_people_read_them() -> None:
    """Names by family name, dates by year; what is absent counts as empty."""
    before = {
        "title": "Cable",
        "author": [{"family": "Wang", "given": "Li"}, {"literal": "Ministry of Health"}],
        "issued": {"date-parts": [[1958, 4]]},
        "archive": "X",
    }
    after = {
        "title": "Cable",
        "author": [{"family": "Wang", "given": "Li"}],
        "issued": {"date-parts": [[1958, 4, 16]]},
        "genre": "Telegram",
    }
    assert [
        (change.field, change.before_text, change.after_text)
        for change in metadata_changes(before, after)
    ] == [
        ("archive", "X", None),
        ("author", "Wang, Li; Ministry of Health", "Wang, Li"),
        ("genre", None, "Telegram"),
        ("issued", "1958-04", "1958-04-16"),
    ]


def test_a_name_in_one_piece_is_another_than_one_in_parts() -> None:
    """Where both would read the same, what is stored is shown."""
    (change,) = metadata_changes(
        {"author": [{"literal": "Wang, Li"}]}, {"author": [{"family": "Wang", "given": "Li"}]}
    )
    assert change.before_text == '[{"literal": "Wang, Li"}]'
    assert change.after_text == '[{"family": "Wang", "given": "Li"}]'


# Notes


def note(identity: str, content: str | None = None, quote: str | None = None) -> Note:
    """Return a note on a passage of a content, or on the whole of it."""
    place = None if content is None or quote is None else at(content, quote)
    return Note(identity, "words", "editorial", "en", "editor", anchor=place)


def at(content: str, quote: str) -> Anchor:
    """Return the anchor of the only passage that reads so."""
    assert content.count(quote) == 1
    return anchor(content, content.index(quote), len(quote))


def became(before: list[Note], after: list[Note], old: str, new: str) -> dict[str, Any]:
    """Return what became of each note that changed, by its id."""
    changes = note_changes(Notes.of(before), Notes.of(after), diff(old, new))
    return {change.id: change.changes for change in changes}


OLD = "The ferry left at noon. Nobody was hurt. The mail boat came late."
NEW = "By order. The ferry left at noon. The mail boat came very late."


def test_notes_come_and_go() -> None:
    """A new one, one that is gone, and one that stayed as it was."""
    stays, gone, new = note("n1"), note("n2"), note("n10")
    assert became([stays, gone], [stays, new], OLD, OLD) == {"n2": ("removed",), "n10": ("added",)}


def test_a_note_that_goes_with_its_words_did_not_move() -> None:
    """Words before it make its offsets others; it stands where it stood."""
    before, after = note("n1", OLD, "The mail boat"), note("n1", NEW, "The mail boat")
    assert before.anchor != after.anchor
    assert became([before], [after], OLD, NEW) == {}


def test_a_note_is_lost_and_placed_again() -> None:
    """Its passage is gone; later it gets one, the old one or another."""
    before = note("n1", OLD, "Nobody was hurt.")
    assert before.anchor is not None
    lost = replace(before, anchor=replace(before.anchor, start=None, end=None))
    again = note("n1", NEW, "By order.")
    assert became([before], [lost], OLD, NEW) == {"n1": ("lost",)}
    assert became([lost], [lost], NEW, NEW) == {}
    assert became([lost], [again], NEW, NEW) == {"n1": ("placed",)}
    assert became([lost], [note("n1")], NEW, NEW) == {"n1": ("placed",)}


def test_a_note_moves_to_other_words() -> None:
    """To another passage, to the same words in another place, onto and off the whole text."""
    ferry, boat = note("n1", OLD, "The ferry"), note("n1", OLD, "The mail boat")
    assert became([ferry], [boat], OLD, OLD) == {"n1": ("moved",)}
    assert became([ferry], [note("n1")], OLD, OLD) == {"n1": ("moved",)}
    assert became([note("n1")], [ferry], OLD, OLD) == {"n1": ("moved",)}
    twice = "the boat, the boat"
    first, second = (replace(note("n1"), anchor=anchor(twice, start, 8)) for start in (0, 10))
    assert became([first], [second], twice, twice) == {"n1": ("moved",)}


def test_a_note_moves_with_its_passage() -> None:
    """A sentence that was put elsewhere takes its note along, which is said."""
    parts = ["The first paragraph is about the embassy in Pyongyang and its staff.\n\n",
             "The second one lists what was bought in May and who paid for it.\n\n",
             "A third one says that nothing else was reported by the consulate.\n\n"]  # fmt: skip
    old, new = "".join(parts), "".join([parts[1], parts[2], parts[0]])
    moved = diff(old, new).moves
    assert len(moved) == 1
    quotes = ["the embassy", "in May", "the consulate"]
    before = [note(f"n{number}", old, quote) for number, quote in enumerate(quotes)]
    after = [note(f"n{number}", new, quote) for number, quote in enumerate(quotes)]
    assert became(before, after, old, new) == {"n0": ("moved",)}


def test_a_note_is_edited_in_whatever_it_says() -> None:
    """Words, kind, language, who wrote it; and it may have moved besides."""
    before = note("n1", OLD, "The ferry")
    for edited in (
        replace(before, text="other"),
        replace(before, kind="textual"),
        replace(before, language="zh"),
        replace(before, origin="file"),
    ):
        assert became([before], [edited], OLD, OLD) == {"n1": ("edited",)}
    both = replace(note("n1", OLD, "The mail boat"), text="other")
    assert became([before], [both], OLD, OLD) == {"n1": ("edited", "moved")}


@given(st.lists(st.integers(0, 6), max_size=12), st.data())
def test_notes_on_words_left_alone_never_moved(inserted: list[int], data: st.DataObject) -> None:
    """Whatever is written between the words of a text, its notes stand where they stood."""
    words = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta"]
    marked = data.draw(st.sampled_from(words))
    pieces = [("new " * inserted.count(number)) + word for number, word in enumerate(words)]
    old, new = " ".join(words), " ".join(pieces)
    assert became([note("n1", old, marked)], [note("n1", new, marked)], old, new) == {}


identities = st.lists(st.sampled_from(("n1", "n2", "n3")), unique=True)


@given(identities, identities, st.sampled_from(("words", "others")))
def test_each_note_is_told_at_most_once(before: list[str], after: list[str], words: str) -> None:
    """The changes lead from the notes before to those after."""
    old = [note(identity) for identity in before]
    new = [replace(note(identity), text=words) for identity in after]
    changes = note_changes(Notes.of(old), Notes.of(new), diff("", ""))
    by_id = {each.id: each for each in old}
    for change in changes:
        assert set(change.changes) <= set(NOTE_CHANGES)
        assert by_id.get(change.id) == change.before
        if change.after is None:
            del by_id[change.id]
        else:
            by_id[change.id] = change.after
    assert sorted(by_id.values(), key=lambda each: each.id) == sorted(new, key=lambda each: each.id)


# Bases and makers


def here(reference: str) -> BasedOn:
    """Return a basis that is a version here."""
    return BasedOn(Basis(version=reference.encode().hex().ljust(64, "0")), reference)


ZH1, ZH2 = here("a/transcription:zh@v1"), here("a/transcription:zh@v2")
FILM = BasedOn(Basis(label="film 12"))


def test_a_newer_version_of_a_basis_takes_the_place_of_the_older() -> None:
    """What is of one text is one change; what has no counterpart is new or gone."""
    assert basis_changes([ZH1, FILM], [ZH2, FILM]) == (BasisChange(ZH1, ZH2),)
    assert basis_changes([ZH1], [ZH1, FILM]) == (BasisChange(None, FILM),)
    assert basis_changes([ZH1, FILM], []) == (BasisChange(ZH1, None), BasisChange(FILM, None))
    assert basis_changes([], []) == ()
    assert basis_changes([ZH1, FILM], [ZH1, FILM]) == ()


def test_another_order_of_the_bases_is_a_change() -> None:
    """The record keeps their order, and so is another one."""
    assert basis_changes([ZH1, FILM], [FILM, ZH1]) == (
        BasisChange(ZH1, FILM),
        BasisChange(FILM, ZH1),
    )
    assert basis_changes([FILM], [FILM, FILM]) == (BasisChange(None, FILM),)


def test_what_became_of_a_basis_is_no_change_of_it() -> None:
    """That it was withdrawn since says nothing of the two versions that name it."""
    assert basis_changes([ZH1], [replace(ZH1, withdrawn="wrong", newer=ZH2.reference)]) == ()


def test_a_basis_is_named_in_words() -> None:
    """Without the key within its document; a source outside by the best name it has."""
    assert ZH1.within("a") == "transcription:zh v1"
    assert ZH1.within("b") == str(ZH1) == "a/transcription:zh v1"
    assert str(FILM) == "“film 12”"
    assert str(BasedOn(Basis(uri="https://sample.example/x"))) == "https://sample.example/x"
    digest = "ab" * 32
    assert str(BasedOn(Basis(label="scan.tif", sha256=digest))) == "“scan.tif” sha256:abababababab…"
    assert str(BasedOn(Basis(sha256=digest))) == "sha256:abababababab…"
    assert str(BasedOn(Basis(version=digest))) == "abababababab, which is not here"


def test_people_are_compared_role_by_role() -> None:
    """The role in which others acted; the order in a role counts, that of the roles does not."""
    li, mei = (Contribution(name, None, "person", "editor") for name in ("Li", "Mei"))
    wang = Contribution("Wang", None, "person", "translator")
    assert role_changes([li, wang], [wang, li]) == ()
    assert role_changes([li, wang], [wang, mei]) == (RoleChange("editor", (li,), (mei,)),)
    assert role_changes([li, mei], [mei, li]) == (RoleChange("editor", (li, mei), (mei, li)),)
    assert role_changes([], [wang]) == (RoleChange("translator", (), (wang,)),)


def test_differences_are_counted() -> None:
    """By kind, those that there are; without any they are false."""
    assert not RecordDiff()
    assert not RecordDiff(not_compared=("notes",))
    found = RecordDiff(notes=(NoteChange("n1", ("removed",), note("n1"), None),))
    assert found
    assert found.statistics() == {"notes": 1}
