"""What git is shown of a repository that somebody sent: its objects and refs, not its settings.

A repository's configuration names programs (``core.fsmonitor``, ``diff.*.textconv``,
``gpg.program``, ``core.sshCommand``, credential helpers, ``protocol.ext``) and files
(``include.path``, ``diff.orderFile``, ``mailmap.file``), and every version of git adds to them. So
git never reads it. It runs in a folder of our own, which has links to what a history is made of,
and a configuration that we write. Hooks, grafts, attributes and promisor remotes stay behind as
well. What git does read is checked first: opening a pipe could wait for ever, and reading a device
need not end.
"""

from __future__ import annotations

import codecs
import os
import re
import shutil
import stat
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

from provrepo.errors import InputError

Ask = Callable[..., bytes]
"""Runs git with arguments in the sealed folder and returns what it prints; raises InputError."""

_SHARED = ("objects", "refs", "logs", "packed-refs", "shallow", "reftable")
"""Links to these are made: see gitrepository-layout(5)."""
_HEADS = ("HEAD", "FETCH_HEAD", "ORIG_HEAD", "MERGE_HEAD")
_LONGEST = 1 << 20
"""How many bytes of a small file are read: HEAD, ``.git``, ``commondir``, ``alternates``."""
_KEPT_SETTINGS = r"^(core\.repositoryformatversion|extensions\.(objectformat|refstorage))$"
"""What says how a repository is stored; nothing else of its configuration is taken over."""

_CONFIGURATION = """[core]
bare = true
repositoryformatversion = {version}
[extensions]
{extensions}"""


