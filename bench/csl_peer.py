"""Compare our output with another processor's, style by style, and explain the differences.

    python bench/csl_peer.py PEER.json STYLES-FOLDER LOCALES-FOLDER [--style NAME] [--quiet]

PEER.json holds ``items``, ``sequence`` (the citations of one document) and, for each style, the
``citations`` and the ``bibliography`` that the other processor prints as HTML. A difference is
identical, of kinds that a clause of CSL 1.0.2 settles (`csl_kinds`, docs/cite.md), or printed.
"""

from __future__ import annotations

import argparse
import json
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path
from typing import Any

from csl_kinds import STYLE_KINDS, Source, kinds_of

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


class Peer:
    """One style: what both processors print, and how the differences are explained."""

    def __init__(self, name: str, options: argparse.Namespace, data: dict[str, Any]) -> None:
        self.name = name
        self.folders = (options.styles, options.locales)
        self.sequence = data["sequence"]
        self.items = {item["id"]: item for item in data["items"]}
        path = options.styles / f"{name}.csl"
        self.xml = path.read_bytes()
        self.outputs = ours(Style.load(path, folders=self.folders), self.sequence, self.items)
        self._changed: list[tuple[list[str], tuple[list[str], list[str]]]] | None = None

    @property
    def changed(self) -> list[tuple[list[str], tuple[list[str], list[str]]]]:
        """What we print with the style changed, by the kinds of the changes made: one, or all."""
        if self._changed is None:
            self._changed = []
            whole = self.root()
            applied = []
            for kind, changes in STYLE_KINDS.items():
                for change in changes:
                    root = self.root()
                    if change(root):
                        self._changed.append(([kind], self._print(root)))
                if changes[0](whole):
                    applied.append(kind)
            if len(applied) > 1:
                self._changed.append((applied, self._print(whole)))
        return self._changed

    def root(self) -> ET.Element:
        """Return the style's XML, to be changed."""
        return ET.fromstring(self.xml)  # noqa: S314 - a style that Style.load has read

    def _print(self, root: ET.Element) -> tuple[list[str], list[str]]:
        style = Style.read(ET.tostring(root), file=self.name, folders=self.folders)
        return ours(style, self.sequence, self.items)

    def explain(self, expected: str, area: int, number: int) -> list[str] | None:
        """Return the kinds of a difference, or None: of a citation (area 0) or an entry (1)."""
        locators = frozenset(
            cite["locator"] for cites in self.sequence for cite in cites if "locator" in cite
        )
        source = Source(self.root(), self.items, locators)
        actual = _at(self.outputs[area], number)
        kinds = kinds_of(expected, actual, source)
        if kinds is not None:
            return kinds
        for style_kinds, outputs in self.changed:
            changed = _at(outputs[area], number)
            if expected.strip() == changed.strip():
                return style_kinds
        for style_kinds, outputs in self.changed:
            kinds = kinds_of(expected, _at(outputs[area], number), source)
            if kinds is not None:
                return [*style_kinds, *kinds]
        return None


def _at(texts: list[str], number: int) -> str:
    return texts[number] if number < len(texts) else ""


def main() -> int:
    """Compare and print the counts."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("peer", type=Path)
    parser.add_argument("styles", type=Path)
    parser.add_argument("locales", type=Path)
    parser.add_argument("--style", action="append", default=[])
    parser.add_argument("--quiet", action="store_true", help="only the counts")
    options = parser.parse_args()
    data = json.loads(options.peer.read_text("utf-8"))
    totals, kinds = Counter[str](), Counter[str]()
    for entry in data["styles"]:
        name = entry["style"]
        if options.style and name not in options.style:
            continue
        peer = Peer(name, options, data)
        good, number = 0, 0
        for area, texts in enumerate((entry["citations"], entry.get("bibliography") or [])):
            what = ("citations", "entries")[area]
            for index, expected in enumerate(texts):
                number += 1
                totals[what] += 1
                actual = _at(peer.outputs[area], index)
                if expected.strip() == actual.strip():
                    good += 1
                    totals[f"{what} identical"] += 1
                    continue
                found = peer.explain(expected, area, index)
                if found is not None:
                    totals[f"{what} of a kind"] += 1
                    kinds.update(found)
                elif not options.quiet:
                    print(f"{name}, {what} {index}\n  - {expected}\n  + {actual}")
        print(f"{name:60} {good:4} /{number:4}")
    print()
    for kind, number in kinds.most_common():
        print(f"{kind:60} {number:4}")
    print()
    for what in ("citations", "entries"):
        total = max(totals[what], 1)
        same, proved = totals[f"{what} identical"], totals[f"{what} of a kind"]
        print(
            f"{what:10} {same:5} identical, {proved:4} of a kind, {total - same - proved:4} "
            f"unexplained of {total}: {same / total:.1%}, {(same + proved) / total:.1%}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
