"""Histories kept in git become versions: what each commit makes, and what it does not."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import provrepo
from provrepo.accession.git.run import History as Wanted
from provrepo.errors import InputError, InvalidValue, ProvrepoError
from provrepo.reading.versions import Version
from tests.accession.history import History, git, versions_in
from tests.conftest import CommandLine
from tests.fresh import PEAK

ZH = "cable.transcription.zh.txt"
EN = "cable.translation.en.txt"


def take(
    repository: provrepo.Repository,
    folder: Path,
    options: dict[str, str] | None = None,
    **part: object,
) -> dict[str, int]:
    """Import a history; return the counts. Refusals are raised as what they are."""
    history = Wanted(os.fspath(folder), **part)  # type: ignore[arg-type]
    run = repository.import_git(history, **(options or {}))  # type: ignore[arg-type]
    for ingested in run:
        if isinstance(ingested.result, ProvrepoError):
            raise ingested.result
    return {**run.counts, **run.skipped}


def states(repository: provrepo.Repository, text: str) -> list[bytes]:
    """Return the contents of a text's versions, oldest first."""
    count = len(repository.history(text))
    return [repository.content(f"{text}@v{number + 1}").encode() for number in range(count)]


def newest(repository: provrepo.Repository, text: str) -> Version:
    """Return the newest version of a text."""
    return repository.version(text)


def people(version: Version) -> list[str]:
    """Return who made a version, as they are written."""
    return [
        f"{person.name} <{person.identifier}>:{person.role}" for person in version.contributions
    ]


