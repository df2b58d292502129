"""Stores of OCFL objects: valid by others' reading of the standard, and back again."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import ocfl
import pytest

import provrepo
from provrepo import errors
from provrepo.clock import fixed_clock
from provrepo.editing.changes import Changes
from provrepo.formats.draft import Draft
from provrepo.reading.packages import ocfl as ours
from tests.conftest import NOON
from tests.packages.recipe import check_recipe
from tests.packages.stored import contents


def check_valid(root: Path) -> None:
    """Ask ocfl-py for errors and warnings, of the storage root and of each object: none."""
    store = ocfl.StorageRoot(root=str(root))
    assert store.validate(log_warnings=True)
    assert store.errors == []
    assert store.num_objects == store.good_objects > 0
    for declared in root.rglob("0=ocfl_object_1.1"):
        assert complaints(declared.parent) == []


def complaints(place: Path) -> list[str]:
    """Return the codes of all errors and warnings that ocfl-py has for an object."""
    _, validator = ocfl.Object().validate(str(place), log_warnings=True)
    return re.findall(r"^\[([EW]\d+\w?)\]", str(validator), re.MULTILINE)


def inventory(root: Path, identity: str) -> tuple[Path, dict[str, object]]:
    """Return the folder of an object and its inventory."""
    place = root / ours.object_folder(identity)
    return place, json.loads((place / "inventory.json").read_bytes())


def test_an_object_a_document_and_a_version_a_version(
    archive: provrepo.Repository, tmp_path: Path
) -> None:
    """By the rules of OCFL, with who made each version and why, and the texts as they were then."""
    root = tmp_path / "store"
    assert archive.package(root, "ocfl").documents == 3
    check_valid(root)
    place, found = inventory(root, "urn:provrepo:example.edu/cables/b")  # which is called c now
    assert found["head"] == "v40"
    place, found = inventory(root, "urn:provrepo:example.edu/cables/a")
    versions = found["versions"]
    assert isinstance(versions, dict)
    assert list(versions) == ["v1", "v2", "v3"]
    assert versions["v1"]["message"] == "transcription:zh v1: transcribe"
    person = versions["v1"]["user"]
    assert person["name"] == "Wang <w> (transcriber); Kim (editor)"
    assert person["address"].startswith("urn:sha256:"), "as w is no address"
    paths = {path for listed in versions["v3"]["state"].values() for path in listed}
    assert {"transcription.zh/notes.json", "translation.en/text.txt"} <= paths
    assert (place / "v2/content/translation.en/text.txt").read_text() == "Foreign Ministry " * 50


@pytest.mark.slow
def test_a_second_run_adds_versions_and_rewrites_nothing(
    archive: provrepo.Repository, tmp_path: Path
) -> None:
    """Only the newest inventory of an object that got a version is another one."""
    root = tmp_path / "store"
    archive.package(root, "ocfl")
    assert archive.package(root).written == 0
    before = contents(root)
    archive.ingest(b"other words", document="a", text="translation:en")
    archive.package(root)
    check_valid(root)
    after = contents(root)
    assert before.keys() < after.keys()
    changed = {path for path in before if before[path] != after[path]}
    heads = {
        f"{ours.object_folder(identity)}/{name}"
        for identity in ("urn:provrepo:example.edu/cables", "urn:provrepo:example.edu/cables/a")
        for name in ("inventory.json", "inventory.json.sha512")
    }
    assert changed == heads
    document = ours.object_folder("urn:provrepo:example.edu/cables/a")
    archive.package(tmp_path / "fresh", "ocfl")
    fresh = {p: d for p, d in contents(tmp_path / "fresh").items() if p.startswith(document)}
    assert fresh == {path: data for path, data in after.items() if path.startswith(document)}


@pytest.mark.slow
@pytest.mark.parametrize("part", ["content", "notes", "citation", "file", "agent"])
def test_what_was_purged_is_gone_from_every_file(tmp_path: Path, part: str) -> None:
    """Of every version of every object, the names in inventories included; others stay."""
    root = tmp_path / "store"
    with provrepo.create(tmp_path / "r.db", clock=fixed_clock(NOON)) as repository:
        said = Changes(agents=("Secretagent:editor",), fields={"title": "Secretcitation"})
        text = "Secretcontent [x]".encode("utf-16")
        repository.ingest(text, said, document="a", text="transcription:en")
        repository.add_note("a", provrepo.NoteDraft("Secretnotes"))
        repository.ingest(b"other", document="b", text="translation:en")
        repository.package(root, "ocfl")
        secret = f"Secret{part}".encode() if part != "file" else text
        assert any(secret in data for data in contents(root).values())
        untouched = ours.object_folder(f"urn:provrepo:{repository.origin}/b")
        times = {path: path.stat().st_mtime_ns for path in (root / untouched).rglob("*")}
        if part == "agent":
            repository.purge(None, "asked for", agent="Secretagent", everywhere=True)
        else:
            repository.purge("a", "asked for", part=part, everywhere=True)
        repository.package(root)
        check_valid(root)
        assert not [path for path, data in contents(root).items() if secret in data]
        assert {path: path.stat().st_mtime_ns for path in (root / untouched).rglob("*")} == times


@pytest.mark.slow
def test_anybody_makes_and_checks_a_proof_from_the_page(
    archive: provrepo.Repository, tmp_path: Path
) -> None:
    """Of the store too, at its newest state: the whole ledger stands in one folder."""
    archive.package(tmp_path / "store", "ocfl")
    drafts = [Draft(content=f"{n} words", document=f"d{n}", text="translation:en")
              for n in range(300)]  # fmt: skip
    list(archive.ingest_drafts(drafts))
    archive.package(tmp_path / "store")
    archive.rename("d1", "e1")
    archive.package(tmp_path / "store")
    place, found = inventory(tmp_path / "store", "urn:provrepo:example.edu/cables")
    assert found["head"] == "v3"
    document, _ = inventory(tmp_path / "store", "urn:provrepo:example.edu/cables/a")
    check_recipe(
        place / "v1/content/README.md",
        document / "v1/content/transcription.zh",
        place / "v3/content/ledger",
        tmp_path,
    )


@pytest.mark.slow
def test_a_document_of_many_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is one of the object; from where inventories grow too large, the object alone has one.

    That is what ocfl-py warns of then, and nothing else (OCFL 1.1, section 3.7: SHOULD).
    """
    monkeypatch.setattr(ours, "LARGEST", 10_000)
    root = tmp_path / "store"
    with provrepo.create(tmp_path / "r.db", clock=fixed_clock(NOON)) as repository:
        for number in range(20):
            text = f"translation:{('en', 'fr')[number % 2]}"
            repository.ingest(b"%d" % number, document="a", text=text)
        repository.package(root, "ocfl")
        identity = f"urn:provrepo:{repository.origin}/a"
        without = check_long_object(root, identity, 20)
        repository.ingest(b"new", document="a", text="translation:en")
        before = contents(root)
        repository.package(root)
        assert repository.package(root).written == 0
        assert check_long_object(root, identity, 21) == without + 1
        after = contents(root)
        assert before.keys() < after.keys()
        changed = {path for path in before if before[path] != after[path]}
        assert {Path(path).name for path in changed} == {"inventory.json", "inventory.json.sha512"}
        assert not [path for path in changed if "/v" in path]
        repository.package(tmp_path / "fresh", "ocfl")
        place = ours.object_folder(identity)
        fresh = {p: d for p, d in contents(tmp_path / "fresh").items() if p.startswith(place)}
        assert fresh == {path: data for path, data in after.items() if path.startswith(place)}
        with provrepo.create(tmp_path / "to.db", from_package=root) as restored:
            assert str(restored.checkpoint()) == str(repository.checkpoint())


