"""What programs read of a site: Zotero, feed readers, archives of the web, annotation tools."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import provrepo
from provrepo import SiteOptions
from provrepo.cite.exchange.zotero import zotero_fields
from provrepo.publish.addresses import document_folder
from provrepo.publish.frame import Site
from provrepo.publish.labels import built_in
from provrepo.publish.machines import sitemaps
from provrepo.store.merkle import leaf_hash, root
from provrepo.store.tiles import tiles
from tests.publish.edition import FIELDS, ZH, fill, put
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
    assert description["inLanguage"] == "en"  # of this text, whatever the original's is
    assert description["identifier"] == [page_pin(files["cable/translation.en/v2/record.json"])]
    links = {link["rel"]: link["href"] for link in page.all("link")}
    assert links["cite-as"] == f"{BASE}cable/translation.en/v2/"
    assert links["predecessor-version"] == "../v1/index.html"
    assert links["successor-version"] == "../v3/index.html"
    assert links["latest-version"] == "../v4/index.html"
    assert links["canonical"] == f"{BASE}cable/"


def page_pin(record: bytes) -> str:
    """Return the name of a version as RFC 6920 has it, from its record."""
    digest = base64.urlsafe_b64encode(hashlib.sha256(record).digest()).decode().rstrip("=")
    return f"ni:///sha-256;{digest}"


CC_BY = "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize(
    ("license_field", "targets"),
    [(CC_BY, [CC_BY]), ("CC BY 4.0", []), ("javascript:alert(1)", []), ("https://a/\u202eb", [])],
)
def test_a_licence_is_linked_to(
    repository: provrepo.Repository, tmp_path: Path, license_field: str, targets: list[str]
) -> None:
    """RFC 4946: by its address alone; other words stand on the page as what they are."""
    put(repository, "transcription:zh", ZH, fields={**FIELDS, "license": license_field})
    repository.publish(tmp_path)
    for path in ("cable/index.html", "cable/transcription.zh/v1/index.html"):
        page = read(contents(tmp_path)[path])
        links = [link["href"] for link in page.all("link") if link["rel"] == "license"]
        assert links == targets
        assert [link["href"] for link in page.all("a") if link["href"] in targets] == (
            targets if path == "cable/index.html" else []
        )
        described = json.loads(page.scripts[0])
        assert [described[name] for name in ("license",) if name in described] == targets
        assert ("license: " in described.get("description", "")) == (not targets)


def test_the_timemap_lists_all_versions(files: dict[str, bytes]) -> None:
    """With when each was recorded, as RFC 7089 has it; the original's address never changes."""
    lines = files["cable/translation.en/timemap.link"].decode().removesuffix("\n").split(",\n")
    text = f"{BASE}cable/translation.en/"
    assert lines == [
        f'<{text}>; rel="original"',
        f'<{text}timemap.link>; rel="self"; type="application/link-format"; '
        'from="Tue, 24 Nov 2026 12:00:05 GMT"; until="Tue, 24 Nov 2026 12:00:05 GMT"',
        f'<{text}v4/>; rel="latest-version"',
        f'<{text}v1/>; rel="first memento"; datetime="Tue, 24 Nov 2026 12:00:05 GMT"',
        f'<{text}v2/>; rel="memento"; datetime="Tue, 24 Nov 2026 12:00:05 GMT"',
        f'<{text}v3/>; rel="memento"; datetime="Tue, 24 Nov 2026 12:00:05 GMT"',
        f'<{text}v4/>; rel="last memento"; datetime="Tue, 24 Nov 2026 12:00:05 GMT"',
    ]
    single = files["_con/transcription.ar/timemap.link"].decode()
    assert 'v1/>; rel="first last memento"; ' in single
    version = read(files["cable/translation.en/v2/index.html"])
    (original,) = [link for link in version.all("link") if link["rel"] == "original"]
    assert original["href"] == "../index.html"


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
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{atom}link")}
    assert links == {None: BASE, "self": f"{BASE}_/feed.xml"}


def test_a_feed_without_an_address_leads_home(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """Its links are read from where it stands itself."""
    fill(repository)
    repository.publish(tmp_path)
    feed = ET.fromstring(contents(tmp_path)["_/feed.xml"])  # noqa: S314
    targets = [link.attrib["href"] for link in feed.iter("{http://www.w3.org/2005/Atom}link")]
    assert targets[0] == "../index.html"
    assert all((tmp_path / "_" / target).resolve().is_file() for target in targets)


def test_a_sitemap_names_no_more_than_it_may() -> None:
    """sitemaps.org: 50,000 addresses a file; a larger site divides them, and an index names all."""
    site = Site("T", "o", "o\n1\nx\n", built_in("en"), BASE)
    pages = [("index.html", ""), *((f"d{n}/index.html", "2026-11-24") for n in range(50_000))]
    whole = dict(sitemaps(site, pages[:50_000]))
    assert [*whole] == ["sitemap.xml"]
    parts = dict(sitemaps(site, pages))
    assert [*parts] == ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"]
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    index = ET.fromstring(parts["sitemap.xml"])  # noqa: S314
    assert index.tag == f"{space}sitemapindex"
    named = [place.text for place in index.iter(f"{space}loc")]
    assert named == [f"{BASE}sitemap-1.xml", f"{BASE}sitemap-2.xml"]
    last = ET.fromstring(parts["sitemap-2.xml"])  # noqa: S314
    assert [place.text for place in last.iter(f"{space}loc")] == [f"{BASE}d49999/"]
    assert [day.text for day in last.iter(f"{space}lastmod")] == ["2026-11-24"]
    assert document_folder("sitemap-1.xml") == "_sitemap-1.xml"  # a key may be like this, too


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
