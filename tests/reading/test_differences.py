"""What did a version change: metadata, notes, bases and makers, besides its text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import provrepo
from provrepo.editing.changes import Changes
from provrepo.notes import NoteDraft, NoteEdit
from tests.conftest import only_sqlite

OLD = "Ten boats left the bay. Nobody was hurt."
NEW = "Twelve boats left the bay. Nobody was hurt."


@pytest.fixture
def archive(repository: provrepo.Repository) -> provrepo.Repository:
    """Return a repository with a text that was changed in all that a version has."""
    repository.ingest(b"original", document="a", text="transcription:zh")
    first = Changes(
        fields={"title": "Boats", "author": "Wang, Li", "archive": "X"},
        notes=(NoteDraft("How many?", quote="Ten boats"), NoteDraft("Good.", quote="Nobody")),
        based_on=("a/transcription:zh@v1", "label:film 12"),
        agents=("Lin Yue:translator",),
    )
    repository.ingest(OLD.encode(), first, document="a", text="translation:en")
    repository.ingest(b"original, corrected", document="a", text="transcription:zh")
    second = Changes(
        fields={"title": "[Boats]", "author": "Wang, Li; Zhao", "issued": "1958-04", "archive": ""},
        notes=(NoteDraft("A leaf is missing."),),
        based_on=("a/transcription:zh@v2",),
        agents=("Mei Tan:editor",),
        message="From the original.",
    )
    repository.ingest(NEW.encode(), second, document="a", text="translation:en")
    return repository


def record(comparison: provrepo.Comparison) -> provrepo.RecordDiff:
    """Return what two versions say differently besides their texts."""
    assert comparison.record is not None
    return comparison.record


def test_all_that_a_version_changed_is_told(archive: provrepo.Repository) -> None:
    """Each field, note, basis and role, once; what stayed as it was is not mentioned."""
    changed = record(archive.diff("a/en"))
    assert [
        (change.field, change.before_text, change.after_text) for change in changed.metadata
    ] == [
        ("archive", "X", None),
        ("author", "Wang, Li", "Wang, Li; Zhao"),
        ("issued", None, "1958-04"),
        ("title", "Boats", "[Boats]"),
    ]
    assert [(note.id, note.changes) for note in changed.notes] == [
        ("n3", ("added",)),
        ("n1", ("lost",)),
    ]
    assert [(str(basis.before), str(basis.after)) for basis in changed.based_on] == [
        ("a/transcription:zh v1", "a/transcription:zh v2"),
        ("“film 12”", "None"),
    ]
    assert [
        (role.role, [who.name for who in role.before], [who.name for who in role.after])
        for role in changed.agents
    ] == [("translator", ["Lin Yue"], []), ("editor", [], ["Mei Tan"])]
    assert changed.not_compared == ()
    assert changed.statistics() == {"metadata": 4, "notes": 2, "based_on": 2, "agents": 2}


def test_the_two_versions_come_with_their_comparison(archive: provrepo.Repository) -> None:
    """Who made each, when and why is at hand."""
    comparison = archive.diff("a/en")
    assert comparison.versions == (archive.version("a/en@v1"), archive.version("a/en@v2"))
    value = comparison.as_json()
    assert [version["message"] for version in value["versions"]] == ["", "From the original."]
    assert value["record"]["statistics"]["metadata"] == 4
    assert json.loads(json.dumps(value)) == value


def test_an_edited_note_is_told_with_both_wordings(archive: provrepo.Repository) -> None:
    """And that it has a passage again."""
    archive.edit_note("a/en", "n1", NoteEdit(text="Twelve.", quote="Twelve boats"))
    (change,) = record(archive.diff("a/en")).notes
    assert change.changes == ("edited", "placed")
    assert change.before is not None
    assert change.after is not None
    assert (change.before.text, change.after.text) == ("How many?", "Twelve.")
    archive.remove_note("a/en", "n1")
    (change,) = record(archive.diff("a/en")).notes
    assert (change.changes, change.after) == (("removed",), None)


def test_backwards_it_is_the_other_way_round(archive: provrepo.Repository) -> None:
    """What one direction adds, the other removes."""
    forth, back = (record(archive.diff(f"a/en@{pair}")) for pair in ("v1..v2", "v2..v1"))
    assert [(change.before, change.after) for change in forth.metadata] == [
        (change.after, change.before) for change in back.metadata
    ]
    assert {(note.id, note.changes) for note in back.notes} == {
        ("n3", ("removed",)),
        ("n1", ("placed",)),
    }


def test_a_version_compared_with_itself_says_nothing(archive: provrepo.Repository) -> None:
    """No difference is no difference."""
    assert not record(archive.diff("a/en@v2", "a/en@v2"))


def test_notes_of_different_texts_are_not_compared(archive: provrepo.Repository) -> None:
    """The note n1 of one text is not the note n1 of another; that is said."""
    archive.add_note("a/zh", NoteDraft("On the original."))
    changed = record(archive.diff("a/zh", "a/en"))
    assert changed.notes == ()
    assert changed.not_compared == ("texts",)
    assert changed.metadata != ()


@pytest.mark.parametrize(("part", "name"), [("notes", "notes"), ("citation", "metadata")])
def test_what_was_purged_is_not_compared(
    archive: provrepo.Repository, part: str, name: str
) -> None:
    """It would all seem to be new; what both share is known to be the same nevertheless."""
    archive.purge("a/en@v1", "asked", part=part)
    changed = record(archive.diff("a/en"))
    assert getattr(changed, name) == ()
    assert changed.not_compared == (name,)
    assert archive.diff("a/en").cautions == (f"a/translation:en@v1: {part} purged: asked",)
    archive.revise("a/en", Changes(activity="review"))
    assert record(archive.diff("a/en")).not_compared == ()


@only_sqlite
def test_a_file_is_compared_by_its_text_alone(archive: provrepo.Repository, tmp_path: Path) -> None:
    """It has no record."""
    draft = tmp_path / "draft.txt"
    draft.write_text(OLD)
    comparison = archive.diff("a/en", str(draft))
    assert (comparison.record, comparison.versions) == (None, None)
    assert comparison.as_json()["record"] is None
    assert comparison.cautions == ()


def test_a_basis_that_changed_is_compared_with_its_record(archive: provrepo.Repository) -> None:
    """A translator learns of a corrected title, too."""
    archive.revise("a/zh", Changes(fields={"title": "Boote"}))
    archive.revise("a/en", Changes(based_on=("a/zh@v2",)))
    (comparison,) = archive.since_based_on("a/en")
    assert [change.field for change in record(comparison).metadata] == ["title", "type"]


def test_a_comparison_is_one_line_in_a_console(archive: provrepo.Repository) -> None:
    """It counts what changed besides the text."""
    assert repr(archive.diff("a/en")) == (
        "<Comparison a/translation:en@v1..a/translation:en@v2, "
        "changes: 1, metadata: 4, notes: 2, based on: 2>"
    )
    changed: Any = record(archive.diff("a/en"))
    parts = (*changed.metadata, *changed.notes, *changed.based_on, *changed.agents)
    for part in (changed, *parts):
        assert repr(part).startswith(f"<{type(part).__name__}")
        assert "\n" not in repr(part)


def test_the_page_shows_all_of_it(archive: provrepo.Repository) -> None:
    """Both values of each field, what became of each note, who made the two versions."""
    page = archive.diff("a/en").as_html()
    assert "<script" not in page
    for words in ("Wang, Li", "1958-04", "lost its passage “Ten boats”", "A leaf is missing."):
        assert words in page
    for words in ("Lin Yue", "Mei Tan", "From the original.", "“film 12”"):
        assert words in page
    for part in ("metadata", "notes", "based_on"):
        assert f'<section id="{part}"' in page
        assert f'href="#{part}"' in page


def test_a_notebook_shows_all_of_it(archive: provrepo.Repository) -> None:
    """As tables below the text."""
    html = archive.diff("a/en")._repr_html_()
    for words in ("Citation metadata", "1958-04", "A leaf is missing.", "Mei Tan"):
        assert words in html


HOSTILE = "\x1b[31m\u202e</td><script>alert(1)</script>\n+++ b/forged\r[/bold]"


def test_whatever_metadata_and_notes_hold_is_escaped(repository: provrepo.Repository) -> None:
    """Names of fields, values, notes, labels, reasons: shown, never sent."""
    repository.ingest(b"x", document="a", text="translation:en")
    said = Changes(
        citation={"title": HOSTILE, HOSTILE: "x", "author": [{"literal": HOSTILE}]},
        notes=(NoteDraft(HOSTILE),),
        based_on=(f"label:{HOSTILE}",),
        message=HOSTILE,
    )
    repository.revise("a", said)
    repository.withdraw("a@v2", HOSTILE)
    comparison = repository.diff("a@v1..v2")
    for html in (comparison.as_html(), comparison._repr_html_()):
        assert "\x1b" not in html
        assert "\u202e" not in html
        assert "<script" not in html
        assert html.count("&lt;script") >= 5
        assert "withdrawn: U+001B" in html.replace('<span class="control">', "").replace(
            "</span>", ""
        )
