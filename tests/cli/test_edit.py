"""`provrepo edit`: what the person saves is the next version, whatever becomes of their editor."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from provrepo.cli.programs import command_words
from tests.conftest import CommandLine, command_line

CONTENT = "外交部 [North] Korea\r\nno end".encode()
Editor = Callable[..., str]


@pytest.fixture(autouse=True)
def _repository(run: CommandLine, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a repository with one text, which all commands find; on a server in slow tests."""
    monkeypatch.setenv("PROVREPO", url)
    run("init", url)
    run("ingest", "-", "--document", "a", "--text", "transcription:zh", stdin=CONTENT)


@pytest.fixture
def script(tmp_path: Path) -> Editor:
    """Return a function that makes an editor of the lines of a shell script.

    ``$FILE`` is what it edits. A file for the message gets the line “why” first.
    """

    def make(*lines: str, name: str = "editor") -> str:
        path = tmp_path / "programs" / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(
            "#!/bin/sh\nfor FILE; do :; done\n"
            'case "$FILE" in *message.txt)\n'
            '    cat "$FILE" >> asked; echo why >> "$FILE"; exit 0;;\nesac\n' + "\n".join(lines)
        )
        path.chmod(0o755)
        return str(path)

    return make


def texts(folder: Path) -> list[str]:
    """Return the names of the files in a folder that hold a text which was not saved."""
    return sorted(path.name for path in folder.glob("edited-*"))


def content(run: CommandLine) -> bytes:
    """Return the newest content."""
    return run("show", "a").stdout


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (("--created", "2020-13-45"), "no such date"),
        (("--activity", "corect"), "did you mean correct"),
        (("--agent", "Li"), "NAME:ROLE"),
    ],
)
def test_what_cannot_be_kept_is_refused_before_anybody_writes(
    run: CommandLine, script: Editor, tmp_path: Path, flags: tuple[str, str], words: str
) -> None:
    """The editor does not open."""
    done = run("edit", "a", *flags, EDITOR=script("touch opened"))
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert words in done.stderr.decode()
    assert not (tmp_path / "opened").exists()


SOUTH = 'sed -i s/North/South/ "$FILE"'


def test_what_is_saved_is_the_next_version(
    tmp_path: Path, run: CommandLine, script: Editor
) -> None:
    """To the byte; the message is asked for afterwards, with what was changed."""
    done = run("edit", "a", "--agent", "Mei Tan:editor", EDITOR=script(SOUTH))
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"changed: a/transcription:zh@v2 ")
    assert content(run) == CONTENT.replace(b"North", b"South")
    (newest, _) = json.loads(run("log", "a", "--json").stdout)
    assert (newest["message"], newest["agents"][0]["name"]) == ("why", "Mei Tan")
    asked = (tmp_path / "asked").read_text()
    assert "# 外交部 [[-North-]{+South+}] Korea\n" in asked
    assert all(line.startswith("#") for line in asked.splitlines() if line)
    assert texts(tmp_path) == []


def test_a_message_that_was_given_is_not_asked_for(
    tmp_path: Path, run: CommandLine, script: Editor
) -> None:
    """An empty one is a decision, too."""
    assert run("edit", "a", "-m", "", EDITOR=script(SOUTH)).returncode == 0
    assert json.loads(run("log", "a", "--json").stdout)[0]["message"] == ""
    assert not (tmp_path / "asked").exists()


def test_without_a_message_nothing_is_made(
    tmp_path: Path, run: CommandLine, script: Editor
) -> None:
    """As in git; and what was written is kept, and goes on from there."""
    quiet = 'sh -c \'case "$1" in *message.txt) ;; *) sed -i s/North/South/ "$1";; esac\' sh'
    done = run("edit", "a", EDITOR=quiet)
    assert done.returncode == 2
    assert content(run) == CONTENT
    first, second = done.stderr.decode().splitlines()
    assert first.startswith("provrepo: message: is empty")
    assert second == (
        "your text is kept in edited-a.transcription.zh.txt; to go on with it: provrepo edit "
        "a/transcription:zh --from edited-a.transcription.zh.txt"
    )
    kept = tmp_path / "edited-a.transcription.zh.txt"
    assert kept.read_bytes() == CONTENT.replace(b"North", b"South")
    done = run("edit", "a", "--from", kept.name, "-m", "now", EDITOR=script("true"))
    assert done.returncode == 0
    assert content(run) == kept.read_bytes()


