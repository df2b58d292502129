"""What the methods of a repository return: frozen, with named JSON, and readable in a console."""

from __future__ import annotations

import dataclasses
import json
import pickle
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest

import provrepo
from provrepo import agents
from provrepo.editing.changes import Changes
from provrepo.errors import on_one_line
from provrepo.notes import NoteDraft
from provrepo.reading.citing.citation import Manner
from provrepo.receipt import check
from provrepo.store.relations import Finding

OLD = "The [North] Korean side <b>asked</b> & waited.\n\nIt was late.\n"
NEW = "The [North] Korean side <b>demanded</b> & waited.\n\nIt was late.\n"
LI = "Li Wei <https://orcid.org/0000-0002-1825-0097>:translator"

# How each result is had from the archive below.
RESULTS: dict[str, Callable[[provrepo.Repository], Any]] = {
    "Version": lambda archive: archive.version("cable"),
    "Document": lambda archive: archive.document("cable"),
    "Contribution": lambda archive: archive.version("cable@v1").contributions[0],
    "Comparison": lambda archive: archive.diff("cable@v1..v2"),
    "RecordDiff": lambda archive: archive.diff("cable@v1..v2").record,
    "FieldChange": lambda archive: revised(archive).metadata[0],
    "NoteChange": lambda archive: revised(archive).notes[0],
    "BasisChange": lambda archive: revised(archive).based_on[0],
    "RoleChange": lambda archive: made_by(archive)[0],
    "LogEntry": lambda archive: archive.log("relay")[0],
    "BasedOn": lambda archive: archive.log("relay")[0].based_on[0],
    "PurgedPart": lambda archive: purged(archive).purged[0],
    "Blame": lambda archive: archive.blame("cable"),
    "Established": lambda archive: archive.blame("cable").stretches[0],
    "VersionCitation": lambda archive: archive.cite("cable")[0],
    "BibliographyEntry": lambda archive: archive.bibliography("cable")[0],
    "Pin": lambda archive: quoted(archive)[0],
    "Quotation": lambda archive: quoted(archive)[0].quotations[0],
    "Status": lambda archive: archive.status(),
    "Stale": lambda archive: archive.status().stale[0],
    "Issue": lambda archive: archive.status().without_citation[0],
    "Receipt": lambda archive: archive.prove("cable@v1"),
    "Checked": lambda archive: check(archive.prove("cable@v1")),
    "Checkpoint": lambda archive: archive.checkpoint(),
    "Finding": lambda _: Finding("number", "cable/translation:en", "has no versions"),
}


@pytest.fixture
def engine() -> str:
    """Return the engine of all tests here: what a result looks like does not depend on it."""
    return "sqlite"


@pytest.fixture
def archive(repository: provrepo.Repository) -> provrepo.Repository:
    """Return a repository with a text of two versions and a stale one."""
    said = Changes(fields={"title": "Cable"}, agents=(LI,), created="1961-05")
    repository.ingest(OLD.encode(), said, document="cable", text="translation:en")
    relay = Changes(based_on=("cable/en",))
    repository.ingest(b"Texte.", relay, document="relay", text="translation:fr")
    repository.ingest(
        NEW.encode(), Changes(agents=("Ann:editor",)), document="cable", text="translation:en"
    )
    return repository


def revised(archive: provrepo.Repository) -> Any:  # noqa: ANN401 - as the results above
    """Return what a revision changed that changes all that a revision can, made once."""
    if archive.version("cable").record.number == 2:
        said = {"fields": {"title": "C"}, "notes": (NoteDraft("n"),), "based_on": ("label:x",)}
        archive.revise("cable", Changes(**said))  # type: ignore[arg-type]
    return archive.diff("cable@v2..v3").record


def made_by(archive: provrepo.Repository) -> tuple[provrepo.RoleChange, ...]:
    """Return in which roles other people made the second version."""
    record = archive.diff("cable@v1..v2").record
    assert record is not None
    return record.agents


def purged(archive: provrepo.Repository) -> provrepo.Version:
    """Return a version whose text was purged."""
    archive.purge("cable@v1", "The [owner]\nasked.")
    return archive.version("cable@v1")


