"""Compare the text comparison with its peers: time and size of the script on real pairs.

    python bench/diff.py FOLDER…          pairs NAME.a.txt, NAME.b.txt in each folder
    python bench/diff.py --worst          made inputs of 1 MB a side: time and memory
    python bench/diff.py --blame FOLDER…  a history of 176 versions, against WikiWho 1.0.3

One tokenizer (`provrepo.compare.tokens`) serves all. Peers get ready token lists (git a file with a
token a line) and are timed without tokenising; provrepo is timed with it. Every time is CPU time,
the least of three runs, the tools taking turns in this one process; of git it is the time of its
child alone, its start included, and what Python does to start it left out. Edits are counted before
readability and moves. difflib runs as shipped (autojunk on). rapidfuzz's LCSseq decides what is
minimal, of all tokens and of words alone. Whether a peer needs more than 6 s for a pair is tried
before, in a process that is stopped there and not timed; the totals compare the pairs that all
finish. Needs cydifflib, rapidfuzz and WikiWho.
"""

from __future__ import annotations

import argparse
import difflib
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from provrepo.compare import diff
from provrepo.compare.edit_script import edit_script
from provrepo.compare.tokens import is_word, tokens

LIMIT = 6.0
RUNS = 3
MEGABYTE = 1_000_000
HISTORY = 176


class Result(NamedTuple):
    """CPU seconds and edits of one tool on one pair; infinite seconds where it did not finish."""

    seconds: float
    edits: int


class Pair(NamedTuple):
    """Two texts and their tokens."""

    name: str
    before: str
    after: str
    left: list[str]
    right: list[str]


Run = Callable[[Pair], int]
"""What makes a script of a pair, and returns the number of its edits."""


def provrepo(pair: Pair) -> int:
    """Make the edit script, tokenising included."""
    return edit_script(pair.before, pair.after).edits


def provrepo_diff(pair: Pair) -> int:
    """Make the whole comparison: script, readability, classes and moves."""
    return diff(pair.before, pair.after).edits


def exact(left: list[str], right: list[str]) -> int:
    """Return the size of a minimal script of two lists."""
    common: int = import_module("rapidfuzz.distance.LCSseq").similarity(left, right)
    return len(left) + len(right) - 2 * common


def rapidfuzz(pair: Pair) -> int:
    """Find the size of a minimal script."""
    return exact(pair.left, pair.right)


def _matcher(matcher: type, pair: Pair) -> int:
    blocks = matcher(None, pair.left, pair.right).get_matching_blocks()
    common: int = sum(block[2] for block in blocks)
    return len(pair.left) + len(pair.right) - 2 * common


def python_difflib(pair: Pair) -> int:
    """Match with difflib as shipped."""
    return _matcher(difflib.SequenceMatcher, pair)


def cydifflib(pair: Pair) -> int:
    """Match with difflib compiled to C."""
    return _matcher(import_module("cydifflib").SequenceMatcher, pair)


