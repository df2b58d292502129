"""A bad file is its own affair: whatever a reader raises loses no other file."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import provrepo
from provrepo import errors, metadata
from provrepo.clock import fixed_clock
from provrepo.editing.changes import Changes
from provrepo.formats import draft as draft_of_text
from provrepo.formats.draft import Draft
from provrepo.formats.readers import MODULES
from tests.accession.history import History
from tests.conftest import NOON, CommandLine
from tests.formats.office import word
from tests.formats.test_docx import note, p, r
from tests.fuzz.readers import READERS

SUFFIXES = {"text": "txt", "docx": "docx", "odt": "odt", "hocr": "html", "pages": "zip"}
"""How the names of the files of each reader end, where that is not ``xml``."""

RECURSION = RecursionError("maximum recursion depth exceeded")
DIGITS = ValueError("Exceeds the limit (4300 digits)")
EXCEPTIONS = (
    *(RECURSION, DIGITS, MemoryError(), KeyError("a")),
    *(OSError(28, "No space left on device"), AssertionError("a\nb")),
)

every_reader = pytest.mark.parametrize("reader", MODULES)
every_exception = pytest.mark.parametrize(
    "error", EXCEPTIONS, ids=[type(error).__name__ for error in EXCEPTIONS]
)


@pytest.fixture
def repository(tmp_path: Path) -> Iterator[provrepo.Repository]:
    """Return an empty repository: what is read does not depend on the engine."""
    with provrepo.create(tmp_path / "provrepo.db", clock=fixed_clock(NOON)) as created:
        yield created


def files(reader: str) -> dict[str, bytes]:
    """Return three files by their names, of which ``bad`` is for that reader."""
    return {
        "a.transcription.en.txt": b"first",
        f"bad.transcription.en.{SUFFIXES.get(reader, 'xml')}": READERS[reader].seeds()[0],
        "c.transcription.en.txt": b"last",
    }


def filled(folder: Path, reader: str) -> Path:
    """Return a folder with the three files."""
    folder.mkdir(exist_ok=True)
    for name, data in files(reader).items():
        (folder / name).write_bytes(data)
    return folder


def break_reader(monkeypatch: pytest.MonkeyPatch, reader: str, error: Exception) -> None:
    """Let a reader raise ``error`` for every file called ``bad``."""
    module = import_module(MODULES[reader])
    whole: Callable[..., Any] = module.read

    def read(data: bytes, path: str, reading: object) -> object:
        if "bad" in path:
            raise error.with_traceback(None)
        return whole(data, path, reading)

    monkeypatch.setattr(module, "read", read)


def check(results: list[Any], error: Exception) -> None:
    """Assert that the two good files are in, and the bad one is refused as our fault."""
    by_key = {result.file.rpartition("/")[2].partition(".")[0]: result for result in results}
    assert (by_key["a"].status, by_key["c"].status) == ("new", "new")
    refused = by_key["bad"]
    assert refused.status == "refused"
    assert isinstance(refused.result, errors.ReaderFault)
    assert isinstance(refused.result, errors.InputError)
    assert refused.result.cause is error is refused.result.__cause__
    message = refused.error
    assert "bad.transcription.en" in message
    assert len(message.splitlines()) == 1
    if isinstance(error, MemoryError):
        assert message.endswith("needs more memory than there is")
    else:
        assert f"fails by a mistake in provrepo itself ({type(error).__name__}: " in message
        assert "; provrepo.formats.readers, line " in message or "provrepo.accession" in message
        assert message.endswith("please report it")


@every_exception
@every_reader
def test_in_a_folder(
    repository: provrepo.Repository,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    reader: str,
    error: Exception,
) -> None:
    """The others go in, before it and after it, and are there."""
    folder = filled(tmp_path / "in", reader)
    break_reader(monkeypatch, reader, error)
    run = repository.ingest_files([folder])
    check(list(run), error)
    assert run.counts == {"new": 2, "refused": 1}
    assert repository.keys() == ["a", "c"]


@every_reader
def test_in_a_manifest(
    repository: provrepo.Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reader: str
) -> None:
    """It is refused with its row."""
    folder = filled(tmp_path / "in", reader)
    (folder / "m.csv").write_text("file\n" + "\n".join(files(reader)))
    break_reader(monkeypatch, reader, RECURSION)
    results = list(repository.ingest_files([], manifest=folder / "m.csv"))
    check(results, RECURSION)
    assert [result.row for result in results if result.status == "refused"] == [3]


@every_reader
def test_in_a_git_history(
    repository: provrepo.Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reader: str
) -> None:
    """All else goes in; a plain text is taken as it is there, since a history has no holes."""
    history = History()
    history.commit(files(reader))
    history.commit({"a.transcription.en.txt": b"second"})
    break_reader(monkeypatch, reader, RECURSION)
    results = list(repository.import_git(str(history.write(tmp_path / "g"))))
    assert [repository.content(f"a@v{number}") for number in (1, 2)] == ["first", "second"]
    assert repository.content("c") == "last"
    (result,) = (result for result in results if "bad." in str(result))
    if reader == "text":
        assert isinstance(result.result, provrepo.Outcome)
        (warning,) = result.result.warnings
        assert warning.startswith("taken as it is: fails by a mistake in provrepo itself")
    else:
        assert isinstance(result.result, errors.ReaderFault)
        assert result.result.cause is RECURSION


def test_a_file_taken_as_plain_text_in_a_git_history(
    repository: provrepo.Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No reader is asked there, but decoding may fail as well."""
    history = History()
    history.commit(files("text"))
    whole = draft_of_text.decode

    def decode(data: bytes, path: str, encoding: str | None = None) -> str:
        if "bad" in path:
            raise RECURSION.with_traceback(None)
        return whole(data, path, encoding)

    monkeypatch.setattr("provrepo.accession.git.drafts.decode", decode)
    wanted = provrepo.History(str(history.write(tmp_path / "g")), as_text=True)
    check(list(repository.import_git(wanted)), RECURSION)


