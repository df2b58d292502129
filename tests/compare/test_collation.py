"""Collation of several witnesses."""

from __future__ import annotations

import re
from random import Random
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from provrepo.compare import as_collatex, as_graphml, collation_of, diff
from provrepo.compare.collation import collate
from provrepo.compare.views.html import collation_as_html
from provrepo.compare.views.tei import as_tei
from tests.compare.test_views import witness
from tests.compare.texts import PIECED

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@example(["..שלום", "שלום.שלום."])
@given(st.lists(PIECED, min_size=2, max_size=4))
def test_the_readings_of_a_witness_are_its_text(texts: list[str]) -> None:
    """Joined, the readings of each witness are its text; so are those of the TEI apparatus."""
    names = [f"W{number}" for number in range(len(texts))]
    collation = collate(texts, names)
    xml = as_tei(collation, title="Collation")
    for number, text in enumerate(texts):
        assert "".join(segment.readings[number] for segment in collation.segments) == text
        assert witness(xml, number) == text


def test_three_translations_in_one_apparatus() -> None:
    """Where one of three witnesses reads otherwise, the other two stand together."""
    collation = collate(
        ["the border was closed", "the border was shut", "the border was closed"], ["A", "B", "C"]
    )
    places = [segment.groups() for segment in collation.segments if not segment.agreed]
    assert places == [[("closed", (0, 2)), ("shut", (1,))]]


def test_every_witness_has_an_identifier_of_its_own() -> None:
    """Names that XML cannot hold, that begin with a digit or are equal, still tell readings apart.

    An XML identifier begins with a letter and stands once in a file.
    """
    names = ["2024 edition", "é (draft)", "", "A", "A-6", "A"]
    xml = as_tei(collate(list("abcdef"), names), title="T")
    identifiers = re.findall('<witness xml:id="([^"]*)">', xml)
    assert len(set(identifiers)) == len(names)
    assert all(re.fullmatch("[A-Za-z_][A-Za-z0-9_.-]*", identifier) for identifier in identifiers)
    assert [witness(xml, number) for number in range(6)] == list("abcdef")


def test_the_table_has_a_column_for_each_witness() -> None:
    """The HTML table names each witness and shows an omission as such."""
    page = collation_as_html(collate(["a b c", "a c"], ["First", "Second"]), title="T")
    assert '<th scope="col">First</th><th scope="col">Second</th>' in page
    assert "<em>om.</em>" in page


def test_the_page_links_a_passage_with_its_other_place() -> None:
    """Every link leads to a row of the page, which links back; equal texts have no table."""
    texts = ["the cat is black", "black is the cat"]
    page = collation_as_html(collate(texts, ["A", "B"]), title="T")
    rows = dict(re.findall(r'<tr id="(place-\d+)">.*?href="#(place-\d+)">transposed [↑↓]', page))
    assert len(rows) == 2
    assert {rows[other]: other for other in rows} == rows
    assert "<table" not in collation_as_html(collate(texts[:1] * 2, ["A", "B"]), title="T")


def test_a_collation_needs_two_texts() -> None:
    """One text alone cannot be collated, and each needs a name."""
    with pytest.raises(ValueError, match="two or more texts and a name for each"):
        collate(["a"], ["A"])


def apparatus(texts: list[str]) -> list[dict[str, str]]:
    """Return the places where witnesses A, B, C … differ: sigla by reading."""
    names = [chr(ord("A") + number) for number in range(len(texts))]
    return [
        {
            reading.strip(): "".join(names[number] for number in witnesses)
            for reading, witnesses in segment.groups()
        }
        for segment in collate(texts, names).segments
        if not segment.agreed
    ]


A = "The delegation will leave for Shenyang by the night train on Friday and return on Monday."
B = "The delegation will depart for Shenyang by the night train on Friday and return on Monday."
C = "The delegation will leave for Shenyang by the night train on Friday and come back on Monday."
D = "On Friday our people go by rail to Mukden; they are expected home Monday."
CROSSING = "The vice minister said that {} people had crossed the river by 5 May.\n\n"


