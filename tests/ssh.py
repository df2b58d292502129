"""SSH keys for tests: made by ``ssh-keygen``, and one as a hardware token has it."""

from __future__ import annotations

import base64
import hashlib
import shutil
import struct
import subprocess
from pathlib import Path

import pytest

from provrepo.reading.signing.sshsig import armoured

needs_ssh_keygen = pytest.mark.skipif(
    not shutil.which("ssh-keygen"), reason="this system has no ssh-keygen"
)

KINDS = ("ed25519", "rsa", "ecdsa")


def make_key(folder: Path, kind: str, name: str) -> Path:
    """Make a key without a passphrase; return the path of its private half."""
    path = folder / name
    command = ["ssh-keygen", "-q", "-t", kind, "-N", "", "-C", name, "-f", str(path)]
    subprocess.run([*command, *(["-b", "2048"] if kind == "rsa" else [])], check=True)
    return path


def public(key: Path) -> str:
    """Return a public key as it stands in files of keys: its kind, and base64."""
    return " ".join(Path(f"{key}.pub").read_text().split()[:2])


# Ed25519 (RFC 8032, 5.1), to sign as a token does, whose private key no file has.

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = 15112221349535400772501151409588531511454012693041857206046113283949847762202
Point = tuple[int, int]


def _add(first: Point, second: Point) -> Point:
    (x1, y1), (x2, y2) = first, second
    product = D * x1 * x2 * y1 * y2
    return (
        (x1 * y2 + x2 * y1) * pow(1 + product, P - 2, P) % P,
        (y1 * y2 + x1 * x2) * pow(1 - product, P - 2, P) % P,
    )


def _times(scalar: int, point: Point) -> bytes:
    """Return a multiple of a point, encoded."""
    total: Point = (0, 1)
    while scalar:
        if scalar & 1:
            total = _add(total, point)
        point, scalar = _add(point, point), scalar >> 1
    x, y = total
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _number(*parts: bytes) -> int:
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little")


def ed25519(seed: bytes) -> tuple[bytes, int, bytes]:
    """Return the public key of a seed, its secret scalar and its prefix."""
    digest = hashlib.sha512(seed).digest()
    scalar = int.from_bytes(digest[:32], "little") & (2**254 - 8) | 2**254
    return _times(scalar, (BASE_X, BASE_Y)), scalar, digest[32:]


def ed25519_sign(seed: bytes, message: bytes) -> bytes:
    """Return a signature."""
    key, scalar, prefix = ed25519(seed)
    nonce = _number(prefix, message) % ORDER
    commitment = _times(nonce, (BASE_X, BASE_Y))
    answer = (nonce + _number(commitment, key, message) * scalar) % ORDER
    return commitment + answer.to_bytes(32, "little")


def _string(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data


class Token:
    """A key as a hardware token has it (``sk-ssh-ed25519@openssh.com``, PROTOCOL.u2f)."""

    kind, application = b"sk-ssh-ed25519@openssh.com", b"ssh:"

    def __init__(self, seed: bytes = b"t" * 32) -> None:
        self.seed = seed
        self.blob = _string(self.kind) + _string(ed25519(seed)[0]) + _string(self.application)

    @property
    def public(self) -> str:
        """The public key as it stands in files of keys."""
        return f"{self.kind.decode()} {base64.b64encode(self.blob).decode()}"

    def sign(self, data: bytes, namespace: str = "provrepo") -> str:
        """Return an armoured signature, touched for, as `ssh-keygen` would write it."""
        digest = _string(hashlib.sha512(data).digest())
        about = _string(namespace.encode()) + _string(b"") + _string(b"sha512")
        message = b"SSHSIG" + about + digest
        presence = b"\x01" + struct.pack(">I", 7)
        signed = (
            hashlib.sha256(self.application).digest() + presence + hashlib.sha256(message).digest()
        )
        signature = _string(self.kind) + _string(ed25519_sign(self.seed, signed)) + presence
        head = b"SSHSIG" + struct.pack(">I", 1) + _string(self.blob)
        return armoured(head + about + _string(signature))
