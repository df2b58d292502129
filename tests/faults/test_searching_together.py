"""Eight processes ingest and search at once: no error, and every hit is true."""

from __future__ import annotations

import subprocess
import sys

import pytest

import provrepo
from provrepo import Reports, Scope

WRITER = """
import sys, provrepo
url, name = sys.argv[1:]
with provrepo.open(url) as repository:
    for number in range(30):
        text = f"Letter {number} of {name}: 安东市 needle [North] Korea."
        repository.ingest(
            text.encode(), document=f"{name}-{number % 10}", text="transcription:en"
        )
"""

SEARCHER = """
import sys, provrepo
url = sys.argv[1]
queries = ["needle", "安东", '"north korea"', "letter -horse"]
with provrepo.open(url) as repository:
    for number in range(40):
        for hit in repository.search(
            queries[number % 4],
            provrepo.Scope(versions="all"),
            reports=provrepo.Reports(warn=lambda message: sys.exit(message)),
        ):
            content = repository.content(hit.version.id)
            assert content[hit.start : hit.end] == hit.text, hit
"""


@pytest.mark.slow
def test_ingest_and_search_at_once(url: str) -> None:
    """Four write, four search; in the end all is found, through the index that they made."""
    provrepo.create(url).close()
    processes = [
        subprocess.Popen([sys.executable, "-c", code, url, *name], stderr=subprocess.PIPE)
        for number in range(4)
        for code, name in ((WRITER, [f"writer{number}"]), (SEARCHER, []))
    ]
    for process in processes:
        _, errors = process.communicate(timeout=300)
        assert (process.returncode, errors.decode()) == (0, "")
    told: list[str] = []
    with provrepo.open(url) as repository:
        hits = list(
            repository.search("needle", Scope(versions="all"), reports=Reports(warn=told.append))
        )
    assert len(hits) == 4 * 30
    assert told == []
