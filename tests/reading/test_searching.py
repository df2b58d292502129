"""Searching a repository: every hit is true of the version that it names, and none is missed."""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import provrepo
from provrepo import Changes, Draft, Hit, InvalidValue, NoteDraft, Reports, Repository, Scope
from provrepo.store.search_index import Extent, IndexBusy, SearchIndex
from provrepo.store.search_postgres import PostgresIndex
from provrepo.store.search_rows import extent_before
from tests.conftest import only_sqlite
from tests.shared import SHARED, needs

BORDER = "On the border with [North] Korea.\n\nThe [North] Korean side, Sh[en]yang."
CHINESE = "关于与[朝]鲜边界的谈判\n\n安东市，一九六一年五月。安\n东。"
KOREAN = "조선인민군 부대가 압록강을 건넜다."


def put(repository: Repository, key: str, text: str, content: str, **changes: object) -> None:
    """Make a version."""
    repository.ingest(content.encode(), Changes(**changes), document=key, text=text)  # type: ignore[arg-type]


def fill(repository: Repository) -> None:
    """Put in texts in three languages, one of them in two versions."""
    put(repository, "border-cable", "transcription:zh", CHINESE, agents=("Wang Li:transcriber",))
    translator = "Anna Keller <https://orcid.org/0000-0002-1825-0097>:translator"
    draft = "On the border with Korea, a draft."
    made: dict[str, Any] = {"created": "1998-03", "agents": (translator,)}
    put(repository, "border-cable", "translation:en", draft, **made)
    put(repository, "border-cable", "translation:en", BORDER, created="2001-05-02")
    put(repository, "river", "transcription:ko-Kore", KOREAN, created="2003")


@pytest.fixture
def filled(repository: Repository) -> Repository:
    """Return a repository with these texts, which a test may change."""
    fill(repository)
    return repository


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Repository]:
    """Return a repository with these texts for all tests that only look."""
    with provrepo.create(tmp_path_factory.mktemp("shelf") / "provrepo.db") as repository:
        fill(repository)
        yield repository


def hits(
    repository: Repository,
    query: str,
    scope: Scope | None = None,
    **options: Any,  # noqa: ANN401
) -> list[Hit]:
    """Return all hits; each is checked against the content that it is said to be in."""
    found = list(repository.search(query, scope, **options))
    for hit in found:
        if hit.part in ("text", "intervention"):
            content = repository.content(hit.version.reference)
            assert content[hit.start : hit.end] == hit.text
            assert all(hit.start <= start < end <= hit.end for start, end in hit.places)
        assert any(span.style == "found" for span in hit.context)
    return found


def texts(
    repository: Repository,
    query: str,
    scope: Scope | None = None,
    **options: Any,  # noqa: ANN401
) -> list[str]:
    """Return what was found, with the texts it was found in."""
    return [
        f"{hit.version.reference} {hit.text}" for hit in hits(repository, query, scope, **options)
    ]


ZH, EN, KO = (
    "border-cable/transcription:zh@v1",
    "border-cable/translation:en@v2",
    "river/transcription:ko-Kore@v1",
)


FINDS: list[tuple[str, list[str]]] = [
    ("North Korea", [f"{EN} [North] Korea"]),
    ("shenyang", [f"{EN} Sh[en]yang"]),
    ("朝鲜", [f"{ZH} [朝]鲜"]),
    ("鲜边", [f"{ZH} 鲜边"]),
    ("与鲜边", [f"{ZH} 与[朝]鲜边"]),
    ("安东", [f"{ZH} 安东", f"{ZH} 安\n东"]),
    ("一九六一年五月", [f"{ZH} 一九六一年五月"]),
    ("인민", [f"{KO} 인민"]),
    ("border OR 압록강", [f"{EN} border", f"{KO} 압록강"]),
    ("border -korea", []),
    ("draft", []),
]


@pytest.mark.parametrize(("query", "expected"), FINDS)
def test_what_is_found(shelf: Repository, query: str, expected: list[str]) -> None:
    """In the newest version of each text, sorted by the texts' names."""
    assert texts(shelf, query) == expected


def test_both_engines_find_the_same(filled: Repository) -> None:
    """Through the index of each."""
    assert {query: texts(filled, query) for query, _ in FINDS} == dict(FINDS)
    assert told(filled, "korea") == (1, [])


