"""What a version changed, at the shell: log, list and diff, for people and programs."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.conftest import CommandLine, in_process

HOSTILE = "\x1b[31m red\n+++ forged\u202e [/bold]"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a repository with a text that was changed in all that a version has."""
    run = in_process(tmp_path)
    run("init")
    for name, text in (("original", "original"), ("old", "Ten boats.\n"), ("new", "12 boats.\n")):
        (tmp_path / f"{name}.txt").write_text(text)
    place = ("--document", "a", "--text", "translation:en")
    run("ingest", "original.txt", "--document", "a", "--text", "transcription:zh")
    first = ("--set", "title=Boats", "--set", "author=Wang, Li", "--agent", "Lin Yue:translator")
    run("ingest", "old.txt", *place, *first, "--based-on", "a/zh", "--created", "2001")
    run("note", "add", "a/en", "How many?", "--quote", "Ten boats")
    second = ("--set", "title=[Boats]", "--set", "issued=1958-04-16", "--agent", "Mei Tan:editor")
    bases = ("--based-on", "label:film 12", "--based-on", "a/zh")
    run("ingest", "new.txt", *place, *second, *bases, "-m", "From the [original].")
    return tmp_path


@pytest.fixture
def run(folder: Path) -> CommandLine:
    """Run in the folder of the repository."""
    return in_process(folder)


def printed(result: subprocess.CompletedProcess[bytes]) -> list[str]:
    """Return the lines on standard output."""
    assert result.returncode in (0, 1), result.stderr
    return result.stdout.decode().splitlines()


def test_below_the_text_stands_what_else_changed(run: CommandLine) -> None:
    """Field by field, note by note, basis by basis, role by role, and why."""
    lines = printed(run("diff", "a/en"))
    assert lines[2] == "[-Ten-]{+12+} boats."
    assert lines[3:] == [
        "",
        "citation metadata:",
        "    issued  added: 1958-04-16",
        "    title   Boats → [Boats]",
        "notes:",
        "    n1  editorial  lost its passage “Ten boats”",
        "        How many?",
        "based on:",
        "    added: “film 12”",
        "made by:",
        "    editor  nobody → Mei Tan",
        "message:",
        "    From the [original].",
    ]


def test_equal_texts_do_not_hide_what_differs(run: CommandLine) -> None:
    """It is said that the text is the same, and shown what is not."""
    run("revise", "a/en", "--set", "title=Boats again")
    result = run("diff", "a/en")
    assert b"have the same text" in result.stderr
    assert "    title  [Boats] → Boats again" in printed(result)
    run("revise", "a/en", "--activity", "review", "--agent", "Mei Tan:reviewer")
    assert printed(run("diff", "a/en"))[2:] == ["made by:", "    reviewer  nobody → Mei Tan"]
    result = run("diff", "a/en@v2", "a/en@v2")
    assert b"have the same text, notes, metadata, basis and people" in result.stderr
    assert result.stdout == b""


def test_the_exit_status_tells_of_the_text_alone(run: CommandLine) -> None:
    """Scripts that ask whether a text changed are not told of a call number."""
    assert run("diff", "a/en", "--exit-code").returncode == 1
    run("revise", "a/en", "--set", "title=Boats again")
    result = run("diff", "a/en", "--exit-code", "--json")
    assert result.returncode == 0
    value = json.loads(result.stdout)
    assert value["statistics"] == {}
    assert value["record"]["statistics"] == {"metadata": 1, "agents": 1}


def test_the_columns_are_followed_by_what_else_changed(run: CommandLine) -> None:
    """As the running text is."""
    lines = printed(run("diff", "a/en", "--format", "side-by-side"))
    assert "    title   Boats → [Boats]" in lines
    assert "│" in lines[0]


@pytest.mark.parametrize("form", ["unified", "tei"])
def test_a_form_without_room_says_what_it_leaves_out(run: CommandLine, form: str) -> None:
    """A patch stays a patch, and TEI TEI; the rest is counted on standard error."""
    result = run("diff", "a/en", "--format", form)
    assert b"film" not in result.stdout
    assert b"metadata 2, notes 1, based on 1, agents 1" in result.stderr


