"""Bad input gets one clear line, exit status 2, and leaves the repository as it was."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
import typer

from provrepo.cli.main import app
from tests.conftest import CommandLine, in_process

GROUP = typer.main.get_command(app)

PLACE = ("--document", "a", "--text", "translation:en")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a repository with two texts, and files that are wrong in some way."""
    tmp_path = tmp_path_factory.mktemp("archive")
    run = in_process(tmp_path)
    run("init")
    (tmp_path / "good.txt").write_text("one two one")
    run("ingest", "good.txt", *PLACE)
    run("ingest", "good.txt", "--document", "a", "--text", "transcription:zh")
    files = {
        "latin.translation.fr.txt": b"caf\xe9",
        "nul.translation.fr.txt": b"a\0b",
        "empty.translation.fr.txt": b"",
        "Two Words.translation.fr.txt": b"x",
        "x.translation.en_US.txt": b"x",
        "x.translation.fr.Label.txt": b"x",
        "front.translation.fr.md": b"+++\ntitle = \n+++\nx",
        "syntax.json": b'{"title": x}',
        "twice.json": b'{"title": "x", "title": "y"}',
        "float.json": b'{"volume": 1.5}',
        "list.json": b"[]",
        "junk.db": os.urandom(5000),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    os.mkfifo(tmp_path / "fifo.translation.fr.txt")
    (tmp_path / "folder.translation.fr.txt").mkdir()
    (tmp_path / "loop.translation.fr.txt").symlink_to("loop.translation.fr.txt")
    for name, version in (("other.db", None), ("newer.db", 99)):
        if version:
            (tmp_path / name).write_bytes((tmp_path / "provrepo.db").read_bytes())
        with sqlite3.connect(tmp_path / name) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS other (a)")
            connection.execute(f"PRAGMA user_version = {version or 0}")
    return tmp_path


def dump(path: Path) -> str:
    """Return all that is in a repository."""
    with sqlite3.connect(path / "provrepo.db") as connection:
        return "\n".join(connection.iterdump())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--repo", "missing.db", "list"), "no repository at missing.db; `provrepo init"),
        (("--repo", "junk.db", "list"), "no provrepo repository"),
        (("--repo", "other.db", "list"), "no provrepo repository"),
        (("--repo", "newer.db", "list"), "schema 99"),
        (("--repo", ".", "list"), "no file"),
        (("--repo", "mysql://u:pass@h/d", "list"), "SQLite files and PostgreSQL databases"),
        (("init",), "exists already"),
        (("init", "no/such/folder.db"), "no folder no/such"),
        (("show", "zzz"), "no document zzz"),
        (("show", "a"), "a/transcription:zh, a/translation:en"),
        (("show", "a/translation:fr"), "there are a/transcription:zh, a/translation:en"),
        (("show", "a/en@v9"), "the newest is v1"),
        (("show", "a/en@v1.5"), "after @ write"),
        (("show", "0123456789ab"), "no version 0123456789ab"),
        (("show", "Ä"), "its key is not one"),
        (("show", "a/en@2024-02-30"), "no such date"),
        (("show", "a/en@1999-01-01"), "the first was made"),
        (("show", "a/en", "--file", "--notes"), "exclude each other"),
        (("diff", "a/en@v1"), "no parent"),
        (("diff", "good.txt"), "to compare it with"),
        (("list", "a/en"), "document key"),
        (("diff", "a/en@v1..", "x"), "reference"),
        (("ingest", "good.txt"), "--document KEY --text translation:en"),
        (("ingest", "good.txt", "--document", "B C", "--text", "translation:en"), "document key"),
        (("ingest", "good.txt", "--document", "a"), "say it: --text"),
        (("ingest", "good.txt", "--document", "a", "--text", "edition:en"), "reserved"),
        (("ingest", "good.txt", "--document", "b", "--text", "translation:en_US"), "BCP 47"),
        (("ingest", "good.txt", "--document", "b", "--text", "translation:en:X"), "label"),
        (("ingest", "Two Words.translation.fr.txt"), "--document two-words"),
        (("ingest", "x.translation.en_US.txt"), "BCP 47"),
        (("ingest", "x.translation.fr.Label.txt"), "label"),
        (("ingest", "latin.translation.fr.txt"), "at offset 3 (line 1) is not UTF-8"),
        (("ingest", "latin.translation.fr.txt", "--encoding", "klingon"), "encoding"),
        (("ingest", "nul.translation.fr.txt"), "NUL"),
        (("ingest", "empty.translation.fr.txt"), "empty"),
        (("ingest", "fifo.translation.fr.txt"), "pipe"),
        (("ingest", "folder.translation.fr.txt"), "folder"),
        (("ingest", "loop.translation.fr.txt"), "symbolic links"),
        (("ingest", "/dev/null", *PLACE), "device"),
        (("ingest", "missing.translation.fr.txt"), "no such file"),
        (("ingest", "front.translation.fr.md"), "line 2, column 9"),
        (("ingest", "good.txt", *PLACE, "--created", "1961-02-30"), "no such date"),
        (("ingest", "good.txt", *PLACE, "--created", "May 1961"), "1998-03"),
        (("diff", "a/en@v1..2024-02-30"), "no such date"),
        (("search", "one", "--since", "2024", "--until", "2023-12"), "is before --since 2024"),
        (("ingest", "good.txt", *PLACE, "--agent", "Li"), "NAME:ROLE"),
        (("ingest", "good.txt", *PLACE, "--agent", "Li:translater"), "did you mean translator"),
        (("ingest", "good.txt", *PLACE, "--activity", "write"), "transcribe, translate"),
        (("ingest", "good.txt", *PLACE, "--based-on", "zzz"), "no document zzz"),
        (("ingest", "good.txt", *PLACE, "--set", "title"), "FIELD=VALUE"),
        (("ingest", "good.txt", *PLACE, "--set", "title=a", "--set", "title=b"), "twice"),
        (("ingest", "good.txt", *PLACE, "--citation", "syntax.json"), "line 1, column 11"),
        (("ingest", "good.txt", *PLACE, "--citation", "twice.json"), "twice"),
        (("ingest", "good.txt", *PLACE, "--citation", "float.json"), "column 12: 1.5"),
        (("ingest", "good.txt", *PLACE, "--citation", "list.json"), "CSL-JSON"),
        (("ingest", "good.txt", *PLACE, "--citation", "missing.json"), "no such file"),
        (("ingest", "good.txt", *PLACE, "--notes", "twice.json"), "twice"),
        (("note", "add", "a/en", "words", "--quote", "three"), "does not stand in"),
        (("note", "add", "a/en", "words", "--quote", "one"), "stands 2 times"),
        (("note", "add", "a/en", "words", "--kind", "x"), "editorial"),
        (("note", "add", "a/en", " "), "some words"),
        (("note", "edit", "a/en", "n7", "x"), "no note n7"),
        (("cite", "a/en"), "--set"),
        (("cite", "a/en", "--format", "x"), "csl-json"),
        (("revise", "a/en", "--parent", "zzz"), "no document zzz"),
        (("ingest", "good.txt", *PLACE, "--agent", "\udcff:editor"), "not UTF-8"),
        (("ingest", "good.txt", *PLACE, "--set", "title=\udcff"), "surrogate"),
        (("note", "add", "a/en", "\udcff"), "surrogate"),
        (("revise", "a/en", "--activity", "review", "-m", "\udcff"), "surrogate"),
        (("revise", "a/en", "--based-on", "label:\udcff"), "surrogate"),
        (("show", "\udcff"), "its key is not one"),
        (("cite",), "--list-styles"),
        (("list", "a", "--limit", "3"), "the list of all documents"),
        (("list", "--limit", "0"), "a number from 1"),
        (("list", "--limit", "1.5"), "a number from 1"),
        (("purge", "--reason", "x"), "--agent"),
        (("purge", "a/en", "--reason", "x", "--notes", "--file"), "one thing at a time"),
        (("ingest",), "--manifest FILE"),
        (("ingest", "good.txt", "front.translation.fr.md", "--parent", "a/en"), "one file only"),
        (("ingest", "good.txt", "-", *PLACE), "one file only"),
        (("ingest", "good.txt", "front.translation.fr.md", "--map", "{document}"), "name a folder"),
        (("ingest", "--manifest", "m.csv", "--text", "translation:en"), "not with a manifest"),
        (("ingest", "folder.translation.fr.txt"), "no file in this folder"),
        (("--repo", "sqlite://host/x.db", "list"), "write sqlite:///PATH"),
        (("init", "good.txt/x.db"), "no folder good.txt"),
        (("init", "x\0y.db"), "cannot make"),
        (("show",), "is missing, as in `provrepo"),
        (("shwo", "a"), "did you mean show"),
        (("list", "--nonsense"), "--nonsense"),
        (("diff", "a/en", "--context", "many"), "--context"),
    ],
)
def test_one_line_and_status_2(archive: Path, arguments: tuple[str, ...], words: str) -> None:
    """The line says what is wrong; standard output stays empty; nothing changes."""
    before = dump(archive)
    result = in_process(archive)(*arguments)
    message = result.stderr.decode()
    assert (result.returncode, result.stdout) == (2, b"")
    assert message.startswith("provrepo: ")
    assert message.count("\n") == 1
    assert words in message
    assert "Traceback" not in message
    assert dump(archive) == before


