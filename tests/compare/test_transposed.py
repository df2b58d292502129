"""Passages of a collation that stand elsewhere with other witnesses are parted from the rest."""

from __future__ import annotations

from provrepo.compare.transposed import Link, parted

PASSAGE = "several scarlet foxes wandered "


def test_a_passage_is_a_segment_of_its_own_where_it_went() -> None:
    """Its full stop goes with it."""
    rows = [(PASSAGE, ""), ("x ", "y several scarlet foxes wandered. Then ")]
    assert parted(rows) == (
        [(PASSAGE, ""), ("x ", "y "), ("", "several scarlet foxes wandered. "), ("", "Then ")],
        {Link(0, 2, PASSAGE, "several scarlet foxes wandered. ")},
    )


def test_a_passage_that_stands_twice_is_of_neither_place() -> None:
    """Nothing tells which of the two it is."""
    rows = [(PASSAGE, ""), ("x ", f"y {PASSAGE}z {PASSAGE}")]
    assert parted(rows) == (rows, set())


def test_two_words_are_a_passage_nearby_only() -> None:
    """Far from each other they are equal by chance."""
    near = [("scarlet foxes ", ""), ("x ", "y scarlet foxes z ")]
    assert parted(near) == (
        [("scarlet foxes ", ""), ("x ", "y "), ("", "scarlet foxes "), ("", "z ")],
        {Link(0, 2, "scarlet foxes ", "scarlet foxes ")},
    )
    far = [near[0], ("of several other things " * 10,) * 2, near[1]]
    assert parted(far) == (far, set())


def test_what_says_little_is_no_passage_amid_long_texts_that_share_nothing() -> None:
    """Three words are equal by chance among millions of pairs, a whole sentence is not."""
    between = tuple("".join(f"{side}word{n} " for n in range(4000)) for side in "xy")
    sentence = "Nobody had repaired the fishing boats of the harbor. "
    for passage, linked in (("scarlet foxes wandered ", False), (sentence, True)):
        assert bool(parted([(passage, ""), between, ("", passage)])[1]) is linked
    short = tuple(words[:3000] for words in between)
    assert parted([("scarlet foxes wandered ", ""), short, ("", "scarlet foxes wandered ")])[1]


def test_a_word_beside_others_is_no_passage() -> None:
    """It is linked where nothing else is read in either place."""
    beside = [("scarlet ", ""), ("x ", "y scarlet z ")]
    assert parted(beside) == (beside, set())
    alone = [("scarlet ", ""), ("foxes ", "foxes "), ("", "scarlet ")]
    assert parted(alone) == (alone, {Link(0, 2, "scarlet ", "scarlet ")})


def test_places_that_are_cut_otherwise_are_cut_alike() -> None:
    """A third witness reads a word otherwise in either place: the passage goes on beyond it."""
    rows = [
        ("lazy ", "lazy ", ""),
        ("yellow ", "brown ", ""),
        ("dogs ", "dogs ", ""),
        ("ran ",) * 3,
        ("", "", "lazy brown dogs "),
    ]
    segments, links = parted(rows)
    assert segments[4:] == [("", "", "lazy "), ("", "", "brown "), ("", "", "dogs ")]
    assert links == {
        Link(0, 4, "lazy ", "lazy "),
        Link(1, 5, "brown ", "brown "),
        Link(2, 6, "dogs ", "dogs "),
    }
