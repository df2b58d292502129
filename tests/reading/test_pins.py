"""A manuscript's citations of exact versions, looked up again years later."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import provrepo
from provrepo.editing.changes import Changes
from provrepo.formats.draft import FileNote
from provrepo.reading.citing.citation import Manner
from provrepo.reading.citing.pinned import named_information
from tests.conftest import CommandLine

FIRST = "The Embassy – in [North] Korea – was told.\n\nIt was   late in May.\n"
SECOND = "The Embassy – in [North] Korea – was told.\n\nIt was late in June.\n"


@pytest.fixture
def archive(repository: provrepo.Repository) -> provrepo.Repository:
    """Return a repository with a text of two versions and one of one version."""
    said = Changes(fields={"title": "Cable"})
    for content in (FIRST, SECOND):
        repository.ingest(content.encode(), said, document="cable", text="translation:en")
    repository.ingest(b"A letter.", said, document="letter", text="transcription:en")
    return repository


def statuses(repository: provrepo.Repository, text: str) -> list[str]:
    """Return the status of each pin in a text."""
    return [pin.status for pin in repository.find_pins(text)]


def test_every_citation_that_cite_prints_is_found_again(archive: provrepo.Repository) -> None:
    """In every style and with every pin, the version cited is the version found."""
    from provrepo.cite import built_in_styles

    for style in built_in_styles():
        for pin in ("short", "full"):
            for reference in ("cable@v1", "letter"):
                (cited,) = archive.cite([reference], Manner(style=style, pin=pin))
                found = archive.find_pins(cited.text)
                versions = [one.version.id for one in found if one.version]
                # Author-date citations name the version only in the bibliography.
                if found or style not in ("apa", "chicago-author-date", "mla"):
                    assert versions == [cited.version.id], (style, cited.text)


def test_ids_uris_and_references_are_found(archive: provrepo.Repository) -> None:
    """Each way of naming an exact version is recognised."""
    version = archive.version("cable@v1")
    for written in (
        version.id,
        version.id[:7],
        f"see {version.id}.",
        named_information(version.id),
        "see cable/translation:en@v1.",
        "see cable/translation@v1",
    ):
        (pin,) = archive.find_pins(written)
        assert pin.version
        assert pin.version.id == version.id, written


def test_what_has_become_of_it(archive: provrepo.Repository) -> None:
    """The newest text is exact, an older one superseded, another id unknown."""
    old, new = archive.version("cable@v1"), archive.version("cable@v2")
    assert statuses(archive, f"version 2 ({new.short_id})") == ["exact"]
    assert statuses(archive, f"version 1 ({old.short_id})") == ["superseded"]
    assert statuses(archive, "version 1 (0123456789ab)") == ["unknown"]
    archive.revise("cable", Changes(fields={"archive": "X"}))
    assert statuses(archive, f"version 2 ({new.short_id})") == ["exact"]


def test_a_quotation_that_still_stands_needs_no_attention(archive: provrepo.Repository) -> None:
    """Quotes, dashes and white space are folded; only what was quoted counts."""
    pin = f"“Cable,” version 1 ({archive.version('cable@v1').short_id})"
    kept = f"He wrote of “The Embassy - in [North] Korea,” {pin}."
    changed = f"He wrote “It was late in May.” {pin}."
    (one,) = archive.find_pins(kept)
    assert (one.status, one.needs_attention) == ("superseded", False)
    (two,) = archive.find_pins(changed)
    assert [quotation.unchanged for quotation in two.quotations] == [False]
    assert two.needs_attention
    (three,) = archive.find_pins(f"{changed}\n\nAnother paragraph.")
    assert three.needs_attention
    (four,) = archive.find_pins(f"“It was late in May.”\n\n{pin}")
    assert four.quotations == ()


@pytest.mark.parametrize("sign", [",", ".", ";", ":", ".,", ""])
def test_an_author_s_own_point_is_no_part_of_a_quotation(
    repository: provrepo.Repository, sign: str
) -> None:
    """It stands before the closing mark, and has not to stand in the text."""
    for content in (b"Of the Embassy nothing is known", b"Of the Embassy everything is known"):
        repository.ingest(content, document="a", text="translation:en")
    pin = f"version 1 ({repository.version('a@v1').short_id})"
    (unchanged,) = repository.find_pins(f"“Of the Embassy{sign}” {pin}")
    assert [quotation.text for quotation in unchanged.quotations] == [f"Of the Embassy{sign}"]
    assert not unchanged.needs_attention
    (changed,) = repository.find_pins(f"“Embassy nothing is{sign}” {pin}")
    assert [quotation.unchanged for quotation in changed.quotations] == [False]
    assert changed.needs_attention


def test_a_short_quotation_is_no_evidence(archive: provrepo.Repository) -> None:
    """A word may stand anywhere by chance; it is compared, and a misquoted one is told."""
    pin = f"version 1 ({archive.version('cable@v1').short_id})"
    for quoted in ("“told”", "“North.”", "“was”"):
        (found,) = archive.find_pins(f"{quoted} {pin}")
        assert [quotation.status for quotation in found.quotations] == ["unchanged"]
        assert found.needs_attention, "nothing shows that what was cited still holds"
    (found,) = archive.find_pins(f"“Embassy – in” {pin}")
    assert not found.needs_attention
    exact = f"version 2 ({archive.version('cable@v2').short_id})"
    (found,) = archive.find_pins(f"“Embassies” {exact}")
    assert [quotation.status for quotation in found.quotations] == ["misquoted"]
    assert found.needs_attention


def test_quotations_of_a_text_whose_newest_version_is_gone(archive: provrepo.Repository) -> None:
    """Nothing can be said to stand there still, so that the author has to look."""
    pin = f"version 1 ({archive.version('cable@v1').short_id})"
    archive.purge("cable@v2", "personal data")
    (found,) = archive.find_pins(f"“The Embassy – in [North] Korea” {pin}")
    assert [quotation.unchanged for quotation in found.quotations] == [False]
    assert found.needs_attention


def test_a_footnote_belongs_to_its_paragraph(archive: provrepo.Repository) -> None:
    """Its citation has the line of its mark and the quotations beside that, not those elsewhere."""
    text = "“The Embassy – in [North] Korea” he wrote.\n\nAnother, “late in May.”"
    pin = f"“Cable,” version 1 ({archive.version('cable@v1').short_id})."
    notes = [
        FileNote(pin, start=text.index("Another"), end=text.index("Another") + 7),
        FileNote(pin, start=4, end=11),
        FileNote("Nothing is cited in this one."),
        FileNote(pin),
    ]
    found = archive.find_pins(text, notes)
    assert [item.line for item in found] == [1, 1, 3]
    quotations = [[quotation.text for quotation in item.quotations] for item in found]
    # The note without a place is on the whole text, and beside nothing in particular.
    assert quotations == [[], ["The Embassy – in [North] Korea"], ["late in May."]]


def test_what_only_looks_like_a_reference_is_unknown(archive: provrepo.Repository) -> None:
    """A manuscript with such words is read to its end all the same."""
    for written in ("a..b/translation:en@v1", "cable/translation:en@v99999999999"):
        assert statuses(archive, f"see {written}; {archive.version('cable').id}") == [
            "unknown",
            "exact",
        ]


def test_the_json_of_a_pin(archive: provrepo.Repository) -> None:
    """A version that is not here has no reference; quotations say whether they still stand."""
    old = archive.version("cable@v1")
    known, unknown = archive.find_pins(
        f"“The Embassy – in [North] Korea” version 1 ({old.short_id}), version 1 (0123456789ab)"
    )
    assert known.as_json() == {
        "written": f"1 ({old.short_id})",
        "line": 1,
        "note": None,
        "around": "“The Embassy – in [North] Korea” version",
        "status": "superseded",
        "version": "cable/translation:en@v1",
        "id": old.id,
        "newest": "cable/translation:en@v2",
        "numbered": None,
        "quotations": [
            {
                "text": "The Embassy – in [North] Korea",
                "status": "unchanged",
                "unchanged": True,
                "nearest": "",
                "marked": "",
                "elsewhere": None,
                "is_telling": True,
            }
        ],
        "needs_attention": False,
        "review": None,
    }
    assert (unknown.as_json()["version"], unknown.as_json()["needs_attention"]) == (None, True)


def test_a_manuscript_at_the_shell(
    archive: provrepo.Repository, tmp_path: Path, run: CommandLine, url: str
) -> None:
    """Each citation has its line; exit 1 where one needs attention, 0 where none does."""
    old, new = archive.version("cable@v1"), archive.version("cable@v2")
    chapter = tmp_path / "chapter.md"
    chapter.write_text(f"First (version 2 ({new.short_id})).\n\nversion 1 ({old.short_id})\n")
    done = run("resolve", "chapter.md", PROVREPO=url)
    assert done.returncode == 1
    lines = done.stdout.decode().splitlines()
    assert lines[0].startswith("chapter.md:1: exact: ")
    assert lines[1].startswith("chapter.md:3: superseded: ")
    assert "provrepo diff cable/translation:en@v1..v2" in lines[2]
    values = json.loads(run("resolve", "chapter.md", "--json", PROVREPO=url).stdout)
    assert [one["needs_attention"] for one in values] == [False, True]
    assert run("resolve", new.id, PROVREPO=url).returncode == 0
    nothing = run("resolve", "no citation at all", PROVREPO=url)
    assert (nothing.returncode, nothing.stderr.count(b"\n")) == (2, 1)
    for missing in ("chapter-4.md", "a folder/My Book.DOCX"):
        done = run("resolve", missing, PROVREPO=url)
        assert (done.returncode, done.stdout) == (2, b"")
        assert done.stderr.decode() == f"provrepo: {missing}: there is no such file\n"


def test_withdrawn_and_purged_versions_are_told_apart(archive: provrepo.Repository) -> None:
    """Both need attention: the one still reads, the other is gone."""
    old, letter = archive.version("cable@v1"), archive.version("letter")
    archive.withdraw("cable@v1", "a mistake")
    archive.purge("letter", "personal data")
    (one,) = archive.find_pins(old.id)
    (two,) = archive.find_pins(letter.id)
    assert (one.status, two.status) == ("withdrawn", "purged")
    assert one.needs_attention
    assert two.needs_attention


@pytest.mark.parametrize("form", ["text", "html", "markdown", "latex", "rtf"])
def test_a_citation_is_found_in_every_format_and_across_lines(
    archive: provrepo.Repository, form: str
) -> None:
    """However `cite` wrote it, and wherever a line was broken since, the version is found."""
    for style in ("chicago-notes", "nara", "tna", "wilson"):
        (cited,) = archive.cite(["cable@v1"], Manner(style=style, form=form))
        for written in (cited.text, cited.text.replace(" ", "\n")):
            (pin,) = archive.find_pins(written)
            assert pin.version is not None
            assert pin.version.id == cited.version.id, written


def word_file(body: str, footnote: str) -> bytes:
    """Return a Word document of one paragraph with one footnote."""
    from tests.formats.office import word

    text = f'<w:p><w:r><w:t xml:space="preserve">{body}</w:t></w:r>'
    return word(
        f'{text}<w:r><w:footnoteReference w:id="1"/></w:r></w:p>',
        footnotes=f'<w:footnote w:id="1"><w:p><w:r><w:t>{footnote}</w:t></w:r></w:p></w:footnote>',
    )


def test_footnotes_of_a_word_document(
    archive: provrepo.Repository, tmp_path: Path, run: CommandLine, url: str
) -> None:
    """A citation in a footnote goes with the quotation in the paragraph that it stands on."""
    (cited,) = archive.cite(["cable@v1"], Manner())
    for words, status, fate in (
        ("in [North] Korea", 0, "unchanged"),
        ("It was late in May.", 1, "no longer stands in the newest version"),
    ):
        path = tmp_path / "chapter.docx"
        path.write_bytes(word_file(f"He wrote, “{words}”", cited.text))
        done = run("resolve", "chapter.docx", PROVREPO=url)
        assert done.returncode == status, done.stderr
        assert "superseded" in done.stdout.decode()
        assert fate in done.stdout.decode()
