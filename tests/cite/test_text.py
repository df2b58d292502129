"""Texts: CSL 1.0.2, "Text", "Text-case", "Quotes", "Formatting", and rich text in fields."""

from __future__ import annotations

from typing import Any

import pytest

from provrepo.cite import Citation, Style, StyleError, render
from provrepo.spans import Span
from tests.cite.rules import cite, cites, people, style, year

TWO = [{"id": "a"}, {"id": "b"}]


def in_case(case: str, title: str, language: str = "en") -> str:
    """Return a title in a text-case, as HTML."""
    layout = f'<text variable="title" text-case="{case}"/>'
    return cite(layout, {"title": title, "language": language})


@pytest.mark.parametrize(
    ("case", "title", "expected"),
    [
        ("lowercase", "The ART of War", "the art of war"),
        ("uppercase", "The art of war", "THE ART OF WAR"),
        ("capitalize-first", "the art of war", "The art of war"),
        ("capitalize-first", "iPhone and pH", "iPhone and pH"),
        ("capitalize-first", "“the art” of war", "“The art” of war"),
        ("capitalize-first", "…", "…"),
        ("capitalize-all", "the art of iPhones", "The Art Of iPhones"),
        ("sentence", "THE ART OF WAR", "The art of war"),
        ("sentence", "the Art of China", "The Art of China"),
        ("sentence", "iPhones", "iPhones"),
        ("sentence", "…", "…"),
        ("title", "the art of war", "The Art of War"),
        ("title", "war, and peace: a novel", "War, and Peace: A Novel"),
        ("title", "a work in progress: an essay on", "A Work in Progress: An Essay On"),
        ("title", "according to the king", "According to the King"),
        ("title", "the king according to whom", "The King according to Whom"),
        ("title", "ibn al-Shafi’i", "Ibn al-Shafi’i"),
        ("title", "objects d’art of war", "Objects d’art of War"),
        ("title", "the jeu de l’amour", "The Jeu de l’amour"),
        ("title", "on β-decay", "On β-Decay"),
        ("title", "07-x boats", "07-x Boats"),
        ("title", "why? the end", "Why? The End"),
        ("none", "the Art", "the Art"),
    ],
)
def test_text_cases(case: str, title: str, expected: str) -> None:
    """Each text-case does what its clause says; words with inner capitals keep their case."""
    assert in_case(case, title) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("co<sub>2</sub>x", "CO<sub>2</sub>X"),
        ("h<sup>a</sup>x", "H<sup>a</sup>X"),
        ('x <span class="nocase">von</span>', "X von"),
        ("<i>x</i> y", "<i>X</i> Y"),
        ("<sc>x</sc> y", '<span style="font-variant:small-caps;">x</span> Y'),
    ],
)
def test_parts_that_keep_their_case(title: str, expected: str) -> None:
    """Raised and lowered letters, small capitals and ``nocase`` are left as they are."""
    assert in_case("uppercase", title) == expected


@pytest.mark.parametrize(("language", "expected"), [("en", "The Art"), ("de", "the art")])
def test_title_case_is_for_english(language: str, expected: str) -> None:
    """A title in another language keeps its case (Non-English Items)."""
    assert in_case("title", "the art", language) == expected


def test_ligatures_and_sharp_s() -> None:
    """A letter without a capital of its own stays; a ligature becomes a capital and a letter."""
    assert in_case("capitalize-first", "ßeta") == "ßeta"
    assert in_case("capitalize-first", "ﬁne") == "Fine"


