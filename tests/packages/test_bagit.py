"""Bags: valid by others' reading of the standard, and kept up to date without needless writes."""

from __future__ import annotations

import base64
import json
import re
import shutil
from pathlib import Path

import bagit
import pytest

import provrepo
from provrepo import errors
from provrepo.clock import fixed_clock
from provrepo.editing.changes import Changes
from provrepo.reading.packages import folder as folders
from provrepo.reading.packages.gathering import page
from provrepo.store import merkle
from provrepo.store.tiles import tiles
from tests.conftest import NOON, CommandLine
from tests.packages.recipe import check_recipe, made
from tests.packages.stored import contents

# That validator uses what Python 3.13 tells of.
pytestmark = pytest.mark.filterwarnings("ignore:'count' is passed:DeprecationWarning:bagit")

CHANGING = re.compile(r"(tag)?manifest-\w+\.txt|bag-info\.txt|data/ledger/checkpoint")
"""The files of a bag that another package of the same repository may have other bytes in."""

ROOT = Path(__file__).resolve().parents[2]


def test_a_bag_is_valid(archive: provrepo.Repository, tmp_path: Path) -> None:
    """The Library of Congress's own validator has nothing against it, nor against a part."""
    archive.package(tmp_path / "whole", "bagit")
    part = provrepo.PackageOptions(documents=["a"])
    assert archive.package(tmp_path / "part", "bagit", part).documents == 1
    for name in ("whole", "part"):
        bag = bagit.Bag(str(tmp_path / name))
        assert bag.validate()
        assert sorted(bag.algorithms) == ["sha256", "sha512"]
        assert bag.version_info == (1, 0)
    assert "c" not in {path.name for path in (tmp_path / "part/data/documents").iterdir()}


def test_a_bag_says_what_it_is(archive: provrepo.Repository, tmp_path: Path) -> None:
    """bag-info.txt has what an archivist looks for, and keeps what somebody gave it."""
    given = provrepo.PackageOptions(bag_info={"Source-Organization": "Sample University 大学"})
    archive.package(tmp_path / "bag", "bagit", given)
    info = bagit.Bag(str(tmp_path / "bag")).info
    payload = [path for path in (tmp_path / "bag/data").rglob("*") if path.is_file()]
    assert info["Payload-Oxum"] == f"{sum(p.stat().st_size for p in payload)}.{len(payload)}"
    assert info["External-Identifier"] == "example.edu/cables"
    assert info["Bagging-Date"] == "2026-11-26", "the day of the newest record"
    assert info["External-Description"].startswith("3 documents in 45 versions")
    archive.ingest(b"more", document="d", text="translation:en")
    archive.package(tmp_path / "bag")
    assert bagit.Bag(str(tmp_path / "bag")).info["Source-Organization"] == "Sample University 大学"


@pytest.mark.slow
def test_the_profile_of_aptrust(archive: provrepo.Repository, tmp_path: Path) -> None:
    """Its rules (version 2.2): md5 needed, sha256 allowed, a tag file with title and access."""
    options = provrepo.PackageOptions(
        bag_info={"Source-Organization": "Sample University", "Title": "Cables"},
        bagit_profile="aptrust",
    )
    archive.package(tmp_path / "bag", "bagit", options)
    for _ in range(2):
        bag = bagit.Bag(str(tmp_path / "bag"))
        assert bag.validate()
        assert sorted(bag.algorithms) == ["md5", "sha256"]
        assert "aptrust-v2.2" in bag.info["BagIt-Profile-Identifier"]
        assert bag.info["Source-Organization"] == "Sample University"
        own = (tmp_path / "bag/aptrust-info.txt").read_text("utf-8")
        assert own == "Title: Cables\nAccess: Institution\n"
        archive.ingest(b"more", document="d", text="translation:en")
        archive.package(tmp_path / "bag")  # the profile stays
    for wrong in (
        {"Access": "everybody"},
        {"Payload-Oxum": "1.1"},
        {"a b": "x"},
        {"Title": "a\nb"},
    ):
        with pytest.raises(errors.InvalidValue):
            archive.package(tmp_path / "bag", "bagit", provrepo.PackageOptions(bag_info=wrong))


@pytest.mark.slow
def test_two_packages_of_one_state_are_equal_to_the_byte(
    archive: provrepo.Repository, tmp_path: Path
) -> None:
    """Whenever and wherever they are made."""
    archive.package(tmp_path / "one", "bagit")
    with provrepo.open(archive.location, clock=fixed_clock(NOON + 10**6)) as later:
        later.package(tmp_path / "two", "bagit")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_a_second_run_adds_what_is_new_and_rewrites_nothing_else(
    archive: provrepo.Repository, tmp_path: Path
) -> None:
    """Every file of a version stays as it is, not even its time of change is another one."""
    bag = tmp_path / "bag"
    archive.package(bag, "bagit")
    assert archive.package(bag).written == 0
    times = {path: path.stat().st_mtime_ns for path in bag.rglob("*") if path.is_file()}
    before = contents(bag)
    archive.ingest(b"other words", document="a", text="translation:en")
    archive.rename("e", "f")
    report = archive.package(bag)
    after = contents(bag)
    assert before.keys() <= after.keys()
    changed = {path for path in before if before[path] != after[path]}
    assert changed
    assert all(CHANGING.fullmatch(path) for path in changed)
    for path, time in times.items():
        if path.relative_to(bag).as_posix() not in changed:
            assert path.stat().st_mtime_ns == time
    assert report.written == len(changed) + len(after) - len(before)
    assert bagit.Bag(str(bag)).validate()


