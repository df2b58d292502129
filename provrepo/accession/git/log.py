"""The commits of a history, oldest first, each with what it did to files: `git log --raw -z`."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from provrepo.accession.git.process import Git

_FIELDS = ("%H", "%P", "%aN", "%aE", "%at", "%cN", "%cE")
_CO_AUTHORS = "%(trailers:key=Co-authored-by,valueonly=true,unfold=true,separator=%x02)"
# A commit's head is one NUL-separated record that begins with a byte that no raw line begins with;
# -m shows a merge once against each of its parents, as that many heads of one commit.
_FORMAT = "%x01" + "%x00".join((*_FIELDS, _CO_AUTHORS, "%B")) + "%x00"
_HEAD = len(_FIELDS) + 2

OPTIONS = (
    *("log", "--reverse", "--topo-order", "-m", "--raw", "-z", "-M", "-r", "--no-abbrev", "--root"),
    *("--no-ext-diff", "--no-textconv", "--no-notes", "--no-color", "--encoding=UTF-8"),
    *("--no-decorate", "--no-show-signature", f"--format=tformat:{_FORMAT}"),
)


class Person(NamedTuple):
    """Somebody as agents are written, ``NAME <ADDRESS>``, without a role; and the e-mail address.

    Both are as a commit has them, after ``.mailmap``.
    """

    written: str
    address: str


@dataclass(frozen=True, slots=True)
class PathChange:
    """What a commit made of a path: ``mode`` and ``blob`` of the file now, None where it is gone.

    ``before`` is the path that it was renamed from. ``added`` says that there was none before; of
    a merge that is not told.
    """

    path: str
    mode: str
    blob: str | None
    before: str | None = None
    added: bool = False


@dataclass(slots=True)
class Commit:
    """A commit of a git history.

    ``parents`` are the ids of those that it follows. ``created`` is when the author wrote it, as
    records have it. ``changes`` are by path; a merge has those against each of its parents, each
    path once.
    """

    id: str
    parents: tuple[str, ...]
    author: Person
    committer: Person
    co_authors: tuple[Person, ...]
    created: str
    message: str
    changes: dict[str, PathChange] = field(default_factory=dict)


def commits(git: Git, tip: str) -> Iterator[Commit]:
    """Yield the commit ``tip`` and all that it descends from, parents before children."""
    commit: Commit | None = None  # yielded when the next one begins, as all its changes are in
    with git.tokens(*OPTIONS, tip) as tokens:
        for token in tokens:
            token = token.lstrip(b"\n")
            if token.startswith(b"\x01"):
                head = [token[1:], *(next(tokens, b"") for _ in range(_HEAD - 1))]
                identity = head[0].decode()
                if commit is not None and commit.id == identity:
                    continue  # a merge, against its next parent
                if commit is not None:
                    yield commit
                commit = _commit(identity, head)
            elif token.startswith(b":") and commit is not None:
                _add(commit, token, tokens)
    if commit is not None:  # only now, as it may be half a commit if git did not come to its end
        yield commit


def _commit(identity: str, head: list[bytes]) -> Commit:
    _, parents, name, address, at, committer, committed_from, co_authors, message = map(_text, head)
    return Commit(
        identity,
        tuple(parents.split()),
        _person(name, address),
        _person(committer, committed_from),
        tuple(_co_author(name) for name in co_authors.split("\x02") if name.strip()),
        _instant(at),
        message.rstrip("\n"),
    )


def _add(commit: Commit, token: bytes, tokens: Iterator[bytes]) -> None:
    """Add the change that a raw line tells (git-diff(1), “Raw output format”)."""
    _, mode, _, blob, status = token.decode("ascii").split(" ")
    path = _path(tokens)
    before = None
    if status[0] == "R":
        before, path = path, _path(tokens)
    # Of a merge, the change against another parent may be there already: that it was a rename
    # there still holds.
    against_another = commit.changes.get(path)
    if before is None and against_another is not None:
        before = against_another.before
    added = status[0] == "A" and len(commit.parents) < 2
    commit.changes[path] = PathChange(path, mode, None if status[0] == "D" else blob, before, added)


def _path(tokens: Iterator[bytes]) -> str:
    # A history names the same paths over and over, and what stood at them is remembered.
    return sys.intern(os.fsdecode(next(tokens, b"")))


def _text(data: bytes) -> str:
    return data.decode(errors="replace")


def _co_author(written: str) -> Person:
    name, _, address = written.partition("<")
    return _person(name.strip(), address.partition(">")[0].strip())


def _person(name: str, address: str) -> Person:
    bare_address = _without_brackets(address)
    bare_name = _without_brackets(name) or bare_address or "unknown"
    return Person(f"{bare_name} <{bare_address}>" if bare_address else bare_name, address)


def _instant(seconds: str) -> str:
    """Return a moment as records have it, ``unknown`` for one that no calendar has."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        return "unknown"


def _without_brackets(written: str) -> str:
    """Return a name without ``<`` and ``>``, which separate it from the address, and controls."""
    return re.sub(r"[<>\x00-\x1f\x7f]+", " ", written).strip()
