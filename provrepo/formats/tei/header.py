"""Read a TEI header: citation metadata, people, language and date of a version.

TEI P5 chapter 2 (the header), 10 (manuscript description), 2.4.6 (correspondence).

==========================================  =====================================================
in the ``teiHeader``                        in the version
==========================================  =====================================================
``titleStmt/title``                         ``title``: of those in the text's language the one of
                                            type content, main or complete, else the first, that of
                                            a volume or series last, a full one by its parts; ``: ``
                                            and the one of type sub, unless it only says that the
                                            file is one (“a machine-readable transcription”);
                                            type short: ``title-short``
``correspAction type="sent"``               ``author``, ``issued``; ``placeName``: ``event-place``
``correspAction type="received"``           ``recipient``
``titleStmt/author``                        ``author``, where no sender is named; an agent where
                                            ``role`` says translator, editor …
``correspAction/date``, ``origDate``,       ``issued``: the first of these that has a date; of
``creation/date``, ``publicationStmt/date   attributes ``when``, ``from``, ``to``, ``notBefore``,
type="created"``, ``sourceDesc//date``,     ``notAfter``, else of its words
``dateline/date/@when`` of the text,
``publicationStmt/date``
``msIdentifier/repository``, ``institution``  ``archive``
``msIdentifier/settlement``                 ``archive-place``
``msIdentifier/collection``                 ``archive_collection``
``msIdentifier/idno``                       ``archive_location``
``publicationStmt/publisher``, ``authority``, ``publisher``; of one that is described the ``name``
``distributor``
``publicationStmt/pubPlace``                ``publisher-place``
``publicationStmt/idno``: a web address     ``URL``; of type DOI: ``DOI``
``publicationStmt/idno type="filename"``    the document's key, where it can be one,
                                            without ``.xml``
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
from typing import Any
from xml.etree.ElementTree import Element

from provrepo.errors import InvalidValue
from provrepo.formats.tei import people
from provrepo.formats.tei.dates import dated, instant_or_day
from provrepo.formats.tei.tree import (
    dropped,
    is_blank,
    language,
    pointers,
    same_language,
    tag_of,
    words,
)
from provrepo.store import rules

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
_MAIN = ("content", "main", "maintitle", "complete", "full", "")
"""The types of titles, the best first; any other comes after them."""

_OF_MORE = "volume volumenumber volume-number series subseries collection journal corpus".split()
"""The types of titles of what a document is only a part of."""

_PARTS = ("sub", "short")
_OF_A_FILE = re.compile(
    r"\W*(?:an?\s+)?(?:machine[- ]readable|electronic|digital|tei)(?:[\s-]+\w+){0,2}"
    r"\s+(?:text|transcription|transcript|edition|version|file)\W*",
    re.IGNORECASE,
)
"""What a subtitle says of every file; the version is a transcription whatever is said there."""

_PUBLISHED = ("fileDesc/publicationStmt/date", "fileDesc/publicationStmt//date")


class Header:
    """What a header says; all of it empty where there is no header.

    ``_used`` remembers every element whose words went somewhere, so that `left_out` can count the
    rest: an editor is to be told what was in the file and is in no field.
    """

    def __init__(self, root: Element) -> None:
        header = root.find("teiHeader")
        self._header = Element("teiHeader") if header is None else header
        self._used: set[Element] = set()
        self._unclear: list[Element] = []  # what somebody did, in words that name no role
        self.fields: dict[str, Any] = {}
        self.people = people.people_by_id(header, root)
        titles = list(self._all("fileDesc/titleStmt/title"))
        self._all_titles = [title for outer in titles for title in _titles_in(outer)]
        self._used.difference_update(titles, self._all_titles)  # until one is taken
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
        """Whether it says anything about the document, which is worth keeping without a text."""
        return bool(self.fields or self._all_titles or self.document)

    def _all(self, path: str) -> Iterator[Element]:
        """Yield the elements at a path that have words, and remember that they are used."""
        for element in self._header.iterfind(path):
            if not is_blank(element):
                self._used.add(element)
                yield element

    def _first(self, *paths: str) -> Element | None:
        return next((element for path in paths for element in self._all(path)), None)

    def _set(self, field: str, *paths: str) -> None:
        value = words(self._first(*paths))
        if value:
            self.fields[field] = value

    def titles(self, text_language: str | None) -> dict[str, str]:
        """Return the fields of the titles of a text in a language: title and short title.

        Main title and subtitle are put together; titles that no text takes count as left out.
        """
        titles = sorted(self._all_titles, key=lambda title: _title_order(title, text_language))
        by_type: dict[str, Element] = {}
        for title in titles:
            by_type.setdefault(title.get("type", "").lower(), title)
        main = next((title for title in titles if _type(title) not in _PARTS), None)
        main = titles[0] if main is None and titles else main
        if main is None:
            return {}
        main_title, short = words(main), by_type.get("short")
        tag = language(main) or text_language
        subs = (title for title in titles if _type(title) == "sub" and _fits(title, tag))
        sub = next((title for title in subs if not _OF_A_FILE.fullmatch(words(title))), None)
        has_sub = sub is not None and sub is not main
        fields = {"title": f"{main_title}: {words(sub)}" if has_sub else main_title}
        if short is not None and words(short) != main_title:
            fields["title-short"] = words(short)
        self._used.update(each for each in (main, sub, short) if each is not None)
        return fields

    def _correspondence(self) -> None:
        """Take sender and recipient, who write a letter's author more surely than `titleStmt`."""
        for kind, field in (("sent", "author"), ("received", "recipient")):
            names = [
                name
                for tag in ("persName", "orgName", "name")
                for name in self._all(f".//correspAction[@type='{kind}']/{tag}")
            ]
            structured = [name for name in map(people.structured, names) if name]
            if structured:
                self.fields[field] = structured
        self._set(
            "event-place",
            ".//correspAction[@type='sent']/placeName",
            ".//correspAction[@type='sent']/settlement",
        )

    def _authors(self) -> None:
        """Take the authors; those who are named as translators or editors there are none."""
        elements = list(self._all("fileDesc/titleStmt/author"))
        self._makers = [author for author in elements if _roles_of(author)]
        if "author" in self.fields:
            self._used.difference_update(each for each in elements if each not in self._makers)
            return
        names = [people.structured(each) for each in elements if each not in self._makers]
        if authors := [name for name in names if name]:
            self.fields["author"] = authors

    def _issued(self, root: Element) -> None:
        """Take the first date there is, those of the document before those of its publication."""
        of_document = (date for path in _DATES for date in self._header.iterfind(path))
        # The day that stands on a letter itself; it may have been published a century later.
        on_letter = [
            date
            for dateline in root.iterfind("text//dateline")
            for date in dateline.iter("date")
            if date.get("when")
        ]
        of_publication = (date for path in _PUBLISHED for date in self._header.iterfind(path))
        for element in (*of_document, *on_letter[:1], *of_publication):
            issued = dated(element)
            if issued:
                self._used.add(element)
                self.fields["issued"] = issued
                return

    def _archive(self) -> None:
        """Take where the original is kept, of the described manuscript before any other."""
        place = ".//msDesc/msIdentifier"
        if self._header.find(place) is None:
            place = ".//msIdentifier"
        archives = [*self._all(f"{place}/repository"), *self._all(f"{place}/institution")]
        if archives:
            self.fields["archive"] = ", ".join(dict.fromkeys(map(words, archives)))
        self._set("archive-place", f"{place}/settlement", f"{place}/placeName")
        collections = list(self._all(f"{place}/collection"))
        if collections:
            self.fields["archive_collection"] = ", ".join(map(words, collections))
        self._set("archive_location", f"{place}/idno")

    def _publication(self) -> None:
        """Take publisher and addresses; a second DOI or address has no field and is left out."""
        statement = "fileDesc/publicationStmt"
        makers = ("publisher", "authority", "distributor")
        publisher = self._first(*(f"{statement}//{maker}" for maker in makers))
        if publisher is not None:
            name = _name_before_words(publisher)
            self.fields["publisher"] = words(name)
            self._used.discard(publisher)
            self._used.add(name)
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
        """Return the key that a file name in the header makes; None where it makes none."""
        element = self._header.find("fileDesc/publicationStmt//idno[@type='filename']")
        if element is None or is_blank(element):
            return None
        try:
            key = rules.key(words(element).removesuffix(".xml"))
        except InvalidValue:
            return None
        self._used.add(element)
        return key

    def _responsible(self) -> Iterator[str]:
        """Yield who is named as responsible, as editors or by a ``respStmt``, in their roles."""
        for path in ("fileDesc/titleStmt/respStmt", "fileDesc/editionStmt/respStmt"):
            for statement in self._all(path):
                resps = statement.findall("resp")
                roles = dict.fromkeys(
                    role
                    for resp in resps
                    for role in people.roles(words(resp), resp.get("key"), resp.get("ref"))
                )
                if not roles:
                    self._unclear += resps
                names = [child for child in statement if child.tag in people.NAMES]
                for name in names:
                    for role in roles or ("contributor",):
                        yield from self._as(name, role)
        yield from self._makers_and_editors()

    def _makers_and_editors(self) -> Iterator[str]:
        """Yield the authors who are translators and the like, and the editors, in their roles."""
        makers = [(author, _roles_of(author)) for author in self._makers]
        editors = [
            (editor, people.roles(editor.get("role", ""), editor.get("role")) or ("editor",))
            for editor in self._all("fileDesc/titleStmt/editor")
        ]
        for element, roles in (*makers, *editors):
            for name in people.named(element):
                for role in dict.fromkeys(roles):
                    yield from self._as(name, role)

    def _as(self, name: Element, role: str) -> Iterator[str]:
        """Yield a name as an agent in a role; an empty name is the person that it points to."""
        agent = people.agent(name)
        people_meant = [
            person for identity in pointers(name, "ref") for person in self.people.get(identity, ())
        ]
        # The person that it points to has an identifier mostly, and is not to be there twice.
        if people_meant and (agent is None or people.same_name(agent, people_meant[0])):
            agent = people_meant[0]
        if agent is not None:
            yield agent.replace(":ROLE", f":{role}", 1)

    def _newest_change(self) -> Iterator[str]:
        """Yield who made the newest change, and keep its date and its words."""
        changes = self._header.findall(".//revisionDesc//change")  # in `fileDesc`, too
        pairs = [(instant_or_day(change), change) for change in changes]
        dated_changes = [(when, change) for when, change in pairs if when]
        if not dated_changes:
            return
        newest = max(when for when, _ in dated_changes)
        candidates = [change for when, change in dated_changes if when == newest]
        # Of several on that day the newest is the first in a list that begins with the newest,
        # otherwise the last.
        falling = dated_changes[0][0] > dated_changes[-1][0]
        change = candidates[0] if falling else candidates[-1]
        self._used.add(change)
        self.created = newest
        self.message = words(change) or None
        role = next(iter(people.roles(self.message or "")), "")
        role = role if role in ("transcriber", "translator", "encoder") else "editor"
        for identity in pointers(change, "who"):
            for who in self.people.get(identity, ()):
                yield who.replace(":ROLE", f":{role}", 1)
        if name := people.written_out(change.get("who", "")):
            yield f"{name}:{role}"
        for element in change.iterfind("name"):  # as TEI P4 has it
            yield from self._as(element, role)

    def _language(self) -> str | None:
        """Return the language of the original; of several languages in use none is chosen."""
        for element in self._header.iterfind(".//textLang"):
            tag = tag_of(element.get("mainLang", ""))
            if tag:
                return tag
        languages = self._header.findall("profileDesc/langUsage/language")
        if len(languages) != 1:
            return None
        self._used.update(languages)
        return tag_of(languages[0].get("ident", ""))

    @property
    def languages(self) -> list[str]:
        """The tags of all languages that it lists as in use, in their order."""
        listed = self._header.iterfind("profileDesc/langUsage/language")
        return [tag for element in listed if (tag := tag_of(element.get("ident", "")))]

    def left_out(self) -> Counter[str]:
        """Return, counted by name, the outermost elements with words that are in no field."""
        counted = Counter(resp.tag for resp in self._unclear if not is_blank(resp))
        for used in self._used:
            counted.update(inner.tag for inner in dropped(used))
        in_version = {inner for used in self._used for inner in used.iter()}
        pending = list(self._header)
        while pending:
            element = pending.pop()
            if element in in_version or is_blank(element):
                continue
            if any(inner in in_version for inner in element.iter()):
                pending += list(element)
                loose = (element.text, *(child.tail for child in element))
                counted[element.tag] += any((words or "").strip() for words in loose)
            else:
                counted[element.tag] += 1
        return +counted


