"""From a reference to the one version that it names."""

from __future__ import annotations

import calendar
from collections.abc import Sequence

from provrepo.errors import Ambiguous, NotFound
from provrepo.reference import Reference, Selector, alone, parse
from provrepo.store import event_queries, read, rules, unknown
from provrepo.store.database import Database
from provrepo.store.read import StoredText, StoredVersion


def version(database: Database, reference: Reference | str) -> StoredVersion:
    """Return the version that ``reference`` names.

    Raises InvalidReference, NotFound (unknown key, text or version) or Ambiguous, which lists the
    candidates.
    """
    if isinstance(reference, str):
        reference = parse(reference)
    wanted = alone(reference)
    if wanted and not read.has_document(database, reference.document or ""):
        return _by_id(database, wanted.value, None, str(reference))
    if reference.selector.kind == "id" and not reference.text:
        among = _texts(database, reference)
        return _by_id(database, reference.selector.value, among, str(reference))
    found = text(database, reference)
    return select(database, found, reference.selector)


def versions(database: Database, references: str | Sequence[str]) -> list[StoredVersion]:
    """Return the versions that the references name; a string is one reference.

    Raises as `version` does.
    """
    listed = (references,) if isinstance(references, str) else references
    return [version(database, reference) for reference in listed]


def record(database: Database, reference: str) -> bytes:
    """Return the canonical bytes of the record that ``reference`` names, of whatever format.

    Raises as `version` does.
    """
    return placed_record(database, reference)[1]


def placed_record(database: Database, reference: str) -> tuple[int, bytes]:
    """Return place and canonical bytes of the record that ``reference`` names: any record.

    An event, and a record of an unknown format, is named by 7 or more digits of its id. Raises as
    `version` does.
    """
    try:
        stored = version(database, reference)
        return stored.sequence, stored.record.canonical()
    except NotFound:
        selector = alone(parse(reference))
        records = read.records_by_prefix(database, selector.value) if selector else []
        if not records:
            raise
    if len(records) > 1:
        raise Ambiguous("record", reference, [record.id[:16] for _, record in records])
    return records[0][0], records[0][1].canonical()


def text(database: Database, reference: Reference | str) -> StoredText:
    """Return the text that ``reference`` names, whatever its selector. Raises as `version` does."""
    if isinstance(reference, str):
        reference = parse(reference)
    candidates = _texts(database, reference)
    if reference.text is not None and not any(_fits(one, reference.text) for one in candidates):
        renamed = _once_called(database, candidates, reference.text)
        if renamed:  # the rest of the reference decides between several
            return among(renamed, reference._replace(text=None))
    return among(candidates, reference)


def _once_called(
    database: Database, candidates: Sequence[StoredText], written: str
) -> list[StoredText]:
    """Return those of a document's texts that had a name like this before they were renamed."""
    former = read.former_texts(database, candidates[0].document)
    names = [StoredText(row, "", text) for text, row in former.items()]
    fitting = [name for name in names if _fits(name, written)]
    exact = [name for name in fitting if str(name.text).lower() == written.lower()]
    rows = {name.row for name in exact or fitting}
    return [candidate for candidate in candidates if candidate.row in rows]


def among(candidates: Sequence[StoredText], reference: Reference) -> StoredText:
    """Return the one of a document's texts that ``reference`` names. Raises as `version` does."""
    if reference.text is None:
        found = list(candidates)
    else:
        found = [one for one in candidates if _fits(one, reference.text)]
        exact = [one for one in found if str(one.text).lower() == reference.text.lower()]
        found = exact or found
    if not found:
        names = [f"{one.document}/{one.text}" for one in candidates]
        raise NotFound("text", f"{reference.document}/{reference.text}", hint=_there(names))
    if len(found) > 1:
        names = [f"{one.document}/{one.text}" for one in found]
        raise Ambiguous("text", str(reference._replace(selector=Selector("latest"))), names)
    return found[0]


def text_of_any(database: Database, reference: str) -> StoredText:
    """Return the text of the version named, or the one named where all its versions were withdrawn.

    Raises as `version` does.
    """
    try:
        stored = version(database, reference)
    except NotFound:
        parsed = parse(reference)
        if parsed.selector.kind != "latest":
            raise
        return text(database, parsed)
    return text(database, str(stored.text_key))


