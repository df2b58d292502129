"""OpenDocument texts, zipped and flat: text, lists, notes, annotations, changes, metadata."""

from __future__ import annotations

import pytest

from provrepo.errors import InputError
from provrepo.formats.draft import Draft
from provrepo.reading.files import read_drafts
from tests.formats.office import flat, open_document, zipped

STYLES = """
<style:default-style style:family="paragraph"><style:text-properties fo:language="fr" fo:country="FR"
 style:language-asian="zh" style:country-asian="CN"/></style:default-style>
<style:default-style style:family="graphic"/>
<style:style style:name="Before" style:family="paragraph"><style:paragraph-properties fo:break-before="page"/></style:style>
<style:style style:name="After" style:family="paragraph"><style:paragraph-properties fo:break-after="page"/></style:style>
<style:style style:name="Child" style:family="paragraph" style:parent-style-name="Before"/>
<style:style style:name="NewPage" style:family="paragraph" style:master-page-name="First"/>
<style:style style:name="Secret" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="SecretP" style:family="paragraph"><style:text-properties text:display="none"/></style:style>
<text:list-style style:name="Numbers">
 <text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
 <text:list-level-style-number text:level="2" style:num-format="a" style:num-prefix="(" style:num-suffix=")" text:display-levels="2"/>
</text:list-style>
<text:list-style style:name="Bullets">
 <text:list-level-style-bullet text:level="1" text:bullet-char="&#xF0B7;"/>
 <text:list-level-style-bullet text:level="2" text:bullet-char="–"/>
</text:list-style>
<text:list-style style:name="Plain"><text:list-level-style-number text:level="1" style:num-format=""/></text:list-style>
<text:list-style style:name="Roman"><text:list-level-style-number text:level="1" style:num-format="I" text:start-value="3"/></text:list-style>
"""  # noqa: E501 - one style a line
OUTLINE = (
    '<text:outline-style><text:outline-level-style text:level="1" style:num-format="1"/>'
    '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/>'
    "</text:outline-style>"
)


def read(body: str, **more: str) -> Draft:
    """Return the one draft of an OpenDocument text with that body; the flat form says the same."""
    more.setdefault("automatic", STYLES)
    (draft,) = read_drafts(open_document(body, **more))
    (same,) = read_drafts(flat(body, **more).encode())
    assert (same.content, same.notes, same.warnings) == (draft.content, draft.notes, draft.warnings)
    assert (same.fields, same.agents, same.language) == (draft.fields, draft.agents, draft.language)
    return draft


def p(inner: str, style: str = "", tag: str = "p") -> str:
    """Return a paragraph."""
    return f'<text:{tag} text:style-name="{style}">{inner}</text:{tag}>'


def h(inner: str, level: int) -> str:
    """Return a heading."""
    return f'<text:h text:outline-level="{level}">{inner}</text:h>'


def items(*inner: str, attributes: str = "") -> str:
    """Return a list."""
    listed = "".join(f"<text:list-item>{item}</text:list-item>" for item in inner)
    return f"<text:list {attributes}>{listed}</text:list>"


def table(*rows: tuple[str, ...]) -> str:
    """Return a table."""
    written = (
        "".join(f"<table:table-cell>{cell}</table:table-cell>" for cell in row) for row in rows
    )
    inner = "".join(f"<table:table-row>{row}</table:table-row>" for row in written)
    return f"<table:table><table:table-column/>{inner}</table:table>"


NUMBERS = 'text:style-name="Numbers"'