def quoted(archive: provrepo.Repository) -> list[Any]:
    """Return the pins of a manuscript that quotes the first version."""
    pin = f"version 1 ({archive.version('cable@v1').short_id})"
    return archive.find_pins(f"He wrote, “Korean side <b>asked</b>,” {pin}.")


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_is_a_frozen_value(archive: provrepo.Repository, name: str) -> None:
    """Nobody can change what was read, and an equal result is equal."""
    result = RESULTS[name](archive)
    assert type(result).__name__ == name
    assert dataclasses.is_dataclass(result)
    assert not isinstance(result, tuple)
    field = dataclasses.fields(result)[0].name
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(result, field, "x")
    assert result == RESULTS[name](archive)
    assert not hasattr(result, "__dict__")


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_is_named_json(archive: provrepo.Repository, name: str) -> None:
    """A web framework gets an object with names, or a list of such objects, and can write it."""
    value = RESULTS[name](archive).as_json()
    values = value if isinstance(value, list) else [value]
    assert values
    assert all(isinstance(each, dict) for each in values)
    assert json.loads(json.dumps(value)) == value


@pytest.mark.parametrize("name", sorted(RESULTS.keys() - {"Checkpoint"}))
def test_a_result_is_one_line_in_a_console(archive: provrepo.Repository, name: str) -> None:
    """It says what it is and which one, whatever is in its texts."""
    shown = repr(RESULTS[name](archive))
    assert shown.startswith(f"<{name} ")
    assert shown.endswith(">")
    assert "\n" not in shown
    assert len(shown) < 200


def test_what_a_console_shows(archive: provrepo.Repository) -> None:
    """References, numbers and states are those that the commands print."""
    first, second = archive.version("cable@v1"), archive.version("cable@v2")
    assert repr(second) == f"<Version cable/translation:en@v2 {second.id[:12]}>"
    assert repr(first.contributions[0]) == (
        "<Contribution Li Wei <https://orcid.org/0000-0002-1825-0097> (translator)>"
    )
    assert repr(archive.document("cable")) == "<Document cable “Cable”: translation:en>"
    assert repr(archive.document("relay")) == "<Document relay: translation:fr>"
    assert repr(archive.diff("cable@v1..v2")) == (
        "<Comparison cable/translation:en@v1..cable/translation:en@v2, changes: 1>"
    )
    assert repr(archive.blame("cable")).endswith(", stretches: 3, versions: 2>")
    assert repr(archive.blame("cable").stretches[1]) == (
        "<Established 27:35 “demanded” in cable/translation:en@v2>"
    )
    (pin,) = quoted(archive)
    assert repr(pin).endswith("on line 1: superseded>")
    assert repr(pin.quotations[0]) == "<Quotation “Korean side <b>asked</b>,” changed>"
    status = archive.status()
    assert repr(status) == "<Status of texts: 2, stale: 1, other issues: 2>"
    assert repr(status.stale[0]) == (
        "<Stale relay/translation:fr@v1: based on cable/translation:en@v1, "
        "newer is cable/translation:en@v2>"
    )
    assert repr(status.without_citation[0]) == (
        "<Issue relay/translation:fr@v1 has no citation metadata>"
    )
    receipt = archive.prove("cable@v1")
    assert repr(receipt) == f"<Receipt of {first.id[:12]}, record 1 of 4 of example.edu/t>"
    assert repr(check(receipt)) == (
        "<Checked cable/translation:en@v1, record 1 of 4 of example.edu/t>"
    )
    assert repr(archive).startswith("<Repository ")


def test_a_move_is_counted_in_a_console(repository: provrepo.Repository) -> None:
    """A passage in another place is no change of words."""
    parts = ["The first paragraph is about the embassy in Pyongyang and its staff.\n\n",
             "The second one lists what was bought in May and who paid for it.\n\n",
             "A third one says that nothing else was reported by the consulate.\n\n"]  # fmt: skip
    for order in ((0, 1, 2), (1, 2, 0)):
        content = "".join(parts[number] for number in order)
        repository.ingest(content.encode(), document="a", text="transcription:en")
    assert repr(repository.diff("a")).endswith(", changes: 0, moves: 1>")


def test_contributions_are_values(archive: provrepo.Repository) -> None:
    """They can be counted in a dictionary, sent to another process, and read as one line."""
    contribution = archive.version("cable@v1").contributions[0]
    assert contribution == agents.parse(LI)
    assert len({contribution, agents.parse(LI)}) == 1
    assert pickle.loads(pickle.dumps(contribution)) == contribution  # noqa: S301 - made here
    assert str(contribution) == "Li Wei <https://orcid.org/0000-0002-1825-0097> (translator)"
    assert contribution.as_json() == {
        "name": "Li Wei",
        "identifier": "https://orcid.org/0000-0002-1825-0097",
        "type": "person",
        "role": "translator",
    }


