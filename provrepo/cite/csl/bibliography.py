"""The bibliography: sorted entries, repeated names replaced (CSL 1.0.2, "Bibliography")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provrepo.cite.csl.context import Cite, Context, NameBlock
from provrepo.cite.csl.flatten import Token, flatten
from provrepo.cite.csl.result import Citation
from provrepo.cite.csl.tree import Node, Output, is_empty, text_of

if TYPE_CHECKING:
    from provrepo.cite.csl.processor import Processor


def format_bibliography(processor: Processor) -> list[Citation]:
    """Return the entries in order.

    Raises:
        StyleError: the style has no bibliography.

    """
    area = processor.style.bibliography_area
    if area is None:
        raise processor.style.error("the style has no bibliography")
    replacement = area.attributes.get("subsequent-author-substitute")
    rule = area.attributes.get("subsequent-author-substitute-rule", "complete-all")
    align = area.attributes.get("second-field-align")
    # cs:choose stands for what it prints, the first field of which is always the first.
    fixed_first = align and area.layout.children[:1] and area.layout.children[0].tag != "choose"
    entries = []
    names_before: list[str] = []
    for identifier in processor.ids:
        cite = Cite(processor.item(identifier))
        cite.position = ""  # no position holds in a bibliography
        context = processor.context(cite)
        outputs = area.sequence(context)
        if not outputs:
            continue
        block = context.blocks[0] if context.blocks and context.blocks[0].node else None
        if block is not None and block.constant:
            block = None  # a term such as "anonymous" names nobody
        names = [text_of(piece) for piece in block.pieces] if block is not None else []
        if replacement is not None and block is not None and names_before:
            _substitute(block, names, names_before, replacement, rule)
            if not replacement:
                outputs = _without_empty(outputs)
        names_before = names
        if fixed_first and not area.first_field(processor.context(cite)):
            # Nothing to align by: the whole entry stands where the second field does.
            outputs = [Node([]), *outputs]
        entries.append(_entry(processor, context, outputs, align))
    return entries


def _entry(
    processor: Processor, context: Context, outputs: list[Output], align: str | None
) -> Citation:
    area = processor.style.bibliography_area
    assert area is not None
    layout = area.layout
    prefix, suffix = layout.get("prefix"), layout.get("suffix")
    output: Output | None = None
    for piece in outputs:
        _drop_inner_blocks(piece)
    if outputs and align:
        rest: list[Output] = [*outputs[1:]]
        left = Node([_leading(prefix), outputs[0]], display="left-margin")
        output = Node([left, Node([*rest, suffix], display="right-inline")])
        if not rest:
            output = Node([left])
    elif outputs:
        delimiter = layout.get("delimiter")
        kids: list[Output] = []
        for piece in outputs:
            if kids and delimiter:
                kids.append(Node([], prefix=delimiter, role="delimiter"))
            kids.append(piece)
        last = kids[-1]
        if isinstance(last, Node) and last.display and suffix:
            # The entry's suffix belongs in its last block.
            inner = Node(last.kids, prefix=last.prefix, suffix=last.suffix, marks=last.marks)
            kids[-1] = Node(
                [inner, suffix],
                display=last.display,
            )
            suffix = ""
        output = Node([Node(kids, prefix=prefix, suffix=suffix)], marks=area.marks)
    tokens = flatten(output, context.locale.quotes, nested=processor.style.class_ == "note")
    _strip_block(tokens)
    _strip_first_block(tokens)
    return Citation(tokens, (context.item.id,), frozenset(context.rendered))


def _drop_inner_blocks(output: Output, *, inside: bool = False) -> None:
    """Take ``display`` from what stands inside running text: blocks make up an entry."""
    if isinstance(output, str):
        return
    if inside:
        output.display = ""
    inside = inside or bool(
        output.prefix
        or output.suffix
        or output.marks
        or any(isinstance(kid, Node) and kid.role == "delimiter" for kid in output.kids)
    )
    for kid in output.kids:
        _drop_inner_blocks(kid, inside=inside)


def _strip_block(tokens: list[Token]) -> None:
    """Move the blank at the end of an entry out of its last display block."""
    if not tokens or tokens[-1].mark[0] != "display":
        return
    for index in range(len(tokens) - 1, -1, -1):
        token = tokens[index]
        if token.kind == "text" and token.value.endswith(" "):
            tokens[index] = Token("text", token.value.rstrip(" "))
            tokens.append(Token("text", " "))
        if token.kind != "close":
            return


def _strip_first_block(tokens: list[Token]) -> None:
    """Move the blank at the start of an entry out of its first display block."""
    for index, token in enumerate(tokens):
        if token.kind == "text":
            if token.value.startswith(" ") and index:
                tokens[index] = Token("text", token.value.lstrip(" "))
                tokens.insert(0, Token("text", " "))
            return
        if token.kind != "open" or tokens[0].mark[0] != "display":
            return


def _leading(prefix: str) -> Output:
    return Node([prefix]) if prefix else Node([])


def _without_empty(outputs: list[Output]) -> list[Output]:
    """Return the pieces that print something, with the delimiters between them."""
    kept: list[Output] = []
    for piece in outputs:
        if isinstance(piece, Node):
            piece.kids = _without_empty(piece.kids)
            if piece.role != "delimiter" and is_empty(piece):
                continue
            if piece.role == "delimiter" and (not kept or _is_delimiter(kept[-1])):
                continue
        kept.append(piece)
    while kept and _is_delimiter(kept[-1]):
        kept.pop()
    return kept


def _is_delimiter(output: Output) -> bool:
    return isinstance(output, Node) and output.role == "delimiter"


def _substitute(
    block: NameBlock,
    names: list[str],
    names_before: list[str],
    replacement: str,
    rule: str,
) -> None:
    """Replace names that the entry before has too, by the style's rule."""
    node = block.node
    if node is None:
        return
    same = 0
    while same < len(names) and same < len(names_before) and names[same] == names_before[same]:
        same += 1
    all_same = same == len(names) == len(names_before)
    if rule == "complete-all" and all_same:
        node.kids = [replacement] if replacement else []
    elif rule == "complete-each" and all_same:
        _replace(block.pieces, replacement)
    elif rule == "partial-each":
        _replace(block.pieces[:same], replacement)
    elif rule == "partial-first":
        _replace(block.pieces[: min(same, 1)], replacement)


def _replace(pieces: list[Node], replacement: str) -> None:
    """Put ``replacement`` in the place of single names, in their format."""
    for piece in pieces:
        inner = piece.kids[0] if len(piece.kids) == 1 else None
        if isinstance(inner, Node) and inner.role == "name-format":
            inner.kids = [replacement]
        else:
            piece.kids = [replacement]
