"""XML that is hostile, broken or in an odd encoding: one clear error, and nothing else is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from provrepo.errors import InputError
from provrepo.formats.xml import parse, root_name
from provrepo.hardened_xml import DEEPEST

DOCTYPE = '<!DOCTYPE TEI PUBLIC "-//TEI//DTD" "http://no.example/tei.dtd">'


def text_of(data: bytes) -> str:
    """Return all character data of a document."""
    return "".join(parse(data, "x.xml").itertext())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_encodings_are_recognised(encoding: str) -> None:
    """With a byte order mark or without, by the first bytes."""
    assert text_of("<a>外交部</a>".encode(encoding)) == "外交部"
    assert root_name("<a>外交部</a>".encode(encoding)) == "a"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("iso-8859-1", "café"),
        ("windows-1251", "Письмо"),
        ("gb18030", "外交部"),
        ("big5", "外交部"),
        ("euc-kr", "외무성"),
        ("shift_jis", "外務省"),
        ("utf-16", "외무성"),
        ("utf-32", "외무성"),
    ],
)
def test_declared_encodings_are_used(encoding: str, text: str) -> None:
    """All that Python knows, not only those that expat knows."""
    document = f"<?xml version='1.0' encoding='{encoding}'?>\n<a>{text}</a>"
    assert text_of(document.encode(encoding)) == text


def test_a_false_declaration_of_utf_16_is_overlooked() -> None:
    """Some programs write UTF-8 and declare UTF-16: the declaration itself shows that."""
    assert text_of('<?xml version="1.0" encoding="UTF-16"?><a>é</a>'.encode()) == "é"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'<?xml version="1.0" encoding="nonsense"?><a/>', "encoding nonsense"),
        (b'<?xml version="1.0" encoding="rot13"?><a/>', "encoding rot13"),
        (b'<?xml version="1.0" encoding="punycode"?><a/>', "encoding punycode"),
        (b'<?xml version="1.0"?>\n<a>\xe9</a>', r"byte 0xE9 at offset 25 \(line 2\)"),
        ("<a>\ud800</a>".encode("utf-16-le", "surrogatepass"), "UTF-16"),
        (b'<?xml version="1.0" encoding="utf-7"?><a>+2AA-</a>', "is not UTF-7"),
        (b"<a><b></a>", r"not well-formed XML: mismatched tag \(line 1, column 9\)"),
        (b"<a>\n  <b", r"unclosed token \(line 2, column 3\)"),
        (b"<a>", r"no element found \(line 1, column 4\)"),
        (b"", "no element found"),
        (b"<a/><b/>", "junk after document element"),
        (b"<a>&#0;</a>", "invalid character number"),
        (b"<a>&#xD800;</a>", "invalid character number"),
        (b"<a>&#x110000;</a>", "invalid character number"),
        (b"<a>\0</a>", "not well-formed"),
        (b"<a>\x1b</a>", "not well-formed"),
        (b"<p:a/>", "unbound prefix"),
        (b'<a b="1" b="2"/>', "duplicate attribute"),
        (b"<a>&nbsp;</a>", r"the entity &nbsp; is not known \(line 1, column 4\)"),
        (f"{DOCTYPE}<a>&agr;</a>".encode(), "the entity &agr; is not known"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(data: bytes, words: str) -> None:
    """One error type, one line, with line and column where there are some."""
    with pytest.raises(InputError, match=words) as caught:
        parse(data, "letter.xml")
    assert str(caught.value).startswith("letter.xml: ")
    assert "\n" not in str(caught.value)


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "declarations",
    [
        f'<!ENTITY l0 "lol">{LAUGHS}',
        '<!ENTITY x SYSTEM "file:///etc/passwd">',
        '<!ENTITY x SYSTEM "http://no.example/x">',
        '<!ENTITY % x SYSTEM "http://no.example/x"> %x;',
        '<!ENTITY fig SYSTEM "fig.jpg" NDATA jpeg>',
        '<!ENTITY x "harmless">',
    ],
)
def test_entity_declarations_are_refused(declarations: str) -> None:
    """None is expanded, none is looked up, wherever it leads; the advice says what to do."""
    data = f"<!DOCTYPE TEI [{declarations}]>\n<TEI>&l9;&x;</TEI>".encode()
    with pytest.raises(InputError, match="xmllint --noent"):
        parse(data, "x.xml")
    assert root_name(data) == "TEI"


def test_entities_in_attributes_are_refused_before_they_expand() -> None:
    """The declaration is enough."""
    data = b'<!DOCTYPE a [<!ENTITY x "y">]><a b="&x;"/>'
    with pytest.raises(InputError, match="declares the entity “x”"):
        parse(data, "x.xml")


def test_a_document_type_is_accepted_and_not_read(tmp_path: Path) -> None:
    """What it points to is not opened: it may not even exist, or be a trap."""
    trap = tmp_path / "trap.dtd"
    trap.write_text('<!ENTITY secret "read">')
    data = f'<!DOCTYPE a SYSTEM "{trap}"><a>&eacute;&nbsp;&hellip;</a>'.encode()
    assert text_of(data) == "é\u00a0…"
    assert text_of(f"{DOCTYPE}<TEI>text</TEI>".encode()) == "text"
    assert text_of(b"<!DOCTYPE html><html>a&nbsp;b</html>") == "a\u00a0b"
    assert text_of(b"<!DOCTYPE a [ %unknown; ]><a>text</a>") == "text"
    with pytest.raises(InputError, match="&secret; is not known"):
        parse(f'<!DOCTYPE a SYSTEM "{trap}"><a>&secret;</a>'.encode(), "x.xml")


def test_deep_nesting_is_refused() -> None:
    """No real document nests so deep, and no walk over the tree may fail for it."""
    parse(b"<a>" * DEEPEST + b"</a>" * DEEPEST, "x.xml")
    for depth in (DEEPEST + 1, 100_000):
        with pytest.raises(InputError, match="nested more than"):
            parse(b"<a>" * depth + b"</a>" * depth, "x.xml")


def test_text_after_a_comment_stays() -> None:
    """Comments and processing instructions are left out; what stands around them is joined."""
    assert text_of(b"<a>one <!-- not --><?this too?>two<![CDATA[ <three>]]></a>") == (
        "one two <three>"
    )


def test_blank_lines_before_the_declaration_are_overlooked() -> None:
    """Many a file was pasted together so."""
    assert text_of(b"\n\n<?xml version='1.0'?><a>x</a>") == "x"
    assert text_of("\n<?xml version='1.0'?><a>x</a>".encode("utf-8-sig")) == "x"


def test_names_are_those_of_element_tree() -> None:
    """Namespaces of tags and attributes are written in braces."""
    root = parse(b'<a xmlns="urn:x" xmlns:y="urn:y" y:b="1" c="2" xml:id="i"/>', "x.xml")
    assert root.tag == "{urn:x}a"
    assert root.attrib == {
        "{urn:y}b": "1",
        "c": "2",
        "{http://www.w3.org/XML/1998/namespace}id": "i",
    }


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- c --><?pi?>\n<x:TEI xmlns:x='u'>", "{u}TEI"),
        (b"<TEI.2><unclosed", "TEI.2"),
        (b"<!-- " + b"long " * 100_000 + b"--><a>", "a"),
        (b"plain text", None),
        (b"", None),
        (b"<a", None),
        (b"\xff\xfe\0", None),
    ],
)
def test_the_root_is_found_without_reading_on(data: bytes, name: str | None) -> None:
    """Recognising a file needs no more of it than its beginning."""
    assert root_name(data) == name
