"""What is form alone, and that the classes of a comparison tell the same."""

from __future__ import annotations

import re
import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from provrepo.compare import diff
from provrepo.compare.form import FORM_KINDS, form_key, same_form
from provrepo.compare.kinds import KINDS
from tests.compare.texts import TEXTS, revised

FORM_ALONE = {
    "a blank line more": ("One.\nTwo.", "One.\n\nTwo."),
    "lines wrapped elsewhere": ("the long\nline here", "the long line\nhere"),
    "a line end at the end": ("The end.", "The end.\n"),
    "blanks at the edges": ("  The end.", "The end. \t"),
    "blanks before a line end": ("One \t\nTwo", "One\nTwo"),
    "line ends of another system": ("One\r\nTwo\r\n", "One\nTwo"),
    "a hard space": ("A\u00a0B", "A B"),
    "a blank between Han signs": ("北 京", "北京"),
    "a Chinese line broken": ("北京市朝阳区", "北京市\n朝阳区"),
    "a blank after a Chinese comma": ("雾， 船", "雾，船"),
    "a Chinese line that ends beside a quotation mark": ("对\n“有亲”者", "对“有亲”\n者"),
    "a Chinese line that ends between two marks": (
        "他說：\n「走。」\n「好。」",
        "他說：「走。」「好。」",
    ),
    "a line that ends after a hyphen": ("the border-\ncrossers", "the border-crossers"),
    "a line that ends after a dash": ("war—\npeace, 1950–\n53", "war—peace, 1950–53"),
    "a line that ends after a hyphen on a decomposed letter": ("e\u0301-\nb", "é-b"),
    "a Tibetan line": ("བོད་\nཀྱི་", "བོད་ཀྱི་"),
    "a blank between kana": ("カ な", "カな"),
    "a blank after a long vowel": ("ビール を", "ビールを"),
    "a blank after a variant of a Han sign": ("葛\U000e0100 城", "葛\U000e0100城"),
    "a blank between half-width kana": ("ｶﾞ ﾅ", "ガナ"),
    "composed and decomposed": ("caf\u00e9", "cafe\u0301"),
    "Hangul in letters": ("한국", "\u1112\u1161\u11ab국"),
    "a sign with one canonical equivalent": ("\u212b", "Å"),
    "full width": ("第１２号（一）", "第12号(一)"),
    "half-width kana": ("ｶﾞ", "ガ"),
    "an ideographic space": ("北　A", "北 A"),
    "white space and nothing": ("", " \n"),
}

NOT_FORM = {
    "a superscript": ("10²", "102"),
    "a fraction": ("⅓", "1⁄3"),
    "a ligature": ("oﬃce", "office"),
    "a circled number": ("①", "1"),
    "a sign for three points": ("…", "..."),
    "a blank inside a word": ("no one", "noone"),
    "a blank inside a number": ("196 1", "1961"),
    "a line end inside a word": ("no\none", "noone"),
    "a blank between Korean words": ("인민 공화국", "인민공화국"),
    "a blank between a Han sign and a number": ("第 12", "第12"),
    "a blank after a Chinese comma before a figure": ("雾， 12", "雾，12"),
    "a blank after a Latin comma": ("fog, ship", "fog,ship"),
    "a blank before a hyphen": ("re -elect", "re-elect"),
    "a blank after a minus": ("at - 5", "at -5"),
    "a hyphen at a line end that another text has not": ("negotia-\ntions", "negotiations"),
    "a blank before a mark": ("mot !", "mot!"),
    "a compatibility ideograph": ("\uf900", "\u8c48"),
    "a supplementary compatibility ideograph": ("\U0002f800", "\u4e3d"),
    "a capital": ("North", "north"),
    "another apostrophe": ("it's", "it’s"),
    "an invisible sign": ("ab", "a\u200bb"),
    "an empty text": ("", "a"),
}


@pytest.mark.parametrize(("text", "other"), FORM_ALONE.values(), ids=FORM_ALONE.keys())
def test_the_same_in_another_form(text: str, other: str) -> None:
    """Both have one key, and every change between them is of form."""
    assert same_form(text, other)
    assert {change.kind for change in diff(text, other).changes} <= set(FORM_KINDS)
    assert not diff(text, other).moves


