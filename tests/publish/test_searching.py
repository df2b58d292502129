"""The index of a site's search: the same from wherever it comes, and nothing in it that is gone."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import provrepo
from provrepo import SiteOptions
from provrepo.publish.searching import shards
from provrepo.publish.searching.postings import decoded, encoded
from provrepo.publish.searching.texts import cut
from tests.publish.edition import fill, put
from tests.publish.site_reader import contents

INDEX = "_/search/"


@pytest.fixture
def engine() -> str:
    """Return the engine: what is drawn is the same for both."""
    return "sqlite"


@given(st.dictionaries(st.integers(0, 5000), st.just(1) | st.integers(1, 2**26)))
def test_postings_are_read_as_they_were_written(postings: dict[int, int]) -> None:
    """Few or many, with masks or without."""
    assert decoded(encoded(postings)) == postings


@given(st.sets(st.integers(0, 400), min_size=100))
def test_many_texts_take_a_digit_for_six(texts: set[int]) -> None:
    """So that the most common words are no burden."""
    assert len(encoded(dict.fromkeys(texts, 1))) <= 401 // 6 + 3


WORD = st.text(st.characters(categories=("L", "M", "Nd", "Co")), min_size=1, max_size=50)


@given(st.dictionaries(WORD, st.sampled_from(["A", "Kg", "!_A."]), min_size=1))
def test_a_shard_is_read_as_it_was_written(lines: dict[str, str]) -> None:
    """Whatever its terms share with each other."""
    assert shards.shard_lines(shards.shard_file("_/search/a/w/61.js", lines)) == lines


@given(st.lists(st.integers(1, 9000), min_size=1, max_size=60))
def test_pieces_are_the_text(lengths: list[int]) -> None:
    """They follow each other, end where paragraphs do, and a mask has a bit for each."""
    ends = [sum(lengths[: number + 1]) for number in range(len(lengths))]
    content = "".join(chr(97 + number % 26) * length for number, length in enumerate(lengths))
    ranges = list(cut(content, ends))
    assert "".join(content[start:end] for start, end in ranges) == content
    assert {end for _, end in ranges} <= set(ends)
    assert len(ranges) < 31


def words(chance: random.Random, count: int) -> str:
    """Return a text of made-up words and characters, with brackets."""
    letters = ["".join(chance.choices("abcdefgh", k=chance.randrange(1, 7))) for _ in range(count)]
    characters = "".join(chance.choices("中国外交部北京平壤大使馆的是在", k=count))
    return f"{' '.join(letters)} [{letters[0]}] x.\n\n{characters}[{characters[:2]}]。\n"


def test_an_index_that_was_changed_is_the_one_that_would_be_made(
    repository: provrepo.Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the byte: after new versions, new texts, withdrawals, purges, renamings."""
    monkeypatch.setattr(shards, "LIMIT", 150)
    monkeypatch.setattr("provrepo.reading.site.searching.level.LIMIT", 150)
    monkeypatch.setattr(shards, "LEVELS", (8, 4))
    chance = random.Random(7)  # noqa: S311
    for run in range(9):
        for _ in range(2):
            put(repository, "transcription:und", words(chance, 12), key=f"t{chance.randrange(14)}")
        keys = repository.keys()
        if run == 4:
            repository.rename(keys[0], f"{keys[0]}-renamed")
        if run in (3, 6):
            newest = keys[run // 3]
            put(repository, "transcription:und", words(chance, 3), key=newest)
            repository.purge(f"{newest}@v1", "By order of a court", everywhere=True)
        repository.publish(tmp_path / "kept")
        repository.publish(tmp_path / f"new-{run}")
        kept, new = contents(tmp_path / "kept"), contents(tmp_path / f"new-{run}")
        assert {path for path in kept if kept[path] != new.get(path)} == set()
        assert kept.keys() == new.keys()
    names = {path.split("/")[2] for path in kept if path.startswith(INDEX)}
    assert {"a", "b", "c"} & names
    assert len([path for path in kept if "/w/" in path]) > 10
    assert len([path for path in kept if "/c/" in path]) > 4


def test_a_new_version_changes_few_files(repository: provrepo.Repository, tmp_path: Path) -> None:
    """Those of the words that came and went, and the text itself."""
    chance = random.Random(3)  # noqa: S311
    for number in range(70):
        put(repository, "transcription:und", words(chance, 400), key=f"t{number}")
    repository.publish(tmp_path)
    before = contents(tmp_path)
    text = repository.content("t5") + "\nA postscript.\n"
    put(repository, "transcription:und", text, key="t5")
    repository.publish(tmp_path)
    after = contents(tmp_path)
    changed = {path for path in after if after[path] != before.get(path) and INDEX in path}
    assert "_/search/texts/0/5.js" in changed
    assert len(changed) <= 4
    put(repository, "transcription:und", words(chance, 400), key="t70")
    repository.publish(tmp_path)
    last = contents(tmp_path)
    changed = {path for path in last if last[path] != after.get(path) and INDEX in path}
    assert not [path for path in changed if path.startswith(("_/search/a/", "_/search/b/"))]


def test_a_purged_text_is_gone_from_every_file(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """Its words, its beginnings of words, its characters."""
    fill(repository)
    put(repository, "transcription:zh", "機密：翡翠計劃。zyzzyva\n", key="secret")
    repository.publish(tmp_path)
    assert [data for data in contents(tmp_path).values() if "翡翠".encode() in data]
    put(repository, "transcription:zh", "無。\n", key="secret")
    repository.publish(tmp_path)
    index = {path: data for path, data in contents(tmp_path).items() if path.startswith(INDEX)}
    assert not [path for path, data in index.items() if "翡".encode() in data or b"yzzyva" in data]
    repository.purge("secret@v1", "By order of a court", everywhere=True)
    repository.publish(tmp_path)
    for path, data in contents(tmp_path).items():
        assert "翡翠".encode() not in data, path
        assert b"zyzzyva" not in data, path


def test_a_file_that_somebody_changed_is_made_anew(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """And with it the index, which nothing else could be believed of."""
    fill(repository)
    repository.publish(tmp_path / "site")
    for path in (tmp_path / "site/_/search/c/w").glob("*.js"):
        path.write_text("provrepo.shard('x', 'y');")
    put(repository, "transcription:en", "Wheat.\n", key="wheat")
    repository.publish(tmp_path / "site")
    repository.publish(tmp_path / "new")
    assert contents(tmp_path / "site") == contents(tmp_path / "new")


def test_only_what_the_site_shows_is_searched(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """No document that it leaves out, and no version but the newest that it shows."""
    fill(repository)
    repository.withdraw("cable/en@v4", "A mistake")
    repository.publish(tmp_path, SiteOptions(documents=["ca*"], withdrawn="hide"))
    index = {path: data for path, data in contents(tmp_path).items() if path.startswith(INDEX)}
    assert not [path for path, data in index.items() if "رسالة".encode() in data]
    assert any(b"translation.en/v3/" in data for data in index.values())