def git(pair: Pair) -> int:
    """Match with git's histogram algorithm, one token a line."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for name, pieces in (("a", pair.left), ("b", pair.right)):
            file = Path(folder, name)
            lines = (token.encode("unicode_escape", "surrogatepass") + b"\n" for token in pieces)
            file.write_bytes(b"".join(lines))
            files.append(str(file))
        command = ["git", "diff", "--no-index", "--histogram", "--numstat", *files]
        process = subprocess.run(command, capture_output=True, text=True, check=False)
    added, removed = (process.stdout.split("\t")[:2]) if process.stdout else ("0", "0")
    return int(added) + int(removed)


PEERS: dict[str, Run] = {
    "difflib": python_difflib,
    "cydifflib": cydifflib,
    "git histogram": git,
    "rapidfuzz exact": rapidfuzz,
}


def timed(tool: Run, pair: Pair) -> Result:
    """Run a tool in this process; of git, the time of the child counts and nothing else."""
    is_child = tool is git
    start = _cpu(is_child=is_child)
    edits = tool(pair)
    return Result(_cpu(is_child=is_child) - start, edits)


def _cpu(*, is_child: bool) -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN if is_child else resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def finishes(tool: Run, pair: Pair) -> bool:
    """Try whether a tool finishes within the limit of CPU time, in a process that is stopped."""
    context = get_context("fork")
    receiver, sender = context.Pipe(duplex=False)

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (int(LIMIT), int(LIMIT)))
        sender.send(tool(pair))

    process = context.Process(target=limited)
    process.start()
    sender.close()
    try:
        receiver.recv()
    except EOFError:
        return False
    finally:
        process.join()
    return True


def read_pairs(folders: list[Path]) -> Iterator[Pair]:
    """Yield the pairs of ``folders``."""
    for folder in folders:
        for file in sorted(folder.glob("*.a.txt")):
            before = file.read_bytes().decode()
            after = file.with_name(file.name[:-6] + ".b.txt").read_bytes().decode()
            yield Pair(file.name[:-6], before, after, tokens(before), tokens(after))


def words_of(pieces: list[str]) -> list[str]:
    """Return the words among tokens."""
    return [piece for piece in pieces if is_word(piece)]


def compare(folders: list[Path]) -> None:
    """Print time, size and minimality of every tool over the pairs of ``folders``."""
    tools: dict[str, Run] = {"provrepo": provrepo, "provrepo diff()": provrepo_diff, **PEERS}
    results: dict[str, list[Result]] = {name: [] for name in tools}
    for tool in tools.values():
        tool(Pair("warm", "é a b", "é b a", ["é", "a"], ["a", "é"]))
    least: list[int] = []
    minimal_words = proven = count = 0
    for pair in read_pairs(folders):
        count += 1
        running = {
            name: tool for name, tool in tools.items() if name not in PEERS or finishes(tool, pair)
        }
        runs: dict[str, list[Result]] = {name: [Result(float("inf"), 0)] for name in tools}
        for _ in range(RUNS):
            for name, tool in running.items():
                runs[name].append(timed(tool, pair))
        for name, timings in runs.items():
            results[name].append(min(timings))
        least.append(exact(pair.left, pair.right))
        script = edit_script(pair.before, pair.after)
        fewest = exact(words_of(pair.left), words_of(pair.right))
        minimal_words += script.size.words == fewest
        proven += script.size.words == script.bound.words
        if script.size.words != fewest or not script.bound.words <= fewest:
            sizes = f"{script.size.words} words, minimal {fewest}, bound {script.bound.words}"
            print(f"{pair.name}: {sizes}")
    shared = [
        index
        for index in range(count)
        if all(row[index].seconds <= LIMIT for row in results.values())
    ]
    print(f"{count} pairs; all tools finish {len(shared)} of them in {LIMIT:g} s each")
    ours = sum(results["provrepo"][index].seconds for index in shared)
    print(f"{'tool':16} {'CPU s':>8} {'x ours':>7} {'minimal':>8} {'edits':>8} {'/ exact':>8}")
    for name, row in results.items():
        seconds = sum(row[index].seconds for index in shared)
        minimal = sum(row[index].edits == least[index] for index in shared)
        edits = sum(row[index].edits for index in shared)
        ratio = edits / max(1, sum(least[index] for index in shared))
        share = f"{100 * minimal / max(1, len(shared)):.1f} %"
        figures = f"{seconds:8.3f} {seconds / ours:7.2f} {share:>8} {edits:8} {ratio:8.4f}"
        print(f"{name:16} {figures}")
    seconds = sum(result.seconds for result in results["provrepo"])
    print(
        f"provrepo on all {count} pairs: {seconds:.3f} s, minimal in words "
        f"{100 * minimal_words / count:.1f} %, {proven} proven by its own bound"
    )


def worst_cases() -> Iterator[tuple[str, str, str]]:
    """Yield made inputs of up to 1 MB a side."""
    source = random.Random(4)  # noqa: S311 the same texts every time, nothing secret

    def noise(alphabet: str, size: int = MEGABYTE) -> tuple[str, str]:
        return "".join(source.choices(alphabet, k=size)), "".join(source.choices(alphabet, k=size))

    def prose(alphabet: str, *, line: int = 12) -> str:
        words = ["".join(source.choices(alphabet, k=source.randint(2, 9))) for _ in range(5000)]
        weights = [1 / rank for rank in range(1, 5001)]
        chosen = source.choices(words, weights, k=200_000)
        rows = [" ".join(chosen[at : at + line]) for at in range(0, len(chosen), line)]
        return "\n".join(rows)[:MEGABYTE]

    latin, greek = prose("abcdefghijklmnop"), prose("αβγδεζηθικλμνο")[: MEGABYTE // 2]
    yield "wholly different", latin, greek
    yield "different order", latin, "\n".join(source.sample(latin.split("\n"), latin.count("\n")))
    unrelated = prose("abcdefghijklmnop")
    yield "random, other words", latin, unrelated
    shuffled = latin.split()
    source.shuffle(shuffled)
    yield "same words shuffled, one line", latin.replace("\n", " "), " ".join(shuffled)
    rows = [" ".join(shuffled[at : at + 12]) for at in range(0, len(shuffled), 12)]
    yield "same words shuffled, lines", latin, "\n".join(rows)
    yield "repetitive, one line", "a b " * 250_000, "b a a " * 166_666
    yield "repetitive, many lines", "a b\n" * 250_000, "b a\na " * 166_666
    yield "two characters at random", *noise("ab ")
    yield "two marks at random", *noise(".,")
    yield "marks at random", *noise("!?.,;:-()[]{}")
    han = "".join(map(chr, range(0x4E00, 0x5600)))
    yield "Han at random", *noise(han, MEGABYTE // 3)
    half = len(latin) // 2
    yield "halves swapped", latin, latin[half:] + latin[:half]
    flat = latin.replace("\n", " ")
    yield "halves swapped, one line", flat, flat[half:] + flat[:half]
    text = "".join(source.choices(han, k=MEGABYTE // 3))
    yield "halves swapped, Han", text, text[len(text) // 2 :] + text[: len(text) // 2]
    yield "one side empty", latin, ""
    yield "random bytes", *noise("".join(map(chr, range(256))))
    yield "every second word", flat, " ".join(flat.split()[::2])
    changed = flat.split(" ")
    changed[::3] = ["new"] * len(changed[::3])
    yield "every third word changed", flat, " ".join(changed)
    yield "reversed", flat, " ".join(flat.split(" ")[::-1])
    yield from more_worst_cases(source, latin, han)


def more_worst_cases(source: random.Random, latin: str, han: str) -> Iterator[tuple[str, str, str]]:
    """Yield shapes that are worst for one step each: lines, periods, brackets, marks, moves."""

    def perturbed(rows: list[str], share: float) -> str:
        return "".join(
            row[: len(row) // 2] + "new words " + row[len(row) // 2 :]
            if source.random() < share
            else row
            for row in rows
        )

    alternating = ["the same line again and again\n", "another line\n"] * (MEGABYTE // 43)
    yield "alternating lines", "".join(alternating), perturbed(alternating, 0.1)
    paragraphs = [latin[:190].replace("\n", " ") + ".\n"] * 5000
    yield "a paragraph 5000 times, edited", "".join(paragraphs), perturbed(paragraphs, 1)
    line = "".join(source.choices(han, k=MEGABYTE // 3))
    yield (
        "one line of Han, edited",
        line,
        "改".join(line[at : at + 49] for at in range(0, len(line), 50)),
    )
    period = ("abc def ghi jkl mno pqr stu " * (MEGABYTE // 28 + 1))[:MEGABYTE]
    broken = "X".join(period[at : at + 996] for at in range(0, MEGABYTE, 997))
    yield "nearly periodic", period, broken
    yield "one line against many", period, period.replace(" ", "\n")
    yield "500,000 line feeds", "\n" * (MEGABYTE // 2), "a\n" * (MEGABYTE // 2)
    yield "runs of spaces", (" " * 5000 + "a") * 200, (" " * 5001 + "a") * 199
    opened = "[" * (MEGABYTE // 2)
    yield "deep brackets", opened + "]" * (MEGABYTE // 2), "［" + opened + "]" * (MEGABYTE // 3)
    yield "brackets dropped", "a [b] " * (MEGABYTE // 6), "a b " * (MEGABYTE // 6)
    yield "combining marks only", "\u0301" * (MEGABYTE // 2), "\u0301\u0302" * (MEGABYTE // 4)
    rows = latin.splitlines(keepends=True)
    yield "lines reversed", latin, "".join(reversed(rows))
    blocks = ["".join(rows[at : at + 20]) + "\n" for at in range(0, len(rows), 20)]
    yield "paragraphs shuffled", "".join(blocks), "".join(source.sample(blocks, len(blocks)))
    third = len(latin) // 3
    swapped = latin[2 * third :] + latin[third : 2 * third] + latin[:third]
    yield "three blocks exchanged", latin, swapped
    table = [[source.randrange(100_000) for _ in range(10)] for _ in range(MEGABYTE // 60)]
    before = "\n".join(",".join(map(str, row)) for row in table)
    for row in table[::3]:
        row[source.randrange(10)] = source.randrange(100_000)
    yield "a table, every third row", before, "\n".join(",".join(map(str, row)) for row in table)
    yield "other white space", latin, latin.replace("\n", "\r\n").replace(" ", "\t")
    yield from small_units(source, latin, han)


def small_units(source: random.Random, latin: str, han: str) -> Iterator[tuple[str, str, str]]:
    """Yield shapes of which no line says where it belongs: too short, too alike, or too long."""
    letters = (source.choices("abcdefgh", k=MEGABYTE // 2) for _ in range(2))
    before, after = ("\n".join(side) for side in letters)
    yield "lines of one character", before, after
    words = latin.split()
    yield "every word twice", " ".join(words), " ".join(f"{word} {word}" for word in words)
    rows = [" ".join(words[at : at + 11]).capitalize() + "." for at in range(0, len(words), 11)]
    half = len(rows) // 2
    both = zip(rows[:half], rows[half:], strict=False)
    interleaved = " ".join(f"{first} {second}" for first, second in both)
    yield "two texts interleaved, one line", " ".join(rows), interleaved
    signs = source.choices(han, k=MEGABYTE // 3)
    changed = [*signs]
    changed[::3] = source.choices(han, k=len(changed[::3]))
    yield "Han, every third sign", "".join(signs), "".join(changed)
    marked = "".join(word + source.choice((", ", ". ", "; ", " (", ") ")) for word in words)
    other = "".join(chr(ord(sign) + 0x350) if sign.isalpha() else sign for sign in marked)
    yield "marks alone in common", marked[:MEGABYTE], other[: MEGABYTE // 2]


def print_worst(name: str, before: str, after: str) -> None:
    """Print seconds, peak memory and size for one made input; runs in a process of its own."""
    start = time.process_time()
    script = edit_script(before, after)
    script_seconds = time.process_time() - start
    start = time.process_time()
    comparison = diff(before, after)
    seconds = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{name:30} {script_seconds:7.2f} {seconds:7.2f} {memory:6.0f} MB {script.edits:8} "
        f"{script.lower_bound:8} {len(comparison.changes):7} {len(comparison.moves):5}",
        flush=True,
    )


def worst() -> None:
    """Print time and memory on the worst inputs."""
    print(
        f"{'1 MB a side':30} {'script':>7} {'diff()':>7} {'memory':>9} {'edits':>8} {'bound':>8}",
        end="",
    )
    print(f" {'changes':>7} {'moves':>5}", flush=True)
    context = get_context("fork")
    for name, before, after in worst_cases():
        process = context.Process(target=print_worst, args=(name, before, after))
        process.start()
        process.join()


def history(folders: list[Path]) -> list[str]:
    """Make 176 versions of a text of about 500 KB: pair by pair is revised, each eighth undone."""
    pairs = sorted(read_pairs(folders), key=lambda pair: (len(pair.before), pair.name))
    chosen: list[Pair] = []
    for pair in pairs:
        if sum(len(smaller.before.encode()) for smaller in chosen) < MEGABYTE // 2:
            chosen.append(pair)
    parts = [pair.before for pair in chosen]
    versions = ["\n\n".join(parts)]
    order = [*range(len(chosen)), *range(0, len(chosen), 3), *range(0, len(chosen), 5)]
    for count, number in enumerate(order * 4):
        if len(versions) == HISTORY:
            break
        pair = chosen[number]
        parts[number] = pair.before if parts[number] == pair.after else pair.after
        if count % 8 == 7:
            parts[number] = pair.before
        version = "\n\n".join(parts)
        if version != versions[-1]:
            versions.append(version)
    return versions


def blame_history(folders: list[Path], shortened: int | None) -> None:
    """Print the seconds a revision that blame and WikiWho need."""
    from provrepo.compare.origins import blame

    versions = history(folders)
    size = len(versions[-1].encode())
    print(f"{len(versions)} versions of {size / 1000:.0f} KB")
    start = time.perf_counter()
    origins = blame(versions)
    ours = (time.perf_counter() - start) / len(versions)
    print(f"provrepo {1000 * ours:9.1f} ms a revision, {len(origins)} stretches", flush=True)
    revisions = versions[:shortened]
    page = [
        {"revid": number, "timestamp": str(number), "userid": number, "*": text}
        for number, text in enumerate(revisions, 1)
    ]
    start = time.perf_counter()
    import_module("WikiWho.wikiwho").Wikiwho("history").analyse_article(page)
    wikiwho = (time.perf_counter() - start) / len(revisions)
    print(f"WikiWho  {1000 * wikiwho:9.1f} ms a revision, over {len(revisions)} revisions")
    print(f"provrepo is {wikiwho / ours:.1f} times as fast")


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=sys.modules[__name__].__doc__)
    parser.add_argument("pairs", nargs="*", type=Path, help="folders of NAME.a.txt and NAME.b.txt")
    parser.add_argument("--worst", action="store_true", help="measure made worst cases instead")
    parser.add_argument("--blame", action="store_true", help="measure blame on a made history")
    parser.add_argument("--first", type=int, help="give WikiWho the first N revisions only")
    arguments = parser.parse_args()
    if arguments.worst:
        worst()
    elif arguments.blame:
        blame_history(arguments.pairs, arguments.first)
    else:
        compare(arguments.pairs)


if __name__ == "__main__":
    main()
