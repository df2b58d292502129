"""Measure `status`: in repositories of 100,000 versions, and of the passages of a long history.

    python bench/status.py

The 100,000 are those of 12,500 transcriptions, seven each, and of a translation of the first
version of each. A tenth of these translations is stale: the newest version has other words. In
the other two, 50,000 transcriptions have one version each, with a translation of it, and 33,333
have two, with a translation of the first, which is stale. The long history is a text of 6 KB in
200 versions with a translation that was made from the first.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from histories import histories

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import provrepo
from provrepo.editing.changes import Changes
from provrepo.formats.draft import Draft

SHAPES = ((12_500, 7, 10), (50_000, 1, 1), (33_333, 2, 1))
"""Of each repository: how many transcriptions, versions of each, and of how many one is changed."""

LONG = 200
"""The versions of the long history."""


def main() -> None:
    """Print a line for each."""
    with tempfile.TemporaryDirectory() as folder:
        for texts, versions, every in SHAPES:
            path = Path(folder) / f"{texts}.db"
            with provrepo.create(path) as repository:
                for outcome in repository.ingest_drafts(_drafts(texts, versions, every)):
                    if isinstance(outcome, provrepo.ProvrepoError):
                        raise outcome
                start = time.process_time()
                status = repository.status()
                seconds = time.process_time() - start
                print(
                    f"status of {texts * (versions + 1):,} versions in {texts:,} documents: "
                    f"{_of_command(path):.1f} s; from the library, {len(status.stale):,} stale "
                    f"texts told: {seconds:.1f} s"
                )
        with provrepo.create(Path(folder) / "long.db") as repository:
            _long(repository)
            start = time.process_time()
            (worklist,) = repository.stale_passages()
            seconds = time.process_time() - start
            print(
                f"status --passages, a basis of {LONG} versions: {seconds:.1f} s, "
                f"{len(worklist.passages)} of {worklist.units} units"
            )


def _of_command(path: Path) -> float:
    """Return how many seconds of CPU `provrepo status` takes, its start included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "provrepo", "--repo", str(path), "status"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _drafts(texts: int, versions: int, every: int) -> Iterator[Draft]:
    for number in range(texts):
        key = f"text-{number:06}"
        for version in range(versions):
            last = "again" if version and number % every == 0 else "once"
            content = f"The {number}th text, {last}.\n" + "\n" * version
            yield Draft(content=content, document=key, text="transcription:en")
        basis = (f"{key}/transcription:en@v1",)
        content = f"Der {number}. Text, einmal.\n"
        yield Draft(content=content, document=key, text="translation:de", based_on=basis)


def _long(repository: provrepo.Repository) -> None:
    (contents,) = histories(1, LONG, 6000, chinese=0, seed=3, changed=0.002)
    (translation,) = histories(1, 1, 6000, chinese=0, seed=4)
    for number, content in enumerate(contents):
        repository.ingest(content.encode(), document="a", text="transcription:de")
        if not number:
            changes = Changes(based_on=("a/transcription:de",))
            data = translation[0].encode()
            repository.ingest(data, changes, document="a", text="translation:en")


if __name__ == "__main__":
    main()
