"""Write a zip file whose bytes depend on its members alone: no clock, no user, no platform."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_BEGINNING = (1980, 1, 1, 0, 0, 0)  # the earliest date that a zip file can state (APPNOTE 4.4.6)
_READABLE = 0o644 << 16
_UNIX = 3


def zipped(members: Mapping[str, str | bytes], *, stored: str = "") -> bytes:
    """Return a zip file with ``members`` by their names, in this order, text as UTF-8.

    The member called ``stored`` is not compressed, as OpenDocument and EPUB want it of the first.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in members.items():
            member = zipfile.ZipInfo(name, _BEGINNING)
            member.create_system, member.external_attr = _UNIX, _READABLE
            method = zipfile.ZIP_STORED if name == stored else zipfile.ZIP_DEFLATED
            archive.writestr(member, data, method, 9)
    return target.getvalue()
