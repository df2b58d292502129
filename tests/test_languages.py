"""Tags of languages that the registry has, and what is proposed for those that it has not."""

from __future__ import annotations

from pathlib import Path

import pytest

from provrepo.accession.placing import parse_text
from provrepo.errors import InvalidValue
from provrepo.languages import BY_NAME, check
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
        ("mao", "mi"),
        ("pli", "pi"),
        ("scc", "sr"),
        ("ancient-greek", "grc"),
        ("judeo-arabic", "jrb"),
        ("telugu", "te"),
        ("aramaic", "arc"),
        ("ge", "ka"),
    ],
)
def test_what_is_no_tag_is_refused_with_the_right_one(tag: str, right: str) -> None:
    """Countries, names, codes of other registries, mistyped ones."""
    with pytest.raises(InvalidValue, match=f"write .*{right}"):
        check(tag)


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("zh_CN", "zh-CN"),
        ("en_UK", None),
        ("ger_AT", "de-AT"),
        ("русский", "ru"),
        ("한국어", "ko"),
        ("Old English", "ang"),
        ("no language at all", None),
    ],
)
def test_what_is_not_even_a_tag_is_refused_with_the_right_one(
    written: str, right: str | None
) -> None:
    """As programs write it, and languages call themselves."""
    with pytest.raises(InvalidValue, match="use a BCP 47 tag") as raised:
        parse_text(f"transcription:{written}")
    assert str(raised.value).partition("; write ")[2] == (right or "")


def test_every_language_with_two_letters_is_proposed_for_its_other_codes() -> None:
    """ISO 639-1 has 183 of them; and what is proposed is itself taken."""
    assert len({tag for tag in BY_NAME.values() if len(tag) == 2}) >= 180
    for tag in {*BY_NAME.values()}:
        assert check(tag) == tag


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


def test_a_language_that_nobody_tells_can_be_told_later(run: CommandLine, tmp_path: Path) -> None:
    """The command is said, and makes no second text."""
    body = '<text><body><div type="translation"><p>Words</p></div></body></text>'
    document = f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/>{body}</TEI>'
    (tmp_path / "a.xml").write_text(document, "utf-8")
    run("init")
    said = run("ingest", "a.xml").stderr.decode()
    assert "its language is not told; say it: provrepo retext a/translation:und" in said
    assert run("retext", "a/translation:und", "translation:en").returncode == 0
    assert b"unchanged" in run("ingest", "a.xml", "--text", "translation:en").stdout
    assert run("list").stdout.count(b"translation:") == 1