@pytest.mark.parametrize(("text", "other"), NOT_FORM.values(), ids=NOT_FORM.keys())
def test_other_words(text: str, other: str) -> None:
    """They have two keys, and a change between them is not one of form."""
    assert not same_form(text, other)
    assert {change.kind for change in diff(text, other).changes} - set(FORM_KINDS)


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("10² km", "102 km", "text"),
        ("a ⅓ b", "a 1⁄3 b", "text"),
        ("so no one came", "so noone came", "text"),
        ("in 196 1 or", "in 1961 or", "text"),
        ("see \uf900 here", "see \u8c48 here", "text"),
        ("un mot !", "un mot!", "punctuation"),
        ("so [no one] came", "so [noone] came", "intervention"),
        ("北 京。", "北京。", "white space"),
        ("No. A²", "No. a2", "text"),
        ("Ⓐ", "A", "text"),
    ],
)
def test_the_class_of_what_is_nearly_form(before: str, after: str, kind: str) -> None:
    """Compatibility characters and blanks inside words change the text, either way round."""
    for comparison in (diff(before, after), diff(after, before)):
        assert {change.kind for change in comparison.changes} == {kind}


@st.composite
def in_another_form(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a text, and the same with white space, width and normal form changed here and there."""
    before = draw(TEXTS)
    blanks = st.sampled_from([" ", "\n", "\r\n", "  ", "\u3000", "\u00a0", "\n\n"])
    parts = []
    for piece in re.split(r"(\s+)", before):
        if piece.isspace() or (not piece and draw(st.booleans())):
            parts.append(draw(blanks))
        else:
            form = draw(st.sampled_from(["NFC", "NFD", ""]))
            parts.append(unicodedata.normalize(form, piece) if form else piece)  # type: ignore[arg-type]
    return before, "".join(parts)


@given(st.one_of(revised(), in_another_form()))
@example(("Ａ A", "A Ａ"))
@example(("no one", "noone"))
@example((" a", "a "))
@example(("北 1", "北1"))
@example(("a \u0301", "a\u0301"))
@example(("\u1112 \u1161", "\u1112\u1161"))
def test_form_and_classes_agree(pair: tuple[str, str]) -> None:
    """All changes are of form, none is a move, exactly where the keys of both texts are equal."""
    comparison = diff(*pair)
    kinds = {change.kind for change in comparison.changes}
    assert (kinds <= set(FORM_KINDS) and not comparison.moves) == same_form(*pair)
    assert comparison.apply(pair[0]) == pair[1]
    assert kinds <= set(KINDS)


@given(TEXTS)
def test_the_key_is_the_same_for_each_of_the_forms_that_the_format_names(text: str) -> None:
    """White space for white space, the other normal form, full width: the key stays."""
    key = form_key(text)
    assert form_key(re.sub(r"\s+", "\n \n", text)) == key
    assert form_key(f"\n{text}\u3000") == key
    kept = re.split("([\uf900-\ufaff\U0002f800-\U0002fa1f])", text)
    kept[::2] = [unicodedata.normalize("NFD", piece) for piece in kept[::2]]
    assert form_key("".join(kept)) == key
    wide = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
    assert form_key(text.translate(wide)) == key


@given(TEXTS)
def test_the_key_keeps_every_word(text: str) -> None:
    """But for blanks, it is the text in plain width, composed: nothing is lost, case and all."""
    plain = "".join(
        chr(int(decomposition.split()[1], 16))
        if (decomposition := unicodedata.decomposition(sign)).startswith(("<wide>", "<narrow>"))
        else sign
        for sign in text
    )
    assert sorted(unicodedata.normalize("NFD", "".join(form_key(text).split()))) == sorted(
        unicodedata.normalize("NFD", "".join(plain.split()))
    )


def test_no_other_sign_composes_with_the_one_before() -> None:
    """Where a form begins anew is decided by the sign alone, for all that Unicode composes."""
    for code in range(sys.maxunicode + 1):
        composed = chr(code)
        if "\ud800" <= composed <= "\udfff" or ("각" < composed < "힣" and code % 97):
            continue  # of the Hangul syllables, which all compose alike, some
        decomposed = unicodedata.normalize("NFD", composed)
        if len(decomposed) > 1:
            assert {change.kind for change in diff(f"x {composed}", f"x {decomposed}").changes} <= {
                "normal form"
            }, hex(code)
