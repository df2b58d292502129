"""Front matter: metadata before a text, in TOML between ``+++`` lines or flat between ``---``.

Many programs write YAML between two ``---`` lines. This reads the small part of it that metadata
needs, and refuses the parts where YAML surprises people (``no`` is false, ``1:30`` is ninety):

=============================  ==================================================================
in the file                    value
=============================  ==================================================================
``key: value``                 the text, without the blanks around it
``key: "value"``, ``'value'``  the text in the quotes; in double ones with the escapes of JSON, in
                               single ones ``''`` for ``'``
``key: 1961-05-03``            a day
``key: 1961``                  a whole number
``key: [a, b]``                a list of texts, days and numbers
``key:`` and ``- item`` lines  the same list
``key:``                       an empty text
``# …``, `` # …`` after one    a comment
``yes``, ``true``, ``null`` …  texts, as are fractions and times
anything deeper                refused, with its line
=============================  ==================================================================
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NoReturn

from provrepo.errors import InputError
from provrepo.formats.plain import toml_table

_FRONT_MATTER = re.compile(
    r"\ufeff?\+\+\+[ \t]*\r?\n(.*?)^\+\+\+[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)
_OPENING = re.compile(r"\ufeff?---[ \t]*\r?\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_PAIR = re.compile(r"([A-Za-z_][\w.-]*)[ \t]*:(?:[ \t]+(.*)|[ \t]*)")
_BEGINNING = re.compile(
    r"(?:[ \t]*(?:#.*)?\r?\n)*[A-Za-z_][\w.-]*[ \t]*:(?:[ \t]|\r?$)", re.MULTILINE
)
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")
_ITEM = re.compile(r"[ \t]*-(?:[ \t]+(.*)|)")


def split(text: str, path: str) -> tuple[Mapping[str, Any], str]:
    """Return the front matter as a table, and the text after it, untouched.

    A text without front matter comes back whole with an empty table. So does a text whose first
    ``+++`` line has no second one, and a text whose ``---`` is not followed by a line ``key: …``,
    for that is a rule of Markdown. Raises InputError, with the line, for front matter that is not
    TOML, or not of the form above, or has no second ``---``; and for a value that has no place in a
    record (in TOML a fraction, a time of day).
    """
    opening = _OPENING.match(text)
    if opening is not None:
        return _plain(text, opening.end(), path)
    match = _FRONT_MATTER.match(text)
    if match is None:
        return {}, text
    # The opening line counts, so that an error names the line of the file.
    return toml_table.read("\n" + match[1], path, "front matter"), text[match.end() :]


def _plain(text: str, start: int, path: str) -> tuple[Mapping[str, Any], str]:
    """Return the front matter between ``---`` lines, if it is front matter, and what follows."""
    if not _BEGINNING.match(text, start):
        return {}, text
    closing = _CLOSING.search(text, start)
    if closing is None:
        raise InputError(
            path,
            "line 1 begins front matter that no second line of --- ends; end it, or put an empty "
            "line before the --- where it is text",
        )
    lines = re.split(r"\r?\n", text[start : closing.start()])
    return _Table(lines, path).read(), text[closing.end() :]


def _uncommented(line: str) -> str:
    """Return a line without its comment; a ``#`` within quotes or a word does not begin one."""
    place = 0
    while place < len(line):
        before = line[place - 1 : place]
        if line[place] == "#" and (place == 0 or before in " \t"):
            return line[:place].rstrip()
        quoted = _QUOTED.match(line, place) if before in ("", " ", "\t", "[", ",") else None
        place = quoted.end() if quoted else place + 1
    return line.rstrip()


class _Table:
    """The lines of a front matter, read into a table. Line 1 of the file is the ``---``."""

    def __init__(self, lines: list[str], path: str) -> None:
        self._lines, self._path, self._line = lines, path, 1

    def read(self) -> dict[str, Any]:
        """Return the table. Raises InputError for the first line that is not of the form above."""
        table: dict[str, Any] = {}
        items: list[Any] | None = None
        for line in self._uncommented_lines():
            pair, item = _PAIR.fullmatch(line), _ITEM.fullmatch(line)
            if pair is not None:
                if pair[1] in table:
                    self._refuse(f"has “{pair[1]}” for a second time")
                items = None if pair[2] else []
                table[pair[1]] = self._value(pair[2] or "")
            elif item is not None and items is not None:
                items.append(self._single(item[1] or ""))
                table[next(reversed(table))] = items
            else:
                self._refuse("is neither “key: value” nor an item “- …” below a “key:”")
        return table

    def _uncommented_lines(self) -> Iterator[str]:
        """Yield the lines that say something, and remember their numbers for an error."""
        for number, line in enumerate(self._lines, 2):
            self._line = number
            uncommented = _uncommented(line)
            if uncommented.strip():
                yield uncommented

    def _refuse(self, why: str) -> NoReturn:
        raise InputError(
            self._path,
            f"line {self._line} of its front matter {why}; write flat lines, or TOML between +++",
        )

    def _value(self, written: str) -> Any:  # noqa: ANN401 - a text, number, day or list
        if not written.startswith("["):
            return self._single(written)
        if not written.endswith("]"):
            self._refuse("begins a list that does not end there")
        return [self._single(item) for item in self._listed(written[1:-1])]

    def _listed(self, written: str) -> Iterator[str]:
        """Yield the items of a list in brackets, parted by commas outside of quotes."""
        place, start = 0, 0
        while place < len(written):
            quoted = _QUOTED.match(written, place) if not written[start:place].strip() else None
            if quoted is not None:
                place = quoted.end()
            elif written[place] == ",":
                yield written[start:place].strip()
                place = start = place + 1
            else:
                place += 1
        if written[start:].strip():
            yield written[start:].strip()

    def _single(self, written: str) -> str | int | date:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", written, re.ASCII):
            try:
                return date.fromisoformat(written)
            except ValueError:
                self._refuse(f"has a day that does not exist, {written}")
        if re.fullmatch(r"[1-9]\d{0,14}|0", written, re.ASCII):
            return int(written)
        if written[:1] in ("'", '"'):
            return self._unquoted(written)
        if written[:1] in tuple("[]{}&*!|>%@`") or _PAIR.fullmatch(written):
            self._refuse("says more than one text or list; put it in quotes")
        return written

    def _unquoted(self, written: str) -> str:
        if not _QUOTED.fullmatch(written):
            self._refuse("has quotes that are not closed, or text after them")
        if written[0] == "'":
            return written[1:-1].replace("''", "'")
        try:
            return str(json.loads(written))
        except ValueError:
            self._refuse("has an escape that JSON does not have; write \\\\ for a backslash")
