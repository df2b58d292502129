"""What lists and tables show: selected, sorted, counted, as wide and long as the terminal."""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path

import pytest

import provrepo
from provrepo import __version__
from provrepo.cli import output
from provrepo.cli.hits import Counted, print_hits
from provrepo.cli.pager import paged
from tests.conftest import CommandLine


@pytest.fixture
def archive(tmp_path: Path, run: CommandLine) -> Path:
    """Make three documents: a stale translation, an approved text, one without a title."""
    run("init")
    (tmp_path / "b.transcription.zh-Hans.txt").write_text("甲")
    (tmp_path / "b.translation.en.txt").write_text("one")
    (tmp_path / "a.translation.fr.txt").write_text("un")
    (tmp_path / "c.transcription.zh.txt").write_text("乙")
    run("ingest", *sorted(path.name for path in tmp_path.glob("*.txt")))
    run("revise", "b/zh-Hans", "--set", "title=Zebra harbor")
    run("revise", "a", "--set", "title=Apple HARBOR")
    run("ingest", "-", "--document", "b", "--text", "transcription:zh-Hans", stdin="丙".encode())
    run("review", "a", "--approve", "--agent", "Ada Sample:reviewer")
    return tmp_path


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(
    ("arguments", "keys"),
    [
        ((), "abc"),
        (("--language", "zh"), "bc"),
        (("--language", "zh-Hans"), "b"),
        (("--title", "harbor"), "ab"),
        (("--stale",), "b"),
        (("--state", "approved"), "a"),
        (("--state", "unreviewed"), "bc"),
        (("--language", "zh", "--state", "approved"), ""),
        (("--sort", "title"), "abc"),
        (("--sort", "title", "--title", "harbor", "--limit", "1"), "a"),
        (("--language", "zh", "--limit", "1"), "b"),
        (("--language", "zh", "--after", "b"), "c"),
    ],
)
def test_documents_are_selected_and_sorted(
    run: CommandLine, arguments: tuple[str, ...], keys: str
) -> None:
    """By language, title, staleness and review state, all at once where several are named."""
    listed = json.loads(run("list", *arguments, "--json").stdout)
    assert "".join(document["key"] for document in listed) == keys
    done = run("list", *arguments)
    assert "".join(line[0] for line in done.stdout.decode().splitlines()) == keys
    counts = done.stderr.decode()
    assert counts.startswith(f"{len(keys)} document" if keys else "no document fits")


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--limit", "1"), "1 document, 1 text; go on with --after a"),
        (("--limit", "1", "--after", "a"), "1 document, 2 texts; go on with --after b"),
        (("--limit", "1", "--after", "b"), "1 document, 1 text"),
        (("--limit", "3"), "3 documents, 4 texts"),
        (("--limit", "4"), "3 documents, 4 texts"),
        (("--limit", "1", "--language", "zh"), "1 document, 2 texts; go on with --after b"),
        (("--limit", "2", "--language", "zh"), "2 documents, 3 texts"),
        (("--limit", "2", "--sort", "title"), "2 documents, 3 texts; there are more"),
        (("--limit", "3", "--sort", "title"), "3 documents, 4 texts"),
    ],
)
def test_that_there_are_more_is_said_where_there_are(
    run: CommandLine, arguments: tuple[str, ...], message: str
) -> None:
    """With how to go on, where that can be said."""
    assert run("list", *arguments).stderr.decode() == f"{message}\n"


@pytest.mark.usefixtures("archive")
def test_what_was_changed_last_comes_first(run: CommandLine) -> None:
    """With the date as the order."""
    run("revise", "c", "--set", "title=Last", SOURCE_DATE_EPOCH="4000000000")
    listed = json.loads(run("list", "--sort", "date", "--json").stdout)
    assert listed[0]["key"] == "c"


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(
    "arguments",
    [("--sort", "x"), ("--state", "x"), ("--language", "not a tag"), ("b", "--stale"),
     ("--sort", "title", "--after", "a")],
)  # fmt: skip
def test_what_does_not_go_together_is_said(run: CommandLine, arguments: tuple[str, ...]) -> None:
    """One line, and nothing is listed."""
    done = run("list", *arguments)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1)


@pytest.mark.usefixtures("archive")
def test_a_review_alone_changes_nothing(run: CommandLine) -> None:
    """It is called what it is, where it is made and in the log."""
    done = run("revise", "c", "--activity", "review", "--agent", "Ada Sample:reviewer")
    assert done.stdout.startswith(b"reviewed: c/transcription:zh@v2 ")
    assert b"changed" not in run("log", "c").stdout
    beside = run("revise", "c", "--activity", "review", "--based-on", "label:the original")
    assert beside.stdout.startswith(b"reviewed: c/transcription:zh@v3 ")
    both = run("revise", "c", "--activity", "review", "--set", "title=New")
    assert both.stdout.startswith(b"changed: c/transcription:zh@v4 ")


@pytest.mark.usefixtures("archive")
def test_the_log_tells_what_was_said_of_the_sense(run: CommandLine) -> None:
    """Who, when and why; also that it was taken back."""
    run("same-as", "b/zh-Hans@v2..v3", "-m", "a slip", "--agent", "Mei Tan:editor")
    run("same-as", "b/zh-Hans@v2..v3", "--undo")
    lines = run("log", "b/zh-Hans").stdout.decode().splitlines()
    (claim, undone) = (line.strip() for line in lines if "for translations" in line)
    assert claim.startswith("the same as v2 for translations, by Mei Tan, ")
    assert claim.endswith(": a slip")
    assert undone.startswith("no longer the same as v2 for translations, ")
    newest = json.loads(run("log", "b/zh-Hans", "--json").stdout)[0]
    assert [each["holds"] for each in newest["same_senses"]] == [True, False]
    assert newest["same_senses"][0]["reference"] == "b/transcription:zh-Hans@v2"


