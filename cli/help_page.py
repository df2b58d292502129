"""The help of a command as a page: how it is called, what it does, its arguments and options."""

from __future__ import annotations

import inspect
import os
import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from provrepo.cli import output

WIDEST = 78
"""Columns of a page that are used, also where the terminal is wider."""

NARROWEST = 50
"""Columns that a page takes at least: a narrower terminal breaks its lines itself."""

_FIRST_COLUMN = 30
"""Columns of a list's names at most; what a longer one is, stands below it."""

_WORD = r"""(?:"[^"]*"|'[^']*'|\S)+"""
_PARTS = re.compile(rf"-[-\w]+ (?!-){_WORD}|[|>] {_WORD}|{_WORD}")
"""The words of a command line, quoted ones whole, and options with their values."""


def help_page(
    command: Any,  # noqa: ANN401 - a command of Typer's private class
    context: Any,  # noqa: ANN401
    commands: Sequence[tuple[str, str]] = (),
) -> str:
    """Return the help of a command; that of a group lists its commands, each with what it does."""
    width = max(min(output.terminal_columns(), WIDEST + 2) - 2, NARROWEST)
    parameters = [each for each in command.get_params(context) if not each.hidden]
    arguments = [each for each in parameters if each.param_type_name == "argument"]
    options = [each for each in parameters if each.param_type_name != "argument"]
    pieces = ["[OPTIONS]", *map(_called, arguments), *(["COMMAND ..."] if commands else [])]
    lines = [f"Usage: {context.command_path} {' '.join(pieces)}", ""]
    lines += _description(command.help or "", width)
    for title, rows in (
        ("Arguments", [(each.metavar, _about(each)) for each in arguments]),
        ("Options", [(_spelled(each), _about(each)) for each in options]),
        ("Commands", list(commands)),
    ):
        lines += ["", f"{title}:", *_listed(rows, width)] if rows else []
    return "\n".join(lines)


def _called(argument: Any) -> str:  # noqa: ANN401
    """Return an argument as a call has it: ``[REF]...`` may be left out, or be several."""
    name = argument.metavar if argument.required else f"[{argument.metavar}]"
    return f"{name}..." if argument.nargs == -1 else name


def _spelled(option: Any) -> str:  # noqa: ANN401
    """Return the spellings of an option, short ones first, and what its value is called."""
    spellings = ", ".join(sorted(option.opts, key=lambda name: name.startswith("--")))
    return spellings if option.is_flag else f"{spellings} {option.metavar}"


def _about(parameter: Any) -> str:  # noqa: ANN401
    """Return what a parameter is, and its default, or that there must be one."""
    sentence = (parameter.help or "").replace(
        "Show this message and exit.", "Print this help."
    )  # Typer's own
    if parameter.required:
        return f"{sentence} Required."
    if parameter.default not in (None, False, "", (), []) and "(default" not in sentence:
        return f"{sentence.removesuffix('.')} (default: {parameter.default})."
    return sentence


def _description(text: str, width: int) -> Iterator[str]:
    """Yield the lines of a docstring and of its examples."""
    # Typer marks lines that are to stay as they are by \b; ours are the examples.
    prose, _, examples = inspect.cleandoc(text).partition("\b\nExamples:\n")
    for place, paragraph in enumerate(prose.strip().split("\n\n")):
        yield from [""] * (place > 0)
        yield from _wrapped(paragraph, width, "  ")
    if examples:
        yield from ("", "  Examples:")
        for example in examples.splitlines():
            yield from _folded(example.strip(), width)


def _folded(example: str, width: int) -> Iterator[str]:
    """Yield the lines of an example, continued as a shell wants it where it is too long for one."""
    line = "   "
    for word in _PARTS.findall(example):
        # The command prompt of Windows knows no sign for a line that goes on.
        if len(line) + 1 + len(word) + 2 > width and len(line) > 8 and os.name != "nt":
            yield f"{line} \\"
            line = "       "
        line += f" {word}"
    yield line


def _listed(rows: Iterable[tuple[str, str]], width: int) -> Iterator[str]:
    """Yield the lines of a list of names, each with what it is."""
    rows = list(rows)
    column = min(max(len(name) for name, _ in rows), _FIRST_COLUMN) + 4
    for name, about in rows:
        first, *following = _wrapped(about, width - column, "") or [""]
        if len(name) + 4 > column:
            yield f"  {name}"
            following.insert(0, first)
        else:
            yield f"{f'  {name}':{column}}{first}".rstrip()
        yield from (f"{'':{column}}{line}" for line in following)


def _wrapped(text: str, width: int, indent: str) -> list[str]:
    """Return a paragraph in lines; names with hyphens, such as ``--dry-run``, are never divided."""
    return textwrap.wrap(
        " ".join(text.split()),
        width,
        initial_indent=indent,
        subsequent_indent=indent,
        break_on_hyphens=False,
        break_long_words=False,
    )