def _name_before_words(publisher: Element) -> Element:
    """Return the one name at the beginning of an element that describes whom it names; else it."""
    names = [child for child in publisher if child.tag in people.NAMES]
    is_first = len(names) == 1 and names[0] is publisher[0] and not (publisher.text or "").strip()
    return names[0] if is_first else publisher


def _titles_in(title: Element) -> list[Element]:
    """Return the titles that a full title is made of, where it has no words of its own; else it."""
    parts = [part for part in title.iterfind("title") if not is_blank(part)]
    loose = [title.text, *(part.tail for part in title)]
    is_frame = len(parts) == len(title) and not any(text and text.strip() for text in loose)
    return parts if parts and is_frame else [title]


def _type(title: Element) -> str:
    return title.get("type", "").lower()


def _title_order(title: Element, text_language: str | None) -> tuple[bool, bool, int]:
    """Return what titles are sorted by: those of a volume last, then by language, then by type."""
    kind = _type(title)
    is_of_more = kind in _OF_MORE or title.get("level") in ("s", "j")
    is_foreign = not _fits(title, text_language)
    return is_of_more, is_foreign, _MAIN.index(kind) if kind in _MAIN else len(_MAIN)


def _fits(title: Element, text_language: str | None) -> bool:
    """Return whether a title may be in a language; one that does not say its own may."""
    tag = language(title)
    return not (tag and text_language) or same_language(tag, text_language)


def _roles_of(author: Element) -> tuple[str, ...]:
    """Return as what the ``role`` of an author names somebody who did not write the document."""
    role = author.get("role", "")
    named = people.roles(role, role) if role else ()
    return tuple(name for name in named if name not in ("author", "contributor"))
