"""What other systems do not have, or have otherwise: links, groups of processes, one separator."""

from __future__ import annotations

import errno
import ntpath
import os
import re
import signal
import subprocess
import sys
import unicodedata
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

import pytest

import provrepo
from provrepo.accession.git import process as git_process
from provrepo.cli import editor, output, windows
from provrepo.cli.windows import expanded
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


DEVICES = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))}
"""Names that Windows keeps for devices, whatever suffix follows."""


def refused(paths: Iterable[str]) -> list[str]:
    """Return what Windows or macOS could not hold beside the others, of paths in one folder."""
    bad, folded = [], dict[str, str]()
    for path in paths:
        for part in path.split("/"):
            is_device = part.split(".")[0].lower() in DEVICES
            if is_device or part[-1] in ". " or re.search(r'[<>:"|?*\\\x00-\x1f]', part):
                bad.append(path)
        # To both of them `Ada` is `ada`; to macOS both spellings of `é` are one.
        key = unicodedata.normalize("NFC", path).casefold()
        if folded.setdefault(key, path) != path:
            bad.append(path)
    return bad


def test_what_no_file_may_be_called_is_known() -> None:
    """The list of this test is no empty word."""
    paths = ["a/con", "Aux.txt", "x./y", "a:b", "q ", "e\u0301", "\u00e9", "A", "a", "fine.txt"]
    assert refused(paths) == ["a/con", "Aux.txt", "x./y", "a:b", "q ", "\u00e9", "a"]


def test_a_site_and_packages_have_names_that_every_system_can_hold(tmp_path: Path) -> None:
    """Of documents that are called like devices and files, and of texts that differ in a letter."""
    with provrepo.create(tmp_path / "provrepo.db") as repository:
        for key in ("con", "aux.1", "com1", "nul.txt", "index.html", "a", "a.b", "readme.md"):
            repository.ingest(f"{key}\n".encode(), document=key, text="transcription:zh-hans")
        for text in ("translation:en", "translation:en-us", "translation:en:us"):
            repository.ingest(b"x", document="con", text=text)
        repository.publish(tmp_path / "site")
        for form in ("bagit", "ocfl", "ro-crate"):
            repository.package(tmp_path / form, form)
    for folder in ("site", "bagit", "ocfl", "ro-crate"):
        root = tmp_path / folder
        paths = [each.relative_to(root).as_posix() for each in root.rglob("*")]
        assert len(paths) > 40
        assert refused(paths) == []


@pytest.mark.parametrize("flag", ["--from", "--notes", "--citation"])
def test_what_is_edited_has_a_name_that_every_system_can_hold(
    run: CommandLine, tmp_path: Path, flag: str
) -> None:
    """Also where the document is called like a device."""
    (tmp_path / "new.txt").write_text("new")
    run("init")
    run("ingest", "new.txt", "--document", "con", "--text", "transcription:zh")
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nbasename "$1" >> names\n')
    editor.chmod(0o700)
    options = [flag, "new.txt"] if flag == "--from" else [flag]
    assert run("edit", "con", *options, EDITOR=str(editor)).returncode == 0
    assert refused((tmp_path / "names").read_text().split()) == []


def test_a_pipe_that_nobody_reads_ends_quietly_on_windows(
    run: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There the system says that an argument is invalid."""

    def closed(_: str) -> None:
        raise OSError(errno.EINVAL, "Invalid argument")

    abandoned: list[str] = []
    monkeypatch.setattr(output, "line", closed)
    monkeypatch.setattr(output, "abandon", lambda: abandoned.append("stdout"))
    assert run("--version").returncode == 2
    monkeypatch.setattr(os, "name", "nt")
    ended = run("--version")
    assert (ended.returncode, ended.stderr, abandoned) == (0, b"", ["stdout"])


def test_file_names_with_a_star_are_expanded_where_no_shell_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of arguments that are files, and of no pattern, message or note."""
    for name in ("b.txt", "a.txt", "[x] c.txt", "n"):
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    assert expanded(["ingest", "*.txt", "--dry-run"]) == (
        ["ingest", "[x] c.txt", "a.txt", "b.txt", "--dry-run"]
    )
    assert expanded(["ingest", "[x]*.txt"]) == ["ingest", "[x] c.txt"]
    assert expanded(["--quiet", "ingest", "--dry-run", "a*"]) == (
        ["--quiet", "ingest", "--dry-run", "a.txt"]
    )
    assert expanded(["ingest", "none*"]) == ["ingest", "none*"]
    for words in (
        ["ingest", "b.txt", "-m", "?", "--map", "*.txt"],
        ["note", "add", "a/en", "?"],
        ["note", "add", "a/en", "costs $HOME, says %PATH%"],
        ["search", "b*"],
        ["publish", "site", "--document", "*"],
        [],
    ):
        assert expanded(words) == words


def test_no_word_is_changed_on_windows_but_such_names(
    run: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command line goes through it there, and there alone."""
    asked: list[list[str]] = []

    def ask(words: list[str]) -> list[str]:
        asked.append(list(words))
        return words

    monkeypatch.setattr(windows, "expanded", ask)
    assert run("--version").returncode == 0
    assert asked == []
    monkeypatch.setattr(os, "name", "nt")
    assert run("--version").returncode == 0
    assert asked == [["--version"]]


def test_notepad_is_the_usual_editor_of_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where neither VISUAL nor EDITOR names another; backslashes of a path stay."""
    notepad, other = r"C:\Windows\notepad.exe", r"C:\Program Files\Notepad++\notepad++.exe"
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.setattr(os, "name", "nt")
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    there = {"notepad": notepad, other: other}
    monkeypatch.setattr("shutil.which", there.get)
    assert editor.editor() == [notepad]
    monkeypatch.setenv("EDITOR", f'"{other}" -multiInst -notabbar')
    assert editor.editor() == [other, "-multiInst", "-notabbar"]
    monkeypatch.setenv("EDITOR", f"{other} -multiInst")
    assert editor.editor() == [other, "-multiInst"]


def test_ctrl_break_stops_as_ctrl_c_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows has that signal, and no other system."""
    monkeypatch.setattr(signal, "SIGBREAK", signal.SIGUSR1, raising=False)
    main = import_module("provrepo.cli.main")

    def command(_: object) -> int:
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGUSR1)
        return 130

    monkeypatch.setattr(main, "_run", command)
    assert main.run([]) == 128 + signal.SIGUSR1
