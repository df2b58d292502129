"""Joining the paragraphs of a manuscript over which one quotation runs, to be read as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from provrepo.reading.manuscripts.blocks import Block
from provrepo.reading.manuscripts.marks import marked
from provrepo.reading.manuscripts.written_pins import written_pins


def units(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the paragraphs, those joined that one quotation is in.

    A block quotation may have several paragraphs, and ends with what says where it is from. A
    quotation in marks that goes on is opened again at each paragraph and closed in the last.
    """
    joined: list[Block] = []
    for block in blocks:
        if joined and not _goes_on(joined[-1], block):
            yield _joined(joined)
            joined = []
        joined.append(block)
    if joined:
        yield _joined(joined)


def _goes_on(before: Block, block: Block) -> bool:
    """Return whether what is quoted in one paragraph goes on in the next."""
    if before.is_quotation or block.is_quotation:
        both = before.is_quotation and block.is_quotation
        return both and not before.notes and next(written_pins(before.text), None) is None
    quotations = marked(before.text)
    if not quotations or quotations[-1].closed:
        return False
    return before.text[quotations[-1].start] == block.text.lstrip()[:1]


def _joined(blocks: list[Block]) -> Block:
    """Return several paragraphs as one, without the marks that open a quotation again."""
    first, *following_blocks = blocks
    if not following_blocks:
        return first
    parts, length = [first.text], len(first.text)
    notes, line_ends = list(first.notes), list(first.line_ends)
    for block in following_blocks:
        text = block.text
        if not block.is_quotation:
            mark = len(text) - len(text.lstrip())
            text = f"{text[:mark]} {text[mark + 1 :]}"
        # As many line ends as there are between the two, or the later lines would be wrong.
        gap = 2
        if block.line is not None and first.line is not None:
            gap = max(1, block.line - first.line - len(line_ends))
        line_ends += range(length, length + gap)
        length += gap
        notes += [replace(note, mark=note.mark + length) for note in block.notes]
        line_ends += [end + length for end in block.line_ends]
        parts.append("\n" * gap + text)
        length += len(text)
    return Block("".join(parts), first.line, first.is_quotation, notes, line_ends)
