"""Brackets, scripts and control characters come out whole or visibly escaped, everywhere."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import chdir, redirect_stderr, redirect_stdout, suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provrepo.cli import output
from provrepo.cli.main import run as run_command
from tests.conftest import CommandLine, command_line, in_process

NASTY = "[x y] [/] [bold]b[/bold] \\ \x1b[31mred \u202ertl\u2066 \x9b0m \x07 外交部 외무성 \u0301a"
SEPARATORS = ["\u2028", "\u2029"]
DANGEROUS = [
    chr(code)
    for code in (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
]


@given(st.text(st.characters()))
def test_nothing_dangerous_reaches_a_line(text: str) -> None:
    """One line stays one line, without any control, override or lone surrogate."""
    shown = output.escape(text)
    assert not set(shown) & {*DANGEROUS, *SEPARATORS}
    shown.encode()


@pytest.mark.parametrize(
    ("separator", "shown"), [("\u2028", "\\u2028"), ("\u2029", "\\u2029")], ids=ascii
)
def test_line_and_paragraph_separators_are_shown(
    separator: str, shown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """They would end the one line of a title or an error; a text has them, as it has line feeds.

    In JSON they are escapes, which many programs that read it line by line need.
    """
    assert output.escape(f"one{separator}two") == f"one{shown}two"
    assert output.escape(f"one{separator}two", lines=True) == f"one{separator}two"
    output.json(f"one{separator}two")
    assert capsys.readouterr().out == f'"one{shown}two"\n'


@given(st.text(st.characters()))
def test_layout_stays_in_a_text(text: str) -> None:
    """Line feeds and tabs stay; all other controls are shown."""
    shown = output.escape(text, lines=True)
    assert not (set(shown) & set(DANGEROUS)) - {"\n", "\t"}


@given(
    st.text(st.characters(exclude_characters=[*DANGEROUS, *SEPARATORS], exclude_categories=["Cs"]))
)
def test_harmless_text_is_untouched(text: str) -> None:
    """Brackets, backslashes and every script come out as they are."""
    assert output.escape(text) == text
    assert output.escape(text, lines=True) == text


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_json_is_intact_and_harmless(text: str) -> None:
    """What a JSON reader gets is the text; what a terminal gets has no controls."""
    import contextlib
    import io

    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with contextlib.redirect_stdout(stream):
        output.json({"text": text})
    printed = stream.buffer.getvalue().decode()
    assert json.loads(printed) == {"text": text}
    assert not (set(printed) & set(DANGEROUS)) - {"\n"}


def test_wide_characters_are_two_columns() -> None:
    """Han and Hangul take two columns, combining marks none."""
    assert output.width("外交部 a\u0301") == 8


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a repository full of nasty text: contents, titles, notes, messages, names."""
    tmp_path = tmp_path_factory.mktemp("archive")
    run = in_process(tmp_path)
    run("init")
    for number, text in enumerate((f"{NASTY}\nfirst\n", f"{NASTY}\nsecond\n")):
        (tmp_path / "a.translation.en.txt").write_text(text)
        run(
            *("ingest", "a.translation.en.txt", "--agent", f"{NASTY}:editor", "-m", NASTY),
            *("--set", f"title={NASTY} {number}", "--based-on", f"label:{NASTY}"),
        )
    run("note", "add", "a", NASTY, "--quote", NASTY)
    (tmp_path / "a.translation.en.txt").write_text("quite different")
    run("ingest", "a.translation.en.txt")
    return tmp_path


COMMANDS = (
    ("list",),
    ("list", "a"),
    ("log", "a"),
    ("diff", "a@v1..v2"),
    ("diff", "a"),
    ("diff", "a@v1..v2", "--format", "side-by-side"),
    ("diff", "a@v1..v2", "--format", "html"),
    ("diff", "a@v1..v2", "--format", "tei"),
    ("collate", "a@v1", "a@v2", "a@v3"),
    ("blame", "a@v2"),
    ("brackets", "a@v1"),
    ("cite", "a@v1"),
    ("note", "list", "a"),
    ("note", "list", "a@v3"),
    ("status",),
    ("verify",),
    ("checkpoint",),
    ("prove", "a"),
)


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_in_a_pipe(archive: Path, arguments: tuple[str, ...]) -> None:
    """No control character leaves a command, and brackets and scripts are whole."""
    result = in_process(archive)(*arguments)
    text = (result.stdout + result.stderr).decode()
    assert result.returncode == 0
    assert not (set(text) & set(DANGEROUS)) - {"\n"}
    if arguments[0] in ("log", "cite"):
        assert "[x y] [/] [bold]b[/bold] \\ \\x1b[31mred \\u202ertl" in text
        assert "外交部 외무성 \u0301a" in text


def read_terminal(leader: int) -> str:
    """Return what comes out at this end of a terminal until the other one is closed."""
    chunks = []
    with suppress(OSError):  # how Linux says that the other end is closed
        while chunk := os.read(leader, 65536):
            chunks.append(chunk)
    os.close(leader)
    return b"".join(chunks).decode()


