"""A scholar's session at the shell, from an empty folder to a citation."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest

from tests.conftest import CommandLine, in_process
from tests.shared import SHARED, needs

SEED = SHARED / "seed" / "border-cable.translation.en.txt"


@needs("seed")
def test_the_cable_goes_all_the_way(tmp_path: Path, run: CommandLine, process: CommandLine) -> None:
    """A real document goes in, is revised, compared, cited and verified, by processes too."""
    shutil.copy(SEED, tmp_path)
    assert process("init").returncode == 0
    first = process(
        *("ingest", SEED.name, "--agent", "Jeffrey Wang:translator"),
        *("--set", "title=On the Negotiations with [North] Korea", "--set", "issued=1961-05"),
    )
    assert first.returncode == 0
    assert b"--based-on" in first.stderr  # a translation without a basis warns
    shown = process("show", "border-cable")
    assert shown.stdout == SEED.read_bytes()
    assert run("show", "border-cable@v1", "--file").stdout == SEED.read_bytes()
    assert run("ingest", SEED.name).stdout.startswith(b"unchanged")
    fixed = SEED.read_text().replace("[Even] since", "[Ever] since")
    (tmp_path / "fixed.txt").write_text(fixed)
    second = run(
        *("ingest", "fixed.txt", "--document", "border-cable", "--text", "translation:en"),
        *("--activity", "correct", "-m", "typo", "--agent", "A. Editor:editor"),
    )
    assert second.stdout.startswith(b"changed: border-cable/translation:en@v2 ")
    diff = run("diff", "border-cable@v1..v2").stdout.decode()
    assert re.findall(r"\[-.*?-\]|\{\+.*?\+\}", diff) == ["[-Even-]", "{+Ever+}"]
    cited = process("cite", "border-cable@v1")
    identity = json.loads(run("log", "border-cable", "--json").stdout)[1]["id"]
    assert cited.stdout.decode() == (
        "“On the Negotiations with [North] Korea,” May 1961, trans. Jeffrey Wang, "
        f"version 1 ({identity[:12]}).\n"
    )
    assert b"v2 is newer than v1 and has another text" in cited.stderr
    log = run("log", "border-cable").stdout.decode()
    assert log.index("v2") < log.index("v1")
    assert "A. Editor (editor)" in log
    assert "typo" in log
    verified = process("verify")
    assert (verified.returncode, verified.stderr) == (0, b"")


def test_hashes_can_be_checked_with_sha256sum(tmp_path: Path, run: CommandLine) -> None:
    """What `show` prints has the digests that the records name."""
    (tmp_path / "a.transcription.zh.txt").write_text("外交部 [x]\n")
    (tmp_path / "n.json").write_text('[{"text": "a note"}]')
    run("init")
    run("ingest", "a.transcription.zh.txt", "--set", "title=甲", "--notes", "n.json")
    record = json.loads(run("show", "a", "--record").stdout)

    def digest(*arguments: str) -> str:
        return hashlib.sha256(run("show", "a", *arguments).stdout).hexdigest()

    assert digest() == record["content"]
    assert digest("--notes") == record["notes"]
    assert digest("--citation") == record["citation"]
    assert digest("--record") == json.loads(run("show", "a", "--json").stdout)["id"]


def test_a_stale_translation_is_listed_with_the_command_that_clears_it(
    tmp_path: Path, run: CommandLine
) -> None:
    """`status --check` exits with 1 until the printed line was run."""
    (tmp_path / "a.transcription.zh.txt").write_text("原文")
    (tmp_path / "a.translation.en.txt").write_text("text")
    run("init")
    run("ingest", "a.translation.en.txt", "a.transcription.zh.txt", "--set", "title=A")
    assert run("status", "--check").returncode == 0
    (tmp_path / "a.transcription.zh.txt").write_text("原稿")
    run("ingest", "a.transcription.zh.txt")
    status = run("status", "--check")
    assert status.returncode == 1
    (line,) = [line for line in status.stdout.decode().splitlines() if "provrepo revise" in line]
    assert run(*line.split()[1:]).returncode == 0
    assert run("status", "--check").returncode == 0


def test_standard_input_and_dry_run(run: CommandLine) -> None:
    """`-` reads standard input; `--dry-run` changes nothing."""
    run("init")
    place = ("--document", "a", "--text", "transcription:en")
    assert run("ingest", "-", *place, "--dry-run", stdin=b"x").stdout.startswith(b"new: a/")
    assert json.loads(run("list", "--json").stdout) == []
    assert run("ingest", "-", *place, stdin=b"x").returncode == 0
    assert run("show", "a").stdout == b"x"


def test_a_batch_exits_with_1_and_names_the_bad_file(tmp_path: Path, run: CommandLine) -> None:
    """The good files are in, the bad one is named at the end."""
    (tmp_path / "a.transcription.en.txt").write_text("good")
    (tmp_path / "b.transcription.en.txt").write_bytes(b"\xff")
    run("init")
    result = run("ingest", "b.transcription.en.txt", "a.transcription.en.txt")
    assert result.returncode == 1
    assert result.stdout.startswith(b"new: a/transcription:en@v1")
    assert b"b.transcription.en.txt: byte 0xFF" in result.stderr
    assert b"1 of 2 files was refused" in result.stderr


def test_the_environment_is_honoured(tmp_path: Path, process: CommandLine) -> None:
    """PROVREPO names the repository, PROVREPO_AGENT who works, SOURCE_DATE_EPOCH when."""
    (tmp_path / "a.transcription.en.txt").write_text("x")
    where = str(tmp_path / "elsewhere.db")
    settings = {"PROVREPO": where, "PROVREPO_AGENT": "Li:editor", "SOURCE_DATE_EPOCH": "0"}
    process("init", **settings)
    process("ingest", "a.transcription.en.txt", **settings)
    (version,) = json.loads(process("log", "a", "--json", **settings).stdout)
    assert version["recorded"] == "1970-01-01T00:00:00Z"
    assert version["agents"][0]["name"] == "Li"
    assert not (tmp_path / "provrepo.db").exists()


def test_the_repository_is_found_from_a_folder_below(tmp_path: Path, run: CommandLine) -> None:
    """The nearest provrepo.db at or above this folder is used."""
    run("init")
    below = tmp_path / "x" / "y"
    below.mkdir(parents=True)
    assert in_process(below)("list").returncode == 0


@pytest.mark.parametrize("place", ["before", "after"])
def test_global_options_go_before_or_after_the_command(run: CommandLine, place: str) -> None:
    """`provrepo --json list` and `provrepo list --json` are the same."""
    run("init")
    arguments = ("--json", "list") if place == "before" else ("list", "--json")
    assert json.loads(run(*arguments).stdout) == []


def test_every_command_that_prints_data_has_json(tmp_path: Path, run: CommandLine) -> None:
    """With --json standard output is one JSON value."""
    (tmp_path / "a.translation.en.txt").write_text("one two")
    assert json.loads(run("init", "--json", "--origin", "example.edu/x").stdout)["origin"]
    for arguments in (
        ("ingest", "a.translation.en.txt", "--set", "title=A"),
        ("note", "add", "a", "words", "--quote", "two"),
        ("note", "edit", "a", "n1", "other words"),
        ("note", "list", "a"),
        ("revise", "a", "--set", "archive=X"),
        ("restore", "a@v1"),
        ("list",),
        ("list", "a"),
        ("show", "a"),
        ("log", "a"),
        ("diff", "a@v1..v2"),
        ("collate", "a@v1", "a@v2"),
        ("blame", "a"),
        ("brackets", "a"),
        ("cite", "a"),
        ("status",),
        ("verify",),
        ("checkpoint",),
        ("prove", "a"),
        ("note", "remove", "a", "n1"),
        ("cite", "a", "--bibliography"),
        ("cite", "--list-styles"),
        ("ingest", "a.translation.en.txt", "--manifest-template"),
        ("rename", "a", "b"),
        ("withdraw", "b@v1", "--reason", "wrong"),
        ("purge", "b@v1", "--citation", "--everywhere", "--reason", "wrong"),
    ):
        result = run(*arguments, "--json")
        assert result.returncode == 0, (arguments, result.stderr)
        json.loads(result.stdout)
        assert result.stderr == b"", arguments


def test_what_events_did_is_told_in_json(run: CommandLine) -> None:
    """A script learns the version withdrawn, the new key, and what was removed of which kind."""
    run("init")
    place = ("--document", "a", "--text", "translation:en")
    for text in (b"one", b"two"):
        run("ingest", "-", *place, stdin=text)
    withdrawn = json.loads(run("withdraw", "a@v2", "--reason", "wrong", "--json").stdout)
    assert (withdrawn["reference"], withdrawn["withdrawn"]) == ("a/translation:en@v2", "wrong")
    assert json.loads(run("rename", "a", "b", "--json").stdout)["key"] == "b"
    purged = json.loads(run("purge", "b@v1", "--reason", "wrong", "--json").stdout)["purged"]
    digest = hashlib.sha256(b"one").hexdigest()
    assert [(one["kind"], one["sha256"]) for one in purged] == [("content", digest)]


def test_a_receipt_is_checked_in_json(tmp_path: Path, run: CommandLine) -> None:
    """What is proved is the version that was asked for, and that the file is its content."""
    run("init", "--origin", "example.edu/x")
    run("ingest", "-", "--document", "a", "--text", "translation:en", stdin=b"one")
    (tmp_path / "one.txt").write_bytes(b"one")
    proof = json.loads(run("prove", "a", "--json").stdout)
    assert proof["reference"] == "a/translation:en@v1"
    (tmp_path / "a.tlog-proof").write_text(proof["receipt"])
    assert run("prove", "a").stdout.decode() == proof["receipt"]
    proved = json.loads(run("receipt", "a.tlog-proof", "one.txt", "--json").stdout)
    assert proved["reference"] == "a/translation:en@v1"
    assert proved["id"] == json.loads(run("show", "a", "--json").stdout)["id"]
    in_words = run("receipt", "a.tlog-proof", "one.txt")
    assert in_words.stdout.count(b"proved: ") == 2
    assert b"example.edu/x" in in_words.stdout
    assert b"--checkpoint FILE" in in_words.stderr


def test_a_note_is_listed_with_its_place(run: CommandLine) -> None:
    """On a passage, on the whole text, or without the passage that a new version took away."""
    run("init")
    place = ("--document", "a", "--text", "translation:en")
    run("ingest", "-", *place, stdin=b"one two")
    run("note", "add", "a", "a remark", "--quote", "two")
    run("note", "add", "a", "a preface")
    listed = run("note", "list", "a").stdout.decode().splitlines()
    places = [line.rpartition("  ")[2] for line in listed[::2]]
    assert dict(zip((line.strip() for line in listed[1::2]), places, strict=True)) == {
        "a remark": "on “two”",
        "a preface": "on the whole text",
    }
    run("ingest", "-", *place, stdin=b"one")
    assert "lost its passage “two”" in run("note", "list", "a").stdout.decode()


def test_installed_styles_are_listed_with_their_places(tmp_path: Path, run: CommandLine) -> None:
    """The built-in ones first; one of a folder is cited by its name, and never replaces those."""
    folder = tmp_path / "styles"
    folder.mkdir()
    style = (
        '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="note"><info/>'
        '<citation><layout prefix="own: "><text variable="title"/></layout></citation></style>'
    )
    for name in ("house", "apa"):
        (folder / f"{name}.csl").write_text(style)
    own = {"PROVREPO_CSL_PATH": str(folder)}
    run("init")
    listed = dict(
        re.split(r"\s{2,}", line, maxsplit=1)
        for line in run("cite", "--list-styles", **own).stdout.decode().splitlines()
    )
    assert (listed["apa"], listed["chicago-notes"]) == ("built in", "built in")
    assert listed["house"] == str(folder)
    styles = json.loads(run("cite", "--list-styles", "--json", **own).stdout)
    assert {one["name"]: one["from"] for one in styles} == listed
    place = ("--document", "a", "--text", "translation:en", "--set", "title=A Cable")
    run("ingest", "-", *place, stdin=b"one")
    cited = run("cite", "a", "--style", "house", "--pin", "none", **own)
    assert cited.stdout == b"own: A Cable\n"


def test_a_bibliography_for_a_page(run: CommandLine) -> None:
    """The entries of several versions stand in the order of the style, as HTML where asked for."""
    run("init")
    for key, title in (("b", "Zebra"), ("a", "Apple")):
        place = ("--document", key, "--text", "translation:en", "--set", f"title={title}")
        run("ingest", "-", *place, "--set", "type=book", stdin=key.encode())
    done = run("cite", "b", "a", "--bibliography", "--style", "apa", "--format", "html")
    assert re.findall("<i>(.*?)</i>", done.stdout.decode()) == ["Apple", "Zebra"]
