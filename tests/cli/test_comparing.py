"""Comparing at the shell: views for people and programs, bases, blame, collation."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from provrepo.cli.pager import paged
from tests.conftest import CommandLine, in_process
from tests.formats.office import word

FIRST = "The [North] side met Secretary Jin.\n\nIt was late.\n"
SECOND = "The side met Secretary Jin,\n\nIt was very late.\n"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a repository with a transcription that was corrected and its translation."""
    folder = tmp_path_factory.mktemp("archive")
    run = in_process(folder)
    run("init")
    for number, (text, who) in enumerate(((FIRST, "Li:transcriber"), (SECOND, "Wu:editor"))):
        (folder / f"{number}.txt").write_text(text)
        place = ("--document", "a", "--text", "transcription:en")
        run("ingest", f"{number}.txt", *place, "--agent", who, "--created", f"200{number}")
        if number == 0:
            based = ("--document", "a", "--text", "translation:fr", "--based-on", "a/en")
            run("ingest", "-", *based, stdin=b"Tard.")
    return folder


@pytest.fixture
def run(archive: Path) -> CommandLine:
    """Run in the folder of the archive."""
    return in_process(archive)


def test_the_unified_view_is_a_patch(run: CommandLine, tmp_path: Path) -> None:
    """`patch` makes the second version of the first with it."""
    (tmp_path / "text").write_text(FIRST)
    patch = run("diff", "a/en@v1..v2", "--format", "unified").stdout
    subprocess.run(["patch", "text"], cwd=tmp_path, input=patch, check=True, capture_output=True)
    assert (tmp_path / "text").read_text() == SECOND


def test_classes_can_be_ignored(run: CommandLine) -> None:
    """What is ignored is out of the count, and --exit-code follows."""

    def kinds(*ignored: str) -> set[str]:
        options = [part for kind in ignored for part in ("--ignore", kind)]
        result = run("diff", "a/en@v1..v2", "--json", *options)
        return set(json.loads(result.stdout)["statistics"])

    assert kinds() == {"intervention", "punctuation", "text"}
    assert kinds("punctuation", "intervention") == {"text"}
    every = ("--ignore", "punctuation", "--ignore", "intervention", "--ignore", "text")
    assert run("diff", "a/en@v1..v2", "--exit-code").returncode == 1
    assert run("diff", "a/en@v1..v2", "--exit-code", *every).returncode == 0
    assert run("diff", "a/en@v1..v2", "--ignore", "white-space").returncode == 0


def test_what_became_of_the_basis(run: CommandLine) -> None:
    """A translator sees what changed in the transcription since the translation was made."""
    shown = run("diff", "--since-based-on", "a/fr").stdout.decode()
    assert "--- a/transcription:en@v1\n+++ a/transcription:en@v2\n" in shown
    assert "{+very" in shown
    refused = run("diff", "--since-based-on", "a/en")
    assert (refused.returncode, refused.stderr.count(b"\n")) == (2, 1)


def test_blame_names_version_date_and_agent(run: CommandLine) -> None:
    """Each stretch has the version in which its words were written; joined they are the text."""
    stretches = json.loads(run("blame", "a/en", "--json").stdout)
    assert "".join(stretch["text"] for stretch in stretches) == SECOND
    (very,) = [stretch for stretch in stretches if "very" in stretch["text"]]
    assert (very["version"], very["date"], very["agents"][0]["name"]) == (
        "a/transcription:en@v2",
        "2001",
        "Wu",
    )
    line = next(
        line for line in run("blame", "a/en").stdout.decode().splitlines() if "very" in line
    )
    assert line.startswith("v2  2001  Wu (editor)")


def test_brackets_are_listed_and_left_out(run: CommandLine) -> None:
    """`brackets` types them, `--without-interventions` reads without them."""
    (bracket,) = json.loads(run("brackets", "a/en@v1", "--json").stdout)
    assert (bracket["text"], bracket["start"], bracket["end"]) == ("[North]", 4, 11)
    shown = run("show", "a/en@v1", "--without-interventions").stdout.decode()
    assert shown == FIRST.replace("[North] ", "")
    assert run("show", "a/en@v1").stdout.decode() == FIRST