def test_a_long_value_is_compared_word_by_word(run: CommandLine) -> None:
    """In an abstract of a page one sees the word that is another; --full shows it whole."""
    words = "A telegram about boats in fog. " * 40
    run("revise", "a/en", "--set", f"abstract={words}one.")
    added = next(line for line in printed(run("diff", "a/en")) if "abstract" in line)
    assert len(added) < 250
    assert "…" in added
    run("revise", "a/en", "--set", f"abstract={words}two.")
    changed = next(line for line in printed(run("diff", "a/en")) if "abstract" in line)
    assert changed.endswith("[-one-]{+two+}.")
    assert len(changed) < 250
    full = next(line for line in printed(run("diff", "a/en", "--full")) if "abstract" in line)
    assert words in full


def test_hostile_metadata_is_shown_on_its_line(run: CommandLine, folder: Path) -> None:
    """No control character is sent, and no value forges a line."""
    item = {"title": HOSTILE, HOSTILE: "x", "author": [{"family": HOSTILE, "given": "x"}]}
    (folder / "item.json").write_text(json.dumps(item))
    bases = ("--based-on", f"label:{HOSTILE}")
    run("revise", "a/en", "--citation", "item.json", *bases, "-m", HOSTILE)
    run("note", "add", "a/en", HOSTILE)
    run("withdraw", "a/en@v4", "--reason", HOSTILE)
    commands = (
        ("diff", "a/en@v1..v5"),
        ("diff", "a/en@v1..v5", "--format", "side-by-side"),
        ("diff", "a/en@v1..v5", "--format", "html"),
        ("diff", "a/en@v1..v5", "--json"),
        ("log", "a/en"),
        ("log", "a/en", "--json"),
        ("list", "a"),
        ("blame", "a/en@v4"),
        ("note", "list", "a/en@v4"),
        ("collate", "a/en@v3", "a/en@v4"),
        ("restore", "a/en@v4", "--dry-run"),
    )
    for command in commands:
        result = run(*command)
        assert result.returncode == 0, command
        shown = (result.stdout + result.stderr).decode()
        assert not set("\x1b\u202e") & set(shown), command
        assert "html" in command or "\n+++ forged" not in shown, command


def test_the_log_says_from_what_each_version_was_made(run: CommandLine) -> None:
    """In words; of the latest also that there is something newer."""
    lines = printed(run("log", "a/en"))
    assert [line for line in lines if "based on" in line] == [
        "    based on “film 12”; transcription:zh v1",
        "    based on transcription:zh v1",
        "    based on transcription:zh v1",
    ]
    run("ingest", "new.txt", "--document", "a", "--text", "transcription:zh")
    lines = printed(run("log", "a/en"))
    assert [line for line in lines if "newer" in line] == [
        "    based on “film 12”; transcription:zh v1 (v2 is newer)"
    ]
    (newest, *_) = json.loads(run("log", "a/en", "--json").stdout)
    assert [basis["reference"] for basis in newest["based_on"]] == [None, "a/transcription:zh@v1"]
    assert newest["changed"] == ["text", "notes", "metadata", "basis"]


def test_log_and_list_mark_what_was_taken_back(run: CommandLine) -> None:
    """With the reason in the log, and in JSON."""
    run("withdraw", "a/en@v3", "--reason", "wrong [page]")
    run("purge", "a/en@v2", "--everywhere", "--reason", "asked")
    lines = printed(run("log", "a/en"))
    assert [line.strip() for line in lines if "withdrawn" in line or "purged" in line] == [
        "withdrawn: wrong [page]",
        "purged: asked",
        "purged: asked",
    ]
    versions = json.loads(run("log", "a/en", "--json").stdout)
    assert [version["withdrawn"] for version in versions] == ["wrong [page]", None, None]
    reasons = [[part["reason"] for part in version["purged"]] for version in versions]
    assert reasons == [[], ["asked"], ["asked"]]
    assert "translation:en v2 (purged; v3 withdrawn)" in printed(run("list"))[0]
    (document,) = json.loads(run("list", "--json").stdout)
    text = document["texts"][1]
    assert (text["versions"], text["newest"]["purged"][0]["reason"]) == (3, "asked")
    run("withdraw", "a/en@v2", "--reason", "x")
    run("withdraw", "a/en@v1", "--reason", "x")
    assert "translation:en v3 (withdrawn)" in printed(run("list"))[0]


