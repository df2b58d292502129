"""Ctrl-C ends a command with status 130, whatever goes wrong while it puts away its things."""

from __future__ import annotations

import pytest

from provrepo import errors
from provrepo.cli import output
from provrepo.cli.main import run


@pytest.mark.parametrize(
    "mistake",
    [
        RuntimeError("release unlocked lock"),
        OSError(5, "Input/output error"),
        errors.InputError("g", "is damaged"),
    ],
)
def test_an_error_of_putting_away_is_no_other_end(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], mistake: Exception
) -> None:
    """It comes of Ctrl-C, so nothing is said of it."""

    def interrupted() -> None:
        try:
            raise KeyboardInterrupt
        finally:
            raise mistake

    monkeypatch.setattr(output, "prepare", interrupted)
    assert run(["status"]) == 130
    assert capsys.readouterr().err == ""


def test_an_error_before_ctrl_c_or_without_it_keeps_its_status(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The first word is that of the error."""

    def wrong() -> None:
        try:
            raise ValueError("first")
        except ValueError:
            raise errors.InputError("g", "is damaged") from None

    monkeypatch.setattr(output, "prepare", wrong)
    assert run(["status"]) == 2
    assert capsys.readouterr().err == "provrepo: g: is damaged\n"
