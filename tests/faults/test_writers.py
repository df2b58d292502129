"""Many processes write to the same texts at once: nothing is lost, and nobody has to look."""

from __future__ import annotations

import multiprocessing
import random
import time
from multiprocessing.synchronize import Barrier

import pytest

import provrepo
from provrepo import errors
from provrepo.editing.changes import Changes
from provrepo.formats.draft import Draft
from tests.faults.children import Child
from tests.seeds import seed

PROCESSES, TEXTS = 8, 10

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of os.fork


def write(url: str, name: str, count: int, seed: int, start: Barrier) -> None:
    """Write ``count`` versions when all are at ``start``; print each, and how long it took."""
    chance = random.Random(f"{seed} {name}")  # noqa: S311 - replays with its seed

    def draft(number: int) -> Draft:
        return Draft(
            content=f"{name} {number} " * chance.choice((5, 500, 3000)),
            document=f"t{chance.randrange(TEXTS)}",
            text="translation:en",
            agents=(f"Agent {chance.randrange(5)}:editor",),
            fields={"title": str(number % 3)},
        )

    with provrepo.open(url) as repository:
        start.wait()  # all begin together
        number = 0
        while number < count:
            size = min(chance.choice((1, 1, 1, 12)), count - number)
            drafts = [draft(number + place) for place in range(size)]
            number += size
            begun = time.monotonic()
            for outcome in repository.ingest_drafts(drafts):
                assert not isinstance(outcome, errors.ProvrepoError), outcome
                version = outcome.version
                print(version.id, version.reference, version.record.content)
            print("waited", time.monotonic() - begun, flush=True)


def writers(url: str, number: int, count: int, seed: int) -> list[Child]:
    """Start processes that write at once."""
    # It breaks, and fails the test, where one of them ends before it has come there.
    start = multiprocessing.get_context("fork").Barrier(number, timeout=60)
    return [Child(write, url, f"w{one}", count, seed, start) for one in range(number)]


def write_together(url: str, count: int) -> None:
    """Let all processes write ``count`` versions each, and look at what is there in the end."""
    chosen = seed()
    provrepo.create(url).close()
    printed: list[list[str]] = []
    for child in writers(url, PROCESSES, count, chosen):
        with child:
            status, output, failed = child.wait()
        assert (status, failed.decode()) == (0, ""), f"seed {chosen}"
        printed += [line.split() for line in output.decode().splitlines()]
    worst = max(float(line[1]) for line in printed if line[0] == "waited")
    print(f"{PROCESSES} writers, seed {chosen}: the worst wait was {worst:.2f} s")
    acknowledged = {line[0]: line[1:] for line in printed if line[0] != "waited"}
    assert len(acknowledged) == PROCESSES * count, "an acknowledged id stands twice"
    with provrepo.open(url) as repository:
        assert list(repository.verify()) == [], f"seed {chosen}"
        found: dict[str, list[str]] = {}
        for number in range(TEXTS):
            history = repository.history(f"t{number}")[::-1]
            assert [one.record.number for one in history] == list(range(1, len(history) + 1))
            parents = [None, *(one.id for one in history)]
            assert [one.record.parent for one in history] == parents[:-1], f"seed {chosen}"
            found |= {one.id: [one.reference, one.record.content] for one in history}
        assert found == acknowledged, f"seed {chosen}"
        assert repository.checkpoint().size == 1 + PROCESSES * count


def test_eight_processes_write_to_ten_texts(url: str) -> None:
    """No lost update, no gap, and no error where nobody named a parent."""
    write_together(url, 12)


@pytest.mark.slow
def test_eight_processes_write_much_to_ten_texts(url: str) -> None:
    """The same for long."""
    write_together(url, 150)


def test_purges_and_renamings_beside_writers_leave_all_whole(url: str) -> None:
    """What is written while its base is purged, or its document renamed, is as it should be."""
    chosen = seed()
    chance = random.Random(chosen)  # noqa: S311 - replays with its seed
    provrepo.create(url).close()
    children = writers(url, 3, 30, chosen)
    with provrepo.open(url) as repository:
        done = 0
        while any(child.runs for child in children):
            assert list(repository.verify()) == [], f"seed {chosen}"  # of one moment
            key = f"t{chance.randrange(TEXTS)}"
            try:
                newest = repository.history(key)[0].record.number
                if chance.random() < 0.5:
                    repository.purge(f"{key}@v{newest}", "a test", everywhere=True)
                elif chance.random() < 0.5:
                    repository.withdraw(f"{key}@v{chance.randrange(newest) + 1}", "a test")
                else:
                    repository.rename(key, f"{key}-{done}")
                done += 1
            except (errors.NotFound, errors.InvalidValue):
                continue  # not there yet, or withdrawn before
        for child in children:
            with child:
                status, _, failed = child.wait()
            assert (status, failed.decode()) == (0, ""), f"seed {chosen}"
        assert list(repository.verify()) == [], f"seed {chosen}"
        versions = sum(len(repository.history(f"t{number}")) for number in range(TEXTS))
        assert versions == 90
        assert repository.checkpoint().size >= 1 + versions
        assert done


def test_of_many_who_name_a_parent_one_wins(url: str) -> None:
    """The others get the conflict, which names the newer version."""
    with provrepo.create(url) as first, provrepo.open(url) as second:
        first.ingest(b"x", document="a", text="transcription:en")
        parent = Changes(parent="a@v1")
        won = first.ingest(b"y", parent, document="a", text="transcription:en").version
        with pytest.raises(errors.Conflict, match=won.short_id) as caught:
            second.ingest(b"z", parent, document="a", text="transcription:en")
        assert (caught.value.newest, caught.value.number) == (won.id, 2)
        assert caught.value.exit_status == 3
        again = second.ingest_drafts(
            [Draft(content="z", document="a", text="transcription:en")], parent
        )
        (refused,) = again
        assert isinstance(refused, errors.Conflict)
        assert refused.newest == won.id
