"""Markdown as HTML, for an edition's own pages: the part of CommonMark that such pages need.

Headings, paragraphs, emphasis, code, links, lists, quotations, rules and lines that end where they
are broken. Nothing of it is HTML: what looks like it is shown as it is written, and a link leads to
the web, to mail or within the site, or is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape

from provrepo.compare.views.escaping import shown

Linked = Callable[[str], str]
"""Returns the address for a target as it is written; empty where it is to be no link."""

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*")
_RULE = re.compile(r" {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})[^`]*")
_QUOTATION = re.compile(r" {0,3}> ?")
_ENTRY = re.compile(r"( {0,3})([-*+]|\d{1,9}[.)])([ \t]+|$)")
_DEEPEST = 12
"""How deep lists and quotations may stand in one another; further in they are plain words."""

_INLINE = re.compile(
    r"\\(?P<literal>[!-/:-@\[-`{-~])"
    r"|(?P<break>\\\n|[ \t]{2,}\n)"
    r"|(?P<ticks>`+)(?P<code>[^`]+(?:(?!(?P=ticks))`+[^`]+)*)(?P=ticks)(?!`)"
    r"|<(?P<address>(?:https?://|mailto:)[^\s<>]+)>"
    r"|!?\[(?P<words>[^\[\]]*)\]\((?P<target>[^\s()]*(?:\([^\s()]*\)[^\s()]*)?)\)"
    r"|\*\*(?=\S)(?P<strong>[^*]+(?:\*(?!\*)[^*]+\*(?!\*)[^*]*)*)(?<=\S)\*\*"
    r"|\*(?=\S)(?P<starred>[^*]+)(?<=\S)\*"
    r"|(?<!\w)_(?=\S)(?P<underlined>[^_]+(?:\B_\B[^_]+)*)(?<=\S)_(?!\w)"
)


@dataclass
class Written:
    """A page: its HTML, and the words of its first heading of the first degree, which is no part.

    ``ids`` are those of its headings.
    """

    html: str = ""
    title: str = ""
    ids: list[str] = field(default_factory=list)


def as_html(text: str, linked: Linked) -> Written:
    """Return Markdown as HTML. Its headings begin with the second degree."""
    written = Written()
    lines = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4).split("\n")
    written.html = "\n".join(_blocks(lines, linked, written, 0))
    return written


def _blocks(lines: list[str], linked: Linked, page: Written, depth: int) -> Iterator[str]:
    """Yield the HTML of each block of some lines."""
    place = 0
    while place < len(lines):
        line = lines[place]
        if not line.strip():
            place += 1
        elif fence := _FENCE.fullmatch(line):
            end = _fence_end(lines, place, fence[1])
            yield f"<pre><code>{shown(_joined(lines[place + 1 : end]))}</code></pre>"
            place = end + 1
        elif heading := _HEADING.fullmatch(line):
            yield _heading(len(heading[1]), heading[2] or "", linked, page)
            place += 1
        elif _RULE.fullmatch(line):
            yield "<hr>"
            place += 1
        elif _QUOTATION.match(line) and depth < _DEEPEST:
            end = _while(lines, place, lambda each: _QUOTATION.match(each) is not None)
            inside = [_QUOTATION.sub("", each, count=1) for each in lines[place:end]]
            html = "\n".join(_blocks(inside, linked, page, depth + 1))
            yield f"<blockquote>{html}</blockquote>"
            place = end
        elif _ENTRY.match(line) and depth < _DEEPEST:
            html, place = _list(lines, place, linked, page, depth)
            yield html
        else:
            end = _while(lines, place + 1, lambda each: not _begins(each)) if line else place
            text = "\n".join(each.lstrip() for each in lines[place:end]).rstrip()
            yield f"<p>{_inline(text, linked)}</p>"
            place = end


def _joined(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _while(lines: list[str], start: int, goes_on: Callable[[str], bool]) -> int:
    """Return the number of the first line from ``start`` that something does not go on with."""
    while start < len(lines) and goes_on(lines[start]):
        start += 1
    return start


def _fence_end(lines: list[str], start: int, fence: str) -> int:
    closing = re.compile(rf" {{0,3}}{fence[0]}{{{len(fence)},}}[ \t]*")
    return _while(lines, start + 1, lambda line: closing.fullmatch(line) is None)


def _begins(line: str) -> bool:
    """Return whether a line is blank, or begins another block in the middle of a paragraph."""
    patterns = (_HEADING, _RULE, _FENCE)
    entry = _ENTRY.match(line)
    return (
        not line.strip()
        or any(pattern.fullmatch(line) for pattern in patterns)
        or _QUOTATION.match(line) is not None
        or (entry is not None and entry[2] in ("-", "*", "+", "1.", "1)") and bool(entry[3]))
    )


def _heading(degree: int, words: str, linked: Linked, page: Written) -> str:
    html = _inline(words, linked)
    if degree == 1 and not page.title:
        page.title = unescape(re.sub(r"<[^>]*>", "", html))
        return ""
    name = "-".join(re.findall(r"\w+", words.lower())) or "section"
    identity, number = name, 1
    while identity in (*page.ids, "main"):
        number += 1
        identity = f"{name}-{number}"
    page.ids.append(identity)
    level = max(2, degree)
    return f'<h{level} id="{shown(identity, marked=False)}">{html}</h{level}>'


def _list(
    lines: list[str], place: int, linked: Linked, page: Written, depth: int
) -> tuple[str, int]:
    """Return a list, and the number of the line after it.

    Entries of another kind begin another list. Where no entry has a blank line, words stand in it
    without a paragraph.
    """
    first = _ENTRY.match(lines[place])
    assert first
    kind = first[2][-1]
    entries: list[list[str]] = []
    is_loose = False
    while place < len(lines):
        entry = _ENTRY.match(lines[place])
        if not entry or entry[2][-1] != kind or _RULE.fullmatch(lines[place]):
            break
        indent = len(entry[0]) if entry[3].strip("\n") else len(entry[0]) + 1
        inside = [lines[place][entry.end() :]]
        place += 1
        while place < len(lines):
            line = lines[place]
            is_within = line.startswith(" " * indent) or not line.strip()
            if not is_within and (_begins(line) or _ENTRY.match(line) or not inside[-1].strip()):
                break
            inside.append(line[indent:] if is_within else line.lstrip())
            place += 1
        while inside and not inside[-1].strip():
            inside.pop()
            following = _ENTRY.match(lines[place]) if place < len(lines) else None
            is_loose = is_loose or (following is not None and following[2][-1] == kind)
        is_loose = is_loose or any(not line.strip() for line in inside)
        entries.append(inside)
    items = []
    for inside in entries:
        html = "\n".join(_blocks(inside, linked, page, depth + 1))
        if not is_loose:
            html = html.replace("<p>", "", 1).replace("</p>", "", 1)
        items.append(f"<li>{html}</li>")
    name = "ul" if kind in "-*+" else "ol"
    number = first[2][:-1]
    start = f' start="{int(number)}"' if number not in ("", "1") else ""
    return f"<{name}{start}>{''.join(items)}</{name}>", place


def _inline(text: str, linked: Linked, depth: int = 0) -> str:
    """Return words with emphasis, code and links."""
    parts = []
    place = 0
    for match in _INLINE.finditer(text):
        parts.append(shown(text[place : match.start()]))
        parts.append(_element(match, linked, depth))
        place = match.end()
    parts.append(shown(text[place:]))
    return "".join(parts)


def _element(match: re.Match[str], linked: Linked, depth: int) -> str:
    if match["literal"]:
        return shown(match["literal"])
    if match["break"]:
        return "<br>\n"
    if match["code"]:
        return f"<code>{shown(match['code'].strip())}</code>"
    if match["address"]:
        return _link(shown(match["address"]), match["address"], linked)
    if match["target"] is not None:
        return _link(_nested(match["words"], linked, depth), match["target"], linked)
    if match["strong"]:
        return f"<strong>{_nested(match['strong'], linked, depth)}</strong>"
    words = match["starred"] or match["underlined"]
    return f"<em>{_nested(words, linked, depth)}</em>"


def _nested(words: str, linked: Linked, depth: int) -> str:
    return _inline(words, linked, depth + 1) if depth < _DEEPEST else shown(words)


def _link(html: str, target: str, linked: Linked) -> str:
    address = linked(target)
    if not address or "<a " in html:
        return html
    return f'<a href="{shown(address, marked=False)}">{html}</a>'
