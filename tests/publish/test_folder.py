"""The folder of a site: the same bytes each time, no more written than changed, whole always."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import provrepo
from provrepo import FolderInUse, InputError, SiteOptions
from provrepo.clock import fixed_clock
from provrepo.publish import labels
from provrepo.publish.frame import STYLE
from provrepo.publish.views import DocumentView
from provrepo.reading.site.files import File, SiteFiles, assets
from tests.conftest import NOON
from tests.postgres import Server
from tests.publish.edition import EN, fill, put
from tests.publish.site_reader import contents, dead_links


@pytest.fixture
def engine() -> str:
    """Return the engine: what is written is the same for both."""
    return "sqlite"


def test_the_same_repository_gives_the_same_bytes(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """In another folder, too; and a second run writes nothing."""
    fill(repository)
    first = repository.publish(tmp_path / "a")
    repository.publish(tmp_path / "b")
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    again = repository.publish(tmp_path / "a")
    assert (again.written, again.removed) == (0, 0)
    assert (again.documents, first.documents) == (2, 2)


def test_a_new_version_rewrites_the_pages_of_its_own_document(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """And the result is what a new folder would have."""
    fill(repository)
    repository.publish(tmp_path / "a")
    before = contents(tmp_path / "a")
    put(repository, "transcription:ar", "رسالة جديدة\n", key="con")
    repository.publish(tmp_path / "a")
    after = contents(tmp_path / "a")
    changed = {path for path in {*before, *after} if before.get(path) != after.get(path)}
    assert changed
    assert not [path for path in changed if not path.startswith(("_con/", "_/", "index.html"))]
    repository.publish(tmp_path / "b")
    assert after == contents(tmp_path / "b")


def test_whatever_happens_the_folder_is_what_a_new_one_would_be(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """A renaming, a withdrawal, a purge, a note, a review: after each the same as made anew."""
    fill(repository)
    steps: list[Callable[[], object]] = [
        lambda: repository.withdraw("cable/en@v2", "Wrong"),
        lambda: repository.rename("con", "letter"),
        lambda: repository.add_note("cable/zh", provrepo.NoteDraft("A note.", quote="外交部")),
        lambda: put(repository, "translation:en", EN + "\nMore.\n"),
        lambda: repository.purge("cable/zh@v1", "A court", everywhere=True),
        lambda: put(repository, "transcription:en", "A third document.\n", key="third"),
    ]
    for number, step in enumerate(steps):
        repository.publish(tmp_path / "site")
        step()
        repository.publish(tmp_path / "site")
        repository.publish(tmp_path / f"anew-{number}")
        assert contents(tmp_path / "site") == contents(tmp_path / f"anew-{number}"), number
        assert list(dead_links(contents(tmp_path / "site"))) == []


def test_no_link_leads_to_a_version_that_is_shown_no_more(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """Of another document, where the newest versions alone are shown."""
    put(repository, "transcription:zh", "原文。\n", key="original")
    put(repository, "translation:en", EN, key="copy", based_on="original/zh")
    options = SiteOptions(versions="newest")
    repository.publish(tmp_path / "site", options)
    repository.revise("original/zh", provrepo.Changes(fields={"title": "A title"}))
    repository.publish(tmp_path / "site", options)
    repository.publish(tmp_path / "anew", options)
    assert list(dead_links(contents(tmp_path / "site"))) == []
    assert contents(tmp_path / "site") == contents(tmp_path / "anew")


def test_files_of_others_are_left_alone(repository: provrepo.Repository, tmp_path: Path) -> None:
    """A file beside the site's stays; one in a page's place is refused, and nothing written."""
    fill(repository)
    (tmp_path / "CNAME").write_text("cables.example.edu")
    (tmp_path / "cable").mkdir()
    (tmp_path / "cable" / "photo.jpg").write_bytes(b"\xff\xd8")
    repository.publish(tmp_path)
    repository.rename("cable", "telegram")
    repository.publish(tmp_path)
    assert (tmp_path / "CNAME").read_text() == "cables.example.edu"
    assert (tmp_path / "cable" / "photo.jpg").exists()
    assert not (tmp_path / "cable" / "translation.en" / "v1" / "text.txt").exists()
    other = tmp_path / "other"
    other.mkdir()
    (other / "index.html").write_text("mine")
    with pytest.raises(InputError, match="not of this site"):
        repository.publish(other)
    assert (other / "index.html").read_text() == "mine"


@pytest.mark.parametrize(
    "share", [0.1, 0.99, *(pytest.param(n / 12, marks=pytest.mark.slow) for n in range(12))]
)
def test_a_run_that_is_broken_off_leaves_a_whole_site(
    repository: provrepo.Repository,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    share: float,
) -> None:
    """At whatever file: all links lead somewhere, and the next run makes what a new one would."""
    fill(repository)
    site = tmp_path / "site"
    repository.publish(site)
    put(repository, "translation:en", EN.replace("May", "June"))
    put(repository, "transcription:en", "Another document.\n", key="another")
    repository.rename("con", "letter")
    repository.withdraw("cable/en@v2", "Wrong")
    shutil.copytree(site, tmp_path / "counted")
    steps = Steps(monkeypatch)
    steps.publish(repository, tmp_path / "counted")
    with pytest.raises(KeyboardInterrupt):
        steps.publish(repository, site, int(share * steps.made))
    files = {path: data for path, data in contents(site).items() if "/.new/" not in path}
    assert list(dead_links(files)) == []
    repository.publish(site)
    repository.publish(tmp_path / "anew")
    assert contents(site) == contents(tmp_path / "anew")


def test_a_purged_text_goes_before_anything_else(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """From the pages of all that have it; then a run that is broken off leaves a whole site."""
    fill(repository)
    put(repository, "translation:en", EN, key="copy")
    repository.publish(tmp_path / "site")
    repository.purge("cable/en@v1", "By order of a court", everywhere=True)

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        repository.publish(tmp_path / "site", tick=stop)
    files = contents(tmp_path / "site")
    assert b"thirteen fishing" in files["cable/translation.en/v2/text.txt"]
    assert not [path for path, data in files.items() if b"three fishing" in data]
    assert list(dead_links(files)) == []
    repository.publish(tmp_path / "site")
    repository.publish(tmp_path / "anew")
    assert contents(tmp_path / "site") == contents(tmp_path / "anew")


def test_the_next_run_takes_over_what_a_broken_off_one_had_made(
    repository: provrepo.Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The documents that were whole are not made again, those that changed since are."""
    for number in range(5):
        put(repository, "transcription:en", f"Document {number}.\n", key=f"letter-{number}")
    site = tmp_path / "site"
    broken_off_after(repository, site, documents=4)
    assert not (site / "index.html").exists()
    half = next(site.glob("_/.new/letter-2/**/text.txt"))
    half.write_text("cut short")  # as by a power cut
    put(repository, "transcription:en", "Document 1, corrected.\n", key="letter-1")
    made = drawn(monkeypatch)
    repository.publish(site)
    assert made == ["letter-1", "letter-2", "letter-4"]
    repository.publish(tmp_path / "anew")
    assert contents(site) == contents(tmp_path / "anew")
    assert b"corrected" in (site / "letter-1/transcription.en/v2/text.txt").read_bytes()


