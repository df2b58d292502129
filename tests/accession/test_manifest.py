"""Manifests: tables of files with what is to be said of each."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

import provrepo
from provrepo.errors import InputError, ProvrepoError
from tests.accession.test_folders import fill, summary
from tests.conftest import CommandLine
from tests.formats.test_pages import page


def took(repository: provrepo.Repository, manifest: Path) -> dict[int | None, str]:
    """Ingest what a manifest names; return what became of each row."""
    run = repository.ingest_files([], manifest=manifest)
    return {ingested.row: summary(ingested) for ingested in run}


def test_each_row_says_what_its_file_does_not(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """Where it belongs, who made it from what, when and why, and its citation metadata."""
    fill(
        tmp_path / "m",
        {
            "scans/1.txt": "Привет".encode("cp1251"),
            "2.txt": "Hello",
            "cable.transcription.zh.txt": "一",
            "list.csv": (
                "file,document,text,based_on,agent,activity,message,created,encoding,title,author,"
                "issued\n"
                "scans/1.txt,memo,transcription:ru,,Vera:transcriber,transcribe,From the scan,"
                '1998-03,windows-1251,Беседа,"Лавров, В. С.; Ким",1956-11-14\n'
                "2.txt,memo,translation:en,memo/transcription; label:the scan,"
                '"Jo <j@x>:translator | Ann:editor",,,,,On the Talk,,\n'
                "cable.transcription.zh.txt,,,,,,,,,,,\n"
            ),
        },
    )
    assert took(repository, tmp_path / "m" / "list.csv") == {
        2: "new: memo/transcription:ru@v1",
        3: "new: memo/translation:en@v1",
        4: "new: cable/transcription:zh@v1",
    }
    first, second = repository.version("memo/ru"), repository.version("memo/en")
    assert repository.content("memo/ru") == "Привет"
    assert (first.record.message, first.record.created) == ("From the scan", "1998-03")
    assert [str(contribution) for contribution in first.contributions] == ["Vera (transcriber)"]
    item = repository.citation("memo/ru") or {}
    assert item["title"] == "Беседа"
    assert [name["family"] for name in item["author"][:1]] == ["Лавров"]
    assert item["issued"] == {"date-parts": [[1956, 11, 14]]}
    assert [(basis.version, basis.label) for basis in second.record.based_on] == [
        (first.id, None),
        (None, "the scan"),
    ]
    assert [contribution.role for contribution in second.contributions] == ["translator", "editor"]
    assert set(took(repository, tmp_path / "m" / "list.csv").values()) == {
        "unchanged: memo/transcription:ru@v1",
        "unchanged: memo/translation:en@v1",
        "unchanged: cable/transcription:zh@v1",
    }


@pytest.mark.parametrize(
    "form",
    ["commas", "semicolons", "tabs", "a mark", "blank lines", "lines", "sep", "Unicode", "Names"],
)
def test_forms_of_tables(repository: provrepo.Repository, tmp_path: Path, form: str) -> None:
    """As spreadsheets save them: other separators, a byte order mark, CRLF; or JSON Lines."""
    rows = [["file", "document", "text", "title"], ["x y.txt", "d", "translation:en", "A, b; “c”"]]
    written = io.StringIO(newline="")
    delimiter = {"semicolons": ";", "tabs": "\t"}.get(form, ",")
    csv.writer(written, delimiter=delimiter).writerows(rows)
    text = written.getvalue()
    if form == "a mark":
        text = "\ufeff" + text
    if form == "blank lines":
        text += "\r\n,,,\r\n"
    if form == "lines":
        text = json.dumps(dict(zip(*rows, strict=True)), ensure_ascii=False) + "\n\n"
    if form == "sep":  # what Excel wants as the first line
        text = "sep=,\r\n" + text
    if form == "Names":
        text = text.replace("title", "Title").replace("document", " Document")
    data = ("\ufeff" + text).encode("utf-16-le") if form == "Unicode" else text
    fill(tmp_path, {"x y.txt": "x", "m.csv": data})
    row = {"lines": 1, "sep": 3}.get(form, 2)
    assert took(repository, tmp_path / "m.csv") == {row: "new: d/translation:en@v1"}
    assert (repository.citation("d") or {})["title"] == "A, b; “c”"


def test_a_bad_row_does_not_stop_the_rest(repository: provrepo.Repository, tmp_path: Path) -> None:
    """Each is named by its number; a row that has a value where none can be, too."""
    rows = [
        {"file": "a.txt", "document": "a", "text": "translation:en"},
        {"file": "missing.txt", "document": "b", "text": "translation:en"},
        {"file": "a.txt", "document": "Bad Key", "text": "translation:en"},
        {"file": "a.txt", "document": "c", "text": "poem:en"},
        {"file": "a.txt", "document": "d", "text": "translation:en", "based_on": "nowhere"},
        {"file": "a.txt", "document": "e", "text": "translation:en", "created": "yesterday"},
        {"file": "a.txt", "document": "f", "text": "translation:en", "agent": "X:nobody:robot"},
        {"file": "a.txt", "document": "g", "text": "translation:en", "message": 5},
        {"document": "h", "text": "translation:en"},
        {"file": "a.txt", "document": "a", "text": "translation:en"},
        {"file": "a.txt", "document": "i", "text": "translation:en", "titel": "x"},
        {"file": "a.txt", "document": "z", "text": "translation:en"},
    ]
    lines = [json.dumps(row) for row in rows]
    lines[6:6] = ["not json", "[1]", '{"file": "a.txt", "file": "b.txt"}']
    fill(tmp_path, {"a.txt": "a", "m.jsonl": "\n".join(lines)})
    results = took(repository, tmp_path / "m.jsonl")
    assert len(results) == len(lines)
    good = {row for row, words in results.items() if words.startswith("new")}
    assert good == {1, len(lines)}
    assert repository.keys() == ["a", "z"]
    for row, words in results.items():
        assert row in good or words.startswith(f"refused: row {row}: "), words
    assert "did you mean title" in results[14]
    assert "another file of this run" in results[13]


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (b"", "no column"),
        (b"document,text\na,b\n", "no column .file."),
        (b"file,file\na,b\n", "column .file. twice"),
        (b"file,titel\na,b\n", "did you mean title"),
        (b"file,title\n\xff\xfe,b\n", "is not UTF-8"),
        (b"file,title\nx,y\nx,K\xf6ln\n", "line 3: byte 0xF6, which Windows-1252 reads as “ö”"),
        (b"\xff\xfef\0i", "is not UTF-16"),
        (b"file," + b"x" * 200_000, "is no CSV"),
    ],
)
def test_what_is_no_manifest_is_refused(
    repository: provrepo.Repository, tmp_path: Path, table: bytes, words: str
) -> None:
    """At once, with what is wrong."""
    fill(tmp_path, {"m.csv": table})
    with pytest.raises(InputError, match=words):
        repository.ingest_files([], manifest=tmp_path / "m.csv")
    with pytest.raises(InputError, match="no such file"):
        repository.ingest_files([], manifest=tmp_path / "none.csv")


def test_texts_go_in_after_those_that_they_are_based_on(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """In whatever order the rows stand: a relay translation, a transcription from a translation."""
    rows = [
        "x,a,translation:de,a/translation:en",
        "x,a,translation:en,a/translation:fr",
        "x,a,translation:fr,",
        "x,a,transcription:zh,",
        "x,b,transcription:la,a/translation:de",
        "x,b,translation:en,",
    ]
    fill(tmp_path, {"x": "x", "m.csv": "file,document,text,based_on\n" + "\n".join(rows)})
    results = took(repository, tmp_path / "m.csv")
    assert all(result.startswith("new") for result in results.values()), results

    def basis(text: str) -> list[str]:
        bases = repository.version(text).record.based_on
        return [repository.version(basis.version or "").text for basis in bases]

    assert basis("a/fr") == ["a/transcription:zh"]
    assert basis("a/en") == ["a/translation:fr"]
    assert basis("a/de") == ["a/translation:en"]
    assert basis("b/la") == ["a/translation:de"]
    assert basis("b/en") == ["b/transcription:la"]


def test_rings_are_refused(repository: provrepo.Repository, tmp_path: Path) -> None:
    """No text of a ring can be first; none hangs, the others go in."""
    rows = [
        "x,a,translation:de,a/translation:en",
        "x,a,translation:en,a/translation:de",
        "x,b,translation:en,b/translation:en",
        "x,c,translation:en,",
    ]
    fill(tmp_path, {"x": "x", "m.csv": "file,document,text,based_on\n" + "\n".join(rows)})
    results = took(repository, tmp_path / "m.csv")
    assert [results[row].split(":")[0] for row in (2, 3, 4, 5)] == ["refused"] * 3 + ["new"]


def test_a_folder_in_a_row_is_pages_of_one_text(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """In the order of their numbers; an image beside them is left out."""
    fill(
        tmp_path,
        {
            "scans/p2.xml": page("two"),
            "scans/p10.xml": page("ten"),
            "scans/p2.jpg": b"\xff\xd8\xff",
            "empty/.keep": "",
            "m.csv": "file,document,text\nscans,a,transcription:de\nempty,b,transcription:de\n",
        },
    )
    results = took(repository, tmp_path / "m.csv")
    assert results[2] == "new: a/transcription:de@v1"
    assert "is an empty folder" in results[3]
    assert repository.content("a") == "two\n\ften\n"


def test_a_template_can_be_filled_in(tmp_path: Path, run: CommandLine) -> None:
    """It names each file, and what its name says; as it stands it is a manifest."""
    fill(
        tmp_path / "in",
        {
            "a.transcription.zh.txt": "一",
            "sub/b, c.txt": "b",
            "README.md": "x",
            "a.citation.json": "{}",
        },
    )
    run("init")
    template = run("ingest", "--manifest-template", "in")
    table = list(csv.DictReader(io.StringIO(template.stdout.decode(), newline="")))
    assert [(row["file"], row["document"], row["text"]) for row in table] == [
        ("in/a.transcription.zh.txt", "a", "transcription:zh"),
        ("in/sub/b, c.txt", "", ""),
    ]
    table[1] |= {"document": "b", "text": "translation:en", "title": "B"}
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, list(table[0]))
    writer.writeheader()
    writer.writerows(table)
    (tmp_path / "m.csv").write_text(written.getvalue(), encoding="utf-8", newline="")
    result = run("ingest", "--manifest", "m.csv")
    assert (result.returncode, result.stdout.count(b"new: ")) == (0, 2), result.stderr
    empty = run("ingest", "--manifest-template").stdout.decode()
    assert empty.startswith("file,document,text,based_on,agent,activity,message,created")
    (tmp_path / "m.csv").write_text(empty)
    nothing = run("ingest", "--manifest", "m.csv")
    assert (nothing.returncode, nothing.stderr.count(b"\n")) == (2, 1)


def test_flags_say_it_of_all_rows(tmp_path: Path, run: CommandLine) -> None:
    """What is said on the command line counts before what the manifest says."""
    fill(
        tmp_path,
        {
            "x": "x",
            "m.csv": "file,document,text,message,title\nx,a,translation:en,mine,A\n"
            "x,b,translation:en,,\n",
        },
    )
    run("init")
    result = run(
        *("ingest", "--manifest", "m.csv", "-m", "all", "--set", "archive=Archive X"),
        *("--agent", "Jo:encoder", "--json"),
    )
    rows = json.loads(result.stdout)
    assert [row["row"] for row in rows] == [2, 3]
    assert [row["version"]["message"] for row in rows] == ["all", "all"]
    assert [row["version"]["agents"][0]["name"] for row in rows] == ["Jo", "Jo"]
    with provrepo.open(tmp_path / "provrepo.db") as repository:
        assert (repository.citation("a") or {}) | {"type": ""} == {
            "title": "A",
            "archive": "Archive X",
            "type": "",
        }
    refused = run("ingest", "--manifest", "m.csv", "--text", "translation:en")
    assert (refused.returncode, refused.stderr.count(b"\n")) == (2, 1)


def test_a_change_in_a_manifest_makes_a_version(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """Of the row that says something else now, though its file is the same."""
    fill(tmp_path, {"x": "x"})
    head = "file,document,text,title\n"
    for titles, expected in ((("A", "B"), {"new"}), (("A", "C"), {"unchanged", "changed"})):
        lines = [
            f"x,{key},translation:en,{title}\n" for key, title in zip("ab", titles, strict=True)
        ]
        (tmp_path / "m.csv").write_text(head + "".join(lines))
        results = list(repository.ingest_files([], manifest=tmp_path / "m.csv"))
        assert {ingested.status for ingested in results} == expected
        assert not any(isinstance(ingested.result, ProvrepoError) for ingested in results)


def test_cells_with_several_values(repository: provrepo.Repository, tmp_path: Path) -> None:
    """Separated by semicolons or bars, or as a list in JSON, in CSV too; a broken list is named."""
    rows = [
        'x,a,translation:en,"[""label:one; two"", ""label:three""]",',
        "x,b,translation:en,label:one | label:two,Ann:editor; Bo:translator;",
        'x,c,translation:en,"[""label:one",',
        f"x,d,translation:en,{'[' * 100_000},",
    ]
    fill(tmp_path, {"x": "x", "m.csv": "file,document,text,based_on,agent\n" + "\n".join(rows)})
    results = took(repository, tmp_path / "m.csv")
    for number in (4, 5):
        assert results[number].endswith("begins like a list in JSON, but is not one")
    labels = {
        key: [basis.label for basis in repository.version(key).record.based_on] for key in "ab"
    }
    assert labels == {"a": ["one; two", "three"], "b": ["one", "two"]}
    agents = [str(contribution) for contribution in repository.version("b").contributions]
    assert agents == ["Ann (editor)", "Bo (translator)"]


def test_rows_that_are_no_rows(repository: provrepo.Repository, tmp_path: Path) -> None:
    """A cell too many, a quotation mark that is not closed right: the row is named, and skipped."""
    rows = ["x,a,translation:en", "x,b,translation:en,more", 'x,"c"d,translation:en', "x,d,,,"]
    fill(tmp_path, {"x": "x", "m.csv": "file,document,text\n" + "\n".join(rows)})
    results = took(repository, tmp_path / "m.csv")
    assert results[2] == "new: a/translation:en@v1"
    assert results[3].endswith("has more cells than the 3 columns")
    assert "is no CSV there" in results[4]
    assert "say it: --text" in results[5]  # its last cells are empty, and no reason to refuse it


def test_lines_that_are_no_rows(repository: provrepo.Repository, tmp_path: Path) -> None:
    """Empty lines before and between are nothing; a list of numbers is no list of people."""
    lines = [
        "",
        json.dumps({"file": "x", "document": "a", "text": "translation:en", "agent": [1]}),
        "  ",
        json.dumps({"file": "x", "document": "b", "text": "translation:en", "agent": ["A:editor"]}),
    ]
    fill(tmp_path, {"x": "x", "m.jsonl": "\n".join(lines)})
    results = took(repository, tmp_path / "m.jsonl")
    assert results[2].endswith("write a text, or a list of texts")
    assert results[4] == "new: b/translation:en@v1"


def test_the_plan_knows_a_first_version_that_another_row_makes(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """A basis may be written with its number: the plan says what the run does, and links it."""
    rows = "x,a,transcription:zh,\ny,a,translation:en,a/transcription:zh@v1\n"
    manifest = "file,document,text,based_on\n" + rows
    fill(tmp_path, {"x": "x", "y": "y", "m.csv": manifest})
    plan = repository.ingest_files([], manifest=tmp_path / "m.csv", dry_run=True)
    assert [str(result.error or result.status) for result in plan] == ["new", "new"]
    took(repository, tmp_path / "m.csv")
    (basis,) = repository.version("a/en").record.based_on
    assert basis.version == repository.version("a/zh@v1").id


def test_an_older_version_as_basis_needs_no_order(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """It is in the repository already, so that the translation may stand before its newest text."""
    head = "file,document,text,based_on\n"
    fill(tmp_path, {"x": "x", "y": "y", "m.csv": f"{head}x,a,transcription:zh,\n"})
    took(repository, tmp_path / "m.csv")
    rows = "y,a,translation:en,a/transcription@v1\ny,a,transcription:zh,\n"
    (tmp_path / "m.csv").write_text(head + rows)
    assert took(repository, tmp_path / "m.csv") == {
        2: "new: a/translation:en@v1",
        3: "changed: a/transcription:zh@v2",
    }
    (basis,) = repository.version("a/en").record.based_on
    assert basis.version == repository.version("a/zh@v1").id


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "=cmd|' /C calc'!A"])
def test_no_cell_of_a_template_is_a_formula(start: str, tmp_path: Path, run: CommandLine) -> None:
    """Whoever opens it in a spreadsheet runs nothing, and the file is found all the same."""
    name = f"{start}0.translation.en.txt".replace("/", "∕")
    fill(tmp_path, {name: "x"})
    run("init")
    template = run("ingest", "--manifest-template", "--", name).stdout
    (row,) = csv.DictReader(io.StringIO(template.decode(), newline=""))
    assert row["file"] == f"./{name}"
    assert not [cell for cell in row.values() if cell[:1] in tuple("=+-@\t\r\n＝")]
    filled = template.decode().replace(",,,,,,", ",a,translation:en,,,,", 1)
    (tmp_path / "m.csv").write_text(filled, encoding="utf-8", newline="")
    result = run("ingest", "--manifest", "m.csv")
    assert (result.returncode, result.stdout.count(b"new: ")) == (0, 1), result.stderr
