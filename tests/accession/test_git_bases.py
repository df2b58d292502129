"""What translations of a history are based on, compared with what git itself shows.

A small model beside the import: it asks git for the tree at the commit of each translation, and
knows nothing of how the import walks.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

import provrepo
from provrepo.accession.git.run import History as Part
from provrepo.compare.form import same_form
from provrepo.editing.changes import Changes
from tests.accession.history import History, git
from tests.accession.test_git_import import take
from tests.conftest import CommandLine

ZH, EN = "d.transcription.zh.txt", "d.translation.en.txt"
LONG = b"A text that is long enough for git to know it again. " * 20
PATTERN = "{name}/P{document}_{label}_{kind}.txt"
TEXTS = ("transcription:jrb", "translation:en")
PATH = re.compile(r"texts/P(?P<document>[^_]+)_(?P<label>[^_]+)_(?P<kind>[^_]+)\.txt")
NONE_YET = "no transcription yet"
SEVERAL = "several transcriptions, none of its label"


def content(folder: Path, commit: str, path: str) -> str:
    """Return a file at a commit."""
    return git(folder, "show", f"{commit}:{path}").decode()


def basis_at(folder: Path, path: str, tip: str) -> tuple[str, str]:
    """Return the commit of a translation, and the path that it was made from or why from none.

    Own label first, then the only one.
    """
    commit = git(folder, "log", "-1", "--format=%H", tip, "--", path).decode().strip()
    match = PATH.fullmatch(path)
    assert match is not None
    labels = {
        other["label"]: other[0]
        for name in git(folder, "ls-tree", "-r", "--name-only", commit).decode().split()
        if (other := PATH.fullmatch(name))
        and (other["document"], other["kind"]) == (match["document"], "transcription")
    }
    if match["label"] in labels or len(labels) == 1:
        return commit, labels.get(match["label"]) or next(iter(labels.values()))
    return commit, SEVERAL if labels else NONE_YET


def truth(folder: Path) -> dict[str, str]:
    """Return for each translation at the tip ``stale``, ``current``, or why it has no basis.

    By the rule alone: as it stood at the translation's commit, and form is no change.
    """
    states = {}
    for path in git(folder, "ls-tree", "-r", "--name-only", "main").decode().split():
        match = PATH.fullmatch(path)
        if match is None or match["kind"] != "translation":
            continue
        text = f"{match['document']}/translation:en:{match['label']}"
        commit, basis = basis_at(folder, path, "main")
        if basis in (SEVERAL, NONE_YET):
            states[text] = basis
            continue
        then, now = content(folder, commit, basis), content(folder, "main", basis)
        states[text] = "current" if then == now or same_form(then, now) else "stale"
    return states


def imported(repository: provrepo.Repository, reasons: dict[str, str]) -> dict[str, str]:
    """Return the same of a repository; ``reasons`` are those that its imports gave."""
    found = repository.status()
    states = {}
    for key in (*repository.keys(),):
        for text in repository.document(key).texts:
            if str(text.record.text).startswith("translation"):
                states[f"{key}/{text.record.text}"] = "current"
    states |= {stale.reference.partition("@")[0]: "stale" for stale in found.stale}
    for issue in found.without_basis:
        name = issue.reference.partition("@")[0]
        states[name] = reasons[name]
    return states


def records(repository: provrepo.Repository) -> dict[str, object]:
    """Return what all versions say, but when they were stored and by which ids."""
    said: dict[str, object] = {}
    for key in (*repository.keys(),):
        for text in repository.document(key).texts:
            for version in repository.history(f"{key}/{text.record.text}"):
                record = version.record
                said[version.reference] = (
                    record.content,
                    record.created,
                    record.message,
                    record.file,
                    [(person.name, person.role) for person in version.contributions],
                    [
                        repository.version(basis.version or "").reference
                        for basis in record.based_on
                    ],
                )
    return said


def edition(seed: int, commits: int, *, branches: bool) -> History:
    """Return a history of transcriptions and translations, edited in no particular order."""
    choose = random.Random(seed)  # noqa: S311 - chance, no secret
    history = History()
    history.commit({"texts/README": b"x"})
    tips = [1]
    states: dict[int, dict[str, bytes | None]] = {1: {}}
    for _ in range(commits):
        tip = choose.choice(tips)
        files: dict[str, bytes | None] = {}
        for _ in range(choose.choice((1, 1, 2))):
            kind = choose.choice(("transcription", "transcription", "translation"))
            path = f"texts/P{choose.randrange(9)}_{choose.choice('abc')}_{kind}.txt"
            before = states[tip].get(path)
            if before is not None and choose.random() < 0.3:  # a blank line more, or fewer
                files[path] = (
                    before.replace(b"\n", b"\n\n") if b"\n\n" not in before else before[:-1]
                )
            else:
                files[path] = b"Words %d of a text\nand of another line of it\n" % choose.randrange(
                    10**6
                )
        parents: tuple[int, ...] = (tip,)
        merged = {**states[tip]}
        if branches and len(tips) > 1 and choose.random() < 0.4:
            other = choose.choice([name for name in tips if name != tip])
            theirs = {
                path: data
                for path, data in states[other].items()
                if merged.get(path) != data and (path not in merged or choose.random() < 0.5)
            }
            files, parents = {**theirs, **(files if choose.random() < 0.3 else {})}, (tip, other)
            tips.remove(other)
        mark = history.commit(files, parents=parents)
        states[mark] = {**merged, **files}
        if not branches or len(tips) > 3 or choose.random() < 0.6:
            tips.remove(tip)
        tips.append(mark)
    while len(tips) > 1:  # all branches end in one tip, the second side taken where they differ
        first, second = tips.pop(0), tips.pop(0)
        mark = history.commit(dict(states[second]), parents=(first, second))
        states[mark] = {**states[first], **states[second]}
        tips.append(mark)
    return history


def take_in(
    repository: provrepo.Repository, folder: Path, reasons: dict[str, str], **part: object
) -> None:
    """Import a history whose paths have labels, and gather why translations have no basis."""
    wanted = Part(str(folder), pattern=PATTERN, **part)  # type: ignore[arg-type]
    run = repository.import_git(wanted, text=TEXTS)
    for ingested in run:
        assert ingested.error is None, ingested.error
    for text_key, reason in run.reasons.items():
        reasons[str(text_key)] = reason


def cut(folder: Path, random_cuts: Sequence[int]) -> list[str]:
    """Return some commits of a history in its order, the tip last."""
    ids = git(folder, "rev-list", "--topo-order", "--reverse", "main").decode().split()
    return [
        *(ids[place % len(ids)] for place in sorted(place % len(ids) for place in random_cuts)),
        ids[-1],
    ]


SEEDS = [*range(2), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 30))]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("branches", [False, True], ids=["line", "branches"])
def test_translations_are_stale_as_git_shows(tmp_path: Path, seed: int, branches: bool) -> None:
    """In one run and in many, cut anywhere: the same states, and in a line the same records."""
    folder = edition(seed, 60, branches=branches).write(tmp_path / "g")
    expected = truth(folder)
    assert len({*expected.values()}) > 1
    once, steps = (provrepo.create(str(tmp_path / name)) for name in ("once.db", "steps.db"))
    reasons: dict[str, str] = {}
    take_in(once, folder, reasons)
    assert imported(once, reasons) == expected
    reasons = {}
    choose = random.Random(seed)  # noqa: S311 - chance, no secret
    for ref in cut(folder, [choose.randrange(1000) for _ in range(5)]):
        take_in(steps, folder, reasons, ref=ref)
    assert imported(steps, reasons) == expected
    if not branches:
        assert records(steps) == records(once)


def bases(repository: provrepo.Repository, text: str) -> list[str]:
    """Return what the newest version of a text is based on, as references, labels or URIs."""
    return [
        repository.version(basis.version).reference if basis.version else basis.label or ""
        for basis in repository.version(text).record.based_on
    ]


def test_one_commit_may_bring_both(repository: provrepo.Repository, tmp_path: Path) -> None:
    """Whatever the order of their paths."""
    history = History()
    history.commit({f"a/{EN}": b"One", f"b/{ZH}": b"yi"})
    take(repository, history.write(tmp_path / "g"))
    assert bases(repository, "d/en") == ["d/transcription:zh@v1"]


def test_a_new_commit_follows_the_transcription_again(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """It was made from what stood beside it then."""
    history = History()
    for files in ({ZH: b"yi"}, {EN: b"One"}, {ZH: b"er"}):
        history.commit(files)
    folder = history.write(tmp_path / "g")
    take(repository, folder)
    assert [stale.newer for stale in repository.status().stale] == ["d/transcription:zh@v2"]
    history.commit({EN: b"Two"})
    take(repository, history.write(folder))
    assert bases(repository, "d/en") == ["d/transcription:zh@v2"]
    assert repository.status().stale == ()


def test_a_merge_that_keeps_one_side_decides_in_many_runs_too(tmp_path: Path) -> None:
    """The side that came in with an earlier run is the newest again; the other one was dropped."""
    history = History()
    start = history.commit({ZH: b"yi"})
    side = history.commit({ZH: b"a side"}, parents=(start,))
    kept = history.commit({ZH: b"er"}, parents=(start,))
    history.commit({EN: b"Two"}, parents=(kept,))
    folder = history.write(tmp_path / "g")
    once, steps = (provrepo.create(str(tmp_path / f"{name}.db")) for name in ("once", "steps"))
    take(steps, folder)
    # The side is the first parent, so that a walk over the whole history meets it first.
    history.commit({ZH: b"er", EN: b"Two"}, parents=(side, history.marks))
    history.write(folder)
    for repository in (once, steps):
        for _ in range(2):
            take(repository, folder)
        assert repository.content("d/zh") == "er"
        assert repository.status().stale == ()
        assert len(repository.history("d/en")) == 1
    assert len(once.history("d/zh")) == 3


def test_what_an_editor_named_stays(repository: provrepo.Repository, tmp_path: Path) -> None:
    """A printed edition, or several transcriptions: the history knows nothing of that."""
    history = History()
    history.commit({ZH: b"yi", EN: b"One"})
    folder = history.write(tmp_path / "g")
    take(repository, folder)
    repository.revise("d/en", Changes(based_on=("label:Printed edition, 1950",)))
    history.commit({ZH: b"er", EN: b"Two"})
    take(repository, history.write(folder))
    assert bases(repository, "d/en") == ["Printed edition, 1950"]


def test_a_transcription_that_an_editor_named_is_followed(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """Through all later commits, as it stands at each; its label does not count against it."""
    history = History()
    history.commit({"d.transcription.zh.li.txt": b"yi", "d.transcription.zh.wang.txt": b"other"})
    history.commit({"d.translation.en.wang.txt": b"One", "d.translation.fr.txt": b"Un"})
    folder = history.write(tmp_path / "g")
    take(repository, folder)
    for text in ("d/en", "d/fr"):
        repository.revise(text, Changes(based_on=("d/transcription:zh:li@v1",)))
    for number in (2, 3):
        history.commit({"d.transcription.zh.li.txt": b"%d" % number})
        both = dict.fromkeys(("d.translation.en.wang.txt", "d.translation.fr.txt"), b"%d" % number)
        history.commit(both)
        take(repository, history.write(folder))
        for text in ("d/en", "d/fr"):
            assert bases(repository, text) == [f"d/transcription:zh:li@v{number}"]
    history.commit({"d.transcription.zh.li.txt": None})
    history.commit({"d.translation.fr.txt": b"Deux"})
    take(repository, history.write(folder))
    assert bases(repository, "d/fr") == ["d/transcription:zh:li@v3"]


def test_what_an_earlier_commit_was_made_from_tells_nothing(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """Of several at the translation's commit none is of its label: no basis, and that is said."""
    history = History()
    history.commit({"d.transcription.zh.li.txt": b"yi"})
    history.commit({EN: b"One"})
    history.commit({"d.transcription.zh.wang.txt": b"er"})
    history.commit({EN: b"Two"})
    history.commit({"d.transcription.zh.li.txt": b"san"})
    run = repository.import_git(Part(str(history.write(tmp_path / "g"))))
    assert {ingested.status for ingested in run} == {"new", "changed"}
    assert bases(repository, "d/en@v1") == ["d/transcription:zh:li@v1"]
    assert bases(repository, "d/en") == []
    assert {str(text_key): reason for text_key, reason in run.reasons.items()} == {
        "d/translation:en": SEVERAL
    }
    assert repository.status().stale == ()


