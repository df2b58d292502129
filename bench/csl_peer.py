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
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from csl_changes import ENTRY_KINDS, STYLE_KINDS
from csl_kinds import Source, kinds_of, without_both_roles
from csl_processing import PROCESS_KINDS

from provrepo.cite.csl.output import render
from provrepo.cite.csl.style import Style
from provrepo.errors import StyleError

AREAS = {"citations": "citations", "entries": "bibliography"}
"""What is counted, and the key that it has in PEER.json."""


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

    def __init__(self, name: str, styles: Path, locales: Path, data: dict[str, Any]) -> None:
        self.name = name
        self.folders = (styles, locales)
        self.sequence = data["sequence"]
        self.items = {item["id"]: item for item in data["items"]}
        path = styles / f"{name}.csl"
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
                counts = [self._print(root, [kind]) for root in map(self._changed_by, changes)]
                if any(counts):
                    changes[counts.index(True)](whole)
                    applied.append(kind)
            if len(applied) > 1:
                self._print(whole, applied)
            for kind, change in ENTRY_KINDS.items():
                if self._print(self._changed_by(change), [kind]):
                    # Nothing is said of citations.
                    self._changed[-1][1][0][:] = self.outputs[0]
            self._print_both_roles()
            self._print_processes(whole, applied)
        return self._changed

    def _changed_by(self, change: Callable[[ET.Element], bool]) -> ET.Element:
        """Return the style's XML with a change."""
        root = self.root()
        change(root)
        return root

    def _print_processes(self, whole: ET.Element, style_kinds: list[str]) -> None:
        """Print with what another processor does otherwise: each alone, most of them, all."""
        counting = [kind for kind in PROCESS_KINDS if self._print(self.root(), [kind], [kind])]
        groups = {tuple(counting)}
        for number in range(len(counting)):
            groups.add(tuple(counting[:number] + counting[number + 1 :]))
        for group in sorted(groups, key=len):
            if len(group) > 1:
                self._print(self.root(), list(group), group)
            if group and style_kinds:
                self._print(whole, [*style_kinds, *group], group)

    def _print_both_roles(self) -> None:
        """Print people who are editors and translators as if they were different people."""
        assert self._changed is not None
        items, mark = without_both_roles(self.items)
        if items == self.items:
            return
        path = self.folders[0] / f"{self.name}.csl"
        outputs = ours(Style.load(path, folders=self.folders), self.sequence, items)
        citations, entries = ([text.replace(mark, "") for text in texts] for texts in outputs)
        self._changed.append((["editors who are translators"], (citations, entries)))

    def root(self) -> ET.Element:
        """Return the style's XML, to be changed."""
        return ET.fromstring(self.xml)  # noqa: S314 - a style that Style.load has read

    def _print(self, root: ET.Element, kinds: list[str], processes: Sequence[str] = ()) -> bool:
        """Print with a changed style and changed processing; return whether anything changes."""
        assert self._changed is not None
        try:
            style = Style.read(ET.tostring(root), file=self.name, folders=self.folders)
            with ExitStack() as stack:
                for kind in processes:
                    stack.enter_context(PROCESS_KINDS[kind]())
                outputs = ours(style, self.sequence, self.items)
        except StyleError:
            return False  # what it is changed into is no style
        if outputs == self.outputs:
            return False
        self._changed.append((kinds, outputs))
        return True

    def compare(self, area: int, texts: list[str]) -> Iterator[tuple[str, str, list[str] | None]]:
        """Yield what the other processor prints, what we do, and the kinds of the difference.

        ``area`` is 0 for citations, 1 for entries. No kinds: the same; None: unexplained.
        """
        for number, expected in enumerate(texts):
            actual = _at(self.outputs[area], number)
            same = expected.strip() == actual.strip()
            yield expected, actual, [] if same else self.explain(expected, area, number)

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
        peer = Peer(name, options.styles, options.locales, data)
        good = number = 0
        for area, what in enumerate(AREAS):
            texts = entry.get(AREAS[what]) or []
            for index, (expected, actual, found) in enumerate(peer.compare(area, texts)):
                number += 1
                good += found == []
                totals[what] += 1
                totals[f"{what} identical"] += found == []
                totals[f"{what} of a kind"] += bool(found)
                kinds.update(found or [])
                if found is None and not options.quiet:
                    print(f"{name}, {what} {index}\n  - {expected}\n  + {actual}")
        print(f"{name:60} {good:4} /{number:4}")
    print()
    for kind, number in kinds.most_common():
        print(f"{kind:60} {number:4}")
    print()
    for what in AREAS:
        total = max(totals[what], 1)
        same, proved = totals[f"{what} identical"], totals[f"{what} of a kind"]
        print(
            f"{what:10} {same:5} identical, {proved:4} of a kind, {total - same - proved:4} "
            f"unexplained of {total}: {same / total:.1%}, {(same + proved) / total:.1%}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
