"""Ctrl-C at any step of asking git is Ctrl-C: no other error, and no git that runs on."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from provrepo.accession.git import process
from tests.accession.history import History
from tests.accession.test_git_hostile import runs
from tests.accession.test_git_import import EN

MODULES = ("subprocess.py", "threading.py", "contextlib.py", "process.py", "selectors.py")


class Interruption:
    """Raises KeyboardInterrupt at one step, as Python does for Ctrl-C wherever it just is."""

    def __init__(self, step: int) -> None:
        self.step, self.steps = step, 0

    def __call__(self, frame: FrameType, _event: str, _argument: object) -> object:
        if not frame.f_code.co_filename.endswith(MODULES) or _puts_away(frame):
            return None
        self.steps += 1
        if self.steps == self.step:
            sys.settrace(None)
            raise KeyboardInterrupt
        return self


def _puts_away(frame: FrameType | None) -> bool:
    """Return whether a `__del__` is at work, out of which no exception reaches anybody."""
    while frame is not None and frame.f_code.co_name != "__del__":
        frame = frame.f_back
    return frame is not None


def interrupted(step: int, action: Callable[[], object]) -> int:
    """Interrupt an action at a step, 0 for never; return how many steps were made."""
    interruption = Interruption(step)
    before = sys.gettrace()
    sys.settrace(interruption)  # type: ignore[arg-type]
    try:
        action()
    finally:
        sys.settrace(before)
    return interruption.steps


@pytest.mark.parametrize("every", [7, pytest.param(1, marks=pytest.mark.slow)])
def test_an_interruption_at_any_step_of_a_question_is_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, every: int
) -> None:
    """Even in the midst of a lock of the standard library, or of `Popen.communicate`."""
    history = History()
    history.commit({EN: b"first"})
    folder = history.write(tmp_path / "g", bare=True)
    started: list[int] = []

    class Popen(subprocess.Popen[bytes]):
        def __init__(self, *arguments: Any, **settings: Any) -> None:  # noqa: ANN401 - of Popen
            super().__init__(*arguments, **settings)
            started.append(self.pid)
            self._sigint_wait_secs = 0.01  # for a git that stops by itself: this one does not

    git = process.Git(folder)
    monkeypatch.setattr(subprocess, "Popen", Popen)
    # What is interrupted just before it starts is waited for, in vain.
    monkeypatch.setattr(process, "LONGEST_START", 1)

    def question() -> None:
        assert git.ask("cat-file", "--batch-check", standard_input=b"HEAD\n")

    steps = interrupted(0, question)
    assert steps > 30, "the question is traced"
    for step in range(1, steps + 1, every):
        with suppress(KeyboardInterrupt):  # another run may take a step less
            interrupted(step, question)
        process._end_all()  # noqa: SLF001 - as at the end of Python
        assert not process._running  # noqa: SLF001
    assert len(started) > steps // every // 2
    assert not [identity for identity in started if runs(identity)]
