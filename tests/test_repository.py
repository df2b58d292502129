"""What a scholar does with versions: when a new one is made, what it inherits, what is stale."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import provrepo
from provrepo import errors
from provrepo.editing.changes import Changes
from provrepo.notes import NoteDraft
from provrepo.reading.citing.citation import Manner
from provrepo.reading.citing.pinned import named_information


def ingest(
    repository: provrepo.Repository, content: str, text: str, **said: object
) -> provrepo.Outcome:
    """Ingest a content as a version of the document ``cable``."""
    changes = Changes(**said)  # type: ignore[arg-type]
    return repository.ingest(content.encode(), changes, document="cable", text=text)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_every_character_comes_back(repository: provrepo.Repository, content: str) -> None:
    """Whatever a text is made of, it is stored and read as it was: nothing is normalised."""
    if content.encode()[:4] in (b"%PDF", b"PK\x03\x04") or content.startswith(("+++", "{\\rtf")):
        return
    ingest(repository, content, "transcription:zh")
    assert repository.content("cable") == content


def test_a_version_is_made_only_where_it_says_something_new(
    repository: provrepo.Repository,
) -> None:
    """Equal content, notes, metadata and basis make none; an older state makes one again."""
    assert ingest(repository, "one", "transcription:zh").status == "new"
    assert ingest(repository, "one", "transcription:zh", message="again").status == "unchanged"
    assert ingest(repository, "one", "transcription:zh", agents=("A:editor",)).status == "unchanged"
    assert ingest(repository, "two", "transcription:zh").status == "changed"
    assert ingest(repository, "one", "transcription:zh").status == "changed"
    assert ingest(repository, "one", "transcription:zh", fields={"title": "T"}).status == "changed"
    assert (
        ingest(repository, "one", "transcription:zh", fields={"title": "T"}).status == "unchanged"
    )
    assert [one.record.number for one in repository.history("cable")] == [4, 3, 2, 1]


def test_a_review_is_always_a_version(repository: provrepo.Repository) -> None:
    """It states that somebody checked the text and found it right."""
    ingest(repository, "one", "transcription:zh")
    outcome = repository.revise("cable", Changes(activity="review", agents=("B:reviewer",)))
    assert outcome.status == "changed"
    assert outcome.version.record.activity == "review"
    assert str(outcome.version.contributions[0]) == "B (reviewer)"


def test_versions_form_a_chain(repository: provrepo.Repository) -> None:
    """Each names its parent's id and the next number; the id is the record's digest."""
    for content in ("a", "b", "c"):
        ingest(repository, content, "transcription:zh")
    newest, middle, first = repository.history("cable")
    assert (first.record.parent, middle.record.parent) == (None, first.id)
    assert newest.record.parent == middle.id
    assert newest.id == newest.record.id


def test_what_is_not_said_is_inherited_but_never_people(repository: provrepo.Repository) -> None:
    """Metadata, basis and notes stay; agents, message and date of making do not."""
    ingest(repository, "source", "transcription:zh")
    said = {
        "agents": ("Li:translator",),
        "message": "first",
        "created": "1998",
        "based_on": ("cable/transcription",),
        "fields": {"title": "T"},
    }
    ingest(repository, "A text.", "translation:en", **said)
    repository.add_note("cable/en", NoteDraft("…", quote="text"))
    record = ingest(repository, "A text!", "translation:en").version.record
    first = repository.version("cable/en@v1").record
    assert record.based_on == first.based_on
    assert record.citation == first.citation
    assert [note.text for note in repository.notes("cable/en").notes] == ["…"]
    assert (record.agents, record.message) == ((), "")
    assert record.created == record.recorded == "2026-11-24T12:00:05Z"


def test_an_agent_is_one_object_everywhere(repository: provrepo.Repository) -> None:
    """The same name and identifier are the same agent; another identifier is another."""
    for number, agent in enumerate(("A:editor", "A:reviewer", "A <id>:editor", "A <id>:editor")):
        ingest(repository, str(number), "transcription:zh", agents=(agent,))
    agents = [one.record.agents[0].agent for one in reversed(repository.history("cable"))]
    assert agents[0] == agents[1] != agents[2] == agents[3]


def test_a_corrected_word_makes_translations_stale_and_nothing_else_does(
    repository: provrepo.Repository,
) -> None:
    """The story of the format: notes and metadata upstream are harmless, content is not."""
    ingest(repository, "原文", "transcription:zh")
    ingest(repository, "text", "translation:en", based_on=("cable/transcription",))
    repository.add_note("cable/zh", NoteDraft("a note"))
    repository.revise("cable/zh", Changes(fields={"call-number": "106-01"}))
    assert repository.status().stale == ()
    ingest(repository, "原稿", "transcription:zh")
    (stale,) = repository.status().stale
    assert stale.reference == "cable/translation:en@v1"
    assert (stale.superseded, stale.newer) == (
        "cable/transcription:zh@v1",
        "cable/transcription:zh@v4",
    )
    assert stale.command == (
        "provrepo revise cable/translation:en --based-on cable/transcription:zh@v4 "
        "--activity review"
    )
    review = Changes(based_on=("cable/transcription:zh@v4",), activity="review")
    repository.revise("cable/translation:en", review)
    assert repository.status().stale == ()
    ingest(repository, "text, corrected", "translation:en")
    assert repository.status().stale == ()
    newest = repository.version("cable/en").record
    assert newest.based_on[0].version == repository.version("cable/zh@v4").id


def test_a_relay_translation_is_stale_at_second_hand(repository: provrepo.Repository) -> None:
    """French from English from Chinese: English is to be cleared first."""
    ingest(repository, "原文", "transcription:zh")
    ingest(repository, "text", "translation:en", based_on=("cable/zh",))
    ingest(repository, "texte", "translation:fr", based_on=("cable/en",))
    ingest(repository, "原稿", "transcription:zh")
    english, french = repository.status().stale
    assert english.reference == "cable/translation:en@v1"
    assert french.after == "cable/translation:en"
    for one in (english, french):
        reference, basis = one.command.split()[2], one.command.split()[4]
        repository.revise(reference, Changes(based_on=(basis,), activity="review"))
        later = [stale.command.split()[4] for stale in repository.status().stale]
        if later:
            assert later == ["cable/translation:en@v2"]
            repository.revise("cable/fr", Changes(based_on=tuple(later), activity="review"))
            break
    assert repository.status().stale == ()


def test_an_older_content_upstream_clears_by_itself(repository: provrepo.Repository) -> None:
    """Stale compares contents: where the old text is restored, nothing is stale."""
    ingest(repository, "原文", "transcription:zh")
    ingest(repository, "text", "translation:en", based_on=("cable/zh",))
    ingest(repository, "原稿", "transcription:zh")
    repository.restore("cable/zh@v1")
    assert repository.status().stale == ()


def test_restore_brings_content_and_basis_and_keeps_metadata(
    repository: provrepo.Repository,
) -> None:
    """The restored text was made from its own basis; metadata and notes are the newest."""
    ingest(repository, "原文", "transcription:zh")
    ingest(repository, "one", "translation:en", based_on=("cable/zh@v1",))
    ingest(repository, "原稿", "transcription:zh")
    said = {"based_on": ("cable/zh@v2",), "fields": {"title": "New"}}
    ingest(repository, "two", "translation:en", **said)
    outcome = repository.restore("cable/en@v1")
    assert repository.content("cable/en") == "one"
    assert outcome.version.record.activity == "restore"
    assert outcome.version.record.based_on == repository.version("cable/en@v1").record.based_on
    assert repository.citation("cable/en") == {"title": "New", "type": "document"}
    assert [stale.reference for stale in repository.status().stale] == ["cable/translation:en@v3"]


def test_a_text_is_not_its_own_basis(repository: provrepo.Repository) -> None:
    """Its earlier versions are its history."""
    ingest(repository, "one", "translation:en")
    with pytest.raises(errors.InvalidValue, match="history"):
        repository.revise("cable", Changes(based_on=("cable@v1",)))


def test_outside_sources_are_bases_too(repository: provrepo.Repository, tmp_path: Path) -> None:
    """A description, a URI, a digest and a file on disk are kept as such, in their order."""
    scan = tmp_path / "scan.tif"
    scan.write_bytes(b"II*\0")
    digest = "0" * 64
    based = ("label:Folder 3, copy", "https://example.org/x", f"sha256:{digest}", str(scan))
    ingest(repository, "one", "transcription:zh", based_on=based)
    label, uri, sha256, file = repository.version("cable").record.based_on
    assert (label.label, uri.uri, sha256.sha256) == (
        "Folder 3, copy",
        "https://example.org/x",
        digest,
    )
    assert (file.label, len(file.sha256 or "")) == ("scan.tif", 64)


def test_a_new_version_follows_only_the_newest(repository: provrepo.Repository) -> None:
    """Revising an older version is refused with advice; a stale parent is a conflict."""
    ingest(repository, "one", "transcription:zh")
    ingest(repository, "two", "transcription:zh")
    with pytest.raises(errors.InvalidReference, match="restore"):
        repository.revise("cable@v1", Changes(fields={"title": "T"}))
    with pytest.raises(errors.Conflict) as caught:
        ingest(repository, "three", "transcription:zh", parent="cable@v1")
    assert caught.value.newest == repository.version("cable@v2").id
    assert caught.value.number == 2


def test_a_dry_run_tells_and_changes_nothing(repository: provrepo.Repository) -> None:
    """Its outcome is that of the real run; the repository stays as it was."""
    said = Changes(agents=("New Person:editor",))
    outcome = repository.ingest(b"x", said, document="a", text="transcription:en", dry_run=True)
    assert (outcome.status, str(outcome.version.contributions[0])) == ("new", "New Person (editor)")
    assert list(repository.documents()) == []


def test_a_batch_goes_on_past_a_bad_file(repository: provrepo.Repository, tmp_path: Path) -> None:
    """Bad files are reported, good ones are in, and a translation finds its transcription."""
    for name, data in (
        ("b.translation.en.txt", b"text"),
        ("b.transcription.zh.txt", b"\xff"),
        ("a.translation.en.txt", b"text"),
        ("a.transcription.ko.txt", b"text"),
        ("nothing.txt", b"text"),
    ):
        (tmp_path / name).write_bytes(data)
    run = repository.ingest_files(sorted(tmp_path.glob("*.txt")))
    refused = {Path(text.file).name for text in run if text.status == "refused"}
    assert refused == {"b.transcription.zh.txt", "nothing.txt"}
    basis = repository.version("a/translation").record.based_on
    assert [one.version for one in basis] == [repository.version("a/transcription").id]
    assert repository.version("b/translation").record.based_on == ()


def test_the_ingested_file_comes_back_byte_for_byte(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """In another encoding, with a byte order mark or front matter, also after a metadata change."""
    files = {
        "a.transcription.zh.txt": ("外交部\r\n".encode("gb18030"), "gb18030"),
        "b.transcription.ko.txt": ("외무성".encode("utf-16"), None),
        "c.transcription.ru.md": ('+++\ntitle = "Т"\n+++\nПисьмо\n'.encode(), None),
        "d.transcription.en.txt": (b"\xef\xbb\xbfplain\r\n", None),
    }
    for name, (data, encoding) in files.items():
        (tmp_path / name).write_bytes(data)
        repository.ingest(tmp_path / name, encoding=encoding)
        key = name[0]
        repository.revise(key, Changes(fields={"title": "Another"}))
        assert repository.file(key) == data
        assert repository.version(key).record.number == 2
    assert repository.content("a") == "外交部\r\n"
    assert repository.content("b") == "\ufeff외무성"
    assert repository.content("c") == "Письмо\n"
    assert repository.content("d") == "\ufeffplain\r\n"


def test_the_content_hash_is_what_sha256sum_prints(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """For a UTF-8 file the content hash is the file's digest."""
    import hashlib

    source = tmp_path / "a.transcription.zh.txt"
    source.write_bytes("\ufeff外交部 [x]\r\n".encode())
    record = repository.ingest(source).version.record
    assert record.content == hashlib.sha256(source.read_bytes()).hexdigest()
    assert record.file
    assert record.file.sha256 == record.content


