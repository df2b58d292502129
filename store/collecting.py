"""Python's garbage collector, put off while many objects are made that are all still needed."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

MANY = 50_000
"""So many objects more than there were have to be there before cyclic garbage is looked for.

Two batches of versions have fewer. Readers of XML leave garbage, of which so much takes 25 MB.
"""


@contextmanager
def collection_put_off() -> Iterator[None]:
    """Let cyclic garbage inside be looked for hardly ever.

    Where thousands of objects are made and kept for a while, the collector goes through all of them
    again and again and finds nothing: a quarter of the time that a batch of versions takes.
    """
    threshold, *others = gc.get_threshold()
    if not 0 < threshold < MANY:  # the application has put it off, too
        yield
        return
    gc.set_threshold(MANY, *others)
    try:
        yield
    finally:
        gc.set_threshold(threshold, *others)
