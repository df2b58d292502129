"""Planning a version: the one before it, what the editor says and perhaps a draft, put together.

A plan is made from what is known and stores nothing, so that it can be made again where another
process was faster. An *edit* says what kind of change it is: `ingested` for a new draft, `revised`
for everything else about the newest version; `provrepo.editing.revising` has more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, TypeAlias

from provrepo.editing.knowledge import State, StoredContent
from provrepo.errors import Conflict, InvalidValue, OlderText
from provrepo.software import SOFTWARE
from provrepo.store import rules
from provrepo.store.canonical import canonical, digest
from provrepo.store.contents import Content
from provrepo.store.prepare import Addition, Objects
from provrepo.store.read import StoredVersion
from provrepo.store.records import NO_NOTES_ID, Notes, Responsibility, TextKey, VersionRecord

if TYPE_CHECKING:
    from provrepo.agents import Contribution
    from provrepo.editing.changes import Changes
    from provrepo.editing.knowledge import Knowledge, Newest
    from provrepo.formats.draft import Draft
    from provrepo.metadata import Item
    from provrepo.store.records import Basis

    Edit = Callable[[State | None, Knowledge], State]
    """Makes of what a text's newest version says (None: there is none) what its next one says."""

FindBasis: TypeAlias = "Callable[[TextKey, Sequence[Basis], Knowledge], Sequence[Basis]]"
"""Returns what a text's next version is based on, of what the one before it was based on."""

Older = Literal["warn", "refuse", "take"]
"""What becomes of a draft with the content of an older version.

A git history is taken as it is, with its reverts.
"""


@dataclass(slots=True)
class Plan:
    """A version that is to be made, or why none is needed.

    ``status`` is ``new`` (the text's first version), ``changed``, or ``unchanged``, where nothing
    is stored. ``version`` is the newest version after it, ``before`` and ``after`` what the text
    says, ``makers`` who makes it. The first three fields and ``repeats`` are what it was made from.
    """

    text_key: TextKey
    edit: Edit
    changes: Changes
    status: str
    version: StoredVersion
    before: State | None
    after: State
    makers: tuple[Contribution, ...]
    addition: Addition | None = None
    is_review_alone: bool = False
    repeats: bool = True

    @property
    def has_new_content(self) -> bool:
        """Whether the text said something else before."""
        return self.before is not None and self.before.content.digest != self.after.content.digest


def plan(
    text_key: TextKey,
    edit: Edit,
    changes: Changes,
    knowledge: Knowledge,
    moment: str,
    *,
    repeats: bool = True,
) -> Plan:
    """Return the plan of the version of a text that ``edit`` makes.

    ``text_key`` may be a former name of the text. ``moment`` is the UTC instant at which the
    version will be recorded. A version with the activity ``review`` is made where nothing else is
    new: it states that the text was checked; without ``repeats``, as in a run that may be made once
    more, not where the newest version states this already. Raises Conflict where the parent named
    in ``changes`` is no longer the newest version, Purged where it would keep again what was
    purged, InvalidValue, and what ``edit`` raises.
    """
    rules.key(text_key.document)
    check(changes)
    text_key = knowledge.current(text_key)
    newest = knowledge.newest(text_key)
    current, before = newest.current, newest.state
    parent = None if changes.parent is None else knowledge.stored_id(changes.parent)
    if parent not in (None, newest.id, current.id if current else None):
        raise Conflict(str(text_key), parent, newest.id, newest.number)
    makers = named_makers(changes)
    after = edit(before, knowledge)
    if knowledge.purged:
        from provrepo.editing.purged import refuse

        refuse(after, knowledge)
    same = False
    if before is not None and after.content.digest == before.content.digest and current:
        if isinstance(before.content, StoredContent):
            before.content.check_readable()
        same = _says_the_same(before, after) and not current.withdrawal
        if same and after.based_on == before.based_on:
            is_new_review = changes.activity == "review" and (
                repeats or _is_new(current.record, makers, changes, knowledge)
            )
            if not is_new_review:
                return Plan(text_key, edit, changes, "unchanged", current, before, after, makers)
    responsible = knowledge.responsibilities(makers) if makers else ()
    named = [*responsible, *(by for note in after.notes.notes for by in note.agents)]
    agents = knowledge.agents(named) if named else ()
    record = _record(text_key, newest, after, responsible, changes, moment)
    content = after.content if isinstance(after.content, Content) else None
    named_objects = Objects(content, after.notes, after.citation, agents, after.file_bytes)
    content_before = current.record.content if current else None
    addition = Addition.of(record, named_objects, content_before, newest.row)
    if changes.same_sense and current and content_before != record.content:
        addition.same_as = current.id
    version = StoredVersion(addition.id, -1, record, text_key.document)
    knowledge.plan(text_key, version, after, newest)
    status = "changed" if newest.number else "new"
    is_review_alone = same and changes.activity == "review"
    return Plan(
        *(text_key, edit, changes, status, version, before, after, makers, addition),
        is_review_alone,
        repeats,
    )


