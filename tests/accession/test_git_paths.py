"""Which document and text a path in git is, where its name says it badly, or does not say it."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

import provrepo
from provrepo.accession.git.run import History as Wanted
from provrepo.errors import InputError, InvalidValue
from tests.accession.history import History
from tests.accession.test_git_import import newest, people, states, take

LONG = b"A text that is long enough for git to know it again. " * 20


def test_paths_that_make_the_same_key_are_two_documents(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """Nobody wrote the key, so the second file gets one of its own, the same at each import."""
    history = History()
    history.commit({"Letter 1.txt": b"one", "letter-1.md": b"two"})
    folder = history.write(tmp_path / "g")
    assert take(repository, folder, {"text": "translation:en"}) == {"new": 2}
    first, second = repository.keys()
    assert first == "letter-1"
    assert re.fullmatch(r"letter-1-[0-9a-f]{7}", second)
    assert [states(repository, key) for key in (first, second)] == [[b"one"], [b"two"]]
    history.commit({"letter-1.md": b"two!"})
    history.write(folder)
    assert take(repository, folder, {"text": "translation:en"}) == {"unchanged": 2, "changed": 1}
    assert states(repository, second) == [b"two", b"two!"]


def test_paths_that_name_the_same_text_are_one_and_a_refusal(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """Both say which text they are; two files of one text would take turns in its history."""
    history = History()
    history.commit({"x/a.translation.en.txt": b"1"})
    history.commit({"y/a.translation.en.txt": b"2"})
    folder = history.write(tmp_path / "g")
    results = list(repository.import_git(os.fspath(folder)))
    assert [result.status for result in results] == ["new", "refused"]
    assert "is the same text as x/a.translation.en.txt" in str(results[1].result)
    assert states(repository, "a") == [b"1"]


def test_a_name_in_another_script_makes_a_lasting_key(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """No letter of it may stand in a key: a number made out of the name does."""
    history = History()
    history.commit({"北京.txt": b"1"})
    folder = history.write(tmp_path / "g")
    take(repository, folder, {"text": "transcription:zh"})
    (key,) = repository.keys()
    assert re.fullmatch(r"text-[0-9a-f]{12}", key)
    history.commit({"北京.txt": b"2"})
    history.write(folder)
    assert take(repository, folder, {"text": "transcription:zh"}) == {"unchanged": 1, "changed": 1}
    assert states(repository, key) == [b"1", b"2"]


def test_one_document_and_text_for_a_file_of_any_name(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """Both are said; --path tells which file it is, or --map."""
    history = History()
    history.commit({"notes/draft.txt": b"1", "other.txt": b"x"})
    folder = history.write(tmp_path / "g")
    options = {"document": "cable", "text": "translation:en"}
    assert take(repository, folder, options, paths=["notes"]) == {"new": 1}
    assert take(repository, folder, options, pattern="{name}/draft.txt") == {"unchanged": 1}
    assert (repository.keys(), states(repository, "cable")) == (["cable"], [b"1"])


def test_a_pattern_may_say_a_part_twice(repository: provrepo.Repository, tmp_path: Path) -> None:
    """Then both are to be the same: other paths do not match."""
    history = History()
    history.commit({"a/a.en.txt": b"1", "a/b.en.txt": b"2"})
    folder = history.write(tmp_path / "g")
    pattern = "{document}/{document}.{language}.txt"
    counts = take(repository, folder, {"text": "translation:en"}, pattern=pattern)
    assert (counts, repository.keys()) == ({"new": 1}, ["a"])
    with pytest.raises(InvalidValue, match=r"\{x\} stands for nothing"):
        take(repository, folder, pattern="{x}/{document}.txt")


def test_a_file_renamed_to_no_good_name_goes_on(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """Its new name makes no key, so that the document keeps its own."""
    history = History()
    history.commit({"a.translation.en.txt": LONG})
    history.commit({}, moves={"a.translation.en.txt": "Bad Name.translation.en.txt"})
    history.commit({"Bad Name.translation.en.txt": LONG + b"2"})
    run = repository.import_git(os.fspath(history.write(tmp_path / "g")))
    assert [result.status for result in run] == ["new", "changed"]
    assert run.renamed == {}
    assert states(repository, "a") == [LONG, LONG + b"2"]


def test_a_document_is_renamed_once(repository: provrepo.Repository, tmp_path: Path) -> None:
    """The next import finds it under its new key, and says nothing of it."""
    history = History()
    history.commit({"old.translation.en.txt": LONG})
    history.commit({}, moves={"old.translation.en.txt": "new.translation.en.txt"})
    folder = history.write(tmp_path / "g")
    for renamed in ({"old": "new"}, {}):
        run = repository.import_git(os.fspath(folder))
        assert len(list(run)) == len(renamed)
        assert run.renamed == renamed
    assert repository.keys() == ["new"]


def test_people_that_a_file_names_badly_leave_the_text_whole(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """A history has no holes: the version is the file as it is, and a warning says why."""
    history = History()
    data = b"+++\nagents = 'Li:robot'\n+++\ntext\n"
    history.commit({"a.translation.en.md": data})
    (result,) = repository.import_git(os.fspath(history.write(tmp_path / "g")))
    assert not isinstance(result.result, Exception)
    assert any(words.startswith("taken as it is: ") for words in result.result.warnings)
    assert states(repository, "a") == [data]
    assert people(newest(repository, "a")) == ["Anna Keller <anna@x.example>:translator"]


def test_a_date_that_no_calendar_has_is_unknown(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """Clocks go wrong by thousands of years; the text is taken all the same."""
    history = History()
    history.commit({"a.translation.en.txt": b"1"}, date=b"99999999999999 +0000")
    take(repository, history.write(tmp_path / "g"))
    assert newest(repository, "a").record.created is None


def test_a_missing_repository_is_named(repository: provrepo.Repository, tmp_path: Path) -> None:
    """At once, not when the run begins."""
    with pytest.raises(InputError, match="no such folder"):
        repository.import_git(Wanted(os.fspath(tmp_path / "nowhere")))
