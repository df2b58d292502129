"""docs/vectors.json, made of a repository in which nothing is random: `python -m tests.vectors`."""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import provrepo
from provrepo.clock import fixed_clock
from provrepo.editing.changes import Changes
from provrepo.notes import NoteDraft
from provrepo.store import ledger
from provrepo.store.canonical import canonical, digest, parse
from provrepo.store.merkle import leaf_hash
from provrepo.store.other_records import append_event, append_opaque
from provrepo.store.records import Event
from tests.store.sample import say_everything

FILE = Path(__file__).resolve().parents[1] / "docs" / "vectors.json"

ABOUT = (
    "Test vectors of docs/format.md. Digests and hashes are hexadecimal, offsets are code points. "
    "canonical_json: text as somebody wrote it, and its canonical form; refused: what has none. "
    "ledger: records in their order, with id, leaf hash, and root of the tree that ends there. "
    "objects: what the records name, as in docs/format.md, Dump. receipts: of the record at a "
    "place, for the tree of a size. carried: a text and its notes in two versions that follow each "
    "other."
)

WRITTEN = (
    '{ "b": 2, "a": 1 }',
    '{"\\ufb00": 1, "\\ud83d\\udcc4": 2, "z": 3, "\\u00e9": 4, "": 5}',
    '{"A": {"\\ud840\\udc00": [], "\\uf900": {}}, "a": null}',
    '["\\u0000\\u0008\\u0009\\u000a\\u000b\\u000c\\u000d\\u001b\\u001f\\u007f"]',
    '["\\u0080\\u2028", "\\/\\\\\\""]',
    '["e\\u0301", "\\u00e9", "\\uf900", "\\u8c48", "\\ufeff"]',
    "[0, -0, -1, 9007199254740991, -9007199254740991, true, false, null]",
    '"text alone"',
)
"""JSON that is hard to write canonically: keys beyond the BMP, controls, composed letters, −0."""

REFUSED = (
    '{"a": 1, "a": 2}',
    '{"a": 1, "\\u0061": 2}',
    "[1.0]",
    "[1.5]",
    "[1e3]",
    "[-0.0]",
    "[9007199254740992]",
    "[NaN]",
    "[Infinity]",
    '["\\ud83d"]',
    '{"\\udc00": 1}',
    "[01]",
    "[+1]",
    "[1,]",
    "",
)
"""What has no canonical form."""

MORNING, EVENING = 1_714_550_400, 1_714_593_599
"""2024-05-01T08:00:00Z and 2024-05-01T19:59:59Z."""

CITATION = {
    "title": 'Cable "No. 3" \\ copy\t[draft]',
    "issued": {"date-parts": [[1961, 5, 3]]},
    "author": [{"literal": "Ministry"}],
    "\ufb00": "U+FB00",
    "\U0001f4c4": "U+1F4C4, whose first code unit is D83D",
    "\U00020000": {"z": 0, "\uf900": -3, "": None},
}


@dataclass
class Carried:
    """A text that changes under its notes: two contents, and the notes of the first."""

    key: str
    what: str
    before: str
    after: str
    notes: list[NoteDraft] = field(default_factory=list)


BOAT = "The ferry waited for the tide. Nobody was hurt. The mail boat left at noon.\n"

CARRIED = (
    Carried(
        "beginning", "passages in the common beginning, one up to its last character",
        BOAT, BOAT.replace("left", "sailed"),
        [NoteDraft("On ferry.", "ferry"), NoteDraft("To the end.", "The mail boat ")],
    ),
    Carried(
        "end", "passages in the common end move with it, one from its first character on",
        f"📄 One. {BOAT}", f"📄📄 One, two. {BOAT}",
        [NoteDraft("On hurt.", "hurt"), NoteDraft("From the beginning.", f". {BOAT[:9]}")],
    ),
    Carried(
        "between", "an insertion between two passages that touch each other",
        "北港", "北方港", [NoteDraft("On north.", "北"), NoteDraft("On harbor.", "港")],
    ),
    Carried(
        "both", "beginning and end both fit: the beginning is taken, and they do not overlap",
        "Ha ho.\n", "Ha ho.\nHa ho.\n", [NoteDraft("On ho.", "ho")],
    ),
    Carried(
        "lost", "the passage was deleted; the note on the whole text stays",
        BOAT, BOAT.replace("Nobody was hurt. ", ""),
        [NoteDraft("Lost.", "Nobody was hurt"), NoteDraft("On all of it.")],
    ),
    Carried(
        "order", "ids in the order of their characters, places by start, then by end",
        "one two three", "one two three four",
        [NoteDraft(f"Number {number}.") for number in range(1, 12)]
        + [NoteDraft("Longer.", "two three"), NoteDraft("Shorter.", "two"),
           NoteDraft("First.", "one two")],
    ),
)  # fmt: skip


