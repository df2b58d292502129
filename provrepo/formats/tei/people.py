"""Find who is named in a TEI header: names, identifiers, and roles out of ``resp``.

==========================================  =====================================================
in the file                                 in the version
==========================================  =====================================================
``titleStmt``, ``editionStmt``: ``respStmt``  each ``name persName orgName``, in the role that
                                            ``resp`` says
``titleStmt/editor``                        an agent, ``editor`` or what ``@role`` says
``revisionDesc/change/@who``                of the newest change, a pointer or a name of several
                                            words: transcriber, translator or
                                            encoder where its words say so, else ``editor``
``resp/@key``, ``@ref``: ``trc`` …          the MARC relator of that code or address
``resp``: “transcribed by” …                transcriber, translator, encoder, proofreader,
                                            reviewer, editor … by its words, in several languages
other words                                 contributor
``@ref``, ``idno``: ORCID, VIAF, GND …      the identifier
``orgName``                                 an organization
==========================================  =====================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from provrepo.agents import RELATORS, ROLES
from provrepo.formats.tei.tree import ID, words

_CODES = {
    "trc": "transcriber",
    "trl": "translator",
    "edt": "editor",
    "mrk": "encoder",
    "rev": "reviewer",
    "ann": "annotator",
    "aut": "author",
    "com": "compiler",
    "crr": "corrector",
    "ctb": "contributor",
    "cur": "curator",
    "dtc": "data contributor",
    "dtm": "data manager",
    "edm": "editor of moving image work",
    "fnd": "funder",
    "pbd": "publishing director",
    "pdr": "project director",
    "pfr": "proofreader",
    "pht": "photographer",
    "prg": "programmer",
    "red": "redaktor",
    "res": "researcher",
    "rth": "research team head",
    "rtm": "research team member",
    "spn": "sponsor",
}
"""Relators by their MARC code; ``mrk``, markup editor, is what provrepo calls an encoder."""

_WORDS = (  # word stems of the languages in which editions describe their work
    (r"transcri|transkri|trascri|расшифров|транскри|轉錄|转录|抄录|전사", "transcriber"),
    (
        (
            r"translat|\btransl\b|\btr\. by|\btrans\. by|übersetz|übertrag|traduc|traduz|tradut"
            r"|traduit|tradot|\btrad\b|vertal|vertaa?ld|överset|översätt|oversæt|oversat|oversett"
            r"|tłumacz|překl|preklad|prevod|prijevod|fordít|kääntä|käännös|çevir|μετάφρ|μεταφρ"
            r"|перевод|перев[её]л|переклад|ترجم|תרגו|翻译|翻譯|翻訳|[译譯訳]|번역"
        ),
        "translator",
    ),
    (
        (
            r"encod|mark-?\s?up|markup|\bxml\b|\btei\b|epidoc|digiti[sz]|convert|conversion"
            # A digital library or the humanities are where somebody works.
            r"|digital(?!\s+(?:librar|humanit|scholar|archive|research|initiative|media|arts))"
            r"|encodage|encodé|kodier|codifica|erfass|upconver|data entry|keyboard|typed|typing"
        ),
        "encoder",
    ),
    (r"proof|corrected|correction|korrektur|relecture", "proofreader"),
    (r"review|check|vetted|vetting|verif", "reviewer"),
    (r"annotat|comment|komment", "annotator"),
    (r"photo", "photographer"),
    (r"compil", "compiler"),
    (r"autops|research|collat", "researcher"),
    (r"direct|principal|supervis|leiter", "project director"),
    (r"program|develop|software", "programmer"),
    (r"\bedit|éditeur|édition|edizione|edición|herausgeb|hrsg|редакт|编辑|編輯|편집", "editor"),
)
_BY = re.compile(
    r"\A(?:(?:translated|transcribed|edited|encoded|transl?\.|tr\.|ed\.) by|übersetzt von"
    r"|traduit par|traducido por|tradotto da|herausgegeben von) (?=\S)",
    re.IGNORECASE,
)
"""What files write before a name, in the element of the name."""

NAMES = ("persName", "orgName", "name")
"""The elements that are a name."""

_YEARS = re.compile(r"\s*\((?:\w+\.?\s*)?-?\d{1,4}\??\s*[-–]\s*-?\d{0,4}\??\)\.?\Z")
"""The years of a life that catalogues write after a name: ``Hardy, Thomas (1840-1928).``"""

_NO_NAMES = ("idno", "email", "affiliation", "note", "ptr")
"""What may stand in the element of a name without being part of the name."""


def roles(written: str, *codes: str | None) -> tuple[str, ...]:
    """Return the roles that a ``resp`` names: by its codes or addresses, else by its words."""
    for code in codes:
        last = re.split(r"[/:#]", (code or "").rstrip("/"))[-1].lower()
        if last in _CODES:
            return (_CODES[last],)
        term = last.replace("_", " ").replace("-", " ")
        if term in ROLES or term in RELATORS:
            return (term,)
    # The words are a role by its name, or say it in a sentence: “Transcribed and encoded by”.
    plain = written.strip().lower().rstrip(":. ")
    if plain in ROLES or plain in RELATORS:
        return (plain,)
    return tuple(role for pattern, role in _WORDS if re.search(pattern, plain))


def agent(element: Element) -> str | None:
    """Return a name as ``NAME <IDENTIFIER>:ROLE``, the role to be put in; None without a name.

    An organization is ``NAME:ROLE:organization``.
    """
    name = re.sub(r"[<>\x00-\x1f]", "", _name(element)).strip(" ,;")
    name = _YEARS.sub("", _BY.sub("", name))
    if not name:
        return None
    identifier = _identifier(element)
    organization = element.tag == "orgName" or element.find("orgName") is not None
    return (
        f"{name}{f' <{identifier}>' if identifier else ''}:ROLE"
        f"{':organization' if organization else ''}"
    )


def same_name(first: str, second: str) -> bool:
    """Return whether two agents, as `agent` writes them, have the same name."""
    names = (re.split(r" <|:ROLE", agent, maxsplit=1)[0] for agent in (first, second))
    return len(set(names)) == 1


def written_out(who: str) -> str | None:
    """Return the name that a ``who`` has instead of a pointer, such as ``Anna Brown``."""
    names = [word for word in who.split() if word[0].isupper() and not word.isupper()]
    is_name = len(names) > 1 and not re.search(r"[#/:<>@\d]", who)
    return " ".join(who.split()) if is_name else None


def named(element: Element) -> list[Element]:
    """Return the outermost names in an element; the element itself where it has none inside."""
    return [child for child in element if child.tag in NAMES] or [element]


def _name(element: Element) -> str:
    """Return a name in its natural order, without notes and identifiers in it."""
    parts = {part: words(element.find(part)) for part in ("forename", "surname")}
    if all(parts.values()):
        forenames = " ".join(map(words, element.findall("forename")))
        link = words(element.find("nameLink"))
        return " ".join(filter(None, (forenames, link, parts["surname"])))
    inner = next((child for child in element if child.tag in NAMES), None)
    if inner is not None:
        return _name(inner)
    if not any(child.tag in _NO_NAMES for child in element):
        return words(element)
    written = element.text or ""
    for child in element:
        written += " " if child.tag in _NO_NAMES else words(child)
        written += child.tail or ""
    return " ".join(written.split()).replace(" ,", ",")


def _identifier(element: Element) -> str | None:
    """Return the address of a person: an ORCID, VIAF or other URI."""
    candidates = [element.get("ref", ""), element.get("key", "")]
    candidates += map(words, element.iter("idno"))
    candidates += [inner.get("ref", "") for inner in element.iter() if inner.tag in NAMES]
    for identifier in " ".join(candidates).split():
        if re.fullmatch(r"https?://[^\s<>]+", identifier):
            return identifier
        if re.fullmatch(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", identifier):
            return f"https://orcid.org/{identifier}"
    return None


def structured(element: Element) -> str | dict[str, str] | None:
    """Return a name as citation metadata has it: in parts where the file says them, else whole."""
    inner = next((child for child in element if child.tag in NAMES), element)
    surnames, forenames = inner.findall("surname"), inner.findall("forename")
    if surnames and forenames:
        name = {
            "family": " ".join(map(words, surnames)),
            "given": " ".join(map(words, forenames)),
        }
        link = words(inner.find("nameLink"))
        if link:
            name["non-dropping-particle"] = link
        if name["family"] and name["given"]:
            return name
    return _YEARS.sub("", _name(element)) or None


def people_by_id(header: Element | None, root: Element) -> dict[str, list[str]]:
    """Return the agents of a document by the ``xml:id`` of what names them.

    Each is written ``NAME:ROLE``, the role still to be put in: notes and changes that point to a
    person say what that person did.
    """
    by_id: dict[str, list[str]] = {}
    places: Iterator[Element] = root.iter() if header is None else header.iter()
    for element in places:
        identity = element.get(ID)
        if identity and element.tag in ("person", "org", "editor", "author", "respStmt", *NAMES):
            inner = named(element) if element.tag in ("person", "org", "respStmt") else [element]
            agents = [named_agent for named_agent in map(agent, inner) if named_agent is not None]
            if agents:
                by_id.setdefault(identity, agents)
    return by_id