IN_FRONT_OF_A_DATE = {
    ("ingest", "--created"): ("good.txt", *PLACE),
    ("revise", "--created"): ("a/en",),
    ("restore", "--created"): ("a/en@v1",),
    ("edit", "--created"): ("a/en",),
    ("search", "--since"): ("one",),
    ("search", "--until"): ("one",),
}
"""What else to write with each option that takes a date."""


def test_these_are_the_options_that_take_a_date() -> None:
    """So whoever adds one sees what is tested of each."""
    assert set(IN_FRONT_OF_A_DATE) == {
        (name, option)
        for name, command in GROUP.commands.items()  # type: ignore[attr-defined]
        for parameter in command.params
        if parameter.metavar == "DATE"
        for option in parameter.opts
    }


@pytest.mark.parametrize(("name", "option"), IN_FRONT_OF_A_DATE)
@pytest.mark.parametrize(
    ("written", "words"),
    [
        *((date, "there is no such date; use ") for date in ("2020-13-45", "2023-02-29")),
        *((date, "use ") for date in ("May 1998", "19", "1998-3", "١٩٩٨", "1998-03-14T", "98/99")),
    ],
)
def test_a_date_that_is_none(
    archive: Path, name: str, option: str, written: str, words: str
) -> None:
    """It is refused, and what a date looks like is said."""
    before = dump(archive)
    done = in_process(archive)(name, *IN_FRONT_OF_A_DATE[name, option], option, written)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1)
    assert f"“{written}”: {words}1998, 1998-03" in done.stderr.decode()
    assert dump(archive) == before