def test_periods_are_stripped_from_terms_not_from_affixes() -> None:
    """With strip-periods a text loses its periods, the style's own affixes keep theirs."""
    layout = (
        '<text term="editor" form="short" strip-periods="true" suffix="."/>'
        '<text macro="m" strip-periods="true"/>'
    )
    head = '<macro name="m"><group><text value=" a.b." font-style="italic"/></group></macro>'
    assert cite(layout, {}, head=head) == "ed.<i> ab</i>"


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("a <i>b <i>c</i> d</i>", 'a <i>b <span style="font-style:normal;">c</span> d</i>'),
        ("a <b>b</b>", "a <b>b</b>"),
        ('<span style="font-variant: small-caps;">a</span>', None),
        ('<span class="other">a</span>', '&#60;span class="other"&#62;a&#60;/span&#62;'),
        ('<span style="color: red">a</span>', '&#60;span style="color: red"&#62;a&#60;/span&#62;'),
        ("<i>a", "&#60;i&#62;a"),
        ("a</i>", "a&#60;/i&#62;"),
        ("<i>a <b>b</i>", "<i>a &#60;b&#62;b</i>"),
        ("<i></i>a", "a"),
        ("<i>a “b</i> c", "<i>a “b</i> c"),
        ("“<i>a</i> b", "“<i>a</i> b"),
        ("x < y > z", "x &#60; y &#62; z"),
    ],
)
def test_rich_text(field: str, expected: str | None) -> None:
    """The tags of CSL-JSON format; italics inside italics are upright; others are text."""
    small = '<span style="font-variant:small-caps;">a</span>'
    assert cite('<text variable="title"/>', {"title": field}) == (expected or small)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("“a” b", "‘a’ b"),
        ("“a ‘b’ c”", "‘a “b” c’"),
        ("a “b", "a “b"),
        ("«a» b", "«a» b"),
        ("it's", "it’s"),
        ("the '90s", "the ’90s"),
        ("the '90s for the Smiths' dog", "the ’90s for the Smiths’ dog"),
        ('"a \'b "c" d\' e"', "‘a “b ‘c’ d” e’"),
        ("rock 'n' roll", "rock ‘n’ roll"),
        ('2" pipe', '2" pipe'),
    ],
)
def test_quotations_alternate(title: str, expected: str) -> None:
    """Quotes: those of a title inside the style's take the other marks."""
    assert cite('<text variable="title" quotes="true"/>', {"title": title}) == f"“{expected}”"


def test_a_style_may_ask_for_no_quotes() -> None:
    """With quotes="false" a quotation of the field is one of the outer level."""
    layout = '<text variable="title" quotes="false"/>'
    assert cite(layout, {"title": "‘a’ and <i>b</i>"}) == "“a” and <i>b</i>"


def test_marks_of_the_language() -> None:
    """Quotation marks are those of the locale, in a title too."""
    layout = '<text variable="title" quotes="true"/>'
    assert cite(layout, {"title": "a „b“"}, locale="de-DE") == "„a ‚b‘“"


@pytest.mark.parametrize("blank", [" ", "\xa0", "\u202f", ""])
def test_french_marks_bring_their_own_blanks(blank: str) -> None:
    """However a title spaces its guillemets, they stand as the locale has them."""
    title = f"L'«{blank}État{blank}» d'Orsay"
    printed = [
        cite(f'<text variable="title" {quotes}/>', {"title": title}, locale="fr-FR")
        for quotes in ("", 'quotes="true"')
    ]
    assert printed == ["L’«\xa0État\xa0» d’Orsay", "«\xa0L’“État” d’Orsay\xa0»"]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (":", ".", "a:b"),
        (".", ".", "a.b"),
        ("?", ".", "a?b"),
        ("!", "!", "a!b"),
        (";", ":", "a;b"),
        (":", "?", "a?b"),
        (":", "!", "a!b"),
        (",", ",", "a,b"),
        (".", ",", "a.,b"),
        (",", ".", "a,.b"),
        (" ", " ", "a b"),
        # Three periods are one mark.
        ("?", "...", "a?...b"),
        (",", "...", "a,...b"),
        (".", "...", "a...b"),
    ],
)
def test_punctuation_that_meets(first: str, second: str, expected: str) -> None:
    """Of two marks that meet at the edge of two pieces, one may swallow the other."""
    layout = f'<group suffix="{second}"><text value="a" suffix="{first}"/></group>'
    assert cite(f'{layout}<text value="b"/>', {}) == expected


