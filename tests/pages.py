"""The sessions of the pages: each command that a page shows, run in its order in one folder.

A block of code is a session where a line begins with ``$ `` (the page shows what is printed), or
with ``provrepo `` or a ``printf`` for it (it does not). Directly below the heading of a command in
docs/cli.md it is the synopsis, and not run. ``python -m tests.test_pages PAGE…`` writes what is
printed into them: read the difference before it is committed.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from provrepo.cli.main import COMMANDS
from tests.conftest import in_process

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md"))]
SAMPLES = ROOT / "cli" / "samples"
NOON = "1795521605"  # 2026-11-24T12:00:05Z


class Step(NamedTuple):
    """A command of a page: the line where it stands, what is typed, what is shown below it."""

    line: int
    command: str
    shown: str | None


class Block(NamedTuple):
    """A block of code: the line of the page where it begins, its indentation and its lines."""

    start: int
    indent: str
    lines: list[str]


def blocks(page: str) -> Iterator[Block]:
    """Yield the blocks of a page that may be sessions, synopses left out."""
    lines = page.splitlines()
    place, synopsis = 0, False
    while place < len(lines):
        line = lines[place]
        if fence := re.match(r"( *)```(\w*)", line):
            end = next(n for n in range(place + 1, len(lines)) if lines[n].strip() == "```")
            if fence[2] in ("bash", "console", ""):
                yield Block(place + 1, fence[1], lines[place + 1 : end])
            place, synopsis = end + 1, False
        elif line.startswith("    ") and (place == 0 or not lines[place - 1].strip()):
            end = place
            while end < len(lines) and (lines[end].startswith("    ") or not lines[end].strip()):
                end += 1
            while not lines[end - 1].strip():
                end -= 1
            block = lines[place:end]
            indent = re.match(" +", block[0])
            assert indent is not None
            if not synopsis:
                yield Block(place, indent[0], block)
            place, synopsis = end, False
        else:
            synopsis = line.removeprefix("## ") in COMMANDS or (synopsis and not line)
            place += 1


def steps(page: str) -> list[Step]:
    """Return the commands of a page in their order."""
    return [step for block in blocks(page) for step in _steps(block)]


def _steps(block: Block) -> Iterator[Step]:
    lines = [line.removeprefix(block.indent) for line in block.lines]
    shows = any(line.startswith("$ ") for line in lines)
    place = 0
    while place < len(lines):
        start = place
        if not lines[place].startswith("$ " if shows else ("provrepo ", "printf ")):
            place += 1
            continue
        typed = lines[place].removeprefix("$ ")
        while typed.endswith("\\"):
            place += 1
            typed = typed[:-1] + lines[place].strip()
        place += 1
        shown: list[str] = []
        while shows and place < len(lines) and not lines[place].startswith("$ "):
            shown.append(lines[place])
            place += 1
        while shown and not shown[-1]:
            shown.pop()
        text = "".join(f"{line}\n" for line in shown) if shows else None
        yield Step(block.start + start + 1, typed, text)


def parts(command: str) -> list[tuple[str, str]]:
    """Return the simple commands of a line, each with the operator before it.

    Operators are ``|``, ``&&``, ``;``, ``>`` and ``<``, the last two followed by a file; a comment
    ends the line. One with ``2>&1`` is whole what a shell makes of it.
    """
    if "2>&1" in command:
        return [("", command)]
    found: list[tuple[str, str]] = []
    operator, start, place, quote = "", 0, 0, ""
    while place < len(command):
        char = command[place]
        if quote:
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
        elif char == "\\":
            place += 1
        elif char == "#" and command[place - 1 : place] == " ":
            break
        elif sign := next(
            (s for s in ("&&", "|", ";", ">", "<") if command.startswith(s, place)), ""
        ):
            found.append((operator, command[start:place].strip()))
            operator, place = sign, place + len(sign) - 1
            start = place + 1
        place += 1
    return [*found, (operator, command[start:place].strip())]


class Reader:
    """Somebody who types the commands of a page, in a folder of their own."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        self.home = folder
        self.environment = {
            "SOURCE_DATE_EPOCH": NOON,
            "HOME": str(folder),
            "XDG_CONFIG_HOME": str(folder / ".config"),
            "COLUMNS": "100",
            "NO_COLOR": "1",
            "PATH": f"{_programs(folder)}:{os.environ['PATH']}",
            **environment,
        }
        self.failed = False

    def types(self, command: str, names: Mapping[str, str] | None = None) -> str:
        """Run a line; return what it prints, as it comes.

        ``names`` are names of the page and what really stands for each, such as a server's address.
        """
        for name, real in (names or {}).items():
            command = command.replace(name, real)
        status, data, messages = 0, b"", b""
        waiting = parts(command)
        self.failed = False
        while waiting:
            operator, words = waiting.pop(0)
            source, target = b"", None
            while waiting and waiting[0][0] in "<>":
                sign, name = waiting.pop(0)
                path = self.folder / _unquoted(name, self.home)
                if sign == "<":
                    source = path.read_bytes()
                else:
                    target = path
            if operator == "&&" and status:
                break
            if operator == "|":
                source, data = data, b""
            piped = target is not None or bool(waiting and waiting[0][0] == "|")
            done = self._run(words, source, seen=not piped)
            status, data, messages = done.returncode, data + done.stdout, messages + done.stderr
            if target:
                target.write_bytes(data)
                data = b""
            self.failed = bool(status)
        text = (data + messages).decode()
        for name, real in (names or {}).items():
            text = text.replace(real, name)
        return text

    def _run(self, words: str, stdin: bytes, *, seen: bool) -> subprocess.CompletedProcess[bytes]:
        if words.startswith("cd "):
            self.folder = self.folder / _unquoted(words[3:], self.home)
            return subprocess.CompletedProcess(words, 0, b"", b"")
        if words.startswith("export "):
            name, _, value = shlex.split(words)[1].partition("=")
            self.environment[name] = value
            return subprocess.CompletedProcess(words, 0, b"", b"")
        if words.startswith("provrepo serve"):
            return _served(shlex.split(words), self.folder)
        if words.startswith("provrepo ") and "$(" not in words:
            run = in_process(self.folder, terminal=seen)
            arguments = [_home(word, self.home) for word in shlex.split(words)[1:]]
            arguments = [name for word in arguments for name in _globbed(word, words, self.folder)]
            return run(*arguments, stdin=stdin, **self.environment)
        return subprocess.run(
            ["bash", "-c", words],
            cwd=self.folder,
            input=stdin,
            capture_output=True,
            env=os.environ | self.environment,
            timeout=60,
            check=False,
        )


