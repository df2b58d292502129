"""`status --passages`: what a translator reads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import CommandLine

CHINESE = "外交部：\n\n渔船十二艘未能按时返港[海]。\n\n人员无伤亡。\n\n请速电示。"
ENGLISH = (
    "To the Ministry:\n\nTwelve boats [red]bold[/] did not return on time.\n\nNobody was hurt.\n\n"
    "Please cable at once."
)


@pytest.fixture
def cable(run: CommandLine, tmp_path: Path) -> CommandLine:
    """Return the command line in a folder with a cable whose second paragraph was corrected."""
    (tmp_path / "a.transcription.zh.txt").write_text(CHINESE, encoding="utf-8")
    (tmp_path / "a.translation.en.txt").write_text(ENGLISH, encoding="utf-8")
    run("init")
    run("ingest", "a.transcription.zh.txt", "a.translation.en.txt", "--set", "title=T")
    corrected = CHINESE.replace("十二", "廿二")
    (tmp_path / "a.transcription.zh.txt").write_text(corrected, encoding="utf-8")
    run("ingest", "a.transcription.zh.txt")
    return run


def test_each_passage_is_printed_with_its_change(cable: CommandLine) -> None:
    """The unit, its words as they are, and the change in the basis; brackets stay brackets."""
    done = cable("status", "a", "--passages", "--check")
    lines = done.stdout.decode().splitlines()
    assert done.returncode == 1
    assert lines[0].startswith("a/translation:en@v1: ")
    place = next(n for n, line in enumerate(lines) if line.startswith("  unit 2 (stale"))
    assert lines[place].endswith("Twelve boats [red]bold[/] did not return on time.")
    assert "渔船[-十-]{+廿+}二艘" in lines[place + 1]


def test_json_has_everything(cable: CommandLine) -> None:
    """Ranges are code points of the translation's content."""
    (worklist,) = json.loads(cable("status", "--passages", "--json").stdout)
    passage = next(passage for passage in worklist["passages"] if passage["unit"] == 2)
    start, end = passage["range"]
    assert ENGLISH[start:end] == passage["text"]
    assert passage["changes"][0]["changes"][0]["inserted"] == "廿"


def test_the_page_escapes_what_it_shows(cable: CommandLine) -> None:
    """It is a whole page, with both sides and the change."""
    page = cable("status", "--passages", "--format", "html").stdout.decode()
    assert page.startswith("<!DOCTYPE html>") or page.startswith("<!doctype html>")
    assert "Twelve boats [red]bold[/]" in page
    assert "<ins" in page


def test_a_text_that_is_not_stale_has_none(cable: CommandLine) -> None:
    """And says so."""
    done = cable("status", "a/zh", "--passages", "--check")
    assert (done.returncode, done.stdout) == (0, b"")
    assert b"nothing is stale" in done.stderr


@pytest.mark.parametrize(
    "arguments", [["--only", "stale", "--passages"], ["--format", "html"], ["--format", "pdf"]]
)
def test_what_does_not_go_together_is_refused(cable: CommandLine, arguments: list[str]) -> None:
    """With one line, and exit status 2."""
    assert cable("status", *arguments).returncode == 2


def test_passages_are_checked_until_nothing_is_left(cable: CommandLine) -> None:
    """The command that moves the basis is printed at the end, on stdout, to be run."""
    units = [
        passage["unit"]
        for passage in json.loads(cable("status", "--passages", "--json").stdout)[0]["passages"]
    ]
    ada = ("--agent", "Ada Sample:reviewer")
    assert cable("review", "a/en", "--check", "2").returncode == 2  # by nobody
    assert cable("review", "a/en", "--check", "9", *ada).returncode == 2
    assert cable("review", "a/en", "--check", "2", "--approve", *ada).returncode == 2
    done = cable("review", "a/en", "--check", ",".join(map(str, units)), *ada)
    assert done.stdout.decode().split()[:3] == ["provrepo", "revise", "a/translation:en"]
    assert "all is checked" in cable("status", "a", "--passages").stdout.decode()


def test_a_new_version_follows_the_correction(cable: CommandLine, tmp_path: Path) -> None:
    """In one step; with several files it is refused."""
    path = tmp_path / "a.translation.en.txt"
    path.write_text(ENGLISH.replace("Twelve", "Twenty-two"), encoding="utf-8")
    done = cable("ingest", path.name, "--follows", "--agent", "Ada Sample:translator")
    assert b"left to be checked" in done.stderr
    (worklist,) = json.loads(cable("status", "--passages", "--json").stdout)
    assert {p["unit"]: p["state"] for p in worklist["passages"]}[2] == "checked"
    assert cable("ingest", path.name, "a.transcription.zh.txt", "--follows").returncode == 2
