"""Zip archives that lie: each is refused in one line, and memory stays flat."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest

from provrepo.errors import InputError
from provrepo.formats import zip_members
from provrepo.formats.zip_members import ZipMembers
from provrepo.reading.files import read_drafts
from tests.formats.office import zipped


def sized(data: bytes, size: int) -> bytes:
    """Return a zip whose headers say that its member is of another size."""
    local = data.index(b"PK\x03\x04") + 22
    central = data.index(b"PK\x01\x02") + 24
    changed = bytearray(data)
    for place in (local, central):
        changed[place : place + 4] = struct.pack("<I", size)
    return bytes(changed)


def bomb(name: str, **members: str) -> bytes:
    """Return a zip with a gibibyte of zeros in its last member, packed by hand.

    A piece of a deflate stream that ends with a full flush can be repeated, so that only the first
    mebibyte need be packed. The checksum is left wrong: a reader knows that at the end alone.
    """
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    mebibyte = deflate.compress(bytes(1 << 20)) + deflate.flush(zlib.Z_FULL_FLUSH)
    data = bytearray(zipped_last_stored(members, name, mebibyte * 1024 + deflate.flush()))
    local, central = data.rindex(b"PK\x03\x04"), data.rindex(b"PK\x01\x02")
    for method, size in ((local + 8, local + 22), (central + 10, central + 24)):
        data[method : method + 2] = struct.pack("<H", zipfile.ZIP_DEFLATED)
        data[size : size + 4] = struct.pack("<I", 1 << 30)
    return bytes(data)


def zipped_last_stored(members: dict[str, str], name: str, stored: bytes) -> bytes:
    """Return a zip of members, and of one that is stored as it is."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for member, text in members.items():
            archive.writestr(member, text)
        archive.writestr(name, stored)
    return written.getvalue()


def test_the_bomb_is_a_gibibyte() -> None:
    """What the next test refuses would be unpacked by a reader that believes it."""
    with zipfile.ZipFile(io.BytesIO(bomb("x"))) as archive, archive.open("x") as member:
        assert archive.getinfo("x").file_size == 1 << 30
        assert member.read(3 << 20) == bytes(3 << 20)


def test_members_are_read() -> None:
    """A sound archive gives its members back, folders apart."""
    members = ZipMembers(zipped({"a.xml": "A" * 1000, "folder/": "", "folder/b": b"\xff"}), "x.zip")
    assert members.names == ("a.xml", "folder/b")
    assert (members.read("a.xml"), members.read("folder/b"), members.unsafe) == (
        b"A" * 1000,
        b"\xff",
        0,
    )
    assert "a.xml" in members
    assert "c" not in members


def test_a_gibibyte_in_a_megabyte_is_refused(tmp_path: Path) -> None:
    """It is unpacked piece by piece and given up at the limit; the header is not asked."""
    path = tmp_path / "bomb.docx"
    path.write_bytes(bomb("_rels/.rels", **{"[Content_Types].xml": "", "word/x": ""}))
    assert path.stat().st_size < 1 << 21
    tracemalloc.start()
    with pytest.raises(InputError, match="far larger when unpacked") as caught:
        read_drafts(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "\n" not in str(caught.value)
    assert peak < zip_members.MEMBER_BYTES + (16 << 20)


def test_many_members_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """No member is too large, all of them are."""
    monkeypatch.setattr(zip_members, "TOTAL_BYTES", 1 << 20)
    monkeypatch.setattr(zip_members, "RATIO", 0)
    members = ZipMembers(zipped({f"{number}": bytes(200_000) for number in range(10)}), "x.zip")
    with pytest.raises(InputError, match="far larger"):
        list(map(members.read, members.names))


def test_too_many_members_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of members is limited."""
    monkeypatch.setattr(zip_members, "MEMBERS", 3)
    with pytest.raises(InputError, match="holds 4 members"):
        ZipMembers(zipped({str(number): "" for number in range(4)}), "x.zip")


@pytest.mark.parametrize("size", [10, 999, 1001, 0xFFFFFFF0])
def test_a_lying_size_is_damage(size: int) -> None:
    """Neither a smaller nor a larger size is believed."""
    data = sized(zipped({"a": "A" * 1000}), size)
    with pytest.raises(InputError, match="a in it is damaged"):
        ZipMembers(data, "x.zip").read("a")


def test_a_wrong_sum_is_damage() -> None:
    """A member that is not what was packed is not read."""
    data = zipped({"a": "A" * 1000})
    place = data.index(b"PK\x01\x02") + 16
    with pytest.raises(InputError, match="damaged"):
        ZipMembers(data[:place] + b"\0\0\0\1" + data[place + 4 :], "x.zip").read("a")


def test_a_damaged_member_has_no_beginning_either() -> None:
    """Recognising an archive looks into it, and meets the same damage."""
    data = zipped({"a": "A" * 1000})
    assert ZipMembers(data, "x.zip").beginning("a", 5) == b"AAAAA"
    with pytest.raises(InputError, match="a in it is damaged"):
        ZipMembers(b"PK\3\5" + data[4:], "x.zip").beginning("a", 5)


@pytest.mark.parametrize("length", [10, 60, 100])
def test_a_truncated_archive_is_refused(length: int) -> None:
    """Without its directory an archive cannot be read."""
    with pytest.raises(InputError, match="damaged or incomplete"):
        ZipMembers(zipped({"a": "A" * 1000})[:length], "x.zip")


def test_an_encrypted_member_is_refused() -> None:
    """The advice is to save it without a password."""
    data = bytearray(zipped({"a": "A" * 1000}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    data[data.index(b"PK\x03\x04") + 6] |= 1
    with pytest.raises(InputError, match="password"):
        ZipMembers(bytes(data), "x.zip").read("a")


def test_an_unknown_compression_is_refused() -> None:
    """Only what office files may use is unpacked."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("a", "A" * 1000)
    with pytest.raises(InputError, match="method 12"):
        ZipMembers(written.getvalue(), "x.zip").read("a")


def test_a_name_that_stands_twice_is_refused() -> None:
    """Two readers of such a file could see two different texts."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("a", "one")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a", "two")
    with pytest.raises(InputError, match="2 times"):
        ZipMembers(written.getvalue(), "x.zip").read("a")


@pytest.mark.parametrize("name", ["../a", "a/../../b", "/etc/passwd", "C:/x", "a\\b", "a\0b"])
def test_unsafe_names_are_no_members(name: str) -> None:
    """They are counted, never opened, never written anywhere."""
    data = zipped({"x" * len(name): "one", "b": "two"}).replace(b"x" * len(name), name.encode())
    members = ZipMembers(data, "x.zip")
    assert (members.names, members.unsafe) == (("b",), 1)
    with pytest.raises(InputError, match="holds no"):
        members.read(name)


def test_a_member_without_a_name_is_none() -> None:
    """A name that begins with NUL is empty to the standard library."""
    data = zipped({"x": "one", "b": "two"}).replace(b"x", b"\0")
    assert ZipMembers(data, "x.zip").names == ("b",)


def test_members_that_overlap_are_refused() -> None:
    """Two entries over the same bytes are how small files grow without end."""
    data = bytearray(zipped({"a": "A" * 1000, "b": "B" * 1000}))
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    data[second + 42 : second + 46] = struct.pack("<I", 0)
    with pytest.raises(InputError, match="damaged"):
        ZipMembers(bytes(data), "x.zip").read("b")
