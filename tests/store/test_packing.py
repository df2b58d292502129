"""Packing in another process: the same as here, whatever becomes of that process."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from provrepo.store import packing, prepare
from provrepo.store.canonical import digest
from provrepo.store.contents import Chains, Job, Stored
from provrepo.store.prepare import Packer


def batch(name: str, texts: int = 100) -> list[Job]:
    """Return three versions each of some texts, as jobs."""
    jobs = []
    for text in range(texts):
        for version in range(3):
            data = f"{name}: text {text}, version {version}. ".encode() * 40
            jobs.append(Job(f"{name} {text}", digest(data), data, () if version == 0 else None))
    return jobs


def packed(packer: Packer) -> list[Stored]:
    """Return what a packer makes of the batch that was handed over."""
    packer.complete()
    return packer.packed()


@pytest.fixture
def packer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Packer]:
    """Return a packer that starts another process as soon as there is anything."""
    monkeypatch.setattr(prepare, "ENOUGH", (1, 1))
    monkeypatch.setattr(packing, "_cores", lambda: 2)
    with Packer() as packer:
        yield packer


def test_another_process_packs_as_this_one(packer: Packer) -> None:
    """Batch after batch, handed over in parts."""
    for name in ("first", "second"):
        jobs = batch(name)
        for start in range(0, len(jobs), 7):
            packer.add(jobs[start : start + 7])
        assert packer._helper is not None  # noqa: SLF001 - or nothing is tested here
        assert packed(packer) == Chains().pack(jobs)


def test_a_batch_may_follow_one_that_was_not_asked_for(packer: Packer) -> None:
    """A text's chain goes on from the one to the other."""
    jobs = batch("long")
    first = [job for place, job in enumerate(jobs) if place % 3 < 2]
    second = [job for place, job in enumerate(jobs) if place % 3 == 2]
    for some in (first, second):
        packer.add(some)
        packer.complete()
    chains = Chains()
    assert packer.packed() == chains.pack(first)
    chains.turn()
    forms = packer.packed()
    assert forms == chains.pack(second)
    assert {form.place for form in forms} == {2}


def test_a_batch_that_was_given_up_leaves_nothing(packer: Packer) -> None:
    """What another writer made futile is not part of the next batch."""
    packer.add(batch("futile"))
    packer.complete()
    packer.add(batch("as futile"))
    packer.forget()
    jobs = batch("next")
    packer.add(jobs)
    assert packed(packer) == Chains().pack(jobs)


@pytest.mark.parametrize("when", ["before the answer", "before more is sent"])
def test_a_process_that_was_killed_is_done_without(packer: Packer, when: str) -> None:
    """Nothing is lost, and later batches go on."""
    jobs = batch("killed", texts=2000)
    packer.add(jobs[:300])
    helper = packer._helper  # noqa: SLF001 - to be killed
    assert helper is not None
    helper.process.kill()
    helper.process.wait()
    if when == "before more is sent":
        packer.add(jobs[300:])
    else:
        jobs = jobs[:300]
    assert packed(packer) == Chains().pack(jobs)
    later = batch("later")
    packer.add(later)
    assert packed(packer) == Chains().pack(later)


def test_an_interpreter_that_cannot_be_started_is_done_without(
    packer: Packer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where Python is somewhere else than it says."""
    monkeypatch.setattr(sys, "executable", "/nowhere/python3")
    jobs = batch("alone")
    packer.add(jobs)
    assert packed(packer) == Chains().pack(jobs)
