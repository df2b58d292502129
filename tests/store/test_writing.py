"""Writing through the store alone, as the library does it."""

from __future__ import annotations

import provrepo
from provrepo.store import objects, write
from provrepo.store.contents import Content
from provrepo.store.prepare import Addition, Objects, Packer, Preparation
from provrepo.store.records import Notes, Responsibility, Text, VersionRecord
from tests.store.sample import ADA, AT, KIM


def test_an_agent_whom_nothing_names_is_not_stored(repository: provrepo.Repository) -> None:
    """Only those of the record and of its notes: verification takes any other one for damage."""
    database = repository._database  # noqa: SLF001
    content, notes = Content("words"), Notes()
    record = VersionRecord(
        document="a", text=Text("translation", "en"), number=1, parent=None, activity="translate",
        content=content.digest, notes=notes.id, citation=None, based_on=(), created=None,
        agents=(Responsibility(KIM.agent.id, "translator"),), recorded=AT, message="", file=None,
        software="a test",
    )  # fmt: skip
    with Packer() as packer:
        preparation = Preparation(database, packer)
        named = Objects(content, notes, None, (KIM.agent, ADA.agent))
        preparation.add(Addition.of(record, named))
        write.append(database, preparation.finish())
    assert [agent.name for agent in objects.agents_called(database, KIM.agent.name)] == ["Kim Yong"]
    assert objects.agents_called(database, ADA.agent.name) == []
    assert list(repository.verify()) == []