@pytest.mark.parametrize(
    ("body", "content"),
    [
        (p("One") + p("Two"), "One\n\nTwo\n"),
        (p("") + p("One") + p(" ") + p("Two") + p(""), "One\n\nTwo\n"),
        (p("  folded \n  as  <text:span> XML</text:span>  has it "), "folded as XML has it\n"),
        (p('a<text:s/>b<text:s text:c="3"/>c'), "a b   c\n"),
        (p('<text:s text:c="2"/>in'), "  in\n"),
        (p("a <text:s/>b"), "a  b\n"),
        (p("a<text:tab/>b<text:line-break/>c<text:line-break/>"), "a\tb\nc\n"),
        (p("a<text:soft-page-break/>b"), "ab\n"),
        (p("a") + p("b", "Before") + p("c", "Child"), "a\n\n\fb\n\n\fc\n"),
        (p("a", "After") + p("b") + p("c", "NewPage"), "a\n\n\fb\n\n\fc\n"),
        (p("a", "NewPage"), "a\n"),
        (h("Title", 1) + p("x"), "Title\n\nx\n"),
        (p('a<text:change text:change-id="c"/>b<text:change-start text:change-id="d"/>c'), "abc\n"),
        (p("page <text:page-number>7</text:page-number>."), "page 7.\n"),
        (
            p("<text:ruby><text:ruby-base>漢</text:ruby-base><text:ruby-text>かん</text:ruby-text>"
              "</text:ruby>"),
            "漢(かん)\n",
        ),
        (
            p("a <draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box></draw:frame>b")
            + p("c"),
            "a b\n\nboxed\n\nc\n",
        ),
        (p("a<draw:custom-shape><text:p>in it</text:p></draw:custom-shape>b"), "ab\n\nin it\n"),
        ("<draw:frame><draw:text-box>" + p("first") + "</draw:text-box></draw:frame>" + p("x"),
         "first\n\nx\n"),
        ("<text:section>" + p("in") + "</text:section>", "in\n"),
        ("<text:table-of-content><text:table-of-content-source><text:index-title-template>T"
         "</text:index-title-template></text:table-of-content-source><text:index-body>"
         + p("1 One") + "</text:index-body></text:table-of-content>", "1 One\n"),
        (p("a") + table((p("1"), p("2")), (p(""), p("4"))) + p("b"), "a\n\n1\t2\n\t4\n\nb\n"),
        (table((p("1") + p("more"), p("2")), (p("3"), p("4"))), "1\n\nmore\n\n2\n\n3\t4\n"),
        (table((table((p("in"), p("ner"))), p("2"))), "in\tner\n\n2\n"),
        (
            '<table:table><table:table-header-rows><table:table-row><table:table-cell>'
            + p("x") + '</table:table-cell><table:covered-table-cell/><table:table-cell '
            'table:number-columns-repeated="2">' + p("y") + "</table:table-cell></table:table-row>"
            "</table:table-header-rows></table:table>",
            "x\t\ty\ty\n",
        ),
        (
            p("L") + items(p("a"), p("b") + items(p("c"), p("d")), p("e"), attributes=NUMBERS)
            + p("E"),
            "L\n\n1. a\n2. b\n(2.a) c\n(2.b) d\n3. e\n\nE\n",
        ),
        (items(p("a"), items(p("b")), attributes='text:style-name="Bullets"'), "• a\n– b\n"),
        (items(p("a") + p("more"), p("b"), attributes=NUMBERS), "1. a\n\nmore\n\n2. b\n"),
        (items(p("a"), attributes=NUMBERS) + items(p("b"), attributes=NUMBERS), "1. a\n1. b\n"),
        (
            items(p("a"), attributes=NUMBERS + ' xml:id="l"') + p("x")
            + items(p("b"), attributes=NUMBERS + ' text:continue-list="l"') + p("y")
            + items(p("c"), attributes=NUMBERS + ' text:continue-numbering="true"'),
            "1. a\n\nx\n\n2. b\n\ny\n\n3. c\n",
        ),
        (items(p("a"), attributes='text:style-name="Roman"'), "III a\n"),
        (items(p("a"), p("b"), attributes='text:style-name="Plain"'), "a\nb\n"),
        (p("<text:ruby><text:ruby-base>漢</text:ruby-base><text:ruby-text/></text:ruby>"), "漢\n"),
        (p('a<text:hidden-text text:is-hidden="false">b</text:hidden-text>'), "ab\n"),
        (p("a<draw:frame><text:p>framed</text:p></draw:frame>"), "a\n\nframed\n"),
        (p('a<text:change-end text:change-id="d"/>b<office:annotation-end office:name="x"/>c'),
         "abc\n"),
        (
            f'<text:list {NUMBERS}><text:list-header>{p("head")}</text:list-header>'
            f'<text:list-item text:start-value="5">{p("a")}</text:list-item></text:list>',
            "head\n\n5. a\n",
        ),
        (f'<text:numbered-paragraph text:list-id="n" text:level="1" {NUMBERS}>{p("a")}'
         f'</text:numbered-paragraph><text:numbered-paragraph text:list-id="n" {NUMBERS}>{p("b")}'
         "</text:numbered-paragraph>", "1. a\n2. b\n"),
    ],
)  # fmt: skip
def test_what_stands_in_the_text(body: str, content: str) -> None:
    """Every row of the reader's table, as a person sees it in Writer."""
    assert read(body).content == content


