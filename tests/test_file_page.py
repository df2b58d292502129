"""docs/file.md: a stranger reads a repository with it, and finds whatever is damaged."""

from __future__ import annotations

import ast
import hashlib
import io
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import provrepo
from provrepo.clock import fixed_clock
from provrepo.editing.changes import Changes
from provrepo.notes import NoteDraft
from provrepo.store import contents
from provrepo.store.other_records import append_opaque
from tests.conftest import NOON
from tests.faults.test_tampering import COLUMNS, other_values
from tests.formats.office import word
from tests.seeds import seed
from tests.shared import SHARED, needs
from tests.store.sample import say_everything

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "file.md").read_text("utf-8")
(PROGRAM,) = re.findall(r"(?s)```python\n(.*?)```", PAGE)
CODE = compile(PROGRAM, "read_repository.py", "exec")


def reads(path: Path, *identity: str) -> bytes | None:
    """Return what the program on the page prints of a file, None where it fails.

    It runs in this process, as there are hundreds of files; that it runs by itself is another test.
    """
    printed = io.TextIOWrapper(io.BytesIO(), "utf-8")
    names: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["read_repository.py", str(path), *identity])
        patch.setattr(sys, "stdout", printed)
        try:
            exec(CODE, names)  # noqa: S102 - our own page
        except (SystemExit, sqlite3.Error, zlib.error, ValueError, TypeError, OverflowError):
            return None
        except (RecursionError, OSError):
            return None
        finally:
            with suppress(KeyError, sqlite3.Error):
                names["database"].close()
    printed.flush()
    buffer = printed.detach()
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue()


