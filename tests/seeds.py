"""Random tests: each prints the seed with which a failing run is repeated."""

from __future__ import annotations

import os
import random


def seed() -> int:
    """Return a seed, or the one that ``PROVREPO_TEST_SEED`` sets; pytest shows it of a failure."""
    named = os.environ.get("PROVREPO_TEST_SEED")
    chosen = int(named) if named else random.SystemRandom().randrange(2**32)
    print(f"to repeat this: PROVREPO_TEST_SEED={chosen}")
    return chosen
