"""What time it is, for records: UTC in whole seconds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Returns the present moment as an aware datetime."""


def system_clock() -> datetime:
    """Return the present moment by the computer's clock."""
    return datetime.now(UTC)


def fixed_clock(seconds: int) -> Clock:
    """Return a clock that stands still at ``seconds`` after 1970, as SOURCE_DATE_EPOCH asks."""
    moment = datetime.fromtimestamp(seconds, UTC)
    return lambda: moment


def instant(clock: Clock) -> str:
    """Return the clock's moment as records write it: ``2026-11-23T12:00:05Z``."""
    return clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
