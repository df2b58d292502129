"""Citations of exact versions where a style, the metadata or the history leave something open."""

from __future__ import annotations

from pathlib import Path

import pytest

import provrepo
from provrepo import errors
from provrepo.editing.changes import Changes
from provrepo.reading.citing.citation import Manner

# A style that prints the title and nothing else, as no style of the humanities prints a version.
PLAIN = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0">
  <info><title>Plain</title><id>plain</id><updated>2026-01-01T00:00:00+00:00</updated></info>
  <citation><layout suffix="{suffix}"><text variable="title"/></layout></citation>
  <bibliography><layout suffix="{suffix}"><text variable="title"/></layout></bibliography>
</style>
"""


@pytest.fixture
def cable(repository: provrepo.Repository) -> provrepo.Repository:
    """Return a repository with one text that can be cited."""
    said = Changes(fields={"title": "A Cable"})
    repository.ingest(b"One.\n\nTwo.", said, document="a", text="translation:en")
    return repository


@pytest.mark.parametrize("suffix", [".", ""])
def test_a_style_without_a_version_gets_the_pin_at_its_end(
    cable: provrepo.Repository, tmp_path: Path, suffix: str
) -> None:
    """Before the full stop that ends the note, where one does; never where no pin is wanted."""
    style = tmp_path / "plain.csl"
    style.write_text(PLAIN.format(suffix=suffix))
    version = cable.version("a")
    pinned = f"A Cable, version 1 ({version.short_id}){suffix}"
    (citation,) = cable.cite("a", Manner(style=str(style)))
    (entry,) = cable.bibliography("a", Manner(style=str(style)))
    assert citation.text == entry.text == pinned
    assert "".join(span.text for span in citation.spans) == pinned
    (plain,) = cable.cite("a", Manner(style=str(style), pin="none"))
    assert plain.text == f"A Cable{suffix}"
    assert entry.as_json() == {"text": pinned}


def test_a_style_is_found_in_a_folder(cable: provrepo.Repository, tmp_path: Path) -> None:
    """By its file's name without the suffix."""
    (tmp_path / "plain.csl").write_text(PLAIN.format(suffix="."))
    manner = Manner(style="plain", folders=(str(tmp_path),), pin="none")
    assert cable.cite("a", manner)[0].text == "A Cable."


def test_translators_are_those_of_the_history(cable: provrepo.Repository) -> None:
    """Who translated an earlier version made this one too; who did so later did not."""
    for number, agents in enumerate((("B:translator",), ("C:editor",), ("D:translator",))):
        content = f"One.\n\nTwo, {number}.".encode()
        cable.ingest(content, Changes(agents=agents), document="a", text="translation:en")
    (citation,) = cable.cite("a@v3")
    assert citation.item["translator"] == [{"literal": "B"}]
    (citation,) = cable.cite("a@v4")
    assert citation.item["translator"] == [{"literal": "B"}, {"literal": "D"}]
    cable.revise("a", Changes(fields={"translator": "Wang, J."}))
    (citation,) = cable.cite("a")
    assert citation.item["translator"] == [{"family": "Wang", "given": "J."}]


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Jeffrey Wang:translator", {"family": "Wang", "given": "Jeffrey"}),
        ("J. M. Wang:translator", {"family": "Wang", "given": "J. M."}),
        ("Jeffrey M. Wang:translator", {"family": "Wang", "given": "Jeffrey M."}),
        ("Wang, Jeffrey:translator", {"family": "Wang", "given": "Jeffrey"}),
        ("Иван Петров:translator", {"family": "Петров", "given": "Иван"}),
        ("王力:translator", {"literal": "王力"}),
        ("Kim Il Sung:translator", {"literal": "Kim Il Sung"}),
        ("Foreign Office:translator", {"literal": "Foreign Office"}),
        ("Harbour Press:translator:organization", {"literal": "Harbour Press"}),
        ("Ministry of Trade, Office 2, Berlin:translator", None),
    ],
)
def test_the_name_of_a_translator(
    cable: provrepo.Repository, agent: str, name: dict[str, str] | None
) -> None:
    """A style that gives initials is told the family name, where the name shows which it is."""
    cable.ingest(b"Three.", Changes(agents=(agent,)), document="b", text="translation:en")
    cable.revise("b", Changes(fields={"title": "B"}))
    (citation,) = cable.cite("b")
    assert citation.item["translator"] == [name or {"literal": agent.removesuffix(":translator")}]


