"""Running ``ssh-keygen``, which signs and checks signatures: no key is ever read here."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from provrepo.errors import InputError, on_one_line
from provrepo.reading.signing.sshsig import NAMESPACE

_PRESENCE = ("Confirm user presence", "Enter PIN")
"""How lines begin by which ``ssh-keygen`` asks the person to do something."""


def sign(data: bytes, key: str, tell: Callable[[str], object]) -> str:
    """Return an armoured signature of ``data``, made with a key by the path of its file.

    The file may be that of a public key, whose private one an agent or a token has. ``tell`` is
    called with what the person is asked to do. Raises InputError.
    """
    with tempfile.TemporaryFile() as source:
        source.write(data)
        source.seek(0)
        process = subprocess.Popen(  # noqa: S603 - ssh-keygen, without a shell
            [_program(), "-q", "-Y", "sign", "-n", NAMESPACE, "-f", os.path.abspath(key)],  # noqa: PTH100
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        )
        with process:
            lines = []
            for line in process.stderr or ():
                if line.startswith(_PRESENCE):
                    tell(line.strip())
                lines.append(line)
            signature = process.stdout.read() if process.stdout else ""
    if process.returncode or not signature:
        reason = on_one_line(lines[-1], 200) if lines else "ssh-keygen did not say why"
        raise InputError(key, f"could not sign with this key: {reason}")
    return signature


class Verifier:
    """Checks signatures against files of allowed signers and of revoked keys, given by path.

    Raises InputError where one of them cannot be read, or ``ssh-keygen`` is missing.
    """

    def __init__(self, allowed_signers: str, revoked: str | None = None) -> None:
        self.allowed_signers = allowed_signers
        self._program = _program()
        self._allowed = _lines(allowed_signers)
        self._revoked = None if revoked is None else Path(revoked)
        self._revoked_data = b"" if revoked is None else _bytes(revoked)

    @property
    def principals(self) -> set[str]:
        """All whom the file of allowed signers names, in small letters."""
        return {name for line in self._allowed for name in _names(line)}

    def fits(self, data: bytes, signature: str) -> bool:
        """Return whether a signature is one of ``data``, whoever made it."""
        arguments = ["-Y", "check-novalidate", "-n", NAMESPACE]
        return self._run(arguments, signature, data).returncode == 0

    def is_revoked(self, key: str) -> bool:
        """Return whether a public key, in base64, is among the revoked ones.

        They are a list of public keys, or a key revocation list.
        """
        if self._revoked is None:
            return False
        if not self._revoked_data.startswith(b"SSHKRL\n"):
            words = (
                line.split() for line in self._revoked_data.decode(errors="replace").splitlines()
            )
            return any(key in line for line in words if line and not line[0].startswith("#"))
        kind = _kind(key)
        with tempfile.TemporaryDirectory() as folder:
            public = Path(folder) / "key.pub"
            public.write_text(f"{kind} {key}\n")
            command = ["-Q", "-f", os.fspath(self._revoked), os.fspath(public)]
            looked_up = subprocess.run(  # noqa: S603
                [self._program, *command], capture_output=True, check=False
            )
        return looked_up.returncode != 0

    def line_of(self, key: str) -> str | None:
        """Return the line of the allowed signers that has a public key, in base64; or None."""
        return next((line for line in self._allowed if key in line.split()), None)

    def signers(self, data: bytes, signature: str, moment: datetime | None) -> list[str]:
        """Return those whose valid signature it is at a moment (None: now), as the file names them.

        ``data`` must be what was signed.
        """
        when = [] if moment is None else [f"-Overify-time={moment.astimezone():%Y%m%d%H%M%S}"]
        allowed = ["-f", os.path.abspath(self.allowed_signers)]  # noqa: PTH100
        principals = self._run(["-Y", "find-principals", *allowed, *when], signature, b"")
        return [
            name
            for name in principals.stdout.decode(errors="replace").splitlines()
            if self._run(
                ["-Y", "verify", *allowed, "-I", name, "-n", NAMESPACE, *when], signature, data
            ).returncode
            == 0
        ]

    def _run(
        self, arguments: Sequence[str], signature: str, data: bytes
    ) -> subprocess.CompletedProcess[bytes]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "signature"
            path.write_text(signature)
            return subprocess.run(  # noqa: S603
                [self._program, *arguments, "-s", os.fspath(path)],
                input=data,
                capture_output=True,
                check=False,
            )


def _program() -> str:
    program = shutil.which("ssh-keygen")
    if program is None:
        raise InputError(
            "ssh-keygen", "is not installed; OpenSSH 8.9 or newer makes and checks signatures"
        )
    return program


def _bytes(path: str) -> bytes:
    from provrepo.reading.files import read_bytes

    return read_bytes(path)


def _lines(path: str) -> list[str]:
    """Return the lines of a file of allowed signers that say something."""
    lines = _bytes(path).decode(errors="replace").splitlines()
    return [line for line in lines if line.strip() and not line.lstrip().startswith("#")]


def _names(line: str) -> list[str]:
    return line.split()[0].strip('"').lower().split(",")


def _kind(key: str) -> str:
    import base64

    blob = base64.b64decode(key)
    return blob[4 : 4 + int.from_bytes(blob[:4], "big")].decode(errors="replace")
