"""What is wrong with a command line that cannot be run, in words that say what to type."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from typing import Any

from provrepo.cli import output
from provrepo.cli.attempts import did_you_mean, meant
from provrepo.cli.commands import COMMANDS

_OPTIONS = {
    "log": {
        "-p --patch --diff --changes": "`provrepo diff REF` shows what a version changed",
        "-n --limit --max-count -1 -2 -3 -5 --number": (
            "it lists all versions, the newest first: `provrepo log REF | head`"
        ),
        "--oneline --short --stat --graph --pretty --format --follow --all --reverse --author "
        "--since --until --grep": "it lists each version on few lines; --json is for programs",
    },
    "diff": {
        "-u --unified -U": "--format unified",
        "-y --side-by-side": "--format side-by-side",
        "-w -b --ignore-all-space --ignore-space-change": '--ignore "white space"',
        "-i --ignore-case": "--ignore case",
        "--html": "--format html",
        "--word-diff --color --colour --color-words": (
            "it compares by words already, and has colours on a terminal"
        ),
        "--stat --name-only --name-status --cached --staged": (
            "it shows the words that changed; `provrepo log REF` lists what changed in which "
            "version, `provrepo status` what needs work"
        ),
        "-c -C": "--context N",
        "-q --brief": "--exit-code",
    },
    "status": {
        "-s --short --porcelain": (
            "`provrepo status --check` says it by the exit status, --json for programs"
        ),
        "-v --verbose": "--all",
        "-u": "nothing is left out: every file that matters was ingested",
        "--stale": "--only stale",
    },
    "list": {
        "-l --long -v --verbose": "`provrepo list KEY` lists the texts of a document",
        "-r --reverse": "--sort key, title or date",
        "-a --all": "all documents are listed",
        "-n": "--limit N",
        "--csv": "`provrepo revise --manifest-template` prints a table of what is here, in CSV",
    },
    "show": {
        "-p --patch --diff --stat": "`provrepo diff REF` shows what a version changed",
        "--version": "the version stands behind the text: REF@v2",
        "--html --docx --tei --format": "`provrepo export REF --format FORMAT` gives other formats",
        "-o --output": "`provrepo show REF > FILE`, or `provrepo export REF FILE`",
    },
    "cite": {
        "-s": "--style STYLE",
        "-f": "--format FORMAT",
        "-l --lang --language": "--locale TAG",
    },
    "export": {
        "-o --output --out": "the file stands after the version: `provrepo export REF FILE`",
        "-t --to -f --as --docx --odt --tei --html --pdf --markdown": "--format FORMAT",
    },
    "ingest": {
        "-r -R --recursive": "a folder is always read with all folders below it",
        "-f --force": "nothing is overwritten, so nothing needs force",
        "--title --archive --call-number --collection": '--set FIELD=VALUE, as --set "title=…"',
        "--date --issued --year": "--set issued=1961-05, the date of the document",
        "--lang --language --kind --type": "--text KIND:LANGUAGE, such as --text translation:en",
        "--key --name --id -d": "--document KEY",
        "--translator --transcriber --editor": '--agent "NAME:ROLE"',
        "--source --from --original --translation-of": "--based-on REF",
        "-t": "--text TEXT",
    },
    "edit": {
        "--editor -e": "VISUAL or EDITOR names the program: `EDITOR=nano provrepo edit REF`",
        "--metadata --set": "--citation",
        "--text -t --lang --language": "the text stands behind the key: `provrepo edit KEY/TEXT`",
    },
    "revise": {
        "--title --archive --call-number --collection --author --date --issued": (
            '--set FIELD=VALUE, as --set "title=…"'
        ),
    },
    "review": {
        "--reject --refuse --needs-work": '--return -m "WHY"',
        "--list --all --show": (
            "`provrepo review REF` shows who reviewed a version, `provrepo status --only review` "
            "what waits"
        ),
        "--accept --ok --pass": "--approve",
        "--publish": "--release",
        "--comment": "--return -m TEXT",
    },
    "restore": {"--version": "the version stands behind the text: REF@v2"},
    "search": {
        "--case --case-sensitive --ignore-case": "--exact; otherwise case does not count",
        "-e --regexp": "--regex",
        "-n --max-count": "--limit N",
        "-i": "case does not count; --exact makes it count",
        "-w": "words are found whole; with a star, as rail*, those that begin so",
        "-a --author --by --user --who --person": "--agent NAME",
        "--text --key -t": "--document GLOB, or --kind and --language",
    },
    "serve": {"-p": "--port N", "-o": "--open"},
    "publish": {
        "-o --output --out": "the folder is the argument: `provrepo publish FOLDER`",
        "--approved": "--versions approved",
    },
    "package": {"-o --output --out": "the folder is the argument: `provrepo package FOLDER`"},
    "verify": {"--full --all": "everything is checked unless you say --quick"},
    "init": {"--bare --name": "PATH is the file, and --origin its name in proofs"},
    "config": {
        "--global --local --system": "settings hold for all that you do: config NAME VALUE",
        "-l --list": "`provrepo config` alone prints all settings",
        "--get": "`provrepo config NAME` prints a setting",
        "--edit -e": "`provrepo config NAME VALUE` sets one",
        "--delete --remove --clear": "--unset",
    },
}
"""What people try with one command: options of other programs, and what does it here.

