"""`provrepo list`, `show` and `log`: the commands that look."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from provrepo.cli import output
from provrepo.cli.command import Session, command
from provrepo.cli.options import ReferenceArgument, count
from provrepo.errors import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provrepo import Document, LogEntry, Version

app = typer.Typer(add_completion=False, rich_markup_mode=None)

PAGE = 1000
"""How many documents are printed at once, in columns as wide as they need."""

NAMED = 3
"""How many withdrawn versions a list names by their numbers."""


@command(
    app,
    name="list",
    examples=[
        "provrepo list",
        "provrepo list border-cable",
        "provrepo list --limit 50 --after border-cable",
        "provrepo list --language zh --state approved",
        "provrepo list --title fishing --stale --sort title",
    ],
    pages=True,
)
def list_documents(
    session: Session,
    key: Annotated[
        str | None,
        typer.Argument(metavar="KEY", help="A document."),
    ] = None,
    limit: Annotated[str | None, typer.Option(metavar="N", help="At most N documents.")] = None,
    after: Annotated[
        str, typer.Option(metavar="KEY", help="Those whose keys sort after this one.")
    ] = "",
    language: Annotated[
        str | None, typer.Option(metavar="TAG", help="Those with a text in this language.")
    ] = None,
    title: Annotated[
        str | None, typer.Option(metavar="WORDS", help="Those with these words in their title.")
    ] = None,
    stale: Annotated[bool, typer.Option("--stale", help="Those with a stale text.")] = False,
    state: Annotated[
        str | None,
        typer.Option(
            metavar="STATE",
            help="Those with a text that is submitted, returned, approved, published or "
            "unreviewed.",
        ),
    ] = None,
    sort: Annotated[
        str, typer.Option(metavar="ORDER", help="key, title, or date: changed last comes first.")
    ] = "key",
) -> None:
    """List the documents, or the texts of one.

    A long list can be read in pages: --limit 50, then --after the last key shown.
    """
    selects = language is not None or title is not None or stale or state is not None
    if key and (after or limit or selects or sort != "key"):
        raise typer.BadParameter(
            "--limit, --after, --sort and what selects go with the list of all documents"
        )
    if sort != "key" and after:
        raise typer.BadParameter("--after goes with --sort key")
    with session.open() as repository:
        if key:
            _list_texts(session, repository.document(key))
            return
        selection = None
        if selects:
            from provrepo.reading.selection import Selection

            selection = Selection(language, title, stale, state)
        most = count(limit)
        # One more than is listed tells that there are more; in another order all are read first.
        read = most + 1 if most and sort == "key" else None
        documents = repository.documents(after=after, limit=read, selection=selection)
        if sort != "key":
            documents = _sorted(documents, sort)
        shown = islice(documents, most)
        if session.json:
            output.json([document.as_json() for document in shown])
            return
        listed, texts, last = _print_documents(shown)
        if listed:
            has_more = next(documents, None) is not None
            more = f"; go on with --after {last}" if sort == "key" else "; there are more"
            session.message(
                f"{output.counted(listed, 'document')}, {output.counted(texts, 'text')}"
                f"{more if has_more else ''}"
            )
        elif selects:
            session.message("no document fits")
        elif not after:
            session.message("the repository is empty; `provrepo ingest FILE` puts a text in")


def _print_documents(documents: Iterator[Document]) -> tuple[int, int, str]:
    """Print a line for each document; return the numbers of them and of texts, and the last."""
    listed = texts = 0
    last = ""
    while page := list(islice(documents, PAGE)):
        output.table([_line(document) for document in page])
        listed += len(page)
        texts += sum(len(document.texts) for document in page)
        last = page[-1].key
    return listed, texts, last


def _sorted(documents: Iterator[Document], by: str) -> Iterator[Document]:
    """Return documents in another order than that of their keys."""
    if by == "title":
        return iter(sorted(documents, key=lambda document: (document.title or "\uffff").casefold()))
    if by == "date":
        return iter(sorted(documents, key=_changed_last, reverse=True))
    raise typer.BadParameter(f"--sort {by}: write key, title or date")


def _changed_last(document: Document) -> str:
    return max(version.record.recorded for version in document.texts)


def _list_texts(session: Session, document: Document) -> None:
    if session.json:
        output.json([document.as_json()])
        return
    output.table(
        [
            (str(version.text_name), _number(document, version), version.short_id, version.date)
            for version in document.texts
        ]
    )


def _line(document: Document) -> tuple[str, str, str]:
    texts = ", ".join(
        f"{version.text_name} {_number(document, version)}" for version in document.texts
    )
    return document.key, texts, shortened(document.title or "", 80)


def _number(document: Document, newest: Version) -> str:
    """Return a text's newest version by its number, marked; and which ones were withdrawn."""
    marks = list(newest.marks)
    review = document.review_of(newest)
    if review and review.in_words:
        # The number stands before the marks already.
        marks.append(review.in_words.removeprefix(f"v{newest.record.number} "))
    withdrawn = document.withdrawn_of(newest)
    if withdrawn and newest.withdrawn is None:
        numbers = [f"v{version.record.number}" for version in withdrawn]
        more = f" and {len(numbers) - NAMED} more" if len(numbers) > NAMED else ""
        marks.append(f"{', '.join(numbers[:NAMED])}{more} withdrawn")
    return f"v{newest.record.number}" + (f" ({'; '.join(marks)})" if marks else "")


