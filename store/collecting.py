"""Python's garbage collector, put off while many objects are made that are all still needed."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collection_put_off() -> Iterator[None]:
    """Let no cyclic garbage be looked for inside.

    Where thousands of objects are made and kept, the collector goes through all of them again and
    again and finds nothing: a quarter of the time that a batch of versions takes. Not for code that
    makes cycles, or that waits for others.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
