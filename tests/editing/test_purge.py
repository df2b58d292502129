"""Purging: the bytes are gone from the file, all else stays, and it is proved what was removed."""

from __future__ import annotations

import sqlite3
import zlib
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

import provrepo
from provrepo import errors
from provrepo.clock import fixed_clock
from provrepo.editing.changes import Changes
from provrepo.notes import NoteDraft
from provrepo.receipt import check
from provrepo.store import event_queries, events
from provrepo.store.events import Attribution
from provrepo.store.records import Agent
from tests.conftest import NOON, CommandLine
from tests.store.sample import AT

WORDS = "the informant Hong Gildong of 김책 lives in [Andong]. "
LONG = "\ufeff" + WORDS * 300


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the path of a repository whose second version is to be purged."""
    path = tmp_path / "provrepo.db"
    with provrepo.create(path, clock=fixed_clock(NOON)) as repository:
        said = Changes(fields={"title": "A cable"}, agents=("Wang Li <w@example.org>:transcriber",))
        for number in range(30):  # pages are split and moved
            repository.ingest(b"%d " % number * 500, document=f"d{number}", text="translation:en")
        repository.ingest(b"harmless", said, document="a", text="transcription:en")
        repository.ingest(LONG.encode("utf-16-le"), document="a", text="transcription:en")
        repository.ingest(WORDS.encode(), document="b", text="transcription:en")
        repository.ingest(b"harmless again", said, document="a", text="transcription:en")
    return path


def files(path: Path) -> bytes:
    """Return all bytes of the database, its log and whatever else lies beside it."""
    return b"".join(one.read_bytes() for one in path.parent.iterdir() if path.name in one.name)


def packed(text: str) -> bytes:
    """Return the middle of the compressed form of a text."""
    return zlib.compress(text.encode(), 9)[8:-8]


def stored(path: Path, text: str) -> bytes:
    """Return the bytes as which the database keeps a content."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        name = sha256(text.encode()).digest()
        ((data,),) = database.execute("SELECT data FROM content WHERE digest = ?", (name,))
    database.close()
    return bytes(data)


def test_the_bytes_are_gone_from_database_and_log(path: Path) -> None:
    """Neither the words nor their compressed form stand anywhere in the files, also while open."""
    assert WORDS.encode() in files(path)
    kept = stored(path, LONG)
    assert len(kept) > 32
    assert kept in files(path)
    assert zlib.compress(LONG.encode("utf-16-le"), 9)[8:-8] in files(path)
    with provrepo.open(path) as repository:
        first = repository.purge("a@v2", "no permission")
        assert [one.kind for one in first.purged] == ["content", "file"]
        second = repository.purge("b", "no permission")
        assert first.complete
        assert second.complete
        for left in (WORDS.encode(), kept, packed(LONG), packed(WORDS)):
            assert left not in files(path)
        assert zlib.compress(LONG.encode("utf-16-le"), 9)[8:-8] not in files(path)
        assert b"Gildong" not in files(path)
        assert list(repository.verify()) == []


def test_all_else_stays_as_it_was(path: Path) -> None:
    """Ids, history, other contents, receipts and a kept checkpoint go on being right."""
    with provrepo.open(path) as repository:
        kept, before = repository.checkpoint(), repository.history("a")
        record = repository.version("a@v2").record.canonical()
        repository.purge("a@v2", "no permission")
        after = repository.history("a")
        assert [version.marks for version in after] == [{}, {"purged": "no permission"}, {}]
        assert [replace(version, purged=()) for version in after] == before
        assert repository.version("a@v2").record.canonical() == record
        assert repository.content("a@v1") == "harmless"
        assert repository.content("a") == "harmless again"
        assert list(repository.verify(kept)) == []
        checked = check(repository.prove("a@v2"), LONG.encode())
        assert checked.file == "content"  # who has it elsewhere can still prove what it was


def test_reading_it_is_one_clear_error(path: Path) -> None:
    """The error says when and why; citing, listing and status go on."""
    with provrepo.open(path, clock=fixed_clock(NOON)) as repository:
        repository.purge("a@v2", "no [permission]")
        for read in (repository.content, repository.file):
            with pytest.raises(errors.Purged, match=r"was purged on 2026-11-24: no \[perm"):
                read("a@v2")
        with pytest.raises(errors.Purged):
            repository.collate(["a@v1", "a@v2"])
        compared = repository.diff("a@v1..v2")
        assert compared.record is not None
        assert compared.record.not_compared == ("text",)
        with pytest.raises(errors.Purged):
            repository.restore("a@v2")
        assert repository.cite(["a@v2"])[0].version.record.number == 2
        assert list(repository.documents())
        assert repository.status().documents == 32