def select(database: Database, found: StoredText, selector: Selector) -> StoredVersion:
    """Return the version of one text that ``selector`` chooses. Raises NotFound or Ambiguous."""
    name = f"{found.document}/{found.text}"
    match selector.kind:
        case "latest":
            chosen = read.latest(database, found.row)
        case "number":
            chosen = read.numbered(database, found.row, int(selector.value))
        case "date":
            chosen = _by_date(read.history(database, found.row), selector.value)
        case _:
            return _by_id(database, selector.value, [found], f"{name}@{selector}")
    if chosen is None:
        newest = read.newest(database, found.row)
        last = f"the newest is v{newest.record.number}" if newest else "it has no version"
        if newest and selector.kind == "latest":
            last = f"all its versions were withdrawn; name one of them: {name}@{_number(newest)}"
        if newest and selector.kind == "date":
            first = read.numbered(database, found.row, 1) or newest
            last = f"the first was made {first.record.created or first.record.recorded}"
        raise NotFound("version", f"{name}@{selector}", hint=last)
    return chosen


def _number(stored: StoredVersion) -> str:
    return f"v{stored.record.number}"


def current(database: Database, stored: StoredVersion) -> StoredVersion | None:
    """Return the latest version, not withdrawn, of the text that ``stored`` is a version of."""
    found = read.find_text(database, *stored.text_key)
    return read.current(database, found.row) if found else None


def _texts(database: Database, reference: Reference) -> list[StoredText]:
    key = reference.document or ""
    found = read.texts(database, key)
    if found:
        return found
    from difflib import get_close_matches

    # Who mistypes a key seldom mistypes its first letter, and there may be a million keys.
    similar = read.document_keys(database, key[:1], limit=5000)
    close = get_close_matches(key, similar, n=3)
    raise NotFound("document", key, close, "" if close else "`provrepo list` shows what there is")


def _fits(candidate: StoredText, written: str) -> bool:
    """Tell whether ``written`` is short for the candidate: parts of its name, in their order."""
    parts = written.lower().split(":")
    names = [
        candidate.text.kind,
        candidate.text.language.lower(),
        (candidate.text.label or "").lower(),
    ]
    if parts[0] not in (*rules.KINDS, *rules.RESERVED_KINDS):
        names = names[1:]
    return len(parts) <= len(names) and all(
        part == name for part, name in zip(parts, names, strict=False)
    )


def _by_id(
    database: Database, prefix: str, among: Sequence[StoredText] | None, written: str
) -> StoredVersion:
    """Return the version whose id begins with ``prefix``, of one of the texts ``among``."""
    found = read.by_prefix(database, prefix)
    if among is not None:
        names = {text.text_key for text in among}
        found = [stored for stored in found if stored.text_key in names]
    if not found:
        opaque = unknown.by_prefix(database, prefix) if among is None else None
        events = event_queries.by_prefix(database, prefix) if among is None else []
        hint = (
            f"it is a record of the format “{opaque.format}”, which this provrepo does not know "
            "and keeps as it is (show --record)"
            if opaque
            else f"it is an event, {events[0].event.event} (show --record)"
            if events
            else ""
        )
        raise NotFound("version", written, hint=hint)
    if len(found) > 1:
        raise Ambiguous("version", written, [one.id[:16] for one in found[:5]])
    return found[0]


def _by_date(history: list[StoredVersion], day: str) -> StoredVersion | None:
    """Return the version with the highest number made by the end of that UTC day.

    A version dated by a month or a year counts from that period's last day: only then has it
    surely been made.
    """
    for stored in history:
        if last_day(stored.record.created or stored.record.recorded) <= day:
            return stored
    return None


def last_day(moment: str) -> str:
    """Return the last day of an EDTF date (``1998``, ``1998-03``) or the day of an instant."""
    day = moment[:10]
    if len(day) == 4:
        return f"{day}-12-31"
    if len(day) == 7:
        year, month = int(day[:4]), int(day[5:])
        return f"{day}-{calendar.monthrange(year or 4, month)[1]:02}"
    return day


def _there(names: Sequence[str]) -> str:
    return f"there {'are' if len(names) > 1 else 'is'} {', '.join(names)}"