def test_a_paraphrase_hides_nothing_of_the_others() -> None:
    """Where one witness says all in other words, what the others differ in stands alone."""
    places = apparatus([A, B, C, D])
    assert {"leave": "AC", "depart": "B", "": "D"} in places
    assert any(place.get("return") == "AB" for place in places)


def test_an_omission_hides_nothing_of_the_others() -> None:
    """Where one witness lacks a paragraph, a number in it is still told apart."""
    middles = ["", CROSSING.format("4,701"), CROSSING.format("4,071")]
    texts = [f"It begins.\n\n{middle}It ends." for middle in middles]
    assert {"": "A", "4,701": "B", "4,071": "C"} in apparatus(texts)


def test_a_word_of_two_witnesses_is_in_one_column() -> None:
    """A witness that has the words of both others shares each with one of them."""
    assert apparatus(["x a y", "x b y", "x a b y"]) == [{"a": "AC", "": "B"}, {"": "A", "b": "BC"}]


def test_words_spelled_alike_stand_for_each_other() -> None:
    """`gray` and `grey` are readings of one place, whatever is written beside them."""
    places = apparatus(["the gray cat sat", "the grey big cat sat", "the big grey cat sat"])
    assert {"gray": "A", "grey": "BC"} in places


def test_words_spelled_alike_by_chance_are_apart() -> None:
    """What a paraphrase says instead is one reading, though `then` looks like `the`."""
    texts = [
        f"In April the consul saw {number} at the border. They will {verb} the town on Monday. "
        f"The old minister, who was grey, met them."
        for number, verb in (("4,701", "leave"), ("4,071", "depart"))
    ]
    whole = "Something wholly different was said by another man, and then "
    texts.append(f"{whole}the old minister, who was grey, met them.")
    collation = collate(texts, ["A", "B", "C"])
    assert whole in [segment.readings[2] for segment in collation.segments]


def test_a_passage_in_two_places_is_linked() -> None:
    """What some have at the beginning and others at the end is told as transposed."""
    one, two = "The boats were repaired at the harbor", "Nobody else was seen there"
    collation = collate([f"{one}. {two}.", f"{two}. {one}.", f"{one}. {two}."], ["A", "B", "C"])
    (passage,) = collation.transpositions
    assert {passage.first_witnesses, passage.second_witnesses} == {(0, 2), (1,)}
    xml = as_tei(collation, title="T")
    targets = re.findall(r'corresp="#([^"]*)"', xml)
    assert len(targets) == 2
    assert sorted(targets) == sorted(re.findall(r'xml:id="(place[^"]*)"', xml))
    assert "transposition" in as_graphml(collation)


def test_a_passage_that_was_edited_where_it_went_is_linked() -> None:
    """A year and a verb that changed on the way hide no transposition."""
    letter = "The consul came to the old harbor in May 1961 and met nobody there at all."
    edited = letter.replace("1961", "1962").replace("met nobody", "did not meet anybody")
    other = "Nothing was said of the trade between the two towns during that long winter."
    collation = collate([f"{letter}\n\n{other}\n", f"{other}\n\n{edited}\n"], ["A", "B"])
    (passage,) = collation.transpositions
    readings = [collation.segments[place].readings for place in (passage.first, passage.second)]
    assert letter in readings[0][0]
    assert edited in readings[1][1]
    assert (passage.first_witnesses, passage.second_witnesses) == ((0,), (1,))


def test_a_passage_amid_a_longer_reading_is_linked() -> None:
    """It is a place of its own on both sides, whatever else stands beside it there."""
    sentence = "They will leave the town on Monday. "
    texts = [
        f"In April the consul told us that 4,701 persons had crossed the border. {sentence}"
        "The old minister met them.",
        f"{sentence}In April the consul told us that 4,701 persons had crossed the frontier. "
        "The minister met them.",
    ]
    collation = collate(texts, ["A", "B"])
    (passage,) = collation.transpositions
    readings = [collation.segments[place].readings for place in (passage.first, passage.second)]
    assert [tuple(reading.strip(". ") for reading in place) for place in readings] == [
        ("", "They will leave the town on Monday"),
        ("They will leave the town on Monday", ""),
    ]
    for number, text in enumerate(texts):
        assert "".join(segment.readings[number] for segment in collation.segments) == text