def test_pages_that_cannot_be_joined(
    repository: provrepo.Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each page was read; putting them together fails, and loses no other text."""
    pages = tmp_path / "in" / "bad.transcription.en"
    pages.mkdir(parents=True)
    for number in (1, 2):
        (pages / f"{number}.xml").write_bytes(READERS["page"].seeds()[0])
    (tmp_path / "in" / "c.transcription.en.txt").write_text("last")

    def fails(*_: object) -> None:
        raise DIGITS

    monkeypatch.setattr("provrepo.formats.pages.joined.joined", fails)
    results = list(repository.ingest_files([tmp_path / "in"]))
    assert repository.keys() == ["c"]
    (refused,) = (result for result in results if result.status == "refused")
    assert isinstance(refused.result, errors.ReaderFault)


@every_exception
def test_a_draft_that_planning_cannot_bear(
    repository: provrepo.Repository, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """What an application or a reader made is more than we can plan with: the others go in."""
    whole = metadata.assign

    def assign(item: Any, fields: Any) -> Any:  # noqa: ANN401 - as it is declared
        if "bad" in fields.values():
            raise error
        return whole(item, fields)

    monkeypatch.setattr(metadata, "assign", assign)
    drafts = [
        Draft("x", document=key, text="transcription:en", fields={"title": key})
        for key in ("a", "bad", "c")
    ]
    first, refused, last = repository.ingest_drafts(drafts)
    assert isinstance(refused, errors.ReaderFault)
    assert refused.cause is error
    assert isinstance(first, provrepo.Outcome)
    assert isinstance(last, provrepo.Outcome)
    assert repository.keys() == ["a", "c"]
    assert list(repository.verify()) == []


def test_a_fault_keeps_nothing_of_what_was_read(
    repository: provrepo.Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run may have thousands of them: the values of their frames are let go."""
    path = tmp_path / "bad.transcription.en.txt"
    path.write_bytes(b"x")

    def read(data: bytes, path: str, _: object) -> None:
        large = [data, path]
        raise KeyError(len(large))

    monkeypatch.setattr(import_module(MODULES["text"]), "read", read)
    with pytest.raises(errors.ReaderFault) as caught:
        repository.ingest(path)
    trace = caught.value.cause.__traceback__
    while trace is not None and trace.tb_frame.f_code is not read.__code__:
        trace = trace.tb_next
    assert trace is not None
    assert "large" not in trace.tb_frame.f_locals


FAULTY = {
    "deep": f"+++\n{'.'.join(['a'] * 1200)} = 1\n+++\nx",
    "lists": f"+++\ntitle = {'[' * 1200}{']' * 1200}\n+++\nx",
    "nested": f"+++\n{'.'.join(['a'] * 60)} = 1\n+++\nx",
    "digits": f"+++\nvolume = {'9' * 5000}\n+++\nx",
    "hexadecimal": f"+++\nissued = 0x{'9' * 5000}\n+++\nx",
    "created": f"+++\ncreated = 0x{'9' * 5000}\n+++\nx",
}
"""Front matter that Python cannot bear, which is no fault of ours but one of the file."""


@pytest.mark.parametrize("name", FAULTY)
def test_what_python_cannot_bear_is_said_as_what_it_is(
    tmp_path: Path, run: CommandLine, name: str
) -> None:
    """Alone it is one line and status 2; among others they are in, it is named, and status 1."""
    run("init")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.transcription.en.txt").write_text("good")
    (tmp_path / "in" / "bad.transcription.en.md").write_text(FAULTY[name])
    alone = run("ingest", "in/bad.transcription.en.md")
    assert (alone.returncode, alone.stderr.count(b"\n")) == (2, 1)
    together = run("ingest", "in")
    assert together.returncode == 1
    assert b"new: a/transcription:en@v1" in together.stdout
    assert b"in/bad.transcription.en.md: " in together.stderr
    assert b"mistake in provrepo" not in alone.stderr + together.stderr


def test_a_footnote_in_itself(tmp_path: Path, run: CommandLine) -> None:
    """A Word file whose footnote refers to itself ends no run."""
    run("init")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.transcription.en.txt").write_text("good")
    reference = r('<w:footnoteReference w:id="1"/>')
    package = word(p("x", reference), footnotes=note(1, p("n", reference)))
    (tmp_path / "in" / "bad.transcription.en.docx").write_bytes(package)
    result = run("ingest", "in")
    assert b"new: a/transcription:en@v1" in result.stdout
    assert result.returncode in (0, 1)


def test_the_command_alone(
    tmp_path: Path, run: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A single file at which provrepo fails is bad input: one line, status 2, nothing stored."""
    run("init")
    (tmp_path / "bad.transcription.en.txt").write_text("x")
    break_reader(monkeypatch, "text", RECURSION)
    result = run("ingest", "bad.transcription.en.txt")
    assert (result.returncode, result.stdout, result.stderr.count(b"\n")) == (2, b"", 1)
    assert b"RecursionError: maximum recursion depth exceeded" in result.stderr
    assert b"please report it" in result.stderr


@pytest.mark.parametrize(
    ("option", "place"),
    [("--citation", "provrepo.reading.items.parse"), ("--notes", "provrepo.notes.parse")],
)
def test_files_that_say_more_of_a_text(
    tmp_path: Path, run: CommandLine, monkeypatch: pytest.MonkeyPatch, option: str, place: str
) -> None:
    """Named, it is one line and status 2; beside a text it is that text's refusal alone."""

    def fails(text: str, source: str) -> None:  # noqa: ARG001 - as it is declared
        raise DIGITS

    monkeypatch.setattr(place, fails)
    run("init")
    (tmp_path / "in").mkdir()
    for key in "ab":
        (tmp_path / "in" / f"{key}.transcription.en.txt").write_text(key)
    name = f"a.{option[2:]}.json"
    (tmp_path / "in" / name).write_text("{}")
    alone = run("ingest", "in/a.transcription.en.txt", option, f"in/{name}")
    assert (alone.returncode, alone.stderr.count(b"\n")) == (2, 1)
    together = run("ingest", "in")
    assert (together.returncode, together.stdout.count(b"new: b/")) == (1, 1)
    for result in (alone, together):
        assert b"ValueError: Exceeds the limit" in result.stderr


def test_a_row_of_a_manifest_is_its_own_affair(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """A list nested without end in one cell: that row is refused, the others go in."""
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "m.csv").write_text(
        f"file,document,text,agent\na.txt,b,translation:en,{'[' * 100_000}\n"
        "a.txt,a,translation:en,Li:editor\n"
    )
    results = list(repository.ingest_files([], manifest=tmp_path / "m.csv"))
    assert sorted((result.row, result.status) for result in results) == [(2, "refused"), (3, "new")]


def test_a_style_at_which_we_fail(
    repository: provrepo.Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error of citing, which carries its cause; exit status 2."""
    said = Changes(fields={"title": "T"})
    repository.ingest(b"x", said, document="a", text="transcription:en")

    def fails(*_: object, **__: object) -> None:
        raise RECURSION

    monkeypatch.setattr("provrepo.cite.csl.style.Style.citations", fails)
    monkeypatch.setattr("provrepo.cite.csl.style.Style.bibliography", fails)
    for cite in (repository.cite, repository.bibliography):
        with pytest.raises(errors.CiteError, match="chicago-notes: fails by a mistake") as caught:
            cite(["a"])
        assert caught.value.__cause__ is RECURSION
        assert caught.value.exit_status == 2


def test_a_refusal_names_its_file(repository: provrepo.Repository, tmp_path: Path) -> None:
    """What is wrong with a value is said by those who know no file: the run adds it."""
    path = tmp_path / "a.transcription.en.md"
    path.write_text("+++\nagents = 'Li'\n+++\nx")
    (result,) = repository.ingest_files([path])
    assert (result.error or "").startswith(f"{path}: agent “Li”: ")


def test_a_file_larger_than_the_memory(
    repository: provrepo.Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told with its size; no other file is lost."""
    folder = tmp_path / "in"
    folder.mkdir()
    for name in "abc":
        (folder / f"{name}.transcription.en.txt").write_text(name)

    def whole(descriptor: int, size: int) -> bytes:
        data = os.read(descriptor, size + 1)
        if data == b"b":
            raise MemoryError
        return data

    monkeypatch.setattr("provrepo.reading.files._whole", whole)
    results = list(repository.ingest_files([folder]))
    assert repository.keys() == ["a", "c"]
    (error,) = (result.error for result in results if result.error)
    assert error == f"{folder}/b.transcription.en.txt: has 1 bytes, more than the memory has"


def test_the_report_names_the_fault(
    tmp_path: Path, run: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the JSON of a run and in its report: class and place, for whoever is to mend it."""
    break_reader(monkeypatch, "docx", KeyError("a"))
    run("init")
    filled(tmp_path / "in", "docx")
    printed = run("--json", "ingest", "in", "--report", "report.json")
    assert printed.returncode == 1
    report = json.loads((tmp_path / "report.json").read_text())
    refusals = [
        entry
        for entry in (*json.loads(printed.stdout), *report["files"])
        if entry["status"] == "refused"
    ]
    assert len(refusals) == 2
    assert all("KeyError: 'a'" in entry["error"] for entry in refusals)
