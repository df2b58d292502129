"""Whom a file calls its creator: an encoder, and an author only where somebody says so."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

import provrepo
from provrepo.editing.changes import Changes
from tests.conftest import CommandLine
from tests.formats.office import flat, open_document, word
from tests.formats.test_docx import p

NAMES = """O'Neill "Bob" $HOME `id`; Wang, Li; 王力 <x>"""
XML = NAMES.replace("<", "&lt;")
META = f"<dc:title>A cable</dc:title><meta:initial-creator>{XML}</meta:initial-creator>"
FILES = {
    "docx": word(p("x"), core=f"<dc:title>A cable</dc:title><dc:creator>{XML}</dc:creator>"),
    "odt": open_document("<text:p>x</text:p>", meta=META),
    "fodt": flat("<text:p>x</text:p>", meta=META).encode(),
}


@pytest.mark.parametrize("suffix", FILES)
def test_the_command_in_the_warning_makes_them_the_author(
    tmp_path: Path, run: CommandLine, suffix: str
) -> None:
    """Pasted into a shell as it stands, whatever the names hold; afterwards nothing warns."""
    name = f"a.translation.en.{suffix}"
    (tmp_path / name).write_bytes(FILES[suffix])
    run("init")
    result = run("ingest", name, "--based-on", "label:x")
    (warning, *_) = result.stderr.decode().splitlines()
    command = warning.partition("; to cite so: ")[2]
    assert command.startswith("provrepo revise a/translation:en --set 'author=")
    assert b'"author"' not in run("show", "a", "--citation").stdout
    assert run(*shlex.split(command)[1:]).returncode == 0
    citation = run("--json", "show", "a", "--citation").stdout.decode()
    for part in ('O\'Neill \\"Bob\\" $HOME `id`', "Wang", "Li", "王力 <x>"):
        assert part in citation
    assert run("ingest", name).stderr == b""


def test_they_are_encoders(repository: provrepo.Repository) -> None:
    """Each once, before who saved it last."""
    core = "<dc:creator>Li; Kim</dc:creator><cp:lastModifiedBy>Kim; Wu</cp:lastModifiedBy>"
    data = word(p("x"), core=core)
    version = repository.ingest(data, document="a", text="transcription:en").version
    assert [str(by) for by in version.contributions] == [
        f"{name} (encoder)" for name in ("Li", "Kim", "Wu")
    ]
    assert repository.citation("a") is None


@pytest.mark.parametrize(
    "said",
    [Changes(fields={"author": "Ministry"}), Changes(citation={"author": [{"literal": "M"}]})],
)
def test_where_an_author_is_named_nothing_is_proposed(
    repository: provrepo.Repository, said: Changes
) -> None:
    """Neither with the version that names one nor with those after it."""
    data = [word(p(words), core="<dc:creator>Li</dc:creator>") for words in ("x", "y")]
    for file, changes in zip(data, (said, None), strict=True):
        outcome = repository.ingest(file, changes, document="a", text="transcription:en")
        assert outcome.status in ("new", "changed")
        assert outcome.warnings == ()


def test_a_title_of_the_properties_is_said(tmp_path: Path, run: CommandLine) -> None:
    """Where it becomes the title; not again, and not where an editor said another one."""
    run("init")
    for suffix, data in FILES.items():
        (tmp_path / f"{suffix}.translation.en.{suffix}").write_bytes(data)
        name = f"{suffix}.translation.en.{suffix}"
        message = run("ingest", name, "--based-on", "label:x").stderr.decode()
        assert "its title, “A cable”, is the one in its file's properties" in message
        assert f"provrepo revise {suffix}/translation:en --set" in message
        named = ("--document", "b", "--text", f"translation:en:{suffix}", "--set", "title=Other")
        assert "its title" not in run("ingest", name, *named).stderr.decode()
    changed = word(p("y"), core="<dc:title>A cable</dc:title>")
    (tmp_path / "docx.translation.en.docx").write_bytes(changed)
    again = run("ingest", "docx.translation.en.docx")
    assert again.stdout.startswith(b"changed")
    assert b"its title" not in again.stderr
