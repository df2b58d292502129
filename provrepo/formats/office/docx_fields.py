"""Fields of Word: an instruction, of which nothing is shown, and its result (ECMA-376 §17.16)."""

from __future__ import annotations

from xml.etree.ElementTree import Element  # types only: files are parsed by provrepo.formats.xml


class Fields:
    """The fields of a story, followed mark by mark; they may stand in one another.

    ``endless`` is how many begin and never end: Word shows what follows them.
    """

    def __init__(self, story: Element) -> None:
        self._open: list[bool] = []  # for each open field: whether its result has begun
        self._of_endless = _endless_fields(story)
        self.endless = sum(mark.get("w:fldCharType") == "begin" for mark in self._of_endless)

    @property
    def are_shown(self) -> bool:
        """Whether what comes next is text, or a field's result."""
        return all(self._open)

    def follow(self, mark: Element) -> None:
        """Go on past a mark: the beginning of a field, that of its result, or its end."""
        kind = mark.get("w:fldCharType")
        if mark in self._of_endless:
            return
        if kind == "begin":
            self._open.append(False)
        elif kind == "separate" and self._open:
            self._open[-1] = True
        elif kind == "end" and self._open:
            self._open.pop()


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
