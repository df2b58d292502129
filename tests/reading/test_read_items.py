"""A collection as a reference manager exports it, read whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import provrepo
from provrepo.cite import export

BIBTEX = r"""% exported
@string{pup = "University Press"}
@comment{jabref: @article{no, title={x}}}
@book{chen_2001,
	title = {Mao's {China}},
	abstract = {See @article{nested, title = {no}} in it.},
	publisher = {Oxford } # pup,
	author = {Chen, Jian and {Ministry of Foreign Affairs}},
	month = may # "~5",
	year = {2001},
	urldate = {2020-01-05},
}
Words between, me@example.com.
@article(paren, title = "A ``B''", journaltitle = {Hist.}, pages = {1--20}, year = 1999)
"""
RIS = (
    "TY  - JOUR\r\nTI  - A\r\nKW  - x\r\nKW  - y\r\nSN  - 1234-5678\r\nN2  - One\r\n  two\r\n"
    "Y2  - 2020/01/05/\r\nER  -\r\n\r\n"
    "TY  - BOOK\r\nID  - own\r\nT1  - B\r\nSN  - 978\r\nER  - \r\n"
)


def test_bibtex_of_a_collection() -> None:
    """Abbreviations, joined values and braces; what stands in a value is no entry."""
    book, article = provrepo.read_items(BIBTEX.encode())
    assert book == {
        "id": "chen_2001",
        "type": "book",
        "title": "Mao's China",
        "abstract": "See @articlenested, title = no in it.",
        "publisher": "Oxford University Press",
        "author": [{"family": "Chen", "given": "Jian"}, {"literal": "Ministry of Foreign Affairs"}],
        "issued": {"date-parts": [[2001, 5, 5]]},
        "accessed": {"date-parts": [[2020, 1, 5]]},
    }
    assert (article["id"], article["title"], article["page"]) == ("paren", "A “B”", "1-20")


def test_ris_of_a_collection() -> None:
    """Keywords stand together, numbers where they belong; an item without a key gets one."""
    journal, book = provrepo.read_items(RIS.encode(), "ris")
    assert (journal["id"], journal["keyword"], journal["ISSN"]) == ("item-1", "x, y", "1234-5678")
    assert (journal["abstract"], journal["accessed"]) == ("One two", {"date-parts": [[2020, 1, 5]]})
    assert (book["id"], book["ISBN"], "note" in book) == ("own", "978", False)


@pytest.mark.parametrize("form", ["csl-json", "bibtex", "biblatex", "ris"])
def test_what_export_writes_comes_back(form: str, tmp_path: Path) -> None:
    """Item for item, from a file with a byte order mark as from bytes."""
    items: list[dict[str, Any]] = [
        {"id": "a", "type": "book", "title": "It's “A” {b} ``c''", "issued": {"date-parts": [[1]]}},
        {"id": "b", "type": "report", "number": "7-3", "author": [{"literal": "中国 \\ & Co"}]},
        {"id": "c", "type": "manuscript", "archive": "A, B", "archive_location": "R 43-I/161"},
    ]
    if form == "csl-json":
        text = json.dumps(items)
    else:
        text = "\n".join(export(item, form, "ni:///sha-256;x") for item in items)
    path = tmp_path / "collection"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert provrepo.read_items(path) == provrepo.read_items(text.encode()) == items


def test_every_item_has_a_key_of_its_own() -> None:
    """A key that stands twice, or nowhere, is made anew; the first keeps its own."""
    written = [{"id": "a"}, {"id": "a"}, {"id": "a-2"}, {}, {"id": 7}, {"id": "item-1"}]
    keys = [item["id"] for item in provrepo.read_items(json.dumps(written).encode())]
    assert keys == ["a", "a-3", "a-2", "item-2", "7", "item-1"]


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\x00\x01", b"\xff\xfe", b"[]", b"{", b"[1]", b'{"items": 3}', b"@book{x",
        b"TY  - BOOK",
        b"@book{x, title = {a}", b"@" * 50_000, b"@book{x," * 5_000, b"[" * 100_000, b"just words",
        b'[{"id": "a", "issued": {"date-parts": [[1e400]]}}]',
    ],
)  # fmt: skip
def test_hostile_files_are_refused_in_one_line(data: bytes) -> None:
    """The error is one of ours, and says what is wrong."""
    with pytest.raises(provrepo.ProvrepoError) as raised:
        provrepo.read_items(data)
    assert not isinstance(raised.value, provrepo.ReaderFault)
    assert "\n" not in str(raised.value)


def test_an_unknown_format_is_refused() -> None:
    """The formats that are read are named."""
    with pytest.raises(provrepo.InvalidValue, match="bibtex"):
        provrepo.read_items(b"[]", "word")


@given(st.text(alphabet='@{}(),="#\\ ab1\n-TYER', max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Items or one of our errors, nothing else."""
    for form in ("bibtex", "ris", "csl-json"):
        try:
            items = provrepo.read_items(text.encode(), form)
        except provrepo.ReaderFault:
            raise
        except provrepo.ProvrepoError:
            continue
        assert len({item["id"] for item in items}) == len(items) > 0
