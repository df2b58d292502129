"""What is installed is what was written: the wheel holds every module, and its command runs."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.slow


def tracked() -> list[str]:
    """Return the paths of all files that git has, or would take."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return [name for name in listed.split("\0") if name]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from a copy of what git has."""
    folder = tmp_path_factory.mktemp("wheel")
    for name in tracked():
        source, target = ROOT / name, folder / "tree" / name
        if not source.is_symlink() and source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", folder, folder / "tree"],
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_every_module_and_nothing_else(wheel: Path) -> None:
    """Each module of the three layers is in it, under `provrepo`, and all data; no test is."""
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    expected = set()
    for name in tracked():
        layer = name.partition("/")[0]
        if (ROOT / name).is_file() and layer in ("provrepo", "store", "cli"):
            expected.add(name if layer == "provrepo" else f"provrepo/{name}")
    assert packed == expected


def test_the_installed_command_runs(wheel: Path, tmp_path: Path) -> None:
    """`provrepo` is on the path after the wheel is installed, with what it needs."""
    venv.create(tmp_path / "venv", system_site_packages=False, with_pip=False)
    # The dependencies of this environment serve; only the wheel itself is unpacked anew.
    site = next((tmp_path / "venv" / "lib").glob("python*/site-packages"))
    here = next(Path(path) for path in sys.path if path.endswith("site-packages"))
    (site / "dependencies.pth").write_text(f"{here}\n")
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "--python",
            python,
            "install",
            "--no-deps",
            "--no-index",
            wheel,
        ],
        check=True,
        capture_output=True,
    )
    done = subprocess.run(
        [tmp_path / "venv" / "bin" / "provrepo", "--version"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    assert done.stdout == "provrepo 0.1.0\n"
