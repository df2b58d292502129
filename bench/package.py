"""Packages of a large repository: how long each takes and how much memory, again, and back.

`--quick` makes a tenth of the versions. Seconds are those that one core was busy.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from publish import RUN, VERSIONS, edition

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.fresh import PEAK

FORMS = ("bagit", "ocfl", "ro-crate", "prov")
COMPLETE = ("bagit", "ocfl")
"""The formats from which a repository is made again."""

SIZE = 3_000
LONG = 10_000
"""How many versions the one document of a long history has."""


def main() -> None:
    """Print a table of measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    share = 10 if parser.parse_args().quick else 1
    print(f"{'package':<44} {'seconds':>8} {'peak MB':>8} {'size MB':>8}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _all_formats(folder, VERSIONS // share)
        _long_history(folder, LONG // share)


def _all_formats(folder: Path, versions: int) -> None:
    path = folder / "provrepo.db"
    edition(path, versions, size=SIZE)
    for form in FORMS:
        package = folder / form
        command = ("--repo", path, "package", package, "--format", form)
        _row(f"{form}, {versions} versions of {SIZE // 1000} KB", *_run(*command), package)
        _row(f"{form}, again with nothing new", *_run(*command))
        if form in COMPLETE:
            restored = folder / f"{form}.db"
            _row(f"{form}, made a repository again",
                 *_run("init", restored, "--from-package", package))  # fmt: skip


def _long_history(folder: Path, versions: int) -> None:
    """Measure one document with a long history, all of whose versions are in one inventory."""
    path, package = folder / "long.db", folder / "long"
    edition(path, versions, revisions=versions // 2, size=SIZE)
    command = ("--repo", path, "package", package, "--format", "ocfl")
    _row(f"ocfl, one document of {versions} versions", *_run(*command), package)
    _row("ocfl, again with nothing new", *_run(*command))
    _row("ocfl, made a repository again",
         *_run("init", folder / "long-ocfl.db", "--from-package", package))  # fmt: skip


def _run(*arguments: str | Path) -> tuple[float, int]:
    """Run the real command; return its seconds of one core, and its peak memory in KiB."""
    done = subprocess.run(
        [sys.executable, "-c", PEAK + "import sys\n" + RUN, *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=True,
    )
    seconds, peak = done.stderr.split()[-2:]
    return float(seconds), int(peak)


def _row(label: str, seconds: float, peak: int, package: Path | None = None) -> None:
    size = ""
    if package is not None:
        files = [path for path in package.rglob("*") if path.is_file()]
        size = f"{sum(path.stat().st_size for path in files) / 1e6:.0f}"
    print(f"{label:<44} {seconds:>8.1f} {peak >> 10:>8} {size:>8}", flush=True)


if __name__ == "__main__":
    main()
