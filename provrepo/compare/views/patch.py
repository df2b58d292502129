"""The patch view: a unified diff by lines, which `patch` and `git apply` accept."""

from __future__ import annotations

from collections.abc import Iterable

from provrepo.compare.result import Diff
from provrepo.compare.sequence import match

_Range = tuple[int, int, int, int]


def as_patch(diff: Diff, *, before_name: str, after_name: str, context: int = 3) -> str:
    """Return the whole difference of the two texts as a unified patch, empty if there is none.

    The names are file names without ``a/`` and ``b/``. A line ends with a line feed; all other
    characters, a carriage return too, belong to the line. ``context`` is in lines. Changes that the
    comparison ignores are in the patch: it would not apply without them.
    """
    if diff.before == diff.after:
        return ""
    left, right = _lines(diff.before), _lines(diff.after)
    parts = [f"--- {_quoted('a/' + before_name)}\n+++ {_quoted('b/' + after_name)}\n"]
    for hunk in _hunks(match(left, right).unmatched(len(left), len(right)), context):
        first, last = hunk[0], hunk[-1]
        above = min(context, first[0])
        below = min(context, len(left) - last[1])
        start, end = first[0] - above, last[1] + below
        column, stop = first[2] - above, last[3] + below
        parts.append(f"@@ -{_span(start, end)} +{_span(column, stop)} @@\n")
        place = start
        for i, i_end, j, j_end in hunk:
            parts.extend(_line(" ", line) for line in left[place:i])
            parts.extend(_line("-", line) for line in left[i:i_end])
            parts.extend(_line("+", line) for line in right[j:j_end])
            place = i_end
        parts.extend(_line(" ", line) for line in left[place:end])
    return "".join(parts)


def _lines(text: str) -> list[str]:
    # splitlines() would also split at separators that are no line ends to patch.
    pieces = text.split("\n")
    lines = [f"{line}\n" for line in pieces[:-1]]
    return lines + pieces[-1:] if pieces[-1] else lines


def _hunks(changed: Iterable[_Range], context: int) -> list[list[_Range]]:
    """Group changed ranges whose lines of context would overlap or touch: those are one hunk."""
    hunks: list[list[_Range]] = []
    for replaced in changed:
        if hunks and replaced[0] - hunks[-1][-1][1] <= 2 * context:
            hunks[-1].append(replaced)
        else:
            hunks.append([replaced])
    return hunks


def _span(start: int, end: int) -> str:
    # An empty range names the line before it.
    return f"{start + 1 if end > start else start},{end - start}"


def _line(sign: str, line: str) -> str:
    if line.endswith("\n"):
        return sign + line
    return f"{sign}{line}\n\\ No newline at end of file\n"


def _quoted(name: str) -> str:
    """Quote a file name as git does where it has to be."""
    if name.isascii() and name.isprintable() and not set(name) & {'"', "\\"}:
        # The tab ends a name that holds a space.
        return f"{name}\t" if " " in name else name
    escaped = "".join(
        chr(byte) if 32 <= byte < 127 and chr(byte) not in '"\\' else f"\\{byte:03o}"
        for byte in name.encode()
    )
    return f'"{escaped}"'
