"""Where the shared corpora and suites are, for the tests and benchmarks that use them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("PROVREPO_SHARED") or Path(__file__).resolve().parents[2] / "shared")


def needs(*parts: str) -> pytest.MarkDecorator:
    """Skip a test, with the reason, where ``parts`` is absent from the shared folder."""
    path = SHARED.joinpath(*parts)
    return pytest.mark.skipif(not path.exists(), reason=f"{path} is absent (PROVREPO_SHARED)")
