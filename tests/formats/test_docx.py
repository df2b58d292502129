"""Word documents: what stands in the text, notes and comments, tracked changes, properties."""

from __future__ import annotations

import pytest

from provrepo.errors import InputError
from provrepo.formats.draft import Draft
from provrepo.reading.files import read_drafts
from tests.formats.office import STRICT, part, word, zipped


def read(body: str, **parts: str) -> Draft:
    """Return the one draft of a Word document with that body."""
    (draft,) = read_drafts(word(body, **parts))
    return draft


def p(*runs: str, properties: str = "") -> str:
    """Return a paragraph; a run that is no XML is text."""
    inner = "".join(run if run.startswith("<") else r(t(run)) for run in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>" if properties else f"<w:p>{inner}</w:p>"


def r(inner: str, properties: str = "") -> str:
    """Return a run."""
    return f"<w:r><w:rPr>{properties}</w:rPr>{inner}</w:r>"


def t(text: str) -> str:
    """Return a text whose white space counts."""
    return f'<w:t xml:space="preserve">{text}</w:t>'


def passages(draft: Draft) -> list[tuple[str, str, str | None]]:
    """Return kind, text and passage of the notes of a draft."""
    assert draft.notes is not None
    return [
        (note.kind, note.text, None if note.start is None else draft.content[note.start : note.end])
        for note in draft.notes
    ]


def control(inner: str, properties: str = "") -> str:
    """Return a structured document tag."""
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def cell(*paragraphs: str) -> str:
    """Return a cell of a table."""
    return f"<w:tc><w:tcPr/>{''.join(paragraphs)}</w:tc>"


def table(*rows: str) -> str:
    """Return a table of rows, each the XML of its cells."""
    return f"<w:tbl><w:tblPr/>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


FIELD = (
    r('<w:fldChar w:fldCharType="begin"/>') + r("<w:instrText> PAGE </w:instrText>")
    + r('<w:fldChar w:fldCharType="separate"/>') + r(t("7")) + r('<w:fldChar w:fldCharType="end"/>')
)  # fmt: skip
BOX = "<w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent>"


@pytest.mark.parametrize(
    ("body", "content"),
    [
        (p("One") + p("Two"), "One\n\nTwo\n"),
        (p("") + p("One") + p("") + p() + p(" ") + p("Two") + p(""), "One\n\nTwo\n"),
        (p("  in  two ", " runs ") + p("Next"), "  in  two  runs \n\nNext\n"),
        (p(r("<w:t>  trimmed  </w:t>"), "!"), "trimmed!\n"),
        (p("a", r("<w:tab/>"), "b", r("<w:ptab/>"), "c"), "a\tb\tc\n"),
        (p("a", r("<w:br/>"), "b", r("<w:cr/>"), r("<w:br/>"), "c", r("<w:br/>")), "a\nb\n\nc\n"),
        (p("a", r('<w:br w:type="column"/>'), "b"), "a\nb\n"),
        (p("a", r('<w:br w:type="page"/>')) + p("b"), "a\n\n\fb\n"),
        (p("a", r('<w:br w:type="page"/>'), "b"), "a\n\fb\n"),
        (p("a") + p("b", properties="<w:pageBreakBefore/>"), "a\n\n\fb\n"),
        (p("a", r("<w:lastRenderedPageBreak/>"), "b"), "ab\n"),
        (p("co", r("<w:noBreakHyphen/>"), "op", r("<w:softHyphen/>"), "en"), "co‑op\xaden\n"),
        (p(r('<w:sym w:font="Symbol" w:char="F061"/>')), "α\n"),
        (p(r('<w:sym w:font="Wingdings" w:char="F0FC"/>')), "✓\n"),
        (p(r('<w:sym w:font="Times" w:char="2022"/>')), "•\n"),
        (p("see page ", FIELD, "."), "see page 7.\n"),
        (p('<w:fldSimple w:instr="DATE"><w:r><w:t>May</w:t></w:r></w:fldSimple>'), "May\n"),
        (p(control(r(t("kept")))) + control(p("block")), "kept\n\nblock\n"),
        (p("<w:smartTag>" + r(t("Seoul")) + "</w:smartTag>"), "Seoul\n"),
        (p(r(t("ABC"), "<w:caps/>"), r(t(" abc"), "<w:caps/>")), "ABC abc\n"),
        (
            p(
                r("<w:ruby><w:rt>" + r(t("かん")) + "</w:rt><w:rubyBase>" + r(t("漢"))
                  + "</w:rubyBase></w:ruby>")
            ),
            "漢(かん)\n",
        ),
        (p("before", r(f"<w:pict><v:shape>{BOX}</v:shape></w:pict>"), " after") + p("next"),
         "before after\n\nboxed\n\nnext\n"),
        (
            p(
                "a",
                "<mc:AlternateContent><mc:Choice><w:r>" + BOX + "</w:r></mc:Choice><mc:Fallback>"
                "<w:r>" + BOX + "</w:r></mc:Fallback></mc:AlternateContent>",
            ),
            "a\n\nboxed\n",
        ),
        (p("<mc:AlternateContent><mc:Choice><w:contentPart/></mc:Choice><mc:Fallback>"
           + r(t("old")) + "</mc:Fallback></mc:AlternateContent>"), "old\n"),
        (p("<mc:AlternateContent><mc:Fallback>" + r(t("old")) + "</mc:Fallback>"
           "</mc:AlternateContent>"), "old\n"),
        (
            p("a") + table(cell(p("1")) + cell(p("2")), cell(p()) + cell(p("4"))) + p("b"),
            "a\n\n1\t2\n\t4\n\nb\n",
        ),
        (table(cell(p("1"), p("more")) + cell(p("2")), cell(p("3")) + cell(p("4"))),
         "1\n\nmore\n\n2\n\n3\t4\n"),
        (table(cell(table(cell(p("in")) + cell(p("ner")))) + cell(p("2"))), "in\tner\n\n2\n"),
        (table(cell(p()) + cell(p())) + p("x"), "x\n"),
        (control(table(control(cell(p("1"))) + cell(p("2")))), "1\t2\n"),
        (
            p("a", r('<w:fldChar w:fldCharType="begin"/>', "<w:vanish/>"),
              r("<w:instrText>PAGE</w:instrText>"),
              r('<w:fldChar w:fldCharType="separate"/>', "<w:vanish/>"), r(t("7")),
              r('<w:fldChar w:fldCharType="end"/>')),
            "a7\n",
        ),
        (p(r('<w:fldChar w:fldCharType="end"/>'), "a"), "a\n"),
        (p("a", "<mc:AlternateContent/>", "<m:oMath/>"), "a\n"),
    ],
)  # fmt: skip
def test_what_stands_in_the_text(body: str, content: str) -> None:
    """Every row of the reader's table, as a person sees it in Word."""
    assert read(body).content == content


@pytest.mark.parametrize(
    ("body", "content", "warning"),
    [
        (p("a", r(t("secret"), "<w:vanish/>")), "a\n", "left out: hidden passages (1)"),
        (p(r(t("seen"), '<w:vanish w:val="0"/>')), "seen\n", ""),
        (p("a", control(r(t("Click")), "<w:showingPlcHdr/>")), "a\n", "left out: placeholders (1)"),
        (p('<w:hyperlink r:id="r9">' + r(t("here")) + "</w:hyperlink>"), "here\n",
         "left out: addresses of links (1)"),
        (p("a", r("<w:drawing><pic:pic/></w:drawing>"), r("<w:pict><v:imagedata/></w:pict>")),
         "a\n", "left out: pictures (2)"),
        (p("a", r("<w:object/>")), "a\n", "left out: embedded objects (1)"),
        (p("a") + "<w:altChunk/>", "a\n", "left out: imported parts (1)"),
        (p("<m:oMath><m:r><m:t>E=mc</m:t></m:r><m:r><m:t>2</m:t></m:r></m:oMath>"), "E=mc2\n",
         "written plainly: formulas (1)"),
        (p(r('<w:sym w:font="Runes" w:char="F061"/>')), "\uf061\n",
         "written plainly: characters that only their font explains (1)"),
        (p("a", r('<w:sym w:font="Runes" w:char="zz"/>')), "a\n",
         "left out: symbols without a number (1)"),
        (p("a", r('<w:footnoteReference w:id="9"/>')), "a\n",
         "left out: references to notes that are not there (1)"),
        (table(cell(p("1"), p("2"))), "1\n\n2\n", "written plainly: table rows cell by cell (1)"),
        (p(r('<w:fldChar w:fldCharType="begin"/>'), "typed", r('<w:fldChar w:fldCharType="end"/>'),
           "a"), "a\n", "left out: words in the instructions of fields (1)"),
        (p("\uf061"), "\uf061\n",
         "written plainly: characters that only their font explains (1)"),
        (p("a", r('<w:sym w:font="Symbol" w:char="0001"/>')), "a\n",
         "left out: symbols that are no characters (1)"),
    ],
)  # fmt: skip
def test_nothing_is_dropped_in_silence(body: str, content: str, warning: str) -> None:
    """What has no place in a text is counted by its name."""
    draft = read(body)
    assert (draft.content, "; ".join(draft.warnings)) == (content, warning)


def test_headers_and_footers_are_counted() -> None:
    """They are not part of the running text; empty ones do not count."""
    draft = read(p("x"), header1=p("Top"), header2=p(""), footer1=p("Page"))
    assert draft.warnings == ("left out: footers (1), headers (1)",)


def test_notes_in_headers_and_footers_are_counted() -> None:
    """They are not among the notes that nothing refers to: the header does."""
    reference = r('<w:footnoteReference w:id="1"/>')
    draft = read(
        p("x"),
        header1=p("Top", reference),
        footnotes=f'<w:footnote w:id="1">{p("On the header.")}</w:footnote>',
    )
    assert draft.notes == ()
    assert draft.warnings == ("left out: headers (1), notes in headers and footers (1)",)


NUMBERING = """
<w:abstractNum w:abstractNumId="0">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
 <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl>
 <w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/><w:rPr><w:rFonts w:ascii="Courier New"/></w:rPr></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="2">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:pStyle w:val="H1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1"/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:pStyle w:val="H2"/><w:isLgl/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="3"><w:numStyleLink w:val="Linked"/></w:abstractNum>
<w:abstractNum w:abstractNumId="4">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="none"/><w:lvlText w:val="§"/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:lvlRestart w:val="0"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1%2."/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="5"><w:abstractNumId w:val="3"/></w:num>
<w:num w:numId="6"><w:abstractNumId w:val="4"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>
"""  # noqa: E501 - one level a line
STYLES = """
<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="de-DE" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H1"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="4"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="H3"><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
<w:style w:type="numbering" w:styleId="Linked"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="character" w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Spy"><w:basedOn w:val="Secret"/></w:style>
"""  # noqa: E501 - one style a line


def item(text: str, number: int, level: int = 0) -> str:
    """Return an item of a list."""
    return p(
        text,
        properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>',
    )


@pytest.mark.parametrize(
    ("body", "content"),
    [
        (
            p("List") + item("a", 1) + item("b", 1, 1) + item("c", 1, 1) + item("d", 1) + p("End"),
            "List\n\n1. a\n1.a) b\n1.b) c\n2. d\n\nEnd\n",
        ),
        (item("a", 2) + item("b", 2, 1), "• a\n◦ b\n"),
        (item("a", 1) + item("b", 3) + item("c", 3) + item("d", 1), "1. a\n7. b\n8. c\n9. d\n"),
        (item("a", 0) + item("b", 99), "a\n\nb\n"),
        (item("a", 3) + item("b", 3, 1), "7. a\n7.a) b\n"),
        (item("a", 5) + item("b", 5), "1. a\n2. b\n"),
        (
            item("a", 6) + item("b", 6, 1) + item("c", 6) + item("d", 6, 1),
            "§ a\n1. b\n§ c\n2. d\n",
        ),
        (p("Deep", properties='<w:pStyle w:val="H3"/>'), "I Deep\n"),
        (
            p("One", properties='<w:pStyle w:val="H1"/>')
            + p("Sub", properties='<w:pStyle w:val="H2"/>')
            + p("Two", properties='<w:pStyle w:val="H1"/>'),
            "I One\n\n1.1 Sub\n\nII Two\n",
        ),
    ],
)
def test_numbers_that_word_shows_stand_in_the_text(body: str, content: str) -> None:
    """Word keeps them apart; letters, Roman numerals, bullets, levels and new starts come back."""
    assert read(body, numbering=NUMBERING, styles=STYLES).content == content


def test_a_character_style_may_hide() -> None:
    """Hidden text is hidden by a style too."""
    for style in ("Secret", "Spy"):
        draft = read(p("a", r(t("b"), f'<w:rStyle w:val="{style}"/>')), styles=STYLES)
        assert draft.content == "a\n"


def note(number: int, inner: str, kind: str = "footnote", attributes: str = "") -> str:
    """Return a footnote, an endnote or a comment."""
    return f'<w:{kind} w:id="{number}" {attributes}>{inner}</w:{kind}>'


def test_footnotes_and_endnotes_are_notes_on_the_word_before() -> None:
    """They are the document's own notes; separators are not notes."""
    footnotes = (
        note(-1, p("---"), attributes='w:type="separator"')
        + note(1, p(r("<w:footnoteRef/>"), " A first") + p("in two."))
    )  # fmt: skip
    draft = read(
        p(
            "He came",
            r('<w:footnoteReference w:id="1"/>'),
            " late",
            r('<w:endnoteReference w:id="1"/>'),
        )
        + p("Bye", r('<w:footnoteReference w:id="-1"/>')),
        footnotes=footnotes,
        endnotes=note(1, p("At the end."), "endnote"),
    )  # fmt: skip
    assert draft.content == "He came late\n\nBye\n"
    assert passages(draft) == [
        ("original", "A first\n\nin two.", "came"),
        ("original", "At the end.", "late"),
    ]


def test_the_sign_of_a_note_is_not_in_the_text() -> None:
    """A custom mark is the note's, as its number would be."""
    draft = read(
        p("Text", r('<w:footnoteReference w:id="1" w:customMarkFollows="1"/>' + t("*")), " on"),
        footnotes=note(1, p("Starred.")),
    )
    assert (draft.content, passages(draft)) == ("Text on\n", [("original", "Starred.", "Text")])


def test_a_note_with_a_sign_of_its_own_takes_no_number() -> None:
    """Word counts those alone that show a number, footnotes and endnotes each for themselves."""
    own_sign = r('<w:footnoteReference w:id="1" w:customMarkFollows="1"/>' + t("*"))
    draft = read(
        p("one", own_sign, " two", r('<w:footnoteReference w:id="2"/>'))
        + p("three", r('<w:endnoteReference w:id="1"/>')),
        footnotes=note(1, p("Starred.")) + note(2, p("Numbered.")),
        endnotes=note(1, p("At the end."), "endnote"),
    )
    labels = [note.label for note in draft.notes or ()]
    assert labels == ["footnote", "footnote 1", "endnote 1"]


def test_comments_are_notes_on_their_passage_by_their_authors() -> None:
    """Answers come after what they answer, on the same passage."""
    comments = (
        note(0, '<w:p w14:paraId="A"/>'.replace("/>", ">" + r(t("Who?")) + "</w:p>"), "comment",
             'w:author="Li Wei"')
        + note(1, p("Where?"), "comment", 'w:author="Unknown Author"')
        + note(2, '<w:p w14:paraId="C">' + r(t("The envoy.")) + "</w:p>", "comment",
               'w:author="Wu &lt;wu@example.org&gt;"')
    )  # fmt: skip
    draft = read(
        p("The ", '<w:commentRangeStart w:id="0"/>', "tall man ", "<w:bookmarkEnd/>", "spoke",
          '<w:commentRangeEnd w:id="0"/>', r('<w:commentReference w:id="0"/>'), " there",
          r('<w:commentReference w:id="1"/>'), " once"),
        comments=comments,
        comments_extended='<w15:commentEx w15:paraId="C" w15:paraIdParent="A"/>',
    )  # fmt: skip
    assert passages(draft) == [
        ("editorial", "Who?", "tall man spoke"),
        ("editorial", "The envoy.", "tall man spoke"),
        ("editorial", "Where?", "there"),
    ]
    assert [note.agents for note in draft.notes or ()] == [
        ("Li Wei:annotator",),
        ("Wu <wu@example.org>:annotator",),
        (),
    ]


def test_a_comment_on_no_words_is_where_its_range_is() -> None:
    """Both ends of a range count before the place of its reference, were nothing between them."""
    draft = read(
        p("one", '<w:commentRangeStart w:id="0"/>', '<w:commentRangeEnd w:id="0"/>', " two",
          r('<w:commentReference w:id="0"/>'), " three"),
        comments=note(0, p("Why?"), "comment"),
    )  # fmt: skip
    assert passages(draft) == [("editorial", "Why?", "one")]


def test_a_comment_over_paragraphs_in_a_footnote_or_nowhere() -> None:
    """A range may cross paragraphs; in a footnote it is on its reference; else on the whole."""
    comments = "".join(note(number, p(f"c{number}"), "comment") for number in range(3))
    draft = read(
        p("One ", '<w:commentRangeStart w:id="0"/>', "two") +
        p("three", '<w:commentRangeEnd w:id="0"/>')
        + p("four", r('<w:footnoteReference w:id="1"/>')),
        footnotes=note(1, p("n", r('<w:commentReference w:id="1"/>'))),
        comments=comments,
    )  # fmt: skip
    assert sorted(passages(draft)) == [
        ("editorial", "c0", "two\n\nthree"),
        ("editorial", "c1", "four"),
        ("editorial", "c2", None),
        ("original", "n", "four"),
    ]


def test_an_empty_comment_is_counted_and_a_note_in_one_is_kept() -> None:
    """Word writes neither, but other programs may."""
    noted = note(1, p("Who?", r('<w:footnoteReference w:id="1"/>')), "comment")
    draft = read(
        p("a", r('<w:commentReference w:id="0"/>'), " b", r('<w:commentReference w:id="1"/>')),
        comments=note(0, p(""), "comment") + noted,
        footnotes=note(1, p("See below.")),
    )
    assert passages(draft) == [("original", "See below.", None), ("editorial", "Who?", "b")]
    assert draft.warnings == ("left out: empty comments (1)",)


def change(kind: str, inner: str = "", author: str = "Li") -> str:
    """Return a tracked change."""
    return f'<w:{kind} w:id="1" w:author="{author}">{inner}</w:{kind}>'


def tracked_cell(kind: str, text: str) -> str:
    """Return a cell that was inserted, deleted or merged as a tracked change."""
    return f"<w:tc><w:tcPr>{change(kind)}</w:tcPr>{p(text)}</w:tc>"


@pytest.mark.parametrize(
    ("body", "content", "counted"),
    [
        (p("a", change("ins", r(t("b"))), "c"), "abc\n", "insertions (1)"),
        (p("a", change("del", r("<w:delText>b</w:delText>")), "c"), "ac\n", "deletions (1)"),
        (p("a", change("moveFrom", r(t("b")))) + p(change("moveTo", r(t("b")))), "a\n\nb\n",
         "moves (1)"),
        (p("a", properties=f"<w:rPr>{change('del')}</w:rPr>") + p("b") + p("c"), "ab\n\nc\n",
         "deletions (1)"),
        (p("a", properties=f"<w:rPr>{change('ins')}</w:rPr>") + p("b"), "a\n\nb\n",
         "insertions (1)"),
        (
            p("a", properties=f"<w:rPr>{change('del')}</w:rPr>")
            + p(change("del", r("<w:delText>x</w:delText>")),
                properties=f"<w:rPr>{change('del')}</w:rPr>")
            + p("b"),
            "ab\n", "deletions (3)",
        ),
        (
            p("a") + p(change("del", r("<w:delText>x</w:delText>")),
                       properties=f"<w:rPr>{change('del')}</w:rPr>") + p("b"),
            "a\n\nb\n", "deletions (2)",
        ),
        (table(f"<w:trPr>{change('del')}</w:trPr>" + cell(p("1")), cell(p("2"))), "2\n",
         "deletions (1)"),
        (p("a", change("moveFrom", r(t("b")))) + p("c"), "a\n\nc\n", "deletions (1)"),
        (p("a", change("moveFrom", r(t("b c")))) + p("d", change("moveTo", r(t("b")))),
         "a\n\ndb\n", "deletions (1), moves (1)"),
        (table(tracked_cell("cellDel", "1") + cell(p("2")) + tracked_cell("cellIns", "3"),
               tracked_cell("cellDel", "4")),
         "2\t3\n", "deletions (2), insertions (1)"),
        (table(tracked_cell("cellMerge", "1")), "1\n", "merged or split cells (1)"),
    ],
)  # fmt: skip
def test_tracked_changes_are_read_as_accepted(body: str, content: str, counted: str) -> None:
    """A deleted paragraph mark joins, a wholly deleted paragraph vanishes, and it is said."""
    draft = read(body)
    number = sum(int(kind.split("(")[1].rstrip(")")) for kind in counted.split(", "))
    assert draft.content == content
    assert draft.warnings == (
        f"tracked changes read as if accepted: {counted}; made by Li ({number})",
    )


def test_tracked_changes_name_their_authors() -> None:
    """Whoever reads the warning knows whom to ask."""
    draft = read(p("a", change("ins", r(t("b")), "Wu"), change("ins", r(t("c"))), "d"))
    assert draft.warnings == (
        "tracked changes read as if accepted: insertions (2); made by Li (1), Wu (1)",
    )


def test_a_note_in_a_deleted_passage_is_counted() -> None:
    """It is deleted with the passage; a comment range that begins there is not lost."""
    draft = read(
        p("a ", change("del", '<w:commentRangeStart w:id="0"/>'
                       + r('<w:footnoteReference w:id="1"/><w:delText>x</w:delText>')),
          "b", '<w:commentRangeEnd w:id="0"/>'),
        footnotes=note(1, p("gone")),
        comments=note(0, p("c0"), "comment"),
    )  # fmt: skip
    assert draft.warnings[0] == "left out: notes in deleted passages (1)"
    assert passages(draft) == [("editorial", "c0", "b")]
    lost = read(p("a", change("del", r('<w:footnoteReference w:id="9"/>'))))
    assert lost.warnings[0] == "left out: notes in deleted passages (1)"


def test_properties_become_metadata_and_people() -> None:
    """Title and keywords are citation metadata; who made and last saved it are its encoders.

    The document's author is not among what a file's properties tell.
    """
    draft = read(
        p("x"),
        core="<dc:title>A cable</dc:title><dc:creator>Wang, Li; Ministry</dc:creator>"
        "<cp:keywords>border</cp:keywords><cp:lastModifiedBy>Wu Min</cp:lastModifiedBy>"
        "<dc:language>zh-hant</dc:language><dcterms:created>2001-01-01T00:00:00Z</dcterms:created>"
        "<dcterms:modified>2001-02-03T04:05:06+02:00</dcterms:modified>",
    )
    assert draft.fields == {
        "title": "A cable",
        "keyword": "border",
        "language": "zh-hant",
    }
    assert draft.agents == ("Wang, Li:encoder", "Ministry:encoder", "Wu Min:encoder")
    assert draft.creators == ("Wang, Li", "Ministry")
    assert (draft.created, draft.language) == ("2001-02-03T02:05:06Z", "zh-Hant")


def test_what_programs_fill_in_is_nobody() -> None:
    """No citation names “Microsoft Office User”."""
    draft = read(
        p("x"),
        core="<dc:title> </dc:title><dc:creator>Microsoft Office User</dc:creator>"
        "<cp:lastModifiedBy>Admin</cp:lastModifiedBy><dcterms:modified>soon</dcterms:modified>",
    )
    assert (draft.fields, draft.agents, draft.created) == ({}, (), None)


@pytest.mark.parametrize(("text", "language"), [("Brief", "de-DE"), ("外交部", "zh-CN")])
def test_the_default_language_is_that_of_the_script(text: str, language: str) -> None:
    """Word keeps one default for Latin and one for East Asian scripts."""
    assert read(p(text), styles=STYLES).language == language


def test_a_sheet_under_the_name_of_a_text_is_refused() -> None:
    """The main part says what it is."""
    relations = (
        '<Relationships><Relationship Type="x/officeDocument" Target="word/document.xml"/>'
        "</Relationships>"
    )
    members = {"[Content_Types].xml": "", "word/document.xml": "<x/>", "_rels/.rels": relations}
    with pytest.raises(InputError, match="no Word text"):
        read_drafts(zipped(members))


def test_the_main_part_is_found_and_strict_is_read() -> None:
    """Neither the part's name nor the older namespace is taken for granted."""
    (draft,) = read_drafts(word(p("x"), namespace=STRICT, main="word/text/main2.xml"))
    assert (draft.content, draft.ingested.reader) == ("x\n", "docx")
    assert draft.file_bytes == word(p("x"), namespace=STRICT, main="word/text/main2.xml")


def test_a_deep_document_is_read_or_refused() -> None:
    """Tables in tables up to the parser's limit cause no crash."""
    deep = p("x")
    for _ in range(45):
        deep = table(cell(deep))
    assert read(deep).content == "x\n"
    with pytest.raises(InputError, match="nested"):
        read("<w:sdt>" * 300 + "</w:sdt>" * 300)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (word(p("")), "no text"),
        (word(p("x"))[:-40], "damaged"),
        (zipped({"[Content_Types].xml": "", "word/x": ""}), "without a main document"),
        (
            zipped({"[Content_Types].xml": "", "word/x": "", "_rels/.rels": "<Relationships"}),
            "not well-formed",
        ),
        (word("<!ENTITY"), "not well-formed"),
    ],
)
def test_what_is_no_word_document_is_refused(data: bytes, words: str) -> None:
    """One line says what is wrong."""
    with pytest.raises(InputError, match=words):
        read_drafts(data)


def test_entities_are_refused() -> None:
    """A part that declares entities could expand without end."""
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]>' + part("w:document", p("&a;"))
    members = {"[Content_Types].xml": "", "word/document.xml": bomb}
    rels = (
        '<Relationships><Relationship Type="x/officeDocument" Target="word/document.xml"/>'
        "</Relationships>"
    )
    with pytest.raises(InputError, match="entity"):
        read_drafts(zipped(members | {"_rels/.rels": rels}))
