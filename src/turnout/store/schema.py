"""The tables, as the newest migration leaves them.

- ``persons``: one row a person.
- ``facts``: one row a fact; ``content`` is its JSON as it was given, the other columns are read from it.
- ``erasing``: the permission to delete; only the transaction that erases a person ever has a row here, so that
  triggers can refuse every other deletion and a crash leaves nothing open.
- ``accounts``: a name, a password's hash and the person it opens; ``key`` is the name as it is compared.
- ``sign_ins``: one row a signed-in device; only a hash of the secret in its cookie.
- ``attempts``: failed sign-ins, by a hash of the name or of the network address; rows go after a day.
- ``claimed``: persons that have or had an account, so that a record is never handed to the next comer.

An id is unique within a person and not beyond: nobody can learn of, or block, the ids of somebody else's record, and
two people may take in the same file. ``seq`` grows within a person in the order of commits and is never used again.
"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa

HEAD = "0002"
"""The newest migration. Kept here so that opening a database that is up to date need not load Alembic."""

VERSION_TABLE = "turnout_schema"
TRIGGERS = (
    "facts_are_not_changed",
    "facts_are_not_deleted",
    "facts_are_not_replaced",
    "persons_are_not_changed",
    "persons_are_not_deleted",
)
"""The guards that either database must have; PostgreSQL calls the third one's threat ``TRUNCATE``."""


class UtcTime(sa.TypeDecorator[datetime]):
    """A point in time: with its zone in PostgreSQL, as UTC without one in SQLite, which knows no zones."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


METADATA = sa.MetaData()
Sequence = sa.BigInteger().with_variant(sa.Integer, "sqlite")

persons = sa.Table(
    "persons",
    METADATA,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("created", UtcTime, nullable=False),
)

facts = sa.Table(
    "facts",
    METADATA,
    sa.Column("seq", Sequence, primary_key=True, autoincrement=True),
    sa.Column("person", sa.String(64), sa.ForeignKey("persons.id", name="facts_person_fk"), nullable=False),
    sa.Column("id", sa.String(36), nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("instant", sa.Double, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("received", UtcTime, nullable=False),
    sa.UniqueConstraint("person", "id", name="facts_id_unique"),
    sa.Index("facts_in_order", "person", "seq"),
    sqlite_autoincrement=True,
)

erasing = sa.Table("erasing", METADATA, sa.Column("person", sa.String(64), primary_key=True))

accounts = sa.Table(
    "accounts",
    METADATA,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("person", sa.String(64), nullable=False, unique=True),
    sa.Column("hash", sa.Text, nullable=False),
    sa.Column("calendar", sa.String(64), nullable=True, unique=True),
    sa.Column("created", UtcTime, nullable=False),
)

sign_ins = sa.Table(
    "sign_ins",
    METADATA,
    sa.Column("token", sa.String(64), primary_key=True),
    sa.Column(
        "account",
        sa.String(32),
        sa.ForeignKey("accounts.id", name="sign_ins_account_fk", ondelete="CASCADE"),
        nullable=False,
    ),
    sa.Column("created", UtcTime, nullable=False),
    sa.Column("seen", UtcTime, nullable=False),
    sa.Column("expires", UtcTime, nullable=False),
    sa.Index("sign_ins_of_account", "account"),
)

attempts = sa.Table(
    "attempts",
    METADATA,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("last", UtcTime, nullable=False),
)

claimed = sa.Table("claimed", METADATA, sa.Column("person", sa.String(64), primary_key=True))
