"""What a version was made from, as editors write it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from provrepo import errors
from provrepo.editing.basis import basis
from provrepo.store.records import Basis, Text, TextKey

TRANSLATION = TextKey("a", Text("translation", "en"))
TRANSCRIPTION = TextKey("a", Text("transcription", "zh"))


def find(reference: str) -> tuple[str, TextKey]:
    """Return a version's id and text, as a repository with one transcription would."""
    if reference.startswith("a/transcription"):
        return "1" * 64, TRANSCRIPTION
    raise errors.NotFound("document", reference)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("a/transcription:zh@v2", Basis(version="1" * 64)),
        ("label: Folder 3: a copy ", Basis(label="Folder 3: a copy")),
        ("sha256:" + "ab" * 32, Basis(sha256="ab" * 32)),
        ("https://example.org/x?y:z", Basis(uri="https://example.org/x?y:z")),
        ("urn:isbn:123", Basis(uri="urn:isbn:123")),
    ],
)
def test_a_basis_is_a_version_or_a_source(written: str, expected: Basis) -> None:
    """A scheme makes a source; anything without one is a reference."""
    assert basis(written, TRANSLATION, find) == expected


def test_a_file_stands_for_its_name_and_digest(tmp_path: Path) -> None:
    """Not for the folder in which it lies, which is on one computer only."""
    scan = tmp_path / "scan.tif"
    scan.write_bytes(b"II*\0")
    digest = hashlib.sha256(b"II*\0").hexdigest()
    assert basis(str(scan), TRANSLATION, find) == Basis(label="scan.tif", sha256=digest)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("https://example.org/a b", "a URI has no blanks; a description is label:"),
        ("sha256:abc", "sha256"),
        ("label: ", "label:"),
    ],
)
def test_what_is_no_source_is_refused(written: str, message: str) -> None:
    """The error says how it is written."""
    with pytest.raises(errors.InvalidValue, match=message):
        basis(written, TRANSLATION, find)


def test_what_is_not_here_is_not_found() -> None:
    """A file that does not exist, a text of another repository, a scheme with nothing after it."""
    for written in ("missing.tif", "b/transcription", "x:"):
        with pytest.raises(errors.NotFound):
            basis(written, TRANSLATION, find)


def test_a_version_is_not_based_on_its_own_text() -> None:
    """Its earlier versions are its history."""
    with pytest.raises(errors.InvalidValue, match="its earlier versions are its history"):
        basis("a/transcription:zh", TRANSCRIPTION, find)