@pytest.mark.parametrize(
    ("title", "suffix", "expected"),
    [
        ("A", ", b", "“A,” b"),
        ("A,", ".", "“A.,”"),
        ("A?", ",", "“A?,”"),
        ("A:", ".", "“A:”"),
        ("A", "; b", "“A”; b"),
        ("A!", ".", "“A!”"),
    ],
)
def test_punctuation_moves_into_quotes(title: str, suffix: str, expected: str) -> None:
    """With punctuation-in-quote, commas and periods move inside, other marks do not."""
    layout = f'<group suffix="{suffix}"><text variable="title" quotes="true"/></group>'
    assert cite(layout, {"title": title}) == expected


@pytest.mark.parametrize(("kind", "expected"), [("note", "(a [b] c)"), ("in-text", "(a (b) c)")])
def test_parentheses_in_parentheses(kind: str, expected: str) -> None:
    """In notes, the inner parentheses of affixes are brackets."""
    layout = '<group prefix="(" suffix=")"><text value="a"/><text value="b" prefix=" (" suffix=")'
    assert cite(f'{layout} "/><text value="c"/></group>', {}, kind=kind) == expected


@pytest.mark.parametrize(
    ("details", "expected"),
    [
        ({"prefix": "see"}, "see T"),
        ({"prefix": "see:"}, "see: T"),
        ({"prefix": "“"}, "“T"),
        ({"suffix": "passim"}, "T passim"),
        ({"suffix": "(quoted)"}, "T (quoted)"),
        ({"suffix": ", passim"}, "T, passim"),
        ({"prefix": "see", "suffix": "passim"}, "see T passim"),
    ],
)
def test_the_authors_own_affixes(details: dict[str, str], expected: str) -> None:
    """A word before or after a cite gets the blank that its author left out."""
    assert cite('<text variable="title"/>', {"title": "T"}, details) == expected


def test_an_affix_without_a_cite() -> None:
    """What an author writes is printed even where the style prints nothing of the item."""
    assert cite('<text variable="title"/>', {}, {"prefix": "see", "suffix": "there"}) == "see there"


@pytest.mark.parametrize(
    ("suffix", "prefix", "expected"),
    [("", "", "A; B"), (";", "", "A; B"), ("", ", also ", "A, also B"), ("x.", "", "A x. B")],
)
def test_delimiters_between_affixes(suffix: str, prefix: str, expected: str) -> None:
    """Punctuation at the edge of an author's words takes the place of the delimiter."""
    items = [{"id": name, "title": name} for name in "AB"]
    cluster = [{"id": "A", "suffix": suffix}, {"id": "B", "prefix": prefix}]
    printed = cites('<text variable="title"/>', items, [cluster], attributes='delimiter="; "')
    assert printed == [expected]


def test_a_cite_without_a_printed_form_says_so() -> None:
    """Nobody overlooks a citation of which the style prints nothing."""
    assert "no printed form" in cite('<text variable="publisher"/>', {"title": "T"})


def test_a_suppressed_author_may_be_all() -> None:
    """Where the author was all there is, and is left out on purpose, nothing is right."""
    layout = '<names variable="author"/>'
    assert cite(layout, {"author": people("Doe/J.")}, {"suppress-author": True}) == ""


@pytest.mark.parametrize(
    ("layout", "message"),
    [
        ("<text/>", "none of the attributes"),
        ('<text macro="no"/>', "does not define"),
        ('<choose><text value="a"/></choose>', "does not belong in cs:choose"),
        ('<choose><if match="some" type="book"/></choose>', "none of all, any, none"),
        ('<choose><if odd="x"/></choose>', "unknown condition"),
    ],
)
def test_what_is_wrong_with_an_element(layout: str, message: str) -> None:
    """A malformed element gives an error that says what is wrong."""
    with pytest.raises(StyleError, match=message):
        cite(layout, {"title": "T"})


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ('type="book map"', "yes"),
        ('type="map"', "no"),
        ('match="none" type="map"', "yes"),
        ('match="any" type="map" variable="title"', "yes"),
        ('match="all" type="book" variable="publisher"', "no"),
        ('variable="title publisher"', "no"),
        ('variable="locator"', "yes"),
        ('variable="year-suffix"', "no"),
        ('variable="citation-number"', "yes"),
        ('locator="page folio"', "yes"),
        ('locator="sub verbo"', "no"),
        ('variable="keyword"', "yes"),
        ('is-numeric="title"', "no"),
        ('is-numeric="volume"', "yes"),
        ('is-uncertain-date="issued"', "yes"),
        ('is-uncertain-date="accessed"', "no"),
        ('position="first"', "yes"),
        ('position="made-up"', "no"),
        ('disambiguate="true"', "no"),
        ('disambiguate="false"', "yes"),
    ],
)
def test_conditions(condition: str, expected: str) -> None:
    """Choose: each condition, and how several are matched."""
    layout = f'<choose><if {condition}><text value="yes"/></if><else><text value="no"/></else>'
    item = {"title": "T", "volume": "3", "keyword": ["a"], "issued": {"raw": "c. 1961"}}
    assert cite(f"{layout}</choose>", item, {"locator": "5", "label": "folio"}) == expected


