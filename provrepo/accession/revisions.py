"""A run that says something of many documents which are here: new versions without new files."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from provrepo.editing.commit import Committer, Outcome, outcome
from provrepo.editing.knowledge import NotStoredYet
from provrepo.editing.planning import Plan, plan
from provrepo.editing.revising import texts_of
from provrepo.editing.whole_document import anew, only_translation, shares
from provrepo.errors import (
    Busy,
    InputError,
    ProvrepoError,
    ReaderFault,
    RepositoryError,
)
from provrepo.metadata import spelled
from provrepo.reading import lookup
from provrepo.reference import Reference, parse
from provrepo.store.read import StoredText

if TYPE_CHECKING:
    from provrepo.accession.statements import Statement, Statements
    from provrepo.clock import Clock
    from provrepo.editing.changes import Changes
    from provrepo.editing.knowledge import Knowledge
    from provrepo.store.database import Database
    from provrepo.store.records import TextKey

VERSIONS = 1500
"""A batch is stored when it has this many versions."""

KEPT_BYTES = 1 << 20
"""How much of what was read from the store a run keeps: it looks at each text only once."""


@dataclass(frozen=True, slots=True)
class Revised:
    """What became of a text of which something was said, or why a statement was refused.

    ``name`` is how messages call the document or the item, ``row`` the row of the table. ``item``
    is the key of an item, and ``matched`` how its document was found. ``result`` is an error where
    it was refused, or left out as what ``kind`` says: ``unmatched`` or ``ambiguous``. ``status`` is
    ``changed``, ``unchanged``, ``refused`` or ``left out``. ``changes`` names what is new: CSL
    variables, ``basis``, ``review``.
    """

    name: str
    result: Outcome | ProvrepoError
    status: str
    row: int | None = None
    item: str | None = None
    matched: str = ""
    changes: tuple[str, ...] = ()
    kind: str = ""

    @property
    def error(self) -> str | None:
        """Why it was refused, with its row or its name; None where it was not."""
        if not isinstance(self.result, ProvrepoError):
            return None
        reason = str(self.result)
        if self.row is not None:
            return f"row {self.row}: {reason}"
        return reason if isinstance(self.result, InputError) else f"{self.name}: {reason}"

    @property
    def about(self) -> str:
        """What a plan says of it: where it comes from, and what is new."""
        source = f"row {self.row}" if self.row is not None else self.name
        matched = f", by {self.matched}" if self.matched else ""
        return f"{', '.join(self.changes)} ({source}{matched})".strip()

    @property
    def place(self) -> dict[str, Any]:
        """Where it comes from and what is new, as JSON output shows it (docs/cli.md)."""
        if self.item is None:
            return {"row": self.row, "changes": list(self.changes)}
        return {
            "item": self.item,
            "matched": self.matched or None,
            "changes": list(self.changes),
        }


class _Share(NamedTuple):
    """What is said of one text, and by which statement."""

    text_key: TextKey
    changes: Changes
    statement: Statement
    warnings: tuple[str, ...] = ()


class _Pending(NamedTuple):
    """A plan, or a refusal, that is not yet reported."""

    statement: Statement
    result: Plan | ProvrepoError
    changes: Changes | None = None
    warnings: Sequence[str] = ()


class Revisions:
    """A run over statements; to iterate over it makes the versions.

    It yields what became of each text once it is durable, and each refusal; what is wrong with one
    statement does not stop the others. ``total`` counts the statements, ``position`` those that are
    done. So far, ``counts`` are the results by status, and ``skipped`` what was left out, by why.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        statements: Statements,
        changes: Changes,
        *,
        dry_run: bool = False,
    ) -> None:
        self._database, self._statements, self._changes = database, statements, changes
        self._committer = Committer(database, clock, dry_run=dry_run, parallel=False, of_many=True)
        self.total, self.counted = statements.total, statements.counted
        self.position = 0
        self.counts: Counter[str] = Counter()
        self.skipped: Counter[str] = Counter()
        self._pending: deque[_Pending] = deque()
        self._sources: dict[TextKey, Statement] = {}

    def __iter__(self) -> Iterator[Revised]:
        with self._database.rebuilt.limited_to(KEPT_BYTES):
            for revised_text in self._run():
                if revised_text.status == "left out":
                    self.skipped[revised_text.kind] += 1
                else:
                    self.counts[revised_text.status] += 1
                yield revised_text

    def _run(self) -> Iterator[Revised]:
        late: list[Sequence[Statement]] = []
        for group in self._statements:
            # What is based on other documents' texts is to find their versions of this run, or a
            # second run would find newer ones.
            if any(map(_leans_on_others, group)):
                late.append(group)
            else:
                yield from self._take(group)
        for group in late:
            yield from self._take(group)
        yield from self._settle(self._committer.commit())

    def _take(self, group: Sequence[Statement]) -> Iterator[Revised]:
        """Plan what is said of one document; store the batch when it is full."""
        self.position += len(group)
        warned: set[str] = set()
        refused: set[tuple[int | str | None, str]] = set()
        left = deque(self._shares(group))
        while left:
            share = left[0]
            try:
                planned = self._plan(share, warned)
            except NotStoredYet:
                yield from self._settle(self._committer.commit())
                continue
            except (Busy, RepositoryError):  # is no fault of this row, nor of the next ones
                raise
            except ProvrepoError as error:
                planned = _Pending(share.statement, error)
            except Exception as error:  # noqa: BLE001 - a bad row is its own affair
                planned = _Pending(share.statement, ReaderFault(share.statement.name, error))
            left.popleft()
            if isinstance(planned.result, ProvrepoError):
                # What is wrong with a row is wrong for each of the texts that it is about.
                reason = share.statement.row or share.statement.item, str(planned.result)
                if reason in refused:
                    continue
                refused.add(reason)
            self._pending.append(planned)
        if len(self._pending) >= VERSIONS:
            yield from self._settle(self._committer.commit())

    def _shares(self, group: Sequence[Statement]) -> list[_Share]:
        """Return what statements about one document say of each of its texts, bases first.

        What one of them says of a text counts before what another says of the document. Those that
        are refused are pending then.
        """
        shared: dict[TextKey, _Share] = {}
        for statement in sorted(group, key=lambda statement: statement.text is not None):
            try:
                if statement.error is not None:
                    raise statement.error
                shares_of_it = self._of_texts(statement)
                for share in shares_of_it:
                    self._check_free(share.text_key, statement, shared)
            except (Busy, RepositoryError):
                raise
            except ProvrepoError as error:
                self._pending.append(_Pending(statement, error))
                continue
            for share in shares_of_it:
                before = shared.get(share.text_key)
                changes = share.changes.over(before.changes) if before else share.changes
                shared[share.text_key] = share._replace(changes=changes)
        self._sources |= {share.text_key: share.statement for share in shared.values()}
        return _bases_first([*shared.values()])

    def _of_texts(self, statement: Statement) -> list[_Share]:
        """Return what a statement says of each text. Raises NotFound, Ambiguous and the like."""
        knowledge = self._committer.knowledge
        changes = self._changes.over(statement.changes)
        if statement.text is not None:
            _, text_key = knowledge.find(f"{statement.document}/{statement.text}")
            return [_Share(text_key, changes, statement)]
        text_keys = texts_of(parse(statement.document), knowledge)
        if not text_keys:
            knowledge.find(statement.document)  # raises NotFound, which says what there is
        document = text_keys[0].document
        warnings: list[str] = []
        if statement.item is not None:
            changes = _for_texts(changes, text_keys, knowledge, warnings)
        if not changes.need_a_version:  # a row of a template that nobody filled in
            return [_Share(text_key, changes, statement) for text_key in text_keys]
        return [
            _Share(text_key, share, statement, tuple(warnings))
            for text_key, share in shares(document, text_keys, changes)
        ]

    def _check_free(
        self, text_key: TextKey, statement: Statement, shared: dict[TextKey, _Share]
    ) -> None:
        """Raise InputError where another statement is about the same."""
        before = shared.get(text_key)
        rival = self._sources.get(text_key) or (before.statement if before else None)
        if rival is None or (before and rival.text is None and statement.text is not None):
            return
        place = f"row {rival.row}" if rival.row is not None else rival.name
        about = text_key if statement.text is not None else text_key.document
        raise InputError(statement.name, f"{about} is in {place} already")

    def _plan(self, share: _Share, warned: set[str]) -> _Pending:
        """Return the plan of one text's version; each doubt about a document is told once."""
        committer, changes = self._committer, share.changes
        warnings: dict[str, None] = dict.fromkeys(share.warnings)
        edit = anew(changes, share.text_key, warnings.setdefault)
        planned = plan(
            *(share.text_key, edit, changes, committer.knowledge, committer.moment), repeats=False
        )
        committer.add(planned)
        new = [warning for warning in warnings if warning not in warned]
        warned.update(new)
        return _Pending(share.statement, planned, changes, new)

    def _settle(self, committed: Sequence[Plan | ProvrepoError]) -> Iterator[Revised]:
        """Yield what became of all that is pending."""
        plans = iter(committed)
        while self._pending:
            statement, result, changes, warnings = self._pending.popleft()
            if isinstance(result, Plan):
                result = next(plans)
            if isinstance(result, ProvrepoError):
                status = "left out" if statement.left_out else "refused"
                yield _of(statement, result, status, (), statement.left_out)
                continue
            assert changes is not None, "a plan has changes"
            became = outcome(self._database, result, warnings, changes, asked=False)
            yield _of(statement, became, became.status, _news(result))


