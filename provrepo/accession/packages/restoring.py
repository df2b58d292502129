"""A whole package becomes a repository again, checked against its own checkpoint and ledger."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from provrepo.accession.packages import bag, store
from provrepo.accession.packages.holdings import Holdings
from provrepo.errors import Damaged, InputError, InvalidValue
from provrepo.reading.packages import ocfl
from provrepo.reading.packages.bagit import DECLARED
from provrepo.reading.packages.folder import UNFINISHED
from provrepo.store.checkpoint import Checkpoint
from provrepo.store.database import Database
from provrepo.store.merkle import Frontier, leaf_hash
from provrepo.store.record_bytes import named_by, purged_by, read_record
from provrepo.store.records import Event, Opaque, VersionRecord
from provrepo.store.restore import History, Named, restore
from provrepo.store.tiles import tiles

READERS: dict[str, Callable[[Holdings], None]] = {DECLARED: bag.read, ocfl.DECLARED: store.read}
"""By the file that tells the format of a package: what reads it."""


def restore_package(
    folder: str | os.PathLike[str],
    url: str,
    *,
    wait: float,
    begin: Callable[[int], object],
    tick: Callable[[int], object],
) -> Database:
    """Make a repository of a package at a path or URL. See `provrepo.create`."""
    root = Path(folder)
    reader = _reader(root)
    begin(sum(len(names) for _, _, names in os.walk(root)))
    holdings = Holdings(root, tick)
    reader(holdings)
    history = _history(holdings)
    try:
        return restore(url, history, wait=wait)
    except (Damaged, InvalidValue) as error:
        what = error.what if isinstance(error, Damaged) else error
        raise InputError(str(root), f"is no whole history: {what}") from None


def _reader(root: Path) -> Callable[[Holdings], None]:
    if not root.is_dir():
        raise InputError(str(root), "is no folder; name the folder of a package")
    if (root / UNFINISHED).exists():
        raise InputError(
            str(root), "is not whole: a run was broken off; run the same `provrepo package` again"
        )
    for name, reader in READERS.items():
        if (root / name).is_file():
            return reader
    raise InputError(
        str(root), "is no package from which a repository can be restored: a bag or a store of OCFL"
    )


def _history(holdings: Holdings) -> History:
    """Return the history of a package, its records checked against checkpoint and tiles."""
    checkpoint = _checkpoint(holdings)
    _check_places(holdings, checkpoint)
    tree, leaves = Frontier(), []
    purged: set[tuple[str, str]] = set()
    named: set[str] = set()
    for index in range(checkpoint.size):
        data = holdings.read(holdings.records[index])
        leaves.append(leaf_hash(data))
        tree.push(leaves[-1])
        record = _parsed(holdings, index, data)
        if index == 0 and _origin(record) != checkpoint.origin:
            raise holdings.wrong(
                holdings.records[0], f"is not the beginning of {checkpoint.origin}"
            )
        named |= named_by(record)
        purged |= purged_by(record)
    if tree.root() != checkpoint.root:
        raise holdings.wrong(
            holdings.checkpoint, "is not the checkpoint of these records: the root is another one"
        )
    _check_tiles(holdings, leaves)
    for path, digest in holdings.beside.items():
        if digest.hex() not in named:
            raise holdings.wrong(path, "is not what any record names: it is another file")

    def all_records() -> Iterator[bytes]:
        for index in range(checkpoint.size):
            yield holdings.read(holdings.records[index])

    agents_and_signatures = Named(holdings.agents, holdings.signatures)
    return History(all_records, agents_and_signatures, holdings.find, purged, checkpoint)


def _check_places(holdings: Holdings, checkpoint: Checkpoint) -> None:
    """Raise InputError unless each place in the ledger has a record."""
    records, size = holdings.records, checkpoint.size
    missing = next((index for index in range(size) if index not in records), None)
    if missing is not None:
        raise holdings.wrong(
            "",
            f"holds {len(records)} of the {size} records of {checkpoint.origin}, and not record "
            f"{missing}; only a package of all documents can be restored",
        )
    if len(records) > size:
        raise holdings.wrong(
            records[max(records)], f"is record {max(records)}, and the checkpoint has {size}"
        )


def _origin(record: VersionRecord | Event | Opaque) -> object:
    is_init = isinstance(record, Event) and record.event == "init"
    return record.data.get("origin") if is_init and isinstance(record, Event) else None


def _parsed(holdings: Holdings, index: int, data: bytes) -> VersionRecord | Event | Opaque:
    try:
        return read_record(data, f"record {index}")
    except Damaged as error:
        raise holdings.wrong(holdings.records[index], error.what) from None


def _checkpoint(holdings: Holdings) -> Checkpoint:
    if not holdings.checkpoint:
        raise holdings.wrong("", "has no checkpoint; is it a package of provrepo?")
    try:
        return Checkpoint.parse(holdings.read(holdings.checkpoint).decode())
    except ValueError as error:
        raise holdings.wrong(holdings.checkpoint, f"is no checkpoint: {error}") from None


def _check_tiles(holdings: Holdings, leaves: list[bytes]) -> None:
    """Raise InputError where a tile is missing, or is not that of the records."""
    expected = dict(tiles(leaves))
    for name in expected.keys() - holdings.tiles.keys():
        raise holdings.wrong("", f"has no {name}, a part of the ledger")
    whole = {name.partition(".p/")[0]: data for name, data in expected.items()}
    for name, path in holdings.tiles.items():
        tile, _, width = name.partition(".p/")
        data = whole.get(tile, b"")
        if width.isdigit():  # with it an earlier checkpoint is proved
            data = data[: 32 * int(width)]
        if not data or holdings.read(path) != data:
            raise holdings.wrong(path, "is not the ledger's: the records have other hashes")
