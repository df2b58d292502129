"""Zotero takes archival items whole from their pages: ten of ten, read by its own rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import provrepo
from tests.publish.edition import put
from tests.publish.site_reader import read
from tests.publish.zotero_reader import Person, zotero_item

KIM = {"family": "Kim", "given": "Il-song"}
WANG = {"family": "Wang", "given": "Jeffrey"}
AUTHOR: Person = ("author", "Kim", "Il-song")
TRANSLATOR: Person = ("translator", "Wang", "Jeffrey")
EMBASSY = {"literal": "Embassy of the DPRK in Beijing"}

Sample = tuple[dict[str, Any], str, list[Person], dict[str, str]]
"""Citation metadata; the type, the people and lines of Extra that Zotero has of them."""

SAMPLES: dict[str, Sample] = {
    "manuscript by a person": (
        {"type": "manuscript", "author": [KIM], "translator": [WANG]},
        *("manuscript", [AUTHOR, TRANSLATOR], {}),
    ),
    "manuscript by an institution": (
        {"type": "manuscript", "author": [EMBASSY], "translator": [WANG], "genre": "Telegram"},
        *("manuscript", [TRANSLATOR], {"author": "Embassy of the DPRK in Beijing"}),
    ),
    "letter, of which no translator is known there": (
        {"type": "personal_communication", "author": [KIM], "recipient": [WANG],
         "translator": [{"family": "Bai", "given": "Cai"}]},
        *("letter", [AUTHOR, ("recipient", "Wang", "Jeffrey")], {"translator": "Bai || Cai"}),
    ),
    "letter from office to office": (
        {"type": "personal_communication", "author": [EMBASSY],
         "recipient": [{"literal": "Ministry of Foreign Affairs, Asia Department"}]},
        "letter", [], {"author": "Embassy of the DPRK in Beijing",
                       "recipient": "Ministry of Foreign Affairs, Asia Department"},
    ),
    "report by both": (
        {"type": "report", "author": [KIM, EMBASSY], "translator": [WANG]},
        *("report", [AUTHOR, TRANSLATOR], {"author": "Embassy of the DPRK in Beijing"}),
    ),
    "document with an editor": (
        {"type": "document", "author": [KIM], "editor": [WANG], "contributor": [WANG]},
        "document", [AUTHOR, ("contributor", "Wang", "Jeffrey"), ("editor", "Wang", "Jeffrey")], {},
    ),
    "interview": (
        {"type": "interview", "author": [KIM], "interviewer": [WANG], "translator": [WANG]},
        "interview", [("interviewer", "Wang", "Jeffrey"), TRANSLATOR], {"author": "Kim || Il-song"},
    ),
    "photograph": (
        {"type": "graphic", "author": [KIM], "genre": "Photograph"},
        *("artwork", [], {"author": "Kim || Il-song"}),
    ),
    "map by an institution": (
        {"type": "map", "author": [{"literal": "Général Staff, 2nd Bureau"}]},
        *("map", [], {"author": "Général Staff, 2nd Bureau"}),
    ),
    "a person with particles, a newspaper": (
        {"type": "article-newspaper", "translator": [WANG], "container-title": "Rodong Sinmun",
         "author": [{"family": "Berg", "non-dropping-particle": "van den", "given": "Jan Piet"}]},
        "newspaperArticle", [("author", "van den Berg", "Jan Piet"), TRANSLATOR], {},
    ),
}  # fmt: skip


@pytest.fixture
def engine() -> str:
    """Return the engine: what is drawn is the same for both."""
    return "sqlite"


@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_taken_whole(
    repository: provrepo.Repository, tmp_path: Path, name: str
) -> None:
    """Type, archive, place, people, version, kind; an institution's name in one piece."""
    metadata, kind, people, extra = SAMPLES[name]
    fields = {
        "title": "On the Fishing Boats", "issued": {"date-parts": [[1961, 5, 14]]},
        "archive": "Foreign Ministry Archive", "archive-place": "Beijing",
        "archive_collection": "Border Files", "archive_location": "118-01026-03", **metadata,
    }  # fmt: skip
    put(repository, "translation:en", "A text.\n", fields=fields)
    repository.publish(tmp_path)
    item = zotero_item(read((tmp_path / "cable/translation.en/v1/index.html").read_bytes()))
    assert item.fields["itemType"] == kind
    assert item.fields["title"] == "On the Fishing Boats"
    assert item.fields["archive"] == "Foreign Ministry Archive"
    assert item.fields["archiveLocation"] == "Border Files, 118-01026-03"
    assert item.fields["date"] in ("1961-05-14", "1961/05/14")
    assert item.fields["language"] == "en"
    assert sorted(item.people) == sorted(people)
    version = repository.version("cable/en")
    expected = {**extra, "version": f"1 ({version.id[:12]})", "archive-place": "Beijing"}
    assert item.extra == expected
    if kind == "manuscript" and "genre" in metadata:
        assert item.fields["manuscriptType"] == "Telegram"