def test_paragraph_context_and_cursor(shelf: Repository) -> None:
    """A hit says where it is, and shows what stands around it on one line."""
    (hit,) = hits(shelf, '"korean side"')
    assert (hit.paragraph, hit.start, hit.end) == (2, 47, 58)
    assert hit.line == ("The [North] ", "Korean side", ", Sh[en]yang.")
    assert hit.cursor == f"{EN}#text:47"
    assert hit.as_json()["text"] == "Korean side"


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Scope(kind="transcription"), 0),
        (Scope(language="en"), 1),
        (Scope(language="EN"), 1),
        (Scope(language="e"), 0),
        (Scope(document="border-*"), 1),
        (Scope(document="*-letter"), 0),
        (Scope(since="2001"), 1),
        (Scope(until="2000"), 0),
        (Scope(versions="all"), 2),
        (Scope(versions="all", until="1998"), 1),
        (Scope(versions="all", since="1998-03", until="1998-04-01"), 1),
        (Scope(versions="all", agent="keller"), 1),
        (Scope(versions="all", agent="https://orcid.org/0000-0002-1825-0097"), 1),
        (Scope(agent="keller"), 0),
    ],
)
def test_where_is_searched(shelf: Repository, scope: Scope, expected: int) -> None:
    """Filters by text, maker and date; former versions only where they are asked for."""
    assert len(hits(shelf, '"the border"', scope)) == expected


def test_a_language_stands_for_its_variants(shelf: Repository) -> None:
    """`ko` is also `ko-Kore`."""
    assert texts(shelf, "부대", Scope(language="ko")) == [f"{KO} 부대"]


@pytest.mark.parametrize(
    "values",
    [
        *({"within": ("title",)}, {"within": ()}, {"versions": "old"}, {"kind": 3}),
        *({"since": "May"}, {"since": 1961}, {"until": "1961-02-30"}),
        {"since": "1998-03-14", "until": "1998-02"},
    ],
)
def test_a_scope_that_makes_no_sense(values: dict[str, object]) -> None:
    """It is refused before anything is read."""
    with pytest.raises(InvalidValue):
        Scope(**values)  # type: ignore[arg-type]


def test_notes_metadata_and_brackets(filled: Repository) -> None:
    """Each can be searched alone; by default texts, notes and metadata are."""
    filled.add_note(EN.partition("@")[0], NoteDraft("The copyist wrote the border twice."))
    put(filled, "river", "transcription:ko-Kore", KOREAN, citation={"title": "Over the border"})
    assert [hit.part for hit in hits(filled, "border")] == ["text", "note", "metadata"]
    (note,) = hits(filled, "copyist", Scope(within=("notes",)))
    assert (note.name, note.text, note.start) == ("n1", "copyist", 4)
    (title,) = hits(filled, "over border", Scope(within=("metadata",)))
    assert (title.name, title.text) == ("title", "Over the border")
    assert (
        texts(filled, "north", Scope(within=("interventions",)))
        == [f"{EN}".replace("v2", "v3") + " North"] * 2
    )
    assert texts(filled, "korea", Scope(within=("interventions",))) == []
    assert len(hits(filled, "en", Scope(within=("interventions",)))) == 1


def test_pages(filled: Repository) -> None:
    """The cursor of a hit leads to the ones after it, and to no other."""
    everything = hits(filled, "安 OR 东 OR korea* OR 군", Scope(versions="all"))
    assert len(everything) > 6
    for number, hit in enumerate(everything):
        page = filled.search(
            "安 OR 东 OR korea* OR 군", Scope(versions="all"), after=hit.cursor, limit=3
        )
        assert [one.cursor for one in page] == [
            one.cursor for one in everything[number + 1 : number + 4]
        ]
    with pytest.raises(InvalidValue):
        filled.search("korea", after="nonsense")


def test_withdrawn_versions(filled: Repository) -> None:
    """The newest is the newest that was not withdrawn; former ones tell that they were."""
    filled.withdraw(EN, "Published too early.")
    assert texts(filled, "draft") == ["border-cable/translation:en@v1 draft"]
    (hit,) = hits(filled, "shenyang", Scope(versions="all"))
    assert hit.version.withdrawn == "Published too early."


def test_what_was_purged_is_not_found(filled: Repository) -> None:
    """Nor does it keep the search from what is there."""
    assert hits(filled, "압록강")
    filled.purge(KO, "Personal data.")
    assert hits(filled, "압록강") == []
    assert len(hits(filled, "border", Scope(versions="all"))) == 2


