"""Where everything stands in a package: paths that never change, whatever a repository becomes.

A version stands under the key and the text that its record names, which no other document and no
other text ever has. So nothing moves where a document is renamed.
"""

from __future__ import annotations

import posixpath
import re

from provrepo.publish import addresses
from provrepo.store.records import VersionRecord

README = "README.md"
"""The page that tells what a package holds, and how a proof is made and checked."""

DOCUMENTS, AGENTS, EVENTS = "documents", "agents", "events"
SIGNATURES, OTHER_RECORDS, LEDGER = "signatures", "other-records", "ledger"
FOLDERS = (AGENTS, DOCUMENTS, EVENTS, LEDGER, OTHER_RECORDS, SIGNATURES)
"""The folders at the top of what every package holds."""

CHECKPOINT = f"{LEDGER}/checkpoint"
TILES = f"{LEDGER}/tile/"

RECORD, LEAF_INDEX, TEXT, NOTES = "record.json", "leaf-index.txt", "text.txt", "notes.json"
CITATION, INGESTED_FILE = "citation.json", "ingested-file"
"""The files of a version; the suffix of the ingested file is that of the file's own name."""


def text_folder(record: VersionRecord) -> str:
    """Return the folder of the text that a record names: ``border-cable/translation.en``."""
    text = record.text
    return addresses.text_folder(record.document, text.kind, text.language, text.label)


def version_folder(record: VersionRecord) -> str:
    """Return the folder of a version: ``documents/border-cable/translation.en/v3``."""
    return f"{DOCUMENTS}/{addresses.version_folder(text_folder(record), record.number)}"


def ingested_file(name: str) -> str:
    """Return what the ingested file of this name is called in the folder of its version."""
    suffix = posixpath.splitext(name)[1]
    return INGESTED_FILE + (suffix if re.fullmatch(r"\.[A-Za-z0-9]{1,16}", suffix) else "")


def event(index: int) -> str:
    """Return the path of the event at a place in the ledger."""
    return f"{EVENTS}/{index:06}.json"


def other_record(index: int) -> str:
    """Return the path of a record of an unknown format at a place in the ledger."""
    return f"{OTHER_RECORDS}/{index:06}"


def agent(digest: str) -> str:
    """Return the path of an agent."""
    return f"{AGENTS}/{digest}.json"


def signature(digest: str) -> str:
    """Return the path of a signature."""
    return f"{SIGNATURES}/{digest}.json"


def index_of(path: str) -> int | None:
    """Return the place in the ledger that the path of an event or an unknown record tells."""
    match = re.fullmatch(rf"{EVENTS}/(\d{{6,18}})\.json|{OTHER_RECORDS}/(\d{{6,18}})", path)
    return int(match[1] or match[2]) if match else None
