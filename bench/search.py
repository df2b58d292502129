"""Search: recall, precision, time and size, beside ripgrep and SQLite's own ways of cutting texts.

The texts are made up: 40 % in Chinese characters, 40 % in words, 20 % in Hangul, 3 KB each, with
editors' brackets. `--quick` takes a tenth of the 10,000 texts, `--million` adds a million short
ones, `--postgres URL` an empty database (or a server of the tests' own: `--postgres test`). What is
true is found by a scan of its own that shares no code with the search.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import re
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import provrepo
from provrepo import Draft, Reports, Repository, Scope

SIZE = 3_000
QUERIES = 200
CHECKED = 50
PAGE = 20
SHORT = 120
"""Bytes of a text; queries whose times count, those whose hits are checked; hits of a first page;
bytes of a short text."""

TEXTS = Scope(within=("text",))


class Corpus(NamedTuple):
    """Texts by their keys, in the order of the keys."""

    texts: dict[str, str]

    @property
    def size(self) -> int:
        """How many bytes of UTF-8 they are."""
        return sum(len(text.encode()) for text in self.texts.values())


class Needle(NamedTuple):
    """A query, what it is an example of, and the pattern of what is true of it.

    The pattern is matched against a text as it is read with the words in brackets and without.
    """

    kind: str
    query: str
    truth: re.Pattern[str]


def main() -> None:
    """Print a table of measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--million", action="store_true")
    parser.add_argument("--postgres", metavar="URL")
    arguments = parser.parse_args()
    count = 1_000 if arguments.quick else 10_000
    corpus = Corpus(dict(_texts(count, SIZE)))
    needles = list(_needles(corpus, QUERIES))
    print(f"{count:,} texts, {corpus.size / 1e6:.1f} MB, {len(needles)} queries")
    print(f"{'search':<44} {'ours':>12} {'bar':>10}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _whole(str(folder / "provrepo.db"), corpus, needles)
        _peers(folder, corpus, needles)
        if arguments.postgres:
            with _server(arguments.postgres) as url:
                print("\nthe same in PostgreSQL")
                _whole(url, corpus, needles)
        if arguments.million:
            _million(folder)


def _row(label: str, ours: str, bar: str = "") -> None:
    print(f"{label:<44} {ours:>12} {bar:>10}", flush=True)


def _whole(url: str, corpus: Corpus, needles: Sequence[Needle]) -> None:
    """Print what indexing takes, what is found, and how long that takes."""
    with _filled(url, corpus.texts.items()) as repository:
        cpu = time.process_time()
        size = repository.reindex()
        cpu = time.process_time() - cpu
        _row("indexing, MB/s CPU (this process)", f"{corpus.size / 1e6 / cpu:.1f}", ">= 3")
        is_server = "://" in url
        _row(
            "index against raw text",
            f"{size / corpus.size:.2f}",
            "<= 1.5" if is_server else "<= 0.7",
        )
        _recall(repository, corpus, needles)
        bars = ("60 ms", "") if is_server else ("25 ms", "150 ms")
        _times(repository, [needle.query for needle in needles], *bars)


@contextlib.contextmanager
def _filled(url: str, texts: Iterable[tuple[str, str]]) -> Iterator[Repository]:
    with provrepo.create(url) as repository:
        drafts = (Draft(text, document=key, text="transcription:und") for key, text in texts)
        for outcome in repository.ingest_drafts(drafts):
            assert isinstance(outcome, provrepo.Outcome), outcome
        yield repository


def _recall(repository: Repository, corpus: Corpus, needles: Sequence[Needle]) -> None:
    """Print the share of the texts with a needle that are found, and of the hits that are true."""
    readings = {key: _readings(text) for key, text in corpus.texts.items()}
    needles = needles[:CHECKED]
    for kind in dict.fromkeys(needle.kind for needle in needles):
        sought = found_of_sought = hits = true_hits = 0
        for needle in (needle for needle in needles if needle.kind == kind):
            true = {
                key
                for key, both in readings.items()
                if any(needle.truth.search(text) for text in both)
            }
            found = set()
            for hit in repository.search(needle.query, TEXTS):
                found.add(hit.version.document)
                hits += 1
                text = corpus.texts[hit.version.document]
                assert text[hit.start : hit.end] == hit.text
                true_hits += any(needle.truth.search(one) for one in _readings(hit.text))
            sought, found_of_sought = sought + len(true), found_of_sought + len(true & found)
            assert found <= true, (needle, found - true)
        _row(f"recall, {kind}", _share(found_of_sought, sought), "1")
        _row(f"precision, {kind} ({hits:,} hits)", _share(true_hits, hits), "1")


def _share(part: int, whole: int) -> str:
    return "1" if part == whole else f"{part / whole:.4f}"


def _times(repository: Repository, queries: Sequence[str], median: str, worst: str) -> None:
    """Print what the first page of hits takes: by the clock, and CPU time of this process alone."""
    by_clock, by_cpu = [], []
    for query in queries:
        begun, cpu = time.perf_counter(), time.process_time()
        list(repository.search(query, TEXTS, limit=PAGE))
        by_cpu.append((time.process_time() - cpu) * 1000)
        by_clock.append((time.perf_counter() - begun) * 1000)
    for times, label, bars in (
        (by_clock, f"first {PAGE} hits", (median, worst)),
        (by_cpu, "the same, CPU time", ("", "")),
    ):
        _row(f"{label}, median of {len(queries)}", f"{statistics.median(times):.1f} ms", bars[0])
        _row(f"{label}, worst", f"{max(times):.1f} ms", bars[1])


def _readings(text: str) -> tuple[str, str]:
    """Return a text as it reads with the words in brackets and without them, all small."""
    small = text.lower()
    return re.sub(r"[\[\]]", "", small), re.sub(r"\[[^\]]*\]", "", small)


# Texts and needles.


def _texts(count: int, size: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Yield made-up texts of about ``size`` bytes, with their keys, which are in order."""
    chance = random.Random(seed)  # noqa: S311 - words, no secrets
    picks = {
        "chinese": _picker(chance, [chr(0x4E00 + number) for number in range(3_500)]),
        "hangul": _picker(chance, [chr(0xAC00 + 7 * number) for number in range(1_200)]),
        "latin": _picker(chance, list(_vocabulary(chance))),
    }
    for number in range(count):
        script = ("chinese", "latin", "chinese", "latin", "hangul")[number % 5]
        pieces: list[str] = []
        length = 0
        while length < size:
            sentence = _bracketed(chance, _SENTENCES[script](chance, picks[script]))
            pieces.append(sentence)
            length += len(sentence.encode())
        yield f"text-{number:07}", "".join(pieces)


def _vocabulary(chance: random.Random) -> Iterator[str]:
    letters = "etaoinshrdlucmfwypvbgkjqxz"
    weights = list(accumulate(1 / (place + 2) for place in range(len(letters))))
    for _ in range(20_000):
        length = chance.randint(2, 11)
        yield "".join(chance.choices(letters, cum_weights=weights, k=length))


def _picker(chance: random.Random, words: list[str]) -> Callable[[int], list[str]]:
    chance.shuffle(words)
    weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(words))))
    return lambda count: chance.choices(words, cum_weights=weights, k=count)


def _chinese(chance: random.Random, pick: Callable[[int], list[str]]) -> list[str]:
    return [*pick(chance.randint(8, 30)), chance.choice("，。。；"), *_break(chance)]


def _hangul(chance: random.Random, pick: Callable[[int], list[str]]) -> list[str]:
    words = ["".join(pick(chance.randint(1, 5))) for _ in range(chance.randint(4, 12))]
    return [*(piece for word in words for piece in (word, " ")), ". ", *_break(chance)]


def _latin(chance: random.Random, pick: Callable[[int], list[str]]) -> list[str]:
    words = pick(chance.randint(6, 24))
    return [words[0].title(), *(f" {word}" for word in words[1:]), ". ", *_break(chance)]


def _break(chance: random.Random) -> list[str]:
    return ["\n\n"] if chance.random() < 0.2 else []


_SENTENCES = {"chinese": _chinese, "hangul": _hangul, "latin": _latin}


def _bracketed(chance: random.Random, pieces: list[str]) -> str:
    """Return a sentence, a tenth of them with an editor's bracket: around words, or inside one."""
    if chance.random() < 0.1 and len(pieces) > 5:
        place = chance.randrange(1, len(pieces) - 4)
        piece = pieces[place]
        word = piece.strip()
        if len(word) > 5 and chance.random() < 0.3:
            pieces[place] = piece.replace(word, f"{word[:2]}[{word[2:4]}]{word[4:]}")
        elif word:
            pieces[place] = piece.replace(word, f"[{word}]")
    return "".join(pieces)


def _needles(corpus: Corpus, count: int) -> Iterator[Needle]:
    """Yield needles of every kind, each taken from a text, so that there is something to find."""
    chance = random.Random(2)  # noqa: S311
    keys = list(corpus.texts)
    kinds = list(_KINDS)
    for number in range(count):
        kind = kinds[number % len(kinds)]
        for _ in range(1_000):
            text = corpus.texts[chance.choice(keys)]
            needle = _KINDS[kind](kind, chance, text)
            if needle is not None:
                yield needle
                break


_BETWEEN = r"(?:(?!\n\s*\n)\W)+"
"""What stands between two words of a phrase: no paragraph's end."""

Maker = Callable[[str, random.Random, str], Needle | None]


def _characters(length: int, script: str) -> Maker:
    def make(kind: str, chance: random.Random, text: str) -> Needle | None:
        runs = re.findall(rf"[{script}]{{{length},}}", text)
        if not runs:
            return None
        run = chance.choice(runs)
        start = chance.randrange(len(run) - length + 1)
        query = run[start : start + length]
        # Chinese goes over the end of a line, which these texts do not have amid a sentence.
        return Needle(kind, query, re.compile(re.escape(query)))

    return make


def _words(number: int) -> Maker:
    def make(kind: str, chance: random.Random, text: str) -> Needle | None:
        runs = re.findall(rf"\b[a-z]+(?: [a-z]+){{{number - 1}}}\b", text)
        if not runs:
            return None
        words = chance.choice(runs).split()
        pattern = r"\b" + _BETWEEN.join(words) + r"\b"
        return Needle(kind, f'"{" ".join(words)}"', re.compile(pattern))

    return make


def _beginning(kind: str, chance: random.Random, text: str) -> Needle | None:
    words = re.findall(r"\b[a-z]{5,}\b", text)
    if not words:
        return None
    beginning = chance.choice(words)[:4]
    return Needle(kind, f"{beginning}*", re.compile(rf"\b{beginning}"))


def _over_a_bracket(kind: str, chance: random.Random, text: str) -> Needle | None:
    """Return what a bracket and its neighbours read, with its words or without."""
    places = list(re.finditer(r"\w+ ?\[\w+\] ?\w+", text))
    if not places:
        return None
    whole = chance.choice(places)[0]
    bare = re.sub(r"[\[\]]", "", whole) if chance.random() < 0.5 else re.sub(r"\[\w+\]", "", whole)
    words = bare.lower().split()
    if re.fullmatch(r"[a-z ]+", bare.lower()):
        pattern = r"\b" + _BETWEEN.join(words) + r"\b"
        return Needle(kind, f'"{bare}"', re.compile(pattern))
    if re.search("[\uac00-\ud7a3]", bare):
        return None
    return Needle(kind, bare, re.compile(re.escape("".join(words))))


_KINDS: dict[str, Maker] = {
    "1 Chinese character": _characters(1, "\u4e00-\u9fff"),
    "2 Chinese characters": _characters(2, "\u4e00-\u9fff"),
    "3 Chinese characters": _characters(3, "\u4e00-\u9fff"),
    "6 Chinese characters": _characters(6, "\u4e00-\u9fff"),
    "a part of a Korean word": _characters(2, "\uac00-\ud7a3"),
    "a Korean word": _characters(4, "\uac00-\ud7a3"),
    "a word": _words(1),
    "a phrase of 3 words": _words(3),
    "the beginning of a word": _beginning,
    "over a bracket": _over_a_bracket,
}


# Others.


def _peers(folder: Path, corpus: Corpus, needles: Sequence[Needle]) -> None:
    print()
    needles = needles[:CHECKED]
    _ripgrep(folder, corpus, needles)
    for tokenizer in ("unicode61", "trigram"):
        _fts5(tokenizer, corpus, needles)


def _true_keys(corpus: Corpus, needle: Needle) -> set[str]:
    return {
        key
        for key, text in corpus.texts.items()
        if any(needle.truth.search(one) for one in _readings(text))
    }


def _ripgrep(folder: Path, corpus: Corpus, needles: Sequence[Needle]) -> None:
    """Print what `rg` finds over the same texts as files, and how long it takes."""
    program = shutil.which("rg")
    if program is None:
        print("ripgrep is absent")
        return
    files = folder / "files"
    files.mkdir()
    for key, text in corpus.texts.items():
        (files / key).write_text(text, "utf-8")
    times, sought, found_of_sought = [], 0, 0
    for needle in needles:
        word = needle.query.strip('"')
        pattern = rf"\b{word[:-1]}" if word.endswith("*") else re.escape(word)
        if word.isascii() and not word.endswith("*"):
            pattern = rf"\b{pattern}\b"
        begun = time.perf_counter()
        done = subprocess.run([program, "-il", pattern, files], capture_output=True, check=False)
        times.append((time.perf_counter() - begun) * 1000)
        true = _true_keys(corpus, needle)
        found = {Path(line).name for line in done.stdout.decode().splitlines()}
        sought, found_of_sought = sought + len(true), found_of_sought + len(true & found)
    _row("ripgrep, recall of all", _share(found_of_sought, sought))
    _row("ripgrep, median", f"{statistics.median(times):.1f} ms")


def _fts5(tokenizer: str, corpus: Corpus, needles: Sequence[Needle]) -> None:
    """Print the recall of a tokenizer of SQLite's, asked for the words as a phrase."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"CREATE VIRTUAL TABLE t USING fts5 (w, tokenize = '{tokenizer}')")
        keys = list(corpus.texts)
        connection.executemany("INSERT INTO t VALUES (?)", [(corpus.texts[key],) for key in keys])
        by_kind: dict[str, tuple[int, int]] = {}
        for needle in needles:
            word = needle.query.strip('"')
            sql = f'"{word[:-1]}" *' if word.endswith("*") else f'"{word}"'
            found = {
                keys[number - 1]
                for (number,) in connection.execute("SELECT rowid FROM t WHERE t MATCH ?", (sql,))
            }
            true = _true_keys(corpus, needle)
            part, whole = by_kind.get(needle.kind, (0, 0))
            by_kind[needle.kind] = part + len(true & found), whole + len(true)
    for kind, (part, whole) in by_kind.items():
        _row(f"{tokenizer}, recall, {kind}", _share(part, whole))


@contextlib.contextmanager
def _server(url: str) -> Iterator[str]:
    if url != "test":
        yield url
        return
    from tests.postgres import server

    with server() as running:
        yield running.database()


def _million(folder: Path) -> None:
    """Print how long queries take over a million short texts, of which few are held in memory."""
    print("\n1,000,000 short texts")
    sample: dict[str, str] = {}
    raw = 0

    def sampled() -> Iterator[tuple[str, str]]:
        nonlocal raw
        for number, (key, text) in enumerate(_texts(1_000_000, SHORT, seed=3)):
            raw += len(text.encode())
            if number % 101 == 0:  # of every script: they take turns
                sample[key] = text
            if number % 100_000 == 0:
                print(f"… {number:,} texts taken in", file=sys.stderr)
            yield key, text

    with _filled(str(folder / "million.db"), sampled()) as repository:
        reports = Reports(tick=_counted())
        cpu = time.process_time()
        size = repository.reindex(reports=reports)
        cpu = time.process_time() - cpu
        _row("indexing, MB/s CPU", f"{raw / 1e6 / cpu:.1f}")
        _row("index against raw text", f"{size / raw:.2f}")
        needles = _needles(Corpus(sample), QUERIES)
        _times(repository, [needle.query for needle in needles], "100 ms", "")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        _row("memory at most", f"{peak:.0f} MB")


def _counted() -> Callable[[int], None]:
    """Return what prints, after every 100,000 records, how many were indexed."""
    records = 0

    def count(steps: int) -> None:
        nonlocal records
        before, records = records, records + steps
        if records // 100_000 > before // 100_000:
            print(f"… {records:,} records indexed", file=sys.stderr)

    return count


if __name__ == "__main__":
    main()
