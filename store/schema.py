"""The SQLModel tables: the one source of the database schema.

What makes or copies a repository imports this module, and what writes to PostgreSQL; reading and
writing a SQLite file do without SQLModel.
Digests are 32 raw bytes. Canonical JSON is rebuilt from the columns, never stored beside them.
"""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar

# Imported only inside functions that need it, so that its own imports cost reading nothing.
from sqlalchemy import BigInteger, Integer, LargeBinary, MetaData, UniqueConstraint
from sqlalchemy import Text as AnyText
from sqlalchemy.dialects import registry
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlmodel import Field, SQLModel

# Keys and the like sort by their code points, wherever the server stands.
Unlimited = AnyText().with_variant(AnyText(collation="C"), "postgresql")
_Big = BigInteger().with_variant(Integer(), "sqlite")
_STRICT = {"sqlite_strict": True}
_CLUSTERED = {"sqlite_strict": True, "sqlite_with_rowid": False}


class Row(SQLModel):
    """The base of all tables, in a metadata collection of their own."""

    metadata: ClassVar[MetaData] = MetaData()


class RecordRow(Row, table=True):
    """Every record and event, in commit order without a gap: the ledger's leaves."""

    __tablename__ = "record"
    __table_args__ = _STRICT
    sequence: int = Field(primary_key=True, sa_type=_Big, sa_column_kwargs={"autoincrement": False})
    digest: bytes = Field(sa_type=LargeBinary, unique=True)


class ContentRow(Row, table=True):
    """A text's content, once for all versions that have it; ``digest`` is over its UTF-8.

    ``base_id`` and ``place`` tell from which other content it is rebuilt, and where it stands in
    the chain of those: see `provrepo.store.contents`.
    """

    __tablename__ = "content"
    __table_args__ = _STRICT
    id: int | None = Field(default=None, primary_key=True)
    digest: bytes = Field(sa_type=LargeBinary, unique=True)
    size: int = Field(sa_type=_Big)
    codec: int
    base_id: int | None = Field(foreign_key="content.id")
    place: int
    data: bytes = Field(sa_type=LargeBinary)


class ObjectRow(Row, table=True):
    """A notes object, a citation object, a signature or the bytes of an ingested file."""

    __tablename__ = "object"
    __table_args__ = (UniqueConstraint("kind", "digest"), _STRICT)
    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(sa_type=Unlimited)
    digest: bytes = Field(sa_type=LargeBinary)
    size: int = Field(sa_type=_Big)
    codec: int
    data: bytes = Field(sa_type=LargeBinary)


class AgentRow(Row, table=True):
    """An agent object; no identifier is the empty string, so that uniqueness covers it.

    Where the name is null, the agent was purged.
    """

    __tablename__ = "agent"
    __table_args__ = (UniqueConstraint("name", "identifier"), _STRICT)
    id: int | None = Field(default=None, primary_key=True)
    digest: bytes = Field(sa_type=LargeBinary, unique=True)
    name: str | None = Field(sa_type=Unlimited)
    identifier: str = Field(sa_type=Unlimited)
    type: str = Field(sa_type=Unlimited)
    nonce: str = Field(sa_type=Unlimited)


class DocumentRow(Row, table=True):
    """An archival item and its key."""

    __tablename__ = "document"
    __table_args__ = _STRICT
    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(sa_type=Unlimited, unique=True)


class TextRow(Row, table=True):
    """One representation of a document; no label is the empty string."""

    __tablename__ = "text"
    __table_args__ = (UniqueConstraint("document_id", "kind", "language", "label"), _STRICT)
    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="document.id")
    kind: str = Field(sa_type=Unlimited)
    language: str = Field(sa_type=Unlimited)
    label: str = Field(sa_type=Unlimited)


class VersionRow(Row, table=True):
    """A version record. Its parent is the version of the same text with the number before.

    ``recorded`` counts seconds since 1970; ``file_digest`` is null where the file is the content.
    """

    __tablename__ = "version"
    __table_args__ = (UniqueConstraint("text_id", "number"), _STRICT)
    sequence: int = Field(primary_key=True, sa_type=_Big, foreign_key="record.sequence")
    text_id: int = Field(foreign_key="text.id")
    number: int
    content_id: int = Field(foreign_key="content.id")
    notes_id: int = Field(foreign_key="object.id")
    citation_id: int | None = Field(foreign_key="object.id")
    activity: str = Field(sa_type=Unlimited)
    created: str | None = Field(sa_type=Unlimited)
    recorded: int = Field(sa_type=_Big)
    message: str = Field(sa_type=Unlimited)
    software: str = Field(sa_type=Unlimited)
    file_name: str | None = Field(sa_type=Unlimited)
    file_media_type: str | None = Field(sa_type=Unlimited)
    file_reader: str | None = Field(sa_type=Unlimited)
    file_digest: bytes | None = Field(sa_type=LargeBinary)


class VersionAgentRow(Row, table=True):
    """Who is responsible for a version, as what, in the order given."""

    __tablename__ = "version_agent"
    __table_args__ = _CLUSTERED
    sequence: int = Field(primary_key=True, sa_type=_Big, foreign_key="version.sequence")
    position: int = Field(primary_key=True)
    agent_id: int = Field(foreign_key="agent.id")
    role: str = Field(sa_type=Unlimited)


