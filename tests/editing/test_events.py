"""Withdrawing and renaming: what changes, what stays, and that it is proved."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

import provrepo
from provrepo import errors
from provrepo.editing.changes import Changes
from provrepo.receipt import check
from tests.conftest import CommandLine


@pytest.fixture
def archive(repository: provrepo.Repository) -> provrepo.Repository:
    """Return a repository with two versions of a transcription and a translation of the first."""
    said = Changes(fields={"title": "A [cable]"})
    repository.ingest("外交部".encode(), said, document="a", text="transcription:zh")
    repository.ingest(
        b"Foreign Ministry", Changes(based_on=("a/zh@v1",)), document="a", text="translation:en"
    )
    repository.ingest("外交部 [1961]".encode(), document="a", text="transcription:zh")
    return repository


# Withdrawing


def test_latest_skips_a_withdrawn_version_which_stays_readable(
    archive: provrepo.Repository,
) -> None:
    """By number and id it is there; without a selector the one before it counts."""
    newest = archive.version("a/zh")
    withdrawn = archive.withdraw("a/zh", "the wrong [cable]")
    assert (withdrawn.id, withdrawn.withdrawn) == (newest.id, "the wrong [cable]")
    assert archive.version("a/zh").record.number == 1
    assert archive.content("a/zh@v2") == archive.content(newest.id) == "外交部 [1961]"
    assert [one.withdrawn for one in archive.history("a/zh")] == ["the wrong [cable]", None]
    assert list(archive.verify()) == []


def test_nothing_is_stale_for_the_sake_of_a_withdrawn_version(
    archive: provrepo.Repository,
) -> None:
    """The newer content made the translation stale; withdrawn, it does not."""
    assert [one.reference for one in archive.status().stale] == ["a/translation:en@v1"]
    archive.withdraw("a/zh@v2", "wrong")
    assert archive.status().stale == ()
    archive.withdraw("a/zh@v1", "wrong too")
    assert archive.status().stale == ()
    assert archive.status().texts == 1


def test_citing_a_withdrawn_version_warns(archive: provrepo.Repository) -> None:
    """The warning has the reason."""
    archive.withdraw("a/zh@v2", "wrong")
    (cited,) = archive.cite(["a/zh@v2"])
    assert cited.warnings == ("a/transcription:zh@v2 was withdrawn: wrong",)
    (cited,) = archive.cite(["a/zh"])
    assert cited.warnings == ()


def test_work_goes_on_from_the_version_before(archive: provrepo.Repository) -> None:
    """A new version follows in number, and takes over from the latest that was not withdrawn."""
    archive.withdraw("a/zh@v2", "wrong")
    assert (
        archive.ingest("外交部".encode(), document="a", text="transcription:zh").status
        == "unchanged"
    )
    made = archive.revise("a/zh", Changes(fields={"title": "B"}))
    assert made.version.record.number == 3
    assert made.version.record.parent == archive.version("a/zh@v2").id
    assert archive.content("a/zh") == "外交部"
    archive.withdraw("a/zh@v3", "wrong")
    with_parent = Changes(parent="a/zh@v1")
    assert (
        archive.ingest(
            b"new", with_parent, document="a", text="transcription:zh"
        ).version.record.number
        == 4
    )


def test_a_withdrawn_content_can_come_back(archive: provrepo.Repository) -> None:
    """The same text again, or its restoration, is a new version."""
    archive.withdraw("a/zh@v2", "wrong")
    archive.restore("a/zh@v2")
    assert archive.version("a/zh").record.number == 3
    assert archive.content("a/zh") == "外交部 [1961]"


def test_where_all_versions_are_withdrawn_the_error_names_one(
    archive: provrepo.Repository,
) -> None:
    """There is no latest version then; the document is still listed, and can go on."""
    archive.withdraw("a/en", "wrong")
    with pytest.raises(errors.NotFound, match="all its versions were withdrawn; name one"):
        archive.version("a/en")
    assert [one.withdrawn for one in archive.history("a/en")] == ["wrong"]
    assert [str(one.record.text) for one in archive.document("a").texts] == [
        "transcription:zh",
        "translation:en",
    ]
    assert (
        archive.ingest(b"Foreign Ministry", document="a", text="translation:en").status == "changed"
    )
    assert archive.version("a/en").record.number == 2


def test_a_version_is_withdrawn_once_and_with_a_reason(archive: provrepo.Repository) -> None:
    """Twice, or without a reason, is an error that changes nothing."""
    archive.withdraw("a/zh@v2", "wrong")
    before = archive.checkpoint()
    with pytest.raises(errors.InvalidValue, match="withdrawn before"):
        archive.withdraw("a/zh@v2", "again")
    with pytest.raises(errors.InvalidValue, match="say why"):
        archive.withdraw("a/zh@v1", " ")
    assert archive.checkpoint() == before


# Renaming


def test_a_renamed_document_is_found_under_both_keys(archive: provrepo.Repository) -> None:
    """Old references go on resolving, and show the new name."""
    old = archive.version("a/zh@v1")
    assert archive.rename("a", "border-cable").key == "border-cable"
    for key in ("a", "border-cable"):
        found = archive.version(f"{key}/zh@v1")
        assert (found.id, found.record.document) == (old.id, "a")
        assert found.reference == "border-cable/transcription:zh@v1"
        assert archive.document(key).key == "border-cable"
    assert archive.keys() == ["border-cable"]
    assert list(archive.verify()) == []


def test_histories_bases_and_metadata_go_on_after_a_renaming(
    archive: provrepo.Repository,
) -> None:
    """New versions have the new key; staleness and metadata see one document."""
    archive.rename("a", "b")
    made = archive.ingest("外交部!".encode(), document="a", text="transcription:zh").version
    assert (made.record.document, made.record.number) == ("b", 3)
    assert made.record.parent == archive.version("a/zh@v2").id
    (stale,) = archive.status().stale
    assert stale.command.startswith("provrepo revise b/translation:en --based-on b/transcription")
    new_text = archive.ingest(b"x", document="a", text="translation:fr").version
    assert new_text.record.document == "b"
    assert (archive.citation("b/fr") or {})["title"] == "A [cable]"
    assert [one.record.document for one in archive.history("b/zh")] == ["b", "a", "a"]
    assert list(archive.verify()) == []


def test_a_document_can_be_renamed_again_and_back(archive: provrepo.Repository) -> None:
    """Each record keeps the key of its time; all keys lead to the document."""
    archive.rename("a", "b")
    archive.ingest(b"1", document="a", text="transcription:zh")
    archive.rename("a", "c")
    archive.ingest(b"2", document="a", text="transcription:zh")
    archive.rename("c", "a", "it was right")
    archive.ingest(b"3", document="a", text="transcription:zh")
    written = [one.record.document for one in archive.history("b/zh")]
    assert written == ["a", "c", "b", "a", "a"]
    assert list(archive.verify()) == []
    for number in range(1, 6):
        assert check(archive.prove(f"c/zh@v{number}")).record["number"] == number


def test_a_taken_or_unknown_key_is_refused(archive: provrepo.Repository) -> None:
    """Neither a key in use nor a former one can be given to another document."""
    archive.ingest(b"x", document="other", text="transcription:en")
    archive.rename("a", "b")
    before = archive.checkpoint()
    for old, new in (("b", "other"), ("other", "a"), ("b", "b"), ("b", "No Key")):
        with pytest.raises(errors.InvalidValue):
            archive.rename(old, new)
    with pytest.raises(errors.NotFound):
        archive.rename("nothing", "c")
    assert archive.checkpoint() == before


def test_a_writer_who_did_not_see_the_renaming_writes_under_the_new_key(tmp_path: Path) -> None:
    """The old key never becomes a second document."""
    path = tmp_path / "provrepo.db"
    with provrepo.create(path) as one, provrepo.open(path) as two:
        one.ingest(b"x", document="a", text="transcription:zh")
        two.version("a")
        one.rename("a", "b")
        assert (
            two.ingest(b"y", document="a", text="transcription:zh").version.reference
            == "b/transcription:zh@v2"
        )
        assert one.keys() == ["b"]


# Damage


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM withdrawal",
        "DELETE FROM former_key",
        "INSERT INTO withdrawal VALUES (1, 4)",
        "UPDATE withdrawal SET event = 5",
        "UPDATE withdrawal SET sequence = 1",
        "UPDATE former_key SET key = 'x'",
        "UPDATE former_key SET until = until - 1",
        "UPDATE former_key SET document_id = 2",
        "UPDATE document SET key = 'x' WHERE key = 'b'",
        "INSERT INTO former_key VALUES (1, 2, 'z')",
    ],
)
def test_what_an_event_did_is_held_to_the_event(tmp_path: Path, damage: str) -> None:
    """A withdrawal or a former key without its event is damage, and so is the reverse."""
    with provrepo.create(tmp_path / "x.db") as repository:
        repository.ingest(b"x", document="a", text="transcription:zh")
        repository.ingest(b"y", document="a", text="transcription:zh")
        repository.ingest(b"y", document="other", text="transcription:en")
        repository.withdraw("a@v2", "wrong")
        repository.rename("a", "b")
        repository.ingest(b"z", document="a", text="transcription:zh")
        assert list(repository.verify()) == []
    with sqlite3.connect(tmp_path / "x.db") as connection:
        connection.execute(damage)
    with provrepo.open(tmp_path / "x.db") as repository:
        assert "event" in {one.code for one in repository.verify()}


def test_the_commands(run: CommandLine) -> None:
    """At the shell each says what it did; the log shows the reason."""
    run("init")
    for text in (b"x", b"y"):
        run("ingest", "-", "--document", "a", "--text", "translation:en", stdin=text)
    done = run("withdraw", "a", "--reason", "typed [twice]")
    assert (done.returncode, done.stderr[:29]) == (0, b"withdrawn: a/translation:en@v")
    assert run("show", "a").stdout == b"x"
    assert b"withdrawn: typed [twice]" in run("log", "a").stdout
    assert run("rename", "a", "b").stderr == b"renamed: a is b now\n"
    assert run("show", "a@v2").stdout == run("show", "b@v2").stdout == b"y"
    run("withdraw", "b@v1", "--reason", "wrong")
    assert b"translation:en v2 (withdrawn)" in run("list").stdout
    assert run("log", "a").stdout.count(b"withdrawn: ") == 2
    assert run("verify").returncode == 0
    for wrong in (("withdraw", "a"), ("withdraw", "a@v2", "--reason", "x"), ("rename", "c", "d")):
        refused = run(*wrong)
        assert (refused.returncode, refused.stderr.count(b"\n")) == (2, 1)
