"""Run readers and commands over mutated files: `python -m tests.fuzz [READER…] [--count N] …`."""

from __future__ import annotations

import argparse
import sys

from tests.fuzz.alone import fuzz_alone
from tests.fuzz.targets import TARGETS


def main() -> int:
    """Fuzz each reader, print what was done, and return 1 where one failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("readers", nargs="*", metavar="READER", help=", ".join(TARGETS))
    parser.add_argument("--count", type=int, default=100_000, help="inputs a reader")
    parser.add_argument("--seconds", type=float, default=3600, help="at most, for each reader")
    parser.add_argument("--seed", type=int, default=1, help="of the first input")
    arguments = parser.parse_args()
    failed = 0
    print("reader      inputs     read  refused  failures  inputs/s  slowest", end="")
    print("            peak memory")
    for name in arguments.readers or TARGETS:
        report, peak = fuzz_alone(name, arguments.seed, arguments.count, arguments.seconds)
        refused = report.inputs - report.read - len(report.failures)
        print(
            f"{name:10}{report.inputs:8,}{report.read:9,}{refused:9,}{len(report.failures):10,}"
            f"{report.inputs / max(report.seconds, 0.001):10,.0f}"
            f"  {report.slowest * 1000:5,.0f} ms --seed {report.slowest_seed:<8}{peak:4,.0f} MiB",
            flush=True,
        )
        for failure in report.failures:
            print(f"  {failure}")
        failed += len(report.failures)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
