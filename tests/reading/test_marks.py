"""What was withdrawn or purged is said wherever a version is shown."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

import provrepo
from provrepo import errors
from provrepo.editing.changes import Changes
from provrepo.notes import NoteDraft
from provrepo.store import rules
from tests.conftest import NOON, only_sqlite

MOMENT = "2026-11-24T12:00:05Z"


@pytest.fixture
def archive(repository: provrepo.Repository) -> provrepo.Repository:
    """Return a repository with a transcription of three versions; the third has its first text."""
    said = Changes(fields={"title": "A Cable"}, notes=(NoteDraft("A note", quote="ten"),))
    for content in (b"ten boats", b"twelve boats", b"ten boats"):
        repository.ingest(content, said, document="a", text="transcription:en")
        said = Changes()
    return repository


def purged(version: provrepo.Version) -> list[tuple[str, str]]:
    """Return what of a version was purged, and why."""
    return [(part.part, part.reason) for part in version.purged]


def test_a_purged_text_is_marked_in_each_version_that_has_it(archive: provrepo.Repository) -> None:
    """Whoever looks a version up learns when its text was removed, and why."""
    archive.purge("a@v1", "the [owner] asked", everywhere=True)
    history = archive.history("a")
    reason = [("content", "the [owner] asked")]
    assert [purged(version) for version in history] == [reason, [], reason]
    assert history[0].purged[0].recorded == MOMENT
    assert history[0].marks == {"purged": "the [owner] asked"}
    assert history[1].marks == {}
    assert history[0].as_json()["purged"] == [
        {"part": "content", "reason": "the [owner] asked", "recorded": MOMENT}
    ]
    assert [entry.version for entry in archive.log("a")] == history
    assert archive.document("a").texts == (history[0],)
    assert [document.texts for document in archive.documents()] == [(history[0],)]


@pytest.mark.parametrize(
    ("part", "mark"), [("notes", "notes purged"), ("citation", "citation purged")]
)
def test_parts_that_were_purged_are_told_apart(
    archive: provrepo.Repository, part: str, mark: str
) -> None:
    """The text is there, but not its notes or metadata."""
    archive.purge("a@v3", "asked", part=part, everywhere=True)
    version = archive.version("a@v3")
    assert purged(version) == [(part, "asked")]
    assert version.marks == {mark: "asked"}
    assert version.cautions == (f"a/transcription:en@v3: {mark}: asked",)
    assert archive.content("a@v3") == "ten boats"


def test_a_file_goes_with_its_text_or_alone(repository: provrepo.Repository) -> None:
    """With the text it is no mark of its own."""
    utf_16 = "\ufeffboats".encode("utf-16-le")
    for text in ("transcription:en", "translation:en"):
        repository.ingest(utf_16, document="a", text=text)
        utf_16 = "\ufeffship".encode("utf-16-le")
    repository.purge("a/transcription", "one", part="file")
    alone = repository.version("a/transcription")
    assert (purged(alone), alone.marks) == ([("file", "one")], {"file purged": "one"})
    repository.purge("a/translation", "two")
    both = repository.version("a/translation")
    assert purged(both) == [("content", "two"), ("file", "two")]
    assert both.marks == {"purged": "two"}


def test_the_reason_is_that_of_the_purge_that_removed_it(archive: provrepo.Repository) -> None:
    """Not of another one, before or after, that concerned the same version."""
    archive.purge("a@v2", "notes first", part="notes", everywhere=True)
    archive.purge("a@v2", "then the text")
    archive.purge("a@v2", "metadata last", part="citation", everywhere=True)
    assert purged(archive.version("a@v2")) == [
        ("content", "then the text"),
        ("notes", "notes first"),
        ("citation", "metadata last"),
    ]


def test_a_version_may_be_withdrawn_and_purged(archive: provrepo.Repository) -> None:
    """Both are told, the withdrawal first."""
    archive.withdraw("a@v2", "wrong cable")
    archive.purge("a@v2", "asked")
    assert archive.version("a@v2").cautions == (
        "a/transcription:en@v2 was withdrawn: wrong cable",
        "a/transcription:en@v2 was purged: asked",
    )
    html = archive.version("a@v2")._repr_html_()
    assert "wrong cable" in html
    assert "asked" in html


def test_a_list_counts_withdrawn_versions_and_names_them(archive: provrepo.Repository) -> None:
    """The newest that counts is shown; that there is a newer one is not hidden."""
    archive.withdraw("a@v3", "wrong page")
    archive.withdraw("a@v1", "a trial")
    for document in (archive.document("a"), *archive.documents()):
        (text,) = document.as_json()["texts"]
        assert (text["versions"], text["newest"]["reference"]) == (3, "a/transcription:en@v2")
        assert text["withdrawn"] == [
            {"reference": "a/transcription:en@v1", "reason": "a trial"},
            {"reference": "a/transcription:en@v3", "reason": "wrong page"},
        ]


def test_withdrawn_versions_are_those_of_their_own_text(repository: provrepo.Repository) -> None:
    """Those of other texts, documents and pages are not among them; old keys lead to them too."""
    for key in ("a", "b", "c"):
        for text in ("transcription:en", "translation:en"):
            for content in (f"{key} 1", f"{key} 2"):
                repository.ingest(content.encode(), document=key, text=text)
    repository.withdraw("b/translation@v2", "wrong")
    repository.rename("b", "bb")
    listed = {
        f"{document.key}/{version.text_name}": [each.reference for each in withdrawn]
        for document in repository.documents()
        for version in document.texts
        if (withdrawn := document.withdrawn_of(version))
    }
    assert listed == {"bb/translation:en": ["bb/translation:en@v2"]}
    assert len(repository.document("b").withdrawn) == 1
    assert repository.document("a").withdrawn == ()


# Commands and methods that work on with such a version


def test_restoring_a_withdrawn_text_is_said(archive: provrepo.Repository) -> None:
    """Also where another version with that text is named, and in a dry run."""
    archive.withdraw("a@v3", "wrong [page]")
    warning = "a/transcription:en@v3 has this text, and was withdrawn: wrong [page]"
    for reference, dry_run in (("a@v3", True), ("a@v1", True), ("a@v3", False)):
        assert warning in archive.restore(reference, dry_run=dry_run).warnings
    assert archive.version("a").record.number == 4
    assert not any("withdrawn" in words for words in archive.restore("a@v2").warnings)


def test_a_blame_tells_what_was_withdrawn_and_what_cannot_be_read(
    archive: provrepo.Repository,
) -> None:
    """Words of a withdrawn version may stand on; those of a purged one count as later."""
    archive.ingest(b"ten boats, late", document="a", text="transcription:en")
    archive.withdraw("a@v1", "a trial")
    archive.purge("a@v2", "asked")
    archive.purge("a@v2", "notes too", part="notes", everywhere=True)
    blamed = archive.blame("a")
    assert [stretch.as_json()["withdrawn"] for stretch in blamed] == ["a trial", None]
    assert [version.reference for version in blamed.unread] == ["a/transcription:en@v2"]
    assert [words for words in blamed.cautions if "notes" not in words] == [
        "a/transcription:en@v1 was withdrawn: a trial",
        "a/transcription:en@v2 was purged: asked; its words count as written in the next version",
    ]
    assert "withdrawn" in blamed._repr_html_()


def test_a_collation_tells_which_witness_was_withdrawn(archive: provrepo.Repository) -> None:
    """Its name stays what one can look up; what people read has the mark."""
    archive.withdraw("a@v2", "wrong")
    collation = archive.collate(["a@v1", "a@v2"])
    assert collation.witnesses == ("a/transcription:en@v1", "a/transcription:en@v2")
    assert collation.withdrawn == (None, "wrong")
    assert collation.labels == ("a/transcription:en@v1", "a/transcription:en@v2 (withdrawn)")
    assert collation.cautions == ("a/transcription:en@v2 was withdrawn: wrong",)
    assert "(withdrawn)" in collation._repr_html_()


def test_status_says_that_a_basis_was_withdrawn_or_purged(repository: provrepo.Repository) -> None:
    """The comparison that it asks for may be impossible, or of a text nobody should use."""
    repository.ingest(b"one", document="a", text="transcription:en")
    repository.ingest(b"two", document="a", text="transcription:en")
    based = Changes(based_on=("a/transcription:en@v2",))
    repository.ingest(b"deux", based, document="a", text="translation:fr")
    repository.withdraw("a/transcription@v2", "wrong page")
    (stale,) = repository.status().stale
    assert stale.cautions == ("a/transcription:en@v2 was withdrawn: wrong page",)
    assert stale.as_json()["cautions"] == list(stale.cautions)
    repository.purge("a/translation", "asked")
    (stale,) = repository.status().stale
    assert stale.cautions[0] == "a/translation:fr@v1 was purged: asked"
    issues = repository.status().without_citation
    assert [issue.cautions for issue in issues] == [(), ("a/translation:fr@v1 was purged: asked",)]


@only_sqlite
def test_a_mark_costs_no_query_where_nothing_was_removed(
    archive: provrepo.Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a history in which nothing was purged, no version is asked why."""
    asked: list[str] = []
    database = archive._database  # noqa: SLF001 - its queries are counted
    rows = type(database).rows

    def counted(self: object, sql: str, parameters: Sequence[object] = ()) -> object:
        asked.append(sql)
        return rows(self, sql, parameters)  # type: ignore[arg-type]

    monkeypatch.setattr(type(database), "rows", counted)
    archive.history("a")
    few = len(asked)
    for number in range(20):
        archive.ingest(b"%d" % number, document="a", text="transcription:en")
    asked.clear()
    archive.history("a")
    assert len(asked) == few


def test_a_purge_that_no_event_explains_is_damage(archive: provrepo.Repository) -> None:
    """A row emptied behind provrepo's back is not passed off as a purge."""
    from provrepo.store import contents
    from provrepo.store.database import write

    digest = bytes.fromhex(archive.version("a@v2").record.content)
    write(
        archive._database,  # noqa: SLF001 - damaged on purpose
        lambda transaction: transaction.run(
            "UPDATE content SET codec = ?, size = 0, data = ? WHERE digest = ?",
            (contents.PURGED, b"", digest),
        ),
    )
    with pytest.raises(errors.Damaged, match="no event says why"):
        archive.version("a@v2")


def test_the_clock_of_a_mark_is_the_event_s() -> None:
    """The constant of these tests is the moment of their clock."""
    from provrepo.clock import fixed_clock

    assert rules.instant(fixed_clock(NOON)()) == MOMENT