def _programs(folder: Path) -> Path:
    """Make stand-ins of programs of the system that pages name, and `provrepo`; return where."""
    programs = folder / ".programs"
    programs.mkdir(exist_ok=True)
    for name, line in (
        ("mail", "cat > /dev/null"),
        ("createdb", ":"),
        # An editor that writes a line at the top: a correction, or the message about it. It leaves
        # notes and metadata alone.
        ("nano", 'for f; do :; done; case $f in *.toml) ;; *) sed -i "1i Corrected." "$f";; esac'),
        ("provrepo", f'exec "{sys.executable}" -m provrepo "$@"'),
    ):
        (programs / name).write_text(f"#!/bin/sh\n{line}\n")
        (programs / name).chmod(0o755)
    return programs


def _home(word: str, home: Path) -> str:
    return f"{home}{word[1:]}" if word.startswith("~/") else word


def _unquoted(name: str, home: Path) -> str:
    (word,) = shlex.split(name)
    return _home(word, home)


def _globbed(word: str, typed: str, folder: Path) -> list[str]:
    """Return what a shell makes of a pattern that was typed without quotation marks."""
    if "*" not in word or f"'{word}'" in typed or f'"{word}"' in typed:
        return [word]
    return sorted(str(path.relative_to(folder)) for path in folder.glob(word)) or [word]


def _served(words: list[str], folder: Path) -> subprocess.CompletedProcess[bytes]:
    """Start the server on a free port, its browser a program that does nothing, and end it."""
    # The last port counts: another program may have the one that the page names.
    arguments = [sys.executable, "-m", *words, "--port", "0"]
    environment = os.environ | {"BROWSER": "true", "PYTHONUNBUFFERED": "1"}
    pipe = subprocess.PIPE
    with subprocess.Popen(
        arguments, cwd=folder, stdout=pipe, stderr=pipe, env=environment
    ) as server:
        assert server.stdout is not None
        is_there = server.stdout.readline().startswith(b"http://127.0.0.1:")
        server.terminate()  # as Ctrl-C does, which a test in the background cannot send
        data, messages = server.communicate()
    status = 0 if is_there and server.returncode == 143 else 1
    return subprocess.CompletedProcess(words, status, data, messages)


def plain(text: str) -> str:
    """Return what is printed without what differs from one run to another: ids, keys, times."""
    for pattern, word in (
        (r"provrepo\.invalid/[0-9a-f]{16}", "ORIGIN"),
        (r"SHA256:[A-Za-z0-9+/]+", "KEY"),
        (r"(?m)^[A-Za-z0-9+/]{43}=$", "ROOT"),
        (r"\b[0-9a-f]{12}(?:[0-9a-f]{52})?(?![0-9a-f])", "ID"),
        (r"\d{4}-\d\d-\d\d(?:T[\d:]+Z)?", "TIME"),
        (r"\d[\d,]* bytes", "SIZE bytes"),
        (r"\d+ files written", "FILES written"),  # how many a page of a site has is no promise
    ):
        text = re.sub(pattern, word, text)
    # A page of these has no form feed: where it stands in a text, the page shows an empty line.
    return text.replace("\r\n", "\n").replace("\f", "\n").rstrip("\r\n")


def stage(page: str, folder: Path) -> None:
    """Lay out what the pages begin with: the sample texts, and what a reader has of their own.

    A page that neither makes a repository nor has the session of the samples run works in the one
    that this session makes.
    """
    shutil.copytree(SAMPLES, folder, dirs_exist_ok=True)
    makes = re.compile(r"provrepo init(?! \S*://)|sh session\.sh")
    if not any(makes.search(step.command) for step in steps(page)):
        reader = Reader(folder)
        for line in (folder / "session.sh").read_text("utf-8").splitlines():
            if re.match("provrepo (init|ingest)", line):
                reader.types(line)


def written_anew(page: str, reader: Reader, names: Mapping[str, str]) -> str:
    """Return a page with what its commands print now below them; ``names`` as in `Reader.types`."""
    lines = page.splitlines()
    for step in reversed([(step, reader.types(step.command, names)) for step in steps(page)]):
        (line, _, shown), printed = step
        if shown is None or plain(printed) == plain(shown):
            continue
        start = line
        while lines[start - 1].endswith("\\"):
            start += 1
        indent = lines[line - 1][: len(lines[line - 1]) - len(lines[line - 1].lstrip())]
        lines[start : start + shown.count("\n")] = [
            f"{indent}{new}".rstrip() for new in printed.splitlines()
        ]
    return "\n".join(lines) + "\n"
