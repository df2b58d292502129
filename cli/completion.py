"""Completion: what the word that somebody types in a shell may go on with.

The scripts of `provrepo.cli.completion_scripts` ask. Nothing is run: the words before the cursor
tell the command, and which of its options or arguments the word is; what these may be is known to
`provrepo.cli.completion_values`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from provrepo.cli.completion_scripts import GOES_ON, SCRIPTS, SEPARATOR
from provrepo.cli.typed_words import Typed, for_bash, in_bash, rejoined, split

VARIABLE = "_PROVREPO_COMPLETE"
"""What a shell sets that asks: ``complete_bash``, or ``source_bash`` for the script."""

BREAKS = " \t\n\"'@><=;|&(:"
"""Where bash takes words apart unless somebody set COMP_WORDBREAKS."""


class Proposal(NamedTuple):
    """A word, and perhaps in a few words what it is; ``is_whole`` unless it goes on."""

    value: str
    about: str = ""
    is_whole: bool = True


class Proposals(NamedTuple):
    """What a word may be; ``kind`` is what the shell adds: ``values``, ``files``, ``folders``."""

    words: Sequence[Proposal] = ()
    kind: str = "values"


class Place(NamedTuple):
    """Where a word stands: the parameter that it is a value of, or None for a name or an option.

    ``command`` is the command's name with that of its group, ``given`` are the values before it by
    parameter; ``beginning`` is what of the word is not the value: ``--format=``.
    """

    command: str
    parameter: Any
    given: dict[str, list[str]]
    beginning: str = ""


def answer() -> bool:
    """Answer a shell that asks; return whether one did.

    A shell shows whatever is printed in the middle of the line, so that errors are silent, unless
    PROVREPO_DEBUG is set.
    """
    action, _, shell = os.environ.get(VARIABLE, "").partition("_")
    if shell not in SCRIPTS or action not in ("complete", "source"):
        return False
    if action == "source":
        sys.stdout.write(f"{SCRIPTS[shell]}\n")
        return True
    if shell != "bash" and "_PROVREPO_WORDS" not in os.environ:
        return False  # Typer's own script, which an older provrepo installed
    try:
        lines = _answer(shell)
    except Exception:
        if os.environ.get("PROVREPO_DEBUG"):
            raise
        lines = []
    sys.stdout.reconfigure(errors="ignore")  # type: ignore[union-attr]
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()
    return True


def _answer(shell: str) -> list[str]:
    """Return the lines that the script of a shell reads."""
    typed = _typed(shell)
    proposals = proposed(typed.words[1:], typed.current)
    fitting = [word for word in proposals.words if word.value.startswith(typed.current)]
    if shell == "bash":
        breaks = os.environ.get("_PROVREPO_BREAKS", BREAKS)
        values = [for_bash(word.value, typed, breaks) for word in fitting]
        if "_PROVREPO_LINE" not in os.environ:  # the script that Typer installed
            return values
        goes_on = len(fitting) == 1 and not fitting[0].is_whole
        return [f"{proposals.kind}{GOES_ON if goes_on else ''}", *values]
    return [proposals.kind, *map(_shown, fitting)]


def _shown(word: Proposal) -> str:
    value = word.value if word.is_whole else f"{word.value}{GOES_ON}"
    return f"{value}\t{word.about}" if word.about else value


def _typed(shell: str) -> Typed:
    environment = os.environ
    if shell != "bash":
        words = environment["_PROVREPO_WORDS"].split(SEPARATOR)
        current = environment.get("_PROVREPO_CURRENT", "")
        # Fish gives the word as it is typed, zsh without its quotes.
        return Typed(words, split(current).current if shell == "fish" else current)
    line = environment.get("_PROVREPO_LINE")
    if line is not None:
        return in_bash(line, environment.get("_PROVREPO_WORDS", "").split(SEPARATOR))
    count = int(environment.get("COMP_CWORD", "0"))
    parts = environment.get("COMP_WORDS", "").split("\n")
    words = rejoined([*parts, ""][: count + 1], ":=@")
    return Typed(words[:-1], words[-1], words[-1])


def proposed(words: Sequence[str], current: str) -> Proposals:
    """Return what ``current`` may become; ``words`` stand before it, after ``provrepo``."""
    from typer.main import get_command

    from provrepo.cli.main import COMMANDS, app

    root = get_command(app)
    place = _command(root, words)
    if place is None:
        return Proposals()
    name, command, rest, given = place
    if command is None:
        if current.startswith("-"):
            return Proposals([*_options(root, given)])
        return Proposals([Proposal(word, line) for word, (_, line) in COMMANDS.items()])
    if getattr(command, "commands", None):
        return Proposals([Proposal(word) for word in command.commands])
    found = _place(name, command, rest, current, given)
    if found is None:
        return Proposals([*_options(command, given)])
    if found.parameter is None:
        return Proposals()
    from provrepo.cli.completion_values import values

    proposals = values(found, current.removeprefix(found.beginning))
    if not found.beginning:
        return proposals
    begun = [word._replace(value=found.beginning + word.value) for word in proposals.words]
    return proposals._replace(words=begun)


def _command(
    group: Any,  # noqa: ANN401 - Typer's
    words: Sequence[str],
) -> tuple[str, Any, list[str], dict[str, list[str]]] | None:
    """Return the command that words name, the words after it, and what is given before it.

    It is None where none is named yet; None stands for a command that there is not, and for a word
    that is the value of an option of all commands.
    """
    given: dict[str, list[str]] = {}
    names: list[str] = []
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word.startswith("-") and not names:
            option = _option(group, word.partition("=")[0])
            if option is None or option.is_flag:
                given.setdefault(word, [])
            elif "=" in word:
                given[option.name] = [word.partition("=")[2]]
            elif rest:
                given[option.name] = [rest.pop(0)]
            else:
                return None
            continue
        try:
            group = group.commands[word]
        except KeyError:
            return None
        names.append(word)
        if not getattr(group, "commands", None):
            break
    if not names:
        return "", None, [], given
    return " ".join(names), group, rest, given


def _place(
    name: str,
    command: Any,  # noqa: ANN401 - Typer's
    words: Sequence[str],
    current: str,
    given: dict[str, list[str]],
) -> Place | None:
    """Return where the current word stands; None where it is an option's name."""
    arguments = [each for each in command.params if each.param_type_name == "argument"]
    position, options_end = 0, False
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if options_end or not word.startswith("-") or word == "-":
            if position < len(arguments):
                given.setdefault(arguments[position].name, []).append(word)
                position += arguments[position].nargs == 1
            continue
        options_end = word == "--"
        spelling, equals, value = word.partition("=")
        option = _option(command, spelling)
        if option is None or option.is_flag:
            given.setdefault(option.name if option else word, [])
        elif equals or rest:
            given.setdefault(option.name, []).append(value if equals else rest.pop(0))
        else:
            return Place(name, option, given)
    if not options_end and current.startswith("--") and "=" in current:
        spelling, _, _ = current.partition("=")
        option = _option(command, spelling)
        return Place(name, option, given, f"{spelling}=")
    if not options_end and current.startswith("-") and current != "-":
        return None
    return Place(name, arguments[position] if position < len(arguments) else None, given)


def _option(command: Any, spelling: str) -> Any:  # noqa: ANN401 - Typer's
    return next((each for each in command.params if spelling in each.opts), None)


def _options(command: Any, given: dict[str, list[str]]) -> Iterator[Proposal]:  # noqa: ANN401
    """Yield the options that are not there yet, or may be there again."""
    for option in command.params:
        is_option = option.param_type_name == "option" and not option.hidden
        if is_option and (option.name not in given or getattr(option, "multiple", False)):
            about = " ".join((option.help or "").split()).partition(". ")[0]
            yield Proposal(option.opts[-1], about[:70])
    yield Proposal("--help", "Print how it is used.")
