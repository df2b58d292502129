"""Which document an item of a reference manager describes: by key, call number or title.

An item that provrepo wrote names its text. Any other may have the document's key as its own, or in
its field for call numbers, or the place in the archive that the document's metadata has, or its
title. A title that several documents have, as “Letter” may be, is told apart by the date. What
fits several documents fits none: a wrong match would describe another document for good.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from provrepo.errors import ProvrepoError
from provrepo.metadata import written
from provrepo.reading import lookup
from provrepo.reference import parse, suggest_key
from provrepo.store import objects, read, survey
from provrepo.store.database import Database

PLACES = ("archive_location", "call-number")
"""The fields in which a call number stands, in whichever of them a program puts it."""

TITLES = ("title", "original-title")

ELSEWHERE = "call number of another archive"
"""How an item agrees with documents that it does not describe."""

PAGE = 500
"""How many documents are read at once."""


class Match(NamedTuple):
    """What an item was found to be.

    ``reference`` names a document, or one of its texts; it is None where there is none, or several,
    the ``candidates``. ``how`` is ``reference``, ``key``, ``call number``, ``title`` or ``title and
    date``; ``value`` is what agrees.
    """

    reference: str | None
    how: str = ""
    value: str = ""
    candidates: tuple[str, ...] = ()


class Documents:
    """The documents of a repository, to be found by what an item says."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._by_place: dict[str, set[str]] = defaultdict(set)
        self._by_title: dict[str, set[str]] = defaultdict(set)
        self._archives: dict[str, set[str]] = defaultdict(set)
        self._dates: dict[str, set[str]] = defaultdict(set)
        for document, item in _items(database):
            for value in _values(item, PLACES):
                self._by_place[value].add(document)
            for value in _values(item, TITLES):
                self._by_title[value].add(document)
            self._archives[document].update(_values(item, ("archive",)))
            if date := _date(item):
                self._dates[document].add(date)

    def match(self, item: Mapping[str, Any]) -> Match:
        """Return which document or text an item describes."""
        return self._by_name(item) or self._by_call_number(item) or self._by_its_title(item)

    def _by_name(self, item: Mapping[str, Any]) -> Match | None:
        """Return the match of an item that was exported here, or that has a document's key."""
        identity = item.get("id")
        if isinstance(identity, str) and "/" in identity and (text := self._text(identity)):
            return Match(text, "reference", identity)
        for field in ("id", "citation-key", *PLACES):
            value = item.get(field)
            if not isinstance(value, str | int):
                continue
            alike = () if field in PLACES else (suggest_key(str(value)),)
            for key in dict.fromkeys((str(value).lower(), *alike)):
                if key and (document := read.current_key(self._database, key)):
                    return Match(document, "key", str(value))
        return None

    def _text(self, identity: str) -> str | None:
        """Return the text that a reference names; None where the id of an item is no reference."""
        try:
            return str(lookup.text(self._database, parse(identity)).text_key)
        except ProvrepoError:
            return None

    def _by_call_number(self, item: Mapping[str, Any]) -> Match | None:
        for field in PLACES:
            for value in _values(item, (field,)):
                documents = self._by_place.get(value)
                if documents:
                    of_archive = {key for key in documents if self._is_in(key, item)}
                    if not of_archive:  # box 3 is in many an archive
                        return Match(None, ELSEWHERE, str(item[field]), tuple(sorted(documents)))
                    return _of(of_archive, "call number", str(item[field]))
        return None

    def _is_in(self, document: str, item: Mapping[str, Any]) -> bool:
        """Return whether no two archives are named, one by the document and one by the item."""
        archives, named = self._archives.get(document), _values(item, ("archive",))
        return not archives or not named or named[0] in archives

    def _by_its_title(self, item: Mapping[str, Any]) -> Match:
        for value in _values(item, TITLES):
            documents = self._by_title.get(value)
            if not documents:
                continue
            date = _date(item)
            same_day = {key for key in documents if date and date in self._dates[key]}
            if len(documents) > 1 and same_day:
                return _of(same_day, "title and date", f"{item.get('title')}, {date}")
            return _of(documents, "title", str(item.get("title")))
        return Match(None)


def _of(documents: set[str], how: str, value: str) -> Match:
    if len(documents) == 1:
        return Match(min(documents), how, value)
    return Match(None, how, value, tuple(sorted(documents)))


def _items(database: Database) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the keys of documents with each item that the newest version of a text has."""
    after = ""
    while keys := survey.keys_after(database, after, PAGE):
        seen = set()
        for stored in survey.newest_of_all(database, keys[0], keys[-1]):
            described = stored.document, stored.record.citation
            if stored.record.citation is None or described in seen:
                continue  # the texts of a document mostly share their metadata
            seen.add(described)
            item = objects.kept_citation(database, stored.record.citation)
            if item:
                yield stored.document, item
        after = keys[-1]


def _values(item: Mapping[str, Any], names: tuple[str, ...]) -> list[str]:
    values = [item.get(name) for name in names]
    alike = [folded(value) for value in values if isinstance(value, str)]
    return [value for value in alike if value]


def folded(text: str) -> str:
    """Return what is the same of a title or call number however it is typed.

    Capitals, accents' forms, full-width letters, dashes, quotation marks and blanks do not count,
    nor do Zotero's tags such as ``<i>``.
    """
    text = unicodedata.normalize("NFKC", re.sub(r"</?(?:i|b|sub|sup|span)\b[^<>]*>", "", text))
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", text.casefold())
    text = re.sub(r"[\"“”„«»‘’‚‹›'`]", "", text)
    return " ".join(text.split()).strip(" .")


def _date(item: Mapping[str, Any]) -> str:
    issued = item.get("issued")
    return written("issued", issued) if issued else ""
