"""What the commands say where there is nothing to show, and what a user should know besides."""

from __future__ import annotations

import json
from pathlib import Path

from tests.accession.history import History, git
from tests.conftest import CommandLine

PLACE = ("--document", "a", "--text", "translation:en")


def test_an_empty_repository_says_what_to_do(run: CommandLine) -> None:
    """Standard output stays empty, as a script expects; behind the last page nothing is said."""
    run("init")
    empty = run("list")
    assert (empty.returncode, empty.stdout) == (0, b"")
    assert b"provrepo ingest FILE" in empty.stderr
    run("ingest", "-", *PLACE, stdin=b"one")
    behind = run("list", "--after", "a")
    assert (behind.returncode, behind.stdout, behind.stderr) == (0, b"", b"")


def test_what_a_text_has_not_is_said(run: CommandLine) -> None:
    """No notes, no brackets, no differences: three messages, and no empty table."""
    run("init")
    run("ingest", "-", *PLACE, stdin=b"one")
    run("revise", "a", "--set", "title=T")
    for arguments, message in (
        (("note", "list", "a"), b"no notes\n"),
        (("brackets", "a"), b"no brackets\n"),
        (("collate", "a@v1", "a@v2"), b"all have the same text\n"),
    ):
        done = run(*arguments)
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", message)


def test_init_in_a_folder_makes_the_usual_file(tmp_path: Path, run: CommandLine) -> None:
    """So that the commands find it there without --repo."""
    (tmp_path / "cables").mkdir()
    assert run("init", "cables").returncode == 0
    assert [path.name for path in (tmp_path / "cables").iterdir()] == ["provrepo.db"]


def test_a_manuscript_comes_from_a_pipe(run: CommandLine) -> None:
    """Its lines are counted as those of standard input."""
    run("init")
    run("ingest", "-", *PLACE, stdin=b"one")
    done = run("resolve", "-", stdin=b"First.\nSee a/translation:en@v1.\n")
    assert done.returncode == 0
    assert done.stdout.startswith(b"standard input:2: exact: ")
    nothing = run("resolve", "-", stdin=b"no citation")
    assert (nothing.returncode, nothing.stdout) == (2, b"")
    assert b"pinned citation in standard input" in nothing.stderr


def test_what_is_stale_because_of_another_says_which_comes_first(run: CommandLine) -> None:
    """A translation of a translation is looked at after the one that it is based on."""
    run("init")
    for text, basis in (("zh", None), ("en", "a/zh"), ("fr", "a/en")):
        kind = "transcription" if basis is None else "translation"
        based = () if basis is None else ("--based-on", basis)
        place = ("--document", "a", "--text", f"{kind}:{text}")
        run("ingest", "-", *place, *based, stdin=text.encode())
    for text in ("transcription:zh", "translation:en"):
        run("ingest", "-", "--document", "a", "--text", text, stdin=f"new {text}".encode())
    lines = run("status").stdout.decode().splitlines()
    french = next(number for number, line in enumerate(lines) if "a/translation:fr@v1" in line)
    assert lines[french + 1].strip() == ("first clear a/translation:en, then look here again")


def test_an_import_says_what_was_renamed_and_what_is_missing(
    tmp_path: Path, run: CommandLine
) -> None:
    """The document's new name, and that a shallow clone does not reach back to the beginning."""
    history = History()
    long = b"A long enough text to be known again. " * 20
    old, new = "old.translation.en.txt", "new.translation.en.txt"
    history.commit({old: long})
    history.commit({}, moves={old: new})
    whole = history.write(tmp_path / "whole")
    run("init")
    done = run("import-git", whole)
    assert (done.returncode, done.stderr.count(b"shallow")) == (0, 0)
    assert b"renamed: old is new now, as its files are\n" in done.stderr
    git(tmp_path, "clone", "--quiet", "--bare", "--depth", "1", f"file://{whole}", "shallow")
    run("init", "other.db")
    done = run("--repo", "other.db", "import-git", "shallow")
    assert done.returncode == 0
    assert b"git fetch --unshallow" in done.stderr
    assert [
        one["key"] for one in json.loads(run("--repo", "other.db", "list", "--json").stdout)
    ] == ["new"]
