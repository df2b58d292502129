"""Kinds of documents inside an English sentence: *memorandum*, where an item says *Memorandum*.

CSL has a text-case that capitalizes the first word and none that does the opposite. The built-in
styles ask for it with an attribute of their own, `IN_SENTENCE`, on the variable ``genre``; CSL
knows nothing of it, so other processors print the kind as it was entered.
"""

from __future__ import annotations

import re

IN_SENTENCE = "provrepo:in-sentence"
"""The attribute of cs:text, ``true`` where the variable stands inside a sentence."""
_COMMON = frozenset(
    "account address affidavit agenda agreement aide-memoire aide-mémoire airgram "
    "announcement appeal article brief briefing broadsheet brochure bulletin cable catalogue "
    "certificate chart charter circular communication communique communiqué contract "
    "conversation copy correspondence declaration despatch diary directive dispatch draft "
    "drawing email engraving essay excerpt extract file film form handbill instruction "
    "instructions interview inventory invoice journal leaflet lecture ledger letter letters "
    "list log lyrics manuscript map memo memoir memoirs memorandum message minute minutes "
    "negative note notebook notes notice oath order outline painting pamphlet petition "
    "photograph photographs plan poem postcard poster proceedings proclamation program "
    "programme proposal protocol questionnaire receipt record recording register report "
    "resolution review scrapbook sermon sketch speech statement summary survey talk telegram "
    "telegrams telex testament testimony transcript transcription translation treaty "
    "typescript verbatim".split()
)
"""Common nouns; any other word may be a name (*German note*, *Politburo minutes*)."""
_FIRST = re.compile(r"[^\W\d_](?:[\w-]*\w)?")


_DESCRIPTION = re.compile(r"[^\W\d_][\w-]*(?:\s+of\s+\w+)?,?\s+(?:to|from|by|between|with)\s")


def is_description(title: str) -> bool:
    """Return whether a title only says what the item is: *Letter to Anna Quay*.

    Such words of an editor or archivist stand without quotation marks, which would say that they
    are the document's own.
    """
    first = _FIRST.match(title)
    is_kind = first is not None and first.group().lower() in _COMMON
    return is_kind and _DESCRIPTION.match(title) is not None


def in_sentence(kind: str) -> str:
    """Return a kind of document as it is written inside an English sentence.

    Only the first word changes, and only where it is a common noun with one capital letter.
    """
    match = _FIRST.match(kind)
    if match is None:
        return kind
    word = match.group()
    lower = word[0].lower() + word[1:]
    return lower + kind[match.end() :] if lower in _COMMON else kind
