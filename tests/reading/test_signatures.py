"""Signatures by SSH keys: of reviews and checkpoints, whose they are, and what can be wrong."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import provrepo
from provrepo import errors, receipt
from provrepo.clock import fixed_clock
from provrepo.editing.attribution import attributions
from provrepo.editing.changes import Changes
from provrepo.reading.signing import sshsig
from provrepo.store import events
from provrepo.store.event_data import Review
from provrepo.store.records import Signature
from tests.conftest import NOON, CommandLine
from tests.ssh import KINDS, Token, make_key, needs_ssh_keygen, public

pytestmark = needs_ssh_keygen
NAMES = {kind: f"{kind}@example.org" for kind in KINDS}


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return a key of each kind, by its kind."""
    folder = tmp_path_factory.mktemp("keys")
    return {kind: make_key(folder, kind, kind) for kind in KINDS}


@pytest.fixture
def signers(keys: dict[str, Path], tmp_path: Path) -> Path:
    """Return a file in which each key belongs to somebody."""
    path = tmp_path / "signers"
    path.write_text("".join(f"{NAMES[kind]} {public(key)}\n" for kind, key in keys.items()))
    return path


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[provrepo.Repository]:
    """Return a repository with one version."""
    moments = iter(range(NOON, NOON + 1000))
    path = tmp_path / "provrepo.db"
    with provrepo.create(path, clock=lambda: fixed_clock(next(moments))()) as repository:
        repository.ingest("艘 [boats]".encode(), document="a", text="translation:en")
        yield repository


def said(kind: str) -> Changes:
    """Return who reviews with a key."""
    return Changes(agents=(f"Reviewer <{NAMES.get(kind, kind)}>:reviewer",), message="Fine [/] 好")


def outcomes(archive: provrepo.Repository, signers: Path, revoked: Path | None = None) -> list[str]:
    """Return what the signatures turn out to be."""
    return [one.outcome for one in archive.signatures(signers, revoked=revoked)]


def test_keys_of_every_kind_sign(
    archive: provrepo.Repository, keys: dict[str, Path], signers: Path
) -> None:
    """What ssh-keygen signed it verifies; each signature is of the event's own bytes."""
    for kind, key in keys.items():
        reviewed = archive.review("a", "approved", said(kind), sign=key)
        assert reviewed.review.signature is not None
    checks = archive.signatures(signers)
    assert [(one.outcome, one.signers) for one in checks] == [
        ("good", (NAMES[kind],)) for kind in KINDS
    ]
    assert archive.state("a").approvals == 3
    assert list(archive.verify()) == []


