"""The store against git, sqlite3 and PostgreSQL: size, writing, reading, verifying; in one run.

`--quick` takes a tenth of the texts; `--million` builds a repository of a million versions, too.
"""

from __future__ import annotations

import argparse
import operator
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from histories import histories

import provrepo
from provrepo.editing.changes import Changes
from provrepo.errors import ProvrepoError
from provrepo.formats.draft import Draft
from provrepo.repository import Repository

RUNS = 3
SINGLE = 500
READS = 1000
NOW = 1_700_000_000

History = list[list[str]]


def main() -> None:
    """Print a table of measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--million", action="store_true")
    arguments = parser.parse_args()
    print(f"{'store':<46} {'ours':>10} {'peer':>10} {'ratio':>7} {'bar':>7}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _main_corpus(folder, 200 if arguments.quick else 2000)
        for label, texts, size, chinese in (
            ("60 KB, English", 20, 60_000, 0.0),
            ("60 KB, Chinese", 20, 60_000, 1.0),
            ("1 MB, English", 2, 1_000_000, 0.0),
            ("1 MB, Chinese", 2, 1_000_000, 1.0),
        ):
            _long_texts(folder, label, list(histories(texts, 20, size, chinese=chinese)))
        _server(folder, 200 if arguments.quick else 2000)
        if arguments.million:
            _million(folder)


def _row(label: str, ours: str, peer: str, ratio: float | None, bar: str) -> None:
    shown = f"{ratio:.2f}" if ratio is not None else ""
    print(f"{label:<46} {ours:>10} {peer:>10} {shown:>7} {bar:>7}", flush=True)


def _main_corpus(folder: Path, texts: int) -> None:
    corpus = list(histories(texts, 5, 6000, chinese=0.1))
    versions = sum(map(len, corpus))
    stream = folder / "stream"
    stream.write_bytes(b"".join(fast_import(corpus)))
    git, repository = folder / "git", folder / "bulk.db"
    theirs = _median(lambda: _import(git, stream), RUNS)
    ours = _median(lambda: _bulk(repository, corpus), RUNS)
    per_second = f"{versions / ours:.0f}/s", f"{versions / theirs:.0f}/s"
    _row(f"bulk write, {versions} versions", *per_second, theirs / ours, "≥ 2")

    fsck = _median(lambda: _git(git, "fsck", "--full"), RUNS)
    _git(git, "gc", "--aggressive", "--quiet")
    with provrepo.open(repository) as opened:
        verify = _median(lambda: _whole(opened), RUNS)
        reading = _reading(opened, corpus)
    _sizes(f"size, {versions} versions of 6 KB", repository, git, 1.0)
    _row("full verify, git fsck", f"{verify:.2f} s", f"{fsck:.2f} s", verify / fsck, "≤ 1.0")
    _row("read a version of 6 KB", f"{1000 * reading:.2f} ms", "", None, "< 1 ms")

    single, raw = folder / "single.db", folder / "raw.db"
    alone = _median(lambda: _one_by_one(single, corpus), RUNS)
    peer = _median(lambda: _replay(single, raw), RUNS)
    per_second = f"{SINGLE / alone:.0f}/s", f"{SINGLE / peer:.0f}/s"
    _row("one durable version at a time, raw sqlite3", *per_second, peer / alone, "≥ 0.3")


def _server(folder: Path, texts: int) -> None:
    """Compare PostgreSQL with SQLite: each commit is on the disk there, too."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tests import postgres

    corpus = list(histories(texts, 5, 6000, chinese=0.1))
    versions = sum(map(len, corpus))
    file = folder / "bulk.db"
    with postgres.server(fsync="on", synchronous_commit="on") as server:
        ours, peer = [], []
        for _ in range(RUNS):
            peer.append(_bulk(file, corpus))
            ours.append(_bulk_at(server.database(), corpus))
        ratio = statistics.median(map(operator.truediv, peer, ours))
        mine, theirs = (f"{versions / statistics.median(times):.0f}/s" for times in (ours, peer))
        _row(f"PostgreSQL, bulk write, {versions} versions; SQLite", mine, theirs, ratio, "≥ 0.3")
        with provrepo.open(file) as repository:
            kinds = {"SQLite": lambda: str(folder / f"copy-{time.monotonic_ns()}.db"),
                     "PostgreSQL": server.database}  # fmt: skip
            for kind, place in kinds.items():
                copying = _median(lambda place=place: repository.copy_to(place()), RUNS)  # type: ignore[misc]
                _row(f"copy to {kind}, verified", f"{versions / copying:.0f}/s", "", None, "")


