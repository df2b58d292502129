"""What needs work, and the commands that clear it."""

from __future__ import annotations

import shlex

import provrepo
from provrepo.editing.changes import Changes
from provrepo.formats.draft import Draft
from provrepo.notes import NoteDraft


def put(repository: provrepo.Repository, document: str, content: str, *based_on: str) -> None:
    """Store a content: a transcription, or a translation of what it is based on."""
    text = "translation:en" if based_on else "transcription:zh"
    said = Changes(based_on=based_on or None, fields={"title": "T"})
    repository.ingest(content.encode(), said, document=document, text=text)


def basis_flags(command: str) -> list[str]:
    """Return what follows each ``--based-on`` of a command, as a shell reads it."""
    words = shlex.split(command)
    return [words[place + 1] for place, word in enumerate(words) if word == "--based-on"]


def test_every_basis_is_named_in_the_command(repository: provrepo.Repository) -> None:
    """Versions by their newest, also one that only got a note; sources outside as they are."""
    for document in ("a", "b"):
        put(repository, document, "old")
    digest = "ab" * 32
    sources = ("label:Folder 3, 'copy'", "https://example.org/x", f"sha256:{digest}")
    put(repository, "t", "text", "a/zh", "b/zh", *sources)
    put(repository, "a", "new")
    repository.add_note("b", NoteDraft("a note"))
    (stale,) = repository.status().stale
    assert stale.superseded == "a/transcription:zh@v1"
    assert stale.newer == "a/transcription:zh@v2"
    assert basis_flags(stale.command) == [
        "a/transcription:zh@v2",
        "b/transcription:zh@v2",
        *sources,
    ]
    repository.revise("t", Changes(based_on=tuple(basis_flags(stale.command)), activity="review"))
    assert repository.status().clean


def test_a_basis_whose_versions_were_withdrawn_makes_nothing_stale(
    repository: provrepo.Repository,
) -> None:
    """There is nothing newer that a translation could follow."""
    put(repository, "a", "old")
    put(repository, "t", "text", "a/zh")
    put(repository, "a", "new")
    for number in (1, 2):
        repository.withdraw(f"a@v{number}", "a mistake")
    status = repository.status()
    assert status.stale == ()
    assert (status.documents, status.texts) == (1, 1)


def test_a_withdrawn_basis_stays_in_the_command(repository: provrepo.Repository) -> None:
    """Where another basis is stale, one without a newer version is named as it was."""
    for document in ("a", "b"):
        put(repository, document, "old")
    put(repository, "t", "text", "a/zh", "b/zh")
    repository.withdraw("b", "a mistake")
    put(repository, "a", "new")
    (stale,) = repository.status().stale
    assert basis_flags(stale.command) == ["a/transcription:zh@v2", "b/transcription:zh@v1"]


def test_a_basis_is_reached_by_two_ways_once(repository: provrepo.Repository) -> None:
    """A relay translation that also names the original is stale, and says what to clear first."""
    put(repository, "a", "old")
    put(repository, "en", "text", "a/zh")
    put(repository, "relay", "texte", "en/en", "a/zh")
    assert repository.status().stale == ()
    put(repository, "a", "new")
    first, second = repository.status().stale
    assert (first.reference, first.after) == ("en/translation:en@v1", None)
    assert (second.reference, second.after) == ("relay/translation:en@v1", "en/translation:en")


def test_a_lost_passage_is_listed_with_its_command(repository: provrepo.Repository) -> None:
    """The note is named by its id and the words that it was on."""
    put(repository, "a", "One two")
    repository.add_note("a", NoteDraft("a note", quote="two"))
    put(repository, "a", "Something else")
    status = repository.status()
    (issue,) = status.unanchored
    assert not status.clean
    assert issue.message == "has lost the passage of note n1 “two”"
    assert issue.command == 'provrepo note edit a/transcription:zh n1 --quote "…"'


def dated(repository: provrepo.Repository, text: str, *dates: str) -> None:
    """Store a version of a text of the document ``d`` for each date."""
    for number, date in enumerate(dates):
        said = Changes(created=date, based_on=())
        repository.ingest(f"{text} {number}".encode(), said, document="d", text=text)


def proposed(repository: provrepo.Repository) -> tuple[str, str]:
    """Return the message and the basis that are told of the one translation without a basis."""
    (issue,) = repository.status(only=["basis"]).without_basis
    (basis,) = basis_flags(issue.command)
    return issue.message, basis


ZH, EN = "transcription:zh", "translation:en"
BARE = "does not say what it was translated from"


