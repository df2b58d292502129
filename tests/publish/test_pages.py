"""What a reader of a site finds on its pages."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

import provrepo
from provrepo import NoteDraft, SiteOptions
from provrepo.agents import ROLES
from provrepo.compare.kinds import KINDS
from provrepo.compare.views.record_words import TITLES
from provrepo.publish.facing import facing_section
from provrepo.publish.labels import LANGUAGES, built_in
from provrepo.publish.running_text import side_by_side
from provrepo.publish.views import FacingView, VersionView
from provrepo.store import rules
from tests.publish.edition import EN, FIELDS, ZH, fill, put
from tests.publish.site_reader import Parsed, contents, dead_links, read


@pytest.fixture
def engine() -> str:
    """Return the engine: what is drawn is the same for both."""
    return "sqlite"


@pytest.fixture
def files(repository: provrepo.Repository, tmp_path: Path) -> dict[str, bytes]:
    """Return the files of the site of the small edition."""
    fill(repository)
    repository.publish(tmp_path / "site", SiteOptions(title="Border Cables"))
    return contents(tmp_path / "site")


def test_every_link_leads_somewhere(files: dict[str, bytes]) -> None:
    """From a disk, without a server: to a file that is there, and a place that it has."""
    assert list(dead_links(files)) == []
    assert len([path for path in files if path.endswith(".html")]) > 15


def test_no_two_pages_have_one_title(files: dict[str, bytes]) -> None:
    """A reader tells them apart in the tabs and bookmarks of the browser (WCAG 2.2, 2.4.2)."""
    titles = Counter(
        title
        for path, data in files.items()
        if path.endswith(".html")
        for title in re.findall("<title>(.*?)</title>", data.decode())
    )
    assert len(titles) > 10
    assert {title: count for title, count in titles.items() if count > 1} == {}


def test_paths_can_stand_on_any_disk(files: dict[str, bytes]) -> None:
    """No colon, no name that Windows keeps for a device, no two that differ in capitals alone."""
    for path in files:
        assert not set('<>:"\\|?*') & set(path), path
        assert path.split("/")[0] != "con"
    assert "_con/index.html" in files
    assert len({path.lower() for path in files}) == len(files)


def test_a_document_shows_its_texts_facing(files: dict[str, bytes]) -> None:
    """Paragraph beside paragraph, each in its language, with its notes and brackets."""
    page = read(files["cable/index.html"])
    cells = [attributes for attributes in page.all("div") if attributes.get("class") == "cell"]
    assert [cell["lang"] for cell in cells] == ["zh", "en"] * 3
    assert "五艘" in page.text
    assert "thirteen fishing boats of [North] Harbor" in page.text
    assert [span for span in page.all("span") if span.get("class", "").startswith("bracket")]
    (reference,) = [link for link in page.all("a") if link.get("role") == "doc-noteref"]
    assert reference["href"].removeprefix("#") in page.ids
    assert "Now Qingjia." in page.text
    assert "Sent in cipher." in page.text
    for value in ("118-01026-03", "Border Files", "Embassy in Pyongyang", "1961-05-14"):
        assert value in page.text


def test_a_passage_that_stands_elsewhere_in_the_translation_is_found(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """Where the text leaves it out on either side, a link leads to it."""
    german = [
        "Auf dem Weg.",
        "Im Hafen lagen am 2. Mai 137 Boote, 4711 Netze, 28 Segel, 1961 Haken und 530 Ruder.",
        *(f"Im Hafen fehlten {number * 311} Boote." for number in range(3, 9)),
    ]
    english = [
        "On the way.",
        *(f"In harbour {number * 311} boats were missing." for number in range(3, 9)),
        "On 2 May 137 boats, 4711 nets, 28 sails, 1961 hooks and 530 oars lay in harbour.",
    ]
    put(repository, "transcription:de", "\n\n".join(german), "moved")
    put(repository, "translation:en", "\n\n".join(english), "moved", based_on=("moved/de",))
    repository.publish(tmp_path / "site")
    page = read((tmp_path / "site" / "moved" / "index.html").read_bytes())
    links = [link["href"] for link in page.all("a") if link.get("href", "").startswith("#u")]
    assert links == ["#u9", "#u2"]
    exported = read(repository.export("moved/en", "html", facing=True))
    links = [link["href"].removeprefix("#") for link in exported.all("a")]
    assert links[:2] == ["row9", "row2"]
    assert set(links[:2]) <= set(exported.ids)


@pytest.mark.parametrize(("language", "facing"), [("en", "en"), ("ru", "ru"), ("fr", "ar")])
def test_the_translation_in_the_language_of_the_site_faces_the_transcription(
    repository: provrepo.Repository, tmp_path: Path, language: str, facing: str
) -> None:
    """Of several; without one the first of them."""
    put(repository, "transcription:zh", ZH, fields=FIELDS)
    for tag in ("ar", "en", "ru"):
        based_on = "cable/transcription:zh"
        put(repository, f"translation:{tag}", EN, based_on=based_on, fields=FIELDS)
    repository.publish(tmp_path, SiteOptions(language=language))
    page = read(contents(tmp_path)["cable/index.html"])
    cells = [attributes for attributes in page.all("div") if attributes.get("class") == "cell"]
    assert {cell["lang"] for cell in cells} == {"zh", facing}
    assert f"cable/translation:{facing}@v1" in page.text


def test_each_translation_can_be_read_beside_what_it_translates(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """One on the document's page; each other one on a page of its own, to which a link leads."""
    put(repository, "transcription:zh", ZH, fields=FIELDS)
    put(repository, "transcription:ru", "Министерство.\n", fields=FIELDS)
    for tag, name in (("de", "Weber, Anna"), ("en", "Wang, Jeffrey")):
        fields = {**FIELDS, "translator": name}
        put(repository, f"translation:{tag}", EN, based_on="cable/transcription:zh", fields=fields)
    repository.add_note("cable/de", provrepo.NoteDraft("Heute Qingjia.", quote="[North] Harbor"))
    repository.retext("cable/de", "translation:de:weber")
    repository.publish(tmp_path)
    files = contents(tmp_path)
    assert list(dead_links(files)) == []
    document = read(files["cable/index.html"])
    cells = [attributes for attributes in document.all("div") if attributes.get("class") == "cell"]
    assert [cell["lang"] for cell in cells] == ["zh", "en"] * 3
    path = "translation.de.weber/facing/index.html"
    assert path in [link["href"] for link in document.all("a")]
    facing = read(files[f"cable/{path}"])
    cells = [attributes for attributes in facing.all("div") if attributes.get("class") == "cell"]
    assert [cell["lang"] for cell in cells] == ["zh", "de"] * 3
    assert "Heute Qingjia." in facing.text
    assert "cable/translation:de:weber@v2" in facing.text  # what its box cites
    # Under its former name it goes on being found.
    former = files["cable/translation.de/facing/index.html"].decode()
    assert 'url=../../translation.de.weber/facing/index.html"' in former
    # The original has no translator; each translation has its own.
    facts = files["cable/index.html"].decode()
    assert "<dt>Translator</dt>" not in facts
    assert "<dt>Translator, Translation (English)</dt><dd>Wang, Jeffrey</dd>" in facts
    assert "<dt>Translator, Translation (German, weber)</dt><dd>Weber, Anna</dd>" in facts


