"""What a package holds, in words for people."""

from __future__ import annotations

from provrepo.reading.packages.gathering import Gathering


def described(gathering: Gathering) -> str:
    """Return in a line what a package holds."""
    documents, versions = len(gathering.documents), gathering.versions
    what = (
        f"{documents} {'document' if documents == 1 else 'documents'} in {versions} "
        f"{'version' if versions == 1 else 'versions'}: transcriptions and translations"
    )
    if gathering.selection.is_whole:
        return f"{what}. The whole repository {gathering.checkpoint.origin}."
    return f"{what}. A part of the repository {gathering.checkpoint.origin}."


def shown_size(size: int) -> str:
    """Return a number of bytes as people write it."""
    if size < 1000:
        return f"{size} B"
    amount = float(size)
    for unit in ("kB", "MB", "GB", "TB"):
        amount /= 1000
        if amount < 999.5 or unit == "TB":
            break
    return f"{amount:.3g} {unit}"
