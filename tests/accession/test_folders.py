"""Folders: what is taken of them, what is left out and counted, what is refused and named."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

import provrepo
from provrepo.accession.intake import Ingested
from provrepo.errors import InputError, InvalidValue, ProvrepoError
from tests.conftest import CommandLine
from tests.formats.office import open_document, word
from tests.formats.test_pages import page
from tests.fuzz.readers import READERS
from tests.shared import SHARED, needs

PARAGRAPH = "<w:p><w:r><w:t>b</w:t></w:r></w:p>"
TEI = 'xmlns="http://www.tei-c.org/ns/1.0"'


def fill(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files, with the folders that they need."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return folder


def took(repository: provrepo.Repository, *paths: Path, **options: object) -> dict[str, str]:
    """Ingest paths; return for each file its reference or what is wrong with it."""
    run = repository.ingest_files(paths, **options)  # type: ignore[arg-type]
    results = {}
    for ingested in run:
        results[os.path.basename(ingested.file)] = summary(ingested)  # noqa: PTH119 - a name may be anything
    assert run.total >= len(results)
    return results


def summary(ingested: Ingested) -> str:
    """Return what became of a file in one line."""
    if isinstance(ingested.result, ProvrepoError):
        return f"{ingested.status}: {ingested.error}"
    return f"{ingested.status}: {ingested.result.version.reference}"


def epidoc(words: str, key: str = "", more: str = "") -> str:
    """Return an EpiDoc file with one edition."""
    idno = f'<publicationStmt><idno type="filename">{key}</idno></publicationStmt>' if key else ""
    return (
        f'<?xml version="1.0"?><TEI {TEI}><teiHeader><fileDesc><titleStmt><title>T</title>'
        f"</titleStmt>{idno}</fileDesc></teiHeader><text><body>"
        f'<div type="edition" xml:lang="grc"><ab>{words}</ab></div>{more}</body></text></TEI>'
    )


def test_names_tell_where_files_belong(repository: provrepo.Repository, tmp_path: Path) -> None:
    """In any folder below, in the name or with the folder as the document; pages in a folder."""
    folder = fill(
        tmp_path / "in",
        {
            "a.transcription.zh.txt": "一",
            "deep/er/b.translation.en.wang.md": "b",
            "c/transcription.ru.txt": "c",
            "c/translation.en.txt": "c",
            "d.transcription.de/p10.xml": page("ten"),
            "d.transcription.de/p9.xml": page("nine"),
            "d.transcription.de/p9.xml.bak": page("what page 9 was before"),
            "e/transcription.fr/1.xml": page("e"),
        },
    )
    assert list(took(repository, folder).values()) == [
        "new: a/transcription:zh@v1",
        "new: c/transcription:ru@v1",
        "new: d/transcription:de@v1",
        "new: e/transcription:fr@v1",
        "new: c/translation:en@v1",
        "new: b/translation:en:wang@v1",
    ]
    assert repository.content("d") == "nine\n\f ten\n".replace(" ", "")
    bases = repository.version("c/translation").record.based_on
    assert [basis.version for basis in bases] == [repository.version("c/transcription").id]


def test_of_several_transcriptions_the_one_of_its_label(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """Before others; where none has its label, several are none."""
    names = (
        "transcription.zh.li",
        "transcription.zh.wang",
        "translation.en.wang",
        "translation.en",
    )
    folder = fill(tmp_path / "in", {f"a.{name}.txt": name for name in names})
    took(repository, folder)
    (basis,) = repository.version("a/translation:en:wang").record.based_on
    assert basis.version == repository.version("a/transcription:zh:wang").id
    assert repository.version("a/translation:en").record.based_on == ()


def test_text_gives_a_translation_its_language(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """Of a whole folder: editions stay what they are, and what says its language keeps it."""
    without = '<div type="translation"><p>Marcus</p></div>'
    files = {
        "a.xml": epidoc("Μαρκος", "a", without),
        "b.xml": epidoc("Μαρκος", "b", without.replace(" type", ' xml:lang="fr" type')),
        "c.xml": epidoc("Μαρκος", "c"),
    }
    folder = fill(tmp_path / "in", files)
    run = repository.ingest_files([folder], text="translation:en")
    assert [summary(ingested) for ingested in run] == [
        "new: a/transcription:grc@v1",
        "new: a/translation:en@v1",
        "new: b/transcription:grc@v1",
        "new: b/translation:fr@v1",
        "new: c/transcription:grc@v1",
    ]
    (basis,) = repository.version("a/en").record.based_on
    assert basis.version == repository.version("a/grc").id


def test_text_fills_what_map_leaves_open(repository: provrepo.Repository, tmp_path: Path) -> None:
    """What the path says counts before it."""
    folder = fill(tmp_path / "in", {"x/a_translation_x.txt": "a", "y/b_translation_fr_y.txt": "b"})
    patterns = ("x/{document}_{kind}_{label}.txt", "y/{document}_{kind}_{language}_{label}.txt")
    made = [
        list(took(repository, folder, pattern=pattern, text="translation:en").values())
        for pattern in patterns
    ]
    assert made == [["new: a/translation:en:x@v1"], ["new: b/translation:fr:y@v1"]]


def test_the_same_command_again_makes_nothing(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """Of every format; afterwards only what was changed makes a version."""
    folder = fill(
        tmp_path / "in",
        {
            "a.transcription.zh.txt": "一",
            "a.translation.en.md": "+++\ntitle = 'A'\n+++\none",
            "b.transcription.en.docx": word(PARAGRAPH),
            "c.transcription.en.odt": open_document("<text:p>c</text:p>"),
            "d.xml": epidoc("d", more='<div type="translation" xml:lang="en"><p>d</p></div>'),
            "e.transcription.de/1.xml": page("e"),
            "e.transcription.de/2.xml": page("f"),
            "f.transcription.ru.txt": "ы".encode("utf-16"),
        },
    )
    first = repository.ingest_files([folder])
    assert {ingested.status for ingested in first} == {"new"}
    assert first.counts == {"new": 8}
    records = repository.counts()["records"]
    again = repository.ingest_files([folder])
    assert {ingested.status for ingested in again} == {"unchanged"}
    assert repository.counts()["records"] == records
    fill(folder, {"a.transcription.zh.txt": "二", "e.transcription.de/2.xml": page("g")})
    third = repository.ingest_files([folder])
    assert sorted(ingested.status for ingested in third) == ["changed"] * 2 + ["unchanged"] * 6


def test_a_file_that_tells_its_text_is_called_as_it_is(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """EpiDoc in the subfolders of a collection: the key is the file's own word, else its name."""
    folder = fill(
        tmp_path / "in",
        {
            "p.ryl/p.ryl.1/p.ryl.1.12.xml": epidoc("a", "p.ryl.1.12"),
            "hgv/12345.xml": epidoc("b"),
            "isicily/ISic000001.xml": epidoc("c", "ISic000001"),
            "other/name.xml": epidoc("d", "its-own-word"),
            "plain/letter.xml": f"<TEI {TEI}><text xml:lang='la'><p>e</p></text></TEI>",
        },
    )
    assert took(repository, folder) == {
        "p.ryl.1.12.xml": "new: p.ryl.1.12/transcription:grc@v1",
        "12345.xml": "new: 12345/transcription:grc@v1",
        "ISic000001.xml": "new: isic000001/transcription:grc@v1",
        "name.xml": "new: its-own-word/transcription:grc@v1",
        "letter.xml": "new: letter/transcription:la@v1",
    }


