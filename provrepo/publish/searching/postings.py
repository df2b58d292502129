"""In which texts a word stands, as a string: distances as in source maps, or a sign for six texts.

A text is called by its number, and a long one is cut into pieces: a mask has a bit for each of
them that has the word, 1 where it is the first piece, which is the only one of most texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
"""Base64url, by value."""

_VALUES = {digit: value for value, digit in enumerate(DIGITS)}
_DENSE = "!"

Postings = dict[int, int]
"""Numbers of texts, each with the mask of its pieces."""


def encoded(postings: Mapping[int, int]) -> str:
    """Return the shorter of two ways to write postings; both are read by `decoded`.

    Sparse: for each text the distance from the one before, less one, doubled, and 1 more where a
    mask follows. Dense: after ``!`` a digit for six texts, then, after a point, the texts that have
    another mask than 1. A number is written in digits of five bits, the lowest first, each but the
    last with the sixth bit set.
    """
    if len(postings) == 1:  # most terms stand in one text
        ((text, mask),) = postings.items()
        return _number(text << 1) if mask == 1 else _number(text << 1 | 1) + _number(mask)
    texts = sorted(postings)
    parts = []
    before = -1
    for text in texts:
        mask = postings[text]
        parts.append(_number((text - before - 1) << 1 | (mask != 1)))
        if mask != 1:
            parts.append(_number(mask))
        before = text
    sparse = "".join(parts)
    if not texts or texts[-1] // 6 >= len(sparse):
        return sparse
    bits = [0] * (texts[-1] // 6 + 1)
    masks = []
    before = -1
    for text in texts:
        bits[text // 6] |= 1 << text % 6
        if postings[text] != 1:
            masks += [_number(text - before - 1), _number(postings[text])]
            before = text
    dense = f"{_DENSE}{''.join([DIGITS[digit] for digit in bits])}.{''.join(masks)}"
    return min(sparse, dense, key=len)


def decoded(written: str) -> Postings:
    """Return the postings that `encoded` wrote so. Raises ValueError where nothing wrote it."""
    try:
        return _decoded(written)
    except (KeyError, StopIteration) as error:
        raise ValueError(written[:60]) from error


def _decoded(written: str) -> Postings:
    postings: Postings = {}
    text = -1
    if not written.startswith(_DENSE):
        numbers = _numbers(written)
        for number in numbers:
            text += (number >> 1) + 1
            postings[text] = next(numbers) if number & 1 else 1
        return postings
    bits, _, masks = written[1:].partition(".")
    for place, digit in enumerate(bits):
        value = _VALUES[digit]
        for bit in range(6):
            if value >> bit & 1:
                postings[6 * place + bit] = 1
    numbers = _numbers(masks)
    for number in numbers:
        text += number + 1
        postings[text] = next(numbers)
    return postings


def _number(value: int) -> str:
    if value < 32:
        return DIGITS[value]
    digits = []
    while value >= 32:
        digits.append(DIGITS[value & 31 | 32])
        value >>= 5
    return "".join(digits) + DIGITS[value]


def _numbers(written: str) -> Iterator[int]:
    value = shift = 0
    for digit in written:
        part = _VALUES[digit]
        value |= (part & 31) << shift
        shift += 5
        if part < 32:
            yield value
            value = shift = 0
    if shift:
        raise ValueError(written[:60])
