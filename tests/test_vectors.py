"""docs/vectors.json: provrepo makes it, and plain code that shares nothing with it agrees."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from provrepo.store.canonical import parse
from provrepo.store.errors import InvalidJSON
from tests.vectors import FILE, written

VECTORS = json.loads(FILE.read_text("ascii"))
RECORDS = [entry["canonical"].encode() for entry in VECTORS["ledger"]]
OBJECTS = {(entry["kind"], entry["sha256"]): entry for entry in VECTORS["objects"]}


def test_provrepo_makes_the_file() -> None:
    """`make docs` would change nothing: no record, object, root or receipt is another one."""
    assert FILE.read_text("ascii") == written(), "run: make docs"


# Plain code, from docs/format.md and the RFCs alone

ESCAPES = {
    '"': '\\"',
    "\\": "\\\\",
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
}


def string(text: str) -> str:
    """Return a string as canonical JSON has it."""
    signs = (
        ESCAPES.get(sign) or (f"\\u{ord(sign):04x}" if ord(sign) < 0x20 else sign) for sign in text
    )
    return f'"{"".join(signs)}"'


def units(key: str) -> list[int]:
    """Return the UTF-16 code units of a key."""
    result = []
    for code in map(ord, key):
        if code < 0x10000:
            result.append(code)
        else:
            result += [0xD800 + (code - 0x10000 >> 10), 0xDC00 + (code - 0x10000 & 0x3FF)]
    return result


def plain_canonical(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """Return canonical JSON, put together sign by sign."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return string(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return f"[{','.join(map(plain_canonical, value))}]"
    members = (f"{string(key)}:{plain_canonical(value[key])}" for key in sorted(value, key=units))
    return f"{{{','.join(members)}}}"


def sha256(data: bytes) -> bytes:
    """Return a SHA-256."""
    return hashlib.sha256(data).digest()


def root(leaves: list[bytes]) -> bytes:
    """Return the root over leaf hashes (RFC 9162 §2.1.1)."""
    if len(leaves) == 1:
        return leaves[0]
    left = 1
    while left * 2 < len(leaves):
        left *= 2
    return sha256(b"\1" + root(leaves[:left]) + root(leaves[left:]))


def path(index: int, leaves: list[bytes]) -> list[bytes]:
    """Return the inclusion proof of a leaf (RFC 9162 §2.1.3.1)."""
    if len(leaves) == 1:
        return []
    left = 1
    while left * 2 < len(leaves):
        left *= 2
    if index < left:
        return [*path(index, leaves[:left]), root(leaves[left:])]
    return [*path(index - left, leaves[left:]), root(leaves[:left])]


LEAVES = [sha256(b"\0" + data) for data in RECORDS]


@pytest.mark.parametrize("vector", VECTORS["canonical_json"], ids=lambda one: one["canonical"][:12])
def test_canonical_json(vector: dict[str, str]) -> None:
    """Keys beyond the BMP, controls, composed letters, −0: each has one form."""
    assert plain_canonical(json.loads(vector["text"])) == vector["canonical"]


def test_keys_beyond_the_basic_plane_are_among_the_vectors() -> None:
    """In JSON alone, in citation metadata and in an event, where code points sort otherwise."""

    def keys(value: Any) -> Iterator[list[str]]:  # noqa: ANN401
        if isinstance(value, dict):
            yield list(value)
            value = list(value.values())
        for item in value if isinstance(value, list) else []:
            yield from keys(item)

    parts = [json.loads(vector["canonical"]) for vector in VECTORS["canonical_json"]]
    citations = [json.loads(entry["text"]) for entry in VECTORS["objects"]
                 if entry["kind"] == "citation"]  # fmt: skip
    events = [value for data in RECORDS if "event" in (value := json.loads(data))]
    for values in (parts, citations, events):
        assert any(found != sorted(found) for found in keys(values))


@pytest.mark.parametrize("text", VECTORS["refused"])
def test_what_has_no_canonical_form_is_refused(text: str) -> None:
    """Duplicate keys, fractions, exponents, large integers, halves of pairs, and no JSON."""
    with pytest.raises(InvalidJSON):
        parse(text, "x")


def test_records_are_canonical_and_have_their_ids() -> None:
    """Written again by plain code they are the same; their SHA-256 is the id."""
    for data, entry in zip(RECORDS, VECTORS["ledger"], strict=True):
        assert plain_canonical(json.loads(data)).encode() == data
        assert sha256(data).hex() == entry["id"]


def test_leaves_and_every_root() -> None:
    """Of each size of the tree, odd ones among them."""
    for place, entry in enumerate(VECTORS["ledger"]):
        assert (entry["place"], entry["leaf"]) == (place, LEAVES[place].hex())
        assert entry["root"] == root(LEAVES[: place + 1]).hex()
    origin, size, written_root = VECTORS["checkpoint"].splitlines()
    assert origin == json.loads(RECORDS[0])["data"]["origin"]
    assert (int(size), base64.b64decode(written_root)) == (len(RECORDS), root(LEAVES))


