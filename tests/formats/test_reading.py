"""From bytes to a draft: encodings, front matter, file names, and what is refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import provrepo
from provrepo import errors
from provrepo.accession.placing import parse_text
from provrepo.accession.placing import split as split_name
from provrepo.formats.draft import decode
from provrepo.formats.plain.front_matter import split
from provrepo.reading.files import is_file_argument, read_draft
from provrepo.store.rules import base_name


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_byte_order_mark_decides_and_stays(encoding: str) -> None:
    """The mark is part of the text: nothing is trimmed."""
    text = "\ufeff外交部\r\n"
    assert decode(text.encode(encoding), "x") == text


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "euc-kr", "windows-1251", "utf-16"])
def test_a_named_encoding_is_used(encoding: str) -> None:
    """Any text encoding that Python knows will do."""
    text = {"euc-kr": "외무성", "windows-1251": "Письмо"}.get(encoding, "外交部")
    assert decode(text.encode(encoding), "x", encoding) == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("gb18030", "外交部：三月七日夜大雾，渔船十一艘未归。"),
        ("big5", "外交部電報，三月七日夜大霧，漁船十一艘未歸。"),
        ("euc-kr", "조선인민군 제3사단은 압록강을 건넜다."),
        ("windows-1251", "Рыбачьи лодки в тумане не вернулись."),
        ("windows-1252", "Le café était fermé à l’école."),
    ],
)
def test_the_encoding_that_is_likely_is_named_first(encoding: str, text: str) -> None:
    """Who copies what is proposed reads the text, and not signs that nobody uses."""
    data = text.encode(encoding)
    with pytest.raises(errors.Undecodable, match=f"name it: --encoding {encoding} ") as caught:
        decode(data, "letter.txt")
    assert caught.value.possible[0] == encoding
    assert all(decode(data, "letter.txt", name) for name in caught.value.possible)


def test_nothing_is_guessed() -> None:
    """Bytes that are no UTF-8 name their offset and line, and the way out."""
    with pytest.raises(errors.Undecodable, match="--encoding") as caught:
        decode("ok\nПи".encode("windows-1251"), "letter.txt")
    assert (caught.value.offset, caught.value.byte, caught.value.line) == (3, 0xCF, 2)


@pytest.mark.parametrize("name", ["nonsense", "rot13", "base64", "hex", "", "a\0b"])
def test_unknown_encodings_are_refused(name: str) -> None:
    """Codecs that are no text encodings count as unknown."""
    with pytest.raises(errors.InvalidValue):
        decode(b"x", "x", name)


@pytest.mark.parametrize("data", [b"a\0b", "外".encode("utf-16-le") + b"\0\0"])
def test_nul_is_refused(data: bytes) -> None:
    """A NUL character stands in no text; its place is named."""
    with pytest.raises(errors.InputError):
        decode(data, "x")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["Cable no. 1\n", "外交部来电。\n\n第一段。\n", "Телеграмма 5\n"])
def test_utf_16_without_a_mark_is_named(text: str, encoding: str) -> None:
    """In the order of its bytes: so the command that the message proposes reads the file."""
    with pytest.raises(errors.InputError, match=f"--encoding {encoding}"):
        decode(text.encode(encoding), "x")
    assert decode(text.encode(encoding), "x", encoding) == text


@pytest.mark.parametrize(
    ("text", "table", "remainder"),
    [
        ('+++\ntitle = "A"\n+++\nBody\n', {"title": "A"}, "Body\n"),
        ('\ufeff+++\r\na = 1\r\nb = "x"\r\n+++\r\nBody', {"a": 1, "b": "x"}, "Body"),
        ("+++\n+++\nBody", {}, "Body"),
        ("+++ \nnot closed", {}, "+++ \nnot closed"),
        ("Body\n+++\na = 1\n+++\n", {}, "Body\n+++\na = 1\n+++\n"),
        ("++++\nx", {}, "++++\nx"),
    ],
)
def test_front_matter_is_split_off(text: str, table: object, remainder: str) -> None:
    """TOML between two lines of +++ at the very beginning, and nothing else."""
    assert split(text, "x") == (table, remainder)


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("title = ", "line 2, column 9"),
        ("a = 1\na = 2", "line 3"),
        ("a = 1.5", "in quotes"),
        ("a = 07:32:00", "in quotes"),
        ("[x]\nd = 1961-05-03", "x.d"),
        ('agents = "A"\nactivity = 3', "activity"),
        ("based_on = [1]", "based_on"),
    ],
)
def test_bad_front_matter_says_where(toml: str, words: str) -> None:
    """Syntax errors name line and column of the file, other errors the key."""
    with pytest.raises(errors.InputError, match=words):
        read_draft(f"+++\n{toml}\n+++\ntext".encode())


def test_front_matter_fills_what_flags_do_not_say(repository: provrepo.Repository) -> None:
    """It names document, text, people, date and metadata; flags go first."""
    from provrepo.editing.changes import Changes

    text = """+++