def test_a_branch_that_prints_nothing() -> None:
    """A branch that is taken and empty prints nothing; the others are not tried."""
    layout = '<choose><if type="book"/><else><text value="no"/></else></choose><text value="."/>'
    assert cite(layout, {}) == "."


def test_a_term_at_the_start_of_a_note_is_capitalised() -> None:
    """In notes a term that comes first begins a sentence, with marks before its letter too."""
    head = '<locale><terms><term name="x">“so”</term><term name="y">so</term></terms></locale>'
    for term, expected in (("x", "“So”"), ("y", "So")):
        layout = f'<text term="{term}"/>'
        assert cite(layout, {}, kind="note", head=head) == expected


def test_format_that_changes_nothing_is_not_marked_up() -> None:
    """Upright text that a style calls upright stays plain, inside italics it is marked."""
    assert cite('<text value="a" font-style="normal"/>', {}) == "a"
    layout = '<group font-style="italic"><text value="a"/><text value="b" font-style="normal"/>'
    upright = '<span style="font-style:normal;">b</span>'
    assert cite(f"{layout}</group>", {}) == f"<i>a{upright}</i>"


@pytest.mark.parametrize(
    ("outer", "inner", "expected"),
    [("x,", ", y", "x, yz"), ("x,", ",", "x,z"), ("x:", ", y", "x:, yz"), ("x", ", y", "x, yz")],
)
def test_prefixes_that_meet(outer: str, inner: str, expected: str) -> None:
    """Two prefixes side by side keep their marks, and a mark that both have is printed once."""
    layout = f'<group prefix="{outer}"><text value="z" prefix="{inner}"/></group>'
    assert cite(layout, {}) == expected


def test_characters_that_an_editor_escaped_twice() -> None:
    """A character reference that some style editors escape twice is that character."""
    layout = '<text variable="title" prefix="&amp;#8212;" suffix="&amp;#x2014;&amp;#0;"/>'
    assert cite(layout, {"title": "T"}) == "—T—&#38;#0;"


def test_a_term_that_is_not_there_is_nothing() -> None:
    """A style's term without an entry in any locale prints nothing."""
    assert cite('<text term="made-up"/><text value=""/><text value="."/>', {}) == "."


def test_names_are_not_texts() -> None:
    """A name variable called by cs:text prints nothing."""
    layout = '<text variable="author"/><text value="."/>'
    assert cite(layout, {"author": people("Doe/J.")}) == "."


def test_what_stands_in_for_names_is_not_printed_again() -> None:
    """A variable printed in the place of names is suppressed in the rest (Substitute)."""
    layout = (
        '<names variable="author"><substitute><choose><if type="book"><text variable="title"/>'
        '<text variable="publisher"/></if></choose></substitute></names>'
        '<group delimiter="."><text variable="title"/><text variable="publisher"/></group>'
    )
    assert cite(layout, {"title": "T", "publisher": "P"}) == "TP"