def test_a_basis_is_proposed_as_it_stood(repository: provrepo.Repository) -> None:
    """The version of the translation's own date; with a newer one nothing would look stale."""
    dated(repository, ZH, "2024-01-01T00:00:00Z", "2024-02-01T10:00:00Z", "2024-02-01T10:00:01Z")
    dated(repository, EN, "2024-02-01T10:00:00Z")
    assert proposed(repository) == (BARE, f"d/{ZH}@v2")
    repository.revise("d/en", Changes(based_on=(f"d/{ZH}@v2",)))
    assert [stale.newer for stale in repository.status().stale] == [f"d/{ZH}@v3"]


def test_a_date_less_exact_than_a_moment_counts_to_its_end(
    repository: provrepo.Repository,
) -> None:
    """A translation of a month, a transcription of a day in it: that was there."""
    dated(repository, ZH, "1998-03-14", "1998-04-01")
    dated(repository, EN, "1998-03")
    assert proposed(repository) == (BARE, f"d/{ZH}@v1")


def test_a_transcription_that_came_later_is_said_to(repository: provrepo.Repository) -> None:
    """Its first version is proposed: what was changed since then may concern the translation."""
    dated(repository, EN, "2024-01-01T00:00:00Z")
    assert proposed(repository) == (f"{BARE} (no transcription yet)", "label:the original")
    dated(repository, ZH, "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z")
    message = f"{BARE} (no transcription yet on 2024-01-01)"
    assert proposed(repository) == (message, f"d/{ZH}@v1")


def test_of_several_transcriptions_the_one_of_its_label(repository: provrepo.Repository) -> None:
    """Where none has its label, they are named; the first is proposed as it stood."""
    dated(repository, f"{ZH}:li", "2024-01-01T00:00:00Z")
    dated(repository, f"{ZH}:wang", "2024-01-01T00:00:00Z", "2024-03-01T00:00:00Z")
    dated(repository, f"{EN}:wang", "2024-02-01T00:00:00Z")
    assert proposed(repository) == (BARE, f"d/{ZH}:wang@v1")
    repository.revise(f"d/{EN}:wang", Changes(based_on=("label:x",)))
    dated(repository, f"{EN}:chen", "2024-02-01T00:00:00Z")
    named = f"{ZH}:li, {ZH}:wang"
    reason = f"several transcriptions, none of its label: {named}"
    assert proposed(repository) == (f"{BARE} ({reason})", f"d/{ZH}:li@v1")


def test_what_was_withdrawn_is_not_proposed(repository: provrepo.Repository) -> None:
    """The version before it is, as anywhere."""
    dated(repository, ZH, "2024-01-01T00:00:00Z", "2024-02-01T00:00:00Z")
    dated(repository, EN, "2024-03-01T00:00:00Z")
    repository.withdraw(f"d/{ZH}@v2", "wrong document")
    assert proposed(repository) == (BARE, f"d/{ZH}@v1")


def test_the_first_of_each_kind_are_told_and_all_are_counted(
    repository: provrepo.Repository,
) -> None:
    """Three translations are stale and three have no basis, one of them is told of each kind."""
    for document in ("a", "b", "c"):
        put(repository, document, "old")
        put(repository, f"{document}-t", "text", f"{document}/zh")
        put(repository, document, "new")
        repository.ingest(b"x", document=f"{document}-u", text="translation:en")
    first = repository.status(limit=1)
    assert [stale.reference for stale in first.stale] == ["a-t/translation:en@v1"]
    assert [issue.reference for issue in first.without_basis] == ["a-u/translation:en@v1"]
    # Without an agent: two versions of each transcription, and one of each translation.
    assert [issue.reference for issue in first.nobody] == ["a/transcription:zh@v1"]
    assert first.counts == {
        "stale": 3,
        "basis": 3,
        "metadata": 3,
        "notes": 0,
        "form": 0,
        "nobody": 12,
        "review": 0,
    }
    none = repository.status(limit=0)
    assert (none.stale, none.counts["stale"], none.clean) == ((), 3, False)
    whole = repository.status()
    assert whole.counts == first.counts
    assert (len(whole.stale), len(whole.nobody)) == (3, 12)


def test_more_bases_than_one_query_asks_for(repository: provrepo.Repository) -> None:
    """Of 510 translations, each of the first of two versions, every tenth is stale."""
    drafts = []
    for number in range(510):
        key = f"text-{number:03}"
        last = "other" if number % 10 == 0 else "same  "
        drafts += [
            Draft(content=f"the {number}th, same\n", document=key, text="transcription:de"),
            Draft(content=f"the {number}th, {last}\n", document=key, text="transcription:de"),
            Draft(
                content="x",
                document=key,
                text="translation:en",
                based_on=(f"{key}/transcription:de@v1",),
            ),
        ]
    assert all(isinstance(made, provrepo.Outcome) for made in repository.ingest_drafts(drafts))
    status = repository.status()
    assert [stale.superseded for stale in status.stale] == [
        f"text-{number:03}/transcription:de@v1" for number in range(0, 510, 10)
    ]
    assert len(status.form) == 459
