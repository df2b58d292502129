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
    NotPermitted,
    NotWritable,
    RepositoryError,
    RepositoryExists,
    RepositoryNotFound,
    ServerReadOnly,
    Unavailable,
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
MISTAKES = ("42601",)

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
        return _lost(location, reason, writing=writing)
    if state is None:
        if type(error).__name__ == "DataError":
            return InvalidValue("text", "\0", "PostgreSQL cannot keep a NUL character")
        return error
    if state in MISTAKES:
        return error
    for states, make in (_WRITING if writing else _READING).items():
        if state.startswith(states):
            return make(location, reason, wait)
    return _in_the_way(location, reason, wait)


def _lost(location: str, reason: str, *, writing: bool) -> Unavailable:
    lost = f"lost the connection to {location} ({reason})"
    if writing:
        lost += ", and whether the last change was stored: look before you repeat it"
    else:
        lost += ". Try again when the server answers"
    return Unavailable(location, lost)


def not_replicated(location: str, reason: str) -> Unavailable:
    """Return the error for a change that is stored here, and perhaps on no standby."""
    return Unavailable(
        location,
        f"the last change is stored in {location}, but the server did not wait for its standby "
        f"({reason}): do not repeat it; see to it that the standby follows",
    )


Make = Callable[[str, str, float], Exception]


def _in_the_way(where: str, reason: str, _wait: float) -> Exception:
    return Unavailable(
        where,
        f"{where} does not answer as it should: {reason}. That is for the server's administrator; "
        "it does not say that anything is damaged",
    )


def _timed_out(where: str, reason: str, _wait: float) -> Exception:
    return Unavailable(
        where,
        f"{where} broke a query off: {reason}. Where that is its time limit, write "
        "options=-cstatement_timeout%3D0 into the URL; nothing was changed",
    )


def _in_favour_of_another(where: str, reason: str, _wait: float) -> Exception:
    return Unavailable(
        where,
        f"{where} broke a query off in favour of another process: {reason}. Try again; "
        "on a standby hot_standby_feedback = on avoids it",
    )


def _not_permitted(where: str, reason: str, _wait: float) -> Exception:
    return NotPermitted(
        where,
        f"{where} cannot be read: {reason}. Ask its owner for the right, "
        "GRANT SELECT ON … TO your role",
    )


def _not_permitted_to_write(where: str, reason: str, _wait: float) -> Exception:
    return NotPermitted(
        where,
        f"{where} cannot be written: {reason}. Ask its owner for the right; nothing was changed",
    )


def _takes_no_writes(where: str, reason: str, _wait: float) -> Exception:
    return ServerReadOnly(
        where,
        f"{where} cannot be written: it is a standby or set read-only ({reason}). It can be read; "
        "write to the primary server",
    )


# By the beginnings of error codes: https://www.postgresql.org/docs/current/errcodes-appendix.html
# What is in none of these lists is trouble on the server, and no damage.
_ALWAYS: dict[tuple[str, ...], Make] = {
    ("55P03",): lambda where, _, wait: Busy(where, wait),
    ("57014",): _timed_out,
    # A subquery with two rows for one, a view or a column of another kind in a table's place, a
    # page that is no page, a table's file that is gone.
    # And what follows such an error within a snapshot.
    ("21", "25P02", "55000", "58P01", "XX"): lambda where, reason, _: Damaged(f"{where}: {reason}"),
}
_READING: dict[tuple[str, ...], Make] = {
    **_ALWAYS,
    ("42501",): _not_permitted,
    ("40001", "40P01"): _in_favour_of_another,
    ("0A", "22", "42"): lambda where, reason, _: Damaged(f"{where}: {reason}"),
}
_WRITING: dict[tuple[str, ...], Make] = {
    ("23", "40001", "40P01"): lambda _, reason, __: Collision(reason),
    ("42501",): _not_permitted_to_write,
    ("25006",): _takes_no_writes,
    **_ALWAYS,
    ("53", "58"): lambda where, reason, _: NotWritable(
        where, f"{where} cannot be written: {reason}. Make room; nothing was changed"
    ),
    ("42P07",): lambda where, reason, _: RepositoryExists(
        where, f"{where} is in use: {reason}; nothing was changed"
    ),
    ("22", "54"): lambda _, reason, __: InvalidValue(
        "text", "", f"PostgreSQL cannot keep it: {reason}"
    ),
    ("42",): lambda where, reason, _: Damaged(f"{where}: {reason}"),
}

# Nothing but words tells, where there is no connection yet, whether the address is wrong or the
# server does not answer.
_NO_ANSWER = re.compile(r"connection to server|timeout expired|timed out|server closed")
_LATER = re.compile(
    r"starting up|shutting down|recovery mode|too many|remaining connection slots|"
    r"not (?:yet )?accepting connections"
)


def unreachable(error: Exception, location: str, parameters: Mapping[str, Any]) -> RepositoryError:
    """Return the error that says why there is no connection, without the password in it.

    ``parameters`` are what the driver understood. Where an address was written so that none of it
    can be shown, a password may stand in any of them, and the server repeats it as a name.
    """
    reason = " ".join(str(error).split())
    refused = "FATAL: " in reason
    reason = reason.rpartition("FATAL: ")[2].strip() or reason
    for name, value in parameters.items():
        if value and (name in SECRETS or (location == HIDDEN and len(str(value)) > 2)):
            reason = reason.replace(str(value), "…")
    if location == HIDDEN:
        reason = _QUOTED.sub("“…”", reason)
    if re.search(r"database [\"“][^\"”]*[\"”] does not exist", reason):
        return RepositoryNotFound(location, f"{location}: {reason}; make it first: createdb")
    message = f"cannot open {location}: {reason}"
    if (_LATER if refused else _NO_ANSWER).search(reason):
        return Unavailable(location, f"{message}. Try again when the server answers")
    return RepositoryError(location, message)


def _first_line(error: Exception) -> str:
    primary = error.diag.message_primary if hasattr(error, "diag") else None
    return primary or (str(error).splitlines() or [type(error).__name__])[0]
