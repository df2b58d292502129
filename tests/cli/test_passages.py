"""`status --passages`: what a translator reads."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from provrepo.accession.intake import Ingested
from provrepo.cli.main import run as run_here
from provrepo.cli.results import Results
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


def states(run: CommandLine) -> dict[str, dict[int, str]]:
    """Return the state of each unit that is to be looked at, by its version."""
    lists = json.loads(run("status", "--passages", "--json").stdout)
    return {
        worklist["reference"]: {
            passage["unit"]: passage["state"] for passage in worklist["passages"]
        }
        for worklist in lists
    }


def test_a_new_version_follows_the_correction(cable: CommandLine, tmp_path: Path) -> None:
    """In one step."""
    path = tmp_path / "a.translation.en.txt"
    path.write_text(ENGLISH.replace("Twelve", "Twenty-two"), encoding="utf-8")
    done = cable("ingest", path.name, "--follows", "--agent", "Ada Sample:translator")
    assert b"left to be checked" in done.stderr
    assert states(cable)["a/translation:en@v2"][2] == "checked"


@pytest.fixture
def cables(run: CommandLine, tmp_path: Path) -> CommandLine:
    """Return the command line in a folder `in` with three cables; each has a corrected paragraph.

    The translations of `a` and `b` follow the correction, that of `c` is what it was.
    """
    folder = tmp_path / "in"
    folder.mkdir()
    run("init")
    for chinese, english in ((CHINESE, ENGLISH), (CHINESE.replace("十二", "廿二"), None)):
        for key in "abc":
            (folder / f"{key}.transcription.zh.txt").write_text(f"{key}\n\n{chinese}", "utf-8")
            if english:
                (folder / f"{key}.translation.en.txt").write_text(f"{key}\n\n{english}", "utf-8")
        if english:
            run("ingest", "in")
    for key in "ab":
        text = ENGLISH.replace("Twelve", "Twenty-two")
        (folder / f"{key}.translation.en.txt").write_text(f"{key}\n\n{text}", "utf-8")
    return run


FOLDER, FILES, MANIFEST = (
    ["in"],
    [f"in/{key}.{text}.txt" for key in "abc" for text in ("translation.en", "transcription.zh")],
    ["--manifest", "in/manifest.csv"],
)


@pytest.mark.parametrize("inputs", [FOLDER, FILES, MANIFEST], ids=["folder", "files", "manifest"])
def test_every_translation_of_a_run_follows_its_correction(
    cables: CommandLine, tmp_path: Path, inputs: list[str]
) -> None:
    """Transcriptions that change in the same run included; what the run did not change is stale."""
    lines = ["file,document,text,agent"]
    for key in "abc":
        lines.append(f"{key}.transcription.zh.txt,{key},transcription:zh,")
        lines.append(f"{key}.translation.en.txt,{key},translation:en,Ada Sample:translator")
    (tmp_path / "in" / "manifest.csv").write_text("\n".join(lines) + "\n", "utf-8")
    if inputs != MANIFEST:
        (tmp_path / "in" / "manifest.csv").unlink()
        inputs = [*inputs, "--agent", "Ada Sample:translator"]
    assert b"left to" not in cables("ingest", *inputs, "--follows", "--dry-run").stderr
    done = cables("ingest", *inputs, "--follows")
    assert done.returncode == 0
    messages = done.stderr.decode()
    assert "left to be checked in a/translation:en@v2" in messages
    assert "left to be checked in b/translation:en@v2" in messages
    assert "c/translation:en" not in messages.replace("unchanged: c/", "")
    found = states(cables)
    assert found["a/translation:en@v2"][3] == found["b/translation:en@v2"][3] == "checked"
    assert found["c/translation:en@v1"][3] == "stale"
    assert cables("verify").returncode == 0


def test_nobody_follows_a_correction(cables: CommandLine) -> None:
    """All files go in; of each translation the command is printed that says it after all."""
    done = cables("ingest", "in", "--follows")
    assert done.returncode == 2
    assert states(cables)["a/translation:en@v2"][3] == "confirm"
    commands = re.findall('provrepo (review .* --check .*) --agent "NAME', done.stderr.decode())
    assert [command.split()[1] for command in commands] == ["a/translation:en", "b/translation:en"]
    assert cables(*commands[0].split(), "--agent", "Ada Sample:translator").returncode == 0
    assert states(cables)["a/translation:en@v2"][3] == "checked"


def test_what_came_in_before_a_stop_follows_its_correction(
    cables: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same command again goes on with the rest, and finds what is in unchanged."""
    print_line = Results._print_line  # noqa: SLF001

    def stopped(results: Results, ingested: Ingested) -> None:
        print_line(results, ingested)
        if ingested.file.endswith("a.translation.en.txt"):
            raise KeyboardInterrupt

    monkeypatch.setattr(Results, "_print_line", stopped)
    monkeypatch.chdir(tmp_path)
    for key in "abc":
        cables("ingest", f"in/{key}.transcription.zh.txt")
    files = [f"in/{key}.translation.en.txt" for key in "ab"]
    arguments = ["ingest", *files, "--follows", "--agent", "Ada Sample:translator"]
    assert run_here(arguments) == 130
    assert states(cables)["a/translation:en@v2"][3] == "checked"