@command(
    app,
    examples=[
        "provrepo show border-cable",
        "provrepo show border-cable/transcription:zh@v2 | sha256sum",
        "provrepo show border-cable@v1 --record | sha256sum",
        "provrepo show border-cable@v1 --file > border-cable.txt",
    ],
    pages=True,
)
def show(
    session: Session,
    reference: ReferenceArgument,
    record: Annotated[
        bool, typer.Option("--record", help="The version record, as it is hashed.")
    ] = False,
    citation: Annotated[
        bool, typer.Option("--citation", help="The citation metadata, as it is hashed.")
    ] = False,
    notes: Annotated[bool, typer.Option("--notes", help="The notes, as they are hashed.")] = False,
    file: Annotated[bool, typer.Option("--file", help="The ingested file.")] = False,
    without_interventions: Annotated[
        bool,
        typer.Option(
            "--without-interventions", help="The text without what its editors put in brackets."
        ),
    ] = False,
) -> None:
    """Print a version, byte for byte.

    In a pipe or a file every byte is as it was stored, and sha256sum prints the content hash, the
    version id (--record) or the object's digest. A terminal gets control characters shown.
    """
    if record + citation + notes + file + without_interventions > 1:
        raise typer.BadParameter(
            "--record, --citation, --notes, --file and --without-interventions exclude each other"
        )
    with session.open() as repository:
        if record and not session.json:
            output.raw(repository.record(reference))
            return
        version = repository.version(reference)
        identity = version.id
        if session.json:
            output.json(
                {
                    **version.as_json(),
                    "content": repository.content(identity),
                    "content_sha256": version.record.content,
                    "citation": repository.citation(identity),
                    "notes": repository.notes(identity).as_json()["notes"],
                    "review": repository.state(identity).as_json(),
                }
            )
        elif citation:
            output.raw(repository.citation_bytes(identity))
        elif notes:
            output.raw(repository.notes(identity).canonical())
        elif file:
            output.raw(repository.file(identity))
        elif without_interventions:
            from provrepo.interventions import without_interventions as words_alone

            output.raw(words_alone(repository.content(identity)).encode())
        else:
            output.raw(repository.content(identity).encode())
            reviewed = repository.state(identity).in_words if repository.has_statements else ""
            if reviewed:
                session.message(f"{version.text}: {reviewed}")


@command(
    app,
    examples=["provrepo log border-cable", "provrepo log border-cable/translation --json"],
    pages=True,
)
def log(session: Session, reference: ReferenceArgument) -> None:
    """List the versions of a text, newest first.

    Each with its number, id, date, what was done, what changed, by whom, from what, and why; and
    with the reason where it was withdrawn or purged.
    """
    with session.open() as repository:
        entries = repository.log(reference)
    if session.json:
        output.json([entry.as_json() for entry in entries])
        return
    output.line(output.escape(entries[0].version.text))
    for entry in entries:
        _log_entry(entry)


def _log_entry(entry: LogEntry) -> None:
    version, record = entry.version, entry.version.record
    parts = [f"v{record.number}", version.short_id, version.date, record.activity]
    if record.parent is not None and (entry.changed or record.activity != "review"):
        parts.append(f"({', '.join(entry.changed) or 'nothing changed'})")
    output.line(output.escape("  ".join(parts)))
    marks = (f"{mark}: {reason}" for mark, reason in version.marks.items())
    agents = ", ".join(map(str, version.contributions))
    senses = (statement.in_words for statement in entry.same_senses)
    details = (agents, _based_on(entry), record.message, *marks, *senses, *_reviewed(entry))
    for detail in details:
        if detail:
            output.line(f"    {output.escape(detail)}")


def _reviewed(entry: LogEntry) -> Iterator[str]:
    """Yield what was said of a version; of the latest also how it differs from an approved one."""
    if entry.review:
        yield entry.review.story
        if entry.review.other:
            yield entry.review.in_words


def _based_on(entry: LogEntry) -> str:
    """Return what a version was made from, in words; of the latest also what it has missed."""
    names = []
    for basis in entry.based_on:
        cautions = "; ".join(basis.cautions(newer=entry.latest))
        name = basis.within(entry.version.document)
        names.append(f"{name} ({cautions})" if cautions else name)
    return f"based on {'; '.join(names)}" if names else ""