def test_short_forms() -> None:
    """``form="short"`` takes the short title, by its name in CSL or in older data."""
    layout = '<text variable="title" form="short"/>'
    assert cite(layout, {"title": "Long", "title-short": "L"}) == "L"
    assert cite(layout, {"title": "Long", "shortTitle": "L"}) == "L"
    assert cite(layout, {"title": "Long"}) == "Long"
    assert cite('<text variable="title-short"/>', {"shortTitle": "L"}) == "L"


NESTED = "a <i>b <b>c</b></i>"


def citation(layout: str, title: str) -> Citation:
    """Return a citation of one item, not yet rendered."""
    return style(layout).citations([[{"id": "a"}]], {"a": {"type": "book", "title": title}})[0]


def test_spans_name_their_styles() -> None:
    """Styled spans for a terminal: nested formatting gives both names."""
    result = citation('<text variable="title"/>', NESTED)
    assert result.spans == (Span("a "), Span("b ", "italic"), Span("c", "italic bold"))
    assert (str(result), repr(result)) == ("a b c", "Citation('a b c')")


def test_nodecor_drops_the_format_around_it() -> None:
    """The class nodecor in a field ends italics and bold for its stretch."""
    layout = '<text variable="title" font-style="italic" font-weight="bold"/>'
    spans = citation(layout, 'a <span class="nodecor">b</span> c').spans
    assert spans == (Span("a ", "bold italic"), Span("b"), Span(" c", "bold italic"))


def test_spans_of_an_entry_break_its_lines() -> None:
    """A display block begins on a line of its own in a terminal too."""
    area = '<layout><text variable="title"/><text variable="note" display="indent"/></layout>'
    blocks = style("", bibliography=f"<bibliography>{area}</bibliography>")
    (entry,) = blocks.bibliography([{"type": "book", "title": "T", "note": "N"}])
    assert entry.text == "T\nN"


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("text", "a b c"),
        ("html", NESTED),
        ("markdown", "a *b **c***"),
        ("latex", "a \\textit{b \\textbf{c}}"),
        ("rtf", "a {\\i b {\\b c}}"),
    ],
)
def test_formats(form: str, expected: str) -> None:
    """Formatting is written as each output format has it."""
    assert render(citation('<text variable="title"/>', NESTED), form) == expected


@pytest.mark.parametrize(
    ("title", "attributes", "expected"),
    [
        ("<i>A </i>b", "", "*A* b"),
        ("A <i>b</i> c", 'font-style="italic"', "*A* b *c*"),
        ("A <i>b <i>c</i></i>", 'font-style="italic"', "*A* b *c*"),
        ("A <i>b</i> c", 'font-style="italic" font-weight="bold"', "***A* b *c***"),
        ("A <b>b</b> c", 'font-style="italic" font-weight="bold"', "***A*** *b* ***c***"),
        ("a<sup>b c</sup>", "", "a^b\\ c^"),
        ("“a <i>b</i>”", 'font-style="italic"', "*“a* b*”*"),
        ("<i></i>a", 'quotes="true" font-style="italic"', "“*a*”"),
    ],
)
def test_markdown_nests_what_it_can(title: str, attributes: str, expected: str) -> None:
    """No asterisk stands beside a blank, or one too many: italics end where upright text begins."""
    result = citation(f'<text variable="title" {attributes}/>', title)
    assert render(result, "markdown") == expected


def test_markdown_has_no_italics_in_italics() -> None:
    """What a style asks for twice is marked once."""
    layout = (
        '<group font-style="italic"><text value="x "/>'
        '<text variable="title" font-style="italic"/></group>'
    )
    assert render(citation(layout, "A"), "markdown") == "*x A*"


def test_letters_and_control_characters_of_rtf() -> None:
    """RTF writes characters beyond ASCII as signed UTF-16, tabs and line ends as commands."""
    text = render(citation('<text variable="title"/>', "{a}\t关\n𝄞"), "rtf")
    assert text == "\\{a\\}\\tab \\uc0\\u20851 \\line \\uc0\\u-10188 \\uc0\\u-8930"


