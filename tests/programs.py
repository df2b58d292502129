"""LibreOffice and Pandoc, which some tests need; where one is absent, the test says so."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
PANDOC = shutil.which("pandoc")

needs_office = pytest.mark.skipif(
    OFFICE is None, reason="left out: LibreOffice is not installed (apt-get install libreoffice)"
)
needs_pandoc = pytest.mark.skipif(
    PANDOC is None, reason="left out: Pandoc is not installed (apt-get install pandoc)"
)


def saved_by_office(path: Path, suffix: str, folder: Path) -> Path:
    """Return a file that LibreOffice has opened and saved again as ``suffix``, in ``folder``."""
    assert OFFICE is not None, "the test is left out without it"
    profile = (folder / "profile").as_uri()
    filters = {"docx": "docx:MS Word 2007 XML", "pdf": "pdf"}
    command = [
        *(OFFICE, "--headless", f"-env:UserInstallation={profile}", "--norestore"),
        *("--convert-to", filters.get(suffix, suffix), "--outdir", str(folder), str(path)),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return folder / f"{path.stem}.{suffix}"


def read_by_pandoc(path: Path, form: str) -> str:
    """Return what Pandoc reads in a file, as plain text."""
    assert PANDOC is not None, "the test is left out without it"
    command = [PANDOC, "--from", form, "--to", "plain", "--wrap", "none", str(path)]
    return subprocess.run(command, check=True, capture_output=True, timeout=300).stdout.decode()
