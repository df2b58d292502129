"""`provrepo status`, `same-as` and `ingest --same-sense` as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from provrepo.cli.findings import KINDS, SHOWN
from provrepo.reading.status import status
from tests.conftest import CommandLine


def out(run: CommandLine, *arguments: str, expected: int = 0) -> str:
    """Run a command and return what it printed."""
    done = run(*arguments)
    assert done.returncode == expected, done.stderr.decode()
    return done.stdout.decode()


@pytest.fixture
def cables(run: CommandLine, tmp_path: Path) -> CommandLine:
    """Return the command line in a folder with a repository of two texts, which name nobody."""
    out(run, "init")
    (tmp_path / "a.transcription.zh.txt").write_text("渔船十二艘", encoding="utf-8")
    (tmp_path / "a.translation.en.txt").write_text("Twelve boats", encoding="utf-8")
    out(run, "ingest", "a.transcription.zh.txt", "a.translation.en.txt", "--set", "title=T")
    return run


def correct(run: CommandLine, tmp_path: Path, content: str, *flags: str) -> None:
    """Ingest the transcription again with another content."""
    (tmp_path / "a.transcription.zh.txt").write_text(content, encoding="utf-8")
    out(run, "ingest", "a.transcription.zh.txt", *flags)


def test_each_kind_is_found_and_printed() -> None:
    """The library's kinds and fields are those of the command line, in their order."""
    assert [(kind.name, kind.field) for kind in status.KINDS] == [
        (name, field) for name, (field, *_) in KINDS.items()
    ]


def test_form_and_nobody_need_no_work(cables: CommandLine, tmp_path: Path) -> None:
    """A line end more is listed apart, unnamed makers are counted, and --check is content."""
    correct(cables, tmp_path, "渔船十二艘\n")
    done = cables("status", "--check")
    assert done.returncode == 0
    assert done.stdout.decode().splitlines() == [
        "a/translation:en@v1 is based on a/transcription:zh@v1 (a/transcription:zh@v2 now), which "
        "differs in form alone",
        "    provrepo revise a/translation:en --based-on a/transcription:zh@v2 --activity review",
        "in all: another form 1, nobody 3 (documents: 1, texts: 2)",
    ]
    assert b"nothing needs work (documents: 1, texts: 2)" in done.stderr


def test_only_what_is_asked_for(cables: CommandLine, tmp_path: Path) -> None:
    """Kinds, repeated or with commas; a document, a text; and --check looks at these alone."""
    correct(cables, tmp_path, "渔船廿二艘")
    assert "stale: a/translation:en@v1" in out(cables, "status", "a/en", "--check", expected=1)
    assert "stale" not in out(cables, "status", "a/zh", "--check")
    assert "stale" not in out(cables, "status", "--only", "form,notes", "--only", "basis")
    listed = out(cables, "status", "--only", "nobody", "--check")
    assert listed.count("names nobody who made it") == 3
    shown = json.loads(out(cables, "status", "a", "--only", "stale,nobody", "--json"))
    assert set(shown) == {
        *("documents", "texts", "counts", "stale", "nobody", "clean"),
        *("unknown_formats", "unknown_events"),
    }
    assert shown["counts"] == {"stale": 1, "nobody": 3}
    assert shown["stale"][0]["causes"] == [
        {"superseded": "a/transcription:zh@v1", "newer": "a/transcription:zh@v2"}
    ]


def test_every_cause_is_named_on_one_line(cables: CommandLine, tmp_path: Path) -> None:
    """Two transcriptions, both corrected; below it the command that clears both."""
    (tmp_path / "b.transcription.ko.txt").write_text("어선", encoding="utf-8")
    out(cables, "ingest", "b.transcription.ko.txt", "--set", "title=T")
    out(cables, "revise", "a/en", "--based-on", "a/zh", "--based-on", "b")
    correct(cables, tmp_path, "渔船廿二艘")
    (tmp_path / "b.transcription.ko.txt").write_text("어선들", encoding="utf-8")
    out(cables, "ingest", "b.transcription.ko.txt")
    assert out(cables, "status", "--only", "stale").splitlines()[:2] == [
        "stale: a/translation:en@v2 is based on a/transcription:zh@v1, b/transcription:ko@v1; "
        "a/transcription:zh@v2, b/transcription:ko@v2 have another text",
        "    provrepo revise a/translation:en --based-on a/transcription:zh@v2 --based-on "
        "b/transcription:ko@v2 --activity review",
    ]