@pytest.mark.parametrize("epoch", ["noon", "1e9", "9" * 30])
def test_a_clock_that_is_set_to_nonsense_is_refused(archive: Path, epoch: str) -> None:
    """SOURCE_DATE_EPOCH is not ignored silently: the records would have the wrong time for good."""
    before = dump(archive)
    command = ("ingest", "good.txt", "--document", "b", "--text", "translation:en")
    done = in_process(archive)(*command, SOURCE_DATE_EPOCH=epoch)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1)
    assert b"write whole seconds after 1970" in done.stderr
    assert dump(archive) == before


def test_no_repository_says_how_to_make_one(process: CommandLine) -> None:
    """In an empty folder every command says what to do, and a process exits with 2."""
    result = process("list")
    assert result.returncode == 2
    assert b"provrepo init" in result.stderr


def test_nonsense_in_a_file_name_is_shown_and_not_sent(archive: Path) -> None:
    """An escape sequence or a line feed in a name stays on the one line, visibly."""
    result = in_process(archive)("ingest", "a\x1b[31m\nb.translation.en.txt")
    assert result.stderr.count(b"\n") == 1
    assert b"\\x1b[31m\\nb" in result.stderr


def test_a_stale_parent_is_a_conflict_with_status_3(tmp_path: Path, run: CommandLine) -> None:
    """The newer version is named, nothing is stored."""
    run("init")
    run("ingest", "-", *PLACE, stdin=b"x")
    run("revise", "a/en", "--set", "title=T")
    before = dump(tmp_path)
    result = run("revise", "a/en", "--set", "title=U", "--parent", "a/en@v1")
    assert result.returncode == 3
    assert b"its newest version is v2" in result.stderr
    assert dump(tmp_path) == before


