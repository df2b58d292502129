"""The pages as a web site of their own: built without a warning, and no link in it is dead."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest

from tests.pages import PAGES, ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site as `make pages` does, a warning being an error; return its folder."""
    folder = tmp_path_factory.mktemp("pages")
    (folder / "source").mkdir()
    for path in ROOT.iterdir():
        if path.is_file():
            shutil.copy(path, folder / "source")
    shutil.copytree(ROOT / "docs", folder / "source" / "docs")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "sphinx",
            "-q",
            "-n",
            "-W",
            "--keep-going",
            "-c",
            "docs",
            ".",
            "../site",
        ],
        cwd=folder / "source",
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr.decode()) == (0, "")
    return folder / "site"


class Page(HTMLParser):
    """The links and the anchors of a page of HTML, and what it takes from elsewhere."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.taken: list[str] = []
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element names."""
        named = {name: value for name, value in attrs if value}
        self.anchors |= {named[name] for name in ("id", "name") if name in named}
        if tag == "a" and "href" in named:
            self.links.append(named["href"])
        if tag in ("script", "img", "link", "iframe"):
            self.taken += [named[name] for name in ("src", "href") if name in named]


def test_every_page_is_in_it(site: Path) -> None:
    """Each page of docs/ and those beside the README, and the first one opens them."""
    for page in (*PAGES, *ROOT.glob("*.md")):
        assert (site / page.relative_to(ROOT).with_suffix(".html")).is_file(), page
    assert "docs/index.html" in (site / "index.html").read_text("utf-8")


def test_no_link_of_it_is_dead(site: Path) -> None:
    """Each link within it names a file of it, and an anchor on that page."""
    pages = {path: Page(path) for path in site.rglob("*.html")}
    assert len(pages) > len(PAGES)
    dead = []
    for path, page in pages.items():
        for link in page.links:
            if re.match(r"[a-z]+:", link):
                continue
            target, anchor = urldefrag(unquote(link))
            file = (path.parent / target).resolve() if target else path
            anchored = not anchor or file not in pages or anchor in pages[file].anchors
            if not file.exists() or not anchored:
                dead.append(f"{path.name}: {link}")
    assert dead == []


def test_it_needs_nothing_from_elsewhere(site: Path) -> None:
    """No script, style, font or picture is fetched from another host: it works offline."""
    taken = {link for path in site.rglob("*.html") for link in Page(path).taken}
    assert [link for link in taken if re.match(r"(?:[a-z]+:)?//", link)] == []


def test_each_page_is_in_the_index() -> None:
    """docs/index.md leads to every page under docs/, and to those beside the README."""
    index = (ROOT / "docs" / "index.md").read_text("utf-8")
    names = [page.relative_to(ROOT / "docs").as_posix() for page in PAGES[1:]]
    names += [f"../{page.name}" for page in ROOT.glob("*.md")]
    assert [name for name in names if f"]({name})" not in index] == ["index.md"]


def test_the_pictures_are_small() -> None:
    """No picture of the pages has more than 150 KB, and each is shown on one."""
    text = "\n".join(page.read_text("utf-8") for page in PAGES)
    pictures = list((ROOT / "docs" / "pictures").iterdir())
    assert pictures
    for picture in pictures:
        assert picture.stat().st_size < 150_000, picture.name
        assert f"pictures/{picture.name})" in text, picture.name
