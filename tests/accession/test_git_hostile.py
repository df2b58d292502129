"""Git repositories that somebody made to do harm: nothing of theirs runs, hangs or leads astray."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import provrepo
from tests.accession.history import History, git
from tests.accession.test_git_import import EN, ZH, people, states, take
from tests.conftest import CommandLine


def edition(folder: Path, *, bare: bool = True) -> Path:
    """Make a history of three commits."""
    history = History()
    history.commit({EN: b"first"})
    history.commit({EN: b"second", ZH: b"zh"})
    history.commit({EN: b"third"})
    return history.write(folder, bare=bare)


def configure(folder: Path, text: str) -> None:
    """Add lines to a repository's configuration, as whoever made it could."""
    path = folder / ".git" / "config" if (folder / ".git").is_dir() else folder / "config"
    with path.open("a", encoding="utf-8") as config:
        config.write(text)


@pytest.mark.parametrize("key", ["path", "worktree"])
def test_a_pipe_that_its_configuration_includes_is_never_opened(
    tmp_path: Path, process: CommandLine, key: str
) -> None:
    """Git would wait for ever for somebody to write into it."""
    folder = edition(tmp_path / "g")
    os.mkfifo(tmp_path / "pipe")
    if key == "path":
        configure(folder, f"[include]\npath = {tmp_path / 'pipe'}\n")
    else:
        configure(folder, "[extensions]\nworktreeConfig = true\n")
        os.mkfifo(folder / "config.worktree")
    process("init")
    result = process("import-git", folder)
    assert (result.returncode, result.stderr.splitlines()[-1]) == (0, b"2 changed; 2 new")
    assert process("show", "cable/en").stdout == b"third"


