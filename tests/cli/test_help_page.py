"""A page of help reads well at 80 columns, to people who do not program."""

from __future__ import annotations

import re
import shlex
from typing import Any

import pytest
import typer

from provrepo.cli.help_page import help_page
from tests.test_docs import ROOT_COMMAND, leaves

PAGES = dict(leaves(ROOT_COMMAND))


def page(name: str) -> str:
    """Return the help of a command, as a terminal of 80 columns shows it."""
    command: Any = PAGES[name]
    context = typer.Context(
        command, info_name=f"provrepo {name}", help_option_names=["-h", "--help"]
    )
    return help_page(command, context)


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let there be a terminal of 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_keeps_to_the_terminal(name: str) -> None:
    """No line is longer than it, also of examples; and no name with hyphens is divided."""
    lines = page(name).splitlines()
    assert [line for line in lines if len(line) > 80] == []
    assert [line for line in lines if re.search(r"[a-z]-$", line)] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_word_of_programmers(name: str) -> None:
    """No types and no mathematics; a default is said in one way, once."""
    text = page(name)
    assert re.findall(r"<(?:str|int|list)|list\[|[<>]=|\[default|\[required|\bstdin\b", text) == []
    assert "(the default)" not in text
    options = text.partition("\nOptions:\n")[2]
    for entry in re.split(r"\n  (?=-)", options):
        assert " ".join(entry.split()).count("(default") <= 1, entry
        assert entry.rstrip().endswith((".", "…")), entry
    # What a value is called is a word: LANGUAGE or TAG, not L. N is a number everywhere.
    assert set(re.findall(r"--[a-z-]+ ([A-Z])\b(?!\.)", options)) <= {"N"}


@pytest.mark.parametrize("name", PAGES)
def test_a_folded_example_is_the_same_command(name: str) -> None:
    """A shell puts the lines together again."""
    written = PAGES[name].help.partition("Examples:\n")[2].splitlines()
    shown = page(name).partition("Examples:\n")[2].partition("\n\n")[0].replace("\\\n", "")
    assert [shlex.split(line) for line in shown.splitlines()] == [
        shlex.split(line) for line in written
    ]


def test_what_must_be_there_is_said() -> None:
    """In the usage by brackets around what need not be, and in words."""
    text = page("withdraw")
    assert text.startswith("Usage: provrepo withdraw [OPTIONS] REF\n")
    assert re.search(r"--reason TEXT +Why\. It stays for good\. Required\.\n", text)
    assert page("list").startswith("Usage: provrepo list [OPTIONS] [KEY]\n")
    assert page("collate").startswith("Usage: provrepo collate [OPTIONS] REF...\n")
    assert page("package").startswith("Usage: provrepo package [OPTIONS] FOLDER [KEY]...\n")


def test_a_narrow_terminal_gets_lines_of_fifty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """And a wide one no longer lines than 80."""
    monkeypatch.setenv("COLUMNS", "20")
    assert max(map(len, page("show").splitlines())) <= 60
    monkeypatch.setenv("COLUMNS", "200")
    assert 70 < max(map(len, page("ingest").splitlines())) <= 80
