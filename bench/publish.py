"""The web site of a large edition: how long it takes, and how much is made again, in this run.

`--versions N` is how many versions the edition has. `cp -r` copies the same files in the same run.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from histories import histories

import provrepo
from provrepo import Changes, Draft, NoteDraft

SIZE = 3000
REVISIONS = 5


def main() -> None:
    """Print a table of measurements."""


def edition(path: Path, versions: int, revisions: int = REVISIONS, size: int = SIZE) -> None:
    """Make a repository of documents, each a transcription with its translation, all revised.

    ``revisions`` is how many versions each text has, ``size`` how many bytes each of these.
    """
    documents = versions // (2 * revisions)
    with provrepo.create(path, origin="example.edu/bench") as repository:
        drafts = _drafts(documents, revisions, size)
        for outcome in repository.ingest_drafts(drafts, Changes(agents="Ann Lee:editor")):
            if isinstance(outcome, provrepo.ProvrepoError):
                raise outcome


def _drafts(documents: int, revisions: int, size: int) -> Iterator[Draft]:
    chinese = histories(documents, revisions, size, chinese=1)
    english = histories(documents, revisions, size, chinese=0, seed=2)
    for number, (sources, targets) in enumerate(zip(chinese, english, strict=True)):
        key = f"cable-{number}"
        fields = {
            "title": f"Cable No. {number} from the Embassy in Pyongyang on the Fishing Boats",
            "issued": f"{1955 + number % 12}-{1 + number % 12:02}-{1 + number % 28:02}",
            "author": "Embassy in Pyongyang",
            "recipient": "Ministry of Foreign Affairs",
            "archive": "Foreign Ministry Archive",
            "archive_location": f"106-{number:05}-03",
            "type": "manuscript",
            "genre": "Cable",
        }
        for revision, (source, target) in enumerate(zip(sources, targets, strict=True), 1):
            message = "" if revision == 1 else f"Revision {revision}"
            yield Draft(source, document=key, text="transcription:zh", fields=fields,
                        message=message)  # fmt: skip
            yield Draft(target, document=key, text="translation:en", message=message,
                        fields={**fields, "translator": "Wang, Jeffrey"},
                        based_on=(f"{key}/transcription:zh@v{revision}",))  # fmt: skip
        del sources, targets


if __name__ == "__main__":
    main()