def test_work_goes_on_where_the_newest_content_was_purged(path: Path) -> None:
    """A new file makes the next version; a new version of the purged text is refused."""
    with provrepo.open(path) as repository:
        repository.purge("b", "no permission")
        with pytest.raises(errors.Purged):
            repository.revise("b", Changes(fields={"title": "x"}))
        made = repository.ingest(b"cleared", document="b", text="transcription:en").version
        assert (made.record.number, repository.content("b")) == (2, "cleared")
        with pytest.raises(errors.Purged, match="no permission"):
            repository.ingest(WORDS.encode(), document="c", text="transcription:en")
        assert list(repository.verify()) == []


def test_what_several_versions_share_needs_everywhere(path: Path) -> None:
    """The error lists them, and nothing is changed; with everywhere it is gone from all."""
    with provrepo.open(path) as repository:
        repository.add_note("b", NoteDraft("Who is that?", quote="Hong Gildong"))
        before = repository.checkpoint()
        with pytest.raises(errors.InvalidValue, match=r"2 versions \(b/transcription:en@v1, b/"):
            repository.purge("b@v1", "no permission")
        assert repository.checkpoint() == before
        removal = repository.purge("b@v1", "no permission", everywhere=True)
        assert "b/transcription:en@v2 --notes" in removal.warnings[0]
        quoting = packed(repository.notes("b@v2").canonical().decode())
        assert quoting in files(path)
        repository.purge("b@v2", "it quotes it", part="notes")
        assert quoting not in files(path)
        with pytest.raises(errors.Purged):
            repository.notes("b@v2")
        assert repository.ingest(b"new", document="b", text="transcription:en").status == "changed"
        assert list(repository.verify()) == []


def test_a_name_is_purged_from_the_whole_repository(path: Path) -> None:
    """The name is gone, the versions go on, and the same name later is another agent."""
    with provrepo.open(path) as repository:
        old = repository.version("a@v1").record.agents
        repository.purge("a@v1", "asked for it", agent="Wang Li <w@example.org>")
        assert b"Wang Li" not in files(path)
        assert b"w@example.org" not in files(path)
        assert [one.name for one in repository.version("a").contributions] == ["[purged]"]
        again = Changes(agents=("Wang Li <w@example.org>:editor",))
        made = repository.ingest(b"new", again, document="a", text="transcription:en").version
        assert made.record.agents[0].agent != old[0].agent
        assert list(repository.verify()) == []
        with pytest.raises(errors.NotFound):
            repository.purge("a@v1", "x", agent="Nobody")


def add_people(repository: provrepo.Repository) -> None:
    """Let people be named by versions, by a note alone, and by an event alone."""
    namesakes = Changes(agents=("Kim:editor", "Kim <k@example.org>:reviewer"))
    repository.ingest(b"by two", namesakes, document="k", text="transcription:en")
    noted = Changes(agents=("Noted Only:editor",))
    repository.add_note("k", NoteDraft("A note"), noted)
    repository.ingest(b"by nobody", document="k", text="transcription:en")
    withdrawing = Attribution(Agent("Event Only", "e@example.org", "person", "0" * 32), "editor")
    version = repository.version("k@v1").id
    events.withdraw(repository._database, version, "x", AT, [withdrawing])  # noqa: SLF001


def test_a_name_is_purged_without_naming_a_version(path: Path) -> None:
    """Wherever it stands: in versions, in notes alone, in events alone. Who named it is kept."""
    with provrepo.open(path) as repository:
        add_people(repository)
        before = repository.checkpoint()
        for name, bytes_gone in (
            ("Wang Li", b"w@example.org"),
            ("Noted Only", b"Noted Only"),
            ("Event Only <e@example.org>", b"e@example.org"),
        ):
            assert bytes_gone in files(path)
            removal = repository.purge(None, "asked for it", agent=name)
            assert (removal.reference, removal.as_json()["reference"]) == (None, None)
            assert [target.kind for target in removal.purged] == ["agent"]
            assert bytes_gone not in files(path)
            with pytest.raises(errors.NotFound, match="in the repository"):
                repository.purge(None, "again", agent=name)
        assert list(repository.verify(before)) == []
        database = repository._database  # noqa: SLF001
        purges = [one.event for one in event_queries.named(database, "purge")]
        versions = [one.id for one in repository.history("a")
                    if one.record.agents or one.record.number == 2]  # fmt: skip
        withdrawals = [one.id for one in event_queries.named(database, "withdraw")]
        named = [set(event.targets) for event in purges]
        assert named[0] <= set(versions)
        assert named[0]
        assert named[2] == set(withdrawals)
        assert [by.name for by in repository.version("a@v1").contributions] == ["[purged]"]


