"""Fuzzing one reader in a process of its own, which may not have more than `MEMORY`.

An input that makes a reader ask for more is a failure like any other, and the peak is its own.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys

from tests.fuzz.mutation import FuzzReport, run
from tests.fuzz.targets import TARGETS

MEMORY = 1 << 30
"""Bytes of address space: the files are of a few kilobytes."""


def fuzz_alone(name: str, seed: int, count: int, seconds: float) -> tuple[FuzzReport, float]:
    """Return what came of fuzzing the reader of that name, and its peak memory in MiB."""
    with multiprocessing.get_context("spawn").Pool(1) as process:
        return process.apply(_fuzz, (name, seed, count, seconds))


def _fuzz(name: str, seed: int, count: int, seconds: float) -> tuple[FuzzReport, float]:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    report = run(TARGETS[name], seed, count, seconds)
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return report, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
