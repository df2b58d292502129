"""What of a git history is in a repository already, so that an import goes on where it stopped."""

from __future__ import annotations

import re
from collections.abc import Iterable

from provrepo.accession.git.process import Git
from provrepo.editing.knowledge import COMMIT_MARK
from provrepo.store import read, survey
from provrepo.store.database import Database
from provrepo.store.records import TextKey

_COMMIT = re.compile(rf"(?:^| ){COMMIT_MARK}([0-9a-f]{{40,64}})(?: |$)")


class Progressed:
    """Knows which versions of a history were made by an earlier run.

    A stored version names its commit. A commit that made no version of a text, as it said nothing
    new, is recognised by later commits of that text whose versions are stored: it was looked at
    before them. That does not hold for commits that were merged only since.
    """

    def __init__(self, database: Database, git: Git, tip: str) -> None:
        self._database = database
        self._names: dict[TextKey, TextKey] = {}
        self._stored: dict[TextKey, set[bytes]] = {}  # ids as bytes take a third of the memory
        for key, text, reader in survey.readers(database, f" {COMMIT_MARK}"):
            match = _COMMIT.search(reader)
            if match is not None:
                self._stored.setdefault(TextKey(key, text), set()).add(bytes.fromhex(match[1]))
        stored_commits = {commit for commits in self._stored.values() for commit in commits}
        self._new = _not_reached(git, tip, stored_commits) if stored_commits else set()
        # How many of a text's stored commits the history has passed, and the last of them.
        self._passed: dict[TextKey, int] = {}
        self._last: dict[TextKey, bytes] = {}

    def made(self, text_key: TextKey, commit: str) -> bool:
        """Return whether an earlier run made what a commit makes of a text.

        Ask in the order of the commits.
        """
        if not self._stored:
            return False
        text_key = self._current(text_key)
        stored = self._stored.get(text_key)
        if not stored:
            return False
        identity = bytes.fromhex(commit)
        if identity in stored:
            # A commit may have changed two files of one text.
            is_next = self._last.get(text_key) != identity
            self._passed[text_key] = self._passed.get(text_key, 0) + is_next
            self._last[text_key] = identity
            return True
        return self._passed.get(text_key, 0) < len(stored) and identity not in self._new

    def _current(self, text_key: TextKey) -> TextKey:
        """Return today's name of a text, which may have been renamed since."""
        if text_key not in self._names:
            stored = read.find_text(self._database, *text_key)
            self._names[text_key] = stored.text_key if stored else text_key
        return self._names[text_key]


def _not_reached(git: Git, tip: str, commits: Iterable[bytes]) -> set[bytes]:
    """Return the commits up to ``tip`` that none of ``commits`` descends from."""
    revisions = "".join([f"{tip}\n", *(f"^{commit.hex()}\n" for commit in commits)]).encode()
    printed = git.ask("rev-list", "--ignore-missing", "--stdin", standard_input=revisions)
    return {bytes.fromhex(commit.decode()) for commit in printed.split()}
