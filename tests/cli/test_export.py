"""`provrepo export`: files that are written, and what is wrong said in one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import CommandLine


@pytest.fixture(autouse=True)
def _cable(run: CommandLine, tmp_path: Path) -> None:
    """Make a repository with two versions of one text."""
    run("init")
    path = tmp_path / "cable.translation.en.txt"
    for text in ("Twelve boats [of North Harbor].\n", "Twenty boats [of North Harbor].\n"):
        path.write_text(text, "utf-8")
        assert run("ingest", str(path)).returncode == 0


@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.xml", "a.md", "a.txt"])
def test_a_file_is_written_and_taken_back(run: CommandLine, tmp_path: Path, name: str) -> None:
    """The suffix tells the format; nothing but warnings is printed."""
    written = run("export", "cable", str(tmp_path / name))
    assert (written.returncode, written.stdout, written.stderr) == (0, b"", b"")
    assert run("ingest", str(tmp_path / name)).stdout.startswith(b"unchanged: cable/translation:en")


def test_standard_output_gets_the_bytes(run: CommandLine, tmp_path: Path) -> None:
    """The same bytes as in a file, with `-` or without a name."""
    run("export", "cable", str(tmp_path / "a.odt"))
    data = (tmp_path / "a.odt").read_bytes()
    assert run("export", "cable", "--format", "odt").stdout == data
    assert run("export", "cable", "-", "--format", "odt").stdout == data


def test_json_says_what_was_written(run: CommandLine, tmp_path: Path) -> None:
    """The file, its format and size; without a file there is nothing to say it about."""
    path = tmp_path / "a.html"
    said = json.loads(run("export", "cable", str(path), "--json").stdout)
    assert said["format"] == "html"
    assert said["bytes"] == len(path.read_bytes())
    assert run("export", "cable", "--format", "html", "--json").returncode == 2


def test_changes_need_no_reference(run: CommandLine, tmp_path: Path) -> None:
    """A whole pair names the text itself; a short one needs it."""
    for arguments in (
        ("--track-changes", "cable@v1..v2", str(tmp_path / "a.docx")),
        ("cable", str(tmp_path / "b.docx"), "--track-changes", "v1..v2"),
        ("cable", "--track-changes", "v1..v2", "--format", "docx"),
    ):
        result = run("export", *arguments)
        assert (result.returncode, result.stderr) == (0, b"")
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "name the version to export"),
        (("cable",), "say in which format"),
        (("cable", "a.pdf"), "name it: --format docx"),
        (("cable", "--format", "pdf"), "use one of docx, odt, tei"),
        (("cable", "no/such/a.docx"), "cannot be written"),
        (("nothing", "a.docx"), "nothing"),
        (("cable", "a.odt", "--track-changes", "v1..v2"), "tracked changes can be written as docx"),
        (("cable", "a.docx", "--track-changes", "v1"), "write a pair"),
        (("cable", "a.docx", "--track-changes", "v1..v9"), "v9"),
        (("cable", "a.docx", "--facing"), "based on no version"),
        (("cable", "a.docx", "--facing", "--track-changes", "v1..v2"), "two columns"),
    ],
)
def test_what_is_wrong_is_one_line(
    run: CommandLine, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    """With what to do, exit status 2, and no file left behind."""
    result = run("export", *arguments)
    assert result.returncode == 2
    assert words in result.stderr.decode()
    assert b"Traceback" not in result.stderr
    assert not list(tmp_path.glob("*a.*"))
