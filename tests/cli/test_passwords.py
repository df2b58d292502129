"""A password is not printed, however its address was mistyped and wherever it was written."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provrepo.passwords import without_passwords
from tests.conftest import CommandLine, in_process
from tests.postgres import Server

SECRET = "s3cr3tx"  # noqa: S105 - of no server
SPELLINGS = [
    spelling.replace("PW", SECRET)
    for spelling in (
        *("postgresql:///u:PW@h", "u:PW@h/db", "u:PW@h", "/u:PW@h/db", "//u:PW@h/db"),
        *("postgresql://h/db;password=PW", "password=PW", "host=h;password=PW", "Password: PW"),
        *("PASSWORD=PW HOST=h", "user=u pw=PW", "PGPASSWORD=PW", "User ID=u;Pwd=PW;Server=h"),
        *("postgresql://h/db password=PW", "postgresql://h/db#password=PW", "passwd = 'PW'"),
        *("POSTGRESQL://u:PW@h/db", "Postgres://u:PW@h/db", " postgresql://u:PW@h/db"),
        *("'postgresql://u:PW@h/db'", "postgresql//u:PW@h/db", "postgresql:/u:PW@h"),
        *("postgresql;//u:PW@h", "postgresql:u:PW@h", "jdbc:postgresql:u:PW@h/db"),
        *("jdbc:postgresql://h/db?user=u&password=PW", "postgresql+psycopg2://u:PW@h/db"),
        *("u%3APW%40h/db", "postgresql%3A%2F%2Fu%3APW%40h", "postgresql://u%3APW@h/db"),
        *("u%253APW%2540h/db", "postgresql://u;PW@h/db", "postgresql://u PW@h/db"),
        *("postgresql://u,PW@h", "postgresql://u:PW/h/db", "postgresql://u:PW://h", "u:PW://h"),
        *("postgresql://h/db?pasword=PW", "postgresql://h/db?passwd=PW", "sqlite://u:PW@h"),
        *("postgresql://h/db?user=u:PW", "sqlite:///u:PW@h/db", "mysql://u:PW@h/db"),
        *("postgresql://u:PW@h:port/db", "postgresql://h/u:PW", "postgresql://h:PW/db"),
        *("https://u:PW@h/db.git", "postgresql://u:PW@[::1/db", "postgresql://u:PW@h:99999/db"),
        *("postgresql://u:%zzPW@h/db", "postgresql://u:PW%00@h/db"),
        *("postgresql://127.0.0.1:1/u:PW", "postgresql://127.0.0.1:1/u%3APW%40h"),
    )
]


@pytest.mark.parametrize("written", SPELLINGS)
def test_no_command_prints_what_may_be_a_password(
    written: str, run: CommandLine, tmp_path: Path
) -> None:
    """As the repository, in PROVREPO, as a command, a file, a reference: one line, no success."""
    commands = (
        *(("list", "--repo", written), ("init", written), ("--json", "list", f"--repo={written}")),
        *((written, "list"), ("list", written), ("show", written), ("ingest", written)),
        *(("import-git", written), ("copy", written, "b.db"), ("copy", "none.db", written)),
        *(("diff", written, "b"), ("cite", "a", "--style", written), ("receipt", written)),
        *(("verify", "--checkpoint", written), ("resolve", written)),
    )
    printed = [run(*arguments) for arguments in commands]
    for result in (*printed, run("list", PROVREPO=written)):
        # 3 where it is an address, and no server is there to answer.
        assert (result.returncode, result.stderr.count(b"\n")) in ((2, 1), (3, 1)), result
        assert SECRET not in (result.stdout + result.stderr).decode().lower(), result
    assert not [path for path in tmp_path.rglob("*") if SECRET in path.name]


def test_a_server_repeats_no_password_as_a_name(server: Server, tmp_path: Path) -> None:
    """A real one says which database or role there is not; what may be a password is hidden."""
    if not server.port:
        pytest.skip("the server that PROVREPO_TEST_POSTGRES names is reached in another way")
    run = in_process(tmp_path)
    base = f"127.0.0.1:{server.port}"
    for written in (
        f"postgresql://{base}/u:{SECRET}@h",
        f"postgresql://{base}/{quote('u:' + SECRET + '@h', safe='')}",
        f"postgresql://{quote('u:' + SECRET, safe='')}@{base}/postgres",
        f"postgresql://{base}/{quote('x' * 60 + ':' + SECRET, safe='')}",
        f"postgresql://{base}/postgres?user=u:{SECRET}",
    ):
        result = run("list", "--repo", written)
        assert result.returncode in (2, 3)
        assert SECRET not in result.stderr.decode()
        assert SECRET[:3] not in result.stderr.decode()


def test_a_mistake_of_ours_repeats_no_password(
    run: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What Python says of it may hold an argument."""
    import provrepo.repository

    def broken(path: str, **_: object) -> None:
        raise RuntimeError(f"cannot take {path!r}")

    monkeypatch.setattr(provrepo.repository, "open", broken)
    for written in SPELLINGS:
        result = run("list", "--repo", written)
        assert result.returncode == 70
        assert b"a mistake in provrepo itself" in result.stderr
        assert SECRET not in result.stderr.decode()
        debugged = run("list", "--repo", written, PROVREPO_DEBUG="1")
        assert debugged.returncode == 70
        assert b"Traceback" in debugged.stderr
        assert SECRET not in debugged.stderr.decode()


@pytest.mark.parametrize(
    "message",
    [
        "border-cable/translation:en@v2 is withdrawn",
        "no version translation:en@v3",
        "write postgresql://USER:PASSWORD@HOST:PORT/NAME",
        "cannot open postgresql://u@h:5432/db: timeout",
        "Anna Keller <anna@x.example>:editor is no agent: write NAME:ROLE",
        "a.txt@3f2a91c0d4e5: is missing in this git repository",
        "is protected by a password; save it without one",
        "2026-11-24T12:00:05Z at me@x.example",
    ],
)
def test_what_holds_no_password_stays_as_it_is(message: str) -> None:
    """References, addresses of people, and the example that says how to write one."""
    assert without_passwords(message, ["list", "border-cable/translation:en@v2"]) == message


@given(st.sampled_from(SPELLINGS), st.text(max_size=10), st.text(max_size=10))
def test_a_message_around_it_changes_nothing(written: str, before: str, after: str) -> None:
    """An argument is hidden wherever a message repeats it."""
    assert SECRET not in without_passwords(f"{before}{written}{after}", ["x", written])


def test_files_with_strange_names_are_files(run: CommandLine, tmp_path: Path) -> None:
    """What is there is no address; what can be made in a folder is none either."""
    for name in ("a:b@c.db", "password=x.db"):
        assert run("init", "plain.db").returncode == 0
        (tmp_path / "plain.db").rename(tmp_path / name)
        result = run("list", "--repo", name, "--json")
        assert (result.returncode, json.loads(result.stdout)) == (0, [])
    folder = tmp_path / "2024:05 a@b"
    folder.mkdir()
    made = run("init", folder / "x.db")
    assert made.returncode == 0, made.stderr
    assert sys.platform == "win32" or (folder / "x.db").exists()