@pytest.mark.parametrize("vector", VECTORS["receipts"], ids=lambda one: f"{one['what']}")
def test_receipts(vector: dict[str, Any]) -> None:
    """Put together line by line, each receipt is the one of the file."""
    place, size = vector["place"], vector["size"]
    lines = [
        "c2sp.org/tlog-proof@v1",
        f"extra {base64.b64encode(RECORDS[place]).decode()}",
        f"index {place}",
        *(base64.b64encode(step).decode() for step in path(place, LEAVES[:size])),
        "",
        json.loads(RECORDS[0])["data"]["origin"],
        str(size),
        base64.b64encode(root(LEAVES[:size])).decode(),
        "",
    ]
    assert vector["receipt"] == "\n".join(lines)


def test_events_of_every_name_and_versions_are_proved() -> None:
    """A withdrawal, a purge, a review and an event of an unknown name have receipts."""
    proved = {vector["what"] for vector in VECTORS["receipts"]}
    assert {"init", "withdraw", "purge", "review", "adopt", "provrepo/2", "memo"} <= proved
    events = {json.loads(data).get("event") for data in RECORDS}
    assert {"rename", "same-as", "align", "policy", "retext"} <= events


def test_objects_have_their_digests_and_are_what_the_records_name() -> None:
    """Whatever a record or an event names by digest is there, or was purged by an event."""
    purged = set()
    for data in RECORDS:
        purge = json.loads(data).get("data", {}).get("purged", [])
        purged |= {(one["kind"], one["sha256"]) for one in purge}
    for (kind, name), entry in OBJECTS.items():
        text = entry.get("text")
        data = base64.b64decode(entry["base64"]) if "base64" in entry else (text or "").encode()
        if text is None and "base64" not in entry:
            assert (kind, name) in purged
            continue
        assert sha256(data).hex() == name
        if kind not in ("content", "file"):
            assert plain_canonical(json.loads(data)).encode() == data
    named = set()
    for data in RECORDS:
        record = json.loads(data)
        agents = record.get("agents") or record.get("data", {}).get("agents") or []
        named |= {("agent", one["agent"]) for one in agents}
        for kind in ("content", "notes", "citation"):
            named |= {(kind, record[kind])} if record.get(kind) else set()
        file = record.get("file")
        if file and file["sha256"] != record["content"]:
            named.add(("file", file["sha256"]))
        if record.get("event") == "review":
            named.add(("signature", record["data"]["signature"]))
    assert named <= OBJECTS.keys()
    assert {kind for kind, _ in named} == {kind for kind, _ in OBJECTS}


def order(note: dict[str, Any]) -> tuple[int, int, int, str]:
    """Return by what notes are sorted."""
    anchor = note["anchor"]
    if anchor is None:
        return 0, 0, 0, note["id"]
    if anchor["start"] is None:
        return 2, 0, 0, note["id"]
    return 1, anchor["start"], anchor["end"], note["id"]


def carried(anchor: dict[str, Any], before: str, after: str) -> dict[str, Any]:
    """Return a passage on the next content by the first rule of the page alone."""
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    start, end = anchor["start"], anchor["end"]
    if end > head:
        if start < len(before) - tail:
            return {**anchor, "start": None, "end": None}
        start, end = (place + len(after) - len(before) for place in (start, end))
    return {
        "start": start,
        "end": end,
        "exact": after[start:end],
        "prefix": after[max(0, start - 32) : start],
        "suffix": after[end : end + 32],
    }


@pytest.mark.parametrize("vector", VECTORS["carried"], ids=lambda one: one["what"][:20])
def test_notes_before_and_after(vector: dict[str, Any]) -> None:
    """Beginning first, then the end of what is left; what is in neither was deleted here."""
    before, after = vector["before"], vector["after"]
    places = []
    for note in before["notes"]:
        anchor = note["anchor"] and carried(note["anchor"], before["content"], after["content"])
        if anchor and anchor["start"] is None:
            assert anchor["exact"] not in after["content"]
        places.append({**note, "anchor": anchor})
    assert sorted(places, key=order) == after["notes"]
    for side in (before, after):
        assert sorted(side["notes"], key=order) == side["notes"]
        record = next(json.loads(entry["canonical"]) for entry in VECTORS["ledger"]
                      if entry["id"] == side["version"])  # fmt: skip
        assert sha256(side["content"].encode()).hex() == record["content"]
        notes = {"format": "provrepo-notes/1", "notes": side["notes"]}
        assert sha256(plain_canonical(notes).encode()).hex() == record["notes"]


def test_the_numbers_of_the_page_on_odd_trees() -> None:
    """Five leaves are 4 + 1, six 4 + 2, seven 4 + 3, and the three 2 + 1."""
    page = (FILE.parent / "format.md").read_text("utf-8")
    assert "five leaves are\n4 + 1, six are 4 + 2, seven are 4 + 3, and the three are 2 + 1" in page
    nodes = LEAVES[:7]
    four = sha256(b"\1" + sha256(b"\1" + nodes[0] + nodes[1]) + sha256(b"\1" + nodes[2] + nodes[3]))
    two = sha256(b"\1" + nodes[4] + nodes[5])
    rights = {5: nodes[4], 6: two, 7: sha256(b"\1" + two + nodes[6])}
    for size, right in rights.items():
        assert VECTORS["ledger"][size - 1]["root"] == sha256(b"\1" + four + right).hex()
    assert re.search(r"root over no leaf is the SHA-256 of nothing", page)
