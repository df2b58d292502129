"""Time citing: 1,000 notes over 250 items with a bibliography, and one note from a cold start.

    python bench/cite.py [STYLE] [--folder FOLDER]

The items are made here, half of them archival documents; CPU time is user time of this process.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from typing import Any

from provrepo.cite import Style

WORDS = "border cable treaty minutes embassy river crossing report premier delegation".split()
FAMILIES = "Wang Kim Ivanov Müller Smith García Park Nguyen Brown Debré Li Sato".split()
ONE_NOTE = """
import resource, typer
def cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime
start = cpu()
from provrepo.cite import Style, render
style = Style.load("chicago-notes")
item = {"type": "document", "title": "Note", "issued": {"date-parts": [[1961, 5]]}, "archive": "A"}
render(style.citations([[{"id": "a"}]], {"a": item})[0], "text")
print((cpu() - start) * 1000)
"""


def make_item(number: int) -> dict[str, Any]:
    """Return one of the items."""
    words = [WORDS[(number * step) % len(WORDS)] for step in (1, 3, 7)]
    item: dict[str, Any] = {
        "id": f"i{number}",
        "title": f"The {' and '.join(words)} of {number}",
        "author": [
            {"family": FAMILIES[(number + step) % len(FAMILIES)], "given": "Anna B."}
            for step in range(1 + number % 4)
        ],
        "issued": {"date-parts": [[1940 + number % 60, 1 + number % 12, 1 + number % 28]]},
    }
    if number % 2:
        item |= {
            "type": "document",
            "archive": "State Archive",
            "archive_collection": f"Fonds {number % 9}",
            "archive_location": f"box {number}, folder {number % 30}",
            "translator": [{"family": "Fischer", "given": "Jo"}],
        }
    else:
        item |= {
            "type": "article-journal",
            "container-title": "Journal of Border Studies",
            "volume": str(number % 40),
            "page": f"{number}-{number + 20}",
        }
    return item


def main() -> int:
    """Time and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("style", nargs="?", default="chicago-notes")
    parser.add_argument("--folder", action="append", default=[], help="where styles are looked for")
    options = parser.parse_args()
    items = {item["id"]: item for item in map(make_item, range(250))}
    clusters = [[{"id": f"i{number * 7 % 250}", "locator": str(number)}] for number in range(1000)]
    start = time.process_time()
    style = Style.load(options.style, folders=options.folder)
    citations, entries = style.document(clusters, items)
    spent = time.process_time() - start
    print(f"{len(citations)} notes, {len(entries)} entries in {options.style}: {spent:.2f} s CPU")
    # The first run writes the byte code that an installed package has, and does not count.
    environment = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }
    runs = []
    for _ in range(16):
        process = subprocess.run(
            [sys.executable, "-c", ONE_NOTE],
            capture_output=True,
            text=True,
            check=True,
            env=environment,
        )
        runs.append(float(process.stdout))
    print(
        f"one note, on top of Python with typer: {statistics.median(runs[1:]):.1f} ms CPU (median)"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
