"""From a reference to the one version that it names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from provrepo.errors import Ambiguous, NotFound
from provrepo.reference import LATEST, Reference, Selector, as_list, parse
from provrepo.store import read, rules, survey, unknown
from provrepo.store.database import Database
from provrepo.store.read import StoredText, StoredVersion

if TYPE_CHECKING:
    from provrepo.store.event_queries import StoredEvent


_PROPOSED = 10
"""How many keys are named to somebody who has written the beginning of them."""


def version(database: Database, reference: Reference | str) -> StoredVersion:
    """Return the version that ``reference`` names.

    Raises InvalidReference, NotFound (unknown key, text or version) or Ambiguous, which lists the
    candidates.
    """
    if not isinstance(reference, Reference):
        reference = parse(reference)
    identity = reference.identity
    if identity and not read.has_document(database, reference.document):
        return _by_id(database, identity, None, str(reference))
    if reference.selector.kind == "id" and not reference.text:
        candidates = texts(database, reference)
        return _by_id(database, reference.selector.value, candidates, str(reference))
    return select(database, text(database, reference), reference.selector)


def versions(database: Database, references: str | Sequence[str]) -> list[StoredVersion]:
    """Return the versions that the references name, in their order; a string is one reference.

    Raises as `version` does.
    """
    return [version(database, reference) for reference in as_list(references)]


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
        identity = parse(reference).identity
        records = survey.records_by_prefix(database, identity) if identity else []
        if not records:
            raise
    if len(records) > 1:
        raise Ambiguous("record", reference, [record.id[:16] for _, record in records])
    return records[0][0], records[0][1].canonical()


def text(database: Database, reference: Reference | str) -> StoredText:
    """Return the text that ``reference`` names, whatever its selector. Raises as `version` does."""
    if not isinstance(reference, Reference):
        reference = parse(reference)
    return among(database, texts(database, reference), reference)


def among(database: Database, candidates: Sequence[StoredText], reference: Reference) -> StoredText:
    """Return the one of a document's texts that ``reference`` names, by a name of today or before.

    ``candidates`` are all texts of the document. Raises as `version` does.
    """
    if reference.text is not None and not any(
        fits(candidate, reference.text) for candidate in candidates
    ):
        renamed = _once_called(database, candidates, reference.text)
        if renamed:  # the rest of the reference decides between several
            return called(renamed, reference._replace(text=None))
    return called(candidates, reference)


def _once_called(
    database: Database, candidates: Sequence[StoredText], written: str
) -> list[StoredText]:
    """Return those of a document's texts that had a name like this before they were renamed."""
    former = read.former_texts(database, candidates[0].document)
    names = [StoredText(row, "", text) for text, row in former.items()]
    fitting = [name for name in names if fits(name, written)]
    exact = [name for name in fitting if str(name.text).lower() == written.lower()]
    rows = {name.row for name in exact or fitting}
    return [candidate for candidate in candidates if candidate.row in rows]


def called(candidates: Sequence[StoredText], reference: Reference) -> StoredText:
    """Return the one of these texts that has the name in ``reference``. Raises as `version` does.

    ``candidates`` are texts of one document, stored or not.
    """
    matches = list(candidates)
    if reference.text is not None:
        matches = [candidate for candidate in candidates if fits(candidate, reference.text)]
        # translation:en is also short for translation:en:wang, and names the one without a label.
        written = reference.text.lower()
        exact = [candidate for candidate in matches if str(candidate.text).lower() == written]
        matches = exact or matches
    if not matches:
        names = [str(candidate.text_key) for candidate in candidates]
        name = f"{reference.document}/{reference.text}"
        close = _resembling(candidates, reference.text or "")
        raise NotFound("text", name, close, "" if close else _listing(names))
    if len(matches) > 1:
        names = [str(candidate.text_key) for candidate in matches]
        raise Ambiguous("text", str(reference._replace(selector=LATEST)), names)
    return matches[0]


