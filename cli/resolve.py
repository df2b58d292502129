"""`provrepo resolve`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from provrepo.cli import output
from provrepo.cli.command import Session, command
from provrepo.cli.options import EncodingOption
from provrepo.errors import InputError, NotFound, ProvrepoError, on_one_line

if TYPE_CHECKING:
    from provrepo.reading.manuscripts.manuscript import Manuscript
    from provrepo.reading.manuscripts.pins import Pin, Quotation
    from provrepo.repository import Repository

_MANUSCRIPTS = (
    *(".doc", ".docx", ".fodt", ".htm", ".html", ".markdown", ".md", ".odt"),
    *(".pdf", ".rtf", ".tex", ".text", ".txt", ".xml"),
)
"""How the names of manuscripts end; no citation ends like this."""

app = typer.Typer(add_completion=False, rich_markup_mode=None)


class _Resolved(NamedTuple):
    """What became of one argument: its pins, or the error that it could not be read for."""

    name: str
    pins: Sequence[Pin]
    error: ProvrepoError | None = None


@command(
    app,
    examples=[
        "provrepo resolve chapter-3.md",
        "provrepo resolve chapter-*.docx",
        'provrepo resolve "Ministry, “Cable,” May 1961, version 1 (3f2a91c0d4e5)."',
        "provrepo resolve 3f2a91c0d4e5",
    ],
)
def resolve(
    session: Session,
    texts: Annotated[
        list[str],
        typer.Argument(
            metavar="TEXT|FILE",
            help="Citations, ids, ni: URIs or manuscripts (.txt, .md, .docx, .odt); "
            "- for standard input.",
        ),
    ],
    encoding: EncodingOption = None,
) -> int:
    """Check the citations and quotations of a manuscript.

    Its pinned citations are looked up again. Each is exact (the newest text is the one cited),
    superseded (a newer version has another text), withdrawn, purged, mismatched (number and id are
    of two versions), ambiguous or unknown here. Quotations in its paragraph, or in the one that its
    note stands on, are looked for in the version cited and in the newest. Exits with 1 where
    anything needs attention or a manuscript could not be checked, so that an author can check a
    book before it goes to press.
    """
    with session.open() as repository:
        resolved = [_resolved(session, repository, text, encoding) for text in texts]
    if len(resolved) == 1 and resolved[0].error:
        raise resolved[0].error
    if session.json:
        output.json([value for each in resolved for value in _as_json(each)])
    else:
        for each in resolved:
            for pin in each.pins:
                _print(pin, each.name)
    return _report(session, resolved)


def _resolved(
    session: Session, repository: Repository, text: str, encoding: str | None
) -> _Resolved:
    """Return what became of one argument; a bad one does not lose the others."""
    name = ""
    try:
        name, manuscript = _read(text, encoding)
        for warning in manuscript.warnings:
            session.message(f"warning: {name}: {warning}")
        pins = repository.find_pins(manuscript)
        if not pins and not name and not any(map(str.isspace, text)):
            raise InputError(text, "is neither a file here nor a pinned citation")
        if not pins:
            raise NotFound("pinned citation in", name or f"“{on_one_line(text)}”")
    except ProvrepoError as error:
        return _Resolved(name or text, (), error)
    return _Resolved(name, pins)


def _read(text: str, encoding: str | None) -> tuple[str, Manuscript]:
    """Return what an argument is to be called, and the manuscript that it is or names."""
    from provrepo.reading.files import is_file_argument
    from provrepo.reading.manuscripts.manuscript import Manuscript, read_manuscript

    if text == "-":
        from provrepo.cli.named_files import read_input

        return "standard input", read_manuscript(read_input("-"), encoding)
    if is_file_argument(text) or _names_a_manuscript(text):
        return Path(text).name, read_manuscript(text, encoding)
    if _is_folder(text):
        raise InputError(text, "is a folder; name the manuscripts in it, such as FOLDER/*.docx")
    return "", Manuscript(text)


def _names_a_manuscript(text: str) -> bool:
    """Return whether a text can only be a file's name, even where there is no such file."""
    return "\n" not in text and text.lower().endswith(_MANUSCRIPTS)


def _is_folder(text: str) -> bool:
    try:
        return Path(text).is_dir()
    except (OSError, ValueError):
        return False


def _as_json(resolved: _Resolved) -> Iterator[dict[str, Any]]:
    if resolved.error:
        yield {"file": resolved.name, "status": "refused", "error": str(resolved.error)}
    for pin in resolved.pins:
        yield {"file": resolved.name or None, **pin.as_json()}


def _report(session: Session, resolved: Sequence[_Resolved]) -> int:
    """Tell how many citations there are and what could not be checked; return the exit status."""
    pins = [pin for each in resolved for pin in each.pins]
    attention = sum(pin.needs_attention for pin in pins)
    session.message(f"pinned citations: {len(pins)}, to look at: {attention}")
    errors = [each.error for each in resolved if each.error]
    for error in errors:
        output.error(str(error))
    if errors:
        output.error(f"{len(errors)} of {len(resolved)} texts could not be checked")
    return 1 if attention or errors else 0


def _print(pin: Pin, name: str) -> None:
    """Print a pin: where it stands, what has become of it, and the quotations beside it."""
    named = f" {pin.version.reference}" if pin.version else ""
    output.line(output.escape(f"{_place(pin, name)}{pin.status}: {pin.written}{named}"))
    for remark in (*_remarks(pin), *(_fate(pin, quotation) for quotation in pin.quotations)):
        output.line(output.escape(f"    {remark}"))


def _place(pin: Pin, name: str) -> str:
    """Return where a pin stands: a line as compilers have it, or a note and the words around."""
    if not name:
        return ""
    if pin.line is not None:
        return f"{name}:{pin.line}: "
    place = pin.place
    return f"{name}, {place}: " if place else f"{name}: "


def _remarks(pin: Pin) -> Iterator[str]:
    """Yield what an author should know of a citation, apart from its quotations."""
    version, newest = pin.version, pin.newest
    if pin.status == "superseded" and version and newest:
        pair = f"{version.reference}..v{newest.record.number}"
        yield f"what changed: provrepo diff {pair}"
    if pin.status == "mismatched" and version:
        other = pin.numbered
        meant = f"; {other.reference} has the id {other.short_id}" if other else ""
        yield (
            "number and id do not belong together: "
            f"{version.short_id} is {version.reference}{meant}"
        )
    if pin.status == "withdrawn" and version:
        yield f"withdrawn: {version.withdrawn}"
    if pin.review:
        yield pin.review


def _fate(pin: Pin, quotation: Quotation) -> str:
    """Return what became of a quotation, in one line."""
    cited = pin.version.reference if pin.version else "the version cited"
    shown = f"“{on_one_line(quotation.text)}”"
    if quotation.status == "misquoted":
        elsewhere = f"; it stands in {quotation.elsewhere}" if quotation.elsewhere else ""
        nearest = (
            f"; it says “{quotation.nearest}”: {quotation.marked}" if quotation.nearest else ""
        )
        return f"{shown}: does not stand in {cited}{elsewhere}{nearest}"
    return (
        f"{shown}: "
        + {
            "unchanged": "unchanged",
            "changed": "no longer stands in the newest version",
            "unclosed": "could not be compared, as the quotation mark is never closed",
            "title": "taken for a title, by its place in the citation",
        }[quotation.status]
    )
