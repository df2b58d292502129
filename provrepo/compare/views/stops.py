"""The places of a page to go to from one to the next: each change, or each line with changes."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from provrepo.compare.changes import Step
from provrepo.compare.views.escaping import shown

# Of more changes, those of one line are one place: a page of thousands would be mostly links.
_MANY = 300
# Places in the list beside the text, and characters of an excerpt there.
_LISTED = 600
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
    """Which steps are places to go to: all of them, or of many the first one of each line.

    White space is passed over where anything else changed.
    """

    def __init__(self, after: str, steps: Sequence[Step]) -> None:
        self._numbers: dict[int, int] = {}
        last = -1
        counting = [index for index, step in enumerate(steps) if step.kind != "white space"]
        for index in counting or range(len(steps)):
            step = steps[index]
            is_first = (
                len(counting or steps) <= _MANY
                or last < 0
                or "\n" in after[last : step.after_start]
            )
            if is_first:
                self._numbers[index] = len(self._numbers) + 1
            last = step.after_start

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
            if number > _LISTED:
                items.append(f"<li>… and {len(self) - _LISTED} more</li>")
                break
            step = steps[index]
            words = " → ".join(
                _excerpt(text)
                for text in (
                    before[step.before_start : step.before_end],
                    after[step.after_start : step.after_end],
                )
            )
            kind = f"moved {step.moved}" if step.moved else step.kind
            items.append(
                f'<li><a href="#change-{number}">{escape(kind)}</a> <bdi>{words}</bdi></li>'
            )
        return f"<ol>{''.join(items)}</ol>"


def _excerpt(text: str) -> str:
    words = " ".join(text.split())
    if not words:
        return "␣" if text else "∅"
    return shown(words[:_EXCERPT], marked=False) + ("…" if len(words) > _EXCERPT else "")
