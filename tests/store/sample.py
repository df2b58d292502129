"""Agents, a signature, and an event of every kind, which several tests need."""

from __future__ import annotations

import provrepo
from provrepo.store import events
from provrepo.store.event_data import Review, Span
from provrepo.store.events import Attribution
from provrepo.store.records import Agent, Signature, Text

AT = "2026-11-26T12:00:00Z"

ADA = Attribution(Agent("Ada Sample", None, "person", "0" * 32), "reviewer")
KIM = Attribution(Agent("Kim Yong", "kim@example.org", "person", "1" * 32), "editor")

SIGNATURE = Signature(
    "-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAQ==\n-----END SSH SIGNATURE-----\n"
)


def say_everything(repository: provrepo.Repository, pair: str, several: str, retexted: str) -> None:
    """Add each of the events of schema 2, with targets, agents, a signature and former names.

    The document ``pair`` has texts in ``zh`` and ``en``, ``several`` has two versions, the only
    text of ``retexted`` is ``transcription:en``.
    """
    database = repository._database  # noqa: SLF001
    chinese, english = (
        repository.version(f"{pair}/zh").id,
        repository.version(f"{pair}/translation:en").id,
    )
    first, second = (repository.version(f"{several}@v{number}").id for number in (1, 2))
    events.policy(database, 1, AT, independent=True, publish="approved", agents=[KIM])
    events.same_as(database, first, second, AT, agents=[ADA, KIM])
    events.align(database, chinese, english, [(Span(0, 3), Span(0, 8))], AT, agents=[ADA])
    approval = Review(english, "approved", against=chinese)
    _, agents = events.to_be_signed(database, approval, AT, agents=[ADA])
    events.review(database, approval, AT, agents=agents, signature=SIGNATURE)
    names = [Text("transcription", "en"), Text("transcription", "fr", "old"),
             Text("transcription", "de")]  # fmt: skip
    events.retext(database, retexted, names[0], names[1], AT, agents=[KIM])
    repository.ingest(b"long words", document=retexted, text=str(names[1]))
    events.retext(database, retexted, names[1], names[2], AT, agents=[ADA])