def test_a_regular_expression(shelf: Repository) -> None:
    """Python's, line by line; what could run for ever is refused."""
    assert texts(shelf, r"\bSh\[en\]\w+", regex=True) == [f"{EN} Sh[en]yang"]
    assert texts(shelf, "north", regex=True, exact=True) == []
    for refused in ("(a+)+", "(", "a*", "", r"(a|b|ab)*c", r"(.)\1", "(a*)*b", "x{1,9}{99}"):
        with pytest.raises(InvalidValue):
            shelf.search(refused, regex=True)
    assert len(hits(shelf, r"\d{4}(-\d{2}){2}|[A-Z]h", regex=True)) >= 1


@only_sqlite
def test_an_expression_that_takes_too_long(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That version is left out, which is said; the others are searched, long ones too."""
    monkeypatch.setattr("provrepo.search.regular.SECONDS", 0.2)
    put(repository, "a-long", "transcription:en", "a" * 100_000)
    put(repository, "b-short", "transcription:en", "a" * 30 + "x")
    put(repository, "c-quick", "transcription:en", "a" * 30 + "x" + "b" * 10_000)
    for slow in ("a*a*a*x", f"{'a?' * 24}{'a' * 24}x", f"{'(a|a)' * 30}x"):
        warnings: list[str] = []
        left_out: list[str] = []
        reports = Reports(warn=warnings.append, left_out=left_out.append)
        answers = list(repository.search(slow, regex=True, reports=reports))
        assert [hit.version.document for hit in answers if hit.text == "a" * 30 + "x"] == [
            *("b-short", "c-quick")
        ]
        assert left_out == ["a-long/transcription:en@v1"]
        assert len(warnings) == 1
        assert warnings[0].startswith(
            "a-long/transcription:en@v1 was not searched: the expression takes more than 0.2 s"
        )


@only_sqlite
def test_whether_a_version_has_what_it_took_too_long_to_find(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not known, so nobody is said to have written or deleted it there."""
    monkeypatch.setattr("provrepo.search.regular.SECONDS", 0.1)
    for content in ("aax", "a" * 100_000, "aax again"):
        put(repository, "cable", "translation:en", content)
    left_out: list[str] = []
    (history,) = repository.search_history(
        "a*a*a*x", regex=True, reports=Reports(left_out=left_out.append)
    )
    assert [change.version.record.number for change in history.changes] == [1]
    assert history.is_there
    assert left_out == ["cable/translation:en@v2"]


@only_sqlite
def test_an_expression_with_a_process_of_its_own(repository: Repository) -> None:
    """In a long line it finds what it finds in a short one, beside control signs too."""
    part = "两岸 1961 年 []\t\x1b 两江 19 年 "
    put(repository, "long", "transcription:zh", part * 200)
    put(repository, "short", "transcription:zh", part)
    query = r"两. \d+ 年"
    assert len(hits(repository, f"{query}.*?.*?", Scope(document="long"), regex=True)) == 400
    assert texts(repository, f"{query}.*?.*?", Scope(document="short"), regex=True) == [
        f"short/transcription:zh@v1 {text}" for text in ("两岸 1961 年", "两江 19 年")
    ]


def test_the_same_content_in_several_texts(repository: Repository) -> None:
    """It is indexed once, and found in each."""
    for key in ("a", "b", "c"):
        put(repository, key, "transcription:en", "The same words.")
    assert [hit.version.document for hit in hits(repository, "same")] == ["a", "b", "c"]
    put(repository, "b", "transcription:en", "Other words.")
    put(repository, "d", "transcription:en", "The same words.")
    assert [hit.version.document for hit in hits(repository, "same")] == ["a", "c", "d"]


def test_common_words_are_found_in_order(repository: Repository) -> None:
    """Where nearly every text has the word, the first page is found without looking at all."""
    drafts = [
        Draft(f"common {number}", document=f"d{number:03}", text="transcription:en")
        for number in range(60)
    ]
    assert len(list(repository.ingest_drafts(drafts, parallel=False))) == 60
    found = [hit.version.document for hit in hits(repository, "common")]
    assert found == [f"d{number:03}" for number in range(60)]
    assert [hit.version.document for hit in repository.search("common", limit=2)] == found[:2]


# The index.


def told(repository: Repository, query: str) -> tuple[int, list[str]]:
    """Return how many hits a query has, and what the user is told."""
    messages: list[str] = []
    return len(list(repository.search(query, reports=Reports(warn=messages.append)))), messages


def index_of(repository: Repository) -> Path:
    """Return the path of the index of a repository."""
    return Path(f"{repository.location}-search")


def test_the_index_knows_what_is_new(filled: Repository) -> None:
    """Each search indexes what came since the last one, and says how much that is."""
    assert told(filled, "new") == (0, [])
    put(filled, "new-one", "translation:en", "A new text.")
    begun: list[int] = []
    (hit,) = filled.search("new", reports=Reports(begin=begun.append))
    assert hit.version.document == "new-one"
    assert begun == [1]


def test_another_process_indexes_faster(
    repository: Repository, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one is about to index two texts, another does three; the index stays that far."""
    put(repository, "first", "translation:en", "A needle.")
    assert told(repository, "needle") == (1, [])
    put(repository, "second", "translation:en", "A second needle.")
    kind = type(repository._database.search_index())  # noqa: SLF001
    begin = kind.begin

    def late(index: SearchIndex) -> Extent:
        monkeypatch.setattr(kind, "begin", begin)
        with provrepo.open(url) as faster:
            put(faster, "third", "translation:en", "A third needle.")
            assert told(faster, "needle") == (3, [])
        return begin(index)

    monkeypatch.setattr(kind, "begin", late)
    assert told(repository, "needle") == (3, [])
    for number, key in enumerate(("fourth", "fifth"), 4):
        put(repository, key, "translation:en", f"A {key} needle.")
        begun: list[int] = []
        reports = Reports(begin=begun.append)
        assert len(list(repository.search("needle", reports=reports))) == number
        assert begun == [1]


@pytest.mark.parametrize("engine", ["postgres"], indirect=True)
def test_another_process_makes_the_index_at_the_same_time(
    repository: Repository, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is told that it cannot be used, as it can."""
    put(repository, "first", "translation:en", "A needle.")
    make = PostgresIndex._make_alone  # noqa: SLF001

    def busy(index: PostgresIndex) -> None:
        make(index)
        raise IndexBusy("another process makes it")

    monkeypatch.setattr(PostgresIndex, "_make_alone", busy)
    assert told(repository, "needle") == (1, [])

    def late(index: PostgresIndex) -> None:
        monkeypatch.setattr(PostgresIndex, "_make_alone", make)
        with provrepo.open(url) as faster:
            assert told(faster, "needle") == (1, [])
        make(index)

    monkeypatch.setattr(PostgresIndex, "_make_alone", late)
    assert told(repository, "needle") == (1, [])


def test_an_index_that_goes_farther_than_it_says(repository: Repository) -> None:
    """It is filled up all the same."""
    for key in ("first", "second"):
        put(repository, key, "translation:en", f"The {key} needle.", citation={"title": key})
        assert told(repository, key) == (1 + 1, [])
    index = repository._database.search_index()  # noqa: SLF001
    whole = index.begin()
    index.end(extent_before(repository._database, whole.size - 1))  # noqa: SLF001
    put(repository, "third", "translation:en", "The third needle.")
    assert told(repository, "needle") == (3, [])
    assert index.extent().size == whole.size + 1


@only_sqlite
def test_an_index_with_a_byte_changed(repository: Repository) -> None:
    """SQLite reads past it and finds less; the search notices, and finds what is there."""
    put(repository, "cable", "translation:en", "The border at the river.")
    assert told(repository, "river") == (1, [])
    location = repository.location
    repository.close()
    path = Path(f"{location}-search")
    path.write_bytes(path.read_bytes().replace(b"river", b"rover"))
    with provrepo.open(location) as opened:
        count, (message,) = told(opened, "river")
        assert count == 1
        assert "it is damaged" in message
        assert opened.reindex() > 0
        assert told(opened, "river") == (1, [])


@only_sqlite
def test_what_is_indexed_later_does_not_hide_a_byte_changed(repository: Repository) -> None:
    """A new version comes before anybody searches: the damage is noticed all the same."""
    put(repository, "cable", "translation:en", "The border at the river.")
    assert told(repository, "river") == (1, [])
    location = repository.location
    repository.close()
    path = Path(f"{location}-search")
    path.write_bytes(path.read_bytes().replace(b"river", b"rover"))
    with provrepo.open(location) as opened:
        put(opened, "letter", "translation:en", "Boats on another river.")
        count, messages = told(opened, "river")
        assert count == 2
        assert any("it is damaged" in message for message in messages)
    with provrepo.open(location) as opened:
        assert told(opened, "river")[0] == 2


@only_sqlite
@pytest.mark.parametrize("damage", ["cut", "junk", "other", "empty", "rows"])
def test_a_damaged_index(filled: Repository, damage: str) -> None:
    """It is said, the texts are read instead, and `reindex` mends it."""
    assert told(filled, "korea") == (1, [])
    location = filled.location
    filled.close()
    path = Path(f"{location}-search")
    match damage:
        case "cut":
            path.write_bytes(path.read_bytes()[:5000])
        case "junk":
            path.write_bytes(b"no database " * 1000)
        case "empty":
            path.write_bytes(b"")
        case "rows":
            with sqlite3.connect(path) as connection:
                connection.execute("DELETE FROM extent")
            connection.close()
        case _:
            path.unlink()
            with sqlite3.connect(path) as connection:
                connection.execute("CREATE TABLE theirs (x)")
            connection.close()
    with provrepo.open(location) as repository:
        count, messages = told(repository, "korea")
        assert count == 1
        mended = ["provrepo reindex" in message for message in messages]
        assert mended == {"empty": [], "other": [False]}.get(damage, [True])
        if damage == "other":  # whatever it is, it is not ours to remove
            with pytest.raises(provrepo.NotWritable):
                repository.reindex()
        else:
            assert repository.reindex() > 0
            assert told(repository, "korea") == (1, [])


@only_sqlite
def test_an_index_of_another_repository(filled: Repository, tmp_path: Path) -> None:
    """One that was copied there, or stayed behind, is made anew."""
    other = tmp_path / "other" / "provrepo.db"
    other.parent.mkdir()
    with provrepo.create(other) as repository:
        for number in range(9):
            put(repository, f"d{number}", "translation:en", f"Korea {number}")
        assert told(repository, "korea") == (9, [])
    assert told(filled, "korea") == (1, [])
    location = filled.location
    filled.close()
    index = Path(f"{location}-search")
    index.write_bytes(Path(f"{other}-search").read_bytes())
    with provrepo.open(location) as repository:
        count, messages = told(repository, "korea")
        assert (count, len(messages)) == (1, 1)
        assert told(repository, "korea") == (1, [])


@only_sqlite
def test_an_index_of_another_version(filled: Repository) -> None:
    """An older one is made anew; a newer one is left alone, and the texts are read."""
    for number, again in ((0, []), (99, [True])):
        assert told(filled, "korea")[0] == 1
        with sqlite3.connect(index_of(filled)) as connection:
            connection.execute("UPDATE extent SET format = ?", (number,))
        connection.close()
        count, messages = told(filled, "korea")
        assert (count, len(messages)) == (1, 1)
        count, messages = told(filled, "korea")
        assert (count, [bool(message) for message in messages]) == (1, again)


@only_sqlite
def test_no_fts5(filled: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """A SQLite that was built without it: it is said, and the texts are read."""
    real = sqlite3.connect

    class Without(sqlite3.Connection):
        def execute(self, sql: str, *rest: object) -> sqlite3.Cursor:
            if "fts5" in sql:
                sql = sql.replace("fts5", "no_such_module_as_fts5")
            return super().execute(sql, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(sqlite3, "connect", lambda *a, **k: real(*a, factory=Without, **k))
    count, (message,) = told(filled, "korea")
    assert count == 1
    assert "FTS5" in message


@only_sqlite
def test_another_process_writes_to_the_index(
    filled: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is not indexed yet is read, so nothing is missed and nobody waits for long."""
    assert told(filled, "korea") == (1, [])
    put(filled, "later", "translation:en", "Korea again.")
    monkeypatch.setattr("provrepo.store.search_sqlite.WAIT", 0.05)
    location = filled.location
    filled.close()
    holding, done = threading.Event(), threading.Event()

    def hold() -> None:
        connection = sqlite3.connect(f"{location}-search", isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        holding.set()
        done.wait(20)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    assert holding.wait(20)
    try:
        with provrepo.open(location) as repository:
            assert told(repository, "korea") == (2, [])
    finally:
        done.set()
        thread.join()


@only_sqlite
def test_purging_leaves_no_words_in_the_index(filled: Repository) -> None:
    """Neither in the file, nor in its free pages, nor in its log."""
    put(filled, "secret", "translation:en", "Zzyzzx Qwertzuiop 魑魅 " * 50)
    assert told(filled, "zzyzzx")[0] == 50
    files = [Path(f"{index_of(filled)}{suffix}") for suffix in ("", "-wal", "-shm")]
    words = [b"zzyzzx", b"qwertzuiop", "魑".encode()]

    def bytes_there() -> bytes:
        return b"".join(file.read_bytes() for file in files if file.exists())

    assert all(word in bytes_there() for word in words[:2])  # the last shares its first bytes
    filled.purge("secret/translation:en", "Not ours to keep.")
    assert not any(word in bytes_there() for word in words)
    assert told(filled, "zzyzzx") == (0, [])
    assert told(filled, "korea") == (1, [])
    assert not any(word in bytes_there() for word in words)


# Since when, and however it is written.


def test_since_when_and_until_when(repository: Repository) -> None:
    """A phrase comes, goes and comes back; each change names its version and who made it."""
    for content, agent in (
        ("A draft.", "Ada"),
        ("The [North] border is open. The North border!", "Ben"),
        ("The North border is shut.", "Ada"),
        ("The frontier is shut.", "Cem"),
        ("The north border is shut.", "Ada"),
    ):
        put(repository, "cable", "translation:en", content, agents=(f"{agent}:translator",))
    put(repository, "other", "translation:en", "Nothing of the kind.")
    (history,) = repository.search_history('"north border"')
    assert (history.text, history.is_there) == ("cable/translation:en", True)
    assert [
        (change.change, change.version.record.number, change.version.contributions[0].name)
        for change in history.changes
    ] == [("came", 2, "Ben"), ("went", 4, "Cem"), ("came back", 5, "Ada")]
    assert [change.count for change in history.changes] == [2, 0, 1]
    repository.withdraw("cable/translation:en@v5", "Too early.")
    (history,) = repository.search_history('"north border"')
    assert not history.is_there
    assert list(repository.search_history("elephant")) == []


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Scope(), [("came", 1), ("went", 2), ("came back", 3)]),
        (Scope(agent="Ben"), [("went", 2)]),
        (Scope(agent="ada"), [("came", 1), ("came back", 3)]),
        (Scope(since="2001"), [("went", 2), ("came back", 3)]),
        (Scope(until="2001-12"), [("came", 1), ("went", 2)]),
        (Scope(since="2001", agent="Ada"), [("came back", 3)]),
        (Scope(agent="Cem"), []),
    ],
)
def test_changes_by_somebody_at_some_time(
    repository: Repository, scope: Scope, expected: list[tuple[str, int]]
) -> None:
    """What came and went is told from all versions, whoever's changes are asked for."""
    for content, agent, created in (
        ("The border is open.", "Ada", "1998"),
        ("The frontier is open.", "Ben", "2001-05"),
        ("The border is shut.", "Ada", "2003-01-02"),
        ("This border is shut.", "Cem", "2004"),
    ):
        agents = (f"{agent}:translator",)
        put(repository, "cable", "translation:en", content, agents=agents, created=created)
    histories = list(repository.search_history("border", scope))
    assert [
        (change.change, change.version.record.number)
        for history in histories
        for change in history.changes
    ] == expected
    assert all(history.is_there for history in histories)


def test_what_a_purged_version_had_is_not_known(repository: Repository) -> None:
    """So nobody is said to have written or deleted the words there."""
    for content in ("A gap.", "The border is open.", "The border is shut.", "The border opens."):
        put(repository, "cable", "translation:en", content)
    repository.purge("cable/en@v3", "A court's order", everywhere=True)
    messages: list[str] = []
    (history,) = repository.search_history("border", reports=Reports(warn=messages.append))
    assert [(change.change, change.version.record.number) for change in history.changes] == [
        ("came", 2)
    ]
    assert history.is_there
    assert messages == [
        "cable/translation:en@v3 was purged; whether its text had the words is not known"
    ]


def test_simplified_and_traditional(repository: Repository) -> None:
    """On demand a character is found however it is written."""
    put(repository, "a", "transcription:zh-Hans", "安东与朝鲜，理发出发")
    put(repository, "b", "transcription:zh-Hant", "安東與朝鮮，理髮出發")
    assert len(hits(repository, "朝鲜")) == 1
    for query in ("朝鲜", "朝鮮", "安东", "安東", "理发", "理髮", "出發"):
        found = hits(repository, query, variants=True)
        assert [hit.version.document for hit in found] == ["a", "b"]
    assert [hit.text for hit in hits(repository, "发", variants=True)] == ["发", "发", "髮", "發"]
    assert [hit.text for hit in hits(repository, "髮", variants=True)] == ["发", "发", "髮"]
    with pytest.raises(InvalidValue):
        repository.search("发", regex=True, variants=True)


def test_what_faces_a_hit(repository: Repository) -> None:
    """With each hit the passage that translates it, in every translation, or that it translates."""
    source = "一、1961年5月3日，安东来了12艘船。\n\n二、5月4日，450人过了江。"
    english = (
        "1. On May 3, 1961, 12 ships came to {}.\n\n2. On May 4, 450 people crossed the river."
    )
    put(repository, "cable", "transcription:zh", source)
    based = {"based_on": ("cable/transcription:zh@v1",)}
    for label, name in (("wang", "Andong"), ("li", "An-tung")):
        put(repository, "cable", f"translation:en:{label}", english.format(name), **based)
    (hit,) = repository.search("安东", facing=True)
    assert [(each.version.text_name.label, each.text) for each in hit.facing] == [
        ("li", "1. On May 3, 1961, 12 ships came to An-tung."),
        ("wang", "1. On May 3, 1961, 12 ships came to Andong."),
    ]
    assert hit.as_json()["facing"][0]["reference"] == "cable/translation:en:li@v1"
    (back,) = repository.search("andong", facing=True)
    (basis,) = back.facing
    assert basis.text == "一、1961年5月3日，安东来了12艘船。"
    assert (
        repository.content(basis.version.reference)[basis.start : basis.end].strip() == basis.text
    )
    assert all(hit.facing == () for hit in repository.search("安东"))


def test_what_faces_a_hit_through_a_relay(repository: Repository) -> None:
    """A translation of a translation renders the name as well, and leads back to the source."""
    source = "一、1961年5月3日，安东来了12艘船。\n\n二、5月4日，450人过了江。"
    english = "1. On May 3, 1961, 12 ships came to Andong.\n\n2. On May 4, 450 crossed the river."
    german = (
        "1. Am 3.5.1961 kamen 12 Schiffe nach An-tung.\n\n2. Am 4.5. gingen 450 über den Fluss."
    )
    put(repository, "cable", "transcription:zh", source)
    from_source, from_english = ("cable/transcription:zh@v1",), ("cable/translation:en@v1",)
    put(repository, "cable", "translation:en", english, based_on=from_source)
    put(repository, "cable", "translation:en:second", f"{english} [Sic.]", based_on=from_source)
    put(repository, "cable", "translation:de", german, based_on=from_english)
    (hit,) = repository.search("安东", facing=True)
    assert [(each.version.reference, each.text) for each in hit.facing] == [
        ("cable/translation:en@v1", "1. On May 3, 1961, 12 ships came to Andong."),
        ("cable/translation:en:second@v1", "1. On May 3, 1961, 12 ships came to Andong."),
        ("cable/translation:de@v1", "1. Am 3.5.1961 kamen 12 Schiffe nach An-tung."),
    ]
    (back,) = repository.search("Schiffe", facing=True)
    assert [(each.version.reference, each.text) for each in back.facing] == [
        ("cable/translation:en@v1", "1. On May 3, 1961, 12 ships came to Andong."),
        ("cable/transcription:zh@v1", "一、1961年5月3日，安东来了12艘船。"),
    ]
    repository.purge("cable/translation:en@v1", "A court's order")
    (hit,) = repository.search("安东", facing=True)
    assert [each.version.reference for each in hit.facing] == ["cable/translation:en:second@v1"]


def test_what_faces_a_hit_in_two_parts(repository: Repository) -> None:
    """Where an editor paired a passage with two that something stands between, both are shown."""
    put(repository, "cable", "transcription:zh", "安东来了船。\n\n江上无人。")
    english = "Ships came.\n\nNobody was on the river.\n\nIt was at Andong."
    put(
        repository,
        "cable",
        "translation:en",
        english,
        based_on=("cable/transcription:zh@v1",),
    )
    repository.pin("cable/translation:en", [([1], [1, 3]), ([2], [2])])
    (hit,) = repository.search("安东", facing=True)
    (facing,) = hit.facing
    assert facing.text == "Ships came. … It was at Andong."
    parts = [english[slice(*part)].strip() for part in facing.ranges]
    assert parts == ["Ships came.", "It was at Andong."]
    assert (facing.start, facing.end) == (0, len(english))
    assert [list(part) for part in facing.ranges] == facing.as_json()["ranges"]


@pytest.mark.parametrize("engine", ["postgres"], indirect=True)
def test_purging_leaves_no_words_on_a_server(filled: Repository) -> None:
    """Neither in the tables of the index, nor among the planner's samples."""
    import psycopg

    put(filled, "secret", "translation:en", "Zzyzzx Qwertzuiop " * 50)
    assert told(filled, "zzyzzx")[0] == 50
    with psycopg.connect(filled.location, autocommit=True) as connection:

        def words_there() -> int:
            connection.execute("ANALYZE")
            tables = connection.execute(
                "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables "
                "WHERE schemaname = 'provrepo_search' AND tablename LIKE '%words%'"
            ).fetchall()
            rows = [
                row
                for (table,) in tables
                for row in connection.execute(f"SELECT words::text FROM {table}".encode())  # noqa: S608
            ]
            samples = connection.execute(
                "SELECT most_common_vals::text, most_common_elems::text FROM pg_stats "
                "WHERE schemaname = 'provrepo_search'"
            ).fetchall()
            return str([rows, samples]).count("zzyzzx")

        assert words_there() > 0
        filled.purge("secret/translation:en", "Not ours to keep.")
        assert words_there() == 0
    assert told(filled, "korea") == (1, [])


@pytest.mark.parametrize("engine", ["postgres"], indirect=True)
def test_an_older_index_on_a_server(filled: Repository) -> None:
    """Its tables, which may have had other columns, are made anew; a purge removes them."""
    import psycopg

    def make_older(connection: psycopg.Connection[Any]) -> None:
        tables = connection.execute(
            "SELECT format('%I.%I', schemaname, tablename), tablename LIKE 'extent%' "
            "FROM pg_tables WHERE schemaname = 'provrepo_search' "
            "AND tablename ~ ('^(extent|content_words)_' || current_schema()::regnamespace::oid)"
        ).fetchall()
        assert len(tables) == 2
        for table, is_extent in tables:
            change = "UPDATE {} SET format = 1" if is_extent else "ALTER TABLE {} RENAME words TO w"
            connection.execute(change.format(table).encode())

    with psycopg.connect(filled.location, autocommit=True) as connection:
        for _ in range(2):
            assert told(filled, "korea")[0] == 1
            make_older(connection)
        count, messages = told(filled, "korea")
        assert (count, ["made anew" in message for message in messages]) == (1, [True])
        assert told(filled, "korea") == (1, [])
        make_older(connection)
        filled.purge(KO, "Personal data.")
        assert told(filled, "korea") == (1, [])


@needs("seed")
def test_every_bracket_of_a_real_document(repository: Repository) -> None:
    """Each of 40 editor's brackets is found with the editor's words and without them."""
    cable = (SHARED / "seed" / "border-cable.translation.en.txt").read_text("utf-8")
    repository.ingest(cable.encode(), document="border-cable", text="translation:en")
    brackets = list(re.finditer(r"\[([^\]]+)\]", cable))
    assert len(brackets) == 40
    for bracket in brackets:
        # The words beside it in its paragraph, as no phrase goes over the end of one.
        before = re.search(r"(?:\w+[^\w\n]*)?\Z", cable[: bracket.start()])
        after = re.compile(r"[^\w\n]*\w+(?:,\d+)*|").match(cable, bracket.end())
        assert before
        assert after
        whole = f"{before[0]}{bracket[0]}{after[0]}"
        for between in (bracket[1], ""):
            if not between and not (before[0] and after[0]):
                continue  # at the end of a paragraph nothing is left around it
            phrase = f'"{before[0]} {between} {after[0]}"'
            assert whole.strip("[]") in [hit.text.strip("[]") for hit in hits(repository, phrase)]
