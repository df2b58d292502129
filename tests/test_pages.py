"""Every command of every page is run, in the order of its page, and prints what the page shows."""

from __future__ import annotations

import contextlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import typer

from tests import postgres
from tests.pages import PAGES, ROOT, SAMPLES, Reader, parts, plain, stage, steps, written_anew
from tests.ssh import make_key, public
from tests.test_docs import ROOT_COMMAND, find, leaves

SERVER = re.compile(r"postgresql://editor@db\.sample\.example/\w+")
"""The databases of the pages, in whose place some on the tests' own server stand."""


# What a reader has before a page begins


def texts(folder: Path) -> None:
    """Lay out the folders of texts that docs/cli.md takes in."""
    (folder / "archive").mkdir()
    for name in ("ferry-letter.transcription.ko.txt", "ferry-letter.translation.en.txt"):
        shutil.copy(SAMPLES / "first" / name, folder / "archive" / name)
    (folder / "old.transcription.zh.txt").write_bytes("十二艘渔船失踪。\n".encode("gb18030"))
    edited = (SAMPLES / "first" / "rail-memo.translation.en.md").read_text("utf-8")
    edited = edited.rpartition("+++\n")[2].replace("two crane [sic]", "two cranes")
    (folder / "edited-rail-memo.translation.en.txt").write_text(edited, "utf-8")
    (folder / "pages").mkdir()
    (folder / "pages" / "about.md").write_text("# About this edition\n\nSamples.\n", "utf-8")
    (folder / "letters").mkdir()
    (folder / "letters" / "letter-1.txt").write_text("Lieber Freund!\n", "utf-8")
    (folder / "epidoc").mkdir()
    (folder / "epidoc" / "p.ryl.1.12.xml").write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body>'
        '<div type="edition" xml:lang="grc"><ab>χαίρειν</ab></div></body></text></TEI>',
        "utf-8",
    )
    edition(folder)


def edition(folder: Path) -> None:
    """Make a history in git of two commits of one person, each of two files."""
    git = folder / "edition"
    git.mkdir()
    person = ["-c", "user.name=Anna Keller", "-c", "user.email=anna@example.org"]
    rounds = (("first", "2024-03-11", "The cable and its translation"),
              ("second", "2024-05-20", "Two readings, settled from the original"))  # fmt: skip
    subprocess.run(["git", "init", "-q", git], check=True)
    for source, day, message in rounds:
        for name in ("harbor-cable.transcription.zh.txt", "harbor-cable.translation.en.txt"):
            shutil.copy(SAMPLES / source / name, git / name)
        moment = f"{day}T12:00:00Z"
        dates = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
        subprocess.run(["git", "-C", git, "add", "."], check=True)
        subprocess.run(
            ["git", "-C", git, *person, "commit", "-q", "-m", message], check=True, env=dates
        )


def order(folder: Path) -> None:
    """Lay out the TEI file that docs/readers.md shows, and a folder of such files."""
    page = (ROOT / "docs" / "readers.md").read_text("utf-8")
    (example,) = re.findall(r"(?ms)^```xml\n(<TEI .*?)^```", page)
    (folder / "1925-order.xml").write_text(example, "utf-8")
    (folder / "frus-history").mkdir()
    (folder / "frus-history" / "another.xml").write_text(example, "utf-8")


def elsewhere(folder: Path) -> None:
    """Lay out what was made with other tools: a work of FromThePage, and a history in git."""
    page = (ROOT / "docs" / "howto" / "other-tools.md").read_text("utf-8")
    (work,) = re.findall(r"(?ms)^```xml\n(<TEI .*?)^```", page)
    (folder / "work-17.xml").write_text(work, "utf-8")
    edition(folder)


def exported(folder: Path) -> None:
    """Lay out a document as Transkribus exports it, with the files of pages that the page shows."""
    page = (ROOT / "docs" / "howto" / "transkribus.md").read_text("utf-8")
    export = folder / "kessler-letter"
    (export / "page").mkdir(parents=True)
    (export / "metadata.xml").write_text("<trpDocMetadata/>\n", "utf-8")
    (export / "mets.xml").write_text("<mets/>\n", "utf-8")
    for file in re.findall(r"(?ms)^```xml\n(<PcGts .*?)^```", page):
        (image,) = re.findall(r'imageFilename="(\w+)\.jpg"', file)
        (export / f"{image}.jpg").write_bytes(b"\xff\xd8\xff\xe0" + image.encode())
        (export / "page" / f"{image}.xml").write_text(file, "utf-8")


def landing(folder: Path) -> None:
    """Lay out the text of the worked example of docs/format.md."""
    (folder / "landing.transcription.fr.txt").write_text(
        "Arrivés à bon port [le] 3 mai.\n", "utf-8"
    )


def keys(folder: Path) -> None:
    """Give the reader an SSH key and a file of signers."""
    (folder / ".ssh").mkdir()
    key = make_key(folder / ".ssh", "ed25519", "id_ed25519")
    (folder / "signers").write_text(f"editor@sample.example {public(key)}\n")


SETUPS: dict[str, tuple[Callable[[Path], None], ...]] = {
    "cli.md": (texts, keys),
    "other-tools.md": (elsewhere,),
    "transkribus.md": (exported,),
    "readers.md": (order,),
    "format.md": (landing,),
    "ledger.md": (keys,),
}
"""What the readers of a page have besides the samples."""