def test_what_a_broken_off_run_made_for_another_site_is_not_taken_over(
    repository: provrepo.Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With other options, or once something was purged; nothing of it is left lying about."""
    fill(repository)
    broken_off_after(repository, tmp_path / "site", documents=1)
    made = drawn(monkeypatch)
    repository.publish(tmp_path / "site", SiteOptions(language="de"))
    assert made == ["cable", "con"]
    repository.publish(tmp_path / "german", SiteOptions(language="de"))
    assert contents(tmp_path / "site") == contents(tmp_path / "german")
    broken_off_after(repository, tmp_path / "other", documents=2)
    repository.purge("cable/en@v1", "By order of a court", everywhere=True)

    def stop(_: int) -> None:
        left = contents(tmp_path / "other")
        assert not [path for path, data in left.items() if b"three fishing" in data]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        repository.publish(tmp_path / "other", begin=lambda _: None, tick=stop)


def test_a_file_that_only_a_broken_off_run_made_gets_no_name(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """Of a document that is called otherwise by now."""
    fill(repository)
    site = tmp_path / "site"
    broken_off_after(repository, site, documents=2)
    stray = site / "_/.new/cable/translation.en/v9/text.txt"
    stray.parent.mkdir()
    stray.write_text("half a file")
    repository.publish(site)
    repository.publish(tmp_path / "anew")
    assert contents(site) == contents(tmp_path / "anew")
    assert not (site / "cable/translation.en/v9").exists()


def test_another_history_keeps_no_page(tmp_path: Path) -> None:
    """Two repositories may have a document of one key, at the same places of their ledgers."""
    for name, text in (("a", "The first one.\n"), ("b", "The other one.\n")):
        with provrepo.create(
            tmp_path / f"{name}.db", clock=fixed_clock(NOON), origin="example.edu/t"
        ) as repository:
            put(repository, "transcription:en", text)
            repository.publish(tmp_path / "site")
            repository.publish(tmp_path / name)
    assert contents(tmp_path / "site") == contents(tmp_path / "b")


@pytest.mark.skipif(sys.platform == "win32", reason="locks folders where the system does")
def test_one_run_at_a_time(repository: provrepo.Repository, tmp_path: Path) -> None:
    """Another one for the same folder ends at once, and changes nothing."""
    fill(repository)
    refused = []

    def at_once(_: int) -> None:
        with pytest.raises(FolderInUse, match="another run") as caught:
            repository.publish(tmp_path / "site", SiteOptions(language="de"))
        refused.append(caught.value.exit_status)

    repository.publish(tmp_path / "site", begin=at_once)
    assert refused == [3]
    repository.publish(tmp_path / "anew")
    assert contents(tmp_path / "site") == contents(tmp_path / "anew")


@pytest.mark.parametrize("key", ["files.json", "index.html", "list", "made", "search", "con", "0"])
def test_documents_may_have_any_key(
    repository: provrepo.Repository, tmp_path: Path, key: str
) -> None:
    """Also the names of files that a site has."""
    put(repository, "transcription:en", "A text.\n", key=key)
    repository.publish(tmp_path)
    files = contents(tmp_path)
    assert b"A text.\n" in files.values()
    assert list(dead_links(files)) == []


def broken_off_after(repository: provrepo.Repository, folder: Path, documents: int) -> None:
    """Publish, and break it off after that many documents."""
    made = []

    def tick(steps: int) -> None:
        made.append(steps)
        if sum(made) == documents:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        repository.publish(folder, tick=tick)


def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that will have the keys of the documents whose pages are made."""
    keys: list[str] = []
    of_document = SiteFiles.of_document

    def noted(files: SiteFiles, document: DocumentView) -> Iterator[File]:
        keys.append(document.key)
        return of_document(files, document)

    monkeypatch.setattr(SiteFiles, "of_document", noted)
    return keys


class Steps:
    """The steps of a run that change what a reader finds, after some of which it is broken off."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self.made = 0

    def publish(self, repository: provrepo.Repository, folder: Path, most: int = -1) -> None:
        """Publish, up to ``most`` steps; then raise KeyboardInterrupt."""
        self.made = 0
        replace, unlink = Path.replace, Path.unlink

        def step() -> None:
            if self.made == most:
                raise KeyboardInterrupt
            self.made += 1

        def counted_replace(path: Path, target: Path) -> Path:
            step()
            return replace(path, target)

        def counted_unlink(path: Path, missing_ok: bool = False) -> None:
            step()
            unlink(path, missing_ok=missing_ok)

        with self._monkeypatch.context() as patched:
            patched.setattr(Path, "replace", counted_replace)
            patched.setattr(Path, "unlink", counted_unlink)
            repository.publish(folder)


def test_other_words_and_styles_are_published_too(
    repository: provrepo.Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever comes with provrepo: where it is another one, all pages are made with it."""
    put(repository, "translation:en", EN)
    site = tmp_path / "site"
    repository.publish(site)
    style = {**assets(), STYLE: b"p { color: black; }"}
    monkeypatch.setattr("provrepo.reading.site.files.assets", lambda: style)
    monkeypatch.setattr("provrepo.reading.site.publish.assets", lambda: style)
    repository.publish(site)
    assert (site / STYLE).read_bytes() == style[STYLE]
    monkeypatch.setitem(labels._words("en"), "facing", "Side by side")  # noqa: SLF001
    monkeypatch.setitem(labels._words("en"), "versions", "What there was")  # noqa: SLF001
    repository.publish(site)
    repository.publish(tmp_path / "anew")
    assert contents(site) == contents(tmp_path / "anew")
    assert repository.publish(site).written == 0


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b'{"format": "other"}', b"\xff"])
def test_a_damaged_list_is_one_clear_line(
    repository: provrepo.Repository, tmp_path: Path, data: bytes
) -> None:
    """Nothing is written where it is not known what is ours."""
    (tmp_path / "_").mkdir()
    (tmp_path / "_" / "files.json").write_bytes(data)
    with pytest.raises(InputError):
        repository.publish(tmp_path)


