"""`provrepo search` and `reindex` as they are typed."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import provrepo
from tests.conftest import CommandLine

TEXT = "On the border with [North] Korea.\n\nThe [North] Korean side, Sh[en]yang; \x1b[2J <b> side."


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a repository that has a text."""
    folder = tmp_path_factory.mktemp("shelf")
    with provrepo.create(folder / "provrepo.db") as repository:
        repository.ingest(TEXT.encode(), document="cable", text="translation:en")
    return folder


@pytest.fixture
def filled(run: CommandLine, tmp_path: Path, shelf: Path) -> CommandLine:
    """Return the command line in a folder with a copy of that."""
    shutil.copytree(shelf, tmp_path, dirs_exist_ok=True)
    return run


def printed(run: CommandLine, *arguments: str) -> str:
    """Return what a search prints that finds something."""
    done = run("search", *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout.decode()


def test_keywords_in_context(filled: CommandLine) -> None:
    """The words stand below each other, marked, with where they are; controls are shown."""
    lines = printed(filled, "side").splitlines()
    assert re.fullmatch(r"cable/translation:en@v1  \d{4}-\d\d-\d\d", lines[0])
    assert lines[1:] == [
        f"      ¶2  {'The [North] Korean ':>40}{{=side=}}, Sh[en]yang; \\x1b[2J <b> side.",
        "      ¶2  …] Korean side, Sh[en]yang; \\x1b[2J <b> {=side=}.",
    ]


def hits(run: CommandLine, *arguments: str) -> list[str]:
    """Return what was found."""
    return [hit["text"] for hit in json.loads(printed(run, "--json", *arguments))]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["north", "korea"], ["[North] Korea"]),
        (["north korea"], ["[North] Korea"]),
        (['"north korea"'], ["[North] Korea"]),
        (["with korea"], ["with [North] Korea"]),
        (["shenyang"], ["Sh[en]yang"]),
        (["korea*", "-mukden"], ["Korea", "Korean"]),
        (["korea -mukden"], ["Korea"]),
        (["-horse", "border"], ["border"]),
        (["--", "border", "-horse"], ["border"]),
        (["mukden", "OR", "border"], ["border"]),
        (["mukden OR border"], ["border"]),
        (["--regex", "-?y[a-z]+"], ["yang"]),
        (["side", "--limit", "1"], ["side"]),
    ],
)
def test_words_as_a_shell_hands_them_on(
    filled: CommandLine, words: list[str], expected: list[str]
) -> None:
    """An argument with blanks is a phrase, one with a hyphen before it excludes."""
    assert hits(filled, *words) == expected


def test_pages_go_on_where_the_last_one_ended(filled: CommandLine) -> None:
    """The message says how."""
    first = filled("search", "side", "--limit", "1")
    message = first.stderr.decode()
    cursor = re.findall(r"--after '([^']+)'", message)[0]
    assert json.loads(printed(filled, "side", "--json"))[0]["cursor"] == cursor
    assert hits(filled, "side", "--after", cursor) == ["side"]


@pytest.mark.parametrize("arguments", [["--limit", "2"], ["--limit", "3"], [], ["--facing"]])
def test_no_page_follows_the_last(filled: CommandLine, arguments: list[str]) -> None:
    """Both hits are shown; that there is more is not said, as there is none."""
    done = filled("search", "side", *arguments)
    assert done.stdout.count(b"{=side=}") == 2
    assert done.stderr == b"hits: 2, versions: 1\n"


@pytest.mark.parametrize("more", [[], ["--json"], ["--history"], ["--quiet"]])
def test_a_text_in_which_an_expression_takes_too_long(
    filled: CommandLine, monkeypatch: pytest.MonkeyPatch, more: list[str]
) -> None:
    """It is named in one line, the others are searched, and the exit status tells a script."""
    monkeypatch.setattr("provrepo.search.regular.SECONDS", 0.05)
    place = ("--document", "before", "--text", "translation:en")
    filled("ingest", "-", *place, stdin=b"y" * 100_000)
    done = filled("search", "--regex", "y*y*y*ang", *more)
    assert done.returncode == 1
    assert (b"yang" if more != ["--history"] else b"came") in done.stdout
    warnings = [line for line in done.stderr.decode().splitlines() if line.startswith("warning")]
    assert len(warnings) == (0 if more == ["--quiet"] else 1)
    assert all("before/translation:en@v1 was not searched" in line for line in warnings)


