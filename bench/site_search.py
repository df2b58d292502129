"""The search of a site: what a query loads, what the index takes, what a new version changes.

The texts and the queries are those of `bench/search.py`; the page runs in a headless Chromium, from
the disk. What a query loads is counted by the files that its scripts ask for, beginning each time
with nothing but the page, as after opening it: the plan of the index, the index's files, and the
texts that are read for the first page of hits. `--quick` takes a tenth of the 10,000 texts.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from search import QUERIES, SIZE, Corpus, Needle, _needles, _readings, _texts

import provrepo
from provrepo import Draft, SiteOptions
from provrepo.reading.site.files import SiteFiles
from provrepo.reading.site.searching.live import index_over, pieces

ASK = """
<script>addEventListener("load", async () => {
  const load = provrepo.load, answers = {};
  let loaded = [];
  provrepo.load = (path) => { loaded.push(path); return load(path); };
  for (const query of QUERIES) {
    loaded = [];
    provrepo.search.forget();
    location.hash = encodeURIComponent(query);
    do { await new Promise((resolve) => setTimeout(resolve, 2)); }
    while (document.querySelector("[role=status]").textContent.endsWith("…"));
    const links = [...document.querySelectorAll(".hits h2 a")];
    answers[query] = [loaded, links.map((link) => link.getAttribute("href"))];
  }
  document.body.innerHTML = "<pre id='answers'></pre>";
  document.getElementById("answers").textContent = JSON.stringify(answers);
});</script>
"""


def main() -> None:
    """Print the measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    arguments = parser.parse_args()
    browser = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
    if browser is None:
        sys.exit("there is no Chromium here")
    corpus = Corpus(dict(_texts(1_000 if arguments.quick else 10_000, SIZE)))
    with tempfile.TemporaryDirectory() as name:
        _measured(Path(name), corpus, browser)


def _measured(folder: Path, corpus: Corpus, browser: str) -> None:
    with provrepo.create(folder / "provrepo.db") as repository:
        drafts = (
            Draft(text, document=key, text="transcription:und")
            for key, text in corpus.texts.items()
        )
        for outcome in repository.ingest_drafts(drafts):
            assert isinstance(outcome, provrepo.Outcome), outcome
        files = SiteFiles(repository._database, SiteOptions())  # noqa: SLF001
        cpu = time.process_time()
        texts = dict(pieces(files))
        read = time.process_time()
        index = index_over(texts, files.text_count)
        indexed = time.process_time()
        own = dict(files.of_its_own())
    _row("texts", f"{len(corpus.texts):,}", f"{corpus.size / 1e6:.1f} MB")
    _row("files of the texts", f"{len(texts):,}", f"{_size(texts) / 1e6:.1f} MB")
    _row("files of the index", f"{len(index):,}", f"{_size(index) / 1e6:.1f} MB")
    _row("the plan of the index", "", f"{len(index['_/search/index.js']) / 1e3:.1f} KB")
    _row("the texts made, the index made", f"{read - cpu:.1f} s", f"{indexed - read:.1f} s")
    site = folder / "site"
    for path, data in {**own, **texts, **index}.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(data)
    needles = list(_needles(corpus, QUERIES))
    _loaded(site, corpus, needles, _answers(site, needles, browser))


def _answers(
    site: Path, needles: list[Needle], browser: str
) -> dict[str, tuple[list[str], list[str]]]:
    page = site / "_/search/trial.html"
    script = ASK.replace("QUERIES", json.dumps([needle.query for needle in needles]))
    page.write_text((site / "_/search/index.html").read_text().replace("</body>", script))
    result = subprocess.run(
        [browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
         f"--user-data-dir={site / '.browser'}", "--timeout=400000", "--virtual-time-budget=400000",
         "--dump-dom", page.as_uri()],
        capture_output=True, timeout=900, check=True,
    )  # fmt: skip
    found = re.search(r'<pre id="answers">(.*?)</pre>', result.stdout.decode(), re.DOTALL)
    assert found
    answers: dict[str, tuple[list[str], list[str]]] = json.loads(html.unescape(found[1]))
    return answers


def _loaded(
    site: Path,
    corpus: Corpus,
    needles: list[Needle],
    answers: dict[str, tuple[list[str], list[str]]],
) -> None:
    readings = {key: _readings(text) for key, text in corpus.texts.items()}
    by_kind: dict[str, list[float]] = {}
    shown = true = 0
    for needle in needles:
        paths, hits = answers[needle.query]
        size = sum((site / "_/search" / path).stat().st_size for path in paths)
        by_kind.setdefault(needle.kind, []).append(size / 1e3)
        for href in hits:
            shown += 1
            true += any(map(needle.truth.search, readings[href.split("/")[-2]]))
        assert hits, needle
    print(f"\n{'KB a query':<44} {'median':>12} {'most':>10}")
    for kind, sizes in by_kind.items():
        _row(kind, f"{statistics.median(sizes):.1f}", f"{max(sizes):.1f}")
    sizes = [size for of_kind in by_kind.values() for size in of_kind]
    _row(f"all {len(sizes)}", f"{statistics.median(sizes):.1f}", f"{max(sizes):.1f}")
    _row("hits shown, true ones", f"{shown:,}", f"{true:,}")


def _size(files: dict[str, bytes]) -> int:
    return sum(map(len, files.values()))


def _row(label: str, first: str, second: str) -> None:
    print(f"{label:<44} {first:>12} {second:>10}", flush=True)


if __name__ == "__main__":
    main()
