"""Building a content out of marked-up text: the blanks before stops."""

from __future__ import annotations

import pytest

from provrepo.formats.text_builder import TextBuilder


@pytest.mark.parametrize(
    ("following", "expected"),
    [
        (", who left", "Wang, who left"),
        (". He left", "Wang. He left"),
        (".", "Wang."),
        (".. he left", "Wang .. he left"),
        ("... he left", "Wang ... he left"),
        (". . . he left", "Wang . . . he left"),
    ],
)
def test_an_ellipsis_keeps_its_blank(following: str, expected: str) -> None:
    """A stop closes up to the element before it; dots that stand for words left out do not."""
    builder = TextBuilder()
    builder.text("Wang ")
    builder.close_up(following)
    builder.text(following)
    assert builder.content == f"{expected}\n"
