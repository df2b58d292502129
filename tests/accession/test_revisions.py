"""Many documents revised at once: by a table, and by what a reference manager exports."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import provrepo
from provrepo.accession import table
from provrepo.accession.revisions import Revised
from provrepo.editing.changes import Changes
from provrepo.errors import Ambiguous, InputError, ProvrepoError
from tests.accession.test_folders import fill
from tests.conftest import CommandLine, only_sqlite


@pytest.fixture
def archive(repository: provrepo.Repository, tmp_path: Path) -> provrepo.Repository:
    """Return a repository with three letters, each with a transcription and a translation."""
    texts = {
        f"{key}.{text}.txt": f"{key} {text}"
        for key in ("ada", "ben", "cyd")
        for text in ("transcription.de", "translation.en")
    }
    list(repository.ingest_files(fill(tmp_path / "texts", texts)))
    return repository


def said(run: provrepo.Revisions) -> list[str]:
    """Return what became of each text, in one line each."""
    lines = []
    for each in run:
        assert isinstance(each, Revised)
        if isinstance(each.result, ProvrepoError):
            lines.append(f"{each.status}: {each.error}")
        else:
            new = ", ".join(each.changes)
            lines.append(f"{each.status}: {each.result.version.reference} {new}".strip())
    return lines


def revise(archive: provrepo.Repository, folder: Path, written: str | bytes) -> list[str]:
    """Revise what a table says; return what became of each text."""
    fill(folder, {"m.csv": written})
    return said(archive.revise_many(folder / "m.csv"))


def test_a_row_about_a_document_is_said_of_all_its_texts(
    archive: provrepo.Repository, tmp_path: Path
) -> None:
    """A row about a text adds to it, in one version; a translator is the translation's."""
    written = (
        "Document,Text,Call number,translator,based_on,agent,title\n"
        "ada,,R 43/1,\"Xu, Li\",ada/de,Ed:editor,Letter\n"
        "ben/en,,R 43/2,,,,\n"
        "ada,en,,,,Li:translator,A letter\n"
        "cyd,,,,,,\n"
    )  # fmt: skip
    assert revise(archive, tmp_path, written) == [
        "changed: ben/translation:en@v2 call-number, type",
        "changed: ada/transcription:de@v2 call-number, title, type",
        "changed: ada/translation:en@v2 call-number, title, translator, type, basis",
        "unchanged: cyd/transcription:de@v1",
        "unchanged: cyd/translation:en@v1",
    ]
    translation, transcription = archive.version("ada/en"), archive.version("ada/de")
    assert [basis.version for basis in translation.record.based_on] == [transcription.id]
    assert [str(maker) for maker in translation.contributions] == ["Li (translator)"]
    assert [str(maker) for maker in transcription.contributions] == ["Ed (editor)"]
    assert (archive.citation("ada/en") or {})["title"] == "A letter"
    assert "translator" not in (archive.citation("ada/de") or {})
    again = revise(archive, tmp_path, written)
    assert [line.split(":")[0] for line in again] == ["unchanged"] * 5


def test_a_dry_run_says_what_the_run_does_and_stores_nothing(
    archive: provrepo.Repository, tmp_path: Path
) -> None:
    """The plan is the run."""
    fill(tmp_path, {"m.csv": "document,title,issued\nada,A,1961-05\nben,B,\nnobody,N,\n"})
    before = archive.checkpoint()
    planned = said(archive.revise_many(tmp_path / "m.csv", dry_run=True))
    assert archive.checkpoint() == before
    assert said(archive.revise_many(tmp_path / "m.csv")) == planned
    assert len(planned) == 5


@only_sqlite
@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("nobody,,T,", "no document nobody"),
        ("adda,,T,", "did you mean ada"),
        ("Bad Key!,,T,", "key"),
        ("ada,fr,T,", "no text ada/fr"),
        ("ada,,=B2,", "formula"),
        ("ada,,#REF!,", "cannot show"),
        ("ada,,#N/A,", "cannot show"),
        (",,T,", "names no document"),
        ("ben,,T,", "ben is in row 2 already"),
        ("ada,,T,,5", "more cells"),
        ("ada,,T,x:robot", "role"),
        ('ada,,"T', "is no CSV there"),
    ],
)
def test_a_bad_row_is_named_and_the_others_go_in(
    archive: provrepo.Repository, tmp_path: Path, row: str, words: str
) -> None:
    """In one line with its number."""
    results = revise(archive, tmp_path, f"document,text,title,agent\nben,,B,\n{row}\n")
    refused, *made = sorted(results, reverse=True)
    assert made == [
        "changed: ben/translation:en@v2 title, type",
        "changed: ben/transcription:de@v2 title, type",
    ]
    assert refused.startswith("refused: row 3: ")
    assert words in refused
    assert "\n" not in refused


