"""Compare our output with another processor's, style by style, and print the differences.

    python bench/csl_peer.py PEER.json STYLES-FOLDER LOCALES-FOLDER [--style NAME] [--quiet]

PEER.json holds ``items``, ``sequence`` (the citations of one document) and, for each style, the
``citations`` and the ``bibliography`` that the other processor prints as HTML.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any

from provrepo.cite.csl.output import render
from provrepo.cite.csl.style import Style
from provrepo.errors import StyleError


def ours(style: Style, sequence: list[Any], items: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Return our citations and bibliography as HTML."""
    try:
        citations, bibliography = style.document(sequence, items)
    except StyleError:
        citations, bibliography = style.citations(sequence, items), []
    return (
        [render(citation, "html") for citation in citations],
        [f'<div class="csl-entry">{render(entry, "html")}</div>' for entry in bibliography],
    )


def without_number_rules(text: str) -> str:
    """Return a text with archives' numbers ("118-01026–03") as they stand, one of each."""
    changed = re.sub(r"\b(\d+)[-–](\d+)–(\d+)\b", r"\1-\2-\3", text)
    changed = re.sub(r"\bnos (?=\d+-\d+-\d+)", "no. ", changed)
    return re.sub(r"\b([Nn]o)s\.(?= \d+-\d+-\d+)", r"\1.", changed)


def compare(expected: list[str], actual: list[str], quiet: bool) -> tuple[int, int, int]:
    """Return how many strings are the same, the same but for archives' numbers, and in all.

    The others are printed.
    """
    same = numbers = 0
    actual = [*actual, *[""] * (len(expected) - len(actual))]
    for number, (peer_text, our_text) in enumerate(zip(expected, actual, strict=False)):
        if peer_text.strip() == our_text.strip():
            same += 1
        elif without_number_rules(peer_text).strip() == our_text.strip():
            numbers += 1
        elif not quiet:
            print(f"  [{number}] - {peer_text}\n  {' ' * len(str(number))}   + {our_text}")
    return same, numbers, len(expected)


def main() -> int:
    """Compare and print the counts."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("peer", type=Path)
    parser.add_argument("styles", type=Path)
    parser.add_argument("locales", type=Path)
    parser.add_argument("--style", action="append", default=[])
    parser.add_argument("--quiet", action="store_true", help="only the counts")
    options = parser.parse_args()
    peer = json.loads(options.peer.read_text("utf-8"))
    items = {item["id"]: item for item in peer["items"]}
    total = same = numbers = 0
    for entry in peer["styles"]:
        name = entry["style"]
        if options.style and name not in options.style:
            continue
        style = Style.load(
            options.styles / f"{name}.csl", folders=(options.styles, options.locales)
        )
        citations, bibliography = ours(style, peer["sequence"], items)
        if not options.quiet:
            print(name)
        counts = [
            compare(entry["citations"], citations, options.quiet),
            compare(entry.get("bibliography") or [], bibliography, options.quiet),
        ]
        good, kept, number = (sum(column) for column in zip(*counts, strict=True))
        same, numbers, total = same + good, numbers + kept, total + number
        print(f"{name:60} {good:4} /{number:4}")
    print(f"{'total':60} {same:4} /{total:4}   {same / max(total, 1):.1%}")
    print(
        f"{'but for the numbers of archives':60} {same + numbers:4} /{total:4}   "
        f"{(same + numbers) / max(total, 1):.1%}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
