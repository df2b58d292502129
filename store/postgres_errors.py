"""What PostgreSQL's errors mean to a user, and which part of a URL may be printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode

from provrepo.store.database import Collision
from provrepo.store.errors import (
    Busy,
    Damaged,
    InvalidValue,
    NotWritable,
    RepositoryError,
    RepositoryExists,
    RepositoryNotFound,
)

SECRETS = ("password", "passfile", "sslpassword", "oauth_client_secret")
_SHOWN = frozenset(
    "application_name channel_binding client_encoding connect_timeout dbname gssencmode host "
    "hostaddr keepalives keepalives_count keepalives_idle keepalives_interval krbsrvname "
    "load_balance_hosts options port replication require_auth requirepeer service sslcert sslkey "
    "sslmode sslnegotiation sslrootcert target_session_attrs tcp_user_timeout user".split()
)
"""The parameters that are shown (libpq, “Parameter Key Words”): not those that nobody knows, which
may be misspelled passwords."""
_PLAIN = re.compile(r"[\w.+-]*")
_PLAIN_HOST = re.compile(r"[\w./-]*")
_PLAIN_VALUE = re.compile(r"[\w\s.,/=+-]*")
_QUOTED = re.compile(r"[\"“„«‘'].*[\"”“»’']", re.DOTALL)

LOST = ("57P01", "57P02", "57P03", "57P05", "08000", "08003", "08006", "25P03")
MISTAKES = ("42601", "0A000")

# Which parts may be shown is known only of a URL that is written as it should be. An @ beyond the
# host means that a password was not encoded: what stands before it may be a part of the password.
_URL = re.compile(
    r"(?P<scheme>postgres(?:ql)?)://(?:(?P<user>[^:/?#@]*)(?::[^/?#@]*)?@)?"
    r"(?P<hosts>(?:(?:\[[0-9A-Fa-f:.]*\]|[^:/?#@,\[\]]*)(?::[0-9]+)?,?)*)"
    r"(?P<path>/[^?#@]*)?(?:\?(?P<query>[^#@]*))?"
)
HIDDEN = "postgresql://…"
"""Stands for a URL of which nothing can be shown safely."""


def shown(url: str) -> str:
    """Return a URL without what must not be printed."""
    parts = _URL.fullmatch(url)
    if parts is None:
        return HIDDEN
    hosts = re.sub(r"\[[^\]]*\]|:[0-9]{1,5}(?=,|$)|,", "", parts["hosts"])
    names = unquote(parts["user"] or "") + unquote((parts["path"] or "").removeprefix("/"))
    # Encoded or after another mark than ":", a password may stand in any of them.
    if not (_PLAIN.fullmatch(names) and _PLAIN_HOST.fullmatch(unquote(hosts))):
        return HIDDEN
    user = f"{parts['user']}@" if parts["user"] else ""
    pairs = [
        (name, value)
        for name, value in parse_qsl(parts["query"] or "")
        if name.lower() not in SECRETS
    ]
    # Where fields were separated by other characters than &, one stands within another.
    if any(secret in f"{name}={value}".lower() for name, value in pairs for secret in SECRETS):
        return HIDDEN
    pairs = [pair for pair in pairs if pair[0] in _SHOWN and _PLAIN_VALUE.fullmatch(pair[1])]
    query = f"?{urlencode(pairs, quote_via=quote)}" if pairs else ""
    return f"{parts['scheme']}://{user}{parts['hosts']}{parts['path'] or ''}{query}"


def meaning(
    error: Exception, location: str, wait: float, *, writing: bool, lost: bool
) -> Exception:
    """Return the error of ours that says what the driver's ``error`` means.

    ``writing``: it came from a write; ``lost``: the connection is gone. A mistake of ours, which no
    user can mend, is returned as it is.
    """
    if isinstance(error, UnicodeDecodeError):
        return Damaged(f"{location}: text that is no UTF-8")
    state = getattr(error, "sqlstate", None)
    reason = _first_line(error)
    if lost or state in LOST:
        unsure = ", and whether the last change was stored: look before you repeat it"
        return RepositoryError(
            location, f"lost the connection to {location}{unsure if writing else ''}"
        )
    if state is None:
        if type(error).__name__ == "DataError":
            return InvalidValue("text", "\0", "PostgreSQL cannot keep a NUL character")
        return error
    if state in MISTAKES:
        return error
    for states, make in (_WRITING if writing else _READING).items():
        if state.startswith(states):
            return make(location, reason, wait)
    return Damaged(f"{location}: {reason}")


Make = Callable[[str, str, float], Exception]

# By the beginnings of error codes: https://www.postgresql.org/docs/current/errcodes-appendix.html
_READING: dict[tuple[str, ...], Make] = {
    ("55P03", "57014"): lambda where, _, wait: Busy(where, wait),
    ("25006", "42501"): lambda where, reason, _: RepositoryError(
        where, f"{where} cannot be read: {reason}"
    ),
}
_WRITING: dict[tuple[str, ...], Make] = {
    **_READING,
    ("23", "40001", "40P01"): lambda _, reason, __: Collision(reason),
    ("25006", "42501"): lambda where, reason, _: NotWritable(
        where, f"{where} cannot be written: {reason}. Ask for the right; nothing was changed"
    ),
    ("53", "58"): lambda where, reason, _: NotWritable(
        where, f"{where} cannot be written: {reason}. Make room; nothing was changed"
    ),
    ("42P07",): lambda where, reason, _: RepositoryExists(
        where, f"{where} is in use: {reason}; nothing was changed"
    ),
    ("22", "54"): lambda _, reason, __: InvalidValue(
        "text", "", f"PostgreSQL cannot keep it: {reason}"
    ),
}


def unreachable(error: Exception, location: str, parameters: Mapping[str, Any]) -> RepositoryError:
    """Return the error that says why there is no connection, without the password in it.

    ``parameters`` are what the driver understood. Where an address was written so that none of it
    can be shown, a password may stand in any of them, and the server repeats it as a name.
    """
    reason = " ".join(str(error).split())
    reason = reason.rpartition("FATAL: ")[2].strip() or reason
    for name, value in parameters.items():
        if value and (name in SECRETS or (location == HIDDEN and len(str(value)) > 2)):
            reason = reason.replace(str(value), "…")
    if location == HIDDEN:
        reason = _QUOTED.sub("“…”", reason)
    if re.search(r"database [\"“][^\"”]*[\"”] does not exist", reason):
        return RepositoryNotFound(location, f"{location}: {reason}; make it first: createdb")
    return RepositoryError(location, f"cannot open {location}: {reason}")


def _first_line(error: Exception) -> str:
    primary = error.diag.message_primary if hasattr(error, "diag") else None
    return primary or (str(error).splitlines() or [type(error).__name__])[0]
