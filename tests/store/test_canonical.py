"""Canonical JSON: the rules of RFC 8785 that the format keeps, and what it refuses."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provrepo.errors import InvalidJSON
from provrepo.store.canonical import LARGEST_INTEGER, canonical, parse

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-LARGEST_INTEGER, LARGEST_INTEGER)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(VALUES)
def test_what_is_written_is_read_back(value: object) -> None:
    """Reading canonical bytes gives the value, and writing it again the same bytes."""
    written = canonical(value)
    assert parse(written.decode(), "here") == value
    assert canonical(parse(written.decode(), "here")) == written


@given(VALUES)
def test_any_json_reader_reads_it(value: object) -> None:
    """Canonical bytes are JSON, without a blank outside of strings."""
    assert json.loads(canonical(value)) == value


def test_keys_are_sorted_by_utf_16_code_units() -> None:
    """RFC 8785 §3.2.3: a character beyond the BMP sorts by its surrogates, before U+FB33."""
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\x80", "\u00f6"]
    assert list(json.loads(canonical(dict.fromkeys(keys, 0)))) == [
        "\r",
        "1",
        "\x80",
        "\u00f6",
        "\u20ac",
        "\U0001f600",
        "\ufb33",
    ]


def test_strings_are_escaped_only_where_they_must() -> None:
    """RFC 8785 §3.2.2.2: short escapes, lower-case hex in the others, and all else as it is."""
    text = '\u20ac$\x0f\nA\'B"\\\\"/\x7f\x08'
    assert canonical(text) == '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/\x7f\\b"'.encode()


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ('{"a": 1,\n "a": 2}', 1, 1, "twice"),
        ('{"x":\n {"a": 1, "a": 2}}', 2, 2, "twice"),
        ("[1,\n 1.5]", 2, 2, "1.5"),
        ("[1e3]", 1, 2, "1e3"),
        ('{"a": [NaN]}', 1, 8, "NaN"),
        ("[-Infinity]", 1, 2, "Infinity"),
        ("[9007199254740992]", 1, 2, "too large"),
        ("[" + "9" * 5000 + "]", 1, 2, "too large"),
        ('["\\ud800"]', 1, 2, "surrogate"),
        ("[1,x]", 1, 4, "expecting value"),
        ("{'a': 1}", 1, 2, "double quotes"),
        ("", 1, 1, "a value is expected"),
        ("[] []", 1, 4, "nothing may follow"),
    ],
)
def test_refusals_say_where(text: str, line: int, column: int, words: str) -> None:
    """What has no canonical form is refused with its place and a reason."""
    with pytest.raises(InvalidJSON, match=words) as caught:
        parse(text, "item.json")
    assert (caught.value.source, caught.value.line, caught.value.column) == (
        "item.json",
        line,
        column,
    )


@pytest.mark.parametrize(
    "value", [1.0, float("nan"), 2**53, "\ud800", {"\ud800": 1}, {1: 2}, b"bytes", [[0.5]]]
)
def test_values_without_a_canonical_form_are_not_written(value: object) -> None:
    """Fractions, large integers, lone surrogates and foreign types raise."""
    with pytest.raises(InvalidJSON):
        canonical(value)


def test_deep_nesting_is_an_error_and_no_crash() -> None:
    """A file of a hundred thousand brackets gives one clear error."""
    with pytest.raises(InvalidJSON, match="nested too deep"):
        parse("[" * 100_000, "deep.json")


def test_a_byte_order_mark_before_json_is_harmless() -> None:
    """Editors on Windows put one there."""
    assert parse("\ufeff {}", "here") == {}
