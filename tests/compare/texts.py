"""Hypothesis strategies of texts for the laws of comparison."""

from __future__ import annotations

from hypothesis import strategies as st

# Few words and marks make equal tokens, and so interesting alignments, likely.
PIECES = st.sampled_from(
    [
        *"abAB.,;[]() \n",
        *("  ", "\r\n", "the ", "word", "don't", "4,701", "中", "國", "カ", "ｶﾞ", "한국"),
        *("e\u0301", "é", "\u0301", "Ａ", "ܣܘ", "[sic]", "[North] ", "שלום", "\u202e", "😀", "…"),
    ]
)
PIECED = st.lists(PIECES, max_size=40).map("".join)
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
TEXTS = st.one_of(PIECED, ANY)


@st.composite
def revised(draw: st.DrawFn) -> tuple[str, str]:
    """Draw two texts of which the second is often a revision of the first."""
    before = draw(TEXTS)
    if draw(st.booleans()):
        return before, draw(TEXTS)
    parts = list(before)
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(parts)))
        end = draw(st.integers(start, min(len(parts), start + 5)))
        parts[start:end] = list(draw(PIECED)[:8])
    return before, "".join(parts)
