"""SIGKILL at random moments: in single writes, in batches, in purges, in copies."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import provrepo
from provrepo import errors
from tests.conftest import another, only_sqlite
from tests.seeds import seed

WORK = """
import random, sys, provrepo
from provrepo import errors
from provrepo.formats.draft import Draft
# imported first, so that no kill strikes an import
import provrepo.accession.intake, provrepo.reading.copying, provrepo.store.schema

chance = random.Random(sys.argv[2])
words = [str(number * number) for number in range(3000)]

def content():
    return " ".join(chance.choices(words, k=chance.choice((50, 600, 9000))))

def draft():
    return Draft(content=content(), document=f"b{chance.randrange(20)}", text="translation:en")

with provrepo.open(sys.argv[1]) as repository:
    print("ready", flush=True)
    while True:
        kind = chance.choice(("single", "batch", "purge", "copy"))
        if kind == "batch":
            made = repository.ingest_drafts([draft() for _ in range(chance.randrange(100))])
        elif kind == "single":
            made = repository.ingest_drafts([draft()])
        elif kind == "copy":
            repository.copy_to(sys.argv[3])
            continue
        else:
            key = f"b{chance.randrange(20)}"
            try:
                number = chance.randrange(len(repository.history(key))) + 1
                done = repository.purge(f"{key}@v{number}", "a test", everywhere=True)
            except errors.ProvrepoError:
                continue  # there is no such text yet, or it was purged before
            print(*(f"purged {one.digest}" for one in done.purged), sep="\\n", flush=True)
            continue
        for outcome in made:
            assert not isinstance(outcome, errors.ProvrepoError), outcome
            print("version", outcome.version.id, outcome.version.record.content, flush=True)
"""


def killed_while_working(url: str, backup: str, kills: int, seed: int) -> None:
    """Kill a process at random moments; what it acknowledged must be so, and all must verify.

    The copy that it makes now and then must be one that can be completed.
    """
    chance = random.Random(seed)  # noqa: S311 - replays with its seed
    provrepo.create(url).close()
    versions: dict[str, str] = {}
    purged: set[str] = set()
    for number in range(kills):
        process = subprocess.Popen(
            [sys.executable, "-c", WORK, url, f"{seed} {number}", backup],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert process.stdout
        assert process.stdout.readline() == b"ready\n", f"seed {seed}"
        time.sleep(chance.uniform(0, 0.8))  # no synchronisation: any moment is right
        process.send_signal(signal.SIGKILL)
        printed, failed = process.communicate()
        assert not failed, f"seed {seed}: {failed.decode()}"
        for line in printed.rpartition(b"\n")[0].decode().split("\n"):
            match line.split():
                case ["version", identity, content]:
                    versions[identity] = content
                case ["purged", content]:
                    purged.add(content)
        with provrepo.open(url) as repository:
            assert list(repository.verify()) == [], f"seed {seed}"
            check_all(repository, versions, purged, f"seed {seed}")
            assert repository.copy_to(backup) == repository.checkpoint(), f"seed {seed}"
    with provrepo.open(backup) as copy:
        check_all(copy, versions, purged, f"seed {seed}")


def check_all(
    repository: provrepo.Repository, versions: dict[str, str], purged: set[str], seed: str
) -> None:
    """Read every version that was acknowledged, and see that what was purged is gone."""
    for identity, content in versions.items():
        assert repository.version(identity).record.content == content, seed
        try:
            repository.content(identity)  # raises where it has another hash
        except errors.Purged:
            continue  # perhaps not acknowledged any more, but whole
        assert content not in purged, seed


@pytest.fixture
def backup(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return a place for a copy, in a file where the repository is in a file."""
    return another(engine, request, tmp_path / "backup.db")


def test_what_was_acknowledged_survives_kills(url: str, backup: str) -> None:
    """A few SIGKILLs in the middle of work."""
    killed_while_working(url, backup, 4, seed())


@pytest.mark.slow
@pytest.mark.parametrize("part", range(8))
@only_sqlite
def test_what_was_acknowledged_survives_many_kills(url: str, backup: str, part: int) -> None:
    """Two hundred SIGKILLs in the middle of work, in eight repositories."""
    killed_while_working(url, backup, 25, seed() + part)


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["postgres"], indirect=True)
def test_what_a_server_acknowledged_survives_many_kills(url: str, backup: str) -> None:
    """Forty SIGKILLs of processes that write to a server."""
    killed_while_working(url, backup, 40, seed())