@pytest.mark.slow
@pytest.mark.parametrize("part", ["content", "notes", "citation", "file", "agent"])
def test_what_was_purged_is_gone_from_every_file(tmp_path: Path, part: str) -> None:
    """Neither its words are left in the bag nor its file; all other files stay."""
    bag = tmp_path / "bag"
    with provrepo.create(tmp_path / "r.db") as repository:
        said = Changes(agents=("Secretagent:editor",), fields={"title": "Secretcitation"})
        text = "Secretcontent [x]".encode("utf-16")
        repository.ingest(text, said, document="a", text="transcription:en")
        repository.add_note("a", provrepo.NoteDraft("Secretnotes"))
        repository.package(bag, "bagit")
        secret = f"Secret{part}".encode() if part != "file" else text
        assert any(secret in data for data in contents(bag).values())
        if part == "agent":
            repository.purge(None, "asked for", agent="Secretagent", everywhere=True)
        else:
            repository.purge("a", "asked for", part=part, everywhere=True)
        report = repository.package(bag)
        assert report.removed > 0
        assert not [path for path, data in contents(bag).items() if secret in data]
        assert bagit.Bag(str(bag)).validate()
        repository.package(tmp_path / "fresh", "bagit")
    old = {path for path in contents(bag) if ".p/" in path}
    fresh = contents(tmp_path / "fresh")
    assert {path for path in contents(bag) if path not in fresh} <= old


def test_anybody_makes_and_checks_a_proof_from_the_page(
    archive: provrepo.Repository, tmp_path: Path
) -> None:
    """The two programs on the page prove each record, with nothing but Python; fakes fail."""
    archive.package(tmp_path / "bag", "bagit")
    data = tmp_path / "bag/data"
    check_recipe(data / "README.md", data / "documents/b/translation.en/v7", data / "ledger",
                 tmp_path)  # fmt: skip
    event = data / "events/000048.json"
    receipt = made(tmp_path, event, 48, data / "ledger")
    assert receipt.encode() == str(archive.prove(48)).encode()


class Subtrees:
    """The complete subtrees over some leaves."""

    def __init__(self, leaves: list[bytes]) -> None:
        self._known = {(0, number): leaf for number, leaf in enumerate(leaves)}

    def complete(self, level: int, position: int) -> bytes:
        """Return the hash of one."""
        if (level, position) not in self._known:
            left, right = (self.complete(level - 1, 2 * position + side) for side in (0, 1))
            self._known[level, position] = merkle.node_hash(left, right)
        return self._known[level, position]


