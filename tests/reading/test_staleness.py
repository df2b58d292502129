"""Which texts are stale: chains of steps, odd graphs, and an independent model of both."""

from __future__ import annotations

import shlex
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import provrepo
from provrepo.clock import fixed_clock
from provrepo.editing.changes import Changes
from provrepo.formats.draft import Draft
from tests.conftest import NOON, only_sqlite


def put(
    repository: provrepo.Repository, text: str, content: str, *based_on: str, **said: bool
) -> str:
    """Store a content as the next version of ``KEY/TEXT``, on exactly this basis; return its id."""
    document, _, name = text.partition("/")
    changes = Changes(based_on=based_on, fields={"title": "T"}, **said)  # type: ignore[arg-type]
    return repository.ingest(content.encode(), changes, document=document, text=name).version.id


def stale(repository: provrepo.Repository) -> dict[str, set[tuple[str, str]]]:
    """Return what is stale, and because of what."""
    return {
        text.reference: {(cause.superseded, cause.newer) for cause in text.causes}
        for text in repository.status().stale
    }


ZH, EN, FR = "a/transcription:zh", "a/translation:en", "a/translation:fr"


@pytest.mark.parametrize(
    ("before", "after"),
    [("One.\nTwo.", "One.\n\nTwo."), ("第１２号", "第12号"), ("caf\u00e9", "cafe\u0301")],
)
def test_form_alone_makes_nothing_stale(
    repository: provrepo.Repository, before: str, after: str
) -> None:
    """It is listed apart, with the command that takes it off the list, and needs no work."""
    put(repository, ZH, before)
    put(repository, EN, "text", ZH)
    put(repository, FR, "texte", EN)
    put(repository, ZH, after)
    status = repository.status()
    assert (status.stale, status.clean) == ((), True)
    assert [issue.reference for issue in status.form] == [f"{EN}@v1", f"{FR}@v1"]
    run(repository, status.form[0].command)
    assert [issue.reference for issue in repository.status().form] == [f"{FR}@v1"]
    run(repository, repository.status().form[0].command)
    assert repository.status().form == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [("10² km", "102 km"), ("no one", "noone"), ("196 1", "1961"), ("\uf900", "\u8c48")],
)
def test_what_only_looks_like_form_makes_stale(
    repository: provrepo.Repository, before: str, after: str
) -> None:
    """Compatibility is no form, nor is a blank inside a word."""
    put(repository, ZH, before)
    put(repository, EN, "text", ZH)
    put(repository, ZH, after)
    assert stale(repository) == {f"{EN}@v1": {(f"{ZH}@v1", f"{ZH}@v2")}}
    assert repository.status().form == ()


def run(repository: provrepo.Repository, command: str) -> None:
    """Run a command that `status` gave: ``provrepo revise TEXT --based-on …``, or ``same-as``."""
    words = shlex.split(command)
    if words[1] == "same-as":
        repository.same_as(words[2])
        return
    flags = [words[place + 1] for place, word in enumerate(words) if word == "--based-on"]
    assert words[:2] == ["provrepo", "revise"]
    assert words[3:-2:2] == ["--based-on"] * len(flags)
    assert words[-2:] == ["--activity", "review"]
    repository.revise(words[2], Changes(based_on=tuple(flags), activity="review"))


def test_steps_make_chains(repository: provrepo.Repository) -> None:
    """Equal content, form, and what editors said; also through a relay translation."""
    put(repository, ZH, "one")
    put(repository, EN, "text", ZH)
    put(repository, FR, "texte", EN)
    put(repository, ZH, "one ")  # form
    put(repository, ZH, "two")
    put(repository, ZH, "two\n")  # form
    put(repository, ZH, "three")
    assert stale(repository) == {
        reference: {(f"{ZH}@v1", f"{ZH}@v5")} for reference in (f"{EN}@v1", f"{FR}@v1")
    }
    repository.same_as(f"{ZH}@v2..v3")
    assert set(stale(repository)) == {f"{EN}@v1", f"{FR}@v1"}
    repository.same_as(f"{ZH}@v5", f"{ZH}@v4")
    status = repository.status()
    assert (status.stale, status.form) == ((), ())
    repository.same_as(f"{ZH}@v3..v2", undo=True)
    assert set(stale(repository)) == {f"{EN}@v1", f"{FR}@v1"}