def test_apa_gives_a_translator_initials(cable: provrepo.Repository) -> None:
    """An agent is as good a translator as one of the metadata."""
    changes = Changes(agents=("Jeffrey Wang:translator",), fields={"title": "B"})
    cable.ingest(b"Three.", changes, document="b", text="translation:en")
    assert "(J. Wang, Trans.)" in cable.bibliography("b", Manner(style="apa"))[0].text


def test_what_is_to_be_known_before_citing(cable: provrepo.Repository) -> None:
    """A withdrawn version says why; a version with newer metadata that its text is the same."""
    cable.revise("a", Changes(fields={"archive": "X"}))
    assert cable.cite("a@v1")[0].warnings == (
        "a/translation:en@v2 has newer notes or metadata, and the same text as v1",
    )
    cable.ingest(b"Three.", document="a", text="translation:en")
    assert cable.cite("a@v1")[0].warnings == (
        "a/translation:en@v3 is newer than v1 and has another text; see what changed: "
        "provrepo diff a/translation:en@v1..v3",
    )
    cable.withdraw("a@v1", "a mistake")
    assert cable.cite("a@v1")[0].warnings == ("a/translation:en@v1 was withdrawn: a mistake",)
    assert cable.cite("a")[0].warnings == ()


def test_whoever_cites_a_purged_text_is_told(cable: provrepo.Repository) -> None:
    """Nobody can read any more what the citation names, or see what was changed since."""
    cable.ingest(b"Three.", document="a", text="translation:en")
    cable.purge("a@v1", "a court's order", everywhere=True)
    assert cable.cite("a@v1")[0].warnings == (
        "a/translation:en@v1 was purged: a court's order",
        "a/translation:en@v2 is newer than v1 and has another text",
    )


@pytest.mark.parametrize("form", ["csl-json", "bibtex", "ris"])
def test_a_citation_for_programs_without_a_pin(cable: provrepo.Repository, form: str) -> None:
    """It names no version, and keeps what the editor's own programs wrote into the item."""
    cable.revise("a", Changes(citation={"title": "A Cable", "custom": {"shelf": "12"}}))
    version = cable.version("a")
    (pinned,) = cable.cite("a", Manner(form=form))
    (plain,) = cable.cite("a", Manner(form=form, pin="none"))
    assert pinned.item["custom"]["shelf"] == plain.item["custom"]["shelf"] == "12"
    assert "A Cable" in plain.text
    assert "ni:" not in plain.text
    assert version.id in pinned.text or "ni:" in pinned.text


def test_a_bibliography_names_a_version_once(cable: provrepo.Repository) -> None:
    """However often it was cited; formats for programs have none."""
    assert len(cable.bibliography(["a", "a@v1", "a"])) == 1
    with pytest.raises(errors.InvalidValue, match="format"):
        cable.bibliography("a", Manner(form="bibtex"))


def test_what_changed_since_a_version(cable: provrepo.Repository) -> None:
    """Those of text, notes, metadata and basis that differ; nothing for a first version."""
    cable.add_note("a", provrepo.NoteDraft("a note"))
    everything = Changes(fields={"title": "B"}, based_on=("label:a film",))
    cable.ingest(b"Another.", everything, document="a", text="translation:en")
    third, second, first = cable.history("a")
    assert first.changed_since(None) == []
    assert second.changed_since(first) == ["notes"]
    assert third.changed_since(first) == ["text", "notes", "metadata", "basis"]
    assert third.changed_since(third) == []
