"""Two languages: which passage of a translation translates which of the text it was made from.

    alignment = align(chinese, english, ("zh", "en"))
    for pair in alignment.pairs:
        print(pair.source, pair.target, pair.confidence)

It needs no dictionary, and knows nothing of repositories. The names are loaded when they are first
used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provrepo.lazy import attach

__all__ = ["Alignment", "SentencePair", "UnitLink", "UnitPair", "align"]

if TYPE_CHECKING:
    from provrepo.align.alignment import align
    from provrepo.align.result import Alignment, SentencePair, UnitLink, UnitPair
else:
    __getattr__, __dir__ = attach(
        __name__,
        {
            "Alignment": "provrepo.align.result",
            "UnitLink": "provrepo.align.result",
            "UnitPair": "provrepo.align.result",
            "SentencePair": "provrepo.align.result",
            "align": "provrepo.align.alignment",
        },
    )
