"""What a fresh process of Python loads, and how much memory it takes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

PEAK = """
def peak():
    # What getrusage says counts the process that started this one, too.
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
"""
"""Code for such a process: ``peak()`` is the most memory that it took so far, in KiB."""


def check_that_reading_loads_none(url: str, modules: Sequence[str]) -> None:
    """Assert that `show`, `log` and `list` of the document ``a`` load none of the ``modules``."""
    code = (
        "import sys\nfrom provrepo.cli.main import run\n"
        f"assert run(['--repo', {url!r}, *sys.argv[1:]]) == 0\n"
        f"loaded = [n for n in {tuple(modules)!r} if n in sys.modules]\n"
        "sys.exit(f'loaded {loaded}' if loaded else 0)"
    )
    for command in (["show", "a"], ["log", "a"], ["list", "--quiet"]):
        done = subprocess.run(
            [sys.executable, "-c", code, *command], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
