"""The base classes of every error, each with its exit status.

::

    ProvrepoError                       2
    ├── InvalidValue (ValueError)       2   a value that the record format does not allow
    │   └── InvalidJSON                 2   JSON that has no canonical form, or no JSON
    ├── RepositoryError                 2   a database that cannot be used as asked
    │   ├── RepositoryNotFound          2
    │   ├── RepositoryExists            2
    │   ├── NotARepository              2
    │   ├── NewerSchema                 2   written by a newer provrepo
    │   ├── OtherRepository             2   a copy's target that holds something else
    │   ├── RepositoryClosed            2   used after it was closed
    │   ├── WrongThread                 2   used by another thread than the one that opened it
    │   ├── NotWritable                 2   read-only file or folder, full disk
    │   │   └── ServerReadOnly          3   a standby, or a server that is set read-only
    │   └── Unavailable                 3   server, disk or another program in the way: no damage
    │       └── NotPermitted            3   the server's role lacks a right
    ├── Conflict                        3   the text has a newer version than the parent named
    ├── Busy                            3   another process is writing, for longer than we wait
    ├── Purged                          2   removed for good; the error says when and why
    └── Damaged                         1   what is stored is not what was stored
"""

from __future__ import annotations

from typing import ClassVar


class ProvrepoError(Exception):
    """The base of all errors that provrepo raises on purpose; its text is one line for a person."""

    exit_status: ClassVar[int] = 2


class InvalidValue(ProvrepoError, ValueError):
    """A value that the record format does not allow in that field."""

    def __init__(self, field: str, value: object, rule: str) -> None:
        self.field, self.value, self.rule = field, value, rule
        super().__init__(f"{field} {_quoted(value)}: {rule}")


class InvalidJSON(InvalidValue):
    """Text that is no JSON, or JSON that has no canonical form; says where."""

    def __init__(self, source: str, rule: str, line: int = 0, column: int = 0) -> None:
        self.source, self.line, self.column = source, line, column
        place = f"{source}, line {line}, column {column}" if line else source
        super().__init__("JSON", source, rule)
        self.args = (f"{place}: {rule}",)


class RepositoryError(ProvrepoError):
    """A database that cannot be used as asked; ``location`` is its path or URL without password."""

    def __init__(self, location: str, message: str) -> None:
        self.location = location
        super().__init__(message)


class RepositoryNotFound(RepositoryError):
    """No database stands at this place."""


class RepositoryExists(RepositoryError):
    """Something stands already where a new repository is to be made."""


class NotARepository(RepositoryError):
    """A file that is no provrepo database."""


class NewerSchema(RepositoryError):
    """The database was written by a newer provrepo; ``found`` and ``supported`` are versions."""

    def __init__(self, location: str, version: int, supported: int) -> None:
        self.found, self.supported = version, supported
        super().__init__(
            location,
            f"{location} has schema {version}; this provrepo knows schemas up to {supported}. "
            "Install a newer provrepo to use it",
        )


class RepositoryClosed(RepositoryError):
    """The repository was used after it had been closed."""

    def __init__(self, location: str) -> None:
        super().__init__(location, f"{location} was closed; open it again to go on")


class WrongThread(RepositoryError):
    """The repository was used by another thread than the one that opened it."""

    def __init__(self, location: str) -> None:
        super().__init__(
            location,
            f"{location} was opened in another thread; open it in each thread that uses it",
        )


class OtherRepository(RepositoryError):
    """The target of a copy holds something that is no beginning of what is to be copied."""


class NotWritable(RepositoryError):
    """The database cannot be written: a read-only file or folder, or a full disk."""


class ServerReadOnly(NotWritable):
    """The server takes no writes: it is a standby, or was set read-only. It can be read."""

    exit_status = 3


class Unavailable(RepositoryError):
    """The database could not be used just now, which says nothing about what is stored in it.

    A connection that was lost, a query that the server or its administrator ended, a disk that does
    not answer, a file that was removed or replaced while it was open.
    """

    exit_status = 3


class NotPermitted(Unavailable):
    """The role with which a server is used lacks a right that is needed."""


class Conflict(ProvrepoError):
    """The text has a newer version than the parent that was named.

    ``expected`` is the parent's id (None: the text was to be new), ``newest`` the id found,
    ``number`` its number.
    """

    exit_status = 3

    def __init__(self, text: str, expected: str | None, newest: str | None, number: int) -> None:
        self.text, self.expected, self.newest, self.number = text, expected, newest, number
        meant = f"not {expected[:12]}" if expected else "but was to be new"
        present = (
            f"its newest version is v{number} ({newest[:12]})" if newest else "it has no version"
        )
        super().__init__(
            f"{text} has changed meanwhile: {present}, {meant}. Look at it, then try again"
        )


class Busy(ProvrepoError):
    """Another process is writing to the repository, and went on for longer than we wait."""

    exit_status = 3

    def __init__(self, location: str, seconds: float) -> None:
        self.location, self.seconds = location, seconds
        super().__init__(
            f"{location} is being written by another process; waited {seconds:g} s. "
            "Nothing was changed: try again when it has finished"
        )


class Purged(ProvrepoError):
    """What was removed for good: ``what`` it is, ``recorded`` when, and the ``reason``."""

    def __init__(self, what: str, recorded: str, reason: str) -> None:
        self.what, self.recorded, self.reason = what, recorded, reason
        super().__init__(f"{what} was purged on {recorded[:10]}: {reason}")


class Damaged(ProvrepoError):
    """What is stored is not what was stored; ``expected`` and ``got`` are digests where known."""

    exit_status = 1

    def __init__(self, what: str, *, expected: str | None = None, got: str | None = None) -> None:
        self.what, self.expected, self.got = what, expected, got
        super().__init__(f"damage: {what}. `provrepo verify` lists all that is damaged")


DAMAGE = (Damaged, InvalidValue, NotARepository, Purged)
"""What reading may raise because of what is stored. Every other error is trouble on the way to it:
whoever looks for damage must let that pass."""


def _quoted(value: object) -> str:
    try:
        text = " ".join(str(value).splitlines())  # a message is one line
    except (ValueError, RecursionError):  # a number of 5,000 digits, a list nested without end
        text = type(value).__name__
    return f"“{text}”" if len(text) <= 120 else f"“{text[:117]}…”"
