"""A hundred thousand queries that nobody would type: an answer or one clear line, and soon."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

import provrepo
from provrepo import InvalidValue, Scope

PIECES = [
    *'abcé安东조선וم1[]〔〕"“”*-',
    *" OR NOT AND NEAR( ) { } : ^ + ' ` ; -- % _ \\ \0 \n \x1b \u200f \ufdd0 \ufdd1 \ud7b0".split(
        " "
    ),
    *("korea", "north", "words:", "MATCH", "NULL", "border-cable", "\U0001f600", "x" * 50),
]
TEXTS = [
    "The [North] Korean b[or]der",
    "安东市，조선인민군",
    "a b c " * 50 + "[a] [b] [[c]] d]",
    "é" * 300,
]


@pytest.mark.slow
def test_no_query_breaks_anything(tmp_path: Path) -> None:
    """No error of a database, no other exception, and none takes longer than a second."""
    chance = random.Random(18)  # noqa: S311
    slowest, lines = 0.0, 0
    with provrepo.create(tmp_path / "provrepo.db") as repository:
        for number, text in enumerate(TEXTS):
            repository.ingest(text.encode(), document=f"d{number}", text="transcription:en")
        contents = {version.text: repository.content(version.id) for version in (
            repository.version(f"d{number}") for number in range(len(TEXTS))
        )}  # fmt: skip
        for count in range(100_000):
            query = "".join(chance.choices(PIECES, k=chance.randint(1, 12)))
            begun = time.process_time()
            try:
                hits = list(repository.search(query, Scope(), regex=count % 10 == 0, limit=50))
            except InvalidValue as error:
                hits, lines = [], lines + str(error).count("\n")
            slowest = max(slowest, time.process_time() - begun)
            for hit in hits:
                assert contents[hit.version.text][hit.start : hit.end] == hit.text
    assert slowest < 1
    assert lines == 0
