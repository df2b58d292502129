"""The folder of a site: what is new is written, what is gone removed, all else left alone.

The list of the files that were written, with the digest of each, is kept in the folder itself. What
stands there besides is somebody else's and is never touched. New files are written beside the old
ones first, and take their names when all are there: first what no old page leads to, whole folders
at once, then the pages, at last goes what the new pages no longer need. So the site is whole at any
moment. What a run that was broken off had put beside it is taken over by the next one, where it is
what that would make.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from pathlib import Path
from typing import Any

from provrepo.errors import InputError
from provrepo.publish.addresses import OWN
from provrepo.reading.site.unfinished import MadeDocument, Unfinished

LIST = f"{OWN}/files.json"
"""The path of the list of files."""
_STAGE = f"{OWN}/.new"
_STAGED_LIST, _UNFINISHED = ".files.json", ".unfinished"
"""Names beside those of new files, of which none begins so."""
_UNSURE = "/unsure"
"""Where the list has the files that a run which was broken off was to write or to remove, with the
digests of what they held before; no key of a document is like this."""
_FORMAT = "provrepo-site/1"


class SiteFolder:
    """The folder of a site on a disk, of which a new state is written. Raises InputError."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self._stage_path = f"{self.path}/{_STAGE}"
        self._list_digest = ""
        self._before = self._read()
        self._all_before = _all(self._parts())
        self._ours = set(self._all_before)
        self._now: dict[str, dict[str, str]] = {}
        self._staged: list[str] = []
        self._is_staged: set[str] = set()
        self._is_new: dict[str, bool] = {}
        """The folders that new files are in, and whether nothing is in their place yet."""
        self._state = self._before.get("state", {})
        self._unfinished = Unfinished(self.path / _STAGE / _UNFINISHED)
        self._head: dict[str, Any] | None = None
        """What this run says of itself to the next one, if it is broken off; None for nothing."""
        self._is_begun = self._is_resumed = False
        """Whether new files are written, and whether they join those of a broken-off run."""
        self.written = self.removed = 0
        """How many files were written and removed."""

    def _read(self) -> dict[str, Any]:
        """Return the list of what was written before, empty where there is none."""
        if self.path.exists() and not self.path.is_dir():
            raise InputError(str(self.path), "is a file; name a folder for the site")
        try:
            written = (self.path / LIST).read_bytes()
            data = json.loads(written)
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except (OSError, ValueError, RecursionError) as error:
            raise InputError(str(self.path / LIST), f"cannot be read: {error}") from None
        if not isinstance(data, dict) or data.get("format") != _FORMAT:
            raise InputError(str(self.path / LIST), "is no list of a site's files")
        self._list_digest = hashlib.sha256(written).hexdigest()
        return data

    @property
    def state(self) -> dict[str, Any]:
        """What was said of the site when it was written before: options, digests of documents."""
        return self._state if isinstance(self._state, dict) else {}

    def forget_state(self) -> None:
        """Take it that nothing is known of what was written: it shows something else."""
        self._state = {}

    @property
    def is_finished(self) -> bool:
        """Whether the last run made all of it, so that it is known of which state each page is."""
        return "entries" in self.state

    def _parts(self) -> dict[str, dict[str, str]]:
        parts = self._before.get("files", {})
        return parts if isinstance(parts, dict) else {}

    def _files(self, part: str) -> dict[str, str]:
        """Return the files of a part; one of which it is not known what it holds has no digest."""
        parts = self._parts()
        files = parts.get(part, {})
        return {**files, **{path: "" for path in parts.get(_UNSURE, {}) if path in files}}

    def parts(self) -> list[str]:
        """Return the parts of which files were there."""
        return [part for part in self._parts() if part != _UNSURE]

    def folders_with(self, digests: Set[str]) -> set[str]:
        """Return the uppermost folders in which a file has, or may still have, such a content."""
        return {
            path.partition("/")[0]
            for files in self._parts().values()
            for path, digest in files.items()
            if digest in digests
        }

    def is_in(self, part: str, folders: Set[str]) -> bool:
        """Return whether a file of a part is in one of some uppermost folders."""
        return any(path.partition("/")[0] in folders for path in self._parts().get(part, {}))

    def keep_unsure(self, folders: Set[str]) -> None:
        """Leave what a run that was broken off has not removed, but for what is in ``folders``."""
        now = self.now()
        self._now[_UNSURE] = {
            path: digest
            for path, digest in self._parts().get(_UNSURE, {}).items()
            if path not in now and path.partition("/")[0] not in folders
        }

    def keep(self, part: str) -> None:
        """Leave the files of a part, such as a document, as they are."""
        self._now[part] = self._files(part)

    def digests(self) -> Iterator[tuple[str, str]]:
        """Yield the part and the digest of each file that was there."""
        for part, files in self._parts().items():
            for digest in files.values():
                yield part, digest

    def before(self) -> Mapping[str, str]:
        """Return the files that were there, each with the digest of what it held."""
        return self._all_before

    def now(self) -> Mapping[str, str]:
        """Return the files of all parts that were written or kept, each with its digest."""
        return _all(self._now)

    def read_before(self, path: str) -> bytes:
        """Return what a file holds that was there. Raises ValueError where it was changed."""
        try:
            data = (self.path / path).read_bytes()
        except OSError as error:
            raise ValueError(path) from error
        if hashlib.sha256(data).hexdigest() != self.before().get(path):
            raise ValueError(path)
        return data

    def read_now(self, path: str) -> bytes:
        """Return what a file of a part that was written or kept holds."""
        folder = self.path / _STAGE if path in self._is_staged else self.path
        return (folder / path).read_bytes()

    def write(self, part: str, files: Iterable[tuple[str, bytes | None]]) -> None:
        """Take the files of a part: those that differ from what is there are put beside it.

        What comes without its bytes stays as it is.
        """
        before = self._files(part)
        now: dict[str, str] = {}
        for path, data in files:
            if data is None:
                now[path] = before[path]
                continue
            digest = hashlib.sha256(data).hexdigest()
            now[path] = digest
            if before.get(path) != digest or not (self.path / path).is_file():
                self._stage(path, data)
        self._now[part] = now

    def resume(self, head: dict[str, Any], holds: Callable[[str], bool]) -> None:
        """Take over what a run left that was broken off, if it was for the same as this one.

        ``head`` says what all its files depend on, and with ``checkpoint`` from when on it is;
        ``holds`` tells whether what was made at another checkpoint may be right still.
        """
        self._head = {**head, "list": self._list_digest}
        left = self._unfinished.read()
        checkpoint = left.get("checkpoint", "")
        self._is_resumed = {**self._head, "checkpoint": checkpoint} == left and holds(checkpoint)
        if not self._is_resumed:
            shutil.rmtree(self.path / _STAGE, ignore_errors=True)

    def take_over(self, part: str, digest: str) -> dict[str, Any] | None:
        """Take the files of a part from a run that was broken off, if they were made from the same.

        Return what that run told of it, None where they have to be made.
        """
        document = self._unfinished.document(part) if self._is_resumed else None
        if document is None or document.digest != digest or not self._is_whole(document):
            return None
        self._begin()
        for path in document.staged:
            self._claim(path)
            self._staged.append(path)
            self._is_staged.add(path)
        self._now[part] = document.files
        return document.summary

    def _is_whole(self, document: MadeDocument) -> bool:
        """Return whether all files of a part are there as they were made."""
        staged = set(document.staged)
        for path, digest in document.files.items():
            if path in staged:
                try:
                    data = Path(f"{self._stage_path}/{path}").read_bytes()
                except OSError:
                    return False
                if hashlib.sha256(data).hexdigest() != digest:
                    return False
            elif self._all_before.get(path) != digest or not (self.path / path).is_file():
                return False
        return staged <= document.files.keys()

    def close(self) -> None:
        """Write no more, as a run that is broken off."""
        self._unfinished.close()

    def tell(self, part: str, digest: str, summary: dict[str, Any]) -> None:
        """Tell the next run, should this one be broken off, what a part was made from."""
        if self._head is not None and self._is_begun:
            files = self._now[part]
            staged = [path for path in files if path in self._is_staged]
            self._unfinished.add(part, MadeDocument(digest, files, staged, summary))

    def _begin(self) -> None:
        """Make the folder of new files, without what another run left, or with it."""
        if self._is_begun:
            return
        self._is_begun = True
        if not self._is_resumed:
            shutil.rmtree(self.path / _STAGE, ignore_errors=True)
        (self.path / _STAGE).mkdir(parents=True, exist_ok=True)
        if self._head is not None:
            self._unfinished.begin(self._head, anew=not self._is_resumed)

    def _stage(self, path: str, data: bytes) -> None:
        self._begin()
        self._claim(path)
        _write(f"{self._stage_path}/{path}", data)
        self._staged.append(path)
        self._is_staged.add(path)

    def _claim(self, path: str) -> None:
        """Make the folder of a new file. Raises InputError where another one is in its place."""
        folder = path.rpartition("/")[0]
        if folder not in self._is_new:
            self._make(folder)
            self._is_new[folder] = not os.path.lexists(f"{self.path}/{folder}")
        if not self._is_new[folder]:
            self._refuse_foreign(path)

    def _make(self, folder: str) -> None:
        """Make a folder for new files, and those above it."""
        try:
            os.mkdir(f"{self._stage_path}/{folder}")  # noqa: PTH102 - quicker, and there are many
        except FileNotFoundError:
            os.makedirs(f"{self._stage_path}/{folder}", exist_ok=True)  # noqa: PTH103
        except FileExistsError:
            pass

    def _refuse_foreign(self, path: str) -> None:
        """Raise InputError where a file that is not ours stands in the place of one."""
        target = self.path / path
        if path in self._ours or not target.exists():
            return
        raise InputError(
            str(target), "is not of this site; move it away, or publish to another folder"
        )

    def finish(self, state: dict[str, Any]) -> None:
        """Give the new files their names, and remove those that are gone, a purged text first."""
        data = {"format": _FORMAT, "state": state, "files": self._now}
        written = _as_json(data)
        now = {path for files in self._now.values() for path in files}
        self._unfinished.end()
        if self._is_resumed:
            self._sweep()
        if not self._staged and self._ours == now and self._before == data:
            shutil.rmtree(self.path / _STAGE, ignore_errors=True)
            return
        gone = sorted(self._ours - now)
        # Until all is done the list names the old files and the new ones: both are ours. What is in
        # those that get another content is not known meanwhile; but it is, what was in them before,
        # and since when: so what is purged then can be taken away first.
        changing = {path: self._all_before.get(path, "") for path in [*gone, *self._staged]}
        unsure = {**self._now.get(_UNSURE, {}), **changing}
        since = self.state.get("checkpoint", state.get("checkpoint"))
        both = {**data, "state": {"checkpoint": since}, "files": {**self._now, _UNSURE: unsure}}
        self._stage_list(_as_json(both))
        self._place(gone)
        self._stage_list(written)
        shutil.rmtree(self.path / _STAGE, ignore_errors=True)

    def _sweep(self) -> None:
        """Remove what a run that was broken off left and this one did not take over."""
        for folder, folders, names in os.walk(self._stage_path, topdown=False):
            within = os.path.relpath(folder, self._stage_path).replace(os.sep, "/")
            for name in names:
                if (name if within == "." else f"{within}/{name}") not in self._is_staged:
                    Path(folder, name).unlink()
            for name in folders:
                with suppress(OSError):  # what is not empty stays
                    Path(folder, name).rmdir()

    def _place(self, gone: Sequence[str]) -> None:
        """Give the new files their names, then remove those that are ``gone``."""
        folders = self._new_folders()
        for folder in sorted(folders):
            (self.path / folder).parent.mkdir(parents=True, exist_ok=True)
            (self.path / _STAGE / folder).replace(self.path / folder)
        left = [path for path in self._staged if folders.isdisjoint(_above(path))]
        for path in sorted(left, key=lambda path: (path in self._ours, path.endswith(".html"))):
            target = self.path / path
            target.parent.mkdir(parents=True, exist_ok=True)
            (self.path / _STAGE / path).replace(target)
        for path in gone:
            (self.path / path).unlink(missing_ok=True)
            self._remove_empty((self.path / path).parent)
        self.written += len(self._staged)
        self.removed += len(gone)

    def _new_folders(self) -> set[str]:
        """Return the folders, each above all others of it, of which nothing is there yet."""
        is_new: dict[str, bool] = {}
        folders: set[str] = set()
        for path in self._staged:
            for folder in _above(path):
                if folder not in is_new:
                    is_new[folder] = not os.path.lexists(self.path / folder)
                if is_new[folder]:
                    folders.add(folder)
                    break
        return folders

    def _stage_list(self, text: str) -> None:
        target, staged = self.path / LIST, self.path / _STAGE / _STAGED_LIST
        target.parent.mkdir(parents=True, exist_ok=True)
        staged.parent.mkdir(parents=True, exist_ok=True)
        staged.write_text(text, "utf-8")
        staged.replace(target)

    def _remove_empty(self, folder: Path) -> None:
        while folder != self.path:
            with suppress(OSError):
                folder.rmdir()
                folder = folder.parent
                continue
            return


def _write(path: str, data: bytes) -> None:
    """Make a file by the system's own calls, which are quicker than `open`: there are many."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, 0o666)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(descriptor, left) :]
    finally:
        os.close(descriptor)


_BINARY = getattr(os, "O_BINARY", 0)
"""What Windows has to be told, so that it leaves line ends alone."""


def _as_json(data: Mapping[str, Any]) -> str:
    """Return the list of files, a line for each; ``indent`` would take many times as long."""
    return json.dumps(data, sort_keys=True, separators=(",\n", ": ")) + "\n"


def _above(path: str) -> Iterator[str]:
    """Yield the folders in which a file is, the uppermost first."""
    place = path.find("/")
    while place >= 0:
        yield path[:place]
        place = path.find("/", place + 1)


def _all(parts: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    return {path: digest for files in parts.values() for path, digest in files.items()}
