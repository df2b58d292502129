"""The views of an alignment: nothing lost, nothing sent raw, XML that programs read."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provrepo.align import align
from provrepo.align.views.columns import columns
from provrepo.align.views.exchange import as_tmx, as_xliff
from provrepo.align.views.html import as_html
from provrepo.align.views.rows import rows_of
from provrepo.compare.views.wrapping import cells

CHINESE = "外交部：\n\n渔船十二艘<未能>按时返港。人员无伤亡。\n\n请速电示\x07。"
ENGLISH = "To the Ministry:\n\nTwelve boats & <crews> [are late]. Nobody was hurt.\n\nPlease cable."
ALIGNMENT = align(CHINESE, ENGLISH, ("zh", "en"))
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XLIFF = "{urn:oasis:names:tc:xliff:document:2.0}"


@pytest.mark.parametrize("width", [10, 40, 100])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    """Chinese takes two cells a sign; all words are there."""
    lines = ["".join(span.text for span in line) for line in columns(ALIGNMENT, width=width)]
    rows = [line for line in lines if " │ " in line]
    assert max(cells(line) for line in rows) <= width
    left = "".join(line.split(" │ ")[0].strip() for line in rows)
    assert left == "".join(CHINESE.split())


@pytest.mark.parametrize("sentences", [False, True])
def test_a_translation_memory_has_each_pair(sentences: bool) -> None:
    """As TMX 1.4 asks: a header with all that is needed, and each text under its language."""
    made = as_tmx(ALIGNMENT, software="provrepo", version="1", sentences=sentences)
    tmx = ET.fromstring(made)  # noqa: S314 - our own
    header = tmx.find("header")
    assert header is not None
    needed = "creationtool creationtoolversion segtype o-tmf adminlang srclang datatype"
    assert needed.split() == list(header.attrib)
    texts = [
        {variant.get(XML_LANG): variant.findtext("seg") for variant in unit.iter("tuv")}
        for unit in tmx.iter("tu")
    ]
    assert texts[0] == {"zh": "外交部：", "en": "To the Ministry:"}
    assert len(texts) == (4 if sentences else 3)
    assert texts[-1]["zh"] == "请速电示\ufffd。"


TMX_CONTENT = {
    "tmx": "header body ",
    "header": "(note |prop |ude )*",
    "body": "(tu )*",
    "tu": "(note |prop )*(tuv )+",
    "tuv": "(note |prop )*seg ",
    "seg": "",
    "prop": "",
    "note": "",
}
"""What each element may hold by the document type of TMX 1.4, for what is used here."""

XLIFF_CONTENT = {
    "xliff": "(file )+",
    "file": "(notes )?(unit )+",
    "unit": "(notes )?(segment |ignorable )+",
    "notes": "(note )+",
    "segment": "source (target )?",
    "note": "",
    "source": "",
    "target": "",
}
"""The same by section 4.2 of XLIFF 2.1, Core."""


def content_errors(root: ET.Element, content: dict[str, str]) -> list[str]:
    """Return the elements that hold others than they may, or in another order."""
    return [
        f"{element.tag}: {inside}"
        for element in root.iter()
        for inside in ["".join(f"{child.tag.rpartition('}')[2]} " for child in element)]
        if not re.fullmatch(content[element.tag.rpartition("}")[2]], inside)
    ]


@given(
    st.lists(st.sampled_from(["一。二？", "28人。", "外交部", "“三”。"]), max_size=5),
    st.lists(st.sampled_from(["One. Two?", "28 men.", "The Ministry", "\x07 & <b>"]), max_size=5),
)
@settings(max_examples=60, deadline=None)
def test_each_element_holds_what_it_may(source: list[str], target: list[str]) -> None:
    """By the rules of both formats, whatever is paired with what or with nothing."""
    alignment = align("\n\n".join(source), "\n\n".join(target), ("zh", "en"))
    for sentences in (False, True):
        made = as_tmx(alignment, software="provrepo", version="1", sentences=sentences)
        assert content_errors(ET.fromstring(made), TMX_CONTENT) == []  # noqa: S314 - our own
    if not (source or target):
        return  # a file of nothing has no unit, which XLIFF asks for
    xliff = ET.fromstring(as_xliff(alignment, original="a/transcription:zh@v1"))  # noqa: S314
    assert content_errors(xliff, XLIFF_CONTENT) == []
    identities = [unit.get("id") for unit in xliff.iter(f"{XLIFF}unit")]
    assert len(set(identities)) == len(identities)
    for segment in xliff.iter(f"{XLIFF}segment"):
        assert segment.get("state") == "initial" or segment.find(f"{XLIFF}target") is not None


def test_xliff_has_a_segment_for_each_pair_of_sentences() -> None:
    """A unit for each pair of paragraphs; XLIFF 2.1 keeps the namespace of 2.0."""
    made = as_xliff(ALIGNMENT, original="a/transcription:zh@v1")
    xliff = ET.fromstring(made)  # noqa: S314 - our own
    assert (xliff.tag, xliff.get("version")) == (f"{XLIFF}xliff", "2.1")
    assert (xliff.get("srcLang"), xliff.get("trgLang")) == ("zh", "en")
    segments = [len(unit.findall(f"{XLIFF}segment")) for unit in xliff.iter(f"{XLIFF}unit")]
    assert segments == [1, 2, 1]
    targets = [target.text for target in xliff.iter(f"{XLIFF}target")]
    assert targets[1] == "Twelve boats & <crews> [are late]."


def test_a_page_escapes_both_texts() -> None:
    """And marks each column with its language."""
    page = as_html(ALIGNMENT, labels=("a/transcription:zh@v1", "<b>"))
    assert "&lt;crews&gt;" in page
    assert "<crews>" not in page
    assert 'lang="zh"' in page
    assert "U+0007" in page


def test_what_stands_between_the_units_of_a_pair_is_not_in_it() -> None:
    """Pinned to two paragraphs that a third one parts: in no view, sentence by sentence or not."""
    alignment = align("一。", "One, a.\n\nBetween.\n\nOne, b.", ("zh", "en"), [([1], [1, 3])])
    for sentences in (False, True):
        rows = list(rows_of(alignment, sentences=sentences))
        assert [row.target for row in rows] == ["One, a.\nOne, b.", "Between."]
    assert as_xliff(alignment, original="a").count("Between.") == 1
