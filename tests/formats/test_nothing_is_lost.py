"""The law of all readers of XML, on made-up trees: no words are lost in silence, none doubled.

Every piece of characters in a tree is a word of its own. In what a reader makes of it, each stands
once: in the content, a note or the metadata. Or an element around it is counted by name.

The trees are made by chance alone and not by Hypothesis, whose draws take ten times longer than
reading what is drawn: many more can be tried. A tree that fails is shown whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from random import Random
from xml.etree.ElementTree import Element

from provrepo.errors import InputError
from provrepo.formats.draft import CONVENTIONS, Draft, Reading
from provrepo.formats.pages import alto, hocr, page_xml
from provrepo.formats.tei import elements
from provrepo.formats.tei.reader import read as read_tei
from provrepo.formats.xml import parse
from tests.seeds import seed

_TEI_NAMES = sorted(
    name
    for name in (
        *(elements.BLOCKS | elements.LINES | elements.LETTER_PARTS),
        *(elements.MARKED | elements.LEFT_OUT | elements.PLAIN),
        *"q said quote soCalled pb cb gb milestone eg figure head item lb list row table w".split(),
        *"g handShift certainty ref ptr app lem rdg rdgGrp choice gap space unknown".split(),
    )
    if "{" not in name
)
_OFTEN = "div ab p note choice app lem rdg list item table row cell quote supplied gap lb".split()
_ATTRIBUTES = (
    *('type="edition"', 'type="translation"', 'type="commentary"', 'type="textpart"', ""),
    *('xml:lang="la"', 'reason="omitted"', 'reason="lost"', 'cert="low"', 'break="no"', ""),
    *('xml:id="a"', 'target="#a"', 'target="#b"', 'place="margin"', 'part="I"', 'rend="block"'),
)


DOCUMENTS = 400
"""How many trees each reader is tried on."""


def made_up(document: Callable[[Random], str]) -> Iterator[tuple[str, Random]]:
    """Yield documents made by chance, each with what goes on choosing."""
    chance = Random(seed())  # noqa: S311 - chance, no secret
    for _ in range(DOCUMENTS):
        yield document(chance), chance


class _Words:
    """Gives words that occur nowhere else."""

    def __init__(self) -> None:
        self.count = 0

    def new(self) -> str:
        self.count += 1
        return f"word{self.count}x"


def _tei_document(chance: Random) -> str:
    """Documents of any elements in each other, most of which no schema allows."""
    words = _Words()

    def element(depth: int) -> str:
        name = chance.choice(chance.choice((_OFTEN, _TEI_NAMES)))
        inner = children(depth - 1, 3) if depth else chance.choice(("", words.new()))
        return f"<{name} {chance.choice(_ATTRIBUTES)}>{inner}</{name}>"

    def children(depth: int, most: int) -> str:
        parts = [chance.choice(("", " ", words.new(), f"\n {words.new()} "))]
        for _ in range(chance.randint(0, most)):
            parts += [element(depth), chance.choice(("", " ", words.new()))]
        return "".join(parts)

    body = children(3, 3)
    if chance.random() < 0.5:
        body = f'<div type="edition">{body}</div>{children(2, 2)}'
    return (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>T</title>'
        f"</titleStmt></fileDesc></teiHeader><text><body>{body}</body></text></TEI>"
    )


def test_no_words_of_tei_are_lost_or_doubled() -> None:
    """Whatever elements stand in each other, and whichever convention is asked for."""
    for document, chance in made_up(_tei_document):
        convention = chance.choice(CONVENTIONS)
        try:
            drafts = read_tei(document.encode(), "a.xml", Reading(None, convention))
        except InputError as error:
            assert "no words" in str(error), document  # noqa: PT017 - one of two outcomes
            continue
        notes = (note.text for draft in drafts for note in draft.notes or ())
        written = "\0".join([*(draft.content for draft in drafts), *notes]).replace("\u0323", "")
        warnings = "; ".join(warning for draft in drafts for warning in draft.warnings)
        counted = set(
            re.findall(
                r"(?:^|[:;,]) (?:words (?:directly )?in )?([\w.]+)(?: \w+)*"
                r"(?: type=\w*)? \(\d",
                f"; {warnings}",
            )
        )
        for word, around in _words_of(parse(document.encode(), "a.xml")):
            times = written.count(word)
            assert times <= 1, f"{word} stands {times} times: {convention} {document}"
            assert times or counted & set(around), f"{word} is lost: {convention} {document}"


def _words_of(root: Element) -> Iterator[tuple[str, list[str]]]:
    """Yield each word of a tree, with the names of the elements around it."""

    def under(element: Element, around: list[str]) -> Iterator[tuple[str, list[str]]]:
        path = [*around, element.tag.rpartition("}")[2]]
        yield from ((word, path) for word in re.findall(r"word\d+x", element.text or ""))
        for child in element:
            yield from under(child, path)
            yield from ((word, path) for word in re.findall(r"word\d+x", child.tail or ""))

    return under(root, [])


def _page_document(chance: Random) -> str:
    """Pages whose regions, lines, words and glyphs all may have text of their own, or not."""
    words = _Words()

    def readings() -> str:
        written = ""
        for _ in range(chance.choice((0, 1, 1, 2))):
            attributes = chance.choice(("", 'index="0"', 'index="1"', 'conf="0.5"'))
            kind = chance.choice(("Unicode", "Unicode", "PlainText"))
            written += f"<TextEquiv {attributes}><{kind}>{words.new()}</{kind}></TextEquiv>"
        return written

    def level(name: str, below: tuple[str, ...]) -> str:
        inner = "".join(
            level(below[0], below[1:]) for _ in range(chance.randint(0, 2) if below else 0)
        )
        return f"<{name}>{inner}{readings()}</{name}>"

    def region(depth: int) -> str:
        kind = chance.choice(("TextRegion", "TextRegion", "TableRegion", "ImageRegion"))
        identity = chance.choice("abcdef")
        inside = "".join(region(depth - 1) for _ in range(chance.randint(0, 2) if depth else 0))
        if kind == "TextRegion":
            inside += "".join(
                level("TextLine", ("Word", "Glyph")) for _ in range(chance.randint(0, 2))
            )
        return f'<{kind} id="{identity}">{inside}{readings()}</{kind}>'

    named = "".join(
        f'<RegionRefIndexed index="{number}" regionRef="{name}"/>'
        for number, name in enumerate(chance.choices("abcdefg", k=chance.randint(0, 4)))
    )
    order = f"<ReadingOrder><OrderedGroup>{named}</OrderedGroup></ReadingOrder>" if named else ""
    return f"<PcGts><Page>{order}{''.join(region(2) for _ in range(2))}</Page></PcGts>"


def test_no_words_of_page_xml_are_lost_or_doubled() -> None:
    """A word that is not in the content repeats a level that is, or is counted."""
    for document, _ in made_up(_page_document):
        (draft,) = page_xml.read(document.encode(), "a.xml", Reading())
        for equivalent, levels in _levels(parse(document.encode(), "a.xml")):
            (word,) = re.findall(r"word\d+x", "".join(equivalent.itertext()))
            assert draft.content.count(word) <= 1, document
            assert word in draft.content or _is_accounted_for(levels, draft), (
                f"{word} is lost: {document}"
            )


def _levels(page: Element) -> Iterator[tuple[Element, list[Element]]]:
    """Yield each reading with the element it is of, those in that element and those around it."""
    parents = {child: parent for parent in page.iter() for child in parent}
    for equivalent in page.iter("TextEquiv"):
        owner = parents[equivalent]
        levels = list(owner.iter())
        while owner in parents:
            owner = parents[owner]
            levels.append(owner)
        yield equivalent, levels


def _is_accounted_for(levels: list[Element], draft: Draft) -> bool:
    """Return whether another level says the same in the content, or the reading is counted."""
    owner, warnings = levels[0], " ".join(draft.warnings)

    def is_shown(element: Element) -> bool:
        return any(word in draft.content for word in re.findall(r"word\d+x", _said(element)))

    return (
        any(map(is_shown, levels))
        or f"text of {owner.tag} (" in warnings
        or (is_shown(owner) and "other readings (" in warnings)
    )


def _said(element: Element) -> str:
    return "".join(
        " ".join(reading.itertext()) for reading in element if reading.tag == "TextEquiv"
    )


def _alto_document(chance: Random) -> str:
    """Strings in lines in blocks in composed blocks, and strings out of place."""
    words = _Words()

    def under(depth: int) -> str:
        kind = chance.choice(("String", "String", "TextLine", "TextBlock", "ComposedBlock"))
        if kind == "String" or not depth:
            return f'<String CONTENT="{words.new()}"/>' + chance.choice(("", "<SP/>"))
        inner = "".join(under(depth - 1) for _ in range(chance.randint(0, 3)))
        identity, following = chance.choice("abcd"), chance.choice("abcd")
        return f'<{kind} ID="{identity}" IDNEXT="{following}">{inner}</{kind}>'

    named = chance.choices("abcde", k=chance.randint(0, 3))
    order = "".join(f'<ElementRef REF="{name}"/>' for name in named)
    inner = "".join(under(4) for _ in range(3))
    return (
        f"<alto><ReadingOrder>{order}</ReadingOrder><Layout><Page><PrintSpace>{inner}</PrintSpace>"
        "</Page></Layout></alto>"
    )


def test_no_strings_of_alto_are_lost_or_doubled() -> None:
    """Each stands in the content once; as many as do not are counted."""
    for document, _ in made_up(_alto_document):
        (draft,) = alto.read(document.encode(), "a.xml", Reading())
        strings = parse(document.encode(), "a.xml").iter("String")
        words = [string.get("CONTENT", "") for string in strings]
        times = [len(re.findall(rf"{word}(?!\d)", draft.content)) for word in words]
        assert max(times, default=0) <= 1, document
        counted = re.search(
            r"strings outside of lines and blocks \((\d+)\)", " ".join(draft.warnings)
        )
        assert times.count(0) == (int(counted[1]) if counted else 0), document


def _hocr_document(chance: Random) -> str:
    """Any classes of hOCR in each other."""
    words = _Words()
    classes = "ocr_page ocr_carea ocr_par ocr_line ocrx_word ocr_image plain".split()

    def under(depth: int) -> str:
        parts = [chance.choice(("", f"{words.new()} "))]
        for _ in range(chance.randint(0, 3) if depth else 0):
            kind = chance.choice(classes)
            parts += [f"<div class='{kind}'>{under(depth - 1)}</div>"]
            parts += [chance.choice(("", f" {words.new()} "))]
        return "".join(parts)

    return f"<html><body>{under(2)}<div class='ocr_page'>{under(4)}</div></body></html>"


def test_no_words_of_hocr_are_lost_or_doubled() -> None:
    """Words that stand in no line are counted by the passage."""
    for document, _ in made_up(_hocr_document):
        (draft,) = hocr.read(document.encode(), "a.html", Reading())
        warnings = " ".join(draft.warnings)
        counted = map(int, re.findall(r"passages outside of \w+ \((\d+)\)", warnings))
        words = [word for word, _ in _words_of(parse(document.encode(), "a.xml"))]
        times = [draft.content.count(word) for word in words]
        assert max(times, default=0) <= 1, document
        assert times.count(0) <= sum(counted), document
