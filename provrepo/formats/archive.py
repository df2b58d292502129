"""Members of a zip archive, read safely: nothing is extracted to disk, no header is believed.

==============================  ==============================================================
in the archive                  what happens
==============================  ==============================================================
more than `MEMBERS` members     refused
a member over `MEMBER_BYTES`    refused while it is unpacked, whatever its header says
all members read together       at most `TOTAL_BYTES` and `RATIO` times the archive's size
another sum (CRC) or length     refused: the archive is damaged
an encrypted member             refused: save it without a password
a method besides 0 and 8        refused: neither OPC nor ODF allows another (APPNOTE 4.4.5)
a name that stands twice        refused when it is asked for: which one is meant?
names with ``..``, absolute,    never among `Archive.names`; counted in `Archive.unsafe`
with a backslash or NUL
==============================  ==============================================================
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections import Counter

from provrepo.errors import InputError, shortened

MEMBERS = 50_000
MEMBER_BYTES = 128 << 20
TOTAL_BYTES = 256 << 20
RATIO = 100
_CHUNK = 1 << 18
_ENCRYPTED = 0x1

# Everything that the zipfile module is known to raise for bytes that are no sound archive.
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    IndexError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


class Archive:
    """A zip archive in memory; ``path`` names it in errors. Raises InputError where it is none."""

    def __init__(self, data: bytes, path: str) -> None:
        self.path = path
        self._left = TOTAL_BYTES + RATIO * len(data)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _FAULTS:
            raise InputError(path, "is a damaged or incomplete zip archive") from None
        members = [one for one in self._zip.infolist() if not one.filename.endswith("/")]
        if len(members) > MEMBERS:
            raise InputError(path, f"holds {len(members)} members; at most {MEMBERS} are read")
        self._members = {one.filename: one for one in members if _safe(one)}
        self._times = Counter(one.filename for one in members)
        self.unsafe = sum(not _safe(one) for one in members)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the members, folders and unsafe names apart, in the archive's order."""
        return tuple(self._members)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def read(self, name: str) -> bytes:
        """Return the bytes of a member. Raises InputError, also where there is none.

        They are unpacked piece by piece and counted, so that memory stays flat whatever is inside.
        """
        member = self._members.get(name)
        if member is None:
            raise InputError(self.path, f"holds no {shortened(name)}")
        if self._times[name] > 1:
            raise InputError(self.path, f"holds {shortened(name)} {self._times[name]} times")
        if member.flag_bits & _ENCRYPTED:
            raise InputError(self.path, "is protected by a password; save it without one")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise InputError(
                self.path,
                f"{shortened(name)} is packed by method {member.compress_type}, which is not "
                "read; pack it as an ordinary zip (deflate)",
            )
        try:
            return self._unpacked(member)
        except _FAULTS:
            raise InputError(self.path, f"{shortened(name)} in it is damaged") from None

    def _unpacked(self, member: zipfile.ZipInfo) -> bytes:
        """Return a member's bytes, counted against the limits while they are unpacked."""
        pieces: list[bytes] = []
        size = 0
        with self._zip.open(member) as stream:
            while piece := stream.read(_CHUNK):
                size += len(piece)
                self._left -= len(piece)
                if size > MEMBER_BYTES or self._left < 0:
                    raise InputError(
                        self.path,
                        f"is far larger when unpacked: {shortened(member.filename)} passes the "
                        f"limit of {MEMBER_BYTES >> 20} MiB a member, {RATIO} times the archive "
                        "in all",
                    )
                pieces.append(piece)
        if size != member.file_size:
            raise zipfile.BadZipFile
        return b"".join(pieces)


def _safe(member: zipfile.ZipInfo) -> bool:
    """Tell whether a member's name is a plain path inside the archive."""
    name = member.orig_filename
    return bool(
        name
        and "\\" not in name
        and "\0" not in name
        and not re.match(r"/|[A-Za-z]:", name)
        and ".." not in name.split("/")
    )
