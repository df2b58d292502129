"""The time for records: a clock that callers may replace, and its moment as records write it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Returns the present moment as an aware datetime."""


def system_clock() -> datetime:
    """Return the present moment by the computer's clock."""
    return datetime.now(UTC)


def fixed_clock(seconds: int) -> Clock:
    """Return a clock that always shows ``seconds`` after 1970-01-01T00:00:00Z.

    With it the same commands make the same records, as SOURCE_DATE_EPOCH asks
    (reproducible-builds.org/specs/source-date-epoch).
    """
    moment = datetime.fromtimestamp(seconds, UTC)
    return lambda: moment


def instant(clock: Clock) -> str:
    """Return the clock's moment as records write it, in UTC: ``2026-11-23T12:00:05Z``."""
    return f"{clock().astimezone(UTC).isoformat(timespec='seconds')[:19]}Z"
