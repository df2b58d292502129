"""`provrepo align` as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_passages import CHINESE, ENGLISH
from tests.conftest import CommandLine


@pytest.fixture
def cable(run: CommandLine, tmp_path: Path) -> CommandLine:
    """Return the command line in a folder with a cable and its translation."""
    (tmp_path / "a.transcription.zh.txt").write_text(CHINESE, encoding="utf-8")
    (tmp_path / "a.translation.en.txt").write_text(ENGLISH, encoding="utf-8")
    run("init")
    run("ingest", "a.transcription.zh.txt", "a.translation.en.txt", "--set", "title=T")
    return run


def test_both_texts_are_printed_facing(cable: CommandLine) -> None:
    """With the versions above, and the numbers of each pair; brackets are brackets."""
    done = cable("align", "a/en")
    lines = done.stdout.decode().splitlines()
    assert lines[0] == "a/transcription:zh@v1 = a/translation:en@v1"
    assert lines[1].startswith("1 = 1  (")
    assert any("[red]bold[/]" in line and "渔船" in line for line in lines)


def test_a_pair_is_made_and_taken_back(cable: CommandLine) -> None:
    """By the numbers that the command prints."""
    done = cable("align", "a/en", "--pair", "3=2,3", "--agent", "Anna Keller:translator")
    assert (done.returncode, done.stdout) == (0, b"")
    pairs = json.loads(cable("align", "a/en", "--json").stdout)["pairs"]
    assert [pair["target"] for pair in pairs if pair["pinned"]] == [[2, 3]]
    assert cable("align", "a/en", "--unpin", "=2").returncode == 0
    pairs = json.loads(cable("align", "a/en", "--json").stdout)["pairs"]
    assert not any(pair["pinned"] for pair in pairs)


@pytest.mark.parametrize("form", ["html", "tmx", "xliff"])
def test_other_programs_get_a_whole_document(cable: CommandLine, form: str) -> None:
    """On stdout, and nothing else."""
    done = cable("align", "a/en", "--format", form)
    assert done.stdout.startswith(b"<")
    assert "Nobody was hurt." in done.stdout.decode()


@pytest.mark.parametrize(
    "arguments",
    [
        ["a/zh"],
        ["b/en"],
        ["a/en", "--pair", "3"],
        ["a/en", "--pair", "9=1"],
        ["a/en", "--unpin", "1"],
        ["a/en", "--format", "pdf"],
        ["a/en", "--basis", "a/en"],
    ],
)
def test_bad_input_gets_one_line(cable: CommandLine, arguments: list[str]) -> None:
    """What is wrong and what to do, exit status 2."""
    done = cable("align", *arguments)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_diff_of_two_languages_points_to_it(cable: CommandLine) -> None:
    """Word by word everything differs, which helps nobody."""
    done = cable("diff", "a/zh", "a/en")
    assert b"provrepo align a/translation:en@v1 --basis a/transcription:zh@v1" in done.stderr
