"""An edition's own pages: Markdown as it is meant, and nothing of it as HTML."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import provrepo
from provrepo import InputError, SiteOptions
from provrepo.publish.frame import Site
from provrepo.publish.labels import built_in
from provrepo.publish.markdown import as_html
from provrepo.publish.own_pages import own_page, own_pages
from tests.conftest import CommandLine
from tests.publish.edition import fill, put
from tests.publish.site_reader import contents, dead_links, read

ABOUT = b"""\
# About *this* edition

Papers of **one archive**, `1961`. See [how we work](method.md#sources),
[the cable](cable/) and <https://example.edu/?a=1&b=2>.

- Letters
- Cables
  1. in cipher
  2. in clear

> He who quotes
> quotes exactly.

```
provrepo show cable <em>
```
"""
METHOD = b"# Method & means\n\n## Sources\n\nTwo lines  \nthat stay.\n\n***\n\n[Back](about.md)\n"


@pytest.fixture
def engine() -> str:
    """Return the engine: what is drawn is the same for both."""
    return "sqlite"


def test_pages_stand_among_those_of_the_site(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """Each page leads to them, and they to each other and to documents."""
    fill(repository)
    pages = {"about.md": ABOUT, "method.md": METHOD}
    repository.publish(tmp_path, SiteOptions(pages=pages))
    files = contents(tmp_path)
    assert list(dead_links(files)) == []
    about = read(files["_/about/index.html"])
    assert about.all("h1")
    assert "About this edition" in about.text
    links = [link["href"] for link in about.all("a")]
    assert {"../method/index.html#sources", "../../cable/index.html"} <= set(links)
    assert "https://example.edu/?a=1&b=2" in links
    assert [tag for tag, _ in about.elements if tag in ("em", "strong", "code", "blockquote")] == [
        *("strong", "code", "blockquote", "code")
    ]
    assert "provrepo show cable <em>" in about.text
    assert len(about.all("ol")) == 2  # the other one is in the head of the page
    home = read(files["index.html"])
    assert "Method & means" in home.text
    assert "_/method/index.html" in [link["href"] for link in home.all("a")]
    assert (
        repository.site_file("_/about/index.html", SiteOptions(pages=pages))
        == (files["_/about/index.html"])
    )


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](JAVA&#115;cript:alert(1))",
        "[x](data:text/html,<script>)",
        "[x](//evil.example/)",
        "[x](../../../etc/passwd)",
        '[x](https://a.example/"onmouseover="alert(1))',
        "![x](x.png)",
        "<img src=x onerror=alert(1)>",
        "`</code><script>`",
        "```\n</pre><script>\n```",
        '# <b onclick="x">title</b>',
        "## </h2><script>",
        "<https://a.example/<script>>",
        "\u202ereversed\x07",
    ],
)
def test_nothing_of_a_page_is_html(attack: str) -> None:
    """It is shown as it is written; a link leads to the web or within the site, or is none."""
    site = Site("Title", "example.edu/t", "example.edu/t\n1\nx\n", built_in("en"))
    ((path, (title, text)),) = own_pages({"page.md": attack.encode()}).items()
    page = read(own_page(site, path, title, text))
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"img", "b", "iframe", "em"}
    assert all(attributes.get("src") for attributes in page.all("script"))
    for _, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on")]
        assert not attributes.get("href", "").lower().startswith(("javascript", "data", "//"))
        assert "passwd" not in attributes.get("href", "")
    assert not {"\u202e", "\x07"} & set(page.text)


@given(st.text(st.sampled_from("a *_`[]()<>#-1.>\n\\!&\"'~"), max_size=200))
def test_any_text_is_a_page(text: str) -> None:
    """And its elements are closed in the order in which they were opened."""
    page = as_html(text, lambda target: target).html
    stack: list[str] = []
    for tag, closing in ((tag.strip("</> "), tag.startswith("</")) for tag in _tags(page)):
        if closing:
            assert stack.pop() == tag
        else:
            stack.append(tag)
    assert stack == []


def _tags(page: str) -> list[str]:
    tags = re.findall(r"</?[a-z]+[0-9]?", page)
    return [tag for tag in tags if tag not in ("<br", "<hr")]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("search.md", "page of the site's own"),
        ("con.md", "makes no address"),
        ("About Us.md", "makes no address"),
        ("../x.md", "makes no address"),
        ("page.html", "is no page"),
        ("a.b.md", "makes no address"),
    ],
)
def test_a_name_that_makes_no_address_is_refused(name: str, said: str) -> None:
    """With what to do."""
    with pytest.raises(InputError, match=said):
        SiteOptions(pages={name: b"x"})


def test_what_is_no_utf_8_is_refused() -> None:
    """And two files that would have the same address."""
    with pytest.raises(InputError, match=r"a\.md.*UTF-8"):
        SiteOptions(pages={"a.md": b"\xff\xfe"})
    with pytest.raises(InputError, match="address of another page"):
        SiteOptions(pages={"a.md": b"x", "a.markdown": b"y"})


def test_the_command_reads_a_folder(run: CommandLine, tmp_path: Path) -> None:
    """Hidden files and those of other kinds apart; what is wrong is told in a line."""
    with provrepo.create(tmp_path / "provrepo.db") as repository:
        put(repository, "translation:en", "A text.\n")
    (tmp_path / "pages").mkdir()
    empty = run("publish", "site", "--pages", "pages")
    assert (empty.returncode, b"has no page" in empty.stderr) == (2, True)
    (tmp_path / "pages/about.md").write_bytes(b"\xef\xbb\xbf" + ABOUT)
    (tmp_path / "pages/.draft.md").write_text("secret")
    (tmp_path / "pages/notes.txt").write_text("secret")
    assert run("publish", "site", "--pages", "pages").returncode == 0
    assert "About this edition" in read((tmp_path / "site/_/about/index.html").read_bytes()).text
    missing = run("serve", "--pages", "none")
    assert (missing.returncode, b"is no folder of pages" in missing.stderr) == (2, True)
