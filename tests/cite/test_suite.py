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
    """All that citeproc-js prints otherwise is of a kind that docs/cite.md explains."""
    import csl_peer  # type: ignore[import-not-found, unused-ignore]

    suites = SHARED / "suites"
    data = json.loads((suites / "csl-peer" / "citeproc-js.json").read_text("utf-8"))
    same, unexplained = [], []
    for entry in data["styles"]:
        name = entry["style"]
        peer = csl_peer.Peer(name, suites / "csl-styles", suites / "csl-locales", data)
        for area, key in enumerate(csl_peer.AREAS.values()):
            for expected, actual, kinds in peer.compare(area, entry.get(key) or []):
                same.append(kinds == [])
                if kinds is None:
                    unexplained.append((name, expected, actual))
    assert unexplained == []
    assert sum(same) >= 0.96 * len(same)
