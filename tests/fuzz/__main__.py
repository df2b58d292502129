"""Run the readers over mutated files: `python -m tests.fuzz [READER…] [--count N] …`."""

from __future__ import annotations

import argparse
import sys

from tests.fuzz.mutation import run
from tests.fuzz.readers import READERS


def main() -> int:
    """Fuzz each reader, print what was done, and return 1 where one failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("readers", nargs="*", metavar="READER", help=", ".join(READERS))
    parser.add_argument("--count", type=int, default=100_000, help="inputs a reader")
    parser.add_argument("--seconds", type=float, default=3600, help="at most, for each reader")
    parser.add_argument("--seed", type=int, default=1, help="of the first input")
    given = parser.parse_args()
    failed = 0
    for name in given.readers or READERS:
        done = run(READERS[name], given.seed, given.count, given.seconds)
        print(
            f"{name}: {done.inputs} inputs in {done.seconds:.0f} s, {done.read} read, "
            f"{done.inputs - done.read - len(done.failures)} refused, {len(done.failures)} failures"
        )
        for failure in done.failures:
            print(f"  {failure}")
        failed += len(done.failures)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
