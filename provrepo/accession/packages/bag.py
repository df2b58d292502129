"""Reading a bag (RFC 8493): complete and valid by all its manifests, or refused."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from provrepo.accession.packages.holdings import Holdings, check_file
from provrepo.reading.packages.bagit import ALGORITHMS, DECLARED, PAYLOAD, manifest


def read(holdings: Holdings) -> None:
    """Check all files of a bag, and take them. Raises InputError."""
    declared = holdings.read(DECLARED).decode("utf-8", "replace")
    if not re.match(r"BagIt-Version: (0\.9[67]|1\.0)\s", declared):
        raise holdings.wrong(DECLARED, "declares no version of BagIt that is known here")
    _check_tags(holdings)
    manifests = _manifests(holdings)
    paths = manifests["sha256"]
    for path in sorted(paths):
        check_file(holdings, path, {name: listed[path] for name, listed in manifests.items()})
        holdings.tick(1)
    for path, digest in paths.items():
        holdings.take(path.removeprefix(f"{PAYLOAD}/"), path, bytes.fromhex(digest))


def _check_tags(holdings: Holdings) -> None:
    """Check the tag files by all tag manifests; each lists the manifests and what others list."""
    tag_manifests = {
        algorithm: _listed(holdings, f"tagmanifest-{algorithm}.txt")
        for algorithm in _present(holdings.root, "tagmanifest")
    }
    manifests = {f"manifest-{name}.txt" for name in _present(holdings.root, "manifest")}
    paths = manifests.union(*tag_manifests.values())
    for algorithm, listed in tag_manifests.items():
        for path in sorted(paths - listed.keys()):
            raise holdings.wrong(path, f"is missing in tagmanifest-{algorithm}.txt")
        for path, expected in listed.items():
            check_file(holdings, path, {algorithm: expected})


def _manifests(holdings: Holdings) -> dict[str, dict[str, str]]:
    """Return the manifests by their algorithms; all list the payload that is there."""
    algorithms = _present(holdings.root, "manifest")
    if "sha256" not in algorithms:
        raise holdings.wrong("", "has no manifest-sha256.txt, by which its files are found")
    manifests = {
        algorithm: _listed(holdings, f"manifest-{algorithm}.txt") for algorithm in algorithms
    }
    paths = manifests["sha256"]
    for algorithm, listed in manifests.items():
        for path in sorted(listed.keys() ^ paths.keys()):
            name = algorithm if path in paths else "sha256"
            raise holdings.wrong(path, f"is missing in manifest-{name}.txt")
    for path in _payload(holdings.root):
        if path not in paths:
            raise holdings.wrong(path, "stands in no manifest")
    for path, name in paths.items():
        if not re.fullmatch("[0-9a-f]{64}", name):
            raise holdings.wrong(path, "has no SHA-256 in manifest-sha256.txt")
    return manifests


def _present(root: Path, kind: str) -> list[str]:
    return [name for name in ALGORITHMS if (root / f"{kind}-{name}.txt").is_file()]


def _listed(holdings: Holdings, name: str) -> dict[str, str]:
    data = holdings.read(name)
    for number, line in enumerate(data.splitlines(), 1):
        if line.strip() and not manifest(line):
            raise holdings.wrong(name, f"line {number} is no digest and path of a file")
    return manifest(data)


def _payload(root: Path) -> Iterator[str]:
    for parent, _, files in os.walk(root / PAYLOAD):
        for name in sorted(files):
            yield (Path(parent) / name).relative_to(root).as_posix()
