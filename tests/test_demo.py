"""`provrepo demo`: the samples that it writes, and what somebody sees who runs the session."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from provrepo.cli import demo
from provrepo.notes import read_notes
from provrepo.reading.items import read_item
from tests.conftest import CommandLine, in_process

SAMPLES = Path(__file__).resolve().parents[1] / "cli" / "samples"


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return what the session prints to a pipe, whatever the settings of the user are."""
    run = in_process(tmp_path_factory.mktemp("demo"))
    done = run("demo", "--run", PROVREPO="/nowhere/else.db", PROVREPO_AGENT="no role")
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode()


def after(shown: str, command: str) -> list[str]:
    """Return the lines that stand below ``command``, up to the next command or heading."""
    _, found, rest = shown.partition(f"$ {command}\n")
    assert found, f"the demo does not show `{command}`"
    return rest.split("\n$ ")[0].split("\n# ")[0].strip().splitlines()


def test_the_stale_translation_is_named_with_the_command_that_clears_it(shown: str) -> None:
    """One translation is stale, and below it stands what to type."""
    lines = after(shown, "provrepo status")
    stale = [line for line in lines if line.startswith("stale:")]
    assert stale == [
        "stale: harbor-cable/translation:en@v2 is based on harbor-cable/transcription:zh@v1; "
        "harbor-cable/transcription:zh@v2 has another text"
    ]
    assert lines[lines.index(stale[0]) + 1].strip() == (
        "provrepo revise harbor-cable/translation:en "
        "--based-on harbor-cable/transcription:zh@v2 --activity review"
    )


def test_a_note_whose_passage_went_is_named(shown: str) -> None:
    """The note on an uncertain reading is not moved elsewhere when the reading is settled."""
    lost = [line for line in after(shown, "provrepo status") if "lost the passage" in line]
    # Of n2 the words stand in their place, but some beside them were corrected: that is proposed.
    assert [re.search(r"note (n\d)", line)[1] for line in lost] == ["n2", "n3"]  # type: ignore[index]
    assert all(line.startswith("harbor-cable/transcription:zh@v2 ") for line in lost)
    assert "which is probably “北弯[湾]港”" in lost[0]


@pytest.mark.parametrize(
    ("command", "marked"),
    [
        (
            "provrepo diff harbor-cable/transcription:zh@v1..v2",
            ["渔船[-十-]{+廿+}二艘", "灯六盏[-[?]-]，"],
        ),
        ("provrepo diff ferry-letter/ko", ["섬 주민 [-214명은-]{+241명은+} 식량과"]),
    ],
)
def test_the_comparison_marks_the_corrected_words_alone(
    shown: str, command: str, marked: list[str]
) -> None:
    """One Chinese character, one Korean word: not the line that they stand in."""
    text = "\n".join(after(shown, command)[2:])
    assert all(one in text for one in marked)
    changes = sum(one.count("[-") for one in marked), sum(one.count("{+") for one in marked)
    assert (text.count("[-"), text.count("{+")) == changes


def test_the_history_of_a_text_says_who_did_what(shown: str) -> None:
    """Newest first, each version with its activity and its agent."""
    name, second, who, basis, why, first, *_ = after(shown, "provrepo log harbor-cable/translation")
    assert name == "harbor-cable/translation:en"
    assert second.startswith("v2  ")
    assert second.endswith("2024-05-23  correct  (text)")
    assert basis.strip() == "based on transcription:zh v1 (v2 is newer)"
    assert (who.strip(), why.strip()) == ("Anna Keller (translator)", "A misspelling.")
    assert first.startswith("v1  ")
    assert first.endswith("2024-03-11  translate")


def test_chinese_and_korean_documents_are_cited(shown: str) -> None:
    """A note has author, title, date, archive, and the version with its short id."""
    chinese, korean = after(shown, "provrepo cite harbor-cable/zh ferry-letter/ko")
    assert chinese.startswith(
        "驻青岬领事馆, “关于青岬港渔船遇雾及修复航标事,” April 16, 1958, no. 58-204, "
        "Consular Cables, Sample Archive (invented), Samplestad, version 2 ("
    )
    assert korean.startswith(
        "솔도 이장 to 청포어업조합장, “발동선 임시 차용의 건,” September 3, 1958, "
    )
    ids = [line.split()[-1] for line in shown.splitlines() if line.startswith("changed: ")]
    assert chinese.endswith(f" ({ids[0]}).")
    assert korean.endswith(f" ({ids[2]}).")