class SealedFolder:
    """A folder that stands for a git repository's; it is removed with this object, or at exit.

    ``path`` is the repository's: a bare one, a work tree, a linked work tree. Raises InputError
    where that is no repository, or git would open what is no file.
    """

    def __init__(self, path: str) -> None:
        import tempfile

        self._path = path
        head_folder, common = self._git_folders(Path(path).absolute())
        for name in _SHARED[1:]:
            self._look_at_refs(common / name)
        self._look_at_alternates(common / "objects", set())
        self.config = self._plain_file(common / "config")
        self.folder = tempfile.mkdtemp(prefix="provrepo-git-")
        self._remove = weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)
        for name in _SHARED:
            if (common / name).exists():
                self._share(common / name)
        for name in _HEADS:
            self._copy(head_folder / name)
        self._configuration = Path(self.folder, "config")
        self._configuration.write_text(_CONFIGURATION.format(version="0", extensions=""), "utf-8")

    def take_over_format(self, ask: Ask) -> None:
        """Take over how the repository is stored, such as SHA-256 object names."""
        if self.config is None:
            return
        listing = ask(
            *("config", "--file", os.fspath(self.config), "--no-includes", "--null", "--list"),
        )
        pairs = (entry.partition("\n") for entry in listing.decode(errors="replace").split("\0"))
        settings = {
            name: value
            for name, _, value in pairs
            if re.fullmatch(_KEPT_SETTINGS, name) and re.fullmatch(r"[a-z0-9]{1,20}", value)
        }
        version = settings.pop("core.repositoryformatversion", "0")
        extensions = "".join(f"{name.partition('.')[2]} = {settings[name]}\n" for name in settings)
        self._configuration.write_text(
            _CONFIGURATION.format(version=version, extensions=extensions), "utf-8"
        )

    def _git_folders(self, folder: Path) -> tuple[Path, Path]:
        """Return the folder of HEAD and that of everything else: they differ in a work tree."""
        head_folder = folder
        if os.path.lexists(folder / ".git"):
            head_folder = folder / ".git"
        if not head_folder.is_dir():
            written = self._small_file(head_folder).decode(errors="surrogateescape")
            if not written.startswith("gitdir:"):
                raise self._no_repository()
            head_folder = folder / written.removeprefix("gitdir:").strip()
        common = head_folder
        if os.path.lexists(head_folder / "commondir"):
            written = self._small_file(head_folder / "commondir").decode(errors="surrogateescape")
            common = head_folder / written.strip()
        if "\0" in f"{head_folder}{common}" or not (
            (common / "objects").is_dir() and head_folder.is_dir()
        ):
            raise self._no_repository()
        return head_folder, common

    def _no_repository(self) -> InputError:
        return InputError(self._path, "is no git repository")

    def _share(self, path: Path) -> None:
        """Link to a part of the repository; copy it where the system lets nobody make links.

        Windows allows them to administrators and developers. Objects are never copied, as there may
        be many: git is told where they are (``objects/info/alternates``).
        """
        link = Path(self.folder, path.name)
        try:
            link.symlink_to(path)
        except (OSError, NotImplementedError):
            if path.name == "objects":
                (link / "info").mkdir(parents=True)
                (link / "info" / "alternates").write_bytes(os.fsencode(f"{path.as_posix()}\n"))
            elif path.is_dir():
                shutil.copytree(path, link)
            else:
                shutil.copyfile(path, link)

    def _copy(self, head: Path) -> None:
        """Copy a small ref: git takes no link for HEAD, but an old one to ``refs/…``."""
        if not os.path.lexists(head):
            return
        copied = Path(self.folder, head.name)
        if head.is_symlink() and os.fspath(head.readlink()).startswith("refs/"):
            copied.write_bytes(os.fsencode(f"ref: {head.readlink().as_posix()}\n"))
        else:
            copied.write_bytes(self._small_file(head))

    def _small_file(self, path: Path) -> bytes:
        if self._plain_file(path) is None:
            raise self._no_repository()
        with path.open("rb") as file:
            return file.read(_LONGEST)

    def _plain_file(self, path: Path) -> Path | None:
        """Return the path where there is a file, None where there is nothing.

        Raises InputError where opening it may wait for ever or never come to an end.
        """
        try:
            mode = path.stat().st_mode
        except OSError:
            return None
        if not stat.S_ISREG(mode):
            raise self._refused(path)
        return path

    def _refused(self, path: Path | str) -> InputError:
        try:
            name = os.path.relpath(path, self._path)
        except ValueError:
            name = os.fspath(path)
        return InputError(
            self._path,
            f"is not read: {name} in it is neither file nor folder, or leads out of it; clone it "
            "with git, and import the clone",
        )

    def _look_at_refs(self, path: Path) -> None:
        """Look at everything under a path. Raises InputError where something is no file."""
        if path.is_symlink() and not (path.resolve().parent / "HEAD").is_file():
            raise self._refused(path)  # into another repository it may lead, but not anywhere
        if not path.is_dir():
            self._plain_file(path)
        for entry in _entries(path, levels=None):
            self._look_at_entry(entry)

    def _look_at_objects(self, path: Path) -> None:
        """Look at a folder of objects, as deep as git goes, which may have links to others."""
        for entry in _entries(path, levels=3):
            if entry.is_symlink() and entry.is_dir() and Path(entry.path).parent == path:
                for linked in _entries(Path(entry.path), levels=1):
                    self._look_at_entry(linked)
            else:
                self._look_at_entry(entry)

    def _look_at_entry(self, entry: os.DirEntry[str]) -> None:
        """Raise InputError for what is neither file nor folder; a link to a file is as good."""
        if entry.is_file() or entry.is_dir(follow_symlinks=False):
            return
        if not os.path.exists(entry.path):  # noqa: PTH110 - it was read as a text, not as a Path
            return
        raise self._refused(entry.path)

    def _look_at_alternates(self, objects: Path, seen: set[Path]) -> None:
        """Look at a folder of objects, at those that it borrows from, and at those that they do."""
        objects = objects.resolve()
        if objects in seen:
            return
        seen.add(objects)
        self._look_at_objects(objects)
        for folder in self._alternates(objects / "info" / "alternates"):
            self._look_at_alternates(objects / folder, seen)

    def _alternates(self, file: Path) -> list[str]:
        if self._plain_file(file) is None:
            return []
        lines = self._small_file(file).splitlines()
        return [_alternate(line) for line in lines if line[:1] not in (b"", b"#")]


def _alternate(line: bytes) -> str:
    """Return the path in a line of ``alternates``; one in quotes is escaped as in C."""
    plain = codecs.escape_decode(line[1:-1])[0] if line[:1] == b'"' else line
    return os.fsdecode(plain.replace(b"\0", b"") if isinstance(plain, bytes) else plain)


def _entries(path: Path, *, levels: int | None) -> Iterator[os.DirEntry[str]]:
    """Yield everything in a folder, and in the folders in it, ``levels`` deep (None: all).

    Nothing where there is no folder, or none that may be read: git says so where it needs it.
    """
    folders = [(os.fspath(path), 1)]
    while folders:
        folder, level = folders.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError:
            continue
        yield from entries
        if level != levels:
            inner = [entry.path for entry in entries if entry.is_dir(follow_symlinks=False)]
            folders += [(name, level + 1) for name in inner]
