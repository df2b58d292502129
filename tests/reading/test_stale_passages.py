"""Stale passages: what translates something that changed is named, and little else."""

from __future__ import annotations

import json
from collections import Counter
from statistics import median
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import provrepo
from provrepo.align.changed_units import changed_units
from provrepo.editing.changes import Changes
from tests.align.gold import joined
from tests.conftest import only_sqlite
from tests.shared import SHARED, needs

ZH, EN, FR = "a/transcription:zh", "a/translation:en", "a/translation:fr"

CHINESE = [
    "一九六一年五月三日，外交部致驻苏联大使馆电报。",
    "请转告苏联方面，我方代表团共28人，将于五月十日到达莫斯科。",
    "代表团团长为陈毅副总理。",
    "苏联外交部是否同意，请即电告。",
    "此事请勿对外公布。",
    "外交部",
]
ENGLISH = [
    "Telegram of 3 May 1961 from the Ministry of Foreign Affairs to the Embassy in the USSR.",
    "Please inform the Soviet side that our delegation of 28 people will be in Moscow on 10 May.",
    "The head of the delegation is Vice Premier Chen Yi.",
    "Does the Soviet Foreign Ministry agree? Please cable at once.",
    "Please do not make this public.",
    "Ministry of Foreign Affairs",
]
FRENCH = [
    "Télégramme du 3 mai 1961 du ministère des Affaires étrangères à l'ambassade en URSS.",
    "Veuillez informer la partie soviétique que notre délégation de 28 personnes arrivera à Moscou "
    "le 10 mai.",
    "Le chef de la délégation est le vice-premier ministre Chen Yi.",
    "Le ministère soviétique est-il d'accord ? Veuillez télégraphier aussitôt.",
    "Veuillez ne pas rendre cela public.",
    "Ministère des Affaires étrangères",
]


def put(
    repository: provrepo.Repository, text: str, content: str | list[str], *based_on: str
) -> str:
    """Store a content as the next version of ``KEY/TEXT``; return its id."""
    document, _, name = text.partition("/")
    content = content if isinstance(content, str) else "\n\n".join(content)
    changes = Changes(based_on=based_on or None, fields={"title": "T"})
    return repository.ingest(content.encode(), changes, document=document, text=name).version.id


def edited(paragraphs: list[str], number: int, old: str, new: str) -> list[str]:
    """Return paragraphs, of which one, counted from 1, has other words."""
    assert old in paragraphs[number - 1]
    changed = paragraphs[number - 1].replace(old, new)
    return [*paragraphs[: number - 1], changed, *paragraphs[number:]]


def flagged(repository: provrepo.Repository, text: str = EN) -> dict[int, str]:
    """Return the passages of a stale text that are surely meant, each with its state."""
    (worklist,) = repository.stale_passages(text)
    return {
        passage.unit: passage.state for passage in worklist.passages if passage.confidence > 0.5
    }


def test_a_corrected_numeral_names_one_paragraph(repository: provrepo.Repository) -> None:
    """With the change, its class and where the passage stands; the rest is left in peace."""
    put(repository, ZH, CHINESE)
    put(repository, EN, ENGLISH, ZH)
    put(repository, ZH, edited(CHINESE, 2, "28", "23"))
    (worklist,) = repository.stale_passages()
    passage = max(worklist.passages, key=lambda passage: passage.confidence)
    assert len(worklist.passages) <= 2
    assert (worklist.reference, worklist.units, passage.unit) == (f"{EN}@v1", 6, 2)
    assert passage.text == ENGLISH[1]
    content = "\n\n".join(ENGLISH)
    assert content[slice(*passage.range)] == ENGLISH[1]
    (change,) = passage.changes
    assert (change.superseded, change.newer) == (f"{ZH}@v1", f"{ZH}@v2")
    assert (change.unit, change.newer_units, change.kinds) == (2, (2,), ("text",))
    words = [(c["deleted"], c["inserted"]) for c in change.as_json()["changes"]]
    assert words == [("28", "23")]
    assert passage.confidence > 0.9
    json.dumps(worklist.as_json())


