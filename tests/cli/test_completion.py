"""Completion, by the shells themselves: what stands on the line after the tabulator."""

from __future__ import annotations

import os
import pty
import re
import select
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st

import provrepo
from provrepo.cli import completion, completion_values
from provrepo.cli.commands import COMMANDS
from provrepo.cli.completion_scripts import SCRIPTS
from provrepo.cli.declared import parameters
from provrepo.cli.proposals import Place
from provrepo.cli.typed_words import Typed, for_bash, split
from provrepo.editing.changes import Changes
from provrepo.notes import NoteDraft
from tests.conftest import CommandLine, in_process, only_sqlite

BIN = Path(sys.executable).parent

Ask = Callable[..., list[str]]

LINES = [
    ("provrepo sho", "provrepo show"),
    ("provrepo show bord", "provrepo show border-cable"),
    ("provrepo show border-cable/transl", "provrepo show border-cable/translation:en"),
    ("provrepo show border-cable/translation:", "provrepo show border-cable/translation:en"),
    ("provrepo show border-cable/translation:e", "provrepo show border-cable/translation:en"),
    ("provrepo show border-cable/z", "provrepo show border-cable/zh"),
    ("provrepo show border-cable/zh@la", "provrepo show border-cable/zh@latest"),
    (
        "provrepo diff border-cable/translation:en@v1..lat",
        "provrepo diff border-cable/translation:en@v1..latest",
    ),
    ("provrepo note edit border-cable/zh n", "provrepo note edit border-cable/zh n1"),
    (
        "provrepo cite border-cable --style bundes",
        "provrepo cite border-cable --style bundesarchiv",
    ),
    ("provrepo cite border-cable --format=bibt", "provrepo cite border-cable --format=bibtex"),
    ("provrepo cite border-cable --locale d", "provrepo cite border-cable --locale de-DE"),
    ("provrepo cite border-cable --pin f", "provrepo cite border-cable --pin full"),
    ("provrepo diff border-cable/en --ignore white", "… --ignore white-space"),
    ("provrepo revise border-cable --activity rest", "… --activity restore"),
    ("provrepo note add border-cable --kind tex", "… --kind textual"),
    ("provrepo revise border-cable --agent Ada:transl", "… --agent Ada:translator"),
    ('provrepo revise border-cable --agent "Li W', "… --agent Li Wei <li@example.org>:transcriber"),
    ("provrepo revise border-cable --agent Li", "… --agent Li Wei <li@example.org>:transcriber"),
    ("provrepo --repo provrepo.db log bord", "… log border-cable"),
]
"""What is typed, and the words that the line has after the tabulator, at its end."""


def needs(shell: str) -> pytest.MarkDecorator:
    """Return a mark that skips a test where this computer lacks a shell."""
    return pytest.mark.skipif(not shutil.which(shell), reason=f"{shell} is not installed")