def test_diff_compares_versions_files_and_parents(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """A pair, two arguments, one version against its parent, and a file on disk."""
    ingest(repository, "one two three", "transcription:en")
    ingest(repository, "one 2 three", "transcription:en")
    file = tmp_path / "draft.txt"
    file.write_text("one 2 four")
    for arguments in (("cable@v1..v2",), ("cable@v1", "cable@v2"), ("cable",)):
        found = repository.diff(*arguments).diff
        assert [(one.deleted, one.inserted) for one in found.changes] == [("two", "2")]
    compared = repository.diff("cable", str(file))
    assert (compared.before, compared.after) == ("cable/transcription:en@v2", str(file))
    assert [(one.deleted, one.inserted) for one in compared.diff.changes] == [("three", "four")]
    with pytest.raises(errors.InvalidReference, match="no parent"):
        repository.diff("cable@v1")


def test_a_citation_pins_the_version_and_warns_of_newer_text(
    repository: provrepo.Repository,
) -> None:
    """The note names number and short id; newer text and newer metadata are told apart."""
    fields = {"title": "On the Negotiations with [North] Korea", "issued": "1961-05"}
    said = {"fields": fields, "agents": ("Jeffrey Wang:translator",)}
    version = ingest(repository, "[Even] since", "translation:en", **said).version
    (citation,) = repository.cite(["cable"])
    assert citation.warnings == ()
    assert citation.text == (
        "“On the Negotiations with [North] Korea,” May 1961, trans. Jeffrey Wang, "
        f"version 1 ({version.short_id})."
    )
    repository.revise("cable", Changes(fields={"archive": "X"}))
    assert "same text" in repository.cite(["cable@v1"])[0].warnings[0]
    ingest(repository, "[Ever] since", "translation:en")
    (warning,) = repository.cite([version.short_id])[0].warnings
    assert "another text" in warning
    assert "cable/translation:en@v1..v3" in warning


def test_a_quotation_is_checked_and_gives_its_paragraph(repository: provrepo.Repository) -> None:
    """A misquotation is refused; a right one gives the paragraph."""
    ingest(repository, "One.\n\nTwo words.", "transcription:en", fields={"title": "T"})
    (citation,) = repository.cite(["cable"], Manner(quote="Two words"))
    assert "para. 2" in citation.text
    with pytest.raises(errors.QuoteError):
        repository.cite(["cable"], Manner(quote="Too words"))


def test_a_version_without_metadata_says_what_to_set(repository: provrepo.Repository) -> None:
    """Citing it is an error with the command that mends it."""
    ingest(repository, "x", "transcription:en")
    with pytest.raises(
        errors.MissingMetadata, match="provrepo revise cable/transcription:en --set"
    ):
        repository.cite(["cable"])


def test_status_lists_what_needs_work(repository: provrepo.Repository) -> None:
    """A translation without a basis and texts without metadata, each with its command."""
    ingest(repository, "x", "translation:en")
    found = repository.status()
    assert not found.clean
    assert found.without_basis[0].command.startswith("provrepo revise cable/translation:en --based")
    assert found.without_citation[0].reference == "cable/translation:en@v1"
    said = Changes(based_on=("label:a scan",), fields={"title": "T"})
    repository.revise("cable", said)
    assert repository.status().clean


def test_a_repository_can_be_read_from_two_connections(
    repository: provrepo.Repository,
) -> None:
    """What one has written the other one sees."""
    ingest(repository, "x", "transcription:en")
    with provrepo.open(repository.location) as other:
        ingest(repository, "y", "transcription:en")
        assert other.content("cable") == "y"


def test_a_new_person_may_have_two_roles(repository: provrepo.Repository) -> None:
    """One name is one agent, also where it is new and named twice."""
    outcome = ingest(repository, "x", "transcription:en", agents=("A:editor", "A:reviewer"))
    first, second = outcome.version.record.agents
    assert first.agent == second.agent


def test_people_without_news_are_answered_with_advice(repository: provrepo.Repository) -> None:
    """A revision that says nothing new makes no version and tells how to record a review."""
    ingest(repository, "x", "transcription:en")
    outcome = repository.revise("cable", Changes(agents=("A:editor",)))
    assert outcome.status == "unchanged"
    assert "--activity review" in outcome.warnings[0]


def test_items_for_other_programs_name_the_exact_version(
    repository: provrepo.Repository,
) -> None:
    """The CSL-JSON item is called by its reference and holds the whole version id."""
    fields = {"title": "T", "custom": {"mine": "x"}}
    version = ingest(repository, "x", "transcription:en", fields=fields).version
    (citation,) = repository.cite(["cable"], Manner(form="csl-json"))
    assert citation.item["id"] == "cable/transcription:en@v1"
    assert citation.item["custom"] == {
        "mine": "x",
        "provrepo": {"reference": "cable/transcription:en@v1", "version": version.id},
        "version-uri": named_information(version.id),
    }
    (plain,) = repository.cite(["cable"], Manner(form="csl-json", pin="none"))
    assert "version-uri" not in plain.item["custom"]


def test_a_pin_can_be_whole_short_or_left_out(repository: provrepo.Repository) -> None:
    """The style's place for a version has the short id, the whole one, or nothing."""
    version = ingest(repository, "x", "transcription:en", fields={"title": "T"}).version
    for pin, expected in (
        ("short", f"version 1 ({version.short_id})"),
        ("full", f"version 1 ({version.id})"),
    ):
        assert expected in repository.cite(["cable"], Manner(pin=pin))[0].text
    assert "version" not in repository.cite(["cable"], Manner(pin="none"))[0].text
    with pytest.raises(errors.InvalidValue):
        repository.cite(["cable"], Manner(pin="long"))


@pytest.mark.parametrize(
    "style", ["apa", "chicago-author-date", "mhra", "mla", "nara", "tna", "wilson"]
)
def test_every_built_in_style_prints_the_pin(repository: provrepo.Repository, style: str) -> None:
    """Notes and bibliographies of all built-in styles name the exact version."""
    fields = {"title": "On [North] Korea", "author": "Ministry", "issued": "1961-05"}
    version = ingest(repository, "x", "transcription:en", fields=fields).version
    (entry,) = repository.bibliography(["cable"], Manner(style=style))
    assert version.short_id in entry.text
    assert "[North]" in entry.text


def test_several_notes_share_positions(repository: provrepo.Repository) -> None:
    """The second note of the same version is shorter than the first."""
    fields = {"title": "On the Negotiations", "author": "Ministry", "archive": "PRC Archives"}
    ingest(repository, "x", "transcription:en", fields=fields)
    first, second = repository.cite(["cable", "cable"])
    assert len(second.text) < len(first.text)


def test_machine_formats_carry_the_named_information_uri(
    repository: provrepo.Repository,
) -> None:
    """RFC 6920: the digest in base64url without padding, so that programs can look it up."""
    import base64

    version = ingest(repository, "x", "transcription:en", fields={"title": "T"}).version
    uri = named_information(version.id)
    scheme, digest = uri.split(";")
    assert scheme == "ni:///sha-256"
    assert base64.urlsafe_b64decode(f"{digest}=").hex() == version.id
    for form in ("bibtex", "ris", "mods"):
        assert uri in repository.cite(["cable"], Manner(form=form))[0].text
