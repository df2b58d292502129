"""Copying a repository: nothing changes, it can be resumed, and what is no copy is left alone."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

import provrepo
from provrepo import errors
from provrepo.clock import fixed_clock
from provrepo.editing.changes import Changes
from provrepo.formats.draft import Draft
from provrepo.notes import NoteDraft
from provrepo.store import copy as copying
from provrepo.store import event_queries, events
from provrepo.store.engines import connect
from provrepo.store.records import Text
from tests.conftest import NOON, CommandLine, also_postgres, another
from tests.faults.children import Child
from tests.seeds import seed
from tests.store import old
from tests.store.sample import AT, say_everything

PAIRS = [
    pytest.param(one, other, marks=[] if one == "sqlite" else pytest.mark.slow)
    for one in ("sqlite", "postgres")
    for other in ("sqlite", "postgres")
]

Place = Callable[[str, str], str]


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Return a function from an engine and a name to where a repository can be made."""
    places: dict[tuple[str, str], str] = {}

    def named(engine: str, name: str) -> str:
        if (engine, name) not in places:
            places[engine, name] = another(engine, request, tmp_path / f"{name}.db")
        return places[engine, name]

    return named


def fill(repository: provrepo.Repository) -> None:
    """Write something of every kind."""
    said = Changes(agents=("Wang <w>:transcriber", "Kim:editor"), fields={"title": "A"})
    repository.ingest("外交部 [x]".encode("utf-16"), said, document="a", text="transcription:zh")
    based = Changes(based_on=("a/zh", "label:film", "https://example.org/x", "sha256:" + "ab" * 32))
    repository.ingest(b"Foreign Ministry " * 50, based, document="a", text="translation:en")
    repository.add_note("a/zh", NoteDraft("A note", quote="交"))
    drafts = [
        Draft(content=f"{number} " * 400, document="b", text="translation:en")
        for number in range(40)
    ]
    assert len(list(repository.ingest_drafts(drafts))) == 40
    repository.withdraw("b@v3", "wrong")
    repository.purge("b@v5", "no permission")
    repository.rename("b", "c")
    repository.ingest(b"words", document="e", text="transcription:en")
    say_everything(repository, "a", "c", "e")


def everything(repository: provrepo.Repository) -> list[object]:
    """Return all that can be read."""
    found: list[object] = [str(repository.checkpoint()), repository.status().as_json()]
    found += event_queries.named(repository._database)  # noqa: SLF001
    for document in repository.documents():
        for text in document.texts:
            for version in repository.history(text.reference.partition("@")[0]):
                found.append(version.as_json())
                found.append(str(repository.prove(version.id)))
                for read in (repository.content, repository.notes, repository.citation):
                    try:
                        found.append(read(version.id))
                    except errors.Purged as error:
                        found.append(str(error))
    return found


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_nothing_changes_between_any_two_engines(place: Place, one: str, other: str) -> None:
    """Ids, events, contents, receipts and the root are the same there and back again."""
    with provrepo.create(place(one, "from"), clock=fixed_clock(NOON)) as repository:
        fill(repository)
        done: list[int] = []
        totals: list[int] = []
        made = repository.copy_to(place(other, "to"), begin=totals.append, tick=done.append)
        assert made == repository.checkpoint()
        assert sum(done) == totals[0]
        before = everything(repository)
    with provrepo.open(place(other, "to"), clock=fixed_clock(NOON)) as copy:
        assert everything(copy) == before
        copy.ingest(b"goes on", document="new", text="transcription:en")
        copy.ingest(b"goes on too", document="c", text="translation:en")
        made = copy.copy_to(place(one, "back"))
        assert list(copy.verify()) == []
    with provrepo.open(place(one, "back")) as back:
        assert back.checkpoint() == made
        assert back.content("c") == "goes on too"


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_an_older_copy_is_brought_up_to_date(place: Place, one: str, other: str) -> None:
    """What was purged, withdrawn and renamed since is so in the copy as well."""
    source, target = place(one, "from"), place(other, "to")
    with provrepo.create(source, clock=fixed_clock(NOON)) as repository:
        fill(repository)
        repository.copy_to(target)
        repository.rename("c", "d")
        repository.purge("d@v8", "no permission")
        repository.purge("a/zh@v1", "asked for it", agent="Wang <w>")
        repository.purge(None, "asked for it", agent="Ada Sample")
        events.retext(repository._database, "e", Text("transcription", "de"),  # noqa: SLF001
                      Text("transcription", "de", "x"), AT)  # fmt: skip
        repository.ingest(
            b"later", Changes(agents=("Wang <w>:editor",)), document="a", text="translation:en"
        )
        repository.withdraw("d@v9", "wrong")
        made = repository.copy_to(target)
        assert made == repository.checkpoint()
        assert repository.copy_to(target) == made  # nothing is left to do
        before = everything(repository)
    with provrepo.open(target) as copy:
        assert everything(copy) == before
        assert list(copy.verify(made)) == []


