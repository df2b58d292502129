"""Which documents somebody wants: by language and state of their texts, by title, the stale."""

from __future__ import annotations

from dataclasses import dataclass

from provrepo.arguments import check_strings
from provrepo.store import rules

UNREVIEWED = "unreviewed"
STATES = (*(state for state in rules.REVIEW_STATES if state != "checked"), UNREVIEWED)
"""The states by which documents can be selected."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Documents that answer everything that is said; what is None is not asked.

    ``language`` is a BCP 47 tag that one of the texts has, ``zh`` for ``zh-Hans`` too. ``title`` is
    a part of the title, upper and lower case being the same. With ``stale`` one of the texts is
    stale. ``state`` is the review state of the newest version of one of them: ``submitted``,
    ``returned``, ``approved``, ``published`` or ``unreviewed``. Raises InvalidValue.
    """

    language: str | None = None
    title: str | None = None
    stale: bool = False
    state: str | None = None

    def __post_init__(self) -> None:
        check_strings({"language": self.language, "title": self.title}, optional=True)
        if self.language is not None:
            rules.language(self.language)
        if self.state is not None:
            rules.one_of("state", self.state, STATES)
