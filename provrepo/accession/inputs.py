"""What is to be ingested: a file, or several that are pages of one text, and what is said of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from provrepo.accession import names
from provrepo.accession.companions import NOTHING, Beside
from provrepo.editing.changes import NO_CHANGES, Changes
from provrepo.errors import InputError, NoText, ProvrepoError
from provrepo.formats.draft import Draft, Reading
from provrepo.reading.files import read_drafts


@dataclass(frozen=True, slots=True)
class Input:
    """One file that is to be ingested, under the ``name`` that messages have for it.

    ``paths`` are several where they may be pages of one text. ``row`` is its row in a manifest.
    ``document``, ``text`` and ``changes`` are what the manifest or the user says of it; ``reading``
    likewise, None where nothing. ``error`` says why it cannot be read at all. ``beside`` are files
    that say more of it. ``in_folder`` is set where a folder had it, and nobody named it.
    """

    name: str
    paths: tuple[str, ...] = ()
    row: int | None = None
    document: str | None = None
    text: str | None = None
    changes: Changes = NO_CHANGES
    reading: Reading | None = None
    error: ProvrepoError | None = None
    beside: Beside = NOTHING
    in_folder: bool = False


class Inputs(Protocol):
    """A number of inputs that can be gone through again and again, a rank at a time.

    What may depend on others has a higher rank than they. ``total`` is how many there are of all
    ranks, ``ranks`` how many ranks; ``skipped`` counts what was left out, by what it is.
    """

    total: int
    ranks: int
    skipped: Counter[str]

    def of_rank(self, rank: int) -> Iterator[Input]:
        """Yield the inputs of a rank, in their order."""


def drafts_of(one: Input, reading: Reading) -> tuple[Draft, ...]:
    """Read an input into drafts. Raises InputError, also where several files are no pages."""
    if one.error is not None:
        raise one.error
    if len(one.paths) == 1:
        return read_drafts(one.paths[0], reading)
    drafts: list[Draft] = []
    others: Counter[str] = Counter()
    for path in one.paths:
        try:
            found = read_drafts(path, reading)
        except NoText as error:
            others[error.kind] += 1
            last = error
            continue
        if len(found) > 1 or found[0].page is None:
            raise InputError(
                path,
                f"is no page (PAGE, ALTO, hOCR), but one of {len(one.paths)} files for the same "
                "text; name it KEY.KIND.LANGUAGE.txt, or ingest it alone with --document and "
                "--text",
            )
        drafts += found
    from provrepo.formats.pages import joined as pages

    if not drafts:
        raise last
    joined = pages.joined(drafts, f"{pages_name(one)}.zip")
    if others:
        counted = ", ".join(f"{kind} ({count})" for kind, count in sorted(others.items()))
        joined = replace(joined, warnings=(*joined.warnings, f"left out: {counted}"))
    return (joined,)


def pages_name(one: Input) -> str:
    """Return the name of a text of several pages, as its folder has it."""
    found = names.of_path(one.paths[0])
    document = one.document or (found.key if found else "pages")
    text = one.text or (f"{found.kind}.{found.rest.rpartition('.')[0]}" if found else "")
    return ".".join(part for part in (document, *text.split(":")) if part)
