"""The bibliography: sorted entries, repeated names replaced (CSL 1.0.2, "Bibliography")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provrepo.cite.csl.area import Area
from provrepo.cite.csl.context import Cite, Context, NameBlock
from provrepo.cite.csl.flatten import Token, flatten
from provrepo.cite.csl.result import Citation
from provrepo.cite.csl.tree import Node, Output, is_empty, text_of

if TYPE_CHECKING:
    from provrepo.cite.csl.processor import Processor


def format_bibliography(processor: Processor) -> list[Citation]:
    """Return the entries in order.

    Raises StyleError where the style has no bibliography.
    """
    area = processor.style.bibliography_area
    if area is None:
        raise processor.style.error("the style has no bibliography")
    replacement = area.attributes.get("subsequent-author-substitute")
    rule = area.attributes.get("subsequent-author-substitute-rule", "complete-all")
    align = bool(area.attributes.get("second-field-align"))
    # cs:choose stands for what it prints, the first field of which is always the first.
    fixed_first = align and area.layout.children[:1] and area.layout.children[0].tag != "choose"
    entries = []
    names_before: list[str] = []
    shortened_before = False
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
            # "Smith" and "Smith et al." are not the same, though one name is printed of each.
            like = block.shortened == shortened_before
            _substitute(block, names, names_before, replacement, rule, like=like)
            if not replacement:
                outputs = _without_empty(outputs)
        names_before = names
        shortened_before = block is not None and block.shortened
        if fixed_first and not area.first_field(processor.context(cite)):
            # Nothing to align by: the whole entry stands where the second field does.
            outputs = [Node([]), *outputs]
        nested = processor.style.class_ == "note"
        entries.append(_entry(area, context, outputs, align=align, nested=nested))
    return entries


def _entry(
    area: Area, context: Context, outputs: list[Output], *, align: bool, nested: bool
) -> Citation:
    """Return an entry; with ``align``, its first field stands in the margin."""
    for piece in outputs:
        _drop_inner_blocks(piece)
    output = _aligned(area, outputs) if align and outputs else _joined(area, outputs)
    tokens = flatten(output, context.locale.quotes, nested=nested)
    _strip_last_block(tokens)
    _strip_first_block(tokens)
    return Citation(tokens, (context.item.id,), frozenset(context.rendered))


def _aligned(area: Area, outputs: list[Output]) -> Output:
    """Return an entry as two blocks: the first field, and all that follows it."""
    prefix, suffix = area.layout.get("prefix"), area.layout.get("suffix")
    first, *following = outputs
    left = Node([Node([prefix] if prefix else []), first], display="left-margin")
    if not following:
        return Node([left])
    return Node([left, Node([*following, suffix], display="right-inline")])


def _joined(area: Area, outputs: list[Output]) -> Output:
    """Return an entry as one run of pieces with the layout's delimiter and affixes."""
    layout = area.layout
    prefix, suffix, delimiter = (layout.get(name) for name in ("prefix", "suffix", "delimiter"))
    kids: list[Output] = []
    for piece in outputs:
        if kids and delimiter:
            kids.append(Node([], prefix=delimiter, role="delimiter"))
        kids.append(piece)
    last = kids[-1] if kids else None
    if isinstance(last, Node) and last.display and suffix:
        # A block ends the line: the entry's suffix belongs inside its last one.
        inner = Node(last.kids, prefix=last.prefix, suffix=last.suffix, marks=last.marks)
        kids[-1] = Node([inner, suffix], display=last.display)
        suffix = ""
    return Node([Node(kids, prefix=prefix, suffix=suffix)], marks=area.marks)


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


def _strip_last_block(tokens: list[Token]) -> None:
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


def _without_empty(outputs: list[Output]) -> list[Output]:
    """Return the pieces that print something, with the delimiters between them."""
    printing: list[Output] = []
    for piece in outputs:
        if isinstance(piece, Node):
            piece.kids = _without_empty(piece.kids)
            if piece.role != "delimiter" and is_empty(piece):
                continue
            if piece.role == "delimiter" and (not printing or _is_delimiter(printing[-1])):
                continue
        printing.append(piece)
    while printing and _is_delimiter(printing[-1]):
        printing.pop()
    return printing


def _is_delimiter(output: Output) -> bool:
    return isinstance(output, Node) and output.role == "delimiter"


def _substitute(
    block: NameBlock,
    names: list[str],
    names_before: list[str],
    replacement: str,
    rule: str,
    *,
    like: bool,
) -> None:
    """Replace names that the entry before has too, by the style's rule.

    Both lists are compared as they are printed, so that "et al." hides who is not shown; ``like``
    says that both end with it, or neither.
    """
    same = 0
    while same < len(names) and same < len(names_before) and names[same] == names_before[same]:
        same += 1
    all_same = like and same == len(names) == len(names_before)
    if rule == "complete-all" and all_same:
        assert block.node is not None  # the caller compares names that were printed
        block.node.kids = [replacement] if replacement else []
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
