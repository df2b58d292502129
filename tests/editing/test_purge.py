"""Purging: the bytes are gone from the file, all else stays, and it is proved what was removed."""

from __future__ import annotations

import sqlite3
import zlib
from hashlib import sha256
from pathlib import Path

import pytest

import provrepo
from provrepo import errors
from provrepo.clock import fixed_clock
from provrepo.editing.changes import Changes
from provrepo.notes import NoteDraft
from provrepo.receipt import check
from tests.conftest import NOON, CommandLine

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
        assert repository.history("a") == before
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
            repository.diff("a@v1..v2")
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
        with pytest.raises(errors.InvalidValue, match="was purged here"):
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
    run("ingest", "-", "--document", "a", "--text", "translation:en", stdin=WORDS.encode())
    refused = run("purge", "a")
    assert (refused.returncode, refused.stderr.count(b"\n")) == (2, 1)
    done = run("purge", "a", "--reason", "no permission")
    assert (done.returncode, done.stderr[:15]) == (0, b"purged: content")
    shown = run("show", "a")
    assert (shown.returncode, shown.stdout, shown.stderr.count(b"\n")) == (2, b"", 1)
    assert b"no permission" in shown.stderr
    assert run("verify").returncode == 0
    assert WORDS.encode() not in files(tmp_path / "provrepo.db")
