"""Fields of Word that keep no result: what Word shows of them is in the text, or counted."""

from __future__ import annotations

import pytest

from provrepo.formats.office import docx_instructions
from tests.formats.test_docx import p, r, read

BEGIN, SEPARATE, END = (
    r(f'<w:fldChar w:fldCharType="{kind}"/>') for kind in ("begin", "separate", "end")
)
GUIDE = r'EQ \* jc2 \* "Font:MS Mincho" \* hps10 \o\ad(\s\up 9(かん),漢)'


def instruction(words: str) -> str:
    """Return a field with that instruction and without a result; Word parts it by chance."""
    half = len(words) // 2
    pieces = (words[:half], words[half:])
    runs = "".join(r(f'<w:instrText xml:space="preserve">{w}</w:instrText>') for w in pieces)
    return BEGIN + runs + END


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (GUIDE, "漢(かん)"),
        (r" EQ \o\ad(\s\up 10(ピョンヤン),平壌) ", "平壌(ピョンヤン)"),
        (r"eq \o\ac(○,秘)", "秘\u20dd"),
        (r"EQ \o\ac(□,1)", "1\u20de"),
        (r"EQ \o\ac(○,10)", "(10)"),
        (r"EQ \o(\s\up 5(株式),\s\do 2(会社))", "株式会社"),
        (r"EQ\f(1;2)", "1/2"),
        (r"EQ \b\bc\[(a\,b)", "a,b"),
        (r"EQ \r(3,x)", "√x"),
        (r"EQ \s\up 8(a (b) c", "a (b) c"),
        ("SYMBOL 169", "©"),
        (r"SYMBOL 0x2192 \u", "→"),
        (r'SYMBOL 224 \f "Wingdings" \s 10', "→"),
        ("SYMBOL 150", "–"),
        ("MACROBUTTON NoMacro [Click here]", "[Click here]"),
        ('XE "Zhou Enlai"', ""),
        ("EQ", ""),
        ("", ""),
    ],
)
def test_what_the_instruction_shows(words: str, shown: str) -> None:
    """It stands where the field does; nothing of it is lost in silence."""
    assert read(p("a", instruction(words), "b")).content == f"a{shown}b\n"


def test_a_result_is_what_is_read() -> None:
    """The instruction of a field that has one is left out, also of one that would show words."""
    field = BEGIN + r(f"<w:instrText>{GUIDE}</w:instrText>") + SEPARATE
    assert read(p("a", field, "漢", END, "b")).content == "a漢b\n"
    outer = BEGIN + r("<w:instrText>IF </w:instrText>") + instruction("SYMBOL 169") + SEPARATE
    assert read(p("a", outer, "x", END, "b")).content == "axb\n"


def test_a_field_that_was_deleted_shows_nothing() -> None:
    """In whatever way a program writes its instruction."""
    deleted = f'<w:del w:author="X">{instruction("SYMBOL 169")}</w:del>'
    assert read(p("a", deleted, "b")).content == "ab\n"


def test_a_simple_field_without_a_result() -> None:
    """Its instruction is an attribute."""
    assert read(p('<w:fldSimple w:instr="SYMBOL 169"/>', "b")).content == "©b\n"


def test_a_number_that_word_counts_is_counted() -> None:
    """It is not in the file."""
    draft = read(p(instruction("AUTONUM"), "b"))
    assert draft.content == "b\n"
    assert draft.warnings == ("left out: fields AUTONUM (1)",)


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ('<w:ddList><w:result w:val="1"/><w:listEntry w:val="one"/><w:listEntry w:val="two"/>'
         "</w:ddList>", "two"),
        ('<w:ddList><w:listEntry w:val="one"/></w:ddList>', "one"),
        ('<w:ddList><w:result w:val="9"/><w:listEntry w:val="one"/></w:ddList>', ""),
        ("<w:checkBox><w:default/></w:checkBox>", "☒"),
        ('<w:checkBox><w:default/><w:checked w:val="0"/></w:checkBox>', "☐"),
        ("<w:textInput/>", ""),
    ],
)  # fmt: skip
def test_what_is_chosen_in_a_form(form: str, shown: str) -> None:
    """A list shows its entry, a box whether it is checked."""
    begin = r(f'<w:fldChar w:fldCharType="begin"><w:ffData>{form}</w:ffData></w:fldChar>')
    assert read(p("a", begin, END, "b")).content == f"a{shown}b\n"


def test_an_equation_however_deep_is_read() -> None:
    """What a hostile file nests without end is cut off at a depth, its characters kept."""
    shown = docx_instructions.shown("EQ " + r"\o(" * 5000 + "x" + ")" * 5000)
    assert "x" in shown.words


def test_a_field_within_an_instruction_shows_nothing() -> None:
    """It is a part of what is asked, of which only the answer is shown: nothing of it is lost."""
    asked = r('<w:instrText xml:space="preserve">IF </w:instrText>')
    draft = read(p(BEGIN + asked + instruction("SYMBOL 65 \\f Symbol") + SEPARATE, "yes", END))
    assert (draft.content, draft.warnings) == ("yes\n", ())
