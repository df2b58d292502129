"""The lines of the README that install provrepo, run as they stand there in a fresh copy."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from release.sources import ROOT, sources

pytestmark = pytest.mark.slow

BLOCKS = re.findall(r"(?ms)^```sh\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"))
OFFLINE = re.compile("Could not find a version|No matching distribution|error sending request"
                     "|Failed to fetch|client error|not found in the package registry")  # fmt: skip


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Return a copy of what git has, as a fresh clone."""
    folder = tmp_path / "provrepo"
    for name in sources():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.split()[0])
def test_the_lines_install_the_command(block: str, source: Path, tmp_path: Path) -> None:
    """Each way of the README leaves a `provrepo` that runs."""
    tool = block.split()[0]
    if not shutil.which(tool):
        pytest.skip(f"left out: {tool} is not installed")
    programs = tmp_path / "bin"
    environment = os.environ | {
        "HOME": str(tmp_path),
        "PIPX_HOME": str(tmp_path / "pipx"),
        "PIPX_BIN_DIR": str(programs),
        "PIPX_DEFAULT_PYTHON": sys.executable,
        "UV_TOOL_DIR": str(tmp_path / "uv"),
        "UV_TOOL_BIN_DIR": str(programs),
        "UV_PYTHON": sys.executable,
    }
    done = subprocess.run(
        ["sh", "-e", "-c", block],
        cwd=source,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    if done.returncode and OFFLINE.search(done.stdout + done.stderr):
        pytest.skip(f"left out: {tool} could not fetch what provrepo needs")
    assert done.returncode == 0, done.stdout + done.stderr
    command = programs / "provrepo"
    if tool.startswith("python"):
        command = source / ".venv" / "bin" / "provrepo"
    shown = subprocess.run(
        [command, "demo", "--json"], cwd=tmp_path, capture_output=True, check=True
    )
    assert b'"files"' in shown.stdout


def test_the_readme_has_three_ways() -> None:
    """For those who have pipx, for those who have uv, and for everybody."""
    assert [block.split()[0] for block in BLOCKS] == ["pipx", "uv", "python3"]
