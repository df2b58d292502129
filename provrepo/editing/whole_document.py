"""What is said of a whole document: which of its texts it concerns, and what of it.

A call number, a date or a title is the document's, so it is said of all its texts. A translator, a
language and a basis are a text's: where a document has one translation, that one is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from provrepo.editing.planning import revised
from provrepo.errors import Ambiguous
from provrepo.metadata import TRANSLATION_ONLY, for_other_text, spelled

if TYPE_CHECKING:
    from provrepo.editing.changes import Changes
    from provrepo.editing.knowledge import Knowledge, State
    from provrepo.editing.planning import Edit
    from provrepo.store.records import TextKey


def is_of_a_document(changes: Changes) -> bool:
    """Return whether all that the changes say may be said of a document with several texts.

    A note, a review and a parent are those of one text.
    """
    of_one_text = changes.notes or changes.parent is not None or changes.activity == "review"
    return changes.need_a_version and not of_one_text


def shares(
    document: str, text_keys: Sequence[TextKey], changes: Changes
) -> list[tuple[TextKey, Changes]]:
    """Return what is to be said of each text of a document, for those that it concerns.

    ``text_keys`` are its texts, except those that were withdrawn. Raises Ambiguous where what is
    said of one text may be that of several.
    """
    if len(text_keys) == 1:
        return [(text_keys[0], changes)]
    if not is_of_a_document(changes):
        raise _ambiguous(document, text_keys)
    of_one = {field: value for field, value in changes.fields.items() if field in TRANSLATION_ONLY}
    common = replace(
        changes,
        fields={field: value for field, value in changes.fields.items() if field not in of_one},
        citation=None if changes.citation is None else for_other_text(dict(changes.citation)) or {},
        based_on=None,
    )
    translation = only_translation(text_keys)
    if "language" in of_one or (translation is None and (of_one or changes.based_on is not None)):
        raise _ambiguous(document, text_keys)
    of_translation = replace(
        common,
        fields=changes.fields,
        citation=None
        if changes.citation is None
        else {name: value for name, value in changes.citation.items() if name != "language"},
        based_on=changes.based_on,
    )
    every = [
        (text_key, of_translation if text_key == translation else common) for text_key in text_keys
    ]
    return [(text_key, share) for text_key, share in every if is_of_a_document(share)]


def only_translation(text_keys: Sequence[TextKey]) -> TextKey | None:
    """Return the translation among some texts; None where there is none, or more than one."""
    translations = [text_key for text_key in text_keys if text_key.text.kind == "translation"]
    return translations[0] if len(translations) == 1 else None


def _ambiguous(document: str, text_keys: Sequence[TextKey]) -> Ambiguous:
    return Ambiguous("text", document, [str(text_key) for text_key in text_keys])


def with_its_own(edit: Edit, changes: Changes) -> Edit:
    """Return an edit that keeps what a text says of itself alone, where it gets a whole item.

    ``edit`` is the one that applies the changes.
    """
    if changes.citation is None:
        return edit

    def apply(before: State | None, knowledge: Knowledge) -> State:
        after = edit(before, knowledge)
        item = (before.citation if before else None) or {}
        of_text = {field: item[field] for field in TRANSLATION_ONLY if field in item}
        after.citation = {**of_text, **(after.citation or {})} or None
        return after

    return apply


def anew(changes: Changes, text_key: TextKey, warn: Callable[[str], object]) -> Edit:
    """Return the edit that applies what changes say of metadata but for what the text says already.

    A cell that spells a number, or somebody's name, as a template does, changes nothing. ``warn``
    is called with each doubt.
    """

    def apply(before: State | None, knowledge: Knowledge) -> State:
        item = (before.citation if before else None) or {}
        fields = {
            field: value
            for field, value in changes.fields.items()
            if field not in item or value not in (item[field], spelled(field, item[field]))
        }
        return revised(replace(changes, fields=fields), text_key, warn)(before, knowledge)

    return apply
