"""A collation as CollateX writes it: its JSON table, and a variant graph in GraphML.

Programs that draw, edit or analyse what CollateX made read these: https://collatex.net/doc/.
"""

from __future__ import annotations

import re
from typing import Any
from xml.sax.saxutils import escape

from provrepo.compare.collation import Collation
from provrepo.compare.witness import pieces

# Characters that XML 1.0 cannot hold, not even as a reference.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_KEYS = (
    ("d0", "node", "number", "int"),
    ("d1", "node", "tokens", "string"),
    ("d2", "edge", "number", "int"),
    ("d3", "edge", "type", "string"),
    ("d4", "edge", "witnesses", "string"),
)


def as_collatex(collation: Collation) -> dict[str, Any]:
    """Return CollateX's table: a row for each segment, in it a list of tokens for each witness.

    A token is ``{"t": "Boats ", "n": "boats"}``: its text with the white space after it, and the
    form by which it was compared. An omission is an empty list.
    """
    return {
        "witnesses": list(collation.labels),
        "table": [
            [_tokens(reading) for reading in segment.readings] for segment in collation.segments
        ],
    }


def _tokens(reading: str) -> list[dict[str, str]]:
    return [{"t": piece.core + piece.blank, "n": piece.key} for piece in pieces(reading)]


def as_graphml(collation: Collation) -> str:
    """Return the variant graph in GraphML: a node for each reading, and the paths of the witnesses.

    The first node is the start, the last one the end; both are empty. An edge of the type ``path``
    names the witnesses that go along it; one of the type ``transposition`` joins the two places of
    a passage. A character that XML cannot hold is written as U+FFFD.
    """
    nodes = [""]
    numbers: list[dict[int, int]] = []
    paths: dict[tuple[int, int], list[int]] = {}
    last_nodes = dict.fromkeys(range(len(collation.witnesses)), 0)
    for segment in collation.segments:
        places: dict[int, int] = {}
        for reading, witnesses in segment.groups():
            if reading:
                nodes.append(reading)
                places.update(dict.fromkeys(witnesses, len(nodes) - 1))
        for witness, node in places.items():
            paths.setdefault((last_nodes[witness], node), []).append(witness)
        last_nodes.update(places)
        numbers.append(places)
    nodes.append("")
    for witness, node in last_nodes.items():
        paths.setdefault((node, len(nodes) - 1), []).append(witness)
    edges = [
        (source, target, "path", ", ".join(collation.labels[number] for number in sorted(along)))
        for (source, target), along in sorted(paths.items())
    ]
    for passage in collation.transpositions:
        source = numbers[passage.first][passage.first_witnesses[0]]
        target = numbers[passage.second][passage.second_witnesses[0]]
        edges.append((source, target, "transposition", ""))
    return _graph(nodes, edges)


def _graph(nodes: list[str], edges: list[tuple[int, int, str, str]]) -> str:
    keys = "".join(
        f'<key id="{key}" for="{kind}" attr.name="{name}" attr.type="{value}"/>'
        for key, kind, name, value in _KEYS
    )
    drawn = "".join(
        f'<node id="n{number}">{_data("d0", number)}{_data("d1", text)}</node>\n'
        for number, text in enumerate(nodes)
    )
    joined = "".join(
        f'<edge id="e{number}" source="n{source}" target="n{target}">'
        f"{_data('d2', number)}{_data('d3', kind)}{_data('d4', names)}</edge>\n"
        for number, (source, target, kind, names) in enumerate(edges)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<graphml xmlns="http://graphml.graphdrawing.org/xmlns">{keys}\n'
        '<graph id="g0" edgedefault="directed" parse.nodeids="canonical" '
        f'parse.edgeids="canonical" parse.order="nodesfirst">\n{drawn}{joined}</graph></graphml>\n'
    )


def _data(key: str, value: object) -> str:
    text = escape(str(value), {"\r": "&#13;"})
    return f'<data key="{key}">{_FORBIDDEN.sub(chr(0xFFFD), text)}</data>'
