"""The two programs on the page of a package, run as somebody would who has no provrepo."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path


def check_recipe(readme: Path, version: Path, ledger: Path, work: Path) -> None:
    """Follow the page: make a receipt of a version, and check it, its text, and a changed text."""
    programs = re.findall(r"(?s)```python\n(.*?)```", readme.read_text("utf-8"))
    for name, program in zip(("make_proof.py", "check.py"), programs, strict=True):
        (work / name).write_text(program, "utf-8")
    index = int((version / "leaf-index.txt").read_text())
    record, text = version / "record.json", version / "text.txt"
    receipt = work / "version.tlog-proof"
    receipt.write_text(made(work, record, index, ledger), "utf-8")
    checked = run(work / "check.py", receipt, text)
    assert checked.returncode == 0, checked.stderr
    identity, key, number, *checkpoint = checked.stdout.split()
    assert identity == hashlib.sha256(record.read_bytes()).hexdigest()
    said = json.loads(record.read_bytes())
    assert (key, number) == (said["document"], str(said["number"]))
    assert checkpoint == (ledger / "checkpoint").read_text().split()
    (work / "forged.txt").write_bytes(text.read_bytes() + b".")
    assert run(work / "check.py", receipt, work / "forged.txt").returncode == 1
    (work / "forged.json").write_bytes(record.read_bytes().replace(b'"message":"', b'"message":"x'))
    receipt.write_text(made(work, work / "forged.json", index, ledger), "utf-8")
    assert run(work / "check.py", receipt).stderr == "NOT PROVED\n"


def made(work: Path, record: Path, index: int, ledger: Path) -> str:
    """Return the receipt that the page's first program makes."""
    done = run(work / "make_proof.py", record, str(index), ledger)
    assert done.returncode == 0, done.stderr
    return done.stdout


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a program with Python alone: without its packages."""
    return subprocess.run(
        [sys.executable, "-I", "-S", *arguments], capture_output=True, text=True, check=False
    )
