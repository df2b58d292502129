"""What of a git history is in a repository already, so that an import goes on where it stopped."""

from __future__ import annotations

import re
from collections.abc import Iterable

from provrepo.accession.git.process import Git
from provrepo.store import read
from provrepo.store.database import Database
from provrepo.store.records import TextKey

MARK = "commit="
"""How the reader of an ingested file names the commit that it came from."""

_COMMIT = re.compile(rf"(?:^| ){MARK}([0-9a-f]{{40,64}})(?: |$)")


class Progressed:
    """Tells which versions of a history were made by an earlier run.

    A version that was stored names its commit. A commit of a text that made no version, since it
    said nothing new, is known by others of that text that come after it; but not where it was
    merged only since.
    """

    def __init__(self, database: Database, git: Git, tip: str) -> None:
        self._database = database
        self._keys: dict[str, str] = {}
        self._stored: dict[TextKey, set[bytes]] = {}
        for key, text, reader in read.readers(database, f" {MARK}"):
            found = _COMMIT.search(reader)
            if found is not None:
                self._stored.setdefault(TextKey(key, text), set()).add(bytes.fromhex(found[1]))
        every = {one for some in self._stored.values() for one in some}
        self._new = _not_reached(git, tip, every) if every else set()
        self._passed: dict[TextKey, int] = {}
        self._last: dict[TextKey, bytes] = {}

    def made(self, text_key: TextKey, commit: str) -> bool:
        """Tell whether a commit's version of a text was made; ask in the order of the commits."""
        text_key = TextKey(self._key(text_key.document), text_key.text)
        stored = self._stored.get(text_key)
        if not stored:
            return False
        name = bytes.fromhex(commit)
        if name in stored:
            # A commit may have changed two files of one text.
            is_next = self._last.get(text_key) != name
            self._passed[text_key] = self._passed.get(text_key, 0) + is_next
            self._last[text_key] = name
            return True
        return self._passed.get(text_key, 0) < len(stored) and name not in self._new

    def _key(self, document: str) -> str:
        if document not in self._keys:
            self._keys[document] = read.current_key(self._database, document) or document
        return self._keys[document]


def _not_reached(git: Git, tip: str, commits: Iterable[bytes]) -> set[bytes]:
    """Return the commits before ``tip`` from which none of ``commits`` descends."""
    revisions = "".join([f"{tip}\n", *(f"^{commit.hex()}\n" for commit in commits)]).encode()
    printed = git.ask("rev-list", "--ignore-missing", "--stdin", standard_input=revisions)
    return {bytes.fromhex(commit.decode()) for commit in printed.split()}
