"""The tree that rendering builds: text with formatting, affixes and quotation marks.

A rendering element gives None (nothing to print), a plain ``str`` or a `Node`. The tree is turned
into a flat run of tokens, where punctuation meets, by `provrepo.cite.csl.flatten`.
"""

from __future__ import annotations

from collections.abc import Iterator

FORMATTING = (
    "vertical-align",
    "text-decoration",
    "font-weight",
    "font-variant",
    "font-style",
)
"""Formatting marks, outermost first when several stand on one element."""

Mark = tuple[str, str]

NOCASE: Mark = ("class", "nocase")
"""Marks a stretch of a field that keeps its case."""
NODECOR: Mark = ("class", "nodecor")
"""Marks a stretch of a field that has no formatting, whatever stands around it."""


class Node:
    """A piece of output: its children and what is wrapped around them.

    ``marks`` are formatting attributes and their values, outermost first. ``flip`` says that the
    marks come from the text of a field, where a mark inside the same mark means its opposite.
    ``quotes`` is ``outer`` or ``inner`` where quotation marks stand around the piece, else empty.
    ``role`` tells later stages what the piece is (``year-suffix``, ``citation-number`` …).
    """

    __slots__ = ("display", "flip", "kids", "marks", "prefix", "quotes", "role", "suffix")

    def __init__(
        self,
        kids: list[Output],
        *,
        prefix: str = "",
        suffix: str = "",
        marks: tuple[Mark, ...] = (),
        quotes: str = "",
        display: str = "",
        role: str = "",
        flip: bool = False,
    ) -> None:
        self.kids = kids
        self.prefix = prefix
        self.suffix = suffix
        self.marks = marks
        self.quotes = quotes
        self.display = display
        self.role = role
        self.flip = flip

    def with_kids(self, kids: list[Output]) -> Node:
        """Return a node with other children and the same around them."""
        return Node(
            kids,
            prefix=self.prefix,
            suffix=self.suffix,
            marks=self.marks,
            quotes=self.quotes,
            display=self.display,
            role=self.role,
            flip=self.flip,
        )


Output = str | Node
NAME_ROLES = frozenset({"name", "name-format", "names"})
"""Roles of the nodes that others hold on to (see `NameBlock`): they are changed in place."""


def join(parts: list[Output], delimiter: str) -> list[Output]:
    """Put ``delimiter`` between ``parts``."""
    if not delimiter or len(parts) < 2:
        return parts
    joined: list[Output] = [parts[0]]
    for part in parts[1:]:
        # A node, not a text: whatever takes a piece away can tell its delimiter from content.
        joined.append(Node([], prefix=delimiter, role="delimiter"))
        joined.append(part)
    return joined


def text_of(output: Output | None) -> str:
    """Return the text of ``output`` with affixes, without formatting, quotes or merging."""
    if output is None:
        return ""
    if isinstance(output, str):
        return output
    return output.prefix + "".join(map(text_of, output.kids)) + output.suffix


def nodes(output: Output | None) -> Iterator[Node]:
    """Yield every node of ``output``, in document order."""
    if isinstance(output, Node):
        yield output
        for kid in output.kids:
            yield from nodes(kid)


def is_empty(output: Output | None) -> bool:
    """Return whether ``output`` prints nothing, affixes apart."""
    if output is None or output == "":
        return True
    if isinstance(output, str) or output.role == "delimiter":
        return False
    return all(is_empty(kid) for kid in output.kids)