def test_how_far_it_is_can_be_shown(repository: provrepo.Repository) -> None:
    """A work list takes a moment for each stale text: how many there are is told beforehand."""
    put(repository, ZH, CHINESE)
    put(repository, EN, ENGLISH, ZH)
    put(repository, FR, FRENCH, EN)
    put(repository, ZH, edited(CHINESE, 2, "28", "23"))
    told: list[str] = []
    worklists = repository.stale_passages(
        begin=lambda total: told.append(f"of {total}"), tick=lambda steps: told.append(str(steps))
    )
    assert len(worklists) == 2
    assert told == ["of 2", "1", "1"]


def test_a_relay_translation_is_followed_to_its_end(repository: provrepo.Repository) -> None:
    """French from English from Chinese: what changed in Chinese names the French passage."""
    put(repository, ZH, CHINESE)
    put(repository, EN, ENGLISH, ZH)
    put(repository, FR, FRENCH, EN)
    put(repository, ZH, edited(CHINESE, 3, "陈毅", "周恩来"))
    assert flagged(repository, FR) == {3: "stale"}
    assert flagged(repository, EN) == {3: "stale"}
    (worklist,) = repository.stale_passages(FR)
    assert worklist.after == EN


@pytest.mark.parametrize(
    ("before", "after"), [("28人", "２８人"), ("外交部致", "外交部\n致"), ("。", "。 \n")]
)
def test_form_flags_nothing(repository: provrepo.Repository, before: str, after: str) -> None:
    """Neither alone, nor beside a change of words elsewhere."""
    put(repository, ZH, CHINESE)
    put(repository, EN, ENGLISH, ZH)
    reformed = [paragraph.replace(before, after) for paragraph in CHINESE]
    put(repository, ZH, reformed)
    assert repository.stale_passages() == ()
    put(repository, ZH, edited(reformed, 5, "公布", "宣布"))
    assert flagged(repository) == {5: "stale"}


def test_white_space_that_is_no_form_names_its_paragraph(
    repository: provrepo.Repository,
) -> None:
    """A text that is stale has at least one passage that is."""
    put(repository, ZH, CHINESE)
    put(repository, EN, ENGLISH, ZH)
    put(repository, ZH, edited(CHINESE, 2, "28", "\n28"))
    assert flagged(repository) == {2: "stale"}


def test_a_chinese_text_that_was_wrapped_anew_makes_no_translation_stale(
    repository: provrepo.Repository,
) -> None:
    """Its lines may end beside a mark, too."""
    put(repository, ZH, edited(CHINESE, 2, "请转告", "请，转告"))
    put(repository, EN, ENGLISH, f"{ZH}@v1")
    put(repository, ZH, edited(CHINESE, 2, "请转告", "请，\n转告"))
    assert repository.stale_passages() == ()


def test_what_is_the_same_for_translations_flags_nothing(
    repository: provrepo.Repository,
) -> None:
    """A correction that no translation follows, before and after one that it must follow."""
    put(repository, ZH, CHINESE)
    put(repository, EN, ENGLISH, ZH)
    second = edited(CHINESE, 1, "致", "發")
    put(repository, ZH, second)
    repository.same_as(f"{ZH}@v1..v2")
    assert repository.stale_passages() == ()
    third = edited(second, 4, "同意", "接受")
    put(repository, ZH, third)
    assert flagged(repository) == {4: "stale"}
    put(repository, ZH, edited(third, 6, "外交部", "外交部办公厅"))
    repository.same_as(f"{ZH}@v3..v4")
    assert flagged(repository) == {4: "stale"}


