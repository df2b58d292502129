"""Numbers of lists as Word and LibreOffice write them."""

from __future__ import annotations

import pytest

from provrepo.formats.office import numbering


@pytest.mark.parametrize(
    ("number", "letter"),
    [(1, "a"), (26, "z"), (27, "aa"), (53, "aaa"), (520, "z" * 20), (521, "521"), (0, "0")],
)
def test_letters_are_doubled_after_z(number: int, letter: str) -> None:
    """After z comes aa, then bb; not ab, as in a spreadsheet."""
    assert numbering.letter(number) == letter


@pytest.mark.parametrize(
    ("number", "numeral"),
    [(4, "iv"), (40, "xl"), (1961, "mcmlxi"), (3999, "mmmcmxcix"), (4000, "4000"), (0, "0")],
)
def test_roman_numerals_end_where_letters_do(number: int, numeral: str) -> None:
    """Beyond 3,999 there is no letter for five thousand."""
    assert numbering.roman(number) == numeral
    assert numbering.upper(numbering.roman)(number) == numeral.upper()