def _long_texts(folder: Path, label: str, corpus: History) -> None:
    stream = folder / "stream"
    stream.write_bytes(b"".join(fast_import(corpus)))
    git, repository = folder / "git", folder / "long.db"
    _import(git, stream)
    _git(git, "gc", "--aggressive", "--quiet")
    _bulk(repository, corpus)
    _sizes(f"size, histories of 20 versions, {label}", repository, git, 1.2)
    if label.startswith("1 MB"):
        with provrepo.open(repository) as opened:
            reading = _reading(opened, corpus)
        _row(f"read a version of {label}", f"{1000 * reading:.2f} ms", "", None, "< 20 ms")


def _sizes(label: str, repository: Path, git: Path, bar: float) -> None:
    ours = repository.stat().st_size
    theirs = sum(file.stat().st_size for file in git.rglob("*") if file.is_file())
    shown = f"{ours / 1e6:.2f} MB", f"{theirs / 1e6:.2f} MB"
    _row(label, *shown, ours / theirs, f"≤ {bar:.1f}")


def _median(work: Callable[[], object], runs: int) -> float:
    return statistics.median(_seconds(work) for _ in range(runs))


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    done = work()
    return done if isinstance(done, float) else time.perf_counter() - start


def _drafts(corpus: History) -> Iterator[Draft]:
    for number, contents in enumerate(corpus):
        for content in contents:
            yield Draft(content=content, document=f"text-{number:04}", text="transcription:en")


def _bulk(path: Path, corpus: History) -> float:
    """Write a whole corpus; return the seconds from texts in memory to a durable file."""
    path.unlink(missing_ok=True)
    return _bulk_at(str(path), corpus)


def _bulk_at(url: str, corpus: History) -> float:
    drafts = list(_drafts(corpus))
    with provrepo.create(url) as repository:
        return _seconds(lambda: _checked(repository.ingest_drafts(drafts)))


def _checked(results: Iterable[object]) -> None:
    for result in results:
        if isinstance(result, ProvrepoError):
            raise result


def _whole(repository: Repository) -> None:
    assert not list(repository.verify())


