"""What Alembic runs: the migrations, in the transaction and under the lock that `turnout.store.migrate` holds."""

from __future__ import annotations

from alembic import context

from turnout.store.schema import METADATA, VERSION_TABLE
from turnout.terms import StoreError

connection = context.config.attributes.get("connection")
if connection is None:
    raise StoreError("migrations run when a database is opened: call turnout.store.open_store")

context.configure(connection=connection, target_metadata=METADATA, version_table=VERSION_TABLE)
with context.begin_transaction():
    context.run_migrations()