def on_a_terminal(folder: Path, *arguments: str) -> str:
    """Return what a command, run in this process, sends to a terminal."""
    leader, follower = pty.openpty()
    with (
        ThreadPoolExecutor() as beside,
        open(follower, "w", encoding="utf-8") as terminal,  # noqa: PTH123 - a descriptor
        open(os.devnull, "w") as nobody,  # noqa: PTH123
    ):
        reading = beside.submit(read_terminal, leader)
        with chdir(folder), redirect_stdout(terminal), redirect_stderr(nobody):
            assert run_command(arguments) == 0
        terminal.close()
        return reading.result(timeout=60)


@pytest.mark.parametrize("arguments", [*COMMANDS, ("show", "a@v1")], ids=" ".join)
@pytest.mark.parametrize("colour", [True, False])
def test_in_a_terminal(
    archive: Path, arguments: tuple[str, ...], colour: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a terminal, with colours and without, controls of the text are shown and not sent."""
    monkeypatch.setenv("TERM", "xterm-256color")
    if not colour:
        monkeypatch.setenv("NO_COLOR", "1")
    check_terminal(on_a_terminal(archive, *arguments), arguments, colour=colour)


def test_long_work_shows_a_bar_on_a_terminal(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its last state says that all is done; with --quiet there is nothing of it."""
    monkeypatch.setenv("TERM", "xterm-256color")
    leader, follower = pty.openpty()
    with (
        ThreadPoolExecutor() as beside,
        open(follower, "w", encoding="utf-8") as terminal,  # noqa: PTH123 - a descriptor
        open(os.devnull, "w") as nobody,  # noqa: PTH123
    ):
        reading = beside.submit(read_terminal, leader)
        with chdir(archive), redirect_stdout(nobody), redirect_stderr(terminal):
            assert run_command(["verify", "--quiet"]) == 0
            terminal.write("then:")
            assert run_command(["verify"]) == 0
        terminal.close()
        before, shown = reading.result(timeout=60).split("then:")
    assert before == ""
    steps = re.findall(r"(\d+)/(\d+)", shown)
    assert steps[-1][0] == steps[-1][1] != "0"


def test_a_process_in_a_terminal(archive: Path) -> None:
    """A process of its own finds its terminal, and uses colours there."""
    arguments = ("diff", "a@v1..v2")
    leader, follower = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "provrepo", *arguments],
        cwd=archive,
        stdin=subprocess.DEVNULL,
        stdout=follower,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "TERM": "xterm-256color"},
    ) as process:
        os.close(follower)
        text = read_terminal(leader)
    assert process.returncode == 0
    assert "\x1b[" in text
    check_terminal(text, arguments, colour=True)


def check_terminal(text: str, arguments: tuple[str, ...], *, colour: bool) -> None:
    """Check that only colours are sent, and what stands in the repository is shown."""
    assert "\x1b[31mred" not in text
    assert not set(text) & set(DANGEROUS) - {"\n", "\r", "\x1b"}
    if not colour:
        assert "\x1b" not in text
    if arguments[0] in ("show", "log"):
        assert "[x y] [/] [bold]b[/bold] \\ \\x1b[31mred \\u202ertl\\u2066 \\x9b0m \\x07" in text


@pytest.mark.parametrize("arguments", [*COMMANDS, ("show", "a@v1")], ids=" ".join)
def test_in_json(archive: Path, arguments: tuple[str, ...]) -> None:
    """JSON keeps every character and sends no control."""
    result = in_process(archive)(*arguments, "--json")
    assert not (set(result.stdout.decode()) & set(DANGEROUS)) - {"\n"}
    value = json.loads(result.stdout)
    if arguments == ("show", "a@v1"):
        assert value["content"] == f"{NASTY}\nfirst\n"
        assert value["message"] == NASTY


def test_show_is_byte_for_byte_in_a_pipe(archive: Path) -> None:
    """In a pipe the content is untouched."""
    assert command_line(archive)("show", "a@v1").stdout == f"{NASTY}\nfirst\n".encode()


def test_a_terminal_without_utf_8_gets_escapes(archive: Path) -> None:
    """What an encoding lacks is shown as an escape, in JSON too, and nothing fails."""
    for arguments in (("log", "a"), ("list", "--json")):
        # Python chooses the encoding of its streams when it starts.
        printed = subprocess.run(
            [sys.executable, "-m", "provrepo", *arguments],
            cwd=archive,
            env={**os.environ, "PYTHONIOENCODING": "ascii"},
            capture_output=True,
            check=True,
        ).stdout.decode("ascii")
        if "--json" in arguments:
            assert json.loads(printed)[0]["title"] == f"{NASTY} 1"
        else:
            assert "\\u5916\\u4ea4\\u90e8" in printed


@pytest.mark.parametrize("arguments", [("show", "big"), ("log", "big"), ("list", "--json")])
def test_a_closed_pipe_ends_quietly(
    tmp_path: Path, run: CommandLine, arguments: tuple[str, ...]
) -> None:
    """`| head -1` leaves no message."""
    run("init")
    (tmp_path / "big.transcription.en.txt").write_text("many lines\n" * 100_000)
    run("ingest", "big.transcription.en.txt")
    command = " ".join([sys.executable, "-m", "provrepo", *arguments])
    result = subprocess.run(
        ["bash", "-c", f"{command} | head -c 10; exit ${{PIPESTATUS[0]}}"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, b"")
