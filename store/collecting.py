"""Python's garbage collector, put off while many objects are made that are all still needed."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

THRESHOLD = 200_000
"""How many objects more than there were set off the collector while it is put off."""


@contextmanager
def collection_put_off() -> Iterator[None]:
    """Run the collector of cyclic garbage only rarely inside a ``with`` statement.

    Where thousands of objects are made and kept for a while, it goes through all of them again and
    again and finds nothing: without this, verification takes a fourteenth more of the processor,
    and ingest a quarter.
    """
    threshold, *older_generations = gc.get_threshold()
    if not 0 < threshold < THRESHOLD:  # the application has put it off itself, or switched it off
        yield
        return
    gc.set_threshold(THRESHOLD, *older_generations)
    try:
        yield
    finally:
        gc.set_threshold(threshold, *older_generations)
