"""What a release says of itself is the same in every place where it says so."""

from __future__ import annotations

import gzip
import io
import os
import re
import tarfile
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import provrepo
from release import backend, citation
from release.check import wheel_files
from release.sources import ROOT, sources


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    """Return the project's own metadata."""
    table: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return table["project"]  # type: ignore[no-any-return]


def test_the_version_is_the_same_everywhere(project: dict[str, Any]) -> None:
    """The metadata, the library, the citation file and the changelog name one version."""
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.findall(r"^## \[(\d[^]]*)\]", changes, re.MULTILINE)[0]
    versions = {project["version"], provrepo.__version__, citation.read_citation()["version"]}
    assert versions == {newest}


def test_each_folder_of_the_wheel_is_a_package() -> None:
    """Folders of data, too: of one that is missing, each installation from the sources warns."""
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    folders = {name.rpartition("/")[0].replace("/", ".") for name in wheel_files()}
    assert sorted(tool["setuptools"]["packages"]) == sorted(folders)


def test_the_release_has_one_date() -> None:
    """The citation file names the day that the changelog does."""
    cited = citation.read_citation()
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{cited['version']}] - {cited['date-released']}\n" in changes


def test_the_citation_file_says_what_the_metadata_say(project: dict[str, Any]) -> None:
    """Title, licence and keywords are those of the package."""
    cited = citation.read_citation()
    assert (cited["title"], cited["license"]) == (project["name"], project["license"])
    assert cited["keywords"] == project["keywords"]


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("title: provrepo\n", ""),
        ("license: MIT", "license: mit"),
        ('"2026', '"26'),
        ("type:", "sort:"),
    ],
)
def test_a_wrong_citation_file_is_noticed(tmp_path: Path, was: str, becomes: str) -> None:
    """What the schema does not allow is refused: a field that is missing, unknown or misspelt."""
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert was in text
    path = tmp_path / "CITATION.cff"
    path.write_text(text.replace(was, becomes), encoding="utf-8")
    with pytest.raises(jsonschema.ValidationError):
        citation.read_citation(path)


def test_no_source_is_a_link() -> None:
    """Links are not among the sources, and nothing is a source that stands below one."""
    assert "cli/main.py" in sources()
    assert "pyproject.toml" in sources()
    assert not [name for name in sources() if name.startswith(("provrepo/cli", "provrepo/store"))]


def write_tar(path: Path, names: list[str], moment: int, mode: int) -> None:
    """Write an archive as a build of one person on one day does."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name in names:
            member = tarfile.TarInfo(name)
            member.mtime, member.mode, member.uname, member.uid = moment, mode, f"u{moment}", moment
            member.size = len(name)
            archive.addfile(member, io.BytesIO(name.encode()))
    path.write_bytes(gzip.compress(packed.getvalue(), mtime=moment))


def write_zip(path: Path, names: list[str], year: int, mode: int) -> None:
    """Write a wheel as a build of one person in one year does."""
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            entry = zipfile.ZipInfo(name, (year, 1, 1, 0, 0, 0))
            entry.external_attr = (0o100000 | mode) << 16
            archive.writestr(entry, name)


def test_source_distributions_of_two_people_are_the_same_bytes(tmp_path: Path) -> None:
    """Order, instant, owner and mode leave no trace; what is in the files stays."""
    first, second = tmp_path / "first.tar.gz", tmp_path / "second.tar.gz"
    write_tar(first, ["p/a", "p/b"], 1_000_000_000, 0o644)
    write_tar(second, ["p/b", "p/a"], 1_700_000_000, 0o664)
    for path in (first, second):
        backend.pack_tar(path, backend.FIRST_INSTANT)
    assert first.read_bytes() == second.read_bytes()
    with tarfile.open(first) as archive:
        assert {name: archive.extractfile(name).read() for name in archive.getnames()} == {  # type: ignore[union-attr]
            "p/a": b"p/a",
            "p/b": b"p/b",
        }


def test_a_file_that_can_be_run_stays_so(tmp_path: Path) -> None:
    """`.ci/run` of the source distribution can be run as it stands."""
    path = tmp_path / "made.tar.gz"
    write_tar(path, ["p/run"], 1_000_000_000, 0o775)
    backend.pack_tar(path, backend.FIRST_INSTANT)
    with tarfile.open(path) as archive:
        assert archive.getmember("p/run").mode == 0o755


def test_wheels_of_two_people_are_the_same_bytes(tmp_path: Path) -> None:
    """Order, year and mode leave no trace; the record of the files comes last."""
    first, second = tmp_path / "first.whl", tmp_path / "second.whl"
    names = ["p-1.dist-info/RECORD", "p-1.dist-info/METADATA", "p/b.py", "p/a.py"]
    write_zip(first, names, 1999, 0o644)
    write_zip(second, names[::-1], 2026, 0o600)
    for path in (first, second):
        backend.pack_zip(path, backend.FIRST_INSTANT)
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as archive:
        assert archive.namelist() == ["p/a.py", "p/b.py", names[1], names[0]]
        assert archive.read("p/b.py") == b"p/b.py"


@pytest.mark.parametrize(
    ("written", "instant"),
    [(None, 315_532_800), ("", 315_532_800), ("0", 315_532_800), ("1700000000", 1_700_000_000)],
)
def test_the_instant_of_packed_files_is_that_of_the_builder(
    monkeypatch: pytest.MonkeyPatch, written: str | None, instant: int
) -> None:
    """`SOURCE_DATE_EPOCH` says it; never is it before a ZIP file can tell time."""
    if written is not None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", written)
    assert backend.instant() == instant
    assert os.environ.get("SOURCE_DATE_EPOCH") == written
