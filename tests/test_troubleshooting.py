"""docs/troubleshooting.md: each message that it explains is one that the code prints."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "troubleshooting.md").read_text("utf-8")
MESSAGES = re.findall(r"(?m)^\| `([^`]+)` \| ", PAGE)


@cache
def program() -> str:
    """Return the code, texts in several pieces put together."""
    folders = ("provrepo", "cli", "store")
    paths = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    source = "\n".join(path.read_text("utf-8") for path in paths)
    return re.sub(r'"\s*\n\s*f?"', "", source)


def unknown(message: str) -> list[str]:
    """Return the words of a message, between what it names, that stand in no text of the code."""
    parts = [part.strip(" ;:") for part in re.split(r"…|\(…\)", message)]
    return [part for part in parts if part.strip("()?") and part not in program()]


def test_each_message_is_one_of_the_program() -> None:
    """Whoever looks a message up finds it as it was printed."""
    assert len(MESSAGES) > 20
    assert [(message, unknown(message)) for message in MESSAGES if unknown(message)] == []


def test_the_check_finds_a_message_that_the_program_never_prints() -> None:
    """One word that is another one is enough."""
    assert not unknown("is protected by a password; save it without one")
    assert unknown("is protected by a passphrase; save it without one")
    assert unknown("no document …; have a nice day")