def test_what_is_signed_is_the_event_without_its_signature(
    archive: provrepo.Repository, keys: dict[str, Path], signers: Path, tmp_path: Path
) -> None:
    """Anybody can check it by hand, with ssh-keygen and the format's description alone."""
    archive.review("a", "approved", said("ed25519"), sign=keys["ed25519"])
    lines: list[bytes] = []
    archive.dump(lines.append, named=True)
    values = [json.loads(line) for line in lines]
    (event,) = (one for one in values if one.get("event") == "review")
    (stored,) = (one for one in values if one.get("kind") == "signature")
    assert event["data"]["signature"] == stored["sha256"]
    event["data"]["signature"] = None
    text = json.dumps(event, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    (tmp_path / "signature").write_text(json.loads(stored["text"])["sshsig"])
    command = ["ssh-keygen", "-Y", "verify", "-f", str(signers), "-I", NAMES["ed25519"]]
    done = subprocess.run(
        [*command, "-n", "provrepo", "-s", str(tmp_path / "signature")],
        input=text.encode(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def signed_by_hand(archive: provrepo.Repository, signature: str, change: str = "") -> None:
    """Store an approval with a signature that was made elsewhere, of another message perhaps."""
    statement = Review(archive.version("a").id, "approved")
    agents = attributions("Reviewer <token@example.org>:reviewer")
    database = archive._database  # noqa: SLF001 - as another program would
    moment = "2026-11-24T13:00:00Z"
    _, agents = _to_sign(archive)
    events.review(
        database, statement, moment, message=change, agents=agents, signature=Signature(signature)
    )


_AGENTS = attributions("Reviewer <token@example.org>:reviewer")


def _to_sign(archive: provrepo.Repository) -> tuple[bytes, list[events.Attribution]]:
    statement = Review(archive.version("a").id, "approved")
    data, agents = events.to_be_signed(
        archive._database,  # noqa: SLF001
        statement,
        "2026-11-24T13:00:00Z",
        agents=_AGENTS,
    )
    return data, [*agents]


def test_a_hardware_token_signs(archive: provrepo.Repository, signers: Path) -> None:
    """A key of the kind `sk`, whose private half no file has."""
    token = Token()
    data, _ = _to_sign(archive)
    signed_by_hand(archive, token.sign(data))
    assert outcomes(archive, signers) == ["unknown key"]
    signers.write_text(f"token@example.org {token.public}\n")
    assert outcomes(archive, signers) == ["good"]


@pytest.mark.parametrize(
    ("what", "outcome"),
    [("namespace", "other namespace"), ("message", "changed"), ("bytes", "changed")],
)
def test_what_was_not_signed_is_named(
    archive: provrepo.Repository, signers: Path, what: str, outcome: str
) -> None:
    """A signature for something else, of another event, or with a bit turned over."""
    token = Token()
    signers.write_text(f"token@example.org {token.public}\n")
    data, _ = _to_sign(archive)
    signature = token.sign(data, "git" if what == "namespace" else "provrepo")
    if what == "bytes":
        blob = bytearray(sshsig.blob_of(signature))
        blob[-20] ^= 1
        signature = sshsig.armoured(bytes(blob))
    signed_by_hand(archive, signature, "another" if what == "message" else "")
    assert outcomes(archive, signers) == [outcome]


def test_a_key_is_judged_by_the_files(
    archive: provrepo.Repository, keys: dict[str, Path], signers: Path, tmp_path: Path
) -> None:
    """Unknown, expired, not valid yet, for another purpose, revoked in a list or in a KRL."""
    key = keys["ed25519"]
    archive.review("a", "approved", said("ed25519"), sign=key)
    name, own = NAMES["ed25519"], public(key)
    for options, outcome in (
        ('valid-before="20260101"', "expired"),
        ('valid-before="20261225"', "good"),  # it was valid when the review was recorded
        ('valid-after="20270101"', "expired"),
        ('namespaces="git"', "not allowed"),
        ('namespaces="git,provrepo"', "good"),
    ):
        signers.write_text(f"# a comment\n{name} {options} {own}\n")
        assert outcomes(archive, signers) == [outcome], options
    signers.write_text(f"somebody@example.org {public(keys['rsa'])}\n")
    assert outcomes(archive, signers) == ["unknown key"]
    signers.write_text(f"{name} {own}\n")
    revoked = tmp_path / "revoked"
    for line, outcome in ((f"# {own}", "good"), (public(keys["rsa"]), "good"), (own, "revoked")):
        revoked.write_text(f"{line} a comment\n")
        assert outcomes(archive, signers, revoked) == [outcome]
    for revoked_key, outcome in ((keys["rsa"], "good"), (key, "revoked")):
        subprocess.run(
            ["ssh-keygen", "-q", "-k", "-f", str(tmp_path / "krl"), f"{revoked_key}.pub"],
            check=True,
        )
        assert outcomes(archive, signers, tmp_path / "krl") == [outcome]


def test_somebody_elses_key_is_named(
    archive: provrepo.Repository, keys: dict[str, Path], signers: Path
) -> None:
    """Where the file knows whom the review names; where not, whose it is can only be told."""
    archive.review("a", "approved", said("rsa"), sign=keys["ed25519"])
    (check,) = archive.signatures(signers)
    assert (check.outcome, check.signers) == ("somebody else", (NAMES["ed25519"],))
    signers.write_text(f"{NAMES['ed25519']} {public(keys['ed25519'])}\n")
    assert outcomes(archive, signers) == ["good"]


def test_what_is_in_the_way_is_said_in_one_line(
    archive: provrepo.Repository,
    keys: dict[str, Path],
    signers: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A missing key or file, a file that is no key, no ssh-keygen; and nothing is recorded."""
    (tmp_path / "junk").write_bytes(b"\0\xff")
    for key in ("nowhere", "junk", "-"):
        with pytest.raises(errors.InputError, match="could not sign"):
            archive.review("a", "approved", said("rsa"), sign=tmp_path / key)
    with pytest.raises(errors.InputError, match="nowhere"):
        archive.signatures(tmp_path / "nowhere")
    monkeypatch.setenv("PATH", str(tmp_path))
    for act in (
        lambda: archive.review("a", "approved", said("rsa"), sign=keys["rsa"]),
        lambda: archive.signatures(signers),
        lambda: archive.signed_checkpoint(keys["rsa"]),
    ):
        with pytest.raises(errors.InputError, match="ssh-keygen: is not installed"):
            act()
    assert archive.reviews("a") == []


def test_a_checkpoint_is_signed_for_a_whole_history(
    archive: provrepo.Repository, keys: dict[str, Path], signers: Path
) -> None:
    """It is read as any checkpoint; a line of another kind is passed over; a change is named."""
    note = archive.signed_checkpoint(keys["ecdsa"])
    assert receipt.read_checkpoint(note.encode(), "note") == archive.checkpoint()

    def found(text: str) -> list[tuple[str, tuple[str, ...]]]:
        return [(one.outcome, one.signers) for one in archive.signatures(signers, checkpoint=text)]

    good = ("good", (NAMES["ecdsa"],))
    assert found(note) == found(note.replace("\n", "\r\n")) == [good]
    assert found(f"{note}— witness.example AAAAAAAA\n") == [good]
    second = archive.signed_checkpoint(keys["rsa"]).splitlines()[-1]
    assert found(f"{note}{second}\n") == [good, ("good", (NAMES["rsa"],))]
    size = f"\n{archive.checkpoint().size}\n"
    assert found(note.replace(size, "\n1\n")) == [("changed", ())]
    assert found(str(archive.checkpoint())) == []


def test_signatures_can_be_purged(
    archive: provrepo.Repository, keys: dict[str, Path], signers: Path
) -> None:
    """The approval goes on counting, its signature is gone, and that is no fault."""
    with pytest.raises(errors.NotFound, match="signature of a review"):
        archive.purge("a", "asked for", part="signature")
    archive.review("a", "approved", said("ed25519"), sign=keys["ed25519"])
    removal = archive.purge(None, "asked for", agent="Reviewer")
    assert "purge a/translation:en@v1 --signature" in removal.warnings[0]
    archive.purge("a", "asked for [x]", part="signature")
    (check,) = archive.signatures(signers)
    assert (check.outcome, check.detail) == ("purged", "asked for [x]")
    assert archive.state("a").approved
    assert list(archive.verify()) == []
    lines: list[bytes] = []
    archive.dump(lines.append, named=True)
    (stored,) = (one for one in map(json.loads, lines) if one.get("kind") == "signature")
    assert stored["text"] is None


def test_on_the_command_line(run: CommandLine, keys: dict[str, Path], signers: Path) -> None:
    """What is wrong is named with exit status 1; receipts of reviews go out in one file."""
    run("init")
    run("ingest", "-", "--document", "a", "--text", "translation:en", stdin=b"twelve boats")
    agent = ("--agent", f"Bob <{NAMES['rsa']}>:reviewer")
    for kind in ("--submit", "--approve"):
        done = run("review", "a", kind, "--sign", keys["rsa"], *agent)
        assert done.returncode == 0, done.stderr
    done = run("verify", "--allowed-signers", signers)
    assert done.returncode == 0
    assert f"reviews signed by {NAMES['rsa']} (SHA256:" in done.stdout.decode()
    (signers.parent / "revoked").write_text(public(keys["rsa"]))
    done = run("verify", "--allowed-signers", signers, "--revoked", "revoked")
    assert done.returncode == 1
    assert done.stdout.decode().count("which was revoked") == 2
    assert done.stderr == b"provrepo: 2 signatures do not hold\n"
    found = json.loads(run("verify", "--json", "--allowed-signers", signers).stdout)
    assert [one["outcome"] for one in found["signatures"]] == ["good", "good"]
    (signers.parent / "plain").write_bytes(run("checkpoint").stdout)
    (signers.parent / "signed").write_bytes(run("checkpoint", "--sign", keys["rsa"]).stdout)
    for name, status in (("plain", 1), ("signed", 0)):
        done = run("verify", "--checkpoint", name, "--allowed-signers", signers)
        assert done.returncode == status, name
    proofs = run("prove", "a", "--reviews", "--checkpoint", "signed").stdout
    (signers.parent / "proofs").write_bytes(proofs)
    lines = run("receipt", "proofs", "--checkpoint", "signed").stdout.decode().splitlines()
    assert [line.split()[-1] for line in lines[1::2]] == ["submitted", "approved"]
    assert len(json.loads(run("prove", "a", "--reviews", "--json").stdout)) == 2
    (signers.parent / "proofs").write_bytes(proofs.replace(b"index 2", b"index 1"))
    assert run("receipt", "proofs").returncode == 1
    for arguments in (
        ("verify", "--revoked", "revoked"),
        ("verify", "--allowed-signers", "nowhere"),
        ("prove", "a", "--reviews", "--event", "review"),
        ("prove", "--place", "1", "--reviews"),
        ("review", "a", "--sign", keys["rsa"]),
        ("receipt", "signed"),
    ):
        done = run(*arguments)
        assert (done.returncode, done.stderr.count(b"\n")) == (2, 1), arguments
