"""What `provrepo` alone says: where you are, and the three next steps."""

from __future__ import annotations

import os

from provrepo.cli import output
from provrepo.cli.options import find_repository
from provrepo.errors import RepositoryNotFound

_INGEST = 'provrepo ingest FILE --document KEY --text transcription:de --set "title=…"'
_FIRST = (
    ("provrepo init", "make a repository in this folder"),
    (_INGEST, "put a text in"),
    ("provrepo cite KEY", "cite exactly this version"),
)
_NEXT = (
    ("provrepo list", "see what there is"),
    ("provrepo status", "see what needs work"),
    ("provrepo ingest FILE", "put a text in, or a corrected one; `provrepo edit REF` opens it"),
)


def greet(repo: str | None, *, as_json: bool) -> None:
    """Print what to do next, inside of a repository or outside.

    ``repo`` is the repository that an option names.
    """
    try:
        location: str | None = find_repository(repo)
    except RepositoryNotFound:
        location = None
    if location is not None and "://" not in location and not os.path.exists(location):  # noqa: PTH110
        location = None
    steps = _FIRST if location is None else _NEXT
    if as_json:
        from provrepo.passwords import without_passwords

        shown = None if location is None else without_passwords(location, [location])
        output.json({"repository": shown, "next": [line for line, _ in steps]})
        return
    output.line("provrepo keeps every version of a document's transcription and translation.")
    if location is None:
        output.line("There is no repository here. Three steps to the first citation:")
    else:
        from provrepo.passwords import without_passwords

        name = os.path.relpath(location) if "://" not in location else location
        shown = without_passwords(name, [name])
        output.line(output.escape(f"The repository is {shown}. What next?"))
    output.line("")
    longest = max(len(line) for line, _ in steps)
    for line, what in steps:
        output.line(f"    {line:{longest}}  {what}")
    output.line("")
    more = "" if location else "Sample texts to try it with: provrepo demo. "
    output.line(f"{more}All commands: provrepo --help")
