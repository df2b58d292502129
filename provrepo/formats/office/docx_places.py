"""Where the comments and bookmarks of a Word story begin and end (ECMA-376 §17.13.4, §17.13.6)."""

from __future__ import annotations

from xml.etree.ElementTree import Element  # types only: files are parsed by provrepo.formats.xml

from provrepo.formats.office import bookmarks


class Places:
    """Places in the content of a story, in code points, as the walk comes by them.

    ``bookmarks`` are where each begins and ends, by its name.
    """

    def __init__(self) -> None:
        # Where comments begin and end, and where their references stand, by their ids.
        self._begun: dict[str, int] = {}
        self._ended: dict[str, int] = {}
        self._referred: dict[str, int] = {}
        self.bookmarks: dict[str, tuple[int, int]] = {}
        self._bookmarked: dict[str, str] = {}  # their names by their ids
        self._number = 0

    def mark(self, element: Element, place: int) -> None:
        """Take note that a mark, the beginning or end of a range or a reference, is at a place."""
        identity = element.get("w:id", "")
        match element.tag:
            case "w:commentRangeStart":
                self._begun.setdefault(identity, place)
            case "w:commentRangeEnd":
                self._ended[identity] = place
            case "w:commentReference":
                self.refer(identity, place)
            case "w:bookmarkStart":
                name = element.get("w:name", "")
                self._bookmarked[identity] = name
                self.bookmarks[name] = place, place
                self._number = bookmarks.number([name]) or self._number
            case "w:bookmarkEnd" if identity in self._bookmarked:
                name = self._bookmarked[identity]
                self.bookmarks[name] = self.bookmarks[name][0], place

    def refer(self, comment: str, place: int) -> None:
        """Take note that a comment is referred to at a place."""
        self._referred[comment] = place

    def take_number(self) -> int:
        """Return which note the next sign is of, by the last bookmark of ours; 0 for no such."""
        number, self._number = self._number, 0
        return number

    def of_comment(self, number: str) -> tuple[int, int] | None:
        """Return the passage that a comment is on; None where nothing in the text refers to it.

        A comment without both ends of a range is on the place of its reference, or of the end that
        there is.
        """
        start = self._begun.get(number)
        end = self._ended.get(number, self._referred.get(number))
        if start is not None and end is not None and start <= end:
            return start, end
        place = self._referred.get(number, start if start is not None else end)
        return None if place is None else (place, place)

    @property
    def commented(self) -> tuple[str, ...]:
        """The numbers of the comments that the story refers to."""
        return (*self._begun, *self._referred)
