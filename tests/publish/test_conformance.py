"""The pages of a site before judges that others have made: of HTML, of access for everybody."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import provrepo
from provrepo import NoteDraft, SiteOptions
from tests.publish.browser_tools import needs_chromium, nu_errors, said_by
from tests.publish.edition import EN, FIELDS, fill, put

pytestmark = [pytest.mark.slow, needs_chromium]


@pytest.fixture
def engine() -> str:
    """Return the engine: what is drawn is the same for both."""
    return "sqlite"


@pytest.fixture
def site(repository: provrepo.Repository, tmp_path: Path) -> Path:
    """Return a site that has every kind of page and of mark on it."""
    fill(repository)
    repository.add_note("con", NoteDraft("ملاحظة", quote="السفن", language="ar"))
    moved = EN.split("\n\n")
    moved[1:3] = moved[2].strip(), moved[1]
    put(repository, "translation:en", "\n\n".join(moved), message="Moved, with \u202e inside")
    repository.add_note("cable/en", NoteDraft("Lost: <its> words & all.", quote="Please inform"))
    put(repository, "translation:en", EN.replace("Please inform", "Kindly tell"), fields=FIELDS)
    repository.withdraw("cable/en@v2", "A breach of <privacy>")
    repository.purge("cable/zh@v1", "By order of a court", everywhere=True)
    repository.rename("con", "letter")
    for tag in ("de", "fr"):  # each with a page of its own, on which it faces the transcription
        licensed = {**FIELDS, "license": "https://creativecommons.org/licenses/by/4.0/"}
        based_on = "cable/transcription:zh"
        put(repository, f"translation:{tag}", EN, based_on=based_on, fields=licensed)
    reviewer = provrepo.Changes(agents=("Bo Kim:reviewer",))
    repository.review("cable/en", "approved", reviewer)
    options = SiteOptions(title="Border & Cables", base_url="https://cables.example.edu/e/")
    repository.publish(tmp_path / "site", options)
    return tmp_path / "site"


def kinds(site: Path) -> list[Path]:
    """Return the pages, of those of many versions the first few of each text.

    Pages that lead on at once cannot be looked at.
    """
    return [
        path
        for path in sorted(site.rglob("*.html"))
        if not re.search(r"/v[4-9](-v\d+)?/index", path.as_posix())
        and 'http-equiv="refresh"' not in path.read_text("utf-8")
    ]


def test_html_has_no_errors(site: Path) -> None:
    """The Nu HTML checker finds nothing wrong on any page, nor anything to be warned of."""
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 30
    found = [
        f"{message['url'].rpartition('/site/')[2]}: {message['message']}"
        for message in nu_errors(pages)
    ]
    assert found == []


def test_everybody_can_read_the_pages(site: Path) -> None:
    """axe-core finds no violation of WCAG 2.2 AA nor of its own rules, in light or dark colours."""
    pages = [path.as_uri() for path in kinds(site)]
    judged = said_by("axe.mjs", *pages)
    assert len(judged) == 2 * len(pages)
    assert all(judgement["passes"] > 10 for judgement in judged)
    found = {
        (judgement["url"].rpartition("/site/")[2], judgement["scheme"], violation["id"]): violation
        for judgement in judged
        for violation in judgement["violations"]
    }
    assert found == {}


def test_the_keyboard_is_enough_for_a_citation(repository: provrepo.Repository, site: Path) -> None:
    """From the first page to a version, and to its citation copied; where one is can be seen."""
    places = (
        "Cable on the Fishing Boats",
        "Translation (English), Version",
        "Copy (Chicago, notes)",
    )
    home = (site / "index.html").as_uri()
    walked = said_by("keyboard.mjs", home, *places)
    assert [step["place"] for step in walked] == list(places)
    assert all(step["seen"] for step in walked)
    (cited,) = repository.cite("cable/en", provrepo.Manner(style="chicago-notes"))
    assert walked[-1]["copied"] == cited.text
