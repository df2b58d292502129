"""Pandoc's citation syntax: what is a citation, and what its parts are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provrepo.cite import Style
from provrepo.cite.pandoc.inline import Kept
from provrepo.cite.pandoc.locators import locator_terms, split_locator
from provrepo.cite.pandoc.markdown import Markdown
from provrepo.cite.pandoc.syntax import written_citations

TERMS = locator_terms(lambda _name, _form, _plural: "")


def cites(text: str) -> list[list[tuple[str, str, str, bool]]]:
    """Return key, prefix, suffix and suppression of the cites in each citation of a text."""
    masked = Markdown(text).masked
    return [
        [
            (cite.key, text[slice(*cite.prefix)], text[slice(*cite.suffix)], cite.suppress_author)
            for cite in citation.cites
        ]
        for citation in written_citations(masked)
    ]


def keys(text: str) -> list[list[str]]:
    """Return the keys in each citation of a text."""
    return [[cite[0] for cite in citation] for citation in cites(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Blah [@doe99].", [[("doe99", "", "", False)]]),
        (
            "[see @doe99, pp. 33-35; also @smith04, chap. 1]",
            [[("doe99", "see ", ", pp. 33-35", False), ("smith04", " also ", ", chap. 1", False)]],
        ),
        ("[-@doe99]", [[("doe99", "", "", True)]]),
        ("@doe99 says", [[("doe99", "", "", False)]]),
        ("@doe99 [p. 33] says", [[("doe99", "", "p. 33", False)]]),
        ("[@a@v1, para. 2]", [[("a@v1", "", ", para. 2", False)]]),
        ("@a/translation:en:wang@v12.", [[("a/translation:en:wang@v12", "", "", False)]]),
        ("@{a/b@2024-05-01} x", [[("a/b@2024-05-01", "", "", False)]]),
        ("@Foo_bar.baz.", [[("Foo_bar.baz", "", "", False)]]),
        ("@Foo_bar--baz", [[("Foo_bar", "", "", False)]]),
        ("[@a; text; see @b]", [[("a", "", "", False), ("b", " text; see ", "", False)]]),
        ("[@a{ii; A, D-Z}, x]", [[("a", "", "{ii; A, D-Z}, x", False)]]),
        ("[x [North] @a]", [[("a", "x [North] ", "", False)]]),
        ("[@a and @b]", [[("a", "", "", False), ("b", " and ", "", False)]]),
        ("(see @a)", [[("a", "", "", False)]]),
        ("@a [p. 3; see also @b]", [[("a", "", "p. 3", False), ("b", " see also ", "", False)]]),
        ("@a [@b]", [[("a", "", "", False), ("b", "", "", False)]]),
        ("[see\n@a,\np. 3]", [[("a", "see\n", ",\np. 3", False)]]),
    ],
)
def test_citations_are_taken_apart(
    text: str, expected: list[list[tuple[str, str, str, bool]]]
) -> None:
    """As the Pandoc User's Guide says, and with a version behind a second @."""
    assert cites(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "me@example.com and first.last@host",
        r"\@key and [\@key]",
        "`@key` and ``a ` @key``",
        "```\n@key\n```",
        "~~~ {.python}\n@decorator\n~~~~",
        "> ```\n> @key\n> ```",
        "x\n\n    @key = 1\n",
        "x\n\n>     @key = 1\n",
        "@{a key}",
        "<!-- @key\n\n@key -->",
        "<me@example.com> <https://x.org/@me>",
        '<a href="@key">x</a>',
        "[x](http://x.org/@key)",
        "[x]: http://x.org/@key",
        "https://medium.com/@user/text",
        "$x@key$ and $$\n@key\n$$",
        r"\cite{a @key}",
        "(@good) An example.\n\nAs (@good) shows, and @good.",
        "(@) An example.",
        "@ alone, @@, and @.",
        "[x]{.smallcaps #@key}",
        "---\ntitle: '@key'\n---\n",
    ],
)
def test_what_is_no_citation_is_left_alone(text: str) -> None:
    """Code, addresses, escapes, formulas, raw markup, examples and metadata hold none."""
    assert cites(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[@key](http://x.org)", [["key"]]),  # a link whose words name a source
        ("[a; @b; c]", [["b"]]),
        ("[[@a]]", [["a"]]),
        ("[@a\n\n@b]", [["a"], ["b"]]),
        ("- item\n\n    [@a] goes on", [["a"]]),
        ("[^1]: words\n\n    [@a] in a note", [["a"]]),
        ("$5 for @a costs $6", [["a"]]),
        ("``` never closed\n[@a]", [["a"]]),
        ("“@a” and —@b", [["a"], ["b"]]),
        ("`open [@a]", [["a"]]),
    ],
)
def test_what_only_looks_like_something_else_is_cited(text: str, expected: list[list[str]]) -> None:
    """Brackets without a key are no citation, but a key in them is."""
    assert keys(text) == expected