document = "letter"
text = "translation:en"
based_on = "label:the original"
agents = ["Li:translator", "Wu:editor"]
message = "from the file"
created = 1961-05-03
title = "A letter"
issued = 1961-05-01
author = ["Wang, Li", "Ministry"]
+++
Dear friend
"""
    version = repository.ingest(text.encode(), Changes(message="from the flag")).version
    assert version.text == "letter/translation:en"
    assert [contribution.role for contribution in version.contributions] == ["translator", "editor"]
    assert (version.record.message, version.record.created) == ("from the flag", "1961-05-03")
    assert repository.content("letter") == "Dear friend\n"
    assert repository.citation("letter") == {
        "title": "A letter",
        "issued": {"date-parts": [[1961, 5, 1]]},
        "author": [{"family": "Wang", "given": "Li"}, {"literal": "Ministry"}],
        "type": "document",
    }


@pytest.mark.parametrize(
    ("name", "key", "text"),
    [
        ("border-cable.translation.en.txt", "border-cable", "translation:en"),
        ("a.b.transcription.zh-hant.wang.md", "a.b", "transcription:zh-Hant:wang"),
        ("a.translation.en.transcription.zh.txt", "a.translation.en", "transcription:zh"),
    ],
)
def test_names_tell_where_files_belong(name: str, key: str, text: str) -> None:
    """A name is split at its last kind."""
    named = split_name(name)
    assert named
    assert (named.document(), str(named.text())) == (key, text)


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("Border Cable.translation.en.txt", "--document border-cable"),
        (".translation.en.txt", "--document KEY"),
        ("a.translation.txt", "--text translation:LANGUAGE"),
        ("a.translation.english_uk.txt", "--text translation:LANGUAGE"),
        ("a.translation.en.Wang.txt", "--text translation:LANGUAGE"),
        ("a.translation.en.wang.x.txt", "--text translation:LANGUAGE"),
    ],
)
def test_names_that_do_not_are_answered_with_advice(name: str, advice: str) -> None:
    """Each error says which flag helps, with a suggestion where there is one."""
    named = split_name(name)
    assert named

    def use() -> None:
        named.document()
        named.text()

    with pytest.raises(errors.InputError, match=advice):
        use()


@pytest.mark.parametrize(
    "text", ["", "translation", "translation:", "translation:en:", "x:en", "::"]
)
def test_texts_that_are_none(text: str) -> None:
    """A text is written KIND:LANGUAGE[:LABEL]."""
    with pytest.raises(errors.InvalidValue):
        parse_text(text)


@pytest.mark.parametrize(
    ("name", "data", "advice"),
    [
        ("a.txt", b"%PDF-1.7", "pdftotext"),
        ("a.txt", b"{\\rtf1", "LibreOffice"),
        ("a.docx", b"PK\x03\x04", "damaged or incomplete zip"),
        ("a.doc", b"\xd0\xcf\x11\xe0", "LibreOffice"),
        ("a.tif", b"II*\0", "transcribe"),
        ("a.html", b"<html>", "pandoc"),
        ("a.txt", b"", "empty"),
        ("a.csv", b"a,b", ".csv files are not read"),
        ("a.md", b"+++\n+++\n", "front matter"),
    ],
)
def test_what_is_no_text_is_refused_with_advice(
    tmp_path: Path, name: str, data: bytes, advice: str
) -> None:
    """Recognised by content first, then by suffix."""
    (tmp_path / name).write_bytes(data)
    with pytest.raises(errors.InputError, match=advice):
        read_draft(tmp_path / name)


@pytest.mark.parametrize("kind", ["folder", "fifo", "device", "loop", "missing", "nul"])
def test_what_is_no_file_is_refused(tmp_path: Path, kind: str) -> None:
    """Nothing hangs, and each gets one line."""
    path = tmp_path / "x.txt"
    if kind == "folder":
        path.mkdir()
    elif kind == "fifo":
        os.mkfifo(path)
    elif kind == "loop":
        path.symlink_to(path)
    source = {"device": "/dev/null", "nul": "a\0b"}.get(kind, str(path))
    with pytest.raises(errors.InputError):
        read_draft(source)


def test_undecodable_names_are_percent_encoded(tmp_path: Path) -> None:
    """A record keeps a name that is no UTF-8 readable and exact."""
    assert base_name(os.fsdecode(b"/x/caf\xe9 \xe5\xa4\x96.txt")) == "caf%E9 外.txt"
    path = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")
    Path(path).write_bytes(b"x")
    assert read_draft(path).name == "caf%E9.txt"


def test_an_argument_is_a_file_where_it_exists_and_looks_like_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A suffix or a separator makes it one; a bare name is a document's key."""
    monkeypatch.chdir(tmp_path)
    for name in ("cable", "cable.txt"):
        Path(name).write_text("x")
    assert is_file_argument("cable.txt")
    assert is_file_argument("./cable")
    assert not is_file_argument("cable")
    assert not is_file_argument("other.txt")
    assert not is_file_argument("a\0b.txt")


@pytest.mark.parametrize(
    ("written", "created"),
    [
        ("1998", "1998"),
        ("1998-03-14", "1998-03-14"),
        ('"1998-03"', "1998-03"),
        ("1998-03-14T10:00:00Z", "1998-03-14T10:00:00Z"),
        ("1998-03-14T12:00:00+02:00", "1998-03-14T10:00:00Z"),
    ],
)
def test_dates_in_front_matter_need_no_quotes(written: str, created: str) -> None:
    """TOML's own dates are taken as well as quoted ones."""
    assert read_draft(f"+++\ncreated = {written}\n+++\nx".encode()).created == created
