"""SIGKILL at random moments of `provrepo publish`: the old site stands, the next run is whole."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

import provrepo
import provrepo.cli.publish
from provrepo.cli.main import run
from provrepo.formats import writers  # loaded here, so that no kill strikes an import
from provrepo.reading.site import publish
from tests.faults.children import Child
from tests.publish.edition import EN, ZH, fill, put
from tests.publish.site_reader import contents, dead_links
from tests.seeds import seed

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of os.fork
]
LOADED = (provrepo.cli.publish, publish, writers)
STEPS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree"}
WITHHELD = "a name that a court has ordered to be removed"
KILLS = 8


@pytest.fixture
def engine() -> str:
    """Return the engine: what is written is the same for both."""
    return "sqlite"


def command(url: str, site: str, most: int) -> None:
    """Run the command line; SIGKILL before step ``most`` on the site's folder, if it gets there.

    At the end, print how many there were, and how many before the first file got its name.
    """
    steps, named = 0, -1

    def step(event: str, arguments: Iterable[object]) -> None:
        nonlocal steps, named
        if event not in STEPS or not any(str(each).startswith(site) for each in arguments):
            return
        if steps == most:
            os.kill(os.getpid(), signal.SIGKILL)
        if event == "os.rename" and named < 0:
            named = steps
        steps += 1

    sys.addaudithook(step)
    status = run(["--repo", url, "publish", site])
    print("steps", steps, named, flush=True)
    raise SystemExit(status)


def published(url: str, site: Path) -> tuple[int, int]:
    """Publish to the end; return what `command` prints then."""
    with Child(command, url, str(site), -1) as child:
        status, printed, failed = child.wait()
    assert status == 0, failed.decode()
    steps, named = printed.decode().split("steps ")[1].split()
    return int(steps), int(named)


def killed(url: str, site: Path, chance: random.Random, counted: tuple[int, int]) -> int:
    """Publish, and be killed: while pages are made or, mostly, while they get their names."""
    steps, named = counted
    most = chance.randrange(named if chance.random() < 0.7 else 0, steps)
    with Child(command, url, str(site), most) as child:
        status, _, failed = child.wait()
    assert status in (0, -signal.SIGKILL), failed.decode()
    return most


def readable(site: Path) -> dict[str, bytes]:
    """Return the files that a reader of a site may come to."""
    return {path: data for path, data in contents(site).items() if "/.new/" not in path}


def test_a_killed_run_leaves_a_whole_site(url: str, tmp_path: Path) -> None:
    """Every link of it leads somewhere, and the next run makes the bytes that a new one would."""
    chance = random.Random(seed())  # noqa: S311 - replays with its seed
    with provrepo.create(url) as repository:
        fill(repository)
    site, copy, anew = tmp_path / "site", tmp_path / "copy", tmp_path / "anew"
    published(url, site)
    for number in range(KILLS):
        with provrepo.open(url) as repository:
            put(repository, "translation:en", EN.replace("May", f"May {number}"))
            put(repository, "transcription:zh", ZH, key=f"cable-{number}")
            repository.rename(f"letter-{number - 1}" if number else "con", f"letter-{number}")
        shutil.copytree(site, copy)
        counted = published(url, copy)
        moment = killed(url, site, chance, counted)
        told = f"seed {seed()}, kill {number} at {moment} of {counted}"
        assert list(dead_links(readable(site))) == [], told
        killed(url, site, chance, counted)  # where another run was broken off
        published(url, site)
        published(url, anew)
        assert contents(site) == contents(anew), told
        shutil.rmtree(copy)
        shutil.rmtree(anew)


def test_a_purged_text_goes_first_also_after_a_killed_run(url: str, tmp_path: Path) -> None:
    """Whatever a killed run has left, the next one shows it no more before it makes other pages."""
    chance = random.Random(seed())  # noqa: S311 - replays with its seed
    with provrepo.create(url) as repository:
        fill(repository)
        put(repository, "transcription:en", f"It has {WITHHELD}.\n", key="withheld")
    site, copy = tmp_path / "site", tmp_path / "copy"
    published(url, site)
    for number in range(KILLS):
        with provrepo.open(url) as repository:
            put(repository, "translation:en", EN.replace("May", f"May {number}"))
            put(repository, "transcription:en", f"{number}: {WITHHELD}.\n", key="withheld")
        shutil.copytree(site, copy)
        counted = published(url, copy)
        moment = killed(url, site, chance, counted)
        with provrepo.open(url) as repository:
            for version in repository.history("withheld/en"):
                if not version.purged:
                    repository.purge(version.reference, "By order of a court", everywhere=True)
        told = f"seed {seed()}, kill {number} at {moment} of {counted}"
        killed(url, site, chance, counted)
        with provrepo.open(url) as repository, pytest.raises(KeyboardInterrupt):
            repository.publish(site, tick=_stop)
        files = readable(site)
        assert [path for path, data in files.items() if WITHHELD.encode() in data] == [], told
        published(url, site)
        shutil.rmtree(copy)
        published(url, copy)
        assert contents(site) == contents(copy), told
        shutil.rmtree(copy)


def _stop(_: int) -> None:
    """Break a run off where it begins to make the pages that are to be made in any case."""
    raise KeyboardInterrupt