def test_a_damaged_version_is_left_out(run: CommandLine, tmp_path: Path) -> None:
    """What is found elsewhere is shown, and nobody is said to have deleted the words in it."""
    run("init")
    for number, words in enumerate(("The border.", "The border, twice.", "The border again.")):
        place = ("--document", "cable", "--text", "translation:en")
        run("ingest", "-", *place, stdin=words.encode())
        run("ingest", "-", "--document", f"other{number}", *place[2:], stdin=words.encode())
    assert run("search", "border", "--versions", "all").stdout.count(b"{=border=}") == 6
    with closing(sqlite3.connect(tmp_path / "provrepo.db")) as connection, connection:
        changed = connection.execute("UPDATE content SET data = x'00' WHERE size = 18")
        assert changed.rowcount == 1
    done = run("search", "border", "--versions", "all")
    assert done.stdout.count(b"{=border=}") == 4
    assert done.returncode == 1
    assert re.findall(r"warning: (\S+) was not searched", done.stderr.decode()) == [
        *("cable/translation:en@v2", "other1/translation:en@v1")
    ]
    done = run("search", "border", "--history", "--document", "cable", "--json")
    assert done.returncode == 1
    (history,) = json.loads(done.stdout)
    assert [(each["change"], each["reference"][-2:]) for each in history["changes"]] == [
        ("came", "v1")
    ]


def test_as_csv_and_as_html(filled: CommandLine) -> None:
    """A table for a spreadsheet, a page to print; both escape what they have to."""
    header, row, *_ = csv.reader(io.StringIO(printed(filled, "shenyang", "--format", "csv")))
    assert dict(zip(header, row, strict=True))["found"] == "Sh[en]yang"
    page = printed(filled, "side", "--format", "html")
    assert "<mark>side</mark>" in page
    assert "&lt;b&gt;" in page
    assert "\x1b" not in page
    assert "<p>2 hits</p>" in page
    first = printed(filled, "side", "--format", "html", "--limit", "1")
    assert "<p>1 hit; there are more</p>" in first


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["elephant"], 1, "nothing was found"),
        (["-elephant"], 2, "name a word"),
        (["!?"], 2, "--regex"),
        (["a", "--in", "title"], 2, "interventions"),
        (["a", "--since", "May"], 2, "1998-03"),
        (["a", "--format", "xml"], 2, "csv"),
        (["a", "--limit", "0"], 2, "number from 1"),
        (["a", "--limit", "-3"], 2, "--limit -3: write a number from 1"),
        (["[a-\n", "--regex"], 2, "no regular expression"),
        (["a", "--after", "b"], 2, "cursor"),
        (["(", "--regex"], 2, "no regular expression"),
        ([], 2, "WORDS is missing"),
    ],
)
def test_what_goes_wrong(
    filled: CommandLine, arguments: list[str], status: int, message: str
) -> None:
    """One line, and the exit status that scripts look at."""
    done = filled("search", *arguments)
    assert done.returncode == status
    assert message in done.stderr.decode()
    assert len(done.stderr.decode().splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        (["Kore", "bord"], "; words that begin so are there: search for 'Kore*' 'bord*'"),
        (["Kor", "-elephant"], "; words that begin so are there: search for 'Kor*' -elephant"),
        (["with kore"], "; words that begin so are there: search for '\"with kore*\"'"),
        (["שָׁל"], "; words that begin so are there: search for 'שָׁל*'"),
        (["196"], "; words that begin so are there: search for '196*'"),
        (
            ["korea border"],
            "; its words are there, but not next to each other: search for korea border",
        ),
        (
            ["border", "AND", "side"],
            "; AND and NOT are words like others: search for border side",
        ),
        (
            ["border", "NOT", "horse"],
            "; AND and NOT are words like others: search for border -horse",
        ),
        (["elep"], ""),
        (["tiger"], "; a version that is not the newest has it: add --versions all, or --history"),
        (["tiger", "--versions", "all", "--in", "notes"], "; it is there without --in"),
        (["border", "--language", "english"], "; it is there without --language"),
        (["border", "--document", "CABLE"], "; it is there without --document"),
        (["border", "--agent", "Wang"], "; it is there without --agent"),
        (["border", "--since", "2100", "--history"], "; it is there without --since"),
        (["border", "--versions", "approved"], "; it is there without --versions approved"),
        (
            ["border", "--until", "1700", "--kind", "transcription"],
            "; it is there without --kind and --until",
        ),
        (["tige", "--history"], "; words that begin so are there: search for 'tige*'"),
        (
            ["BORDER", "--exact"],
            "; it is there with other case, accents or width: leave out --exact",
        ),
        (["北韩"], "; it is there in other characters: add --variants"),
        (["ti.er", "--regex"], ""),
        (["a" * 2000], ""),
    ],
)
def test_where_nothing_was_found_what_would_be_is_said(
    filled: CommandLine, tmp_path: Path, words: list[str], advice: str
) -> None:
    """What is proposed finds some, typed as it stands there."""
    with provrepo.open(tmp_path / "provrepo.db") as repository:
        for content in (b"A tiger.", "北韓. שָׁלוֹם 1961".encode()):
            repository.ingest(content, document="animals", text="translation:en")
    done = filled("search", *words)
    assert done.returncode == 1
    assert done.stderr.decode() == f"nothing was found{advice}\n"
    if option := re.search(r"add (--\w+(?: all)?)", advice):
        assert printed(filled, *words, *option[1].split())
    elif query := re.search("search for (.*)", advice):
        options = [word for word in words if word.startswith("--")]
        assert printed(filled, *shlex.split(query[1]), *options)
    elif advice:
        for option in re.findall(r"--\w+", advice):
            place = words.index(option)
            del words[place : place + (1 if option == "--exact" else 2)]
        assert printed(filled, *words)


