"""What `provrepo verify --allowed-signers` says of signatures: whose they are, or what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from provrepo.cli import output

if TYPE_CHECKING:
    from provrepo import SignatureCheck


def wrong_ones(checks: Sequence[SignatureCheck], *, of_checkpoint: bool) -> list[str]:
    """Return what is wrong with signatures, a line each; nothing where all are good.

    ``of_checkpoint`` tells that a checkpoint was given, which must have one. What was purged was
    removed on purpose.
    """
    lines = [
        f"signature: {_place(check)}: {check.what}: {check.in_words}"
        for check in checks
        if check.outcome not in ("good", "purged")
    ]
    if of_checkpoint and all(check.place is not None for check in checks):
        lines.append("signature: checkpoint: has none; `provrepo checkpoint --sign KEY` makes one")
    return lines


def _place(check: SignatureCheck) -> str:
    return "checkpoint" if check.place is None else f"event {check.place}"


def print_signers(checks: Sequence[SignatureCheck]) -> None:
    """Print who signed the checkpoint, and how many reviews each of the signers signed."""
    for check in checks:
        if check.place is None:
            output.line(output.escape(f"{check.what} is {check.in_words}"))
    reviews = [check for check in checks if check.place is not None]
    signers = Counter(check.in_words for check in reviews)
    for words, count in sorted(signers.items()):
        output.line(output.escape(f"reviews {words}: {count}"))
    if not reviews:
        output.line("no review is signed")
