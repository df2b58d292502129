"""Breaking files by chance, but in the same way for the same seed, and watching a reader."""

from __future__ import annotations

import io
import random
import re
import signal
import threading
import time
import traceback
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from provrepo import agents
from provrepo.errors import InputError, InvalidValue, ReaderFault
from provrepo.formats.draft import CONVENTIONS, Draft, Reading
from provrepo.metadata import assign
from provrepo.store import rules

LONGEST = 20
"""Seconds of processor time that a reader may take for one input: more is a hang."""

KEPT = 10
"""How many failures are kept; more say nothing new."""


@dataclass(frozen=True, slots=True)
class FuzzedReader:
    """What is fuzzed: ``read`` turns bytes into drafts, ``seeds`` are files that it reads."""

    read: Callable[[bytes, str, Reading], tuple[Draft, ...]]
    path: str
    seeds: Callable[[], Sequence[bytes]]
    words: tuple[bytes, ...] = ()


@dataclass(slots=True)
class FuzzReport:
    """What came of a run; each failure names the seed that makes it again."""

    inputs: int = 0
    read: int = 0
    seconds: float = 0
    slowest: float = 0
    slowest_seed: int = 0
    failures: list[str] = field(default_factory=list)


def run(reader: FuzzedReader, seed: int, count: int, seconds: float) -> FuzzReport:
    """Give a reader ``count`` mutated files, or as many as ``seconds`` allow."""
    report = FuzzReport()
    seeds = reader.seeds()
    begun = time.monotonic()
    for number in range(seed, seed + count):
        data, convention = mutated(reader, seeds, number)
        report.inputs += 1
        begun_at = time.process_time()
        try:
            with _patience():
                for draft in reader.read(data, reader.path, Reading(None, convention)):
                    check(draft)
            report.read += 1
        except Exception as error:  # noqa: BLE001 - whatever escapes is what is looked for
            if not _is_refusal(error) and len(report.failures) < KEPT:
                last = traceback.format_exc().strip().splitlines()[-7:]
                report.failures.append(f"--seed {number} --count 1: {' | '.join(last)}")
        taken = time.process_time() - begun_at
        if taken > report.slowest:
            report.slowest, report.slowest_seed = taken, number
        report.seconds = time.monotonic() - begun
        if report.seconds > seconds:
            break
    return report


def _is_refusal(error: Exception) -> bool:
    """Return whether an error says what is wrong with the file, and not with us."""
    return isinstance(error, InputError | InvalidValue) and not isinstance(error, ReaderFault)


@contextmanager
def _patience() -> Iterator[None]:
    """Raise TimeoutError where a file of a few kilobytes is not read in `LONGEST` seconds."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "SIGPROF"):
        yield
        return

    def ring(*_: object) -> None:
        raise TimeoutError(f"not read in {LONGEST} s")

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def check(draft: Draft) -> None:
    """Assert what must hold of every draft, whatever the file says."""
    draft.content.encode()
    assert "\0" not in draft.content
    empty = any("no words yet" in warning for warning in draft.warnings)
    assert draft.content or draft.page is not None or empty
    for note in draft.notes or ():
        assert note.text.strip()
        assert note.kind in rules.NOTE_KINDS
        assert (note.start is None) == (note.end is None)
        if note.start is not None and note.end is not None:
            assert 0 <= note.start < note.end <= len(draft.content)
            passage = draft.content[note.start : note.end]
            assert passage if draft.origin else passage.strip()  # of a version it may be blank
        rules.language(note.language)
        for agent in note.agents:
            agents.parse(agent)
    for agent in draft.agents:
        agents.parse(agent)
    assign(None, draft.fields)


def mutated(reader: FuzzedReader, seeds: Sequence[bytes], number: int) -> tuple[bytes, str]:
    """Return the broken file of that number, and the convention to read it with."""
    chance = random.Random(number)  # noqa: S311 - chance, no secret
    data = chance.choice(seeds)
    if data.startswith(b"PK\x03\x04") and chance.random() < _INSIDE:
        return _inside(chance, data, reader, seeds), chance.choice(CONVENTIONS)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        data = chance.choice(_MUTATIONS)(chance, data, reader, seeds)
    return data, chance.choice(CONVENTIONS)


_INSIDE = 0.9
"""How many of the zip archives are broken inside: a broken zip is soon refused."""


def _inside(
    chance: random.Random, data: bytes, reader: FuzzedReader, seeds: Sequence[bytes]
) -> bytes:
    """Break members of a zip and put it together again."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(chance.choice((1, 1, 2))):
        name = chance.choice([member for member in members if member != "mimetype"])
        sources = [*members.values(), *seeds[:1]]
        members[name] = chance.choice(_MUTATIONS)(chance, members[name], reader, sources)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, member in members.items():
            archive.writestr(name, member)
    return written.getvalue()