def test_a_passage_of_which_others_read_a_word_otherwise_is_linked_part_by_part() -> None:
    """Where its counterpart is cut by a variant, the passage is cut likewise."""
    head = "In April the consul told us that 4,701 persons had crossed the river by night. "
    tail = "Nothing more was heard of him."
    texts = [
        f"{head}They will leave the town on Monday. {tail}",
        f"{head}They will depart the town on Monday. {tail}",
        f"They will leave the town on Monday. {head}{tail}",
    ]
    collation = collate(texts, ["A", "B", "C"])
    linked = {
        (
            collation.segments[passage.first].readings[2].strip(" ."),
            passage.first_witnesses,
            passage.second_witnesses,
        )
        for passage in collation.transpositions
    }
    assert ("They will", (2,), (0, 1)) in linked
    assert ("leave", (2,), (0,)) in linked
    assert ("the town on Monday", (2,), (0, 1)) in linked


@given(st.lists(PIECED, min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_witnesses_does_not_matter(texts: list[str], source: Random) -> None:
    """Given in another order, each witness has the same readings in the same places."""
    order = list(range(len(texts)))
    source.shuffle(order)
    names = [str(number) for number in order]
    segments = collate(texts, [str(number) for number in range(len(texts))]).segments
    shuffled = collate([texts[number] for number in order], names).segments
    assert [tuple(segment.readings[number] for number in order) for segment in segments] == [
        segment.readings for segment in shuffled
    ]


@given(st.lists(PIECED, min_size=2, max_size=4))
def test_other_programs_read_the_whole_text(texts: list[str]) -> None:
    """The tokens of CollateX's table, and the nodes along a path of GraphML, are each witness."""
    names = [f"W{number}" for number in range(len(texts))]
    collation = collate(texts, names)
    table = as_collatex(collation)["table"]
    for number, text in enumerate(texts):
        assert "".join(token["t"] for row in table for token in row[number]) == text
    graph = ElementTree.fromstring(as_graphml(collation))  # noqa: S314 we wrote it
    space = "{http://graphml.graphdrawing.org/xmlns}"
    words = {
        node.get("id"): node.findall(f"{space}data")[1].text or ""
        for node in graph.iter(f"{space}node")
    }
    for name, text in zip(names, texts, strict=True):
        steps = {
            edge.get("source"): edge.get("target")
            for edge in graph.iter(f"{space}edge")
            if name in (edge.findall(f"{space}data")[2].text or "").split(", ")
        }
        node, written = "n0", ""
        while node in steps:
            node = str(steps[node])
            written += words[node]
        assert node == f"n{len(words) - 1}"
        assert written == FORBIDDEN.sub("\ufffd", text)


def test_what_changed_inside_a_moved_passage_is_marked_in_tei() -> None:
    """The two places of a moved passage point at each other, and its new year is marked in both."""
    one = "The embassy reported that the border was quiet during the whole of May 1961.\n\n"
    two = "In Liaoning the police stopped three hundred people who wanted to cross it.\n\n"
    comparison = diff(one + two, two + one.replace("1961", "1962"))
    xml = as_tei(collation_of(comparison, "v1", "v2"), title="T")
    assert '<seg type="changed">1961</seg>' in xml
    assert '<seg type="changed">1962</seg>' in xml
    assert [witness(xml, number) for number in range(2)] == [comparison.before, comparison.after]


def test_what_stands_between_exchanged_phrases_stands_together() -> None:
    """Of two phrases that changed places around a verb, the verb is what both share."""
    texts = ["Then the cat is black today.", "Then black is the cat today."]
    assert apparatus(texts) == [{"the cat": "A", "black": "B"}, {"black": "A", "the cat": "B"}]


def test_what_ends_a_sentence_stays_with_it() -> None:
    """A short sentence that one witness adds has its own full stop, not that of the one before."""
    texts = ["It began. Nobody saw it. It ended.", "It began. It ended."]
    assert apparatus(texts) == [{"Nobody saw it.": "A", "": "B"}]


def amid_variants(passages: list[str]) -> list[str]:
    """Return witnesses of 1,000 words that all differ in every fifth one, each with its passage."""
    before, after = (
        "".join(f"w{n} x{n} {{0}}{n} y{n} z{n} " for n in numbers)
        for numbers in (range(100), range(100, 200))
    )
    return [
        f"{before.format(name)}{passage} {after.format(name)}"
        for name, passage in zip("abc", passages, strict=True)
    ]


def test_a_repeated_phrase_is_collated_alike_in_a_long_text() -> None:
    """Words that follow each other stay together, also where words differ all along."""
    passages = [
        "This very quick very quick brown",
        "That very quick brown",
        "That very quick brown",
    ]
    places = apparatus(amid_variants(passages))
    assert {"This": "A", "That": "BC"} in places
    assert {"very quick": "A", "": "BC"} in places


def test_what_most_witnesses_read_is_shared_in_a_long_text() -> None:
    """A word that all three have is in one place, though two could share another one."""
    places = apparatus(amid_variants(["p y q", "p x y z q", "p z y q"]))
    assert {"": "A", "x": "B", "z": "C"} in places
    assert {"": "AC", "z": "B"} in places


def test_exchanged_phrases_are_seen_in_a_long_text() -> None:
    """The word around which two phrases are exchanged is shared, whatever else differs."""
    passages = ["the cat is black", "black is the cat", "black and white is the cat"]
    places = apparatus(amid_variants(passages))
    assert {"the cat": "A", "black": "BC"} in places
    assert {"black": "A", "the cat": "BC"} in places


def test_words_of_witnesses_aligned_first_hide_nothing_of_a_later_one() -> None:
    """What the third has in common with one of the others, before or after, it shares."""
    texts = [
        "Days & nights when day followed night & vice versa.",
        "Days and nights when day followed night and vice versa.",
        "Days & nights when day followed night & night on day.",
    ]
    assert {"&": "AC", "and": "B"} in apparatus(texts)
    assert {"vice versa": "AB", "night on day": "C"} in apparatus(texts)


def test_where_a_text_ends_no_blank_is_missing() -> None:
    """The blank before words that others have goes with these."""
    readings = [segment.readings for segment in collate(["one two", "one"], ["A", "B"]).segments]
    assert readings == [("one", "one"), (" two", "")]
    texts = ["one two", "one three", "one"]
    readings = [segment.readings for segment in collate(texts, ["A", "B", "C"]).segments]
    assert readings == [("one", "one", "one"), (" two", " three", "")]


def test_the_word_spelled_most_alike_is_the_other_reading() -> None:
    """It is not the one that happens to stand beside the next shared word."""
    assert {"minister": "A", "ministry": "B"} in apparatus(
        ["The old minister left.", "The old ministry of mints left."]
    )
    assert {"this": "A", "that": "B"} in apparatus(["over this dog", "over that there dog"])
    assert {"this": "A", "that": "B"} in apparatus(["over this dog", "over there that dog"])


def linked(texts: list[str]) -> set[tuple[str, str]]:
    """Return what the transpositions of witnesses A, B, C … link: two readings."""
    collation = collate(texts, [chr(ord("A") + number) for number in range(len(texts))])
    return {
        (
            collation.segments[passage.first].readings[passage.first_witnesses[0]].strip(),
            collation.segments[passage.second].readings[passage.second_witnesses[0]].strip(),
        )
        for passage in collation.transpositions
    }


def test_a_passage_that_is_cut_by_variants_on_both_sides_is_linked() -> None:
    """One witness lacks a word of it, another one has it elsewhere amid other words."""
    texts = [
        "The quick brown fox jumps over the dog.",
        "The brown fox jumps over the lazy dog.",
        "Over the lazy dog jumps the quick brown fox.",
    ]
    assert linked(texts) >= {("quick", "quick"), ("brown fox", "brown fox"), ("lazy", "lazy")}
    texts = [
        "وصل القنصل إلى المدينة يوم الاثنين",
        "وصل القنصل إلى المدينة يوم الثلاثاء",
        "يوم الاثنين وصل القنصل إلى المدينة",
    ]
    assert linked(texts) == {("يوم", "يوم"), ("الاثنين", "الاثنين")}


def test_paragraphs_in_three_orders_are_linked() -> None:
    """Also where one of them was edited, and where two witnesses have what a third has apart."""
    boats = "Nobody had repaired the fishing boats of the harbor, though spring was near.\n\n"
    rice = "Merchants complained bitterly about the price of rice during these months.\n\n"
    home = "Please send greetings to everybody at home.\n\n"
    texts = [boats + rice + home, rice.replace("rice", "wheat") + boats + home, home + boats + rice]
    words = {word for passage in linked(texts) for word in passage[0].split()}
    assert words >= {"Merchants", "complained", "bitterly", "during", "greetings", "everybody"}


def test_words_that_are_equal_far_away_are_no_transposition() -> None:
    """Among texts that are wholly different, a word stands in any place by chance."""
    source = Random(3)  # noqa: S311 nothing secret
    words = [f"word{number}" for number in range(300)]
    texts = [" ".join(source.choices(words, k=600)) for _ in range(3)]
    assert len(collate(texts, ["A", "B", "C"]).transpositions) < 20


def test_a_phrase_for_a_phrase_is_divided_where_both_moved() -> None:
    """Of two phrases that changed places, the words of the one face those of the other."""
    texts = [
        "the black dog chases a red cat",
        "a red cat chases the black dog",
        "a red cat chases the yellow dog",
    ]
    assert apparatus(texts) == [
        {"the": "A", "a": "BC"},
        {"black": "A", "red": "BC"},
        {"dog": "A", "cat": "BC"},
        {"a": "A", "the": "BC"},
        {"red": "A", "black": "B", "yellow": "C"},
        {"cat": "A", "dog": "BC"},
    ]


WORDS = st.lists(st.integers(0, 10**6).map("word{}".format), min_size=8, max_size=30, unique=True)


@given(WORDS, st.data())
def test_two_witnesses_share_as_many_words_as_there_are(
    words: list[str], data: st.DataObject
) -> None:
    """Where nothing moved, each word that both have is read by both in one place."""
    kept = data.draw(st.lists(st.booleans(), min_size=len(words), max_size=len(words)))
    other = [
        word if keep else f"other{place}"
        for place, (word, keep) in enumerate(zip(words, kept, strict=True))
    ]
    texts = [" ".join(words), " ".join(other)]
    collation = collate(texts, ["A", "B"])
    shared = [
        word
        for segment in collation.segments
        if segment.agreed
        for word in segment.readings[0].split()
    ]
    assert shared == [word for word, keep in zip(words, kept, strict=True) if keep]


@given(WORDS, st.data())
def test_a_witness_without_anything_of_its_own_changes_nothing(
    words: list[str], data: st.DataObject
) -> None:
    """It reads with one or the other of two everywhere: what these differ in stays the same."""
    kept = data.draw(st.lists(st.sampled_from("abc"), min_size=len(words), max_size=len(words)))
    second = [
        word if keep == "a" else f"other{place}"
        for place, (word, keep) in enumerate(zip(words, kept, strict=True))
    ]
    third = [
        other if keep == "b" else word
        for word, other, keep in zip(words, second, kept, strict=True)
    ]
    texts = [" ".join(words), " ".join(second), " ".join(third)]
    both = [segment.readings for segment in collate(texts[:2], ["A", "B"]).segments]
    with_third = [segment.readings[:2] for segment in collate(texts, ["A", "B", "C"]).segments]
    assert _differing(with_third) == _differing(both)


def _differing(readings: list[tuple[str, ...]]) -> list[tuple[str, str]]:
    """Return the words that two witnesses read otherwise, as if each were a place."""
    places: list[tuple[str, str]] = []
    for before, after in readings:
        if before.split() != after.split():
            places += zip(before.split(), after.split(), strict=True)
    return places