def test_numbered_headings_keep_their_numbers() -> None:
    """The outline counts them, apart from lists; a list header is not counted."""
    unnumbered = '<text:h text:outline-level="1" text:is-list-header="true">Preface</text:h>'
    draft = read(unnumbered + h("A", 1) + h("B", 2) + h("C", 2) + h("D", 1), styles=OUTLINE)
    assert draft.content == "Preface\n\n1 A\n\n1.1 B\n\n1.2 C\n\n2 D\n"


@pytest.mark.parametrize(
    ("body", "content", "warning"),
    [
        (p('a<text:span text:style-name="Secret">b</text:span>'), "a\n",
         "left out: hidden passages (1)"),
        (p("a") + p("b", "SecretP"), "a\n", "left out: hidden passages (1)"),
        (p("a") + '<text:section text:display="none">' + p("b") + "</text:section>", "a\n",
         "left out: hidden passages (1)"),
        (p('a<text:hidden-text text:is-hidden="true">b</text:hidden-text>'), "a\n",
         "left out: hidden passages (1)"),
        (p("a<text:placeholder>&lt;name&gt;</text:placeholder>"), "a\n",
         "left out: placeholders (1)"),
        (p('a<loext:content-control loext:showing-place-holder="true">Choose'
           "</loext:content-control><loext:content-control>b</loext:content-control>"), "ab\n",
         "left out: placeholders (1)"),
        (p('<text:a xlink:href="https://example.org">here</text:a>'), "here\n",
         "left out: addresses of links (1)"),
        (p('<text:a xlink:href="#note">here</text:a>'), "here\n", ""),
        (p("a<draw:frame><draw:image><text:p/></draw:image><svg:title>T</svg:title></draw:frame>"),
         "a\n", "left out: alternative texts (1), pictures (1)"),
        (p("a<draw:frame><draw:object/><draw:image/></draw:frame>"), "a\n",
         "left out: embedded objects (1)"),
        (p("a<text:script>x</text:script>"), "a\n", "left out: scripts (1)"),
        (p("<draw:frame><draw:object><math:math><math:mi>E</math:mi><math:mo>=</math:mo>"
           "<math:annotation>E = </math:annotation></math:math></draw:object></draw:frame>"),
         "E=\n", "written plainly: formulas (1)"),
        (table((p("1") + p("2"),)), "1\n\n2\n", "written plainly: table rows cell by cell (1)"),
        (p("a<text:note><text:note-body/></text:note>"), "a\n", "left out: empty notes (1)"),
        (p("a<text:note/>"), "a\n", "left out: empty notes (1)"),
    ],
)  # fmt: skip
def test_nothing_is_dropped_in_silence(body: str, content: str, warning: str) -> None:
    """What has no place in a text is counted by its name."""
    draft = read(body)
    assert (draft.content, "; ".join(draft.warnings)) == (content, warning)


def note(inner: str, kind: str = "footnote") -> str:
    """Return a footnote or an endnote."""
    return (
        f'<text:note text:note-class="{kind}"><text:note-citation>1</text:note-citation>'
        f"<text:note-body>{inner}</text:note-body></text:note>"
    )


def annotation(inner: str, creator: str = "Li Wei", attributes: str = "") -> str:
    """Return a comment."""
    return (
        f"<office:annotation {attributes}><dc:creator>{creator}</dc:creator>"
        f"<dc:date>2001-01-01T00:00:00</dc:date>{inner}</office:annotation>"
    )


def passages(draft: Draft) -> list[tuple[str, str, str | None]]:
    """Return kind, text and passage of the notes of a draft."""
    assert draft.notes is not None
    return [
        (note.kind, note.text, None if note.start is None else draft.content[note.start : note.end])
        for note in draft.notes
    ]