def test_one_bad_file_does_not_stop_the_rest(tmp_path: Path, run: CommandLine) -> None:
    """Each is named with its reason at the end; the others are in; status 1."""
    good = {f"g{number}.xml": epidoc(f"good {number}") for number in range(20)}
    bad = {f"b{number}.xml": epidoc("bad")[: 100 + 20 * number] for number in range(7)}
    fill(tmp_path / "in", {**good, **bad})
    run("init")
    result = run("ingest", "in", "--report", "r.json")
    lines = result.stderr.decode().splitlines()
    assert result.returncode == 1
    assert lines[-1] == "provrepo: 7 of 27 files were refused; the others are in"
    assert lines[-2] == "20 new; 7 refused"
    refused = [line for line in lines if "not well-formed XML" in line]
    assert [re.findall(r"b\d\.xml", line) for line in refused] == [[name] for name in sorted(bad)]
    assert len(run("list").stdout.splitlines()) == 20
    report = json.loads((tmp_path / "r.json").read_text())
    assert report["counts"] == {"new": 20, "refused": 7}
    assert (report["total"], report["complete"]) == (27, True)
    assert {entry["status"] for entry in report["files"]} == {"new", "refused"}


def test_a_text_says_for_all_files_what_they_are(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """Then each file is a document of its own; a file's own word counts less."""
    folder = fill(
        tmp_path / "in", {"Letter 1.txt": "a", "sub/letter-2.md": "b", "x.translation.fr.txt": "c"}
    )
    assert took(repository, folder, text="transcription:de") == {
        "Letter 1.txt": "new: letter-1/transcription:de@v1",
        "letter-2.md": "new: letter-2/transcription:de@v1",
        "x.translation.fr.txt": "new: x/transcription:de@v1",
    }


def test_without_a_word_a_text_is_refused(repository: provrepo.Repository, tmp_path: Path) -> None:
    """Nobody says what a plain text or an office file is; how to say it is said."""
    folder = fill(
        tmp_path / "in",
        {
            "a.txt": "a",
            "b.docx": word(PARAGRAPH),
            "北京.xml": epidoc("x"),
        },
    )
    results = took(repository, folder)
    assert all(result.startswith("refused: ") for result in results.values())
    assert "--text translation:en" in results["a.txt"]
    assert "--text translation:en" in results["b.docx"]
    assert results["北京.xml"].endswith(
        "its name makes no key of a document; name one: --document KEY"
    )


def test_pages_of_one_text(repository: provrepo.Repository, tmp_path: Path) -> None:
    """With document and text a folder of pages is that text; images beside them are counted."""
    folder = fill(
        tmp_path / "in",
        {
            "page/0002.xml": page("two"),
            "page/0010.xml": page("ten"),
            "0002.jpg": b"\xff\xd8\xff",
            "mets.xml": "<mets/>",
            "metadata.xml": "<trpDocMetadata><docId>1</docId></trpDocMetadata>",
        },
    )
    run = repository.ingest_files([folder], document="letter", text="transcription:de")
    (ingested,) = run
    assert ingested.status == "new"
    assert not isinstance(ingested.result, ProvrepoError)
    left_out = "left out: METS files (1), Transkribus metadata (1), images (1)"
    assert left_out in ingested.result.warnings
    assert repository.content("letter") == "two\n\ften\n"
    each = took(repository, folder, text="transcription:de")
    assert each["0002.xml"] == "new: 0002/transcription:de@v1"
    assert each["0002.jpg"].startswith("left out: ")


def test_a_damaged_image_beside_pages_is_named(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """It has none of the text: the pages go in, the other images are counted as always."""
    folder = fill(
        tmp_path / "letter.transcription.de",
        {
            "0001.xml": page("one"),
            "0002.xml": page("two"),
            "0001.jpg": b"\xff\xd8\xff\xe0",
            "0002.jpg": b"\0\1\2\3\xfe",
            "0003.tif": "a note",
            "0004.PNG": b"",
        },
    )
    for status in ("new", "unchanged"):
        (ingested,) = repository.ingest_files([folder])
        assert ingested.status == status
    assert repository.content("letter") == "one\n\ftwo\n"
    (ingested,) = repository.ingest_files([folder], document="again", text="transcription:de")
    assert not isinstance(ingested.result, ProvrepoError)
    left_out = [text for text in ingested.result.warnings if text.startswith("left out: ")]
    assert left_out == [
        "left out: images (1)",
        f"left out: {folder}/0002.jpg: is named like an image, but is none; is it damaged?",
        f"left out: {folder}/0003.tif: is plain text that is called an image; name it 0003.txt, "
        "and it is read",
        f"left out: {folder}/0004.PNG: is empty",
    ]
    images = fill(tmp_path / "only.transcription.de", {"1.jpg": b"\0\xfe", "2.jpg": b"\0\xfe"})
    (refused,) = repository.ingest_files([images])
    assert refused.status == "refused"
    assert "1.jpg: is named like an image, but is none" in str(refused.result)


def test_two_files_are_not_one_text(repository: provrepo.Repository, tmp_path: Path) -> None:
    """Each run would make new versions of both: the second one is refused, each time."""
    folder = fill(
        tmp_path / "in",
        {"a/x.translation.en.txt": "1", "b/x.translation.en.txt": "2", "a/y.xml": epidoc("1")},
    )
    fill(folder, {"b/y.xml": epidoc("2"), "c/y.xml": epidoc("1")})
    for status in ("new", "unchanged"):
        run = repository.ingest_files([folder])
        results = [(ingested.file[-len("a/y.xml") :], summary(ingested)) for ingested in run]
        assert (results[0][0], results[0][1]) == ("a/y.xml", f"{status}: y/transcription:grc@v1")
        refused = [result for _, result in results if result.startswith("refused")]
        assert len(refused) == 3
        assert all("another file of this run" in result for result in refused)
    assert len(repository.history("x")) == 1


def test_a_key_that_two_files_claim(repository: provrepo.Repository, tmp_path: Path) -> None:
    """A header that was copied names another file: the second is called by its own name."""
    folder = fill(
        tmp_path / "in",
        {
            name: epidoc(name, "same", f'<div type="translation" xml:lang="en"><p>{name}</p></div>')
            for name in ("a.xml", "b.xml")
        },
    )
    run = repository.ingest_files([folder])
    outcomes = [
        ingested.result for ingested in run if not isinstance(ingested.result, ProvrepoError)
    ]
    assert [outcome.version.text for outcome in outcomes] == [
        "same/transcription:grc",
        "same/translation:en",
        "b/transcription:grc",
        "b/translation:en",
    ]
    assert any("same, as it calls itself" in words for words in outcomes[2].warnings)


@pytest.mark.parametrize(
    ("pattern", "keys"),
    [
        ("{document}/edition.xml", {"cable-1": "new", "cable-2": "new"}),
        ("**/{document}.xml", {"edition": "new"}),
        ("{document}/{kind}/{language}.txt", {"cable-1/translation:en": "new"}),
    ],
)
def test_folders_can_tell_the_document(
    repository: provrepo.Repository, tmp_path: Path, pattern: str, keys: dict[str, str]
) -> None:
    """Where names do not, a pattern does; what does not fit is left out and counted."""
    folder = fill(
        tmp_path / "in",
        {
            "Cable 1/edition.xml": epidoc("a"),
            "cable-2/edition.xml": epidoc("b"),
            "Cable 1/translation/en.txt": "c",
            "notes.txt": "n",
        },
    )
    run = repository.ingest_files([folder], pattern=pattern)
    for ingested in run:
        assert ingested.status == "new" or "another file of this run" in summary(ingested)
    for key in keys:
        assert repository.version(key)
    assert len(repository.keys()) == len(keys)
    assert run.skipped["not matched by --map"] > 0


def test_a_bad_pattern_is_refused(repository: provrepo.Repository, tmp_path: Path) -> None:
    """At once, before anything is read."""
    with pytest.raises(InvalidValue, match="stands for nothing"):
        repository.ingest_files([fill(tmp_path / "in", {"a": ""})], pattern="{key}.txt")


ITEM = {"title": "关于边境", "translator": [{"literal": "T"}], "language": "zh", "type": "document"}


def test_what_stands_beside_texts_goes_in_with_them(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """Metadata to all texts of a document, notes to one; those of one text count before."""
    folder = fill(
        tmp_path / "in",
        {
            "a.transcription.zh.txt": "第一行",
            "a.translation.en.txt": "Line one",
            "a.translation.de.txt": "Zeile eins",
            "a.citation.json": json.dumps(ITEM),
            "a.translation.de.citation.json": json.dumps({"title": "Über die Grenze"}),
            "a.notes.json": json.dumps([{"text": "Torn.", "quote": "第一"}]),
            "a.translation.en.notes.json": json.dumps([{"text": "Sic."}]),
            "b/translation.en.txt": "B",
            "b/citation.json": json.dumps(ITEM),
            "b/notes.json": json.dumps([{"text": "On b."}]),
            "c.transcription.de/1.xml": page("c"),
            "c.transcription.de/2.xml": page("d"),
            "c.citation.json": json.dumps({"title": "C"}),
            "p.ryl.1.xml": epidoc("p"),
            "p.ryl.1.notes.json": json.dumps([{"text": "On p."}]),
        },
    )
    run = repository.ingest_files([folder])
    assert {ingested.status for ingested in run} == {"new"}
    assert run.counts == {"new": 6}

    def title(text: str) -> object:
        return (repository.citation(text) or {}).get("title")

    def notes(text: str) -> list[str]:
        return [note.text for note in repository.notes(text).notes]

    assert (repository.citation("a/zh"), notes("a/zh")) == (ITEM, ["Torn."])
    assert repository.citation("a/en") == {"title": "关于边境", "type": "document"}
    assert notes("a/en") == ["Sic."]
    assert (title("a/de"), notes("a/de")) == ("Über die Grenze", [])
    assert (repository.citation("b"), notes("b")) == (ITEM, ["On b."])
    assert title("c") == "C"
    assert notes("p.ryl.1") == ["On p."]
    again = repository.ingest_files([folder])
    assert {ingested.status for ingested in again} == {"unchanged"}


def test_what_stands_beside_nothing_is_refused(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """And what fits several texts, and what is wrong: then its text is not taken half."""
    folder = fill(
        tmp_path / "in",
        {
            "lonely.notes.json": "[]",
            "a.transcription.zh.one.txt": "1",
            "a.transcription.zh.two.txt": "2",
            "a.notes.json": "[]",
            "b.translation.en.txt": "b",
            "b.citation.json": "{",
            "c.translation.en.txt": "c",
            "c.notes.json": json.dumps([{"text": "n", "quote": "not there"}]),
        },
    )
    results = took(repository, folder)
    assert "goes with a text of lonely, but none is here" in results["lonely.notes.json"]
    assert "call it a.transcription.zh.one.notes.json or" in results["a.notes.json"]
    assert "b.citation.json" in results["b.translation.en.txt"]
    assert "not there" in results["c.translation.en.txt"]
    assert repository.keys() == ["a"]


def test_named_files_have_companions_too(repository: provrepo.Repository, tmp_path: Path) -> None:
    """As a shell writes `first/*`; of one file alone nothing else is taken."""
    fill(tmp_path, {"a.transcription.zh.txt": "a", "a.citation.json": '{"title": "A"}'})
    took(repository, tmp_path / "a.transcription.zh.txt")
    assert repository.citation("a") is None
    took(repository, *sorted(tmp_path.glob("a.*")))
    assert (repository.citation("a") or {})["title"] == "A"


def test_what_is_no_text_is_left_out_and_counted(tmp_path: Path, run: CommandLine) -> None:
    """What systems leave behind, what tells of the folder, images; the rest is refused."""
    fill(
        tmp_path / "in",
        {
            "a.translation.en.txt": "a",
            ".DS_Store": b"\0",
            ".git/config": "x",
            "~$a.docx": "lock",
            "Thumbs.db": "x",
            "__MACOSX/x": "x",
            "README.md": "read me",
            "LICENSE": "MIT",
            "readme.translation.en.txt": "a text that is called so",
            "scan.png": b"\x89PNG\r\n\x1a\n",
            "voice.mp3": b"ID3\x04",
            "mets.xml": "<mets/>",
            "b.pdf": b"%PDF-1.7",
            "sub/x.translation.en.txt": "x",
            "sub/x.translation.en.txt~": "what it was before",
            "a.translation.en.txt.bak": "what it was before",
            "a.translation.en.txt.ORIG": "what it was before",
        },
    )
    run("init", "in/sub/repo.db")
    run("init", "repo.db")
    result = run("ingest", "in", "--repo", "in/sub/repo.db", "--report", "in/r.json")
    messages = result.stderr.decode()
    assert result.returncode == 1
    assert (
        "left out: METS files (1), about the folder (2), backups of files (3), hidden (5), "
        "images (1), recordings (1), the repository or a file of this run"
    ) in messages
    assert "in/b.pdf: is a PDF" in messages
    assert [line.split()[1] for line in result.stdout.decode().splitlines()] == [
        "a/translation:en@v1",
        "readme/translation:en@v1",
        "x/translation:en@v1",
    ]
    report = json.loads((tmp_path / "in" / "r.json").read_text())
    left = [entry for entry in report["files"] if entry["status"] == "left out"]
    assert [entry["file"] for entry in left] == ["in/mets.xml", "in/scan.png", "in/voice.mp3"]


def test_links_do_not_lead_out(repository: provrepo.Repository, tmp_path: Path) -> None:
    """One within the folder is counted, as its file is read; others are refused and named."""
    outside = fill(tmp_path / "out", {"o.translation.en.txt": "secret"})
    folder = fill(tmp_path / "in", {"a.translation.en.txt": "a"})
    (folder / "b.translation.en.txt").symlink_to("a.translation.en.txt")
    (folder / "c.translation.en.txt").symlink_to(outside / "o.translation.en.txt")
    (folder / "d").symlink_to(outside)
    (folder / "e.translation.en.txt").symlink_to("nowhere")
    (folder / "round").symlink_to(folder)
    (folder / "f.translation.en.txt").symlink_to("f.translation.en.txt")
    run = repository.ingest_files([folder])
    results = {Path(ingested.file).name: summary(ingested) for ingested in run}
    assert results.pop("a.translation.en.txt").startswith("new")
    assert results.keys() == {
        "c.translation.en.txt",
        "d",
        "e.translation.en.txt",
        "f.translation.en.txt",
    }
    assert "link out of the folder" in results["d"]
    assert "leads nowhere" in results["e.translation.en.txt"]
    assert run.skipped == {"links within the folder": 2}
    assert repository.keys() == ["a"]
    # A folder that is itself a link was named by the user.
    (tmp_path / "named").symlink_to(folder)
    assert "unchanged: a/translation:en@v1" in took(repository, tmp_path / "named").values()


@pytest.mark.skipif(sys.platform == "win32", reason="no such files there")
def test_pipes_sockets_and_devices_are_refused(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """They are not opened, in folders and named; nothing hangs."""
    folder = fill(tmp_path / "in", {"a.translation.en.txt": "a"})
    os.mkfifo(folder / "f.translation.en.txt")
    held = socket.socket(socket.AF_UNIX)
    held.bind(os.fspath(folder / "s.translation.en.txt"))
    results = took(repository, folder)
    held.close()
    for name in ("f", "s"):
        assert "is a device, a pipe or a socket" in results[f"{name}.translation.en.txt"]
    named = took(repository, folder / "f.translation.en.txt", Path("/dev/zero"))
    assert all(result.startswith("refused") for result in named.values())


AS_NOBODY = """
import os, sys
from provrepo.cli import main
def run(*arguments):
    sys.argv = ["provrepo", *arguments]
    try:
        main()
    except SystemExit as ended:
        return ended.code
run("ingest", "first")  # all is imported that a user may not read
if os.geteuid() == 0:
    os.seteuid(65534)
sys.exit(run("ingest", "in"))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no users there")
def test_what_may_not_be_read_is_refused(tmp_path: Path, run: CommandLine) -> None:
    """A file and a folder without the right; the rest is in. As another user, as root reads all."""
    folder = fill(
        tmp_path / "in",
        {"a.translation.en.txt": "a", "b.translation.en.txt": "b", "c/c.translation.en.txt": "c"},
    )
    fill(tmp_path / "first", {"first.translation.en.txt": "1"})
    run("init")
    (folder / "b.translation.en.txt").chmod(0)
    (folder / "c").chmod(0)
    for path in (tmp_path, *tmp_path.glob("provrepo.db*")):
        path.chmod(0o777 if path.is_dir() else 0o666)
    for parent in tmp_path.parents:  # what pytest keeps for its own user
        if os.fspath(parent).startswith(("/tmp/", "/var/tmp/")):  # noqa: S108
            parent.chmod(parent.stat().st_mode | 0o055)
    process = subprocess.run(
        [sys.executable, "-c", AS_NOBODY], cwd=tmp_path, capture_output=True, check=False
    )
    (folder / "c").chmod(0o755)
    messages = process.stderr.decode()
    assert b"new: a/translation:en@v1" in process.stdout, messages
    assert messages.count("cannot be read: permission denied") == 2
    assert process.returncode == 1


def test_names_of_any_bytes(tmp_path: Path, run: CommandLine) -> None:
    """Not UTF-8, with ESC, line ends, brackets: shown in signs, never sent, and ingested."""
    folder = tmp_path / "in"
    folder.mkdir()
    names = [
        b"a.\xff\xfe.transcription.zh.txt",
        b"b\x1b[31m\n.xml",
        b"c[red].translation.en.txt",
        "d\u202e.xml".encode(),
    ]
    for name in names:
        data = epidoc("x").encode() if name.endswith(b"xml") else b"x"
        with open(os.fsencode(folder) + b"/" + name, "wb") as file:  # noqa: PTH123 - bytes
            file.write(data)
    run("init")
    for arguments in (("--dry-run",), ("--json",), ("--report", "r.json"), ()):
        result = run("ingest", "in", *arguments)
        assert b"\x1b" not in result.stdout + result.stderr
        assert "\u202e" not in (result.stdout + result.stderr).decode()
        assert b"Traceback" not in result.stderr
    json.loads((tmp_path / "r.json").read_text())
    assert {b"b-31m", b"d"} <= {line.split()[0] for line in run("list").stdout.splitlines()}


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("gb18030", "外交部关于边界谈判的请示 \U00020000"),
        ("big5", "外交部關於邊界談判的請示"),
        ("euc-kr", "외무성 전보"),
        ("windows-1251", "Запись беседы"),
        ("utf-16-le", "Cable é"),
    ],
)
def test_encodings_of_a_whole_folder(
    repository: provrepo.Repository, tmp_path: Path, encoding: str, text: str
) -> None:
    """With the encoding named all is in and each file kept; without it all is refused."""
    data = text.encode(encoding)
    folder = fill(tmp_path / "in", {f"t{letter}.translation.en.txt": data for letter in "ab"})
    refused = took(repository, folder)
    assert all("--encoding" in result for result in refused.values())
    took(repository, folder, encoding=encoding)
    assert repository.content("ta") == text
    assert repository.file("tb") == data


def test_what_no_text_may_hold(repository: provrepo.Repository, tmp_path: Path) -> None:
    """NUL and lone surrogates, in whatever encoding; an empty file."""
    folder = fill(
        tmp_path / "in",
        {
            "nul.translation.en.txt": b"a\0b",
            "surrogate.translation.en.txt": b"\xed\xa0\x80",
            "utf16.translation.en.txt": b"\xff\xfe\x00\xd8",
            "empty.translation.en.txt": b"",
            "good.translation.en.txt": b"good",
        },
    )
    results = took(repository, folder)
    assert results.pop("good.translation.en.txt") == "new: good/translation:en@v1"
    assert all(result.startswith("refused") for result in results.values())
    assert len(results) == 4


def test_an_empty_folder_is_said_to_be_empty(tmp_path: Path, run: CommandLine) -> None:
    """Nothing was done: status 2."""
    (tmp_path / "in").mkdir()
    run("init")
    result = run("ingest", "in")
    assert (result.returncode, result.stdout) == (2, b"")
    assert b"in: there is no file in this folder" in result.stderr


def test_the_plan_is_a_table(tmp_path: Path, run: CommandLine) -> None:
    """New, changed, refused and why; Chinese names keep the columns; nothing is stored."""
    folder = fill(
        tmp_path / "in",
        {
            "a.translation.en.txt": "a",
            "b.translation.en.txt": "b",
            "北京/c.translation.en.txt": "c",
            "外交部电报.translation.en.txt": "x",
        },
    )
    run("init")
    run("ingest", folder / "a.translation.en.txt", folder / "b.translation.en.txt")
    fill(folder, {"b.translation.en.txt": "B"})
    result = run("ingest", "in", "--dry-run")
    assert result.returncode == 1
    lines = result.stdout.decode().splitlines()
    assert [line.split()[0] for line in lines] == ["changed", "new", "refused"] or [
        line.split()[0] for line in lines
    ] == ["changed", "refused", "new"]
    assert "changed  b/translation:en@v2" in lines[0]
    assert any("外交部电报" in line and "KEY" in line for line in lines)
    assert b"1 changed; 1 new; 1 refused; 1 unchanged" in result.stderr
    assert b"nothing was stored" in result.stderr
    assert len(run("list").stdout.splitlines()) == 2


FORMATS = SHARED / "corpora" / "frus-history"


def test_pages_that_became_documents_are_told_how_to_be_one_text(
    tmp_path: Path, run: CommandLine
) -> None:
    """In the plan and at the end; with a document named they are its pages, and nothing is said."""
    page = "<?xml version='1.0'?><alto><Layout><Page><PrintSpace><TextBlock><TextLine><String "
    fill(
        tmp_path / "scans",
        {
            f"{number:04}.xml": f"{page}CONTENT='{number}'/></TextLine></TextBlock></PrintSpace>"
            "</Page></Layout></alto>"
            for number in (1, 2, 10)
        },
    )
    run("init")
    advice = b"3 files are pages, each a document of its own"
    assert advice in run("ingest", "scans", "--dry-run").stderr
    one_text = ("ingest", "scans", "--document", "book", "--text", "transcription:de")
    assert b"pages" not in run(*one_text).stderr
    assert run("show", "book").stdout == b"1\n\f2\n\f10\n"
    assert advice in run("ingest", "scans").stderr
    assert b"pages" not in run("ingest", "scans").stderr


@needs("corpora", "frus-history")
def test_a_corpus_goes_in_by_one_command(tmp_path: Path, run: CommandLine) -> None:
    """95 files with 291 notes: all are in, each note at its place; again, nothing is new."""
    shutil.copytree(FORMATS, tmp_path / "frus-history")
    run("init")
    result = run("ingest", "frus-history", "--text", "transcription:en")
    assert result.returncode == 0, result.stderr
    assert b"95 new; left out: about the folder (2)" in result.stderr
    with provrepo.open(tmp_path / "provrepo.db") as repository:
        texts = [document.key for document in repository.documents()]
        assert len(texts) == 95
        notes = [note for key in texts for note in repository.notes(key).notes]
        for key in texts:
            name = next((tmp_path / "frus-history").rglob(f"{key}.xml"))
            assert repository.file(key) == name.read_bytes()
    assert len(notes) == 291
    assert not any(note.unanchored for note in notes)
    assert all(note.anchor is not None for note in notes)
    again = run("ingest", "frus-history", "--text", "transcription:en", "--report", "again.json")
    assert b"95 unchanged" in again.stderr
    assert b"warning" not in again.stderr
    report = json.loads((tmp_path / "again.json").read_text())
    assert any(entry.get("warnings") for entry in report["files"])


def test_a_file_refused_by_its_name_alone(repository: provrepo.Repository, tmp_path: Path) -> None:
    """The library raises what the folder's run names."""
    with pytest.raises(InputError, match="makes no key"):
        repository.ingest(fill(tmp_path, {"北京.txt": "x"}) / "北京.txt", text="transcription:zh")


@pytest.mark.parametrize("name", [name for name in READERS if name not in ("any", "pages")])
def test_the_file_comes_back_byte_for_byte(
    repository: provrepo.Repository, tmp_path: Path, name: str
) -> None:
    """Of every format, from every seed that its reader is fuzzed with."""
    reader = READERS[name]
    suffix = {"text": ".md"}.get(name, Path(reader.path).suffix)
    seeds = reader.seeds()[:12]
    for number, data in enumerate(seeds):
        (tmp_path / f"{name}{number}{suffix}").write_bytes(data)
    for number, data in enumerate(seeds):
        path = tmp_path / f"{name}{number}{suffix}"
        if name == "tei":
            outcome = repository.ingest(path, all_texts=True)
        else:
            outcome = repository.ingest(path, document=f"{name}-{number}", text="transcription:en")
        for text_outcome in (outcome, *outcome.siblings):
            assert repository.file(text_outcome.version.reference) == data
    assert seeds
