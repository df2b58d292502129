"""Receipts: proofs that a record is in a ledger, checked without any repository.

A receipt is a file of C2SP's tlog-proof format (c2sp.org/tlog-proof). It holds the record of a
version or an event, its place, the hashes that lead from it to the root, and the checkpoint with
this root.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from provrepo.errors import InputError, InvalidValue, NotProved
from provrepo.store import merkle
from provrepo.store.canonical import canonical, digest
from provrepo.store.checkpoint import Checkpoint, hash_of
from provrepo.store.records import EVENT_FORMAT, FORMAT, Text, TextKey

__all__ = ["EXTENSION", "Checked", "Checkpoint", "Receipt", "check", "read", "read_checkpoint"]

HEADER = "c2sp.org/tlog-proof@v1"
"""The first line of every receipt."""

EXTENSION = ".tlog-proof"
"""How the name of a receipt's file ends."""


@dataclass(frozen=True, slots=True, repr=False)
class Receipt:
    """The canonical bytes of a record, and the proof that a ledger holds them.

    ``index`` is the record's place in the ledger, from 0; ``proof`` are the hashes (32 bytes each)
    that lead from it up to the root of the ``checkpoint``. As a string it is the receipt's file.
    """

    record: bytes
    index: int
    proof: tuple[bytes, ...]
    checkpoint: Checkpoint

    def __str__(self) -> str:
        lines = [
            HEADER,
            f"extra {base64.b64encode(self.record).decode()}",
            f"index {self.index}",
            *(base64.b64encode(sibling).decode() for sibling in self.proof),
        ]
        return "\n".join(lines) + f"\n\n{self.checkpoint}"

    def __repr__(self) -> str:
        return f"<Receipt of {digest(self.record)[:12]}, {_place(self.index, self.checkpoint)}>"

    def as_json(self) -> dict[str, Any]:
        """Return the receipt as JSON output shows it (docs/cli.md)."""
        return {
            "id": digest(self.record),
            "index": self.index,
            "proof": [base64.b64encode(sibling).decode() for sibling in self.proof],
            "checkpoint": self.checkpoint.as_json(),
        }


def _place(index: int, checkpoint: Checkpoint) -> str:
    return f"record {index} of {checkpoint.size} of {checkpoint.origin}"


@dataclass(frozen=True, slots=True, repr=False)
class Checked:
    """What a receipt proves: that this record stood at this place of that ledger.

    ``file`` says what the file that was checked with it is: the record's ``content`` or its
    ``ingested file``; None where no file was checked.
    """

    id: str
    record: dict[str, Any]
    index: int
    checkpoint: Checkpoint
    file: str | None

    @property
    def reference(self) -> str:
        """The version's name when it was recorded: ``border-cable/translation:en@v1``.

        Of an event, what it is: ``withdraw event of 2026-11-24``. Another record is named by its
        id, and so is one with a member missing: whoever forges a ledger of his own can put anything
        into it, and prove that it is there.
        """
        record = self.record
        if record.get("format") == FORMAT:
            with suppress(KeyError, TypeError):
                text_key = TextKey(record["document"], Text(**record["text"]))
                words = (text_key.document, text_key.text.kind, text_key.text.language)
                if all(isinstance(word, str) for word in (*words, text_key.text.label or "")):
                    return f"{text_key}@v{record['number']}"
        if record.get("format") == EVENT_FORMAT:
            with suppress(KeyError):
                return f"{record['event']} event of {str(record['recorded'])[:10]}"
        return f"record {self.id[:12]}"

    @property
    def statement(self) -> str:
        """What a review says, in words: ``version 3f2a91c0d4e5 is approved``; else nothing."""
        record = self.record
        if record.get("format") != EVENT_FORMAT or record.get("event") != "review":
            return ""
        with suppress(KeyError, TypeError, ValueError):
            (version,) = record["targets"]
            why = f": {record['message']}" if record["message"] else ""
            return f"version {version[:12]} is {record['data']['state']}{why}"
        return ""

    def __repr__(self) -> str:
        return f"<Checked {self.reference}, {_place(self.index, self.checkpoint)}>"

    def as_json(self) -> dict[str, Any]:
        """Return what was proved as JSON output shows it (docs/cli.md)."""
        return {
            "id": self.id,
            "reference": self.reference,
            "record": self.record,
            "index": self.index,
            "checkpoint": self.checkpoint.as_json(),
            "file": self.file,
        }


