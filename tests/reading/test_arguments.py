"""Whatever is handed in, every error is provrepo's own, in one clear line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import provrepo
from provrepo import agents, errors, metadata
from provrepo.arguments import strings
from provrepo.notes import NoteDraft, NoteEdit, checked, get
from provrepo.reading.citing.citation import Manner
from provrepo.reading.files import is_file_argument
from provrepo.reference import as_list, is_pair, parse
from provrepo.store.records import Notes
from provrepo.store.rules import string

Wrong = Any
"""A value of a type that a type checker would refuse."""

NO_STRINGS: list[Any] = [None, 3, 1.5, True, b"a", ["a"], ("a", None), {"a": 1}, Path("a")]
NO_REFERENCES: list[Any] = [*NO_STRINGS, "", " ", "a\nb", "\0", "\ud800", "٣", "a@v0"]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[provrepo.Repository]:
    """Return a repository with one text, which no test here changes."""
    with provrepo.create(tmp_path_factory.mktemp("arguments") / "provrepo.db") as repository:
        said = provrepo.Changes(fields={"title": "T"})
        for content in (b"One two", b"One three"):
            repository.ingest(content, said, document="a", text="transcription:en")
        yield repository
        assert repository.version("a").record.number == 2
        assert list(repository.verify()) == []


def called(name: str) -> Callable[[provrepo.Repository, Wrong], object]:
    """Return a function that calls the method ``name`` with a reference alone."""
    return lambda archive, value: getattr(archive, name)(value)


BY_REFERENCE: dict[str, Callable[[provrepo.Repository, Any], object]] = {
    **{
        name: called(name)
        for name in (
            *("version", "history", "record", "content", "notes", "citation", "file", "diff"),
            *("since_based_on", "blame", "brackets", "prove", "restore", "revise", "cite"),
        )
    },
    "bibliography": lambda archive, value: archive.bibliography(value),
    "cite, in a list": lambda archive, value: archive.cite([value]),
    "collate": lambda archive, value: archive.collate(["a@v1", value]),
    "collate one": lambda archive, value: archive.collate(value),
    "diff, second": lambda archive, value: archive.diff("a@v1", value),
    "add_note": lambda archive, value: archive.add_note(value, NoteDraft("x")),
    "withdraw": lambda archive, value: archive.withdraw(value, "x"),
    "purge": lambda archive, value: archive.purge(value, "x"),
}


def is_accepted(name: str, value: object) -> bool:
    """Return whether a method takes ``value``: a list of references, or None for a second one."""
    if name == "prove" and isinstance(value, int):
        return True  # a record's place in the ledger
    if name == "diff, second" and isinstance(value, bytes):
        return True  # those of a file
    return (name in ("cite", "bibliography") and isinstance(value, list)) or (
        # Without a version, somebody's name is purged, who is to be named then.
        name in ("diff, second", "purge") and value is None
    )


@pytest.mark.parametrize("name", BY_REFERENCE)
def test_what_is_no_reference_is_refused_in_one_line(
    archive: provrepo.Repository, name: str
) -> None:
    """None, a number, bytes, a path, a list where one is wanted: none is a traceback from below."""
    for value in NO_REFERENCES:
        if is_accepted(name, value):
            continue
        with pytest.raises(errors.InvalidReference) as caught:
            BY_REFERENCE[name](archive, value)
        assert len(str(caught.value).splitlines()) == 1, value
        assert caught.value.field == "reference", value


def test_a_type_that_is_no_reference_is_named(archive: provrepo.Repository) -> None:
    """Who passed a path or None by mistake sees it in the message."""
    for value, shown in ((None, "None"), (Path("a"), "Path('a')"), (b"a", "b'a'"), (3, "3")):
        with pytest.raises(errors.InvalidReference) as caught:
            archive.version(value)  # type: ignore[arg-type]
        assert shown in str(caught.value)
        assert "a reference is a string, such as border-cable@v1" in str(caught.value)


def test_a_single_reference_is_a_list_of_one(archive: provrepo.Repository) -> None:
    """A string is never taken for a list of its letters."""
    assert len(archive.cite("a@v1")) == len(archive.bibliography("a@v1")) == 1
    assert archive.cite("a") == archive.cite(["a"]) == archive.cite(("a",))
    assert archive.cite([]) == []


def test_references_as_a_list() -> None:
    """Tuples and generators are lists; mappings and bytes are not."""
    assert as_list("ab") == ["ab"]
    assert as_list(("a", "b")) == as_list(reference for reference in "ab") == ["a", "b"]
    for value in (None, 3, b"ab", {"a": 1}):
        with pytest.raises(errors.InvalidReference, match="or a list of such strings"):
            as_list(value)


@pytest.mark.parametrize("value", NO_STRINGS, ids=repr)
def test_what_is_no_string_is_no_pair_no_file_and_no_reference(value: Wrong) -> None:
    """The questions that come before reading a reference answer no, without an error."""
    assert not is_pair(value)
    assert not is_file_argument(value)
    with pytest.raises(errors.InvalidReference):
        parse(value)


@pytest.mark.parametrize("value", NO_STRINGS, ids=repr)
def test_keys_that_are_no_strings_are_refused(archive: provrepo.Repository, value: Wrong) -> None:
    """Document, prefix and page: each names the argument."""
    for call in (archive.document, archive.keys, lambda key: archive.documents(after=key)):
        with pytest.raises(errors.InvalidValue, match="a string is expected"):
            call(value)


@pytest.mark.parametrize("limit", ["3", 1.5, b"3", [3]])
def test_a_limit_is_a_whole_number(archive: provrepo.Repository, limit: Wrong) -> None:
    """It is refused when it is said, not when the first document is read."""
    with pytest.raises(errors.InvalidValue, match="whole number"):
        archive.documents(limit=limit)


@pytest.mark.parametrize("value", [*NO_STRINGS[1:], "\ud800"], ids=ascii)
def test_a_manner_is_made_of_strings(value: Wrong) -> None:
    """Style, format, locale, pin and quotation are refused with their names."""
    for field in ("style", "form", "locale", "pin", "quote"):
        with pytest.raises(errors.InvalidValue) as caught:
            Manner(**{field: value})
        assert caught.value.field == field
    if isinstance(value, list):
        assert Manner(folders=value).folders == ("a",)  # type: ignore[arg-type]
    elif value != "\ud800":
        with pytest.raises(errors.InvalidValue, match="folders"):
            Manner(folders=value)


def test_a_single_folder_is_a_tuple_of_one() -> None:
    """Its path is not taken for a list of letters."""
    assert Manner(folders="styles").folders == ("styles",)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [*NO_STRINGS, "\ud800"], ids=ascii)
def test_a_note_is_made_of_strings(value: Wrong) -> None:
    """No number, list or lone surrogate gets into the notes of a version."""
    for field in ("text", "kind", "language", "quote", "id"):
        if value is None and field in ("quote", "id"):
            continue
        with pytest.raises(errors.InvalidValue):
            NoteDraft(**{"text": "x", field: value})
    for field in ("text", "kind", "language", "quote"):
        if value is not None:
            with pytest.raises(errors.InvalidValue):
                NoteEdit(**{field: value})
    with pytest.raises(errors.InvalidValue, match="note id"):
        get(Notes(), value)


def test_a_note_has_words_and_an_id_of_some() -> None:
    """Blanks are none."""
    with pytest.raises(errors.InvalidValue, match="write some words"):
        checked(NoteDraft("  "))
    with pytest.raises(errors.InvalidValue, match="leave it out"):
        checked(NoteDraft("x", id=" "))
    assert checked(NoteDraft("x", language="EN-gb", id="n7")).language == "en-GB"


def test_notes_among_changes_are_checked_as_well(archive: provrepo.Repository) -> None:
    """A kind that the format does not know is refused, whichever way the note comes in."""
    for wrong in (NoteDraft("x", kind="nonsense"), NoteDraft("x", language="so so"), NoteDraft("")):
        with pytest.raises(errors.InvalidValue):
            archive.revise("a", provrepo.Changes(notes=(wrong,)))


def test_lone_surrogates_are_refused_in_quotations(archive: provrepo.Repository) -> None:
    """They come of arguments whose bytes are not UTF-8, and the message says so."""
    for call in (
        lambda: archive.cite("a", Manner(quote="\udcff")),
        lambda: archive.add_note("a", NoteDraft("x", quote="\udcff")),
        lambda: archive.add_note("a", NoteDraft("\udcff")),
        lambda: archive.find_pins("\udcff"),
    ):
        with pytest.raises(errors.InvalidValue, match="UTF-8") as caught:
            call()
        str(caught.value).encode()


@pytest.mark.parametrize("value", NO_STRINGS, ids=repr)
def test_agents_and_fields_are_strings(value: Wrong) -> None:
    """An agent of another type and a field without a name are refused."""
    with pytest.raises(errors.InvalidValue, match="NAME:ROLE"):
        agents.parse(value)
    if not isinstance(value, list | dict):
        with pytest.raises(errors.InvalidValue, match="FIELD=VALUE"):
            metadata.assign(None, {value: "x"})


@pytest.mark.parametrize("value", [3, ["book"], {"a": 1}])
def test_a_type_that_is_no_string_is_kept_with_a_warning(value: object) -> None:
    """As any other type that CSL does not know."""
    item, warnings = metadata.assign(None, {"type": value})
    assert item == {"type": value}
    assert "is no CSL type" in warnings[0]


@pytest.mark.parametrize("value", [3, "", b"x", ["x"], "example.edu/t\n1\n"])
def test_a_checkpoint_is_no_string(archive: provrepo.Repository, value: Wrong) -> None:
    """Its text must be read first, and the error says how."""
    for call in (archive.verify, lambda checkpoint: archive.prove("a", checkpoint)):
        with pytest.raises(errors.InvalidValue, match="read_checkpoint"):
            call(value)


def test_strings_and_lists_of_strings() -> None:
    """One string is a tuple of one; anything that holds something else is refused."""
    assert string("field", "x") == "x"
    assert strings("field", "xy") == ("xy",)
    assert strings("field", ["x", "y"]) == ("x", "y")
    assert strings("field", ()) == ()
    for value in (None, 3, b"xy", [None], ["x", 3]):
        with pytest.raises(errors.InvalidValue, match="expected") as caught:
            strings("field", value)
        assert caught.value.field == "field"


def test_agents_and_bases_of_changes_may_be_listed_or_be_one_string() -> None:
    """A single string is no list of letters; what is neither is refused with the field's name."""
    one: Wrong = "Ada Sample:editor"
    assert provrepo.Changes(agents=one) == provrepo.Changes(agents=(one,))
    listed: Wrong = ["a@v1", "b@v1"]
    assert provrepo.Changes(based_on=listed).based_on == ("a@v1", "b@v1")
    notes: Wrong = [NoteDraft("x")]
    assert provrepo.Changes(notes=notes).notes == (NoteDraft("x"),)
    for field in ("based_on", "agents", "default_agents"):
        for value in (3, b"a", {"a": 1}, ["a", None], ("a", 3)):
            wrong: Wrong = {field: value}
            with pytest.raises(errors.InvalidValue, match="expected") as caught:
                provrepo.Changes(**wrong)
            assert caught.value.field == field


