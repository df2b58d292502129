"""What of a content a file shows, and the exact content again, whoever edited what is shown."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from provrepo.formats.shown import replaced, restored, shown
from tests.formats.versions import PIECES

TEXTS = st.lists(st.sampled_from(PIECES)).map("".join)
FEEDS = st.sampled_from(("anywhere", "line"))


@given(TEXTS, FEEDS)
def test_each_character_has_its_place(content: str, feeds: str) -> None:
    """Line by line and character by character: only CR LF is one where it was two."""
    visible = shown(content, feeds=feeds)
    assert len(visible) == len(content) - content.count("\r\n")
    assert "\r" not in visible
    assert not re.search("[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff]", visible)


@given(TEXTS, FEEDS)
def test_what_nobody_edited_is_exact(content: str, feeds: str) -> None:
    """Every character again, and every place in it."""
    visible = shown(content, feeds=feeds)
    back = restored(visible, content, feeds=feeds)
    assert back.content == content
    for offset in range(len(visible) + 1):
        exact = offset + len(re.findall("\r\n", content[: back.place(offset)]))
        assert back.place(offset) == exact


@given(TEXTS, TEXTS, TEXTS, FEEDS)
def test_lines_that_stay_are_exact(before: str, old: str, after: str, feeds: str) -> None:
    """Around a line that was edited all others are as they were, with their line ends."""
    start, end = f"{before}\r\n", f"\r{after}"
    line = shown(old).replace("\n", "").replace("\f", "")
    content = f"{start}{line}{end}"
    tail = shown(content, feeds=feeds)[-len(shown(end)) :]
    edited = f"{shown(start, feeds=feeds)}{line} [edited]{tail}"
    back = restored(edited, content, feeds=feeds).content
    assert back.startswith(start)
    assert back.endswith(after)
    assert f"{line} [edited]" in back


def test_what_is_replaced_is_counted() -> None:
    """By the names of the characters."""
    content = "a\x01\r\n\x01\ufffe\fb"
    assert replaced(content, shown(content)) == {"U+0001": 2, "U+FFFE": 1}
    assert replaced(content, shown(content, feeds="line"))["U+000C"] == 1
