"""Where a file belongs: what the editor says, what it says itself, and what its name says.

A name is ``KEY.KIND.LANG[.LABEL].EXT``, or says the same with the folders above it:

========================================  ==================================================
path                                      is
========================================  ==================================================
``KEY.KIND.LANG[.LABEL].EXT``             a version of that text, in any folder
``KEY/KIND.LANG[.LABEL].EXT``             the same; the folder is the document
``KEY.KIND.LANG[.LABEL]/NAME.EXT``        a page of that text; the folder is the text
``KEY/KIND.LANG[.LABEL]/NAME.EXT``        the same
``KEY.EXT``                               a file that says itself which text it is, or of which
                                          the user says it
========================================  ==================================================
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from provrepo.errors import Ambiguous, InputError, InvalidValue, NotFound
from provrepo.store import rules
from provrepo.store.records import Text, TextKey

if TYPE_CHECKING:
    from provrepo.editing.changes import Changes
    from provrepo.editing.knowledge import Knowledge
    from provrepo.formats.draft import Draft
from provrepo.store.rules import base_name

_KINDS = tuple(f"{kind}." for kind in rules.KINDS)
_SPLIT = re.compile(rf"(?s)(.*)\.({'|'.join(rules.KINDS)})\.(.*)")


_USUAL = frozenset("ar de el en es fr grc he it ja ko la nl pl pt ru syr und zh zh-Hant".split())
"""Tags that need no look-up."""


def language(written: str) -> str:
    """Return a language as its tag is written; the tag is to be a registered one.

    Raises InvalidValue, which proposes the right spelling.
    """
    try:
        tag = rules.language(written)
    except InvalidValue as error:
        from provrepo.languages import proposal

        if (right := proposal(written)) is None:
            raise
        raise InvalidValue(error.field, written, f"{error.rule}; write {right}") from None
    if tag not in _USUAL:
        from provrepo import languages

        languages.check(tag)
    return tag


class FileName(NamedTuple):
    """The parts of a name that tells where a file belongs, not yet checked.

    ``name`` is what messages call it, ``tail`` what follows the kind: ``LANG[.LABEL].EXT``.
    """

    name: str
    key: str
    kind: str
    tail: str

    def document(self) -> str:
        """Return the document's key. Raises InputError, which suggests one, if it is not valid."""
        try:
            return rules.key(self.key)
        except InvalidValue as error:
            from provrepo.reference import suggest_key

            suggestion = suggest_key(self.key) or "KEY"
            raise InputError(self.name, f"{error}; name it: --document {suggestion}") from None

    def text(self) -> Text:
        """Return the text. Raises InputError where language, label or file type are missing."""
        text = _text(self.kind, self.tail)
        if isinstance(text, Text):
            return text
        raise InputError(self.name, f"{text} or name the text: --text {self.kind}:LANGUAGE")


@lru_cache(maxsize=256)  # many files have few texts
def _text(kind: str, tail: str) -> Text | str:
    """Return the text that the end of a name tells, or in words what is wrong with that."""
    parts = tail.split(".")
    if not 2 <= len(parts) <= 3 or not all(parts):
        return (
            f"after .{kind}. comes a language, then perhaps a label, then the file type, as in "
            f"KEY.{kind}.en.txt;"
        )
    try:
        label = rules.label(parts[1]) if len(parts) == 3 else None
        return Text(kind, language(parts[0]), label)
    except InvalidValue as error:
        return f"{error};"


def split(name: str) -> FileName | None:
    """Split a base name at its last ``.transcription.`` or ``.translation.``; None without one."""
    return _split(name, name)


def of_path(path: str) -> FileName | None:
    """Return what a path says: the name of the file, else those of the folders above it."""
    file_name = of_file(path)
    if file_name is not None:
        return file_name
    folder_name = of_folder(os.path.dirname(path))  # noqa: PTH120 - of many paths, and fast
    return folder_name._replace(name=path) if folder_name else None


def of_file(path: str) -> FileName | None:
    """Return what a file's own name says, with that of the folder as the document's key."""
    name = base_name(path)
    if name.startswith(_KINDS):
        kind, _, tail = name.partition(".")
        return FileName(path, _document(os.path.dirname(path)), kind, tail)  # noqa: PTH120
    return _split(name, path)


@lru_cache(maxsize=2048)  # each file is asked about several times
def _split(name: str, path: str) -> FileName | None:
    match = _SPLIT.fullmatch(name)
    return FileName(path, *match.groups()) if match else None


def of_folder(folder: str) -> FileName | None:
    """Return what a folder's name says, ``KEY.KIND.LANG[.LABEL]``; None where it is another."""
    return _of_folder(os.path.abspath(folder))  # noqa: PTH100


