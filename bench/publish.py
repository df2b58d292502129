"""The web site of a large edition: how long it takes, and how much is made again, in this run.

`--quick` makes a tenth of the versions. The peer is `cp -r`, which writes the same files.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from histories import histories

import provrepo
from provrepo import Changes, Draft

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.fresh import PEAK

VERSIONS = 10_000
REVISIONS = 5
SIZE = 3_000
CHANGED = 0.01
LARGE = 50_000
"""Bytes of each of the two texts of a large facing page."""

RUN = """
import time
from provrepo.cli.main import run
status = run(sys.argv[1:])
print(time.process_time(), peak(), file=sys.stderr)
sys.exit(status)
"""
"""The command line, which says at its end how many seconds of one core and how much memory it took,
in KiB."""


def main() -> None:
    """Print a table of measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    versions = VERSIONS // 10 if parser.parse_args().quick else VERSIONS
    print(f"{'publish':<58} {'ours':>10} {'cp -r':>10} {'ratio':>7} {'bar':>9}")
    with tempfile.TemporaryDirectory() as name:
        _large_edition(Path(name), versions)
        _large_page(Path(name))


def _row(label: str, ours: str, peer: str = "", ratio: float | None = None, bar: str = "") -> None:
    shown = f"{ratio:.1f}" if ratio is not None else ""
    print(f"{label:<58} {ours:>10} {peer:>10} {shown:>7} {bar:>9}", flush=True)


def _large_edition(folder: Path, versions: int) -> None:
    path, site = folder / "provrepo.db", folder / "site"
    edition(path, versions)
    seconds, peak = _publish(path, site)
    begun = os.times()
    subprocess.run(["cp", "-r", site, folder / "copy"], check=True)
    ended = os.times()
    copying = sum(ended[2:4]) - sum(begun[2:4])
    ratio = seconds / copying
    label = f"{versions} versions of {SIZE // 1000} KB, {REVISIONS} a text"
    _row(f"{label}, on one core", f"{seconds:.1f} s", f"{copying:.1f} s", ratio, "≤ 90 s")
    _row(f"{label}, peak memory", f"{peak >> 10} MB", bar="≤ 300 MB")
    seconds, _ = _publish(path, site)
    _row("again with nothing new", f"{seconds:.1f} s", bar="≤ 3 s")
    with provrepo.open(path) as repository:
        content = repository.content("cable-7/en")
        repository.ingest(f"{content}\n\nA new paragraph.\n".encode(),
                          Changes(agents=("Ann Lee:editor",)), document="cable-7",
                          text="translation:en")  # fmt: skip
    before = _digests(site)
    seconds, _ = _publish(path, site)
    after = _digests(site)
    changed = sum(before.get(name) != digest for name, digest in after.items())
    _row("again with one new version", f"{seconds:.1f} s", bar="≤ 5 s")
    _row("  files of the site that it changed", f"{changed}", f"{len(after)}")
    _publish(path, folder / "anew")
    same = _digests(folder / "anew") == after
    _row("the same site made anew, byte by byte the same", "yes" if same else "NO", bar="yes")


def _publish(path: Path, site: Path) -> tuple[float, int]:
    """Run the real command; return the seconds that it kept a core busy, and the peak in KiB."""
    done = subprocess.run(
        [sys.executable, "-c", PEAK + "import sys\n" + RUN, "--repo", path, "publish", site],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=True,
    )
    seconds, peak = done.stderr.split()[-2:]
    return float(seconds), int(peak)


def _digests(site: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(site)): hashlib.sha256(path.read_bytes()).digest()
        for path in site.rglob("*")
        if path.is_file()
    }


def _large_page(folder: Path) -> None:
    """Print how much a browser fetches to show two large texts facing."""
    path, site = folder / "large.db", folder / "large"
    edition(path, 2, 1, LARGE)
    begun = time.perf_counter()
    _publish(path, site)
    seconds = time.perf_counter() - begun
    files = [site / name for name in ("cable-0/index.html", "_/site.css", "_/site.js")]
    size = sum(file.stat().st_size for file in files)
    label = f"page of two facing texts, {2 * LARGE // 1000} KB, with style and script"
    _row(label, f"{size // 1000} KB", bar="≤ 250 KB")
    _row("  made in", f"{seconds:.1f} s")


def edition(path: Path, versions: int, revisions: int = REVISIONS, size: int = SIZE) -> None:
    """Make a repository of documents, each a transcription with its translation, all revised.

    ``revisions`` is how many versions each text has, ``size`` how many bytes each of these.
    """
    documents = versions // (2 * revisions)
    with provrepo.create(path, origin="example.edu/bench") as repository:
        drafts = _drafts(documents, revisions, size)
        for outcome in repository.ingest_drafts(drafts, Changes(agents=("Ann Lee:editor",))):
            if isinstance(outcome, provrepo.ProvrepoError):
                raise outcome


def _drafts(documents: int, revisions: int, size: int) -> Iterator[Draft]:
    chinese = histories(documents, revisions, size, chinese=1, changed=CHANGED)
    english = histories(documents, revisions, size, chinese=0, seed=2, changed=CHANGED)
    for number, (sources, targets) in enumerate(zip(chinese, english, strict=True)):
        key = f"cable-{number}"
        fields = {
            "title": f"Cable No. {number} from the Embassy in Pyongyang on the Fishing Boats",
            "issued": f"{1955 + number % 12}-{1 + number % 12:02}-{1 + number % 28:02}",
            "author": "Embassy in Pyongyang",
            "recipient": "Ministry of Foreign Affairs",
            "archive": "Foreign Ministry Archive",
            "archive_location": f"106-{number:05}-03",
            "type": "manuscript",
            "genre": "Cable",
        }
        for revision, (source, target) in enumerate(zip(sources, targets, strict=True), 1):
            message = "" if revision == 1 else f"Revision {revision}"
            yield Draft(source, document=key, text="transcription:zh", fields=fields,
                        message=message)  # fmt: skip
            yield Draft(target, document=key, text="translation:en", message=message,
                        fields={**fields, "translator": "Wang, Jeffrey"},
                        based_on=(f"{key}/transcription:zh@v{revision}",))  # fmt: skip


if __name__ == "__main__":
    main()
