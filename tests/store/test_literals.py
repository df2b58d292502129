"""The record format cannot change unseen: records and objects with ids computed elsewhere.

`literals.json` was written by hand-made JSON and hashed without this package.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from provrepo.store.canonical import canonical, digest
from provrepo.store.event_data import Alignment, Policy, Retext, Review, SameAs, Span
from provrepo.store.records import (
    Agent,
    Anchor,
    Basis,
    Event,
    Hashed,
    IngestedFile,
    Note,
    Notes,
    Responsibility,
    Signature,
    Text,
    VersionRecord,
)

Statement = SameAs | Alignment | Review | Policy | Retext

LITERALS = json.loads((Path(__file__).parent / "literals.json").read_text())


def identity(name: str) -> str:
    """Return the id of a literal."""
    found: str = LITERALS[name]["id"]
    return found


AGENT = Agent(
    "Wang Li [王丽]",
    "https://orcid.org/0000-0002-1825-0097",
    "person",
    "000102030405060708090a0b0c0d0e0f",
)
SOFTWARE = Agent("Transkribus", None, "software", "f" * 32)
CONTENT = "外交部致驻朝鲜使馆：[朝鲜]边民问题。\n"
NOTES = Notes(
    (
        Note("n2", 'Typed, with "corrections" by hand.', "source", "en", "editor"),
        Note(
            "n1",
            "Back\\slash, tab\t, escape \x1b.",
            "editorial",
            "und",
            "editor",
            (Responsibility(identity("agent"), "editor"),),
            Anchor("[朝鲜]", "外交部致驻朝鲜使馆：", "边民问题。\n", 10, 14),
        ),
    )
)
FIRST = VersionRecord(
    document="border-cable",
    text=Text("transcription", "zh-Hans"),
    number=1,
    parent=None,
    activity="transcribe",
    content=hashlib.sha256(CONTENT.encode()).hexdigest(),
    notes=identity("no_notes"),
    citation=None,
    agents=(
        Responsibility(identity("agent"), "transcriber"),
        Responsibility(identity("software"), "encoder"),
    ),
    based_on=(Basis(label="Scan, folder 3"),),
    created="1998-03",
    recorded="2026-11-23T12:00:05Z",
    message="",
    file=None,
    software="provrepo 0.1.0",
)
SECOND = VersionRecord(
    document="border-cable",
    text=Text("transcription", "zh-Hans"),
    number=2,
    parent=identity("first"),
    activity="revise",
    content=FIRST.content,
    notes=identity("notes"),
    citation=identity("citation"),
    agents=(),
    based_on=(),
    created=None,
    recorded="2026-11-23T12:00:05Z",
    message="first line\nsecond",
    file=IngestedFile("cable 📄.txt", "text/plain", "text", "ab" * 32),
    software="provrepo 0.1.0",
)
TRANSLATION = VersionRecord(
    document="border-cable",
    text=Text("translation", "en", "wang"),
    number=1,
    parent=None,
    activity="translate",
    content=FIRST.content,
    notes=identity("no_notes"),
    citation=None,
    agents=(),
    based_on=(
        Basis(version=identity("second")),
        Basis(uri="https://example.org/scan", sha256="cd" * 32),
    ),
    created="2026-11-23T12:00:00Z",
    recorded="2026-11-23T12:00:05Z",
    message="",
    file=None,
    software="provrepo 0.1.0",
)
AT = "2026-11-23T12:00:05Z"
REVIEWER = (Responsibility(identity("agent"), "reviewer"),)
SIGNATURE = Signature(
    "-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAQ==\n-----END SSH SIGNATURE-----\n"
)
SAME_AS = SameAs((identity("first"), identity("second")), holds=True, agents=REVIEWER)
ALIGNMENT = Alignment(
    identity("second"),
    identity("translation"),
    ((Span(0, 9), Span(0, 16)), (Span(10, 14), None)),
)
REVIEW = Review(
    identity("translation"),
    "checked",
    (Span(0, 9),),
    identity("second"),
    identity("signature"),
    REVIEWER,
)
POLICY = Policy(2, independent=True, publish="approved")
RETEXT = Retext("border-cable", TRANSLATION.text, Text("translation", "en-GB"))
INIT = Event("init", {"origin": "example.edu/cables"}, "", "2026-11-23T12:00:05Z")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("agent", AGENT),
        ("software", SOFTWARE),
        ("no_notes", Notes()),
        ("notes", NOTES),
        ("first", FIRST),
        ("second", SECOND),
        ("translation", TRANSLATION),
        ("init", INIT),
        ("signature", SIGNATURE),
        ("same_as", SAME_AS.event(AT, "a slip [typing]")),
        ("align", ALIGNMENT.event(AT, "")),
        ("review", REVIEW.event(AT, "")),
        ("policy", POLICY.event(AT, "")),
        ("retext", RETEXT.event(AT, "")),
    ],
)
def test_records_and_objects_have_the_bytes_and_ids_of_the_format(name: str, value: Hashed) -> None:
    """The canonical bytes are those written by hand, and the id is their SHA-256."""
    assert value.canonical().decode() == LITERALS[name]["canonical"]
    assert value.id == LITERALS[name]["id"]


def test_a_citation_object_is_the_item_itself() -> None:
    """A citation object has no wrapper: its digest is that of the canonical item."""
    item = json.loads(LITERALS["citation"]["canonical"])
    assert digest(canonical(item)) == LITERALS["citation"]["id"]


def test_notes_are_read_back_as_they_were() -> None:
    """A notes object survives the way through JSON."""
    assert Notes.from_json(json.loads(NOTES.canonical())) == NOTES


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("same_as", SAME_AS),
        ("align", ALIGNMENT),
        ("review", REVIEW),
        ("policy", POLICY),
        ("retext", RETEXT),
    ],
)
def test_events_are_read_back_as_they_were(name: str, value: Statement) -> None:
    """What an event says survives the way through JSON."""
    stored = json.loads(LITERALS[name]["canonical"])
    del stored["format"]
    event = Event(**{**stored, "targets": tuple(stored["targets"])})
    assert type(value).of(event) == value


def test_notes_stand_in_the_order_of_the_format() -> None:
    """First those on the whole version, then by place, and the unanchored ones last."""

    def note(identity: str, start: int | None = None, *, anchored: bool = True) -> Note:
        end = None if start is None else start + 1
        anchor = Anchor("x", "", "", start, end) if anchored else None
        return Note(identity, "…", "editorial", "en", "editor", (), anchor)

    given = [note("a"), note("b", 7), note("d", 3), note("c", 3), note("z", anchored=False)]
    assert [one.id for one in Notes.of(given).notes] == ["z", "c", "d", "b", "a"]
