"""Packaging: what a folder holds already is looked at, and brought up to date in its format."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from provrepo.arguments import check_strings, strings
from provrepo.errors import InputError, InvalidValue
from provrepo.reading.packages import bagit, layout, ocfl, prov, ro_crate
from provrepo.reading.packages.folder import PackageFolder
from provrepo.reading.packages.gathering import Gathering, Selection
from provrepo.store import ledger, rules
from provrepo.store.checkpoint import Checkpoint
from provrepo.store.database import Database

FORMATS = {
    "bagit": bagit.DECLARED,
    "ocfl": ocfl.DECLARED,
    "ro-crate": ro_crate.METADATA,
    "prov": prov.FILE,
}
"""The formats, and the file by which each is known."""


@dataclass(frozen=True, slots=True)
class PackageOptions:
    """What a package is to be, besides its format.

    - ``documents``: the keys of the documents that it holds; all without any.
    - ``bag_info``: tags for bag-info.txt by their names, such as ``Source-Organization``. Those of
      a bag that is there already stay.
    - ``bagit_profile``: ``aptrust``, or nothing.
    - ``license``: the address of the licence of a crate.
    - ``publisher``: who publishes a crate, ``NAME <URL>``.
    - ``contact``: a mail address of the publisher.

    Raises InvalidValue.
    """

    documents: Sequence[str] = ()
    bag_info: Mapping[str, str] = field(default_factory=dict)
    bagit_profile: str = ""
    license: str = ""
    publisher: str = ""
    contact: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "documents", strings("document", self.documents))
        if not isinstance(self.bag_info, Mapping):
            raise InvalidValue("bag_info", repr(self.bag_info), "a mapping is expected")
        names = ("bagit_profile", "license", "publisher", "contact")
        check_strings({**self.bag_info, **{name: getattr(self, name) for name in names}})


@dataclass(frozen=True, slots=True)
class PackageReport:
    """What became of a package: how much it holds, and how many files were written and removed."""

    folder: str
    format: str
    documents: int
    versions: int
    written: int
    removed: int
    checkpoint: str

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON output shows it (docs/cli.md)."""
        return asdict(self)


def package(
    database: Database,
    path: str | os.PathLike[str],
    form: str | None,
    options: PackageOptions,
    begin: Callable[[int], object],
    tick: Callable[[int], object],
) -> PackageReport:
    """Write a package of a repository into a folder. See `Repository.package`."""
    folder = PackageFolder(path)
    form_before = _format_of(folder)
    chosen = rules.one_of("format", form or form_before or "bagit", tuple(FORMATS))
    if form_before is not None and form_before != chosen:
        raise InputError(
            str(path), f"holds a package of the format {form_before}; name another folder"
        )
    if chosen != "bagit" and (options.bag_info or options.bagit_profile):
        raise InvalidValue("format", chosen, "tags and a profile are for bags: --format bagit")
    if chosen != "ro-crate" and (options.license or options.publisher or options.contact):
        rule = "licence, publisher and contact are for crates: --format ro-crate"
        raise InvalidValue("format", chosen, rule)
    with database.snapshot():
        gathering = Gathering(database, Selection.of(database, options.documents), tick)
        if form_before is not None:
            _compare(database, folder, form_before, gathering.checkpoint)
        begin(gathering.checkpoint.size)
        try:
            _write(folder, chosen, gathering, options)
        except BaseException:
            if not folder.is_unfinished:
                folder.abandon()
            raise
    return PackageReport(
        os.fspath(path),
        chosen,
        len(gathering.documents),
        gathering.versions,
        folder.written,
        folder.removed,
        str(gathering.checkpoint),
    )


def _write(folder: PackageFolder, form: str, gathering: Gathering, options: PackageOptions) -> None:
    if form == "bagit":
        info = bagit.BagInfo(folder, options.bag_info, options.bagit_profile)
        bagit.write(folder, gathering, info)
    elif form == "ocfl":
        ocfl.write(folder, gathering)
    elif form == "prov":
        prov.write(folder, gathering)
    else:
        owner = ro_crate.Owner(options.license, options.publisher, options.contact)
        ro_crate.write(folder, gathering, owner)


def _format_of(folder: PackageFolder) -> str | None:
    """Return the format of the package that is there; None in an empty folder.

    Raises InputError where it holds anything else.
    """
    if folder.is_new:
        return None
    for form, known_by in FORMATS.items():
        if folder.has(known_by):
            return form
    raise InputError(
        str(folder.path), "is not empty, and holds no package of provrepo; name another folder"
    )


def _compare(database: Database, folder: PackageFolder, form: str, reached: Checkpoint) -> None:
    """Raise InputError unless the package is one of an earlier state of this very repository."""
    where = str(folder.path)
    path: str | None = layout.CHECKPOINT
    if form == "bagit":
        path = f"{bagit.PAYLOAD}/{layout.CHECKPOINT}"
    elif form == "ocfl":
        path = ocfl.checkpoint_path(folder, reached.origin)
    data = None if path is None else folder.read(path)
    if data is None:
        raise InputError(where, f"holds no package of {reached.origin}; name another folder")
    try:
        before = Checkpoint.parse(data.decode())
    except ValueError:
        raise InputError(f"{where}/{path}", "is no checkpoint") from None
    if before.origin != reached.origin:
        raise InputError(
            where, f"holds a package of {before.origin}, and this is {reached.origin}; name "
            "another folder"
        )  # fmt: skip
    if before.size > reached.size:
        raise InputError(
            where, f"is ahead: it was made of {before.size} records, and here are {reached.size}"
        )
    if ledger.root(database, before.size) != before.root:
        raise InputError(
            where, f"holds a package of a history of {reached.origin} that went another way"
        )
