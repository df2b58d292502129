"""SSH signatures as OpenSSH writes them: what one says of itself, and its place in a checkpoint.

The form is that of OpenSSH's PROTOCOL.sshsig; that of a signed checkpoint is C2SP's signed-note, in
which a signature line names a key by four bytes of a digest.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import struct
from typing import NamedTuple

from provrepo.errors import InvalidValue

NAMESPACE = "provrepo"
"""What all signatures of provrepo are made for, so that none made for something else counts."""

_MAGIC = b"SSHSIG"
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_NOTE = "— "
_NOTE_TYPE = b"\xffprovrepo-sshsig"
"""How the signed notes of C2SP mark a signature of a type that they do not define."""


class SSHSignature(NamedTuple):
    """What a signature says of itself: the public key as bytes, and the namespace."""

    key: bytes
    namespace: str

    @property
    def fingerprint(self) -> str:
        """The key's fingerprint, as ``ssh-keygen -l`` prints it: ``SHA256:…``."""
        return "SHA256:" + base64.b64encode(hashlib.sha256(self.key).digest()).decode().rstrip("=")

    @property
    def key_base64(self) -> str:
        """The key as it stands in a line of public keys."""
        return base64.b64encode(self.key).decode()


def read(armoured: str) -> SSHSignature:
    """Read an armoured signature. Raises InvalidValue."""
    blob = blob_of(armoured)
    try:
        if blob[:6] != _MAGIC or struct.unpack(">I", blob[6:10]) != (1,):
            raise ValueError
        key, following = _string(blob[10:])
        namespace, following = _string(following)
        for _ in range(3):  # reserved, the hash's name, the signature itself
            _, following = _string(following)
        if following or not key:
            raise ValueError
        return SSHSignature(key, namespace.decode())
    except (ValueError, struct.error):
        raise _unreadable(armoured) from None


def _string(data: bytes) -> tuple[bytes, bytes]:
    """Return the first string of SSH's wire format, and what follows."""
    (length,) = struct.unpack(">I", data[:4])
    if len(data) < 4 + length:
        raise ValueError
    return data[4 : 4 + length], data[4 + length :]


def blob_of(armoured: str) -> bytes:
    """Return the bytes in an armoured signature. Raises InvalidValue."""
    lines = armoured.strip().split("\n")
    try:
        if lines[0] != _BEGIN or lines[-1] != _END:
            raise ValueError
        return base64.b64decode("".join(lines[1:-1]), validate=True)
    except (binascii.Error, ValueError):
        raise _unreadable(armoured) from None


def armoured(blob: bytes) -> str:
    """Return the bytes of a signature as `ssh-keygen` reads them."""
    text = base64.b64encode(blob).decode()
    lines = [text[start : start + 70] for start in range(0, len(text), 70)]
    return "\n".join([_BEGIN, *lines, _END]) + "\n"


def _unreadable(text: str) -> InvalidValue:
    return InvalidValue("signature", text[:40], "use what ssh-keygen -Y sign writes")


def note_line(name: str, signature: str) -> str:
    """Return the line by which an armoured signature is added to a checkpoint of ``name``."""
    blob = blob_of(signature)
    return f"{_NOTE}{name} {base64.b64encode(_key_id(name, blob) + blob).decode()}\n"


def _key_id(name: str, blob: bytes) -> bytes:
    key = read(armoured(blob)).key
    return hashlib.sha256(name.encode() + b"\n" + _NOTE_TYPE + key).digest()[:4]


def signed_note(text: str) -> tuple[bytes, list[str]]:
    """Return the bytes of a checkpoint's text that are signed, and its SSH signatures, armoured.

    Signatures of other types are passed over.
    """
    body, _, lines = text.replace("\r\n", "\n").partition("\n\n")
    signatures = []
    for line in lines.splitlines():
        *_, written = line.split(" ")
        try:
            data = base64.b64decode(written, validate=True)
        except (binascii.Error, ValueError):
            continue
        if data[4 : 4 + len(_MAGIC)] == _MAGIC:
            signatures.append(armoured(data[4:]))
    return f"{body}\n".encode() if lines else text.encode(), signatures
