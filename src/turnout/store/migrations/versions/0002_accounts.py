"""Accounts, the devices that are signed in, and failed attempts. Facts and their guards stay as they are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from turnout.terms import StoreError

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

POSTGRES = (
    # Column statistics are samples of the values: they would outlive a removed account.
    *(f"ALTER TABLE accounts ALTER COLUMN {name} SET STATISTICS 0" for name in ("key", "name", "person", "hash")),
    "ALTER TABLE claimed ALTER COLUMN person SET STATISTICS 0",
)


def upgrade() -> None:
    """Adds the tables."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "accounts",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("key", sa.Text, nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("person", sa.String(64), nullable=False, unique=True),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("calendar", sa.String(64), nullable=True, unique=True),
        sa.Column("created", moment, nullable=False),
    )
    op.create_table(
        "sign_ins",
        sa.Column("token", sa.String(64), primary_key=True),
        sa.Column(
            "account",
            sa.String(32),
            sa.ForeignKey("accounts.id", name="sign_ins_account_fk", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("created", moment, nullable=False),
        sa.Column("seen", moment, nullable=False),
        sa.Column("expires", moment, nullable=False),
    )
    op.create_index("sign_ins_of_account", "sign_ins", ["account"])
    op.create_table(
        "attempts",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("last", moment, nullable=False),
    )
    op.create_table("claimed", sa.Column("person", sa.String(64), primary_key=True))
    if op.get_bind().dialect.name == "postgresql":
        for statement in POSTGRES:
            op.execute(sa.text(statement))


def downgrade() -> None:
    """There is no way back that loses no account: restore a backup made before the upgrade."""
    raise StoreError(str(downgrade.__doc__))