Advice is an option of this command, and more words, or a sentence.
"""

_EVERYWHERE = {
    "-m --message --why --comment": ("--reason TEXT", "-m MESSAGE", "--message MESSAGE"),
    "--reason": ("-m MESSAGE",),
    "-a --author --by --user --who --person": ('--agent "NAME:ROLE"',),
    "-n --dryrun --preview --test --simulate --what-if --no-act": ("--dry-run",),
    "--date --created-at --time": ("--created DATE",),
    "-l --max --top --number": ("--limit N",),
    "-f --type --to --csv --xml --html": ("--format FORMAT", "--json"),
    "--format -j": ("--json",),
    "-o --out --save --write": ("--output FILE",),
    "-q --silent": ("--quiet",),
    "-l --lang": ("--language TAG",),
    "--key --doc --id": ("--document KEY",),
    "--from --source": ("--based-on REF",),
    "--db --database --repository --dir -C --git-dir -R": ("--repo PATH|URL",),
    "-? --usage --man": ("--help",),
    "-t": ("--title TITLE", "--text TEXT"),
    "-v -V --v --ver": ("--version",),
}
"""What people try with any command, and the options that mean it, of which one is there."""

_NOWHERE = {
    "-v -V --verbose --debug -d": "it always says all; `provrepo --version` prints the version",
    "-f --force -y --yes": "nothing is asked, and nothing is overwritten, so nothing needs it",
    "-o --output --out": "what it prints can be kept: `> FILE`",
    "-p --no-pager --pager": "PAGER names the program that pages; with `| cat` nothing does",
    "--color --colour --no-color": "colours follow the terminal; NO_COLOR=1 leaves them out",
    "-a --all": "all is printed",
}
"""What people try where nothing is needed."""

_TOO_MUCH = {
    "verify": (
        "all of a repository is verified; `provrepo init NEW.db --from-package FOLDER` checks a "
        "package, and makes a repository of it"
    ),
    "serve": "it shows this repository; of a published site open its index.html",
}
"""What is said where a command takes no argument."""

_NUMBER = re.compile(
    r"Invalid value for '(?P<name>[^']+)': Input should be "
    r"(?:(?P<bound>greater|less) than or equal to (?P<limit>\d+)|a valid integer.*)"
)
"""What the library that converts numbers says of text that is no number, or one out of range."""


def usage(error: Any, message: str, typed: Sequence[str]) -> str:  # noqa: ANN401 - Typer's
    """Return what is wrong with a command line, and where its help is.

    ``message`` is what Typer says of it, and ``typed`` are the words after `provrepo`.
    """
    path = command_path(error, typed)
    context = getattr(error, "ctx", None)
    sentence = " ".join(message.rstrip(".").split())
    if number := _NUMBER.fullmatch(sentence):
        bound = {"greater": f" from {number['limit']}", "less": f" up to {number['limit']}"}
        sentence = f"{number['name']}: write a whole number{bound.get(number['bound'], '')}"
    elif sentence.startswith("No such option"):
        sentence = _no_such_option(error, path, typed)
    elif context and sentence.startswith("No such command"):
        words = typed[typed.index(path.split()[-1]) + 1 :]  # those behind `provrepo note`
        sentence = meant(words, list(context.command.commands), path)
    elif context and sentence.startswith("Missing command"):
        commands = list(context.command.commands)
        sentence = f"say what to do: {path} {output.either(commands)}"
    elif missing := re.fullmatch(r"Missing (argument|option) '(.+?)'.*", sentence):
        sentence = f"{missing[2]} is missing{_as_in(context)}"
    elif several := re.fullmatch(r"Got unexpected extra arguments? ?(?:\(s\) )?\((.+)\)", sentence):
        sentence = _too_many(several[1].split(), context, path, typed)
    elif valueless := re.fullmatch(r"Option '(.+)' requires (?:an argument|\d+ .*)", sentence):
        sentence = f"{valueless[1]} needs a value"
    elif valued := re.fullmatch(r"Option '(.+)' does not take a value", sentence):
        sentence = f"{valued[1]} takes no value: leave out what stands after ="
    sentence = sentence.removeprefix("Invalid value: ")
    if "--help`" in sentence:
        return sentence
    return f"{sentence}{'' if sentence.endswith('?') else ';'} see `{path} --help`"


def command_path(error: Any, typed: Sequence[str]) -> str:  # noqa: ANN401 - Typer's
    """Return the command that was typed, as `provrepo note add`."""
    if context := getattr(error, "ctx", None):
        return str(context.command_path)
    # Where an option lacks its value, Typer does not say of which command.
    names = [word for word in typed if not word.startswith("-")][:1]
    return " ".join(["provrepo", *(name for name in names if name in COMMANDS)])


def _as_in(context: Any) -> str:  # noqa: ANN401
    """Return the first example of a command, after “as in”; empty where it has none."""
    examples = (context.command.help or "").partition("Examples:\n")[2].splitlines()
    return f", as in `{examples[0].strip()}`" if examples else ""


def _no_such_option(error: Any, path: str, typed: Sequence[str]) -> str:  # noqa: ANN401
    """Return what is said of an option that a command does not have."""
    context = error.ctx
    written = str(getattr(error, "option_name", ""))
    # Of -json it is said that there is no -j.
    written = next((word for word in typed if word.startswith(written)), written)
    written = written.partition("=")[0]
    values = {
        name: parameter
        for parameter in context.command.get_params(context)
        for name in parameter.opts
    }
    command = path.partition(" ")[2]
    sentence = f"{command or path} has no option {written}"
    for word in typed:
        if word.startswith("-") and os.path.isfile(word):  # noqa: PTH113 - quick
            return f"{sentence}; the file of this name is ./{word}"
    for attempts, advice in _OPTIONS.get(command, {}).items():
        if written in attempts.split():
            return f"{sentence}: {_to_write(advice)}"
    if same := next((name for name in values if _letters(name) == _letters(written)), None):
        return f"{sentence}: write {same}"
    if advice := next(_elsewhere(written, values), ""):
        return f"{sentence}: {_to_write(advice)}"
    long_names = [name for name in values if len(name) > 2]
    return f"{sentence}{did_you_mean(written, long_names, 0.75)}"


def _to_write(advice: str) -> str:
    """Return advice as a sentence: an option is to be written."""
    return f"write {advice}" if advice.startswith("-") else advice


def _elsewhere(written: str, values: dict[str, Any]) -> Iterator[str]:
    """Yield what is advised of an option that no command of ours has, given those of this one."""
    for attempts, answers in _EVERYWHERE.items():
        if written in attempts.split():
            yield from (advice for advice in answers if advice.split()[0] in values)
    for attempts, advice in _NOWHERE.items():
        if written in attempts.split():
            yield advice


def _letters(option: str) -> str:
    """Return an option by what people get right of it: no hyphens, underscores or capitals."""
    return re.sub(r"[-_]", "", option).lower() if len(option) > 2 else option


def _too_many(extra: list[str], context: Any, path: str, typed: Sequence[str]) -> str:  # noqa: ANN401
    """Return what is said of arguments that a command does not take."""
    names = [
        parameter.metavar
        for parameter in context.command.params
        if parameter.param_type_name == "argument"
    ]
    word = extra[0]
    place = typed.index(word) if word in typed else 0
    takes = f"{' and '.join(names)} and no more" if names else "no argument"
    sentence = f"{path.partition(' ')[2]} takes {takes}: “{word}” is too much"
    options = [name for parameter in context.command.params for name in parameter.opts]
    arguments = typed[1:place] if place else ()
    if proposed := _proposed(path, names, options, [*arguments, word]):
        return f"{sentence}; did you mean {proposed}?"
    if advice := _TOO_MUCH.get(path.partition(" ")[2]):
        return f"{sentence}: {advice}"
    if any(not each.startswith("-") and " " not in each for each in extra) and len(extra) > 1:
        return f"{sentence}; words that belong together stand in quotation marks"
    return sentence


def _proposed(
    path: str, names: Sequence[str], options: Sequence[str], arguments: Sequence[str]
) -> str:
    """Return what is to be typed for the last of some arguments, which is one too many.

    ``names`` are those of the arguments that the command takes. Empty where nothing is likely.
    """
    *_, before, word = ["", *arguments]
    if path == "provrepo serve" and word.isdecimal():
        return f"--port {word}"
    if f"--{word}" in options:
        return f"--{word}"
    if "=" in word and "--set" in options:
        return f'--set "{word}"'
    if "FOLDER" in names:
        return f"--document {word}" if "--document" in options else ""
    if not names:
        return ""
    if path == "provrepo diff" and len(arguments) > 2:
        numbers = [_number(each) for each in (before, word)]
        if all(re.fullmatch(r"v\d+", number) for number in numbers):
            return f"{arguments[-3]}@{numbers[0]}..{numbers[1]}"
    return _joined(before, word)


def _number(word: str) -> str:
    """Return a word that is the number of a version as it is written: ``v2`` for ``2``."""
    return re.sub(r"^[@#]?[vV]?(?=[0-9]+$)", "v", word)


def _joined(before: str, word: str) -> str:
    """Return the reference that was split into two arguments; empty where they make none."""
    from provrepo.errors import InvalidReference
    from provrepo.reference import parse, selector

    number = _number(word)
    joint = "@" if selector(number) else "/" if word.partition(":")[0].isalpha() else ""
    joined = f"{re.sub('@[vV]?$', '', before)}{joint}{number if joint == '@' else word}"
    try:
        parse(before.partition("@")[0])
        parse(joined)
    except InvalidReference:
        return ""
    return joined if joint else ""