def test_damage_exits_with_1(tmp_path: Path, run: CommandLine) -> None:
    """`verify` names what is damaged and exits with 1, as does a read of it."""
    run("init")
    run("ingest", "-", *PLACE, stdin=b"x")
    with sqlite3.connect(tmp_path / "provrepo.db") as connection:
        connection.execute("UPDATE content SET data = x'00'")
    verified = run("verify")
    assert verified.returncode == 1
    assert verified.stdout.startswith(b"content: content ")
    shown = run("show", "a/en")
    assert (shown.returncode, shown.stdout) == (1, b"")
    assert b"provrepo verify" in shown.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("show", "a/transcript"), "no text a/transcript; did you mean a/transcription:zh?"),
        (("show", "a/translatoin:en"), "did you mean a/translation:en?"),
        (("show", "a/en:translation"), "did you mean a/translation:en?"),
        (("ingest", "good.txt", "--document", "c", "--text", "transcript:fr"),
         "kind “transcript”: use one of transcription, translation; did you mean transcription?"),
        (("ingest", "b.transcript.zh.txt"), "did you mean b.transcription.zh.txt?"),
        (("ingest", "text.docx", *PLACE),
         "text.docx: is plain text that is called a Word document; name it text.txt"),
        (("ingest", "junk.docx", *PLACE), "junk.docx: is named like a Word document, but is none"),
        (("diff", "a/en", "gone.txt"), "no file and no document gone.txt"),
        (("diff", "gone.txt", "good.txt"), "no file and no document gone.txt"),
        (("diff", "./gone", "good.txt"), "no file ./gone"),
        (("cite", "a/en", "--locale", "xx-YY"), "xx-YY: no such locale; built in are de-DE"),
        (("cite", "a/en", "--locale", "ge-DE"), "did you mean de-DE?"),
        (("resolve", "in"), "in: is neither a file here nor a pinned citation"),
        (("show", "letter-00"), "letter-001, letter-002"),
    ],
)  # fmt: skip
def test_the_line_names_what_was_meant(
    tmp_path: Path, run: CommandLine, arguments: tuple[str, ...], words: str
) -> None:
    """What is nearly right is answered with what is right."""
    run("init")
    for text in ("transcription:zh", "translation:en"):
        run("ingest", "-", "--document", "a", "--text", text, "--set", "title=T", stdin=b"x")
    for number in range(1, 14):
        (tmp_path / f"letter-{number:03}.translation.en.txt").write_text("x")
    run("ingest", *(f"letter-{number:03}.translation.en.txt" for number in range(1, 14)))
    for name in ("good.txt", "text.docx", "b.transcript.zh.txt"):
        (tmp_path / name).write_text("x")
    (tmp_path / "junk.docx").write_bytes(b"\xff\x00junk")
    done = run(*arguments)
    message = done.stderr.decode()
    assert (done.returncode, done.stdout, message.count("\n")) == (2, b"", 1)
    assert words in message