def test_many_withdrawn_versions_are_counted(run: CommandLine, folder: Path) -> None:
    """A list stays a list."""
    for number in range(5):
        (folder / "new.txt").write_text(str(number))
        run("ingest", "new.txt", "--document", "a", "--text", "transcription:zh")
        run("withdraw", f"a/zh@v{number + 2}", "--reason", "x")
    listed = printed(run("list", "a"))
    assert any("v1 (v2, v3, v4 and 2 more withdrawn)" in line for line in listed)


def test_whoever_works_with_a_withdrawn_version_is_told(run: CommandLine) -> None:
    """On standard error, with the reason; --quiet keeps it off."""
    run("withdraw", "a/en@v3", "--reason", "wrong [page]")
    warning = b"warning: a/translation:en@v3 was withdrawn: wrong [page]"
    for command in (
        ("diff", "a/en@v2..v3"),
        ("blame", "a/en@v3"),
        ("brackets", "a/en@v3"),
        ("note", "list", "a/en@v3"),
        ("collate", "a/en@v2", "a/en@v3"),
    ):
        result = run(*command)
        assert result.stderr.count(warning) == 1, command
        assert warning not in run(*command, "--quiet").stderr
    assert b"withdrawn: wrong [page]" in run("restore", "a/en@v3").stderr
    assert b"v3 (withdrawn)" in run("blame", "a/en@v3").stdout
    page = run("diff", "a/en@v2..v3", "--format", "html").stdout.decode()
    assert "withdrawn: wrong [page]" in page
    for command in (("diff", "a/en@v2..v3"), ("collate", "a/en@v2", "a/en@v3")):
        assert b"@v3 (withdrawn)</witness>" in run(*command, "--format", "tei").stdout
    value = json.loads(run("collate", "a/en@v2", "a/en@v3", "--json").stdout)
    assert value["withdrawn"] == [None, "wrong [page]"]


@pytest.mark.parametrize("form", ["inline", "side-by-side"])
def test_changed_line_ends_do_not_hide_a_changed_word(tmp_path: Path, form: str) -> None:
    """Of a text that was wrapped anew, a terminal shows the words that changed."""
    run = in_process(tmp_path)
    (tmp_path / "a.txt").write_text("The boats left\nthe port at noon\nof 4 May.\n")
    (tmp_path / "b.txt").write_text("The boats left the harbor\nat noon of 4 May.\n")
    shown = run("diff", "a.txt", "b.txt", "--format", form)
    text = shown.stdout.decode()
    assert "[-port-]" in text
    assert "{+harbor+}" in text
    assert text.count("[-") == text.count("{+") == 1
    assert "note: 3 line ends changed; --full marks them" in shown.stderr.decode()
    assert text.count("[-") < run("diff", "a.txt", "b.txt", "--full").stdout.decode().count("[-")


def test_a_text_that_was_only_wrapped_anew_is_said_to_be(tmp_path: Path) -> None:
    """No word changed: that is all there is to say, and that it counts as a change."""
    run = in_process(tmp_path)
    (tmp_path / "a.txt").write_text("The boats left\nat noon.\n")
    (tmp_path / "b.txt").write_text("The boats\nleft at noon.\n")
    result = run("diff", "a.txt", "b.txt", "--exit-code")
    assert result.returncode == 1
    assert not result.stdout
    assert "note: 2 line ends changed and nothing else" in result.stderr.decode()


def test_a_new_paragraph_is_no_changed_line_end(tmp_path: Path) -> None:
    """Where one paragraph became two, that is shown."""
    run = in_process(tmp_path)
    (tmp_path / "a.txt").write_text("The boats left. We stayed.\n")
    (tmp_path / "b.txt").write_text("The boats left.\n\nWe stayed.\n")
    assert b"left.[- -]{+" in run("diff", "a.txt", "b.txt").stdout
