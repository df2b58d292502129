"""Fields without an end and drop caps in Word documents: no word is lost, none is torn apart."""

from __future__ import annotations

import pytest

from provrepo.formats.draft import Draft, Reading
from provrepo.formats.office.docx import read
from tests.formats.office import word


def run(text: str) -> str:
    """Return a run of characters."""
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def field(kind: str) -> str:
    """Return a mark of a field."""
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


INSTRUCTION = "<w:r><w:instrText> REF x </w:instrText></w:r>"
FRAME = '<w:pPr><w:framePr w:dropCap="{}" w:lines="3"/></w:pPr>'


def draft(body: str) -> Draft:
    """Read a document."""
    (read_draft,) = read(word(body), "a.docx", Reading())
    return read_draft


@pytest.mark.parametrize("inside", ["", field("separate")])
def test_a_field_that_never_ends_swallows_nothing(inside: str) -> None:
    """Its instruction is not part of the text; all that follows is."""
    read_draft = draft(
        f"<w:p>{run('First.')}{field('begin')}{INSTRUCTION}{inside}</w:p>"
        f"<w:p>{run('Second.')}</w:p><w:p>{run('Third.')}</w:p>"
    )
    assert read_draft.content == "First.\n\nSecond.\n\nThird.\n"
    assert "left out: fields that never end (1)" in read_draft.warnings


def test_a_field_that_ends_within_one_that_does_not() -> None:
    """Its result is text, its instruction is not."""
    whole = f"{field('begin')}{INSTRUCTION}{run('code')}{field('separate')}{run('7')}{field('end')}"
    read_draft = draft(f"<w:p>{field('begin')}{INSTRUCTION}{run('page ')}{whole}{run(' on')}</w:p>")
    assert read_draft.content == "page 7 on\n"


@pytest.mark.parametrize("kind", ["drop", "margin"])
def test_a_drop_cap_joins_its_word(kind: str) -> None:
    """It is a paragraph of its own in the file alone."""
    body = f"<w:p>{FRAME.format(kind)}{run('T')}</w:p><w:p>{run('he consul writes.')}</w:p>"
    assert draft(body).content == "The consul writes.\n"


def test_another_frame_stays_a_paragraph() -> None:
    """Such as an address at the head of a letter."""
    body = (
        f'<w:p><w:pPr><w:framePr w:w="10"/></w:pPr>{run("Sir")}</w:p><w:p>{run("I write.")}</w:p>'
    )
    assert draft(body).content == "Sir\n\nI write.\n"
