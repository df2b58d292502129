"""A file that somebody names is written whole, where it is, and nothing else is touched."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import CommandLine

COMMANDS = {
    "export": ["export", "a/en", "out.txt"],
    "cite": ["cite", "--document", "chapter.md", "-o", "out.txt"],
    "ingest": ["ingest", "a.translation.en.txt", "--report", "out.txt"],
}
"""Commands that write the file out.txt."""

WRITTEN: dict[str, Callable[[bytes], bool]] = {
    "export": lambda data: data.startswith(b"Twelve boats."),
    "cite": lambda data: data.startswith(b"Boats."),
    "ingest": lambda data: json.loads(data)["complete"],
}


@pytest.fixture(autouse=True)
def _repository(run: CommandLine, tmp_path: Path) -> None:
    """Make a repository with a text, and a manuscript that cites nothing."""
    (tmp_path / "a.translation.en.txt").write_text("Twelve boats.\n")
    (tmp_path / "chapter.md").write_text("Boats.\n")
    run("init")
    run("ingest", "a.translation.en.txt")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_link_goes_on_leading_where_it_led(run: CommandLine, tmp_path: Path, name: str) -> None:
    """The file that it leads to is written."""
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "real.txt").write_text("old")
    (tmp_path / "out.txt").symlink_to("there/real.txt")
    assert run(*COMMANDS[name]).returncode == 0
    assert (tmp_path / "out.txt").is_symlink()
    assert WRITTEN[name]((tmp_path / "there" / "real.txt").read_bytes())


@pytest.mark.parametrize("name", COMMANDS)
def test_a_pipe_is_written_into_and_stays(run: CommandLine, tmp_path: Path, name: str) -> None:
    """As /dev/stdout is; a device that was replaced would be gone for everybody."""
    os.mkfifo(tmp_path / "out.txt")
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append((tmp_path / "out.txt").read_bytes()))
    reader.start()
    done = run(*COMMANDS[name])
    reader.join(60)
    assert (done.returncode, (tmp_path / "out.txt").is_fifo()) == (0, True)
    assert WRITTEN[name](read[0])


@pytest.mark.parametrize("name", COMMANDS)
def test_nothing_beside_the_file_is_touched(run: CommandLine, tmp_path: Path, name: str) -> None:
    """No file of a name like it is overwritten or removed, and none is left."""
    for beside in ("out.txt.new", ".out.txt.part", "out.txt.part"):
        (tmp_path / beside).write_text("somebody's own")
    before = {path.name for path in tmp_path.iterdir()}
    assert run(*COMMANDS[name]).returncode == 0
    assert {path.name for path in tmp_path.iterdir()} - before == {"out.txt"}
    assert (tmp_path / "out.txt.new").read_text() == "somebody's own"


@pytest.mark.parametrize("name", ["export", "cite"])
def test_a_file_keeps_its_rights(run: CommandLine, tmp_path: Path, name: str) -> None:
    """A new one gets those of any new file."""
    assert run(*COMMANDS[name]).returncode == 0
    (tmp_path / "any").touch()
    assert (tmp_path / "out.txt").stat().st_mode == (tmp_path / "any").stat().st_mode
    (tmp_path / "out.txt").chmod(0o640)
    assert run(*COMMANDS[name]).returncode == 0
    assert (tmp_path / "out.txt").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("target", ["gone/out.txt", "folder", "/dev/full"])
def test_what_cannot_be_written_is_one_line(
    run: CommandLine, tmp_path: Path, name: str, target: str
) -> None:
    """It names the file, and leaves nothing behind."""
    if target == "/dev/full" and not Path(target).is_char_device():
        pytest.skip("this system has no /dev/full")
    (tmp_path / "folder").mkdir()
    before = {path.name for path in tmp_path.iterdir()}
    done = run(*(target if word == "out.txt" else word for word in COMMANDS[name]))
    line = done.stderr.decode().splitlines()[-1]
    assert done.returncode == 2
    assert target in line
    assert {path.name for path in tmp_path.iterdir()} == before
    assert target != "/dev/full" or Path(target).is_char_device()
