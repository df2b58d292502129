"""From a TEI header to citation metadata, people, language and date of a version.

TEI P5 chapter 2 (the header), 10 (manuscript description), 2.4.6 (correspondence).

==========================================  =====================================================
in the ``teiHeader``                        in the version
==========================================  =====================================================
``titleStmt/title``                         ``title``: the one of type main or complete, else the
                                            first, ``: `` and the one of type sub; type short:
                                            ``title-short``
``correspAction type="sent"``               ``author``, ``issued``; ``placeName``: ``event-place``
``correspAction type="received"``           ``recipient``
``titleStmt/author``                        ``author``, where no sender is named
``correspAction/date``, ``origDate``,       ``issued``: the first of these that has a date; of
``creation/date``, ``publicationStmt/date   attributes ``when``, ``from``, ``to``, ``notBefore``,
type="created"``, ``sourceDesc//date``,     ``notAfter``, else of its words
``dateline/date/@when`` of the text,
``publicationStmt/date``
``msIdentifier/repository``, ``institution``  ``archive``
``msIdentifier/settlement``                 ``archive-place``
``msIdentifier/collection``                 ``archive_collection``
``msIdentifier/idno``                       ``archive_location``
``publicationStmt/publisher``, ``authority``  ``publisher``
``publicationStmt/pubPlace``                ``publisher-place``
``publicationStmt/idno``: a web address     ``URL``; of type DOI: ``DOI``
``publicationStmt/idno type="filename"``    the document's key, where it can be one
``respStmt``, ``editor``, ``change/@who``   agents (`provrepo.formats.tei.people`)
newest ``revisionDesc/change``              its ``when``: created; its words: the message
``textLang/@mainLang``, ``langUsage``       the language, where the text has no ``xml:lang``
``quotation marks="none"``                  quotation marks are put in
anything else with words                    left out, counted
==========================================  =====================================================
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any
from xml.etree.ElementTree import Element

from provrepo.errors import InvalidValue
from provrepo.formats.tei import people
from provrepo.formats.tei.tree import is_blank, pointers, tag_of, words
from provrepo.store import rules

_DAY = re.compile(r"(-?\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*|Z|[+-]\d\d:\d\d)?", re.ASCII)
_DATES = (
    ".//correspAction[@type='sent']/date",
    ".//correspAction[@type='sent']//date",
    ".//origDate",
    "profileDesc/creation/date",
    "profileDesc/creation/origDate",
    "fileDesc/publicationStmt/date[@type='created']",
    "fileDesc/sourceDesc//bibl/date",
    "fileDesc/sourceDesc//imprint/date",
    "fileDesc/sourceDesc//date",
)
_PUBLISHED = ("fileDesc/publicationStmt/date", "fileDesc/publicationStmt//date")


class Header:
    """What a header says; all of it empty where there is no header."""

    def __init__(self, root: Element) -> None:
        found = root.find("teiHeader")
        self._header = Element("teiHeader") if found is None else found
        self._used: set[Element] = set()
        self._unclear: list[Element] = []  # what somebody did, in words that name no role
        self.fields: dict[str, Any] = {}
        self.people = people.people(found, root)
        self._titles()
        self._correspondence()
        self._authors()
        self._issued(root)
        self._archive()
        self._publication()
        self.document = self._document()
        self.agents: tuple[str, ...] = ()
        self.created: str | None = None
        self.message: str | None = None
        self.agents = tuple(dict.fromkeys([*self._responsible(), *self._newest_change()]))
        self.language = self._language()
        quotation = self._header.find(".//quotation")
        self.adds_quotes = quotation is not None and quotation.get("marks") == "none"

    @property
    def describes(self) -> bool:
        """Whether it says anything of the document: enough to keep, before there is a text."""
        return bool(self.fields or self.document)

    def _all(self, path: str) -> Iterator[Element]:
        """Yield the elements of a path that have words, and remember that they are used."""
        for element in self._header.iterfind(path):
            if not is_blank(element):
                self._used.add(element)
                yield element

    def _first(self, *paths: str) -> Element | None:
        return next((one for path in paths for one in self._all(path)), None)

    def _set(self, field: str, *paths: str) -> None:
        value = words(self._first(*paths))
        if value:
            self.fields[field] = value

    def _titles(self) -> None:
        titles = list(self._all("fileDesc/titleStmt/title"))
        by_type = {one.get("type", ""): one for one in reversed(titles)}
        main = next(
            (by_type[one] for one in ("main", "complete", "full", "") if one in by_type), None
        )
        main = titles[0] if main is None and titles else main
        if main is None:
            return
        title, sub, short = words(main), by_type.get("sub"), by_type.get("short")
        has_sub = sub is not None and sub is not main
        self.fields["title"] = f"{title}: {words(sub)}" if has_sub else title
        if short is not None and words(short) != title:
            self.fields["title-short"] = words(short)
        self._used.difference_update(one for one in titles if one not in (main, sub, short))

    def _correspondence(self) -> None:
        for kind, field in (("sent", "author"), ("received", "recipient")):
            names = [
                name
                for tag in ("persName", "orgName", "name")
                for name in self._all(f".//correspAction[@type='{kind}']/{tag}")
            ]
            found = [one for one in map(people.structured, names) if one]
            if found:
                self.fields[field] = found
        self._set(
            "event-place",
            ".//correspAction[@type='sent']/placeName",
            ".//correspAction[@type='sent']/settlement",
        )

    def _authors(self) -> None:
        if "author" in self.fields:
            return
        names = [people.structured(one) for one in self._all("fileDesc/titleStmt/author")]
        if any(names):
            self.fields["author"] = [one for one in names if one]

    def _issued(self, root: Element) -> None:
        own = (one for path in _DATES for one in self._header.iterfind(path))
        # The day that a letter bears itself; it may be published a century later.
        borne = [
            one
            for dateline in root.iterfind("text//dateline")
            for one in dateline.iter("date")
            if one.get("when")
        ]
        published = (one for path in _PUBLISHED for one in self._header.iterfind(path))
        for element in (*own, *borne[:1], *published):
            issued = dated(element)
            if issued:
                self._used.add(element)
                self.fields["issued"] = issued
                return

    def _archive(self) -> None:
        place = ".//msDesc/msIdentifier"
        if self._header.find(place) is None:
            place = ".//msIdentifier"
        keepers = [words(one) for one in self._all(f"{place}/repository")]
        keepers += [words(one) for one in self._all(f"{place}/institution")]
        if keepers:
            self.fields["archive"] = ", ".join(dict.fromkeys(keepers))
        self._set("archive-place", f"{place}/settlement", f"{place}/placeName")
        collections = [words(one) for one in self._all(f"{place}/collection")]
        if collections:
            self.fields["archive_collection"] = ", ".join(collections)
        self._set("archive_location", f"{place}/idno")

    def _publication(self) -> None:
        statement = "fileDesc/publicationStmt"
        self._set("publisher", f"{statement}//publisher", f"{statement}//authority")
        self._set("publisher-place", f"{statement}//pubPlace")
        for element in self._all(f"{statement}//idno"):
            written, kind = words(element), element.get("type", "").lower()
            if kind == "doi" or re.match(r"(https?://(dx\.)?doi\.org/)?10\.\d{4,}/", written):
                field, value = "DOI", re.sub(r"^(https?://\S*?|doi:)?(?=10\.)", "", written)
            else:
                field, value = "URL", written if re.fullmatch(r"https?://\S+", written) else ""
            if not value or self.fields.setdefault(field, value) != value:
                self._used.discard(element)

    def _document(self) -> str | None:
        element = self._header.find("fileDesc/publicationStmt//idno[@type='filename']")
        if element is None or is_blank(element):
            return None
        try:
            key = rules.key(words(element))
        except InvalidValue:
            return None
        self._used.add(element)
        return key

    def _responsible(self) -> Iterator[str]:
        for path in ("fileDesc/titleStmt/respStmt", "fileDesc/editionStmt/respStmt"):
            for statement in self._all(path):
                resps = statement.findall("resp")
                found = dict.fromkeys(
                    role
                    for one in resps
                    for role in people.roles(words(one), one.get("key"), one.get("ref"))
                )
                if not found:
                    self._unclear += resps
                names = [one for one in statement if one.tag in ("persName", "orgName", "name")]
                for name in names:
                    for role in found or ("contributor",):
                        yield from self._as(name, role)
        for editor in self._all("fileDesc/titleStmt/editor"):
            found = dict.fromkeys(people.roles(editor.get("role", ""), editor.get("role")))
            for name in people.named(editor):
                for role in found or ("editor",):
                    yield from self._as(name, role)

    def _as(self, name: Element, role: str) -> Iterator[str]:
        named = people.agent(name)
        pointed = [who for one in pointers(name, "ref") for who in self.people.get(one, ())]
        if named is None and pointed:
            named = pointed[0]
        if named is not None:
            yield named.replace(":ROLE", f":{role}", 1)

    def _newest_change(self) -> Iterator[str]:
        """Yield who made the newest change, and keep its date and its words."""
        changes = self._header.findall("revisionDesc//change")
        found = [(_instant_or_day(one), one) for one in changes]
        dated_ones = [(when, one) for when, one in found if when]
        if not dated_ones:
            return
        newest = max(when for when, _ in dated_ones)
        candidates = [one for when, one in dated_ones if when == newest]
        # A list that begins with the newest has it first, otherwise it is the last one.
        falling = dated_ones[0][0] > dated_ones[-1][0]
        change = candidates[0] if falling else candidates[-1]
        self._used.add(change)
        self.created = newest
        self.message = words(change) or None
        role = next(iter(people.roles(self.message or "")), "")
        role = role if role in ("transcriber", "translator", "encoder") else "editor"
        for identity in pointers(change, "who"):
            for who in self.people.get(identity, ()):
                yield who.replace(":ROLE", f":{role}", 1)
        for name in change.iterfind("name"):  # as TEI P4 has it
            yield from self._as(name, role)

    def _language(self) -> str | None:
        for element in self._header.iterfind(".//textLang"):
            tag = tag_of(element.get("mainLang", ""))
            if tag:
                return tag
        languages = self._header.findall("profileDesc/langUsage/language")
        if len(languages) != 1:
            return None
        self._used.update(languages)
        return tag_of(languages[0].get("ident", ""))

    def left_out(self) -> Counter[str]:
        """Return what has words and no place in a version: its outermost elements, counted."""
        counted = Counter(one.tag for one in self._unclear if not is_blank(one))
        for used in self._used:
            counted.update(one.tag for one in used.iter("note") if not is_blank(one))
        kept = {*self._used, *(one for used in self._used for one in used.iter())}
        waiting = list(self._header)
        while waiting:
            element = waiting.pop()
            if element in kept or is_blank(element):
                continue
            if any(one in kept for one in element.iter()):
                waiting += list(element)
                loose = (element.text, *(child.tail for child in element))
                counted[element.tag] += any((words or "").strip() for words in loose)
            else:
                counted[element.tag] += 1
        return +counted


def _instant_or_day(change: Element) -> str | None:
    """Return when a change was made: EDTF level 0, which is sorted as text."""
    written = change.get("when") or change.get("when-iso") or change.get("to") or ""
    written = written or next((one.get("when") or words(one) for one in change.iter("date")), "")
    match = _DAY.fullmatch(written.strip())
    if match is None:
        return None
    found = "-".join(part for part in match.group(1, 2, 3) if part)
    try:
        return rules.created(found)
    except InvalidValue:
        return None


def dated(element: Element) -> str | None:
    """Return the date of an element as `provrepo.metadata.assign` reads it; its words without one.

    A date of low certainty ends with ``~``.
    """
    single = _day(element.get("when") or element.get("when-iso") or element.get("when-custom"))
    first = _day(element.get("from") or element.get("from-iso"))
    last = _day(element.get("to") or element.get("to-iso"))
    first = first or _day(element.get("notBefore") or element.get("notBefore-custom"))
    last = last or _day(element.get("notAfter") or element.get("notAfter-custom"))
    if single is None:
        if first and last and first != last:
            return f"{first}/{last}"
        single = first or last
    if single is None:
        return words(element) or None
    unsure = element.get("cert") in ("low", "medium") or element.get("precision") == "low"
    return f"{single}~" if unsure else single


def _day(written: str | None) -> str | None:
    match = _DAY.fullmatch((written or "").strip())
    if match is None:
        return None
    _, month, day = match.groups()
    try:
        date(4, int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join(part for part in match.groups() if part)
