"""The tables are one set for SQLite and PostgreSQL; rows are added, and only states and summaries change."""

import datetime as dt
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

SCHEMA = "0007"
"""The number of the migration that these tables are."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


class Instant(TypeDecorator[dt.datetime]):
    """A moment, kept in UTC on either engine (SQLite has no time zones)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        """Return the moment in UTC."""
        return value.astimezone(dt.UTC) if value else None

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        """Return the moment as an aware time."""
        if not isinstance(value, dt.datetime):
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


def keepable(text: str) -> str:
    """Return a text as an engine can hold it: NUL is left out, halves of surrogate pairs are question marks."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


class Words(TypeDecorator[str]):
    """Text as mails bring it, without what an engine cannot hold (NUL, halves of surrogate pairs)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Return the text without what cannot be kept."""
        return None if value is None else keepable(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Return the text as it was kept."""
        return None if value is None else str(value)


def _text(name: str, default: str = "") -> Column[str]:
    return Column(name, Words, nullable=False, server_default=default)


blobs = Table(
    "blobs",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("data", LargeBinary, nullable=False),
)
letters = Table(
    "letters",
    metadata,
    Column("id", Words, primary_key=True),
    Column("blob", String(64), nullable=False),
    Column("plan", Words),
    Column("person", Words),
    _text("sender"),
    _text("message_id"),
    Column("received_at", Instant, nullable=False),
    Column("state", String(20), nullable=False),
    _text("note"),
    Index(None, "plan", "received_at"),
    Index(None, "state"),
    Index(None, "blob"),
)
plans = Table(
    "plans",
    metadata,
    Column("slug", Words, primary_key=True),
    _text("title"),
    Column("version", Integer, nullable=False),
    Column("status", String(20), nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("next_due", Date),
    Column("waiting", Integer, nullable=False, server_default="0"),
)
versions = Table(
    "versions",
    metadata,
    Column("slug", Words, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("kept_at", Instant, nullable=False),
    Column("content", Text, nullable=False),
)
threads = Table(
    "threads",
    metadata,
    Column("plan", Words, primary_key=True),
    Column("message_id", Words, nullable=False),
)
log_heads = Table(
    "log_heads",
    metadata,
    Column("slug", Words, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
)
log = Table(
    "log",
    metadata,
    Column("slug", Words, primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("prev", String(64), nullable=False),
    Column("sealed", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
)
log_contents = Table(
    "log_contents",
    metadata,
    Column("slug", Words, primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("salt", String(32), nullable=False),
    Column("content", Text, nullable=False),
    ForeignKeyConstraint(["slug", "seq"], ["log.slug", "log.seq"]),
)
log_keys = Table(
    "log_keys",
    metadata,
    Column("slug", Words, primary_key=True),
    Column("key", Words, primary_key=True),
)
sheets = Table(
    "sheets",
    metadata,
    Column("document", Words, primary_key=True),
    Column("plan", Words, nullable=False),
    Column("version", Integer, nullable=False),
    Column("content", Text, nullable=False),
    Index(None, "plan", "version"),
)
notices = Table(
    "notices",
    metadata,
    Column("key", Words, primary_key=True),
    Column("plan", Words, nullable=False),
    Column("version", Integer, nullable=False),
    Column("to", Words, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("lines", Words, nullable=False),
    Column("asks", Words, nullable=False),
    Column("message_id", Words, nullable=False),
    _text("code"),
    _text("text"),
    Column("at", Instant, nullable=False),
    _text("notice"),
    Column("state", String(10), nullable=False),
    Column("sent_at", Instant),
    _text("why"),
    Index(None, "plan", "to", "at"),
    Index(None, "message_id"),
    Index(None, "state"),
)
enclosures = Table(
    "enclosures",
    metadata,
    Column("notice", Words, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    _text("name"),
    Column("blob", String(64), nullable=False),
    Index(None, "blob"),
)
used_codes = Table(
    "used_codes",
    metadata,
    Column("code", Words, primary_key=True),
    Column("used_at", Instant, nullable=False),
)
mirrors = Table(
    "mirrors",
    metadata,
    Column("plan", Words, primary_key=True),
    Column("endpoint", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", String(10), nullable=False),
    _text("why"),
    Column("at", Instant, nullable=False),
)
drafts = Table(
    "drafts",
    metadata,
    Column("ref", Words, primary_key=True),
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("letter", Words, nullable=False),
    Column("by", Words, nullable=False),
    _text("name"),
    Column("slug", Words, nullable=False),
    Column("content", Words, nullable=False),
    Column("remarks", Words, nullable=False),
    Column("kept_at", Instant, nullable=False),
    _text("started_by"),
    Index(None, "letter", unique=True),
    Index(None, "slug"),
)
moments = Table(
    "moments",
    metadata,
    Column("name", Words, primary_key=True),
    Column("at", Instant, nullable=False),
)
figures = Table(
    "figures",
    metadata,
    Column("slug", Words, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("day", Date, nullable=False),
    Column("holds_until", Date),
    Column("content", Text, nullable=False),
)
deals = Table(
    "deals",
    metadata,
    Column("id", Words, primary_key=True),
    _text("plan"),
    Column("has_map", Boolean),
    Column("opened", Date),
    Column("closed", Date),
    Column("outcome", String(4)),
    Column("crm_close", Date),
    Column("tasks_total", Integer),
    Column("tasks_done", Integer),
)
