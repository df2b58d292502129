"""Small git repositories for tests, made by one `git fast-import` each, with any bytes wanted."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MODES = {"file": b"100644", "program": b"100755", "link": b"120000", "submodule": b"160000"}


def git(folder: Path, *arguments: str, standard_input: bytes = b"") -> bytes:
    """Run git in a folder, with nobody's settings in effect, and return what it prints."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": os.fspath(folder),
        "GIT_CONFIG_NOSYSTEM": "1",
        "LC_ALL": "C",
    }
    process = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        input=standard_input,
        capture_output=True,
        env=environment,
        timeout=120,
        check=False,
    )
    assert process.returncode == 0, process.stderr.decode(errors="replace")
    return process.stdout


@dataclass(slots=True)
class History:
    """A history under construction: `commit` adds to it, `write` makes the repository."""

    stream: list[bytes] = field(default_factory=list)
    marks: int = 0
    seconds: int = 1_000_000_000

    def commit(
        self,
        files: Mapping[Any, bytes | None],
        message: bytes = b"m",
        *,
        author: bytes = b"Anna Keller <anna@x.example>",
        committer: bytes | None = None,
        encoding: bytes = b"",
        parents: tuple[int, ...] | None = None,
        branch: str = "main",
        moves: Mapping[str, str] | None = None,
        mode: str = "file",
        date: bytes | None = None,
    ) -> int:
        """Add a commit that writes ``files`` (None removes one) and return its mark.

        Without ``parents`` it follows the commit that was added last.
        """
        before = parents if parents is not None else ((self.marks,) if self.marks else ())
        self.marks += 1
        self.seconds += 60
        when = date or b"%d +0200" % self.seconds
        lines = [b"commit refs/heads/%s" % branch.encode(), b"mark :%d" % self.marks]
        lines += [
            b"author %s %s" % (author, when),
            b"committer %s %s" % (committer or author, when),
        ]
        lines += [b"encoding " + encoding] if encoding else []
        lines += [b"data %d\n%s" % (len(message), message)]
        lines += [b"from :%d" % parent for parent in before[:1]]
        lines += [b"merge :%d" % parent for parent in before[1:]]
        for old, new in (moves or {}).items():
            lines.append(b"R %s %s" % (_quoted(old), _quoted(new)))
        for path, data in files.items():
            if data is None:
                lines.append(b"D " + _quoted(path))
            elif mode == "submodule":
                lines.append(b"M 160000 %s %s" % (data, _quoted(path)))
            else:
                lines.append(b"M %s inline %s" % (MODES[mode], _quoted(path)))
                lines.append(b"data %d\n%s" % (len(data), data))
        self.stream += [*lines, b""]
        return self.marks

    def write(self, folder: Path, *, bare: bool = True) -> Path:
        """Make the repository in ``folder`` (again: with what was added since), return it."""
        if not folder.exists():
            folder.mkdir(parents=True)
            git(folder, "init", "--quiet", *(["--bare"] if bare else []))
            git(folder, "symbolic-ref", "HEAD", "refs/heads/main")
        git(
            folder,
            "fast-import",
            "--quiet",
            "--force",
            standard_input=b"\n".join([*self.stream, b""]),
        )
        return folder


def _quoted(path: str | bytes) -> bytes:
    """Return a path as fast-import wants it: in C's quotes, other bytes in octal."""
    raw = path if isinstance(path, bytes) else path.encode()
    return b'"%s"' % b"".join(
        b"%c" % byte if 32 <= byte < 127 and byte not in b'"\\' else b"\\%03o" % byte
        for byte in raw
    )


def versions_in(repository: Path, ref: str = "main") -> dict[str, list[tuple[str, bytes]]]:
    """Return for each path the commits that changed it and its bytes then, oldest first.

    By other means than the import's: `git rev-list` a path and `git cat-file` an object.
    """
    raw = git(
        *(repository, "log", "--raw", "-z", "--no-renames", "--reverse", "--topo-order"),
        *("--no-abbrev", "--root", "--format=%x01%H", ref),
    )
    versions: dict[str, list[tuple[str, bytes]]] = {}
    commit = ""
    parts = iter(raw.split(b"\0"))
    for part in parts:
        token = part.strip(b"\n")
        if token.startswith(b"\x01"):
            commit = token[1:].decode()
        elif token.startswith(b":"):
            _, mode, _, blob, status = token.split()
            path = os.fsdecode(next(parts))
            if status != b"D" and mode != MODES["submodule"]:
                versions.setdefault(path, []).append((commit, blob))
    blobs = [blob for changes in versions.values() for _, blob in changes]
    answers = git(
        repository, "cat-file", "--batch", standard_input=b"".join(b"%s\n" % blob for blob in blobs)
    )
    at = 0
    contents = []
    for _ in blobs:
        end = answers.index(b"\n", at)
        length = int(answers[at:end].split()[2])
        contents.append(answers[end + 1 : end + 1 + length])
        at = end + length + 2
    each = iter(contents)
    return {
        path: [(commit, next(each)) for commit, _ in changes] for path, changes in versions.items()
    }