def test_options_that_are_none(repository: provrepo.Repository, tmp_path: Path) -> None:
    """Each is named."""
    for wrong in (
        {"versions": "some"},
        {"withdrawn": "no"},
        {"language": "tlh"},
        {"base_url": "ftp://x"},
        {"base_url": "javascript:alert(1)"},
        {"base_url": "https://"},
        {"base_url": "https://["},
        {"base_url": "https://x:port/"},
        {"base_url": "https://user:secret@x/"},
        {"base_url": "https://x/?q"},
        {"base_url": "https://x/#f"},
        {"base_url": "https://x/\nHost: y"},
        {"base_url": "https://x/\u202ey"},
        {"base_url": "https://x y/"},
        {"base_url": 'https://x/"><script>'},
    ):
        with pytest.raises(provrepo.InvalidValue):
            SiteOptions(**wrong)  # type: ignore[arg-type]
    with pytest.raises(InputError):
        repository.publish(tmp_path, SiteOptions(labels=b"home = 3"))
    with pytest.raises(InputError):
        repository.publish(tmp_path, SiteOptions(labels=b"nonsense = 'x'"))
    for base in ("https://x", "http://x:8080/a/b/", "https://[::1]/", "https://архив.рф/издание"):
        assert SiteOptions(base_url=base).base_url == base


