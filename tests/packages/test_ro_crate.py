"""Crates: every file described, nothing wrong by others' validator, and a page for people."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

import provrepo
from provrepo import errors
from provrepo.editing.changes import Changes
from tests.packages.recipe import check_recipe
from tests.packages.stored import contents
from tests.shared import SHARED

ROOT = Path(__file__).resolve().parents[2]
VALIDATOR = ROOT / ".venv/validators/bin/python"
CONTEXT = SHARED / "suites/ro-crate/context-1.2.jsonld"

OWNER = provrepo.PackageOptions(
    license="https://creativecommons.org/licenses/by/4.0/",
    publisher="Sample University <https://ror.org/03f0f6041>",
    contact="library@sample.example",
)


def graph(crate: Path) -> dict[str, dict[str, Any]]:
    """Return the entities of a crate by their ids."""
    metadata = json.loads((crate / "ro-crate-metadata.json").read_bytes())
    entities = metadata["@graph"]
    by_id = {entity["@id"]: entity for entity in entities}
    assert len(by_id) == len(entities)
    return by_id


def reached(entities: dict[str, dict[str, Any]], start: str = "./") -> set[str]:
    """Return all that a dataset has, directly or by others."""
    parts = entities[start].get("hasPart", [])
    names = [part["@id"] for part in (parts if isinstance(parts, list) else [parts])]
    return set(names).union(*(reached(entities, name) for name in names))


def test_every_file_is_described_and_part_of_the_crate(
    archive: provrepo.Repository, tmp_path: Path
) -> None:
    """With what it is, how large it is, and the SHA-256 that its record names."""
    crate = tmp_path / "crate"
    archive.package(crate, "ro-crate")
    entities = graph(crate)
    files = {path for path in contents(crate) if not path.startswith("ro-crate-")}
    assert {name for name, entity in entities.items() if entity["@type"] == "File"} == files
    described = {
        name for name, entity in entities.items() if entity["@type"] in ("File", "Dataset")
    }
    assert reached(entities) == described - {"./"}
    for path in files:
        assert entities[path]["contentSize"] == str((crate / path).stat().st_size)
    version = entities["documents/a/transcription.zh/v2/"]
    assert version["name"] == "a/transcription:zh, version 2"
    translation = entities["documents/a/translation.en/v1/"]
    assert translation["isBasedOn"] == {"@id": "documents/a/transcription.zh/v1/"}
    assert entities["documents/a/transcription.zh/v1/"]["creditText"].endswith("; Kim (editor)")
    page = (crate / "ro-crate-preview.html").read_text("utf-8")
    targets = re.findall(r'href="([^"]+)"', page)
    assert len(targets) > 5
    for target in targets:
        assert (crate / unquote(target)).is_file(), target


@pytest.mark.slow
def test_a_crate_is_valid(tmp_path: Path) -> None:
    """By roc-validator, offline, also what RO-Crate recommends, where it is said whose it is."""
    if not VALIDATOR.exists() or not CONTEXT.exists():
        pytest.skip("roc-validator (make .venv/validators/ready) or its context is not here")
    with provrepo.create(tmp_path / "a.db") as repository:
        said = Changes(
            agents=("Kim <https://orcid.org/0000-0002-1825-0097>:editor", "Press:editor"),
            fields={"title": "A <b>cable</b>", "archive": "Sample Archive", "issued": "1961-05"},
        )
        repository.ingest("外交部".encode("utf-16"), said, document="a", text="transcription:zh")
        based = Changes(based_on=("a/zh", "https://example.org/scan"))
        repository.ingest(b"Foreign Ministry", based, document="a", text="translation:en")
        repository.add_note("a/zh", provrepo.NoteDraft("A note"))
        repository.ingest(b"other", document="b", text="translation:en")
        repository.rename("a", "c")
        repository.withdraw("b", "wrong")
        repository.package(tmp_path / "whose", "ro-crate", OWNER)
        part = provrepo.PackageOptions(documents=["b"])
        repository.package(tmp_path / "nobody", "ro-crate", part)
    for name, issues in (
        ("whose", []),
        ("nobody", ["RECOMMENDED The Root Data Entity SHOULD have a `publisher` property "
                    "(Organization or Person) (./)"]),
    ):  # fmt: skip
        done = subprocess.run(
            [VALIDATOR, ROOT / "tests/packages/check_crate.py", tmp_path / name, CONTEXT],
            capture_output=True,
            text=True,
            check=True,
        )
        assert json.loads(done.stdout.splitlines()[-1])["issues"] == issues


@pytest.mark.slow
def test_a_second_run_rewrites_nothing_but_the_description(
    archive: provrepo.Repository, tmp_path: Path
) -> None:
    """Whose the crate is stays; files that somebody put beside are left alone; bytes are fixed."""
    crate = tmp_path / "crate"
    archive.package(crate, "ro-crate", OWNER)
    assert archive.package(crate).written == 0
    (crate / "LICENSE").write_text("mine")
    before = contents(crate)
    archive.ingest(b"other words", document="a", text="translation:en")
    archive.package(crate)
    after = contents(crate)
    assert before.keys() < after.keys()
    changed = {path for path in before if before[path] != after[path]}
    assert changed == {"ro-crate-metadata.json", "ro-crate-preview.html", "ledger/checkpoint"}
    root = graph(crate)["./"]
    assert root["license"] == {"@id": OWNER.license}
    assert root["publisher"] == {"@id": "https://ror.org/03f0f6041"}
    archive.package(tmp_path / "two", "ro-crate", OWNER)
    archive.package(tmp_path / "three", "ro-crate", OWNER)
    assert contents(tmp_path / "two") == contents(tmp_path / "three")
    other = provrepo.PackageOptions(license="https://creativecommons.org/publicdomain/zero/1.0/")
    assert archive.package(crate, None, other).written == 2
    assert graph(crate)["./"]["publisher"] == {"@id": "https://ror.org/03f0f6041"}


@pytest.mark.slow
@pytest.mark.parametrize("form", ["ro-crate", "prov"])
def test_what_was_purged_is_gone_and_proofs_are_made(
    form: str, archive: provrepo.Repository, tmp_path: Path
) -> None:
    """A text, and a name; the page's programs work here as well."""
    folder = tmp_path / "package"
    archive.package(folder, form)
    assert any(b"Kim Yong" in data for data in contents(folder).values())
    archive.purge(None, "they wish it", agent="Kim Yong", everywhere=True)
    text = archive.content("a/translation:en").encode()
    archive.purge("a/translation:en", "no permission")
    assert archive.package(folder).removed == 2
    assert not [path for path, data in contents(folder).items() if b"Kim Yong" in data]
    assert text not in contents(folder).values()
    version = folder / "documents/a/transcription.zh/v1"
    check_recipe(folder / "README.md", version, folder / "ledger", tmp_path)
    (folder / "documents/a/notes.docx").write_bytes(b"x")
    with pytest.raises(errors.InputError, match=r"notes.docx: is not of this package"):
        archive.package(folder)


@pytest.mark.parametrize(
    "options",
    [{"license": "CC BY"}, {"publisher": "Sample University"}, {"publisher": "x <https://x.example>",
     "contact": "nobody"}],
)  # fmt: skip
def test_what_says_nothing_is_refused(
    options: dict[str, Any], archive: provrepo.Repository, tmp_path: Path
) -> None:
    """A licence without address, a publisher without one, a contact that is no mail address."""
    with pytest.raises(errors.InvalidValue, match="write"):
        archive.package(tmp_path / "crate", "ro-crate", provrepo.PackageOptions(**options))
    assert not (tmp_path / "crate").exists()
    with pytest.raises(errors.InvalidValue, match="--format ro-crate"):
        archive.package(tmp_path / "bag", "bagit", provrepo.PackageOptions(**options))