def test_what_is_no_copy_is_left_alone(place: Place, tmp_path: Path) -> None:
    """Another repository, one that is ahead, one that went its own way, and the same one."""
    source, target = place("sqlite", "from"), place("sqlite", "to")
    with provrepo.create(source) as repository:
        repository.ingest(b"one", document="a", text="transcription:en")
        with provrepo.create(target) as other:
            with pytest.raises(errors.OtherRepository, match="holds another repository"):
                repository.copy_to(target)
            assert list(other.verify()) == []
        repository.copy_to(place("sqlite", "ahead"))
        with provrepo.open(place("sqlite", "ahead")) as ahead:
            ahead.ingest(b"two", document="a", text="transcription:en")
            kept = ahead.checkpoint()
            with pytest.raises(errors.OtherRepository, match="is ahead: it has 3 records"):
                repository.copy_to(ahead.location)
            repository.ingest(b"another", document="a", text="transcription:en")
            with pytest.raises(errors.OtherRepository, match="its own way: since record 2"):
                repository.copy_to(ahead.location)
            assert list(ahead.verify(kept)) == []
        with pytest.raises(errors.OtherRepository, match="is the repository itself"):
            repository.copy_to(source)
        (tmp_path / "text").write_text("no database, but a text that is long enough")
        with pytest.raises(errors.NotARepository):
            repository.copy_to(tmp_path / "text")
        with pytest.raises(errors.RepositoryNotFound):
            repository.copy_to(tmp_path / "nowhere" / "x.db")
        (tmp_path / "empty").touch()
        assert repository.copy_to(tmp_path / "empty") == repository.checkpoint()


