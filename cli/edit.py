"""`provrepo edit`: the newest version in the person's own editor; what they save is the next."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from provrepo.cli import editor, output
from provrepo.cli.command import Session, command
from provrepo.cli.named_files import read_input
from provrepo.cli.options import (
    ActivityOption,
    BasedOnOption,
    CreatedOption,
    DryRunOption,
    MakerFlags,
    ReferenceArgument,
    SameSenseOption,
)
from provrepo.errors import Conflict, InputError, NotWritable, ProvrepoError

if TYPE_CHECKING:
    from provrepo import Changes, Diff, Outcome, WorkingCopy

app = typer.Typer(add_completion=False, rich_markup_mode=None)

WORDS = 8
"""How many words around a change are shown."""

LINES = 60
"""How many lines of what changed the file for the message shows."""


@dataclass(eq=False, repr=False)
class EditFlags(MakerFlags):
    """What the version is to have besides what was edited."""

    activity: ActivityOption = None
    based_on: BasedOnOption = None
    created: CreatedOption = None
    same_sense: SameSenseOption = False

    def said(self) -> Changes:
        """Return what the flags say, checked before somebody writes. Raises InvalidValue."""
        from provrepo.cli.options import changes
        from provrepo.editing.planning import check, named_makers

        flags = changes(**vars(self))
        check(flags)
        named_makers(flags)
        return flags


@command(
    app,
    examples=[
        "provrepo edit border-cable/en",
        'provrepo edit border-cable/zh --activity correct -m "a stroke" --same-sense',
        "provrepo edit border-cable/en --notes",
        "provrepo edit border-cable --citation",
        "provrepo edit border-cable/en --from edited-border-cable.translation.en.txt",
    ],
)
def edit(
    session: Session,
    reference: ReferenceArgument,
    flags: EditFlags,
    notes: Annotated[bool, typer.Option("--notes", help="Edit its notes, in TOML.")] = False,
    citation: Annotated[
        bool, typer.Option("--citation", help="Edit its citation metadata, in TOML.")
    ] = False,
    source: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="FILE", help="Begin with this file, such as one that was kept."
        ),
    ] = None,
    dry_run: DryRunOption = False,
) -> None:
    """Edit the newest version in your own editor.

    What you save is the next version, to the byte. The program is the one that VISUAL or EDITOR
    names. It opens a second time for a message: why? An empty one makes no version; -m says it
    beforehand.

    Where somebody made a version meanwhile that changed the same, both changes are shown and
    nothing is stored. Whatever goes wrong, your text is kept in a file that is named; --from goes
    on with it.
    """
    if notes and citation:
        raise typer.BadParameter("--notes or --citation, one at a time")
    changes = flags.said()
    with session.open() as repository:
        _check_writable(repository.location)
        copy = repository.working_copy(
            reference, "notes" if notes else "citation" if citation else "text"
        )
    words = editor.editor()
    beginning = copy.data if source is None else read_input(source)
    # Nothing is open while the person writes: it may take an hour, and others write as well.
    with _file(copy, beginning) as path:
        editor.edit(words, path)
        data = _saved(path)
        outcome = _save(session, copy, data, changes, dry_run=True)
        if outcome.status == "unchanged":
            session.message(f"nothing was changed{editor.advice(words)}")
        elif not dry_run:
            if changes.message is None:
                message = _ask_for_message(words, path, copy, data, outcome)
                changes = replace(changes, message=message)
            outcome = _save(session, copy, data, changes)
        session.report(outcome, dry_run=dry_run and outcome.status != "unchanged")


def _check_writable(location: str) -> None:
    """Raise NotWritable where a person would write for an hour what could not be stored.

    ``location`` is that of the repository; of a server only the saving will tell.
    """
    for place in (location, os.path.dirname(location) or os.curdir):  # noqa: PTH120 - of a URL none
        if os.path.exists(place) and not os.access(place, os.W_OK):  # noqa: PTH110
            raise NotWritable(location, f"{place} is read-only, so no version can be made")


def _saved(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(path.name, "is gone, so nothing was changed") from None


def _save(
    session: Session, copy: WorkingCopy, data: bytes, changes: Changes, *, dry_run: bool = False
) -> Outcome:
    """Make the next version, or with ``dry_run`` find out what it would be; show a conflict."""
    with session.open() as repository:
        try:
            return repository.save(copy, data, changes, dry_run=dry_run)
        except Conflict:
            if not session.json:
                newest = repository.working_copy(copy.text, copy.part)
                _show_conflict(copy, newest, data)
            raise


def _show_conflict(copy: WorkingCopy, newest: WorkingCopy, data: bytes) -> None:
    """Print what was changed meanwhile, and what the person has changed."""
    from provrepo.cli import render
    from provrepo.compare import inline
    from provrepo.spans import Span

    for title, after in (
        (f"meanwhile: {copy.reference} → {newest.reference}", newest.data),
        (f"yours: {copy.reference} → what you saved", data),
    ):
        render.write(
            [Span(f"--- {title}\n", "heading"), *inline(_diff(copy, after), context=WORDS)]
        )


def _diff(copy: WorkingCopy, data: bytes) -> Diff:
    from provrepo.compare import diff

    return diff(copy.data.decode(), data.decode())


def _ask_for_message(
    words: list[str], path: Path, copy: WorkingCopy, data: bytes, outcome: Outcome
) -> str:
    """Let the person write why the version is made, and return it. Raises InputError without it."""
    from provrepo.compare import inline

    shown = "".join(
        before + span.text + after
        for span in inline(_diff(copy, data), context=WORDS)
        for before, after in [_marks(span.style)]
    ).splitlines()
    if len(shown) > LINES:
        shown = [*shown[:LINES], "…"]
    lines = [
        f"Why? The message of {outcome.version.reference}, which stays for good.",
        "Lines that begin with # are left out. An empty message makes no version;",
        'to make one without a message: -m "".',
        *(f"warning: {warning}" for warning in outcome.warnings),
        "",
        *shown,
    ]
    file = path.with_name("message.txt")
    commented = (f"# {line}".rstrip() for line in lines)
    file.write_text("\n".join(["", *commented, ""]), encoding="utf-8")
    editor.edit(words, file)
    try:
        written = _saved(file).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(file.name, "is not UTF-8; have your editor save UTF-8") from None
    message = "\n".join(
        line.rstrip() for line in written.splitlines() if not line.startswith("#")
    ).strip()
    if not message:
        raise InputError(
            "message", 'is empty, so nothing was changed; -m "" makes a version without'
        )
    return message


def _marks(style: str) -> tuple[str, str]:
    from provrepo.cli.render import MARKS

    return MARKS.get(style, ("", ""))


@contextmanager
def _file(copy: WorkingCopy, beginning: bytes) -> Iterator[Path]:
    """Make a file of a working copy for a ``with`` statement; keep it where that fails.

    It is kept in this folder or, where that cannot be written, where it is.
    """
    folder = Path(tempfile.mkdtemp(prefix="provrepo-"))
    path = folder / copy.name
    path.write_bytes(beginning)
    try:
        yield path
    except BaseException as error:
        if not _has_changes(path, beginning, copy):
            shutil.rmtree(folder, ignore_errors=True)
            raise
        kept_path = _kept(path, copy.name)
        if kept_path.parent != folder:
            shutil.rmtree(folder, ignore_errors=True)
        option = "" if copy.part == "text" else f" --{copy.part}"
        words = (
            f"your text is kept in {kept_path}; to go on with it: provrepo edit {copy.text}"
            f"{option} --from {_quoted(kept_path)}"
        )
        if isinstance(error, ProvrepoError):
            error.add_note(words)
        else:
            output.message(words)
        raise
    shutil.rmtree(folder, ignore_errors=True)


def _has_changes(path: Path, beginning: bytes, copy: WorkingCopy) -> bool:
    """Return whether there is anything in the file that would be lost with it."""
    try:
        data = path.read_bytes()
    except OSError:
        return False
    return bool(data.strip()) and data not in (beginning, copy.data)


def _kept(path: Path, name: str) -> Path:
    """Move a file into this folder, under a name that is free; return where it is now."""
    for number in range(1, 1000):
        target = Path(f"edited-{name}" if number == 1 else f"edited-{number}-{name}")
        try:
            with target.open("xb") as file:
                file.write(path.read_bytes())
                file.flush()
                os.fsync(file.fileno())
        except FileExistsError:
            continue
        except OSError:  # a read-only folder, a full disk: it stays where it is
            break
        return target
    return path


def _quoted(path: Path) -> str:
    import shlex

    return shlex.quote(os.fspath(path))