def _resembling(candidates: Sequence[StoredText], written: str) -> list[str]:
    """Return the names of those texts that somebody probably meant who wrote another name."""
    from difflib import get_close_matches

    parts = written[:100].lower().split(":")
    names = [":".join(reversed(parts))]  # en:translation
    for place, part in enumerate(parts):
        remaining = [*parts[:place], *parts[place + 1 :]]
        names += [
            ":".join([kind, *remaining])
            for kind in get_close_matches(part, rules.KINDS, n=1, cutoff=0.75)
        ]
    return [
        str(candidate.text_key)
        for candidate in candidates
        if any(fits(candidate, name) for name in names)
    ]


def text_of_any(database: Database, reference: str) -> StoredText:
    """Return the text that ``reference`` names, or a version of which it names.

    A version id alone names no text, but a version has one; and a text of which all versions were
    withdrawn has no latest version, but a name. Raises as `version` does.
    """
    try:
        stored = version(database, reference)
    except NotFound:
        parsed = parse(reference)
        if parsed.selector.kind not in ("latest", "approved", "published"):
            raise
        return text(database, parsed)
    return text(database, str(stored.text_key))


def select(database: Database, text: StoredText, selector: Selector) -> StoredVersion:
    """Return the version of a text that ``selector`` chooses. Raises NotFound or Ambiguous."""
    match selector.kind:
        case "latest":
            version = read.latest(database, text.row)
        case "number":
            version = read.numbered(database, text.row, int(selector.value))
        case "approved" | "published":
            from provrepo.reading.approved import newest as newest_of_state

            version = newest_of_state(database, text, selector.kind)
        case "date":
            version = _by_date(read.history(database, text.row), selector.value)
        case _:
            return _by_id(database, selector.value, [text], f"{text.text_key}@{selector}")
    if version is None:
        hint = _what_there_is(database, text, selector)
        raise NotFound("version", f"{text.text_key}@{selector}", hint=hint)
    return version


def _what_there_is(database: Database, text: StoredText, selector: Selector) -> str:
    """Return what helps somebody whose ``selector`` chooses no version of a text."""
    newest = read.newest(database, text.row)
    if newest is None:
        return "it has no version"
    if selector.kind == "latest":
        return f"all its versions were withdrawn; name one of them: {newest.reference}"
    if selector.kind in ("approved", "published"):
        return f"no version of it is {selector.kind}; the newest is v{newest.record.number}"
    if selector.kind == "date":
        return _what_there_is_by_date(read.history(database, text.row), selector.value)
    return f"the newest is v{newest.record.number}"


def _what_there_is_by_date(history: list[StoredVersion], day: str) -> str:
    """Return what helps somebody for whom no version, withdrawn ones apart, was made by a day."""
    withdrawn = [stored for stored in history if _made_by(stored, day)]
    if withdrawn:
        return f"what was made by then was withdrawn; name it: {withdrawn[0].reference}"
    not_withdrawn = [stored for stored in history if not stored.withdrawal]
    first = min(not_withdrawn or history, key=lambda stored: last_day(_made(stored)))
    return f"the first was made {_made(first)}"


def current(database: Database, stored: StoredVersion) -> StoredVersion | None:
    """Return the latest version of the text that ``stored`` is a version of.

    Where all of them were withdrawn it is the newest one.
    """
    text = read.find_text(database, *stored.text_key)
    return read.current(database, text.row) if text else None


def texts(database: Database, reference: Reference) -> list[StoredText]:
    """Return the texts of a document. Raises NotFound, which names keys that resemble it."""
    key = reference.document
    if texts := read.texts(database, key):
        return texts
    from difflib import get_close_matches

    if meant := _otherwise_written(database, reference):
        raise NotFound("document", key, meant)
    # People who mistype a key seldom mistype its first letter, and there may be a million keys.
    longer = survey.document_keys(database, key, limit=_PROPOSED + 1)
    if longer:
        more = " and more" if len(longer) > _PROPOSED else ""
        keys = longer[:_PROPOSED]
        listing = f"keys that begin so: {', '.join(keys)}{more}"
        raise NotFound("document", key, keys, listing=listing)
    similar = survey.document_keys(database, key[:1], limit=5000)
    close = get_close_matches(key, similar, n=3)
    raise NotFound("document", key, close, "" if close else "`provrepo list` shows what there is")


