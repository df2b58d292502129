"""Place the notes of a TEI document, and say of which kind each is and who wrote it.

=====================================  =========================================================
in the file                            in the version
=====================================  =========================================================
``note`` in the text                   a note on the word before it; at the beginning of a
                                       paragraph on the word after it
``note`` that a ``ref`` or ``ptr``     a note on the word before the reference, whose own
points to                              characters (the note's number) are left out
``note`` outside of the paragraphs     a note on those words, where no number or ``ptr`` points to
that the words of a ``ref`` point to   it; elsewhere such words (“see footnote 2”) only refer to it
``note target="#id"``                  a note on the element ``id``, or at an ``anchor``
… with ``targetEnd="#id2"``            a note from the element ``id`` to the element ``id2``
a ``note`` in ``standOff`` without     a note on the whole version
``target``
``div type="commentary"``,             a note on the whole version, ``editorial`` or ``textual``,
``"apparatus"``                        where the file has an edition or a translation beside it
``type``: source, sourceNote …         kind ``source``
… textual, apparatus, variant …        kind ``textual``
… original, author, authorial …        kind ``original``
``resp="#author"``, ``"author"``       kind ``original``
``place``: margin, left, above …       kind ``original``, where neither type nor resp is said:
                                       what is in the margins of the page is the document's own
words: “Source: …”                     kind ``source``, where no type is said
words: “… (Footnote in original.)”     kind ``original``, where no type is said (the usage of FRUS)
anything else                          kind ``editorial``, also foot and end notes: TEI is mostly
                                       written by editors; ``type="original"`` says otherwise
``resp="#id"``                         who wrote it: the person of that id in the header
``xml:lang``                           its language; that of the version for ``original`` notes,
                                       else that of the ``TEI`` element, else not determined
=====================================  =========================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from xml.etree.ElementTree import Element

from provrepo.formats.draft import FileNote
from provrepo.formats.tei.tree import ID, identified, language, pointers, without_notes

_KINDS = {
    **dict.fromkeys(("source", "sourcenote", "provenance", "unnumbered-source"), "source"),
    **dict.fromkeys(
        ("textual", "apparatus", "app", "variant", "critical", "crit", "reading"), "textual"
    ),
    **dict.fromkeys(("original", "author", "authorial", "auth", "source-text"), "original"),
    **dict.fromkeys(
        "editorial editor ed annotation commentary comment gloss explanatory note".split(),
        "editorial",
    ),
}
_WORDED = (
    (re.compile(r"\ASources?\s?: "), "source"),
    (re.compile(r"[(\[](Foot)?note in (the )?original\.?[)\]]\.?\Z", re.IGNORECASE), "original"),
)
_ON_THE_PAGE = (
    *("margin", "marg", "left", "right", "top", "above", "below", "interlinear", "opposite"),
    *("overleaf", "inspace", "supralinear", "verso"),
)
_REFERENCES = ("ref", "ptr", "xref", "xptr")
_RUNNING_TEXT = frozenset(("p", "ab", "l", "head", "cell", "seg", "s", "q", "quote"))
_MARK = re.compile(
    # 12, *, [3], ²; 注1; 3a; a, bb; xiv
    r"(?:[\W\d⁰¹²³⁴-⁹_]*|\W*[注註]\s*[\d一二三四五六七八九十百]+\W*|\W*\d+[a-z]\W*"
    r"|\W*([^\W\d_])\1*\W*|\W*c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})\W*)",
    re.IGNORECASE,
)
"""What stands for a note in the text: its number, a letter, a sign."""


class NotePlaces:
    """All notes of a document, and which of them belong elsewhere than where they stand.

    A document may hold several texts, which are walked through one after the other: `begin` is
    called for each, and a note that one of them has taken is not there for the next.
    """

    def __init__(self, root: Element, people: Mapping[str, Sequence[str]]) -> None:
        self._people = people
        self._language = language(root)
        self._root, self._identified = root, identified(root)
        self._apart: set[Element] | None = None  # notes outside of running text
        self._on_words: dict[Element, Element] = {}  # such notes, by the words that point to them
        self._notes = list(root.iter("note"))
        self._taken: set[Element] = set()
        self._on: dict[str, list[Element]] = {}  # notes on an element, by its id
        self._until: dict[str, list[Element]] = {}  # notes on a passage, by the id at its end
        self._started: dict[str, int] = {}  # where the passages begin, by the id at their start
        self._elsewhere: set[Element] = set()
        self._text_language: str | None = None
        self.unknown_people = 0

    def begin(self, parts: Sequence[Element], text_language: str | None) -> None:
        """Find which notes belong to places in ``parts``, the elements that a text is made of."""
        self._text_language = text_language
        self._on, self._until, self._started = {}, {}, {}
        ids = {element.get(ID) for part in parts for element in part.iter()} - {None}
        self._elsewhere, self._on_words = self._referred_to(parts)
        for note in self._notes:
            targets = [target for target in pointers(note, "target") if target in ids]
            if note in self._elsewhere or not targets:
                continue
            ends = [end for end in pointers(note, "targetEnd") if end in ids]
            self._elsewhere.add(note)
            self._on.setdefault(targets[0], [])
            if ends:
                note.set("start", targets[0])
                self._until.setdefault(ends[0], []).append(note)
            else:
                self._on[targets[0]].append(note)

    def on(self, identity: str) -> Sequence[Element]:
        """Return the notes on the element of that id."""
        return self._on.get(identity, ())

    def until(self, identity: str) -> Iterator[tuple[Element, int]]:
        """Yield the notes on a passage that ends with that element, and where it begins."""
        for note in self._until.get(identity, ()):
            yield note, self._started.get(note.get("start", ""), 0)

    def passed(self, identity: str, start: int) -> None:
        """Remember where the element of that id begins."""
        if identity in self._on:
            self._started[identity] = start

    def is_elsewhere(self, note: Element) -> bool:
        """Return whether a note belongs to another place than the one where it stands."""
        return note in self._elsewhere

    def referred_to(self, element: Element) -> Element | None:
        """Return the note that a ``ref`` or ``ptr`` places; None for any other element."""
        note = self._target(element)
        if note is None or is_mark(element, note):
            return note
        return self._on_words.get(element)

    def _target(self, element: Element) -> Element | None:
        if element.tag in _REFERENCES:
            for identity in pointers(element, "target"):
                target = self._identified.get(identity)
                if target is not None and target.tag == "note":
                    return target
        return None

    def _referred_to(self, parts: Sequence[Element]) -> tuple[set[Element], dict[Element, Element]]:
        """Return the notes that references in ``parts`` place, and which words are such ones."""
        marked: set[Element] = set()
        worded: dict[Element, Element] = {}
        for part in parts:
            for element in part.iter():
                note = self._target(element)
                if note is not None and is_mark(element, note):
                    marked.add(note)
                elif note is not None:
                    worded[element] = note
        if worded:
            if self._apart is None:
                self._apart = set(_outside_text(self._root))
            free = self._apart - marked
            worded = {words: note for words, note in worded.items() if note in free}
        return marked | set(worded.values()), worded

    def take(self, note: Element) -> bool:
        """Mark a note as taken; return whether it was free, for no note is written twice."""
        if note in self._taken:
            return False
        self._taken.add(note)
        return True

    def remaining(self, parts: Sequence[Element]) -> list[Element]:
        """Return the notes in ``parts`` that have not been taken."""
        return [note for part in parts for note in part.iter("note") if note not in self._taken]

    def note(self, element: Element, text: str) -> FileNote:
        """Return the note of an element, with its words, not yet placed."""
        kind = _kind(element, text)
        stated = language(element) or next(filter(None, map(language, element)), None)
        # The document's own notes are in its language, the editors' in that of the edition.
        inherited = self._text_language if kind == "original" else self._language
        return FileNote(
            text=text,
            kind=kind,
            language=stated or inherited or "und",
            agents=self.responsible(element, "author" if kind == "original" else "editor"),
        )

    def responsible(self, element: Element, role: str) -> tuple[str, ...]:
        """Return who is named in ``resp``, written ``NAME:ROLE``; count those the header lacks."""
        agents: list[str] = []
        for identity in pointers(element, "resp"):
            if identity in self._people:
                agents += [who.replace(":ROLE", f":{role}", 1) for who in self._people[identity]]
            elif identity not in ("author", "editor"):
                self.unknown_people += 1
        return tuple(dict.fromkeys(agents))


def is_mark(reference: Element, note: Element) -> bool:
    """Return whether what a reference to a note holds is the note's mark, and no words."""
    words = without_notes(reference).strip()
    return words == note.get("n", "") or _MARK.fullmatch(words) is not None


def _outside_text(root: Element) -> Iterator[Element]:
    """Yield the notes that stand in no paragraph, line or the like."""
    stack = [root]
    while stack:
        element = stack.pop()
        if element.tag == "note":
            yield element
        elif element.tag not in _RUNNING_TEXT:
            stack += element


def _kind(note: Element, text: str) -> str:
    """Return the kind of a note with these words, by the table above."""
    kind = _KINDS.get(note.get("type", "").lower())
    if kind is not None:
        return kind
    for pattern, meant in _WORDED:
        if pattern.search(text):
            return meant
    who = note.get("resp", "").removeprefix("#").lower()
    if who in ("author", "auth"):
        return "original"
    place = note.get("place", "").lower()
    if not who and place.startswith(_ON_THE_PAGE):
        return "original"
    return "editorial"
