"""Tags of languages that the registry has, and what is proposed for those that it has not."""

from __future__ import annotations

from pathlib import Path

import pytest

from provrepo.errors import InvalidValue
from provrepo.languages import check
from tests.conftest import CommandLine


@pytest.mark.parametrize(
    "tag",
    "en zh-Hant sr-Latn jrb hbo und mul es-419 zh-yue de-1901 en-GB x-foo qaa-Qaaa-QM i-klingon "
    "zh-CN-x-abc sl-rozaj iw".split(),
)
def test_registered_tags_stay_as_they_are(tag: str) -> None:
    """Old ones, and those for private use, too."""
    assert check(tag) == tag


@pytest.mark.parametrize(
    ("tag", "right"),
    [
        ("kr", "ko"),
        ("cn", "zh"),
        ("chinese", "zh"),
        ("jp", "ja"),
        ("eng", "en"),
        ("deutsch", "de"),
        ("korean", "ko"),
        ("grman", "de"),
        ("eng-US", "en-US"),
        ("en-UK", "en-GB"),
        ("zh-chs", "zh-Hans"),
        ("zh-Hanz", "zh-Han"),
        ("xyz", "a tag such as en"),
    ],
)
def test_what_is_no_tag_is_refused_with_the_right_one(tag: str, right: str) -> None:
    """Countries, names, codes of other registries, mistyped ones."""
    with pytest.raises(InvalidValue, match=f"write .*{right}"):
        check(tag)


def test_no_way_in_takes_them(run: CommandLine, tmp_path: Path) -> None:
    """Names of files, --text, --map and manifests; each says what is right."""
    run("init")
    for name in ("a.transcription.kr.txt", "a_kr.txt"):
        (tmp_path / name).write_text("서울", "utf-8")
    (tmp_path / "m.csv").write_text("file,text\na_kr.txt,transcription:kr\n", "utf-8")
    ways = (
        ["a.transcription.kr.txt"],
        ["a_kr.txt", "--document", "a", "--text", "transcription:kr"],
        [".", "--map", "{document}_{language}.txt", "--text", "transcription:ko"],
        ["--manifest", "m.csv"],
    )
    for way in ways:
        done = run("ingest", *way)
        assert done.returncode in (1, 2), way
        assert b"write ko" in done.stderr, way
    assert run("list").stdout == b""