@pytest.mark.parametrize(
    "arguments", [("diff", "a/en@v1..v2"), ("collate", "a/en@v1", "a/en@v2", "a/fr")]
)
def test_tei_and_html_are_well_formed(run: CommandLine, arguments: tuple[str, ...]) -> None:
    """The TEI is XML with an apparatus; the page needs no script and nothing from elsewhere."""
    tei = ElementTree.fromstring(run(*arguments, "--format", "tei").stdout)  # noqa: S314 - ours
    assert tei.findall(".//{http://www.tei-c.org/ns/1.0}app")
    page = run(*arguments, "--format", "html").stdout.decode()
    assert page.startswith("<!DOCTYPE html>")
    assert "<script" not in page
    assert "http://" not in page.replace("http://www.w3.org", "")


def test_a_collation_tells_who_reads_what(run: CommandLine) -> None:
    """Each reading is followed by its witnesses; in JSON a witness's readings are its text."""
    shown = run("collate", "a/en@v1", "a/en@v2").stdout.decode()
    assert any(
        "very" in line and line.endswith("— a/transcription:en@v2") for line in shown.splitlines()
    )
    value = json.loads(run("collate", "a/en@v1", "a/en@v2", "--json").stdout)
    assert "".join(readings[0] for readings in value["segments"]) == FIRST
    assert "".join(readings[1] for readings in value["segments"]) == SECOND


def test_a_collation_names_an_exchanged_place_once(tmp_path: Path) -> None:
    """Where two phrases changed places, the second place refers to the first, which is numbered."""
    for name, words in (("one", "the cat is black"), ("two", "black is the cat")):
        (tmp_path / f"{name}.txt").write_text(f"Then {words} today.", encoding="utf-8")
    lines = in_process(tmp_path)("collate", "one.txt", "two.txt").stdout.decode().splitlines()
    first, second = (line.strip() for line in lines if "place 1" in line)
    assert first.startswith("(place 1) …")
    assert second == "(transposed: see place 1)"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("diff", "a/en@v1..v2", "--format", "x"), "inline, side-by-side"),
        (("diff", "a/en@v1..v2", "--ignore", "x"), "punctuation"),
        (("diff", "a/en@v1", "a/en", "--since-based-on"), "one version"),
        (("diff", "a/en", "./missing.txt"), "no file ./missing.txt"),
        (("collate", "a/en"), "two or more"),
        (("collate", "a/en", "a/fr", "--format", "x"), "table"),
        (("blame", "a"), "a/transcription:en"),
    ],
)
def test_bad_arguments_are_one_line(
    run: CommandLine, arguments: tuple[str, ...], words: str
) -> None:
    """Each is answered with what would be right, and exit status 2."""
    result = run(*arguments)
    message = result.stderr.decode()
    assert (result.returncode, result.stdout, message.count("\n")) == (2, b"", 1)
    assert words in message


def test_blame_as_a_page(run: CommandLine) -> None:
    """The page has the whole text, each stretch with its version, and who made that."""
    import re
    from html import unescape

    page = run("blame", "a/en", "--format", "html").stdout.decode()
    body = page.split('<div class="text">')[1].split("</div>")[0]
    text = unescape(re.sub(r"<[^>]*>", "", re.sub(r"<sup>.*?</sup>", "", body)))
    assert text == SECOND
    assert "Wu (editor)" in page
    assert "<script" not in page


def test_columns_keep_their_width_with_marks(run: CommandLine) -> None:
    """Without colours the marks are part of the columns, which stay aligned."""
    shown = run("diff", "a/en@v1..v2", "--format", "side-by-side", COLUMNS="40").stdout.decode()
    assert "[-" in shown
    columns, _, _ = shown.partition("\n\nmade by:\n")
    assert {line.index("│") for line in columns.splitlines()} == {19}