@lru_cache(maxsize=16)
def _of_folder(folder: str) -> FileName | None:
    folder_name = of_file(folder)
    if folder_name is None:
        return None
    # A folder has no file type; with one its name is read by the same rules as a file's.
    folder_name = folder_name._replace(tail=f"{folder_name.tail}.pages")
    try:
        folder_name.text()
    except InputError:
        return None
    return folder_name


def _document(folder: str) -> str:
    """Return the name of a folder that is a document."""
    return base_name(os.path.abspath(folder))  # noqa: PTH100


def key_of(path: str) -> str | None:
    """Return the key that a file's name makes, as ``Letter 1.txt`` makes ``letter-1``; or None."""
    from provrepo.reference import suggest_key

    return suggest_key(_stem(base_name(path))) or None


def _stem(name: str) -> str:
    """Return a file's name without its type: ``p.ryl.1.12.xml`` is ``p.ryl.1.12``."""
    before, _, suffix = name.rpartition(".")
    # What follows the last dot may be part of the key: ``p.ryl.1.12`` has no type.
    return before if before and suffix[:1].isalpha() and len(suffix) <= 8 else name


@lru_cache(maxsize=1000)
def parse_text(written: str) -> Text:
    """Read a text's full name, ``KIND:LANGUAGE[:LABEL]``. Raises InvalidValue."""
    parts = written.split(":")
    if not 2 <= len(parts) <= 3:
        raise InvalidValue(
            "text",
            written,
            "write KIND:LANGUAGE[:LABEL], such as transcription:zh or translation:en",
        )
    label = rules.label(parts[2]) if len(parts) == 3 else None
    return Text(rules.kind(parts[0]), language(parts[1]), label)


def full_name(written: str | None) -> Text | None:
    """Return the text that ``written`` names in full; None for a short name, or a wrong one."""
    try:
        return parse_text(written) if written else None
    except InvalidValue:
        return None


def is_of_kind(stated: str, text: str) -> bool:
    """Return whether a text may have a name: it is of the same kind, or that names no kind."""
    kind = text.partition(":")[0]
    return kind not in rules.KINDS or stated.startswith(f"{kind}:")


def place(
    knowledge: Knowledge,
    draft: Draft,
    document: str | None,
    text: str | Text | None,
    path: str | None = None,
) -> TextKey:
    """Return the text that a draft is a version of.

    What the editor says comes first (``document``, a key, and ``text``, such as
    ``translation:en``), then what the file says itself, then its name and those of the folders
    above it (``path``). ``text`` may be short for one of the document's texts, and may be left out
    where the document has only one. Where the text is known otherwise, a name that says nothing
    more is the document's key. Raises InputError, InvalidValue, NotFound or Ambiguous.
    """
    if not isinstance(text, str | Text | None):
        raise InvalidValue("text", repr(text), "a string is expected, such as translation:en")
    key = document or draft.document
    text = text or draft.text
    file_name = None if key and text else _file_name(draft, path)
    if key is not None:
        try:
            key = rules.key(key)
        except InvalidValue as error:
            from provrepo.reference import with_suggestion

            raise with_suggestion(error) from None
    elif file_name is not None:
        key = file_name.document()
    else:
        is_known = text is not None or draft.kind is not None
        key = _key_by_name(path or draft.name, path, text_is_known=is_known)
    if text is None and file_name is not None:
        return knowledge.current(TextKey(key, file_name.text()))
    if text is not None:
        return knowledge.current(TextKey(key, _named_text(knowledge, key, text, draft.language)))
    key = knowledge.current_key(key)
    texts = knowledge.texts(key)
    if len(texts) == 1:
        return TextKey(key, texts[0].text)
    if draft.kind is not None and not texts:
        return TextKey(key, Text(draft.kind, draft.language or "und"))
    listed = f" (there are {', '.join(str(text.text) for text in texts)})" if texts else ""
    example = f"transcription:{draft.language}" if draft.language else "translation:en"
    raise InputError(
        path or draft.name,
        f"its name does not tell which text it is; say it: --text {example}{listed}",
    )