@pytest.mark.parametrize(
    ("title", "expected"),
    [("x² and yª", "x<sup>2</sup> and y<sup>a</sup>"), ("ˀ", "<sup>ʔ</sup>"), ("a\x07b", "a�b")],
)
def test_html_of_unusual_characters(title: str, expected: str) -> None:
    """Raised letters are tags, since fonts lack them; control characters are shown as lost."""
    assert render(citation('<text variable="title"/>', title), "html") == expected


def test_an_unknown_output_format_is_refused() -> None:
    """The error lists the formats that there are."""
    with pytest.raises(ValueError, match="html, latex, markdown, rtf, text"):
        render(citation('<text variable="title"/>', "T"), "word")


@pytest.mark.parametrize(
    ("clusters", "message"),
    [([["a"]], "object with an id"), ([[{}]], "object with an id"), ([[{"id": "b"}]], "not among")],
)
def test_malformed_cites(clusters: Any, message: str) -> None:  # noqa: ANN401 - JSON
    """A cite that is no object, or cites nothing, gives one clear error."""
    with pytest.raises(ValueError, match=message):
        Style.load("apa").citations(clusters, {"a": {"type": "book"}})


QUOTED = '<text variable="title" quotes="true" {0}/>'
BOLD = QUOTED.format('font-weight="bold"')


@pytest.mark.parametrize(
    ("title", "locale", "expected"),
    [
        ("A", "en-US", "“A.”"),
        ("A", "en-GB", "‘A’."),
        ("A?", "en-US", "“A?”"),
        ("A?", "en-GB", "‘A?’"),
    ],
)
def test_a_period_behind_a_quotation(title: str, locale: str, expected: str) -> None:
    """It moves inside where the locale says so; a quotation that ends a sentence needs none."""
    layout = f'<group suffix=".">{QUOTED.format("")}</group>'
    assert cite(layout, {"title": title}, locale=locale) == expected


@pytest.mark.parametrize(
    ("layout", "expected"),
    [
        (f'<group suffix=",">{QUOTED.format("")}</group>', "“A <i>b</i>,”"),
        (
            f'<group suffix=",">{BOLD}</group>',
            "“<b>A <i>b</i>,</b>”",
        ),
        (
            f'<group suffix="."><group>{QUOTED.format("")}</group></group><text value=", c"/>',
            "“A <i>b</i>.”, c",
        ),
    ],
)
def test_what_moves_into_a_quotation(layout: str, expected: str) -> None:
    """It has the format of the quoted element; behind a sentence's end a comma stays outside."""
    assert cite(layout, {"title": "A <i>b</i>"}) == expected


@pytest.mark.parametrize(
    ("suffix", "expected"),
    [(", and so on", "“A”, and so on"), (".", "“A”."), (". See there", "“A.” See there")],
)
def test_the_authors_own_words(suffix: str, expected: str) -> None:
    """An author's comma behind a cite stays there; a period ends the quotation's sentence."""
    assert cite(QUOTED.format(""), {"title": "A"}, {"suffix": suffix}) == expected


def test_a_sentence_of_the_author_before_a_cite() -> None:
    """A term behind a sentence of the author begins one, in any cite of a note."""
    layout = '<text term="ibid" form="long"/>'
    cluster = ["a", {"id": "b", "prefix": "Compare this. "}, {"id": "b", "prefix": "see "}]
    printed = cites(layout, TWO, [cluster], kind="note", attributes='delimiter="; "')
    assert printed == ["Ibid.; Compare this. Ibid.; see ibid."]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("a tale of two-thirds: the end of it", "A Tale of Two-Thirds: The End of It"),
        ("war — to the end", "War — to the End"),
        ("the “of” in quotes", "The “of” in Quotes"),
        ("what? the end", "What? The End"),
        ("a study of pro-environmental acts", "A Study of Pro-Environmental Acts"),
        ("the in-house law of out-of-fashion states", "The In-House Law of Out-of-Fashion States"),
        ("a life of al-Asad", "A Life of al-Asad"),
    ],
)
def test_title_case(title: str, expected: str) -> None:
    """Small words stay small, but for the first, the last and those behind a colon."""
    assert cite('<text variable="title" text-case="title"/>', {"title": title}) == expected


