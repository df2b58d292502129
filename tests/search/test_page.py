"""The page of hits as a browser lays it out."""

from __future__ import annotations

import re
import subprocess
from html import escape
from pathlib import Path

import pytest

from provrepo.search.context import FOUND
from provrepo.search.page import Row, as_html
from provrepo.spans import Span
from tests.publish.browser_tools import CHROMIUM, needs_chromium

MEASURE = """<script>onload = () => {
const page = document.querySelector("iframe").contentDocument;
const cells = [...page.querySelectorAll("td")].map((cell) => cell.getBoundingClientRect().width);
document.body.dataset.widths = [page.documentElement.scrollWidth, ...cells].map(Math.round).join();
}</script>"""


@pytest.mark.slow
@needs_chromium
@pytest.mark.parametrize("window", [360, 1200])
def test_what_was_found_has_most_of_the_width(tmp_path: Path, window: int) -> None:
    """On a phone, too, beside the longest of names, and nothing is wider than the window."""
    context = [Span("the "), Span("border", FOUND), Span(" of " + "x" * 100)]
    rows = [
        Row("cable/translation:en@v1", "¶1", "en", context),
        Row(f"{'a-long-name' * 9}/translation:en@v12", "note n12", "en", context),
    ]
    page = escape(as_html("border", rows), quote=True)
    html = f'<iframe width="{window}" height="500" style="border: 0" srcdoc="{page}"></iframe>'
    path = tmp_path / "frame.html"
    path.write_text(f'<!DOCTYPE html><meta charset="utf-8"><body>{html}{MEASURE}')
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"]
    done = subprocess.run([*command, path.as_uri()], capture_output=True, timeout=120, check=True)
    (written,) = re.findall(rb'data-widths="([0-9,]+)"', done.stdout)
    whole, *cells = map(int, written.split(b","))
    assert window - 20 <= whole <= window  # without the bar beside it
    assert len(cells) == 2
    assert min(cells) > whole / 2
