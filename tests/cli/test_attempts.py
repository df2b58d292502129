"""Words that people try who come from other programs lead to the command that does it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from provrepo.cli.attempts import _COMMANDS, _NOTE_COMMANDS
from provrepo.cli.main import COMMANDS
from tests.conftest import CommandLine
from tests.test_docs import commands, find, options

WORDS = {
    "add": "ingest",
    "commit": "ingest",
    "save": "edit",
    "track": "ingest",
    "history": "log",
    "delete": "withdraw",
    "rm": "purge",
    "undo": "restore",
    "revert": "restore",
    "checkout": "show",
    "grep": "search",
    "merge": "collate",
    "push": "copy",
    "ls": "list",
    "mv": "rename",
    "annotate": "blame",
    "comment": "note add",
    "tag": "review",
}


@pytest.mark.parametrize("word", WORDS)
def test_a_word_of_another_program_leads_to_ours(run: CommandLine, word: str) -> None:
    """One line, exit status 2, without a repository too."""
    done = run(word, "something", "--flag")
    assert (done.returncode, done.stdout) == (2, b"")
    (line,) = done.stderr.decode().splitlines()
    assert line.startswith(f"provrepo: there is no command {word}: ")
    assert f"`provrepo {WORDS[word]}" in line


def test_help_is_an_option(run: CommandLine) -> None:
    """Of the command that stands behind it, too."""
    assert b"`provrepo --help`" in run("help").stderr
    assert b"`provrepo note add --help`" in run("help", "note", "add").stderr


def test_each_answer_names_commands_and_options_that_there_are() -> None:
    """And no word that people try is a command of ours."""
    assert not set(" ".join(_COMMANDS).split()) & set(COMMANDS)
    assert not set(" ".join(_NOTE_COMMANDS).split()) & {"add", "edit", "remove", "list"}
    for advice in (_COMMANDS | _NOTE_COMMANDS).values():
        named = re.findall(r"`(provrepo [^`]+)`", advice)
        for line in named:
            for written in commands(line.replace("|", " ")):
                command, _, rest = find(written)
                assert {word for word in rest if word.startswith("-")} <= options(command)


def test_a_file_alone_is_to_be_ingested(tmp_path: Path, run: CommandLine) -> None:
    """Who names nothing but a file means that one."""
    (tmp_path / "letter.txt").write_text("x")
    assert b"`provrepo ingest letter.txt`" in run("letter.txt").stderr


def test_an_error_is_json_where_json_is_wanted(run: CommandLine) -> None:
    """Its class and fields, of the library's errors and of a wrong command line."""
    run("init")
    for arguments, error, fields in (
        (("show", "x"), "NotFound", {"what": "document", "name": "x", "candidates": []}),
        (("show", "a b"), "InvalidReference", {"field": "reference", "value": "a b"}),
        (("ingest", "gone.txt"), "InputError", {"path": "gone.txt"}),
        (("shwo",), "UsageError", {"command": "provrepo"}),
        (("show", "x", "--recrod"), "NoSuchOption", {"command": "provrepo show"}),
    ):
        done = run(*arguments, "--json")
        value = json.loads(done.stderr)
        assert (done.returncode, value["error"], value["exit_status"]) == (2, error, 2)
        assert fields.items() <= value["fields"].items()
        assert value["message"] in run(*arguments).stderr.decode().replace("\\n", "\n")
    hidden = run("show", "postgresql://u:secret@h/x", "--json")
    assert b"secret" not in hidden.stderr