class VersionBasisRow(Row, table=True):
    """What a version was made from, in the order given; ``version`` is a version id."""

    __tablename__ = "version_basis"
    __table_args__ = _CLUSTERED
    sequence: int = Field(primary_key=True, sa_type=_Big, foreign_key="version.sequence")
    position: int = Field(primary_key=True)
    version: bytes | None = Field(sa_type=LargeBinary)
    label: str | None = Field(sa_type=Unlimited)
    uri: str | None = Field(sa_type=Unlimited)
    sha256: bytes | None = Field(sa_type=LargeBinary)


class EventRow(Row, table=True):
    """A record about records; ``data`` and ``targets`` are canonical JSON."""

    __tablename__ = "event"
    __table_args__ = _STRICT
    sequence: int = Field(primary_key=True, sa_type=_Big, foreign_key="record.sequence")
    event: str = Field(sa_type=Unlimited, index=True)
    data: str = Field(sa_type=Unlimited)
    targets: str = Field(sa_type=Unlimited)
    message: str = Field(sa_type=Unlimited)
    recorded: int = Field(sa_type=_Big)


class EventTargetRow(Row, table=True):
    """A record that an event is about, in the order given; `EventRow.targets` has its id."""

    __tablename__ = "event_target"
    __table_args__ = _CLUSTERED
    sequence: int = Field(primary_key=True, sa_type=_Big, foreign_key="event.sequence")
    position: int = Field(primary_key=True)
    record: int = Field(sa_type=_Big, foreign_key="record.sequence", index=True)


class EventAgentRow(Row, table=True):
    """Who made an event, as what, in the order given; `EventRow.data` has the agent's digest."""

    __tablename__ = "event_agent"
    __table_args__ = _CLUSTERED
    sequence: int = Field(primary_key=True, sa_type=_Big, foreign_key="event.sequence")
    position: int = Field(primary_key=True)
    agent_id: int = Field(foreign_key="agent.id", index=True)
    role: str = Field(sa_type=Unlimited)


class OpaqueRow(Row, table=True):
    """The bytes of a record of a format that this provrepo does not know."""

    __tablename__ = "opaque"
    __table_args__ = _STRICT
    sequence: int = Field(primary_key=True, sa_type=_Big, foreign_key="record.sequence")
    data: bytes = Field(sa_type=LargeBinary)


class WithdrawalRow(Row, table=True):
    """That a version was withdrawn, and by which event."""

    __tablename__ = "withdrawal"
    __table_args__ = _CLUSTERED
    sequence: int = Field(primary_key=True, sa_type=_Big, foreign_key="version.sequence")
    event: int = Field(sa_type=_Big, foreign_key="event.sequence")


class FormerKeyRow(Row, table=True):
    """A key that a document had until it was renamed by the event ``until``."""

    __tablename__ = "former_key"
    __table_args__ = _CLUSTERED
    document_id: int = Field(primary_key=True, foreign_key="document.id")
    until: int = Field(primary_key=True, sa_type=_Big, foreign_key="event.sequence")
    key: str = Field(sa_type=Unlimited, index=True)


class FormerTextRow(Row, table=True):
    """A name that a text had until it was renamed by the event ``until``."""

    __tablename__ = "former_text"
    __table_args__ = _CLUSTERED
    text_id: int = Field(primary_key=True, foreign_key="text.id")
    until: int = Field(primary_key=True, sa_type=_Big, foreign_key="event.sequence")
    kind: str = Field(sa_type=Unlimited)
    language: str = Field(sa_type=Unlimited)
    label: str = Field(sa_type=Unlimited)


class LedgerRow(Row, table=True):
    """A complete subtree of the Merkle tree over all records: see `provrepo.store.ledger`."""

    __tablename__ = "ledger"
    __table_args__ = _CLUSTERED
    level: int = Field(primary_key=True)
    position: int = Field(primary_key=True, sa_type=_Big)
    hash: bytes = Field(sa_type=LargeBinary)


def table_names() -> list[str]:
    """Return the names of all tables, each after those that it refers to."""
    return [table.name for table in Row.metadata.sorted_tables]


@cache
def column_names(table: str) -> tuple[str, ...]:
    """Return the names of a table's columns, in their order."""
    return tuple(column.name for column in Row.metadata.tables[table].columns)


@cache
def key_names(table: str) -> tuple[str, ...]:
    """Return the names of the columns of a table's primary key, in their order."""
    return tuple(column.name for column in Row.metadata.tables[table].primary_key)


@cache
def column_types(table: str) -> dict[str, str]:
    """Return PostgreSQL's names of the types of a table's columns, by the columns' names."""
    names = {BigInteger: "int8", Integer: "int4", AnyText: "text", LargeBinary: "bytea"}
    # SQLModel's own type for a number or a text is a subclass of these.
    return {
        column.name: next(name for kind, name in names.items() if isinstance(column.type, kind))
        for column in Row.metadata.tables[table].columns
    }


def definitions(dialect: str) -> list[str]:
    """Return the statements that make all tables and their indexes."""
    statements = []
    for table in Row.metadata.sorted_tables:
        statements.append(str(CreateTable(table).compile(dialect=_dialect(dialect))))
        statements += [
            str(CreateIndex(index).compile(dialect=_dialect(dialect))) for index in table.indexes
        ]
    return statements


@cache
def _dialect(name: str) -> Any:  # noqa: ANN401 - SQLAlchemy's registry has no types
    return registry.load(name)(paramstyle="named" if name == "sqlite" else "pyformat")