def make() -> dict[str, Any]:
    """Return the vectors."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        nonces = (bytes([number] * 16) for number in range(256))
        stack.enter_context(mock.patch.object(os, "urandom", lambda size: next(nonces)[:size]))
        # What the records say of the program does not change with its version.
        stack.enter_context(mock.patch("provrepo.editing.planning.SOFTWARE", "provrepo 0.1.0"))
        path = folder / "provrepo.db"
        origin = "sample.example/vectors"
        with provrepo.create(path, clock=fixed_clock(MORNING), origin=origin) as repository:
            _morning(repository, folder)
        with provrepo.open(path, clock=fixed_clock(EVENING)) as repository:
            _evening(repository)
            assert list(repository.verify()) == []
            return _vectors(repository)


def _morning(repository: provrepo.Repository, folder: Path) -> None:
    """Take texts in: a cable in two languages, a file in another encoding, front matter, notes."""
    cable = folder / "cable.transcription.zh.txt"
    cable.write_bytes("外交部致驻朝鲜使馆：[朝鲜]边民问题。\r\n".encode("gb18030"))
    note = NoteDraft("Supplied\nby the [editor].", "[朝鲜]", "textual", "en")
    said = Changes(
        agents=("王丽 <https://orcid.org/0000-0002-1825-0097>:transcriber", "Kim:encoder"),
        citation=CITATION, notes=(note,), created="1961-05", message="first\tread \x1b 📄",
    )  # fmt: skip
    repository.ingest(cable, said, encoding="gb18030")
    english = folder / "cable.translation.en.wang.md"
    english.write_bytes(b"---\nactivity: convert\n---\nForeign Ministry to the Embassy.\n")
    based = Changes(
        based_on=("cable/zh", "label:Microfilm 12, frame 340", "https://sample.example/scan",
                  "sha256:" + "ab" * 32), agents=("Li:translator", "Acme <acme>:editor"),
    )  # fmt: skip
    repository.ingest(english, based)
    revised = Changes(activity="correct", created="unknown")
    repository.ingest(b"One.\n", document="memo", text="transcription:en")
    repository.ingest(b"One. Two.\n", revised, document="memo", text="transcription:en")
    for case in CARRIED:
        for content, notes in ((case.before, tuple(case.notes)), (case.after, ())):
            file = folder / f"{case.key}.transcription.en.txt"
            file.write_bytes(content.encode())
            repository.ingest(file, Changes(notes=notes))


def _evening(repository: provrepo.Repository) -> None:
    """Record every event, one of an unknown name, and a record of an unknown format."""
    repository.withdraw("memo@v2", "The wrong memo [2].")
    repository.ingest(b"One. Three.\n", document="memo", text="transcription:en")
    repository.purge("memo@v1", "No permission.")
    repository.purge(None, "Asked for it.", agent="Kim")
    repository.rename("memo", "minutes")
    repository.ingest(b"short", document="draft", text="transcription:en")
    say_everything(repository, "cable", "lost", "draft")
    data = {
        "\U0001f4c4": 1,
        "\ufb00": [True, None, -3],
        "z": {"\U00020000": "", "\uf900": "\u2028"},
    }
    unknown = Event("adopt", data, "Of a name to come.", "2024-05-02T00:00:00Z", ("00" * 32,))
    with repository._database.transaction() as transaction:  # noqa: SLF001
        append_event(transaction, unknown)
        append_opaque(transaction, '{"format":"provrepo/2","📄":[]}'.encode())


def _vectors(repository: provrepo.Repository) -> dict[str, Any]:
    lines: list[bytes] = []
    checkpoint = repository.dump(lines.append, named=True)
    records = [line[:-1] for line in lines[: checkpoint.size]]
    return {
        "format": "provrepo-vectors/1",
        "about": ABOUT,
        "canonical_json": [
            {"text": text, "canonical": canonical(parse(text, "")).decode()} for text in WRITTEN
        ],
        "refused": list(REFUSED),
        "checkpoint": str(checkpoint),
        "ledger": [
            {
                "place": place,
                "canonical": data.decode(),
                "id": digest(data),
                "leaf": leaf_hash(data).hex(),
                "root": ledger.root(repository._database, place + 1).hex(),  # noqa: SLF001
            }
            for place, data in enumerate(records)
        ],
        "objects": [json.loads(line) for line in lines[checkpoint.size : -1]],
        "receipts": _receipts(repository, records),
        "carried": [_carried(repository, case) for case in CARRIED],
    }


def _receipts(repository: provrepo.Repository, records: list[bytes]) -> list[dict[str, Any]]:
    """Return receipts of events and versions, for trees of one record up to all, odd ones too."""
    events = {json.loads(data).get("event"): place for place, data in enumerate(records)}
    last = len(records)
    chosen = [(0, 1), (0, last), (1, 2), (2, 3), (3, 7), (6, 7), (4, 8), (12, 13), (7, 21)]
    chosen += [(events[name], last) for name in ("withdraw", "purge", "review", "adopt")]
    chosen += [(events["withdraw"], events["withdraw"] + 1), (last - 1, last)]
    receipts = []
    for place, size in chosen:
        reached = ledger.checkpoint(repository._database, size)  # noqa: SLF001
        receipt = repository.prove(place, reached)
        record = json.loads(receipt.record)
        what = record.get("event") or record.get("document") or record["format"]
        receipts.append({"what": what, "place": place, "size": size, "receipt": str(receipt)})
    return receipts


def _carried(repository: provrepo.Repository, case: Carried) -> dict[str, Any]:
    versions = (f"{case.key}@v1", f"{case.key}@v2")
    before, after = (
        {
            "version": repository.version(version).id,
            "content": repository.content(version),
            "notes": repository.notes(version).as_json()["notes"],
        }
        for version in versions
    )
    return {"what": case.what, "before": before, "after": after}


def written() -> str:
    """Return the file as it should be: a value a line, and ASCII, which no program normalises."""
    parts = []
    for key, value in make().items():
        if isinstance(value, list):
            items = ",\n".join(f"  {json.dumps(item)}" for item in value)
            parts.append(f"{json.dumps(key)}: [\n{items}\n]")
        else:
            parts.append(f"{json.dumps(key)}: {json.dumps(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    FILE.write_text(written(), "utf-8")
