"""Run a folder of CSL test-suite fixtures and count what passes, by area.

    python bench/csl_suite.py FOLDER [--locales FOLDER] [--show NAME] [--failures] [--strict]

Strict is the exact result. Lenient leaves out the ``>>[n]`` and ``..[n]`` marks of changed
citations, resolves entities and squeezes blanks.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from provrepo.cite.csl.bibliography import format_bibliography
from provrepo.cite.csl.cluster import format_cluster
from provrepo.cite.csl.output import render
from provrepo.cite.csl.positions import Cluster
from provrepo.cite.csl.processor import Processor
from provrepo.cite.csl.style import Style

_SECTION = re.compile(r">>=+ ([A-Z0-9-]+) =+>>(.*?)<<=+ \1 =+<<", re.DOTALL)


def sections(text: str) -> dict[str, str]:
    """Return the sections of a fixture."""
    return {name: body.strip("\n") for name, body in _SECTION.findall(text)}


def entry_div(text: str) -> str:
    """Return an entry as the suite prints it."""
    return f'  <div class="csl-entry">{text}</div>\n'


def run_fixture(text: str, locales: Path | None) -> tuple[str, str]:
    """Return what a fixture expects and what we print."""
    parts = sections(text)
    expected = parts["RESULT"].strip()
    folders = (locales,) if locales is not None else ()
    style = Style.read(parts["CSL"].encode(), folders=folders)
    items = {
        str(item.get("id", number)): item for number, item in enumerate(json.loads(parts["INPUT"]))
    }
    mode = parts["MODE"].strip()
    if "CITATIONS" in parts:
        actual = run_citations(style, items, json.loads(parts["CITATIONS"]), mode)
    elif mode.startswith("bibliography"):
        ids = list(items)
        if "BIBENTRIES" in parts:
            ids = [str(identifier) for identifier in json.loads(parts["BIBENTRIES"])[-1]]
        processor = Processor(style, items, ids, sort=mode != "bibliography-nosort")
        if "BIBSECTION" in parts:
            section = json.loads(parts["BIBSECTION"])
            processor.ids = [
                identifier for identifier in processor.ids if in_section(items[identifier], section)
            ]
        actual = bibliography(processor)
    else:
        actual = run_items(style, items, json.loads(parts.get("CITATION-ITEMS", "null")))
    return expected, actual.strip()


def in_section(item: dict[str, Any], section: dict[str, list[dict[str, Any]]]) -> bool:
    """Return whether a part of a bibliography takes an item."""

    def matches(rule: dict[str, Any]) -> bool:
        value = item.get(rule["field"], "")
        return rule["value"] in value if isinstance(value, list) else rule["value"] == value

    return (
        all(map(matches, section.get("select", [])))
        and (not section.get("include") or any(map(matches, section["include"])))
        and not any(map(matches, section.get("exclude", [])))
        and not (section.get("quash") and all(map(matches, section["quash"])))
    )


def bibliography(processor: Processor) -> str:
    """Return a bibliography as the suite prints it."""
    entries = (entry_div(render(entry, "html")) for entry in format_bibliography(processor))
    return '<div class="csl-bib-body">\n' + "".join(entries) + "</div>"


def run_items(style: Style, items: dict[str, Any], groups: list[list[Any]] | None) -> str:
    """Return citations that know nothing of each other's place.

    The suite prints them in the order of the sort keys alone, without grouping.
    """
    processor = Processor(style, items, list(items))
    if groups is None:
        # Nothing is said of the citation: it cites the whole bibliography, in its order.
        groups = [[{"id": identifier} for identifier in processor.ids]]
    lines = []
    for group in groups:
        cluster = processor.clusters([group], [0], grouped=False)[0]
        for cite in cluster.cites:
            source = next(data for data in group if str(data["id"]) == cite.item.id)
            if "position" in source or len(group) > 1:
                numbers = {0: "first", 1: "subsequent", 2: "ibid", 3: "ibid-with-locator"}
                cite.position = numbers.get(source.get("position", 0), "first")
            cite.near_note = bool(source.get("near-note"))
            cite.first_note = int(source.get("first-reference-note-number") or 0)
        lines.append(render(format_cluster(processor, cluster), "html"))
    return "\n".join(lines)


def run_citations(style: Style, items: dict[str, Any], steps: list[Any], mode: str) -> str:
    """Return the citations after the last step, those that it changed marked."""
    citations: dict[str, Any] = {}
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    processor = None
    for step in steps:
        citations[step[0]["citationID"]] = step[0]
    for last in (len(steps) - 2, len(steps) - 1):
        if last < 0:
            continue
        citation, pre, post = steps[last]
        order = [
            *pre,
            [citation["citationID"], citation.get("properties", {}).get("noteIndex", 0)],
            *post,
        ]
        groups = [citations[name]["citationItems"] for name, _ in order]
        cited = [str(cite["id"]) for group in groups for cite in group]
        processor = Processor(style, items, cited)
        clusters: list[Cluster] = processor.clusters(groups, [note for _, note in order])
        before, after = after, {}
        for (name, _), cluster in zip(order, clusters, strict=True):
            after[name] = render(format_cluster(processor, cluster), "html")
    if mode.startswith("bibliography") and processor is not None:
        return bibliography(processor)
    lines = []
    latest = steps[-1][0]["citationID"]
    for number, (name, text) in enumerate(after.items()):
        changed = name == latest or before.get(name) != text
        lines.append(f"{'>>' if changed else '..'}[{number}] {text}")
    return "\n".join(lines)


def lenient(text: str) -> str:
    """Return a result without what depends on the test runner."""
    text = re.sub(r"^(?:>>|\.\.)\[\d+\] ", "", text, flags=re.MULTILINE)
    text = html.unescape(text)
    return re.sub(r"\s+", " ", re.sub(r">\s+<", "><", text)).strip()


def run_folder(
    folder: Path, locales: Path | None, show: list[str], failures: bool
) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Run the fixtures; return how many there are, pass strictly, pass leniently, by area."""
    totals: Counter[str] = Counter()
    exact: Counter[str] = Counter()
    passed: Counter[str] = Counter()
    for path in sorted(folder.glob("*.txt")):
        if show and path.stem not in show:
            continue
        area = path.stem.partition("_")[0]
        totals[area] += 1
        try:
            expected, actual = run_fixture(path.read_text("utf-8"), locales)
        except Exception as error:  # noqa: BLE001 - a benchmark reports every failure
            expected, actual = "(a result)", f"{type(error).__name__}: {error}"
        exact[area] += expected == actual
        same = lenient(expected) == lenient(actual)
        passed[area] += same
        if show or (failures and not same):
            print(f"--- {path.stem}\n  expected: {expected}\n  actual:   {actual}")
    return totals, exact, passed


def main() -> int:
    """Run the fixtures and print the counts."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--locales", type=Path, help="official locale files")
    parser.add_argument("--show", action="append", default=[], help="print one fixture's result")
    parser.add_argument("--failures", action="store_true", help="print what fails")
    options = parser.parse_args()
    locales = options.locales
    if locales is None and (options.folder.parent / "csl-locales").is_dir():
        locales = options.folder.parent / "csl-locales"
    totals, exact, passed = run_folder(options.folder, locales, options.show, options.failures)
    for area in totals:
        print(f"{area:16}{passed[area]:5} /{totals[area]:4}   strict {exact[area]:4}")
    total = sum(totals.values())
    print(
        f"{'total':16}{sum(passed.values()):5} /{total:4}   strict {sum(exact.values()):4}   "
        f"lenient {sum(passed.values()) / max(total, 1):.1%}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
