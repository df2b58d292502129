"""Help is there, true, and cheap; completion knows the keys."""

from __future__ import annotations

import inspect

import pytest
import typer

from provrepo.cli.main import COMMANDS, app
from tests.conftest import CommandLine

GROUP = typer.main.get_command(app)
NAMES = [*COMMANDS, "note add", "note edit", "note remove", "note list"]


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_what_their_help_says(name: str) -> None:
    """The line in `provrepo --help` is the first of the command's own help."""
    command = GROUP.commands[name]  # type: ignore[attr-defined]
    assert inspect.cleandoc(command.help).splitlines()[0] == COMMANDS[name][1]


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_help_with_an_example_and_json(run: CommandLine, name: str) -> None:
    """Each command explains itself, shows how it is used, and can print JSON."""
    result = run(*name.split(), "--help")
    text = result.stdout.decode()
    assert result.returncode == 0
    if name != "note":
        assert f"  provrepo {name}" in text.split("Examples:")[1]
        assert "--json" in text
        assert "--repo" in text


def test_help_lists_every_command_in_the_order_of_work(run: CommandLine) -> None:
    """`provrepo --help` and `-h` print the same."""
    text = run("--help").stdout.decode()
    assert text == run("-h").stdout.decode()
    listed = [line.split()[0] for line in text.split("Commands:")[1].splitlines() if line.strip()]
    assert listed == list(COMMANDS)


def test_help_warns_of_what_stays_for_good(run: CommandLine) -> None:
    """A key and a message cannot be taken back; the help of ingest says so."""
    assert b"stay for good" in run("ingest", "--help").stdout
