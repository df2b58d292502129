"""Proposals: what a lost passage probably became, and the command that accepts it."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

import pytest

import provrepo
from provrepo import NoteDraft
from provrepo.compare.likely import Likeness
from provrepo.reading.proposals import Proposals, edit_command, shell_word
from provrepo.store.records import Text, TextKey
from tests.conftest import CommandLine

KEY = TextKey("a", Text("translation", "en"))
BEFORE = """The ferry sank on Monday. Nobody was hurt.

Six buoys [?] off the North Harbor were damaged in the storm of that night.
"""


@pytest.mark.parametrize(
    ("quote", "after", "expected"),
    [
        # Edited where it stands.
        ("Six buoys [?]", BEFORE.replace("Six buoys [?]", "Seven buoys"), "Seven buoys"),
        ("North Harbor", BEFORE.replace("North Harbor", "North Harbour"), "North Harbour"),
        ("Monday", BEFORE.replace("Monday", "Tuesday"), "Tuesday"),
        # Written elsewhere.
        ("Nobody was hurt.", f"The ferry sank. All died. {BEFORE[44:]} Nobody was hurt.", None),
        # Moved, and edited on the way.
        (
            "Six buoys [?]",
            "Six old buoys off the North Harbor were damaged in the storm of the night.\n\nThe end",
            "Six old buoys",
        ),
    ],
)
def test_the_passage_that_a_lost_one_became(quote: str, after: str, expected: str | None) -> None:
    """It is what stands in its place, or the same words elsewhere, or what is most like them."""
    start = BEFORE.index(quote)
    found = Likeness(BEFORE, after).find(start, start + len(quote))
    assert found
    assert after[slice(*found)] == (expected or quote)


def test_nothing_is_proposed_where_nothing_is_like_it() -> None:
    """No command at all is better than a foolish one."""
    start = BEFORE.index("Six buoys")
    assert Likeness(BEFORE, "Something else was written.").find(start, start + 9) is None
    assert Likeness(BEFORE, "").find(start, start + 9) is None
    assert Likeness("a — b", "c — d").find(2, 3) is None


def test_a_chinese_passage_is_found_by_its_characters() -> None:
    """A character that was changed does not hide the others."""
    before, after = "港內航標燈六盞[?]被毀。船未損。", "昨夜大風。港內航標燈七盞被毀。船已損壞。"
    start = before.index("航標燈六盞[?]")
    found = Likeness(before, after).find(start, start + 8)
    assert found
    assert after[slice(*found)] == "航標燈七盞"


def test_of_several_places_the_command_names_the_one() -> None:
    """The words that a lost passage became may stand in the text more than once."""
    before = "Li came. The captain saw Wang in the old harbor at night. Wang left."
    after = "Li came. The captain saw Zhao in the old harbor at night. Zhao left. Zhao died."
    proposal = Proposals(before, after, KEY).make("n1", 25, 29)
    assert proposal
    assert (proposal.quote, proposal.occurrence, proposal.line) == ("Zhao", 1, 1)
    assert proposal.command == "provrepo note edit a/translation:en n1 --quote Zhao --occurrence 1"


@pytest.mark.parametrize(
    "words",
    [
        "two words",
        "it's",
        "a\nb",
        "a\r\nb's \\",
        "$HOME `x` !",
        "-x",
        "漁船 \u202e \u2028",
        "\x1b[31m",
    ],
)
def test_a_command_can_be_pasted(words: str) -> None:
    """A shell gives back the words, and no control character goes through the terminal."""
    written = shell_word(words)
    assert written.isprintable()
    printed = subprocess.run(
        ["bash", "-c", f"printf %s {written}"], capture_output=True, check=True,
        env={"LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    assert printed.stdout.decode() == words


def test_an_id_that_looks_like_an_option_is_none() -> None:
    """It stands after `--`, where nothing is an option."""
    command = edit_command(KEY, "-n", "a b", 2)
    assert shlex.split(command) == [
        *("provrepo", "note", "edit", "--quote", "a b", "--occurrence", "2"),
        *("--", "a/translation:en", "-n"),
    ]


def test_status_prints_the_command_and_it_works(tmp_path: Path, run: CommandLine) -> None:
    """The note has its place again once the command was run as it is printed."""
    path = tmp_path / "a.translation.en.txt"
    path.write_text(BEFORE)
    run("init")
    run("ingest", path)
    run("note", "add", "a", "how many?", "--quote", "Six buoys [?]")
    path.write_text(f"New.\n\n{BEFORE.replace('Six buoys [?]', 'Seven buoys')}")
    ingested = run("ingest", path).stderr.decode()
    command = "provrepo note edit a/translation:en n1 --quote 'Seven buoys'"
    assert f"it is probably “Seven buoys” on line 5 now; if so: {command}" in ingested
    assert command in run("status").stdout.decode()
    done = run(*shlex.split(command)[1:])
    assert done.returncode == 0
    assert "has lost" not in run("status").stdout.decode()


def test_a_note_that_was_lost_long_ago_has_a_proposal(repository: provrepo.Repository) -> None:
    """It is made from the last content in which the note had its place."""
    repository.ingest(BEFORE.encode(), document="a", text="translation:en")
    repository.add_note("a", NoteDraft("…", quote="Six buoys [?]"))
    for number in range(3):
        after = BEFORE.replace("Six buoys [?]", "Seven buoys").replace("sank", "sank " * number)
        repository.ingest(after.encode(), document="a", text="translation:en")
    (lost,) = repository.status().unanchored
    assert lost.proposal
    assert (lost.note, lost.quote, lost.proposal.quote) == ("n1", "Six buoys [?]", "Seven buoys")
    assert lost.as_json()["proposal"]["command"] == lost.command
    assert repr(lost) == "<LostNote n1 of a/translation:en@v5>"
