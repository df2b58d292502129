"""docs/review.md: its week is lived through again, and each command prints what the page shows."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import CommandLine
from tests.ssh import needs_ssh_keygen

PAGE = Path(__file__).resolve().parents[1] / "docs" / "review.md"

pytestmark = needs_ssh_keygen


class Step(NamedTuple):
    """A command of the page, and what it shows below it."""

    command: str
    shown: str


def steps(page: str) -> list[Step]:
    """Return the commands of the page's blocks in their order."""
    found: list[Step] = []
    page = re.sub(r"(?ms)^```.*?^```", "", page)
    for block in re.findall(r"(?:^    .*\n)+", page, re.MULTILINE):
        for part in re.split(r"^    \$ ", block, flags=re.MULTILINE)[1:]:
            command, _, shown = part.partition("\n")
            lines = [line.removeprefix("    ") for line in shown.splitlines()]
            found.append(Step(command, "".join(f"{line}\n" for line in lines)))
    return found


def printed(run: CommandLine, folder: Path, command: str) -> str:
    """Run a command in a shell, one of provrepo in this process; return all that it printed."""
    words = shlex.split(command)
    if words[0] != "provrepo":
        done = subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, check=True)
        return (done.stdout + done.stderr).decode()
    target = words.index(">") if ">" in words else len(words)
    ended = run(*words[1:target])
    if target < len(words):
        (folder / words[target + 1]).write_bytes(ended.stdout)
        return ended.stderr.decode()
    return (ended.stdout + ended.stderr).decode()


def plain(text: str) -> str:
    """Return what is printed without what differs from one run to another: ids, keys, times."""
    for pattern, word in (
        (r"provrepo\.invalid/[0-9a-f]{16}", "ORIGIN"),
        (r"SHA256:[A-Za-z0-9+/]+", "KEY"),
        (r"\b[0-9a-f]{12}(?:[0-9a-f]{52})?(?![0-9a-f])", "ID"),
        (r"\d{4}-\d\d-\d\d(?:T[\d:]+Z)?", "TIME"),
    ):
        text = re.sub(pattern, word, text)
    return text


def test_the_week_in_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The example for applications runs as it stands there."""
    monkeypatch.chdir(tmp_path)
    (block,) = re.findall(r"(?ms)^```python\n(.*?)^```", PAGE.read_text("utf-8"))
    exec(compile(block, str(PAGE), "exec"), {})  # noqa: S102 - our own page


def test_each_command_prints_what_the_page_shows(run: CommandLine, tmp_path: Path) -> None:
    """In the order of the page, in an empty folder."""
    week = steps(PAGE.read_text("utf-8"))
    assert len(week) > 20
    for step in week:
        assert plain(printed(run, tmp_path, step.command)) == plain(step.shown), step.command


def _write(run: CommandLine, folder: Path) -> None:
    """Write the page anew with what the commands print: ``python -m tests.test_review_page``."""
    lines: list[str] = []
    for line in PAGE.read_text("utf-8").splitlines():
        if line.startswith("    $ "):
            lines.append(line)
            output = printed(run, folder, line.removeprefix("    $ "))
            lines += [f"    {one}" for one in output.splitlines()]
        elif not line.startswith("    "):
            lines.append(line)
    PAGE.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    from tests.conftest import command_line

    _write(command_line(Path(sys.argv[1])), Path(sys.argv[1]))
