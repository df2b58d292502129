"""Encodings whose bytes are all ASCII are named, and not taken for UTF-8."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provrepo.errors import InputError, Undecodable
from provrepo.formats.draft import decode

TEXTS = {
    "iso-2022-jp": "北京の手紙\nold letter\n",
    "iso-2022-kr": "서울에서 온 편지\n",
    "hz": "北京来信\n",
    "iso-2022-jp-3": "Grüße, Übermut\n",
    "iso-2022-jp-2004": "Größe, 芦\n",
    "utf-7": "Grüße aus Nertschinsk: Лавров, ünd zurück\n",
}


@pytest.mark.parametrize("encoding", TEXTS)
def test_they_are_named_with_the_option(encoding: str) -> None:
    """With it the text is right."""
    data = TEXTS[encoding].encode(encoding)
    assert data.isascii()
    with pytest.raises(InputError, match=f"is {encoding.upper()}, not UTF-8; say it: --encoding"):
        decode(data, "a.txt")
    assert decode(data, "a.txt", encoding) == TEXTS[encoding]


def test_what_nobody_here_can_read_is_named_too() -> None:
    """Chinese in ISO 2022 (RFC 1922): another program converts it."""
    data = b"\x1b$)A\x0e1190\x0f\n"
    with pytest.raises(InputError, match="is ISO-2022-CN, not UTF-8; convert it: iconv"):
        decode(data, "a.txt")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize(
    "text",
    [
        "Plain words\n",
        "外交部電報，一九六一年五月。\n",
        "日本語の手紙\n",
        "Größe\n",
        "Письмо от мая\n",
    ],
)
def test_wide_characters_without_a_mark_are_named(encoding: str, text: str) -> None:
    """The advice is right: with it the text is."""
    with pytest.raises((InputError, Undecodable), match=f"--encoding {encoding}"):
        decode(text.encode(encoding), "a.txt")
    assert decode(text.encode(encoding), "a.txt", encoding) == text


@pytest.mark.parametrize(
    "text",
    [
        "C++ and a+b, 1+1=2",
        "+49 30 1234567, +1234-5678",
        "x+abc-y",
        "a +plus- b",
        "~/notes, ~{ and ~}",
        "\x1b[31mred\x1b[0m",
        "see note+three, page+seven",
    ],
)
def test_plain_text_stays_plain(text: str) -> None:
    """Sums, telephone numbers and colours of a terminal are no encoding."""
    assert decode(text.encode(), "a.txt") == text


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_what_is_not_ascii_is_utf_8(text: str) -> None:
    """Whatever stands in it."""
    assert decode(f"{text}é".encode(), "a.txt") == f"{text}é"
