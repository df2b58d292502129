"""The CSL test suite and another processor's output, from the shared folder."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.shared import SHARED, needs

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))


@needs("suites", "csl")
def test_suite_fixtures() -> None:
    """At least 98 % of the suite's fixtures come out as the suite expects."""
    import csl_suite  # type: ignore[import-not-found, unused-ignore]

    locales = SHARED / "suites" / "csl-locales"
    totals, _, passed = csl_suite.run_folder(SHARED / "suites" / "csl", locales, [], False)
    assert sum(passed.values()) >= 0.98 * sum(totals.values())


@pytest.mark.slow
@needs("suites", "csl-peer", "citeproc-js.json")
def test_another_processor() -> None:
    """At least 98 % of what citeproc-js prints is the same here, but for archives' numbers."""
    import csl_peer  # type: ignore[import-not-found, unused-ignore]

    from provrepo.cite import Style

    suites = SHARED / "suites"
    peer = json.loads((suites / "csl-peer" / "citeproc-js.json").read_text("utf-8"))
    items = {item["id"]: item for item in peer["items"]}
    same = total = 0
    for entry in peer["styles"]:
        path = suites / "csl-styles" / f"{entry['style']}.csl"
        style = Style.load(path, folders=(suites / "csl-styles", suites / "csl-locales"))
        citations, bibliography = csl_peer.ours(style, peer["sequence"], items)
        expected = [*entry["citations"], *(entry.get("bibliography") or [])]
        actual = [*citations, *bibliography]
        good, kept, number = csl_peer.compare(expected, actual, True)
        same, total = same + good + kept, total + number
    assert same >= 0.98 * total
