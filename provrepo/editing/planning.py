"""What a new version changes: a draft, the flags and the version before it, put together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from provrepo import agents, metadata, notes
from provrepo.accession import names
from provrepo.editing.revision import Commit, Edit, Occasion, State, Statement
from provrepo.errors import InputError, InvalidValue, shortened
from provrepo.formats.draft import Draft
from provrepo.formats.filename import base_name
from provrepo.reading import lookup
from provrepo.reading.files import is_file_argument, read_bytes
from provrepo.reading.status import suggested_basis
from provrepo.reference import Reference
from provrepo.store import read, rules
from provrepo.store.canonical import digest
from provrepo.store.database import Database
from provrepo.store.records import Basis, IngestedFile, Notes, Text, TextKey

if TYPE_CHECKING:
    from provrepo.editing.batch import Batch


@dataclass(frozen=True, slots=True)
class Changes:
    """What the user says a version is to have, in the words of the command line.

    ``citation`` is a whole CSL-JSON item, ``fields`` are single ones in plain spellings, ``notes``
    are added to those there are. None and empty mean: not said. ``default_agents`` count where
    nobody else is named.
    """

    based_on: tuple[str, ...] | None = None
    agents: tuple[str, ...] = ()
    activity: str | None = None
    message: str | None = None
    created: str | None = None
    citation: Mapping[str, Any] | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[notes.NoteDraft, ...] = ()
    parent: str | None = None
    default_agents: tuple[str, ...] = ()

    def over(self, draft: Draft | Changes) -> Changes:
        """Return these changes, with what ``draft`` says where they say nothing."""
        if draft.based_on is None and not (
            draft.agents
            or draft.activity
            or draft.message is not None
            or draft.created
            or draft.fields
        ):
            return self  # as of most plain texts
        return Changes(
            based_on=draft.based_on if self.based_on is None else self.based_on,
            agents=self.agents or draft.agents,
            activity=self.activity or draft.activity,
            message=draft.message if self.message is None else self.message,
            created=self.created or draft.created,
            citation=self.citation,
            fields={**draft.fields, **self.fields},
            notes=self.notes,
            parent=self.parent,
            default_agents=self.default_agents,
        )

    @property
    def say_nothing_of_the_text(self) -> bool:
        """Whether a text of which nothing is new gets no new version by them."""
        return not (
            self.based_on is not None
            or self.citation is not None
            or self.fields
            or self.notes
            or self.parent is not None
            or self.activity == "review"
        )


NO_CHANGES = Changes()
"""Nothing is said."""


def named(path: str | None, draft: Draft) -> names.FileName | None:
    """Return what the path of a draft's file says about where it belongs, None for nothing."""
    return names.split(draft.name) if path is None else names.of_path(path)


def place(
    batch: Batch, draft: Draft, document: str | None, text: str | None, path: str | None = None
) -> TextKey:
    """Return the document key and the text that a draft is a version of.

    ``document`` and ``text`` are what the user said; then counts what the file says, then its
    name with those of the folders above it (``path``). ``text`` may be short for one of the
    document's texts, and be left out where it has only one. A name that is no more than a name is
    the document's key where the text is told otherwise. Raises InputError, InvalidValue, NotFound,
    Ambiguous or Unsettled.
    """
    name = path or draft.name
    written = document or draft.document
    text = text or draft.text
    found = None if written and text else named(path, draft)
    if written is not None:
        key = rules.key(written)
    elif found is not None:
        key = found.document()
    else:
        key = _key_by_name(name, path, told=text is not None or draft.kind is not None)
    key = batch.key(key)
    if text is not None:
        kind, colon, _ = text.partition(":")
        whole = colon and kind in (*rules.KINDS, *rules.RESERVED_KINDS)
        if not whole and batch.texts(key):
            return TextKey(key, batch.text(Reference(key, text)))
        if text in rules.KINDS and draft.language is not None:
            return TextKey(key, Text(text, draft.language))
        return TextKey(key, names.parse_text(text))
    if found is not None:
        return TextKey(key, found.text())
    known = batch.texts(key)
    if len(known) == 1:
        return TextKey(key, known[0].text)
    if draft.kind is not None and not known:
        return TextKey(key, Text(draft.kind, draft.language or "und"))
    there = f" (there are {', '.join(str(one.text) for one in known)})" if known else ""
    example = f"transcription:{draft.language}" if draft.language else "translation:en"
    raise InputError(
        name, f"its name does not tell which text it is; say it: --text {example}{there}"
    )


def _key_by_name(name: str, path: str | None, *, told: bool) -> str:
    """Return the key for a file whose name says nothing more; ``told`` is whether its text is."""
    if not told or path is None:
        raise InputError(
            name,
            "its name does not tell where it belongs; call it KEY.translation.en.txt, or name the "
            "document and the text: --document KEY --text translation:en (without --document the "
            "file's name is the key)",
        )
    key = names.key_of(path)
    if key is None:
        raise InputError(name, "its name makes no key of a document; name one: --document KEY")
    return rules.key(key)


def chosen(drafts: Sequence[Draft], text: str | None, changes: Changes) -> Sequence[Draft]:
    """Return the drafts of one file that are wanted: all, or the one that ``text`` names.

    Raises InputError where none is of that name, or ``changes`` go with one text only.
    """
    name = drafts[0].name
    held = f"holds {len(drafts)} texts ({', '.join(str(one.text) for one in drafts)})"
    if text is not None:
        wanted = [one for one in drafts if text in (one.text, (one.text or "").partition(":")[0])]
        if len(wanted) != 1:
            raise InputError(name, f"{held}, of which --text {text} does not name one")
        others = ", ".join(str(one.text) for one in drafts if one is not wanted[0])
        told = (*wanted[0].warnings, *((f"left out, as --text says: {others}",) if others else ()))
        return [replace(wanted[0], source=None, warnings=told)]
    if changes.parent is not None:
        raise InputError(name, f"{held}; --parent goes with one, which --text names")
    return drafts