def test_a_signed_version_answers_for_those_before(cables: CommandLine, tmp_path: Path) -> None:
    """Whoever runs the command that is printed is done; an earlier signature does not count on."""
    correct(cables, tmp_path, "渔船廿二艘")
    out(cables, "revise", "a/zh", "--activity", "review", "--agent", "Lin Yue:transcriber")
    correct(cables, tmp_path, "渔船卅二艘")
    out(cables, "withdraw", "a/en", "--reason", "a mistake")
    listed = json.loads(out(cables, "status", "--only", "nobody", "--json"))["nobody"]
    assert [issue["reference"] for issue in listed] == ["a/transcription:zh@v4"]


def test_ten_of_each_kind(run: CommandLine, tmp_path: Path) -> None:
    """The rest is counted, and --all or --json has it."""
    out(run, "init")
    for number in range(SHOWN + 3):
        (tmp_path / f"d{number:02}.translation.en.txt").write_text(f"text {number}")
    out(run, "ingest", ".")
    printed = out(run, "status")
    assert printed.count("has no citation metadata") == SHOWN
    assert printed.count("does not say what it was translated from") == SHOWN
    assert "… and 3 more: provrepo status --only metadata --all" in printed
    assert "in all: no basis 13, no metadata 13, nobody 13 (documents: 13, texts: 13)" in printed
    assert out(run, "status", "--all").count("has no citation metadata") == SHOWN + 3
    assert len(json.loads(out(run, "status", "--json"))["without_citation"]) == SHOWN + 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["status", "a@v1"], "status is about texts: leave the version out"),
        (["status", "zzz"], "no document zzz"),
        (["status", "a/fr"], "no text a/fr"),
        (["status", "--only", "pretty"], "use one of stale, basis, metadata, notes, form, nobody"),
        (["same-as", "a/zh"], "name two versions of a text"),
        (["same-as", "a/zh@v1..v1"], "this is one version"),
        (["same-as", "a/zh@v1..a/en@v1"], "versions of two texts"),
        (["same-as", "a/zh@v1..v2", "--undo"], "nobody said so of these two"),
        (["same-as", "a/zh@v1..v7"], "no version a/transcription:zh@v7"),
    ],
)
def test_wrong_arguments(
    cables: CommandLine, tmp_path: Path, arguments: list[str], message: str
) -> None:
    """One line says what is wrong and what to do; nothing is recorded."""
    correct(cables, tmp_path, "渔船廿二艘")
    checkpoint = out(cables, "checkpoint")
    done = cables(*arguments)
    assert done.returncode == 2
    (line,) = done.stderr.decode().splitlines()
    assert message in line
    assert out(cables, "checkpoint") == checkpoint


def test_a_correction_that_concerns_no_translation(cables: CommandLine, tmp_path: Path) -> None:
    """Said at once or later, by whom and why; taken back, the translation is stale again."""
    correct(
        cables, tmp_path, "漁船十二艘", "--same-sense", "-m", "variants", "--agent", "Mei:editor"
    )
    correct(cables, tmp_path, "漁船廿二艘")
    out(cables, "status", "--only", "stale", "--check", expected=1)
    said = json.loads(
        out(cables, "same-as", "a/zh@v2..v3", "-m", "a slip", "--agent", "Mei:editor", "--json")
    )
    assert said["versions"] == ["a/transcription:zh@v2", "a/transcription:zh@v3"]
    assert (said["holds"], said["message"]) == (True, "a slip")
    out(cables, "status", "--only", "stale", "--check")
    done = cables("same-as", "a/zh@v3..v2", "--undo")
    assert "no longer the same for translations" in done.stderr.decode()
    out(cables, "status", "--only", "stale", "--check", expected=1)
    assert "all is as it was stored" in out(cables, "verify")


def test_nothing_to_say_of_the_sense(cables: CommandLine) -> None:
    """Where a file brings no other text, nothing is recorded, and that is told."""
    before = out(cables, "checkpoint")
    done = cables("ingest", "a.transcription.zh.txt", "--same-sense")
    assert done.returncode == 0
    assert "nothing was said of the sense" in done.stderr.decode()
    assert out(cables, "checkpoint") == before