def _record(
    text_key: TextKey,
    newest: Newest,
    after: State,
    responsible: tuple[Responsibility, ...],
    changes: Changes,
    moment: str,
) -> VersionRecord:
    """Return the record of the version that follows ``newest`` and says ``after``."""
    return VersionRecord(
        document=text_key.document,
        text=text_key.text,
        number=newest.number + 1,
        parent=newest.id,
        activity=changes.activity
        or ("revise" if newest.number else rules.FIRST_ACTIVITY[text_key.text.kind]),
        content=after.content.digest,
        notes=after.notes.id if after.notes.notes else NO_NOTES_ID,
        citation=None if after.citation is None else digest(canonical(after.citation)),
        agents=responsible,
        based_on=after.based_on,
        created={None: moment, "unknown": None}.get(changes.created, changes.created),
        recorded=moment,
        message=changes.message or "",
        file=after.file,
        software=SOFTWARE,
    )


def named_makers(changes: Changes) -> tuple[Contribution, ...]:
    """Return who makes a version, as the editor says. Raises InvalidValue."""
    written = changes.agents or changes.default_agents
    return _contributions(written) if written else ()


@lru_cache(maxsize=100)  # a run says the same of every version
def _contributions(written: tuple[str, ...]) -> tuple[Contribution, ...]:
    from provrepo.agents import parse

    return tuple(map(parse, written))


def check(changes: Changes) -> None:
    """Raise InvalidValue where what an editor says of a version can stand in no record."""
    if changes.activity is not None:
        rules.activity(changes.activity)
    if changes.created not in (None, "unknown"):
        rules.created(changes.created or "")
    if changes.message and "\0" in changes.message:
        raise InvalidValue("message", changes.message, "a NUL character is not allowed")


def _says_the_same(before: State, after: State) -> bool:
    """Return whether a version would say nothing new of its text, apart from the basis.

    That their contents are equal is known already (docs/format.md, “When no version is made”).
    """
    return after.notes == before.notes and (
        after.citation is before.citation or canonical(after.citation) == canonical(before.citation)
    )


def _is_new(
    record: VersionRecord,
    makers: tuple[Contribution, ...],
    changes: Changes,
    knowledge: Knowledge,
) -> bool:
    """Return whether a review says another thing than ``record``, the newest version's."""
    created = None if changes.created == "unknown" else changes.created
    return (
        record.activity != "review"
        or bool(makers and knowledge.responsibilities(makers) != record.agents)
        or changes.message not in (None, record.message)
        or (changes.created is not None and created != record.created)
    )


def ingested(
    draft: Draft,
    changes: Changes,
    text_key: TextKey,
    warn: Callable[[str], object],
    older: Older = "warn",
    find_basis: FindBasis | None = None,
) -> Edit:
    """Return the edit that gives a text the content of ``draft``, and applies ``changes``.

    What neither says is inherited as `revised` says, but the basis where ``find_basis`` tells it;
    notes that an earlier file brought give way to those of this one. ``warn`` is called with each
    doubt. The edit raises OlderText where the content is that of an older version and ``older`` is
    ``refuse``.
    """

    def edit(before: State | None, knowledge: Knowledge) -> State:
        content = draft.hashed
        if not isinstance(content, Content) or content.text is not draft.content:
            content = _content(draft.content)
        if before is not None and older != "take" and content.digest != before.content.digest:
            _look_back(draft, content, text_key, knowledge, warn if older == "warn" else None)
        state = _following(before, content, knowledge, text_key.document)
        state.file, state.file_bytes = draft.file, draft.file_bytes
        if draft.notes is not None:
            state = _with_file_notes(state, before, draft, text_key, knowledge, warn)
        if find_basis is not None:
            current = knowledge.current(text_key)
            state.based_on = tuple(find_basis(current, state.based_on, knowledge))
        state = _changed(state, changes, text_key, knowledge, warn)
        if draft.creators or draft.is_titled:
            from provrepo.editing.file_properties import doubts

            for doubt in doubts(draft, before, state, text_key):
                warn(doubt)
        if knowledge.purged:
            from provrepo.editing.purged import leave_out

            without = _following(before, content, knowledge, text_key.document)
            leave_out(state, without, knowledge, warn)
        return state

    return edit