def test_a_purged_content_equals_itself_alone(repository: provrepo.Repository) -> None:
    """What it said cannot be compared any more; what an editor said of it counts on."""
    put(repository, ZH, "one")
    put(repository, EN, "text", ZH)
    put(repository, ZH, "one\n")
    repository.purge(f"{ZH}@v1", "asked for")
    assert set(stale(repository)) == {f"{EN}@v1"}
    repository.same_as(f"{ZH}@v1..v2")
    assert stale(repository) == {}


def test_two_texts_revised_after_each_other(repository: provrepo.Repository) -> None:
    """Neither is stale because of an older version of itself, and both can be cleared."""
    put(repository, EN, "one")
    put(repository, FR, "un", f"{EN}@v1")
    put(repository, EN, "two", f"{FR}@v1")
    assert stale(repository) == {f"{FR}@v1": {(f"{EN}@v1", f"{EN}@v2")}}
    put(repository, FR, "deux", f"{EN}@v1")
    assert stale(repository) == {
        f"{EN}@v2": {(f"{FR}@v1", f"{FR}@v2")},
        f"{FR}@v2": {(f"{EN}@v1", f"{EN}@v2")},
    }
    for text in repository.status().stale:
        assert text.after is None
        run(repository, text.command)
    assert repository.status().clean


def test_what_hangs_on_texts_that_were_based_on_each_other(
    repository: provrepo.Repository,
) -> None:
    """Their past stays in them; a text based on them can be cleared all the same."""
    put(repository, ZH, "one")
    put(repository, EN, "text", ZH)
    put(repository, FR, "texte", f"{EN}@v1")
    put(repository, EN, "text, again", ZH, f"{FR}@v1")
    put(repository, "a/translation:de", "Text", EN)
    put(repository, ZH, "two")
    for _ in range(5):
        for text in repository.status().stale:
            if text.after is None:
                run(repository, text.command)
    assert repository.status().clean