def _otherwise_written(database: Database, reference: Reference) -> list[str]:
    """Return what is here that was named as a file is, or the text before the document."""
    key, chosen = reference.document, reference.selector
    selected = "" if chosen == LATEST else f"@{chosen}"
    names = [(reference.text.lower(), key)] if reference.text else []  # en/border-cable
    for kind in rules.KINDS:  # border-cable.translation.en.txt
        document, dot, parts = key.rpartition(f".{kind}.")
        if dot:
            names += [(document, f"{kind}:{part}") for part in _prefixes(parts)]
    for document, written in names:
        fitting = [text for text in read.texts(database, document) if fits(text, written)]
        if fitting:
            return [f"{text.text_key}{selected}" for text in fitting]
    return []


def _prefixes(parts: str) -> list[str]:
    """Return what may be language and label of the end of a file's name: ``en.wang.txt``."""
    words = parts.split(".")
    return [":".join(words[:count]) for count in range(min(len(words), 2), 0, -1)]


def fits(candidate: StoredText, written: str) -> bool:
    """Return whether ``written`` is the candidate's name or short for it.

    The name's parts (kind, language, label) stand in their order; the kind may be left out, and so
    may the last ones.
    """
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
    database: Database, prefix: str, texts: Sequence[StoredText] | None, written: str
) -> StoredVersion:
    """Return the version, of any text or one of ``texts``, whose id begins with ``prefix``.

    ``written`` names it in errors. Raises NotFound or Ambiguous.
    """
    matches = survey.by_prefix(database, prefix)
    if texts is not None:
        text_keys = {text.text_key for text in texts}
        matches = [stored for stored in matches if stored.text_key in text_keys]
    if not matches:
        opaque = unknown.by_prefix(database, prefix) if texts is None else None
        events = _events(database, prefix) if texts is None else []
        hint = (
            f"it is a record of the format “{opaque.format}”, which this provrepo does not know "
            "and keeps as it is (show --record)"
            if opaque
            else f"it is an event, {events[0].event.event} (show --record)"
            if events
            else ""
        )
        raise NotFound("version", written, hint=hint)
    if len(matches) > 1:
        raise Ambiguous("version", written, [stored.id[:16] for stored in matches[:5]])
    return matches[0]


def _events(database: Database, prefix: str) -> list[StoredEvent]:
    from provrepo.store.event_queries import by_prefix

    return by_prefix(database, prefix)


def _by_date(history: list[StoredVersion], day: str) -> StoredVersion | None:
    """Return the version with the highest number among those made by the end of that UTC day.

    Withdrawn ones apart, as for `latest`. A version dated by a month or a year counts from the last
    day of that period, as it is certain only then that it had been made. The number decides between
    several, not the date: a version that was found in an old folder and recorded last is the latest
    of its text all the same.
    """
    for stored in history:  # newest first
        if not stored.withdrawal and _made_by(stored, day):
            return stored
    return None


def _made_by(stored: StoredVersion, day: str) -> bool:
    return last_day(_made(stored)) <= day


def _made(stored: StoredVersion) -> str:
    """Return when a version was made; where its maker does not say, when it was recorded."""
    return stored.record.created or stored.record.recorded


def last_day(moment: str) -> str:
    """Return the last day of an EDTF date (``1998``, ``1998-03``) or the day of an instant."""
    day = moment[:10]
    if len(day) == 4:
        return f"{day}-12-31"
    if len(day) == 7:
        year, month = int(day[:4]), int(day[5:])
        import calendar  # a millisecond that completion would take each time

        # The calendar module begins with the year 1; 0000 is a leap year, as 0004 is (ISO 8601).
        return f"{day}-{calendar.monthrange(year or 4, month)[1]:02}"
    return day


def _listing(names: Sequence[str]) -> str:
    return f"there {'are' if len(names) > 1 else 'is'} {', '.join(names)}"