@pytest.mark.parametrize(
    ("suffix", "expected"),
    [
        (", p. 33", ("page", "33", "")),
        (", pp. 33-35", ("page", "33-35", "")),
        (" pp. 33-35, 38-39 and *passim*", ("page", "33-35, 38-39", " and *passim*")),
        (", 33", ("page", "33", "")),
        (", 33-35, with suffix", ("page", "33-35", ", with suffix")),
        (", para. 2", ("paragraph", "2", "")),
        (", ¶ 2", ("paragraph", "2", "")),
        (", § 5", ("section", "5", "")),
        (", chap. IV", ("chapter", "IV", "")),
        (", fol. 12v–13r", ("folio", "12v–13r", "")),
        (", fols. 12, 14", ("folio", "12, 14", "")),
        ("{ii, A, D-Z}, with a suffix", ("page", "ii, A, D-Z", ", with a suffix")),
        (
            ", {pp. iv, vi-xi, (xv)-(xvii)} with suffix",
            ("page", "iv, vi-xi, (xv)-(xvii)", " with suffix"),
        ),
        ("{}, 99 years later", ("page", "", ", 99 years later")),
        (", 99 years later", ("page", "99", " years later")),
        (", and elsewhere", ("page", "", ", and elsewhere")),
        (", in spite of all", ("page", "", ", in spite of all")),
        (" passim", ("page", "", " passim")),
        (", s.v. harbor 3", ("page", "", ", s.v. harbor 3")),
        (", vol. 2, p. 3", ("volume", "2", ", p. 3")),
        (", p. 3.", ("page", "3", ".")),
        (", p. 3 ff.", ("page", "3", " ff.")),
        (", 1.2.3", ("page", "1.2.3", "")),
        ("", ("page", "", "")),
        ("{unclosed", ("page", "", "{unclosed")),
    ],
)
def test_locators_are_told_from_the_words_behind_them(
    suffix: str, expected: tuple[str, str, str]
) -> None:
    """By the rules of the guide: a term and numbers, numbers alone, or what is in braces."""
    assert tuple(split_locator(suffix, TERMS)) == expected


def test_the_terms_of_the_language_begin_a_locator() -> None:
    """German pages are ``S.``, and an author who writes English terms is understood as well."""
    locale = Style.load("chicago-notes", locale="de-DE").locale
    terms = locator_terms(lambda name, form, plural: locale.term(name, form, plural=plural))
    assert tuple(split_locator(", S. 33", terms)) == ("page", "33", "")
    assert tuple(split_locator(", Kap. 2", terms)) == ("chapter", "2", "")
    assert tuple(split_locator(", p. 33", terms)) == ("page", "33", "")


def test_markup_around_a_cite_is_kept() -> None:
    """Emphasis becomes rich text; links and code wait until the citation is formatted."""
    kept = Kept()
    rich = kept.rich_text(r"*cf.* **the** [x](http://x.org) `a@b` \* and \@c H~2~O")
    assert rich.startswith("<i>cf.</i> <b>the</b> ")
    assert "<sub>2</sub>" in rich
    assert "http" not in rich
    assert kept.put_back(rich).endswith(r"[x](http://x.org) `a@b` * and \@c H<sub>2</sub>O")


@given(st.text(alphabet="[]@{};-ab1 \n`\\$<>^:.(!", max_size=60))
def test_any_text_is_read(text: str) -> None:
    """Citations stand in their order, apart from one another, and hold their parts."""
    place = 0
    for citation in written_citations(Markdown(text).masked):
        assert place <= citation.start < citation.end <= len(text)
        place = citation.end
        for cite in citation.cites:
            for start, end in (cite.prefix, cite.suffix):
                assert citation.start <= start <= end <= citation.end