def read(data: bytes, name: str) -> Receipt:
    """Read a receipt's file, called ``name`` in errors. Raises InputError for any other file."""
    try:
        # Mail and editors on Windows change line ends, of which none stands within what is hashed.
        return _parse(data.decode().replace("\r\n", "\n"))
    except UnicodeDecodeError:
        raise InputError(name, f"is no receipt: its first line would be {HEADER}") from None
    except InvalidValue as error:
        raise InputError(name, f"is no whole receipt: {error}") from None


def read_all(data: bytes, name: str) -> list[Receipt]:
    """Read a file of one receipt after the other, called ``name`` in errors. Raises InputError."""
    text = data.replace(b"\r\n", b"\n")
    first, *following = text.split(f"\n{HEADER}\n".encode())
    ended = [first, *(f"{HEADER}\n".encode() + part for part in following)]
    # The line feed before the next header ends the checkpoint before it.
    return [read(part if part.endswith(b"\n") else part + b"\n", name) for part in ended]


def read_checkpoint(data: bytes, name: str) -> Checkpoint:
    """Read a checkpoint's file, called ``name`` in errors. Raises InputError for any other file."""
    try:
        # Mail and editors on Windows change the line ends of a checkpoint that somebody keeps.
        return Checkpoint.parse(data.decode().replace("\r\n", "\n"))
    except UnicodeDecodeError:
        raise InputError(name, "is no checkpoint, as `provrepo checkpoint` prints it") from None
    except InvalidValue as error:
        raise InputError(name, f"is no checkpoint: {error}") from None


def _parse(text: str) -> Receipt:
    head, _, checkpoint = text.partition("\n\n")
    lines = head.split("\n")
    if lines[0] != HEADER:
        raise InvalidValue("first line", lines[0], f"{HEADER} was expected")
    if len(lines) < 3 or not lines[1].startswith("extra "):
        raise InvalidValue("receipt", "second line", "a line `extra` with the record is missing")
    try:
        record = base64.b64decode(lines[1].removeprefix("extra "), validate=True)
    except (binascii.Error, ValueError):
        raise InvalidValue("receipt", "second line", "its record is no base64") from None
    index = re.fullmatch(r"index (0|[1-9][0-9]{0,18})", lines[2])
    if index is None:
        raise InvalidValue("receipt", lines[2], "a line `index` with a number was expected")
    proof = tuple(hash_of(line) for line in lines[3:])
    return Receipt(record, int(index[1]), proof, Checkpoint.parse(checkpoint))


def check(
    receipt: Receipt, file: bytes | None = None, *, checkpoint: Checkpoint | None = None
) -> Checked:
    """Return what a receipt proves (RFC 9162 §2.1.3.2).

    ``file`` is the version's content, or the file that it was read from, to be compared with the
    record. ``checkpoint`` is one that was kept outside the repository; the receipt must lead to
    it. Without one the receipt proves only that its own checkpoint holds the record, and that
    may have been forged with it. Raises NotProved.
    """
    reached = receipt.checkpoint
    if checkpoint is not None and checkpoint != reached:
        raise NotProved(
            f"the receipt leads to a checkpoint of {reached.size} records of {reached.origin}, "
            f"not to the one kept, of {checkpoint.size} records of {checkpoint.origin}; "
            "`provrepo prove --checkpoint` makes a receipt for it"
        )
    leaf = merkle.leaf_hash(receipt.record)
    if not merkle.is_included(leaf, receipt.index, reached.size, receipt.proof, reached.root):
        raise NotProved("the record in the receipt does not lead to the root of its checkpoint")
    record = _record(receipt.record)
    checked = Checked(digest(receipt.record), record, receipt.index, reached, None)
    if file is None:
        return checked
    if record.get("format") != FORMAT:
        raise NotProved(f"the receipt is of a {checked.reference}, which has no content")
    actual = digest(file)
    expected = checked.record.get("content")
    ingested = checked.record.get("file")
    if actual == expected:
        return replace(checked, file="content")
    if isinstance(ingested, dict) and actual == ingested.get("sha256"):
        return replace(checked, file="ingested file")
    raise NotProved(
        f"the file is not the content of {checked.reference}: expected SHA-256 {expected}, "
        f"got {actual}"
    )


def _record(data: bytes) -> dict[str, Any]:
    """Return the JSON object of a record's canonical bytes. Raises NotProved for other bytes."""
    try:
        record = json.loads(data)
        # Other bytes of the same meaning have another digest: they are no record that was stored.
        if isinstance(record, dict) and canonical(record) == data:
            return record
    except (ValueError, RecursionError):
        pass
    raise NotProved("the record in the receipt is no record of a provrepo repository")
