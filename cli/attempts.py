"""Words that people try who come from other programs, and the commands that do what they mean."""

from __future__ import annotations

import os
from collections.abc import Sequence

from provrepo.cli.commands import COMMANDS

_MEANT = {
    "add commit save store track import upload put insert load": (
        "`provrepo ingest FILE` makes a version of a file, `provrepo edit REF` of what you write"
    ),
    "update change modify correct write vi vim nano": (
        "`provrepo edit REF` opens the newest version in your editor, `provrepo ingest FILE` takes "
        "a corrected file, `provrepo revise REF` changes what is said of a text"
    ),
    "history versions revisions changes reflog": "`provrepo log REF` lists the versions of a text",
    "delete del rm remove erase destroy drop unlink": (
        "`provrepo withdraw REF --reason WHY` takes a version back, which stays readable; "
        "`provrepo purge REF --reason WHY` removes its content for good"
    ),
    "undo revert reset rollback back recover": (
        "`provrepo restore REF@v2` makes an older content the newest again; no version is lost"
    ),
    "checkout switch cat print view get read open type less": (
        "`provrepo show REF@v2` prints any version, `provrepo restore REF@v2` makes it the newest"
    ),
    "grep find query locate": (
        "`provrepo search WORDS` finds them in all texts, with --history also since when"
    ),
    "merge rebase cherry-pick join combine": (
        "there are no branches; `provrepo diff A B` and `provrepo collate A B C` show where texts "
        "differ, `provrepo edit REF` makes the version that you decide on"
    ),
    "branch stash worktree fork": (
        "there are no branches; texts of one kind have labels: `--text translation:en:wang`"
    ),
    "push pull clone fetch sync backup remote mirror": (
        "`provrepo copy FROM TO` copies a whole repository and brings a copy up to date"
    ),
    "ls dir documents texts keys": (
        "`provrepo list` lists the documents, with a key the texts of one"
    ),
    "mv move": "`provrepo rename OLD NEW` gives a document another key, `provrepo retext` a text",
    "tag approve submit return release sign": (
        "`provrepo review REF --submit|--return|--approve|--release` says it of one exact version"
    ),
    "compare delta changes-since": "`provrepo diff A B` compares two versions word by word",
    "annotate praise who": (
        "`provrepo blame REF` shows who established each word, `provrepo note add REF TEXT` "
        "annotates"
    ),
    "comment footnote notes": "`provrepo note add REF TEXT` adds a note",
    "check fsck validate gc": (
        "`provrepo verify` proves that all is still what was stored, `provrepo status` lists what "
        "needs work"
    ),
    "todo work stale": "`provrepo status` lists what needs work",
    "set metadata describe": '`provrepo revise REF --set "title=…"` sets citation metadata',
    "settings login user whoami agent author": (
        '`provrepo config agent "NAME:ROLE"` says who makes your versions'
    ),
    "convert download save-as": "`provrepo export REF --format F` writes a version as a file",
    "site html website web build": (
        "`provrepo publish FOLDER` writes a web site, `provrepo serve` shows it on this computer"
    ),
    "translate transcribe": (
        "`provrepo ingest FILE --text translation:en` takes a translation in, `--text "
        "transcription:zh` a transcription"
    ),
    "bibliography reference footnotes quote": "`provrepo cite REF` cites an exact version",
    "new create start": "`provrepo init` makes a repository, `provrepo ingest FILE` puts a text in",
    "version": "`provrepo --version` prints it; `provrepo log REF` lists the versions of a text",
    "git": "`provrepo import-git FOLDER` takes the history of a folder in git",
}


def meant(words: Sequence[str]) -> str | None:
    """Return what to say to somebody whose command, the first of ``words``, there is not.

    None where the word is no usual one.
    """
    word, *arguments = words
    if word.lower() == "help":
        names = [name for name in arguments if not name.startswith("-")]
        return f"help is an option: `provrepo {' '.join([*names, '--help'])}`"
    for attempts, advice in _MEANT.items():
        if word.lower() in attempts.split():
            return f"there is no command {word}: {advice}"
    if word.lower() in COMMANDS:
        return f"commands are written in small letters: `provrepo {word.lower()}`"
    if os.path.isfile(word):  # noqa: PTH113 - quick
        return f"{word} is a file: `provrepo ingest {word}` makes a version of it"
    return None
