"""Words that people try who come from other programs, and the commands that do what they mean."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from provrepo.cli import output
from provrepo.cli.typography import plain, slip

_COMMANDS = {
    "add commit save store track import upload put insert load ci attach": (
        "`provrepo ingest FILE` makes a version of a file, `provrepo edit REF` of what you write"
    ),
    "update change modify correct write vi vim nano notepad emacs code": (
        "`provrepo edit REF` opens the newest version in your editor, `provrepo ingest FILE` takes "
        "a corrected file, `provrepo revise REF` changes what is said of a text"
    ),
    "history versions revisions changes reflog shortlog timeline": (
        "`provrepo log REF` lists the versions of a text"
    ),
    "delete del rm remove erase destroy drop unlink": (
        "`provrepo withdraw REF --reason WHY` takes a version back, which stays readable; "
        "`provrepo purge REF --reason WHY` removes its content for good"
    ),
    "undo revert reset rollback back recover redo cancel": (
        "`provrepo restore REF@v2` makes an older content the newest again; no version is lost"
    ),
    "checkout co switch cat print view get read open type less more head tail": (
        "`provrepo show REF@v2` prints any version, `provrepo restore REF@v2` makes it the newest"
    ),
    "grep find query locate bisect rg": (
        "`provrepo search WORDS` finds them in all texts, with --history also since when"
    ),
    "merge rebase cherry-pick join combine": (
        "there are no branches; `provrepo diff A B` and `provrepo collate A B C` show where texts "
        "differ, `provrepo edit REF` makes the version that you decide on"
    ),
    "branch stash worktree fork submodule": (
        "there are no branches; texts of one kind have labels: `--text translation:en:wang`"
    ),
    "push pull clone fetch sync synchronize backup remote mirror rsync svn svnsync cp scp": (
        "`provrepo copy FROM TO` copies a whole repository and brings a copy up to date"
    ),
    "ls dir documents texts keys ll tree info stats statistics summary count": (
        "`provrepo list` lists the documents, with a key the texts of one"
    ),
    "mv move": "`provrepo rename OLD NEW` gives a document another key, `provrepo retext` a text",
    "tag approve submit return release sign accept reject lock unlock": (
        "`provrepo review REF --submit|--return|--approve|--release` says it of one exact version"
    ),
    "compare delta changes-since difference differences differ track-changes": (
        "`provrepo diff A B` compares two versions word by word"
    ),
    "annotate praise who": (
        "`provrepo blame REF` shows who established each word, `provrepo note add REF TEXT` "
        "annotates"
    ),
    "comment footnote notes": "`provrepo note add REF TEXT` adds a note",
    "check fsck validate gc": (
        "`provrepo verify` proves that all is still what was stored, `provrepo status` lists what "
        "needs work"
    ),
    "todo work stale outdated": "`provrepo status` lists what needs work",
    "set metadata describe title propset": (
        '`provrepo revise REF --set "title=…"` sets citation metadata'
    ),
    "settings login user whoami agent author": (
        '`provrepo config agent "NAME:ROLE"` says who makes your versions'
    ),
    "convert download save-as word docx pdf pandoc": (
        "`provrepo export REF --format FORMAT` writes a version as a file"
    ),
    "site html website web build gui app browse browser preview show-site": (
        "`provrepo publish FOLDER` writes a web site, `provrepo serve` shows it on this computer"
    ),
    "translate transcribe": (
        "`provrepo ingest FILE --text translation:en` takes a translation in, `--text "
        "transcription:zh` a transcription"
    ),
    "bibliography reference references footnotes quote citation bibtex permalink link url doi": (
        "`provrepo cite REF` cites an exact version"
    ),
    "new create start": "`provrepo init` makes a repository, `provrepo ingest FILE` puts a text in",
    "version": "`provrepo --version` prints it; `provrepo log REF` lists the versions of a text",
    "git": "`provrepo import-git FOLDER` takes the history of a folder in git",
    "zotero items collection ris csl": (
        "`provrepo revise --items FILE` takes citation metadata from what Zotero exports, "
        "`provrepo cite REF --format FORMAT` gives it back"
    ),
    "styles list-styles style": "`provrepo cite --list-styles` names the styles for citations",
    "roles activities languages formats": (
        "`provrepo ingest --help` names the activities, `provrepo export --help` and "
        "`provrepo cite --help` the formats"
    ),
    "example examples sample samples tutorial learn try": (
        "`provrepo demo` writes sample texts, and a session to try them with"
    ),
    "man manual docs doc documentation usage ? /? info-page": (
        "`provrepo --help` lists the commands, and after any of them --help tells what it does"
    ),
    "completion completions complete autocomplete": (
        "`provrepo --install-completion` installs completion for your shell"
    ),
    "exit quit bye": "each command ends by itself, so there is nothing to quit",
    "install upgrade uninstall self-update": (
        "provrepo is installed by pipx, uv or pip, as its README says; `provrepo --version` prints "
        "which one it is"
    ),
}

_NOTE_COMMANDS = {
    "rm del delete drop": "`provrepo note remove REF NOTE` removes a note",
    "new create insert write comment": "`provrepo note add REF TEXT` adds a note",
    "change set update modify": "`provrepo note edit REF NOTE TEXT` changes a note",
    "show ls print get all": "`provrepo note list REF` lists the notes of a version",
}
"""What people try after `provrepo note`."""


def refuse(group: Any, context: Any, words: Sequence[str]) -> None:  # noqa: ANN401 - Typer's
    """Raise a usage error where the words are no command of a group, or typed as in print."""
    if words[0] not in group.commands:
        context.fail(meant(words, list(group.commands), context.command_path))
    command = group.commands[words[0]]
    command = getattr(command, "commands", {}).get("".join(words[1:2]), command)  # of notes
    if advice := slip(words[1:], [name for each in command.params for name in each.opts]):
        context.fail(advice)


def meant(words: Sequence[str], commands: Sequence[str], path: str) -> str:
    """Return what to say to somebody whose command, the first of ``words``, there is not.

    ``commands`` are those that there are, and ``path`` is what stands before them: `provrepo`, or
    `provrepo note`.
    """
    word, *arguments = words
    attempts = _NOTE_COMMANDS if path.endswith("note") else _COMMANDS
    if word.lower() == "help":
        names = [name for name in arguments if not name.startswith("-")]
        return f"help is an option: `{' '.join([path, *names, '--help'])}`"
    for attempt, advice in attempts.items():
        if word.lower() in attempt.split():
            return f"there is no command {word}: {advice}"
    if word.lower() in commands:
        return f"commands are written in small letters: `{path} {word.lower()}`"
    if word not in commands and plain(word) in commands:
        return f"“{word}” has quotation marks of print: `{path} {plain(word)}`"
    if word != plain(word) and plain(word).startswith("-"):
        return f"“{word}” begins with a dash: write --{plain(word).lstrip('-')}, with hyphens"
    if path.endswith("note"):
        if arguments:
            return f"after {path} comes what to do: `{path} add {word} TEXT` adds a note"
        return f"after {path} comes {output.either(commands)}, not {word}"
    if os.path.isfile(word):  # noqa: PTH113 - quick
        return f"{word} is a file: `provrepo ingest {word}` makes a version of it"
    return f"there is no command {word}{did_you_mean(word.lower(), commands, 0.7)}"


def did_you_mean(word: str, names: Sequence[str], cutoff: float) -> str:
    """Return the question after the names most like a word, at most two; empty for none.

    ``cutoff`` is how like they have to be at least, from 0 to 1.
    """
    from difflib import get_close_matches

    close = get_close_matches(word, names, n=2, cutoff=cutoff)
    return f"; did you mean {' or '.join(close)}?" if close else ""
