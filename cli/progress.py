"""The progress bar of long work, with rate and time left; loaded only for a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rich.progress import Task
    from rich.text import Text


class Advance(Protocol):
    """Moves a bar on."""

    def __call__(self, steps: int = 1) -> None:
        """Add ``steps`` to those that are done."""


@contextmanager
def bar(what: str, total: int | None) -> Iterator[Advance]:
    """Show a bar on stderr during the block; see `provrepo.cli.command.Session.progress`."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn
    from rich.text import Text

    class Pace(ProgressColumn):
        """How many a second since the beginning, as they come in bursts; and the time left."""

        def render(self, task: Task) -> Text:
            """Return the pace of a task, nothing before there is any."""
            if not task.elapsed or not task.completed:
                return Text("")
            rate = task.completed / task.elapsed
            if task.total is None:
                return Text(f"{rate:,.0f}/s")
            left = timedelta(seconds=ceil((task.total - task.completed) / rate))
            return Text(f"{rate:,.0f}/s {left}")

    progress = Progress(
        BarColumn(),
        MofNCompleteColumn(),
        Pace(),
        console=Console(stderr=True),
        transient=True,
        # Data that goes elsewhere than to the terminal must not come out above the bar.
        redirect_stdout=sys.stdout.isatty(),
    )
    with progress:
        task = progress.add_task(what, total=total)
        yield lambda steps=1: progress.advance(task, steps)