def test_an_unfinished_copy_cannot_be_opened(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until all is there and verified it says what it is, and how to go on."""
    monkeypatch.setattr(copying, "ROWS", 10)
    with provrepo.create(place("sqlite", "from")) as repository:
        fill(repository)
        for engine in ("sqlite", "postgres"):
            target = place(engine, "to")
            for steps in range(1, 30, 7):
                with pytest.raises(KeyboardInterrupt):
                    repository.copy_to(target, tick=interrupted(steps))
                with pytest.raises(errors.NotARepository, match="copy that was not finished"):
                    provrepo.open(target)
            assert repository.copy_to(target) == repository.checkpoint()
            with provrepo.open(target) as copy:
                assert list(copy.verify()) == []


def interrupted(steps: int) -> Callable[[int], None]:
    """Return a function that raises when it is called so often."""
    left = [steps]

    def tick(done: int) -> None:
        assert done >= 0
        left[0] -= 1
        if not left[0]:
            raise KeyboardInterrupt

    return tick


def test_damage_is_not_copied_unseen(place: Place) -> None:
    """A copy of what is damaged stays unfinished, and the error names the first damage."""
    import sqlite3

    source = place("sqlite", "from")
    with provrepo.create(source) as repository:
        fill(repository)
    with sqlite3.connect(source) as connection:
        connection.execute("UPDATE content SET data = x'00' WHERE id = 3")
    with provrepo.open(source) as repository:
        for engine in ("sqlite", "postgres"):
            with pytest.raises(errors.Damaged, match="content: content "):
                repository.copy_to(place(engine, "to"))
            with pytest.raises(errors.NotARepository):
                provrepo.open(place(engine, "to"))


@pytest.mark.parametrize("other", ["sqlite", also_postgres])
def test_a_copy_with_a_new_origin_goes_its_own_way(place: Place, other: str) -> None:
    """Record 0 names what it was copied from; old checkpoints go on proving what came before."""
    target = place(other, "to")
    with provrepo.create(place("sqlite", "from"), origin="example.edu/old") as repository:
        repository.ingest(b"one", document="a", text="transcription:en")
        early = repository.checkpoint()
        fill(repository)
        kept = repository.checkpoint()
        made = repository.copy_to(target, new_origin="example.edu/new")
        assert (made.origin, made.size) == ("example.edu/new", kept.size)
        assert made.root != kept.root
        with pytest.raises(errors.OtherRepository, match="holds another repository"):
            repository.copy_to(target)
        repository.ingest(b"later", document="a", text="transcription:en")
        repository.copy_to(target, new_origin="example.edu/new")
        ids = [one.id for one in repository.history("a/transcription:en")]
    with provrepo.open(target) as copy:
        assert copy.origin == "example.edu/new"
        assert [one.id for one in copy.history("a/transcription:en")] == ids
        for checkpoint in (early, kept, made):
            assert list(copy.verify(checkpoint)) == []
        forged = type(kept)(kept.origin, kept.size, early.root)
        assert [one.code for one in copy.verify(forged)] == ["checkpoint"]
        with pytest.raises(errors.NotProved):
            copy.prove("a/transcription:en@v1", kept)
        copy.prove("a/transcription:en@v1", made)
        again = copy.copy_to(place("sqlite", "again"), new_origin="example.edu/third")
    with provrepo.open(place("sqlite", "again")) as third:
        for checkpoint in (early, kept, made, again):
            assert list(third.verify(checkpoint)) == []


def test_a_new_origin_that_names_a_ledger_it_does_not_have_is_damage(tmp_path: Path) -> None:
    """The root that record 0 names is compared each time."""
    import sqlite3

    with provrepo.create(tmp_path / "a.db") as repository:
        repository.ingest(b"one", document="a", text="transcription:en")
        root = repository.checkpoint().root.hex()
        repository.copy_to(tmp_path / "b.db", new_origin="example.edu/b")
    with sqlite3.connect(tmp_path / "b.db") as connection:
        connection.execute("UPDATE event SET data = replace(data, ?, ?)", (root, "0" * 64))
    with provrepo.open(tmp_path / "b.db") as copy:
        found = {(one.code, one.place.split()[0]) for one in copy.verify()}
        assert {("record", "event"), ("ledger", "copied")} <= found


@pytest.mark.parametrize("engine", ["sqlite", also_postgres])
def test_a_copy_is_of_one_moment_while_others_write(place: Place, engine: str) -> None:
    """A backup of a live repository is whole, and a beginning of what it becomes."""
    source = place(engine, "from")
    with provrepo.create(source) as repository:
        fill(repository)
        stop = threading.Event()
        written: list[str] = []

        def write() -> None:
            with provrepo.open(source) as other:
                while not stop.is_set() or not written:
                    text = f"{len(written)} words".encode()
                    made = other.ingest(text, document="live", text="transcription:en")
                    written.append(made.version.id)

        writer = threading.Thread(target=write)
        writer.start()
        try:
            for number in range(3):
                kept = repository.copy_to(place("sqlite", f"backup{number}"))
        finally:
            stop.set()
            writer.join()
        assert written
        assert list(repository.verify(kept)) == []
        assert repository.copy_to(place("sqlite", "backup0")) == repository.checkpoint()


def copy_slowly(source: str, target: str) -> None:
    """Copy in many small steps, and print a line after each."""
    copying.ROWS = 50
    with provrepo.open(source) as repository:
        repository.copy_to(target, tick=lambda done: print(done, flush=True))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of os.fork
@pytest.mark.parametrize("other", ["sqlite", also_postgres])
def test_a_killed_copy_goes_on(place: Place, other: str) -> None:
    """After real SIGKILLs at random places the same copy is completed, and is whole."""
    chosen = seed()
    chance = random.Random(chosen)  # noqa: S311 - replays with its seed
    source, target = place("sqlite", "from"), place(other, "to")
    with provrepo.create(source) as repository:
        drafts = [
            Draft(content=f"{number} " * 40, document=f"d{number}", text="translation:en")
            for number in range(600)
        ]
        assert len(list(repository.ingest_drafts(drafts))) == 600
    for _ in range(3):
        with Child(copy_slowly, source, target) as child:
            for _ in range(chance.randrange(1, 80)):
                child.stdout.readline()
            child.kill()
            child.wait()
    with provrepo.open(source) as repository:
        assert repository.copy_to(target) == repository.checkpoint(), f"seed {chosen}"
    with provrepo.open(target) as copy:
        assert list(copy.verify()) == []
        assert len(copy.keys()) == 600


# From and to what version 0.1 wrote


def event_rows(url: str) -> list[tuple[object, ...]]:
    """Return what events name, as the database has it."""
    database = connect(url)
    rows = database.rows("SELECT * FROM event_target ORDER BY 1, 2")
    rows += database.rows("SELECT * FROM event_agent ORDER BY 1, 2")
    database.close()
    return rows


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_a_source_of_schema_1_stays_as_it_is_and_its_copy_has_the_tables_of_today(
    place: Place, one: str, other: str
) -> None:
    """The same ledger; brought up to date after the source was upgraded, it is the same, too."""
    source, target = old.place(place(one, "from")), place(other, "to")
    with provrepo.open(source) as repository:
        assert repository.copy_to(target) == old.CHECKPOINT
        assert repository.copy_to(target) == old.CHECKPOINT
        assert (old.schema(source), old.schema(target)) == (1, 2)
        withdrawn = old.VERSIONS["cable/translation:en@v2"]
        assert len(event_rows(target)) > 0
        with provrepo.open(target) as copy:
            assert list(copy.verify(old.CHECKPOINT)) == []
            assert everything(copy) == everything(repository)
            assert event_queries.about(copy._database, withdrawn)  # noqa: SLF001
        repository.withdraw("letter@v2", "x")
        made = repository.copy_to(target)
    assert event_rows(source) == event_rows(target)
    with provrepo.open(target) as copy:
        assert list(copy.verify(made)) == []


@pytest.mark.parametrize("other", ["sqlite", also_postgres])
def test_a_copy_that_version_0_1_made_is_upgraded(place: Place, other: str) -> None:
    """A complete one of the same, and one that it began and did not finish."""
    with provrepo.open(old.place(place("sqlite", "from"))) as repository:
        target = old.place(place(other, "complete"))
        assert repository.copy_to(target) == old.CHECKPOINT
        assert old.schema(target) == 2
        target = old.place(place(other, "begun"))
        database = connect(target)
        with database.transaction() as transaction:
            for table in ("event_target", "event_agent", "former_text"):
                transaction.run(f"DROP TABLE {table}")
            transaction.run("DROP INDEX ix_event_event")
            for table in ("version_agent", "version_basis", "withdrawal", "former_key"):
                transaction.run(f"DELETE FROM {table}")  # noqa: S608
            database.set_schema_version(transaction, -1)
        database.close()
        with pytest.raises(errors.NotARepository, match="not finished"):
            provrepo.open(target)
        assert repository.copy_to(target) == old.CHECKPOINT
        with provrepo.open(target) as copy:
            assert list(copy.verify(old.CHECKPOINT)) == []
            assert everything(copy) == everything(repository)


@pytest.mark.parametrize("other", ["sqlite", also_postgres])
def test_a_broken_off_copy_of_schema_1_goes_on(
    place: Place, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever it ended, also after the source was upgraded meanwhile."""
    monkeypatch.setattr(copying, "ROWS", 3)
    source = old.place(place("sqlite", "from"))
    for number, steps in enumerate((1, 10, 25)):
        target = place(other, f"to{number}")
        with provrepo.open(source) as repository:
            left = iter(range(steps))
            with pytest.raises(StopIteration):
                repository.copy_to(target, tick=lambda _, left=left: next(left))  # type: ignore[misc]
            with pytest.raises(errors.NotARepository):
                provrepo.open(target)
            if number == 2:
                repository.withdraw("letter@v2", "x")
            assert repository.copy_to(target) == repository.checkpoint()
        with provrepo.open(target) as copy:
            assert list(copy.verify(old.CHECKPOINT)) == []


def test_an_unfinished_copy_by_a_newer_provrepo_is_left_alone(place: Place) -> None:
    """What its tables are is not known here."""
    target = old.place(place("sqlite", "to"))
    database = connect(target)
    with database.transaction() as transaction:
        database.set_schema_version(transaction, -3)
    database.close()
    with (
        provrepo.open(old.place(place("sqlite", "from"))) as repository,
        pytest.raises(errors.OtherRepository, match="by a newer provrepo"),
    ):
        repository.copy_to(target)


def test_the_command(run: CommandLine, tmp_path: Path, place: Place) -> None:
    """It says what was copied and verified, and what is in the way, in one line."""
    run("init", "--origin", "example.edu/t")
    run("ingest", "-", "--document", "a", "--text", "translation:en", stdin=b"text")
    done = run("copy", "provrepo.db", "copy.db")
    assert done.returncode == 0, done.stderr
    assert done.stderr == b"copied and verified: records 2 of example.edu/t\n"
    url = place("postgres", "to")
    assert run("copy", "provrepo.db", url).returncode == 0
    assert run("show", "a", "--repo", url).stdout == b"text"
    assert run("copy", url, "back.db", "--json").returncode == 0
    assert run("checkpoint", "--repo", "back.db").stdout == run("checkpoint").stdout
    run(
        "ingest",
        "-",
        "--document",
        "a",
        "--text",
        "translation:en",
        "--repo",
        "back.db",
        stdin=b"x",
    )
    for wrong in (["back.db", "provrepo.db", "--new-origin", "a b"], ["provrepo.db", "back.db"],
                  ["nothing.db", "x.db"], ["provrepo.db", "provrepo.db"],
                  ["provrepo.db", str(tmp_path)]):  # fmt: skip
        refused = run("copy", *wrong)
        assert (refused.returncode, refused.stderr.count(b"\n")) == (2, 1), refused.stderr
    assert not (tmp_path / "x.db").exists()
