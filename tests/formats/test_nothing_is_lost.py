"""The law of all readers of XML, on made-up trees: no words are lost in silence, none doubled.

Every piece of characters in a tree is a word of its own. In what a reader makes of it, each stands
once: in the content, a note or the metadata. Or an element around it is counted by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from hypothesis import given, settings
from hypothesis import strategies as st

from provrepo.errors import InputError
from provrepo.formats.draft import CONVENTIONS, Reading
from provrepo.formats.pages import alto, hocr, page_xml
from provrepo.formats.tei import elements
from provrepo.formats.tei.reader import read as read_tei
from provrepo.formats.xml import parse

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


class _Words:
    """Gives words that occur nowhere else."""

    def __init__(self) -> None:
        self.given = 0

    def new(self) -> str:
        self.given += 1
        return f"word{self.given}x"


@st.composite
def _tei_documents(draw: st.DrawFn) -> str:
    """Documents of any elements in each other, most of which no schema allows."""
    words = _Words()

    def element(depth: int) -> str:
        name = draw(st.sampled_from(_OFTEN) | st.sampled_from(_TEI_NAMES))
        inner = children(depth - 1, 3) if depth else draw(st.sampled_from(("", words.new())))
        return f"<{name} {draw(st.sampled_from(_ATTRIBUTES))}>{inner}</{name}>"

    def children(depth: int, most: int) -> str:
        parts = [draw(st.sampled_from(("", " ", words.new(), f"\n {words.new()} ")))]
        for _ in range(draw(st.integers(0, most))):
            parts += [element(depth), draw(st.sampled_from(("", " ", words.new())))]
        return "".join(parts)

    body = children(3, 3)
    if draw(st.booleans()):
        body = f'<div type="edition">{body}</div>{children(2, 2)}'
    return (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>T</title>'
        f"</titleStmt></fileDesc></teiHeader><text><body>{body}</body></text></TEI>"
    )


@settings(max_examples=150)
@given(_tei_documents(), st.sampled_from(CONVENTIONS))
def test_no_words_of_tei_are_lost_or_doubled(document: str, convention: str) -> None:
    """Whatever elements stand in each other, and whichever convention is asked for."""
    try:
        drafts = read_tei(document.encode(), "a.xml", Reading(None, convention))
    except InputError as error:
        assert "no words" in str(error)  # noqa: PT017 - one of two outcomes
        return
    written = "\0".join(
        [*(one.content for one in drafts), *(n.text for d in drafts for n in d.notes or ())]
    ).replace("\u0323", "")
    warnings = "; ".join(words for one in drafts for words in one.warnings)
    counted = set(
        re.findall(
            r"(?:^|[:;,]) (?:words (?:directly )?in )?([\w.]+)(?: \w+)*"
            r"(?: type=\w*)? \(\d",
            f"; {warnings}",
        )
    )
    for word, around in _words_of(parse(document.encode(), "a.xml")):
        times = written.count(word)
        assert times <= 1, f"{word} stands {times} times"
        assert times or counted & set(around), f"{word} in {around} is lost: {warnings}"


def _words_of(root: Element) -> Iterator[tuple[str, list[str]]]:
    """Yield each word of a tree, with the names of the elements around it."""

    def under(element: Element, around: list[str]) -> Iterator[tuple[str, list[str]]]:
        here = [*around, element.tag.rpartition("}")[2]]
        yield from ((word, here) for word in re.findall(r"word\d+x", element.text or ""))
        for child in element:
            yield from under(child, here)
            yield from ((word, here) for word in re.findall(r"word\d+x", child.tail or ""))

    return under(root, [])


@st.composite
def _page_documents(draw: st.DrawFn) -> str:
    """Pages whose regions, lines, words and glyphs all may have text of their own, or not."""
    words = _Words()

    def readings() -> str:
        made = ""
        for _ in range(draw(st.sampled_from((0, 1, 1, 2)))):
            attributes = draw(st.sampled_from(("", 'index="0"', 'index="1"', 'conf="0.5"')))
            kind = draw(st.sampled_from(("Unicode", "Unicode", "PlainText")))
            made += f"<TextEquiv {attributes}><{kind}>{words.new()}</{kind}></TextEquiv>"
        return made

    def level(name: str, below: tuple[str, ...]) -> str:
        inner = "".join(
            level(below[0], below[1:]) for _ in range(draw(st.integers(0, 2)) if below else 0)
        )
        return f"<{name}>{inner}{readings()}</{name}>"

    def region(depth: int) -> str:
        kind = draw(st.sampled_from(("TextRegion", "TextRegion", "TableRegion", "ImageRegion")))
        identity = draw(st.sampled_from("abcdef"))
        inside = "".join(region(depth - 1) for _ in range(draw(st.integers(0, 2)) if depth else 0))
        if kind == "TextRegion":
            inside += "".join(
                level("TextLine", ("Word", "Glyph")) for _ in range(draw(st.integers(0, 2)))
            )
        return f'<{kind} id="{identity}">{inside}{readings()}</{kind}>'

    named = "".join(
        f'<RegionRefIndexed index="{number}" regionRef="{name}"/>'
        for number, name in enumerate(draw(st.lists(st.sampled_from("abcdefg"), max_size=4)))
    )
    order = f"<ReadingOrder><OrderedGroup>{named}</OrderedGroup></ReadingOrder>" if named else ""
    return f"<PcGts><Page>{order}{''.join(region(2) for _ in range(2))}</Page></PcGts>"


@settings(max_examples=150)
@given(_page_documents())
def test_no_words_of_page_xml_are_lost_or_doubled(document: str) -> None:
    """A word that is not in the content repeats a level that is, or is counted."""
    (draft,) = page_xml.read(document.encode(), "a.xml", Reading())
    warnings = " ".join(draft.warnings)
    root = parse(document.encode(), "a.xml")
    around = {child: one for one in root.iter() for child in one}

    def shown(element: Element) -> bool:
        return any(word in draft.content for word in re.findall(r"word\d+x", _said(element)))

    for equivalent in root.iter("TextEquiv"):
        (word,) = re.findall(r"word\d+x", "".join(equivalent.itertext()))
        assert draft.content.count(word) <= 1
        if word in draft.content:
            continue
        owner = around[equivalent]
        levels, one = list(owner.iter()), owner
        while one in around:
            one = around[one]
            levels.append(one)
        assert (
            any(map(shown, levels))
            or f"text of {owner.tag} (" in warnings
            or (shown(owner) and "other readings (" in warnings)
        ), f"{word} is lost: {warnings}"


def _said(element: Element) -> str:
    return "".join(" ".join(one.itertext()) for one in element if one.tag == "TextEquiv")


@st.composite
def _alto_documents(draw: st.DrawFn) -> str:
    """Strings in lines in blocks in composed blocks, and strings out of place."""
    words = _Words()

    def under(depth: int) -> str:
        kind = draw(st.sampled_from(("String", "String", "TextLine", "TextBlock", "ComposedBlock")))
        if kind == "String" or not depth:
            return f'<String CONTENT="{words.new()}"/>' + draw(st.sampled_from(("", "<SP/>")))
        inner = "".join(under(depth - 1) for _ in range(draw(st.integers(0, 3))))
        identity, following = draw(st.sampled_from("abcd")), draw(st.sampled_from("abcd"))
        return f'<{kind} ID="{identity}" IDNEXT="{following}">{inner}</{kind}>'

    named = draw(st.lists(st.sampled_from("abcde"), max_size=3))
    order = "".join(f'<ElementRef REF="{one}"/>' for one in named)
    inner = "".join(under(4) for _ in range(3))
    return (
        f"<alto><ReadingOrder>{order}</ReadingOrder><Layout><Page><PrintSpace>{inner}</PrintSpace>"
        "</Page></Layout></alto>"
    )


@settings(max_examples=150)
@given(_alto_documents())
def test_no_strings_of_alto_are_lost_or_doubled(document: str) -> None:
    """Each stands in the content once; as many as do not are counted."""
    (draft,) = alto.read(document.encode(), "a.xml", Reading())
    strings = [one.get("CONTENT", "") for one in parse(document.encode(), "a.xml").iter("String")]
    times = [len(re.findall(rf"{one}(?!\d)", draft.content)) for one in strings]
    assert max(times, default=0) <= 1
    counted = re.search(r"strings outside of lines and blocks \((\d+)\)", " ".join(draft.warnings))
    assert times.count(0) == (int(counted[1]) if counted else 0)


@st.composite
def _hocr_documents(draw: st.DrawFn) -> str:
    """Any classes of hOCR in each other."""
    words = _Words()
    classes = "ocr_page ocr_carea ocr_par ocr_line ocrx_word ocr_image plain".split()

    def under(depth: int) -> str:
        parts = [draw(st.sampled_from(("", f"{words.new()} ")))]
        for _ in range(draw(st.integers(0, 3)) if depth else 0):
            kind = draw(st.sampled_from(classes))
            parts += [f"<div class='{kind}'>{under(depth - 1)}</div>"]
            parts += [draw(st.sampled_from(("", f" {words.new()} ")))]
        return "".join(parts)

    return f"<html><body>{under(2)}<div class='ocr_page'>{under(4)}</div></body></html>"


@settings(max_examples=150)
@given(_hocr_documents())
def test_no_words_of_hocr_are_lost_or_doubled(document: str) -> None:
    """Words that stand in no line are counted by the passage."""
    (draft,) = hocr.read(document.encode(), "a.html", Reading())
    counted = sum(
        int(number)
        for number in re.findall(r"passages outside of \w+ \((\d+)\)", " ".join(draft.warnings))
    )
    lost = 0
    for word, _ in _words_of(parse(document.encode(), "a.xml")):
        times = len(re.findall(rf"{word}", draft.content))
        assert times <= 1, f"{word} stands {times} times"
        lost += not times
    assert lost <= counted