def _named_text(knowledge: Knowledge, key: str, text: str | Text, language: str | None) -> Text:
    """Return the text of a document that ``text`` is, or names in full or in short."""
    if isinstance(text, Text):
        return text
    kind, colon, _ = text.partition(":")
    is_full = colon and kind in (*rules.KINDS, *rules.RESERVED_KINDS)
    if not is_full and (texts := knowledge.texts(key)):
        from provrepo.reading import lookup
        from provrepo.reference import Reference

        try:
            return lookup.called(texts, Reference(key, text)).text
        except Ambiguous:
            raise
        except NotFound as error:
            kind = text if text in rules.KINDS else "translation"
            advice = f"for a new text say its kind and language: --text {kind}:en"
            error.args = (f"{error}; {advice}",)
            raise
    if text in rules.KINDS and language is not None:
        return Text(text, language)
    return parse_text(text)


def _key_by_name(name: str, path: str | None, *, text_is_known: bool) -> str:
    """Return the key for a file whose name says nothing more than that."""
    if not text_is_known or path is None:
        if (meant := _meant_name(name)) is not None:
            raise InputError(
                name, f"its name does not tell where it belongs; did you mean {meant}?"
            )
        raise InputError(
            name,
            "its name does not tell where it belongs; call it KEY.translation.en.txt, or name the "
            "document and the text: --document KEY --text translation:en (without --document the "
            "file's name is the key)",
        )
    key = key_of(path)
    if key is None:
        raise InputError(name, "its name makes no key of a document; name one: --document KEY")
    return rules.key(key)


def _meant_name(name: str) -> str | None:
    """Return the name that a file was probably meant to have, its kind being nearly right."""
    from difflib import get_close_matches

    parts = base_name(name).split(".")
    for place, part in enumerate(parts[1:-1], 1):
        close = get_close_matches(part[:50].lower(), rules.KINDS, n=1, cutoff=0.75)
        if close:
            return ".".join([*parts[:place], close[0], *parts[place + 1 :]])
    return None


def without_language(text_key: TextKey, *, is_new: bool) -> str:
    """Return what to say of a text whose language nobody tells."""
    kind = text_key.text.kind
    command = f"provrepo retext {text_key} {kind}:LANGUAGE"
    beforehand = f"; before it goes in, --text {kind}:LANGUAGE does" if is_new else ""
    return f"its language is not told; say it: {command}{beforehand}"


def expected_key(draft: Draft, document: str | None, path: str | None) -> str:
    """Return the key that `place` will most likely find, unchecked; empty without any."""
    key = document or draft.document
    if key is not None:
        return key
    file_name = _file_name(draft, path)
    return file_name.key if file_name else ""


def _file_name(draft: Draft, path: str | None) -> FileName | None:
    return split(draft.name) if path is None else of_path(path)


def selected(
    drafts: Sequence[Draft], text: str | None, changes: Changes, *, in_folder: bool = False
) -> Sequence[Draft]:
    """Return which of a file's several drafts go in: all, or the one that ``text`` names.

    A text whose language the file does not tell gets that of ``text``, if it is of its kind; then
    all go in, as they do ``in_folder`` where ``text`` names none of them. Raises InputError where
    several are of that name, or none of a file that was named, or where ``changes`` name a parent,
    which only one text can have.
    """
    name = drafts[0].name
    holds = f"holds {len(drafts)} texts ({', '.join(str(draft.text) for draft in drafts)})"
    if text is not None:
        matches = [
            draft for draft in drafts if text in (draft.text, (draft.text or "").partition(":")[0])
        ]
        if not matches and (filled := _with_language(drafts, text)) is not None:
            drafts, text = filled, None
        elif not matches and in_folder and full_name(text) is not None:
            text = None
        elif len(matches) != 1:
            raise InputError(name, f"{holds}, of which --text {text} does not name one")
    if text is not None:
        draft = matches[0]
        left_out = ", ".join(str(sibling.text) for sibling in drafts if sibling is not draft)
        warning = f"left out, as --text says: {left_out}"
        # Without its source: that was the draft beside it.
        return [replace(draft, source=None, warnings=(*draft.warnings, warning))]
    if changes.parent is not None:
        raise InputError(name, f"{holds}; --parent goes with one, which --text names")
    return drafts


def _with_language(drafts: Sequence[Draft], text: str) -> list[Draft] | None:
    """Return drafts, those of no language in that of ``text``; None where it says it of none."""
    full = full_name(text)
    nameless = f"{full.kind}:und" if full else ""
    if full is None or not any((draft.text or "").startswith(nameless) for draft in drafts):
        return None
    return [
        replace(draft, text=_renamed(draft.text or "", full), language=full.language)
        if (draft.text or "").startswith(nameless)
        else draft
        for draft in drafts
    ]


def _renamed(nameless: str, text: Text) -> str:
    """Return the name of a text of no language in that of ``text``, with the label of either."""
    label = nameless.split(":")[2:] or ([text.label] if text.label else [])
    return ":".join((text.kind, text.language, *label))