IN_TERMINALS = [pytest.param(shell, marks=needs(shell)) for shell in ("bash", "zsh")]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a repository of two documents."""
    folder = tmp_path_factory.mktemp("archive")
    with provrepo.create(folder / "provrepo.db") as repository:
        for text, maker in (
            ("transcription:zh", "Li Wei <li@example.org>:transcriber"),
            ("translation:en", "Ada:translator"),
        ):
            changes = Changes(agents=(maker,), notes=(NoteDraft("A note: with [brackets]"),))
            repository.ingest(b"text", changes, document="border-cable", text=text)
        repository.ingest(b"letter", document="letter", text="transcription:de")
    return folder


class Terminal:
    """A shell in a terminal of its own."""

    def __init__(self, arguments: list[str], folder: Path, start: str) -> None:
        environment = {
            "PATH": f"{BIN}:{os.environ['PATH']}",
            "HOME": str(folder),
            "TERM": "dumb",
            "LC_ALL": "C.UTF-8",
            "COLUMNS": "400",
        }
        self._master, slave = pty.openpty()
        self._process = subprocess.Popen(
            arguments,
            cwd=folder,
            env=environment,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
        )
        os.close(slave)
        self._shown = ""
        self.send(f"{start}; echo rea''dy\n")
        self.wait("ready")

    def send(self, keys: str) -> None:
        """Press keys."""
        os.write(self._master, keys.encode())

    def wait(self, expected: str) -> str:
        """Return all that was shown until ``expected`` stands there, and forget it."""
        end = monotonic() + 60
        while not re.search(expected, self._shown):
            ready, _, _ = select.select([self._master], [], [], max(0, end - monotonic()))
            assert ready, f"{expected} never came: {self._shown!r}"
            self._shown += os.read(self._master, 65536).decode(errors="replace")
        shown, self._shown = self._shown, ""
        return shown

    def close(self) -> None:
        """End the shell."""
        self._process.kill()
        self._process.wait()
        os.close(self._master)


@pytest.fixture(scope="module")
def terminals() -> Iterator[dict[str, Terminal]]:
    """Return the shells that were started, by name."""
    started: dict[str, Terminal] = {}
    yield started
    for terminal in started.values():
        terminal.close()


def start(shell: str, archive: Path) -> Terminal:
    """Start a shell that has our script."""
    script = archive / f"script.{shell}"
    script.write_text(SCRIPTS[shell])
    # What the words of the line are is printed by a function with the name of the command.
    if shell == "bash":
        words = f"source {script}; PS1='> '; bind 'set bell-style none' 2> /dev/null"
        return Terminal(["bash", "--norc", "--noprofile", "-i"], archive, words)
    words = f"autoload -Uz compinit; compinit -u -D; source {script}; PS1='> '; unsetopt beep"
    return Terminal(["zsh", "-f", "-i"], archive, words)


def words_after_tabulator(terminal: Terminal, line: str) -> str:
    """Return the words of a line in which the tabulator was pressed at its end.

    The mark of a comment at its beginning would hide it: so ``printf`` is put there instead.
    """
    terminal.send(f"{line}\t")
    terminal.send("\x01printf '{%s}' \x05 END; echo\n")
    shown = terminal.wait(r"\{END\}")
    return " ".join(re.findall(r"\{([^{}]*)\}", shown)[:-1])


@pytest.mark.slow
@pytest.mark.parametrize("shell", IN_TERMINALS)
@pytest.mark.parametrize(("typed", "words"), LINES, ids=[typed for typed, _ in LINES])
def test_a_word_is_completed_in_a_terminal(
    shell: str, typed: str, words: str, archive: Path, terminals: dict[str, Terminal]
) -> None:
    """After colons, slashes and at signs, in quotation marks, in the middle of a line."""
    terminal = terminals.get(shell) or start(shell, archive)
    terminals[shell] = terminal
    line = words_after_tabulator(terminal, typed)
    assert line.endswith(words.removeprefix("… ").removeprefix("provrepo ")), line


@pytest.mark.slow
@pytest.mark.parametrize("shell", IN_TERMINALS)
def test_a_command_after_another_is_completed(
    shell: str, archive: Path, terminals: dict[str, Terminal]
) -> None:
    """Behind a pipe, where bash hands over the whole line."""
    terminal = terminals.get(shell) or start(shell, archive)
    terminals[shell] = terminal
    terminal.send("echo provrepo show | provrepo show border-cable/transl\t")
    terminal.wait("border-cable/translation:en")
    terminal.send("\x15")  # takes the line away


@pytest.mark.slow
@needs("fish")
@pytest.mark.parametrize(("typed", "words"), LINES, ids=[typed for typed, _ in LINES])
def test_a_word_is_completed_in_fish(archive: Path, typed: str, words: str) -> None:
    """Which tells without a terminal what it would propose."""
    (archive / "script.fish").write_text(SCRIPTS["fish"])
    done = subprocess.run(
        ["fish", "--no-config", "-c", 'source script.fish; complete -C "$argv[1]"', typed],
        cwd=archive,
        env={"PATH": f"{BIN}:{os.environ['PATH']}", "HOME": str(archive), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        check=True,
    )
    proposed = [line.partition("\t")[0] for line in done.stdout.decode().splitlines()]
    last = words.removeprefix("… ")
    assert any(last.endswith(word) and word for word in proposed), (proposed, done.stderr)


def asked(run: CommandLine, words: str, current: str = "", **environment: str) -> list[str]:
    """Return the lines that the script of zsh gets; the words have no blanks in them."""
    ended = run(
        _PROVREPO_COMPLETE="complete_zsh",
        _PROVREPO_WORDS="\x1f".join(["provrepo", *words.split()]),
        _PROVREPO_CURRENT=current,
        **environment,
    )
    assert (ended.returncode, ended.stderr) == (0, b"")
    return ended.stdout.decode().splitlines()


@pytest.fixture
def ask(archive: Path) -> Ask:
    """Return what asks for completion in the archive."""

    def values(words: str, current: str = "", **environment: str) -> list[str]:
        return asked(in_process(archive), words, current, **environment)

    return values


def test_values_come_with_what_they_are(ask: Ask) -> None:
    """The ids of notes with the words, commands and options with their help."""
    assert ask("note edit border-cable/zh") == ["values", "n1\tA note: with [brackets]"]
    assert "show\tPrint a version, byte for byte." in ask("")
    assert [line.partition("\t")[0] for line in ask("cite border-cable", "--st")] == [
        "values",
        "--style",
    ]
    assert ask("show", "border-cable") == ["values", "border-cable", "border-cable/\x1f"]
    assert ask("export border-cable", "x") == ["files"]
    assert ask("publish") == ["folders"]


@pytest.mark.parametrize(
    "words",
    ["show", "nonsense", "note nonsense", "--repo nowhere.db show", "note edit zzz", "show a b"],
)
def test_where_nothing_is_known_nothing_is_said(ask: Ask, words: str) -> None:
    """No repository, no such command, no such document: no message in the middle of the line."""
    assert ask(words, "zzz") in (["values"], [])


def test_scripts_can_be_had(run: CommandLine, process: CommandLine) -> None:
    """By the variable, and by Typer's option."""
    for shell, script in SCRIPTS.items():
        assert run(_PROVREPO_COMPLETE=f"source_{shell}").stdout.decode() == f"{script}\n"
    shown = process("--show-completion", "zsh", _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")
    assert shown.stdout.decode() == f"{SCRIPTS['zsh']}\n"


def test_the_script_that_typer_brings_completes_commands(process: CommandLine) -> None:
    """An older provrepo installed it; that it knows nothing more disturbs nobody's line."""
    words = {"_PROVREPO_COMPLETE": "complete_bash", "COMP_CWORD": "1"}
    assert process(**words, COMP_WORDS="provrepo stat").stdout.split() == [b"status"]
    reference = process(**{**words, "COMP_CWORD": "2"}, COMP_WORDS="provrepo show b")
    assert (reference.stdout.strip(), reference.stderr) == (b"", b"")


@only_sqlite
def test_very_many_keys_are_gone_through_by_their_beginnings(
    repository: provrepo.Repository,
) -> None:
    """As folders are; and each key can be reached."""
    drafts = [
        provrepo.Draft(content="x", document=f"letter-{number:04}", text="transcription:en")
        for number in range(1200)
    ]
    assert len(list(repository.ingest_drafts(drafts))) == 1200

    def proposed(written: str) -> list[str]:
        return [word.value for word in repository.suggestions("references", written)]

    assert proposed("") == ["letter-0", "letter-1"]
    assert proposed("letter-0") == [f"letter-0{digit}" for digit in range(10)]
    assert proposed("letter-1") == [f"letter-{number}" for number in range(1000, 1200)]
    assert proposed("letter-0999") == ["letter-0999", "letter-0999/"]


def formats(command: str) -> set[str]:
    """Return the formats that a command's completion proposes."""
    name, *rest = command.split()
    words = [name, *rest, "--format"]
    return {word.value for word in completion.proposed(words, "").words}


@pytest.mark.parametrize(
    "command",
    ["align border-cable/en", "blame letter", "cite letter", "collate letter border-cable/zh",
     "diff letter border-cable/zh", "export letter", "search text", "status --passages"],
)  # fmt: skip
def test_just_the_formats_that_there_are_are_proposed(command: str, archive: Path) -> None:
    """The ones that the command names where it gets another."""
    refused = in_process(archive)(*command.split(), "--format", "zzz").stderr.decode()
    assert "use one of" in refused or "use " in refused, refused
    listed = refused.strip().rpartition("use ")[2].removeprefix("one of ")
    assert formats(command) == set(re.split(r", | or ", listed))


def test_every_value_that_commands_list_is_proposed() -> None:
    """Each option and argument has values, files, or nothing that anybody could know."""
    free = {
        "--origin", "--map", "--message", "--reason", "--title", "--quote", "--occurrence",
        "--port", "--limit", "--context", "--since", "--until", "--pair", "--unpin", "--place",
        "--new-origin", "--bag-info", "--license", "--publisher", "--contact",
    }  # fmt: skip
    unknown = []
    for name in COMMANDS:
        for place in places(name):
            parameter = place.parameter
            assert parameter is not None
            if not completion_values.source(place) and not free & {*parameter.spellings}:
                unknown.append(f"{place.command} {parameter.metavar}")
    assert unknown == ["note add TEXT", "note edit TEXT", "rename NEW"]


def places(name: str) -> Iterator[Place]:
    """Yield the places of a command where a value stands."""
    declared = parameters(name)
    of_names = declared if isinstance(declared, Mapping) else {"": declared or ()}
    for of_group, each in of_names.items():
        for parameter in each:
            if not parameter.is_flag:
                yield Place(f"{name} {of_group}".strip(), parameter, {})


@given(st.lists(st.text(st.sampled_from("ab '\"\\:@$"), min_size=1), min_size=1))
def test_words_are_read_as_a_shell_quotes_them(words: list[str]) -> None:
    """Whatever stands in them."""
    typed = split(" ".join(map(shlex.quote, words)))
    assert [*typed.words, typed.current] == words


@given(st.text(st.sampled_from("ab :@/='<&"), min_size=1), st.data())
def test_bash_gets_the_rest_of_the_word(value: str, data: st.DataObject) -> None:
    """What is typed up to the last break, and the answer, are the whole value, if nobody quoted."""
    typed_so_far = value[: data.draw(st.integers(0, len(value)))]
    raw = for_bash(typed_so_far, Typed([], ""), "")  # all of it, with backslashes
    answer = for_bash(value, split(raw), ":@=")
    kept = raw[: len(raw) - len(raw[last_break(raw) :])]
    assert split(kept + answer).current == value or not (kept + answer).strip()


def last_break(raw: str) -> int:
    """Return where bash begins to replace."""
    ends = [m.end() for m in re.finditer(r"(?<!\\\\)[:=]", raw)]
    at = raw.rfind("@")
    return max([0, at, *ends])
