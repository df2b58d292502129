"""hOCR: pages, paragraphs and lines, as XHTML and as HTML that no XML parser takes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from xml.etree.ElementTree import Element

import pytest

from provrepo.errors import InputError
from provrepo.formats.draft import Draft
from provrepo.formats.pages import hocr
from provrepo.reading.files import read_draft


def read(body: str, head: str = "", attributes: str = "") -> Draft:
    """Return the draft of an hOCR file; where the XML is broken, the same comes out of HTML."""
    written = f"<html {attributes}><head><title>T</title>{head}</head><body>{body}</body></html>"
    draft = read_draft(written.encode())
    broken = written.replace("<body>", "<body><br>").encode()
    same = read_draft(broken)
    assert (same.content, same.agents, same.language) == (
        draft.content,
        draft.agents,
        draft.language,
    )
    assert (same.message, same.page, same.warnings) == (draft.message, draft.page, draft.warnings)
    return draft


def page(*inner: str, title: str = "") -> str:
    """Return a page."""
    return f"<div class='ocr_page' title='{title}'>{''.join(inner)}</div>"


def par(*lines: str, kind: str = "ocr_par") -> str:
    """Return a paragraph of lines."""
    return f"<p class='{kind}'>{''.join(lines)}</p>"


def line(inner: str, kind: str = "ocr_line") -> str:
    """Return a line."""
    return f"<span class='{kind}' title='bbox 0 0 1 1'>{inner}</span>\n"


def word(text: str, title: str = "") -> str:
    """Return a word."""
    return f"<span class='ocrx_word' title='{title}'>{text}</span>"


@pytest.mark.parametrize(
    ("body", "content"),
    [
        (page(par(line("one"), line("two")), par(line("three"))), "one\ntwo\n\nthree\n"),
        (page("<div class='ocr_carea'>", par(line("a")), par(line("b")), "</div>"), "a\n\nb\n"),
        (
            page("<div class='ocr_carea'>", line("a"), line("b"), "</div><div class='ocr_carea'>",
                 line("c"), "</div>"),
            "a\nb\n\nc\n",
        ),
        (page(*(line(kind, kind) for kind in ("ocr_header", "ocrx_line", "ocr_caption"))),
         "ocr_header\nocrx_line\nocr_caption\n"),
        (page(line(line("in"), "ocr_textfloat")), "in\n"),
        (page(line(word("two") + "\n  " + word("words"))), "two words\n"),
        (page(line(word("two") + word("words"))), "two words\n"),
        (page(line(word("<strong>bold</strong>") + " " + word("<em>i</em>n"))), "bold in\n"),
        (page(line("Tom &amp; Anna &lt;3")), "Tom & Anna <3\n"),
        (page(par("no line here")), "no line here\n"),
        (page(line("one")) + page(line("two")), "one\n\ftwo\n"),
        (page(line("a<i/>b")), "ab\n"),
        (page("<script>x</script>", line("a")), "a\n"),
    ],
)  # fmt: skip
def test_what_stands_in_the_text(body: str, content: str) -> None:
    """Every row of the reader's table."""
    assert read(body).content == content


def test_words_outside_of_pages_and_pages_in_pages() -> None:
    """They are counted; a page in a page is part of it and not read twice."""
    draft = read(f"<h1>Scan</h1>{page(line('a'), page(line('b')))} end")
    assert draft.content == "a\nb\n"
    assert draft.warnings == ("left out: passages outside of pages (2)",)


def test_provenance_language_and_page() -> None:
    """The program, the languages of the paragraphs, the image, the words' confidences."""
    draft = read(
        page(
            "<p class='ocr_par' lang='deu'>",
            line(word("a", "bbox 0 0 1 1; x_wconf 90") + " " + word("b", "x_wconf 70")),
            "</p>",
            title='image "scans/0007.png"; bbox 0 0 9 9; ppageno 0',
        ),
        "<meta name='ocr-system' content='tesseract 5.3.0'/>",
        "lang='en'",
    )
    assert draft.agents == ("tesseract 5.3.0:transcriber:software",)
    assert (draft.language, draft.page) == ("de", "0007.png")
    assert draft.message == "mean word confidence 0.80 over 2 words"


def test_the_document_may_tell_the_language() -> None:
    """Where no paragraph does."""
    assert read(page(line("x")), attributes="lang='fr'").language == "fr"


def test_nothing_is_dropped_in_silence() -> None:
    """Pictures, empty lines and stray words are counted."""
    draft = read(page("stray", "<div class='ocr_photo'></div>", line("a"), line(" ")))
    assert draft.content == "a\n"
    assert draft.warnings == (
        "left out: images (1), lines without text (1), passages outside of lines (1)",
    )


def test_an_encoding_in_the_head_counts() -> None:
    """HTML names its encoding in a meta element."""
    body = f"<html><head><meta charset='windows-1251'></head><body>{page(line('Письмо'))}</body>"
    assert read_draft(body.encode("windows-1251")).content == "Письмо\n"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("<html><body><div class='ocr_pager'>x</div></body></html>", "hOCR"),
        ("<html><br><div class=ocr_page>" + "<div>" * 300, "nested"),
    ],
)
def test_what_is_no_hocr_is_refused(data: str, words: str) -> None:
    """One line says what is wrong."""
    with pytest.raises(InputError, match=words):
        read_draft(data.encode())


def test_tags_that_overlap_lose_no_words() -> None:
    """HTML allows them; an element ends with the one around it."""
    body = "<div class=ocr_page><span class=ocr_line>a<i><b>b</i>c</span></div>"
    assert read_draft(f"<html><br>{body}".encode()).content == "abc\n"


def test_an_odd_declaration_is_refused_in_words_or_passed_over() -> None:
    """Which of the two depends on the standard library; neither is a crash."""
    body = "<![x[ <div class=ocr_page><span class=ocr_line>a</span></div>"
    try:
        draft = read_draft(f"<html><br>{body}".encode(), None)
    except InputError as error:
        assert "hOCR" in str(error) or "neither well-formed XML nor HTML" in str(error)  # noqa: PT017
    else:
        assert draft.content == "a\n"


def test_a_tag_without_an_end_is_refused_with_its_place() -> None:
    """A quotation mark that is missing makes tags of all that follows; little of it is text."""
    begun = "<html><body>\n<div class='ocr_page'><span class='ocr_line'>a</span><p title='bbox>"
    with pytest.raises(InputError, match=r"no end \(line 2, column 54\)"):
        read_draft((begun + "<b class=x>" * 50_000).encode())
    assert read_draft((begun + "b</p>").encode()).content.startswith("a\n")


def test_deep_nesting_makes_no_more_work_than_its_elements(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each element is looked at a few times, however many are around it."""
    looked = 0

    def counting(element: Element, classes: Callable[[Element], frozenset[str]]) -> frozenset[str]:
        nonlocal looked
        looked += 1
        return classes(element)

    classes = hocr._classes  # noqa: SLF001 - counted where it is called, no time is measured
    monkeypatch.setattr(hocr, "_classes", partial(counting, classes=classes))
    depth, lines = 150, 300
    inner = "<div>" * depth + "".join(line("x") for _ in range(lines)) + "</div>" * depth
    assert read_draft(f"<html><body>{page(inner)}</body></html>".encode()).content == "x\n" * lines
    assert looked < 10 * (depth + lines)
