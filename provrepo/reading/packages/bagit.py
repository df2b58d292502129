"""BagIt 1.0 (RFC 8493): what a package holds as the payload of a bag, with its manifests."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import NamedTuple

from provrepo.errors import InputError, InvalidValue
from provrepo.reading.packages import layout
from provrepo.reading.packages.described import described, shown_size
from provrepo.reading.packages.folder import PackageFolder
from provrepo.reading.packages.gathering import File, Gathering
from provrepo.software import SOFTWARE

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PAYLOAD = "data"
BAG_INFO, DECLARED = "bag-info.txt", "bagit.txt"


class Profile(NamedTuple):
    """What a profile asks of a bag.

    ``algorithms`` are those of its manifests; ``own_file`` is a tag file of its own, ``tags`` are
    the tags that stand there, each with what it is where nobody says so (None: the origin).
    ``required`` are tags of bag-info.txt that it needs besides.
    """

    identifier: str
    algorithms: tuple[str, ...]
    own_file: str
    tags: Mapping[str, str | None]
    required: tuple[str, ...]


PROFILES = {
    # APTrust's profile, version 2.2: an md5 manifest is needed, sha256 the only other one allowed.
    "aptrust": Profile(
        "https://raw.githubusercontent.com/APTrust/preservation-services/master/profiles/"
        "aptrust-v2.2.json",
        ("md5", "sha256"),
        "aptrust-info.txt",
        {"Title": None, "Access": "Institution"},
        ("Source-Organization",),
    )
}
"""The profiles that a bag can have, by name."""

ALGORITHMS = ("md5", "sha1", "sha256", "sha512")
"""The algorithms of manifests that are known."""

_USUAL = ("sha256", "sha512")
_MADE_HERE = (
    *("Bag-Software-Agent", "Bagging-Date", "Payload-Oxum", "Bag-Size", "External-Identifier"),
    *("External-Description", "BagIt-Profile-Identifier"),
)
"""The tags of bag-info.txt that are made anew each time."""

_PROFILE_TAGS = {
    "Title": None,
    "Access": ("Consortia", "Institution", "Restricted"),
    "Description": None,
    "Storage-Option": None,
}


class BagInfo:
    """The tags that somebody gave a bag: those of before, and those given now."""

    def __init__(self, folder: PackageFolder, tags: Mapping[str, str], profile: str) -> None:
        before = _tags(folder.read(BAG_INFO) or b"")
        if not profile:
            profile = next(
                (name for name, other in PROFILES.items()
                 if other.identifier == before.get("BagIt-Profile-Identifier")), "",
            )  # fmt: skip
        if profile and profile not in PROFILES:
            raise InvalidValue("profile", profile, f"use one of {', '.join(PROFILES)}")
        self.profile = PROFILES.get(profile)
        tags_of_profile = _tags(folder.read(self.profile.own_file) or b"") if self.profile else {}
        for name, value in tags.items():
            _check_tag(name, value)
            if name in _MADE_HERE:
                raise InvalidValue("tag", name, "is written by provrepo itself")
        self._given = {
            **{name: value for name, value in before.items() if name not in _MADE_HERE},
            **tags_of_profile,
            **tags,
        }

    @property
    def algorithms(self) -> tuple[str, ...]:
        """The algorithms of the manifests."""
        return self.profile.algorithms if self.profile else _USUAL

    def files(self, gathering: Gathering, size: int, count: int) -> dict[str, bytes]:
        """Return the tag files of a bag with ``count`` payload files of ``size`` bytes in all."""
        origin = gathering.checkpoint.origin
        names_of_profile = set(_PROFILE_TAGS) if self.profile else set()
        tags = {name: value for name, value in self._given.items() if name not in names_of_profile}
        if self.profile:
            for name in self.profile.required:
                tags.setdefault(name, origin)
        tags |= {
            "External-Identifier": origin,
            "External-Description": described(gathering),
            "Bagging-Date": gathering.newest[:10],
            "Bag-Software-Agent": SOFTWARE,
            "Bag-Size": shown_size(size),
            "Payload-Oxum": f"{size}.{count}",
        }
        if self.profile:
            tags["BagIt-Profile-Identifier"] = self.profile.identifier
        tag_files = {DECLARED: DECLARATION, BAG_INFO: _written(tags)}
        if self.profile:
            values = {
                name: self._given.get(name) or default or origin
                for name, default in self.profile.tags.items()
            }
            values |= {name: self._given[name] for name in _PROFILE_TAGS if name in self._given}
            tag_files[self.profile.own_file] = _written(values)
        return tag_files


def write(folder: PackageFolder, gathering: Gathering, info: BagInfo) -> None:
    """Write a bag; see `provrepo.reading.packages.package.package`."""
    payload = _Payload(folder, info.algorithms)
    for file in gathering.files():
        payload.take(file)
    gone = payload.finish()
    total = sum(folder.size(path) for path in payload.now)
    tags = info.files(gathering, total, len(payload.now))
    for number, algorithm in enumerate(info.algorithms):
        lines = (f"{digests[number]}  {path}\n" for path, digests in sorted(payload.now.items()))
        tags[f"manifest-{algorithm}.txt"] = "".join(lines).encode()
    for path, data in tags.items():
        folder.put(path, data)
    for algorithm in info.algorithms:
        listed = (
            f"{hashlib.new(algorithm, data, usedforsecurity=False).hexdigest()}  {path}\n"
            for path, data in sorted(tags.items())
        )
        folder.put(f"tagmanifest-{algorithm}.txt", "".join(listed).encode())
    of_another_profile = {
        name
        for algorithm in ALGORITHMS
        if algorithm not in info.algorithms
        for name in (f"manifest-{algorithm}.txt", f"tagmanifest-{algorithm}.txt")
        if folder.has(name)
    }
    folder.finish(gone | of_another_profile, last=tags.keys())


class _Payload:
    """The payload of a bag: what stands there is not read again, nor written."""

    def __init__(self, folder: PackageFolder, algorithms: tuple[str, ...]) -> None:
        self._folder, self._algorithms = folder, algorithms
        self._before = {} if folder.is_new else _manifests(folder, algorithms)
        self.now: dict[str, tuple[str, ...]] = {}

    def take(self, file: File) -> None:
        path = f"{PAYLOAD}/{file.path}"
        before = self._before.get(path)
        if before is not None and not file.changes and self._folder.has(path):
            self.now[path] = before
            return
        data = file.read()
        digests = tuple(
            hashlib.new(algorithm, data, usedforsecurity=False).hexdigest()
            for algorithm in self._algorithms
        )
        if before != digests or not self._folder.has(path):
            self._folder.stage(path, data)
        self.now[path] = digests

    def finish(self) -> set[str]:
        """Return what is there and no longer belongs to the bag. Raises InputError."""
        gone = set()
        for path in self._folder.files(PAYLOAD):
            if path in self.now:
                continue
            if path.startswith(f"{PAYLOAD}/{layout.TILES}") and path in self._before:
                self.now[path] = self._before[path]  # with it an earlier checkpoint is proved
            elif path in self._before or self._folder.is_unfinished:
                gone.add(path)
            else:
                raise InputError(
                    str(self._folder.path / path), "is not of this package; move it away"
                )
        return gone


def _manifests(folder: PackageFolder, algorithms: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return the digests of the files of a bag by their paths, those that all manifests have."""
    listed = [manifest(folder.read(f"manifest-{algorithm}.txt") or b"") for algorithm in algorithms]
    return {
        path: tuple(digests[path] for digests in listed)
        for path in listed[0]
        if all(path in digests for digests in listed)
    }


