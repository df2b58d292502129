"""Back from a package: the same repository, or one line that names what is wrong with it."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import provrepo
from provrepo import errors
from provrepo.clock import fixed_clock
from tests.conftest import NOON, another
from tests.packages.histories import everything, happen
from tests.packages.stored import contents
from tests.reading.test_copy import fill
from tests.seeds import seed

FORMATS = ["bagit", "ocfl"]


@pytest.mark.parametrize("form", FORMATS)
def test_a_history_at_random_comes_back_unchanged(form: str, tmp_path: Path) -> None:
    """Records, order, ids, contents, notes, agents, what was purged, origin and root."""
    check_histories(form, tmp_path, "sqlite", None, 1, 30)


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_many_histories_come_back_unchanged(
    form: str, engine: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Also from one engine to the other, and longer than what is stored at once."""
    check_histories(form, tmp_path, engine, request, 5, 50)
    check_histories(form, tmp_path / "long", engine, request, 1, 300)


def check_histories(
    form: str,
    tmp_path: Path,
    engine: str,
    request: pytest.FixtureRequest | None,
    count: int,
    steps: int,
) -> None:
    """Pack histories, twice while they go on, make them again, and compare all of both."""
    chance = random.Random(seed())  # noqa: S311 - chance, no secret
    for number in range(count):
        folder = tmp_path / str(number)
        folder.mkdir(parents=True)
        with provrepo.create(folder / "from.db", clock=fixed_clock(NOON)) as repository:
            for _ in range(2):
                happen(repository, chance, steps // 2)
                repository.package(folder / "package", form)
            place = str(folder / "to.db")
            if request is not None:
                place = another(engine, request, folder / "to.db")
            with provrepo.create(place, from_package=folder / "package") as restored:
                assert everything(restored) == everything(repository)
                assert list(restored.verify()) == []
                assert restored.counts() == repository.counts()
                assert restored.status().as_json() == repository.status().as_json()
                keys = [document.key for document in repository.documents()]
                assert [document.key for document in restored.documents()] == keys
                restored.package(folder / "again", form)
                repository.package(folder / "fresh", form)
        assert contents(folder / "again") == contents(folder / "fresh")


@pytest.mark.slow
def test_a_restored_repository_goes_on(tmp_path: Path) -> None:
    """What comes after has its place, and later packages go on with the old one."""
    with provrepo.create(tmp_path / "a.db", clock=fixed_clock(NOON)) as repository:
        fill(repository)
        repository.package(tmp_path / "bag", "bagit")
    with provrepo.create(tmp_path / "b.db", from_package=tmp_path / "bag") as restored:
        restored.ingest(b"Foreign Office", document="a", text="translation:en")
        assert restored.version("a/translation:en").record.number == 2
        restored.add_note("a/translation:en", provrepo.NoteDraft("x", quote="Office"))
        assert list(restored.verify()) == []
        assert restored.package(tmp_path / "bag").written > 0


# What is refused


def rebag(bag: Path) -> None:
    """Make the manifests right again, as a forger would."""
    for tag in ("", "tag"):
        for algorithm in ("sha256", "sha512"):
            name = f"{tag}manifest-{algorithm}.txt"
            paths = (
                sorted(path for path in (bag / "data").rglob("*") if path.is_file())
                if not tag
                else sorted(path for path in bag.glob("*.txt") if "tagmanifest" not in path.name)
            )
            lines = [
                f"{hashlib.new(algorithm, path.read_bytes()).hexdigest()}  "
                f"{path.relative_to(bag).as_posix()}\n"
                for path in paths
            ]
            (bag / name).write_text("".join(lines))


def _first(bag: Path, name: str) -> Path:
    return sorted((bag / "data/documents").rglob(name))[0]


def _remove(name: str) -> Callable[[Path], None]:
    return lambda bag: _first(bag, name).unlink()


def _remove_content(bag: Path) -> None:
    """Remove a text wherever it stands."""
    text = _first(bag, "text.txt").read_bytes()
    for path in (bag / "data/documents").rglob("text.txt"):
        if path.read_bytes() == text:
            path.unlink()


def _append(path: str, data: bytes = b" ") -> Callable[[Path], None]:
    def append(bag: Path) -> None:
        target = bag / path if (bag / path).exists() else _first(bag, path)
        target.write_bytes(target.read_bytes() + data)

    return append


def _cut(path: str) -> Callable[[Path], None]:
    """Cut the last line off."""

    def cut(bag: Path) -> None:
        lines = (bag / path).read_bytes().splitlines(keepends=True)
        (bag / path).write_bytes(b"".join(lines[:-1]))

    return cut


def _add(path: str, data: bytes) -> Callable[[Path], None]:
    def add(bag: Path) -> None:
        (bag / path).parent.mkdir(parents=True, exist_ok=True)
        (bag / path).write_bytes(data)

    return add


def _rewritten(bag: Path) -> None:
    """Change the message of a version."""
    record = _first(bag, "record.json")
    value = json.loads(record.read_bytes())
    value["message"] = "another one"
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    record.write_bytes(data.encode())


def _shifted(bag: Path) -> None:
    """Let two versions stand in the ledger in the other order."""
    leaves = sorted((bag / "data/documents").rglob("leaf-index.txt"))[:2]
    first, second = (leaf.read_bytes() for leaf in leaves)
    leaves[0].write_bytes(second)
    leaves[1].write_bytes(first)


def _shorter(bag: Path) -> None:
    """Cut the newest record off."""
    (newest,) = [path for path in (bag / "data").rglob("*") if path.name == "000055.json"]
    newest.unlink()


DAMAGED = {
    "a text changed": (_append("text.txt"), False, r"text.txt: is not what was packed"),
    "a record changed": (_append("record.json"), False, r"record.json: is not what was packed"),
    "a file is missing": (_remove("notes.json"), False, r"notes.json: is missing"),
    "a file more": (_add("data/x.txt", b"x"), False, r"data/x.txt: stands in no manifest"),
    "a manifest changed": (
        _append("manifest-sha512.txt"), False, r"manifest-sha512.txt: is not what was packed",
    ),
    "a tag manifest cut": (
        _cut("tagmanifest-sha256.txt"), False, r"manifest-sha512.txt: is missing in tagmanifest-sh",
    ),
    "no tag manifest": (
        _add("tagmanifest-sha512.txt", b"[[\n"), False, r"sha512.txt: line 1 is no digest and path",
    ),
    "a line more": (
        _append("tagmanifest-sha256.txt", b"x"), False, r"sha256.txt: line \d+ is no digest and",
    ),
    "no BagIt": (_add("bagit.txt", b"x"), False, r"bagit.txt: declares no version of BagIt"),
    "a path outside": (
        _add("manifest-sha256.txt", b"0" * 64 + b"  ../x\n"), False,
        r"manifest-sha256.txt: is not what was packed",
    ),
}  # fmt: skip

FORGED = {
    "a text changed": (_append("text.txt"), r"text.txt: is not what any record names"),
    "a text gone": (_remove_content, r"content [0-9a-f]{12} is missing, and no event says"),
    "a record changed": (_rewritten, r"checkpoint: is not the checkpoint of these records"),
    "no longer canonical": (_append("record.json"), r"record 1 is not the canonical JSON"),
    "notes are gone": (_remove("notes.json"), r"notes [0-9a-f]{12} is missing, and no event says"),
    "another order": (_shifted, r"checkpoint: is not the checkpoint of these records"),
    "the end is gone": (_shorter, r"holds \d+ of the \d+ records of example.edu/t, and not"),
    "a tile changed": (
        _append("data/ledger/tile/0/000.p/56"), r"000.p/56: is not the ledger's",
    ),
    "another checkpoint": (
        _add("data/ledger/checkpoint", b"example.edu/t\n56\n" + b"A" * 43 + b"=\n"),
        r"checkpoint: is not the checkpoint of these records: the root is another one",
    ),
    "no checkpoint": (_add("data/ledger/checkpoint", b"x"), r"checkpoint: is no checkpoint"),
    "another origin": (
        _add("data/ledger/checkpoint", b"example.edu/x\n56\n" + b"A" * 43 + b"=\n"),
        r"is not the beginning of example.edu/x",
    ),
    "a place twice": (
        _add("data/events/000003.json", b"{}"), r"has the place 3 in the ledger, and so has",
    ),
    "no place": (
        lambda bag: _first(bag, "leaf-index.txt").write_bytes(b"x"), r"is no place in the ledger",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def bag(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a bag that is whole."""
    folder = tmp_path_factory.mktemp("bag")
    with provrepo.create(
        folder / "a.db", clock=fixed_clock(NOON), origin="example.edu/t"
    ) as repository:
        fill(repository)
        repository.withdraw("a/zh@v1", "wrong")
        repository.package(folder / "bag", "bagit")
    return folder / "bag"


@pytest.mark.slow
@pytest.mark.parametrize("case", DAMAGED)
def test_a_damaged_bag_is_refused(case: str, bag: Path, tmp_path: Path) -> None:
    """One line names the file and what is wrong with it; no repository is made."""
    damage, _, message = DAMAGED[case]
    damaged = shutil.copytree(bag, tmp_path / "bag")
    damage(damaged)
    check_refused(damaged, tmp_path, message)


@pytest.mark.slow
@pytest.mark.parametrize("case", FORGED)
def test_a_forged_bag_is_refused(case: str, bag: Path, tmp_path: Path) -> None:
    """Also where all manifests were made to agree: records, ledger and checkpoint do not."""
    forge, message = FORGED[case]
    forged = shutil.copytree(bag, tmp_path / "bag")
    forge(forged)
    rebag(forged)
    check_refused(forged, tmp_path, message)


def check_refused(package: Path, tmp_path: Path, message: str) -> None:
    """Ask for a repository of a package that is refused."""
    with pytest.raises(errors.InputError, match=message) as caught:
        provrepo.create(tmp_path / "b.db", from_package=package)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "b.db").exists()


@pytest.mark.slow
def test_a_path_that_leads_out_of_the_bag_is_refused(bag: Path, tmp_path: Path) -> None:
    """A manifest or a link that names another file of the computer reads none."""
    for line, message in (
        ("  ../a.db", "no path within it"),
        ("  /etc/passwd", "no path within it"),
    ):
        forged = shutil.copytree(bag, tmp_path / "bag")
        rebag(forged)
        for name in ("sha256", "sha512"):
            manifest = forged / f"manifest-{name}.txt"
            manifest.write_text(manifest.read_text() + "0" * 64 + line + "\n")
            (forged / f"tagmanifest-{name}.txt").unlink()
        check_refused(forged, tmp_path, message)
        shutil.rmtree(forged)
    forged = shutil.copytree(bag, tmp_path / "bag")
    text = _first(forged, "text.txt")
    (tmp_path / "outside").write_bytes(text.read_bytes())
    text.unlink()
    text.symlink_to(tmp_path / "outside")
    check_refused(forged, tmp_path, "leads out of the package")


def test_a_part_is_no_repository(tmp_path: Path) -> None:
    """A package of some documents says that it cannot be restored; a folder, that it is none."""
    with provrepo.create(tmp_path / "a.db", origin="example.edu/t") as repository:
        for key in ("a", "b"):
            repository.ingest(key.encode(), document=key, text="translation:en")
        options = provrepo.PackageOptions(documents=["a"])
        repository.package(tmp_path / "part", "bagit", options)
    message = "holds 2 of the 3 records of example.edu/t, and not record 2; only a package of all"
    check_refused(tmp_path / "part", tmp_path, message)
    check_refused(tmp_path, tmp_path, "is no package from which a repository can be restored")
    check_refused(tmp_path / "a.db", tmp_path, "is no folder")
    with pytest.raises(errors.InvalidValue, match="a package has its origin"):
        provrepo.create(tmp_path / "b.db", from_package=tmp_path / "part", origin="x")


@pytest.mark.slow
def test_nothing_is_left_where_the_history_is_none(
    tmp_path: Path, request: pytest.FixtureRequest, bag: Path
) -> None:
    """A history that hashes to its checkpoint and is impossible is refused by verification."""
    forged = shutil.copytree(bag, tmp_path / "bag")
    for path in (forged / "data/agents").iterdir():
        path.unlink()
    rebag(forged)
    check_refused(forged, tmp_path, r"is no whole history: agent [0-9a-f]{12} is missing")
    place = another("postgres", request, tmp_path)
    with pytest.raises(errors.InputError, match="is no whole history"):
        provrepo.create(place, from_package=forged)
    with provrepo.create(place, from_package=bag) as restored:  # nothing stands in the way
        assert restored.origin == "example.edu/t"
