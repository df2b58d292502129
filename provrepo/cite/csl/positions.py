"""Positions of cites: first, ibid, subsequent, near-note (CSL 1.0.2, "Choose", "position")."""

from __future__ import annotations

from provrepo.cite.csl.context import Cite


class Cluster:
    """The cites of one citation, and the number of the note it stands in (0: running text)."""

    __slots__ = ("cites", "note")

    def __init__(self, cites: list[Cite], note: int) -> None:
        self.cites = cites
        self.note = note


def assign_positions(clusters: list[Cluster], near_distance: int) -> None:
    """Set the position of every cite from what stands before it.

    ``near_distance`` is how many notes back the last cite of an item may be for ``near-note``.
    """
    first_notes: dict[str, int] = {}
    last_notes: dict[str, int] = {}
    per_note: dict[int, int] = {}
    for cluster in clusters:
        per_note[cluster.note] = per_note.get(cluster.note, 0) + 1
    # The last citation in a note (True) and in running text (False): "ibid." never refers from one
    # to the other.
    latest: dict[bool, Cluster] = {}
    for cluster in clusters:
        previous = latest.get(cluster.note > 0)
        for index, cite in enumerate(cluster.cites):
            identifier = cite.item.id
            if identifier not in first_notes:
                cite.position = "first"
                cite.near_note = False
                cite.first_note = 0
            else:
                before: Cite | None = None
                if index > 0:
                    before = cluster.cites[index - 1]
                elif previous is not None and _ends_alone(previous, cluster, per_note):
                    before = previous.cites[-1]
                cite.position = _position(cite, before)
                # "See note 3" is for the reader of another note.
                first = first_notes[identifier]
                cite.first_note = first if first != cluster.note else 0
                last = last_notes[identifier]
                # A last cite in running text (note 0) is near nothing: "both cites have to be
                # located in foot or endnotes".
                cite.near_note = last > 0 and 0 <= cluster.note - last <= near_distance
            first_notes.setdefault(identifier, cluster.note)
            last_notes[identifier] = cluster.note
        if cluster.cites:
            latest[cluster.note > 0] = cluster


def _ends_alone(previous: Cluster, cluster: Cluster, per_note: dict[int, int]) -> bool:
    """Return whether ``ibid`` can only mean the item that the citation before cites."""
    if previous.note and previous.note == cluster.note:
        # Citations in one note follow one another like the cites of one citation.
        return True
    if any(cite.item.id != previous.cites[0].item.id for cite in previous.cites):
        return False
    if len(previous.cites) > 1:
        # "The previous citation consists of a single cite", though all be of one item.
        return False
    if not previous.note or not cluster.note:
        return True
    # Several citations in the note before: "ibid." would not say which is meant.
    return cluster.note - previous.note <= 1 and per_note.get(previous.note, 1) == 1


def _position(cite: Cite, before: Cite | None) -> str:
    """Return the position of a later cite behind ``before``, the cite that "ibid." would mean."""
    if before is None or before.item.id != cite.item.id:
        return "subsequent"
    if before.locator:
        if not cite.locator:
            return "subsequent"
        same = before.locator == cite.locator and before.label == cite.label
        return "ibid" if same else "ibid-with-locator"
    return "ibid-with-locator" if cite.locator else "ibid"
