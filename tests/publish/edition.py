"""A small edition for tests of sites: two texts that face each other, notes, revisions."""

from __future__ import annotations

import provrepo
from provrepo import Changes, NoteDraft

ZH = "外交部：\n\n五月以來，北港漁船三艘出海[未歸]。\n\n請即轉告對方。\n"
EN = (
    "Ministry of Foreign Affairs:\n\nSince May, three fishing boats of [North] Harbor have put to "
    "sea.\n\nPlease inform the other side.\n"
)
FIELDS = {
    "title": "Cable on the Fishing Boats",
    "issued": "1961-05-14",
    "author": "Embassy in Pyongyang",
    "archive": "Foreign Ministry Archive",
    "archive_location": "118-01026-03",
    "archive_collection": "Border Files",
    "type": "manuscript",
    "genre": "Telegram",
}


def put(
    repository: provrepo.Repository, text: str, content: str, key: str = "cable", **said: object
) -> None:
    """Make a version of a text."""
    changes = Changes(agents="Ann Lee:editor", **said)  # type: ignore[arg-type]
    repository.ingest(content.encode(), changes, document=key, text=text)


def fill(repository: provrepo.Repository) -> None:
    """Make two documents: a cable with its translation, revised, and a letter in Arabic."""
    put(repository, "transcription:zh", ZH, fields=FIELDS)
    put(
        repository,
        "translation:en",
        EN,
        based_on="cable/transcription:zh",
        fields={**FIELDS, "translator": "Wang, Jeffrey"},
    )
    put(repository, "translation:en", EN.replace("three", "thirteen"), message="A slip of the pen")
    repository.add_note("cable/en", NoteDraft("Now Qingjia.", quote="[North] Harbor"))
    repository.add_note("cable/en", NoteDraft("Sent in cipher."))
    put(repository, "transcription:zh", ZH.replace("三", "五"), message="A numeral misread")
    put(
        repository,
        "transcription:ar",
        "رسالة\n\nوصلت السفن [ثلاث] إلى المرفأ.\n",
        key="con",
        fields={"title": "رسالة", "issued": "1911"},
    )