def test_each_commit_of_a_text_is_a_version(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """Who, when and why come from the commit; two files of one commit are two versions."""
    history = History()
    both = {ZH: b"\xe4\xb8\x80\n", EN: b"One\n"}
    history.commit(both, b"The cable and its translation\n\nMore.\n")
    history.commit({EN: b"One!\n"}, "Ünïcode 王\n".encode(), author="王 <w@x.example>".encode())
    folder = history.write(tmp_path / "edition.git")
    assert take(repository, folder) == {"new": 2, "changed": 1}
    first, second = reversed(repository.history("cable/translation"))
    assert people(first) == ["Anna Keller <anna@x.example>:translator"]
    assert people(second) == ["王 <w@x.example>:editor"]
    assert (first.record.activity, second.record.activity) == ("translate", "revise")
    assert first.record.message == "The cable and its translation\n\nMore."
    assert second.record.message == "Ünïcode 王"
    assert first.record.created == "2001-09-09T01:47:40Z"
    assert [basis.version for basis in first.record.based_on] == [newest(repository, "cable/zh").id]
    assert people(newest(repository, "cable/zh")) == ["Anna Keller <anna@x.example>:transcriber"]
    commit = git(folder, "rev-parse", "main").decode().strip()
    assert second.record.file is not None
    assert second.record.file.name == EN
    assert second.record.file.reader == f"text commit={commit}"


def test_a_content_that_comes_back_is_a_version(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """A, B, A are three; a change of the mode alone is none."""
    history = History()
    for data in (b"A", b"B", b"A"):
        history.commit({EN: data})
    history.commit({EN: b"A"}, mode="program")
    take(repository, history.write(tmp_path / "g"))
    assert states(repository, "cable") == [b"A", b"B", b"A"]


def test_a_merge_makes_a_version_only_of_what_is_new_in_it(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """Both sides are there; a clean merge says nothing new, a resolved conflict does."""
    history = History()
    base = history.commit({EN: b"base", ZH: b"zh"})
    left = history.commit({EN: b"left"}, parents=(base,))
    right = history.commit({ZH: b"zh2"}, parents=(base,), branch="side")
    clean = history.commit({ZH: b"zh2"}, parents=(left, right))
    ours = history.commit({EN: b"ours"}, parents=(clean,))
    theirs = history.commit({EN: b"theirs"}, parents=(clean,), branch="side")
    history.commit({EN: b"both"}, parents=(ours, theirs))
    folder = history.write(tmp_path / "g")
    take(repository, folder)
    assert states(repository, "cable/zh") == [b"zh", b"zh2"]
    contents = states(repository, "cable/en")
    assert contents[:2] == [b"base", b"left"]
    assert sorted(contents[2:4]) == [b"ours", b"theirs"]
    assert contents[4:] == [b"both"]
    assert take(repository, folder) == {"unchanged": 7}


def test_co_authors_and_committers_are_named(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """In their order; who only applied a change typed it; a service that merges is nobody."""
    history = History()
    message = (
        b"Read again\n\nThe seal, too.\n\nCo-authored-by: Lin Yue <lin@x.example>\n"
        b"co-authored-by: Mei\n Tan <mei@x.example>\n"
    )
    history.commit({EN: b"1"}, message, committer=b"Bo <bo@x.example>")
    history.commit({EN: b"2"}, committer=b"GitHub <noreply@github.com>")
    take(repository, history.write(tmp_path / "g"))
    second, first = repository.history("cable")
    assert people(first) == [
        "Anna Keller <anna@x.example>:translator",
        "Lin Yue <lin@x.example>:translator",
        "Mei Tan <mei@x.example>:translator",
        "Bo <bo@x.example>:encoder",
    ]
    assert people(second) == ["Anna Keller <anna@x.example>:editor"]


def test_metadata_in_any_encoding(repository: provrepo.Repository, tmp_path: Path) -> None:
    """A commit may say its encoding, or say it wrongly; dates may be before 1970, or no dates."""
    history = History()
    latin = "Jürgen <j@x.example>".encode("latin-1")
    history.commit({EN: b"1"}, "Grüße".encode("latin-1"), author=latin, encoding=b"ISO-8859-1")
    history.commit({EN: b"2"}, b"\xff\xfe bad", author=b"B\xffd <b@x.example>")
    history.commit({EN: b"3"}, b"", author=b" <>", date=b"0 -1200")
    history.commit({EN: b"4"}, b"\x1b[31mred\n", author=b"a:b [/] <c:d@x.example>")
    take(repository, history.write(tmp_path / "g"))
    fourth, third, second, first = repository.history("cable")
    assert (first.record.message, people(first)[0]) == ("Grüße", "Jürgen <j@x.example>:translator")
    assert "�" in (second.record.message or "")
    assert [person.name for person in third.contributions] == ["unknown"]
    assert third.record.created == "1970-01-01T00:00:00Z"
    assert third.record.message == ""
    (odd,) = fourth.contributions
    assert (odd.name, odd.identifier) == ("a:b [/]", "c:d@x.example")


def test_renames_are_followed(repository: provrepo.Repository, tmp_path: Path) -> None:
    """A text goes on under its new file name; the document gets the name that its files have.

    So it is where somebody does not want to see renames in git's own log, too.
    """
    history = History()
    long = b"A long enough text to be known again. " * 20
    history.commit({"old.translation.en.txt": long, "old.transcription.zh.txt": long + b"zh"})
    history.commit(
        {},
        moves={
            "old.translation.en.txt": "texts/new.translation.en.txt",
            "old.transcription.zh.txt": "texts/new.transcription.zh.txt",
        },
    )
    history.commit({"texts/new.translation.en.txt": long + b"More."})
    folder = history.write(tmp_path / "g")
    git(folder, "config", "diff.renames", "false")
    take(repository, folder)
    assert states(repository, "new/translation") == [long, long + b"More."]
    assert repository.keys() == ["new"]
    assert newest(repository, "old/translation").reference == "new/translation:en@v2"


def test_a_rename_in_a_merge_is_followed(repository: provrepo.Repository, tmp_path: Path) -> None:
    """Also where the other branch has no such file: there the new name alone was added."""
    history = History()
    long = b"A long enough text to be known again. " * 20
    old, new = "old.translation.en.txt", "new.translation.en.txt"
    base = history.commit({old: long})
    kept = history.commit({"other.translation.en.txt": b"x"}, parents=(base,))
    deleted = history.commit({old: None}, parents=(base,), branch="side")
    history.commit({}, moves={old: new}, parents=(kept, deleted))
    take(repository, history.write(tmp_path / "g"))
    assert repository.keys() == ["new", "other"]
    assert states(repository, "new") == [long]


def test_a_rename_to_the_name_of_another_text_takes_nothing_from_it(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """Two branches: one adds `b`, the other calls `a` by that name; the merge keeps the added one.

    What stands under `b` is document `b` throughout, the renamed file's words too while its branch
    had them there; `a` has what it had under its own name, and nothing of the other text.
    """
    first, second = b"The first text, of some length. " * 9, b"Quite another second one here. " * 9
    a, b = "a.translation.en.txt", "b.translation.en.txt"
    history = History()
    base = history.commit({a: first})
    added = history.commit({b: second}, parents=(base,))
    renamed = history.commit({}, moves={a: b}, parents=(base,), branch="side")
    history.commit({a: None, b: second + b"3"}, parents=(added, renamed))
    history.commit({b: second + b"4"})
    take(repository, history.write(tmp_path / "g"))
    assert repository.keys() == ["a", "b"]
    assert states(repository, "a") == [first]
    assert states(repository, "b") == [second, first, second + b"3", second + b"4"]


def test_a_rename_to_the_name_of_a_deleted_text_goes_on_as_itself(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """Nothing stands there any more, so the name is free; the deleted text keeps its versions."""
    first, second = b"The first text, of some length. " * 9, b"Quite another second one here. " * 9
    a, b = "a.translation.en.txt", "b.translation.en.txt"
    history = History()
    history.commit({a: first, b: second})
    history.commit({b: None})
    history.commit({}, moves={a: b})
    history.commit({b: first + b"2"})
    take(repository, history.write(tmp_path / "g"))
    assert repository.keys() == ["a", "b"]
    assert states(repository, "a") == [first, first + b"2"]
    assert states(repository, "b") == [second]


def test_names_that_change_places(repository: provrepo.Repository, tmp_path: Path) -> None:
    """Two files that swap names in one commit swap: each text goes on as itself."""
    history = History()
    first, second = b"The first text, of some length. " * 9, b"Quite another second one here. " * 9
    history.commit({"a.translation.en.txt": first, "b.translation.en.txt": second})
    history.commit({"a.translation.en.txt": second + b"2", "b.translation.en.txt": first + b"1"})
    take(repository, history.write(tmp_path / "g"))
    contents = {key: states(repository, key) for key in sorted(repository.keys())}
    assert sorted(contents) == ["a", "b"]
    for key, data in (("a", (first, second + b"2")), ("b", (second, first + b"1"))):
        # git finds no rename where both names stay; what stands under a name is its text.
        assert contents[key] == list(data)


def test_deletions_and_what_is_no_text_make_no_version(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """They are counted; a file that comes back goes on; a path may turn into a folder."""
    history = History()
    history.commit({EN: b"1"})
    history.commit({EN: None})
    history.commit({EN: b"2"})
    history.commit({"link.translation.en.txt": EN.encode()}, mode="link")
    history.commit({"sub.translation.en.txt": b"1" * 40}, mode="submodule")
    history.commit({EN: None, f"{EN}/x.translation.de.txt": b"in a folder"})
    counts = take(repository, history.write(tmp_path / "g"))
    assert counts == {"new": 2, "changed": 1, "deletions": 2, "links": 1, "submodules": 1}
    assert states(repository, "cable") == [b"1", b"2"]
    assert repository.keys() == ["cable", "x"]


def test_bytes_come_as_they_are(repository: provrepo.Repository, tmp_path: Path) -> None:
    """CRLF, a BOM, no line end, no bytes at all, a megabyte, what git would convert."""
    data = [b"\xef\xbb\xbfA\r\nB\rC\n\n", b"no end", b"", b"\t \n", "é𠀀\u0301".encode() * 100_000]
    history = History()
    history.commit({".gitattributes": b"*.txt text eol=crlf ident working-tree-encoding=UTF-16\n"})
    for content in data:
        history.commit({EN: content})
    take(repository, history.write(tmp_path / "g"))
    assert states(repository, "cable") == data
    for number, content in enumerate(data, 1):
        assert repository.file(f"cable@v{number}") == content


def test_what_is_no_text_is_refused_and_the_rest_is_in(tmp_path: Path, run: CommandLine) -> None:
    """Other encodings, NUL, pointers of Git LFS: named with their commits, once a file."""
    history = History()
    history.commit({EN: "Привет".encode("cp1251"), "b.translation.en.txt": b"B"})
    history.commit({EN: "Пока".encode("cp1251"), "c.translation.en.txt": b"a\0b"})
    history.commit({EN: b"UTF-8 now\n"})
    history.commit({"d.translation.en.txt": b"version https://git-lfs.github.com/spec/v1\noid x\n"})
    folder = history.write(tmp_path / "g")
    run("init")
    result = run("import-git", folder, "--report", "r.json")
    lines = result.stderr.decode()
    assert result.returncode == 1
    assert lines.count(f"{EN}@") == 1
    assert "(and in 1 later commit)" in lines
    assert "--encoding windows-1251" in lines
    assert "Git LFS" in lines
    assert "NUL" in lines
    assert "2 new; 4 refused" in lines
    report = json.loads((tmp_path / "r.json").read_text())
    assert [entry["status"] for entry in report["files"]].count("refused") == 4
    assert report["complete"] is True
    assert run("show", "cable").stdout == b"UTF-8 now\n"


def test_an_encoding_can_be_named(repository: provrepo.Repository, tmp_path: Path) -> None:
    """Then the text is decoded, and the file kept as it was."""
    history = History()
    history.commit({EN: "Привет".encode("cp1251")})
    take(repository, history.write(tmp_path / "g"), {"encoding": "windows-1251"})
    assert repository.content("cable") == "Привет"
    assert repository.file("cable") == "Привет".encode("cp1251")


def test_front_matter_is_read_where_it_can_be(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """Where it cannot, the file is taken as it is: a history has no holes."""
    name = "cable.translation.en.md"
    good = b"---\ntitle: A cable\n---\nText\n"
    deep = b"---\ntitle:\n  deep: yes\n---\nText\n"
    other = b"---\nauthor: 5\n---\nText\n"
    history = History()
    for data in (good, deep, other):
        history.commit({name: data})
    take(repository, history.write(tmp_path / "g"))
    assert states(repository, "cable") == [b"Text\n", deep, other]
    assert [repository.file(f"cable@v{number}") for number in (1, 2, 3)] == [good, deep, other]
    assert (repository.citation("cable@v1") or {})["title"] == "A cable"


def test_everything_can_be_taken_as_text(repository: provrepo.Repository, tmp_path: Path) -> None:
    """Markup, front matter and odd names too, byte for byte."""
    files: dict[str, bytes] = {
        "a.xml": b"<TEI>",
        "b.md": b"+++\nx\n+++\n",
        "c.py": b"pass\n",
        "d/A B.TXT": b"d",
    }
    history = History()
    history.commit(files)
    options = {"text": "translation:en"}
    take(repository, history.write(tmp_path / "g"), options, as_text=True)
    contents = {key: repository.content(key).encode() for key in sorted(repository.keys())}
    assert contents == {"a": b"<TEI>", "b": b"+++\nx\n+++\n", "c": b"pass\n", "d-a-b": b"d"}


@pytest.mark.parametrize(
    ("paths", "pattern", "options", "keys"),
    [
        ((), None, {}, ["c", "d"]),
        (("texts",), None, {}, ["d"]),
        (("*.md",), None, {}, []),
        (("texts/**",), None, {"text": "translation:en"}, ["d", "texts-e", "texts-sub-f"]),
        (("texts/*.txt",), None, {"text": "translation:en"}, ["d", "texts-e", "texts-sub-f"][:2]),
        ((), "texts/{document}.txt", {"text": "translation:en"}, ["d.translation.en", "e"]),
        ((), "{name}/{document}/{kind}/{language}.txt", {}, ["g"]),
        ((), "**/{document}.txt", {"text": "translation:en"}, None),
        (("c.*",), None, {"document": "x"}, ["x"]),
    ],
)
def test_paths_and_patterns_choose_the_texts(
    repository: provrepo.Repository,
    tmp_path: Path,
    paths: tuple[str, ...],
    pattern: str | None,
    options: dict[str, str],
    keys: list[str] | None,
) -> None:
    """Globs choose, a pattern tells document, kind and language."""
    history = History()
    history.commit(
        {
            "c.translation.en.txt": b"c",
            "texts/d.translation.en.txt": b"d",
            "texts/e.txt": b"e",
            "texts/sub/f.txt": b"f",
            "other/g/translation/de.txt": b"g",
        }
    )
    take(repository, history.write(tmp_path / "g"), options, paths=paths, pattern=pattern)
    assert repository.keys() == (keys if keys is not None else ["d.translation.en", "de", "e", "f"])


def test_a_pattern_has_to_tell_the_text(repository: provrepo.Repository, tmp_path: Path) -> None:
    """What it has no place for is asked for; an unknown place is an error."""
    history = History()
    history.commit({"a.txt": b"a"})
    folder = history.write(tmp_path / "g")
    with pytest.raises(InvalidValue, match="--text"):
        take(repository, folder, pattern="{document}.txt")
    with pytest.raises(InvalidValue, match=r"\{documnt\} stands for nothing"):
        take(repository, folder, pattern="{documnt}.txt")


def test_it_goes_on_where_the_history_went_on(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """The same import again takes what is new; nothing twice, also after edits made here."""
    history = History()
    history.commit({EN: b"1"})
    history.commit({EN: b"2", ZH: b"zh"})
    folder = history.write(tmp_path / "g")
    take(repository, folder, ref="main~1")
    assert take(repository, folder) == {"unchanged": 1, "changed": 1, "new": 1}
    assert take(repository, folder) == {"unchanged": 3}
    history.commit({EN: b"1"})
    history.commit({EN: b"4"})
    history.write(folder)
    assert take(repository, folder) == {"unchanged": 3, "changed": 2}
    assert states(repository, "cable/en") == [b"1", b"2", b"1", b"4"]


def test_a_dry_run_stores_nothing(tmp_path: Path, run: CommandLine) -> None:
    """It prints what would be made."""
    history = History()
    history.commit({EN: b"1", ZH: b"2"})
    history.commit({EN: b"3"})
    folder = history.write(tmp_path / "g")
    run("init")
    result = run("import-git", folder, "--dry-run")
    assert result.returncode == 0
    rows = [line.split() for line in result.stdout.decode().splitlines()]
    assert [row[:2] for row in rows] == [
        ["new", "cable/transcription:zh@v1"],
        ["new", "cable/translation:en@v1"],
        ["changed", "cable/translation:en@v2"],
    ]
    assert run("list").stdout == b""


@pytest.mark.parametrize("form", ["bare", "with a work tree", "a work tree's file", "shallow"])
def test_repositories_of_all_forms(
    repository: provrepo.Repository, tmp_path: Path, form: str
) -> None:
    """Bare ones, work trees, linked work trees; a shallow clone gives what it has."""
    history = History()
    history.commit({EN: b"1"})
    history.commit({EN: b"2"})
    folder = history.write(tmp_path / "g", bare=form == "bare")
    expected = [b"1", b"2"]
    if form == "a work tree's file":
        git(folder, "worktree", "add", "--quiet", os.fspath(tmp_path / "w"), "-b", "other", "main")
        folder = tmp_path / "w"
    if form == "shallow":
        git(tmp_path, "clone", "--quiet", "--depth=1", folder.as_uri(), "c")
        folder, expected = tmp_path / "c", [b"2"]
    run = repository.import_git(Wanted(os.fspath(folder)))
    assert [ingested.status for ingested in run] == ["new", "changed"][: len(expected)]
    assert run.shallow == (form == "shallow")
    assert states(repository, "cable") == expected


def test_what_cannot_be_imported_is_said_in_one_line(tmp_path: Path, run: CommandLine) -> None:
    """No git, no repository, no commits, no such branch, no text: status 2, nothing stored."""
    run("init")
    (tmp_path / "plain").mkdir()
    git(tmp_path, "init", "--quiet", "--bare", "empty.git")
    history = History()
    history.commit({"notes.txt": b"x"})
    folder = history.write(tmp_path / "g")
    for arguments, words in (
        (("plain",), b"is no git repository"),
        (("nowhere",), b"no such folder"),
        (("https://x.example/r.git",), b"git clone --mirror"),
        (("empty.git",), b"has no commits"),
        ((folder, "--ref", "nope"), b"has no commit nope"),
        ((folder, "--ref=--all"), b"has no commit --all"),
        ((folder,), b"tells a text; say which with --map or --text"),
        ((folder, "--map", "{x}"), b"stands for nothing"),
        ((folder, "--text", "poem"), b"KIND:LANGUAGE"),
    ):
        result = run("import-git", *arguments)
        assert (result.returncode, result.stdout) == (2, b""), result
        assert result.stderr.count(b"\n") == 1, result.stderr
        assert words in result.stderr
    missing = run("import-git", folder, PATH=os.fspath(tmp_path))
    assert (missing.returncode, missing.stderr.count(b"\n")) == (2, 1)
    assert b"git is not installed" in missing.stderr


def test_a_repository_runs_nothing_of_its_own(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """Hooks, filters, external diffs and monitors of its configuration are not in effect."""
    history = History()
    history.commit({EN: b"1", ".gitattributes": b"*.txt diff=evil filter=evil\n"})
    history.commit({EN: b"2"})
    folder = history.write(tmp_path / "g", bare=False)
    trap = f"touch {tmp_path / 'trapped'}"
    for setting in (
        *("core.fsmonitor", "diff.evil.command", "diff.evil.textconv", "diff.external"),
        *("filter.evil.smudge", "filter.evil.clean", "core.pager", "core.sshCommand"),
        *("core.alternateRefsCommand", "gpg.program"),
    ):
        git(folder, "config", setting, trap)
    git(folder, "config", "log.showSignature", "true")
    git(folder, "config", "log.follow", "true")
    git(folder, "config", "diff.noprefix", "true")
    git(folder, "config", "log.mailmap", "false")
    assert take(repository, folder) == {"new": 1, "changed": 1}
    assert not (tmp_path / "trapped").exists()


@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_every_version_is_what_git_has(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Any contents, names, people and messages: what comes out is `git cat-file`, byte for byte."""
    folder = tmp_path_factory.mktemp("any")
    text = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)
    person = st.binary(max_size=12).map(
        lambda raw: bytes(byte for byte in raw if byte not in b"<>\n\0") + b" <x@y>"
    )
    names = [f"{key}.translation.en.txt" for key in ("a", "b", "c/d")]
    history = History()
    for _ in range(data.draw(st.integers(1, 8), "commits")):
        files = data.draw(
            st.dictionaries(st.sampled_from(names), text.map(str.encode), min_size=1), "files"
        )
        message = data.draw(st.binary(max_size=30), "message").replace(b"\0", b"")
        history.commit(dict(files), message, author=data.draw(person, "author").lstrip())
    path = history.write(folder / "g")
    with provrepo.create(folder / "provrepo.db") as repository:
        take(repository, path, as_text=True)
        for name, versions in versions_in(path).items():
            key = name.rpartition("/")[2].partition(".")[0]
            assert states(repository, key) == [content for _, content in versions]
        assert take(repository, path, as_text=True).keys() == {"unchanged"}
        repository.verify()


def tangled(seed: int, commits: int) -> History:
    """Return a history of branches: merges of up to four, evil ones, renames, deletions, links."""
    chance, history = random.Random(seed), History()  # noqa: S311 - chance, no secret
    names = [f"t{number}.transcription.la.txt" for number in range(12)]
    trees = {history.commit({names[0]: b"a\n"}): {names[0]: b"a\n"}}
    tips = list(trees)

    def body() -> bytes:
        lines = b"".join(b"%d %d\n" % (number, chance.randrange(4)) for number in range(6))
        kinds = (b"", lines.replace(b"\n", b"\r\n"), b"\x89PNG\r\n\x1a\n\0", b"\xff", b"end")
        return chance.choice((*[lines] * 8, *kinds))

    while history.marks < commits:
        several = chance.random() < 0.2 or len(tips) > 5
        parents = (
            chance.sample(tips, min(len(tips), chance.choice((2, 2, 3, 4)))) if several else []
        )
        parents = parents or [chance.choice(tips)]
        before, tree = trees[parents[0]], dict(trees[parents[0]])
        moves: dict[str, str] = {}
        for other in parents[1:]:
            for name, data in trees[other].items():
                if name not in tree or chance.random() < 0.5:
                    tree[name] = data
        free = [name for name in names if name not in tree]
        what = chance.random()
        if what < 0.1 and tree:
            del tree[chance.choice(list(tree))]
        elif what < 0.2 and tree and free and len(parents) == 1:
            old = chance.choice(list(tree))
            moves = {old: free[0]}
            tree[free[0]] = tree.pop(old)
        else:
            tree[chance.choice(names)] = body()
        files: dict[str, bytes | None] = {
            name: tree.get(name)
            for name in {*tree, *before} - {*moves, *moves.values()}
            if tree.get(name) != before.get(name)
        }
        mark = history.commit(files, parents=tuple(parents), moves=moves)
        trees[mark] = tree
        tips = [tip for tip in tips if tip not in parents] + [mark]
        tips += [parents[0]] if chance.random() < 0.15 else []
        if chance.random() < 0.1:
            mode = chance.choice(("link", "submodule"))
            target = b"0" * 39 + b"1" if mode == "submodule" else b"t0"
            other = history.commit(
                {f"{mode}.translation.en.txt": target}, parents=(mark,), mode=mode
            )
            trees[other] = tree
            tips[tips.index(mark)] = other
    history.commit({}, parents=tuple(dict.fromkeys(tips[::-1])))
    return history


@pytest.mark.parametrize("seed", [0, 4])
def test_tangled_histories_come_out_as_git_has_them(
    repository: provrepo.Repository, tmp_path: Path, seed: int
) -> None:
    """Each version is the file of its commit, byte for byte; each readable change is a version.

    By other means than the import's: `git ls-tree` of each commit, and its changes without
    renames. A pure rename, a mode and what was there just before make none.
    """
    folder = tangled(seed, 150).write(tmp_path / "g")
    for _ in repository.import_git(Wanted(os.fspath(folder))):
        pass
    stored: set[tuple[str, bytes]] = set()
    for document in repository.documents():
        for version in repository.history(document.key):
            file = version.record.file
            assert file is not None
            commit = file.reader.partition("commit=")[2]
            data = repository.file(version.reference)
            assert data == git(folder, "cat-file", "blob", f"{commit}:{file.name}")
            stored.add((file.name, data))
    assert len(stored) > 50
    for name, versions in versions_in(folder).items():
        for _, data in versions:
            if ".transcription." in name and not data.startswith((b"\x89PNG", b"\xff")):
                moved = any(data == other for _, other in stored)
                assert (name, data) in stored or moved, f"{name} has no version {data!r}"
    again = repository.import_git(Wanted(os.fspath(folder)))
    assert {ingested.status for ingested in again} <= {"unchanged", "refused"}
    repository.verify()


def test_what_says_nothing_new_is_counted_without_advice(tmp_path: Path, run: CommandLine) -> None:
    """A commit that changed no word makes no version; nobody asked for one, so nobody is told."""
    history = History()
    history.commit({EN: b"---\ntitle: A\n---\ntext\n"})
    history.commit({EN: b'---\ntitle: "A"\n---\ntext\n'})
    folder = history.write(tmp_path / "g")
    run("init")
    for counts in ("1 new; 1 unchanged", "2 unchanged"):
        result = run("import-git", folder)
        assert result.returncode == 0
        assert counts in result.stderr.decode()
        assert "no version was made" not in result.stderr.decode()


def large(commits: int, words: int = 0) -> History:
    """Return a history of many commits over a few hundred texts, each line longer by ``words``."""
    history = History()
    for number in range(commits):
        name = f"t{number * 7919 % 400}.transcription.la.txt"
        rest = b" verbum" * words + b"\n"
        body = b"".join(b"line %d %d" % (line, number) + rest for line in range(number % 40 + 1))
        files: dict[str, bytes] = {name: body}
        if number % 16 == 0:
            files[f"u{number % 300}.translation.en.txt"] = body + b"[sic]"
        history.commit(files, b"commit %d" % number)
    return history


IMPORT = """
import sys, provrepo
from provrepo.accession.git.run import History
with provrepo.open(sys.argv[1]) as repository:
    for done, one in enumerate(repository.import_git(History(sys.argv[2]))):
        print(one.result.version.id, flush=True)
"""


@pytest.mark.slow
def test_an_import_that_was_killed_goes_on(tmp_path: Path) -> None:
    """What was acknowledged is there; the next run makes the rest, and nothing twice."""
    folder = large(3000).write(tmp_path / "g")
    path = tmp_path / "provrepo.db"
    provrepo.create(path).close()
    acknowledged: list[str] = []
    for stop in (1, 700, 1500):
        process = subprocess.Popen(
            [sys.executable, "-c", IMPORT, path, folder], stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        for number, line in enumerate(process.stdout, 1):
            acknowledged.append(line.decode().strip())
            if number == stop:
                break
        process.send_signal(signal.SIGKILL)
        process.stdout.close()
        process.wait()
        with provrepo.open(path) as repository:
            for identity in acknowledged:
                assert repository.version(identity).id == identity
    with provrepo.open(path) as repository:
        take(repository, folder)
        expected = versions_in(folder)
        for name, versions in expected.items():
            key = name.partition(".")[0]
            assert states(repository, key) == [content for _, content in versions]
        assert repository.counts()["records"] == 1 + sum(map(len, expected.values()))


COUNTED = """
import subprocess, sys
started = 0
def count(*arguments, before=subprocess.Popen.__init__, **more):
    global started
    started += 1
    before(*arguments, **more)
subprocess.Popen.__init__ = count
import provrepo
from provrepo.accession.git.run import History
with provrepo.open(sys.argv[1]) as repository:
    made = sum(1 for _ in repository.import_git(History(sys.argv[2])))
print(made, started, peak())
"""


@pytest.mark.slow
def test_a_long_history_streams(tmp_path: Path) -> None:
    """17,000 commits: every version as git has it, few processes, of each commit little kept.

    What stood where at which commit is remembered, since a translation may be based on it; the
    texts are not: they are 1.4 KB on average.
    """
    few, many = 5000, 17_000
    peaks = []
    for commits in (few, many):
        folder = large(commits, words=8).write(tmp_path / f"g{commits}")
        path = tmp_path / f"{commits}.db"
        provrepo.create(path).close()
        printed = subprocess.check_output([sys.executable, "-c", PEAK + COUNTED, path, folder])
        count, processes, peak = map(int, printed.split())
        assert processes < 12
        peaks.append(peak)
        expected = versions_in(folder)
        assert count == sum(map(len, expected.values())) >= commits
    with provrepo.open(path) as repository:
        for name, versions in expected.items():
            key = name.partition(".")[0]
            assert states(repository, key) == [content for _, content in versions]
    assert peaks[1] < 200_000
    assert (peaks[1] - peaks[0]) * 1024 < (many - few) * 1500


def test_a_path_that_cannot_be_a_text_is_refused_once(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """Its name says something that cannot be; the others go in."""
    history = History()
    bad = "Bad Name.translation.en.txt"
    history.commit({bad: b"1", EN: b"1"})
    history.commit({bad: b"2", b"\xff.translation.en.txt": b"x"})
    run = repository.import_git(Wanted(os.fspath(history.write(tmp_path / "g"))))
    results = [(ingested.file, ingested.result) for ingested in run]
    refused = [file for file, result in results if isinstance(result, InputError)]
    assert len(refused) == 2
    assert refused[0] == bad
    assert run.counts == {"new": 1, "refused": 2}
