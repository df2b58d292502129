"""The published proof vectors of RFC 6962/9162 trees are accepted and refused as they say."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from provrepo.store import merkle
from tests.shared import SHARED, needs

FOLDER = SHARED / "suites" / "merkle"


def vectors(kind: str) -> list[Path]:
    """Return the files of one kind of proof."""
    return sorted((FOLDER / kind).rglob("*.json"))


def name(path: Path) -> str:
    """Return what a vector is called in the list of tests."""
    return "/".join(path.relative_to(FOLDER).with_suffix("").parts[1:])


def read(path: Path) -> tuple[dict[str, Any], list[bytes]]:
    """Return a vector and its proof."""
    vector = json.loads(path.read_text())
    return vector, [base64.b64decode(one) for one in vector["proof"] or []]


@needs("suites", "merkle")
@pytest.mark.parametrize("path", vectors("inclusion"), ids=name)
def test_inclusion(path: Path) -> None:
    """A right inclusion proof is accepted, any other is refused."""
    vector, proof = read(path)
    root, leaf = base64.b64decode(vector["root"]), base64.b64decode(vector["leafHash"])
    accepted = merkle.is_included(leaf, vector["leafIdx"], vector["treeSize"], proof, root)
    assert accepted is not vector["wantErr"], vector["desc"]


@needs("suites", "merkle")
@pytest.mark.parametrize("path", vectors("consistency"), ids=name)
def test_consistency(path: Path) -> None:
    """A right consistency proof is accepted, any other is refused."""
    vector, proof = read(path)
    old, new = (base64.b64decode(vector[root]) for root in ("root1", "root2"))
    accepted = merkle.is_consistent(vector["size1"], vector["size2"], old, new, proof)
    assert accepted is not vector["wantErr"], vector["desc"]


@needs("suites", "merkle")
def test_there_are_vectors() -> None:
    """The folder holds what the tests above run."""
    assert len(vectors("inclusion")) + len(vectors("consistency")) >= 190
