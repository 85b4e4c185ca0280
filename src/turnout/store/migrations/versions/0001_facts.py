"""Persons and their facts, with the guards that let nothing be changed or deleted. See `turnout.store.schema`."""

# ruff: noqa: S608 - the texts put together here are all constants

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from turnout.terms import StoreError

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_CHANGED = "is never changed; add a correction"
_DELETED = "is never deleted, except by erasing the person"

SQLITE_GUARDS = (
    f"""CREATE TRIGGER facts_are_not_changed BEFORE UPDATE ON facts
    BEGIN SELECT RAISE(ABORT, 'a fact {_CHANGED}'); END""",
    f"""CREATE TRIGGER facts_are_not_deleted BEFORE DELETE ON facts
    WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE erasing.person = OLD.person)
    BEGIN SELECT RAISE(ABORT, 'a fact {_DELETED}'); END""",
    # INSERT OR REPLACE deletes without asking the trigger above.
    f"""CREATE TRIGGER facts_are_not_replaced BEFORE INSERT ON facts
    WHEN EXISTS (SELECT 1 FROM facts WHERE person = NEW.person AND id = NEW.id)
      OR EXISTS (SELECT 1 FROM facts WHERE seq = NEW.seq)
    BEGIN SELECT RAISE(ABORT, 'a fact {_CHANGED}'); END""",
    f"""CREATE TRIGGER persons_are_not_changed BEFORE UPDATE ON persons
    BEGIN SELECT RAISE(ABORT, 'a person {_CHANGED}'); END""",
    f"""CREATE TRIGGER persons_are_not_deleted BEFORE DELETE ON persons
    WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE erasing.person = OLD.id)
    BEGIN SELECT RAISE(ABORT, 'a person {_DELETED}'); END""",
)

POSTGRES_GUARDS = (
    f"""CREATE FUNCTION turnout_guard() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
    DECLARE who text;
    BEGIN
        IF TG_OP = 'DELETE' THEN
            IF TG_TABLE_NAME = 'facts' THEN who := OLD.person; ELSE who := OLD.id; END IF;
            IF EXISTS (SELECT 1 FROM erasing WHERE erasing.person = who) THEN RETURN OLD; END IF;
            RAISE EXCEPTION 'a row of % {_DELETED}', TG_TABLE_NAME;
        END IF;
        IF TG_OP = 'TRUNCATE' THEN
            RAISE EXCEPTION 'a row of % {_DELETED}', TG_TABLE_NAME;
        END IF;
        RAISE EXCEPTION 'a row of % {_CHANGED}', TG_TABLE_NAME;
    END $$""",
    """CREATE TRIGGER facts_are_not_changed BEFORE UPDATE ON facts
    FOR EACH ROW EXECUTE FUNCTION turnout_guard()""",
    """CREATE TRIGGER facts_are_not_deleted BEFORE DELETE ON facts
    FOR EACH ROW EXECUTE FUNCTION turnout_guard()""",
    """CREATE TRIGGER facts_are_not_replaced BEFORE TRUNCATE ON facts
    FOR EACH STATEMENT EXECUTE FUNCTION turnout_guard()""",
    """CREATE TRIGGER persons_are_not_changed BEFORE UPDATE ON persons
    FOR EACH ROW EXECUTE FUNCTION turnout_guard()""",
    """CREATE TRIGGER persons_are_not_deleted BEFORE DELETE ON persons
    FOR EACH ROW EXECUTE FUNCTION turnout_guard()""",
    # Column statistics are samples of the values: they would outlive an erased person.
    "ALTER TABLE persons ALTER COLUMN id SET STATISTICS 0",
    *(f"ALTER TABLE facts ALTER COLUMN {name} SET STATISTICS 0" for name in ("person", "id", "kind", "at", "content")),
)


def upgrade() -> None:
    """Builds the first schema."""
    op.create_table(
        "persons",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "facts",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("person", sa.String(64), sa.ForeignKey("persons.id", name="facts_person_fk"), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("instant", sa.Double, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("received", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("person", "id", name="facts_id_unique"),
        sqlite_autoincrement=True,
    )
    op.create_index("facts_in_order", "facts", ["person", "seq"])
    op.create_table("erasing", sa.Column("person", sa.String(64), primary_key=True))
    for statement in SQLITE_GUARDS if op.get_bind().dialect.name == "sqlite" else POSTGRES_GUARDS:
        op.execute(sa.text(statement))


def downgrade() -> None:
    """There is no way back that loses no fact: restore a backup made before the upgrade."""
    raise StoreError(str(downgrade.__doc__))
