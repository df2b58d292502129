"""Comments that answer one another, in the order in which a person reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def beginning(comment: str, answers: Mapping[str, str]) -> str:
    """Return the comment that begins the thread of ``comment``; endless circles are cut.

    ``answers`` says, by comment, which one it answers.
    """
    seen: set[str] = set()
    while comment in answers and comment not in seen:
        seen.add(comment)
        comment = answers[comment]
    return comment


def in_threads(comments: Sequence[str], answers: Mapping[str, str]) -> list[str]:
    """Return the comments in their order, but each thread together, from where it begins."""
    places = {comment: place for place, comment in reversed(list(enumerate(comments)))}
    return sorted(comments, key=lambda one: places.get(beginning(one, answers), places[one]))
