"""The log that lies beside a SQLite file, checked before SQLite opens it.

Where a process was killed, the log (``-wal``) holds what was acknowledged last, and its index
(``-shm``) says how much of it. When a file is closed, SQLite removes both, the index first. So an
index without its log means that somebody removed the log. SQLite itself accepts what it finds and
silently makes a new index. Both formats: https://sqlite.org/walformat.html.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import NamedTuple

from provrepo.store.errors import Damaged

MAGIC = (0x377F0682, 0x377F0683)
LOG_HEADER, FRAME_HEADER = 32, 24
INDEX_HEADER, BACKFILL = 48, 96
"""The index begins with its header twice; then it says how many frames the file has already."""


class _Index(NamedTuple):
    """What the index says: how many frames there are, how many the file has; page size, salts."""

    frames: int
    in_file: int
    page: int
    salts: bytes


def oddities(path: Path) -> list[tuple[str, str]]:
    """Return what is odd about the log of a file that is to be opened: where, and what.

    Raises Damaged where the log is gone, or cut short, and held what the file has not. To be called
    only while the file is not open in this process: see `provrepo.store.sqlite`.
    """
    before, log, after = _index(path), _log(path), _index(path)
    if before != after:  # somebody is writing, or has just closed it
        return []
    if before is not None and before.frames > before.in_file:
        needed = LOG_HEADER + before.frames * (FRAME_HEADER + before.page)
        if log is None or log[1] < needed:
            raise _gone(path, cut_short=log is not None)
    return list(_oddities(_log_of(path), before, log))


def _gone(path: Path, *, cut_short: bool) -> Damaged:
    log, index = _log_of(path).name, f"{path.name}-shm"
    return Damaged(
        f"{path}: its log {log} was {'cut short' if cut_short else 'removed'}, and with it what "
        f"was stored last. Put it back; without it, remove {index}, and compare with a checkpoint "
        "that was kept elsewhere"
    )


def _oddities(
    path: Path, index: _Index | None, log: tuple[bytes, int] | None
) -> list[tuple[str, str]]:
    if log is None or not log[1]:
        return []
    header, _ = log
    if len(header) < LOG_HEADER or struct.unpack(">I", header[:4])[0] not in MAGIC:
        return [(str(path), "is no log of SQLite's; what a log held that it replaced is lost")]
    if index is not None and index.frames and index.salts != header[16:24]:
        return [
            (
                str(path),
                "is another log than the file was last used with: it was replaced, or the machine "
                "stopped; compare with a checkpoint that was kept elsewhere",
            )
        ]
    return []


def _log(path: Path) -> tuple[bytes, int] | None:
    """Return the header of a log and its size, None where there is none."""
    try:
        with _log_of(path).open("rb") as file:
            return file.read(LOG_HEADER), _log_of(path).stat().st_size
    except OSError:
        return None


def _index(path: Path) -> _Index | None:
    """Return what the index of the log says, None where there is none or it is not filled in."""
    try:
        with path.with_name(f"{path.name}-shm").open("rb") as file:
            data = file.read(BACKFILL + 4)
    except OSError:
        return None
    if len(data) < BACKFILL + 4 or data[:INDEX_HEADER] != data[INDEX_HEADER : 2 * INDEX_HEADER]:
        return None
    page, frames = struct.unpack("=HI", data[14:20])
    (in_file,) = struct.unpack("=I", data[BACKFILL : BACKFILL + 4])
    if not data[12]:
        return None
    return _Index(frames, in_file, 65536 if page == 1 else page, data[32:40])


def _log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")