def test_several_of_one_name_are_told_apart(path: Path) -> None:
    """The error lists them as they can be written; ``<>`` is the one without an identifier."""
    with provrepo.open(path) as repository:
        add_people(repository)
        for reference in (None, "k@v1"):
            with pytest.raises(errors.Ambiguous, match=r"Kim <>.*Kim <k@example.org>") as caught:
                repository.purge(reference, "asked", agent="Kim")
            assert len(caught.value.candidates) == 2
        repository.purge(None, "asked", agent="Kim <>")
        assert [by.name for by in repository.version("k@v1").contributions] == ["[purged]", "Kim"]
        repository.purge("k@v1", "asked", agent=" Kim ")  # the only one that is left
        assert [by.name for by in repository.version("k@v1").contributions] == ["[purged]"] * 2
        assert list(repository.verify()) == []


def test_with_a_version_it_is_one_who_is_named_there(path: Path) -> None:
    """By the version or by its notes; somebody named elsewhere only is not found."""
    with provrepo.open(path) as repository:
        add_people(repository)
        with pytest.raises(errors.NotFound, match="in a/transcription:en@v1"):
            repository.purge("a@v1", "asked", agent="Kim")
        with pytest.raises(errors.InvalidValue, match="write"):
            repository.purge(None, "asked", agent="<k@example.org>")
        with pytest.raises(errors.InvalidValue, match="name a version"):
            repository.purge(None, "asked")
        removal = repository.purge("k@v2", "asked", agent="Noted Only")
        assert removal.reference == "k/transcription:en@v2"
        assert b"Noted Only" not in files(path)


def test_citation_metadata_can_be_purged(path: Path) -> None:
    """The next version has none, and can have others."""
    with provrepo.open(path) as repository:
        repository.purge("a@v1", "wrong", part="citation", everywhere=True)
        with pytest.raises(errors.Purged):
            repository.citation("a@v1")
        made = repository.ingest(b"new", document="a", text="transcription:en").version
        assert made.record.citation is None
        assert repository.document("a").title is None
        with pytest.raises(errors.NotFound):
            repository.purge("a", "nothing there", part="citation")
        with pytest.raises(errors.NotFound):
            repository.purge("a", "nothing there", part="notes")
        assert list(repository.verify()) == []


def test_a_reader_in_between_makes_it_incomplete_and_the_next_run_completes_it(path: Path) -> None:
    """While another process reads, the log cannot be emptied: that is said, and can be made up."""
    with provrepo.open(path, wait=0.1) as repository:
        reader = sqlite3.connect(path, isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM record").fetchone()
        removal = repository.purge("b", "no permission")
        assert not removal.complete
        assert "give the same command again" in removal.warnings[-1]
        with pytest.raises(errors.Purged):
            repository.content("b")
        reader.execute("COMMIT")
        reader.close()
        size = repository.checkpoint().size
        assert repository.purge("b", "no permission").complete
        assert repository.checkpoint().size == size
        assert packed(WORDS) not in files(path)
        assert WORDS.encode() not in files(path)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE content SET codec = 2, size = 0, data = x'' WHERE size = 8",
        "UPDATE object SET codec = 2, size = 0, data = x'' WHERE kind = 'citation'",
        "UPDATE agent SET name = NULL",
        "UPDATE content SET codec = 0 WHERE codec = 2",
        "UPDATE content SET data = x'00' WHERE codec = 2",
        "UPDATE content SET size = 1 WHERE codec = 2",
    ],
)
def test_a_purge_without_its_event_is_damage(path: Path, damage: str) -> None:
    """Who empties a row behind the program's back is found, and so is who fills one."""
    with provrepo.open(path) as repository:
        repository.purge("b", "no permission")
    with sqlite3.connect(path) as connection:
        connection.execute(damage)
    with provrepo.open(path) as repository:
        assert {one.code for one in repository.verify()} & {"event", "content"}


def test_the_command(tmp_path: Path, run: CommandLine) -> None:
    """It says what is gone; reading it is one line."""
    run("init")
    source = ("--document", "a", "--text", "translation:en", "--agent", "Ada Sample:translator")
    run("ingest", "-", *source, stdin=WORDS.encode())
    for arguments in (["a"], ["--reason", "x"]):
        refused = run("purge", *arguments)
        assert (refused.returncode, refused.stderr.count(b"\n")) == (2, 1)
    refused = run("purge", "a")
    assert (refused.returncode, refused.stderr.count(b"\n")) == (2, 1)
    done = run("purge", "a", "--reason", "no permission")
    assert (done.returncode, done.stderr[:15]) == (0, b"purged: content")
    shown = run("show", "a")
    assert (shown.returncode, shown.stdout, shown.stderr.count(b"\n")) == (2, b"", 1)
    assert b"no permission" in shown.stderr
    done = run("purge", "--agent", "Ada Sample", "--reason", "asked for it")
    assert (done.returncode, done.stderr.count(b"\n")) == (0, 1)
    assert done.stderr.startswith(b"purged: agent ")
    assert done.stderr.endswith(b" of the repository\n")
    assert run("verify").returncode == 0
    assert WORDS.encode() not in files(tmp_path / "provrepo.db")
