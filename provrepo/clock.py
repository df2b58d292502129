"""The clock that tells when something is recorded; callers may replace it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

Clock = Callable[[], datetime]
"""Returns the present moment as an aware datetime."""


system_clock: Clock = partial(datetime.now, UTC)
"""The computer's clock."""


def fixed_clock(seconds: int) -> Clock:
    """Return a clock that always shows ``seconds`` after 1970-01-01T00:00:00Z.

    With it the same commands make the same records, as SOURCE_DATE_EPOCH asks
    (reproducible-builds.org/specs/source-date-epoch).
    """
    moment = datetime.fromtimestamp(seconds, UTC)
    return lambda: moment
