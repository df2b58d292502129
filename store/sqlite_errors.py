"""What the errors of SQLite and of its driver mean to a user."""

from __future__ import annotations

import sqlite3

from provrepo.store.database import Collision
from provrepo.store.errors import (
    Busy,
    Damaged,
    NotARepository,
    NotWritable,
    RepositoryClosed,
    Unavailable,
    WrongThread,
)

CUT_SHORT = (sqlite3.SQLITE_IOERR_SHORT_READ, sqlite3.SQLITE_IOERR_CORRUPTFS)
"""Errors of input and output that say something about the file, and nothing about the disk."""

OF_READING = (
    sqlite3.SQLITE_IOERR_READ,
    sqlite3.SQLITE_IOERR_SEEK,
    sqlite3.SQLITE_IOERR_FSTAT,
    sqlite3.SQLITE_IOERR_ACCESS,
    sqlite3.SQLITE_IOERR_LOCK,
    sqlite3.SQLITE_IOERR_RDLOCK,
    sqlite3.SQLITE_IOERR_CHECKRESERVEDLOCK,
    sqlite3.SQLITE_IOERR_SHMLOCK,
)
"""Errors of input and output that a disk without room does not give."""


def primary_code(error: Exception) -> int:
    """Return SQLite's primary result code; errors of the driver's own making are about bad data."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    return sqlite3.SQLITE_CORRUPT if code in CUT_SHORT else code & 0xFF


def meaning(error: Exception, location: str, wait: float, *, writing: bool) -> Exception:
    """Return the error of ours that says what the driver's ``error`` means.

    ``writing``: it came from a write. A mistake of ours, which no user can mend, is returned as it
    is.
    """
    if isinstance(error, sqlite3.ProgrammingError | sqlite3.InterfaceError):
        return _of_the_driver(error, location)
    match primary_code(error):
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return Busy(location, wait)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return _no_right(location, writing=writing)
        case sqlite3.SQLITE_FULL:
            return _no_room(location, error)
        case sqlite3.SQLITE_IOERR:
            is_of_reading = getattr(error, "sqlite_errorcode", 0) in OF_READING
            return (_unreadable if is_of_reading else _no_room)(location, error)
        case sqlite3.SQLITE_NOTADB:
            return NotARepository(location, f"{location} is no provrepo repository")
        case sqlite3.SQLITE_CONSTRAINT:
            return Collision(str(error))
        case sqlite3.SQLITE_INTERRUPT | sqlite3.SQLITE_PROTOCOL | sqlite3.SQLITE_NOLFS:
            return _unreadable(location, error)
        case _:
            # SQLite quotes whole tables, in many lines.
            reason = " ".join(str(error).split())
            is_no_text = isinstance(error, UnicodeDecodeError)
            return Damaged(f"{location}: {'text that is no UTF-8' if is_no_text else reason}")


def _of_the_driver(error: Exception, location: str) -> Exception:
    if "closed" in str(error):  # an iterator that goes on after the repository was closed
        return RepositoryClosed(location)
    return WrongThread(location) if "thread" in str(error) else error


def _no_right(location: str, *, writing: bool) -> NotWritable:
    if writing:
        message = "Reading works; to write, ask for the right or use a copy"
    else:
        message = (
            "To be read, it needs its log beside it; open it once with the right to write, or copy "
            "it with what lies beside it to where you have that right"
        )
    return NotWritable(
        location, f"{location} cannot be written: the file or its folder is read-only. {message}"
    )


def _no_room(location: str, error: Exception) -> NotWritable:
    return NotWritable(
        location, f"{location} cannot be written: {error}. Make room; nothing was changed"
    )


def _unreadable(location: str, error: Exception) -> Unavailable:
    return Unavailable(
        location,
        f"{location} does not answer as it should: {error}. Look after the disk or the network "
        "that it is on; this does not say that anything in it is damaged",
    )
