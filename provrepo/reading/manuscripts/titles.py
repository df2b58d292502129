"""Telling the titles in citations from what an author quotes.

There are two rules. A passage in quotation marks that is a title in the metadata of the version
cited is that title, however a style sets it, and whatever stands between it and the pin belongs to
the citation. Elsewhere the shape decides: a title has names or nothing before it, and after it, up
to the pin, dates, call numbers and names of archives, parted by commas, semicolons or full stops.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from provrepo.reading.manuscripts.marks import Marked
from provrepo.reading.quoting.folding import weight

AUTHOR, DOUBTFUL, TITLE = "author", "doubtful", "title"
"""What a passage in quotation marks is: quoted by the author, perhaps a title, a title."""

_LONGEST_LEAD = 160
_SEGMENTS = re.compile(
    # A full stop after few letters is that of an abbreviation: f. 3, no. 58.
    r"[,;:]\s+|(?:(?<=\w{4})|(?<=[\"”’»)\]]))\.\s+(?=[^\W\d_a-z]|\d|“|http)|[，；、。]\s*"
)
_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?\.?")
# Words without a capital that stand in citations: of names and titles, and terms for where.
_SMALL = frozenset(
    "a accessed an and as at available box by cable circular d' da dai dal das de dei del della "
    "dem den der des dei di die dispatch do document dos du e ebd ed eds el em en et file fol "
    "folder folio for from fond frame français ff g i il im in its item l' la las le les letter "
    "los memorandum minute minutes n no note o obtained of on op op. or p para paragraph per pp "
    "quoted recto record reel report retrieved roll s series su sub sul telegram telegramme the to "
    "translated trans und und vom von vom vol volume verso version van versión versione vers "
    "with y zu zum zur и в из от с к о на".split()
)


def known(words: str, titles: Collection[str]) -> bool:
    """Return whether ``words`` are one of ``titles``, keys as `key` makes them, or begin one."""
    quoted = key(words)
    if not quoted:
        return False
    return quoted in titles or (
        weight(quoted) >= 8 and any(title.startswith(quoted) for title in titles)
    )


def key(title: str) -> str:
    """Return what of a title no style changes: its letters and digits, without capitals."""
    return "".join(filter(str.isalnum, re.sub(r"<[^<>]{1,60}>", "", title).casefold()))


def is_within(text: str, quotation: Marked, titles: Collection[str]) -> bool:
    """Return whether a quotation is the author's of a title: words in marks within it.

    Styles print many a title without marks of their own: *On “Fog”: A Letter*.
    """
    quoted = key(quotation.words)
    for title in titles:
        place = title.find(quoted) if quoted and len(title) > len(quoted) else -1
        if place < 0:
            continue
        before, after = title[:place], title[place + len(quoted) :]
        # Three signs for each letter are more than blanks, marks and tags take.
        around = text[max(0, quotation.start - 3 * place - 20) : quotation.start]
        following = text[quotation.end : quotation.end + 3 * len(after) + 20]
        if key(around).endswith(before) and key(following).startswith(after):
            return True
    return False


def roles(
    text: str, quotations: Sequence[Marked], start: int, pin: int, titles: Collection[str]
) -> list[str]:
    """Return what each of the ``quotations`` is that stand between ``start`` and a pin.

    ``start`` is where the pin before ends, ``pin`` where this one begins, in code points of
    ``text``; ``titles`` are those of the version cited.
    """
    is_title = [
        quotation.closed and (known(quotation.words, titles) or is_within(text, quotation, titles))
        for quotation in quotations
    ]
    first = max((number for number, is_one in enumerate(is_title) if is_one), default=None)
    judged = []
    for number, quotation in enumerate(quotations):
        if is_title[number] or (first is not None and number > first):
            judged.append(TITLE)
            continue
        following = quotations[number + 1].start if number + 1 < len(quotations) else pin
        before = quotations[number - 1].end if number else start
        is_cited = quotation.closed and _is_cited(text, before, quotation, min(following, pin))
        judged.append(DOUBTFUL if is_cited else AUTHOR)
    return judged


def _is_cited(text: str, start: int, quotation: Marked, stop: int) -> bool:
    """Return whether a quotation stands where a title does, by what is around it up to ``stop``."""
    lead = _lead(text[max(start, quotation.start - _LONGEST_LEAD) : quotation.start])
    after = text[quotation.end : stop]
    if not _ends_name(lead) or not _is_parted(quotation, after):
        return False
    return _is_bibliographic(after) or (_is_name(lead) and "(" not in after)


def _lead(before: str) -> str:
    """Return what stands before a title in its citation: after a bracket, or the last sentence."""
    return re.split(r"[(\[（;；。]|[.!?]['\"”’»)]*\s+", before)[-1].strip()


def _ends_name(lead: str) -> bool:
    """Return whether names may end as ``lead`` does, or it is empty."""
    if not lead:
        return True
    return lead[-1] in ".,:，、：" and not _is_prose(lead)


def _is_parted(quotation: Marked, after: str) -> bool:
    """Return whether a comma, or a bracket as archives have it, parts a title from what follows."""
    if quotation.words[-1:] in tuple(",.，。"):
        return True
    return re.match(r"\s*[\[(（]|[,.;:，；、]", after) is not None


def _is_bibliographic(after: str) -> bool:
    """Return whether what follows a quotation is the rest of a citation, and there is some."""
    if after.count("(") > after.count(")"):
        # The citation is in parentheses that begin after the quotation, which is not of it.
        return False
    segments = [segment for segment in _SEGMENTS.split(after.strip(" ,.;:")) if segment.strip()]
    if len(segments) < 2 and not re.search(r"\d|[\u3400-\u9fff]{3}", after):
        return False  # nothing but the word "version", or a name
    return not any(_is_prose(segment) for segment in segments)


def _is_name(lead: str) -> bool:
    """Return whether nothing but names stands before a title."""
    words = _WORDS.findall(lead)
    return bool(words) and not any(map(_is_strange, words))


def _is_prose(segment: str) -> bool:
    """Return whether a segment is running text: small words that no citation has."""
    words = _WORDS.findall(segment)
    strange = [_is_strange(word) for word in words]
    if not strange:
        return False
    begins = strange[0] and not segment.lstrip()[:1].isdigit()  # 16 avril 1958
    return begins or any(all(strange[n : n + 3]) for n in range(len(strange) - 2))


def _is_strange(word: str) -> bool:
    """Return whether a word does not belong to a citation: small, whole, and no term."""
    return word.islower() and not word.endswith(".") and word not in _SMALL
