"""Units: paragraphs, or lines where each line stands for itself."""

from __future__ import annotations

import pytest

from provrepo.align.units import units, units_of_both

VERSE = "\n".join(["春眠不觉晓，", "处处闻啼鸟。", "夜来风雨声，", "花落知多少。"])
WRAPPED = (
    "The boats were tied up below the mill when the two\n"
    "inspectors came down, and nobody had told them that\n"
    "the ferry had been sold.\n\n"
    "They waited until the evening, and then went back to\n"
    "the town on foot."
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\n\nTwo.\n \t\nThree.", ["One.", "Two.", "Three."]),
        (VERSE, VERSE.split("\n")),
        (f"{VERSE}\n\n{VERSE}", VERSE.split("\n") * 2),
        (WRAPPED, WRAPPED.split("\n\n")),
        ("One long line.\nAnother one.", ["One long line.", "Another one."]),
        ("\n\n  First.", ["First."]),
        ("   ", [""]),
        ("", []),
    ],
)
def test_units_are_what_an_editor_would_count(text: str, expected: list[str]) -> None:
    """Lines that were filled to a width are no lines of their own."""
    assert [text[start:end].strip() for start, end in units(text)] == expected


def test_verse_in_prose_is_counted_by_stanzas() -> None:
    """Where only one side has lines, both are divided alike if that agrees better."""
    source = "\n\n".join([VERSE] * 3)
    target = "\n\n".join(["I slept in spring, and the birds woke me; what fell in the night?"] * 3)
    assert [len(side) for side in units_of_both(source, target)] == [3, 3]
    assert [len(side) for side in units_of_both(source, source)] == [12, 12]
