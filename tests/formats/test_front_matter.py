"""Front matter between `---` lines: what is read, what is refused, and what stays text."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provrepo.errors import InputError
from provrepo.formats.plain.front_matter import split
from provrepo.reading.files import read_draft


@pytest.mark.parametrize(
    ("lines", "table"),
    [
        ("title:   On the Ferry  ", {"title": "On the Ferry"}),
        ('title: "War: \\"a\\" \\u00e9"', {"title": 'War: "a" é'}),
        ("title: 'it''s # here'", {"title": "it's # here"}),
        ("created: 1961-05-03", {"created": date(1961, 5, 3)}),
        ("created: 1961-05", {"created": "1961-05"}),
        ("issued: 1961", {"issued": 1961}),
        ("box: 007", {"box": "007"}),
        ("agents: [A, 'B, C', 1961-05-03, 7]", {"agents": ["A", "B, C", date(1961, 5, 3), 7]}),
        ("agents: []", {"agents": []}),
        ("agents:\n  - A:editor\n- 'B'\n", {"agents": ["A:editor", "B"]}),
        ("title:", {"title": ""}),
        ("# comment\n\ntitle: A # comment\nnote: no#comment", {"title": "A", "note": "no#comment"}),
        (
            "a: yes\nb: true\nc: null\nd: 1.5\ne: 12:30",
            {"a": "yes", "b": "true", "c": "null", "d": "1.5", "e": "12:30"},
        ),
        ("URL: https://sample.example/a:b", {"URL": "https://sample.example/a:b"}),
        ("title: 外交部来电", {"title": "外交部来电"}),
    ],
)
def test_each_form_of_a_value_is_read(lines: str, table: object) -> None:
    """Texts, quoted texts, days, numbers and simple lists."""
    for end in ("---", "..."):
        assert split(f"---\n{lines}\n{end}\nBody\n", "x") == (table, "Body\n")
    windows = f"\ufeff--- \n{lines}\n---\nBody\n".replace("\n", "\r\n")
    assert split(windows, "x") == (table, "Body\r\n")


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("title: A\n  sub: B", "line 3"),
        ("title: A\nplain words", "line 3"),
        ("title: A\n- item", "line 3"),
        ("title: [a]\n- item", "line 3"),
        ("title: A\n\ntitle: B", "line 4 .*second time"),
        ("title: {a: b}", "line 2"),
        ("title: |\n  text", "line 2"),
        ("title: >-", "line 2"),
        ("title: &anchor x", "line 2"),
        ("title: War: a history", "line 2 .*quotes"),
        ("agents: [a, [b]]", "line 2"),
        ("agents: [a", "line 2"),
        ("agents:\n  - name: A", "line 3"),
        ('title: "A', "line 2 .*not closed"),
        ('title: "A" B', "line 2"),
        ('title: "\\x"', "line 2 .*escape"),
        ("created: 1961-02-30", "line 2 .*day"),
    ],
)
def test_anything_deeper_is_refused_with_its_line(lines: str, words: str) -> None:
    """Never half read: the line is named, and TOML is the way out."""
    with pytest.raises(InputError, match=words):
        split(f"---\n{lines}\n---\nBody", "x.md")


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nA text below a rule.\n\n---\n\nMore.\n",
        "---\nMinutes of the meeting\n---\n",
        "---\n---\nBody",
        "---\n- a list\n- of things\n---\n",
        "---\nhttp://sample.example\n---\n",
        "---\n",
        "---",
        "----\ntitle: A\n----\n",
        " ---\ntitle: A\n---\n",
        "Body\n---\ntitle: A\n---\n",
        "---\n# Heading\n\nText\n---\n",
    ],
)
def test_a_rule_of_markdown_is_text(text: str) -> None:
    """Lines of dashes that hold no metadata stay where they are."""
    assert split(text, "x") == ({}, text)


def test_front_matter_without_an_end_is_refused() -> None:
    """Neither is the text taken for metadata nor the metadata for text."""
    with pytest.raises(InputError, match="line 1"):
        split("---\ntitle: A\n\nBody\n", "x")


def test_it_says_what_toml_says() -> None:
    """Both forms fill the same fields of a version."""
    toml = b'+++\ntitle = "A"\nagents = ["Li:editor"]\ncreated = 1961-05-03\n+++\ntext'
    plain = b"---\ntitle: A\nagents: [Li:editor]\ncreated: 1961-05-03\n---\ntext"
    first, second = read_draft(toml), read_draft(plain)
    for field in ("content", "agents", "created", "fields"):
        assert getattr(first, field) == getattr(second, field)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("a = 1.5", "a in its front matter is 1.5: write it in quotes"),
        ("a = [10:30:00]", "a in its front matter is 10:30:00"),
        ("[a]\nb = 1961-05-03", r"a\.b in its front matter: write it in quotes"),
        ("[a]\nb = {c = 1.5}", r"a\.b\.c in its front matter is 1.5"),
        ("a = ", "is no TOML: invalid value"),
        ("a = " + "[" * 5000, "nested too deep"),
    ],
)
def test_toml_that_no_record_holds_is_refused(lines: str, words: str) -> None:
    """What a record cannot hold exactly is written as a text; a trap is one error too."""
    with pytest.raises(InputError, match=words):
        split(f"+++\n{lines}\n+++\nBody", "x.md")


def test_tables_of_toml_are_kept() -> None:
    """CSL-JSON's own names and dates can be written in TOML."""
    table, body = split('+++\n[[author]]\nfamily = "Wang"\n+++\nBody', "x.md")
    assert (table, body) == ({"author": [{"family": "Wang"}]}, "Body")


LINE_ENDS = st.sampled_from(["\n", "\r\n"])


@given(
    st.dictionaries(
        st.from_regex(r"[A-Za-z_][A-Za-z0-9_.-]{0,9}", fullmatch=True),
        st.text(st.characters(codec="utf-8", exclude_characters="\n\r")),
        min_size=1,
    ),
    st.text(st.characters(codec="utf-8")),
    LINE_ENDS,
)
def test_what_is_quoted_comes_back(table: dict[str, str], body: str, end: str) -> None:
    """Any text can be said in double quotes, and the text after it stays to the last character."""
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in table.items()]
    whole = end.join(["---", *lines, "---", ""]) + body
    assert split(whole, "x") == (table, body)


@given(st.text(st.sampled_from("-+.ab: \n\r#[],'\"\\1"), max_size=60))
def test_nothing_is_eaten(text: str) -> None:
    """Whatever the lines: refused, or whole, or split at a line of dashes after some key."""
    try:
        table, remainder = split(f"---\n{text}", "x")
    except InputError:
        return
    if not table:
        assert remainder == f"---\n{text}"
    else:
        assert f"---\n{text}".endswith(remainder)
        assert all(key in text for key in table)
