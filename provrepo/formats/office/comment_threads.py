"""Put comments that answer one another in the order in which a person reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def beginning(comment: str, answers: Mapping[str, str]) -> str:
    """Return the comment that begins the thread of ``comment``.

    ``answers`` maps a comment to the one that it answers. In a damaged file comments may answer one
    another in a circle; then any of the circle is returned.
    """
    seen: set[str] = set()
    while comment in answers and comment not in seen:
        seen.add(comment)
        comment = answers[comment]
    return comment


def in_threads(comments: Sequence[str], answers: Mapping[str, str]) -> list[str]:
    """Return the comments in their order, but each thread together where it begins."""
    places = {comment: place for place, comment in reversed(list(enumerate(comments)))}
    return sorted(
        comments, key=lambda comment: places.get(beginning(comment, answers), places[comment])
    )
