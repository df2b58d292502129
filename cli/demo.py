"""`provrepo demo`: sample texts to try provrepo with, and a session that shows it at work."""

from __future__ import annotations

import contextlib
import os
import shlex
import sys
import tempfile
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated

import typer

from provrepo.cli import output
from provrepo.cli.command import Session, command
from provrepo.errors import InputError, unwritable

app = typer.Typer(add_completion=False, rich_markup_mode=None)

FOLDER = "provrepo-demo"
SESSION = "session.sh"
SETTINGS = ("PROVREPO", "PROVREPO_AGENT", "PROVREPO_CSL_PATH", "SOURCE_DATE_EPOCH")
"""What a user may have set, and what would change the session that is shown."""
HOMES = ("APPDATA", "HOME", "XDG_CONFIG_HOME")
"""Where a system looks for a user's own defaults, which would change it as well."""


@command(app, examples=["provrepo demo", "provrepo demo samples", "provrepo demo --run"])
def demo(
    session: Session,
    folder: Annotated[
        str | None,
        typer.Argument(metavar="FOLDER", help=f"Where to write them (default: {FOLDER})."),
    ] = None,
    run: Annotated[
        bool,
        typer.Option("--run", help="Show the whole session at once, and leave nothing behind."),
    ] = False,
) -> int:
    """Write sample texts, and a session to try them with.

    All texts are invented. FOLDER gets transcriptions and translations in two states, the first
    also as Word files, and session.sh, the commands of a first session, to be pasted line by line.
    A file that is there already is never replaced by another one.
    """
    if run:
        if folder is not None or session.json:
            raise typer.BadParameter("--run goes without FOLDER and --json: it writes no files")
        return _run_session()
    target = Path(folder or FOLDER)
    if target.exists() and not target.is_dir():
        raise InputError(os.fspath(target), "is a file; name a folder for the samples")
    samples = dict(_samples(files("provrepo.cli") / "samples"))
    for name, data in samples.items():
        _refuse_another(target / name, data)
    for name, data in samples.items():
        path = target / name
        if not path.exists():
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            except OSError as error:
                raise unwritable(os.fspath(path), error) from None
    if session.json:
        output.json({"folder": os.fspath(target), "files": list(samples)})
        return 0
    where = output.escape(os.fspath(target))
    output.line(f"{len(samples)} sample files are in {where}")
    session.message(f"next: cd {shlex.quote(where)}, and paste the lines of {SESSION}")
    return 0


def _samples(folder: Traversable, under: str = "") -> Iterator[tuple[str, bytes]]:
    """Yield the path of each sample file within the folder, and its bytes."""
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _samples(entry, f"{under}{entry.name}/")
        else:
            yield under + entry.name, entry.read_bytes()


def _refuse_another(path: Path, data: bytes) -> None:
    """Raise where ``path`` is there and is something else than the sample."""
    if not path.exists() and not path.is_symlink():
        return
    if not path.is_file() or path.read_bytes() != data:
        rule = "is there already and is no sample; name another folder: provrepo demo FOLDER"
        raise InputError(os.fspath(path), rule)


def _run_session() -> int:
    """Run all commands in a temporary folder, each shown above its output; stop at a failure."""
    samples = dict(_samples(files("provrepo.cli") / "samples"))
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=f"{FOLDER}-")))
        for name, data in samples.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        stack.enter_context(contextlib.chdir(folder))
        # Messages go where the output goes, so that both stand below their command.
        stack.enter_context(contextlib.redirect_stderr(sys.stdout))
        stack.enter_context(_without_settings(folder))
        failed = _show(samples[SESSION].decode())
    if failed:
        output.error(failed)
    return 1 if failed else 0


@contextlib.contextmanager
def _without_settings(home: Path) -> Iterator[None]:
    before = dict(os.environ)
    for name in SETTINGS:
        os.environ.pop(name, None)
    os.environ |= dict.fromkeys(HOMES, os.fspath(home))
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _show(script: str) -> str:
    """Print each command and its output; return which one failed, and how, or an empty text."""
    from provrepo.cli.main import run

    for line in script.splitlines():
        if line.startswith("#"):
            output.line(f"{line}\n")
        elif line:
            output.line(f"$ {line}")
            # The same function as behind the command `provrepo`, without starting Python anew.
            status = run(shlex.split(line)[1:])
            if status:
                return f"`{line}` ended with exit status {status}"
            output.line("")
    return ""
