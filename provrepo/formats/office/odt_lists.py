"""Lists of OpenDocument: which number or bullet a paragraph has (ODF 1.3 part 3 §4.3, §5.3)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree.ElementTree import Element  # types only: files are parsed by provrepo.formats.xml

from provrepo.formats.element_tree import whole_number
from provrepo.formats.office.numbering import Counter
from provrepo.formats.office.odt_styles import Styles


class Lists:
    """The lists of a story, and its numbered headings, in the order in which they come."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._outline = styles.outline()
        self._level = -1
        self._counter: Counter | None = None
        self._item: tuple[Counter, int, int | None] | None = None  # an item that has no line yet
        self._counters: dict[str, Counter] = {}

    def label(self, element: Element) -> tuple[str, bool]:
        """Return a paragraph's number or bullet, and whether it begins an item of a list."""
        if self._item is not None:
            counter, level, start = self._item
            self._item = None
            return counter.label(level, start), element.tag == "text:p"
        if element.tag != "text:h" or self._level >= 0:
            return "", False
        if element.get("text:is-list-header") == "true":
            return "", False
        level = whole_number(element.get("text:outline-level"), 1) - 1
        return self._outline.label(level), False

    @contextmanager
    def within(self, element: Element) -> Iterator[None]:
        """Be in a list in a ``with`` statement; afterwards the list around it goes on."""
        before = self._level, self._counter
        self._level += 1
        if element.tag == "text:numbered-paragraph":
            self._level = whole_number(element.get("text:level"), 1) - 1
        self._counter = self._counter_of(element)
        yield
        self._level, self._counter = before
        self._item = None

    def begin_item(self, element: Element) -> None:
        """Remember that an item has begun: the paragraph that comes first in it has its label."""
        start = element.get("text:start-value")
        assert self._counter is not None, "a list has its counter"
        self._item = self._counter, self._level, whole_number(start, 1) if start else None

    @contextmanager
    def interrupted(self) -> Iterator[None]:
        """Be in no list in a ``with`` statement, as in a table; afterwards the lists go on."""
        before = self._item, self._level
        self._item, self._level = None, -1
        yield
        self._item, self._level = before

    def _counter_of(self, element: Element) -> Counter:
        """Return the counter of a list: its own, or that of the list that it continues."""
        style = element.get("text:style-name")
        if style is None and self._counter is not None:
            return self._counter
        number = element.get("text:list-id") or element.get("text:continue-list")
        if number is None and element.get("text:continue-numbering") == "true":
            number = f"style {style}"
        counter = self._counters.get(number or "") or self._styles.counter(style)
        for name in (element.get("xml:id"), element.get("text:list-id"), f"style {style}"):
            if name:
                self._counters[name] = counter
        return counter