def test_footnotes_and_endnotes_are_notes_on_the_word_before() -> None:
    """They are the document's own notes; their numbers are not in the text."""
    draft = read(p(f"He came{note(p('One') + p('Two'))} late{note(p('End'), 'endnote')}."))
    assert draft.content == "He came late.\n"
    assert passages(draft) == [("original", "One\n\nTwo", "came"), ("original", "End", "late")]


def test_comments_are_notes_on_their_passage_by_their_authors() -> None:
    """Answers come after what they answer; one without a range is on the word before."""
    draft = read(
        p(
            "The " + annotation(p("Who?"), attributes='office:name="a"') + "tall man "
            + annotation(p("When?"), "Unknown Author")
            + 'spoke<office:annotation-end office:name="a"/>'
            + annotation(p("Wu."), "Wu", 'office:name="b" loext:parent-name="a"')
        )
        + table((p("x" + annotation(p("in a cell"))), p("y")))
    )  # fmt: skip
    assert draft.content == "The tall man spoke\n\nx\ty\n"
    assert passages(draft) == [
        ("editorial", "Who?", "tall man spoke"),
        ("editorial", "Wu.", "spoke"),
        ("editorial", "When?", "man"),
        ("editorial", "in a cell", "x"),
    ]
    assert [note.agents for note in draft.notes or ()] == [
        ("Li Wei:annotator",),
        ("Wu:annotator",),
        (),
        ("Li Wei:annotator",),
    ]


def test_a_comment_in_a_footnote_is_on_its_reference() -> None:
    """Footnotes have no place in the content, their references do."""
    draft = read(p("He came" + note(p("One" + annotation(p("Sure?"))))))
    assert passages(draft) == [("original", "One", "came"), ("editorial", "Sure?", "came")]


def test_each_comment_within_a_comment_is_kept() -> None:
    """None takes the place of another, and each is on the words of the comment around it."""
    inner = [annotation(p(f"outer {n}" + annotation(p(f"inner {n}")))) for n in (1, 2)]
    draft = read(p(f"He{inner[0]} came{inner[1]} late."))
    assert passages(draft) == [
        ("editorial", "outer 1", "He"),
        ("editorial", "outer 2", "came"),
        ("editorial", "inner 1", "He"),
        ("editorial", "inner 2", "came"),
    ]


def test_a_footnote_in_a_comment_is_on_the_whole() -> None:
    """It has no place in the text; its place in the comment is none."""
    draft = read(p("one two three" + annotation(p("Who?" + note(p("See below."))))))
    assert passages(draft) == [("original", "See below.", None), ("editorial", "Who?", "three")]


def test_tracked_changes_name_their_authors() -> None:
    """The text stands as accepted; what was deleted is kept apart and counted."""
    info = "<office:change-info><dc:creator>Wu</dc:creator></office:change-info>"
    changes = (
        "<text:tracked-changes>"
        f"<text:changed-region><text:insertion>{info}</text:insertion></text:changed-region>"
        f"<text:changed-region><text:deletion>{info}{p('gone' + note(p('n')))}</text:deletion>"
        "</text:changed-region></text:tracked-changes>"
    )
    draft = read(changes + p("kept"))
    assert draft.content == "kept\n"
    assert draft.warnings == (
        "left out: notes in deleted passages (1)",
        "tracked changes read as if accepted: deletions (1), insertions (1); made by Wu (2)",
    )


def test_a_deletion_that_stands_in_the_text_is_left_out() -> None:
    """LibreOffice writes deletions so in flat files; one over two paragraphs joins them."""
    info = "<office:change-info><dc:creator>Wu</dc:creator></office:change-info>"
    changes = (
        '<text:tracked-changes><text:changed-region text:id="d">'
        f"<text:deletion>{info}</text:deletion></text:changed-region></text:tracked-changes>"
    )
    start, end = (f'<text:change-{end} text:change-id="d"/>' for end in ("start", "end"))
    draft = read(changes + p(f"a {start}b{note(p('n'))}") + p("c") + p(f"d{end} e") + p("f"))
    assert draft.content == "a e\n\nf\n"
    assert draft.warnings[0] == "left out: notes in deleted passages (1)"


