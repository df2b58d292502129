"""The build backend: setuptools, packed again so that every build gives the same bytes.

What setuptools packs carries the instants, modes and owners of the files of one checkout, and the
order in which a file system lists them. Here they are the same for everybody: `SOURCE_DATE_EPOCH`
or, where it is not set, the first instant that a ZIP file can name. The hooks are those of PEP 517
and PEP 660.
"""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import time
import zipfile
from pathlib import Path

from setuptools import build_meta
from setuptools.build_meta import (
    build_editable,
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
    get_requires_for_build_wheel,
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
]

FIRST_INSTANT = 315_532_800
"""1980-01-01T00:00:00Z, before which a ZIP file knows no time."""

Settings = dict[str, str | list[str] | None]


def build_sdist(sdist_directory: str, config_settings: Settings | None = None) -> str:
    """Build the source distribution and return its name."""
    name: str = build_meta.build_sdist(sdist_directory, config_settings)
    pack_tar(Path(sdist_directory, name), instant())
    return name


def build_wheel(
    wheel_directory: str,
    config_settings: Settings | None = None,
    metadata_directory: str | None = None,
) -> str:
    """Build the wheel and return its name."""
    name: str = build_meta.build_wheel(wheel_directory, config_settings, metadata_directory)
    pack_zip(Path(wheel_directory, name), instant())
    return name


def instant() -> int:
    """Return the instant, in seconds since 1970, that all packed files carry."""
    return max(int(os.environ.get("SOURCE_DATE_EPOCH") or FIRST_INSTANT), FIRST_INSTANT)


def pack_tar(path: Path, moment: int) -> None:
    """Pack a ``.tar.gz`` again: sorted, all of one instant, owned by nobody in particular."""
    packed = io.BytesIO()
    with (
        tarfile.open(path) as before,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as after,
    ):
        for member in sorted(before.getmembers(), key=lambda each: each.name):
            plain = tarfile.TarInfo(member.name)
            plain.type, plain.size, plain.mtime = member.type, member.size, moment
            plain.linkname = member.linkname
            plain.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
            after.addfile(plain, before.extractfile(member) if member.isfile() else None)
    path.write_bytes(gzip.compress(packed.getvalue(), mtime=moment))


def pack_zip(path: Path, moment: int) -> None:
    """Pack a wheel again: its files in their order by name, all of one instant and one mode.

    The metadata come last, as the description of the format recommends, and of them ``RECORD``.
    """
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}

    def place(name: str) -> tuple[bool, bool, str]:
        return ".dist-info/" in name, name.endswith("/RECORD"), name

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files, key=place):
            entry = zipfile.ZipInfo(name, time.gmtime(moment)[:6])
            entry.create_system = 3  # Unix, wherever this runs: else Windows would be told apart
            entry.external_attr = 0o100644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