def test_an_instant_is_written_as_people_read_it(files: dict[str, bytes]) -> None:
    """On all pages of a text alike."""
    for path in ("", "/v1", "/v1-v2"):
        words = read(files[f"cable/translation.en{path}/index.html"]).text
        assert "2026-11-24 12:00 UTC" in words
        assert "T12:00" not in words


def test_a_stale_translation_says_so(files: dict[str, bytes]) -> None:
    """The numeral was corrected after the translation was made."""
    page = read(files["cable/index.html"])
    caution = "Translation (English) · Out of date: Transcription (Chinese), Version 1 → 2"
    assert f"{caution} See what changed" in page.text
    assert f"{caution} See what changed" in read(files["cable/translation.en/index.html"]).text
    links = [link["href"] for link in page.all("a")]
    assert "transcription.zh/v1-v2/index.html" in links
    rows = files["cable/index.html"].decode().split('<div class="row"')
    (changed,) = [row for row in rows if "thirteen" in row]
    assert 'class="stale"' in changed
    assert sum('class="stale"' in row for row in rows) < 3


def test_a_version_stays_and_tells_of_newer_ones(files: dict[str, bytes]) -> None:
    """Its plain text is the content to the byte, and a banner says whether a newer one differs."""
    assert files["cable/translation.en/v1/text.txt"] == EN.encode()
    page = read(files["cable/translation.en/v1/index.html"])
    assert "A newer version, 4, has another text." in page.text
    assert "three fishing boats" in page.text
    assert hashlib.sha256(EN.encode()).hexdigest() in page.text
    record = json.loads(files["cable/translation.en/v1/record.json"])
    assert record["content"] == hashlib.sha256(EN.encode()).hexdigest()
    identity = hashlib.sha256(files["cable/translation.en/v1/record.json"]).hexdigest()
    assert identity in page.text
    assert (
        "A newer version, 4, has the same text."
        in read(files["cable/translation.en/v2/index.html"]).text
    )
    assert "This is the newest version." in read(files["cable/translation.en/v4/index.html"]).text