def check_long_object(root: Path, identity: str, count: int) -> int:
    """Assert that each version is one of the object; return how many have no inventory."""
    place, found = inventory(root, identity)
    versions = found["versions"]
    assert isinstance(versions, dict)
    assert list(versions) == [f"v{number}" for number in range(1, count + 1)]
    have = [(place / name / "inventory.json").exists() for name in versions]
    without = have.count(False)
    assert 0 < without < count
    assert have == sorted(have, reverse=True), "the first ones have one"
    store = ocfl.StorageRoot(root=str(root))
    assert store.validate(log_warnings=True)
    assert store.num_objects == store.good_objects == 2
    assert complaints(place) == ["W010"] * without
    return without


@pytest.mark.slow
def test_a_damaged_store_is_refused(archive: provrepo.Repository, tmp_path: Path) -> None:
    """One line names what is wrong; no repository is made."""
    whole = tmp_path / "whole"
    archive.package(whole, "ocfl")
    place = ours.object_folder("urn:provrepo:example.edu/cables/a")
    for path, damage, message in (
        ("v1/content/transcription.zh/text.txt", b"x", "is not what was packed: its sha512"),
        ("v1/content/transcription.zh/text.txt", None, "is missing"),
        ("0=ocfl_object_1.1", b"x", "does not say ocfl_object_1.1"),
        ("inventory.json", b"{}", "is not what was packed"),
        ("inventory.json.sha512", b"x", "is no digest of an inventory"),
        ("v2/inventory.json", b"{}", "v2/inventory.json: is not what was packed"),
        ("v2/content/more.txt", b"x", "stands in no inventory"),
    ):
        root = shutil.copytree(whole, tmp_path / "store")
        if damage is None:
            (root / place / path).unlink()
        else:
            (root / place / path).write_bytes(damage)
        with pytest.raises(errors.InputError, match=message):
            provrepo.create(tmp_path / "to.db", from_package=root)
        assert not (tmp_path / "to.db").exists()
        shutil.rmtree(root)
    root = shutil.copytree(whole, tmp_path / "store")
    shutil.rmtree(root / place)
    with pytest.raises(
        errors.InputError, match=r"of the 55 records of example\.edu/cables, and not"
    ):
        provrepo.create(tmp_path / "to.db", from_package=root)