def test_without_an_index_nothing_else_is_tried(filled: CommandLine, tmp_path: Path) -> None:
    """Every text would have to be read once more, so that the answer would take twice as long."""
    (tmp_path / "provrepo.db-search").mkdir()
    lines = filled("search", "Kore").stderr.decode().splitlines()
    assert lines[-1] == "nothing was found"


def test_nothing_found_is_still_data(filled: CommandLine) -> None:
    """An empty list, and a header."""
    assert filled("search", "elephant", "--json").stdout == b"[]\n"
    assert filled("search", "elephant", "--format", "csv").stdout.startswith(b"reference,")


def test_help_is_help(filled: CommandLine) -> None:
    """`-h` is no word."""
    assert b"Usage: provrepo search" in filled("search", "-h").stdout


def test_reindex(filled: CommandLine) -> None:
    """It says how large the index is."""
    done = filled("reindex", "--json")
    assert json.loads(done.stdout)["bytes"] > 0
    assert hits(filled, "border") == ["border"]


def test_history(filled: CommandLine) -> None:
    """In which version words came and went, and who did it."""
    named = "--document", "cable", "--text", "translation:en", "--agent", "Ada:translator"
    assert filled("ingest", "-", *named, stdin=b"Nothing is left of it.").returncode == 0
    text, came, went = printed(filled, "--history", "north korea").splitlines()
    assert text == "cable/translation:en"
    assert re.fullmatch(r"  v1    \d{4}-\d\d-\d\d  came", came)
    assert re.fullmatch(r"  v2    \d{4}-\d\d-\d\d  went  Ada \(translator\)", went)
    (history,) = json.loads(printed(filled, "--history", "north korea", "--json"))
    assert [change["change"] for change in history["changes"]] == ["came", "went"]
    (by_ada,) = json.loads(printed(filled, "--history", "north korea", "--agent", "ada", "--json"))
    assert [change["change"] for change in by_ada["changes"]] == ["went"]
    assert filled("search", "--history", "north korea", "--until", "1997").returncode == 1
    assert filled("search", "--history", "north", "--versions", "all").returncode == 2
    assert filled("search", "--history", "elephant").returncode == 1
    assert filled("search", "--history", "north", "--limit", "3").returncode == 2


def test_the_index_is_no_text(filled: CommandLine, tmp_path: Path) -> None:
    """A folder that holds the repository can be ingested after a search, too."""
    assert hits(filled, "border") == ["border"]
    (tmp_path / "letter.translation.en.txt").write_text("A letter.")
    done = filled("ingest", ".")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(b"new: letter/translation:en@v1")
    assert (tmp_path / "provrepo.db-search").exists()
