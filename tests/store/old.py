"""The repository of schema 1 in ``fixtures``, as version 0.1 wrote it: see ``make_schema_1.py``."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import psycopg

from provrepo.store.checkpoint import Checkpoint
from provrepo.store.engines import connect

FIXTURES = Path(__file__).parent / "fixtures"
FACTS = json.loads((FIXTURES / "schema-1.json").read_text(encoding="utf-8"))
CHECKPOINT = Checkpoint.parse(FACTS["checkpoint"])
VERSIONS: dict[str, str] = FACTS["versions"]
RECEIPT = (FIXTURES / "schema-1.tlog-proof").read_bytes()


def place(url: str) -> str:
    """Put the repository at a path or into an empty schema of a server; return ``url``."""
    if not url.startswith("postgresql:"):
        shutil.copyfile(FIXTURES / "schema-1.db", url)
        return url
    with psycopg.connect(url) as connection:
        connection.execute((FIXTURES / "schema-1.sql").read_bytes())
    return url


def schema(url: str) -> int:
    """Return the version of the schema that a repository has."""
    database = connect(url)
    try:
        return database.schema_version(database)
    finally:
        database.close()