def test_files_need_no_repository(tmp_path: Path) -> None:
    """Two files are compared and collated where there is no repository, notes apart."""
    run = in_process(tmp_path)
    body = "<w:p><w:r><w:t>The ferry sank on {}.</w:t></w:r>{}</w:p>"
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = '<w:footnote w:id="2"><w:p><w:r><w:t>Or {}?</w:t></w:r></w:p></w:footnote>'
    for name, day, doubt in (("a", "Monday", "Tuesday"), ("b", "Friday", "Sunday")):
        data = word(body.format(day, mark), footnotes=notes.format(doubt))
        (tmp_path / f"{name}.docx").write_bytes(data)
    (tmp_path / "c.txt").write_text("The ferry sank on Monday.\n")
    shown = run("diff", "a.docx", "b.docx").stdout.decode()
    assert "The ferry sank on [-Monday-]{+Friday+}." in shown
    assert "edited" in shown
    assert "Tuesday" in shown
    assert "Sunday" in shown
    assert b"have the same text" in run("diff", "a.docx", "c.txt").stderr
    assert run("collate", "a.docx", "b.docx", "c.txt").returncode == 0
    missing = run("diff", "c.txt", "d.txt")
    assert missing.returncode == 2
    assert b"no file, and no repository with a version, d.txt" in missing.stderr


def test_two_languages_are_told_apart(run: CommandLine) -> None:
    """Who compares a text with its translation is told which command he wants."""
    told = run("diff", "a/transcription:en", "a/translation:fr").stderr.decode()
    assert "is in en and a/translation:fr@v1 in fr" in told
    assert "`provrepo align a/translation:fr@v1 --basis a/transcription:en@v2`" in told
    assert told.count("provrepo align") == 1
    assert b"two languages" not in run("diff", "a/en@v1..v2").stderr


def test_the_makers_of_a_blame_are_named_without_addresses(tmp_path: Path) -> None:
    """An ORCID makes no column of eighty cells; a long text is wrapped beside its makers."""
    run = in_process(tmp_path)
    run("init")
    (tmp_path / "a.txt").write_text("It was late in the evening when the ferry left the bay. " * 4)
    agent = "Wang Li <https://orcid.org/0000-0002-1825-0097>:transcriber"
    run("ingest", "a.txt", "--document", "a", "--text", "transcription:en", "--agent", agent)
    lines = run("blame", "a", COLUMNS="70").stdout.decode().splitlines()
    assert lines[0].split("  ")[2] == "Wang Li (transcriber)"
    assert all(len(line) <= 70 for line in lines)
    assert len(lines) > 4
    assert "orcid" in run("blame", "a", "--json").stdout.decode()


def test_long_output_is_paged_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """What is longer than the screen goes through PAGER, what is shorter does not."""
    monkeypatch.setenv("PAGER", "sed s/^/paged:/")
    monkeypatch.setenv("LINES", "5")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    for lines in (3, 9):
        with paged():
            print("line\n" * lines, end="")
    shown = capfd.readouterr().out
    assert shown.count("paged:line\n") == 9
    assert shown.replace("paged:", "").count("line\n") == 12


def test_standard_input_is_compared_with_a_version_and_with_a_file(
    run: CommandLine, tmp_path: Path
) -> None:
    """A dash stands for it on either side, for a Word document too; for both it cannot."""
    shown = run("diff", "a/en@v2", "-", stdin=FIRST.encode()).stdout.decode()
    assert "+++ standard input" in shown
    assert "[-very -]" in shown
    (tmp_path / "first.txt").write_text("One.")
    alone = in_process(tmp_path)
    assert alone("diff", "first.txt", "-", stdin=b"One.").returncode == 0
    assert "[-Two-]{+One+}" in alone("diff", "-", "first.txt", stdin=b"Two.").stdout.decode()
    for arguments in (("-", "-"), ("-",)):
        refused = alone("diff", *arguments, stdin=b"One.")
        assert refused.returncode == 2
        assert b"name what it is to be compared with" in refused.stderr
