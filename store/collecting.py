"""Python's garbage collector, put off while many objects are made that are all still needed."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

THRESHOLD = 200_000
"""How many objects more than there were set off the collector while it is put off."""


@contextmanager
def collection_put_off(threshold: int = THRESHOLD, *, made_old: bool = False) -> Iterator[None]:
    """Run the collector of cyclic garbage only rarely inside a ``with`` statement.

    It runs once there are ``threshold`` objects more than there were. With ``made_old`` it does not
    go through those of the ``with`` statement at its end either: they count as old ones then.

    Where thousands of objects are made and kept for a while, it goes through all of them again and
    again and finds nothing: without this, verification takes a fourteenth more of the processor,
    and ingest a quarter.
    """
    threshold_before, *older_generations = gc.get_threshold()
    if not 0 < threshold_before < threshold:  # the application itself put it off or switched it off
        yield
        return
    gc.set_threshold(threshold, *older_generations)
    try:
        yield
    finally:
        if made_old and not gc.get_freeze_count():  # what the application has frozen stays frozen
            gc.freeze()
            gc.unfreeze()
        gc.set_threshold(threshold_before, *older_generations)