@pytest.mark.parametrize(
    "name",
    [
        *("config", "HEAD", "packed-refs", "shallow", "refs/heads/other", "commondir"),
        *("objects/info/alternates", "objects/ab/" + "0" * 38, "objects/pack/pack-0.idx"),
    ],
)
@pytest.mark.parametrize("linked", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_a_pipe_in_the_place_of_a_file_is_refused(
    tmp_path: Path, process: CommandLine, name: str, linked: bool
) -> None:
    """Also behind a link; the line names it."""
    folder = edition(tmp_path / "g")
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    os.mkfifo(tmp_path / "pipe" if linked else path)
    if linked:
        path.symlink_to(tmp_path / "pipe")
    process("init")
    result = process("import-git", folder)
    assert (result.returncode, result.stdout, result.stderr.count(b"\n")) == (2, b"", 1)
    assert f"{folder}: is not read: {name} in it is neither file nor folder" in (
        result.stderr.decode()
    )


def test_a_pipe_among_borrowed_objects_is_refused(tmp_path: Path, process: CommandLine) -> None:
    """Where one repository borrows from another, both are looked at."""
    folder, lender = edition(tmp_path / "g"), edition(tmp_path / "lender")
    written = os.path.relpath(lender / "objects", folder / "objects")
    (folder / "objects" / "info" / "alternates").write_text(f"# from there\n{written}\n")
    process("init")
    assert process("import-git", folder, "--dry-run").returncode == 0
    os.mkfifo(lender / "objects" / "info" / "commit-graph")
    result = process("import-git", folder)
    assert (result.returncode, result.stderr.count(b"\n")) == (2, 1)
    assert b"lender/objects/info/commit-graph in it is neither file nor folder" in result.stderr


def test_refs_that_lead_to_the_whole_disk_are_refused(tmp_path: Path, process: CommandLine) -> None:
    """Git would look for branches everywhere."""
    folder = edition(tmp_path / "g")
    git(folder, "pack-refs", "--all")
    shutil.rmtree(folder / "refs")
    (folder / "refs").symlink_to("/")
    process("init")
    result = process("import-git", folder)
    assert (result.returncode, result.stderr.count(b"\n")) == (2, 1)
    assert b"refs in it is neither file nor folder, or leads out of it" in result.stderr


def test_no_program_that_a_repository_names_is_run(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """Every setting of git 2.39 that runs something, and every hook, for all of an import."""
    folder = edition(tmp_path / "g", bare=False)
    program = tmp_path / "trap.sh"
    program.write_text(f"#!/bin/sh\ntouch {tmp_path / 'trapped'}\n")
    program.chmod(0o700)
    names = """
        core.fsmonitor core.sshCommand core.askPass core.editor core.pager core.gitProxy
        core.alternateRefsCommand sequence.editor credential.helper gpg.program gpg.ssh.program
        gpg.x509.program gpg.ssh.defaultKeyCommand diff.external diff.evil.command
        diff.evil.textconv merge.evil.driver filter.evil.clean filter.evil.smudge
        filter.evil.process pager.log pager.rev-list trailer.co-authored-by.command
        trailer.co-authored-by.cmd uploadpack.packObjectsHook remote.origin.uploadpack
        remote.origin.vcs alias.log alias.rev-parse alias.rev-list alias.cat-file
        interactive.diffFilter browser.evil.cmd man.evil.cmd difftool.evil.cmd mergetool.evil.cmd
        """.split()
    for name in names:
        git(folder, "config", name, f"!{program}" if name.startswith("alias") else str(program))
    included = tmp_path / "more"
    included.write_text(f"[core]\nfsmonitor = {program}\n")
    configure(folder, f'[include]\npath = {included}\n[includeIf "gitdir:/"]\npath = {included}\n')
    configure(folder, '[log]\nshowSignature = true\n[filter "evil"]\nrequired = true\n')
    (folder / ".git" / "info" / "attributes").write_text("* diff=evil filter=evil merge=evil\n")
    for hook in ("post-index-change", "reference-transaction", "post-checkout", "pre-auto-gc"):
        shutil.copy(program, folder / ".git" / "hooks" / hook)
    assert take(repository, folder) == {"new": 2, "changed": 2}
    assert not (tmp_path / "trapped").exists()


def test_what_a_partial_clone_lacks_is_fetched_over_no_protocol(
    tmp_path: Path, run: CommandLine
) -> None:
    """Git before 2.44 knows no other way to forbid it than to know of no remote."""
    folder = edition(tmp_path / "g")
    program = tmp_path / "trap.sh"
    program.write_text(f"#!/bin/sh\ntouch {tmp_path / 'trapped'}\n")
    program.chmod(0o700)
    configure(
        folder,
        "[core]\nrepositoryformatversion = 1\n[extensions]\npartialClone = origin\n"
        f'[remote "origin"]\nurl = ext::{program}\npromisor = true\n'
        "partialclonefilter = blob:none\n"
        '[protocol]\nallow = always\n[protocol "ext"]\nallow = always\n',
    )
    blob = git(folder, "rev-parse", f"main~1:{EN}").decode().strip()
    (folder / "objects" / blob[:2] / blob[2:]).unlink()
    run("init")
    result = run("import-git", folder)
    assert result.returncode == 1
    assert b"is missing in this git repository" in result.stderr
    assert not (tmp_path / "trapped").exists()


def test_replaced_and_grafted_commits_are_read_as_they_are_hashed(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """A history that only this clone shows does not count."""
    folder = edition(tmp_path / "g")
    git(folder, "replace", "main", "main~1")
    (folder / "info").mkdir(exist_ok=True)
    root = git(folder, "--no-replace-objects", "rev-parse", "main").decode().strip()
    (folder / "info" / "grafts").write_text(f"{root}\n")
    take(repository, folder)
    assert states(repository, "cable/en") == [b"first", b"second", b"third"]


def test_a_repository_of_another_user_is_read(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """Git's reason to refuse one, that its settings take effect, does not hold here."""
    folder = edition(tmp_path / "g")
    if os.geteuid():
        pytest.skip("only root can give files away")
    for path in (folder, *folder.rglob("*")):
        os.chown(path, 12345, 12345)
    assert take(repository, folder)["changed"] == 2


def test_object_names_in_sha_256(repository: provrepo.Repository, tmp_path: Path) -> None:
    """How a repository is stored is taken from its settings."""
    folder = tmp_path / "g"
    folder.mkdir()
    git(folder, "init", "--quiet", "--bare", "--object-format=sha256")
    git(folder, "symbolic-ref", "HEAD", "refs/heads/main")
    assert take(repository, edition(folder)) == {"new": 2, "changed": 2}


def test_names_are_those_of_the_mailmap_in_the_history(
    repository: provrepo.Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a work tree or without; not those of a file where the user happens to stand."""
    history = History()
    mailmap = b"Dr. Anna Keller <keller@x.example> <anna@x.example>\n"
    history.commit({EN: b"1", ".mailmap": mailmap})
    folder = history.write(tmp_path / "g", bare=False)
    (tmp_path / ".mailmap").write_text("Somebody Else <else@x.example> <anna@x.example>\n")
    monkeypatch.chdir(tmp_path)
    take(repository, folder)
    assert people(repository.version("cable/en")) == [
        "Dr. Anna Keller <keller@x.example>:translator"
    ]


# No git outlives provrepo


@contextmanager
def endless_git(folder: Path, command: str) -> Iterator[tuple[Path, dict[str, str]]]:
    """Make a git whose ``command`` never ends; yield a pipe that tells its id, and a PATH."""
    real = shutil.which("git")
    pipe, programs = folder / "started", folder / "programs"
    os.mkfifo(pipe)
    programs.mkdir()
    program = programs / "git"
    program.write_text(
        f'#!/bin/sh\nfor part in "$@"; do [ "$part" = {command} ] && '
        f'{{ echo $$ > {pipe}; exec sleep 600; }}; done\nexec {real} "$@"\n'
    )
    program.chmod(0o700)
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    yield pipe, {**os.environ, "PATH": path, "TMPDIR": os.fspath(folder)}


def runs(identity: int) -> bool:
    """Return whether a process still runs."""
    try:
        os.kill(identity, 0)
    except ProcessLookupError:
        return False
    # Where nobody waits for it, a process that ended stays listed.
    state = Path(f"/proc/{identity}/stat")
    return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")


COMMANDS = ("rev-parse", "log", "cat-file")
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@pytest.mark.parametrize(
    ("command", "number"),
    [
        # each command and each signal; all with all where there is time
        pytest.param(*(command, number), marks=[] if row == column else [pytest.mark.slow])
        for row, command in enumerate(COMMANDS)
        for column, number in enumerate(SIGNALS)
    ],
)
def test_no_git_runs_on_when_a_command_is_stopped(
    tmp_path: Path, command: str, number: signal.Signals
) -> None:
    """Ctrl-C, kill and a closed terminal, whatever git is just asked."""
    folder = edition(tmp_path / "g")
    provrepo.create(tmp_path / "provrepo.db").close()
    with endless_git(tmp_path, command) as (pipe, environment):
        process = subprocess.Popen(
            [sys.executable, "-m", "provrepo", "import-git", folder],
            cwd=tmp_path,
            env=environment,
            stderr=subprocess.PIPE,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )
        child = int(pipe.read_text())
        process.send_signal(number)
        _, messages = process.communicate(timeout=60)
    assert process.returncode == 128 + number
    assert b"Traceback" not in messages
    assert not runs(child)
    assert not list(tmp_path.glob("provrepo-git-*"))


_ABANDONED = """
import sys, provrepo
repository = provrepo.open("provrepo.db")
results = iter(repository.import_git(sys.argv[1]))
next(results)
import gc; gc.disable(); kept = [results]; kept.append(kept)
raise ValueError("an application's own mistake")
"""


def test_no_git_runs_on_behind_an_application_that_ends_in_an_exception(tmp_path: Path) -> None:
    """Also where it holds on to a run that it never brought to its end."""
    history = History()
    for number in range(2000):
        history.commit({EN: b"%d" % number, f"c{number}.translation.en.txt": b"x"}, b"m" * 400)
    folder = history.write(tmp_path / "g")
    provrepo.create(tmp_path / "provrepo.db").close()
    real = shutil.which("git")
    (tmp_path / "programs").mkdir()
    program = tmp_path / "programs" / "git"
    program.write_text(f'#!/bin/sh\necho $$ >> {tmp_path / "ids"}\nexec {real} "$@"\n')
    program.chmod(0o700)
    done = subprocess.run(
        [sys.executable, "-c", _ABANDONED, folder],
        cwd=tmp_path,
        env={**os.environ, "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert b"an application's own mistake" in done.stderr
    identities = [int(line) for line in (tmp_path / "ids").read_text().split()]
    assert len(identities) > 4
    assert not [identity for identity in identities if runs(identity)]