def made(path: Path, words: int) -> Path:
    """Make a repository with rows in every table, every column and every codec.

    Its longest text has that many ``words``, of seven characters on average.
    """
    chance = random.Random(3)  # noqa: S311 - replays with its seed
    syllables = ["ba", "de", "ki", "lo", "mu", "no", "外交", "部致", "驻", "使馆"]
    vocabulary = ["".join(chance.choices(syllables, k=3)) for _ in range(5000)]
    text = chance.choices(vocabulary, k=words)
    with provrepo.create(path, clock=fixed_clock(NOON), origin="example.edu/t") as repository:
        said = Changes(
            agents=("Wang [王] <w@example.org>:transcriber", "Kim:editor"),
            fields={"title": 'A "quoted" \\ title\n'},
            message="first\tline\nsecond \x1b \x7f 📄",
        )
        source = "外交部 [1961]\r\n".encode("gb18030")
        repository.ingest(
            source, said, document="a", text="transcription:zh:trad", encoding="gb18030"
        )
        based = Changes(
            based_on=("a/zh", "label:film", "https://example.org/x", "sha256:" + "ab" * 32),
            agents=("Li:translator",),
            created="1961-05",
        )
        repository.ingest(b"Foreign Ministry " * 50, based, document="a", text="translation:en")
        repository.add_note("a/zh", NoteDraft("A note", quote="交"))
        for number in range(30):
            repository.ingest(b"%d" % number, document="b", text="translation:en")
        for key, revised in (("long", text), ("mid", text[:1500])):
            for number in range(12):
                place = chance.randrange(len(revised))
                revised[place:place] = revised[place // 2 : place // 2 + 30]  # now it stands twice
                revised[chance.randrange(len(revised))] = f"changed{number}"
                repository.ingest(" ".join(revised).encode(), document=key, text="transcription:en")
        office = path.with_name("w.docx")
        office.write_bytes(word("<w:p><w:r><w:t>Read from Word</w:t></w:r></w:p>"))
        repository.ingest(office, document="office", text="transcription:en")
        repository.withdraw("b@v3", "wrong")
        for reference in ("b@v5", "mid@v4"):
            repository.purge(reference, "no permission")
        repository.purge(None, "asked for it", agent="Li")
        for old, new in (("b", "c"), ("c", "e"), ("a", "d")):
            repository.rename(old, new)
        repository.ingest(b"last", document="e", text="translation:en")
        repository.ingest("短".encode(), document="retexted", text="transcription:en")
        say_everything(repository, "d", "e", "retexted")
        with repository._database.transaction() as transaction:  # noqa: SLF001
            append_opaque(transaction, b'{"format":"provrepo/2"}')
        assert list(repository.verify()) == []
    return path


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return such a repository with a text of more than a megabyte."""
    return made(tmp_path_factory.mktemp("whole") / "provrepo.db", 120_000)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return such a repository with a text just long enough for deltas, to be damaged often."""
    return made(tmp_path_factory.mktemp("small") / "provrepo.db", 4000)


def versions(repository: provrepo.Repository) -> Iterator[provrepo.Version]:
    """Yield all versions of a repository."""
    for document in repository.documents():
        for text in document.texts:
            yield from repository.history(text.reference)


def assert_read_as_shown(path: Path) -> int:
    """Compare all that the program reads of a file with what provrepo shows; return how much."""
    count = 0
    with provrepo.open(path) as repository:
        printed = reads(path)
        assert printed is not None
        assert printed.decode() == str(repository.checkpoint())
        for version in versions(repository):
            try:
                shown = repository.content(version.id).encode()
            except provrepo.Purged:
                assert reads(path, version.id) is None
                continue
            assert reads(path, version.id) == shown
            count += 1
    return count


def test_the_program_is_short_and_needs_nothing() -> None:
    """At most 150 lines, of the standard library alone."""
    assert len(PROGRAM.splitlines()) <= 150
    imported = {
        name.name if isinstance(node, ast.Import) else str(node.module)
        for node in ast.walk(ast.parse(PROGRAM))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    }
    assert {name.partition(".")[0] for name in imported} <= set(sys.stdlib_module_names)


def test_it_reads_everything_as_provrepo_shows_it(whole: Path) -> None:
    """Every text, in every codec, one of a megabyte among them; and the checkpoint."""
    assert assert_read_as_shown(whole) > 50
    with closing(sqlite3.connect(whole)) as connection:
        codecs = connection.execute("SELECT DISTINCT codec FROM content").fetchall()
        assert {codec for (codec,) in codecs} == {0, 1, 2, 3, 4}
        (longest,) = connection.execute("SELECT max(size) FROM content WHERE codec = 4").fetchone()
        assert longest > 1_000_000
        tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        for (table,) in tables.fetchall():
            (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
            assert count, table


def test_it_runs_by_itself(whole: Path, tmp_path: Path) -> None:
    """Saved as the page says, with a plain Python, it prints a text and the checkpoint."""
    (tmp_path / "read_repository.py").write_text(PROGRAM, "utf-8")

    def program(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-I", "-S", "-W", "error", "read_repository.py", *arguments]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)

    with provrepo.open(whole) as repository:
        version = repository.version("long@v12")
        done = program(str(whole), version.id[:12])
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout == repository.content("long@v12").encode()
        done = program(str(whole))
        assert (done.returncode, done.stdout) == (0, str(repository.checkpoint()).encode())
    for arguments in ((str(tmp_path / "read_repository.py"),), (str(whole), "ffffffffffff")):
        assert program(*arguments).returncode == 1


def test_it_reads_older_and_copied_repositories(whole: Path, tmp_path: Path) -> None:
    """Schema 1 as it is and after the upgrade, a copy of the same origin, one of its own."""
    old = tmp_path / "old.db"
    shutil.copy(ROOT / "tests" / "store" / "fixtures" / "schema-1.db", old)
    assert assert_read_as_shown(old) > 5
    with provrepo.open(old) as repository:
        repository.ingest(b"new", document="new", text="transcription:en")
    assert assert_read_as_shown(old) > 5
    with provrepo.open(whole) as repository:
        repository.copy_to(tmp_path / "same.db")
        repository.copy_to(tmp_path / "other.db", new_origin="example.edu/other")
    assert reads(tmp_path / "same.db") == reads(whole)
    assert_read_as_shown(tmp_path / "other.db")


@pytest.mark.slow
@needs("corpora", "pairs", "index.json")
def test_it_reads_real_texts(tmp_path: Path) -> None:
    """The revisions of editions, some of a megabyte, come out as `provrepo show` has them."""
    path = tmp_path / "provrepo.db"
    files = sorted((SHARED / "corpora" / "pairs").rglob("*.txt"))
    largest = sorted(files, key=lambda file: file.stat().st_size)[-12:]
    with provrepo.create(path) as repository:
        for number, file in enumerate([*files[:40], *largest]):
            key = f"d{number // 2}"
            repository.ingest(file.read_bytes(), document=key, text="transcription:en")
    assert assert_read_as_shown(path) > 30


def test_the_ledger_has_just_the_rows_of_the_page(tmp_path: Path) -> None:
    """Whatever the number of records: the program compares the rows with those that are due."""
    path = tmp_path / "provrepo.db"
    table = re.findall(r"(?m)^\| (\d) \| (\d+) \| [\d–]+ \|$", PAGE)
    with provrepo.create(path) as repository, closing(sqlite3.connect(path)) as connection:
        for size in range(1, 68):
            assert reads(path) == str(repository.checkpoint()).encode(), size
            if size == 21:
                rows = set(connection.execute("SELECT level, position FROM ledger"))
                assert rows == {(int(level), int(position)) for level, position in table}
            repository.ingest(b"%d" % size, document="a", text="transcription:en")


# What is damaged

UNREAD = ("event_target", "event_agent", "content.place", "version_agent.position",
          "version_basis.position")  # fmt: skip
"""What the page says that the program does not look at."""


@pytest.mark.parametrize("column", COLUMNS)
def test_it_finds_a_damaged_value(small: Path, tmp_path: Path, column: str) -> None:
    """One value of one row of each column is another one."""
    table, _, name = column.partition(".")
    if table in UNREAD or column in UNREAD:
        pytest.skip("the page says that it is not looked at")
    path = tmp_path / "damaged.db"
    shutil.copy(small, path)
    with closing(sqlite3.connect(path)) as connection:
        (kind, required), = (
            (kind, required)
            for _, found, kind, required, _, _ in connection.execute(f"PRAGMA table_info({table})")
            if found == name
        )  # fmt: skip
    for expression in other_values(kind, not required):
        shutil.copy(small, path)
        empty = "x''" if kind == "BLOB" else "''"
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            before = connection.total_changes
            connection.execute(
                f"UPDATE OR IGNORE {table} SET {name} = {expression.format(name, name)} "
                f"WHERE {name} IN (SELECT {name} FROM {table} WHERE {name} <> {empty} LIMIT 1)"
            )
            assert connection.total_changes > before
        assert reads(path) is None, expression


@pytest.mark.parametrize("table", sorted({column.partition(".")[0] for column in COLUMNS}))
def test_it_finds_a_missing_row(small: Path, tmp_path: Path, table: str) -> None:
    """The first, a middle and the last row of each table is deleted."""
    if table in UNREAD:
        pytest.skip("the page says that it is not looked at")
    path = tmp_path / "damaged.db"
    with closing(sqlite3.connect(small)) as connection:
        (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        info = connection.execute(f"PRAGMA table_info({table})").fetchall()
        keys = ", ".join(row[1] for row in info if row[5])
    for place in {0, count // 2, count - 1}:
        shutil.copy(small, path)
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            chosen = f"SELECT {keys} FROM {table} LIMIT 1 OFFSET {place}"
            connection.execute(f"DELETE FROM {table} WHERE ({keys}) IN ({chosen})")
        assert reads(path) is None, place


def test_it_finds_flipped_bits(small: Path, tmp_path: Path) -> None:
    """Whichever bit is flipped, it fails, or all texts and the root come out as they were."""
    chance = random.Random(seed())  # noqa: S311 - replays with its seed
    data = small.read_bytes()
    path = tmp_path / "damaged.db"
    with provrepo.open(small) as repository:
        checkpoint = str(repository.checkpoint()).encode()
        texts = {one.id: hashlib.sha256(reads(small, one.id) or b"").digest()
                 for one in versions(repository) if one.document != "long"}  # fmt: skip
    for number in range(25):
        place, bit = chance.randrange(len(data)), chance.randrange(8)
        path.write_bytes(data[:place] + bytes([data[place] ^ 1 << bit]) + data[place + 1 :])
        printed = reads(path)
        assert printed in (None, checkpoint), (number, place, bit)
        if printed is not None:
            again = {one: hashlib.sha256(reads(path, one) or b"").digest() for one in texts}
            assert again == texts, (number, place, bit)


# What the page says


def described() -> dict[str, list[tuple[str, str, bool]]]:
    """Return the tables of the page: their columns, the types of these, whether null may stand.

    A table is named by the last paragraph or heading before it that has a name of the code.
    """
    tables = {}
    parts = re.split(r"(?m)^\| column \| type .*\n", PAGE)
    for before, after in pairwise(parts):
        prose = [part for part in before.split("\n\n") if not part.startswith("|") and "`" in part]
        name = prose[-1].split("`")[1]
        block = after.partition("\n\n")[0]
        rows = re.findall(r"(?m)^\| `(\w+)` \| (\w+)( or null)? \|", block)
        tables[name] = [(column, kind, bool(null)) for column, kind, null in rows]
    return tables


def test_every_column_is_described(small: Path) -> None:
    """Each table of the file has its table on the page: all columns with type, null or not."""
    tables = described()
    with closing(sqlite3.connect(small)) as connection:
        names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        for (table,) in names.fetchall():
            info = connection.execute(f"PRAGMA table_info({table})").fetchall()
            # The number of a row is its key, which SQLite does not let be null.
            columns = [(row[1], row[2], not row[3] and not row[5]) for row in info]
            assert tables.pop(table) == columns, table
    assert tables == {}


BASE = b"The mail boat left at noon. The ferry waited for the tide. Nobody was hurt.\n"
TEXT = b"The ferry waited for the high tide. The mail boat left at noon. Nobody was hurt.\n"


def hexadecimal() -> list[bytes]:
    """Return the bytes of the page's blocks of hexadecimal digits."""
    blocks = re.findall(r"(?m)((?:^    (?:[0-9a-f]{2} *)+\n)+)", PAGE)
    return [bytes.fromhex(block) for block in blocks]


def test_the_examples_of_the_codecs_are_right() -> None:
    """The streams of the page make the text of the page, and the way without a dictionary works."""
    assert BASE.decode().strip() in PAGE
    assert TEXT.decode().strip() in PAGE
    dictionary, packed, unpacked = hexadecimal()
    assert contents.unpack(contents.DICTIONARY, len(TEXT), dictionary, BASE, "") == TEXT
    assert contents.unpack(contents.DELTA, len(TEXT), packed, BASE, "") == TEXT
    assert zlib.decompress(packed, -15) == unpacked
    stored = bytes.fromhex("004c00b3ff") + BASE
    assert zlib.decompress(stored + dictionary, -15) == BASE + TEXT


def test_the_queries_of_the_page_run(small: Path) -> None:
    """The list of versions has all of them; each chain leads to what needs no base."""
    block, chain = re.findall(r"(?m)((?:^    (?:SELECT|WITH|FROM|JOIN|    ).*\n)+)", PAGE)[:2]
    with closing(sqlite3.connect(small)) as connection:
        listed = connection.execute(block).fetchall()
        assert len(listed) == connection.execute("SELECT count(*) FROM version").fetchone()[0]
        for row, codec in connection.execute("SELECT id, codec FROM content").fetchall():
            links = connection.execute(chain.replace("id = 12", f"id = {row}")).fetchall()
            assert (links[0][0], links[0][2]) == (row, codec)
            assert links[-1][2] in (0, 1, 2)
            assert len(links) <= 22
