"""The places of a page to go to from one to the next: each change, or one in every few lines."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from provrepo.compare.changes import Step
from provrepo.compare.views.escaping import shown

# Of more changes, those of one line are one place; and of more such lines than _LINES, those of a
# few lines together: a page of thousands would be mostly links.
_MANY = 300
_LINES = 150
# Characters of an excerpt in the list beside the text.
_EXCERPT = 32

KEYS = (
    "if(!event.ctrlKey&amp;&amp;!event.metaKey&amp;&amp;!event.altKey&amp;&amp;/^[np]$/.test(event.key)){"
    "let s=[...document.querySelectorAll('a.jump[id^=change-]')],"
    "i=s.indexOf(document.querySelector(':target'));"
    "i=event.key=='n'?Math.min(i+1,s.length-1):Math.max(i-1,0);"
    "if(s[i]){location.hash=s[i].id;s[i].focus()}}"
)
"""What the keys n and p do, as the attribute ``onkeydown`` of the page's body."""


class Stops:
    """Which steps are places to go to: all of them, or of many the first one of every few lines.

    White space is passed over where anything else changed.
    """

    def __init__(self, after: str, steps: Sequence[Step]) -> None:
        places = [index for index, step in enumerate(steps) if step.kind != "white space"]
        places = places or [*range(len(steps))]
        if len(places) > _MANY:
            starts = [0, *(steps[index].after_start for index in places)]
            places = [
                index
                for number, index in enumerate(places)
                if not number or "\n" in after[starts[number] : starts[number + 1]]
            ]
            places = places[:: -(-len(places) // _LINES)]
        self._numbers = {index: number for number, index in enumerate(places, 1)}

    def __len__(self) -> int:
        return len(self._numbers)

    def before(self, index: int) -> str:
        """Return what stands before a step: the place itself, which links to the one before."""
        number = self._numbers.get(index)
        if number is None:
            return ""
        previous = max(1, number - 1)
        return (
            f'<a class="jump" id="change-{number}" href="#change-{previous}" '
            f'aria-label="Change {number}, to the previous one">‹</a>'
        )

    def after(self, index: int) -> str:
        """Return what stands after a step: a link to the next place."""
        number = self._numbers.get(index)
        if number is None or number == len(self):
            return ""
        return f'<a class="jump" href="#change-{number + 1}" aria-label="Next change">›</a>'

    def listed(self, before: str, after: str, steps: Sequence[Step]) -> str:
        """Return a list of links to all places, each with the first words that changed there."""
        items = []
        for index, number in self._numbers.items():
            step = steps[index]
            words = " → ".join(
                _excerpt(text)
                for text in (
                    before[step.before_start : step.before_end],
                    after[step.after_start : step.after_end],
                )
            )
            kind = f"moved {step.moved}" if step.moved else step.kind
            items.append(f'<li><a href="#change-{number}">{escape(kind)}</a> {words}</li>')
        return f"<ol>{''.join(items)}</ol>"


def _excerpt(text: str) -> str:
    words = " ".join(text.split())
    if not words:
        return "␣" if text else "∅"
    excerpt = shown(words[:_EXCERPT], marked=False) + ("…" if len(words) > _EXCERPT else "")
    # From right to left, it would turn the arrow between the two round.
    return excerpt if excerpt.isascii() else f"<bdi>{excerpt}</bdi>"
