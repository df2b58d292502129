"""Many processes write to the same texts at once: nothing is lost, and nobody has to look."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest

import provrepo
from provrepo import errors
from provrepo.editing.changes import Changes
from provrepo.formats.draft import Draft
from tests.seeds import seed

PROCESSES, TEXTS = 8, 10

WRITER = """
import random, sys, time, provrepo
from provrepo.formats.draft import Draft
import provrepo.accession.intake, provrepo.store.schema
url, name, count, seed = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
chance = random.Random(f"{seed} {name}")

def draft(number):
    words = f"{name} {number} " * chance.choice((5, 500, 3000))
    return Draft(content=words, document=f"t{chance.randrange(10)}", text="translation:en",
                 agents=(f"Agent {chance.randrange(5)}:editor",), fields={"title": str(number % 3)})

with provrepo.open(url) as repository:
    sys.stdin.readline()  # all begin together
    number = 0
    while number < count:
        size = min(chance.choice((1, 1, 1, 12)), count - number)
        drafts = [draft(number + one) for one in range(size)]
        number += size
        start = time.monotonic()
        for outcome in repository.ingest_drafts(drafts):
            version = outcome.version
            print(version.id, version.reference, version.record.content)
        print("waited", time.monotonic() - start, flush=True)
"""


def write_together(url: str, count: int) -> None:
    """Let all processes write ``count`` versions each, and look at what is there in the end."""
    chosen = seed()
    provrepo.create(url).close()
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, url, f"w{number}", str(count), str(chosen)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for number in range(PROCESSES)
    ]
    for process in processes:
        assert process.stdin
        process.stdin.write(b"go\n")
        process.stdin.flush()
    printed: list[list[str]] = []
    for process in processes:
        output, failed = process.communicate(timeout=300)
        assert (process.returncode, failed.decode()) == (0, ""), f"seed {chosen}"
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
    with provrepo.create(url) as repository:
        processes = [
            subprocess.Popen(
                [sys.executable, "-c", WRITER, url, f"w{number}", "30", str(chosen)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            for number in range(3)
        ]
        for process in processes:
            assert process.stdin
            process.stdin.write(b"go\n")
            process.stdin.flush()
        done = 0
        while any(process.poll() is None for process in processes):
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
        for process in processes:
            _, failed = process.communicate(timeout=300)
            assert (process.returncode, failed.decode()) == (0, ""), f"seed {chosen}"
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
