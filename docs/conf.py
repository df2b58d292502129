"""How Sphinx makes a site of the pages: ``make pages``. The pages themselves are plain Markdown.

The sources begin at the project's folder, so that links to the README and the change log lead
there as they do everywhere else. The navigation is made of docs/index.md: its headings, and the
pages that it links below each.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]

project = "provrepo"
author = "the authors of provrepo"
project_copyright = "the authors of provrepo"

extensions = ["myst_parser"]
root_doc = "docs/index"
include_patterns = ["*.md", "docs/*.md", "docs/**/*.md"]
exclude_patterns = ["build/**", "bench/**", "tests/**"]
myst_heading_anchors = 4
nitpicky = True

html_theme = "furo"
html_title = "provrepo"
html_show_sphinx = False
html_copy_source = False
html_theme_options = {"navigation_with_keys": True}


def _navigation(index: str) -> str:
    """Return the tables of contents that docs/index.md stands for, one for each of its headings."""
    tables = []
    for section in re.split(r"(?m)^## ", index)[1:]:
        heading, _, links = section.partition("\n")
        pages = dict.fromkeys(re.findall(r"\]\(([\w./-]+)\.md\)", links))
        named = [f"/docs/{page}".replace("/docs/../", "/") for page in pages]
        lines = "\n".join(named)
        tables.append(f"```{{toctree}}\n:hidden:\n:caption: {heading}\n\n{lines}\n```\n")
    return "\n".join(tables)


def _add_navigation(app: Any, page: str, source: list[str]) -> None:  # noqa: ANN401, ARG001
    if page == root_doc:
        source[0] += "\n" + _navigation(source[0])


def _lead_to_index(app: Any, trouble: Exception | None) -> None:  # noqa: ANN401
    """Let the site's own folder open the first page."""
    if trouble is None and app.builder.format == "html":
        (Path(app.outdir) / "index.html").write_text(
            '<!doctype html><meta charset="utf-8"><title>provrepo</title>'
            '<meta http-equiv="refresh" content="0; url=docs/index.html">'
            '<a href="docs/index.html">provrepo</a>\n',
            "utf-8",
        )


def setup(app: Any) -> dict[str, bool]:  # noqa: ANN401 - Sphinx's own
    """Connect what is above."""
    app.connect("source-read", _add_navigation)
    app.connect("build-finished", _lead_to_index)
    return {"parallel_read_safe": True}
