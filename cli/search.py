"""`provrepo search` and `reindex`."""

from __future__ import annotations

import re
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from provrepo.cli import output
from provrepo.cli.command import Command, Session, command
from provrepo.cli.hits import Counted, print_histories, print_hits
from provrepo.cli.options import check_format, count

if TYPE_CHECKING:
    from provrepo import Reports, Scope

app = typer.Typer(add_completion=False, rich_markup_mode=None)

FORMATS = ("context", "json", "csv", "html")

_WITHOUT = "\0"
"""Stands before a word that begins with a hyphen while options are told from words.

No argument of a command can hold it.
"""


class _Words(Command):
    """A command whose words may begin with a hyphen: ``-without``.

    One letter behind it is an option of other programs: where ``-i`` was a word, it would leave
    out all texts that say “I”.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - Typer's context
        """Parse the arguments; one that has a single hyphen and is no option is a word."""
        end = args.index("--") if "--" in args else len(args)
        marked = [
            f"{_WITHOUT}{word}" if re.match(r"-(?![A-Za-z]$)[^-]", word) else word
            for word in args[:end]
        ]
        remaining = super().parse_args(ctx, marked + args[end:])
        for name, value in ctx.params.items():  # of an option's value, too: --limit -3
            if isinstance(value, str):
                ctx.params[name] = _unmarked(value)
            elif isinstance(value, list | tuple):
                ctx.params[name] = [_unmarked(each) for each in value]
        return remaining


@dataclass(eq=False, repr=False)  # quick to make: each command starts with it
class ScopeFlags:
    """Where is searched."""

    within: Annotated[
        list[str] | None,
        typer.Option(
            "--in",
            metavar="PART",
            help="text, notes, metadata or interventions, the words in editors' brackets "
            "(default: the first three). Repeatable.",
        ),
    ] = None
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="KIND", help="transcription or translation.")
    ] = None
    language: Annotated[
        str | None,
        typer.Option("--language", metavar="TAG", help="Texts in this language: zh, en, sr-Latn."),
    ] = None
    agent: Annotated[
        str | None,
        typer.Option("--agent", metavar="NAME", help="Versions that name this agent."),
    ] = None
    document: Annotated[
        str | None,
        typer.Option("--document", metavar="GLOB", help="Documents with such keys: 'border-*'."),
    ] = None
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DATE", help="Versions made then or later: 1998-03."),
    ] = None
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="Versions made then or before.")
    ] = None
    versions: Annotated[
        str,
        typer.Option("--versions", metavar="WHICH", help="newest, all or approved."),
    ] = "newest"

    def scope(self) -> Scope:
        """Return what the flags say. Raises InvalidValue."""
        from provrepo.reading.searching.scope import WITHIN, Scope

        named = [name.strip() for names in self.within or () for name in names.split(",")]
        return Scope(
            within=tuple(named) or WITHIN[:3],
            kind=self.kind,
            language=self.language,
            agent=self.agent,
            document=self.document,
            since=self.since,
            until=self.until,
            versions=self.versions,
        )


@command(
    app,
    cls=_Words,
    examples=[
        "provrepo search North Korea",
        "provrepo search 'the border' -railway",
        "provrepo search 安东 --kind transcription",
        "provrepo search 'Shen*' OR Mukden --versions all",
    ],
    pages=True,
)
def search(
    session: Session,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORDS",
            help="All words of a text; 'a phrase', a* for the beginning of a word, -without, "
            "a OR b.",
        ),
    ],
    scope: ScopeFlags,
    regex: Annotated[
        bool, typer.Option("--regex", help="WORDS are a regular expression of Python.")
    ] = False,
    exact: Annotated[bool, typer.Option("--exact", help="Case, accents and width count.")] = False,
    variants: Annotated[
        bool,
        typer.Option("--variants", help="Simplified, traditional and variant characters are one."),
    ] = False,
    facing: Annotated[
        bool,
        typer.Option("--facing", help="With each hit the passage that translates it, or its own."),
    ] = False,
    history: Annotated[
        bool,
        typer.Option("--history", help="In which versions of each text the words came and went."),
    ] = False,
    limit: Annotated[
        str | None, typer.Option("--limit", metavar="N", help="Show at most N hits.")
    ] = None,
    after: Annotated[
        str,
        typer.Option("--after", metavar="CURSOR", help="Go on after this hit, as --json names it."),
    ] = "",
    form: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="context, json, csv or html.")
    ] = "context",
) -> int:
    """Search the texts, the notes and the metadata.

    Every hit is a place in an exact version. Editors' brackets are read with their words and
    without them: North Korea finds [North] Korea, and Shenyang finds Sh[en]yang. Case, accents and
    width do not count. What is new is indexed first. Exits with 1 where nothing was found, or
    where a version could not be searched.
    """
    check_format(form, FORMATS)
    if facing and (history or form in ("csv", "html")):
        raise typer.BadParameter("--facing goes with hits in context or as JSON")
    if history and (limit or after or form not in ("context", "json")):
        raise typer.BadParameter("--history has no pages, and no form but --json")
    if history and scope.versions != "newest":
        raise typer.BadParameter("--history looks at all versions: leave out --versions")
    query = " ".join(_unmarked(word) for word in words) if regex else _query(words)
    with ExitStack() as closing:
        repository = closing.enter_context(session.open())
        left_out: set[str] = set()
        reports = _reports(session, closing, left_out)
        where = scope.scope()

        def advice() -> str:
            from provrepo.cli.wider_search import advice_on

            looked_at = replace(where, versions="all") if history else where
            options = {"regex": regex, "exact": exact, "variants": variants}
            return advice_on(repository, query, looked_at, options)

        if history:
            histories = repository.search_history(
                query,
                where,
                regex=regex,
                exact=exact,
                variants=variants,
                reports=reports,
            )
            status = print_histories(session, histories, advice)
            return 1 if left_out else status
        most = count(limit)
        hits = repository.search(
            query,
            where,
            regex=regex,
            exact=exact,
            variants=variants,
            facing=facing,
            after=after,
            limit=most and most + 1,  # the last tells that there are more
            reports=reports,
        )
        counted = Counted(hits, most)
        print_hits(counted, "json" if session.json else form, query)
        is_told = form == "context" and not session.json and not session.quiet
        has_more = is_told and counted.has_more()
        ending = advice() if is_told and not counted.hits and not after else ""
    if not counted.hits:
        session.message(f"nothing was found{ending}")
        return 1
    if is_told:
        more = f"; go on with --after '{counted.cursor}'" if has_more else ""
        session.message(f"hits: {counted.hits}, versions: {counted.versions}{more}")
    return 1 if left_out else 0


@command(app, examples=["provrepo reindex"])
def reindex(session: Session) -> None:
    """Make the search index anew.

    The index is made of what the repository holds, and kept up to date by each search. Making it
    anew is needed only where it was damaged; it is no part of what is verified or copied.
    """
    with ExitStack() as closing:
        repository = closing.enter_context(session.open())
        size = repository.reindex(reports=_reports(session, closing))
    if session.json:
        output.json({"bytes": size})
    else:
        session.message(f"made the search index anew: {size:,} bytes")


def _reports(session: Session, closing: ExitStack, left_out: set[str] | None = None) -> Reports:
    """Return what shows how indexing goes on; a short one is not shown.

    The versions that could not be searched are added to ``left_out``.
    """
    from provrepo.reading.searching.candidates import Reports

    begin, tick = session.counting(closing, "records")
    missed = set() if left_out is None else left_out
    return Reports(begin, tick, lambda message: session.warn([message]), missed.add)


def _unmarked(word: str) -> str:
    return word.removeprefix(_WITHOUT)


def _query(words: list[str]) -> str:
    """Return the query that arguments are: one with blanks in it, and no signs, is a phrase.

    A shell takes the quotation marks away from which a phrase could be told.
    """
    return " ".join(f'"{word}"' if _is_phrase(word) else word for word in map(_unmarked, words))


def _is_phrase(word: str) -> bool:
    parts = word.split()
    has_signs = any(part == "OR" or part.startswith("-") for part in parts)
    return len(parts) > 1 and not has_signs and not re.search('["“”„＂]', word)
