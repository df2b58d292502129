"""Fields of Word: an instruction, which is shown where it has no result (ECMA-376 §17.16)."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element  # types only: files are parsed by provrepo.formats.xml

from provrepo.formats.element_tree import child
from provrepo.formats.office.docx_instructions import Shown, shown


@dataclass(slots=True)
class _Field:
    """A field that is open; ``form`` is what a form is filled in with."""

    form: Element | None
    instruction: str = ""
    has_result: bool = False


class Fields:
    """The fields of a story, followed mark by mark; they may stand in one another.

    ``endless`` is how many begin and never end: Word shows what follows them.
    """

    def __init__(self, story: Element) -> None:
        self._open: list[_Field] = []
        self._of_endless = _endless_fields(story)
        self.endless = sum(mark.get("w:fldCharType") == "begin" for mark in self._of_endless)

    @property
    def are_shown(self) -> bool:
        """Whether what comes next is text, or a field's result."""
        return all(field.has_result for field in self._open)

    def instruct(self, words: str) -> None:
        """Take a part of the instruction of the inmost field."""
        if self._open and not self._open[-1].has_result:
            self._open[-1].instruction += words

    def follow(self, mark: Element) -> Shown:
        """Go on past a mark: the beginning of a field, that of its result, or its end.

        Return what is shown at the end of a field without a result.
        """
        kind = mark.get("w:fldCharType")
        if mark in self._of_endless:
            return Shown()
        if kind == "begin":
            self._open.append(_Field(child(mark, "w:ffData")))
        elif kind == "separate" and self._open:
            self._open[-1].has_result = True
        elif kind == "end" and self._open:
            field = self._open.pop()
            if not field.has_result and self.are_shown:
                return shown(field.instruction, field.form)
        return Shown()


def _endless_fields(story: Element) -> set[Element]:
    """Return the marks of fields in a story that begin and never end."""
    open_fields: list[list[Element]] = []
    for mark in story.iter("w:fldChar"):
        kind = mark.get("w:fldCharType")
        if kind == "begin":
            open_fields.append([mark])
        elif kind == "separate" and open_fields:
            open_fields[-1].append(mark)
        elif kind == "end" and open_fields:
            open_fields.pop()
    return {mark for marks in open_fields for mark in marks}
