"""Where a draft belongs: the document and the text that it is a version of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from provrepo.accession import names
from provrepo.errors import InputError
from provrepo.store import rules
from provrepo.store.records import Text, TextKey

if TYPE_CHECKING:
    from provrepo.editing.changes import Changes
    from provrepo.editing.knowledge import Knowledge
    from provrepo.formats.draft import Draft


def place(
    knowledge: Knowledge,
    draft: Draft,
    document: str | None,
    text: str | None,
    path: str | None = None,
) -> TextKey:
    """Return the text that a draft is a version of.

    What the editor says comes first (``document``, a key, and ``text``, such as
    ``translation:en``), then what the file says itself, then its name and those of the folders
    above it (``path``). ``text`` may be short for one of the document's texts, and may be left out
    where the document has only one. Where the text is known otherwise, a name that says nothing
    more is the document's key. Raises InputError, InvalidValue, NotFound or Ambiguous.
    """
    name = path or draft.name
    key = document or draft.document
    text = text or draft.text
    file_name = None if key and text else _file_name(draft, path)
    if key is not None:
        key = rules.key(key)
    elif file_name is not None:
        key = file_name.document()
    else:
        key = _key_by_name(name, path, text_is_known=text is not None or draft.kind is not None)
    key = knowledge.current_key(key)
    if text is not None:
        return TextKey(key, _named_text(knowledge, key, text, draft.language))
    if file_name is not None:
        return TextKey(key, file_name.text())
    texts = knowledge.texts(key)
    if len(texts) == 1:
        return TextKey(key, texts[0].text)
    if draft.kind is not None and not texts:
        return TextKey(key, Text(draft.kind, draft.language or "und"))
    listed = f" (there are {', '.join(str(text.text) for text in texts)})" if texts else ""
    example = f"transcription:{draft.language}" if draft.language else "translation:en"
    raise InputError(
        name, f"its name does not tell which text it is; say it: --text {example}{listed}"
    )


def _named_text(knowledge: Knowledge, key: str, text: str, language: str | None) -> Text:
    """Return the text of a document that ``text`` names in full, or in short."""
    kind, colon, _ = text.partition(":")
    is_full = colon and kind in (*rules.KINDS, *rules.RESERVED_KINDS)
    if not is_full and (texts := knowledge.texts(key)):
        from provrepo.reading import lookup
        from provrepo.reference import Reference

        return lookup.among(texts, Reference(key, text)).text
    if text in rules.KINDS and language is not None:
        return Text(text, language)
    return names.parse_text(text)


def _key_by_name(name: str, path: str | None, *, text_is_known: bool) -> str:
    """Return the key for a file whose name says nothing more than that."""
    if not text_is_known or path is None:
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


def expected_key(draft: Draft, document: str | None, path: str | None) -> str:
    """Return the key that `place` will most likely find, unchecked; empty without any."""
    key = document or draft.document
    if key is not None:
        return key
    file_name = _file_name(draft, path)
    return file_name.key if file_name else ""


def _file_name(draft: Draft, path: str | None) -> names.FileName | None:
    return names.split(draft.name) if path is None else names.of_path(path)


def selected(drafts: Sequence[Draft], text: str | None, changes: Changes) -> Sequence[Draft]:
    """Return which of a file's several drafts go in: all, or the one that ``text`` names.

    Raises InputError where none or several are of that name, or where ``changes`` name a parent,
    which only one text can have.
    """
    name = drafts[0].name
    holds = f"holds {len(drafts)} texts ({', '.join(str(draft.text) for draft in drafts)})"
    if text is not None:
        matches = [
            draft for draft in drafts if text in (draft.text, (draft.text or "").partition(":")[0])
        ]
        if len(matches) != 1:
            raise InputError(name, f"{holds}, of which --text {text} does not name one")
        draft = matches[0]
        left_out = ", ".join(str(sibling.text) for sibling in drafts if sibling is not draft)
        warning = f"left out, as --text says: {left_out}"
        # Without its source: that was the draft beside it.
        return [replace(draft, source=None, warnings=(*draft.warnings, warning))]
    if changes.parent is not None:
        raise InputError(name, f"{holds}; --parent goes with one, which --text names")
    return drafts