def prepared(path: Path, folder: Path, **environment: str) -> Reader:
    """Return a reader of a page who has what it begins with."""
    stage(path.read_text("utf-8"), folder)
    for setup in SETUPS.get(path.name, ()):
        setup(folder)
    return Reader(folder, **environment)


# The pages


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=path.name, marks=pytest.mark.slow)
        for path in PAGES
        if steps(path.read_text("utf-8"))
    ],
)
def test_each_command_prints_what_its_page_shows(
    path: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """In an empty folder with the samples; where the page shows nothing, the command succeeds."""
    page = path.read_text("utf-8")
    if "ssh" in page and not shutil.which("ssh-keygen"):
        pytest.skip("this system has no ssh-keygen")
    names = {name: request.getfixturevalue("server").schema() for name in set(SERVER.findall(page))}
    reader = prepared(path, tmp_path)
    for step in steps(page):
        printed = reader.types(step.command, names)
        if step.shown is None:
            assert not reader.failed, f"{path.name}:{step.line}: {step.command}: {printed}"
        else:
            assert plain(printed) == plain(step.shown), f"{path.name}:{step.line}: {step.command}"


def run_on(page: str) -> Iterator[tuple[str, set[str]]]:
    """Yield the whole name of each command that is run on a page, and the options given to it."""
    for step in steps(page):
        for _, words in parts(step.command):
            if words.startswith("provrepo "):
                arguments = [word for word in shlex.split(words)[1:] if word != "--json"]
                if arguments[0] == "--repo":
                    arguments = arguments[2:]
                _, name, rest = find(arguments)
                yield name, {word.partition("=")[0] for word in rest if word.startswith("-")}


def test_a_text_of_ones_own_is_cited_within_eight_commands() -> None:
    """Who reads only the README types one line to install, and then these, in an empty folder."""
    typed = [step.command for step in steps((ROOT / "README.md").read_text("utf-8"))]
    first = next(place for place, line in enumerate(typed) if line.startswith("provrepo cite"))
    assert 1 + len(typed[: first + 1]) <= 8
    assert "provrepo init" in typed[:first]


@pytest.mark.slow
def test_each_command_and_option_is_run_on_some_page() -> None:
    """Whoever looks for one finds an example that works; what all commands have is left out."""
    shown: dict[str, set[str]] = {}
    for path in PAGES:
        for name, given in run_on(path.read_text("utf-8")):
            shown.setdefault(name, set()).update(given)
    missing = []
    for name, command in leaves(ROOT_COMMAND):
        context = typer.Context(command, help_option_names=["-h", "--help"])
        spellings = [option.opts for option in command.get_params(context)]
        missing += [] if name in shown else [name]
        missing += [
            f"{name} {known[-1]}"
            for known in spellings
            if known[0].startswith("-")
            and not {"--help", "--repo", "--json", "--quiet"} & set(known)
            and not shown.get(name, set()) & set(known)
        ]
    assert missing == []


@pytest.mark.slow
def test_each_example_of_the_help_would_be_accepted() -> None:
    """What `--help` proposes names options that are there, and the arguments they need."""
    for name, command in leaves(ROOT_COMMAND):
        examples = command.help.partition("Examples:")[2].strip().splitlines()
        assert examples, name
        for line in examples:
            for _, words in parts(line.strip()):
                if not words.startswith("provrepo "):
                    continue
                example, whole, rest = find(shlex.split(words)[1:])
                try:
                    example.make_context(whole, rest)
                except typer.TyperException as error:
                    pytest.fail(f"{line}: {error.format_message()}")


def test_the_reader_of_sessions_sees_what_a_shell_sees() -> None:
    """Prompts, continued lines, outputs, pipes, files; synopses of docs/cli.md are none."""
    page = (
        "## show\n\n    provrepo show REF\n\nText:\n\n"
        "    $ provrepo show a \\\n          --notes | wc -l\n    3\n\n    $ provrepo list\n\n"
        "## Else\n\n    provrepo show b > 'a > b'  # a comment\n"
    )
    found = [(step.line, step.command, step.shown) for step in steps(page)]
    assert found == [
        (7, "provrepo show a --notes | wc -l", "3\n"),
        (11, "provrepo list", ""),
        (15, "provrepo show b > 'a > b'  # a comment", None),
    ]
    assert parts(found[0][1]) == [("", "provrepo show a --notes"), ("|", "wc -l")]
    assert parts(found[2][1]) == [("", "provrepo show b"), (">", "'a > b'")]


def test_a_page_that_shows_something_else_is_found(tmp_path: Path) -> None:
    """The check of the pages fails where a page is wrong, and where a command does."""
    reader = Reader(tmp_path)
    assert plain(reader.types("provrepo init")).startswith("made the repository provrepo.db")
    reader.types("provrepo show nothing | cat")
    assert not reader.failed
    reader.types("provrepo list && provrepo show nothing")
    assert reader.failed


def _write(path: Path) -> None:
    """Write a page anew with what its commands print."""
    page = path.read_text("utf-8")
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        names = {}
        if databases := set(SERVER.findall(page)):
            running = stack.enter_context(postgres.server())
            names = {name: running.schema() for name in databases}
        page = written_anew(page, prepared(path, Path(folder)), names)
    path.write_text(page, "utf-8")


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        _write(Path(argument))
