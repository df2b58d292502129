"""Which transcription a translation was made from, as far as labels and dates tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

from provrepo.reading.lookup import last_day
from provrepo.store import survey

if TYPE_CHECKING:
    from provrepo.store.database import Database
    from provrepo.store.read import StoredVersion
    from provrepo.store.records import TextKey

_Name = TypeVar("_Name")
_Dates: TypeAlias = list[tuple[int, str]]
"""The versions of a text: the number of each and when it was made."""

NONE_YET = "no transcription yet"
SEVERAL = "several transcriptions, none of its label"
SEVERAL_OF_ITS_LABEL = "several transcriptions of its label"


def own_label_first(label: str | None, labels: Mapping[_Name, str | None]) -> list[_Name]:
    """Return the transcriptions that a translation with this label may be based on.

    ``labels`` are the labels of its document's transcriptions by their names. Those of its own
    label come before others; a text without a label is of the label of those without.
    """
    return [name for name, other in labels.items() if other == label] or [*labels]


def reason(label: str | None, labels: Mapping[_Name, str | None]) -> str:
    """Return why labels do not tell the one transcription that a translation is based on.

    Call it where `own_label_first` does not return exactly one. The words are also what such
    translations are counted by.
    """
    if not labels:
        return NONE_YET
    return SEVERAL_OF_ITS_LABEL if label in labels.values() else SEVERAL


def made(stored: StoredVersion) -> str:
    """Return when a version was made; where its maker does not say, when it was recorded."""
    return stored.record.created or stored.record.recorded


def is_made_by(stored: StoredVersion, moment: str) -> bool:
    """Return whether a version had been made by a moment, as records have dates."""
    return _is_by(made(stored), moment)


def _is_by(date: str, moment: str) -> bool:
    """Return whether a date is not after a moment: each a UTC instant, or EDTF level 0.

    Two instants are compared to the second; a day, a month and a year count by their last day.
    """
    if "T" in date and "T" in moment:
        return date <= moment
    return last_day(date) <= last_day(moment)


def newest(versions: Iterable[StoredVersion]) -> StoredVersion | None:
    """Return the version with the highest number, withdrawn ones apart; None without any."""
    not_withdrawn = (version for version in versions if not version.withdrawal)
    return max(not_withdrawn, key=lambda version: version.record.number, default=None)


class MissingBasis(NamedTuple):
    """What to say of a translation without a basis, and the command that gives it one."""

    message: str
    command: str


def missing_bases(
    database: Database, translations: Iterable[StoredVersion]
) -> dict[str, MissingBasis]:
    """Return by its id what is missing of each of these versions without a basis.

    What is proposed is the transcription as it stood when the translation was made, never a newer
    version: to be based on what it does not follow would hide that it is stale.
    """
    versions = [*translations]
    transcriptions: dict[str, dict[TextKey, _Dates]] = {}
    documents = {version.document for version in versions}
    for text_key, number, date in survey.dated(database, documents, "transcription"):
        texts = transcriptions.setdefault(text_key.document, {})
        texts.setdefault(text_key, []).append((number, date))
    return {
        version.id: _missing_basis(version, transcriptions.get(version.document, {}))
        for version in versions
    }


def _missing_basis(
    version: StoredVersion, transcriptions: Mapping[TextKey, _Dates]
) -> MissingBasis:
    """Return what to say of one translation; ``transcriptions`` are its document's."""
    moment = made(version)
    by_then = {
        text_key: numbers[-1]
        for text_key, dates in transcriptions.items()
        if (numbers := [number for number, date in dates if _is_by(date, moment)])
    }
    label = version.text.label
    labels = {text_key: text_key.text.label for text_key in by_then or transcriptions}
    why = ""
    if not transcriptions:
        basis, why = '"label:the original"', f" ({NONE_YET})"
    else:
        chosen = own_label_first(label, labels)
        basis = f"{chosen[0]}@v{by_then.get(chosen[0]) or transcriptions[chosen[0]][0][0]}"
        if not by_then:
            why = f" ({NONE_YET} on {moment[:10]})"
        elif len(chosen) > 1:
            names = ", ".join(str(text_key.text) for text_key in chosen)
            why = f" ({reason(label, labels)}: {names})"
    command = f"provrepo revise {version.text_key} --based-on {basis}"
    return MissingBasis(f"does not say what it was translated from{why}", command)