def _with_file_notes(
    state: State,
    before: State | None,
    draft: Draft,
    text_key: TextKey,
    knowledge: Knowledge,
    warn: Callable[[str], object],
) -> State:
    """Return ``state`` with the notes of a draft; of a file that provrepo wrote with its own."""
    if draft.origin is not None:
        from provrepo.editing.returned import take_back

        if take_back(state, before, draft, text_key, knowledge, warn):
            return state
    from provrepo.editing.file_notes import with_file_notes

    state.notes = with_file_notes(state.notes, draft, text_key, knowledge)
    return state


def _look_back(
    draft: Draft,
    content: Content,
    text_key: TextKey,
    knowledge: Knowledge,
    warn: Callable[[str], object] | None,
) -> None:
    """Tell where a draft's content is that of an older version: later ones would be taken back.

    A folder that is ingested once more often holds files from before a correction. Raises OlderText
    where nobody is to be warned.
    """
    number = knowledge.number_of_content(text_key, content.digest)
    if number is None or (newest := knowledge.newest(text_key).current) is None:
        return
    is_withdrawn = number > newest.record.number  # only what was withdrawn is newer than the newest
    older = f"{text_key}@v{number}"
    last = f"{text_key}@v{newest.record.number}"
    if warn is None:
        raise OlderText(draft.name, older, last, is_withdrawn=is_withdrawn)
    which = f"{older}, which was withdrawn" if is_withdrawn else f"{older} again"
    warn(
        f"its text is that of {which}, so {last} is taken back; if that was not meant: "
        f"provrepo restore {last}"
    )


def revised(changes: Changes, text_key: TextKey, warn: Callable[[str], object]) -> Edit:
    """Return the edit that applies ``changes`` to the newest version of a text, which there is.

    The content stays, as do notes, citation metadata, basis and file unless ``changes`` say
    otherwise. The first version of another text of a document takes the document's newest metadata.
    """

    def edit(before: State | None, knowledge: Knowledge) -> State:
        assert before is not None, "a version without a draft follows another one"
        state = _following(before, before.content, knowledge, text_key.document)
        state.file = before.file
        return _changed(state, changes, text_key, knowledge, warn)

    return edit


def _following(
    before: State | None,
    content: Content | StoredContent,
    knowledge: Knowledge,
    document: str,
) -> State:
    """Return what a version with ``content`` says that follows ``before`` and changes nothing."""
    if before is None:
        citation = knowledge.citation(document)
        return State(content, citation=None if citation is None else _for_other_text(citation))
    notes = before.notes
    if notes.notes and content.digest != before.content.digest:
        from provrepo.editing.carry_notes import carry

        notes = carry(notes, before.content.text, content.text)
    return State(content, notes, before.citation, before.based_on)


def _for_other_text(citation: Item) -> Item | None:
    from provrepo.metadata import for_other_text

    return for_other_text(citation)


def _changed(
    state: State,
    changes: Changes,
    text_key: TextKey,
    knowledge: Knowledge,
    warn: Callable[[str], object],
) -> State:
    """Return ``state`` with what ``changes`` say of basis, notes and metadata."""
    if changes.based_on is not None:
        from provrepo.editing.basis import basis

        state.based_on = tuple(
            basis(written, text_key, knowledge.find) for written in changes.based_on
        )
    if changes.notes:
        state.notes = _with_notes(state, changes, text_key, knowledge)
    if changes.citation is not None or changes.fields:
        state.citation = _described(state.citation, changes, warn)
    return state


def _described(
    inherited: Item | None, changes: Changes, warn: Callable[[str], object]
) -> Item | None:
    from provrepo import metadata

    item = inherited if changes.citation is None else metadata.normal_item(changes.citation)
    if not changes.fields:
        return item
    item, doubts = metadata.assign(item, changes.fields)
    for doubt in doubts:
        warn(doubt)
    return item


def _with_notes(state: State, changes: Changes, text_key: TextKey, knowledge: Knowledge) -> Notes:
    from provrepo.notes import add

    makers = knowledge.responsibilities(named_makers(changes))
    used = knowledge.used_note_ids(text_key)
    return add(state.notes, changes.notes, state.content.text, text_key, makers, used)


def _content(text: str) -> Content:
    try:
        return Content(text)
    except UnicodeEncodeError as error:
        surrogate = f"U+{ord(text[error.start]):04X}"
        raise InvalidValue(
            "content", text[error.start :][:1], f"a lone surrogate ({surrogate}) is no character"
        ) from None