@pytest.mark.parametrize(
    ("lines", "status", "words"),
    [
        ((SOUTH, "exit 3"), 2, "editor: ended with exit status 3"),
        ((SOUTH, "kill -KILL $$"), 2, "editor: was killed (SIGKILL)"),
        ((SOUTH, "kill -INT $$"), 130, ""),
        (('printf "\\377\\376x\\000" > "$FILE"',), 2, "was saved in UTF-16-LE"),
        (('printf "caf\\351" > "$FILE"',), 2, "byte 0xE9 at offset 3 (line 1) is not UTF-8"),
    ],
)
def test_a_save_that_fails_loses_nothing(
    tmp_path: Path,
    run: CommandLine,
    script: Editor,
    lines: tuple[str, ...],
    status: int,
    words: str,
) -> None:
    """The editor fails, is killed or interrupted, or writes another encoding: the text is kept."""
    done = run("edit", "a", "-m", "", EDITOR=script(*lines))
    assert done.returncode == status
    assert words in done.stderr.decode()
    assert b"your text is kept in edited-a.transcription.zh.txt" in done.stderr
    assert texts(tmp_path) == ["edited-a.transcription.zh.txt"]
    assert content(run) == CONTENT
    again = run("edit", "a", "-m", "", EDITOR=script(*lines))
    assert b"kept in edited-2-a.transcription.zh.txt" in again.stderr


@pytest.mark.parametrize(
    ("lines", "status", "words"),
    [
        (("exit 1",), 2, "ended with exit status 1"),
        ((': > "$FILE"',), 2, "is empty now"),
        (('rm "$FILE"',), 2, "is gone"),
        (("true",), 0, "nothing was changed"),
    ],
)
def test_where_there_is_nothing_to_keep_nothing_is_kept(
    tmp_path: Path,
    run: CommandLine,
    script: Editor,
    lines: tuple[str, ...],
    status: int,
    words: str,
) -> None:
    """No text was written, or none is left; the version stays."""
    done = run("edit", "a", EDITOR=script(*lines))
    assert done.returncode == status
    assert words in done.stderr.decode()
    assert texts(tmp_path) == []
    assert content(run) == CONTENT


def test_a_version_made_meanwhile_is_shown_beside_ones_own(
    tmp_path: Path, run: CommandLine, script: Editor
) -> None:
    """Another process writes while the editor is open; neither text is lost."""
    (tmp_path / "theirs.txt").write_bytes(CONTENT.replace(b"North", b"East"))
    program = shutil.which("provrepo") or f"{sys.executable} -m provrepo"
    other = f"{program} ingest theirs.txt --document a --text transcription:zh"
    done = run("edit", "a", "-m", "", EDITOR=script(other, SOUTH))
    assert done.returncode == 3
    assert content(run) == CONTENT.replace(b"North", b"East")
    shown = done.stdout.decode()
    assert "--- meanwhile: a/transcription:zh@v1 → a/transcription:zh@v2" in shown
    assert "{+East+}" in shown.partition("--- yours")[0]
    assert "{+South+}" in shown.partition("--- yours")[2]
    assert b"has changed meanwhile: its newest version is v2" in done.stderr
    (kept,) = texts(tmp_path)
    done = run("edit", "a", "-m", "both", "--from", kept, EDITOR=script("true"))
    assert content(run) == CONTENT.replace(b"North", b"South")


def test_notes_and_metadata_are_edited_as_toml(run: CommandLine, script: Editor) -> None:
    """A wrong table is kept as well, and named by its line."""
    run("revise", "a", "--set", "title=Old")
    run("note", "add", "a", "old words", "--quote", "Korea")
    renewed = script('sed -i "s/Old/New/; s/old words/new words/" "$FILE"')
    assert run("edit", "a", "--citation", EDITOR=renewed).returncode == 0
    assert run("edit", "a", "--notes", EDITOR=renewed).returncode == 0
    shown = json.loads(run("show", "a", "--json").stdout)
    assert shown["citation"]["title"] == "New"
    assert shown["notes"][0]["text"] == "new words"
    broken = script('sed -i "s/^text = /text /" "$FILE"')
    done = run("edit", "a", "--notes", EDITOR=broken)
    assert done.returncode == 2
    assert b"a.transcription.zh.notes.toml: is no TOML" in done.stderr
    assert b"provrepo edit a/transcription:zh --notes --from edited-a" in done.stderr
    assert run("edit", "a", "--notes", "--citation", EDITOR=broken).returncode == 2


