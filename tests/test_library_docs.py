"""docs/library.md: its reference is that of the code; and the examples of all pages, run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import provrepo
from tests.library_reference import PAGE, page, reference

README = PAGE.parents[1] / "README.md"


def python_blocks(path: Path) -> list[str]:
    """Return the examples of a page in Python, each on the lines where it stands there."""
    text = path.read_text("utf-8")
    return [
        "\n" * text.count("\n", 0, block.start(1)) + block[1]
        for block in re.finditer(r"(?ms)^```python\n(.*?)^```", text)
    ]


def run(path: Path) -> dict[str, Any]:
    """Run the examples of a page one after the other, as a reader would; return their names."""
    names: dict[str, Any] = {"__name__": "__main__"}
    for block in python_blocks(path):
        exec(compile(block, str(path), "exec"), names)  # noqa: S102 - our own page
    return names


def test_the_reference_is_up_to_date() -> None:
    """`make docs` would change nothing."""
    assert PAGE.read_text("utf-8") == page(), "run: make docs"


def test_the_reference_names_everything_public_and_nothing_of_one_run() -> None:
    """Each public name stands in it, and no address in memory."""
    made = reference()
    for name in provrepo.__all__:
        assert re.search(rf"^(#### {name}$|- `(provrepo\.)?{name}[`(])|`{name}`", made, re.M), name
    assert " at 0x" not in made


def test_the_examples_of_the_library_page_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """All blocks, in the order of the page, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    assert len(python_blocks(PAGE)) == 6
    run(PAGE)
    printed = capsys.readouterr().out
    assert "Jeffrey Wang" in printed
    assert "Letter 3 was refused" in printed
    assert "look again: it is at version 2" in printed
    assert printed.endswith("archive.db was closed; open it again to go on\n")


def test_the_example_of_the_readme_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It needs nothing but the file that the README ingests before."""
    monkeypatch.chdir(tmp_path)
    Path("harbor-cable.translation.en.txt").write_text(
        "[Even] since the storm, twelve boats [of North Harbor] are missing.\n", "utf-8"
    )
    run(README)
    first, citation, changes = capsys.readouterr().out.splitlines()
    assert first.startswith("harbor-cable/translation:en@v1 ")
    assert "Jeffrey Wang" in citation
    assert changes == "[('Even', 'Ever')]"


# The examples of docs/cli.md

SUPPOSED = re.compile(r" (archive|manifest\.csv|edition|log harbor-cable/transcription)( |$)")
"""Examples with folders that the page only supposes; what they print is not looked at."""


def commands(page: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each command line that has a prompt, and the lines that stand below it."""
    for block in re.findall(r"(?m)(?:^    .*\n|^\n(?=    ))+", page):
        lines = [line[4:] for line in re.sub(r" *\\\n +", " ", block).splitlines()]
        starts = [number for number, line in enumerate(lines) if line.startswith("$ ")]
        for start, end in pairwise([*starts, len(lines)]):
            yield lines[start][2:], lines[start + 1 : end]


def comparable(lines: list[str]) -> list[str]:
    """Return what is the same in every repository; messages may stand before data or after it."""
    text = re.sub(r"\b[0-9a-f]{7,64}\b…?", "ID", "\n".join(lines))
    text = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "NOW", text)
    text = re.sub(r", 20\d\d-\d\d-\d\d(?=,|$)", ", TODAY", text, flags=re.MULTILINE)
    text = re.sub(r"^[A-Za-z0-9+/]{43}=$", "ROOT", text, flags=re.MULTILINE)
    # The page says that it leaves this one out.
    text = re.sub(r"(?m)^warning: .* nobody as .*$", "", text)
    return sorted(filter(None, map(str.rstrip, text.splitlines())))


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="the examples are for a POSIX shell")
@pytest.mark.parametrize(
    ("name", "least"), [("cli.md", 40), ("packages.md", 9), ("translation.md", 4)]
)
def test_the_examples_of_a_page_are_real(tmp_path: Path, name: str, least: int) -> None:
    """In a copy of the examples, in the order of the page, each prints what the page shows."""
    folder = shutil.copytree(PAGE.parents[1] / "examples", tmp_path / "examples")
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "100"}
    shell = f'provrepo() {{ "{sys.executable}" -m provrepo "$@"; }}\n'
    looked_at = 0
    for command, printed in commands((PAGE.parent / name).read_text("utf-8")):
        if SUPPOSED.search(command):
            continue
        done = subprocess.run(
            ["sh", "-c", shell + command],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        assert comparable(done.stdout.decode().splitlines()) == comparable(printed), command
        looked_at += 1
    assert looked_at > least