def test_a_transcription_that_was_deleted_is_no_basis(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """Only what stands there at the translation's commit counts."""
    history = History()
    history.commit({"d.transcription.zh.old.txt": b"yi"})
    history.commit({"d.transcription.zh.old.txt": None, "d.transcription.zh.new.txt": b"er, san"})
    history.commit({EN: b"Two"})
    take(repository, history.write(tmp_path / "g"))
    assert bases(repository, "d/en") == ["d/transcription:zh:new@v1"]


def test_a_label_is_the_one_that_the_path_has_then(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """A renamed text keeps its first name here; what it is called there decides."""
    history = History()
    history.commit({"d.transcription.zh.li.txt": LONG, "d.transcription.zh.x.txt": b"other"})
    moves = {"d.transcription.zh.li.txt": "d.transcription.zh.wang.txt"}
    history.commit({}, moves=moves)
    history.commit({"d.translation.en.wang.txt": b"Two"})
    take(repository, history.write(tmp_path / "g"))
    assert bases(repository, "d/translation:en:wang") == ["d/transcription:zh:li@v1"]


def test_texts_of_another_run_count(repository: provrepo.Repository, tmp_path: Path) -> None:
    """First the transcriptions, then the translations: as they stood at each one's commit."""
    folder = edition(7, 60, branches=False).write(tmp_path / "g")
    for text in TEXTS:
        kind = text.partition(":")[0]
        wanted = Part(
            str(folder), paths=[f"*_{kind}.txt"], pattern="{name}/P{document}_{label}_{name}.txt"
        )
        for ingested in repository.import_git(wanted, text=text):
            assert ingested.error is None
    reasons = {
        issue.reference.partition("@")[0]: SEVERAL if "several" in issue.message else NONE_YET
        for issue in repository.status().without_basis
    }
    assert imported(repository, reasons) == truth(folder)


def test_a_transcription_that_was_no_file_of_the_history(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """It counts as it stood on the day of the commit; its own label comes first."""
    history = History()
    history.commit({"d.transcription.zh.li.txt": b"yi"})
    history.commit({"d.translation.en.wang.txt": b"One"})
    for content, created in ((b"er", "2001-09-08"), (b"san", "2001-09-10")):
        repository.ingest(
            content, Changes(created=created), document="d", text="transcription:zh:wang"
        )
    take(repository, history.write(tmp_path / "g"))
    assert bases(repository, "d/translation:en:wang") == ["d/transcription:zh:wang@v1"]


def test_renames_end_at_the_same_key_in_many_runs(tmp_path: Path) -> None:
    """From a to b to c, and back to b; unless an editor gave the document a key of its own."""
    history = History()
    history.commit({"a.translation.en.txt": LONG})
    once, steps, edited = (provrepo.create(str(tmp_path / f"{name}.db")) for name in "ose")
    folder = history.write(tmp_path / "g")
    for old, new in ("ab", "bc", "cb"):
        history.commit({}, moves={f"{old}.translation.en.txt": f"{new}.translation.en.txt"})
        history.write(folder)
        take(steps, folder)
        take(edited, folder)
        assert steps.keys() == [new]
        if old == "a":
            edited.rename("b", "mine")
    take(once, folder)
    assert (once.keys(), edited.keys()) == (["b"], ["mine"])


def test_renames_to_and_fro_within_a_second(tmp_path: Path) -> None:
    """Each is an event of its own, however fast they are taken in."""
    history = History()
    history.commit({"a.translation.en.txt": LONG})
    for number, (old, new) in enumerate((*[("a", "b"), ("b", "a")] * 2, ("a", "b"))):
        moves = {f"{old}.translation.en.txt": f"{new}.translation.en.txt"}
        history.commit({}, moves=moves)
        history.commit({f"{new}.translation.en.txt": LONG + b"%d" % number})
    repository = provrepo.create(
        str(tmp_path / "r.db"), clock=lambda: datetime(2024, 5, 1, tzinfo=UTC)
    )
    take(repository, history.write(tmp_path / "g"))
    assert repository.keys() == ["b"]
    assert len(repository.history("b/en")) == 6


def test_a_key_that_a_document_left_is_another_document(tmp_path: Path) -> None:
    """What was filed under the wrong key, moved, and has a proper successor: two documents.

    All files of the second one are in the same document, whichever comes first, also in many runs.
    """
    history = History()
    history.commit({"w.transcription.zh.txt": LONG})
    history.commit({}, moves={"w.transcription.zh.txt": "r.transcription.zh.txt"})
    cuts = [history.marks]
    history.commit({"w.translation.en.txt": b"Another", "r.translation.en.txt": b"The right one"})
    cuts.append(history.marks)
    history.commit({"w.transcription.zh.txt": b"ling yi"})
    history.commit({"w.translation.en.txt": b"Another one", "r.translation.en.txt": b"The right"})
    once, steps = (provrepo.create(str(tmp_path / f"{name}.db")) for name in ("once", "steps"))
    folder = history.write(tmp_path / "g")
    run = once.import_git(Part(str(folder)))
    assert {ingested.status for ingested in run} == {"new", "changed"}
    assert [(path, str(text), other) for path, (text, other) in run.apart.items()] == [
        ("w.translation.en.txt", "w/translation:en", "r.transcription.zh.txt")
    ]
    for mark in cuts:
        take(steps, folder, ref=f"main~{history.marks - mark}")
    take(steps, folder)
    for repository in (once, steps):
        other = next(key for key in (*repository.keys(),) if key != "r")
        assert repository.content("r/en") == "The right"
        assert bases(repository, "r/en") == ["r/transcription:zh@v1"]
        assert repository.content(f"{other}/en") == "Another one"
        assert bases(repository, f"{other}/en") == [f"{other}/transcription:zh@v1"]
    assert records(steps) == records(once)


def test_a_file_where_one_was_renamed_away_in_the_same_commit_is_another(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """Whatever the order of their paths."""
    history = History()
    history.commit({"d.transcription.zh.a.txt": LONG})
    history.commit({}, moves={"d.transcription.zh.a.txt": "d.transcription.zh.b.txt"})
    moves = {"d.transcription.zh.b.txt": "d.transcription.zh.c.txt"}
    history.commit({"d.transcription.zh.a.txt": b"Another"}, moves=moves)
    take(repository, history.write(tmp_path / "g"))
    assert repository.content("d/transcription:zh:a") == LONG.decode()
    assert len(repository.keys()) == 2


def test_what_comes_after_a_rename_belongs_to_the_same_document(tmp_path: Path) -> None:
    """In one run, too; and it is based on what was there, whatever that was called."""
    history = History()
    history.commit({"a.transcription.zh.txt": LONG})
    once, steps = (provrepo.create(str(tmp_path / f"{name}.db")) for name in ("once", "steps"))
    moves = {"a.transcription.zh.txt": "b.transcription.zh.txt"}
    history.commit({}, moves=moves)
    folder = history.write(tmp_path / "g")
    take(steps, folder)
    history.commit({"b.translation.en.txt": b"One"})
    history.write(folder)
    for repository in (once, steps):
        take(repository, folder)
        assert repository.keys() == ["b"]
        assert bases(repository, "b/en") == ["b/transcription:zh@v1"]


def test_a_new_file_at_a_former_path_is_another_text(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """The text that stood there went on under another name: the two are not mixed."""
    history = History()
    history.commit({ZH: LONG})
    history.commit({}, moves={ZH: "d.transcription.zh.li.txt"})
    history.commit({ZH: b"yi"})
    history.commit({"d.transcription.zh.li.txt": LONG + b"More.", "d.translation.en.li.txt": b"A"})
    run = repository.import_git(Part(str(history.write(tmp_path / "g"))))
    assert {ingested.status for ingested in run} == {"new", "changed"}
    assert len(repository.history("d/zh")) == 2
    ((path, (text_key, other)),) = run.apart.items()
    assert (path, str(text_key), other) == (ZH, "d/transcription:zh", "d.transcription.zh.li.txt")
    assert bases(repository, "d/en") == ["d/transcription:zh@v2"]


def test_text_fills_what_map_leaves_open(repository: provrepo.Repository, tmp_path: Path) -> None:
    """One text for each kind; what the path says counts before it."""
    history = History()
    history.commit({"t/P1_Goitein 2_transcription.txt": b"1", "t/P1_x_translation.he.txt": b"2"})
    folder = history.write(tmp_path / "g")
    take(repository, folder, pattern="t/P{document}_{label}_{kind}.{language}.txt")
    assert [str(text.record.text) for text in repository.document("1").texts] == [
        "translation:he:x"
    ]
    run = repository.import_git(
        Part(str(folder), pattern="t/P{document}_{label}_{kind}.txt"), text=TEXTS
    )
    assert [ingested.status for ingested in run] == ["new"]
    assert run.missed == {".txt": 1}  # of another language, in another form of name
    assert "1/transcription:jrb:goitein-2" in [
        f"1/{text.record.text}" for text in repository.document("1").texts
    ]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--map", "{document}_{kind}.txt"], "has no {language} for a translation; add it"),
        (["--map", "{document}_{name}.txt"], "has no {kind}; add it"),
        (["--text", "translation:en", "--text", "translation:fr"], "names a second translation"),
        (["--text", "translation:en", "--text", "transcription:jrb"], "tells no kind of text"),
        (["--text", "english"], "write KIND:LANGUAGE"),
    ],
)
def test_what_does_not_tell_the_text_is_said(
    run: CommandLine, tmp_path: Path, options: list[str], reason: str
) -> None:
    """With what would tell it."""
    history = History()
    history.commit({"a_translation.txt": b"1"})
    run("init")
    result = run("import-git", str(history.write(tmp_path / "g")), *options)
    assert result.returncode in (1, 2)
    stderr = result.stderr.decode()
    assert reason in stderr
    assert "Traceback" not in stderr


def test_reasons_and_paths_apart_are_counted(run: CommandLine, tmp_path: Path) -> None:
    """On the terminal in a line each, in the report by name."""
    history = History()
    history.commit({"d.translation.en.txt": b"1", "e.translation.en.li.txt": b"2"})
    history.commit({"e.transcription.zh.wang.txt": b"3", "e.transcription.zh.x.txt": b"4"})
    history.commit({"e.translation.en.li.txt": b"5", "Letter 1.txt": b"6", "letter-1.md": b"7"})
    run("init")
    folder = history.write(tmp_path / "g")
    result = run("import-git", str(folder), "--text", "transcription:zh", "--report", "r.json")
    stderr = result.stderr.decode()
    assert result.returncode == 0, stderr
    assert (
        "translations without a basis: no transcription yet (1), "
        "several transcriptions, none of its label (1); provrepo status --only basis names them"
    ) in stderr
    assert (
        "letter-1.md is a document of its own, as Letter 1.txt is letter-1/transcription:zh"
        in stderr
    )
    assert "1 path is a document of its own for want of a label" in stderr