@pytest.mark.parametrize(
    "gone",
    [
        pytest.param(p('<text:change text:change-id="d"/>'), id="packed"),
        pytest.param(
            p('<text:change-start text:change-id="d"/>b<text:change-end text:change-id="d"/>'),
            id="flat",
        ),
    ],
)
def test_a_row_whose_words_were_all_deleted_is_gone(gone: str) -> None:
    """As in Word; a row in which anything is left stays."""
    changes = (
        '<text:tracked-changes><text:changed-region text:id="d"><text:deletion/>'
        "</text:changed-region></text:tracked-changes>"
    )
    rows = (p("a"), p("1")), (gone, gone), (p("c"), p("3")), (gone, p("4"))
    draft = read(changes + table(*rows))
    assert draft.content == "a\t1\nc\t3\n\t4\n"


def test_metadata_become_fields_and_people() -> None:
    """A date without a time zone leaves the day."""
    draft = read(
        p("x"),
        meta="<dc:title>A cable</dc:title><meta:initial-creator>Wang, Li</meta:initial-creator>"
        "<dc:creator>Wu Min</dc:creator><meta:keyword>a</meta:keyword>"
        "<meta:keyword>b</meta:keyword>"
        "<dc:date>2001-02-03T23:05:06.789</dc:date><dc:language>ko-KR</dc:language>",
    )
    assert draft.fields == {
        "title": "A cable",
        "keyword": "a, b",
        "language": "ko-KR",
    }
    assert draft.agents == ("Wang, Li:encoder", "Wu Min:encoder")
    assert (draft.creators, draft.created) == (("Wang, Li",), "2001-02-03")
    assert draft.language == "ko-KR"


@pytest.mark.parametrize(("text", "language"), [("Lettre", "fr-FR"), ("外交部", "zh-CN")])
def test_the_default_language_is_that_of_the_script(text: str, language: str) -> None:
    """OpenDocument keeps one default for Western and one for Asian scripts."""
    assert read(p(text)).language == language


def test_headers_and_footers_are_counted() -> None:
    """They stand in the master pages."""
    master = (
        "</office:automatic-styles><office:master-styles><style:master-page><style:header>"
        f"{p('Top')}</style:header><style:footer>{p('')}</style:footer></style:master-page>"
        "</office:master-styles><office:automatic-styles>"
    )
    (draft,) = read_drafts(flat(p("x"), automatic=master).encode())
    assert draft.warnings == ("left out: headers (1)",)


def test_notes_in_headers_and_footers_are_counted() -> None:
    """A header's note is left out with it."""
    master = (
        "</office:automatic-styles><office:master-styles><style:master-page><style:header>"
        f"{p('Top' + note('N'))}</style:header></style:master-page></office:master-styles>"
        "<office:automatic-styles>"
    )
    (draft,) = read_drafts(flat(p("x"), automatic=master).encode())
    assert draft.warnings == ("left out: headers (1), notes in headers and footers (1)",)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (open_document(p("")), "no text"),
        (open_document(p("x"))[:-30], "damaged"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "without a content"),
        (
            zipped(
                {
                    "mimetype": "application/vnd.oasis.opendocument.text",
                    "META-INF/manifest.xml": "<m:encryption-data/>",
                    "content.xml": b"\x80\x81",
                }
            ),
            "password",
        ),
        (flat(p("x")).replace("office:text", "office:spreadsheet").encode(), "no text"),
        (open_document('<text:span text:x="'), "not well-formed"),
    ],
)
def test_what_is_no_open_document_text_is_refused(data: bytes, words: str) -> None:
    """One line says what is wrong."""
    with pytest.raises(InputError, match=words):
        read_drafts(data)


def test_a_deep_document_is_read_or_refused() -> None:
    """Tables in tables up to the parser's limit cause no crash, nor do ten million blanks."""
    deep = p('x<text:s text:c="999999999"/>y')
    for _ in range(60):
        deep = table((deep,))
    assert len(read(deep).content) == 10_003
    with pytest.raises(InputError, match="nested"):
        read("<text:section>" * 300 + "</text:section>" * 300)
