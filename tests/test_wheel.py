"""What is installed is what was written: the packages hold every file, and their command runs."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import venv
from pathlib import Path

import pytest

import provrepo
from release.check import Wrong, build_all, check_contents, check_readme, wheel_files

pytestmark = pytest.mark.slow

Packages = tuple[Path, Path]


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Packages:
    """Build wheel and source distribution from a copy of the sources."""
    return build_all(tmp_path_factory.mktemp("packages"), "first")


def test_the_packages_hold_every_file_and_nothing_else(packages: Packages) -> None:
    """The sdist has all sources, the wheel each module of the three layers and all data."""
    assert "provrepo/cli/main.py" in wheel_files()
    assert "provrepo/store/read.py" in wheel_files()
    assert not [name for name in wheel_files() if "test" in name.split("/")[0]]
    check_contents(*packages)
    check_readme(packages[1])


def test_what_a_package_lacks_is_named(packages: Packages, tmp_path: Path) -> None:
    """A source that the sdist does not have, or that it has besides, is wrong."""
    wheel, sdist = packages
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (tree,) = tmp_path.iterdir()
    (tree / "besides.txt").write_text("?", encoding="utf-8")
    changed = tmp_path / sdist.name
    with tarfile.open(changed, "w:gz") as archive:
        archive.add(tree, tree.name)
    with pytest.raises(Wrong, match=r"the sdist has besides\.txt besides \(1 in all\)"):
        check_contents(wheel, changed)
    (tree / "besides.txt").unlink()
    (tree / "Makefile").unlink()
    with tarfile.open(changed, "w:gz") as archive:
        archive.add(tree, tree.name)
    with pytest.raises(Wrong, match=r"the sdist lacks Makefile \(1 in all\)"):
        check_contents(wheel, changed)


def test_built_again_they_are_the_same_bytes(packages: Packages, tmp_path: Path) -> None:
    """Another folder, other instants and modes of the sources change nothing in the packages."""
    again = build_all(tmp_path, "second")
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in packages]


@pytest.mark.parametrize("number", [0, 1], ids=["wheel", "sdist"])
def test_the_installed_command_runs(packages: Packages, number: int, tmp_path: Path) -> None:
    """`provrepo` is on the path after a package is installed, and starts."""
    venv.create(tmp_path / "venv", system_site_packages=False, with_pip=False)
    # The dependencies of this environment serve; only the package itself is unpacked anew.
    (site,) = (tmp_path / "venv").glob("[lL]ib/**/site-packages")
    here = next(Path(path) for path in sys.path if path.endswith("site-packages"))
    (site / "dependencies.pth").write_text(f"{here}\n", encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--python", os.fspath(tmp_path / "venv")]
    install = [*pip, "install", "--no-deps", os.fspath(packages[number])]
    subprocess.run(install, check=True, capture_output=True)
    binaries = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    done = subprocess.run(
        [binaries / "provrepo", "--version"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    assert done.stdout == f"provrepo {provrepo.__version__}\n"
