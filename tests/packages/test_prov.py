"""PROV-JSON: others read from it who made which version from what."""

from __future__ import annotations

from pathlib import Path

import prov.model
import pytest

import provrepo
from tests.packages.stored import contents


def test_others_read_who_made_what_from_what(archive: provrepo.Repository, tmp_path: Path) -> None:
    """The reference implementation of PROV in Python reads it whole, and writes the same."""
    folder = tmp_path / "prov"
    archive.withdraw("c@v4", "wrong")
    archive.package(folder, "prov")
    document = prov.model.ProvDocument.deserialize(str(folder / "prov.json"))
    again = document.serialize(format="json")
    assert prov.model.ProvDocument.deserialize(content=again, format="json") == document
    notation = document.get_provn()
    english, chinese = (archive.version(f"a/{text}").id for text in ("translation:en", "zh@v1"))
    assert f"wasDerivedFrom(record:{english}, record:{chinese}, provrepo:making-2," in notation
    counted = {
        kind: len(list(document.get_records(kind)))
        for kind in (prov.model.ProvGeneration, prov.model.ProvInvalidation)
    }
    assert counted == {prov.model.ProvGeneration: 45, prov.model.ProvInvalidation: 2}
    names = {label for agent in document.get_records(prov.model.ProvAgent)
             for label in agent.get_attribute("prov:label")}  # fmt: skip
    assert {"Wang", "Kim", "Ada Sample", "Kim Yong"} <= names
    known = {record.identifier for record in document.get_records(prov.model.ProvElement)}
    for record in document.get_records(prov.model.ProvRelation):
        for _, value in record.formal_attributes:
            if isinstance(value, prov.model.QualifiedName):
                assert value in known, f"{record} names what is not described"


@pytest.mark.slow
def test_a_second_run_rewrites_nothing_but_the_description(
    archive: provrepo.Repository, tmp_path: Path
) -> None:
    """All other files stay; two packages of one state are equal to the byte."""
    folder = tmp_path / "prov"
    archive.package(folder, "prov")
    assert archive.package(folder).written == 0
    before = contents(folder)
    archive.ingest(b"other words", document="a", text="translation:en")
    archive.package(folder)
    after = contents(folder)
    changed = {path for path in before if before[path] != after.get(path)}
    assert changed == {"prov.json", "ledger/checkpoint"}
    part = provrepo.PackageOptions(documents=["c"])
    archive.package(tmp_path / "one", "prov", part)
    archive.package(tmp_path / "two", "prov", part)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    prov.model.ProvDocument.deserialize(str(tmp_path / "one/prov.json"))
