"""Whatever is put into a repository, nothing of it runs, reorders or ends anything in a site."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import provrepo
from provrepo import NoteDraft, SiteOptions
from tests.publish.edition import FIELDS, put
from tests.publish.site_reader import contents, dead_links, read
from tests.publish.test_pages import ATTACKS, check_elements

pytestmark = pytest.mark.slow

LINES = (
    "A title\r\nER  - \r\nTY  - BOOK\r\nTI  - Forged",
    "A title},\n}\n@book{forged, title={Forged}",
    "A title\u2028ER  - \u0085TY  - BOOK\x0bER  -",
    '", "type": "book", "x": "',
    "*/ alert(1) /*",
    "\u2066isolated\u2069 \u200f\u061c right",
    "{{7*7}} ${7*7} <%= 7*7 %>",
    "&lt;script&gt; &#60;b&#62; &amp;",
)
"""What would begin another record, or another kind of thing, if it were let."""

ALL = (*ATTACKS, *LINES)
TEI = "{http://www.tei-c.org/ns/1.0}"
HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]"
)

EXACT = ("/text.txt", "/record.json")
"""What has a hash, of the text and of the record, and so is as it is to the last byte."""


@pytest.fixture
def engine() -> str:
    """Return the engine: what is drawn is the same for both."""
    return "sqlite"


@pytest.fixture
def files(repository: provrepo.Repository, tmp_path: Path) -> dict[str, bytes]:
    """Return a site of documents into which everything was put wherever anything can be put."""
    for number, attack in enumerate(ALL):
        key = f"d{number}"
        name = " ".join(re.sub("[<>:]", " ", attack).split())  # what else would end a name
        fields = {
            **FIELDS, "title": attack, "archive": attack, "archive_location": attack,
            "genre": attack, "note": attack, "URL": f"https://example.edu/{attack}",
            "author": [{"family": attack, "given": attack}], "translator": [{"literal": attack}],
        }  # fmt: skip
        put(repository, "translation:en", f"Before {attack} after.\n", key=key, fields=fields)
        maker = provrepo.Changes(agents=(f"{name}:editor",), message=attack)
        repository.ingest(f"Then {attack} after.\n".encode(), maker, document=key, text="en")
        repository.add_note(key, NoteDraft(attack, quote="Then"))
        repository.withdraw(f"{key}@v1", attack)
    options = SiteOptions(title=ALL[2], base_url="https://example.edu/x/")
    repository.publish(tmp_path / "site", options)
    return contents(tmp_path / "site")


def test_no_page_and_no_feed_runs_or_reorders_anything(files: dict[str, bytes]) -> None:
    """Elements are the site's own, no attribute runs anything, and signs that hide are named."""
    assert list(dead_links(files)) == []
    for path, data in files.items():
        if path.endswith("index.html") or path in ("_/feed.xml", "sitemap.xml"):
            assert HIDDEN.search(data.decode()) is None, path
        if path.endswith(".html"):
            check_elements(path, read(data))
        if path.endswith(".xml"):
            ET.fromstring(data)  # noqa: S314


def test_no_machine_is_handed_what_hides_or_reorders(files: dict[str, bytes]) -> None:
    """In RIS, BibTeX, JSON, TEI and scripts; JSON and XML write its number, and lose nothing."""
    machines = (".ris", ".bib", ".json", ".jsonld", ".link", ".xml", ".js", ".txt")
    looked_at = {path for path in files if path.endswith(machines)}
    looked_at -= {path for path in looked_at if path.endswith(EXACT)}
    assert {path.rpartition("/")[2] for path in looked_at} >= {
        "citation.ris", "citation.bib", "citation.json", "notes.jsonld", "text.tei.xml",
    }  # fmt: skip
    for path in looked_at:
        assert HIDDEN.search(files[path].decode()) is None, path
    number = LINES.index("\u2066isolated\u2069 \u200f\u061c right") + len(ATTACKS)
    folder = f"d{number}/translation.en/v3"  # the second one with a note
    (item,) = json.loads(files[f"{folder}/citation.json"])
    assert item["title"] == ALL[number]
    (note,) = json.loads(files[f"{folder}/notes.jsonld"])
    assert note["body"]["value"] == ALL[number]
    root = ET.fromstring(files[f"{folder}/text.tei.xml"])  # noqa: S314
    for element in root.iter(f"{TEI}note"):
        element.text = None  # it stands amid the text
    assert f"Then {ALL[number]} after." in "".join(root.itertext())
    assert b"TI  - isolated  right\r\n" in files[f"{folder}/citation.ris"]
    assert b"title = {{isolated  right}}" in files[f"{folder}/citation.bib"]


def test_json_is_json(files: dict[str, bytes]) -> None:
    """In its own files, in pages, and in the scripts that hand over data."""
    for path, data in files.items():
        if path.endswith((".json", ".jsonld")):
            json.loads(data)
        if path.endswith(("data.js", "styles.js")):
            call = re.fullmatch(r"provrepo\.[a-z]+\((.*)\);\n", data.decode("ascii"))
            assert call, path
            json.loads(f"[{call[1]}]")
        if path.endswith(".html"):
            for script in read(data).scripts:
                if script.strip():
                    json.loads(script)


def test_one_record_stays_one(files: dict[str, bytes]) -> None:
    """A title of several lines begins no other record in RIS, and ends none in BibTeX."""
    for path, data in files.items():
        text = data.decode() if path.endswith((".ris", ".bib")) else ""
        if path.endswith(".ris"):
            lines = re.split("\r\n|\n|\r|\u2028|\u2029|\u0085|\x0b|\x0c", text)
            assert len([line for line in lines if re.match("TY  ?- ", line)]) == 1, path
            assert len([line for line in lines if re.match("ER  ?-", line)]) == 1, path
        if path.endswith(".bib"):
            assert text.count("\n@") + text.startswith("@") == 1, path


@pytest.mark.parametrize("attack", ATTACKS)
def test_words_of_an_edition_are_words(
    repository: provrepo.Repository, tmp_path: Path, attack: str
) -> None:
    """Every label that an edition writes anew may hold anything, and none of it is markup."""
    from provrepo.publish.labels import built_in

    put(repository, "translation:en", "A text with [brackets].\n", fields=FIELDS)
    put(repository, "translation:en", "A text of another kind.\n")
    repository.add_note("cable", NoteDraft("A note.", quote="another"))
    words = built_in("en").words
    own = {
        name: f"{attack} {' '.join(re.findall('{[a-z]+}', word))}" for name, word in words.items()
    }
    labels = "".join(f"{json.dumps(name)} = {json.dumps(word)}\n" for name, word in own.items()
                     if "." not in name)  # fmt: skip
    repository.publish(tmp_path / "site", SiteOptions(labels=labels.encode()))
    for path, data in contents(tmp_path / "site").items():
        if path.endswith(".html"):
            assert HIDDEN.search(data.decode()) is None, path
            check_elements(path, read(data))
