"""The user's own defaults, and what is said where a version names nobody."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from provrepo.cite.csl import style_files
from tests.conftest import CommandLine

NAME = "memo.transcription.en.txt"


@pytest.fixture(autouse=True)
def settings_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where the settings are kept in these tests; the file is not there yet."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "mine"))
    return tmp_path / "mine" / "provrepo" / "config.toml"


def makers(run: CommandLine, reference: str) -> list[str]:
    """Return who made a version, each with their role."""
    version = json.loads(run("show", reference, "--record").stdout)
    (logged,) = [
        logged
        for logged in json.loads(run("log", reference, "--json").stdout)
        if logged["number"] == version["number"]
    ]
    return [f"{agent['name']}:{agent['role']}" for agent in logged["agents"]]


def ingest(folder: Path, run: CommandLine, text: str, *options: str, **variables: str) -> bytes:
    """Ingest ``text`` as the next version of the memo; return what stands on standard error."""
    (folder / NAME).write_text(text)
    return run("ingest", NAME, *options, **variables).stderr


def test_a_setting_is_kept_shown_and_taken_away(settings_file: Path, run: CommandLine) -> None:
    """It is kept in the user's own file, in TOML."""
    assert run("config", "agent").returncode == 1
    assert run("config", "agent", 'Li "the [clerk]" \\ 李:editor').returncode == 0
    assert run("config", "agent").stdout.decode() == 'Li "the [clerk]" \\ 李:editor\n'
    assert run("config", "style", "apa").returncode == 0
    assert json.loads(run("config", "--json").stdout) == {
        "agent": 'Li "the [clerk]" \\ 李:editor',
        "style": "apa",
        "locale": None,
    }
    assert run("config", "agent", "--unset").returncode == 0
    assert run("config", "agent").returncode == 1
    assert settings_file.read_text() == 'style = "apa"\n'


def test_the_settings_of_a_newer_provrepo_are_left_there(
    settings_file: Path, run: CommandLine
) -> None:
    """What this one does not know does not get lost when it changes a setting."""
    settings_file.parent.mkdir(parents=True)
    settings_file.write_text('# mine\neditor = "vim"\nagent = "Li:editor"\n')
    assert run("config", "agent", "Wang:editor").returncode == 0
    assert settings_file.read_text() == '# mine\neditor = "vim"\nagent = "Wang:editor"\n'


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["colour"], "use one of agent, style, locale"),
        (["agent", "Li"], "NAME:ROLE"),
        (["agent", "Li\n:editor"], "on one line"),
        (["agent", "Li:wizard"], "use one of transcriber, translator"),
        (["locale", "[de]"], "[de]: no such locale; built in are de-DE"),
        (["locale", "klingon"], "klingon: no such locale; built in are de-DE"),
        (["locale", "ge-DE"], "did you mean de-DE?"),
        (["style", "chicago"], "did you mean chicago-"),
        (["style", "missing.csl"], "missing.csl: no such style; built in are"),
        (["style", "broken.csl"], "broken.csl, line 1"),
        (["style", ""], "--unset takes the setting away"),
        (["agent", "Li:editor", "--unset"], "without a value"),
    ],
)
def test_a_wrong_setting_is_refused(
    settings_file: Path, run: CommandLine, arguments: list[str], message: str
) -> None:
    """One line says what is wrong and what is right, and nothing is written."""
    (settings_file.parents[2] / "broken.csl").write_text("<style")
    refused = run("config", *arguments)
    assert refused.returncode == 2
    (line,) = refused.stderr.decode().splitlines()
    assert message in line
    assert not settings_file.exists()