@pytest.mark.parametrize("field", ["notes", "fields", "citation"])
@pytest.mark.parametrize("value", [3, "a", b"a", ["a"], ("a",)], ids=repr)
def test_notes_and_metadata_of_changes_are_of_their_types(field: str, value: Wrong) -> None:
    """A note's words alone, or a title without the name of its variable, are refused when said."""
    wrong: Wrong = {field: value}
    with pytest.raises(errors.InvalidValue, match="expected") as caught:
        provrepo.Changes(**wrong)
    assert caught.value.field == field


def test_notes_of_changes_may_be_listed_or_be_one() -> None:
    """A single note is a tuple of one, as a single string is."""
    note: Wrong = NoteDraft("x")
    assert provrepo.Changes(notes=note).notes == (note,)


@pytest.mark.parametrize("field", ["activity", "message", "created", "parent"])
@pytest.mark.parametrize("value", [3, b"a", ["a"]], ids=repr)
def test_what_else_changes_say_are_strings(field: str, value: Wrong) -> None:
    """A year as a number, for example, is refused when it is said."""
    wrong: Wrong = {field: value}
    with pytest.raises(errors.InvalidValue, match="a string is expected") as caught:
        provrepo.Changes(**wrong)
    assert caught.value.field == field


def test_characters_that_cannot_be_kept_are_refused(archive: provrepo.Repository) -> None:
    """A lone surrogate in a content, and NUL in a message; the text stays as it was."""
    drafts = [provrepo.Draft(content="a\ud800b", document="a", text="transcription:en")]
    (refused,) = archive.ingest_drafts(drafts)
    assert isinstance(refused, errors.InvalidValue)
    assert "U+D800" in str(refused)
    with pytest.raises(errors.InvalidValue, match="NUL"):
        archive.revise("a", provrepo.Changes(message="a\0b", fields={"title": "U"}))


@pytest.mark.parametrize("value", [None, 3, 1.5, ["a"]], ids=repr)
def test_paths_are_paths(archive: provrepo.Repository, value: Wrong) -> None:
    """The place of a repository and of a copy, a list of files, and one among them."""
    with pytest.raises(errors.InvalidValue, match="a path or URL is expected"):
        archive.copy_to(value)
    for call in (provrepo.open, provrepo.create):
        with pytest.raises(errors.InvalidValue, match="a path is expected"):
            call(value)
    for paths in ([value], value):
        if paths != ["a"]:
            with pytest.raises(errors.InvalidValue, match=r"a path .*is expected"):
                archive.ingest_files(paths)


def test_a_version_that_was_typed_in_has_no_file(tmp_path: Path) -> None:
    """To ask for it is answered with the version's name."""
    with provrepo.create(tmp_path / "x.db") as repository:
        draft = provrepo.Draft(content="x", document="a", text="transcription:en")
        list(repository.ingest_drafts([draft]))
        with pytest.raises(errors.NotFound, match="ingested file of a/transcription:en@v1"):
            repository.file("a")
