"""Completion: what the word that somebody types in a shell may go on with.

The scripts of `provrepo.cli.completion_scripts` ask. Nothing is run: the words before the cursor
tell the command, and which of its options or arguments the word is; what these may be is known to
`provrepo.cli.completion_values`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import starmap
from typing import NamedTuple

from provrepo.cli.commands import COMMANDS
from provrepo.cli.completion_scripts import GOES_ON, SCRIPTS, SEPARATOR
from provrepo.cli.declared import Parameter, Parameters, parameter, parameters
from provrepo.cli.light_typer import stand_in
from provrepo.cli.proposals import Place, Proposal, Proposals
from provrepo.cli.typed_words import Typed, for_bash, in_bash, split

VARIABLE = "_PROVREPO_COMPLETE"
"""What a shell sets that asks: ``complete_bash``, or ``source_bash`` for the script."""

BREAKS = " \t\n\"'@><=;|&(:"
"""Where bash takes words apart unless somebody set COMP_WORDBREAKS."""


_OF_NO_COMMAND = tuple(
    Parameter(name, (f"--{name}",), "", about, is_flag=True, repeats=False)
    for name, about in (
        ("version", "Print the version."),
        ("install-completion", "Install completion for the current shell."),
        ("show-completion", "Show completion for the current shell."),
    )
)
"""The options that stand without a command."""


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
    if "_PROVREPO_WORDS" not in os.environ:
        return False  # the script that Typer brings, and answers with commands and options alone
    stand_in()
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
        goes_on = len(fitting) == 1 and not fitting[0].is_whole
        return [f"{proposals.kind}{GOES_ON if goes_on else ''}", *values]
    return [proposals.kind, *map(_shown, fitting)]


def _shown(word: Proposal) -> str:
    value = word.value if word.is_whole else f"{word.value}{GOES_ON}"
    return f"{value}\t{word.about}" if word.about else value


def _typed(shell: str) -> Typed:
    words = os.environ["_PROVREPO_WORDS"].split(SEPARATOR)
    if shell == "bash":
        return in_bash(os.environ.get("_PROVREPO_LINE", ""), words)
    current = os.environ.get("_PROVREPO_CURRENT", "")
    # Fish gives the word as it is typed, zsh without its quotes.
    return Typed(words, split(current).current if shell == "fish" else current)


def proposed(words: Sequence[str], current: str) -> Proposals:
    """Return what ``current`` may become; ``words`` stand before it, after ``provrepo``."""
    from provrepo.cli.command import shared_parameters

    shared = (*starmap(parameter, shared_parameters()), *_OF_NO_COMMAND)
    head = _read(shared, words, stop=True)
    if head.incomplete is not None:
        return _values(Place("", head.incomplete, head.before), current)
    if not head.left:
        if current.startswith("-"):
            return Proposals([*_options(shared, head.before)])
        return Proposals([Proposal(name, line) for name, (_, line) in COMMANDS.items()])
    name, *after = head.left
    declared = parameters(name)
    if isinstance(declared, Mapping):
        if not after:
            return Proposals([*map(Proposal, declared)])
        name, declared, after = f"{name} {after[0]}", declared.get(after[0]), after[1:]
    if declared is None:
        return Proposals()
    return _of_command(name, declared, _read(declared, after, before=head.before), current)


def _of_command(name: str, declared: Parameters, line: _Line, current: str) -> Proposals:
    """Return what the current word of a command's line may become."""
    if line.incomplete is not None:
        return _values(Place(name, line.incomplete, line.before), current)
    if not line.options_end and current.startswith("-") and current != "-":
        spelling, equals, _ = current.partition("=")
        if not equals:
            return Proposals([*_options(declared, line.before)])
        return _values(
            Place(name, _option(declared, spelling), line.before, f"{spelling}="), current
        )
    return _values(Place(name, line.argument, line.before), current)


def _values(place: Place, current: str) -> Proposals:
    if place.parameter is None:
        return Proposals()
    from provrepo.cli.completion_values import values

    proposals = values(place, current.removeprefix(place.beginning))
    if not place.beginning:
        return proposals
    begun = [word._replace(value=place.beginning + word.value) for word in proposals.words]
    return proposals._replace(words=begun)


class _Line(NamedTuple):
    """What the words before the current one are: values by parameter, and what is to come.

    ``incomplete`` is an option whose value comes now, ``argument`` the argument that comes next;
    ``left`` are the words from the first that is no option, if reading stopped there.
    """

    before: dict[str, list[str]]
    incomplete: Parameter | None = None
    argument: Parameter | None = None
    left: Sequence[str] = ()
    options_end: bool = False


def _read(
    declared: Parameters,
    words: Sequence[str],
    *,
    stop: bool = False,
    before: dict[str, list[str]] | None = None,
) -> _Line:
    """Read words as the options and arguments that are declared; ``stop`` at what is no option."""
    arguments = [each for each in declared if not each.spellings]
    values: dict[str, list[str]] = dict(before or {})
    options_end, place = False, 0
    while place < len(words):
        word, place = words[place], place + 1
        if options_end or not word.startswith("-") or word == "-":
            if stop:
                return _Line(values, left=words[place - 1 :])
            if arguments:
                values.setdefault(arguments[0].name, []).append(word)
                arguments = arguments if arguments[0].repeats else arguments[1:]
            continue
        options_end = word == "--"
        spelling, equals, value = word.partition("=")
        option = _option(declared, spelling)
        if option is None or option.is_flag:
            values.setdefault(option.name if option else word, [])
        elif equals:
            values.setdefault(option.name, []).append(value)
        elif place < len(words):
            values.setdefault(option.name, []).append(words[place])
            place += 1
        else:
            return _Line(values, incomplete=option)
    return _Line(values, argument=arguments[0] if arguments else None, options_end=options_end)


def _option(declared: Parameters, spelling: str) -> Parameter | None:
    return next((option for option in declared if spelling in option.spellings), None)


def _options(declared: Parameters, before: Mapping[str, object]) -> Iterator[Proposal]:
    """Yield the options that are not there yet, or may be there again."""
    for option in declared:
        if option.spellings and (option.name not in before or option.repeats):
            about = " ".join(option.help.split()).partition(". ")[0]
            yield Proposal(option.spellings[-1], about[:70])
    yield Proposal("--help", "Print how it is used.")
