"""What comes before a write and needs no lock, so that the transaction itself is short.

Records are checked and hashed, contents and objects hashed and compressed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from provrepo.store import contents, objects, rules
from provrepo.store.canonical import canonical, digest
from provrepo.store.contents import Chain, Chains, Content, Job, Link, Packed, Stored
from provrepo.store.database import Database
from provrepo.store.errors import Damaged, InvalidValue, Purged
from provrepo.store.records import NO_NOTES, NO_NOTES_ID, Agent, Notes, TextKey, VersionRecord

if TYPE_CHECKING:
    from provrepo.store.packing import PackingProcess

SHARE = 50, 1 << 20
"""How many contents, or how many bytes of them, are handed over to be packed at once."""

SHORT = 10_000
"""A content of fewer bytes is packed sooner than looked up to see whether it is stored."""

ENOUGH = 250, 2 << 20
"""How many contents, or how many bytes, make a process worth starting, which takes 50 ms."""


@dataclass(slots=True)
class Objects:
    """What a version record names by digest, and what has to be stored with it.

    ``content`` is None where it is known to be stored. ``file`` is the ingested file's bytes where
    they are not the content's UTF-8; ``agents`` are those of the record and of the notes, and
    perhaps others, who are left out.
    """

    content: Content | None
    notes: Notes
    citation: dict[str, Any] | None
    agents: tuple[Agent, ...]
    file: bytes | None = None


@dataclass(slots=True)
class Addition:
    """A version to be appended, with all it names; ``data`` are its record's canonical bytes.

    ``before`` is the digest of a content of the same text that it is probably like, ``text`` the
    text's row where it is known. ``same_as`` is the id of an earlier version of the text: an event
    is to say that what was translated from that one holds for this one.
    """

    record: VersionRecord
    text_key: TextKey
    objects: Objects
    before: str | None
    text: int | None
    data: bytes
    id: str
    same_as: str | None = None

    @classmethod
    def of(
        cls,
        record: VersionRecord,
        objects: Objects,
        before: str | None = None,
        text: int | None = None,
    ) -> Addition:
        """Return the addition of ``record``, hashed.

        Raises InvalidValue for what breaks a rule of the format.
        """
        check_record(record)
        data = record.canonical()
        text_key = TextKey(record.document, record.text)
        return cls(record, text_key, objects, before, text, data, digest(data))


class Name(NamedTuple):
    """What names an object: ``notes``, ``citation`` or ``file``, and its digest."""

    kind: str
    digest: str


NO_NOTES_NAME = Name("notes", NO_NOTES_ID)
"""The name of the notes object that most versions have."""

NO_NOTES_PACKED = Packed(contents.RAW, NO_NOTES)
"""Its stored form: too short to be compressed."""


class Object(NamedTuple):
    """An object as it is to be stored: the number of its bytes, and their stored form."""

    size: int
    packed: Packed


@dataclass(slots=True)
class Prepared:
    """A batch that is ready to be stored: what its records name, each thing once, by its name.

    ``contents`` and ``objects`` hold only what was not stored yet when they were prepared;
    ``named`` are the names of all objects. ``last_content`` is set where one content was stored:
    its row, its link, and the row of its base. ``planned_after`` is the database's number of writes
    before what the plans rest on was looked up, where that is known.
    """

    additions: list[Addition]
    planned_after: int | None = None
    contents: dict[str, Stored] = field(default_factory=dict)
    named: Sequence[Name] = ()
    objects: dict[Name, Object] = field(default_factory=dict)
    agents: dict[str, Agent] = field(default_factory=dict)
    last_content: tuple[int, Link, int | None] | None = None


class _Batch(NamedTuple):
    """The contents of a batch that is complete, and whether the other process packs them."""

    jobs: list[Job]
    elsewhere: bool


class Packer:
    """Packs batch after batch: in this process, and from `ENOUGH` on in another one.

    With ``alone`` no process is started. Several batches may be handed over before the first is
    asked for. To be used in a ``with`` statement, which ends the other process.
    """

    def __init__(self, *, alone: bool = False) -> None:
        self._helper: PackingProcess | None = None
        self._alone = alone
        self._complete: deque[_Batch] = deque()
        self._chains: Chains | None = None
        self._begin()

    def _begin(self) -> None:
        self._jobs: list[Job] = []
        self._sent = self._size = 0

    def forget(self) -> None:
        """Begin anew; what was handed over and not asked for is no longer wanted."""
        while self._complete:
            if self._complete.popleft().elsewhere and self._helper is not None:
                self._answer(self._helper)
        if self._helper is not None:
            self._helper.forget()
        self._chains = None
        self._begin()

    def add(self, jobs: Sequence[Job]) -> None:
        """Hand over the next contents of the batch, those of a text in their order."""
        self._jobs += jobs
        self._size += sum(len(job.data) for job in jobs)
        if self._helper is None and not self._alone and self._is_enough():
            from provrepo.store.packing import start

            self._helper = start()
            self._alone = self._helper is None
        if self._helper is not None:
            self._helper.pack(self._jobs[self._sent :])
            self._sent = len(self._jobs)

    def _is_enough(self) -> bool:
        """Return whether another process pays; for one content this one would only wait."""
        return len(self._jobs) > 1 and (len(self._jobs) >= ENOUGH[0] or self._size >= ENOUGH[1])

    def complete(self) -> None:
        """Begin the next batch; this one is packed, and can be asked for."""
        if self._helper is not None:
            self._helper.complete()
        self._complete.append(_Batch(self._jobs, elsewhere=self._helper is not None))
        self._begin()

    def packed(self) -> list[Stored]:
        """Return the stored forms of all contents of the first batch that is complete."""
        jobs, elsewhere = self._complete.popleft()
        if not jobs and self._chains is None and not elsewhere:
            return []
        forms = self._answer(self._helper) if elsewhere and self._helper is not None else None
        if forms is None:  # there is no other process, or it cannot go on
            if self._chains is None:
                self._chains = Chains()
            forms = self._chains.pack(jobs)
            self._chains.turn()
        elif self._chains is not None:
            self._chains.turn()
        return forms

    def _answer(self, helper: PackingProcess) -> list[Stored] | None:
        forms = helper.answer()
        if forms is None:
            self.close()
        return forms

    def close(self) -> None:
        """End the other process; what comes is packed here."""
        helper, self._helper, self._alone = self._helper, None, True
        if helper is not None:
            helper.close()

    def __enter__(self) -> Packer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Preparation:
    """A batch that is being prepared, addition by addition; ``packer`` packs its contents.

    It may follow another one, which is complete and not stored yet. ``planned_after`` is as in
    `Prepared`.
    """

    def __init__(
        self,
        database: Database,
        packer: Packer,
        after: Preparation | None = None,
        planned_after: int | None = None,
    ) -> None:
        self._database, self._packer = database, packer
        self._prepared = Prepared([], planned_after)
        self._named: dict[Name, tuple[object, bytes]] = {}
        self.texts: set[TextKey] = set()
        self._texts_before: Collection[TextKey] = after.texts if after else ()
        self._waiting: list[tuple[Addition, Content]] = []
        self._size = 0
        self._completed = False
        if after is None:
            packer.forget()

    def __len__(self) -> int:
        return len(self._prepared.additions)

    @property
    def agents(self) -> Collection[str]:
        """The digests of all agents that its records and notes name."""
        return self._prepared.agents.keys()

    def add(self, addition: Addition) -> None:
        """Hash what an addition names. Raises InvalidValue where it is not what it is named."""
        if addition.objects.agents:
            named = _named_agents(addition)
            for agent in addition.objects.agents:
                if agent.id in named:  # an agent whom nobody names would be damage
                    self._prepared.agents.setdefault(agent.id, agent)
        _collect(addition, self._named)
        self._prepared.additions.append(addition)
        content = addition.objects.content
        if content is None:
            return
        self._waiting.append((addition, content))
        self._size += len(content.data)
        if len(self._waiting) >= SHARE[0] or self._size >= SHARE[1]:
            self._hand_over()

    def complete(self) -> None:
        """Let all that was added be packed; another preparation may follow this one then."""
        if not self._completed:
            self._hand_over()
            self._packer.complete()
            self._completed = True

    def finish(self) -> Prepared:
        """Return the batch, packed."""
        prepared = self._prepared
        prepared.contents.update((form.digest, form) for form in self._packed())
        prepared.named = tuple(self._named)
        # Most versions have no notes, which are packed sooner than looked up.
        asked = {name.digest for name in self._named if name.digest != NO_NOTES_ID}
        stored = objects.known_objects(self._database, asked) if asked else ()
        for name, (_, data) in self._named.items():
            if name not in stored:
                packed = NO_NOTES_PACKED if name == NO_NOTES_NAME else contents.pack(data)
                prepared.objects[name] = Object(len(data), packed)
        return prepared

    def _packed(self) -> list[Stored]:
        """Return the stored forms of all contents."""
        is_first = not self._completed and not self._texts_before
        if is_first and len(self._waiting) == len(self._prepared.additions) == 1:
            jobs = self._jobs()  # a single version: there is nothing to share out
            return Chains().pack(jobs)
        self.complete()
        return self._packer.packed()

    def _hand_over(self) -> None:
        """Let the contents of the additions that wait be packed."""
        if self._waiting:
            self._packer.add(self._jobs())

    def _jobs(self) -> list[Job]:
        """Return what is to be packed of the additions that wait, which wait no more."""
        batch, self._waiting, self._size = self._waiting, [], 0
        # That of a new text is hardly ever stored, and packed as soon as looked up if it is short.
        several = len(batch) > 1
        names = {
            content.digest
            for addition, content in batch
            if (several and addition.text is not None) or len(content.data) >= SHORT
        }
        stored = objects.known_contents(self._database, names) if names else ()
        return [self._job(addition, content, stored) for addition, content in batch]

    def _job(self, addition: Addition, content: Content, stored: Collection[str]) -> Job:
        record = addition.record
        text_key, name = addition.text_key, record.content
        follows = text_key in self.texts or text_key in self._texts_before
        self.texts.add(text_key)
        name_of_text = record.text
        text = "\0".join(
            (text_key.document, name_of_text.kind, name_of_text.language, name_of_text.label or "")
        )
        if name in stored:
            return Job(text, name, content.data, _chain(self._database, name), stored=True)
        chain = None if follows else _chain(self._database, addition.before)
        return Job(text, name, content.data, chain)


def check_record(record: VersionRecord) -> None:
    """Raise InvalidValue unless ``record`` follows the format."""
    rules.key(record.document)
    rules.text(record.text.kind, record.text.language, record.text.label)
    rules.activity(record.activity)
    rules.recorded(record.recorded)
    if record.created is not None:
        rules.created(record.created)
    for basis in record.based_on:
        if not (basis.version or basis.label or basis.uri or basis.sha256):
            raise InvalidValue("based_on", basis, "name a version, a label, a URI or a digest")


def _named_agents(addition: Addition) -> set[str]:
    """Return the digests of the agents whom a record and its notes name."""
    notes = addition.objects.notes.notes
    responsible = (*addition.record.agents, *(by for note in notes for by in note.agents))
    return {by.agent for by in responsible}


def _collect(addition: Addition, named: dict[Name, tuple[object, bytes]]) -> None:
    """Add the objects that a record names to ``named``, each with its bytes.

    Raises InvalidValue where they are not what the record names.
    """
    record, objects = addition.record, addition.objects
    if objects.content is not None and record.content != objects.content.digest:
        raise _other("content", record.content, objects.content.digest)
    notes = objects.notes
    if record.notes == NO_NOTES_ID and not notes.notes:
        named[NO_NOTES_NAME] = (notes, NO_NOTES)  # as of most versions
    elif record.notes != notes.id:
        raise _other("notes", record.notes, notes.id)
    else:
        named[Name("notes", record.notes)] = (notes, notes.canonical())
    parts: list[tuple[str, str | None, Any, Callable[[], bytes]]] = []
    if objects.citation is not None or record.citation is not None:
        citation = objects.citation
        parts.append(("citation", record.citation, citation, lambda: canonical(citation)))
    if objects.file is not None:
        file = objects.file
        parts.append(("file", record.file.sha256 if record.file else None, file, lambda: file))
    for kind, name, value, as_bytes in parts:
        seen = named.get(Name(kind, name or ""))
        if seen is not None and seen[0] == value:
            continue
        data = as_bytes()
        if name != (got := digest(data)):
            raise _other(kind, name, got)
        named[Name(kind, got)] = (value, data)


def _other(kind: str, name: str | None, got: str) -> InvalidValue:
    return InvalidValue(kind, name, f"the object given has the digest {got}")


def _chain(database: Database, name: str | None) -> Chain:
    try:
        return objects.chain(database, name) if name else ()
    except (Damaged, Purged):  # nothing new is to depend on it
        return ()
