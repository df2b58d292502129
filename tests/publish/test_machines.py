"""What programs read of a site: Zotero, feed readers, archives of the web, annotation tools."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import provrepo
from provrepo import SiteOptions
from provrepo.cite.exchange.zotero import zotero_fields
from provrepo.store.merkle import leaf_hash, root
from provrepo.store.tiles import tiles
from tests.publish.edition import fill
from tests.publish.site_reader import contents, read

BASE = "https://cables.example.edu/edition/"


@pytest.fixture
def engine() -> str:
    """Return the engine: what is drawn is the same for both."""
    return "sqlite"


@pytest.fixture
def files(repository: provrepo.Repository, tmp_path: Path) -> dict[str, bytes]:
    """Return the files of the site of the small edition."""
    fill(repository)
    repository.publish(tmp_path / "site", SiteOptions(title="Border Cables", base_url=BASE))
    return contents(tmp_path / "site")


def test_zotero_takes_the_archival_item(files: dict[str, bytes]) -> None:
    """Type, archive, place, people, version: by the names that its own translator reads."""
    page = read(files["cable/translation.en/v1/index.html"])
    assert page.meta("z.itemType") == ["manuscript"]
    assert page.meta("z.title") == ["Cable on the Fishing Boats"]
    assert page.meta("z.archive") == ["Foreign Ministry Archive"]
    assert page.meta("z.archiveLocation") == ["Border Files, 118-01026-03"]
    assert page.meta("z.manuscriptType") == ["Telegram"]
    assert page.meta("z.translators") == ["Wang, Jeffrey"]
    (extra,) = page.meta("z.extra")
    assert "author: Embassy in Pyongyang" in extra.split("\n")  # not “Pyongyang, Embassy in”
    assert any(line.startswith("version: 1 (") for line in extra.split("\n"))
    assert page.meta("dc.creator") == []


def test_people_that_a_type_has_no_place_for() -> None:
    """A letter has no translator in Zotero; it is not lost, nor is the recipient."""
    fields = zotero_fields(
        {
            "type": "personal_communication",
            "title": "A letter",
            "author": [{"family": "Li", "given": "Wei"}],
            "recipient": [{"family": "Kim", "given": "Il"}],
            "translator": [{"family": "Wang", "given": "Jeffrey"}],
            "issued": {"date-parts": [[1961, 5]]},
        }
    )
    assert ("dc.creator", "Li, Wei") in fields
    assert ("z.recipients", "Kim, Il") in fields
    assert ("z.date", "1961-05") in fields
    assert ("z.extra", "translator: Wang || Jeffrey") in fields


def test_json_ld_and_links(files: dict[str, bytes]) -> None:
    """The description is JSON, and relations name the versions around it and the TimeMap."""
    page = read(files["cable/translation.en/v2/index.html"])
    description = json.loads(page.scripts[0])
    assert description["holdingArchive"]["name"] == "Foreign Ministry Archive"
    links = {link["rel"]: link["href"] for link in page.all("link")}
    assert links["cite-as"] == f"{BASE}cable/translation.en/v2/"
    assert links["predecessor-version"] == "../v1/index.html"
    assert links["successor-version"] == "../v3/index.html"
    assert links["latest-version"] == "../v4/index.html"
    assert links["canonical"] == f"{BASE}cable/"


def test_the_timemap_lists_all_versions(files: dict[str, bytes]) -> None:
    """With when each was recorded, as RFC 7089 has it."""
    lines = files["cable/translation.en/timemap.link"].decode().split(",\n")
    assert len(lines) == 5
    assert lines[1] == (
        f'<{BASE}cable/translation.en/v1/>; rel="memento"; datetime="Tue, 24 Nov 2026 12:00:05 GMT"'
    )


def test_feed_and_sitemap(files: dict[str, bytes]) -> None:
    """Well-formed; the feed has the newest version first, the sitemap each document once."""
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ET.fromstring(files["_/feed.xml"])  # noqa: S314
    titles = [title.text for title in feed.findall(f"{atom}entry/{atom}title")]
    assert titles[0] == "رسالة: con/transcription:ar@v1"
    assert len(titles) == 7
    place = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
    urls = [element.text for element in ET.fromstring(files["sitemap.xml"]).iter(place)]  # noqa: S314
    assert urls == [BASE, f"{BASE}cable/", f"{BASE}_con/"]
    assert b"Sitemap: " + BASE.encode() in files["robots.txt"]


def test_notes_are_annotations_of_the_plain_text(files: dict[str, bytes]) -> None:
    """By quotation and by place, as W3C's selectors have them."""
    notes = json.loads(files["cable/translation.en/v4/notes.jsonld"])
    text = files["cable/translation.en/v4/text.txt"].decode()
    (anchored,) = [note for note in notes if "selector" in note["target"]]
    quote, position = anchored["target"]["selector"]
    assert quote["exact"] == "[North] Harbor" == text[position["start"] : position["end"]]
    assert anchored["body"]["value"] == "Now Qingjia."


@pytest.mark.parametrize("size", [1, 2, 7, 255, 256, 257, 511, 513, 1000])
def test_tiles_hold_the_tree(size: int) -> None:
    """From the hashes of the tiles alone follows the root of RFC 9162, as others compute it."""
    leaves = [leaf_hash(str(number).encode()) for number in range(size)]
    made = dict(tiles(leaves))
    level_0 = b"".join(data for path, data in made.items() if path.startswith("tile/0/"))
    assert level_0 == b"".join(leaves)
    for path, data in made.items():
        assert len(data) % 32 == 0
        width = int(path.partition(".p/")[2] or 256)
        assert len(data) == 32 * width

    def complete(level: int, position: int) -> bytes:
        if level == 8:
            return made["tile/1/000" + ("" if size >= 65536 else f".p/{size // 256}")][
                32 * position : 32 * position + 32
            ]
        if level == 0:
            return level_0[32 * position : 32 * position + 32]
        left = complete(level - 1, 2 * position)
        return hashlib.sha256(b"\1" + left + complete(level - 1, 2 * position + 1)).digest()

    def plain(level: int, position: int) -> bytes:
        if level == 0:
            return leaves[position]
        pair = plain(level - 1, 2 * position) + plain(level - 1, 2 * position + 1)
        return hashlib.sha256(b"\1" + pair).digest()

    assert root(size, complete) == root(size, plain)
