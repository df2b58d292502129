"""A text under a wrong kind, language or label gets the right one, and loses nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import provrepo
from provrepo.editing.changes import Changes
from provrepo.errors import ProvrepoError
from tests.accession.history import History
from tests.accession.test_git_import import take
from tests.conftest import CommandLine

UND = "d/translation:und"


@pytest.fixture
def letter(repository: provrepo.Repository) -> provrepo.Repository:
    """Return a repository with a translation of no language and its transcription."""
    repository.ingest(b"yi", document="d", text="transcription:zh")
    based = Changes(based_on=("d/zh",))
    repository.ingest(b"One", based, document="d", text="translation:und")
    return repository


def test_the_old_name_goes_on_resolving(letter: provrepo.Repository) -> None:
    """Records keep it, because their ids commit to it; what comes next has the new one."""
    before = letter.version(UND)
    after = letter.retext(UND, "translation:en:wang", "told by the editor", agents="Wang:editor")
    assert (after.id, after.reference) == (before.id, "d/translation:en:wang@v1")
    assert str(after.record.text) == "translation:und"
    assert letter.version(UND).id == letter.version("d/en").id == before.id
    second = letter.ingest(b"Two", document="d", text="translation:und").version
    assert str(second.record.text) == "translation:en:wang"
    assert [version.record.number for version in letter.history(UND)] == [2, 1]
    assert not [*letter.verify()]


def test_staleness_goes_on(letter: provrepo.Repository) -> None:
    """What it was based on, and what was based on it, stays so."""
    letter.retext("d/zh", "transcription:zh-Hant")
    letter.retext(UND, "translation:en")
    letter.ingest(b"er", document="d", text="transcription:zh-Hant")
    (stale,) = letter.status().stale
    assert stale.reference == "d/translation:en@v1"
    assert stale.superseded == "d/transcription:zh-Hant@v1"


@pytest.mark.parametrize(
    ("reference", "text", "reason"),
    [
        (UND, "translation:und", "it is called so already"),
        (UND, "transcription:zh", "another text is called so"),
        (f"{UND}@v1", "translation:en", "leave the version out"),
        (UND, "english", "write KIND:LANGUAGE"),
        (UND, "edition:en", "reserved"),
        (UND, "translation:kr", "write ko"),
        (UND, "translation:chinese", "write zh"),
        ("d/fr", "translation:en", "there are"),
        ("nowhere", "translation:en", "nowhere"),
        ("d", "translation:en", "translation:und"),
    ],
)
def test_what_cannot_be_is_refused(
    letter: provrepo.Repository, reference: str, text: str, reason: str
) -> None:
    """With one clear line, and nothing changes."""
    size = letter.checkpoint().size
    with pytest.raises(ProvrepoError, match=reason):
        letter.retext(reference, text)
    assert letter.checkpoint().size == size


def test_a_name_is_never_used_again(letter: provrepo.Repository) -> None:
    """Neither by the text that had it nor by another one."""
    letter.retext(UND, "translation:en")
    with pytest.raises(ProvrepoError, match="it was called so once"):
        letter.retext("d/en", "translation:und")
    with pytest.raises(ProvrepoError, match="another text was called so once"):
        letter.retext("d/zh", "translation:und")


def test_a_history_goes_on_after_it(repository: provrepo.Repository, tmp_path: Path) -> None:
    """The next import finds what it made under the old name, and bases go on."""
    history = History()
    history.commit({"d.transcription.zh.txt": b"yi", "d.translation.und.txt": b"One"})
    folder = history.write(tmp_path / "g")
    take(repository, folder)
    repository.retext("d/zh", "transcription:zh-Hant")
    repository.retext(UND, "translation:en")
    assert take(repository, folder) == {"unchanged": 2}
    history.commit({"d.transcription.zh.txt": b"er"})
    history.commit({"d.translation.und.txt": b"Two"})
    history.write(folder)
    assert take(repository, folder) == {"unchanged": 2, "changed": 2}
    (basis,) = repository.version("d/en").record.based_on
    assert basis.version == repository.version("d/zh-Hant@v2").id


def test_the_command(run: CommandLine) -> None:
    """It says the new name, or the newest version as JSON; brackets are no markup."""
    run("init")
    run("ingest", "--document", "d", "--text", "translation:und", "-", stdin=b"[One]")
    done = run("retext", "d", "translation:en", "--reason", "[/b]")
    assert done.stderr.decode() == "retexted: d is d/translation:en now\n"
    shown = json.loads(run("retext", "d", "translation:en:a", "--json").stdout)
    assert shown["reference"] == "d/translation:en:a@v1"
    assert run("retext", "d", "translation:cn").returncode == 2