def test_changes_are_marked(files: dict[str, bytes]) -> None:
    """Word by word, from each version to the next and to the newest."""
    page = read(files["cable/translation.en/v1-v2/index.html"])
    assert len(page.all("del")) == 2  # one of them in the legend
    assert "cable/translation.en/v1-v4/index.html" in files
    notes = read(files["cable/translation.en/v2-v3/index.html"])
    assert "Now Qingjia." in notes.text


def test_citations_are_pinned(files: dict[str, bytes]) -> None:
    """In five styles, each with a button that copies what is shown."""
    page = read(files["cable/translation.en/v1/index.html"])
    copies = [button["data-copy"] for button in page.all("button") if "data-copy" in button]
    assert len(copies) == 5
    assert all("ersion 1 (" in words for words in copies)
    assert all("Cable on the Fishing Boats" in words for words in copies)
    assert b"118-01026-03" in files["cable/translation.en/v1/citation.ris"]


def test_all_other_styles_are_in_one_file(files: dict[str, bytes]) -> None:
    """Of each work once; each version says by what it is cited, and the box which there are."""
    script = files["cable/styles.js"].decode()
    data = json.loads(script.removeprefix("provrepo.styles(").removesuffix(");\n"))
    page = read(files["cable/translation.en/v2/index.html"])
    (box,) = [div for div in page.all("div") if div.get("class") == "styles"]
    assert box["data-file"] == "../../styles.js"
    work, number, identity, name = data["versions"][box["data-version"]]
    assert number.startswith("2 (")
    offered = {option["value"] for option in page.all("option")} - {""}
    assert offered == set(data["works"][work]) >= {"nara", "tna", "bundesarchiv", "wilson"}
    assert not offered & {"apa", "mla", "chicago-notes", "chicago-author-date", "mhra"}
    for html, text in data["works"][work].values():
        assert "118-01026-03" in html
        assert data["number"] in text
    assert len(data["works"]) == 2
    assert name.startswith("ni:///sha-256;")
    assert identity == box["data-version"]


def test_a_version_can_be_downloaded(
    repository: provrepo.Repository, files: dict[str, bytes]
) -> None:
    """As what `export` writes: taken in again, it is the same version."""
    folder = "cable/translation.en/v4"
    for name, form in (("text.tei.xml", "tei"), ("text.docx", "docx")):
        assert files[f"{folder}/{name}"] == repository.export("cable/en@v4", form)
        outcome = repository.ingest(files[f"{folder}/{name}"], document="cable",
                                    text="translation:en")  # fmt: skip
        assert outcome.status == "unchanged"
    links = {link["href"] for link in read(files[f"{folder}/index.html"]).all("a")}
    assert {"text.tei.xml", "text.docx", "citation.ris", "citation.bib", "citation.json"} <= links


def test_right_to_left(files: dict[str, bytes]) -> None:
    """A text in Arabic says so."""
    page = read(files["_con/index.html"])
    texts = [attributes for attributes in page.all("div") if attributes.get("class") == "text"]
    assert [(text["lang"], text["dir"]) for text in texts] == [("ar", "rtl")]