def manifest(data: bytes) -> dict[str, str]:
    """Read a manifest: digests by paths (RFC 8493 §2.1.3). Lines of another form are left out."""
    digests = {}
    for line in data.decode("utf-8", "replace").splitlines():
        match = re.fullmatch(r"([0-9a-fA-F]+)[ \t]+\*?(\S.*)", line)
        if match:
            path = re.sub("%(0[aAdD]|25)", lambda sign: chr(int(sign[1], 16)), match[2])
            digests[path] = match[1].lower()
    return digests


def _tags(data: bytes) -> dict[str, str]:
    """Read a tag file: values by names; a line that begins with a blank goes on with a value."""
    tags: dict[str, str] = {}
    name = ""
    for line in data.decode("utf-8", "replace").splitlines():
        if line[:1] in (" ", "\t") and name:
            tags[name] += " " + line.strip()
        elif ":" in line:
            name, _, value = line.partition(":")
            name = name.strip()
            tags[name] = value.strip()
    return tags


def _written(tags: Mapping[str, str]) -> bytes:
    return "".join(f"{name}: {value}\n" for name, value in tags.items()).encode()


def _check_tag(name: str, value: str) -> None:
    """Raise InvalidValue for what cannot stand in a tag file."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", name):
        raise InvalidValue("tag", name, "use letters, digits and hyphens: Source-Organization")
    if not value.strip() or len(value.splitlines()) != 1:
        raise InvalidValue(f"tag {name}", value, "one line is needed")
    allowed = _PROFILE_TAGS.get(name)
    if allowed and value not in allowed:
        raise InvalidValue(f"tag {name}", value, f"use one of {', '.join(allowed)}")
