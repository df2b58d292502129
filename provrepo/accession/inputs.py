"""What is to be ingested: a file, or several that are pages of one text, and what is said of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from provrepo.accession import placing
from provrepo.accession.companions import NOTHING, Beside
from provrepo.editing.changes import NO_CHANGES, Changes
from provrepo.errors import InputError, NoText, ProvrepoError
from provrepo.formats.draft import Draft, Reading
from provrepo.reading.files import read_drafts


@dataclass(frozen=True, slots=True)
class Input:
    """A file that is to be ingested, under the ``name`` that messages have for it.

    ``paths`` are several where they may be pages of one text. ``row`` is its row in a manifest.
    ``document``, ``text`` and ``changes`` are what the manifest or the editor says of it, and
    ``reading`` how it is to be read, None where nobody says so. ``error`` is set where it cannot be
    read at all. ``beside`` are files that say more of it. ``in_folder`` is set where a folder had
    it, and nobody named it.
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

    An input that may depend on others has a higher rank than they. ``total`` counts the inputs of
    all ranks, ``ranks`` the ranks; ``skipped`` counts what was left out, by what it is.
    """

    total: int
    ranks: int
    skipped: Counter[str]

    def of_rank(self, rank: int) -> Iterator[Input]:
        """Yield the inputs of a rank, in their order."""


def drafts_of(file: Input, reading: Reading) -> tuple[Draft, ...]:
    """Read an input into drafts. Raises InputError, also where several files are no pages.

    Images beside pages hold none of the text, so that one which is damaged is only named.
    """
    if file.error is not None:
        raise file.error
    if len(file.paths) == 1:
        return read_drafts(file.paths[0], reading)
    pages: list[Draft] = []
    left_out: Counter[str] = Counter()
    warnings: list[str] = []
    no_page: InputError | None = None
    for path in file.paths:
        try:
            drafts = read_drafts(path, reading)
        except NoText as error:  # scans and metadata mostly stand in one folder with the pages
            left_out[error.kind] += 1
            no_page = error
            continue
        except InputError as error:
            from provrepo.formats.plain.text import is_image_name

            if not is_image_name(path):
                raise
            warnings.append(f"left out: {error}")
            no_page = no_page or error
            continue
        if len(drafts) > 1 or drafts[0].page is None:
            raise InputError(
                path,
                f"is no page (PAGE, ALTO, hOCR), but one of {len(file.paths)} files for the same "
                "text; name it KEY.KIND.LANGUAGE.txt, or ingest it alone with --document and "
                "--text",
            )
        pages += drafts
    if no_page is not None and not pages:
        raise no_page
    from provrepo.formats.pages.joined import joined

    draft = joined(pages, f"{pages_name(file)}.zip")
    if left_out:
        counted = ", ".join(f"{kind} ({count})" for kind, count in sorted(left_out.items()))
        warnings.insert(0, f"left out: {counted}")
    return (replace(draft, warnings=(*draft.warnings, *warnings)),)


def pages_name(file: Input) -> str:
    """Return the name of a text of several pages, as its folder has it."""
    folder = placing.of_path(file.paths[0])
    document = file.document or (folder.key if folder else "pages")
    text = file.text or (f"{folder.kind}.{folder.tail.rpartition('.')[0]}" if folder else "")
    return ".".join(part for part in (document, *text.split(":")) if part)