def test_what_is_new_and_what_is_gone_is_told(repository: provrepo.Repository) -> None:
    """A paragraph that nobody translated yet, and the translation of one that is no more."""
    put(repository, ZH, CHINESE)
    put(repository, EN, ENGLISH, ZH)
    new = "随团记者另有5人，名单另发。"
    put(repository, ZH, [*CHINESE[:3], new, CHINESE[3], CHINESE[5]])
    (worklist,) = repository.stale_passages()
    (untranslated,) = worklist.untranslated
    assert (untranslated.change.after, untranslated.after) == (new, 3)
    assert untranslated.change.newer_units == (4,)
    (gone,) = (passage for passage in worklist.passages if passage.unit == 5)
    assert (gone.changes[0].after, gone.changes[0].newer_units) == ("", ())
    assert gone.changes[0].before == CHINESE[4]
    assert not worklist.cleared


@pytest.mark.parametrize(("place", "beside"), [(0, 1), (3, 3), (6, 6)])
def test_where_something_new_belongs_is_named(
    repository: provrepo.Repository, place: int, beside: int
) -> None:
    """Nothing else changed: what stands before it is to be read, at the beginning the first one."""
    put(repository, ZH, CHINESE)
    put(repository, EN, ENGLISH, ZH)
    put(repository, ZH, [*CHINESE[:place], "随团记者另有5人，名单另发。", *CHINESE[place:]])
    (worklist,) = repository.stale_passages()
    assert [untranslated.after for untranslated in worklist.untranslated] == [place]
    assert [passage.unit for passage in worklist.passages] == [beside]


def test_each_change_says_how_likely_it_is_meant(repository: provrepo.Repository) -> None:
    """What may be meant stands beside what surely is, and is not as sure as that."""
    put(repository, ZH, CHINESE)
    put(repository, EN, ENGLISH[:3], ZH)
    put(repository, ZH, edited(edited(CHINESE, 2, "28", "23"), 3, "陈毅", "周恩来"))
    (worklist,) = repository.stale_passages()
    likely = {
        passage.unit: {change.unit: change.confidence for change in passage.changes}
        for passage in worklist.passages
    }
    assert likely[2][2] > 0.9
    assert likely[2].get(3, 0.0) < 0.5 < likely[3][3]
    for passage in worklist.passages:
        assert max(likely[passage.unit].values()) == passage.confidence
        written = [change["confidence"] for change in passage.as_json()["changes"]]
        assert max(written) == round(passage.confidence, 3)


def test_a_paragraph_that_moved_is_named(repository: provrepo.Repository) -> None:
    """Its translation stands in the wrong place now."""
    put(repository, ZH, CHINESE)
    put(repository, EN, ENGLISH, ZH)
    put(repository, ZH, [CHINESE[0], *CHINESE[2:5], CHINESE[1], CHINESE[5]])
    assert flagged(repository)
    (worklist,) = repository.stale_passages()
    (change,) = {change for passage in worklist.passages for change in passage.changes}
    assert (change.kinds, change.place) == (("moved",), "unit 2, now 5")


def test_lines_of_verse_are_units(repository: provrepo.Repository) -> None:
    """One verse changed, one verse is named."""
    chinese = ["春眠不觉晓", "处处闻啼鸟", "夜来风雨声", "花落知多少"]
    english = ["In spring I sleep past dawn,", "Birds sing on every side;"]
    english += ["At night came wind and rain,", "How many blossoms died?"]
    put(repository, ZH, "\n".join(chinese))
    put(repository, EN, "\n".join(english), ZH)
    put(repository, ZH, "\n".join(edited(chinese, 3, "风雨", "大雪")))
    (worklist,) = repository.stale_passages()
    assert worklist.units == 4
    assert 3 in {passage.unit for passage in worklist.passages}


def test_a_new_version_of_the_translation_is_to_be_confirmed(
    repository: provrepo.Repository,
) -> None:
    """It may be the answer; a comma elsewhere is none."""
    put(repository, ZH, CHINESE)
    put(repository, EN, ENGLISH, ZH)
    put(repository, ZH, edited(edited(CHINESE, 2, "28", "23"), 5, "公布", "宣布"))
    assert flagged(repository) == {2: "stale", 5: "stale"}
    put(repository, EN, edited(ENGLISH, 2, "28", "23"))
    assert flagged(repository) == {2: "confirm", 5: "stale"}