def test_a_document_that_is_renamed_and_renamed_back_has_its_page(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """Its key is no former one, which would lead on to itself; the other key leads there."""
    fill(repository)
    repository.publish(tmp_path / "site")
    for number, (name, other) in enumerate((("cable", "telegram"), ("telegram", "cable")) * 2):
        repository.rename(name, other, f"renumbered, {number}")
        repository.publish(tmp_path / "site")
    files = contents(tmp_path / "site")
    assert b"thirteen fishing boats" in files["cable/index.html"]
    assert b'url=../cable/index.html"' in files["telegram/index.html"]
    assert b"http-equiv" not in b"".join(
        data for path, data in files.items() if path.startswith("cable/") and path.endswith(".html")
    )
    repository.publish(tmp_path / "anew")
    assert contents(tmp_path / "anew") == files


@pytest.mark.parametrize(
    "word", ["{", "}", "{}", "{0}", "{other}", "{number.__class__}", "{number:>99}", "{number!r}"]
)
def test_braces_of_a_label_hold_what_the_site_fills_in(
    repository: provrepo.Repository, tmp_path: Path, word: str
) -> None:
    """Anything else is told, with the file and the name, before a page is made."""
    put(repository, "translation:en", EN)
    labels = f"permanent = '{word}'".encode()
    with pytest.raises(InputError, match=r"“permanent”, in which braces may hold \{number\} alone"):
        repository.publish(tmp_path / "site", SiteOptions(labels=labels))
    labels = b"permanent = 'For good {{v}} {number}'\nhome = '{'"
    repository.publish(tmp_path / "site", SiteOptions(labels=labels))
    page = (tmp_path / "site/cable/translation.en/v1/index.html").read_text("utf-8")
    assert "For good {v} 1" in page


@pytest.mark.slow
def test_both_engines_give_the_same_site(server: Server, tmp_path: Path) -> None:
    """A repository on a server, and its copy in a file."""
    clock = fixed_clock(NOON)
    with provrepo.create(server.schema(), clock=clock, origin="example.edu/t") as repository:
        fill(repository)
        repository.publish(tmp_path / "server")
        repository.copy_to(tmp_path / "copy.db")
    with provrepo.open(tmp_path / "copy.db", clock=clock) as copy:
        copy.publish(tmp_path / "file")
    assert contents(tmp_path / "server") == contents(tmp_path / "file")