def test_versions_of_which_one_was_purged_are_compared_in_all_else(
    archive: Path, run: CommandLine
) -> None:
    """Metadata and notes are shown; of the text it is said when and why it went."""
    run("note", "add", "b/zh-Hans", "a note")
    run("revise", "b/zh-Hans", "--set", "title=Other")
    run("purge", "b/zh-Hans@v2", "--reason", "private", "--everywhere")
    done = run("diff", "b/zh-Hans@v2..v5", "--exit-code")
    assert done.returncode == 1
    assert "Zebra harbor → Other" in done.stdout.decode()
    assert "a note" in done.stdout.decode()
    message = done.stderr.decode()
    assert "cannot be compared" in message
    assert "private" in message
    assert "the same text" not in message
    value = json.loads(run("diff", "b/zh-Hans@v2..v5", "--json").stdout)
    assert (value["changes"], value["record"]["not_compared"]) == ([], ["text"])
    assert run("diff", "b/zh-Hans@v2..v5", "--format", "unified").returncode == 2
    assert run("diff", "b/zh-Hans@v2..v5", "--format", "html").returncode == 0
    (archive / "file.txt").write_text("x")
    assert b"private" in run("diff", "b/zh-Hans@v2", "file.txt").stderr


def test_alone_it_greets_with_three_steps(run: CommandLine) -> None:
    """Outside of a repository how to begin, inside what comes next."""
    outside = run()
    assert (outside.returncode, outside.stderr) == (0, b"")
    assert outside.stdout.count(b"\n    provrepo ") == 3
    assert b"provrepo init" in outside.stdout
    assert json.loads(run("--json").stdout)["repository"] is None
    run("init")
    inside = run()
    assert b"The repository is provrepo.db." in inside.stdout
    assert inside.stdout.count(b"\n    provrepo ") == 3
    assert b"provrepo init" not in inside.stdout
    assert b"secret" not in run("--repo", "postgresql://u:secret@h/x").stdout
    assert json.loads(run("--version", "--json").stdout) == {"version": __version__}


class Terminal(io.StringIO):
    """A terminal of 40 columns and 10 lines."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        """Return that it is one."""
        return True


def small_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Put a small terminal in the place of standard output."""
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("LINES", "10")
    shown = Terminal()
    monkeypatch.setattr(sys, "stdout", shown)
    return shown


@pytest.mark.parametrize(
    "row", [("key", "transcription " * 9, "外交部" * 20), ("k" * 90, "x", "y"), ("a", "b", "c")]
)
def test_a_table_keeps_to_the_terminal(
    monkeypatch: pytest.MonkeyPatch, row: tuple[str, ...]
) -> None:
    """The widest columns give way; in a pipe nothing is cut."""
    terminal = small_terminal(monkeypatch)
    output.table([row, ("short", "row", "")])
    lines = terminal.getvalue().splitlines()
    assert all(output.width(line) <= 40 for line in lines)
    assert lines[1].split() == ["short", "row"]
    assert lines[0].startswith(row[0][:10])


def test_whoever_leaves_the_pager_ends_the_printing(monkeypatch: pytest.MonkeyPatch) -> None:
    """As q does in less: without a traceback."""
    terminal = small_terminal(monkeypatch)
    monkeypatch.setenv("PAGER", "true")
    errors = io.StringIO()
    monkeypatch.setattr(sys, "stderr", errors)
    printed = 0
    with paged():
        for _ in range(20_000):
            output.line("x" * 30)
            printed += 1
        output.message("said meanwhile")
    assert printed < 20_000
    assert sys.stdout is terminal
    assert sys.stderr is errors


def test_what_is_counted_comes_behind_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """On one screen a message follows what was printed before it; the first one does not wait."""
    terminal = small_terminal(monkeypatch)
    monkeypatch.setattr(sys, "stderr", terminal)
    with paged():
        output.message("indexing")
        assert "indexing" in terminal.getvalue()
        output.line("a hit")
        output.message("hits: 1")
    assert terminal.getvalue().split("\n") == ["indexing", "a hit", "hits: 1", ""]


def test_hits_fit_a_small_terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The words stand below each other, whatever the width of the characters before them."""
    with provrepo.create(tmp_path / "provrepo.db") as repository:
        for key, text in (
            ("a", "据报告，安东、沈阳两地均有人越境，请外交部指示。" * 3),
            ("b", "the town of 安东 is old" * 3),
        ):
            repository.ingest(text.encode(), document=key, text="transcription:zh")
        terminal = small_terminal(monkeypatch)
        print_hits(Counted(repository.search("安东"), None), "context", "安东")
    plain = re.sub(r"\x1b\[[\d;]*m", "", terminal.getvalue())
    lines = [line for line in plain.splitlines() if "¶" in line]
    assert len(lines) == 6
    assert all(output.width(line) <= 40 for line in lines)
    assert {output.width(line.partition("安东")[0]) for line in lines} == {22}
