"""Refining an alignment: each witness in turn is aligned anew with all others.

The words of witnesses that are aligned first stand in one order for good, also those that are
beside each other by chance, so that a later witness may share some of them only. So one witness
after the other is taken out of the places where that may be, and aligned with the rest; what shares
more is kept (G. J. Barton, M. J. E. Sternberg: A strategy for the rapid multiple alignment of
protein sequences, Journal of Molecular Biology 198, 1987).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from provrepo.compare.merging import Column, Keys, key_value, keys_of, merged
from provrepo.compare.tokens import is_word
from provrepo.compare.witness import Piece

# Places of more columns stay as they are: they would take too long.
_MOST = 1_500
# So do places of more columns than this in which a smaller share of what is read is shared: what
# witnesses have in common that were written independently, they have by chance.
_FEW = 100
_LEAST_SHARED = 0.25
# A witness that has something within this many columns is near.
_NEAR = 12
# How often each witness is aligned anew at most.
_ROUNDS = 3
_MARK = 0.1


def refined(columns: Sequence[Column], witnesses: Sequence[Sequence[Piece]]) -> list[Column]:
    """Return columns in which the witnesses have more words in common, if there are any.

    The columns are an alignment of all ``witnesses``. What is common to all
    who read anything there stays.
    """
    result: list[Column] = []
    place: list[Column] = []
    for column, is_shared in zip(columns, _are_shared(columns, witnesses), strict=True):
        if is_shared:
            result += _refined(place, witnesses)
            result.append(column)
            place = []
        else:
            place.append(column)
    return result + _refined(place, witnesses)


def _are_shared(columns: Sequence[Column], witnesses: Sequence[Sequence[Piece]]) -> list[bool]:
    """Return for each column whether all witnesses that read anything near it agree in it."""
    apart = [*map(min, _since(columns), reversed(_since(columns[::-1])))]
    return [
        len(column) > 1
        and near > _NEAR
        and len({witnesses[number][place].key for number, place in column.items()}) == 1
        for column, near in zip(columns, apart, strict=True)
    ]


def _since(columns: Sequence[Column]) -> list[int]:
    """Return for each column how long ago a witness was read that is not in it, the last one."""
    last: dict[int, int] = {}
    since: list[int] = []
    for place, column in enumerate(columns):
        last.update(dict.fromkeys(column, place))
        absent = (seen for number, seen in last.items() if number not in column)
        since.append(place - max(absent, default=place - _NEAR - 1))
    return since


def _refined(columns: list[Column], witnesses: Sequence[Sequence[Piece]]) -> list[Column]:
    """Refine what lies between columns that all share."""
    counts = [keys_of(column, witnesses) for column in columns]
    numbers = Counter(key for keys in counts for key in keys)
    present = sorted(set[int]().union(*columns))
    if len(present) < 3 or len(columns) > _MOST or max(numbers.values()) == 1:
        return columns
    values = {key: key_value(key) for key in numbers}
    best = sum(map(_shared, counts))
    if len(columns) > _FEW and best < _LEAST_SHARED * sum(map(_read, counts)):
        return columns
    tried = 0
    for witness in present * _ROUNDS:
        without_it = [{n: p for n, p in column.items() if n != witness} for column in columns]
        alone = [{witness: column[witness]} for column in columns if witness in column]
        again = merged([column for column in without_it if column], alone, witnesses, values)
        shared = sum(_shared(keys_of(column, witnesses)) for column in again)
        tried += 1
        if shared > best:
            columns, best, tried = again, shared, 0
        elif tried == len(present):
            break
    return columns


def _read(keys: Keys) -> float:
    """Return how many words are read in a column, those of all witnesses."""
    return sum(number * _weight(key) for key, number in keys.items())


def _shared(keys: Keys) -> float:
    """Return how many words in a column need not be written again, as another one has them too.

    The more there are, the fewer nodes a variant graph has. A mark counts a tenth of a word.
    """
    return sum((number - 1) * _weight(key) for key, number in keys.items() if number > 1)


def _weight(key: str) -> float:
    return 1 if key and is_word(key) else _MARK
