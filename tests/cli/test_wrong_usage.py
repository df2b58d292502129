"""Wrong usages that a shell, a script or a hurry makes: one line that names the thing, no harm."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import CommandLine


@pytest.fixture(autouse=True)
def _repository(run: CommandLine, tmp_path: Path) -> None:
    """Make a repository with one text, and files that are no texts."""
    (tmp_path / "letter.txt").write_text("Twelve boats.\n")
    (tmp_path / "-dash.txt").write_text("Twelve boats.\n")
    (tmp_path / "junk.docx").write_bytes(b"\xf0\xff" * 400)
    run("init")
    run("ingest", "letter.txt", "--document", "letter", "--text", "translation:en")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        # what a shell makes of a variable that is not set
        (["ingest", "letter.txt", "--document", "", "--text", "translation:en"], "--document is"),
        (["ingest", "letter.txt", "--document", "b", "--text", ""], "--text is empty"),
        (["ingest", "letter.txt", ""], "FILE|FOLDER is empty"),
        (["revise", "letter", "--agent", ""], "--agent is empty"),
        (["list", "--repo", ""], "--repo is empty"),
        (["--repo", "", "list"], "--repo is empty"),
        (["publish", ""], "FOLDER is empty"),
        (["package", "", "--format", "bagit"], "FOLDER is empty"),
        (["init", ""], "PATH is empty"),
        (["cite", "letter", "--style", ""], "--style is empty"),
        (["export", "letter", ""], "FILE is empty"),
        (["show", ""], "REF is empty"),
        # numbers
        (["serve", "--port", "x"], "--port: write a whole number;"),
        (["serve", "--port", "70000"], "--port: write a whole number up to 65535"),
        (["diff", "letter", "--context", "-1"], "--context: write a whole number from 0"),
        (["note", "add", "letter", "x", "--occurrence", "two"], "--occurrence: write a whole"),
        (["search", "boats", "--limit", "-1"], "--limit -1: write a number from 1"),
        # names
        (["search", "boats", "--kind", "letter"], "use one of transcription, translation"),
        (["LIST"], "commands are written in small letters: `provrepo list`"),
        (["ingest", "-dash.txt", "--document", "d"], "the file of this name is ./-dash.txt"),
        (["demo", "letter.txt"], "letter.txt: is a file; name a folder"),
        (["resolve", "junk.docx"], "junk.docx: is named like a Word document, but is none"),
        (["edit", "missing"], "no document missing"),
    ],
)
def test_one_line_names_what_is_wrong(
    run: CommandLine, tmp_path: Path, arguments: list[str], words: str
) -> None:
    """Nothing is written, neither into the repository nor beside it."""
    files = sorted(tmp_path.rglob("*"))
    dump = run("dump").stdout
    refused = run(*arguments)
    (line,) = refused.stderr.decode().splitlines()
    assert refused.returncode == 2
    assert words in line
    assert "Invalid value" not in line
    assert run("dump").stdout == dump
    assert [path for path in sorted(tmp_path.rglob("*")) if path not in files] == []


def test_what_may_be_empty_stays_so(run: CommandLine) -> None:
    """A message of no words is a decision."""
    assert run("revise", "letter", "--set", "title=x", "-m", "").returncode == 0
    assert run("search", "boats", "-twelve").returncode == 1
    assert run("search", "boats", "-thirteen").returncode == 0


def test_to_bring_back_the_newest_version_says_what_was_meant(run: CommandLine) -> None:
    """It is there already; `restore` is for an older one."""
    done = run("restore", "letter")
    assert done.stdout.startswith(b"unchanged: ")
    assert b"name the one that is to come back" in done.stderr


def test_where_all_files_were_refused_no_others_are_in(run: CommandLine) -> None:
    """The last line does not say that there are others."""
    done = run("ingest", "letter.txt", "missing.txt", "--document", "b", "--text", "translation:en")
    assert done.returncode == 1
    assert done.stderr.decode().splitlines()[-1].endswith("nothing was stored")


@pytest.mark.parametrize(
    ("command", "status"),
    [
        ("list >&-", 0),
        ("show letter >&-", 0),
        ("--help >&-", 0),
        ("list --json >&- 2>&-", 0),
        ("show missing 2>&-", 2),
        ("missing 2> /dev/full", 2),
        ("revise letter --set title=Boats <&- >&- 2>&-", 0),
        ("ingest - --document b --text translation:en <&-", 2),
    ],
)
def test_a_closed_stream_is_no_mistake_of_ours(tmp_path: Path, command: str, status: int) -> None:
    """The command does what it does, and its status tells; the repository is whole."""
    program = f"{sys.executable} -m provrepo"
    done = subprocess.run(
        ["sh", "-c", f"{program} {command}; echo $? > status"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert int((tmp_path / "status").read_text()) == status
    assert b"Traceback" not in done.stderr
    assert b"mistake in provrepo" not in done.stderr


def test_a_folder_that_is_gone_is_named(tmp_path: Path) -> None:
    """Not the output, which is all right."""
    done = subprocess.run(
        ["sh", "-c", f"mkdir gone; cd gone; rmdir ../gone; {sys.executable} -m provrepo list"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == b"provrepo: the folder that you are in is gone; go to another one\n"
