"""The roles that docs/store.md gives a team: what each needs, and no more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

import provrepo
from provrepo import errors
from provrepo.editing.changes import Changes
from provrepo.notes import NoteDraft
from tests.postgres import Server

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "store.md"
SQL = re.compile(r"```sql\n(.*?)```", re.DOTALL)


@pytest.fixture
def roles(server: Server) -> Iterator[tuple[str, str, str]]:
    """Return the URLs of a repository for its owner, an editor and a reader."""
    if server.data is None:
        pytest.skip("the server that PROVREPO_TEST_POSTGRES names asks for passwords")
    url = server.schema()
    provrepo.create(url).close()
    (statements,) = SQL.findall(DOCUMENTATION.read_text(encoding="utf-8"))
    with psycopg.connect(url, autocommit=True) as owner:
        row = owner.execute("SELECT current_schema()").fetchone()
        assert row
        editors, readers = f"editors_{row[0]}", f"readers_{row[0]}"
        for name, made in (("editors", editors), ("readers", readers), ("SCHEMA public", "")):
            statements = statements.replace(name, made or f"SCHEMA {row[0]}")
        owner.execute(statements.encode())
        owner.execute(f"ALTER ROLE {editors} LOGIN; ALTER ROLE {readers} LOGIN".encode())
        yield (
            url,
            url.replace("provrepo@", f"{editors}@"),
            url.replace("provrepo@", f"{readers}@"),
        )
        for role in (editors, readers):
            owner.execute(f"DROP OWNED BY {role}; DROP ROLE {role}".encode())


def test_editors_can_do_all_but_purge(roles: tuple[str, str, str]) -> None:
    """Versions, translations, notes, renaming, withdrawing, many at once; and verify."""
    _, editor, reader = roles
    with provrepo.open(editor) as repository:
        said = Changes(agents=("Kim:transcriber",), fields={"title": "A"})
        for content in (b"one", b"two " * 500):
            repository.ingest(content, said, document="a", text="transcription:en")
        based = Changes(based_on=("a",), agents=("Li:translator",))
        repository.ingest(b"un", based, document="a", text="translation:fr")
        repository.add_note("a/en", NoteDraft("A note"))
        repository.withdraw("a/en@v1", "wrong")
        repository.rename("a", "b")
        for number in range(40):
            repository.ingest(b"%d" % number, document=f"n{number}", text="transcription:en")
        with pytest.raises(errors.NotPermitted, match="MAINTAIN"):
            repository.purge("b/en@v1", "no permission")
        assert list(repository.verify()) == []
        kept = repository.checkpoint()
    with provrepo.open(reader) as repository:
        assert repository.content("a/fr") == "un"
        assert list(repository.verify(kept)) == []
        with pytest.raises(errors.NotPermitted, match="cannot be written"):
            repository.withdraw("b/fr", "wrong")


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM record",
        "DELETE FROM version",
        "UPDATE content SET data = ''",
        "UPDATE version SET message = ''",
        "UPDATE record SET digest = ''",
        "UPDATE event SET data = ''",
        "UPDATE agent SET name = 'x'",
        "TRUNCATE ledger",
        "DROP TABLE document",
        "CREATE TRIGGER t AFTER INSERT ON document EXECUTE FUNCTION f()",
    ],
)
def test_editors_cannot_change_what_was_stored(roles: tuple[str, str, str], statement: str) -> None:
    """Neither can they alter the tables."""
    with psycopg.connect(roles[1]) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement.encode())
        connection.rollback()