def test_what_cannot_be_read_is_not_called_fresh(repository: provrepo.Repository) -> None:
    """Where the basis was purged, nobody can say which passages changed: that is said."""
    put(repository, ZH, CHINESE)
    put(repository, EN, ENGLISH, ZH)
    put(repository, ZH, edited(CHINESE, 2, "28", "23"))
    repository.purge(f"{ZH}@v1", "on request")
    (worklist,) = repository.stale_passages()
    assert worklist.unreadable
    assert not worklist.cleared


def test_what_an_old_version_brings_along_is_told(repository: provrepo.Repository) -> None:
    """Two texts that were revised after each other, and a third one made from them."""
    put(repository, EN, ENGLISH)
    put(repository, FR, FRENCH, EN)
    put(repository, EN, edited(ENGLISH, 2, "28", "23"), f"{FR}@v1")
    german = "a/translation:de"
    put(repository, german, ENGLISH, f"{EN}@v2")
    stale = [text.reference for text in repository.status().stale]
    assert f"{german}@v1" in stale
    for worklist in repository.stale_passages():
        assert worklist.passages or worklist.unreadable


WORDS = st.sampled_from("ferry boats Moscow 28 telegram 1961 Wang harbor lamps winter".split())
SOME_PARAGRAPHS = st.lists(
    st.lists(WORDS, min_size=1, max_size=8).map(" ".join), min_size=1, max_size=6
)


@settings(max_examples=60, deadline=None)
@given(SOME_PARAGRAPHS, st.data())
def test_nothing_that_changed_is_called_fresh(paragraphs: list[str], data: st.DataObject) -> None:
    """Whatever else changes: a paragraph that lost a word, or got another one, is a change."""
    after = data.draw(
        st.tuples(
            *[
                st.one_of(st.just(text), st.lists(WORDS, max_size=8).map(" ".join))
                for text in paragraphs
            ]
        )
    )
    before, later = "\n\n".join(paragraphs), "\n\n".join(filter(None, after))
    changed = changed_units(before, later)
    left = Counter(filter(None, after))
    named = {change.unit for change in changed.changes}
    for number, text in enumerate(paragraphs, 1):
        if text not in left:
            assert number in named
    words = Counter(later.split()) - Counter(before.split())
    assert not words or named or changed.new


def changed_paragraph(paragraphs: list[list[str]], number: int) -> list[list[str]]:
    """Return paragraphs with a numeral put into one of them."""
    sentence = paragraphs[number][0]
    place = len(sentence) // 2
    changed = f"{sentence[:place]}7{sentence[place:]}"
    return [*paragraphs[:number], [changed, *paragraphs[number][1:]], *paragraphs[number + 1 :]]


@needs("corpora", "alignment")
@only_sqlite
@pytest.mark.slow
def test_the_partner_of_a_changed_paragraph_is_always_named(
    repository: provrepo.Repository,
) -> None:
    """On texts aligned by hand, each paragraph changed in turn: at the most three are named."""
    named = total = 0
    counts = []
    for path in sorted((SHARED / "corpora" / "alignment").glob("*.json")):
        document: dict[str, Any] = json.loads(path.read_bytes())
        if "paragraph_beads" not in document:
            continue
        source, target = f"{path.stem}/transcription:zh", f"{path.stem}/translation:en"
        put(repository, source, joined(document["source"]))
        put(repository, target, joined(document["target"]), source)
        for sources, targets in document["paragraph_beads"][::3]:
            for number in sources:
                put(repository, source, joined(changed_paragraph(document["source"], number)))
                (worklist,) = repository.stale_passages(target)
                units = {passage.unit for passage in worklist.passages}
                counts.append(len(units))
                if targets:
                    total += 1
                    named += {unit + 1 for unit in targets} <= units
    assert named >= 0.995 * total
    assert median(counts) <= 3