@pytest.mark.parametrize(
    "language",
    ["zh", *(pytest.param(tag, marks=pytest.mark.slow) for tag in ("de", "en", "fr", "ko", "ru"))],
)
def test_the_words_of_the_site(
    repository: provrepo.Repository, tmp_path: Path, language: str
) -> None:
    """In the reader's language, with nothing left in English but what is English everywhere."""
    fill(repository)
    repository.publish(tmp_path, SiteOptions(language=language))
    page = read((tmp_path / "cable/translation.en/v1/index.html").read_bytes())
    (html,) = page.all("html")
    assert html["lang"] == language
    assert ("newer version" in page.text) == (language == "en")


ALLOWED = frozenset(
    "html head meta title link script body header footer nav main section article h1 h2 h3 p div "
    "span a ol ul li dl dt dd table thead tbody tr th td code pre q del ins mark strong em i b sub "
    "sup br bdi button textarea label output noscript form input select option".split()
)
"""The elements that a site has."""

ATTACKS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title><script>alert(1)</script>",
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "\u202egnp.exe",
    "]]><evil/>",
    "\x1b[31mred\x07",
    "--><script>alert(1)</script>",
)


def test_nothing_gets_through(repository: provrepo.Repository, tmp_path: Path) -> None:
    """Of titles, makers, messages, notes, texts, basis: all are words and none is markup."""
    for number, attack in enumerate(ATTACKS):
        fields = {**FIELDS, "title": attack, "author": attack, "archive": attack, "URL": attack}
        key = f"d{number}"
        put(
            repository,
            "translation:en",
            f"Before {attack} after.\n\n{attack}",
            key=key,
            fields=fields,
            message=attack,
            based_on=f"label:{attack.strip()}",
        )
        repository.add_note(key, provrepo.NoteDraft(attack, quote="Before"))
        put(repository, "translation:en", f"Then {attack} after.", key=key, message=attack)
    repository.publish(
        tmp_path, SiteOptions(title=ATTACKS[0] + ATTACKS[1], base_url="https://example.edu/x/")
    )
    files = contents(tmp_path)
    assert list(dead_links(files)) == []
    for path, data in files.items():
        if path.endswith((".html", ".xml")) and not path.endswith("text.tei.xml"):
            assert not {"\u202e", "\x1b", "\x07"} & set(data.decode()), path
        if path.endswith(".html"):
            check_elements(path, read(data))
        if path.endswith(".xml"):
            ET.fromstring(data)  # noqa: S314


def check_elements(path: str, page: Parsed) -> None:
    """Assert that a page has no element and no attribute that runs anything of a text's."""
    for tag, attributes in page.elements:
        assert tag in ALLOWED, (path, tag)
        assert not [name for name in attributes if name.startswith("on")], (path, attributes)
        if tag in ("a", "link"):
            assert not attributes.get("href", "").lower().startswith("javascript"), path
        if tag == "script":
            assert attributes.get("type") == "application/ld+json" or attributes["src"], path


