"""What `provrepo status` prints: the first findings of each kind, what mends them, and counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from provrepo.cli import output

if TYPE_CHECKING:
    from provrepo import Issue, LostNote, Stale, Status, Waiting

SHOWN = 10
"""How many findings of each kind are printed, unless all are wanted."""


def stale_lines(stale: Stale) -> Iterator[str]:
    """Yield the lines that tell of a stale text."""
    superseded = ", ".join(cause.superseded for cause in stale.causes)
    newer = dict.fromkeys(cause.newer for cause in stale.causes)
    has = f"{', '.join(newer)} {'has' if len(newer) == 1 else 'have'}"
    yield f"stale: {stale.reference} is based on {superseded}; {has} another text"
    if stale.after:
        yield f"    first clear {stale.after}, then look here again"
    yield f"    {stale.command}"
    yield from (f"    {caution}" for caution in stale.cautions)


def issue_lines(issue: Issue | LostNote) -> Iterator[str]:
    """Yield the lines that tell of anything else."""
    yield f"{issue.reference} {issue.message}"
    yield f"    {issue.command}"
    yield from (f"    {caution}" for caution in issue.cautions)


def waiting_lines(item: Waiting) -> Iterator[str]:
    """Yield the lines that tell of a version that waits for somebody."""
    yield f"review: {item.reference} {item.message} (since {item.since[:10]})"
    if item.changed and item.approved:
        yield f"    since {item.approved.rpartition('@')[2]} was approved: {item.changed}"
    yield from (f"    {line}" for line in (item.complaint.in_words if item.complaint else ()))
    yield from (f"    {command}" for command in item.commands)


KINDS: dict[str, tuple[str, str, Callable[[Any], Iterator[str]]]] = {
    "stale": ("stale", "stale", stale_lines),
    "basis": ("without_basis", "no basis", issue_lines),
    "metadata": ("without_citation", "no metadata", issue_lines),
    "notes": ("unanchored", "lost passages", issue_lines),
    "form": ("form", "another form", issue_lines),
    "nobody": ("nobody", "nobody", issue_lines),
    "review": ("review", "review", waiting_lines),
}
"""Each kind of finding: its field in `provrepo.Status`, its name in the counts, its lines."""


def print_findings(status: Status, only: Sequence[str], *, every: bool) -> None:
    """Print the first findings of each kind, with ``every`` all of them; then how many there are.

    Versions that name nobody are only counted, unless ``only`` names their kind.
    """
    counts = []
    for kind, (field, counted, lines) in KINDS.items():
        findings = getattr(status, field)
        number = status.counts[kind]
        if number:
            counts.append(f"{counted} {number:,}")
        if kind != "nobody" or kind in only:
            _print_some(findings if every else findings[:SHOWN], kind, lines, number)
    if counts:
        totals = f"(documents: {status.documents:,}, texts: {status.texts:,})"
        output.line(f"in all: {', '.join(counts)} {totals}")


def _print_some(
    findings: Sequence[Any], kind: str, lines: Callable[[Any], Iterator[str]], number: int
) -> None:
    """Print the first findings of a kind, of which there are ``number``."""
    for finding in findings:
        for line in lines(finding):
            output.line(output.escape(line))
    left = number - len(findings)
    if left:
        output.line(f"… and {left:,} more: provrepo status --only {kind} --all")