def _of(
    statement: Statement,
    result: Outcome | ProvrepoError,
    status: str,
    changes: tuple[str, ...],
    kind: str = "",
) -> Revised:
    return Revised(
        statement.name,
        result,
        status,
        statement.row,
        statement.item,
        statement.matched,
        changes,
        kind,
    )


def _for_texts(
    changes: Changes, text_keys: Sequence[TextKey], knowledge: Knowledge, warnings: list[str]
) -> Changes:
    """Return the changes without what an item may say of one text of several.

    That is a language, a translator where there are several translations, and whatever the texts
    disagree about, as they may about a title in two languages. It is told in ``warnings``.
    """
    if len(text_keys) == 1:
        return changes
    states = [knowledge.newest(text_key).state for text_key in text_keys]
    items = [state.citation or {} for state in states if state is not None]
    not_told = {"language"} if only_translation(text_keys) else {"language", "translator"}
    for field in changes.fields.keys() - {"translator"}:
        different = {spelled(field, item[field]) for item in items if field in item}
        if len(different) > 1:
            not_told.add(field)
    left_out = sorted(not_told & changes.fields.keys())
    if left_out:
        warnings.append(
            f"{' and '.join(left_out)} left out, as {text_keys[0].document} has several texts; "
            "say it of one: provrepo revise KEY/TEXT --set FIELD=VALUE"
        )
    fields = {field: value for field, value in changes.fields.items() if field not in not_told}
    return replace(changes, fields=fields)


