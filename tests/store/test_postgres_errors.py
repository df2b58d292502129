"""What each kind of a server's errors means: damage, trouble, or a mistake of the user's."""

from __future__ import annotations

import psycopg
import pytest

from provrepo import errors
from provrepo.store.database import Collision
from provrepo.store.postgres_errors import meaning, unreachable

WHERE = "postgresql://host/cables"


def meant(state: str, *, writing: bool, lost: bool = False) -> Exception:
    """Return what an error with a code means."""
    error = psycopg.errors.lookup(state)("as the server has it")
    return meaning(error, WHERE, 10, writing=writing, lost=lost)


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("57014", errors.Unavailable),  # statement_timeout, pg_cancel_backend
        ("57P01", errors.Unavailable),  # the administrator ends the connection
        ("57P03", errors.Unavailable),  # starting up
        ("08006", errors.Unavailable),
        ("25P03", errors.Unavailable),  # idle_in_transaction_session_timeout
        ("53100", errors.Unavailable),  # no room for what a query needs
        ("53200", errors.Unavailable),  # out of memory
        ("58030", errors.Unavailable),  # its disk does not answer
        ("40001", errors.Unavailable),  # a standby, in favour of what comes from the primary
        ("40P01", errors.Unavailable),
        ("P0001", errors.Unavailable),  # some function of somebody's
        ("55P03", errors.Busy),  # lock_timeout
        ("42501", errors.NotPermitted),
        ("XX001", errors.Damaged),  # a page that is no page
        ("XX002", errors.Damaged),
        ("58P01", errors.Damaged),  # a table's file that is gone
        ("42P01", errors.Damaged),  # a table that is gone
        ("42703", errors.Damaged),
        ("42883", errors.Damaged),  # a column of another type
        ("22021", errors.Damaged),
        ("21000", errors.Damaged),  # two rows where one is unique
        ("25P02", errors.Damaged),  # what follows one of these
    ],
)
def test_what_reading_may_meet(state: str, kind: type[errors.ProvrepoError]) -> None:
    """Only what says something about the bytes is damage; all else has exit status 3."""
    error = meant(state, writing=False)
    assert type(error) is kind
    assert isinstance(error, errors.ProvrepoError)
    assert error.exit_status == (1 if kind is errors.Damaged else 3)
    assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("57014", errors.Unavailable),
        ("55P03", errors.Busy),
        ("42501", errors.NotPermitted),
        ("25006", errors.ServerReadOnly),
        ("53100", errors.NotWritable),
        ("42P07", errors.RepositoryExists),
        ("22001", errors.InvalidValue),
        ("54000", errors.InvalidValue),
        ("23505", Collision),
        ("40001", Collision),
        ("40P01", Collision),
        ("42P01", errors.Damaged),
        ("XX001", errors.Damaged),
    ],
)
def test_what_writing_may_meet(state: str, kind: type[Exception]) -> None:
    """A collision is planned again; what is not permitted says so."""
    assert type(meant(state, writing=True)) is kind


def test_a_connection_that_was_lost_is_that_whatever_the_error_is() -> None:
    """During a write nobody knows whether it was stored."""
    assert "Try again" in str(meant("XX000", writing=False, lost=True))
    assert "look before you repeat it" in str(meant("XX000", writing=True, lost=True))


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ('connection failed: connection to server at "h" failed: Connection refused',
         errors.Unavailable),
        ("connection timeout expired", errors.Unavailable),
        ("connection failed: FATAL:  the database system is starting up", errors.Unavailable),
        ("connection failed: FATAL:  sorry, too many clients already", errors.Unavailable),
        ('connection to server at "h" failed: FATAL:  password authentication failed for user "u"',
         errors.RepositoryError),
        ('FATAL:  database "x" does not exist', errors.RepositoryNotFound),
        ('connection is bad: invalid integer value "1x" for connection option "port"',
         errors.RepositoryError),
    ],
)  # fmt: skip
def test_why_there_is_no_connection(said: str, kind: type[errors.RepositoryError]) -> None:
    """A server that does not answer is in the way; an address that is wrong is a mistake."""
    error = unreachable(psycopg.OperationalError(said), WHERE, {})
    assert type(error) is kind
    assert error.exit_status == (3 if kind is errors.Unavailable else 2)
