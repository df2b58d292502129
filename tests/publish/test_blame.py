"""The page that tells since which version, and by whom, each word of a text stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import provrepo
from provrepo import SiteOptions
from tests.publish.edition import EN, put
from tests.publish.site_reader import contents, dead_links, read


@pytest.fixture
def engine() -> str:
    """Return the engine: what is drawn is the same for both."""
    return "sqlite"


PAGE = "cable/translation.en/blame/index.html"


def stretches(page: bytes) -> list[tuple[str, str]]:
    """Return the stretches of the text: the number of the version that each has, its words."""
    (text,) = re.findall(r'<div class="text preserved".*?</div>', page.decode(), re.DOTALL)
    return re.findall(r'<span class="origin[^>]*><sup>(\d+)</sup>([^<]*)</span>', text)


def test_each_word_has_the_version_that_established_it(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """As `provrepo blame` tells it; by number besides the colour, and with who made it."""
    put(repository, "translation:en", EN)
    put(repository, "translation:en", EN.replace("three", "thirteen"), message="A slip")
    put(repository, "translation:en", EN.replace("three", "thirteen") + "\nIn haste.\n")
    repository.publish(tmp_path)
    files = contents(tmp_path)
    assert list(dead_links(files)) == []
    shown = {words.strip(): number for number, words in stretches(files[PAGE])}
    assert shown["thirteen"] == "2"
    assert shown["In haste."] == "3"
    told = {
        stretch.text.strip(): str(stretch.version.record.number)
        for stretch in repository.blame("cable/en")
        if stretch.text.strip()
    }
    assert shown == told
    page = read(files[PAGE])
    assert "A slip" in page.text
    assert "Ann Lee (editor)" in page.text
    for version in ("v1", "v3"):
        links = read(files[f"cable/translation.en/{version}/index.html"]).all("a")
        assert "../blame/index.html" in [link["href"] for link in links]


def test_a_single_version_has_no_such_page(repository: provrepo.Repository, tmp_path: Path) -> None:
    """There is nothing to tell."""
    put(repository, "translation:en", EN)
    repository.publish(tmp_path)
    assert PAGE not in contents(tmp_path)


def test_versions_that_the_site_does_not_show_are_not_named(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """A hidden version's words count as the next one's; a purged text's too, and that is said."""
    put(repository, "translation:en", EN)
    put(repository, "translation:en", EN.replace("three", "thirteen"))
    put(repository, "translation:en", EN.replace("three", "thirteen") + "\nIn haste.\n")
    repository.withdraw("cable/en@v2", "A mistake")
    repository.publish(tmp_path, SiteOptions(withdrawn="hide"))
    page = (tmp_path / PAGE).read_bytes()
    assert ("3", "thirteen") in [(number, words.strip()) for number, words in stretches(page)]
    repository.purge("cable/en@v2", "By order of a court", everywhere=True)
    repository.publish(tmp_path, SiteOptions())
    assert "removed for good" in read((tmp_path / PAGE).read_bytes()).text
