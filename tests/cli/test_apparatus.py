"""An apparatus in a terminal is as wide as it is."""

from __future__ import annotations

import io
import sys

import pytest

from provrepo.cli.apparatus import print_apparatus
from provrepo.compare import collate
from provrepo.compare.views.wrapping import cells

LONG = "nobody had repaired the fishing boats of the harbor although the spring was very near"
HAN = "雖然橋上的守衛自去年冬天以來已經加倍而且天黑以後沒有區政府的許可證誰也不得通過"
NAMES = [f"harbor-cable/translation:en:copy-{number}@v1" for number in range(4)]


class Terminal(io.StringIO):
    """A terminal that keeps what is printed."""

    def isatty(self) -> bool:
        """Return that it is one."""
        return True


def printed(
    monkeypatch: pytest.MonkeyPatch, texts: list[str], stream: io.StringIO, width: int
) -> list[str]:
    """Return the lines of an apparatus."""
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setattr(sys, "stdout", stream)
    print_apparatus(collate(texts, NAMES[: len(texts)]))
    return stream.getvalue().splitlines()


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("reading", [LONG, HAN])
def test_an_apparatus_keeps_to_the_terminal(
    monkeypatch: pytest.MonkeyPatch, width: int, reading: str
) -> None:
    """Long readings and many names are wrapped beside each other, and nothing is left out."""
    texts = [f"Then {words} came." for words in (reading, "he", "he", "he")]
    lines = printed(monkeypatch, texts, Terminal(), width)
    assert max(map(cells, lines)) <= width
    first, *others = [number for number, line in enumerate(lines) if "  — " in line]
    left = cells(lines[first].partition("  — ")[0])
    assert [cells(lines[other].partition("  — ")[0]) for other in others] == [left] * len(others)
    columns = [columns_of(line, left) for line in lines[first : others[0]]]
    assert "".join("".join(words.split()) for words, _ in columns) == "".join(reading.split())
    names = [columns_of(line, left)[1] for line in lines[others[0] :]]
    assert "".join(names).replace("  — ", "").replace(" ", "") == ",".join(NAMES[1:])


def columns_of(line: str, width: int) -> tuple[str, str]:
    """Return a line's first cells, and the rest."""
    end = next((n for n in range(len(line)) if cells(line[:n]) >= width), len(line))
    return line[:end], line[end:]


def test_a_name_that_fits_a_line_is_not_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines of a list end between two names."""
    lines = printed(monkeypatch, ["a b c", "a d c", "a d c", "a d c"], Terminal(), 60)
    assert [line.split()[-1].rstrip(",") for line in lines[1:]] == NAMES


def test_in_a_pipe_a_reading_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Programs that read it need not put it together again."""
    texts = [f"Then {words} came." for words in (LONG, "he", "he", "he")]
    lines = printed(monkeypatch, texts, io.StringIO(), 60)
    assert lines[0] == "…Then"
    assert f"    {LONG}   — {NAMES[0]}" in lines
