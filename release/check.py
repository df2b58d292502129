"""`make dist`: the packages of a release, built twice, checked and installed anew.

What it finds right it says in a line; the first thing that is wrong ends it with status 1. Only
then the packages stand in ``dist/``, with their bill of materials and the digests of all.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from provrepo.software import VERSION
from release.sources import ROOT, sources

DIST = ROOT / "dist"
BILL = f"provrepo-{VERSION}.cdx.json"
DIGESTS = "SHA256SUMS"
LONGEST = 600
"""Seconds after which a tool has hung."""

SDIST_ADDS = {"PKG-INFO", "setup.cfg"}
"""What setuptools puts into a source distribution besides the sources, and its ``.egg-info``."""

SESSION = (
    ("--version",),
    ("init",),
    ("ingest", "harbor-cable.translation.en.txt", "--set", "title=On the Boats"),
    ("show", "harbor-cable@v1"),
    ("cite", "harbor-cable@v1"),
    ("search", "boats"),
    ("publish", "site", "--title", "Harbor Cables"),
    ("verify",),
)
"""Commands that need every layer, and the data files of most rooms."""

TEXT = "Even since the storm, twelve boats [of North Harbor] are missing.\n"
INLINE_LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#]+)")


class Wrong(Exception):
    """Something about the packages that nobody should get."""


def main() -> int:
    """Build the packages, check them, and put them into ``dist/``."""
    with tempfile.TemporaryDirectory(prefix="provrepo-dist-") as name:
        folder = Path(name)
        try:
            for line in _steps(folder):
                print(line, flush=True)
        except Wrong as wrong:
            print(f"wrong: {wrong}", file=sys.stderr)
            return 1
        DIST.mkdir(exist_ok=True)
        for path in DIST.iterdir():
            if path.is_file():
                path.unlink()
        for path in (*sorted((folder / "first").iterdir()), folder / BILL, folder / DIGESTS):
            shutil.copyfile(path, DIST / path.name)
            print(f"dist/{path.name}")
    return 0


def _steps(folder: Path) -> Iterator[str]:
    first, second = (build_all(folder, name) for name in ("first", "second"))
    wheel, sdist = first
    for path, again in zip(first, second, strict=True):
        if path.read_bytes() != again.read_bytes():
            raise Wrong(f"{path.name} is another one each time that it is built")
    yield f"built twice, the same bytes: {wheel.name}, {sdist.name}"
    check_contents(wheel, sdist)
    yield "contents: every source is in the sdist, every module and its data in the wheel"
    _run([sys.executable, "-m", "twine", "check", "--strict", wheel, sdist])
    _run([sys.executable, "-m", "check_wheel_contents", "--ignore", "W004,W009", wheel])
    yield "metadata: as twine and check-wheel-contents want them; README.md can be shown"
    check_readme(sdist)
    yield "README.md: each of its links leads to a file of the sdist"
    for path in (wheel, sdist):
        check_install(path, folder / f"install-{path.suffix[1:]}")
        yield f"installed anew and run: {path.name}"
    write_bill(folder / f"install-{wheel.suffix[1:]}", folder / BILL)
    yield f"bill of materials: {BILL}, CycloneDX 1.6"
    packages = [*first, folder / BILL]
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in packages]
    (folder / DIGESTS).write_text("".join(lines), encoding="utf-8", newline="\n")


def build_all(folder: Path, name: str) -> tuple[Path, Path]:
    """Build both packages from a fresh copy of the sources; return the wheel and the sdist.

    The copies differ as those of two people do: in their place, in their instants, and in who may
    write to them. The wheel is made of the sdist, as an installer does it.
    """
    tree, made = folder / f"tree-{name}", folder / name
    for number, source in enumerate(sources()):
        copy = tree / source
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / source, copy)
        copy.chmod(0o644 if name == "first" else 0o664)
        moment = 1_600_000_000 + (number if name == "first" else -number)
        os.utime(copy, (moment, moment))
    _run([sys.executable, "-m", "build", "--outdir", made, tree])
    return next(made.glob("*.whl")), next(made.glob("*.tar.gz"))


def check_contents(wheel: Path, sdist: Path) -> None:
    """Compare what the packages hold with the sources.

    Raises:
        Wrong: Something is missing, or there besides.

    """
    with tarfile.open(sdist) as archive:
        files = {_below(member.name) for member in archive.getmembers() if member.isfile()}
        others = [each.name for each in archive.getmembers() if not (each.isfile() or each.isdir())]
    if others:
        raise Wrong(f"the sdist has what is no file: {', '.join(others)}")
    made = {name for name in files if name.startswith("provrepo.egg-info/")} | SDIST_ADDS
    _compare("the sdist", files - made, set(sources()))
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    _compare("the wheel", packed, set(wheel_files()))


def wheel_files() -> list[str]:
    """Return the path of each file that belongs into the wheel, its metadata left out."""
    layers = {"provrepo": "provrepo", "cli": "provrepo/cli", "store": "provrepo/store"}
    parts = (source.partition("/") for source in sources())
    return [f"{layers[layer]}/{rest}" for layer, _, rest in parts if rest and layer in layers]


def check_readme(sdist: Path) -> None:
    """Follow the links of README.md.

    Raises:
        Wrong: One of them leads nowhere.

    """
    with tarfile.open(sdist) as archive:
        files = {_below(name) for name in archive.getnames()}
    for link in INLINE_LINK.findall((ROOT / "README.md").read_text(encoding="utf-8")):
        if link not in files:
            raise Wrong(f"README.md leads to {link}, which is not in the sdist")


def check_install(package: Path, folder: Path) -> None:
    """Install a package into an environment of its own, and go through a session with it.

    Raises:
        Wrong: It cannot be installed, what it needs does not go together, or a command fails.

    """
    venv.create(folder, with_pip=False)
    binaries = folder / ("Scripts" if os.name == "nt" else "bin")
    _run([*_pip(folder), "install", package])
    _run([*_pip(folder), "check"])
    work = folder / "work"
    work.mkdir()
    (work / "harbor-cable.translation.en.txt").write_text(TEXT, encoding="utf-8", newline="\n")
    printed = [_run([binaries / "provrepo", *command], work) for command in SESSION]
    if printed[0] != f"provrepo {VERSION}\n":
        raise Wrong(f"{package.name} says that it is {printed[0].strip()}, not {VERSION}")
    if printed[3] != TEXT:
        raise Wrong(f"{package.name} does not give the text back that it was given")


def write_bill(environment: Path, path: Path) -> None:
    """Write the bill of materials of an environment where the wheel is installed (CycloneDX 1.6).

    It names provrepo, what it needs and what that needs, each with version, licence and purl, the
    same each time; the tool checks it against the schema of CycloneDX.
    """
    python = next(environment.glob("[bS]*/python*"))
    _run(
        [
            *(sys.executable, "-m", "cyclonedx_py", "environment", python),
            *("--pyproject", ROOT / "pyproject.toml", "--mc-type", "library"),
            *("--spec-version", "1.6", "--output-format", "JSON", "--output-reproducible"),
            *("--validate", "--output-file", path),
        ]
    )


def _pip(environment: Path) -> list[str | Path]:
    options = ("--quiet", "--disable-pip-version-check")
    return [sys.executable, "-m", "pip", "--python", environment, *options]


def _below(name: str) -> str:
    return name.partition("/")[2]


def _compare(package: str, held: set[str], wanted: set[str]) -> None:
    if missing := sorted(wanted - held):
        raise Wrong(f"{package} lacks {', '.join(missing[:5])} ({len(missing)} in all)")
    if besides := sorted(held - wanted):
        raise Wrong(f"{package} has {', '.join(besides[:5])} besides ({len(besides)} in all)")


def _run(command: Sequence[str | Path], folder: Path = ROOT) -> str:
    """Run a tool and return what it prints.

    Raises:
        Wrong: It fails.

    """
    written = [os.fspath(word) for word in command]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        written,
        cwd=folder,
        env=environment | {"PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=LONGEST,
        check=False,
    )
    if done.returncode:
        raise Wrong(f"{' '.join(written)}\n{done.stdout}{done.stderr}".rstrip())
    return done.stdout


if __name__ == "__main__":
    raise SystemExit(main())