def test_the_json_of_a_comparison_names_both_sides(archive: provrepo.Repository) -> None:
    """It is what `diff --json` prints: the sides, then the changes by place."""
    value = archive.diff("cable@v1..v2").as_json()
    assert (value["before"], value["after"]) == (
        "cable/translation:en@v1",
        "cable/translation:en@v2",
    )
    (change,) = value["changes"]
    assert (change["deleted"], change["inserted"]) == ("asked", "demanded")


class Fragment(HTMLParser):
    """The words of a piece of HTML, and what stands in each of its elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: dict[str, list[str]] = {}
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.setdefault(self.open[-1], []).append(data)


@pytest.mark.parametrize("name", ["Version", "Comparison", "Blame"])
def test_a_notebook_gets_a_fragment(archive: provrepo.Repository, name: str) -> None:
    """It is escaped, closed, no page, and loads nothing from anywhere; its style is its own."""
    html = RESULTS[name](archive)._repr_html_()
    fragment = Fragment(html)
    tags = {tag for tag, _ in fragment.elements}
    assert not tags & {"html", "head", "body", "script", "link", "img", "b"}
    assert not any({"src", "id"} & set(attributes) for _, attributes in fragment.elements)
    assert "cable/translation:en" in html


def test_a_comparison_in_a_notebook_marks_its_changes(archive: provrepo.Repository) -> None:
    """Deleted and inserted words stand in elements of their own, beside the words around."""
    fragment = Fragment(archive.diff("cable@v1..v2")._repr_html_())
    assert fragment.words["del"] == ["asked"]
    assert fragment.words["ins"] == ["demanded"]
    assert "".join(fragment.words["div"]).startswith("The [North] Korean side <b>")


def test_a_blame_in_a_notebook_is_its_text(archive: provrepo.Repository) -> None:
    """Each stretch is titled with its version, date and makers."""
    fragment = Fragment(archive.blame("cable")._repr_html_())
    assert "".join(fragment.words["span"]) == NEW
    titles = [attributes["title"] for tag, attributes in fragment.elements if tag == "span"]
    assert titles[0] == (
        "cable/translation:en@v1, 1961-05, "
        "Li Wei <https://orcid.org/0000-0002-1825-0097> (translator)"
    )
    assert titles[1] == "cable/translation:en@v2, 2026-11-24, Ann (editor)"


def test_a_version_in_a_notebook_says_who_made_it(archive: provrepo.Repository) -> None:
    """And why it was withdrawn, if it was; what nobody said has no row."""
    fragment = Fragment(archive.version("cable@v1")._repr_html_())
    assert fragment.words["th"] == ["id", "date", "activity", "agents"]
    archive.withdraw("cable@v1", "a <mistake>")
    fragment = Fragment(archive.version("cable@v1")._repr_html_())
    assert fragment.words["td"][-1] == "a <mistake>"


def test_control_characters_are_shown_in_a_notebook(repository: provrepo.Repository) -> None:
    """A character that reorders what follows would forge what a reader sees."""
    repository.ingest("one \u202eowt\n".encode(), document="a", text="transcription:en")
    html = repository.blame("a")._repr_html_()
    assert "\u202e" not in html
    assert "U+202E" in html


def test_a_citation_for_programs_is_one_line_in_a_console(archive: provrepo.Repository) -> None:
    """BibTeX is several lines; what a console shows of it is cut."""
    (citation,) = archive.cite("cable", Manner(form="bibtex"))
    assert "\n" in citation.text
    assert "\n" not in repr(citation)


def test_words_of_several_lines_are_shown_on_one() -> None:
    """White space is one blank each, and a long text ends with an ellipsis of one character."""
    assert on_one_line("one\n\ttwo  three") == "one two three"
    assert on_one_line("x" * 61) == "x" * 59 + "…"
    assert on_one_line("x" * 60) == "x" * 60


def test_notes_are_a_list_of_named_values(archive: provrepo.Repository) -> None:
    """What `notes` returns has JSON of the same shape as the format's."""
    archive.add_note("cable", NoteDraft("A note", quote="late"))
    (note,) = archive.notes("cable").as_json()["notes"]
    assert (note["text"], note["anchor"]["exact"]) == ("A note", "late")
