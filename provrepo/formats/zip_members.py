"""The members of a zip file, read safely: nothing is extracted to disk, no header is believed.

==============================  ==============================================================
in the zip file                 what happens
==============================  ==============================================================
more than `MEMBERS` members     refused
a member over `MEMBER_BYTES`    refused while it is unpacked, whatever its header says
all members read together       at most `TOTAL_BYTES` and `RATIO` times the zip's size
another sum (CRC) or length     refused: the zip is damaged
an encrypted member             refused: save it without a password
a method besides 0 and 8        refused: neither OPC nor ODF allows another (APPNOTE 4.4.5)
a name that stands twice        refused when it is asked for: which one is meant?
names with ``..``, absolute,    never among `ZipMembers.names`; counted by `ZipMembers.unsafe`
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
from collections.abc import Mapping

from provrepo.errors import InputError, shortened

MEMBERS = 50_000
"""How many members are read: enough for ten years of a daily newspaper of ten pages."""

MEMBER_BYTES = 128 << 20
"""How large a member may be when it is unpacked."""

TOTAL_BYTES, RATIO = 256 << 20, 100
"""All members that are read may have ``TOTAL_BYTES + RATIO * len(zip)`` together.

Markup packs to a tenth or so: an honest zip stays far below, whatever its size.
"""

_CHUNK = 1 << 18
_ENCRYPTED = 0x1

# Everything that the zipfile module is known to raise for bytes that are no sound zip file.
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


class ZipMembers:
    """A zip file in memory; ``path`` is its name in errors.

    Raises InputError where it is damaged.
    """

    def __init__(self, data: bytes, path: str) -> None:
        self.path = path
        self._left = TOTAL_BYTES + RATIO * len(data)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _FAULTS:
            raise InputError(path, "is a damaged or incomplete zip archive") from None
        members = [member for member in self._zip.infolist() if not member.filename.endswith("/")]
        if len(members) > MEMBERS:
            raise InputError(path, f"holds {len(members)} members; at most {MEMBERS} are read")
        self._members = {member.filename: member for member in members if _is_safe(member)}
        self._times = Counter(member.filename for member in members)
        self.unsafe = sum(not _is_safe(member) for member in members)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the members without folders and unsafe names, in the order of the zip."""
        return tuple(self._members)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def read(self, name: str) -> bytes:
        """Return the bytes of a member. Raises InputError, also where there is none.

        They are unpacked piece by piece and counted, so that memory stays flat whatever is inside.
        """
        member = self._readable(name)
        try:
            return self._unpacked(member)
        except _FAULTS:
            raise InputError(self.path, f"{shortened(name)} in it is damaged") from None

    def beginning(self, name: str, length: int) -> bytes:
        """Return the first ``length`` bytes of a member, unchecked. Raises InputError."""
        member = self._readable(name)
        try:
            with self._zip.open(member) as stream:
                return stream.read(length)
        except _FAULTS:
            raise InputError(self.path, f"{shortened(name)} in it is damaged") from None

    def rewritten(self, changed: Mapping[str, bytes]) -> bytes:
        """Return the zip with some members changed or added; all others have the bytes they had.

        Order, dates and packing stay as they are. Raises InputError where a member is damaged.
        """
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
            left = dict(changed)
            for member in self._zip.infolist():
                name = member.filename
                if name.endswith("/"):
                    target.writestr(_entry(member), b"")
                else:
                    data = left.pop(name) if name in left else self.read(name)
                    target.writestr(_entry(member), data)
            for name, data in left.items():
                target.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
        return written.getvalue()

    def _readable(self, name: str) -> zipfile.ZipInfo:
        """Return the entry of a member that may be unpacked. Raises InputError for any other."""
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
        return member

    def _unpacked(self, member: zipfile.ZipInfo) -> bytes:
        """Return a member's bytes, counted against the limits while they come.

        The size in the header is what a zip bomb lies about, so it is compared at the end only.
        """
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
        if size != member.file_size:  # zipfile believes a size that is too large
            raise zipfile.BadZipFile
        return b"".join(pieces)


def _entry(member: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """Return the entry of a member for another zip."""
    entry = zipfile.ZipInfo(member.filename, max(member.date_time, (1980, 1, 1, 0, 0, 0)))
    entry.compress_type = member.compress_type
    entry.external_attr, entry.create_system = member.external_attr, member.create_system
    entry.comment = member.comment
    return entry


def _is_safe(member: zipfile.ZipInfo) -> bool:
    """Return whether a member's name is a plain path inside the zip."""
    name = member.orig_filename
    return bool(
        name
        and "\\" not in name
        and "\0" not in name
        and not re.match(r"/|[A-Za-z]:", name)
        and ".." not in name.split("/")
    )
