"""Receipts: proofs that a version or an event is in a ledger, checked without any repository.

A receipt is a file of C2SP's tlog-proof format. It holds the record, its place, the hashes that
lead from it to the root, and the checkpoint with this root.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass
from typing import Any

from provrepo.errors import InputError, InvalidValue, NotProved
from provrepo.store import merkle
from provrepo.store.canonical import canonical, digest
from provrepo.store.checkpoint import Checkpoint, hash_of

__all__ = ["EXTENSION", "Checked", "Checkpoint", "Receipt", "check", "read", "read_checkpoint"]

HEADER = "c2sp.org/tlog-proof@v1"
EXTENSION = ".tlog-proof"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The canonical bytes of a record, its number, and its way up to the checkpoint's root."""

    record: bytes
    index: int
    proof: tuple[bytes, ...]
    checkpoint: Checkpoint

    def __str__(self) -> str:
        lines = [
            HEADER,
            f"extra {base64.b64encode(self.record).decode()}",
            f"index {self.index}",
            *(base64.b64encode(step).decode() for step in self.proof),
        ]
        return "\n".join(lines) + f"\n\n{self.checkpoint}"

    def as_json(self) -> dict[str, Any]:
        """Return the receipt as JSON output shows it (docs/cli.md)."""
        return {
            "id": digest(self.record),
            "index": self.index,
            "proof": [base64.b64encode(step).decode() for step in self.proof],
            "checkpoint": self.checkpoint.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Checked:
    """What a receipt proves: that this record stood at this place of that ledger.

    ``file`` says what the file is that was checked with it: its ``content``, the ``ingested file``,
    or None without a file.
    """

    id: str
    record: dict[str, Any]
    index: int
    checkpoint: Checkpoint
    file: str | None

    @property
    def reference(self) -> str:
        """The version's name when it was recorded: ``border-cable/translation:en@v1``.

        Or what the event is: ``withdraw event of 2026-11-24``.
        """
        if self.record.get("format") == "provrepo-event/1":
            return f"{self.record['event']} event of {str(self.record['recorded'])[:10]}"
        if self.record.get("format") != "provrepo/1":
            return f"record {self.id[:12]}"
        text = self.record["text"]
        parts = (text["kind"], text["language"], text["label"])
        name = ":".join(part for part in parts if part)
        return f"{self.record['document']}/{name}@v{self.record['number']}"

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
    """Read a receipt; ``name`` names it in errors. Raises InputError where it is none."""
    try:
        return _parse(data.decode())
    except UnicodeDecodeError:
        raise InputError(name, f"is no receipt: its first line would be {HEADER}") from None
    except InvalidValue as error:
        raise InputError(name, f"is no whole receipt: {error}") from None


def read_checkpoint(data: bytes, name: str) -> Checkpoint:
    """Read a checkpoint; ``name`` names it in errors. Raises InputError where it is none."""
    try:
        # A checkpoint that was mailed may come back with other line ends.
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

    ``file`` must be the version's content, or the file that it was read from. ``checkpoint`` is one
    that was kept elsewhere; the receipt must lead to the same root. Without it the receipt proves
    no more than that its own checkpoint holds the record. Raises NotProved.
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
    checked = Checked(digest(receipt.record), _record(receipt.record), receipt.index, reached, None)
    if file is None:
        return checked
    if checked.record.get("format") != "provrepo/1":
        raise NotProved(f"the receipt is of a {checked.reference}, which has no content")
    got = digest(file)
    ingested = checked.record.get("file")
    expected = checked.record.get("content")
    if got == expected:
        what = "content"
    elif isinstance(ingested, dict) and got == ingested.get("sha256"):
        what = "ingested file"
    else:
        raise NotProved(
            f"the file is not the content of {checked.reference}: expected SHA-256 {expected}, "
            f"got {got}"
        )
    return Checked(checked.id, checked.record, checked.index, reached, what)


def _record(data: bytes) -> dict[str, Any]:
    try:
        record = json.loads(data)
        if isinstance(record, dict) and canonical(record) == data:
            return record
    except (ValueError, RecursionError):
        pass
    raise NotProved("the record in the receipt is no record of a provrepo repository")