@pytest.mark.parametrize(
    ("case", "expected"), [("uppercase", "İSTANBUL IŞIK"), ("lowercase", "istanbul ışık")]
)
def test_turkish(case: str, expected: str) -> None:
    """Turkish has two letters where others have one "i"."""
    item = {"title": "istanbul IŞIK", "language": "tr"}
    assert cite(f'<text variable="title" text-case="{case}"/>', item) == expected


@pytest.mark.parametrize(
    ("language", "layout", "expected"),
    [
        # The item is English, the term Turkish; and the other way round.
        ("en", '<text variable="title" text-case="uppercase"/>', "ISTANBUL"),
        ("en", '<text term="edition" text-case="uppercase"/>', "EDİSYON"),
        ("en", '<names variable="author"><name><name-part name="family" text-case="uppercase"/>'
         "</name></names>", "LI"),
        ("", '<text variable="title" text-case="uppercase"/>', "İSTANBUL"),
        ("TR", '<text variable="title" text-case="uppercase"/>', "İSTANBUL"),
        ("trv", '<text variable="title" text-case="uppercase"/>', "ISTANBUL"),
    ],
)  # fmt: skip
def test_only_what_is_in_turkish_has_its_letters(language: str, layout: str, expected: str) -> None:
    """In a style in Turkish a title keeps the letters of its language, a term has Turkish ones."""
    terms = '<locale><terms><term name="edition">edisyon</term></terms></locale>'
    item = {"title": "istanbul", "author": [{"family": "Li"}], "language": language}
    assert cite(layout, item, head=terms, locale="tr") == expected


def test_a_turkish_term_at_the_start_begins_with_a_dotted_capital() -> None:
    """A note that begins with a term begins with a capital, the one of the term's language."""
    terms = '<locale><terms><term name="in">içinde</term></terms></locale>'
    layout = '<text term="in"/>'
    assert cite(layout, {}, head=terms, locale="tr", kind="note") == "İçinde"


@pytest.mark.parametrize("title", ["论语", "論語について", "논어"])
def test_upright_scripts(title: str) -> None:
    """Chinese, Japanese and Korean are not set in italics."""
    assert cite('<text variable="title" font-style="italic"/>', {"title": title}) == title


@pytest.mark.parametrize("attribute", ['strip-periods="true"', 'text-case="uppercase"'])
def test_identifiers_keep_their_letters(attribute: str) -> None:
    """A DOI is an address: it is the same whatever its macro does to its text."""
    head = '<macro name="m"><text variable="DOI"/></macro>'
    item = {"DOI": "10.1000/x.y"}
    assert cite(f'<text macro="m" {attribute}/>', item, head=head) == "10.1000/x.y"


def test_parentheses_nest_in_the_bibliography_of_a_note_style() -> None:
    """Parentheses of the style inside others become brackets, in entries as in notes."""
    layout = '<group prefix="(" suffix=")"><date variable="issued" prefix="(" suffix=")">'
    layout += '<date-part name="year"/></date></group>'
    nested = style(
        layout,
        kind="note",
        bibliography=f"<bibliography><layout>{layout}</layout></bibliography>",
    )
    item = {"id": "a", "type": "book", "issued": year(1961)}
    assert render(nested.bibliography([item])[0], "text") == "([1961])"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("'tis a 'pity' she's here", "’tis a “pity” she’s here"),
        ("a \"quotation 'in' one\"", "a “quotation ‘in’ one”"),
        ("dogs' years", "dogs’ years"),
    ],
)
def test_straight_marks(title: str, expected: str) -> None:
    """Straight marks are quotation marks where they come in pairs, else apostrophes."""
    assert cite('<text variable="title"/>', {"title": title}) == expected


def test_a_blank_inside_formatting_is_kept_beside_another() -> None:
    """Only blanks that stand side by side are one: what is in italics stays as it was written."""
    layout = '<text value="a" suffix=" " font-style="italic"/><text value=" b"/>'
    inside = '<group font-style="italic"><text value="a "/></group><text value=" b"/>'
    assert cite(layout, {}) == "<i>a</i> b"
    assert cite(inside, {}) == "<i>a </i> b"
