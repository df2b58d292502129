"""What other systems do not have, or have otherwise: links, groups of processes, one separator."""

from __future__ import annotations

import ntpath
import os
import subprocess
import sys
from pathlib import Path

import pytest

import provrepo
from provrepo.accession.git import process as git_process
from provrepo.reading.files import is_file_argument
from provrepo.store.rules import base_name
from release import sources
from tests.accession.history import History
from tests.conftest import CommandLine

CHINESE = "安东县来电。\n"


@pytest.fixture
def _windows_paths(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let paths be written as on Windows."""
    monkeypatch.setattr(os, "sep", "\\")
    monkeypatch.setattr(os, "altsep", "/")
    monkeypatch.setattr(os.path, "basename", ntpath.basename)


def no_links(*_: object, **__: object) -> None:
    """Refuse a link as Windows does."""
    raise OSError(1314, "A required privilege is not held by the client")


def imported(folder: Path, path: Path) -> list[tuple[str, str]]:
    """Return each version of a history in git and its content."""
    with provrepo.create(folder) as repository:
        assert {each.status for each in repository.import_git(str(path))} <= {"new", "changed"}
        keys = [entry.version.reference for entry in repository.log("cable")]
        return [(key, repository.content(key)) for key in keys]


def test_a_history_in_git_needs_no_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody may make links, as many versions come as where everybody may."""
    history = History()
    history.commit({"cable.transcription.zh.txt": CHINESE.encode()})
    history.commit({"cable.transcription.zh.txt": CHINESE.encode() * 2})
    history.write(tmp_path / "g")
    with_links = imported(tmp_path / "links.db", tmp_path / "g")
    assert [content for _, content in with_links] == [CHINESE * 2, CHINESE]
    monkeypatch.setattr(Path, "symlink_to", no_links)
    assert imported(tmp_path / "none.db", tmp_path / "g") == with_links


def test_git_ends_where_processes_have_no_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows the process itself is ended."""
    monkeypatch.delattr(os, "killpg")
    endless = [sys.executable, "-c", "import sys; sys.stdin.read()"]
    begun = git_process._Beginning(  # noqa: SLF001 - its end is what is tried
        endless, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    process = begun.process()
    assert process.poll() is None
    begun.end()
    assert process.wait(60) != 0


@pytest.mark.usefixtures("_windows_paths")
def test_both_separators_make_a_path(tmp_path: Path) -> None:
    """A file without a suffix in a folder is a file, whichever of them was typed."""
    (tmp_path / "letter").touch()
    assert is_file_argument(f"{tmp_path.as_posix()}/letter")
    assert not is_file_argument("letter")


@pytest.mark.usefixtures("_windows_paths")
@pytest.mark.parametrize(
    "path", ["C:\\texts\\cable.txt", "C:/texts/cable.txt", "texts\\cable.txt", "cable.txt"]
)
def test_a_record_keeps_a_name_without_its_folders(path: str) -> None:
    """However the path to a file was written."""
    assert base_name(path) == "cable.txt"


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "gbk", "ascii"])
@pytest.mark.parametrize(
    "command", [["log", "cable"], ["list"], ["search", "安东"], ["show", "cable"]]
)
def test_a_console_of_a_legacy_code_page(
    process: CommandLine, tmp_path: Path, encoding: str, command: list[str]
) -> None:
    """What it cannot write is escaped; a text itself goes out byte for byte."""
    with provrepo.create(tmp_path / "provrepo.db") as repository:
        repository.ingest(CHINESE.encode(), document="cable", text="transcription:zh")
    done = process(*command, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)
    printed = done.stdout.decode("utf-8" if command[0] == "show" else encoding)
    assert command[0] != "show" or printed == CHINESE


def test_what_git_writes_for_a_link_is_no_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clone without links has a plain file for each; no package has it."""
    for name in (*sources.LINKS, "cli/main.py", "provrepo/spans.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("../cli", encoding="utf-8")
    monkeypatch.setattr(sources, "ROOT", tmp_path)
    assert sources.sources() == ["cli/main.py", "provrepo/spans.py"]
