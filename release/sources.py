"""Which files are the project's sources, in a clone and in an unpacked archive alike."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MADE = frozenset(
    {
        ".git",
        ".hypothesis",
        ".mypy_cache",
        ".pytest_cache",
        ".ruff_cache",
        ".venv",
        "__pycache__",
        "build",
        "dist",
        "provrepo.egg-info",
    }
)
"""What tools leave in the folder; git is told of it in ``.gitignore``."""


LINKS = frozenset({"examples", "provrepo/cli", "provrepo/store"})
"""Links for editors and people, for which git writes plain files where a system knows no links."""


def sources() -> list[str]:
    """Return the path of each source file, from the root of the project and with ``/``.

    Links are left out: what they lead to stands in its own place, and no package needs them.
    In a clone these are the files that git has, or would take.

    Raises:
        subprocess.CalledProcessError: git, in a clone, does not say what it has.

    """
    if (ROOT / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout.decode()
        names = [name for name in listed.split("\0") if name]
    else:
        paths = (path.relative_to(ROOT) for path in _files(ROOT))
        names = [path.as_posix() for path in paths]
    return sorted(name for name in names if _is_source(ROOT / name))


def _files(folder: Path) -> list[Path]:
    files = []
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink() and path.name not in MADE:
            files += _files(path)
        elif path.is_file() and path.name not in (".coverage", "PKG-INFO", "setup.cfg"):
            files.append(path)
    return files


def _is_source(path: Path) -> bool:
    is_link = path.is_symlink() or path.relative_to(ROOT).as_posix() in LINKS
    return path.is_file() and not is_link
