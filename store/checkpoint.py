"""Checkpoints: the size and the root of a ledger at one moment, as a text of three lines.

The text is that of C2SP's tlog-checkpoint. Whoever keeps it outside the database can prove later
that nothing before it was changed.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

from provrepo.store import rules
from provrepo.store.errors import InvalidValue


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How many records the ledger called ``origin`` had, and the root over them (32 bytes)."""

    origin: str
    size: int
    root: bytes

    def __str__(self) -> str:
        root = base64.b64encode(self.root).decode()
        return f"{self.origin}\n{self.size}\n{root}\n"

    def as_json(self) -> dict[str, str | int]:
        """Return the checkpoint as JSON output shows it (docs/cli.md)."""
        return {
            "origin": self.origin,
            "size": self.size,
            "root": base64.b64encode(self.root).decode(),
        }

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Read a checkpoint. Extension lines and signature lines are ignored.

        Raises InvalidValue.
        """
        body, blank, signatures = text.partition("\n\n")
        lines = body.removesuffix("\n").split("\n")
        if len(lines) < 3 or not text.endswith("\n"):
            raise _invalid(
                text, "a checkpoint has origin, size and root, each on a line of its own"
            )
        origin, size, root, *_ = lines
        rules.origin(origin)
        if not re.fullmatch(r"[1-9][0-9]{0,18}", size):
            raise _invalid(size, "the second line of a checkpoint is the number of records")
        if blank and not all(line.startswith("— ") for line in signatures.splitlines()):
            raise _invalid(text, "in a checkpoint only signatures may follow a blank line")
        return cls(origin, int(size), hash_of(root))


def hash_of(text: str) -> bytes:
    """Return the hash that ``text`` writes in base64. Raises InvalidValue."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != 32 or base64.b64encode(raw).decode() != text:
        raise InvalidValue("hash", text, "32 bytes in base64 were expected")
    return raw


def _invalid(value: str, rule: str) -> InvalidValue:
    return InvalidValue("checkpoint", value.partition("\n")[0], rule)