def test_both_transcriptions_were_corrected(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """Every cause is named, and one command clears them all and keeps what was given as a file."""
    scan = tmp_path / "frame 340.tif"
    scan.write_bytes(b"scan")
    for document in ("b", "c"):
        put(repository, f"{document}/transcription:ko", "old")
    put(repository, EN, "text", "b/ko", "c/ko", str(scan), "label:a copy", f"sha256:{'ab' * 32}")
    basis = repository.version(EN).record.based_on[2:]
    for document in ("b", "c"):
        put(repository, f"{document}/transcription:ko", "new")
    (text,) = repository.status().stale
    assert [cause.superseded for cause in text.causes] == [
        "b/transcription:ko@v1",
        "c/transcription:ko@v1",
    ]
    scan.unlink()
    run(repository, text.command)
    assert repository.version(EN).record.based_on[2:] == basis
    assert repository.status().clean


def test_a_relay_of_which_all_versions_were_withdrawn(repository: provrepo.Repository) -> None:
    """There is no newer one to go on to: what it was made from takes its place."""
    put(repository, ZH, "one")
    put(repository, EN, "text", ZH, "label:a scan")
    put(repository, FR, "texte", EN)
    repository.withdraw(EN, "a mistake")
    assert stale(repository) == {}
    put(repository, ZH, "two")
    (text,) = repository.status().stale
    assert text.reference == f"{FR}@v1"
    run(repository, text.command)
    assert repository.status().stale == ()
    assert [basis.label for basis in repository.version(FR).record.based_on] == [None, "a scan"]


def test_a_text_alone_names_what_comes_before_it(repository: provrepo.Repository) -> None:
    """Also where that one is not looked at."""
    put(repository, ZH, "one")
    put(repository, EN, "text", ZH)
    put(repository, "b/translation:fr", "texte", EN)
    put(repository, ZH, "two")
    (text,) = repository.status("b").stale
    assert (text.reference, text.after) == ("b/translation:fr@v1", EN)


@pytest.mark.slow
@only_sqlite
def test_a_chain_of_texts_as_long_as_it_may_be(repository: provrepo.Repository) -> None:
    """1,100 texts, each based on the one before: the last is stale when the first changes."""
    drafts = (
        Draft(
            f"text {number}",
            document=f"d{number:04}",
            text="translation:en",
            based_on=(f"d{number - 1:04}/translation:en",) if number else ("label:the original",),
            fields={"title": "T"},
        )
        for number in range(1100)
    )
    assert all(isinstance(made, provrepo.Outcome) for made in repository.ingest_drafts(drafts))
    assert repository.status().clean
    repository.ingest(b"another", document="d0000", text="translation:en")
    found = repository.status().stale
    assert len(found) == 1099
    assert {text.superseded for text in found} == {"d0000/translation:en@v1"}
    assert [text.after for text in found] == [
        None,
        *(f"d{number:04}/translation:en" for number in range(1, 1099)),
    ]


@only_sqlite
def test_the_store_is_asked_for_all_at_once(
    repository: provrepo.Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten times as many stale texts take hardly more queries."""

    def queries(count: int) -> int:
        for number in range(count):
            put(repository, f"d{number}/transcription:zh", f"old {number}")
            put(repository, f"d{number}/translation:en", "text", f"d{number}/zh")
            put(repository, f"d{number}/transcription:zh", f"new {number} {count}")
        asked = []
        rows = type(database).rows
        with monkeypatch.context() as patch:
            patch.setattr(
                type(database),
                "rows",
                lambda self, *query: asked.append(query) or rows(self, *query),  # type: ignore[func-returns-value]
            )
            repository.status()
        return len(asked)

    database = repository._database  # noqa: SLF001
    few, many = queries(3), queries(30)
    assert many <= few + 4


# The model: what the format says, in the plainest words, over a history that the test makes up.


@dataclass
class Made:
    """A version of the model: the letters of its content, and these in one form or another."""

    text: int
    letters: str
    form: str
    bases: list[int]
    withdrawn: bool = False
    purged: bool = False
    identity: str = ""

    @property
    def content(self) -> str:
        """The text itself, of which no other text has the like."""
        return f"t{self.text} {self.letters}{self.form}"


@dataclass
class Model:
    """A history, and what follows from it."""

    versions: list[Made] = field(default_factory=list)
    said: dict[frozenset[int], bool] = field(default_factory=dict)

    def of(self, text: int) -> list[int]:
        """Return the versions of a text."""
        return [index for index, made in enumerate(self.versions) if made.text == text]

    def newest(self, text: int) -> int | None:
        """Return the newest version of a text, withdrawn ones apart."""
        kept = [index for index in self.of(text) if not self.versions[index].withdrawn]
        return kept[-1] if kept else None

    def is_step(self, first: int, second: int, *, form: bool) -> bool:
        """Return whether one step leads from a version to another."""
        left, right = self.versions[first], self.versions[second]
        same_letters = left.letters == right.letters and not (left.purged or right.purged)
        return (
            left.content == right.content
            or (form and same_letters)
            or self.said.get(frozenset((first, second)), False)
        )

    def joined(self, first: int, second: int, *, form: bool = True) -> bool:
        """Return whether a chain of steps does."""
        reached = {first}
        for _ in self.versions:
            reached |= {
                index
                for index in self.of(self.versions[first].text)
                if any(self.is_step(one, index, form=form) for one in reached)
            }
        return second in reached

    def closure(self, start: int) -> set[int]:
        """Return all that a version is based on, never back into its own text."""
        found: set[int] = set()

        def follow(index: int) -> None:
            for base in self.versions[index].bases:
                if self.versions[base].text != self.versions[start].text and base not in found:
                    found.add(base)
                    follow(base)

        follow(start)
        return found

    def causes(self, text: int) -> set[tuple[int, int]]:
        """Return what makes a text stale: the versions overtaken, each with the newest."""
        newest = self.newest(text)
        pairs = set()
        for base in self.closure(newest) if newest is not None else ():
            newer = self.newest(self.versions[base].text)
            if newer is not None and not self.joined(base, newer):
                pairs.add((base, newer))
        return pairs

    def in_form(self, text: int) -> bool:
        """Return whether a text is based on something in another form, and nobody said so."""
        newest = self.newest(text)
        if newest is None or self.causes(text):
            return False
        for base in self.closure(newest):
            newer = self.newest(self.versions[base].text)
            if newer is not None and not self.joined(base, newer, form=False):
                left, right = self.versions[base], self.versions[newer]
                if left.letters == right.letters and not (left.purged or right.purged):
                    return True
        return False

    def name(self, index: int) -> str:
        """Return the reference of a version."""
        text = self.versions[index].text
        return f"{TEXTS[text]}@v{self.of(text).index(index) + 1}"


TEXTS = [ZH, EN, FR, "b/transcription:ko", "b/translation:en:relay"]
STEPS = st.one_of(
    st.tuples(
        st.just("put"),
        st.integers(0, len(TEXTS) - 1),
        st.sampled_from(["x", "y", "z"]),
        st.sampled_from(["", "\n", "\n\n"]),
        st.lists(st.integers(0, 30), max_size=2),
    ),
    st.tuples(st.sampled_from(["withdraw", "purge"]), st.integers(0, 30)),
    st.tuples(st.sampled_from(["same", "other"]), st.integers(0, 30), st.integers(0, 30)),
)


@contextmanager
def repository_on_disk() -> Iterator[provrepo.Repository]:
    """Make a repository for one example; its clock goes on by a second each time."""
    seconds = count(NOON)
    with (
        tempfile.TemporaryDirectory() as folder,
        provrepo.create(f"{folder}/r.db", clock=lambda: fixed_clock(next(seconds))()) as repository,
    ):
        yield repository


def put_drawn(
    repository: provrepo.Repository,
    model: Model,
    text: int,
    letters: str,
    form: str,
    drawn: list[int],
) -> None:
    """Store a version on a basis that was drawn, unless its content was purged before."""
    versions = model.versions
    bases = [base % len(versions) for base in drawn if versions]
    bases = [*dict.fromkeys(base for base in bases if versions[base].text != text)]
    made = Made(text, letters, form, bases)
    if any(other.purged and other.content == made.content for other in versions):
        return
    document, _, called = TEXTS[text].partition("/")
    based_on = tuple(versions[base].identity for base in bases) or ("label:the original",)
    outcome = repository.ingest(
        made.content.encode(), Changes(based_on=based_on), document=document, text=called
    )
    if outcome.status != "unchanged":
        made.identity = outcome.version.id
        versions.append(made)


def say(
    repository: provrepo.Repository, model: Model, first: int, second: int, *, holds: bool
) -> None:
    """Say of two versions of a text that they are the same, or take it back."""
    versions, pair = model.versions, frozenset((first, second))
    one_text = versions[first].text == versions[second].text
    if len(pair) == 2 and one_text and model.said.get(pair, False) != holds:
        repository.same_as(versions[first].identity, versions[second].identity, undo=not holds)
        model.said[pair] = holds


def act(repository: provrepo.Repository, model: Model, step: tuple) -> None:  # type: ignore[type-arg]
    """Do one step in the repository and in the model, where it can be done."""
    name, *values = step
    versions = model.versions
    if name == "put":
        put_drawn(repository, model, *values)
        return
    if not versions:
        return
    first, *others = (value % len(versions) for value in values)
    if name in ("same", "other"):
        say(repository, model, first, others[0], holds=name == "same")
    elif name == "withdraw" and not versions[first].withdrawn:
        repository.withdraw(versions[first].identity, "a mistake")
        versions[first].withdrawn = True
    elif name == "purge" and not versions[first].purged:
        repository.purge(versions[first].identity, "asked for", everywhere=True)
        for made in versions:
            made.purged |= made.content == versions[first].content


@settings(max_examples=60, deadline=None)
@given(st.lists(STEPS, max_size=22))
def test_status_says_what_the_format_says(steps: list[tuple]) -> None:  # type: ignore[type-arg]
    """Over random histories: circles, relays, withdrawn and purged versions, sources outside."""
    model = Model()
    with repository_on_disk() as repository:
        for step in steps:
            act(repository, model, step)
        expected = {
            model.name(newest): {(model.name(old), model.name(new)) for old, new in causes}
            for text in range(len(TEXTS))
            if (causes := model.causes(text)) and (newest := model.newest(text)) is not None
        }
        assert stale(repository) == expected
        in_form = {
            model.name(newest)
            for text in range(len(TEXTS))
            if (newest := model.newest(text)) is not None and model.in_form(text)
        }
        assert {issue.reference for issue in repository.status().form} == in_form
        for text in TEXTS:
            if any(TEXTS[made.text] == text for made in model.versions):
                alone = {found.reference for found in repository.status(text).stale}
                assert alone == {name for name in expected if name.startswith(f"{text}@")}
        check_that_commands_clear(repository, model)


def check_that_commands_clear(repository: provrepo.Repository, model: Model) -> None:
    """Check that whoever runs the commands, in order, is done after a few rounds.

    Where no content was purged: a text with such a one has no next version.
    """
    if any(made.purged for made in model.versions):
        return
    for _ in range(3 * len(TEXTS)):
        texts = repository.status().stale
        assert not texts or texts[0].after is None
        for text in texts:
            if text.after is None:
                run(repository, text.command)
    assert repository.status().stale == ()