def _reading(repository: Repository, corpus: History) -> float:
    """Return the median time of reading one version, each text's versions in turn."""
    names = [
        (f"text-{number:04}@v{place + 1}", content)
        for number, contents in enumerate(corpus)
        for place, content in enumerate(contents)
    ]
    step = max(1, len(names) // READS)
    times = []
    for reference, content in names[::step]:
        start = time.perf_counter()
        read = repository.content(reference)
        times.append(time.perf_counter() - start)
        assert read == content
    return statistics.median(times)


def _one_by_one(path: Path, corpus: History) -> float:
    path.unlink(missing_ok=True)
    drafts = list(_drafts(corpus))[:SINGLE]
    with provrepo.create(path) as repository:
        start = time.perf_counter()
        for draft in drafts:
            _checked(repository.ingest_drafts([draft]))
        return time.perf_counter() - start


def _replay(source: Path, target: Path) -> float:
    """Write the rows of a repository with sqlite3 alone, one transaction a version."""
    target.unlink(missing_ok=True)
    read, write = sqlite3.connect(source), sqlite3.connect(target, isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        write.execute(f"PRAGMA {pragma}")
    for (sql,) in read.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL"):
        write.execute(sql)

    def rows(query: str) -> dict[int, list[tuple[object, ...]]]:
        found: dict[int, list[tuple[object, ...]]] = {}
        for key, *row in read.execute(query):
            found.setdefault(key, []).append(tuple(row))
        return found

    by_version = {
        "record": rows("SELECT sequence, * FROM record"),
        "object": rows(
            "SELECT min(v.sequence), o.* FROM object o JOIN version v ON v.notes_id = o.id "
            "GROUP BY o.id"
        ),
        "content": rows(
            "SELECT min(v.sequence), c.* FROM content c JOIN version v ON v.content_id = c.id "
            "GROUP BY c.id"
        ),
        "document": rows(
            "SELECT min(v.sequence), d.* FROM document d JOIN text t ON t.document_id = d.id "
            "JOIN version v ON v.text_id = t.id GROUP BY d.id"
        ),
        "text": rows(
            "SELECT min(v.sequence), t.* FROM text t JOIN version v ON v.text_id = t.id "
            "GROUP BY t.id"
        ),
        "version": rows("SELECT sequence, * FROM version"),
        "ledger": rows("SELECT ((position + 1) << level) - 1, * FROM ledger"),
    }
    statements = {
        table: f"INSERT INTO {table} VALUES ({', '.join('?' * len(next(iter(found.values()))[0]))})"
        for table, found in by_version.items()
    }
    seconds = _seconds(lambda: _write_rows(write, by_version, statements))
    write.close()
    return seconds


def _write_rows(
    connection: sqlite3.Connection,
    rows: dict[str, dict[int, list[tuple[object, ...]]]],
    statements: dict[str, str],
) -> None:
    for sequence in range(1, SINGLE + 1):
        connection.execute("BEGIN IMMEDIATE")
        for table, found in rows.items():
            for row in found.get(sequence, ()):
                connection.execute(statements[table], row)
        connection.execute("COMMIT")


def fast_import(corpus: History) -> Iterator[bytes]:
    """Yield the stream for `git fast-import`: one commit a version, in the order of our writes."""
    number = 0
    for text, contents in enumerate(corpus):
        path = f"{text // 100:02}/{text % 100:02}.txt"
        for content in contents:
            number += 1
            data = content.encode()
            yield f"commit refs/heads/main\nmark :{number}\n".encode()
            yield f"committer A <a@example.org> {NOW + number} +0000\ndata 7\nversion\n".encode()
            if number > 1:
                yield f"from :{number - 1}\n".encode()
            yield f"M 100644 inline {path}\ndata {len(data)}\n".encode() + data + b"\n"
    yield b"done\n"


def _import(git: Path, stream: Path) -> float:
    shutil.rmtree(git, ignore_errors=True)
    subprocess.run(["git", "init", "--quiet", "--bare", git], check=True)
    with stream.open("rb") as file:
        run = ["git", "-C", str(git), "fast-import", "--quiet", "--done"]
        return _seconds(lambda: subprocess.run(run, stdin=file, check=True))


def _git(git: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", git, *arguments], check=True, capture_output=True)


def _million(folder: Path) -> None:
    """Time a reader's first steps in a repository of a million versions, and of 10,000."""
    times = {}
    for versions in (10_000, 1_000_000):
        path = folder / "many.db"
        path.unlink(missing_ok=True)
        drafts = (
            Draft(
                content=f"The {number}th text, version {version}.\n",
                document=f"text-{number:06}",
                text="transcription:en",
            )
            for number in range(versions // 5)
            for version in range(5)
        )
        with provrepo.create(path) as repository:
            _checked(repository.ingest_drafts(drafts))
            _approve(repository, range(0, versions // 5, 20))
        times[versions] = _first_steps(path, versions // 5)
    for step, ours in times[1_000_000].items():
        few = times[10_000][step]
        shown = f"{1000 * ours:.2f} ms", f"{1000 * few:.2f} ms"
        _row(f"of 1,000,000 versions against 10,000: {step}", *shown, ours / few, "≤ 2")


def _approve(repository: Repository, numbers: Iterable[int]) -> None:
    """Submit the newest version of some texts, approve the one before."""
    by = Changes(agents=("Anna Keller:reviewer",))
    for number in numbers:
        repository.review(f"text-{number:06}@v4", "approved", by)
        repository.review(f"text-{number:06}@v5", "submitted", by)


def _first_steps(path: Path, texts: int) -> dict[str, float]:
    references = [f"text-{number * texts // 100:06}" for number in range(100)]
    with provrepo.open(path) as repository:
        steps: dict[str, Callable[[str], object]] = {
            "open": lambda _: provrepo.open(path).close(),
            "resolve": lambda key: repository.version(f"{key}@v3"),
            "log": repository.history,
            "show": repository.content,
            "@approved": lambda key: repository.version(f"{key}@approved"),
            "state": repository.state,
            "list": lambda key: list(repository.documents(after=key, limit=50)),
        }
        return {name: _each(step, references) for name, step in steps.items()}


def _each(step: Callable[[str], object], references: list[str]) -> float:
    times = []
    for reference in references:
        start = time.perf_counter()
        step(reference)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


if __name__ == "__main__":
    main()