@pytest.mark.slow
def test_proofs_of_a_ledger_of_any_size(tmp_path: Path) -> None:
    """The page's program takes full tiles, tiles of tiles and partial ones; receipts are ours."""
    program = re.findall(r"(?s)```python\n(.*?)```", page().decode())[0]
    for size in (1, 2, 255, 256, 257, 70_000):
        folder = tmp_path / str(size)
        leaves = [merkle.leaf_hash(b"%d" % number) for number in range(size)]
        for path, data in tiles(leaves):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
        subtrees = Subtrees(leaves)
        root = base64.b64encode(merkle.root(size, subtrees.complete)).decode()
        (folder / "checkpoint").write_text(f"x\n{size}\n{root}\n")
        (tmp_path / "make_proof.py").write_text(program, "utf-8")
        for index in sorted({0, size // 3, size - 1}):
            (folder / "record").write_bytes(b"%d" % index)
            lines = made(tmp_path, folder / "record", index, folder).split("\n\n")[0].split("\n")
            expected = merkle.inclusion(index, size, subtrees.complete)
            assert [base64.b64decode(line) for line in lines[3:]] == expected


def test_the_page_has_the_checker_of_the_documentation() -> None:
    """Both pages tell the same program."""
    (_, checker) = re.findall(r"(?s)```python\n(.*?)```", page().decode())
    assert checker in (ROOT / "docs/ledger.md").read_text("utf-8")


@pytest.mark.slow
def test_a_run_that_is_broken_off_leaves_the_old_bag_whole(
    archive: provrepo.Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until files are moved the bag is the old one; then it says that it is to be made again."""
    bag = tmp_path / "bag"
    archive.package(bag, "bagit")
    before = contents(bag)
    archive.ingest(b"other words", document="a", text="translation:en")

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(folders.PackageFolder, "finish", interrupted)
        with pytest.raises(KeyboardInterrupt):
            archive.package(bag)
    assert contents(bag) == before
    assert [path.name for path in tmp_path.iterdir() if "part" in path.name] == []
    moved = shutil.move
    for fails_at in range(1, 9):
        count = 0

        def fails(source: Path, target: Path, fails_at: int = fails_at) -> object:
            nonlocal count
            count += 1
            if count == fails_at:
                raise OSError(28, "No space left on device")
            return moved(source, target)

        with monkeypatch.context() as patched:
            patched.setattr(shutil, "move", fails)
            with pytest.raises(errors.InputError, match=r"is not whole now .* run the same"):
                archive.package(bag)
        assert "run the same `provrepo package` again" in (bag / "UNFINISHED.txt").read_text()
        with pytest.raises(errors.InputError, match="run the same `provrepo package` again"):
            provrepo.create(tmp_path / "no.db", from_package=bag)
        archive.package(bag)
        assert not (bag / "UNFINISHED.txt").exists()
        assert bagit.Bag(str(bag)).validate()
        archive.ingest(b"words %d" % fails_at, document="a", text="translation:en")


@pytest.mark.slow
def test_what_is_not_ours_is_refused(archive: provrepo.Repository, tmp_path: Path) -> None:
    """A folder with anything else, another repository's package, a foreign file: one line each."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full/thesis.txt").write_text("x")
    with pytest.raises(errors.InputError, match="is not empty, and holds no package"):
        archive.package(tmp_path / "full", "bagit")
    with pytest.raises(errors.InputError, match="is a file"):
        archive.package(tmp_path / "full/thesis.txt", "bagit")
    with provrepo.create(tmp_path / "other.db", origin="example.edu/other") as other:
        other.ingest(b"x", document="a", text="translation:en")
        other.package(tmp_path / "other")
        with pytest.raises(errors.InputError, match=r"holds a package of example\.edu/other"):
            archive.package(tmp_path / "other")
        archive.copy_to(tmp_path / "copy.db")
        archive.package(tmp_path / "bag")
        with provrepo.open(tmp_path / "copy.db") as copy:
            copy.ingest(b"x", document="a", text="translation:en")
            archive.ingest(b"y", document="a", text="translation:en")
            archive.package(tmp_path / "bag")
            with pytest.raises(errors.InputError, match="went another way"):
                copy.package(tmp_path / "bag")
    (tmp_path / "bag/data/mine.txt").write_text("x")
    with pytest.raises(errors.InputError, match=r"data/mine.txt: is not of this package"):
        archive.package(tmp_path / "bag")
    with pytest.raises(errors.NotFound, match="no document x"):
        archive.package(tmp_path / "new", "bagit", provrepo.PackageOptions(documents=["x"]))
    with pytest.raises(errors.InvalidReference, match="whole documents"):
        archive.package(tmp_path / "new", "bagit", provrepo.PackageOptions(documents=["a/zh"]))
    with pytest.raises(errors.InvalidValue, match="use one of bagit"):
        archive.package(tmp_path / "new", "zip")
    assert not (tmp_path / "new").exists()


@pytest.mark.slow
def test_the_command_line(tmp_path: Path, run: CommandLine) -> None:
    """`package` and `init --from-package` say in a line what became of it."""
    run("init", "--origin", "example.edu/t")
    (tmp_path / "a.transcription.zh.txt").write_text("外交部 [x]\n", "utf-8")
    run("ingest", "a.transcription.zh.txt")
    done = run("package", "deposit", "--bag-info", "Contact-Name=Ada")
    assert done.stdout == b"deposit: bagit, documents 1, versions 1; 13 files written, 0 removed\n"
    report = json.loads(run("package", "deposit", "--json").stdout)
    assert (report["format"], report["written"], report["removed"]) == ("bagit", 0, 0)
    restored = run("init", "b.db", "--from-package", "deposit")
    assert restored.stderr == b"restored and verified: b.db, records 2 of example.edu/t\n"
    assert run("--repo", "b.db", "dump").stdout == run("dump").stdout
    assert (
        json.loads(run("init", "c.db", "--from-package", "deposit", "--json").stdout)["size"] == 2
    )
    for wrong in (
        ["package"],
        ["package", "x", "--format", "zip"],
        ["package", "x", "--bag-info", "y"],
        ["package", "x", "--bagit-profile", "y"],
        ["package", "deposit", "nothing"],
        ["init", "d.db", "--from-package", "missing"],
        ["init", "d.db", "--from-package", "deposit", "--origin", "x"],
        ["init", "b.db", "--from-package", "deposit"],
    ):
        refused = run(*wrong)
        assert (refused.returncode, refused.stderr.count(b"\n")) == (2, 1), wrong
    assert not (tmp_path / "d.db").exists()
