"""Files on disk: whole or refused, and never half an old and half a new one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from provrepo import errors
from provrepo.reading import files
from provrepo.reading.files import is_file_argument, read_bytes, read_draft, read_drafts

TWO_TEXTS = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc/></teiHeader><text><body>'
    '<div type="edition" xml:lang="ru"><p>Письмо</p></div>'
    '<div type="translation" xml:lang="en"><p>Letter</p></div></body></text></TEI>'
).encode()


def test_a_file_is_read_byte_for_byte(tmp_path: Path) -> None:
    """Empty, long, or with any bytes; by a string or a path."""
    for data in (b"", b"\0\r\n\xff", b"x" * 3_000_000):
        path = tmp_path / "file"
        path.write_bytes(data)
        assert read_bytes(path) == read_bytes(str(path)) == data


def test_a_file_whose_size_the_system_does_not_tell_is_read_to_its_end() -> None:
    """Files of /proc have the size 0 and some bytes."""
    if not Path("/proc/self/status").exists():
        pytest.skip("this system has no /proc")
    assert read_bytes("/proc/self/status").startswith(b"Name:")


@pytest.mark.parametrize("made", ["folder", "pipe", "nothing", "nul"])
def test_what_is_no_file_is_refused(tmp_path: Path, made: str) -> None:
    """Each with what is there; a pipe that nobody writes into does not hang."""
    path = tmp_path / made
    messages = {
        "folder": "is a folder; name the files in it",
        "pipe": "is a device or a pipe",
        "nothing": "there is no such file",
        "nul": "cannot be read: no file can be called so",
    }
    if made == "folder":
        path.mkdir()
    elif made == "pipe":
        os.mkfifo(path)
    name = f"{path}\0" if made == "nul" else str(path)
    with pytest.raises(errors.InputError) as caught:
        read_bytes(name)
    assert messages[made] in str(caught.value)
    assert caught.value.path == name


def test_a_name_that_is_too_long_is_refused(tmp_path: Path) -> None:
    """In the words of the system, in small letters, as the rest of the line is."""
    with pytest.raises(errors.InputError, match="cannot be read: file name too long"):
        read_bytes(tmp_path / ("x" * 300))


def changing(monkeypatch: pytest.MonkeyPatch, path: Path, times: int) -> None:
    """Have another program write to ``path`` each time it was read, ``times`` times."""
    whole = files._whole  # noqa: SLF001
    reads = 0

    def whole_then_changed(descriptor: int, size: int) -> bytes:
        nonlocal reads
        data = whole(descriptor, size)
        reads += 1
        if reads <= times:
            path.write_bytes(b"new " * (reads + 1))
        return data

    monkeypatch.setattr(files, "_whole", whole_then_changed)


def test_a_file_that_changes_while_it_is_read_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is stored is a state that the file had."""
    path = tmp_path / "file"
    path.write_bytes(b"old")
    changing(monkeypatch, path, 1)
    assert read_bytes(path) == b"new new "


def test_a_file_that_goes_on_changing_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody knows which of its states would be meant."""
    path = tmp_path / "file"
    path.write_bytes(b"old")
    changing(monkeypatch, path, 2)
    with pytest.raises(errors.InputError, match="is being changed while it is read"):
        read_bytes(path)


def test_an_error_of_the_disk_is_an_error_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is named with the file, and the descriptor is closed."""
    path = tmp_path / "file"
    path.write_bytes(b"old")
    opened: list[int] = []

    def failing(descriptor: int, _: int) -> bytes:
        opened.append(descriptor)
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(files, "_whole", failing)
    with pytest.raises(errors.InputError, match="file: cannot be read: input/output error"):
        read_bytes(path)
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(opened[0])


def test_which_arguments_are_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An existing one with a separator or a suffix; everything else may be a reference."""
    monkeypatch.chdir(tmp_path)
    for name in ("cable", "cable.txt"):
        Path(name).write_text("x")
    Path("folder.d").mkdir()
    assert [is_file_argument(name) for name in ("cable.txt", "./cable")] == [True, True]
    for name in ("cable", "cable.md", "folder.d", "./folder.d", "./" + "x" * 5000, "a\0/b", ""):
        assert not is_file_argument(name), name


def test_a_file_of_two_texts_is_not_one(tmp_path: Path) -> None:
    """Both are named, so that somebody can choose."""
    path = tmp_path / "a.xml"
    path.write_bytes(TWO_TEXTS)
    assert [draft.text for draft in read_drafts(path)] == ["transcription:ru", "translation:en"]
    with pytest.raises(
        errors.InputError, match=r"holds 2 texts \(transcription:ru, translation:en\)"
    ):
        read_draft(path)


def test_bytes_are_read_as_a_file_without_a_name() -> None:
    """What they are is told from the bytes alone."""
    assert read_draft(b"One [two].").content == "One [two]."