def _news(planned: Plan) -> tuple[str, ...]:
    """Return what a version says anew: CSL variables, the basis, a review."""
    if planned.before is None or planned.addition is None:
        return ()
    before, after = planned.before.citation or {}, planned.after.citation or {}
    fields = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    basis = ["basis"] if planned.before.based_on != planned.after.based_on else []
    review = ["review"] if planned.version.record.activity == "review" else []
    return (*sorted(fields), *basis, *review)


def _reference(written: str) -> Reference | None:
    """Return a basis as a reference; None for a source outside."""
    if ":" in written.partition("/")[0]:
        return None
    try:
        return parse(written)
    except ProvrepoError:
        return None


def _leans_on_others(statement: Statement) -> bool:
    """Return whether a statement names a text of another document as a basis."""
    references = map(_reference, statement.changes.based_on or ())
    return any(basis and basis.document != statement.document for basis in references)


def _bases_first(shared: list[_Share]) -> list[_Share]:
    """Return shares so that each text comes after those that it is to be based on."""
    texts = [StoredText(-1, *share.text_key) for share in shared]
    bases: dict[TextKey, set[TextKey]] = {}
    for share in shared:
        references = filter(None, map(_reference, share.changes.based_on or ()))
        named = {
            text.text_key
            for reference in references
            if reference.document == share.statement.document
            for text in texts
            if reference.text is None or lookup.fits(text, reference.text)
        }
        bases[share.text_key] = named - {share.text_key}
    ordered: list[_Share] = []
    while shared:
        free = [share for share in shared if not bases[share.text_key] & bases.keys()]
        for share in free or shared:  # none is free where two are to be based on each other
            ordered.append(share)
            bases.pop(share.text_key)
        shared = [share for share in shared if share.text_key in bases]
    return ordered
