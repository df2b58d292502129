"""What judges the pages of a site, from npm, and the Chromium that shows them."""

from __future__ import annotations

import fcntl
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent / "browser"
MODULES = FOLDER / "node_modules"
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="there is no Chromium here; CI installs one"
)


def installed() -> Path:
    """Return the folder of the tools, in which they are installed once; skip where they cannot."""
    missing = [name for name in ("node", "npm", "java") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"there is no {missing[0]} here; CI installs it")
    lock = (FOLDER / "package-lock.json").read_bytes()
    done = MODULES / ".installed"
    with (FOLDER / "package.json").open() as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)  # several processes may run tests
        if not done.exists() or done.read_bytes() != lock:
            command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
            result = subprocess.run(
                command, cwd=FOLDER, capture_output=True, text=True, check=False
            )
            if result.returncode:
                pytest.skip(f"npm could not install the tools: {result.stderr.strip()[-300:]}")
            done.write_bytes(lock)
    return FOLDER


def said_by(script: str, *arguments: str) -> list[dict[str, Any]]:
    """Run one of the scripts; return the objects that it prints."""
    command = ["node", str(installed() / script), str(CHROMIUM), *arguments]
    result = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert result.returncode == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def nu_errors(paths: list[Path]) -> list[dict[str, Any]]:
    """Return what the Nu HTML checker finds wrong with files, warnings too."""
    jar = installed() / "node_modules/vnu-jar/build/dist/vnu.jar"
    command = ["java", "-Xmx512m", "-jar", str(jar), "--format", "json", "--stdout"]
    result = subprocess.run(
        [*command, *map(str, paths)], capture_output=True, text=True, timeout=300, check=False
    )
    messages: list[dict[str, Any]] = json.loads(result.stdout)["messages"]
    return [message for message in messages if message["type"] != "info" or "subType" in message]
