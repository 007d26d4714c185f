"""Alembic's entry: the connection is handed over by `store.base.upgrade`; no configuration is read here."""

from alembic import context

from diagnostic.store import tables, tables_follow, tables_observatory, tables_people, tables_security  # noqa: F401  (every table must be known)

context.configure(
    connection=context.config.attributes["connection"], target_metadata=tables.CompanyRow.metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
