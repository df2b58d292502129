"""Histories at random, with everything that can happen to a repository, and what they come to."""

from __future__ import annotations

import random

import provrepo
from provrepo import errors
from provrepo.editing.changes import Changes
from provrepo.notes import NoteDraft
from provrepo.store import other_records
from provrepo.store.records import Event

PEOPLE = ("Ada Sample:transcriber", "Kim Yong <https://orcid.org/0000-0002-1825-0097>:editor",
          "王明 <wang@example.org>:translator", "Li [x]:reviewer")  # fmt: skip
WORDS = ("the", "[North]", "ferry", "\t", "外交部", "\n\n", "no", "one", "\r\n", "²", "é", "7\n")
TEXTS = ("transcription:zh", "translation:en", "translation:en:wang", "translation:ko")

STEPS = (
    *("ingest",) * 8,
    *("note", "note", "revise", "withdraw", "rename", "retext", "same_as", "review", "policy"),
    *("purge", "purge", "forget", "unknown"),
)
"""What can happen, some of it more often."""


def happen(repository: provrepo.Repository, chance: random.Random, steps: int) -> None:
    """Let ``steps`` things happen; what the repository refuses is left out."""
    for step in chance.choices(STEPS, k=steps):
        try:
            globals()[f"_{step}"](repository, chance)
        except errors.ProvrepoError:
            continue


def _by(chance: random.Random) -> Changes:
    return Changes(agents=tuple(chance.sample(PEOPLE, chance.randint(1, 2))), message="Why [so]")


def _words(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(1, 40)))


def _reference(repository: provrepo.Repository, chance: random.Random) -> str:
    """Return some version."""
    texts = [text.reference for document in repository.documents() for text in document.texts]
    name = chance.choice(texts or ["missing"]).partition("@")[0]
    return chance.choice(repository.history(name)).reference


def _ingest(repository: provrepo.Repository, chance: random.Random) -> None:
    key = chance.choice(("cable", "letter", "con", "a.b_c"))
    text, content = chance.choice(TEXTS), _words(chance)
    data = content.encode("utf-16") if chance.random() < 0.2 else content.encode()
    said = Changes(agents=_by(chance).agents, fields={"title": _words(chance)[:9] or "x"})
    repository.ingest(data, said, document=key, text=text)


def _note(repository: provrepo.Repository, chance: random.Random) -> None:
    reference = _reference(repository, chance).partition("@")[0]
    repository.add_note(reference, NoteDraft(_words(chance)), _by(chance))


def _revise(repository: provrepo.Repository, chance: random.Random) -> None:
    reference = _reference(repository, chance).partition("@")[0]
    basis = _reference(repository, chance)
    given = Changes(based_on=(basis, "label:film 7"), agents=_by(chance).agents)
    repository.revise(reference, given)


def _withdraw(repository: provrepo.Repository, chance: random.Random) -> None:
    repository.withdraw(_reference(repository, chance), "wrong", agents=_by(chance).agents)


def _rename(repository: provrepo.Repository, chance: random.Random) -> None:
    key = _reference(repository, chance).partition("/")[0]
    repository.rename(key, f"{key[:20]}-{chance.randint(1, 9)}")


def _retext(repository: provrepo.Repository, chance: random.Random) -> None:
    reference = _reference(repository, chance).partition("@")[0]
    repository.retext(reference, f"translation:fr:n{chance.randint(1, 9)}")


def _same_as(repository: provrepo.Repository, chance: random.Random) -> None:
    text = _reference(repository, chance).partition("@")[0]
    repository.same_as(f"{text}@v1", f"{text}@latest", _by(chance))


def _review(repository: provrepo.Repository, chance: random.Random) -> None:
    state = chance.choice(("submitted", "approved", "returned"))
    repository.review(_reference(repository, chance), state, _by(chance))


def _policy(repository: provrepo.Repository, chance: random.Random) -> None:
    repository.set_policy(_by(chance), approvals=chance.randint(0, 2))


def _purge(repository: provrepo.Repository, chance: random.Random) -> None:
    part = chance.choice(("content", "notes", "citation", "file"))
    repository.purge(_reference(repository, chance), "no permission", part=part, everywhere=True)


def _forget(repository: provrepo.Repository, chance: random.Random) -> None:
    name = chance.choice(PEOPLE).rpartition(":")[0]
    repository.purge(None, "they wish it", agent=name, everywhere=True)


def _unknown(repository: provrepo.Repository, chance: random.Random) -> None:
    """Append what a newer provrepo wrote: a record of another format, an event of another name."""
    number = chance.randint(0, 10**9)
    record = b'{"format":"provrepo/9","number":%d}' % number
    event = Event("adopt", {"n": number}, "", "2026-11-26T12:00:00Z", ("ab" * 32,))
    with repository._database.transaction() as transaction:  # noqa: SLF001
        if number % 2:
            other_records.append_opaque(transaction, record)
        else:
            other_records.append_event(transaction, event)


def everything(repository: provrepo.Repository) -> list[bytes]:
    """Return all records in their order and all that they name, whichever was stored first."""
    lines: list[bytes] = []
    checkpoint = repository.dump(lines.append, named=True)
    return lines[: checkpoint.size] + sorted(lines[checkpoint.size :])
