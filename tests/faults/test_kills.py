"""SIGKILL at random moments: in single writes, in batches, in purges, in copies."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import provrepo
import provrepo.store.schema  # loaded here, so that no kill strikes an import
from provrepo import errors
from provrepo.formats.draft import Draft
from provrepo.reading import copying
from tests.conftest import another, only_sqlite
from tests.faults.children import Child
from tests.seeds import seed

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of os.fork
LOADED = (provrepo.store.schema, copying)


def work(url: str, chosen: str, backup: str) -> None:
    """Write, purge and copy at random, and print what was acknowledged, until it is killed."""
    chance = random.Random(chosen)  # noqa: S311 - replays with its seed
    words = [str(number * number) for number in range(3000)]

    def drafts(count: int) -> Iterator[Draft]:
        for _ in range(count):
            content = " ".join(chance.choices(words, k=chance.choice((50, 600, 9000))))
            key = f"b{chance.randrange(20)}"
            yield Draft(content=content, document=key, text="translation:en")

    with provrepo.open(url) as repository:
        print("ready", flush=True)
        while True:
            kind = chance.choice(("single", "batch", "purge", "copy"))
            if kind == "copy":
                repository.copy_to(backup)
            elif kind == "purge":
                key = f"b{chance.randrange(20)}"
                try:
                    number = chance.randrange(len(repository.history(key))) + 1
                    removal = repository.purge(f"{key}@v{number}", "a test", everywhere=True)
                except errors.ProvrepoError:
                    continue  # there is no such text yet, or it was purged before
                for target in removal.purged:
                    print("purged", target.digest, flush=True)
            else:
                count = chance.randrange(100) if kind == "batch" else 1
                for outcome in repository.ingest_drafts(drafts(count)):
                    assert not isinstance(outcome, errors.ProvrepoError), outcome
                    version = outcome.version
                    print("version", version.id, version.record.content, flush=True)


def killed_while_working(url: str, backup: str, kills: int, seed: int) -> None:
    """Kill a process at random moments; what it acknowledged must be so, and all must verify.

    The copy that it makes now and then must be one that can be completed.
    """
    chance = random.Random(seed)  # noqa: S311 - replays with its seed
    provrepo.create(url).close()
    versions: dict[str, str] = {}
    purged: set[str] = set()
    for number in range(kills):
        with Child(work, url, f"{seed} {number}", backup) as child:
            assert child.stdout.readline() == b"ready\n", f"seed {seed}"
            time.sleep(chance.uniform(0, 0.5))  # no synchronisation: any moment is right
            child.kill()
            _, printed, failed = child.wait()
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