def test_an_editor_has_arguments_and_a_path_with_blanks(
    tmp_path: Path, run: CommandLine, script: Editor
) -> None:
    """With quotation marks as in a shell, and without them; VISUAL comes before EDITOR."""
    path = script(SOUTH, name="my editor")
    for number, written in enumerate((path, f"{path} --wait -n", f"'{path}' --wait"), 1):
        (tmp_path / "north").write_bytes(CONTENT)
        run("ingest", "north", "--document", "a", "--text", "transcription:zh")
        done = run("edit", "a", "-m", str(number), EDITOR="false", VISUAL=written)
        assert done.returncode == 0
        assert b"South" in content(run)
    assert command_words("nothing-of-this-name --wait") == []
    assert command_words('"') == command_words("") == []


def test_what_a_shell_would_make_of_an_editors_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One's home, variables before the program, a quotation mark that is not closed."""
    (tmp_path / "ed").write_text("#!/bin/sh\n")
    (tmp_path / "ed").chmod(0o700)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert command_words("~/ed -w") == [str(tmp_path / "ed"), "-w"]
    assert command_words('~/ed "a b') == [str(tmp_path / "ed"), '"a', "b"]
    assert command_words("LESS=FR A= ~/ed")[1:] == ["LESS=FR", *command_words("A= ~/ed")]
    assert command_words("A= ~/ed")[1:] == ["A=", str(tmp_path / "ed")]
    assert command_words("LESS=FR") == command_words("LESS=FR no-such-program") == []


def test_without_an_editor_one_line_says_what_to_do(run: CommandLine) -> None:
    """No variable is set, or it names no program; before anything is opened."""
    done = run("edit", "a", EDITOR="", VISUAL="")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == b"provrepo: $EDITOR: no editor is set; name one, such as EDITOR=nano\n"
    done = run("edit", "a", VISUAL="no-such-program")
    assert done.stderr.startswith("provrepo: $VISUAL: there is no program “no-such".encode())
    assert len(done.stderr.splitlines()) == 1


def test_ctrl_c_while_the_editor_is_open_is_the_editors(tmp_path: Path, script: Editor) -> None:
    """A terminal sends it to both; an editor that goes on is waited for."""
    process = command_line(tmp_path)
    done = process("edit", "a", "-m", "", EDITOR=script("kill -INT $PPID", SOUTH))
    assert (done.returncode, done.stderr[:7]) == (0, b"warning")
    assert process("show", "a").stdout == CONTENT.replace(b"North", b"South")


def test_a_closed_terminal_keeps_the_text(tmp_path: Path, script: Editor) -> None:
    """Whoever ends provrepo ends the editor, and finds what was saved until then."""
    process = command_line(tmp_path)
    done = process(
        "edit", "a", "-m", "", EDITOR=script(SOUTH, "kill -TERM $PPID", "exec sleep 600")
    )
    assert done.returncode == 143
    assert b"your text is kept in edited-a.transcription.zh.txt" in done.stderr
    assert (tmp_path / texts(tmp_path)[0]).read_bytes() == CONTENT.replace(b"North", b"South")


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="a folder that nobody can write")
def test_in_a_folder_that_cannot_be_written_the_text_stays_where_it_is(script: Editor) -> None:
    """The line names the whole path."""
    process = command_line(Path("/proc/self"))
    done = process("edit", "a", EDITOR=script(SOUTH, "exit 1"))
    line = done.stderr.decode().splitlines()[1]
    path = Path(line.removeprefix("your text is kept in ").partition(";")[0])
    assert path.read_bytes() == CONTENT.replace(b"North", b"South")
    shutil.rmtree(path.parent)


def test_json_has_the_outcome_or_the_error(run: CommandLine, script: Editor) -> None:
    """An error is an object on standard error, with where the text is kept."""
    done = run("edit", "a", "-m", "", "--json", EDITOR=script(SOUTH))
    assert json.loads(done.stdout)["status"] == "changed"
    done = run("edit", "a", "-m", "", "--json", EDITOR=script('echo x > "$FILE"', "exit 1"))
    error = json.loads(done.stderr)
    assert (error["error"], error["exit_status"], error["fields"]) == (
        "InputError", 2, {"path": "editor"})  # fmt: skip
    assert "edited-a.transcription.zh.txt" in error["notes"][0]


def test_a_dry_run_says_what_would_be(run: CommandLine, script: Editor) -> None:
    """Nothing is stored; no message is asked for."""
    done = run("edit", "a", "--dry-run", EDITOR=script(SOUTH))
    assert done.stdout == b"changed: a/transcription:zh@v2 (dry run)\n"
    assert content(run) == CONTENT