def test_withdrawn_and_purged_versions_keep_their_pages(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """With the reason; and of a purged text no word is left in any file."""
    fill(repository)
    repository.publish(tmp_path, SiteOptions())
    assert "thirteen" in (tmp_path / "cable/translation.en/v2/data.js").read_text()
    put(repository, "translation:en", "A new translation.\n", message="Anew")
    repository.withdraw("cable/en@v1", "A breach of privacy")
    repository.purge("cable/en@v2", "By order of a court", everywhere=True)
    repository.publish(tmp_path, SiteOptions())
    files = contents(tmp_path)
    assert list(dead_links(files)) == []
    assert "A breach of privacy" in read(files["cable/translation.en/v1/index.html"]).text
    gone = read(files["cable/translation.en/v2/index.html"]).text
    assert "The text of this version was removed for good: By order of a court" in gone
    assert not [path for path, data in files.items() if b"thirteen" in data]
    repository.publish(tmp_path, SiteOptions(withdrawn="hide"))
    assert not (tmp_path / "cable/translation.en/v1").exists()
    assert list(dead_links(contents(tmp_path))) == []


def test_a_withdrawn_version_leads_to_the_one_that_stands(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """No page says of itself that it is the newest while another one is shown in its place."""
    for content in ("One.\n", "Two.\n", "Three.\n"):
        put(repository, "transcription:en", content, key="memo")
    repository.withdraw("memo@v3", "misread")
    repository.withdraw("memo@v2", "misread, too")
    repository.publish(tmp_path / "all")
    files = contents(tmp_path / "all")
    for number in (1, 2, 3):
        page = read(files[f"memo/transcription.en/v{number}/index.html"])
        assert "Version 1 is the newest that was not withdrawn." in page.text
        assert "This is the newest version." not in page.text
        leads_there = "../v1/index.html" in [link["href"] for link in page.all("a")]
        assert leads_there == (number > 1)
    repository.publish(tmp_path / "hidden", SiteOptions(withdrawn="hide"))
    page = read(contents(tmp_path / "hidden")["memo/transcription.en/v1/index.html"])
    assert "This is the newest version." in page.text


def test_documents_of_one_archive_stand_by_date(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """Where the list is sorted by what many have, chance does not order the rest."""
    for key, archive, date in (
        ("a", "The Archive", "1962"), ("b", "The Archive", "1960"), ("c", "Another", "1970"),
    ):  # fmt: skip
        fields = {"title": f"Title of {key}", "archive": archive, "issued": date}
        put(repository, "transcription:en", "A.\n", key=key, fields=fields)
    repository.publish(tmp_path)
    page = contents(tmp_path)["_/by-archive.html"].decode()
    assert sorted("abc", key=lambda key: page.index(f"Title of {key}")) == ["c", "b", "a"]


def test_purged_metadata_leave_a_page_without_citations(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """The version keeps its page and its text; of its title no word is left in any file."""
    put(repository, "translation:en", "Fourteen boats.\n", fields={"title": "An Unspeakable Title"})
    repository.publish(tmp_path)
    assert [path for path, data in contents(tmp_path).items() if b"Unspeakable" in data]
    repository.purge("cable/en@v1", "By order of a court", part="citation", everywhere=True)
    repository.publish(tmp_path)
    files = contents(tmp_path)
    assert list(dead_links(files)) == []
    remaining = read(files["cable/translation.en/v1/index.html"]).text
    assert "Fourteen boats." in remaining
    assert "Something of this version was removed for good: By order of a court" in remaining
    assert not [path for path, data in files.items() if b"Unspeakable" in data]


def test_some_documents_and_versions_only(repository: provrepo.Repository, tmp_path: Path) -> None:
    """Those whose keys fit, and the newest version of each text."""
    fill(repository)
    repository.publish(tmp_path, SiteOptions(documents=["ca*"], versions="newest"))
    files = contents(tmp_path)
    assert list(dead_links(files)) == []
    assert "cable/translation.en/v4/index.html" in files
    assert not [path for path in files if path.startswith(("_con", "cable/translation.en/v1"))]
    assert ZH.encode() not in files.values()


def test_former_names_lead_on(repository: provrepo.Repository, tmp_path: Path) -> None:
    """Of a document and of a text: each address that was cited leads to the same version."""
    fill(repository)
    repository.publish(tmp_path)
    cited = {path for path in contents(tmp_path) if path.startswith("cable/") and
             path.endswith("/index.html") and "-v" not in path}  # fmt: skip
    repository.rename("cable", "telegram")
    repository.retext("telegram/en", "translation:en:wang")
    repository.publish(tmp_path)
    files = contents(tmp_path)
    assert list(dead_links(files)) == []
    assert cited <= set(files)
    old = "cable/translation.en/v1/index.html"
    (refresh,) = [meta["content"] for meta in read(files[old]).all("meta") if "http-equiv" in meta]
    assert refresh == "0; url=../../../telegram/translation.en.wang/v1/index.html"
    assert repository.site_file(old) == files[old]
    assert repository.site_file("telegram/translation.en/v1/index.html") is not None


def test_the_policy_says_what_may_be_published(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """Under ``publish=approved`` the site has what was approved, whoever makes it."""
    fill(repository)
    reviewer = provrepo.Changes(agents=("Bo Kim:reviewer",))
    repository.set_policy(reviewer, publish="approved", approvals=1)
    repository.review("cable/en@v1", "approved", reviewer)
    publication = repository.publish(tmp_path)
    files = contents(tmp_path)
    assert publication.documents == 1
    assert list(dead_links(files)) == []
    versions = {path for path in files if path.endswith("text.txt")}
    assert versions == {"cable/translation.en/v1/text.txt"}
    rule, count = publication.warnings
    assert "policy" in rule
    assert "not approved" in rule
    assert count == "left out, as no version of them is approved: 1 of the documents"
    approved = repository.publish(tmp_path, SiteOptions(versions="approved"))
    assert approved.warnings == (count,)


def test_a_document_says_that_the_version_it_shows_was_withdrawn(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """Where every version of a text was, the newest is shown: never as if it stood."""
    fill(repository)
    for number in range(1, 5):
        repository.withdraw(f"cable/en@v{number}", "A breach of privacy")
    repository.publish(tmp_path)
    page = read(contents(tmp_path)["cable/index.html"]).text
    assert (
        "Translation (English), Version 4: This version was withdrawn: A breach of privacy" in page
    )


def test_every_language_has_all_the_words() -> None:
    """With the same places for what stands within them."""
    folder = Path(provrepo.__file__).parent / "publish" / "labels"
    tables = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in folder.glob("*.toml")}
    assert set(tables) == set(LANGUAGES)
    places = {language: places_of(table) for language, table in tables.items()}
    assert all(others == places["en"] for others in places.values())


@pytest.mark.parametrize(
    ("language", "name", "title"),
    [
        ("en", "translation:en", "Translation (English)"),
        ("en", "translation:en:reading-copy", "Translation (English, reading-copy)"),
        ("en", "transcription:zh-Hant", "Transcription (Chinese, traditional)"),
        ("en", "transcription:ko-KP", "Transcription (Korean, KP)"),
        ("en", "transcription:qaa", "Transcription (qaa)"),
        ("de", "translation:fr", "Übersetzung (Französisch)"),
        ("zh", "translation:ru", "译文（俄语）"),
    ],
)
def test_texts_are_called_by_the_names_of_their_languages(
    language: str, name: str, title: str
) -> None:
    """In the reader's language, and so that two translations into one are told apart."""
    assert built_in(language).text_name(name) == title


def test_what_records_say_is_said_in_the_readers_language() -> None:
    """Roles, activities, reviews, and every class of change: each language has a word for each."""
    names = {
        "role": ROLES, "activities": rules.ACTIVITIES, "state": rules.REVIEW_STATES,
        "change": (*KINDS, "moved"), "record": (*TITLES.values(), *rules.NOTE_KINDS),
        "changed": ("text", "notes", "metadata", "basis"),
    }  # fmt: skip
    for language in LANGUAGES:
        words = built_in(language).words
        missing = [
            f"{table}.{name}"
            for table, of_table in names.items()
            for name in of_table
            if f"{table}.{name}" not in words
        ]
        assert missing == [], language


def test_a_page_is_in_one_language(repository: provrepo.Repository, tmp_path: Path) -> None:
    """Who made a version, as what, what was changed and how it was reviewed: in German, all."""
    put(repository, "translation:en", EN, fields=FIELDS)
    put(repository, "translation:en", EN.replace("three", "five"))
    repository.add_note("cable/en", NoteDraft("Now Qingjia.", quote="[North] Harbor"))
    reviewer = provrepo.Changes(agents=("Bo Berg:reviewer",))
    repository.review("cable/en@v2", "approved", reviewer)
    repository.publish(tmp_path, SiteOptions(language="de"))
    pages = {path: read(data).text for path, data in contents(tmp_path).items()
             if path.endswith(".html")}  # fmt: skip
    versions = pages["cable/translation.en/index.html"]
    assert "Ann Lee (Herausgeber)" in versions
    assert "freigegeben" in versions
    assert "Anmerkungen" in versions
    assert "überarbeitet" in pages["cable/translation.en/v2/index.html"]
    changes = pages["cable/translation.en/v2-v3/index.html"]
    assert "Anmerkung" in changes
    assert "hinzugefügt, Stelle: “[North] Harbor”" in changes
    assert "Beteiligte" in changes
    assert "niemand" in changes
    for words in ("editorial", "added", "none", "nobody", "Made by", "approved", "(editor)"):
        assert not any(
            re.search(rf"(?<!\w){re.escape(words)}(?!\w)", page) for page in pages.values()
        )


def test_a_passage_that_hardly_translates_what_changed_is_not_said_to() -> None:
    """Of one that may, its page says that it may."""
    version = VersionView(
        key="cable", text_name="translation:en", folder="cable/translation.en", kind="translation",
        language="en", number=1, identity="0" * 64, date="1961", recorded="1961",
        activity="translate", message="", makers=(), basis=(), content="One.\n\nTwo.\n",
        content_hash="0" * 64, notes=(), marks={}, place=0, record=b"", item=None,
    )  # fmt: skip
    pair = FacingView(version, version, (((0, 5), (0, 5)), ((6, 11), (6, 11))), {1: 0.9, 2: 0.08})
    texts = side_by_side([version])
    section = facing_section(pair, texts, built_in("en"))
    first, second = section.split('id="u2"')
    assert "What this passage translates was changed since." in first
    assert "What this passage translates may have been changed since." in second


def test_a_correction_of_the_transcription_leaves_the_title_in_the_readers_language(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """The document is called as its translation is; in Chinese as its transcription is."""
    put(repository, "transcription:zh", ZH, fields={**FIELDS, "title": "渔船电"})
    put(repository, "translation:en", EN, fields=FIELDS)
    put(repository, "transcription:zh", ZH.replace("三", "五"))
    for language, title in (("en", "Cable on the Fishing Boats"), ("zh", "渔船电")):
        repository.publish(tmp_path / language, SiteOptions(language=language))
        page = read(contents(tmp_path / language)["cable/index.html"])
        assert f"{title} ·" in page.text


def test_no_two_notes_of_a_page_have_one_number(files: dict[str, bytes]) -> None:
    """On the page where texts face each other, what is printed as note 1 is one note."""
    page = files["cable/index.html"].decode()
    numbers = re.findall('role="doc-noteref">([0-9]+)<', page)
    assert len(numbers) == len(set(numbers))


def test_notes_of_facing_texts_are_numbered_throughout(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """The transcription's first, the translation's after them; and so count the lists."""
    fill(repository)
    repository.add_note("cable/zh", NoteDraft("原件缺字。", quote="[未歸]"))
    repository.publish(tmp_path)
    page = contents(tmp_path)["cable/index.html"].decode()
    assert re.findall('role="doc-noteref">([0-9]+)<', page) == ["1", "3"]
    assert re.findall('<ol class="notes"([^>]*)>', page) == ["", ' start="2"']


def test_an_arabic_title_turns_nothing_round_in_a_citation(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """The date stands between title and archive, as it does in a citation in English."""
    fields = {"title": "رسالة", "issued": "1911", "archive": "دار الوثائق",
              "author": [{"family": "حداد", "given": "سليم"}]}  # fmt: skip
    put(repository, "transcription:ar", "رسالة\n", key="letter", fields=fields)
    repository.publish(tmp_path)
    page = contents(tmp_path)["letter/transcription.ar/v1/index.html"].decode()
    assert "<bdi>سليم حداد</bdi>, “<bdi>رسالة</bdi>,” 1911, <bdi>دار الوثائق</bdi>" in page


def places_of(table: dict[str, Any], prefix: str = "") -> dict[str, set[str]]:
    """Return the places, such as ``{number}``, in each of the words of a site."""
    places: dict[str, set[str]] = {}
    for name, value in table.items():
        if isinstance(value, dict):
            places |= places_of(value, f"{prefix}{name}.")
        else:
            places[prefix + name] = set(re.findall(r"\{\w+\}", value))
    return places


def test_a_variable_that_nobody_named_is_called_by_its_own_name() -> None:
    """With blanks, as a heading begins: the name of another program's variable."""
    english = built_in("en")
    assert english.variable("reviewed-genre_of") == "Reviewed genre of"