@only_sqlite
@pytest.mark.parametrize(
    ("written", "words"),
    [
        (b"", "no column .document."),
        (b"title,issued\nA,1961\n", "no column .document.; .*--manifest-template"),
        (b"document,titel\nada,x\n", "did you mean title"),
        (b"document,title\nada,K\xf6ln\n", "line 2: byte 0xF6.*--encoding windows-1252"),
        (b"\x89PNG\r\n\x1a\n\0\0", "is not UTF-8"),
    ],
)
def test_what_is_no_table_is_refused_at_once(
    archive: provrepo.Repository, tmp_path: Path, written: bytes, words: str
) -> None:
    """With what is wrong and what to do."""
    with pytest.raises(InputError, match=words):
        revise(archive, tmp_path, written)


@only_sqlite
@pytest.mark.parametrize("form", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_table_as_spreadsheets_save_it(
    archive: provrepo.Repository, tmp_path: Path, form: str
) -> None:
    """With semicolons, a mark, as Unicode; in another encoding where that is named."""
    data = 'document;title\r\nada;"Köln; „Brief“"\r\n'.encode(form)
    fill(tmp_path, {"m.csv": data})
    run = archive.revise_many(tmp_path / "m.csv", encoding="cp1252" if form == "cp1252" else None)
    assert len(said(run)) == 2
    assert (archive.citation("ada/de") or {})["title"] == "Köln; „Brief“"


def test_a_review_in_a_table_is_made_once(archive: provrepo.Repository, tmp_path: Path) -> None:
    """The same table again says nothing new; another reviewer, reason or text does."""
    written = (
        "document,text,activity,agent,message,created,based_on\n"
        "ada,en,review,Mei Tan:reviewer,read aloud,1998-03,label:the original\n"
        "ben,en,review,,,,\n"
    )
    both = ["changed: ben/translation:en@v2 review", "changed: ada/translation:en@v2 basis, review"]
    assert sorted(revise(archive, tmp_path, written)) == sorted(both)
    nothing = ["unchanged: ada/translation:en@v2", "unchanged: ben/translation:en@v2"]
    assert sorted(revise(archive, tmp_path, written)) == nothing
    others = [("Mei Tan", "Li"), ("aloud", "twice"), ("1998-03", "1998-04")]
    for number, (old, new) in enumerate(others, 3):
        another = written.replace(old, new)
        newest = f"ada/translation:en@v{number}"
        assert f"changed: {newest} review" in revise(archive, tmp_path, another)
        assert f"unchanged: {newest}" in revise(archive, tmp_path, another)
    archive.ingest(b"another text", document="ben", text="translation:en")
    assert "changed: ben/translation:en@v4 review" in revise(archive, tmp_path, written)


def test_a_review_of_a_file_is_made_once_in_a_run_that_is_made_twice(
    archive: provrepo.Repository, tmp_path: Path
) -> None:
    """Of a single text it is stated as often as somebody says so."""
    changes = Changes(activity="review", agents=("Mei Tan:reviewer",))
    for status in ("changed", "unchanged"):
        (became,) = archive.ingest_files(tmp_path / "texts" / "ada.translation.en.txt", changes)
        assert became.status == status
    assert isinstance(became.result, provrepo.Outcome)
    assert became.result.warnings == (
        "no version was made, as the newest one states this review already",
    )
    assert archive.revise("ada/en", changes).status == "changed"


def test_a_dash_takes_away(archive: provrepo.Repository, tmp_path: Path) -> None:
    """A field, or the basis; a text that is a dash is written with an apostrophe."""
    revise(archive, tmp_path, "document,title,archive,based_on\nada,T,A,ada/de\n")
    revise(archive, tmp_path, "document,title,archive,based_on\nada,'-,-,-\n")
    assert archive.citation("ada/en") == {"title": "-", "type": "document"}
    assert archive.version("ada/en").record.based_on == ()


@only_sqlite
def test_a_template_changes_nothing(archive: provrepo.Repository, tmp_path: Path) -> None:
    """Whatever is said: names, dates, numbers, formulas, what a document's texts disagree on."""
    fields = {
        "title": "=1+1",
        "author": [{"literal": "Wang, Li"}, {"family": "Li", "given": "Wang"}],
        "issued": {"date-parts": [[1961, 5]], "season": 2},
        "volume": 5,
        "archive": "'-",
        "note": "[sic] “x”\nnext line",
        "categories": ["a"],
    }
    archive.revise("ada", Changes(fields=fields))
    archive.revise("ada/en", Changes(fields={"title": "-", "language": "en", "translator": "X, Y"}))
    archive.revise("ben/de", Changes(fields={"title": "#REF!"}))
    results = revise(archive, tmp_path, archive.metadata_table().as_csv())
    assert [line.split(":")[0] for line in results] == ["unchanged"] * 6
    assert (archive.citation("ada/de") or {})["title"] == "=1+1"


@given(st.text(st.sampled_from("=-'#@+ aRE!F\t"), max_size=6))
@example("' ###")
def test_each_text_can_be_said_in_a_cell(text: str) -> None:
    """And no spreadsheet calculates it."""
    cell = table.protected(text)
    assert table.checked_cell("title", cell) == text
    assert cell[:1] not in table.FORMULA or cell == ""
    assert cell.strip() != table.NOTHING


def collection(folder: Path, *items: dict[str, object]) -> Path:
    """Write items as Zotero exports them."""
    path = folder / "zotero.json"
    path.write_text(json.dumps(items), "utf-8")
    return path


def test_items_find_their_documents(archive: provrepo.Repository, tmp_path: Path) -> None:
    """By key, call number or title; what fits none or several is left out, and why is said."""
    revise(
        archive,
        tmp_path,
        "document,title,archive_location,archive,issued\n"
        "ada,A Letter,R 43/1,BArch,1921\nben,Report,R 43/2,BArch,1922\ncyd,Report,,,1923\n",
    )
    items = collection(
        tmp_path,
        {"id": "Ada", "type": "personal_communication", "language": "de", "abstract": ""},
        {"id": "u/items/1", "call-number": "r 43/2", "genre": "Bericht"},
        {
            "id": "u/items/2",
            "title": "“Report.”",
            "issued": {"date-parts": [["1923"]]},
            "note": "n",
        },
        {"id": "u/items/3", "title": "report"},
        {"id": "u/items/4", "title": "Nothing here"},
        {"id": "u/items/5", "archive_location": "R 43/1", "archive": "Another Archive"},
    )
    assert said(archive.revise_many(items=items)) == [
        "changed: ada/transcription:de@v3 type",
        "changed: ada/translation:en@v3 type",
        "changed: ben/transcription:de@v3 call-number, genre",
        "changed: ben/translation:en@v3 call-number, genre",
        "changed: cyd/transcription:de@v3 note, title",
        "changed: cyd/translation:en@v3 note, title",
        "left out: 3 “report”: fits several by title “report”: ben, cyd",
        "left out: 4 “Nothing here”: matches no document by key, call number or title",
        "left out: 5: has the call number “R 43/1”, as ada in another archive",
    ]
    run = archive.revise_many(items=items)
    assert [line.split(":")[0] for line in said(run)] == ["unchanged"] * 6 + ["left out"] * 3
    assert run.skipped == {"ambiguous": 2, "unmatched": 1}


@only_sqlite
def test_an_item_leaves_alone_what_texts_disagree_about(
    archive: provrepo.Repository, tmp_path: Path
) -> None:
    """A transcription's title is no translation; and it is said."""
    archive.revise("ada/de", Changes(fields={"title": "Brief", "issued": "1921"}))
    archive.revise("ada/en", Changes(fields={"title": "Letter"}))
    items = collection(tmp_path, {"id": "ada", "title": "Brief an X", "issued": {"raw": "1921"}})
    results = [*archive.revise_many(items=items)]
    assert said(archive.revise_many(items=items)) == [
        "unchanged: ada/transcription:de@v3",
        "unchanged: ada/translation:en@v3",
    ]
    assert "title left out" in str(results)
    titles = [(archive.citation(f"ada/{text}") or {})["title"] for text in ("de", "en")]
    assert titles == ["Brief", "Letter"]


@only_sqlite
def test_two_items_for_one_document_are_both_left_out(
    archive: provrepo.Repository, tmp_path: Path
) -> None:
    """Nobody can tell which of them is right."""
    items = collection(tmp_path, {"id": "ada", "title": "A"}, {"id": "ADA", "title": "B"})
    results = said(archive.revise_many(items=items))
    assert len(results) == 2
    assert all("is one of 2 items that match ada" in line for line in results)


@only_sqlite
@pytest.mark.parametrize("form", ["csl-json", "ris"])
def test_an_exported_citation_comes_back(
    archive: provrepo.Repository, run: CommandLine, tmp_path: Path, form: str
) -> None:
    """To its text alone, without the number of the version that it was; unchanged, or changed."""
    archive.revise("ada", Changes(fields={"title": "A Letter", "issued": "1921-05-03"}))
    exported = run("cite", "ada/en", "--format", form).stdout
    (tmp_path / "back").write_bytes(exported.replace(b"A Letter", b"The Letter"))
    assert said(archive.revise_many(items=tmp_path / "back"))[:1] == [
        "changed: ada/translation:en@v3 title"
    ]


def test_metadata_of_a_document_are_said_of_all_its_texts(archive: provrepo.Repository) -> None:
    """One call, one transaction; what may be meant of several texts is refused, as before."""
    outcome = archive.revise("ada", Changes(fields={"call-number": "7"}))
    references = [each.version.reference for each in (outcome, *outcome.siblings)]
    assert references == ["ada/transcription:de@v2", "ada/translation:en@v2"]
    for changes in (
        Changes(activity="review"),
        Changes(fields={"language": "en"}),
        Changes(fields={"title": "x"}, parent="ada/en"),
    ):
        with pytest.raises(Ambiguous, match="write one of ada/transcription:de, ada/translation"):
            archive.revise("ada", changes)
    only = archive.revise("ada", Changes(based_on=("ada/de",)))
    assert (only.version.reference, only.siblings) == ("ada/translation:en@v3", ())
    whole = {"title": "New", "language": "de", "translator": [{"literal": "Xu"}]}
    archive.revise("ada/en", Changes(fields={"language": "en"}))
    archive.revise("ada", Changes(citation=whole))
    assert archive.citation("ada/de") == {"title": "New"}
    assert archive.citation("ada/en") == {**whole, "language": "en"}


@only_sqlite
@pytest.mark.usefixtures("archive")
def test_the_command_says_what_it_does(run: CommandLine, tmp_path: Path) -> None:
    """The plan as a table; all texts named; JSON; refused rows at the end, and exit status 1."""
    one = run("revise", "ada", "--set", "title=A")
    assert one.stdout.count(b"changed: ada/") == 2
    assert b"said of all 2 texts of ada" in one.stderr
    assert len(json.loads(run("revise", "ada", "--set", "title=B", "--json").stdout)) == 2
    template = run("revise", "--manifest-template", "ada").stdout.decode()
    assert template.splitlines()[0].startswith("document,text,based_on,agent")
    (tmp_path / "m.csv").write_text(template.replace(",B,", ",C,") + "nobody\n")
    plan = run("revise", "--manifest", "m.csv", "--dry-run")
    assert plan.returncode == 1
    assert b"changed  ada/translation:en@v4    title (row 2)" in plan.stdout
    assert b"1 of 2 rows was refused; nothing was stored" in plan.stderr
    report = run("revise", "--manifest", "m.csv", "--report", "r.json", "--json")
    assert [each["status"] for each in json.loads(report.stdout)] == ["changed"] * 2 + ["refused"]
    assert json.loads((tmp_path / "r.json").read_text())["counts"] == {"changed": 2, "refused": 1}
    for wrong in (
        ("revise",),
        ("revise", "ada", "--manifest", "m.csv"),
        ("revise", "--manifest", "m.csv", "--items", "x"),
        ("revise", "--manifest", "m.csv", "--citation", "x"),
        ("revise", "ada", "--encoding", "cp1252", "--set", "title=x"),
        ("revise", "--manifest", "none.csv"),
        ("revise", "--items", "m.csv"),
    ):
        ended = run(*wrong)
        assert (ended.returncode, ended.stdout) == (2, b""), wrong
        assert ended.stderr.count(b"\n") == 1, wrong