def test_a_style_that_is_a_file_is_found_from_everywhere(
    tmp_path: Path, run: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is kept with the folders that lead to it."""
    own = Path(style_files.__file__).parents[1] / "styles" / "apa.csl"
    (tmp_path / "house.csl").write_bytes(own.read_bytes())
    run("init")
    ingest(tmp_path, run, "1", "--set", "title=On the Ferry")
    assert run("config", "style", "house.csl").returncode == 0
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    assert run("cite", "memo").stdout == run("cite", "memo", "--style", "apa").stdout


@pytest.mark.parametrize("line", ['style = "chicagoo"', 'locale = "klingon"'])
def test_what_somebody_wrote_there_themselves_is_named_with_the_file(
    settings_file: Path, run: CommandLine, line: str
) -> None:
    """Who typed neither on the command line finds where to mend it."""
    settings_file.parent.mkdir(parents=True)
    settings_file.write_text(f"{line}\n")
    run("init")
    ingest(settings_file.parents[2], run, "1", "--set", "title=On the Ferry")
    refused = run("cite", "memo")
    assert refused.returncode == 2
    assert refused.stderr.decode().startswith(f"provrepo: {settings_file}: ")


def test_nobody_at_home(tmp_path: Path, run: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no home folder there are no settings; none are put into this folder."""
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    refused = run("config", "agent", "Li:editor")
    assert refused.returncode == 2
    assert b"no home folder" in refused.stderr
    assert run("config", "--json").returncode == 0
    run("init")
    ingest(tmp_path, run, "1", "--set", "title=x")
    assert run("cite", "memo").returncode == 0
    assert not (tmp_path / "~").exists()


@pytest.mark.parametrize("content", [b"agent = \n", b"\xff\xfe", b"agent = 7\n"])
def test_a_damaged_file_of_settings_is_named(
    settings_file: Path, run: CommandLine, content: bytes
) -> None:
    """Nothing is written for nobody in silence."""
    settings_file.parent.mkdir(parents=True)
    settings_file.write_bytes(content)
    run("init")
    (settings_file.parents[2] / NAME).write_text("text")
    refused = run("ingest", NAME)
    assert refused.returncode == 2
    assert str(settings_file) in refused.stderr.decode()
    assert run("show", "memo").returncode == 2  # nothing went in


def test_the_flag_counts_before_the_variable_and_that_before_the_setting(
    tmp_path: Path, run: CommandLine
) -> None:
    """`--agent`, PROVREPO_AGENT, `provrepo config agent`, in this order."""
    run("init")
    run("config", "agent", "Setting:editor")
    ingest(tmp_path, run, "1", "--agent", "Flag:editor", PROVREPO_AGENT="Variable:editor")
    ingest(tmp_path, run, "2", PROVREPO_AGENT="Variable:editor")
    ingest(tmp_path, run, "3")
    assert makers(run, "memo@v1") == ["Flag:editor"]
    assert makers(run, "memo@v2") == ["Variable:editor"]
    assert makers(run, "memo@v3") == ["Setting:editor"]


def test_a_version_that_names_nobody_warns_once_a_run(tmp_path: Path, run: CommandLine) -> None:
    """One file and a folder of many: a single line, with what to do about it."""
    run("init")
    assert ingest(tmp_path, run, "1").count(b"nobody") == 1
    assert b"provrepo config agent" in ingest(tmp_path, run, "2")
    assert b"nobody" not in ingest(tmp_path, run, "3", "--agent", "Li:editor")
    assert b"nobody" not in ingest(tmp_path, run, "3")  # no version is made
    (tmp_path / "in").mkdir()
    for key in "abc":
        (tmp_path / "in" / f"{key}.transcription.en.txt").write_text(key)
    messages = run("ingest", "in").stderr.decode()
    assert messages.count("nobody") == 1
    assert "3 versions name nobody" in messages
    assert b"nobody" not in run("--quiet", "revise", "memo", "--set", "title=x").stderr
    assert b"nobody" in run("note", "add", "memo", "a note").stderr


def test_style_and_locale_of_citations_can_be_set(tmp_path: Path, run: CommandLine) -> None:
    """A flag still counts before them."""
    run("init")
    ingest(tmp_path, run, "1", "--set", "title=On the Ferry", "--set", "issued=1961-05")
    by_default = run("cite", "memo").stdout
    as_apa = run("cite", "memo", "--style", "apa").stdout
    assert by_default != as_apa
    run("config", "style", "apa")
    assert run("cite", "memo").stdout == as_apa
    assert run("cite", "memo", "--style", "chicago-notes").stdout == by_default
    german = run("cite", "memo", "--locale", "de-DE").stdout
    run("config", "locale", "de-DE")
    assert run("cite", "memo").stdout == german
    assert german != as_apa


def test_events_name_who_makes_them(tmp_path: Path, run: CommandLine) -> None:
    """`withdraw`, `rename` and `purge` take `--agent`, or who the user is."""
    run("init")
    for text in "123":
        ingest(tmp_path, run, text, "--agent", "Li:transcriber")
    assert run("withdraw", "memo@v2", "--reason", "x", "--agent", "Wang:editor").returncode == 0
    assert run("rename", "memo", "note-1", PROVREPO_AGENT="Wang:editor").returncode == 0
    purged = run("purge", "note-1@v1", "--reason", "x", "--agent", "Wang:editor")
    assert purged.returncode == 0
    assert b"content" in purged.stderr
    assert run("verify").returncode == 0
    named = run("purge", "--agent", "Wang", "--reason", "asked for it")
    assert named.returncode == 0  # only events named this agent
    assert b"agent" in named.stderr
    assert run("verify").returncode == 0


def test_purge_takes_a_name_and_its_own_maker(tmp_path: Path, run: CommandLine) -> None:
    """With a role an agent is who removes, without one whose name is removed."""
    run("init")
    ingest(tmp_path, run, "1", "--agent", "Li:transcriber")
    both = ("--agent", "Li", "--agent", "Wang:editor", "--reason", "asked for it")
    assert run("purge", *both).returncode == 0
    assert makers(run, "memo") == ["[purged]:transcriber"]
    assert run("show", "memo").stdout == b"1"  # the content was not removed
    two = run("purge", "memo", "--agent", "A", "--agent", "B", "--reason", "x")
    assert two.returncode == 2
    assert b"one thing at a time" in two.stderr