def test_an_older_version_is_cited_with_a_warning(shown: str) -> None:
    """The quotation's paragraph is found, and the reader is told that there is a newer text."""
    citation, warning = after(shown, 'provrepo cite harbor-cable/zh@v1 --quote "渔船十二艘"')
    assert ", para. 2, version 1 (" in citation
    assert warning.startswith("warning: harbor-cable/transcription:zh@v2 is newer than v1")


def test_everything_is_as_it_was_stored(shown: str) -> None:
    """The last command proves the repository: 12 versions and the init event."""
    (line,) = after(shown, "provrepo verify")
    assert line.startswith("all is as it was stored: records 13, ")


def test_no_path_of_this_machine_is_shown(shown: str) -> None:
    """What is printed is the same on every machine, version ids apart."""
    assert "provrepo-demo-" not in shown


def test_the_session_leaves_nothing_behind(run: CommandLine, tmp_path: Path) -> None:
    """`--run` writes no file here, and with a folder it is refused."""
    assert run("demo", "--run", "here").returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_a_command_that_fails_ends_the_session(
    run: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rest is not shown, and the failed command is named."""
    script = b"# Nothing\nprovrepo show nothing\n\nprovrepo verify\n"
    monkeypatch.setattr(demo, "_samples", lambda _: iter([(demo.SESSION, script)]))
    done = run("demo", "--run")
    assert done.returncode == 1
    assert b"provrepo verify" not in done.stdout
    assert b"`provrepo show nothing` ended with exit status 2" in done.stderr


def test_the_samples_are_written_as_they_are(run: CommandLine, tmp_path: Path) -> None:
    """Every file of the package, to the byte; the same command again changes nothing."""
    for _ in range(2):
        done = run("demo", "--json")
        assert (done.returncode, done.stderr) == (0, b"")
        written = json.loads(done.stdout)
        assert written["folder"] == "provrepo-demo"
        folder = tmp_path / "provrepo-demo"
        for name in written["files"]:
            assert (folder / name).read_bytes() == (SAMPLES / name).read_bytes()
        assert len(written["files"]) == sum(path.is_file() for path in folder.rglob("*"))


def test_what_is_there_is_never_replaced(run: CommandLine, tmp_path: Path) -> None:
    """A file of somebody's own stops the command before it writes anything."""
    mine = tmp_path / "samples" / "first" / "harbor-cable.translation.en.txt"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    done = run("demo", "samples")
    assert done.returncode == 2
    assert b"is there already and is no sample" in done.stderr
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [mine]
    assert mine.read_text() == "mine"


def test_the_word_files_are_the_first_round_of_the_cable(run: CommandLine) -> None:
    """Read with their manifest, they have the words of the text files, paragraph by paragraph."""
    run("demo", ".")
    run("init")
    assert run("ingest", "--manifest", "word/manifest.csv").returncode == 0
    for text in ("transcription.zh", "translation.en"):
        content = run("show", f"harbor-cable/{text.replace('.', ':')}").stdout
        assert content.strip() == (SAMPLES / f"first/harbor-cable.{text}.txt").read_bytes().strip()


def test_the_corpus_says_that_it_is_invented() -> None:
    """Nobody takes a sample text for a document: the page, and every citation, say so."""
    assert "**Everything here is invented**" in (SAMPLES / "README.md").read_text("utf-8")
    for path in sorted(SAMPLES.glob("*/*.citation.json")):
        item = read_item(path.read_text("utf-8"), path.name)
        assert item["archive"] == "Sample Archive (invented)"
    for path in sorted(SAMPLES.glob("*/*.transcription.*.md")):
        assert 'archive = "Sample Archive (invented)"' in path.read_text("utf-8")


def test_the_corpus_shows_what_it_is_meant_to_show() -> None:
    """Two rounds of each text in three languages; brackets of editors, one left open; notes."""
    first, second = (
        {path.name: path.read_text("utf-8") for path in (SAMPLES / folder).glob("*.tran*.??.*")}
        for folder in ("first", "second")
    )
    texts = {name: text for name, text in first.items() if not name.endswith(".json")}
    assert sorted(texts) == sorted(second)
    assert all(texts[name] != second[name] for name in texts)
    languages = {name.split(".")[2] for name in texts if ".transcription." in name}
    assert languages == {"zh", "ko", "ru"}
    together = "".join(texts.values())
    for bracket in ("[North]", "[sic]", "[?]", "[...]", "[湾]", "[추후]"):
        assert bracket in together
    assert together.count("[") > together.count("]")
    for path in SAMPLES.glob("*/*.notes.json"):
        assert read_notes(path.read_text("utf-8"), path.name)