_ELEMENT = re.compile(rb"<(\w[\w:.-]*)\b[^<>]*(?<!/)>[^<>]*</\1>|<\w[\w:.-]*\b[^<>]*/>")
"""One that has no others in it."""


def _flip(chance: random.Random, data: bytes, *_: object) -> bytes:
    changed = bytearray(data)
    for _number in range(chance.choice((1, 1, 4, 30))):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _span(chance: random.Random, data: bytes) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + int(chance.expovariate(1 / 40)))


def _delete(chance: random.Random, data: bytes, *_: object) -> bytes:
    start, end = _span(chance, data)
    return data[:start] + data[end:]


def _repeat(chance: random.Random, data: bytes, *_: object) -> bytes:
    start, end = _span(chance, data)
    return data[:end] + data[start:end] * chance.choice((1, 2, 100)) + data[end:]


def _splice(
    chance: random.Random, data: bytes, _reader: FuzzedReader, seeds: Sequence[bytes]
) -> bytes:
    tail = chance.choice(seeds)
    return data[: chance.randrange(len(data) + 1)] + tail[chance.randrange(len(tail) + 1) :]


def _truncate(chance: random.Random, data: bytes, *_: object) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _insert(chance: random.Random, data: bytes, reader: FuzzedReader, *_: object) -> bytes:
    word = chance.choice((*reader.words, b"\0", b"\xff", b"\r\n", b"[", b"---\n"))
    start = chance.randrange(len(data) + 1)
    return data[:start] + word + data[start:]


def _rename(chance: random.Random, data: bytes, *_: object) -> bytes:
    """Give all elements of one name the name of others, so that the XML stays well-formed."""
    names = sorted(set(re.findall(rb"<([A-Za-z][\w.:-]*)", data)))
    if not names:
        return data
    old, new = chance.choice(names), chance.choice(names)
    return re.sub(rb"(</?)" + re.escape(old) + rb"(?=[\s/>])", rb"\1" + new, data)


def _move(chance: random.Random, data: bytes, *_: object) -> bytes:
    """Put one whole element into another place, so that the XML stays well-formed."""
    element = _ELEMENT.search(data, _span(chance, data)[0])
    places = [sign.end() for sign in re.finditer(rb">", data)]
    if not element or not places:
        return data
    place = chance.choice(places)
    return data[:place] + element[0] + data[place:]


def _nest(chance: random.Random, data: bytes, *_: object) -> bytes:
    """Put one element into itself, many times over."""
    element = re.search(rb"<(\w[\w:.-]*)\b[^<>/]*>", data[_span(chance, data)[0] :])
    if not element:
        return data
    start, times = data.index(element[0]), chance.choice((2, 20, 150, 5000))
    closing = b"</" + element[1] + b">"
    end = data.find(closing, start)
    opened = data[:start] + element[0] * (times - 1) + data[start:end]
    return data if end < 0 else opened + closing * (times - 1) + data[end:]


def _multiply(chance: random.Random, data: bytes, *_: object) -> bytes:
    """Repeat one whole element so often that work beyond the linear takes noticeably long."""
    element = _ELEMENT.search(data, _span(chance, data)[0])
    if not element:
        return data
    return (
        data[: element.end()] + element[0] * chance.choice((3, 100, 2000)) + data[element.end() :]
    )


def _attribute(chance: random.Random, data: bytes, *_: object) -> bytes:
    """Give an attribute another value."""
    attributes = list(re.finditer(rb"=\"[^\"<&]*\"", data))
    if not attributes:
        return data
    attribute = chance.choice(attributes)
    value = chance.choice(_VALUES + tuple(value[0][2:-1] for value in attributes[:50]))
    return data[: attribute.start()] + b'="' + value + b'"' + data[attribute.end() :]


_VALUES = (
    *(b"", b"no", b"#a", b"#", b"x" * 300, b"-1", b"0", b"9" * 5000, b"1e9", b"\xd9\xa3", b"["),
    *(b"]", b"((", b"low", b"unknown", b"line", b"translation", b"edition", b"en", b"zh-Hant"),
    *(b"not a tag", b"http://x", b"1961-02-30", b"-0031", b"10000-01-01", b"source", b"foot"),
)
_MUTATIONS = (
    *(_flip, _delete, _repeat, _splice, _truncate, _insert, _rename, _rename, _move, _move),
    *(_attribute, _attribute, _nest, _multiply),
)
