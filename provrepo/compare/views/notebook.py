"""The notebook view: a piece of HTML that brings its own style and touches nothing around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

from provrepo.compare.changes import Change, Move
from provrepo.compare.views.markup import apparatus, counted, running_text, spoken_style

_WORDS = 12
"""Words beside each change that are shown."""

_MOST = 200
"""Changes, or places of an apparatus, that are shown: a notebook keeps its output in its file."""

# Every selector begins with the class of the fragment. Colours are tints that a light and a dark
# page show through, since a notebook's theme is not the system's.
_STYLE = """
.provrepo dl { display: grid; gap: 0 1rem; grid-template-columns: max-content 1fr;
  margin: 0 0 .5rem; }
.provrepo dd { margin: 0; }
.provrepo del { background: #d003; color: inherit; text-decoration: line-through; }
.provrepo ins { background: #0a03; color: inherit; text-decoration: underline; }
.provrepo .moved { background: #06f3; text-decoration-style: double; }
.provrepo mark { background: #fc06; color: inherit; }
.provrepo .text { overflow-wrap: anywhere; text-align: start; unicode-bidi: plaintext;
  white-space: pre-wrap; }
.provrepo .record :is(th, td) { padding: 0 1rem .2rem 0; text-align: start; vertical-align: top; }
.provrepo .record th span { font-weight: normal; }
.provrepo .control { border: 1px solid; font: .75em monospace; }
.provrepo .jump { direction: ltr; font-size: .75em; unicode-bidi: isolate; }
"""
_SPOKEN = spoken_style(".provrepo ")


def comparison(
    before: str,
    after: str,
    changes: Sequence[Change],
    moves: Sequence[Move],
    statistics: Mapping[str, int],
) -> str:
    """Return the counts of a comparison, and its changes among the words beside them."""
    # Two comparisons in one notebook must not link into each other.
    digest = sha256(f"{before}\0{after}".encode("utf-8", "surrogatepass")).hexdigest()
    text = running_text(
        before,
        after,
        changes,
        moves,
        context=_WORDS,
        most=_MOST,
        anchor=f"provrepo-{digest[:12]}",
    )
    shown = f'<div class="text running" dir="auto">{text}</div>' if changes or moves else ""
    return fragment(counted(statistics) + shown)


def collation(witnesses: Sequence[str], segments: Sequence[Sequence[str]]) -> str:
    """Return a table of the places where witnesses differ; see `apparatus`."""
    if all(len(set(readings)) == 1 for readings in segments):
        return fragment("<p>The texts are the same.</p>")
    return fragment(apparatus(witnesses, segments, _MOST))


def fragment(body: str) -> str:
    """Return a piece of HTML in an element that brings the style of all that is shown here."""
    return f'<div class="provrepo"><style>{_STYLE}{_SPOKEN}</style>{body}</div>'