def _basis(occasion: Occasion, written: str, own: TextKey) -> Basis:
    """Return what a version is based on.

    It is a reference to a version here, or a source outside: a URI, ``label:…``, ``sha256:…``, or
    an existing file (its name and digest). ``own`` is the text itself, which cannot be its own
    basis. Raises NotFound, Ambiguous, InputError or InvalidValue.
    """
    scheme, colon, rest = written.partition(":")
    if colon and scheme == "label" and rest.strip():
        return Basis(label=rest.strip())
    if colon and scheme == "sha256":
        return Basis(sha256=rules.sha256("sha256", rest))
    if colon and re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*", scheme) and rest:
        if re.search(r"\s", written):
            raise InvalidValue("basis", written, "a URI has no blanks; a description is label:…")
        return Basis(uri=written)
    if is_file_argument(written):
        return Basis(label=base_name(written), sha256=digest(read_bytes(written)))
    version, found = occasion.find(written)
    if found == own:
        raise InvalidValue(
            "basis", written, "is a version of the same text; its earlier versions are its history"
        )
    return Basis(version=version)


def statement(database: Database, changes: Changes) -> Statement:
    """Return what the maker of a version says about the making, checked."""
    parent = None
    if changes.parent is not None:
        parent = lookup.version(database, changes.parent).id
    return Statement(
        agents=tuple(agents.parse(one) for one in changes.agents or changes.default_agents),
        activity=changes.activity,
        message=changes.message or "",
        created=changes.created,
        parent=parent,
    )


def edit(
    changes: Changes, own: TextKey, draft: Draft | None, warn: Callable[[str], object]
) -> Edit:
    """Return the edit that applies ``changes``, and the content of ``draft`` where there is one.

    What is not changed is inherited: notes are carried over, the basis stays, citation metadata
    stays, or for the first version of another text comes from the document's newest.
    """

    def apply(occasion: Occasion) -> State:
        before = occasion.before
        file: IngestedFile | None
        if draft is not None:
            content, file, file_bytes = draft.content, draft.file, draft.file_bytes
            hashed = draft.hashed
        else:
            assert before is not None, "a version without a draft has one before it"
            content, file, file_bytes = before.content, before.file, None
            hashed = None
        if before is not None:
            carried = notes.carry(before.notes, before.content, content)
            inherited = before.citation
        else:
            found = occasion.document_citation()
            carried, inherited = Notes(), metadata.for_other_text(found) if found else None
        if draft is not None and draft.notes is not None:
            carried = _with_file_notes(occasion, carried, draft)
        if changes.based_on is not None:
            based_on = tuple(_basis(occasion, one, own) for one in changes.based_on)
        else:
            based_on = before.based_on if before else ()
        return State(
            content=content,
            notes=_with_notes(occasion, carried, changes.notes, content, own),
            citation=_citation(inherited, changes, warn),
            based_on=based_on,
            file=file,
            file_bytes=file_bytes,
            hashed=hashed,
        )

    return apply


def _citation(
    inherited: metadata.Item | None, changes: Changes, warn: Callable[[str], object]
) -> metadata.Item | None:
    item = inherited if changes.citation is None else metadata.normal_item(changes.citation)
    if not changes.fields:
        return item
    item, doubts = metadata.assign(item, changes.fields)
    for doubt in doubts:
        warn(doubt)
    return item


def _with_notes(
    occasion: Occasion,
    carried: Notes,
    drafts: Sequence[notes.NoteDraft],
    content: str,
    own: TextKey,
) -> Notes:
    where = f"{own[0]}/{own[1]}"
    used = occasion.used_note_ids() if drafts else set()
    for draft in drafts:
        used |= {note.id for note in carried.notes}
        carried = notes.add(carried, draft, content, where, occasion.makers, used)
    return carried


def _with_file_notes(occasion: Occasion, carried: Notes, draft: Draft) -> Notes:
    if not draft.notes and not any(note.origin == "file" for note in carried.notes):
        return carried
    found = [
        (note, occasion.attributed(map(agents.parse, note.agents))) for note in draft.notes or ()
    ]
    return notes.replace_file_notes(carried, found, draft.content, occasion.used_note_ids())


def warnings(database: Database, done: Commit, changes: Changes) -> Iterator[str]:
    """Yield what the maker of a version should be told about it."""
    if done.outcome == "unchanged":
        if changes.agents or changes.message or changes.activity or changes.created:
            yield (
                "no version was made, as nothing is new in text, notes, metadata and basis; "
                "--activity review records who checked it, when and why"
            )
        return
    record = done.version.record
    name = f"{record.document}/{record.text}"
    if record.text.kind == "translation" and not done.after.based_on:
        others = [str(one.text) for one in read.texts(database, record.document)]
        yield (
            f"{name} does not say what it was translated from; say it: "
            f"provrepo revise {name} --based-on {suggested_basis(record.document, others)}"
        )
    lost = (
        {note.id for note in done.before.notes.notes if note.unanchored} if done.before else set()
    )
    for note in done.after.notes.notes:
        if note.unanchored and note.anchor and note.id not in lost:
            yield (
                f"note {note.id} no longer finds its passage “{shortened(note.anchor.exact)}” and "
                "is kept without a place; give it one: "
                f'provrepo note edit {name} {note.id} --quote "…"'
            )
