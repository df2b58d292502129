"""One file, or its bytes, into versions: of its text, or of each text that it holds."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from provrepo.accession.intake import Intake, Source
from provrepo.errors import InputError, ProvrepoError
from provrepo.formats.draft import CONVENTIONS, Reading
from provrepo.reading.files import read_drafts

if TYPE_CHECKING:
    from provrepo.clock import Clock
    from provrepo.editing.changes import Changes
    from provrepo.editing.outcome import Outcome
    from provrepo.store.database import Database


def ingest(
    database: Database,
    clock: Clock,
    source: str | os.PathLike[str] | bytes,
    changes: Changes,
    *,
    document: str | None,
    text: str | None,
    encoding: str | None,
    convention: str | None,
    all_texts: bool,
    dry_run: bool,
) -> Outcome:
    """Make a version of each text in a file. See `Repository.ingest`."""
    drafts = read_drafts(source, Reading(encoding, convention or CONVENTIONS[0]))
    if len(drafts) > 1 and text is None and not all_texts:
        names = ", ".join(str(draft.text) for draft in drafts)
        raise InputError(drafts[0].name, f"holds {len(drafts)} texts ({names}), not one")
    path = None if isinstance(source, bytes) else os.fspath(source)
    intake = Intake(database, clock, dry_run=dry_run)
    outcomes: list[Outcome] = []
    for ingested in intake.run([Source(path or "", drafts, changes, document, text, path)]):
        if isinstance(ingested.result, ProvrepoError):
            raise ingested.result
        outcomes.append(ingested.result)
    first, *others = outcomes
    return replace(first, others=tuple(others)) if others else first
